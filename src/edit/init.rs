//! `init`: a timeline to begin with.

use std::path::{Path, PathBuf};

use clap::Args;

use super::draft::{Draft, halves};
use super::toml::Toml;
use crate::file::{self, schema::schema};
use crate::questions::view::Refusal;
use crate::shell::global::Global;
use crate::shell::input::BUNDLED;
use crate::shell::outcome::{Failure, Outcome};
use crate::shell::output::OutputFile;
use crate::text::clean_line;
use crate::text::words::is_toml;

/// A small timeline that shows every feature of the format once.
pub const TEMPLATE: &str = include_str!("template.toml");

/// What stands above a timeline that begins.
const ABOVE: &str = "\
# `partnership add` appends what happened, `partnership help format` explains every key,
# and `partnership check` finds what is wrong.

";

const SCHEMA: &str = "timeline.schema.json";

/// Calls that go on from what is written.
const NEXT: &str = "
Try next:
  partnership check{of}
  partnership timeline{of}
  partnership add{of} --date 2026-01-15 --title 'The lease is signed' --new-source lease --source-title 'The lease' --cite lease --new-clause rent=Rent --change rent=adopt --text 'The rent is 900 a month.' --term monthly=900 --dry-run
  partnership init --example -
  partnership help format
";

#[derive(Args, Debug)]
pub struct InitArgs {
    /// The file to write, also as `--output`; `-` is standard output [default: timeline.toml]
    #[arg(value_name = "PATH", conflicts_with = "output")]
    pub(crate) path: Option<PathBuf>,
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
    fn text(&self, path: &Path) -> Result<String, Failure> {
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
        let title = title.unwrap_or_else(|| title_of(path));
        let text = beginning(&title, &draft);
        let name = path.to_string_lossy();
        let reading = file::read(&name, text.clone().into_bytes(), true);
        let is_sound = reading.is_sound().then_some(text);
        is_sound.ok_or_else(|| Failure::Unfit(Box::new(reading)))
    }
}

pub(crate) fn init(args: &InitArgs, global: &Global) -> Result<Outcome, Failure> {
    global.refuse_lenses("a new timeline", &[])?;
    global.refuse_timeline("a new timeline", &[])?;
    let path = args.path.as_deref().unwrap_or(Path::new("timeline.toml"));
    let mut text = args.text(path)?;
    let name = path.to_string_lossy();
    if name == "-" {
        return Ok(Outcome::of(text));
    }
    if path.symlink_metadata().is_ok() && !path.is_dir() && !args.force {
        let message = format!("`{name}` exists already");
        let help = "name another file, or replace it with `--force`";
        return Err(Refusal::new(message, help).into());
    }
    let file = OutputFile::open(path, args.force)?;
    let name = clean_line(&name);
    let mut told = format!("`{name}` is written.\n");
    if args.from.is_none() && is_toml(path) {
        text.insert_str(0, &format!("#:schema ./{SCHEMA}\n"));
        let beside = path.with_file_name(SCHEMA);
        let mut what = "was there, and stays";
        if args.force || beside.symlink_metadata().is_err() {
            OutputFile::open(&beside, args.force)?.commit(format!("{:#}\n", schema()))?;
            what = "lets editors complete and check keys";
        }
        told.extend(["`", SCHEMA, "` beside it ", what, ".\n"]);
    }
    file.commit(text)?;
    let of = match &*name {
        "timeline.toml" => String::new(),
        name => format!(" -f '{name}'"),
    };
    Ok(Outcome::of(told + &NEXT.replace("{of}", &of)))
}

/// A timeline in which nothing happens yet, with what a draft declares.
pub(super) fn beginning(title: &str, draft: &Draft) -> String {
    let mut toml = Toml::default();
    toml.raw("format", "1");
    toml.text("title", title);
    draft.declarations(&mut toml);
    ABOVE.to_owned() + &toml.out
}

/// What a timeline is called by the name of its file, or of its folder where the file has the usual name.
pub(super) fn title_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    let whole = Path::new(".").join(path).with_file_name("").canonicalize();
    let folder = whole.ok().filter(|_| stem == "timeline" || stem == "-");
    let name = folder.as_deref().and_then(Path::file_name).unwrap_or(stem);
    let name = name.to_string_lossy().replace(['-', '_'], " ");
    let mut letters = name.trim_matches(|c: char| !c.is_alphanumeric()).chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Timeline".to_owned(),
    }
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
