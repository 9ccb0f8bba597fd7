//! Where a timeline comes from: a file, standard input, or the bundled one.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::world::World;

/// The bundled timeline.
pub const BUNDLED: &str = include_str!("../timeline.toml");

/// The most bytes that are read: 1 GiB.
const MOST: u64 = 1 << 30;

/// The bytes of a timeline with the names under which they are spoken of.
#[derive(Debug)]
pub struct Input {
    /// The name in diagnostics.
    pub name: String,
    /// The name in headings.
    pub origin: String,
    /// The content.
    pub bytes: Vec<u8>,
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
///
/// # Errors
///
/// Where the file is missing, is not a file, is over 1 GiB, or cannot be read.
pub fn timeline(flag: Option<&Path>, world: &World) -> Result<Input, Unreadable> {
    let named = flag.map(Path::to_owned).or_else(|| {
        (world.env)("PARTNERSHIP_FILE")
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
    });
    match named {
        Some(path) => file(&path),
        None if Path::new("timeline.toml").exists() => file(Path::new("timeline.toml")),
        None => Ok(Input {
            name: "timeline.toml".to_owned(),
            origin: "bundled".to_owned(),
            bytes: BUNDLED.into(),
        }),
    }
}

/// Reads one file; `-` is standard input.
///
/// # Errors
///
/// As [`timeline`].
pub fn file(path: &Path) -> Result<Input, Unreadable> {
    if path == Path::new("-") {
        let name = "standard input".to_owned();
        let bytes = read(io::stdin().lock()).map_err(|reason| Unreadable {
            name: name.clone(),
            reason,
        })?;
        return Ok(Input {
            origin: name.clone(),
            name,
            bytes,
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
        bytes,
    })
}

fn open(path: &Path) -> Result<Vec<u8>, String> {
    let file = File::open(path).map_err(|error| reason(&error))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err("it is a directory".to_owned());
    }
    read(file)
}

fn read(source: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    source
        .take(MOST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| reason(&error))?;
    if bytes.len() as u64 > MOST {
        return Err("it is larger than 1 GiB".to_owned());
    }
    Ok(bytes)
}

/// An operating system's error in words that are the same everywhere.
#[must_use]
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read or written".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        io::ErrorKind::StorageFull => "no space is left".to_owned(),
        _ => error.to_string(),
    }
}
