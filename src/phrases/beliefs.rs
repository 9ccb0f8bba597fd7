//! What a clause was believed to say.

use super::{dates, values, who};
use crate::answer::beliefs::{Beliefs, Reading};
use crate::answer::{Refs, names};

/// The values of a reading, all or those that are not as in the one before it, and those that are gone.
pub(crate) fn news(refs: &Refs, body: &Beliefs, reading: &Reading, all: bool) -> String {
    let (state, before) = (
        &reading.state,
        body.before(reading).map(|before| &before.state),
    );
    let is_new =
        |name: &&str| all || before.is_none_or(|before| before.value(name) != state.value(name));
    let given = names(&state.terms).filter(is_new).filter_map(|name| {
        let value = values::written(refs, &state.id, name, &state.value(name)?);
        Some(format!("{}: {value}", values::label(refs, &state.id, name)))
    });
    let mut told: Vec<String> = given.collect();
    let gone = before.into_iter().flat_map(|before| {
        let gone = names(&before.terms)
            .filter(|name| before.value(name).is_some() && state.value(name).is_none());
        gone.map(|name| format!("no {}", values::label(refs, &state.id, name)))
    });
    told.extend(gone);
    told.join("; ")
}

pub(crate) fn by(refs: &Refs, reading: &Reading) -> String {
    let event = reading.event.as_deref().unwrap_or_default();
    let day = refs.events.get(event).map(|event| dates::date(event.date));
    let (day, title) = (day.unwrap_or_default(), refs.title_of(event));
    format!(
        "{day}, {title}: {}",
        who::who(refs, &reading.cite, None).text()
    )
}
