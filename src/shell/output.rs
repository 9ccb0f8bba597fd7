//! Files that are written beside their place and renamed (an atomic write), and streams that are written as they are.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

use super::{FileError, Out, input, lock::Lock, signals::Held};

/// A file to be written, of which it is known that it can be.
#[derive(Debug)]
pub(crate) struct OutputFile {
    name: String,
    place: Place,
    replaces: bool,
}

#[derive(Debug)]
enum Place {
    /// A device, a pipe or an open stream, which cannot be replaced.
    Direct(File),
    /// A file that takes the place of another once it is whole; symbolic links to it are followed.
    Beside { folder: PathBuf, target: PathBuf },
}

impl OutputFile {
    /// Finds the place of a file. Unless it replaces another, one that comes meanwhile stays.
    pub(crate) fn open(path: &Path, replaces: bool) -> Result<Self, FileError> {
        let name = path.to_string_lossy().into_owned();
        let place = Place::open(path).map_err(|error| unwritable(&name, &error))?;
        Ok(Self {
            name,
            place,
            replaces,
        })
    }

    /// Writes what is printed, in one stroke where it is a file.
    pub(crate) fn commit(&self, out: impl Into<Out>) -> Result<(), FileError> {
        self.write(out, None).map(|_| ())
    }

    /// Puts a new text in the place of the old; whether the old one was still there.
    pub(crate) fn replace(&self, old: &[u8], text: &str) -> Result<bool, FileError> {
        self.write(text.to_owned(), Some(old))
    }

    /// Waits for the lock of the file: nobody else has it who asks for it.
    pub(crate) fn lock(&self, wait: Duration) -> Result<Lock, FileError> {
        let lock = match &self.place {
            Place::Direct(_) => Err("it is a pipe or a device".to_owned()),
            Place::Beside { folder, target } => Lock::take(folder, target, wait),
        };
        lock.map_err(|reason| FileError::unwritable(&self.name, &reason))
    }

    fn write(&self, out: impl Into<Out>, old: Option<&[u8]>) -> Result<bool, FileError> {
        let written = match &self.place {
            Place::Direct(file) => out.into().write(file).map(|()| true),
            Place::Beside { folder, target } => self.draft(folder, target, out.into(), old),
        };
        written.map_err(|error| unwritable(&self.name, &error))
    }

    /// Puts what is printed in the place of a file by a draft beside it; whether what it may take the place of was there.
    fn draft(&self, folder: &Path, to: &Path, out: Out, old: Option<&[u8]>) -> io::Result<bool> {
        let held = Held::new();
        let draft = draft(folder)?;
        if let Ok(old) = fs::metadata(to) {
            keep_owner(draft.as_file(), &old)?;
        }
        out.write(draft.as_file())?;
        draft.as_file().sync_all()?;
        held.check()?;
        match old {
            Some(old) if fs::read(to)? != old => return Ok(false),
            None if !self.replaces => draft.persist_noclobber(to)?,
            _ => draft.persist(to)?,
        };
        // Some systems do not let a folder be synchronised.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
        Ok(true)
    }
}

/// The names of open streams.
const STREAMS: [&str; 4] = ["/dev/stdout", "/dev/stderr", "/dev/fd", "/proc"];

impl Place {
    fn open(path: &Path) -> io::Result<Self> {
        let old = fs::metadata(path);
        if is_folder(path) {
            return Err(ErrorKind::IsADirectory.into());
        }
        // What stands there is an open stream, even where that is a file.
        let is_stream = STREAMS.iter().any(|of| path.starts_with(of));
        match old {
            Ok(old) if is_stream || !old.is_file() => {
                let file = OpenOptions::new().append(true).open(path)?;
                Ok(Self::Direct(file))
            }
            Ok(_) => {
                // A file that is protected from writing is not replaced either.
                OpenOptions::new().write(true).open(path)?;
                Self::beside(fs::canonicalize(path)?)
            }
            // The way to what cannot be looked at says more, where it ends early.
            Err(error) => {
                let folder = directory_of(path)?;
                match fs::read_link(path) {
                    _ if error.kind() != ErrorKind::NotFound => Err(error),
                    // A link to what is not there yet.
                    Ok(to) => Self::open(&folder.join(to)),
                    Err(_) => Self::beside(folder.join(path.file_name().unwrap_or_default())),
                }
            }
        }
    }

    fn beside(target: PathBuf) -> io::Result<Self> {
        let folder = target.parent().unwrap_or(&target).to_owned();
        let _held = Held::new();
        // A draft that is dropped shows that there can be one.
        draft(&folder)?;
        Ok(Self::Beside { folder, target })
    }
}

/// Whether an output is a folder of files, or can only be one's name.
pub(crate) fn is_folder(path: &Path) -> bool {
    let ends_so = path.to_string_lossy().ends_with(std::path::is_separator);
    path.file_name().is_none() || ends_so || path.is_dir()
}

/// Paths with their links followed; none of what is not there.
pub(crate) fn followed(paths: &[PathBuf]) -> Vec<PathBuf> {
    let paths = paths.iter().map(|path| path.canonicalize());
    paths.filter_map(Result::ok).collect()
}

/// Writes files into a folder, which is made where there is none; none takes the place of one that is read.
pub(crate) fn write_all(
    folder: &Path,
    files: Vec<(String, Out)>,
    read: &[PathBuf],
) -> Result<(), FileError> {
    fs::create_dir_all(folder).map_err(|error| unwritable(&folder.to_string_lossy(), &error))?;
    let read = followed(read);
    let place = |(name, out): (String, Out)| {
        let path = folder.join(name);
        if path.canonicalize().is_ok_and(|path| read.contains(&path)) {
            let why = "it is a file that this call reads";
            return Err(FileError::unwritable(&path.to_string_lossy(), why));
        }
        Ok((OutputFile::open(&path, true)?, out))
    };
    let places: Vec<_> = files.into_iter().map(place).collect::<Result<_, _>>()?;
    let mut places = places.into_iter();
    places.try_for_each(|(place, out)| place.commit(out))
}

fn unwritable(name: &str, error: &io::Error) -> FileError {
    FileError::unwritable(name, &input::reason(error))
}

/// The directory in which a file is to stand, with its links followed.
fn directory_of(path: &Path) -> io::Result<PathBuf> {
    let parent = path.parent().filter(|parent| *parent != Path::new(""));
    let parent = parent.unwrap_or(Path::new("."));
    match fs::canonicalize(parent) {
        Ok(found) if found.is_dir() => Ok(found),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(error),
        _ => {
            let why = format!("there is no directory `{}`", parent.display());
            Err(io::Error::other(why))
        }
    }
}

/// A new file beside the one that it is to replace; dropped, it is removed.
fn draft(directory: &Path) -> io::Result<NamedTempFile<File>> {
    // Not as a temporary file is made, which nobody else may read.
    tempfile::Builder::new()
        .prefix(".partnership.")
        .suffix(".tmp")
        .make_in(directory, |path| File::create_new(path))
}

/// Gives a draft the mode of what it replaces, and its owner and group as far as the system permits.
fn keep_owner(draft: &File, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        if fchown(draft, Some(old.uid()), Some(old.gid())).is_err() {
            // Whoever may not give a file away may still share it with a group.
            let _ = fchown(draft, None, Some(old.gid()));
        }
    }
    draft.set_permissions(old.permissions())
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    #[test]
    fn only_the_text_that_was_read_is_replaced() {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("own.toml");
        fs::write(&path, "old").expect("a file");
        let file = OutputFile::open(&path, true).expect("a place");
        assert!(!file.replace(b"older", "new").expect("a file"));
        assert_eq!(fs::read_to_string(&path).expect("a file"), "old");
        assert!(file.replace(b"old", "new").expect("a file"));
        assert_eq!(fs::read_to_string(&path).expect("a file"), "new");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn a_new_file_replaces_none_that_came_meanwhile() {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("own.toml");
        let file = OutputFile::open(&path, false).expect("a place");
        fs::write(&path, "of another").expect("a file");
        let refused = file.commit("own".to_owned()).expect_err("it is there");
        assert!(
            refused.message.ends_with("it exists already"),
            "{}",
            refused.message
        );
        assert_eq!(fs::read_to_string(&path).expect("a file"), "of another");
    }
}
