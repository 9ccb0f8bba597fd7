//! Where a timeline comes from: a file, standard input, or the bundled one.

use std::borrow::Cow;
use std::fs::{self, DirEntry, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use indexmap::IndexMap;

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

/// A timeline, or what may be one: its path, which the bundled one has not, and whether it was named by itself.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) path: Option<PathBuf>,
    pub(crate) named: bool,
}

/// The timelines that commands answer from: the flags', `PARTNERSHIP_FILE`'s, `timeline.toml` here, else the bundled
/// one; of a folder all that it has.
pub(crate) fn asked(flags: &[PathBuf], world: &World) -> Result<Vec<Found>, FileError> {
    let paths = named(flags, world)?;
    if paths.is_empty() {
        return Ok(vec![Found {
            path: None,
            named: true,
        }]);
    }
    let mut all: IndexMap<PathBuf, Found> = IndexMap::new();
    for path in paths {
        let found = files(&path)?;
        if found.is_empty() {
            let why =
                "nothing in or below it ends in `.toml`; links and what is hidden are passed over";
            return Err(FileError::unreadable(&path.to_string_lossy(), why));
        }
        for found in found {
            // Of the paths of one file, the order in which they are named must not decide.
            let path = found.path.clone().unwrap_or_default();
            let real = path.canonicalize().ok();
            let real = real.filter(|_| path.as_os_str() != "-");
            let old = all
                .entry(real.unwrap_or(path))
                .or_insert_with(|| found.clone());
            old.named |= found.named;
            old.path = old.path.take().min(found.path);
        }
    }
    Ok(all.into_values().collect())
}

/// Whether one timeline is asked, which is no folder's.
pub(crate) fn is_one(found: &[Found]) -> bool {
    matches!(found, [one] if one.named)
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
/// names; what is hidden is left out, and links are not followed.
pub(crate) fn files(path: &Path) -> Result<Vec<Found>, FileError> {
    if !path.is_dir() {
        let path = Some(path.to_owned());
        return Ok(vec![Found { path, named: true }]);
    }
    let mut found = Vec::new();
    below(path, &mut found)?;
    Ok(found)
}

/// Adds what may be timelines in a folder and below it, by name, without links and what is hidden.
fn below(folder: &Path, found: &mut Vec<Found>) -> Result<(), FileError> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = entries
        .map_err(|error| FileError::unreadable(&folder.to_string_lossy(), &reason(&error)))?;
    entries.retain(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."));
    entries.sort_by_key(DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => below(&path, found)?,
            // Nobody waits for a pipe.
            Ok(kind) if kind.is_file() && is_toml(&path) => {
                let path = Some(path);
                found.push(Found { path, named: false });
            }
            _ => {}
        }
    }
    Ok(())
}

/// What is said of files in a folder that are no timelines.
pub(crate) fn passed_over(others: usize) -> String {
    let files = Count(others, "`.toml` file");
    format!("passed over: {files} without a `format` key")
}

/// What is said of files that are of one agreement.
pub(crate) fn one_agreement(id: &str, files: &[Found]) -> FileError {
    let paths: Vec<String> = files.iter().map(|found| ticked(&found.name())).collect();
    let paths = and_some(&paths);
    let message =
        format!("{paths} have the same agreement id `{id}`: give each an `id` of its own");
    let exit = Exit::File;
    FileError { message, exit }
}

/// What is said where no file in what is asked is a timeline.
pub(crate) fn no_timeline(flags: &[PathBuf], world: &World, others: usize) -> FileError {
    let paths = named(flags, world).unwrap_or_default();
    let paths: Vec<String> = paths
        .iter()
        .map(|path| ticked(&path.to_string_lossy()))
        .collect();
    let (paths, files) = (and_some(&paths), Count(others, "`.toml` file"));
    let message = format!("there is no timeline in {paths}: {files} without a `format` key");
    let exit = Exit::File;
    FileError { message, exit }
}

impl Found {
    pub(crate) fn name(&self) -> String {
        let path = self.path.as_deref();
        let path = path.unwrap_or(Path::new("timeline.toml"));
        path.to_string_lossy().into_owned()
    }

    pub(crate) fn open(&self) -> Result<Input, FileError> {
        let Some(path) = &self.path else {
            return Ok(Input {
                name: self.name(),
                path: None,
                bytes: BUNDLED.as_bytes().into(),
            });
        };
        file(path).map_err(|error| match path.try_exists() {
            Ok(false) if !self.named => {
                FileError::unreadable(&self.name(), "it was removed while its folder was read")
            }
            _ => error,
        })
    }

    /// Opens it; nothing of a file that lies in a folder and has no `format`, and so is no timeline.
    pub(crate) fn read(&self) -> Result<Option<Input>, FileError> {
        let input = self.open()?;
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
