//! Reports → text. One file per format; what several formats share is laid out once as blocks.

pub mod block;
pub mod csv;
pub mod diagnostics;
pub mod ics;
pub mod json;
mod layout;
mod list;
pub mod manual;
mod markdown;
pub mod narrative;
pub mod ndjson;
pub mod page;
mod phrase;
mod style;
pub mod svg;
mod table;

pub use layout::Laid;
pub use layout::calendar;

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
pub fn table<B: Laid>(report: &Report<B>, look: Look) -> String {
    table::render(B::blocks(report, look), look)
}

/// A report as one `field: value` a line, without drawings.
#[must_use]
pub fn list<B: Laid>(report: &Report<B>, look: Look) -> String {
    list::render(&B::blocks(report, look), look)
}

/// A report as Markdown with footnotes.
#[must_use]
pub fn markdown<B: Laid>(report: &Report<B>, look: Look) -> String {
    let look = Look {
        sources: false,
        ..look
    };
    markdown::render(report, &B::blocks(report, look))
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
