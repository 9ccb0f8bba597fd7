//! Where sources disagree: what a citation claims against what the file says.

use super::{Change, Citation, Event, Terms, Timeline, Value};
use crate::date::Date;

/// What the file itself says, for citations to agree or disagree with.
struct Said<'a> {
    date: Date,
    text: Option<&'a str>,
    terms: Option<&'a Terms>,
    through: Option<Date>,
    until: Option<&'a str>,
}

/// For each citation of an event, the names on which it disagrees with the file or, where the file is
/// silent, with another citation.
#[must_use]
pub fn of_event(event: &Event) -> Vec<Vec<String>> {
    let said = Said {
        date: event.date,
        text: None,
        terms: None,
        through: None,
        until: None,
    };
    disagreements(&said, &event.cites)
}

/// The same for the citations that support a change: its own, or its event's.
#[must_use]
pub fn of_change(event: &Event, change: &Change) -> Vec<Vec<String>> {
    let date = if change.cites.is_some() {
        change.date(event)
    } else {
        event.date
    };
    let said = Said {
        date,
        text: change.text.as_deref(),
        terms: Some(&change.terms),
        through: change.through,
        until: change.until.as_deref(),
    };
    disagreements(&said, change.cites(event))
}

/// Whether any citation of an event or of its changes disagrees.
#[must_use]
pub fn disputed(timeline: &Timeline, event: usize) -> bool {
    let event = &timeline.events[event];
    let any = |names: Vec<Vec<String>>| names.iter().any(|names| !names.is_empty());
    any(of_event(event))
        || event
            .changes
            .iter()
            .any(|change| any(of_change(event, change)))
}

fn disagreements(said: &Said<'_>, cites: &[Citation]) -> Vec<Vec<String>> {
    if cites.iter().all(Citation::claims_nothing) {
        return vec![Vec::new(); cites.len()];
    }
    cites
        .iter()
        .enumerate()
        .map(|(place, cite)| against(said, cites, place, cite))
        .collect()
}

fn against(said: &Said<'_>, cites: &[Citation], place: usize, cite: &Citation) -> Vec<String> {
    let others = || {
        cites
            .iter()
            .enumerate()
            .filter(move |(other, _)| *other != place)
            .map(|(_, other)| other)
    };
    let mut names = Vec::new();
    if cite
        .date
        .is_some_and(|date| !date.bounds().overlaps(said.date.bounds()))
    {
        names.push("date".to_owned());
    }
    if conflicts(
        cite.text.as_deref(),
        said.text,
        others().map(|other| other.text.as_deref()),
    ) {
        names.push("text".to_owned());
    }
    if conflicts(
        cite.through,
        said.through,
        others().map(|other| other.through),
    ) {
        names.push("through".to_owned());
    }
    if conflicts(
        cite.until.as_deref(),
        said.until,
        others().map(|other| other.until.as_deref()),
    ) {
        names.push("until".to_owned());
    }
    for (name, value) in cite.terms.iter().flatten() {
        let file = said.terms.and_then(|terms| terms.get(name));
        if conflicts(
            Some(value),
            file,
            others().map(|other| other.terms.as_ref().and_then(|t: &Terms| t.get(name))),
        ) {
            names.push(name.clone());
        }
    }
    names
}

/// Whether a claim is unequal to what the file says, or, where it says nothing, to another claim.
fn conflicts<T: PartialEq>(
    claim: Option<T>,
    file: Option<T>,
    mut others: impl Iterator<Item = Option<T>>,
) -> bool {
    let Some(claim) = claim else { return false };
    match file {
        Some(file) => claim != file,
        None => others.any(|other| other.is_some_and(|other| other != claim)),
    }
}

impl Citation {
    /// Whether it says nothing but that its source supports the file.
    #[must_use]
    pub fn claims_nothing(&self) -> bool {
        self.date.is_none()
            && self.text.is_none()
            && self.terms.is_none()
            && self.through.is_none()
            && self.until.is_none()
    }

    /// What it claims under a name: `date`, `text`, `through`, `until` or a term's name.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<Value> {
        match name {
            "date" => self.date.map(|date| Value::Text(date.human())),
            "text" => self.text.clone().map(Value::Text),
            "through" => self.through.map(|date| Value::Text(date.human())),
            "until" => self.until.clone().map(Value::Text),
            term => self
                .terms
                .as_ref()
                .and_then(|terms| terms.get(term))
                .cloned(),
        }
    }
}
