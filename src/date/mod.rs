//! Days and date expressions: reading, bounds, order, and what to write instead. It knows nothing of timelines.
#![doc = include_str!("../shell/topics/dates.md")]

mod day;
mod expression;
mod hints;
mod span;

pub use day::Day;
pub use expression::{Bounds, Date, DateError, MONTHS, Mark, Period};
pub(crate) use hints::{explain, in_words, said};
pub use span::{LENGTHS, Span};

use serde::{Serialize, Serializer};

macro_rules! serialize_as_written {
    ($($name:ty),+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )+};
}

serialize_as_written!(Day, Date, Span);
