//! Where a timeline comes from: a file, standard input, or the bundled one.

use std::borrow::Cow;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::world::World;

/// The bundled timeline.
pub const BUNDLED: &str = include_str!("../../timeline.toml");

/// The most bytes that are read: 1 GiB.
const MOST: u64 = 1 << 30;

/// Why more is not read.
const TOO_LARGE: &str = "it is larger than 1 GiB";

/// The bytes of a timeline with the names under which they are spoken of.
#[derive(Debug)]
pub struct Input {
    /// The name in diagnostics.
    pub name: String,
    /// The name in headings.
    pub origin: String,
    /// The content.
    pub bytes: Cow<'static, [u8]>,
}

/// A file that could not be read.
#[derive(Debug)]
pub struct Unreadable {
    /// The file.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// Reads the timeline that commands answer from: the flag's, `PARTNERSHIP_FILE`'s, `timeline.toml`
/// here, else the bundled one.
pub fn timeline(flag: Option<&Path>, world: &World) -> Result<Input, Unreadable> {
    match named(flag, world) {
        Some(path) => file(&path),
        None => Ok(Input {
            name: "timeline.toml".to_owned(),
            origin: "bundled".to_owned(),
            bytes: BUNDLED.as_bytes().into(),
        }),
    }
}

/// The path of the timeline that is named or lies here; none where the bundled one answers.
pub fn named(flag: Option<&Path>, world: &World) -> Option<PathBuf> {
    let variable = || {
        let path = world.env.get("PARTNERSHIP_FILE");
        path.filter(|path| !path.is_empty()).map(PathBuf::from)
    };
    let here = || {
        let path = Path::new("timeline.toml");
        path.exists().then(|| path.to_owned())
    };
    flag.map(Path::to_owned).or_else(variable).or_else(here)
}

/// Reads one file; `-` is standard input.
pub fn file(path: &Path) -> Result<Input, Unreadable> {
    if path == Path::new("-") {
        let name = "standard input".to_owned();
        let bytes = read(io::stdin().lock(), 0).map_err(|reason| Unreadable {
            name: name.clone(),
            reason,
        })?;
        return Ok(Input {
            origin: name.clone(),
            name,
            bytes: bytes.into(),
        });
    }
    let name = path.to_string_lossy().into_owned();
    let bytes = open(path).map_err(|reason| Unreadable {
        name: name.clone(),
        reason,
    })?;
    Ok(Input {
        origin: name.clone(),
        name,
        bytes: bytes.into(),
    })
}

/// The files that a path stands for: itself, or of a directory every `.toml` file in and below it, in
/// the order of their names; what is hidden is left out, and links to directories are not followed.
pub fn timelines(path: &Path) -> Result<Vec<PathBuf>, Unreadable> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let unreadable = |path: &Path, reason| Unreadable {
        name: path.to_string_lossy().into_owned(),
        reason,
    };
    let shown = |entry: &DirEntry| {
        entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let mut found = Vec::new();
    let entries = WalkDir::new(path).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(shown) {
        let entry = entry.map_err(|error| {
            let why = error.io_error().map_or_else(|| error.to_string(), reason);
            unreadable(error.path().unwrap_or(path), why)
        })?;
        let path = entry.into_path();
        if path.extension().is_some_and(|ending| ending == "toml") && !path.is_dir() {
            found.push(path);
        }
    }
    if found.is_empty() {
        let why = "it is a directory without any `.toml` file".to_owned();
        return Err(unreadable(path, why));
    }
    Ok(found)
}

fn open(path: &Path) -> Result<Vec<u8>, String> {
    let file = File::open(path).map_err(|error| reason(&error))?;
    let metadata = file.metadata().ok();
    if metadata.as_ref().is_some_and(Metadata::is_dir) {
        return Err("it is a directory".to_owned());
    }
    let size = metadata
        .filter(Metadata::is_file)
        .map_or(0, |metadata| metadata.len());
    read(file, size)
}

/// Reads all that there is, for which so many bytes are made ready.
fn read(source: impl Read, size: u64) -> Result<Vec<u8>, String> {
    if size > MOST {
        return Err(TOO_LARGE.to_owned());
    }
    let mut bytes = Vec::new();
    // One more shows that the end is reached.
    let ready = usize::try_from(size).unwrap_or(0) + 1;
    if bytes.try_reserve_exact(ready).is_err() {
        return Err("it is larger than the memory that is left".to_owned());
    }
    source
        .take(MOST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| reason(&error))?;
    if bytes.len() as u64 > MOST {
        return Err(TOO_LARGE.to_owned());
    }
    Ok(bytes)
}

/// An operating system's error in words that are the same everywhere.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read or written".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        io::ErrorKind::StorageFull => "no space is left".to_owned(),
        _ => error.to_string(),
    }
}
