//! Who gave the values of a clause: the first change that gave a value sets it, later ones restate it.

use std::collections::BTreeSet;

use super::{Basis, Change, ChangeKind, ChangeRef, Happening, History, Instant, Version};

impl History {
    pub fn parties(&self, clause: usize, version: Option<&Version>) -> &[usize] {
        let life = &self.lives[clause];
        let given = version.and_then(|version| life.value(version, "parties"));
        let given = given.and_then(|at| self.timeline.change(at).parties.as_deref());
        given.unwrap_or(&self.timeline.clauses[clause].parties)
    }

    /// Whom a clause binds before a change, where it stands then, and from the change on.
    pub fn bound_at(&self, at: ChangeRef) -> Vec<usize> {
        let change = self.timeline.change(at);
        let before = self.around(at).0.filter(|version| version.status.stands());
        let stays = before.is_some() || change.parties.is_none();
        let before = stays.then(|| self.parties(change.clause, before));
        let all = before.into_iter().chain(change.parties.as_deref());
        all.flatten().copied().collect()
    }

    /// Whether a clause binds a party at one of these instants; at any time, where there are none.
    pub fn binds(&self, clause: usize, party: usize, at: &[Instant]) -> bool {
        let life = &self.lives[clause];
        let binds = |version| self.parties(clause, version).contains(&party);
        match at {
            [] => binds(None) || life.versions.iter().map(Some).any(binds),
            _ => at.iter().any(|at| binds(life.state(*at).version)),
        }
    }

    /// Of a clause that does not bind a party: since which change it binds it no more, else from which on it will.
    pub fn unbound(&self, clause: usize, party: usize, at: Instant) -> [Option<ChangeRef>; 2] {
        let life = &self.lives[clause];
        let Some(version) = life.state(at).version else {
            return [None; 2];
        };
        let binds = |other: &&Version| self.parties(clause, Some(other)).contains(&party);
        let is_past = |other: &Version| other.step <= version.step;
        let reached = life.versions.partition_point(is_past);
        let (past, later) = life.versions.split_at(reached);
        let change = |other: &Version| life.steps[other.step].at;
        match past.iter().rposition(|other| binds(&other)) {
            Some(place) => [past.get(place + 1).map(change), None],
            None => [None, later.iter().find(binds).map(change)],
        }
    }

    /// The changes that gave a version the value that it has under a name, in order: the first set it, the others
    /// restated it. An end, an expiry or another value in between is a break.
    pub fn setters(&self, clause: usize, version: &Version, name: &str) -> Vec<ChangeRef> {
        let given = |at: &ChangeRef| self.timeline.change(*at).given(name);
        let mut givers = self.lives[clause].givers(version, name).peekable();
        let value = givers.peek().and_then(given);
        let alike = givers.take_while(|at| value.is_some() && given(at) == value);
        let mut found: Vec<ChangeRef> = alike.collect();
        found.reverse();
        found
    }

    /// The names of what a reported change gives and a statement or filing says too, where another change gives it.
    pub fn confirmed(&self, at: ChangeRef) -> Vec<String> {
        let (timeline, change) = (&self.timeline, self.timeline.change(at));
        let life = &self.lives[change.clause];
        let version = self.around(at).1;
        let Some(version) = version.filter(|_| change.basis == Basis::Reported) else {
            return Vec::new();
        };
        let is_own = |at: ChangeRef| {
            let mut cites = timeline.change(at).cites(timeline.event_of(at)).iter();
            cites.any(|cite| timeline.sources[cite.source].is_own_word())
        };
        let confirms = |name: &&str| {
            let set = life.settings(version, name).iter();
            let mut givers = set.map(|set| life.steps[set.step].at);
            let given = |at| timeline.change(at).given(name);
            givers.any(|other| other != at && given(other) == given(at) && is_own(other))
        };
        change.names().filter(confirms).map(str::to_owned).collect()
    }

    /// The change that gave a version the status that it has.
    pub fn turned(&self, clause: usize, version: &Version) -> ChangeRef {
        let life = &self.lives[clause];
        let versions = life.versions.iter().rev();
        let versions = versions.skip_while(|other| other.step > version.step);
        let alike = |other: &&Version| (other.life, other.status) == (version.life, version.status);
        let turned = versions.take_while(alike).last().unwrap_or(version);
        life.steps[turned.step].at
    }

    /// By which clock a value came to differ: that of the change that set it, or of the one that removed it.
    pub fn kind(&self, clause: usize, after: Option<&Version>, name: &str) -> ChangeKind {
        let by = after.and_then(|version| {
            let set = self.setters(clause, version, name).first().copied();
            set.or_else(|| self.lives[clause].givers(version, name).next())
        });
        by.map_or(ChangeKind::Agreed, |at| self.timeline.change(at).kind())
    }
}

/// A version of a clause, if it has one, in a history.
pub type Side<'a> = (&'a History, Option<&'a Version>);

/// The names under which two versions of a clause differ.
pub fn differing<'a>(clause: usize, sides: [Side<'a>; 2]) -> Vec<&'a str> {
    let values = |(history, version): Side<'a>| {
        let values = version.map(|version| history.lives[clause].values(version));
        values.into_iter().flatten().map(|(name, _)| name)
    };
    let names: BTreeSet<&str> = sides.into_iter().flat_map(values).collect();
    let is_set = sides.map(|side| values(side).next().is_some());
    let differs = |name: &&str| {
        if *name == "parties" && is_set == [true; 2] {
            let [before, after] = sides.map(|(history, version)| history.parties(clause, version));
            return before != after;
        }
        let [before, after] = sides.map(|(history, version)| {
            history.lives[clause].given(&history.timeline, version?, name)
        });
        before != after
    };
    names.into_iter().filter(differs).collect()
}

/// By which clock each thing that differs between two versions that stand came to differ, the status included.
pub fn clocks(clause: usize, sides: [Side<'_>; 2]) -> Vec<ChangeKind> {
    let [(_, before), (history, after)] = sides;
    let status = |version: Option<&Version>| version.map(|version| version.status);
    let turned = after.filter(|_| before.is_some() && status(before) != status(after));
    let turned = turned.map(|version| history.timeline.change(history.turned(clause, version)));
    let names = differing(clause, sides).into_iter();
    let kinds = names.map(|name| history.kind(clause, after, name));
    kinds.chain(turned.map(Change::kind)).collect()
}

/// The names of what a change altered of its own clause; none of an expiry, or where that only became known.
pub fn altered<'h>(history: &'h History, clause: usize, happening: &Happening) -> Vec<&'h str> {
    let change = history.timeline.change(happening.at);
    let is_deed = !happening.expiry && change.kind() != ChangeKind::Learned;
    match history.around(happening.at) {
        (before, Some(after)) if is_deed && change.clause == clause => {
            differing(clause, [(history, before), (history, Some(after))])
        }
        _ => Vec::new(),
    }
}

/// Whether what differs between two versions that stand only became known: it is none of what was altered in between,
/// also where more of that was learned later.
pub fn only_learned<'n>(
    clause: usize,
    sides: [Side<'_>; 2],
    altered: impl IntoIterator<Item = &'n str>,
) -> bool {
    let mut clocks = clocks(clause, sides).into_iter();
    clocks.all(|kind| kind == ChangeKind::Learned) && {
        let names = differing(clause, sides);
        !altered.into_iter().any(|name| names.contains(&name))
    }
}
