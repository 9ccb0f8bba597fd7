//! Where sources disagree: what a citation claims against what the file says.

use std::collections::HashMap;

use super::{Change, Citation, Event, Given};
use crate::date::Date;

/// For each citation of an event, the names on which it disagrees with the file or, if that is silent, with another.
pub fn of_event(event: &Event) -> Vec<Vec<String>> {
    disagreements(event.date, None, &event.cites)
}

/// The same for the citations that support a change: its own, or its event's.
pub fn of_change(event: &Event, change: &Change) -> Vec<Vec<String>> {
    let mut found = disagreements(change.date(event), Some(change), change.cites(event));
    // Those of the event date that, and not what takes effect on a day of its own.
    let is_apart = change.cites.is_none() && change.effective.is_some();
    for names in found.iter_mut().filter(|_| is_apart) {
        names.retain(|name| name != "date");
    }
    found
}

pub fn disputed(event: &Event) -> bool {
    let disagrees = |names: Vec<Vec<String>>| names.iter().any(|names| !names.is_empty());
    let mut changes = event.changes.iter();
    disagrees(of_event(event)) || changes.any(|change| disagrees(of_change(event, change)))
}

fn disagreements(date: Date, change: Option<&Change>, cites: &[Citation]) -> Vec<Vec<String>> {
    // What the first citation claims under each name, and whether another claims otherwise.
    let mut claims: HashMap<&str, (Given<'_>, bool)> = HashMap::new();
    for (name, claim) in cites.iter().flat_map(Citation::claimed) {
        let (first, split) = claims.entry(name).or_insert((claim, false));
        *split |= *first != claim;
    }
    let disagrees = |(name, claim): &(&str, Given<'_>)| match claim {
        Given::Date(claimed) if *name == "date" => !claimed.bounds().overlaps(date.bounds()),
        _ => match change.and_then(|change| change.given(name)) {
            Some(file) => file != *claim,
            None => claims[name].1,
        },
    };
    let names = |cite: &Citation| {
        let disagreeing = cite.claimed().filter(disagrees);
        disagreeing.map(|(name, _)| name.to_owned()).collect()
    };
    cites.iter().map(names).collect()
}
