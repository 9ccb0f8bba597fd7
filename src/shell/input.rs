//! Where a timeline comes from: a file, standard input, or the bundled one.

use std::borrow::Cow;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use walkdir::{DirEntry, WalkDir};

use super::outcome::{Exit, FileError};
use crate::text::words::{Count, and_some, is_toml, ticked};
use crate::world::World;

pub const BUNDLED: &str = include_str!("../../timeline.toml");

/// The most bytes that are read: 1 GiB.
pub(super) const MOST: u64 = 1 << 30;

#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) name: String,
    /// The path as given, `-` for standard input; none of the bundled timeline.
    pub(crate) path: Option<String>,
    pub(crate) bytes: Cow<'static, [u8]>,
}

/// The timelines that commands answer from, in order: the flags', `PARTNERSHIP_FILE`'s, `timeline.toml` here, else
/// the bundled one.
#[derive(Debug)]
pub(crate) enum Asked {
    /// One, which is named by itself; none where the bundled one answers.
    One(Option<PathBuf>),
    /// Those that are named, and those in the folders that are.
    Many(Vec<Found>),
}

/// A path, and whether it was named by itself.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    pub(crate) named: bool,
}

impl Asked {
    pub(crate) fn of(flags: &[PathBuf], world: &World) -> Result<Self, FileError> {
        let paths = named(flags, world)?;
        match paths.as_slice() {
            [] => Ok(Self::One(None)),
            [one] if !one.is_dir() => Ok(Self::One(Some(one.clone()))),
            many => {
                let mut found = IndexMap::new();
                for path in many {
                    for of in timelines(path)? {
                        of.once(&mut found);
                    }
                }
                Ok(Self::Many(found.into_values().collect()))
            }
        }
    }

    /// Every path that is read.
    pub(crate) fn paths(self) -> Vec<PathBuf> {
        match self {
            Self::One(path) => path.into_iter().collect(),
            Self::Many(found) => found.into_iter().map(|found| found.path).collect(),
        }
    }
}

/// Reads the one timeline that is asked, from its path or as it is bundled.
pub(crate) fn one(path: Option<&Path>) -> Result<Input, FileError> {
    match path {
        Some(path) => file(path),
        None => Ok(Input {
            name: "timeline.toml".to_owned(),
            path: None,
            bytes: BUNDLED.as_bytes().into(),
        }),
    }
}

/// The paths that are named, or of the timeline that lies here; none where the bundled one answers.
///
/// What lies here and is no file is an error: it is never skipped, and never waited for.
pub(crate) fn named(flags: &[PathBuf], world: &World) -> Result<Vec<PathBuf>, FileError> {
    if !flags.is_empty() {
        return Ok(flags.to_vec());
    }
    let variable = world.env.get("PARTNERSHIP_FILE");
    if let Some(path) = variable.filter(|path| !path.is_empty()) {
        return Ok(vec![path.into()]);
    }
    let here = Path::new("timeline.toml");
    if here.symlink_metadata().is_err() {
        return Ok(Vec::new());
    }
    let why = match here.metadata() {
        Ok(found) if found.is_file() => return Ok(vec![here.to_owned()]),
        Ok(found) if found.is_dir() => "it is a directory",
        Ok(_) => "it is a pipe or a device",
        Err(error) if error.kind() == io::ErrorKind::NotFound => "it is a link to nothing",
        Err(error) => &reason(&error),
    };
    Err(FileError::unreadable("timeline.toml", why))
}

/// Reads one file; `-` is standard input.
pub(crate) fn file(path: &Path) -> Result<Input, FileError> {
    let given = path.to_string_lossy().into_owned();
    let (name, bytes) = if given == "-" {
        ("standard input".to_owned(), read(io::stdin().lock(), 0))
    } else {
        (given.clone(), open(path))
    };
    match bytes {
        Ok(bytes) => Ok(Input {
            name,
            path: Some(given),
            bytes: bytes.into(),
        }),
        Err(_) if path.is_symlink() && path.metadata().is_err() => Err(FileError::unreadable(
            &name,
            "it is a link to nothing, or to itself",
        )),
        Err(error) => Err(FileError::unreadable(&name, &reason(&error))),
    }
}

/// The files that a path stands for: itself, or of a folder every `.toml` file in and below it, in the order of their
/// names; what is hidden is left out, and links to folders are not followed.
pub(crate) fn timelines(path: &Path) -> Result<Vec<Found>, FileError> {
    let found = files(path)?;
    if found.is_empty() {
        let why = "nothing in or below it ends in `.toml`; links to folders and what is hidden are passed over";
        return Err(FileError::unreadable(&path.to_string_lossy(), why));
    }
    Ok(found)
}

/// The same, also where there are none.
pub(crate) fn files(path: &Path) -> Result<Vec<Found>, FileError> {
    if !path.is_dir() {
        let path = path.to_owned();
        return Ok(vec![Found { path, named: true }]);
    }
    let shown = |entry: &DirEntry| {
        entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let mut found = Vec::new();
    let entries = WalkDir::new(path).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(shown) {
        let entry = entry.map_err(|error| {
            let why = error.io_error().map_or_else(|| error.to_string(), reason);
            FileError::unreadable(&error.path().unwrap_or(path).to_string_lossy(), &why)
        })?;
        let path = entry.into_path();
        // A link that leads nowhere is told, and nobody waits for a pipe.
        let is_other = path.metadata().is_ok_and(|found| !found.is_file());
        if is_toml(&path) && !is_other {
            found.push(Found { path, named: false });
        }
    }
    Ok(found)
}

/// What is said of files in a folder that are no timelines.
pub(crate) fn passed_over(others: usize) -> String {
    let files = Count(others, "`.toml` file");
    format!("passed over: {files} without a `format` key")
}

/// What is said of files that are of one agreement.
pub(crate) fn one_agreement<'a>(id: &str, paths: impl IntoIterator<Item = &'a str>) -> String {
    let paths: Vec<String> = paths.into_iter().map(ticked).collect();
    let paths = and_some(&paths);
    format!("{paths} have the same agreement id `{id}`: give each an `id` of its own")
}

/// What is said where no file that is read is a timeline.
pub(crate) fn no_timeline(others: usize) -> FileError {
    let files = Count(others, "`.toml` file");
    let message = format!("there is no timeline: {files} and no `format` key in any");
    let exit = Exit::File;
    FileError { message, exit }
}

impl Found {
    /// Adds a file that may have been found by another path, of which the order must not decide.
    fn once(self, found: &mut IndexMap<PathBuf, Self>) {
        let real = self.path.canonicalize().ok();
        let real = real.filter(|_| self.path.as_os_str() != "-");
        let key = real.unwrap_or_else(|| self.path.clone());
        let old = found.entry(key).or_insert_with(|| self.clone());
        old.named |= self.named;
        old.path = old.path.clone().min(self.path);
    }

    pub(crate) fn name(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// Reads the file; nothing of one that lies in a folder and has no `format`, and so is no timeline.
    pub(crate) fn read(&self) -> Result<Option<Input>, FileError> {
        let input = file(&self.path).map_err(|error| match self.path.try_exists() {
            Ok(false) if !(self.named || self.path.is_symlink()) => {
                FileError::unreadable(&self.name(), "it was removed while its folder was read")
            }
            _ => error,
        })?;
        let is_format = |line: &[u8]| {
            let rest = line.trim_ascii_start().strip_prefix(b"format");
            rest.is_some_and(|rest| rest.trim_ascii_start().starts_with(b"="))
        };
        let lines = input.bytes.split(|byte| *byte == b'\n');
        let mut before = lines.take_while(|line| !line.starts_with(b"["));
        let is_timeline = self.named || before.any(is_format);
        Ok(is_timeline.then_some(input))
    }
}

fn open(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let metadata = file.metadata().ok();
    if metadata.as_ref().is_some_and(Metadata::is_dir) {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let whole = metadata.filter(Metadata::is_file);
    read(file, whole.map_or(0, |whole| whole.len()))
}

/// Reads all that there is, for which so many bytes are made ready.
fn read(source: impl Read, size: u64) -> io::Result<Vec<u8>> {
    let too_large = || Err(io::Error::other("it is larger than 1 GiB"));
    if size > MOST {
        return too_large();
    }
    let mut bytes = Vec::new();
    // One more shows that the end is reached.
    bytes.try_reserve_exact(usize::try_from(size).unwrap_or(0) + 1)?;
    source.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return too_large();
    }
    Ok(bytes)
}

/// An operating system's error in words that are the same everywhere.
pub(crate) fn reason(error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file",
        io::ErrorKind::PermissionDenied => "permission is denied",
        io::ErrorKind::IsADirectory => "it is a directory",
        io::ErrorKind::StorageFull => "no space is left",
        io::ErrorKind::FileTooLarge => "it would be larger than a file may be here",
        io::ErrorKind::OutOfMemory => "it is larger than the memory that is left",
        io::ErrorKind::AlreadyExists => "it exists already",
        _ => return error.to_string(),
    };
    words.to_owned()
}
