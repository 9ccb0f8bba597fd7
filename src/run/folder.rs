//! Several timelines asked as one: each is read and asked by itself, a few at a time, and their answers are joined.

use std::collections::BTreeMap;
use std::io::{self, Seek, Write};
use std::path::PathBuf;
use std::{mem, sync::mpsc, thread};

use indexmap::{IndexMap, IndexSet};
use tempfile::SpooledTempFile;

use super::ask::Asking;
use super::part::{Asked, Given, given, is_rows, print};
use crate::answer::{Context, Format, Heading, LeftOut, Look, Report};
use crate::file::code::Severity;
use crate::formats;
use crate::questions::Question;
use crate::questions::folder::{Folder, Part, above, below, bound, bound_with};
use crate::questions::view::Refusal;
use crate::shell::global::Call;
use crate::shell::input::{Found, no_timeline, one_agreement, passed_over, paths};
use crate::shell::outcome::{Exit, Failure, FileError, Out, Outcome};
use crate::shell::output;
use crate::text::words::{Count, and_some, ticked};

/// What is printed beyond so many bytes waits in a file until all timelines are read.
const HELD: usize = 1 << 17;

#[derive(Default)]
pub(super) struct All {
    /// The agreements that were asked, in the order of their paths.
    pub(super) asked: Vec<Asked>,
    /// What is printed of each by itself, in the same order.
    printed: Option<SpooledTempFile>,
    /// The ids of those that `--agreement` does not name.
    unasked: Vec<String>,
    /// How many files of folders are no timelines.
    others: usize,
    failures: Vec<(String, Failure)>,
}

pub(super) fn ask<Q: Question>(
    asking: &Asking<'_, Q>,
    mut found: Vec<Found>,
) -> Result<Outcome, Failure> {
    let (format, global) = (asking.format, asking.call.global);
    let output = global.output.as_deref();
    let site = output.filter(|path| format == Format::Html && output::is_folder(path));
    if site.is_none() && matches!(format, Format::Svg | Format::Html) {
        let message = "a picture or a page is of one agreement";
        let help = "name one with `--agreement`; `page -o site/` writes a page of each";
        return Err(Refusal::new(message, help).into());
    }
    // The order in which they are named means nothing.
    found.sort_by(|one, other| one.path.cmp(&other.path));
    let mut all = All::of(asking, &found)?;
    all.check(global.keep_going)?;
    let mut names = asking.names.clone();
    for one in &all.asked {
        names.add(one.words.own.borrow().clone());
    }
    if names != *asking.names && all.asked.iter().any(Asked::lacks_words) {
        // What one agreement does not know others may: all are asked again with that.
        let names = &names;
        return ask(&Asking { names, ..*asking }, found);
    }
    if let [one] = &*all.asked
        && all.failures.is_empty()
        && site.is_none()
    {
        let mut outcome = asking.alone(&one.found)?;
        outcome.notes.extend(passed_over(all.others));
        return Ok(outcome);
    }
    let reports: Vec<&Report> = all.reports().collect();
    if let Some(question) = &asking.question.of_all(&reports) {
        let asking = Asking {
            question,
            ..*asking
        };
        all = All::of(&asking, &found)?;
    }
    all.answered(asking)?;
    let (is_left, mut pages) = (!all.failures.is_empty(), all.pages());
    let mut outcome = all.outcome(asking)?;
    if let Some(site) = site {
        let (count, name) = (Count(pages.len(), "page"), site.to_string_lossy());
        let written = format!("{count} and `index.html` are in `{name}`");
        outcome.notes.push(written);
        let index = mem::replace(&mut outcome.out, String::new().into());
        pages.push(("index.html".to_owned(), index));
        let read: Vec<PathBuf> = found.into_iter().filter_map(|of| of.path).collect();
        output::write_all(site, pages, &read)?;
    }
    if is_left {
        outcome.exit = Exit::No;
    }
    Ok(outcome)
}

/// The refusal that names what is nearest to what was asked, with what there is in all.
fn nearest(all: &[Refusal]) -> Option<Refusal> {
    let first = all.iter().min_by_key(|of| (of.near.is_none(), of.near))?;
    let mut nearest = first.clone();
    if let Some((_, known)) = nearest.known.as_deref_mut() {
        let alike = all.iter().filter(|of| of.message == first.message);
        let others = alike.filter_map(|of| of.known.as_deref());
        known.extend(others.flat_map(|(_, words)| words.clone()));
    }
    Some(nearest)
}

impl All {
    /// Takes what each file gives, in their order, while each thread reads one of so many.
    pub(super) fn of<Q: Question>(
        asking: &Asking<'_, Q>,
        found: &[Found],
    ) -> Result<Self, Failure> {
        let mut all = Self::default();
        let threads = asking.call.world.threads.clamp(1, found.len().max(1));
        thread::scope(|scope| {
            let start = |first| {
                let (give, given_of) = mpsc::sync_channel(1);
                scope.spawn(move || {
                    let own = found.iter().skip(first).step_by(threads);
                    // Nobody goes on where one could not be kept.
                    own.map(|found| given(asking, found))
                        .try_for_each(|given| give.send(given))
                });
                given_of
            };
            let threads: Vec<_> = (0..threads).map(start).collect();
            for (found, thread) in found.iter().zip(threads.iter().cycle()) {
                match thread.recv() {
                    Ok(Ok(Given::Asked(asked))) => all.keep(asking.format, *asked)?,
                    Ok(Ok(Given::Other)) => all.others += 1,
                    Ok(Err(failure)) => all.failures.push((found.name(), failure)),
                    Ok(Ok(Given::Unasked(id))) => all.unasked.push(id),
                    Err(_) => {}
                }
            }
            Ok(all)
        })
    }

    fn keep(&mut self, format: Format, mut asked: Asked) -> Result<(), FileError> {
        if let (Some(part), Ok((report, notes))) = (&mut asked.printed, &mut asked.answer) {
            self.print(format, part)?;
            // All that stays is copied: else it would lie between what its thread has made and freed again.
            (asked.found, asked.id) = (asked.found.clone(), asked.id.clone());
            (*part, *notes) = (part.clone(), notes.clone());
            report.context = report.context.clone();
            if format != Format::Html {
                report.answer = Box::new(Folder::default());
            }
        }
        self.asked.push(asked);
        Ok(())
    }

    /// Keeps what is printed of one agreement; of rows the header is printed once.
    fn print(&mut self, format: Format, part: &mut Part) -> Result<(), FileError> {
        if format == Format::Html {
            return Ok(());
        }
        let text = mem::take(&mut part.text);
        let mut ends = text.windows(2);
        let header = match format {
            Format::Csv if self.printed.is_some() => ends.position(|end| end == b"\r\n"),
            _ => None,
        };
        let text = &text[header.map_or(0, |end| end + 2)..];
        let new = || SpooledTempFile::new(HELD);
        let written = self.printed.get_or_insert_with(new).write_all(text);
        written.map_err(|error| FileError::unwritable("a temporary file", &error.to_string()))
    }

    pub(super) fn reports(&self) -> impl Iterator<Item = &Report> + Clone {
        let answers = self.asked.iter().filter_map(|one| one.answer.as_ref().ok());
        answers.map(|(report, _)| report)
    }

    /// By path, why a file does not answer.
    fn refused(&self) -> impl Iterator<Item = (String, &Refusal)> {
        let all = self.asked.iter();
        all.filter_map(|one| Some((one.found.name(), one.answer.as_ref().err()?)))
    }

    /// The page of each agreement, by the name of its file.
    fn pages(&mut self) -> Vec<(String, Out)> {
        let page = |one: &mut Asked| {
            let (report, _) = one.answer.as_ref().ok()?;
            let text = mem::take(&mut one.printed.as_mut()?.text);
            Some((report.context.timeline.page(), text.into()))
        };
        self.asked.iter_mut().filter_map(page).collect()
    }

    /// Refuses files with errors, unless the others are to answer, and an agreement that two files tell of.
    pub(super) fn check(&mut self, keep_going: bool) -> Result<(), Failure> {
        let mut files: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
        for one in &self.asked {
            files.entry(&one.id).or_default().push(&one.found);
        }
        if let Some((id, files)) = files.iter().find(|(_, files)| files.len() > 1) {
            return Err(one_agreement(id, files).into());
        }
        if keep_going || self.failures.is_empty() {
            return Ok(());
        }
        let failures = mem::take(&mut self.failures).into_iter();
        let failures = failures.map(|(_, failure)| failure);
        Err(Failure::Several(failures.collect()))
    }

    /// Refuses where nothing answers, or more than may.
    pub(super) fn answered<Q: Question>(&mut self, asking: &Asking<'_, Q>) -> Result<(), Failure> {
        let Call { global, world, .. } = asking.call;
        let mut owners: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut unknown: BTreeMap<String, Vec<Refusal>> = BTreeMap::new();
        for one in &self.asked {
            for word in one.words.owned() {
                let named = ticked(&format!("{}/{word}", one.id));
                owners.entry(word).or_default().push(named);
            }
            for (message, why) in one.words.unknown() {
                unknown.entry(message).or_default().push(why);
            }
        }
        if let Some((id, owners)) = owners.iter().find(|(_, owners)| owners.len() > 1) {
            let help = format!("name one: {}", and_some(owners));
            return Err(Refusal::new(format!("several agreements have `{id}`"), help).into());
        }
        if self.reports().next().is_some() {
            // A word of a filter that no agreement knows, though they know others.
            let all = unknown.values().find(|all| all.len() == self.asked.len());
            let nearest = all.and_then(|all| nearest(all));
            return nearest.map_or(Ok(()), |why| Err(why.into()));
        }
        let refused: Vec<Refusal> = self.refused().map(|(_, why)| why.clone()).collect();
        if let Some(refusal) = nearest(&refused) {
            return Err(refusal.into());
        }
        self.check(false)?;
        if global.agreement.is_empty() {
            return Err(no_timeline(&global.file, world, self.others).into());
        }
        Err(asking.no_agreement(&self.unasked).into())
    }

    /// One answer of all, with what is said beside it.
    fn outcome<Q: Question>(mut self, asking: &Asking<'_, Q>) -> Result<Outcome, Failure> {
        let format = asking.format;
        let count = Count(self.asked.len(), "agreement");
        let mut notes = self.notes::<Q>();
        let mut context = self.context(asking.call);
        let is_about = |one: &Asked| !one.words.things.borrow().is_empty();
        let is_searched = Q::SEARCHES || self.asked.iter().any(is_about);
        let is_bound = self.reports().flat_map(bound).next().is_some();
        let (mut reports, mut parts) = (Vec::new(), Vec::new());
        for one in mem::take(&mut self.asked) {
            reports.extend(one.answer.map(|(report, _)| report));
            parts.extend(one.printed);
        }
        let (is_no, is_printed) = (reports.iter().any(|of| of.is_no), !parts.is_empty());
        let is_alone = reports.len() == 1 && !is_bound && context.left_out.is_empty();
        if is_searched && is_alone && !is_printed {
            let mut only = reports.remove(0);
            only.context.timelines = context.timelines;
            return asking.outcome(only, notes);
        }
        let has_some = parts.iter().any(|part| part.has_some)
            || !is_printed && reports.iter().any(|of| of.answer.has_some(&of.context));
        notes.extend((!has_some).then(|| format!("nothing matches in {count}")));
        let joined = asking.question.joined(&mut reports);
        if joined.is_some() && context.timelines.iter().any(|of| of.note.is_some()) {
            let call = context.timeline.call("-v");
            let note = format!("Notes on these agreements: `{call}`.");
            context.timeline.add(&note);
        }
        for report in reports.iter_mut().filter(|_| !is_printed) {
            if let Some(mut part) = print(asking, report)? {
                self.print(format, &mut part)?;
                parts.push(part);
            }
        }
        let answer = joined.unwrap_or_else(|| Box::new(Folder(reports)));
        let around = self.printed.map(|printed| (printed, context.clone()));
        let report = Report {
            is_no,
            ..Report::of(context, answer)
        };
        let mut outcome = asking.outcome(report, notes)?;
        if let Some((printed, context)) = around {
            outcome.out = out(printed, parts, context, format, asking.call.look);
        }
        Ok(outcome)
    }

    fn notes<Q: Question>(&self) -> Vec<String> {
        let mut told: IndexMap<&str, Vec<String>> = IndexMap::new();
        for one in &self.asked {
            for note in one.answer.iter().flat_map(|(_, notes)| notes) {
                told.entry(note).or_default().push(ticked(&one.id));
            }
        }
        let count = self.reports().count();
        let told = told.into_iter().map(|(note, of)| match of.len() {
            all if all == count => note.to_owned(),
            _ => format!("{}: {note}", and_some(&of)),
        });
        let mut notes: Vec<String> = told.collect();
        notes.extend(passed_over(self.others));
        let mut told: IndexMap<&str, Vec<String>> = IndexMap::new();
        for (path, Refusal { message, .. }) in self.refused().filter(|_| !Q::SEARCHES) {
            told.entry(message).or_default().push(ticked(&path));
        }
        // What names its agreement is asked of no other.
        let names = |why: &str, of: &Report| why.contains(&format!("`{}/", of.context.timeline.id));
        told.retain(|why, _| !self.reports().any(|of| names(why, of)));
        let told = told.into_iter();
        notes.extend(told.map(|(why, of)| format!("not asked of {}: {why}", and_some(&of))));
        notes.extend(self.left_out().map(|of| format!("left out: {of}")));
        notes
    }

    pub(super) fn left_out(&self) -> impl Iterator<Item = LeftOut> {
        self.failures.iter().map(|(path, failure)| LeftOut {
            path: path.clone(),
            errors: match failure {
                Failure::Unsound(reading) => reading.count(Severity::Error),
                _ => 1,
            },
        })
    }

    /// The context of all: that of the first, with what others name and what is seen through the lens of others.
    fn context(&self, Call { global, world, .. }: Call<'_>) -> Context {
        let contexts = self.reports().map(|report| &*report.context);
        let timelines: Vec<Heading> = contexts.clone().map(|of| of.timeline.clone()).collect();
        let all = contexts.cloned().reduce(|mut all, other| {
            all.lens.according_to.extend(other.lens.according_to);
            all.lens.names.extend(other.lens.names);
            all.lens.left_out.extend(other.lens.left_out);
            for (of, more) in all.lens.suppose.iter_mut().zip(other.lens.suppose) {
                let own: IndexSet<String> = of.changes.drain(..).chain(more.changes).collect();
                of.changes.extend(own);
            }
            all.refs.merge(other.refs);
            all
        });
        let mut all = all.unwrap_or_else(|| unreachable!("one answers"));
        let (count, answer) = (Count(self.asked.len(), "agreement"), timelines.len());
        all.timeline = Heading {
            id: String::new(),
            title: count.to_string(),
            note: None,
            path: Some(and_some(&paths(&global.file, world))),
            is_part: false,
            ..all.timeline
        };
        if answer < self.asked.len() {
            all.timeline.title = format!("{answer} of {count}");
        }
        all.left_out = self.left_out().collect();
        let left_out: Vec<String> = all.left_out.iter().map(LeftOut::to_string).collect();
        if !left_out.is_empty() {
            let left_out = and_some(&left_out);
            all.timeline.add(&format!("Left out: {left_out}."));
        }
        if let Some(bound) = bound_with(self.reports().flat_map(bound)) {
            all.timeline.add(&bound);
        }
        all.timelines = timelines;
        all
    }
}

/// What is printed of each, and what stands around it.
fn out(
    mut printed: SpooledTempFile,
    parts: Vec<Part>,
    context: Context,
    format: Format,
    look: Look,
) -> Out {
    Out::new(move |to| {
        printed.rewind()?;
        if is_rows(format) {
            return io::copy(&mut printed, to).map(drop);
        }
        formats::blocks(above(&parts, &context), format, look, 0, to)?;
        io::copy(&mut printed, to)?;
        let mut end = Vec::new();
        formats::blocks(below(&parts, &context), format, look, 0, &mut end)?;
        to.write_all(if end.is_empty() { b"" } else { b"\n" })?;
        to.write_all(&end)?;
        let named = parts.iter().flat_map(|part| part.named.clone());
        formats::footnotes(&named.collect(), &context.refs, to)
    })
}
