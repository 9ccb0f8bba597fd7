//! Reports → text. One file per format; what several formats share is laid out once as blocks.

pub mod block;
pub mod diagnostics;
pub mod json;
mod layout;
pub mod narrative;
mod phrase;
mod style;
mod table;

use crate::report::Report;

/// How a text is to be laid out.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The most columns of a line; `None` is as wide as it gets.
    pub width: Option<usize>,
    /// Whether colours may be used.
    pub color: bool,
    /// Whether only ASCII may be used for what the program draws.
    pub ascii: bool,
    /// Whether the full list of sources follows.
    pub sources: bool,
}

/// A report as tables.
#[must_use]
pub fn table(report: &Report, look: Look) -> String {
    table::render(&layout::blocks(report, look), look)
}

/// A report as prose with numbered sources.
#[must_use]
pub fn narrative(report: &Report, look: Look) -> String {
    narrative::render(report, look)
}

/// A report as JSON.
#[must_use]
pub fn json(report: &Report) -> String {
    json::render(report)
}
