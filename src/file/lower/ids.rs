//! What is declared by an id, and what an id names.

use indexmap::map::Entry;

use super::{At, Lowering};
use crate::agreement::ById;
use crate::file::prelude::*;

const MOST_SEARCHES: usize = 100;

/// The ids of the file, also those of things that could not be read.
#[derive(Default)]
pub(super) struct Declared {
    /// By kind and id, the place of its declaration.
    by_kind: [ById; 4],
    claims: [Vec<Declaration>; 4],
    /// By kind and place, whether anything names the thing, also what could not be read.
    pub(super) named: [Vec<bool>; 4],
    /// The kinds of which not every table could be found.
    pub(super) lost: HashSet<Kind>,
    /// Whether tables of one thing stand in several blocks, so that only the whole file can be read.
    pub(super) scattered: bool,
    /// How often a near id has been looked for.
    searches: usize,
}

pub(super) struct Declaration {
    pub(super) span: Span,
    pub(super) rank: Rank,
    /// The thing's place in its list, if it could be read.
    pub(super) place: Option<usize>,
}

/// How an id is a thing's; the later outranks the earlier.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(super) enum Rank {
    /// It is no id of the file, but the one that a wrong id should be.
    Guess,
    Earlier,
    Own,
}

impl Kind {
    fn unknown(self) -> Code {
        use Code::{UnknownClause, UnknownEvent, UnknownParty, UnknownSource};
        [UnknownClause, UnknownParty, UnknownEvent, UnknownSource][self as usize]
    }
}

impl Declared {
    fn first(&self, kind: Kind, id: &str) -> Option<&Declaration> {
        let declaration = *self.by_kind[kind as usize].get(id)?;
        Some(&self.claims[kind as usize][declaration])
    }

    /// The ids of a kind, each with its declaration.
    fn all(&self, kind: Kind) -> impl Iterator<Item = (&str, &Declaration)> {
        let declared = &self.claims[kind as usize];
        let ids = self.by_kind[kind as usize].iter();
        ids.map(|(id, declaration)| (&**id, &declared[*declaration]))
    }

    fn put(&mut self, kind: Kind, id: &str, claim: Declaration) {
        let declared = &mut self.claims[kind as usize];
        match self.by_kind[kind as usize].entry(id.into()) {
            Entry::Occupied(known) => declared[*known.get()] = claim,
            Entry::Vacant(free) => {
                free.insert(declared.len());
                declared.push(claim);
            }
        }
    }

    /// Takes in an id beside those that are claimed.
    pub(super) fn known(&mut self, kind: Kind, id: &str, known: Declaration) {
        if self.first(kind, id).is_none() {
            self.put(kind, id, known);
        }
    }

    /// Warns of what is named nowhere; of parties once there is something that could name them.
    pub(super) fn unused(&self, found: &mut Findings) {
        let [clauses, _, events, _] = &self.by_kind;
        let to_party = "name it under `parties` of a clause or event";
        let to_clause = "add a change that adopts it";
        for (kind, code, uses, help) in [
            (Kind::Party, Code::UnusedParty, "names", to_party),
            (Kind::Source, Code::UnusedSource, "cites", "cite it"),
            (Kind::Clause, Code::UnusedClause, "changes", to_clause),
        ] {
            if code == Code::UnusedParty && clauses.is_empty() && events.is_empty() {
                continue;
            }
            let (noun, named) = (kind.word(), &self.named[kind as usize]);
            let is_unused = |at: &Declaration| {
                at.rank == Rank::Own && at.place.is_some_and(|place| !named[place])
            };
            for (id, at) in self.all(kind).filter(|(_, at)| is_unused(at)) {
                let help = format!("{help}, or remove it");
                let message = format!("nothing {uses} {noun} `{id}`");
                found.push(Diagnostic::new(code, at.span.clone(), message, "unused").help(help));
            }
        }
    }

    pub(super) fn places(self) -> Ids {
        let mut by_kind = self.by_kind;
        for (ids, declared) in by_kind.iter_mut().zip(self.claims) {
            ids.retain(|_, at| {
                let place = declared[*at].place;
                *at = place.unwrap_or(*at);
                place.is_some()
            });
        }
        let [clauses, parties, events, sources] = by_kind;
        Ids {
            parties,
            sources,
            clauses,
            events,
        }
    }
}

impl Lowering<'_> {
    /// Takes an id and its earlier ones into the index; gives the first of the earlier ones. Without a `place`
    /// the thing could not be read, and the ids are only known.
    pub(super) fn declare(
        &mut self,
        kind: Kind,
        id: At<&str>,
        table: &Table<'_>,
        place: Option<usize>,
    ) -> Option<Box<str>> {
        self.claim(kind, id, Rank::Own, place);
        let was = self.texts(table, "was");
        let earliest = was.first().map(|(old, _)| Box::from(*old));
        for old in was {
            self.claim(kind, old, Rank::Earlier, place);
        }
        earliest
    }

    fn claim(&mut self, kind: Kind, (id, span): At<&str>, rank: Rank, place: Option<usize>) {
        if let Some(diagnostic) = bad_id(kind.shape(), id, span.clone()) {
            self.report(diagnostic);
            if let Some(meant) = slug(id).filter(|meant| meant != id) {
                let (span, rank) = (span.clone(), Rank::Guess);
                let guess = Declaration { span, rank, place };
                self.ids.known(kind, &meant, guess);
            }
        }
        let first = self.ids.first(kind, id);
        let first = first.filter(|first| first.rank > Rank::Guess);
        let place = place.or(first.and_then(|first| first.place));
        let claim = Declaration { span, rank, place };
        if let Some(first) = first {
            let outranks = rank > first.rank;
            // In one block no heading stands twice.
            let is_scattered = kind != Kind::Event && rank == Rank::Own && !outranks;
            self.report(duplicate(kind, id, &claim, first));
            self.ids.scattered |= is_scattered;
            if !outranks {
                return;
            }
        }
        self.ids.put(kind, id, claim);
    }

    pub(super) fn reference(&mut self, table: &Table<'_>, key: &str, kind: Kind) -> Option<usize> {
        let id = self.text(table, key)?;
        self.resolve(kind, id)
    }

    /// The things that a list of ids names.
    pub(super) fn refs(&mut self, table: &Table<'_>, key: &str, kind: Kind) -> Vec<usize> {
        let names = self.texts(table, key).into_iter();
        names.filter_map(|id| self.resolve(kind, id)).collect()
    }

    /// The place of what an id names, which then counts as used.
    pub(super) fn resolve(&mut self, kind: Kind, id: At<&str>) -> Option<usize> {
        let place = self.look_up(kind, id)?;
        self.mention(kind, place);
        Some(place)
    }

    fn mention(&mut self, kind: Kind, place: usize) {
        if let Some(is_named) = self.ids.named[kind as usize].get_mut(place) {
            *is_named = true;
        }
    }

    pub(super) fn look_up(&mut self, kind: Kind, (id, span): At<&str>) -> Option<usize> {
        match self.ids.first(kind, id) {
            Some(declared) => declared.place,
            None => self.unknown(kind, id, span),
        }
    }

    /// Reports an id that names nothing. What was most likely meant counts as named.
    fn unknown(&mut self, kind: Kind, id: &str, span: Span) -> Option<usize> {
        if self.ids.lost.contains(&kind) {
            return None;
        }
        let noun = kind.word();
        let near = self.near(kind, id);
        let help = match &near {
            Some((near, _)) => format!("there is {} `{near}`", kind.shape().one),
            None if kind == Kind::Event => "write the `id` of an event".to_owned(),
            None => match slug(id).filter(|id| Date::read(id).is_none()) {
                Some(id) => format!("add a table for it, headed `[{noun}.{id}]`"),
                None => format!("write the id of a {noun}, as it stands in `[{noun}.some-id]`"),
            },
        };
        let (message, label) = (format!("there is no {noun} `{id}`"), "not in this file");
        let unknown = Diagnostic::new(kind.unknown(), span, message, label).help(help);
        let Some((_, place)) = near else {
            return self.refuse(unknown);
        };
        self.mention(kind, place);
        if kind == Kind::Clause {
            self.places.unordered.insert(place);
        }
        self.refuse(unknown)
    }

    fn near(&mut self, kind: Kind, id: &str) -> Option<(String, usize)> {
        self.ids.searches += 1;
        if self.ids.searches > MOST_SEARCHES {
            return None;
        }
        let read = self.ids.all(kind);
        let read = read.filter(|(id, at)| is_id(id) && at.place.is_some());
        let mut parties = self.timeline.parties.iter();
        let named = parties.find(|party| kind == Kind::Party && party.name == id);
        let named = named.map(|party| party.id.as_str());
        let near = named.or_else(|| nearest(id, read.map(|(id, _)| id)))?;
        Some((near.to_owned(), self.ids.first(kind, near)?.place?))
    }
}

pub(super) fn bad_id(of: &Shape, id: &str, span: Span) -> Option<Diagnostic> {
    let is_date = id.starts_with(|c: char| c.is_ascii_digit()) && Date::read(id).is_some();
    let (label, help) = if is_id(id) {
        let label = match id {
            "today" => "it would be read as today's date",
            _ if is_date || Day::MAX.meant_by(id).is_some() => "it would be read as a date",
            _ => return None,
        };
        (label, format!("add a word, as in `{}-{id}`", of.name))
    } else {
        let rule = "an id is lower-case words joined by hyphens, as in `ip-license`";
        let write = |slug| format!("write `{slug}`, here and wherever it is named");
        (NOT_AN_ID, slug(id).map_or_else(|| rule.to_owned(), write))
    };
    let message = format!("{} cannot have the id `{id}`", of.one);
    Some(Diagnostic::new(Code::BadId, span, message, label).help(help))
}

fn duplicate(kind: Kind, id: &str, claim: &Declaration, first: &Declaration) -> Diagnostic {
    let help = match (claim.rank, first.rank) {
        (Rank::Own, Rank::Own) => "give one of them another id",
        _ => "give one of them another id, or remove the earlier id from `was`",
    };
    let things = Count(2, kind.word()).noun();
    let message = format!("two {things} have the id `{id}`");
    let span = claim.span.clone();
    Diagnostic::new(Code::DuplicateId, span, message, "used again here")
        .also(first.span.clone(), "first used here")
        .help(help)
}
