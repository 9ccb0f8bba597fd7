//! What a command comes to: an outcome with its exit code, or a failure.

use std::io::{self, BufWriter, ErrorKind, Write};

use crate::file::{Reading, code::Severity};
use crate::formats::diagnostics::one_line;
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
    Output = 4,
}

pub(crate) struct Outcome {
    pub(crate) out: Out,
    pub(crate) notes: Vec<String>,
    pub(crate) exit: Exit,
}

impl Outcome {
    pub(crate) fn of(out: String) -> Self {
        Self {
            out: out.into(),
            notes: Vec::new(),
            exit: Exit::Done,
        }
    }
}

type Print = dyn FnOnce(&mut dyn Write) -> io::Result<()>;

/// What is printed, made piece by piece while it is written.
pub struct Out(Box<Print>);

impl Out {
    pub(crate) fn new(print: impl FnOnce(&mut dyn Write) -> io::Result<()> + 'static) -> Self {
        Self(Box::new(print))
    }

    /// Writes all of it; a reader that has left is no error.
    pub(crate) fn write(self, to: impl Write) -> io::Result<()> {
        let mut to = BufWriter::with_capacity(1 << 16, to);
        match (self.0)(&mut to).and_then(|()| to.flush()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            written => written,
        }
    }

    /// All of it in memory. What it is copied from may fail to be read.
    pub fn text(self) -> io::Result<String> {
        let mut text = Vec::new();
        (self.0)(&mut text)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}

impl From<String> for Out {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl From<Vec<u8>> for Out {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(move |to| to.write_all(&bytes))
    }
}

#[derive(Debug)]
pub struct FileError {
    pub(crate) message: String,
    pub(crate) exit: Exit,
}

impl FileError {
    /// What is wrong with files that are read.
    pub(crate) fn new(message: String) -> Self {
        let exit = Exit::File;
        Self { message, exit }
    }

    pub(crate) fn unreadable(name: &str, reason: &str) -> Self {
        Self::of(name, "read", reason, Exit::File)
    }

    pub(crate) fn unwritable(name: &str, reason: &str) -> Self {
        Self::of(name, "written", reason, Exit::Output)
    }

    fn of(name: &str, done: &str, reason: &str, exit: Exit) -> Self {
        let (name, reason) = (clean_line(name), clean_line(reason));
        let message = format!("`{name}` cannot be {done}: {reason}");
        Self { message, exit }
    }
}

pub enum Failure {
    Usage(Refusal),
    File(FileError),
    Unsound(Box<Reading>),
    /// Some of the files that are asked as one.
    Several(Vec<Failure>),
    /// What was to be written would make the file unsound.
    Unfit(Box<Reading>),
}

impl Failure {
    /// What is wrong, or the first of that, in one line.
    pub(crate) fn in_one_line(&self) -> String {
        match self {
            Self::Usage(refusal) => refusal.in_one_line(),
            Self::File(error) => error.message.clone(),
            Self::Unsound(reading) | Self::Unfit(reading) => {
                let mut errors = reading.diagnostics.iter();
                let first = errors.find(|of| of.code.severity() == Severity::Error);
                first.map_or_else(String::new, |of| one_line(reading, of))
            }
            Self::Several(all) => all.first().map_or_else(String::new, Self::in_one_line),
        }
    }
}

/// What was read, where it has no errors.
pub(crate) fn sound(reading: Reading) -> Result<Reading, Failure> {
    if reading.is_sound() {
        return Ok(reading);
    }
    Err(Failure::Unsound(Box::new(reading)))
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
