//! `check`: the files read in full, and all that is wrong with them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use crate::answer::Format;
use crate::file::code::{Code, Severity};
use crate::file::{self, Reading, explain};
use crate::formats::diagnostics;
use crate::questions::view::Refusal;
use crate::shell::global::{Call, Global};
use crate::shell::help::page;
use crate::shell::input::{self, Asked, one_agreement, passed_over};
use crate::shell::outcome::{Exit, Failure, Outcome};
use crate::text::words::{and_list, and_some, nearest, ticked};

#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Files, or directories with all their `.toml` files; without one, the timeline that other commands read
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Exit with 1 on warnings too
    #[arg(long)]
    strict: bool,
    /// Explain a code: what is wrong, why it matters, and an example; reads no file
    #[arg(long, value_name = "CODE", conflicts_with_all = ["files", "strict"])]
    explain: Option<String>,
}

/// Refuses what `check` cannot be printed as, before any file is read.
fn check_format(global: &Global) -> Result<Format, Refusal> {
    match global.format(Format::Table)? {
        format @ (Format::Table | Format::Json | Format::Short | Format::Github) => Ok(format),
        other => Err(Refusal::new(
            format!("`check` cannot be printed as `{}`", other.word()),
            "remove the format, or use `--format short`, `--format github` or `--json`",
        )),
    }
}

pub(crate) fn check(args: &CheckArgs, call: Call<'_>) -> Result<Outcome, Failure> {
    let Call {
        global,
        world,
        look,
    } = call;
    if let Some(code) = &args.explain {
        return explain(code, call);
    }
    let format = check_format(global)?;
    let files = if args.files.is_empty() {
        &global.file
    } else {
        &args.files
    };
    let (mut inputs, mut others) = (Vec::new(), 0);
    match Asked::of(files, world)? {
        Asked::One(path) => inputs.push(input::one(path.as_deref())?),
        Asked::Many(found) => {
            for found in found {
                match found.read()? {
                    Some(input) => inputs.push(input),
                    None => others += 1,
                }
            }
        }
    }
    let today = global.today(world)?;
    let paths: Vec<Option<String>> = inputs.iter().map(|input| input.path.clone()).collect();
    let inputs = inputs.into_iter();
    let readings = inputs.map(|input| file::read(&input.name, input.bytes, true));
    let readings: Vec<Reading> = readings.collect();
    let report = |reading| diagnostics::report(reading, look);
    let out = match format {
        Format::Json => diagnostics::json(&readings, &paths, today),
        Format::Short => readings.iter().map(diagnostics::short).collect(),
        Format::Github => readings.iter().map(diagnostics::github).collect(),
        _ => readings.iter().map(report).collect(),
    };
    let passes = |reading: &Reading| {
        reading.is_sound() && !(args.strict && reading.count(Severity::Warning) > 0)
    };
    let (shared, otherwise) = (one_id(&readings), told_otherwise(&readings));
    let agree = shared.is_empty() && (otherwise.is_empty() || !args.strict);
    let sound = agree && readings.iter().all(passes);
    // A table says so itself, and JSON has a key for it.
    let short = readings
        .iter()
        .filter(|_| matches!(format, Format::Short | Format::Github));
    let note = |reading: &Reading| {
        diagnostics::more(reading).map(|more| format!("{}: {more}", reading.source.path))
    };
    let left_out = (others > 0).then(|| passed_over(others));
    Ok(Outcome {
        notes: [left_out.into_iter().collect(), shared, otherwise]
            .concat()
            .into_iter()
            .chain(short.filter_map(note))
            .collect(),
        exit: if sound { Exit::Done } else { Exit::No },
        ..Outcome::of(out)
    })
}

/// Which files are of one agreement.
fn one_id(readings: &[Reading]) -> Vec<String> {
    let mut files: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for reading in readings {
        let id = reading.history.timeline.id.as_str();
        files.entry(id).or_default().push(&reading.source.path);
    }
    files.retain(|_, paths| paths.len() > 1);
    let told = files.into_iter();
    told.map(|(id, paths)| one_agreement(id, paths)).collect()
}

/// What several files say otherwise of a party or a source that is one.
fn told_otherwise(readings: &[Reading]) -> Vec<String> {
    let mut said: BTreeMap<String, BTreeMap<&str, &str>> = BTreeMap::new();
    for reading in readings.iter().filter(|reading| reading.is_sound()) {
        let (timeline, path) = (&reading.history.timeline, reading.source.path.as_str());
        let mut say = |of: String, value| said.entry(of).or_default().insert(value, path);
        for party in &timeline.parties {
            say(format!("the name of party `{}`", party.id), &party.name);
        }
        for source in &timeline.sources {
            if let (Some(publisher), Some(url)) = (&source.publisher, &source.url) {
                say(format!("the publisher of `{url}`"), publisher);
                let of = format!("the address of source `{}` of `{publisher}`", source.id);
                say(of, url);
            }
        }
    }
    said.retain(|_, values| values.len() > 1);
    let told = said.into_iter().map(|(of, values)| {
        let values = values.into_iter();
        let values = values.map(|(value, path)| format!("{} in `{path}`", ticked(value)));
        let values: Vec<String> = values.collect();
        format!("{of} is {}", and_some(&values))
    });
    told.collect()
}

fn explain(code: &str, call: Call<'_>) -> Result<Outcome, Failure> {
    let Ok(known) = code.parse::<Code>() else {
        let help = match nearest(code, Code::WORDS.iter().copied()) {
            Some(near) => format!("there is a code `{near}`"),
            None => format!("the codes are {}", and_list(Code::WORDS)),
        };
        return Err(Refusal::new(format!("there is no code `{code}`"), help).into());
    };
    call.global
        .refuse_timeline("an explanation", &[Format::Markdown])?;
    Ok(page(&explain::page(known), call))
}
