//! What is wrong with a timeline that reads well: impossible changes, contradicting dates, loose ends.

use std::cell::Cell;
use std::collections::HashSet;

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::expect;
use super::lower::Lowered;
use super::places::Places;
use super::source::Span;
use crate::agreement::history::{Fault, FaultKind, History};
use crate::agreement::order::{Moment, Moments};
use crate::agreement::{ChangeRef, Citation, Status, Timeline, disputes};
use crate::date::Bounds;
use crate::text::words::{and_list, nearest, ticked};

/// Every error that needs the whole timeline.
pub(super) fn errors(lowered: &Lowered, history: &History<'_>) -> Vec<Diagnostic> {
    let (timeline, places) = (&lowered.timeline, &lowered.places);
    let check = Check {
        timeline,
        places,
        looked_for: Cell::new(0),
    };
    let moments = &history.moments;
    let mut found = Vec::new();
    let mut doubtful: HashSet<usize> = places.tainted.clone();
    let mut doubt = |event: usize| {
        doubtful.extend(
            timeline.events[event]
                .changes
                .iter()
                .map(|change| change.clause),
        );
    };
    if !moments.circle.is_empty() {
        found.push(check.circle(&moments.circle));
        moments.circle.iter().for_each(|event| doubt(*event));
    }
    for (place, moment) in moments.list.iter().enumerate() {
        if moment.bounds.is_empty() && !moments.circle.contains(&moment.event) {
            found.extend(check.contradiction(moments, place));
            doubt(moment.event);
        }
    }
    found.sort_by_key(|d: &Diagnostic| d.primary.span.start);
    found.dedup_by_key(|d| d.primary.span.start);
    if places.partial {
        return found;
    }
    let judged = history
        .faults
        .iter()
        .filter(|fault| !doubtful.contains(&timeline.change(fault.at).clause));
    let impossible: Vec<(usize, Diagnostic)> = judged
        .filter_map(|fault| {
            let clause = timeline.change(fault.at).clause;
            Some((clause, check.impossible(history, fault)?))
        })
        .collect();
    for (clause, diagnostic) in impossible {
        doubtful.insert(clause);
        found.push(diagnostic);
    }
    found.extend(expect::unmet(
        &lowered.expectations,
        history,
        places,
        &doubtful,
    ));
    found
}

/// Every warning and note.
pub(super) fn warnings(places: &Places, history: &History<'_>) -> Vec<Diagnostic> {
    let timeline = history.timeline;
    let check = Check {
        timeline,
        places,
        looked_for: Cell::new(0),
    };
    let mut found = Vec::new();
    found.extend(history.faults.iter().filter_map(|fault| check.idle(fault)));
    check.without_source(&mut found);
    if !places.partial {
        check.unused(&mut found);
    }
    check.open_order(&history.moments, &mut found);
    check.replaced(history, &mut found);
    check.disagreements(&mut found);
    found
}

/// Of so many values that are not there what is there is told.
const LOOKED_FOR: usize = 20;

struct Check<'a> {
    timeline: &'a Timeline,
    places: &'a Places,
    /// How often that was told.
    looked_for: Cell<usize>,
}

impl Check<'_> {
    fn clause(&self, at: ChangeRef) -> &str {
        &self.timeline.clauses[self.timeline.change(at).clause].id
    }

    fn event(&self, event: usize) -> &str {
        &self.timeline.events[event].id
    }

    fn date_place(&self, at: ChangeRef) -> Span {
        self.places.events[at.event].date_of(at.change)
    }

    fn moment_place(&self, moment: &Moment) -> Span {
        match moment.changes.first() {
            Some(change) => self.places.events[moment.event].date_of(*change),
            None => self.places.events[moment.event].date.clone(),
        }
    }

    fn circle(&self, circle: &[usize]) -> Diagnostic {
        let ids: Vec<String> = circle
            .iter()
            .map(|event| ticked(self.event(*event)))
            .collect();
        let first = circle[0];
        let span = self.places.events[first]
            .after
            .first()
            .cloned()
            .unwrap_or_else(|| self.places.events[first].id.clone());
        let (message, help) = match ids.as_slice() {
            [only] => (
                format!("{only} is said to come after itself"),
                "remove it from its own `after`",
            ),
            [_, _] => (
                format!("{} are said to come after each other", and_list(&ids)),
                "remove one of these from `after`",
            ),
            _ => (
                format!("{} come after each other in a circle", some_of(&ids)),
                "remove one of these from `after`",
            ),
        };
        let mut diagnostic = Diagnostic::new(
            Code::AfterCircle,
            span,
            message,
            "the circle goes through here",
        );
        for event in circle.iter().skip(1).take(5) {
            if let Some(span) = self.places.events[*event].after.first() {
                diagnostic = diagnostic.also(span.clone(), "and through here");
            }
        }
        diagnostic.help(help)
    }

    fn contradiction(&self, moments: &Moments, place: usize) -> Option<Diagnostic> {
        let moment = &moments.list[place];
        let later = moment.lowered_by.map(|by| (by, "comes later, and"));
        let earlier = moment.raised_by.map(|by| (by, "comes earlier, and"));
        let (other, _) = earlier.or(later)?;
        let other = &moments.list[other];
        let (this, that) = (self.event(moment.event), self.event(other.event));
        let message = if earlier.is_some() {
            format!("no day is left for `{this}`, which comes after `{that}`")
        } else {
            format!("no day is left for `{this}`, which comes before `{that}`")
        };
        let label = format!(
            "{} at the {}",
            moment.date.human(),
            if earlier.is_some() {
                "latest"
            } else {
                "earliest"
            }
        );
        let span = self.moment_place(moment);
        let mut diagnostic = Diagnostic::new(Code::DatesContradict, span, message, label).also(
            self.moment_place(other),
            format!("`{that}` is dated {}", other.date.human()),
        );
        if let Some(later) = moment
            .lowered_by
            .filter(|_| earlier.is_some())
            .map(|by| &moments.list[by])
        {
            let text = format!(
                "and `{}`, dated {}, comes later",
                self.event(later.event),
                later.date.human()
            );
            diagnostic = diagnostic.also(self.moment_place(later), text);
        }
        Some(
            diagnostic.help(
                "correct one of the dates, or the `after` that puts these events in this order",
            ),
        )
    }

    fn impossible(&self, history: &History<'_>, fault: &Fault) -> Option<Diagnostic> {
        let change = self.timeline.change(fault.at);
        let place = &self.places.events[fault.at.event].changes[fault.at.change];
        let clause = self.clause(fault.at);
        let told = |other: ChangeRef, did: &str| {
            format!(
                "{did} by `{}`, {}",
                self.event(other.event),
                self.timeline.date_of(other).human()
            )
        };
        Some(match &fault.kind {
            FaultKind::ChangesNothing => return None,
            FaultKind::AdoptsStanding(first) => {
                let message = format!("`{clause}` is adopted, but it stands already");
                let other = self.places.events[first.event].changes[first.change]
                    .action
                    .clone();
                Diagnostic::new(
                    Code::AdoptsStanding,
                    place.action.clone(),
                    message,
                    "adopted again here",
                )
                .also(other, told(*first, "in force since it was adopted"))
                .help("to change what stands write `amend`; to begin it anew `end` it first")
            }
            FaultKind::ChangesAbsent(status, since) => self.absent(fault.at, *status, *since),
            FaultKind::UnsetsAbsent { place, again } => {
                self.unsets_absent(history, fault.at, *place, *again)
            }
            FaultKind::ThroughBefore => {
                let through = change
                    .through
                    .map(crate::date::Date::human)
                    .unwrap_or_default();
                let message =
                    format!("`{clause}` is in force through {through}, which is before the change");
                let span = place
                    .through
                    .clone()
                    .unwrap_or_else(|| place.clause.clone());
                let date = self.timeline.date_of(fault.at).human();
                Diagnostic::new(Code::ThroughBefore, span, message, "has passed by then")
                    .also(
                        self.date_place(fault.at),
                        format!("the change is dated {date}"),
                    )
                    .help("correct one of the two dates")
            }
        })
    }

    fn unsets_absent(
        &self,
        history: &History<'_>,
        at: ChangeRef,
        place: usize,
        again: bool,
    ) -> Diagnostic {
        let clause = self.clause(at);
        let unset = &self.timeline.change(at).unset;
        let name = &unset[place];
        let span = self.places.events[at.event].changes[at.change].unset[place].clone();
        let message = format!("`{name}` is unset, but `{clause}` has no such value");
        let diagnostic = Diagnostic::new(
            Code::UnsetsAbsent,
            span.clone(),
            message,
            "nothing to remove",
        );
        if again {
            return diagnostic.help("it is removed once already: leave one of the two out");
        }
        self.looked_for.set(self.looked_for.get() + 1);
        if self.looked_for.get() > LOOKED_FOR {
            return diagnostic.help("leave it out, or write the name of what is set there");
        }
        let set = set_before(history, at);
        if set.is_empty() {
            return diagnostic.help(format!(
                "`{clause}` has nothing there that can be unset: leave it out"
            ));
        }
        let ids: Vec<String> = set.iter().map(|name| ticked(name)).collect();
        let diagnostic = diagnostic.help(format!("`{clause}` has {} there", some_of(&ids)));
        let removed: HashSet<&str> = unset.iter().map(String::as_str).collect();
        let left = set.into_iter().filter(|set| !removed.contains(set));
        match nearest(name, left) {
            Some(near) => diagnostic.fix(span, format!("\"{near}\"")),
            None => diagnostic,
        }
    }

    fn absent(&self, at: ChangeRef, status: Status, since: Option<ChangeRef>) -> Diagnostic {
        let place = &self.places.events[at.event].changes[at.change];
        let (clause, action) = (self.clause(at), self.timeline.change(at).action);
        let done = action.past();
        let state = match status {
            Status::Expired => "it has expired",
            Status::Ended => "it has ended",
            _ => "it was never adopted before",
        };
        let message = format!("`{clause}` is {done}, but {state}");
        let mut diagnostic = Diagnostic::new(
            Code::ChangesAbsent,
            place.action.clone(),
            message,
            "nothing stands here to change",
        );
        if let Some(since) = since {
            let other = &self.places.events[since.event].changes[since.change];
            let (span, text) = match (status, &other.through) {
                (Status::Expired, Some(through)) => {
                    (through.clone(), "expired at the end of this".to_owned())
                }
                _ => (
                    other.action.clone(),
                    format!(
                        "ended by `{}`, {}",
                        self.event(since.event),
                        self.timeline.date_of(since).human()
                    ),
                ),
            };
            diagnostic = diagnostic.also(span, text);
        }
        diagnostic.help("write `adopt` where it comes into force; changes are judged in the order of their dates, each at its last possible day")
    }

    fn idle(&self, fault: &Fault) -> Option<Diagnostic> {
        let clause = self.timeline.change(fault.at).clause;
        if fault.kind != FaultKind::ChangesNothing || self.places.tainted.contains(&clause) {
            return None;
        }
        let place = &self.places.events[fault.at.event].changes[fault.at.change];
        let message = format!(
            "`{}` is amended, but reads as before",
            self.clause(fault.at)
        );
        let span = place.action.clone();
        let diagnostic = Diagnostic::new(Code::ChangesNothing, span, message, "changes nothing");
        Some(diagnostic.help("to record that it was expressly left as it was write `keep`"))
    }

    fn without_source(&self, found: &mut Vec<Diagnostic>) {
        for (event, place) in self.timeline.events.iter().zip(&self.places.events) {
            let all_cite = !event.changes.is_empty()
                && event.changes.iter().all(|change| change.cites.is_some());
            if event.cites.is_empty() && !place.cited && !all_cite {
                let message = format!("event `{}` has no source", event.id);
                let diagnostic =
                    Diagnostic::new(Code::NoSource, place.id.clone(), message, "who says so?");
                found.push(diagnostic.help("name one, as in `cite = [\"some-source\"]`"));
            }
            for (change, at) in event.changes.iter().zip(&place.changes) {
                if change.cites.as_ref().is_some_and(Vec::is_empty) && !at.cited {
                    let message = format!(
                        "the change of `{}` has no source",
                        self.timeline.clauses[change.clause].id
                    );
                    let diagnostic = Diagnostic::new(
                        Code::NoSource,
                        at.clause.clone(),
                        message,
                        "its `cite` is empty",
                    );
                    found.push(diagnostic.help(
                        "name a source, or leave `cite` out so that the event's sources serve",
                    ));
                }
            }
        }
    }

    fn unused(&self, found: &mut Vec<Diagnostic>) {
        let timeline = self.timeline;
        let named = &self.places.named;
        let unused = |named: &'_ HashSet<usize>, count: usize| -> Vec<usize> {
            (0..count).filter(|place| !named.contains(place)).collect()
        };
        for place in unused(&named.parties, timeline.parties.len()) {
            let message = format!("party `{}` is named nowhere", timeline.parties[place].id);
            let diagnostic = Diagnostic::new(
                Code::UnusedParty,
                self.places.parties[place].clone(),
                message,
                "unused",
            );
            found.push(
                diagnostic.help("name it under `parties` of a clause or event, or remove it"),
            );
        }
        for place in unused(&named.sources, timeline.sources.len()) {
            let message = format!("source `{}` is cited nowhere", timeline.sources[place].id);
            let diagnostic = Diagnostic::new(
                Code::UnusedSource,
                self.places.sources[place].clone(),
                message,
                "unused",
            );
            found.push(diagnostic.help("cite it, or remove it"));
        }
        for place in unused(&named.clauses, timeline.clauses.len()) {
            let message = format!("clause `{}` is changed nowhere", timeline.clauses[place].id);
            let diagnostic = Diagnostic::new(
                Code::UnusedClause,
                self.places.clauses[place].clone(),
                message,
                "unused",
            );
            found.push(diagnostic.help("let an event adopt it, or remove it"));
        }
    }

    /// Warns where two moments of a clause overlap as written and nothing settles which came first.
    fn open_order(&self, moments: &Moments, found: &mut Vec<Diagnostic>) {
        let mut lives: Vec<Vec<usize>> = vec![Vec::new(); self.timeline.clauses.len()];
        for (place, moment) in moments.list.iter().enumerate() {
            for change in &moment.changes {
                let life = &mut lives[self.timeline.events[moment.event].changes[*change].clause];
                if life.last() != Some(&place) {
                    life.push(place);
                }
            }
        }
        let mut warned = HashSet::new();
        for (clause, life) in lives.iter().enumerate() {
            for (earlier, later) in self.unsettled(moments, life) {
                if warned.insert((earlier, later)) {
                    found.push(self.unsettled_order(
                        clause,
                        &moments.list[earlier],
                        &moments.list[later],
                    ));
                }
            }
        }
    }

    /// The pairs of a clause's moments whose order is left open; each moment is compared with the one
    /// before it and with the one before it that may have come last.
    fn unsettled(&self, moments: &Moments, life: &[usize]) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        let mut latest: Option<usize> = None;
        let mut settled_from = 0;
        for (step, place) in life.iter().enumerate() {
            let (this, written) = (&moments.list[*place], written(&moments.list[*place]));
            let previous = step.checked_sub(1);
            let open = |other: usize| {
                let other = &moments.list[life[other]];
                written.overlaps(self::written(other)) && !self.settled(other, this)
            };
            if let Some(previous) = previous {
                if open(previous) {
                    pairs.push((life[previous], *place));
                    settled_from = step;
                } else if let Some(latest) =
                    latest.filter(|latest| *latest < settled_from && open(*latest))
                {
                    pairs.push((life[latest], *place));
                }
            }
            let last = |step: usize| moments.list[life[step]].date.last();
            latest = match latest {
                Some(old) if later(last(old), last(step)) => Some(old),
                _ => Some(step),
            };
        }
        pairs
    }

    fn settled(&self, earlier: &Moment, later: &Moment) -> bool {
        let single = written(earlier)
            .single()
            .is_some_and(|day| written(later).single() == Some(day));
        single
            || self.timeline.events[later.event]
                .after
                .contains(&earlier.event)
    }

    fn unsettled_order(&self, clause: usize, earlier: &Moment, later: &Moment) -> Diagnostic {
        let (first, second) = (self.event(earlier.event), self.event(later.event));
        let id = &self.timeline.clauses[clause].id;
        let message =
            format!("`{first}` and `{second}` change `{id}`, and either may have come first");
        let diagnostic = Diagnostic::new(
            Code::OpenOrder,
            self.moment_place(later),
            message,
            format!("`{second}`: {}", later.date.human()),
        )
        .also(
            self.moment_place(earlier),
            format!("`{first}`: {}", earlier.date.human()),
        );
        if earlier.event == later.event {
            return diagnostic
                .help("narrow one of the two dates so that they cannot be the same day");
        }
        diagnostic.help(format!(
            "if `{second}` certainly came later, say so with `after = [\"{first}\"]`"
        ))
    }

    fn replaced(&self, history: &History<'_>, found: &mut Vec<Diagnostic>) {
        for moment in &history.moments.list {
            let Some(day) = moment.bounds.last else {
                continue;
            };
            let event = &self.timeline.events[moment.event];
            for change in moment.changes.iter().filter(|_| !event.planned) {
                let place = &self.places.events[moment.event].changes[*change];
                for (clause, span) in event.changes[*change].replaces.iter().zip(&place.replaces) {
                    let stands = history.state(*clause, day).status.stands();
                    if stands && !self.places.tainted.contains(clause) {
                        let old = &self.timeline.clauses[*clause].id;
                        let message = format!("`{old}` is replaced, but stands on");
                        let diagnostic = Diagnostic::new(
                            Code::ReplacedStands,
                            span.clone(),
                            message,
                            "still in force that day",
                        );
                        found.push(diagnostic.help(format!(
                            "`replaces` is only a link: let the event also `end` `{old}`"
                        )));
                    }
                }
            }
        }
    }

    fn disagreements(&self, found: &mut Vec<Diagnostic>) {
        for (event, place) in self.timeline.events.iter().zip(&self.places.events) {
            let of_event = disputes::of_event(event);
            let own = |name: &str| (name == "date").then(|| place.date.clone());
            let what = format!("event `{}`", event.id);
            self.disagreeing(&event.cites, &place.cites, &of_event, &what, &own, found);
            for (change, at) in event.changes.iter().zip(&place.changes) {
                let own = |name: &str| match name {
                    "date" => Some(at.effective.as_ref().unwrap_or(&place.date).clone()),
                    name => at.values.get(name).cloned(),
                };
                let clause = &self.timeline.clauses[change.clause].id;
                let what = format!("`{clause}` in event `{}`", event.id);
                let names = disputes::of_change(event, change);
                if let (Some(cites), Some(places)) = (&change.cites, &at.cites) {
                    self.disagreeing(cites, places, &names, &what, &own, found);
                } else if names != of_event {
                    self.disagreeing(&event.cites, &place.cites, &names, &what, &own, found);
                }
            }
        }
    }

    /// Notes each citation that disagrees, and where the file itself says `own` under that name.
    fn disagreeing(
        &self,
        cites: &[Citation],
        places: &[Span],
        names: &[Vec<String>],
        what: &str,
        own: &dyn Fn(&str) -> Option<Span>,
        found: &mut Vec<Diagnostic>,
    ) {
        for ((cite, place), names) in cites.iter().zip(places).zip(names) {
            if names.is_empty() {
                continue;
            }
            let source = &self.timeline.sources[cite.source].id;
            let claim = |name: &String| {
                let claim = cite.claim(name).map(|value| value.to_string());
                format!("`{name}` is {}", ticked(&claim.unwrap_or_default()))
            };
            let claims = and_list(names.iter().map(claim));
            let message = format!("`{source}` disagrees on {what}: {claims}");
            let mut diagnostic =
                Diagnostic::new(Code::Disagreement, place.clone(), message, "claimed here");
            for span in names.iter().filter_map(|name| own(name)) {
                diagnostic = diagnostic.also(span, "the file's own statement");
            }
            let names = and_list(names.iter().map(|name| ticked(name)));
            found.push(diagnostic.help(format!(
                "nothing to do if the sources differ; if this is a slip, correct {names} here or there"
            )));
        }
    }
}

/// What a change finds set and could remove.
fn set_before<'a>(history: &'a History<'_>, at: ChangeRef) -> Vec<&'a str> {
    let clause = history.timeline.change(at).clause;
    let (Some(before), _) = history.around(at) else {
        return Vec::new();
    };
    let life = &history.lives[clause];
    let values = &life.versions[before].values;
    let mut set: Vec<&str> = life
        .terms(&life.versions[before])
        .map(|term| term.0)
        .collect();
    set.extend(values.through.map(|_| "through"));
    set.extend(values.until.map(|_| "until"));
    set
}

/// The most names that a message lists.
const MOST_NAMES: usize = 6;

/// Names as a list in words; of many only the first.
fn some_of(names: &[String]) -> String {
    if names.len() <= MOST_NAMES {
        return and_list(names);
    }
    let more = names.len() - MOST_NAMES;
    let shown = names[..MOST_NAMES].iter().cloned();
    and_list(shown.chain([format!("{more} more")]))
}

fn written(moment: &Moment) -> Bounds {
    moment.date.bounds()
}

/// Whether one last day is later than another; an open one is latest.
fn later(a: Option<crate::date::Day>, b: Option<crate::date::Day>) -> bool {
    match (a, b) {
        (None, Some(_)) => true,
        (Some(a), Some(b)) => a > b,
        (_, None) => false,
    }
}
