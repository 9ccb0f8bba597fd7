//! What a clause was believed to say.

use super::{dates, values, who};
use crate::answer::beliefs::Reading;
use crate::answer::{Refs, names};

/// The values of a reading.
pub(crate) fn values(refs: &Refs, Reading { state, .. }: &Reading) -> String {
    let values = names(&state.terms).filter_map(|name| {
        let value = values::written(refs, &state.id, name, &state.value(name)?);
        Some(format!("{}: {value}", values::label(refs, &state.id, name)))
    });
    values.collect::<Vec<_>>().join("; ")
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
