//! What `event` tells.

use super::{EventPage, Events};
use crate::answer::Context;
use crate::answer::story::Story;
use crate::phrases::sentences::bare;
use crate::phrases::stories::{self, event_sentences};
use crate::text::words::quote;

pub(super) fn story(context: &Context, body: &EventPage) -> Story {
    let mut told = Story::default();
    let refs = &context.refs;
    let text = format!("{} ({})", quote(&bare(&body.event.title)), body.event.id);
    told.section(Some(text), vec![event_sentences(refs, &body.event, None)]);
    told
}

pub(super) fn events(context: &Context, body: &Events) -> Story {
    let mut told = Story::default();
    stories::events(&mut told, &context.refs, &body.events);
    told
}
