//! The words of this room: what nearly every question names.

pub(super) use super::recorder::Recorder;
pub(super) use super::view::{Kind, Listed, Refusal, View};
pub(super) use super::{Question, formats, shapes};
pub(super) use crate::agreement::compare::{How, Side};
pub(super) use crate::agreement::history::History;
pub(super) use crate::agreement::steps::{Expiry, Happening, Instant};
pub(super) use crate::agreement::{
    Action, Basis, ChangeKind, ChangeRef, EntryId, Status, Timeline, Value, Wording, lanes,
};
pub(super) use crate::answer::block::{Block, Cells, Grid, Item, Line, Mark, Paper, Role};
pub(super) use crate::answer::calendar::{Calendar, CalendarArgs};
pub(super) use crate::answer::rows::{Records, Rows, value, with};
pub(super) use crate::answer::story::{Sentence, Story};
pub(super) use crate::answer::{
    Answer, At, Cite, Context, Diff, DoneBy, Event, Format, Look, Origin, Refs, Report, Set, State,
    Stood, Undecided, ValueDiff, Working, backing, is_disputed,
};
pub(super) use crate::date::{Bounds, Date, Day};
pub(super) use crate::phrases::clocks::{known, marks};
pub(super) use crate::phrases::dates::{count, date, day, when};
pub(super) use crate::phrases::sentences::{bare, capital, resting};
pub(super) use crate::phrases::{self, calendar, clocks, ends, signs, values, who};
pub(super) use crate::text::words::{Count, and_list, parted, quote, ranked, some_list, ticked};
pub(super) use crate::text::wrap::columns;
pub(super) use clap::Args;
pub(super) use indexmap::{IndexMap, IndexSet};
pub(super) use serde::{Serialize, Serializer};
pub(super) use serde_json::{Map, json};
pub(super) use std::collections::{BTreeMap, BTreeSet, HashSet};
pub(super) use std::sync::Arc;
