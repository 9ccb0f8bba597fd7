//! The words of this room: what nearly every file of it names.

pub(super) use super::blocks::{Entry, Item, Table};
pub(super) use super::keys::{CHANGE, Key, Shape, TIMELINE, Takes};
pub(super) use super::names::{NOT_AN_ID, is_id, slug};
pub(super) use super::{Code, Diagnostic, Findings, Severity, Source, Span};
pub(super) use crate::agreement::{Action, Basis, ChangeRef, Kind, Status, Timeline, Value};
pub(super) use crate::agreement::{Ids, Terms, Wording, history::History, is_term, order::Moment};
pub(super) use crate::date::{Date, Day};
pub(super) use crate::text::words::{Count, and_list, and_some, nearest, ticked, ticked_or};
pub(super) use std::collections::{BTreeMap, BTreeSet, HashSet};
pub(super) use toml::Spanned;
pub(super) use toml::de::{DeTable, DeValue};
