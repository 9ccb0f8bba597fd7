//! Where a timeline comes from: a file, standard input, or the bundled one.

use std::borrow::Cow;
use std::fs::{self, DirEntry, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use indexmap::IndexMap;

use super::FileError;
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
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) path: Option<PathBuf>,
    pub(crate) named: bool,
}

/// The timelines that commands answer from, in the order in which they are named; of a folder all that it has.
pub(crate) fn asked(flags: &[PathBuf], world: &World) -> Result<Vec<Found>, FileError> {
    let paths = named(flags, world)?;
    if paths.is_empty() {
        return Ok(vec![Found::named(None)]);
    }
    let mut all: IndexMap<PathBuf, Found> = IndexMap::new();
    for path in paths {
        let found = files(&path)?;
        if found.is_empty() {
            let no = "nothing in or below it ends in `.toml`";
            let why = format!("{no}; links and what is hidden are passed over");
            return Err(FileError::unreadable(&path.to_string_lossy(), &why));
        }
        for found in found {
            // Of the paths of one file, the order in which they are named must not decide.
            let path = found.path.clone().unwrap_or_default();
            let entry = all.entry(path.canonicalize().unwrap_or(path));
            let old = entry.or_insert_with(|| found.clone());
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

/// The flags' paths, else `PARTNERSHIP_FILE`'s, else that of `timeline.toml` here; none where the bundled one answers.
/// A link to nothing is not skipped here, and nobody waits for a pipe that was not named.
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
    let found = here.metadata();
    if found.is_ok_and(|of| !of.is_file() && !of.is_dir()) {
        let why = "it is a pipe or a device";
        return Err(FileError::unreadable("timeline.toml", why));
    }
    Ok(vec![here.to_owned()])
}

/// The same as they are printed.
pub(crate) fn paths(flags: &[PathBuf], world: &World) -> Vec<String> {
    let paths = named(flags, world).unwrap_or_default();
    let paths = paths.iter().map(|path| path.to_string_lossy());
    paths.map(Cow::into_owned).collect()
}

/// What several questions read, though it can be read only once.
static STDIN: OnceLock<io::Result<Vec<u8>>> = OnceLock::new();

/// Reads one file; `-` is standard input.
pub(crate) fn file(path: &Path) -> Result<Input, FileError> {
    let given = path.to_string_lossy().into_owned();
    let (name, bytes) = if given == "-" {
        let bytes = STDIN.get_or_init(|| read(io::stdin().lock(), 0)).as_deref();
        ("standard input", bytes.map(Cow::from).map_err(reason))
    } else {
        let why = |error| {
            let is_lost = path.is_symlink() && path.metadata().is_err();
            let lost = is_lost.then(|| "it is a link to nothing, or to itself".to_owned());
            lost.unwrap_or_else(|| reason(&error))
        };
        (&*given, open(path).map(Cow::from).map_err(why))
    };
    let bytes = bytes.map_err(|why| FileError::unreadable(name, &why))?;
    let (name, path) = (name.to_owned(), Some(given));
    Ok(Input { name, path, bytes })
}

/// What a path stands for: itself, or every `.toml` file in and below it, by name, without links and what is hidden.
pub(crate) fn files(path: &Path) -> Result<Vec<Found>, FileError> {
    if !path.is_dir() {
        return Ok(vec![Found::named(Some(path.to_owned()))]);
    }
    let mut found = Vec::new();
    below(path, &mut found).map(|()| found)
}

fn below(folder: &Path, found: &mut Vec<Found>) -> Result<(), FileError> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let failed = |error| FileError::unreadable(&folder.to_string_lossy(), &reason(&error));
    let mut entries = entries.map_err(failed)?;
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

pub(crate) fn passed_over(others: usize) -> Option<String> {
    (others > 0).then(|| format!("passed over: {}", unread(others)))
}

pub(crate) fn no_timeline(flags: &[PathBuf], world: &World, others: usize) -> FileError {
    let paths = paths(flags, world).into_iter().map(|path| ticked(&path));
    let (paths, files) = (and_some(&paths.collect::<Vec<_>>()), unread(others));
    FileError::new(format!("there is no timeline in {paths}: {files}"))
}

fn unread(others: usize) -> String {
    let files = Count(others, "`.toml` file");
    format!("{files} without a `format` key")
}

impl Found {
    fn named(path: Option<PathBuf>) -> Self {
        Self { path, named: true }
    }

    pub(crate) fn name(&self) -> String {
        let path = self.path.as_deref();
        let path = path.unwrap_or(Path::new("bundled"));
        path.to_string_lossy().into_owned()
    }

    pub(crate) fn open(&self) -> Result<Input, FileError> {
        let Some(path) = &self.path else {
            let (name, bytes) = (self.name(), BUNDLED.as_bytes().into());
            let path = None;
            return Ok(Input { name, path, bytes });
        };
        file(path)
    }

    /// Opens it; nothing of a file that lies in a folder and has no `format`, and so is no timeline.
    pub(crate) fn read(&self) -> Result<Option<Input>, FileError> {
        let input = self.open()?;
        // Editors write a byte-order mark before the first key, and one may stand in quotes.
        let is_around = |c: char| c.is_whitespace() || ['\u{feff}', '"', '\''].contains(&c);
        let is_format = |line: &[u8]| {
            let line = String::from_utf8_lossy(line);
            let key = line
                .split_once('=')
                .map(|(key, _)| key.trim_matches(is_around));
            key == Some("format")
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
    let mut bytes = Vec::new();
    if size <= MOST {
        // One more shows that the end is reached.
        bytes.try_reserve_exact(usize::try_from(size).unwrap_or(0) + 1)?;
        source.take(MOST + 1).read_to_end(&mut bytes)?;
    }
    if size.max(bytes.len() as u64) > MOST {
        return Err(io::Error::other("it is larger than 1 GiB"));
    }
    Ok(bytes)
}

pub(crate) fn reason(error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file",
        io::ErrorKind::PermissionDenied => "permission is denied",
        io::ErrorKind::ReadOnlyFilesystem => "its file system is read-only",
        io::ErrorKind::IsADirectory => "it is a directory",
        io::ErrorKind::StorageFull => "no space is left",
        io::ErrorKind::FileTooLarge => "it would be larger than the system allows",
        io::ErrorKind::OutOfMemory => "it is larger than the memory that is left",
        io::ErrorKind::AlreadyExists => "it exists already",
        _ => return error.to_string(),
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_gone_when_it_is_read_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.toml");
        fs::write(&path, "format = 1").expect("a file");
        let found = files(folder.path()).expect("what is in it");
        fs::remove_file(&path).expect("it is there");
        let refused = found[0].read().expect_err("it is gone");
        let path = path.to_string_lossy();
        let told = format!("`{path}` cannot be read: there is no such file");
        assert_eq!(refused.message, told);
        assert_eq!(refused.exit, super::super::outcome::Exit::File);
    }
}
