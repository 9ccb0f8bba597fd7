//! What a clause was believed to say.

use super::{Say, clocks, marks, values, who};
use crate::agreement::Status;
use crate::answer::beliefs::{Beliefs, Reading};
use crate::answer::block::{Line, Role};
use crate::answer::{Refs, names};

/// Before what a reading says, where it is not known whether the clause still stood.
pub(crate) fn doubt(reading: &Reading) -> &'static str {
    match reading.state.status {
        Status::Unclear => "unclear whether it still stands: ",
        _ => "",
    }
}

pub(crate) fn firm(Reading { state, .. }: &Reading, name: &str) -> String {
    clocks::marks(marks(state, name))
}

/// Its values, and whom it binds where another reading binds others.
pub(crate) fn values(refs: &Refs, body: &Beliefs, reading: &Reading, day: Say) -> String {
    let values = each(refs, body, reading, day).into_iter();
    let values = values.map(|(label, value)| format!("{label}: {value}"));
    values.collect::<Vec<_>>().join("; ")
}

pub(crate) fn each(
    refs: &Refs,
    body: &Beliefs,
    reading: &Reading,
    day: Say,
) -> Vec<(String, String)> {
    let state = &reading.state;
    let bound = body.readings.iter().map(|of| &of.state.parties);
    let parties = (!bound.is_sorted_by(|one, other| one == other)).then_some("parties");
    let values = names(&state.terms).chain(parties).filter_map(|name| {
        let value = values::written(refs, &state.id, name, &state.value(name)?, day);
        let (label, firm) = (values::label(refs, &state.id, name), firm(reading, name));
        let hangs = ["", " if nobody gives notice"][usize::from(name == "renews")];
        Some((label, value + hangs + &firm))
    });
    values.collect()
}

pub(crate) fn by(refs: &Refs, reading: &Reading, day: Say) -> Line {
    let event = reading.event.as_deref().unwrap_or_default();
    let date = refs.events.get(event).map(|event| day(event.date));
    let by = format!("{}  {}: ", date.unwrap_or_default(), refs.title_of(event));
    Line::of(Role::Faint, by).then(who::who(refs, &reading.cite, None))
}
