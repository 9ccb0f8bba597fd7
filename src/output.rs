//! Where an answer goes: a file, written beside and renamed; a pager; or standard output.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, PipeReader, PipeWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;

use crate::formats::Format;
use crate::input;
use crate::world::World;

/// A file that could not be written.
#[derive(Debug)]
pub struct Unwritable {
    /// The file.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// The endings that `--output` knows, each with its format.
pub const ENDINGS: &[(&str, Format)] = &[
    ("txt", Format::Table),
    ("md", Format::Markdown),
    ("csv", Format::Csv),
    ("json", Format::Json),
    ("ndjson", Format::Ndjson),
    ("ics", Format::Ics),
    ("svg", Format::Svg),
    ("html", Format::Html),
];

/// The format that a file's ending stands for, in capitals too.
#[must_use]
pub fn format_of(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?;
    ENDINGS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(ending))
        .map(|(_, format)| *format)
}

/// A file being written: beside its place, so that the old one stays whole until the new one is.
///
/// Dropped without [`Pending::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct Pending {
    name: String,
    place: Place,
}

/// What is written to.
#[derive(Debug)]
enum Place {
    /// A device, a pipe or an open stream, which cannot be replaced.
    Direct(File),
    /// A file that takes the place of another once it is whole.
    Beside { draft: Draft, target: PathBuf },
}

impl Pending {
    /// Opens a file beside the one that is to be written, or the device or pipe itself.
    ///
    /// # Errors
    ///
    /// Where the place is a directory or cannot be written.
    pub fn open(path: &Path) -> Result<Self, Unwritable> {
        let name = path.to_string_lossy().into_owned();
        match Place::open(path) {
            Ok(place) => Ok(Self { name, place }),
            Err(reason) => Err(Unwritable { name, reason }),
        }
    }

    /// Writes the text and puts the file in its place.
    ///
    /// # Errors
    ///
    /// Where writing or renaming fails; the old file then stays.
    pub fn commit(self, text: &str) -> Result<(), Unwritable> {
        let written = match self.place {
            Place::Direct(file) => write_stream(file, text),
            Place::Beside { draft, target } => draft.replace(&target, text),
        };
        written.map_err(|error| Unwritable {
            name: self.name,
            reason: input::reason(&error),
        })
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
        let draft = Draft::create(&directory, &target)?;
        if exists {
            draft
                .keep_permissions(&target)
                .map_err(|error| input::reason(&error))?;
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

/// A new file beside the one that it is to replace; removed where it does not come to that.
#[derive(Debug)]
struct Draft {
    file: File,
    path: PathBuf,
    placed: bool,
}

/// So many names are tried for a draft.
const NAMES: usize = 1000;

/// So many characters of the target's name are in the draft's, so that it is not too long.
const NAME: usize = 40;

impl Draft {
    fn create(directory: &Path, target: &Path) -> Result<Self, String> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let name: String = name.chars().take(NAME).collect();
        let process = std::process::id();
        for count in 0..NAMES {
            let path = directory.join(format!(".{name}.{process}-{count}.tmp"));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    return Ok(Self {
                        file,
                        path,
                        placed: false,
                    });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(closed(&error)),
            }
        }
        Err("its directory is full of unfinished files".to_owned())
    }

    fn keep_permissions(&self, target: &Path) -> io::Result<()> {
        self.file
            .set_permissions(fs::metadata(target)?.permissions())
    }

    fn replace(mut self, target: &Path, text: &str) -> io::Result<()> {
        self.file.write_all(text.as_bytes())?;
        self.file.sync_all()?;
        fs::rename(&self.path, target)?;
        self.placed = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.placed {
            // Where it cannot be removed there is nothing more to be done about it.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Why a directory takes no new file.
fn closed(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "its directory may not be written".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "its file system is read-only".to_owned(),
        _ => input::reason(error),
    }
}

/// Shows a text through a pager, where there is one and the text is longer than the screen; whether
/// it was shown.
#[must_use]
pub fn page(text: &str, world: &World) -> bool {
    if world.terminal.is_none() || !is_longer_than_screen(text) {
        return false;
    }
    pager(world.env).is_some_and(|mut pager| show(text, &mut pager).unwrap_or(false))
}

fn is_longer_than_screen(text: &str) -> bool {
    terminal_size::terminal_size_of(io::stdout())
        .is_some_and(|(_, height)| text.lines().count() > usize::from(height.0))
}

/// The pager that the environment asks for; none where that is empty or `cat`.
fn pager(env: fn(&str) -> Option<OsString>) -> Option<Command> {
    let asked = env("PARTNERSHIP_PAGER").or_else(|| env("PAGER"));
    let words = match asked {
        Some(asked) => words(asked.to_str()?),
        None => vec!["less".to_owned()],
    };
    let (program, args) = words.split_first()?;
    if program.is_empty() || words == ["cat"] {
        return None;
    }
    let mut pager = Command::new(program);
    pager.args(args);
    if env("LESS").is_none() {
        pager.env("LESS", "FRX");
    }
    Some(pager)
}

/// The words of a command, parted by white space outside of quotes; nothing else is special.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in command.chars() {
        match quote {
            Some(end) if c == end => quote = None,
            None if c == '\'' || c == '"' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// Lets a pager show a text and waits until it ends; whether it took any of it.
///
/// A pager that is left early took some. One that fails before it reads has shown nothing: then
/// the whole text is still in the pipe, of which this side keeps a reading end to find out.
fn show(text: &str, pager: &mut Command) -> io::Result<bool> {
    let (reader, writer) = io::pipe()?;
    let rest = reader.try_clone()?;
    // An interrupt is the pager's to answer; this side goes on waiting for it.
    let held = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::default())?;
    let child = pager.stdin(reader).spawn();
    // The command would hold the pipe open.
    pager.stdin(Stdio::null());
    let shown = child.and_then(|mut child| {
        thread::scope(|scope| {
            scope.spawn(move || feed(writer, text));
            took_some(&mut child, rest, text.len())
        })
    });
    signal_hook::low_level::unregister(held);
    shown
}

/// Writes to a pager, which may be left before it has read everything.
fn feed(mut pager: PipeWriter, text: &str) {
    let _ = pager.write_all(text.as_bytes());
}

fn took_some(child: &mut Child, mut rest: PipeReader, len: usize) -> io::Result<bool> {
    if child.wait()?.success() {
        return Ok(true);
    }
    let mut left = Vec::new();
    rest.read_to_end(&mut left)?;
    Ok(left.len() < len)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn a_command_is_split_into_words_and_nothing_else() {
        assert_eq!(words("less -R  -X\t"), ["less", "-R", "-X"]);
        assert_eq!(
            words("'my pager' \"a 'b'\" c'd e'f ''"),
            ["my pager", "a 'b'", "cd ef", ""]
        );
        assert_eq!(
            words(r"C:\less $HOME `id` ~ *;|&"),
            [r"C:\less", "$HOME", "`id`", "~", "*;|&"]
        );
        assert_eq!(words("less 'open end"), ["less", "open end"]);
        assert!(words(" \t ").is_empty());
    }

    fn program(env: fn(&str) -> Option<OsString>) -> Option<OsString> {
        pager(env).map(|pager| pager.get_program().to_owned())
    }

    #[test]
    fn the_pager_is_ours_then_the_common_one_then_less() {
        assert_eq!(program(|_| None), Some("less".into()));
        assert_eq!(
            program(|name| (name == "PAGER").then(|| "more".into())),
            Some("more".into())
        );
        assert_eq!(
            program(|name| (name != "LESS").then(|| name.into())),
            Some("PARTNERSHIP_PAGER".into())
        );
        assert_eq!(program(|name| (name == "PAGER").then(OsString::new)), None);
        assert_eq!(
            program(|name| (name == "PAGER").then(|| "cat".into())),
            None
        );
        let empty = |name: &str| {
            Some(if name == "PAGER" {
                "more".into()
            } else {
                OsString::new()
            })
        };
        assert_eq!(program(empty), None, "an empty one of ours means none");
    }

    #[test]
    fn less_gets_its_options_unless_it_has_some() {
        let less = |env| {
            pager(env).is_some_and(|pager| {
                pager.get_envs().any(|(name, value)| {
                    name == OsStr::new("LESS") && value == Some(OsStr::new("FRX"))
                })
            })
        };
        assert!(less(|_| None));
        assert!(!less(|name| (name == "LESS").then(OsString::new)));
    }
}
