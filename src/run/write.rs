//! `init` and `add`: a timeline file begun, and an event appended to it.

use std::io;
use std::path::{Path, PathBuf};

use super::help::{alone, plain};
use super::{Exit, Failure, Outcome};
use crate::cli::Global;
use crate::edit::args::{AddArgs, InitArgs};
use crate::edit::draft::{Draft, Told, Unfit};
use crate::edit::toml::Toml;
use crate::edit::{ask, init};
use crate::file::{self, Reading};
use crate::input;
use crate::output::{Pending, Unwritable};
use crate::report::ask::Refusal;
use crate::world::World;

/// What to try after `init`.
const NEXT: &str = "Try next:
  partnership check
  partnership timeline
  partnership add --date 2026-04 --title 'The price is raised' --cite paper-2023 --change price=amend --term price=34 --dry-run
  partnership schema -o timeline.schema.json
  partnership help format
";

impl From<Unfit> for Failure {
    fn from(unfit: Unfit) -> Self {
        Self::Usage(Refusal {
            message: unfit.message,
            help: Some(unfit.help),
        })
    }
}

/// Refuses what only an answer has.
fn writes(global: &Global, what: &str) -> Result<(), Refusal> {
    plain(global, what, &[])?;
    if global.output.is_none() {
        return Ok(());
    }
    Err(Refusal {
        message: format!("{what} does not go to an `--output`"),
        help: Some("name the timeline itself: `init PATH`, `add --file PATH`".to_owned()),
    })
}

pub(super) fn init(args: &InitArgs, global: &Global) -> Result<Outcome, Failure> {
    writes(global, "a new timeline")?;
    alone(global, "a new timeline", &[])?;
    if args.path == Path::new("-") {
        return Ok(Outcome {
            out: init::TEMPLATE.to_owned(),
            ..Outcome::default()
        });
    }
    let name = args.path.to_string_lossy().into_owned();
    if args.path.symlink_metadata().is_ok() && !args.force {
        let reason = "it is there already, and only `--force` replaces it".to_owned();
        return Err(Unwritable { name, reason }.into());
    }
    Pending::open(&args.path)?.commit(init::TEMPLATE)?;
    let name = crate::text::clean_line(&name);
    Ok(Outcome {
        out: format!("`{name}` is written.\n\n{NEXT}"),
        ..Outcome::default()
    })
}

pub(super) fn add(args: &AddArgs, global: &Global, world: &World) -> Result<Outcome, Failure> {
    writes(global, "an event")?;
    let path = target(global, world)?;
    let input = input::file(&path)?;
    let old = input.bytes.clone();
    let before = file::read(&input.name, input.bytes, false);
    if !before.is_sound() {
        return Err(Failure::Unsound(Box::new(before)));
    }
    let complete = args.date.is_some() && args.title.is_some();
    let asks = world.input_terminal && !complete;
    let told = if asks {
        match questions(args.told.clone(), &before)? {
            Some(told) => told,
            None => return Ok(nothing_added()),
        }
    } else {
        args.told.clone()
    };
    let draft = Draft::of(told, &before.timeline)?;
    let old = String::from_utf8_lossy(&old);
    let (ending, toml) = if old.contains("\r\n") {
        ("\r\n", Toml::one_line())
    } else {
        ("\n", Toml::default())
    };
    let block = draft.toml(toml)?;
    let whole = appended(&old, &block, ending);
    let after = file::read(&input.name, whole.clone().into_bytes(), true);
    if !after.is_sound() {
        return Err(Failure::Unfit(Box::new(after)));
    }
    let mut notes = warnings(&after, old.len());
    let confirmed = asks && !args.dry_run;
    if confirmed {
        let mut error = io::stderr().lock();
        let question = format!(
            "\n{block}\nadd this to `{}`?",
            crate::text::clean_line(&input.name)
        );
        let yes = ask::confirm(&question, &mut io::stdin().lock(), &mut error);
        if !yes.map_err(|error| unanswered(&error))? {
            return Ok(nothing_added());
        }
    }
    let name = crate::text::clean_line(&input.name);
    if args.dry_run {
        notes.push(format!(
            "`{}` would be added to `{name}`; nothing was written",
            draft.id()
        ));
    } else {
        Pending::open(&path)?.commit(&whole)?;
        notes.push(format!("`{}` is added to `{name}`", draft.id()));
    }
    Ok(Outcome {
        // Who confirmed it has seen it.
        out: if confirmed { String::new() } else { block },
        notes,
        exit: None,
    })
}

/// The file that an event is appended to: never standard input, and never the bundled timeline.
fn target(global: &Global, world: &World) -> Result<PathBuf, Refusal> {
    let named = input::named(global.file.as_deref(), world);
    let refused = |message: &str| Refusal {
        message: message.to_owned(),
        help: Some(
            "`partnership init` writes a timeline to begin with; `--file PATH` names one"
                .to_owned(),
        ),
    };
    match named {
        Some(path) if path == Path::new("-") => {
            Err(refused("an event cannot be added to standard input"))
        }
        Some(path) => Ok(path),
        None => Err(refused(
            "there is no `timeline.toml` here, and the bundled timeline cannot be changed",
        )),
    }
}

fn questions(told: Told, before: &Reading) -> Result<Option<Told>, Failure> {
    let (mut answers, mut out) = (io::stdin().lock(), io::stderr().lock());
    ask::event(told, &before.timeline, &mut answers, &mut out)
        .map_err(|error| Failure::from(unanswered(&error)))
}

fn unanswered(error: &io::Error) -> input::Unreadable {
    input::Unreadable {
        name: "standard input".to_owned(),
        reason: input::reason(error),
    }
}

fn nothing_added() -> Outcome {
    Outcome {
        notes: vec!["nothing was added".to_owned()],
        exit: Some(Exit::No),
        ..Outcome::default()
    }
}

/// A file with more at its end, below an empty line.
fn appended(old: &str, block: &str, ending: &str) -> String {
    let glue = match old {
        "" => String::new(),
        old if old.ends_with('\n') => ending.to_owned(),
        _ => ending.repeat(2),
    };
    format!("{old}{glue}{}", block.replace('\n', ending))
}

/// What `check` warns of in what was added.
fn warnings(after: &Reading, start: usize) -> Vec<String> {
    let added = after
        .diagnostics
        .iter()
        .filter(|found| found.primary.span.start >= start);
    added
        .map(|found| {
            format!(
                "{}[{}]: {}",
                found.code.severity(),
                found.code,
                found.message
            )
        })
        .collect()
}
