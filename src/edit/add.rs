//! `add`: one event appended to a timeline file, which must still pass `check`.

use std::borrow::Cow;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::ask::Prompt;
use super::check_flags;
use super::draft::Draft;
use super::flags::EventFlags;
use super::init::{beginning, title_of};
use super::toml::Toml;
use crate::agreement::Timeline;
use crate::file::code::Severity;
use crate::file::diagnostic::Diagnostic;
use crate::file::{self, Reading};
use crate::questions::view::Refusal;
use crate::shell::global::Global;
use crate::shell::input;
use crate::shell::outcome::{Exit, Failure, FileError, Outcome, sound};
use crate::shell::output::OutputFile;
use crate::text::clean_line;
use crate::text::words::quote;
use crate::world::World;

/// So long other writers are waited for.
const WAIT: Duration = Duration::from_secs(5);

/// So often the file is read anew where another program changes it.
const TRIES: usize = 10;

#[derive(Args, Debug)]
pub struct AddArgs {
    /// Show what would be added, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// What the timeline is called where there is no file yet [default: made from the name of its file or folder]
    #[arg(long, value_name = "TEXT")]
    timeline_title: Option<String>,
    #[command(flatten)]
    event: EventFlags,
}

pub(crate) fn add(args: &AddArgs, global: &Global, world: &World) -> Result<Outcome, Failure> {
    check_flags(global, "an event")?;
    let path = target(global, world)?;
    let read = || Old::read(&path, args.timeline_title.as_deref());
    // A file that cannot be read is the graver fault.
    let mut draft = Draft::of(&args.event).or_else(|refusal| read().and(Err(refusal.into())))?;
    let asks = world.input_terminal && (draft.is_bare() || !draft.missing().is_empty());
    if asks && !asked(&mut draft, &read()?, args.dry_run)? {
        return Ok(Outcome {
            notes: vec!["nothing was added".to_owned()],
            exit: Exit::No,
            ..Outcome::of(String::new())
        });
    }
    let mut added = if args.dry_run {
        read()?.with(&draft)?
    } else {
        append(&path, &read, &|old| old.with(&draft))?
    };
    let (id, name) = (&added.id, clean_line(&path.to_string_lossy()));
    let done = if args.dry_run { "would be" } else { "was" };
    added.notes.push(format!("`{id}` {done} added to `{name}`"));
    // Whoever confirmed the block has seen it.
    let is_seen = asks && !args.dry_run;
    Ok(Outcome {
        notes: added.notes,
        ..Outcome::of(if is_seen { String::new() } else { added.block })
    })
}

/// Asks for what the draft lacks, and whether it is to be added.
fn asked(draft: &mut Draft, old: &Old, dry_run: bool) -> Result<bool, Failure> {
    let mut prompt = Prompt {
        answers: &mut io::stdin().lock(),
        out: &mut io::stderr().lock(),
        draft,
        old,
    };
    match prompt.event() {
        Ok(()) => {
            let block = old.with(prompt.draft)?.block;
            let path = clean_line(&old.reading.source.path);
            Ok(dry_run || prompt.confirm(&format!("\n{block}\nadd this to `{path}`?")))
        }
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => {
            let why = input::reason(&error);
            Err(FileError::unreadable("standard input", &why).into())
        }
    }
}

/// Appends an event to the file as it now is, so that what others wrote stays.
///
/// The lock is for other calls of `add`. An editor asks for none: where the file is another one at the end, all is
/// done anew.
pub(super) fn append(
    path: &Path,
    read: &dyn Fn() -> Result<Old, Failure>,
    make: &dyn Fn(&Old) -> Result<Addition, Failure>,
) -> Result<Addition, Failure> {
    let file = OutputFile::open(path, false)?;
    let _lock = file.lock(WAIT)?;
    for _ in 0..TRIES {
        let old = read()?;
        let addition = make(&old)?;
        if addition.block.is_empty() {
            return Ok(addition);
        }
        if old.begins {
            file.commit(addition.whole.clone())?;
            return Ok(addition);
        }
        if file.replace(old.text.as_bytes(), &addition.whole)? {
            return Ok(addition);
        }
    }
    let name = path.to_string_lossy();
    Err(FileError::unwritable(&name, "another program keeps changing it").into())
}

/// A sound file, to which an event may be added.
pub(super) struct Old {
    pub(super) text: String,
    pub(super) reading: Reading,
    begins: bool,
}

pub(super) struct Addition {
    pub(super) id: String,
    pub(super) block: String,
    pub(super) whole: String,
    pub(super) notes: Vec<String>,
    /// What the file says with it.
    pub(super) timeline: Timeline,
    pub(super) events: usize,
    /// Whether an amendment is not placed in full that must be.
    pub(super) is_short: bool,
}

impl Old {
    /// Reads a file, or where there is none makes up the text with which one begins.
    pub(super) fn read(path: &Path, title: Option<&str>) -> Result<Self, Failure> {
        let found = path.symlink_metadata();
        let begins = found.is_err_and(|error| error.kind() == ErrorKind::NotFound);
        if begins {
            let title = title.map_or_else(|| title_of(path), str::to_owned);
            let text = beginning(&title, &Draft::default());
            return Self::of(&path.to_string_lossy(), text.into_bytes().into(), begins);
        }
        if title.is_some() {
            let message = format!("`{}` has a title already", path.to_string_lossy());
            return Err(Refusal::new(message, "remove `--timeline-title`").into());
        }
        let input = input::file(path)?;
        Self::of(&input.name, input.bytes, begins)
    }

    pub(super) fn of(name: &str, bytes: Cow<'static, [u8]>, begins: bool) -> Result<Self, Failure> {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Self {
            text,
            reading: sound(file::read(name, bytes, true))?,
            begins,
        })
    }

    /// The first thing that `check` would refuse in an event, where it is far enough to be looked at.
    pub(super) fn wrong(&self, draft: &Draft) -> Option<Refusal> {
        let is_enough = draft.missing().is_empty();
        match is_enough.then(|| self.with(draft))?.err()? {
            Failure::Usage(refusal) => Some(refusal),
            Failure::Unfit(after) => {
                let first = after.diagnostics.into_iter().next()?;
                Some(Refusal::new(first.message, first.help.unwrap_or_default()))
            }
            _ => None,
        }
    }

    fn with(&self, draft: &Draft) -> Result<Addition, Failure> {
        let id = draft.id(&self.reading.history.timeline)?;
        let draft = draft.grown(&self.reading.history)?;
        let toml = draft.toml(Toml::below(&self.text), &id);
        self.joined(id, toml.out)
    }

    /// The file with an event below it, which must pass `check`.
    pub(super) fn joined(&self, id: String, block: String) -> Result<Addition, Failure> {
        let whole = appended(&self.text, &block);
        let mut after = file::read(&self.reading.source.path, whole.clone().into_bytes(), true);
        if !after.is_sound() {
            let is_error = |found: &Diagnostic| found.code.severity() == Severity::Error;
            after.diagnostics.retain(is_error);
            after.diagnostics.iter_mut().for_each(declare);
            return Err(Failure::Unfit(Box::new(after)));
        }
        let is_new = |found: &&Diagnostic| {
            let mut known = self.reading.diagnostics.iter();
            !known.any(|of| (of.code, &of.message) == (found.code, &found.message))
        };
        let new = after.diagnostics.iter().filter(is_new);
        let warning =
            |it: &Diagnostic| format!("{}[{}]: {}", it.code.severity(), it.code, it.message);
        let mut notes: Vec<String> = new.map(warning).collect();
        if self.begins {
            let title = quote(&after.history.timeline.title);
            notes.push(format!("the file is new, and its title is {title}"));
        }
        let timeline = after.history.timeline;
        let before = self.reading.history.timeline.events.len();
        Ok(Addition {
            id,
            block,
            whole,
            notes,
            events: timeline.events.len() - before,
            timeline,
            is_short: false,
        })
    }
}

/// The file that an event is appended to: never the bundled timeline.
fn target(global: &Global, world: &World) -> Result<PathBuf, Failure> {
    let paths = input::named(&global.file, world)?;
    match paths.as_slice() {
        [] => Ok("timeline.toml".into()),
        [path] if path.as_os_str() != "-" && !path.is_dir() => Ok(path.clone()),
        _ => {
            let help = "name it with `--file PATH`";
            Err(Refusal::new("an event is added to one file", help).into())
        }
    }
}

/// Says which flag declares what is unknown.
fn declare(found: &mut Diagnostic) {
    let table = found.code.word().strip_prefix("unknown-");
    if let Some(table @ ("party" | "source" | "clause")) = table
        && let Some(help) = &mut found.help
    {
        help.extend(["; or declare it with `--new-", table, " ID=NAME`"]);
    }
}

/// A file with a block at its end, below an empty line.
fn appended(old: &str, block: &str) -> String {
    let ending = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let glue = match old {
        _ if old.is_empty() || block.is_empty() => String::new(),
        old if old.ends_with('\n') => ending.to_owned(),
        _ => ending.repeat(2),
    };
    format!("{old}{glue}{}", block.replace('\n', ending))
}
