//! Places in a text.

use std::ops::Range;

/// A stretch of the text, in bytes.
pub type Span = Range<usize>;
