//! What a command comes to: an outcome with its exit code, or a failure.

use crate::file::Reading;
use crate::questions::view::Refusal;
use crate::text::clean_line;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    /// A "no": errors found, or a difference.
    No = 1,
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

/// A file that could not be read or written, and why.
#[derive(Debug)]
pub(crate) struct FileError {
    pub(crate) message: String,
    pub(crate) exit: Exit,
}

impl FileError {
    pub(crate) fn unreadable(name: &str, reason: &str) -> Self {
        let (name, reason) = (clean_line(name), clean_line(reason));
        let message = format!("`{name}` cannot be read: {reason}");
        let exit = Exit::File;
        Self { message, exit }
    }

    pub(crate) fn unwritable(name: &str, reason: &str) -> Self {
        let (name, reason) = (clean_line(name), clean_line(reason));
        let message = format!("`{name}` cannot be written: {reason}");
        let exit = Exit::Output;
        Self { message, exit }
    }
}

pub(crate) enum Failure {
    Usage(Refusal),
    File(FileError),
    Unsound(Box<Reading>),
    /// What was to be added would make the file unsound; before that, what led to it.
    Unfit(Box<Reading>, &'static str),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Usage(refusal)
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}
