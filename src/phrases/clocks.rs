//! Two clocks: the day from which something applies, and the day on which it became known.

use std::fmt::Display;

use super::Say;
use super::dates::{date, from, when};
use crate::agreement::{Basis, ChangeKind};
use crate::answer::{Origin, Set};
use crate::date::Date;
use crate::text::words::parted;

/// Some days and doubts behind a name, in parentheses: ` (reported, known since 11 May 2026)`.
pub(crate) fn marks<T: Display>(of: impl IntoIterator<Item = T>) -> String {
    parted(of, ", ").map_or_else(String::new, |marks| format!(" ({marks})"))
}

pub(crate) fn since(known: Date, day: Say) -> String {
    format!("known since {}", day(known))
}

/// Since when something is known, where that is not the day on which it applies.
pub(crate) fn known(applies: Date, known: Date) -> Option<String> {
    (applies != known).then(|| since(known, date))
}

/// How firm something is and, where that is not the day on which it applies, since when it is known.
pub(crate) fn doubts((applies, known, basis): (Date, Date, Basis), day: Say) -> Vec<String> {
    let since = (applies != known).then(|| since(known, day));
    let firm = super::basis(basis).map(str::to_owned);
    firm.into_iter().chain(since).collect()
}

/// When something was done or learned, and since when a deed is known that was known only later: `2021, known since
/// 2023-01-24`.
pub(crate) fn days(of: &Origin, [on, day]: [Say; 2]) -> String {
    match of.known_apart() {
        from if of.kind == ChangeKind::Learned => {
            let from = from.map(|_| format!(", from {}", day(of.date)));
            format!("learned {}{}", on(of.known), from.unwrap_or_default())
        }
        Some(known) if of.is_late() => {
            format!("{}, {}", on(of.date), since(known, day))
        }
        _ => on(of.date),
    }
}

/// How firm an earlier value is and, where it was only learned, since when it is known and from when it applied, unless the
/// event under which it is told did it: `, as reported on 6 May 2025, from 21 January 2025`.
pub(crate) fn provenance(set: &Set, event: &str) -> String {
    let is_apart = set.kind == ChangeKind::Learned || set.is_told() && set.event != event;
    let is_due = is_apart && set.date != set.known;
    let days = is_due.then(|| format!(" {}, {}", when(set.known), from(set.date)));
    let said = match set.basis {
        Basis::Stated if days.is_none() => return String::new(),
        Basis::Stated => "became known",
        Basis::Reported => "reported",
        Basis::Inferred => "inferred",
    };
    format!(", as {said}{}", days.unwrap_or_default())
}
