//! Days and date expressions: reading, bounds, order, and what to write instead of what is none.
//! It knows nothing of timelines.
#![doc = include_str!("../shell/topics/dates.md")]

mod day;
mod expression;
mod hints;
mod span;

pub use day::Day;
pub use expression::{Bounds, Date, DateError, MONTHS, Mark, Period};
pub(crate) use hints::{explain, in_words};
pub use span::{LENGTHS, Span};
