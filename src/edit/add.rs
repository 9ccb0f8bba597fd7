//! `add`: one event appended to a timeline file, which must still pass `check`.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::draft::Draft;
use super::flags::EventFlags;
use super::toml::Toml;
use super::{ask, check_flags};
use crate::file::{self, Reading};
use crate::questions::view::Refusal;
use crate::shell::global::Global;
use crate::shell::input;
use crate::shell::outcome::{Exit, Failure, FileError, Outcome};
use crate::shell::output::OutputFile;
use crate::text::clean_line;
use crate::world::World;

#[derive(Args, Debug)]
pub struct AddArgs {
    /// Show what would be added, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// What the event says.
    #[command(flatten)]
    event: EventFlags,
}

pub(crate) fn add(args: &AddArgs, global: &Global, world: &World) -> Result<Outcome, Failure> {
    check_flags(global, "an event")?;
    let path = target(global, world)?;
    let input = input::file(&path)?;
    let old = input.bytes.clone();
    let before = file::read(&input.name, input.bytes, false);
    if !before.is_sound() {
        return Err(Failure::Unsound(Box::new(before)));
    }
    let name = clean_line(&input.name);
    let mut draft = Draft::default();
    for (flag, value) in &args.event.0 {
        draft.take(flag, value.clone())?;
    }
    let asks = world.input_terminal && !draft.is_complete();
    let (mut answers, mut questions) = (io::stdin().lock(), io::stderr().lock());
    let timeline = &before.timeline;
    let unanswered = |error| FileError::unreadable("standard input", &input::reason(&error));
    if asks
        && !ask::event(&mut draft, timeline, &mut answers, &mut questions).map_err(unanswered)?
    {
        return Ok(nothing_added());
    }
    draft.finish(timeline)?;
    let old = String::from_utf8_lossy(&old);
    let crlf = old.contains("\r\n");
    let (toml, ending) = if crlf {
        (Toml::one_line(), "\r\n")
    } else {
        (Toml::default(), "\n")
    };
    let block = draft.toml(toml);
    let whole = appended(&old, &block, ending);
    let after = file::read(&input.name, whole.clone().into_bytes(), true);
    if !after.is_sound() {
        return Err(Failure::Unfit(Box::new(after)));
    }
    let mut notes = warnings(&after, old.len());
    let confirmed = asks && !args.dry_run;
    let question = format!("\n{block}\nadd this to `{name}`?");
    if confirmed && !ask::confirm(&question, &mut answers, &mut questions).map_err(unanswered)? {
        return Ok(nothing_added());
    }
    let id = draft.id();
    if args.dry_run {
        let note = format!("`{id}` would be added to `{name}`; nothing was written");
        notes.push(note);
    } else {
        OutputFile::open(&path)?.commit(&whole)?;
        notes.push(format!("`{id}` is added to `{name}`"));
    }
    Ok(Outcome {
        // Whoever confirmed the block has seen it.
        out: if confirmed { String::new() } else { block },
        notes,
        exit: Exit::Done,
    })
}

/// The file that an event is appended to: never standard input, and never the bundled timeline.
fn target(global: &Global, world: &World) -> Result<PathBuf, Failure> {
    let message = match input::named(global.file.as_deref(), world)? {
        Some(path) if path == Path::new("-") => "an event cannot be added to standard input",
        Some(path) => return Ok(path),
        None => "there is no `timeline.toml` here, and the bundled timeline cannot be changed",
    };
    Err(Refusal::new(
        message,
        "`partnership init` writes a timeline to begin with; `--file PATH` names one",
    )
    .into())
}

fn nothing_added() -> Outcome {
    Outcome {
        out: String::new(),
        notes: vec!["nothing was added".to_owned()],
        exit: Exit::No,
    }
}

/// A file with a block at its end, below an empty line.
fn appended(old: &str, block: &str, ending: &str) -> String {
    let glue = match old {
        "" => String::new(),
        old if old.ends_with('\n') => ending.to_owned(),
        _ => ending.repeat(2),
    };
    format!("{old}{glue}{}", block.replace('\n', ending))
}

/// What `check` warns of in what was added, which begins at a byte of the file.
fn warnings(after: &Reading, start: usize) -> Vec<String> {
    let mut warnings = Vec::new();
    for found in &after.diagnostics {
        if found.primary.span.start >= start {
            let (severity, message) = (found.code.severity(), &found.message);
            warnings.push(format!("{severity}[{}]: {message}", found.code));
        }
    }
    warnings
}
