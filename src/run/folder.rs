//! Several timelines asked as one: each is read and asked by itself, a few at a time, and their answers are joined.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{self, Seek, Write};
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread;

use tempfile::SpooledTempFile;

use super::ask::Asking;
use crate::answer::page::Page;
use crate::answer::{Context, Format, Heading, LeftOut, Refs, Report};
use crate::file;
use crate::file::code::Severity;
use crate::formats;
use crate::questions::Question;
use crate::questions::folder::{Folder, has_records};
use crate::questions::page;
use crate::questions::view::Refusal;
use crate::shell::input::{Found, one_agreement, passed_over};
use crate::shell::lens::files;
use crate::shell::outcome::{Exit, Failure, FileError, Out, Outcome, sound};
use crate::shell::output;
use crate::text::words::{Count, and_some, nearest, ticked};

/// Rows beyond so many bytes wait in a file until all timelines are read.
const HELD: usize = 8 << 20;

/// What one file gives.
enum Part {
    /// It lies in a folder and is no timeline.
    Other,
    /// Its agreement is not asked.
    Unasked(String),
    Answer(String, Box<Result<Answered, Refusal>>),
}

struct Answered {
    report: Report,
    notes: Vec<String>,
    /// What is printed, where each row stands by itself, or each agreement has a page.
    rows: Option<Vec<u8>>,
}

/// What all files together give.
struct All {
    /// What is printed, where each row stands by itself.
    rows: SpooledTempFile,
    /// The page of each agreement, by the name of its file.
    pages: Vec<(String, Vec<u8>)>,
    reports: Vec<Report>,
    notes: Vec<String>,
    /// By path, why a file does not answer.
    refused: Vec<(String, Refusal)>,
    unasked: Vec<String>,
    others: usize,
    failures: Vec<(String, Failure)>,
    /// The paths of each agreement.
    paths: BTreeMap<String, BTreeSet<String>>,
}

pub(super) fn ask<Q: Question>(
    asking: &Asking<'_, Q>,
    found: &[Found],
) -> Result<Outcome, Failure> {
    let format = asking.format;
    let output = asking.global.output.as_deref();
    let site = output.filter(|path| format == Format::Html && output::is_folder(path));
    if matches!(format, Format::Svg | Format::Html) && site.is_none() {
        let help = match format {
            Format::Html => {
                "name a folder for all of them, as in `-o site/`, or one agreement with `--agreement`"
            }
            _ => "name one with `--file`, or with `--agreement`",
        };
        return Err(Refusal::new("a picture or a page is of one agreement", help).into());
    }
    let read: Vec<PathBuf> = found.iter().map(|found| found.path.clone()).collect();
    // The order in which they are named means nothing.
    let mut found = found.to_vec();
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found.dedup_by(|one, other| one.path == other.path);
    let streams = !Q::JOINS && matches!(format, Format::Csv | Format::Ndjson);
    let streams = streams || site.is_some();
    let mut all = All::of(asking, &found, streams)?;
    all.check(asking.global.keep_going)?;
    let one = all.paths.values().flatten().next();
    if let Some(path) =
        one.filter(|_| all.paths.len() == 1 && all.failures.is_empty() && site.is_none())
    {
        return asking.alone(Some(path.as_ref()));
    }
    if let Some(question) = asking.question.of_all(&all.reports) {
        all = All::of(&asking.about(&question), &found, streams)?;
    }
    let first = all.reports.first();
    if let Some(question) = first.and_then(|report| asking.question.renamed(report)) {
        let refused: HashSet<String> = all.refused.drain(..).map(|(path, _)| path).collect();
        let found = found
            .into_iter()
            .filter(|found| refused.contains(&found.name()));
        let found: Vec<Found> = found.collect();
        all.read(&asking.about(&question), &found, false)?;
        all.reports.sort_by(|one, other| {
            let path = |report: &Report| report.context.timeline.path.clone();
            path(one).cmp(&path(other))
        });
    }
    all.is_answered(asking)?;
    let is_left = !all.failures.is_empty();
    let pages = std::mem::take(&mut all.pages);
    let (report, notes, mut rows) = all.joined(asking, streams);
    let mut outcome = asking.outcome(report, notes)?;
    if let Some(site) = site {
        let count = Count(pages.len(), "page");
        let note = format!(
            "{count} and `index.html` are in `{}`",
            site.to_string_lossy()
        );
        outcome.notes.push(note);
        let index = std::mem::replace(&mut outcome.out, String::new().into());
        let pages = pages.into_iter().map(|(name, page)| (name, page.into()));
        let files = pages.chain([("index.html".to_owned(), index)]);
        output::write_all(site, files.collect(), &read)?;
    } else if streams {
        rows.rewind().map_err(|error| unwritable(&error))?;
        outcome.out = Out::new(move |to| io::copy(&mut rows, to).map(drop));
    }
    if is_left {
        outcome.exit = Exit::No;
    }
    Ok(outcome)
}

fn unwritable(error: &io::Error) -> Failure {
    FileError::unwritable("a temporary file", &error.to_string()).into()
}

/// What some files give, each read by a thread of its own.
fn parts<Q: Question>(
    asking: &Asking<'_, Q>,
    some: &[Found],
    streams: bool,
) -> Vec<Result<Part, Failure>> {
    thread::scope(|scope| {
        let part = |found| scope.spawn(move || part(asking, found, streams));
        let running: Vec<_> = some.iter().map(part).collect();
        let ended = running.into_iter().map(thread::ScopedJoinHandle::join);
        ended
            .map(|part| part.unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}

fn part<Q: Question>(
    asking: &Asking<'_, Q>,
    found: &Found,
    streams: bool,
) -> Result<Part, Failure> {
    let Some(input) = found.read()? else {
        return Ok(Part::Other);
    };
    let reading = file::read(&input.name, input.bytes, false);
    let id = reading.history.timeline.id.clone();
    if !(asking.global.agreement.is_empty() || asking.global.agreement.contains(&id)) {
        return Ok(Part::Unasked(id));
    }
    let mut reading = sound(reading)?;
    let is_site = asking.format == Format::Html;
    if !is_site {
        reading.history.timeline.prefix_ids();
    }
    let answer = asking.report(&reading, input.path);
    let answered = answer.and_then(|(mut report, notes)| {
        let mut rows = None;
        if is_site {
            report.context.timeline.is_part = true;
            rows = Some(printed(asking, &report));
            if rows.as_ref().is_some_and(|page| page.len() > page::MOST) {
                return Err(page::too_large());
            }
            let answer: Box<dyn Any> = report.answer;
            report.answer = match answer.downcast::<Page>() {
                Ok(page) => Box::new(page.short()),
                Err(_) => Box::new(Folder::default()),
            };
            report.context.refs = Refs::default();
        } else if streams {
            let mut folder = Report {
                context: report.context.clone(),
                remarks: Vec::new(),
                is_no: report.is_no,
                answer: Box::new(Folder::of(vec![report])),
            };
            rows = Some(printed(asking, &folder));
            // What is printed needs no more than the heading.
            (folder.answer, folder.context.refs) = (Box::new(Folder::default()), Refs::default());
            report = folder;
        }
        Ok(Answered {
            report,
            notes,
            rows,
        })
    });
    Ok(Part::Answer(id, Box::new(answered)))
}

fn printed<Q>(asking: &Asking<'_, Q>, report: &Report) -> Vec<u8> {
    let mut printed = Vec::new();
    let done = formats::write(report, asking.format, &asking.options, &mut printed);
    done.unwrap_or_else(|_| unreachable!("memory takes every byte"));
    printed
}

impl All {
    fn of<Q: Question>(
        asking: &Asking<'_, Q>,
        found: &[Found],
        streams: bool,
    ) -> Result<Self, Failure> {
        let mut all = Self {
            rows: SpooledTempFile::new(HELD),
            pages: Vec::new(),
            reports: Vec::new(),
            notes: Vec::new(),
            refused: Vec::new(),
            unasked: Vec::new(),
            others: 0,
            failures: Vec::new(),
            paths: BTreeMap::new(),
        };
        all.read(asking, found, streams)?;
        Ok(all)
    }

    fn read<Q: Question>(
        &mut self,
        asking: &Asking<'_, Q>,
        found: &[Found],
        streams: bool,
    ) -> Result<(), Failure> {
        for some in found.chunks(asking.world.threads) {
            for (found, part) in some.iter().zip(parts(asking, some, streams)) {
                let path = found.name();
                match part {
                    Ok(Part::Other) => self.others += 1,
                    Ok(Part::Unasked(id)) => self.unasked.push(id),
                    Ok(Part::Answer(id, answer)) => {
                        self.paths.entry(id).or_default().insert(path.clone());
                        match *answer {
                            Ok(answer) => self.take(answer).map_err(|error| unwritable(&error))?,
                            Err(refusal) => self.refused.push((path, refusal)),
                        }
                    }
                    Err(failure) => self.failures.push((path, failure)),
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, mut answered: Answered) -> io::Result<()> {
        if answered.report.answer.page().is_some() {
            let file = answered.report.context.timeline.page();
            self.pages
                .push((file, answered.rows.take().unwrap_or_default()));
        }
        let mut written = answered.rows.as_deref().unwrap_or_default();
        let is_csv = !written.starts_with(b"{");
        if !self.reports.is_empty() && is_csv {
            let header = written.windows(2).position(|end| end == b"\r\n");
            written = &written[header.map_or(0, |end| end + 2)..];
        }
        self.rows.write_all(written)?;
        self.reports.push(answered.report);
        self.notes.extend(answered.notes);
        Ok(())
    }

    /// Refuses files with errors, unless the others are to answer, and an agreement that two files tell of.
    fn check(&mut self, keep_going: bool) -> Result<(), Failure> {
        if let Some((id, paths)) = self.paths.iter().find(|(_, paths)| paths.len() > 1) {
            let message = one_agreement(id, paths.iter().map(String::as_str));
            let exit = Exit::File;
            return Err(FileError { message, exit }.into());
        }
        if keep_going || self.failures.is_empty() {
            return Ok(());
        }
        let failures = std::mem::take(&mut self.failures);
        Err(Failure::Several(
            failures.into_iter().map(|(_, failure)| failure).collect(),
        ))
    }

    /// Refuses where nothing answers, or more than may.
    fn is_answered<Q: Question>(&mut self, asking: &Asking<'_, Q>) -> Result<(), Failure> {
        let mut events = self.reports.iter().map(|of| &of.context.asked_event);
        let event = events.find_map(Option::as_deref);
        let thing = asking.question.thing().or(event);
        if let Some(id) = thing.filter(|_| self.reports.len() > 1) {
            let ids = self
                .reports
                .iter()
                .map(|report| &report.context.timeline.id);
            let ids = ids.map(|agreement| ticked(&format!("{agreement}/{id}")));
            let ids: Vec<String> = ids.collect();
            let help = format!("name one: {}", and_some(&ids));
            return Err(Refusal::new(format!("several agreements have `{id}`"), help).into());
        }
        if !self.reports.is_empty() {
            return Ok(());
        }
        // One that has something near says more than others.
        let near = |(_, refusal): &(String, Refusal)| refusal.help.starts_with("there is");
        let near = self.refused.iter().position(near).unwrap_or(0);
        if near < self.refused.len() {
            return Err(self.refused.swap_remove(near).1.into());
        }
        let broken = self.failures.iter();
        let broken = broken.filter(|(_, failure)| matches!(failure, Failure::Unsound(_)));
        let broken: Vec<String> = broken.map(|(path, _)| ticked(path)).collect();
        let asked = asking.global.agreement.first();
        if let Some(asked) = asked.filter(|_| broken.is_empty()) {
            let known = self.unasked.iter().map(String::as_str);
            let help = match nearest(asked, known) {
                Some(near) => format!("there is `{near}`"),
                None => format!("`partnership{}` lists them all", files(asking.global)),
            };
            return Err(Refusal::new(format!("there is no agreement `{asked}`"), help).into());
        }
        let check = format!("`partnership check{}` tells them", files(asking.global));
        let message = match (self.failures.len(), asked) {
            (0, _) => "there is no timeline: no `.toml` file here has a `format` key".to_owned(),
            (_, None) => format!("every timeline has errors: {check}"),
            (_, Some(_)) => format!(
                "{} could not be read, for its errors: {check}",
                and_some(&broken)
            ),
        };
        let exit = Exit::File;
        Err(FileError { message, exit }.into())
    }

    /// One report of all, what is said beside it, and the rows.
    fn joined<Q: Question>(
        self,
        asking: &Asking<'_, Q>,
        streams: bool,
    ) -> (Report, Vec<String>, SpooledTempFile) {
        let mut notes = self.notes;
        let many = self.reports.len();
        notes.sort();
        notes.dedup();
        if self.others > 0 {
            notes.push(passed_over(self.others));
        }
        // What names its agreement is asked of no other.
        let is_told = |refusal: &Refusal| !(Q::SEARCHES || refusal.message.contains('/'));
        if let Some((_, refusal)) = self.refused.first().filter(|(_, why)| is_told(why)) {
            let ids: Vec<String> = self.refused.iter().map(|(id, _)| ticked(id)).collect();
            notes.push(format!(
                "not asked of {}: {}",
                and_some(&ids),
                refusal.message
            ));
        }
        let left_out = self.failures.iter().map(|(path, failure)| LeftOut {
            path: path.clone(),
            errors: match failure {
                Failure::Unsound(reading) => reading.count(Severity::Error),
                _ => 1,
            },
        });
        let left_out: Vec<LeftOut> = left_out.collect();
        let told = left_out
            .iter()
            .map(|of| format!("{} ({})", of.path, Count(of.errors, "error")));
        let told: Vec<String> = told.collect();
        notes.extend(told.iter().map(|told| format!("left out: {told}")));
        let mut reports = self.reports;
        let first = &reports[0].context;
        let mut context = Context {
            timeline: Heading {
                id: String::new(),
                title: Count(many, "agreement").to_string(),
                note: (!told.is_empty()).then(|| format!("Left out: {}.", and_some(&told))),
                recorded: None,
                path: Some(asking.paths()),
                ..first.timeline.clone()
            },
            timelines: reports
                .iter()
                .map(|of| of.context.timeline.clone())
                .collect(),
            left_out,
            ..first.clone()
        };
        let is_site = asking.format == Format::Html;
        if let ([_], true, false) = (&reports[..], context.left_out.is_empty(), is_site) {
            let mut report = reports.remove(0);
            report.context.timelines = context.timelines;
            return (report, notes, self.rows);
        }
        context.lens.left_out.clear();
        for report in &reports {
            let left_out = report.context.lens.left_out.iter().cloned();
            context.lens.left_out.extend(left_out);
            context.refs.merge(report.context.refs.clone());
        }
        let is_no = reports.iter().any(|report| report.is_no);
        let has_some = streams || reports.iter().any(|of| has_records(&*of.answer));
        let is_list = asking.format != Format::Narrative;
        let joined = is_list.then(|| asking.question.joined(&mut reports));
        let (name, answer) = joined
            .flatten()
            .unwrap_or_else(|| (context.name, Box::new(Folder::of(reports))));
        context.name = name;
        let nothing = format!("nothing matches in {}", context.timeline.title);
        notes.extend((!has_some).then_some(nothing));
        let report = Report {
            context,
            answer,
            remarks: Vec::new(),
            is_no,
        };
        (report, notes, self.rows)
    }
}
