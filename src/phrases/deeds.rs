//! What events do, in sentences: when, who did it, and to how many clauses.

use indexmap::IndexSet;

use super::clocks::{known, marks};
use super::dates::{count, date};
use super::sentences::{bare, capital, told_basis};
use crate::agreement::suppose::is_supposed;
use crate::agreement::{Action, EntryId};
use crate::answer::{Event, Refs};
use crate::text::words::and_list;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Future,
    Unconfirmed,
    /// It may have happened, or may still be to come.
    Open,
    /// What was agreed before takes effect, or took it.
    Takes,
    Took,
}

impl Tense {
    pub(crate) fn of(event: &Event) -> Self {
        let is_effect = matches!(EntryId::parse(&event.id), EntryId::Effect(..));
        let is_agreed = !event.planned && is_effect;
        match (event.planned, event.scheduled) {
            (true, false) => Self::Unconfirmed,
            (_, true) if is_agreed => Self::Takes,
            (_, true) => Self::Future,
            _ if event.open => Self::Open,
            _ if is_agreed => Self::Took,
            _ => Self::Past,
        }
    }

    pub(super) fn is_past(self) -> bool {
        matches!(self, Self::Past | Self::Open | Self::Took)
    }
}

/// Who takes part in an event, by name, of those that some clause binds before or after it: nobody, where that is one of
/// several, who has not done it alone; what a report only made known was done by all of these, unless it ended the clause.
pub(crate) fn doers(refs: &Refs, event: &str, (action, bound): (Action, &[String])) -> Vec<String> {
    let found = refs.events.get(event);
    let is_told = found.is_some_and(|event| event.report && event.parties.is_empty());
    let acting = match found {
        _ if is_told && action != Action::End => bound,
        found => found.map_or(&[][..], |event| &event.parties),
    };
    let both = acting.iter().filter(|party| bound.contains(party));
    let is_one = acting.len() > 1 && both.clone().count() == 1;
    let names = both.filter_map(|party| refs.parties.get(party).cloned());
    let names: IndexSet<String> = names.filter(|_| !is_one).collect();
    names.into_iter().collect()
}

/// What somebody did to something: `Microsoft and OpenAI adopted two clauses`, `one clause was to be ended`.
pub(crate) fn deed(doers: &[String], action: Action, tense: Tense, number: usize) -> String {
    let one = number == 1;
    let tail = match (action, one) {
        (Action::Keep, true) => " as it was",
        (Action::Keep, false) => " as they were",
        _ => "",
    };
    let (what, done, base) = (count(number, "clause"), action.past(), action.word());
    let [one_does, many_do, did] = match action {
        Action::Adopt => ["begins", "begin", "began"],
        Action::End => ["ends", "end", "ended"],
        Action::Keep => ["goes on", "go on", "went on"],
        _ => ["changes", "change", "changed"],
    };
    let is_ahead = usize::from(tense == Tense::Future);
    let be = |one: bool| [["were", "are"], ["was", "is"]][usize::from(one)][is_ahead];
    let perhaps = ["", "perhaps "][usize::from(tense == Tense::Open)];
    let who = and_list(doers);
    match (doers.len(), tense) {
        (_, Tense::Takes) => format!("{what} {}", if one { one_does } else { many_do }),
        (_, Tense::Took) => format!("{what} {did}"),
        (0, Tense::Past | Tense::Open) if action == Action::End => {
            format!("{what} {perhaps}{done}")
        }
        (0, Tense::Past | Tense::Open) => format!("{what} {} {perhaps}{done}{tail}", be(one)),
        (0, _) => format!("{what} {} to be {done}{tail}", be(one)),
        (_, Tense::Past | Tense::Open) => format!("{who} {perhaps}{done} {what}{tail}"),
        (n, _) => format!("{who} {} to {base} {what}{tail}", be(n == 1)),
    }
}

/// The head of an event's paragraph: `28 October 2025: OpenAI restructures`, with how firm it is and since when it is
/// known.
pub(crate) fn head(refs: &Refs, event: &Event) -> String {
    let title = titled(refs, &event.id, &event.title);
    headed(refs, &day(refs, event), (&event.id, &title))
}

/// Its day alone: `Planned for June 2027 (inferred)`.
pub(crate) fn day(refs: &Refs, event: &Event) -> String {
    let (tense, day) = (Tense::of(event), date(event.date));
    let day = match tense {
        _ if refs.supposes(&event.id) || tense.is_past() => capital(&day),
        Tense::Unconfirmed => format!("Planned for {day}, not confirmed"),
        _ if event.planned => format!("Planned for {day}"),
        _ => format!("Scheduled for {day}"),
    };
    day + &doubts(refs, event)
}

/// How firm an event is and since when it is known, behind its day: ` (reported, known since 31 July 2026)`.
pub(crate) fn doubts(refs: &Refs, event: &Event) -> String {
    let origin = refs.origin_of(&event.id);
    let is_told = origin.is_some_and(|of| of.date == event.known());
    let since = known(event.date, event.known()).filter(|_| !is_told);
    // What an effect changes says itself how firm that is.
    let firm = super::basis(told_basis(&event.id, event.basis)).filter(|_| origin.is_none());
    let perhaps = event.possibly.then_some("perhaps within these days");
    marks([firm, since.as_deref(), perhaps].into_iter().flatten())
}

/// With what the title of an effect begins that comes on a day of its own.
pub(crate) const TAKES_EFFECT: &str = "Takes effect: ";

/// An event's title behind its own day, also where what it did takes effect on another.
pub(crate) fn headed(refs: &Refs, day: &str, (id, title): (&str, &str)) -> String {
    match refs.origin_of(id).zip(title.strip_prefix(TAKES_EFFECT)) {
        Some((of, title)) => format!("{day}, by an event of {}: {title}", date(of.date)),
        None => format!("{day}: {title}"),
    }
}

/// An event's title behind its day; what is only supposed says so.
pub(crate) fn titled(refs: &Refs, id: &str, title: &str) -> String {
    let title = bare(title);
    match title.strip_prefix("Supposing that ") {
        Some(what) if is_supposed(id) => format!("It is supposed that {what}"),
        _ if refs.supposes_plan(id) => title + ", as supposed",
        _ => title,
    }
}
