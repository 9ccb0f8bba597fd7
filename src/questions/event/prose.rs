//! What `event` tells.

use super::{EventPage, Events};
use crate::answer::Context;
use crate::answer::story::Story;
use crate::phrases::stories::{self, event_sentences};

pub(super) fn story(context: &Context, body: &EventPage) -> Story {
    let mut told = Story::default();
    told.paragraph(event_sentences(&context.refs, &body.event));
    told
}

pub(super) fn events(context: &Context, body: &Events) -> Story {
    let mut told = Story::default();
    stories::events(&mut told, &context.refs, &body.events);
    told
}
