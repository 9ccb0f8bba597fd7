//! What a clause was believed to say.

use super::{Say, dates, marks, sentences, values, who};
use crate::agreement::Status;
use crate::answer::beliefs::Reading;
use crate::answer::{Refs, names};

/// Before what a reading says, where it is not known whether the clause still stood.
pub(crate) fn doubt(reading: &Reading) -> &'static str {
    match reading.status {
        Status::Unclear => "unclear whether it still stands: ",
        _ => "",
    }
}

/// How firm a value of a reading is, in parentheses.
pub(crate) fn firm(Reading { state, .. }: &Reading, name: &str) -> String {
    sentences::marks(marks(state, name))
}

/// The values of a reading, each with how firm it is.
pub(crate) fn values(refs: &Refs, reading: &Reading, day: Say) -> String {
    let state = &reading.state;
    let values = names(&state.terms).filter_map(|name| {
        let value = values::written(refs, &state.id, name, &state.value(name)?, day);
        let (label, firm) = (values::label(refs, &state.id, name), firm(reading, name));
        Some(format!("{label}: {value}{firm}"))
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
