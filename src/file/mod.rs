//! TOML text → timeline: reading, checking, and saying what is wrong and where.
//!
//! Reading never just fails: it gives what could be read and every problem found. Nothing here
//! prints; a diagnostic is data.

pub(crate) mod actions;
pub mod agree;
mod blocks;
mod checks;
pub mod code;
pub mod diagnostic;
pub mod explain;
pub(crate) mod keys;
mod lower;
pub(crate) mod names;
mod places;
mod prelude;
pub mod reference;
pub mod schema;
pub mod source;
mod syntax;

use std::borrow::Cow;
use std::mem;
use std::ops::Range;
use std::path::Path;

use crate::agreement::history::History;
pub use code::{Code, Severity};
use diagnostic::Findings;
pub use diagnostic::{Diagnostic, Label};
pub use source::{Place, Source};

/// A stretch of the text, in bytes.
pub type Span = Range<usize>;

#[derive(Debug, Default)]
pub struct Reading {
    /// The text, for excerpts; empty where nothing is to be said of it.
    pub source: Source,
    /// The timeline as far as it could be read, whole where there is no error, and what follows from it.
    pub history: History,
    /// Everything found wrong, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// By severity, how many were found beyond those: of each kind the first thousand are told.
    pub more: [usize; 3],
    /// Whose changes were not checked against each other, since an error stands in between.
    pub unchecked: Option<String>,
    /// Whether the agreement has its id from the file's name.
    pub is_unnamed: bool,
}

impl Reading {
    pub fn count(&self, severity: Severity) -> usize {
        let found = self.diagnostics.iter();
        let found = found.filter(|d| d.code.severity() == severity).count();
        found + self.more[severity as usize]
    }

    /// Whether any command may answer from it.
    pub fn is_sound(&self) -> bool {
        self.count(Severity::Error) == 0
    }
}

/// Reads and checks a file of format 1. `path` is only used to name it.
///
/// Warnings and notes need passes of their own; `thorough` asks for them. Errors are always found.
pub fn read(path: &str, bytes: impl Into<Cow<'static, [u8]>>, thorough: bool) -> Reading {
    let (source, fault) = Source::new(path, bytes.into());
    let mut reading = Reading {
        source,
        ..Reading::default()
    };
    let faults = fault.map_or(Ok(()), |fault| Err(vec![fault]));
    match faults.and_then(|()| lower::lower(&reading.source, thorough)) {
        Err(faults) => reading.diagnostics = faults,
        Ok(mut lowered) => {
            reading.history = History::of(mem::take(&mut lowered.timeline));
            reading.unchecked = lowered.places.unchecked(&reading.history.timeline);
            let mut found = mem::take(&mut lowered.findings);
            checks::all(&reading.history, &lowered, &mut found);
            reading.more = found.more();
            reading.diagnostics = found.list;
        }
    }
    let id = &mut reading.history.timeline.id;
    reading.is_unnamed = id.is_empty();
    if reading.is_unnamed {
        let stem = Path::new(path).file_stem().unwrap_or_default();
        *id = stem.to_string_lossy().into_owned();
    }
    reading.diagnostics.sort_by_key(Diagnostic::order);
    // Where everything is asked, files are compared once all are read.
    if reading.diagnostics.is_empty() && !thorough {
        reading.source = Source::named(path);
    }
    reading
}
