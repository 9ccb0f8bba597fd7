//! Where a timeline comes from: a file, standard input, or the bundled one.

use std::borrow::Cow;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::outcome::FileError;
use crate::text::words::is_toml;
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

/// Reads the timeline that commands answer from: the flag's, `PARTNERSHIP_FILE`'s, `timeline.toml`
/// here, else the bundled one.
pub(crate) fn timeline(flag: Option<&Path>, world: &World) -> Result<Input, FileError> {
    match named(flag, world)? {
        Some(path) => file(&path),
        None => Ok(Input {
            name: "timeline.toml".to_owned(),
            path: None,
            bytes: BUNDLED.as_bytes().into(),
        }),
    }
}

/// The path of the timeline that is named or lies here; none where the bundled one answers.
///
/// What lies here and is no file is an error: it is never skipped, and never waited for.
pub(crate) fn named(flag: Option<&Path>, world: &World) -> Result<Option<PathBuf>, FileError> {
    let variable = || {
        let path = world.env.get("PARTNERSHIP_FILE");
        path.filter(|path| !path.is_empty()).map(PathBuf::from)
    };
    if let Some(path) = flag.map(Path::to_owned).or_else(variable) {
        return Ok(Some(path));
    }
    let here = Path::new("timeline.toml");
    if here.symlink_metadata().is_err() {
        return Ok(None);
    }
    let why = match here.metadata() {
        Ok(found) if found.is_file() => return Ok(Some(here.to_owned())),
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
        Err(error) => Err(FileError::unreadable(&name, &reason(&error))),
    }
}

/// The files that a path stands for: itself, or of a directory every `.toml` file in and below it, in
/// the order of their names; what is hidden is left out, and links to directories are not followed.
pub(crate) fn timelines(path: &Path) -> Result<Vec<PathBuf>, FileError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
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
        if is_toml(&path) && !path.is_dir() {
            found.push(path);
        }
    }
    if found.is_empty() {
        let why = "it is a directory without any `.toml` file";
        return Err(FileError::unreadable(&path.to_string_lossy(), why));
    }
    Ok(found)
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
