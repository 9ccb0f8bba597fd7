//! `check`: the files read in full, and all that is wrong with them.

use std::path::PathBuf;

use clap::Args;

use crate::answer::Format;
use crate::file::{self, Reading, agree, code::Code, code::Severity, explain};
use crate::formats::diagnostics;
use crate::shell::input::{asked, no_timeline, passed_over};
use crate::shell::{Call, Exit, Failure, Outcome, help::page, one_of};

#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Files, or directories with all their `.toml` files; without one, the timeline that other commands read
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Exit with 1 on warnings too
    #[arg(long)]
    strict: bool,
    /// Explain a code: what is wrong, why it matters, and an example; reads no file
    #[arg(long, value_name = "CODE", value_parser = one_of::<Code>(Code::WORDS), hide_possible_values = true, conflicts_with_all = ["files", "strict"])]
    explain: Option<Code>,
}

const FORMATS: [Format; 4] = [Format::Table, Format::Short, Format::Github, Format::Json];

pub(crate) fn check(args: &CheckArgs, call: Call<'_>) -> Result<Outcome, Failure> {
    let Call { global, world, .. } = call;
    if let Some(code) = args.explain {
        global.refuse_timeline("an explanation", &[Format::Markdown])?;
        return Ok(page(&explain::page(code), call));
    }
    let format = global.printable(&FORMATS, Format::Table)?;
    global.refuse_lenses("a check: it reads all of a file", &FORMATS)?;
    let files = &[&*args.files, &global.file].concat();
    let (mut inputs, mut failures, mut others) = (Vec::new(), Vec::new(), 0);
    for found in asked(files, world)? {
        match found.read() {
            Ok(Some(input)) => inputs.push(input),
            Ok(None) => others += 1,
            Err(error) => failures.push(error.into()),
        }
    }
    if !failures.is_empty() {
        return Err(Failure::Several(failures));
    }
    if inputs.is_empty() {
        return Err(no_timeline(files, world, others).into());
    }
    let today = global.today(world)?;
    let paths: Vec<Option<String>> = inputs.iter().map(|input| input.path.clone()).collect();
    let inputs = inputs.into_iter();
    let readings = inputs.map(|input| file::read(&input.name, input.bytes, true));
    let mut readings: Vec<Reading> = readings.collect();
    agree::compare(&mut readings);
    let report = |reading| diagnostics::report(reading, call.look);
    let out = match format {
        Format::Json => diagnostics::json(&readings, &paths, today),
        Format::Short => readings.iter().map(diagnostics::short).collect(),
        Format::Github => readings.iter().map(diagnostics::github).collect(),
        _ => readings.iter().map(report).collect(),
    };
    let passes = |reading: &Reading| {
        reading.is_sound() && !(args.strict && reading.count(Severity::Warning) > 0)
    };
    let sound = readings.iter().all(passes);
    // A table says so itself, and JSON has a key for it.
    let is_short = matches!(format, Format::Short | Format::Github);
    let note = |reading: &Reading| {
        diagnostics::more(reading).map(|more| format!("{}: {more}", reading.source.path))
    };
    let more = readings.iter().filter(|_| is_short).filter_map(note);
    Ok(Outcome {
        notes: passed_over(others).into_iter().chain(more).collect(),
        exit: if sound { Exit::Done } else { Exit::No },
        ..Outcome::of(out)
    })
}
