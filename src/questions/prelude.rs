//! The words of this room: what nearly every question names.

pub(super) use super::recorder::Recorder;
pub(super) use super::view::{Kind, Listed, Refusal, View};
pub(super) use super::{Question, formats, shapes};
pub(super) use crate::agreement::{Action, Status, Timeline};
pub(super) use crate::answer::block::{Block, Item, Line, Role};
pub(super) use crate::answer::rows::{Records, Rows, value, with};
pub(super) use crate::answer::story::{Sentence, Story};
pub(super) use crate::answer::{
    Answer, At, Context, Event, Format, Look, Refs, Report, Set, State, backing,
};
pub(super) use crate::date::{Bounds, Date, Day};
pub(super) use crate::phrases::dates::count;
pub(super) use crate::phrases::heading::head;
pub(super) use crate::phrases::sentences::resting;
pub(super) use crate::phrases::{self, ends, signs, values, who};
pub(super) use crate::text::words::{Count, and_list, ticked};
pub(super) use clap::Args;
pub(super) use indexmap::{IndexMap, IndexSet};
pub(super) use serde::Serialize;
pub(super) use serde_json::json;
