//! `init`: a small timeline to begin with.

use std::path::{Path, PathBuf};

use clap::Args;

use super::check_flags;
use crate::shell::global::Global;
use crate::shell::outcome::{Failure, FileError, Outcome};
use crate::shell::output::OutputFile;

/// A small timeline that shows every feature of the format once.
pub const TEMPLATE: &str = include_str!("template.toml");

const NEXT: &str = "Try next:
  partnership check
  partnership timeline
  partnership add --date 2026-04 --title 'The price is raised' --cite paper-2023 --change price=amend --term price=34 --dry-run
  partnership schema -o timeline.schema.json
  partnership help format
";

#[derive(Args, Debug)]
pub struct InitArgs {
    /// The file to write; `-` is standard output
    #[arg(value_name = "PATH", default_value = "timeline.toml")]
    path: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

pub(crate) fn init(args: &InitArgs, global: &Global) -> Result<Outcome, Failure> {
    check_flags(global, "a new timeline")?;
    global.refuse_timeline("a new timeline", &[])?;
    if args.path == Path::new("-") {
        return Ok(Outcome::of(TEMPLATE.to_owned()));
    }
    let name = args.path.to_string_lossy().into_owned();
    if args.path.symlink_metadata().is_ok() && !args.force {
        let reason = "it exists already, and only `--force` replaces it";
        return Err(FileError::unwritable(&name, reason).into());
    }
    let file = OutputFile::open(&args.path)?.new_unless(args.force);
    file.commit(TEMPLATE.to_owned())?;
    let name = crate::text::clean_line(&name);
    Ok(Outcome::of(format!("`{name}` is written.\n\n{NEXT}")))
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
