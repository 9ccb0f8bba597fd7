//! What events do, in sentences: when, who did it, and to how many clauses.

use indexmap::IndexSet;

use super::clocks::{known, marks};
use super::dates::{date, when};
use super::sentences::{bare, capital};
use crate::agreement::Action;
use crate::answer::{Event, Refs};
use crate::date::{Date, Day};
use crate::text::words::and_list;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Tense {
    Past,
    Future,
    Unconfirmed,
    /// It may have happened, or may still be to come.
    Open,
}

impl Tense {
    pub(crate) fn of(event: &Event) -> Self {
        match (event.planned, event.scheduled) {
            (true, false) => Self::Unconfirmed,
            (_, true) => Self::Future,
            _ if event.open => Self::Open,
            _ => Self::Past,
        }
    }

    pub(crate) fn on(is_planned: bool, [first, last]: [Option<Day>; 2], today: Day) -> Self {
        match (is_planned, last.is_some_and(|last| last < today)) {
            (true, true) => Self::Unconfirmed,
            (true, false) => Self::Future,
            _ if first.is_some_and(|first| first > today) => Self::Future,
            _ if last.is_some_and(|last| last > today) => Self::Open,
            _ => Self::Past,
        }
    }

    pub(super) fn is_past(self) -> bool {
        matches!(self, Self::Past | Self::Open)
    }
}

#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Deed {
    doers: String,
    action: Action,
    tense: Tense,
}

impl Deed {
    pub(crate) fn new(
        refs: &Refs,
        event: &str,
        (action, bound): (Action, &[String]),
        tense: Tense,
    ) -> Self {
        let doers = doers(refs, event, bound).into_iter();
        Self {
            doers: and_list(doers.filter(|_| action != Action::Unclear)),
            action,
            tense,
        }
    }

    /// Whether it left clauses unclear; how firm that is, each says itself.
    pub(crate) fn is_unclear(&self) -> bool {
        self.action == Action::Unclear && self.tense.is_past()
    }

    /// What was done to something: `Microsoft and OpenAI adopted two clauses`, `one clause is to be ended`.
    pub(crate) fn told(&self, what: &str, is_one: bool) -> String {
        let (who, done) = (&self.doers, self.action.past());
        let perhaps = ["", "perhaps "][usize::from(self.tense == Tense::Open)];
        let is_past = self.tense.is_past();
        let [is, was, s] = [["are", "were", ""], ["is", "was", "s"]][usize::from(is_one)];
        if self.is_unclear() {
            let what = if is_one { "this clause" } else { what };
            return format!("Whether {what} still stand{s} has {perhaps}been unclear since then");
        }
        let be = [is, was][usize::from(self.tense == Tense::Unconfirmed)];
        let unchanged = ["", " unchanged"][usize::from(self.action == Action::Keep)];
        let by = ["", " by "][usize::from(!who.is_empty())];
        match (self.action, by) {
            // What nobody ended came to its end by itself.
            (Action::End, "") if is_past => format!("{what} {perhaps}{done}"),
            (Action::End, "") => format!("{what} {be} to end"),
            _ if !is_past => format!("{what} {be} to be {done}{unchanged}{by}{who}"),
            (_, "") => format!("{what} {was} {perhaps}{done}{unchanged}"),
            _ => format!("{who} {perhaps}{done} {what}{unchanged}"),
        }
    }
}

/// Who takes part in an event, by name, of those that some clause binds before or after it: nobody, where that is one of
/// several, who has not done it alone. What takes effect is done by nobody then.
pub(super) fn doers(refs: &Refs, event: &str, bound: &[String]) -> IndexSet<String> {
    let found = refs.events.get(event);
    let found = found.filter(|_| refs.origin_of(event).is_none());
    let acting = found.map_or(&[][..], |event| &event.parties);
    let both = acting.iter().filter(|party| bound.contains(party));
    let is_one = acting.len() > 1 && both.clone().count() == 1;
    let names = both.filter_map(|party| refs.parties.get(party).cloned());
    names.filter(|_| !is_one).collect()
}

/// The head of an event's paragraph: `28 October 2025: OpenAI restructures`, with how firm it is and since when it is
/// known; of what takes effect later, by whom and when it was done.
pub(crate) fn head(refs: &Refs, event: &Event) -> String {
    let Some(of) = refs.origin_of(&event.id) else {
        return format!("{}: {}", day(refs, event), bare(&event.title));
    };
    let who = and_list(of.parties.iter().filter_map(|id| refs.parties.get(id)));
    let done = match &*who {
        _ if of.planned => format!("is planned for {}", date(of.date)),
        _ if of.report => format!("was reported {}", when(of.date)),
        "" => format!("was done {}", when(of.date)),
        who => format!("{who} did {}", when(of.date)),
    };
    let takes = match Tense::of(event) {
        Tense::Past => "took effect",
        Tense::Future => "takes effect",
        Tense::Unconfirmed => "was to take effect",
        Tense::Open => "may have taken effect",
    };
    let on = capital(&when(event.date)) + &doubts(refs, event, of.date);
    format!("{on}, what {done} {takes}: {}", bare(&of.title))
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
    day + &doubts(refs, event, event.date)
}

/// How firm an event is and since when it is known, behind its day: ` (reported, known since 31 July 2026)`.
/// The latter only where it is not some day that is told.
pub(crate) fn doubts(refs: &Refs, event: &Event, day: Date) -> String {
    let firm = super::firm_of(refs, &event.id, event.basis);
    let since = known(event.date, event.known()).filter(|_| event.known() != day);
    let perhaps = event.possibly.then_some("perhaps within these days");
    marks([firm, since.as_deref(), perhaps].into_iter().flatten())
}
