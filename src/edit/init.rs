//! `init`: a timeline to begin with.

use std::path::{Path, PathBuf};

use clap::Args;

use super::check_flags;
use super::draft::{Draft, halves};
use super::toml::Toml;
use crate::file::names::slug;
use crate::file::{self, schema::schema};
use crate::shell::global::Global;
use crate::shell::input::BUNDLED;
use crate::shell::outcome::{Failure, FileError, Outcome};
use crate::shell::output::OutputFile;
use crate::text::clean_line;

/// A small timeline that shows every feature of the format once.
pub const TEMPLATE: &str = include_str!("template.toml");

/// What stands above a timeline that begins.
const ABOVE: &str = "\
# `partnership add` appends what happened, `partnership help format` explains every key,
# and `partnership check` finds what is wrong.

";

const SCHEMA: &str = "timeline.schema.json";

/// Calls that go on from what is written, each with the file that it is about.
const BEGUN: &str = "  partnership check{of}
  partnership add{of} --date 2026-01-15 --title 'The lease is signed' --new-source lease='The lease' --cite lease --new-clause rent=Rent --change rent=adopt --text 'The rent is 900 a month.' --term monthly=900 --dry-run
  partnership init --example -
  partnership help format
";
const COPIED: &str = "  partnership check{of}
  partnership timeline{of}
  partnership help format
";
const SHOWN: &str = "  partnership add{of} --date 2026-04 --title 'The price is raised' --cite paper-2023 --change price=amend --term price=34 --dry-run
";

#[derive(Args, Debug)]
pub struct InitArgs {
    /// The file to write; `-` is standard output
    #[arg(value_name = "PATH", default_value = "timeline.toml")]
    path: PathBuf,
    /// What the timeline is called [default: made from the name of its file or folder]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Someone who is bound: an id and a name; may be repeated
    #[arg(long = "party", value_name = "ID=NAME")]
    parties: Vec<String>,
    /// Write a commented timeline that shows every feature of the format once
    #[arg(long, conflicts_with_all = ["title", "parties", "from"])]
    example: bool,
    /// Write a copy of the timeline that comes with the program
    #[arg(long, value_name = "TIMELINE", value_parser = ["bundled"], conflicts_with_all = ["title", "parties"])]
    from: Option<String>,
    /// Replace what is there
    #[arg(long)]
    force: bool,
}

impl InitArgs {
    fn text(&self) -> Result<String, Failure> {
        if self.example {
            return Ok(TEMPLATE.to_owned());
        }
        if self.from.is_some() {
            return Ok(BUNDLED.to_owned());
        }
        let mut draft = Draft::default();
        for party in &self.parties {
            let (id, name) = halves("party", party, "ID=NAME")?;
            draft.declare("party", id, name)?;
        }
        let title = self.title.clone().filter(|title| !title.trim().is_empty());
        let title = title.unwrap_or_else(|| title_of(&self.path));
        let text = beginning(&title, &draft);
        let reading = file::read(
            &self.path.to_string_lossy(),
            text.clone().into_bytes(),
            true,
        );
        let is_sound = reading.is_sound();
        is_sound
            .then_some(text)
            .ok_or_else(|| Failure::Unfit(Box::new(reading), ""))
    }
}

pub(crate) fn init(args: &InitArgs, global: &Global) -> Result<Outcome, Failure> {
    check_flags(global, "a new timeline")?;
    global.refuse_timeline("a new timeline", &[])?;
    let text = args.text()?;
    if args.path == Path::new("-") {
        return Ok(Outcome::of(text));
    }
    let name = args.path.to_string_lossy();
    if args.path.symlink_metadata().is_ok() && !args.force {
        let reason = "it exists already, and only `--force` replaces it";
        return Err(FileError::unwritable(&name, reason).into());
    }
    let file = OutputFile::open(&args.path)?.new_unless(args.force);
    let mut told = format!("`{}` is written", clean_line(&name));
    let is_stream = args.path.metadata().is_ok_and(|found| !found.is_file());
    if args.from.is_some() || is_stream {
        file.commit(text)?;
    } else {
        let beside = args.path.with_file_name(SCHEMA);
        let is_there = beside.symlink_metadata().is_ok() && !args.force;
        let place = (!is_there).then(|| OutputFile::open(&beside));
        let place = place.transpose()?;
        file.commit(format!("#:schema ./{SCHEMA}\n{text}"))?;
        if let Some(place) = place {
            place
                .new_unless(args.force)
                .commit(format!("{:#}\n", schema()))?;
        }
        let does = ["is its schema, for editors", "was there, and stays"][usize::from(is_there)];
        told.extend(["; `", SCHEMA, "` beside it ", does]);
    }
    Ok(Outcome::of(format!(
        "{told}.\n\nTry next:\n{}",
        next(args, &name)
    )))
}

/// A timeline in which nothing happens yet, with what a draft declares.
pub(super) fn beginning(title: &str, draft: &Draft) -> String {
    let mut toml = Toml::default();
    toml.raw("format", "1");
    toml.text("title", title);
    draft.declarations(&mut toml);
    ABOVE.to_owned() + &toml.finish()
}

/// What a timeline is called by the name of its file, or of the folder where its file has the usual name.
pub(super) fn title_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_owned();
    let folder = || {
        let parent = path.parent().filter(|parent| *parent != Path::new(""));
        let whole = parent.unwrap_or(Path::new(".")).canonicalize().ok()?;
        Some(whole.file_name()?.to_owned())
    };
    let name = if stem == "timeline" || stem == "-" {
        folder().unwrap_or(stem)
    } else {
        stem
    };
    let name = name.to_string_lossy().replace(['-', '_'], " ");
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    let mut letters = name.chars();
    let Some(first) = letters.next().filter(|_| slug(name).is_some()) else {
        return "Timeline".to_owned();
    };
    first.to_uppercase().chain(letters).collect()
}

/// Calls that go on from here.
fn next(args: &InitArgs, name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "._-/".contains(c);
    let of = match clean_line(name) {
        name if name == "timeline.toml" => String::new(),
        name if name.chars().all(is_plain) => format!(" -f {name}"),
        name => format!(" -f '{name}'"),
    };
    let calls = match (args.example, &args.from) {
        (true, _) => SHOWN.to_owned() + COPIED,
        (_, Some(_)) => COPIED.to_owned(),
        _ => BEGUN.to_owned(),
    };
    calls.replace("{of}", &of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{self, code::Code, keys::SHAPES};

    #[test]
    fn it_passes_check_with_nothing_but_the_disagreement_that_it_shows() {
        let reading = file::read("template.toml", TEMPLATE.as_bytes(), true);
        let found: Vec<(Code, &str)> = reading
            .diagnostics
            .iter()
            .map(|found| (found.code, found.message.as_str()))
            .filter(|(code, _)| *code != Code::Disagreement)
            .collect();
        assert_eq!(found, []);
    }

    #[test]
    fn it_shows_every_key_and_every_action() {
        for shape in SHAPES {
            for key in shape.names() {
                let used = [format!("{key} = "), format!("{key}]"), format!("[{key}.")];
                let shown = used.iter().any(|form| TEMPLATE.contains(form));
                // What a source claims otherwise has the keys of a change.
                assert!(
                    shown || shape.name == "cite",
                    "`{key}` of {} is not shown",
                    shape.name
                );
            }
        }
        for action in crate::agreement::Action::WORDS {
            assert!(
                TEMPLATE.contains(&format!("action = \"{action}\"")),
                "{action}"
            );
        }
    }
}
