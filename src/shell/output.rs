//! Files that are written beside their place and renamed (an atomic write), and streams that are written as they are.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::input;
use super::outcome::FileError;

/// A file being written: beside its place, so that the old one stays whole until the new one is.
///
/// Dropped without [`OutputFile::commit`], it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct OutputFile {
    name: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// A device, a pipe or an open stream, which cannot be replaced.
    Direct(File),
    /// A file that takes the place of another once it is whole.
    Beside {
        draft: NamedTempFile<File>,
        target: PathBuf,
    },
}

impl OutputFile {
    /// Opens a file beside the one that is to be written, or the device or pipe itself.
    pub(crate) fn open(path: &Path) -> Result<Self, FileError> {
        let name = path.to_string_lossy().into_owned();
        match Place::open(path) {
            Ok(place) => Ok(Self { name, place }),
            Err(reason) => Err(FileError::unwritable(&name, &reason)),
        }
    }

    /// Writes the text and puts the file in its place.
    pub(crate) fn commit(self, text: &str) -> Result<(), FileError> {
        let written = match self.place {
            Place::Direct(file) => write_stream(file, text),
            Place::Beside { draft, target } => replace(draft, &target, text),
        };
        written.map_err(|error| FileError::unwritable(&self.name, &input::reason(&error)))
    }
}

impl Place {
    fn open(path: &Path) -> Result<Self, String> {
        if ends_as_directory(path) {
            return Err(input::reason(&ErrorKind::IsADirectory.into()));
        }
        let old = match fs::metadata(path) {
            Ok(old) => Some(old),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            // The way to what cannot be looked at says more, where it ends early.
            Err(error) => return Err(resolve(path).err().unwrap_or(input::reason(&error))),
        };
        match old {
            Some(old) if old.is_dir() => Err(input::reason(&ErrorKind::IsADirectory.into())),
            Some(old) if !old.is_file() => stream(path),
            Some(_) => Self::beside(path, true),
            None => Self::beside(path, false),
        }
    }

    fn beside(path: &Path, exists: bool) -> Result<Self, String> {
        let Some((directory, target)) = resolve(path)? else {
            return stream(path);
        };
        if exists {
            // A file that is protected from writing is not replaced either.
            let opened = OpenOptions::new().write(true).open(&target);
            opened.map_err(|error| input::reason(&error))?;
        }
        let draft = draft(&directory, &target).map_err(|error| closed(&error))?;
        if exists {
            let kept = keep_permissions(draft.as_file(), &target);
            kept.map_err(|error| input::reason(&error))?;
        }
        Ok(Self::Beside { draft, target })
    }
}

/// Whether a path can only be a directory's: it ends in a separator or in `..`.
fn ends_as_directory(path: &Path) -> bool {
    let bytes = path.as_os_str().as_encoded_bytes();
    path.file_name().is_none()
        || bytes
            .last()
            .is_some_and(|last| std::path::is_separator((*last).into()))
}

/// Opens what is written to as it is, after whatever an open stream already holds.
fn stream(path: &Path) -> Result<Place, String> {
    let opened = OpenOptions::new().append(true).open(path);
    opened
        .map(Place::Direct)
        .map_err(|error| input::reason(&error))
}

/// Writes to a device, a pipe or a stream; a reader that has left is no error.
fn write_stream(mut file: File, text: &str) -> io::Result<()> {
    match file.write_all(text.as_bytes()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// So many symbolic links are followed, as systems do.
const LINKS: usize = 40;

/// The directory and the path of the file that a path stands for once its symbolic links are
/// followed; none where it names a stream that is open already.
fn resolve(path: &Path) -> Result<Option<(PathBuf, PathBuf)>, String> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        let directory = directory_of(&path)?;
        if ["/proc", "/dev/fd"]
            .iter()
            .any(|streams| directory.starts_with(streams))
        {
            return Ok(None);
        }
        let target = directory.join(path.file_name().unwrap_or_default());
        match fs::read_link(&target) {
            Ok(next) => path = directory.join(next),
            Err(_) => return Ok(Some((directory, target))),
        }
    }
    Err("its symbolic links do not end".to_owned())
}

/// The directory in which a file lies, without symbolic links.
fn directory_of(path: &Path) -> Result<PathBuf, String> {
    let parent = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let shown = parent.to_string_lossy();
    let found = fs::canonicalize(parent).map_err(|error| match error.kind() {
        ErrorKind::NotFound => format!("there is no directory `{shown}`"),
        ErrorKind::NotADirectory => format!("`{shown}` is not a directory"),
        _ => input::reason(&error),
    })?;
    if found.is_dir() {
        Ok(found)
    } else {
        Err(format!("`{shown}` is not a directory"))
    }
}

/// So many characters of the target's name are in the draft's, so that it is not too long.
const NAME: usize = 40;

/// A new file beside the one that it is to replace; dropped, it is removed.
fn draft(directory: &Path, target: &Path) -> io::Result<NamedTempFile<File>> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let name: String = name.chars().take(NAME).collect();
    // Not as a temporary file is made, which nobody else may read.
    tempfile::Builder::new()
        .prefix(&format!(".{name}."))
        .suffix(".tmp")
        .make_in(directory, |path| File::create_new(path))
}

fn keep_permissions(draft: &File, target: &Path) -> io::Result<()> {
    draft.set_permissions(fs::metadata(target)?.permissions())
}

fn replace(mut draft: NamedTempFile<File>, target: &Path, text: &str) -> io::Result<()> {
    draft.write_all(text.as_bytes())?;
    draft.as_file().sync_all()?;
    draft.persist(target)?;
    Ok(())
}

/// Why a directory takes no new file.
fn closed(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "its directory may not be written".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "its file system is read-only".to_owned(),
        _ => input::reason(error),
    }
}
