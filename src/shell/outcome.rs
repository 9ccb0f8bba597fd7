//! What a command comes to: an outcome with its exit code, or a failure.

use super::input::Unreadable;
use super::output::Unwritable;
use crate::file::Reading;
use crate::questions::view::Refusal;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, also when nothing matched.
    Done = 0,
    /// A "no": errors found, or a difference.
    No = 1,
    /// The command line is wrong.
    Usage = 2,
    /// A file is missing, unreadable or has errors.
    File = 3,
    /// The output could not be written.
    Output = 4,
}

/// What a command prints, and how the program ends.
pub(crate) struct Outcome {
    pub(crate) out: String,
    pub(crate) notes: Vec<String>,
    pub(crate) exit: Exit,
}

impl Outcome {
    pub(crate) fn of(out: String) -> Self {
        Self {
            out,
            notes: Vec::new(),
            exit: Exit::Done,
        }
    }
}

/// Why there is no outcome.
pub(crate) enum Failure {
    Usage(Refusal),
    Unreadable(Unreadable),
    Unsound(Box<Reading>),
    /// What was to be added would make the file unsound.
    Unfit(Box<Reading>),
    Unwritable(Unwritable),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Usage(refusal)
    }
}

impl From<Unwritable> for Failure {
    fn from(unwritable: Unwritable) -> Self {
        Self::Unwritable(unwritable)
    }
}

impl From<Unreadable> for Failure {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}
