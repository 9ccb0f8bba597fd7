//! `check`: the files read in full, and all that is wrong with them.

use clap::ValueEnum;

use super::{Exit, Failure, Outcome, format, today};
use crate::cli::{CheckArgs, Format, Global};
use crate::file::{self, Reading};
use crate::input;
use crate::render::{self, Look};
use crate::report::ask::Refusal;
use crate::world::World;

/// A format as it is typed.
fn word(format: Format) -> String {
    format
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}

/// Refuses what `check` cannot be printed as, before any file is read.
fn check_format(global: &Global, look: Look) -> Result<Format, Refusal> {
    match format(global, look)? {
        Format::List if global.format.is_none() => Ok(Format::Table),
        format @ (Format::Table | Format::Json) => Ok(format),
        other => Err(Refusal {
            message: format!(
                "`check` is printed as a table or as JSON only, not as `{}`",
                word(other)
            ),
            help: Some("leave `--format` out, or use `--json`".to_owned()),
        }),
    }
}

pub(super) fn check(
    args: &CheckArgs,
    global: &Global,
    world: &World,
    look: Look,
) -> Result<Outcome, Failure> {
    let format = check_format(global, look)?;
    let inputs = if args.files.is_empty() {
        vec![input::timeline(global.file.as_deref(), world)?]
    } else {
        args.files
            .iter()
            .map(|path| input::file(path))
            .collect::<Result<Vec<_>, _>>()?
    };
    let today = today(global, world)?;
    let readings: Vec<Reading> = inputs
        .into_iter()
        .map(|input| file::read(&input.name, input.bytes, true))
        .collect();
    let out = match format {
        Format::Json => render::diagnostics::json(&readings, today),
        _ => readings
            .iter()
            .map(|reading| render::diagnostics::report(reading, look))
            .collect(),
    };
    let sound = readings.iter().all(Reading::is_sound);
    Ok(Outcome {
        out,
        notes: Vec::new(),
        exit: (!sound).then_some(Exit::No),
    })
}
