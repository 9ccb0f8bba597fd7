//! Where sources disagree: what a citation claims against what the file says. Knows nothing of files, formats or the
//! command line.

use std::collections::HashMap;

use super::model::{Change, Citation, Event};
use super::values::{Terms, Value};
use crate::date::Date;

/// What the file itself says, for citations to agree or disagree with.
struct Stated<'a> {
    date: Date,
    text: Option<&'a str>,
    terms: Option<&'a Terms>,
    through: Option<Date>,
    until: Option<&'a str>,
}

/// For each citation of an event, the names on which it disagrees with the file or, where the file is
/// silent, with another citation.
pub fn of_event(event: &Event) -> Vec<Vec<String>> {
    let stated = Stated {
        date: event.date,
        text: None,
        terms: None,
        through: None,
        until: None,
    };
    disagreements(&stated, &event.cites)
}

/// The same for the citations that support a change: its own, or its event's.
pub fn of_change(event: &Event, change: &Change) -> Vec<Vec<String>> {
    let date = if change.cites.is_some() {
        change.date(event)
    } else {
        event.date
    };
    let stated = Stated {
        date,
        text: change.text.as_deref(),
        terms: Some(&change.terms),
        through: change.through,
        until: change.until.as_deref(),
    };
    disagreements(&stated, change.cites(event))
}

/// Whether any citation of an event or of its changes disagrees.
pub fn disputed(event: &Event) -> bool {
    let disagrees = |names: Vec<Vec<String>>| names.iter().any(|names| !names.is_empty());
    let mut changes = event.changes.iter();
    disagrees(of_event(event)) || changes.any(|change| disagrees(of_change(event, change)))
}

fn disagreements(stated: &Stated<'_>, cites: &[Citation]) -> Vec<Vec<String>> {
    if cites.iter().all(|cite| cite.claims.is_none()) {
        return vec![Vec::new(); cites.len()];
    }
    let split = Split::of(cites);
    cites
        .iter()
        .map(|cite| against(stated, &split, cite))
        .collect()
}

/// On what the citations do not all claim the same. Each that claims it then disagrees with another.
struct Split<'a> {
    text: bool,
    through: bool,
    until: bool,
    terms: HashMap<&'a str, (&'a Value, bool)>,
}

impl<'a> Split<'a> {
    fn of(cites: &'a [Citation]) -> Self {
        let mut terms: HashMap<&str, (&Value, bool)> = HashMap::new();
        for (name, value) in cites
            .iter()
            .filter_map(Citation::terms)
            .flat_map(Terms::iter)
        {
            let (first, split) = terms.entry(name).or_insert((value, false));
            *split |= *first != value;
        }
        Self {
            text: differ(cites.iter().filter_map(|cite| cite.text())),
            through: differ(cites.iter().filter_map(Citation::through)),
            until: differ(cites.iter().filter_map(|cite| cite.until())),
            terms,
        }
    }
}

/// Whether some values are not all the same.
fn differ<T: PartialEq>(mut values: impl Iterator<Item = T>) -> bool {
    let first = values.next();
    values.any(|value| Some(value) != first)
}

fn against(stated: &Stated<'_>, split: &Split<'_>, cite: &Citation) -> Vec<String> {
    let mut names = Vec::new();
    let mut name = |name: &str, conflicts: bool| {
        if conflicts {
            names.push(name.to_owned());
        }
    };
    let date = cite.date().map(Date::bounds);
    name(
        "date",
        date.is_some_and(|date| !date.overlaps(stated.date.bounds())),
    );
    name("text", conflicts(cite.text(), stated.text, split.text));
    name(
        "through",
        conflicts(cite.through(), stated.through, split.through),
    );
    name("until", conflicts(cite.until(), stated.until, split.until));
    for (term, value) in cite.terms().into_iter().flat_map(Terms::iter) {
        let term = term.as_str();
        let file = stated.terms.and_then(|terms| terms.get(term));
        let split = split.terms.get(term).is_some_and(|(_, split)| *split);
        name(term, conflicts(Some(value), file, split));
    }
    names
}

/// Whether a claim is unequal to what the file says, or, where it says nothing, to another claim.
fn conflicts<T: PartialEq>(claim: Option<T>, file: Option<T>, split: bool) -> bool {
    let Some(claim) = claim else { return false };
    file.map_or(split, |file| claim != file)
}

impl Citation {
    /// What it claims under a name: `date`, `text`, `through`, `until` or a term's name.
    pub fn claim(&self, name: &str) -> Option<Value> {
        match name {
            "date" => self.date().map(|date| Value::Text(date.human())),
            "text" => self.text().map(|text| Value::Text(text.into())),
            "through" => self.through().map(|date| Value::Text(date.human())),
            "until" => self.until().map(|until| Value::Text(until.into())),
            term => self.terms()?.get(term).cloned(),
        }
    }
}
