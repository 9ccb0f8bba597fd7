//! Several timelines asked as one: each is read and asked by itself, a few at a time, and their answers are joined.

use std::collections::BTreeMap;
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::{mem, sync::mpsc, thread};

use indexmap::{IndexMap, IndexSet};
use tempfile::SpooledTempFile;

use super::ask::Asking;
use super::part::{Asked, Given, given, is_rows, print};
use crate::answer::{Context, Format, Heading, LeftOut, Look, Report};
use crate::file::code::Severity;
use crate::formats;
use crate::questions::Question;
use crate::questions::folder::{Folder, Part, bound_with};
use crate::questions::view::{Names, Refusal};
use crate::shell::global::Call;
use crate::shell::input::{Found, no_timeline, passed_over, paths};
use crate::shell::outcome::{Exit, Failure, FileError, Out, Outcome};
use crate::shell::output;
use crate::text::words::{Count, and_some, parted, ticked};

/// What is printed beyond so many bytes waits in a file until all timelines are read.
const HELD: usize = 1 << 15;

/// What is known of all timelines so far; of each no more is kept than the answer needs.
#[derive(Default)]
pub(super) struct All<'f> {
    /// The ids of the agreements that were asked, in the order of the paths of their files.
    pub(super) asked: Vec<(String, &'f Found)>,
    /// What they know of the words of the call.
    names: Names,
    /// By the words of which only one may be meant, what they mean in each.
    owners: BTreeMap<String, Vec<String>>,
    /// By what is said of them, the words of filters that some do not know.
    unknown: BTreeMap<String, Vec<Refusal>>,
    /// Whether it is asked about a thing that only one can have.
    has_thing: bool,
    /// Why some of them do not answer, by their places.
    refused: Vec<(usize, Refusal)>,
    /// By what is said beside their answers, of which it is said.
    notes: IndexMap<String, Vec<String>>,
    is_no: bool,
    /// What stands around all answers.
    pub(super) context: Option<Context>,
    /// The answers of which one is made once all are known.
    reports: Vec<Report>,
    /// What is printed of the others, and said of them all.
    printed: Option<SpooledTempFile>,
    part: Part,
    /// What is written of each into a file of its own.
    pages: Vec<(String, Out)>,
    /// The ids of those that `--agreement` does not name.
    unasked: Vec<String>,
    /// How many files of folders are no timelines.
    others: usize,
    failures: Vec<(&'f Found, Failure)>,
}

pub(super) fn ask<Q: Question>(
    asking: &Asking<'_, Q>,
    found: &[Found],
) -> Result<Outcome, Failure> {
    let (site, global) = (site(asking), asking.call.global);
    let mut all = All::of(asking, found)?;
    all.check(global.keep_going)?;
    let is_whole = all.failures.is_empty();
    if let ([(_, one)], true, None) = (&*all.asked, is_whole, site) {
        let mut outcome = asking.alone(one)?;
        outcome.notes.extend(passed_over(all.others));
        return Ok(outcome);
    }
    if shows_one(asking) {
        let message = "a picture or a page shows one agreement";
        let help = "name one with `--agreement`; `page -o site/` writes a page of each";
        return Err(Refusal::new(message, help).into());
    }
    if all.names != *asking.names {
        // What one agreement does not know others may: all are asked again with that.
        let names = &all.names;
        return ask(&Asking { names, ..*asking }, found);
    }
    all.answered(asking)?;
    let mut pages = mem::take(&mut all.pages);
    let mut outcome = all.outcome(asking)?;
    if let Some(site) = site {
        let (count, name) = (Count(pages.len(), "page"), site.to_string_lossy());
        let written = format!("{count} and `index.html` are in `{name}`");
        outcome.notes.push(written);
        let index = mem::replace(&mut outcome.out, String::new().into());
        pages.push(("index.html".to_owned(), index));
        let read: Vec<PathBuf> = found.iter().filter_map(|of| of.path.clone()).collect();
        output::write_all(site, pages, &read)?;
    }
    if !is_whole {
        outcome.exit = Exit::No;
    }
    Ok(outcome)
}

/// The folder in which each agreement has a page.
fn site<'a, Q>(asking: &Asking<'a, Q>) -> Option<&'a Path> {
    let output = asking.call.global.output.as_deref();
    output.filter(|path| asking.format == Format::Html && output::is_folder(path))
}

/// Whether no more than one agreement can be shown.
fn shows_one<Q>(asking: &Asking<'_, Q>) -> bool {
    matches!(asking.format, Format::Svg | Format::Html) && site(asking).is_none()
}

/// The refusal that names what is nearest to what was asked, with what there is in all.
fn nearest(all: &[&Refusal]) -> Option<Refusal> {
    let first = all.iter().min_by_key(|of| (of.near.is_none(), of.near))?;
    let mut nearest = (*first).clone();
    if let Some((_, known)) = nearest.known.as_deref_mut() {
        let alike = all.iter().filter(|of| of.message == first.message);
        let others = alike.filter_map(|of| of.known.as_deref());
        known.extend(others.flat_map(|(_, words)| words.clone()));
    }
    Some(nearest)
}

impl<'f> All<'f> {
    /// Takes what each file gives, in their order, while each thread reads one of so many.
    pub(super) fn of<Q: Question>(
        asking: &Asking<'_, Q>,
        found: &'f [Found],
    ) -> Result<Self, Failure> {
        let mut all = Self {
            names: asking.names.clone(),
            ..Self::default()
        };
        let threads = asking.call.world.threads.clamp(1, found.len().max(1));
        thread::scope(|scope| {
            let start = |first| {
                let (give, taken) = mpsc::sync_channel(1);
                let own = found.iter().skip(first).step_by(threads);
                let mut given = own.map(|found| given(asking, found));
                // Nobody goes on where one could not be kept.
                scope.spawn(move || given.try_for_each(|given| give.send(given)));
                taken
            };
            let started: Vec<_> = (0..threads).map(start).collect();
            for (found, taken) in found.iter().zip(started.iter().cycle()) {
                match taken.recv() {
                    // Of what shows one, it is enough to know that there are more.
                    _ if all.asked.len() > 1 && shows_one(asking) => break,
                    Ok(Ok(Given::Asked(asked))) => all.add(asking.format, found, *asked)?,
                    Ok(Ok(Given::Other)) => all.others += 1,
                    Ok(Ok(Given::Unasked(id))) => all.unasked.push(id),
                    Ok(Err(failure)) => all.failures.push((found, failure)),
                    // Its thread has panicked, which the scope tells.
                    Err(_) => {}
                }
            }
            Ok(all)
        })
    }

    /// Takes what one file gives. What stays of it is copied: else it would lie between what its thread frees.
    fn add(&mut self, format: Format, found: &'f Found, asked: Asked) -> Result<(), FileError> {
        let (place, id) = (self.asked.len(), asked.id.clone());
        self.has_thing |= !asked.words.things.borrow().is_empty();
        for word in asked.words.owned() {
            let named = ticked(&format!("{id}/{word}"));
            self.owners.entry(word).or_default().push(named);
        }
        for (message, why) in asked.words.unknown.into_inner() {
            self.unknown.entry(message).or_default().push(why);
        }
        self.names.add(asked.words.own.into_inner());
        self.asked.push((id.clone(), found));
        let (report, printed) = match asked.answer {
            Ok(answered) => answered,
            Err(refusal) => {
                self.refused.push((place, refusal));
                return Ok(());
            }
        };
        for note in report.notes.clone() {
            self.notes.entry(note).or_default().push(ticked(&id));
        }
        self.is_no |= report.is_no;
        self.join(&report.context, printed.is_some());
        match printed {
            Some(part) if format != Format::Html => return self.print(format, part),
            Some(page) => {
                let name = report.context.timeline.page();
                self.pages.push((name, page.text.into()));
            }
            None => {}
        }
        self.reports.push(report);
        Ok(())
    }

    /// Adds what another answer names, and what is seen through its lens.
    fn join(&mut self, context: &Context, is_printed: bool) {
        let heading = &context.timeline;
        let Some(all) = &mut self.context else {
            let timelines = vec![heading.clone()];
            let first = context.clone();
            self.context = Some(Context { timelines, ..first });
            return;
        };
        // Above what is printed nothing is said of a timeline but this.
        let says = |of: &Heading| (of.recorded, of.summaries);
        let mut known = all.timelines.iter();
        if !(is_printed && known.any(|of| says(of) == says(heading))) {
            all.timelines.push(heading.clone());
        }
        let (lens, other) = (&mut all.lens, context.lens.clone());
        lens.according_to.extend(other.according_to);
        lens.names.extend(other.names);
        lens.left_out.extend(other.left_out);
        for (of, more) in lens.suppose.iter_mut().zip(other.suppose) {
            let own: IndexSet<String> = of.changes.drain(..).chain(more.changes).collect();
            of.changes.extend(own);
        }
        all.refs.merge(context.refs.clone());
    }

    /// Keeps what is printed of one agreement; of rows the header is printed once.
    fn print(&mut self, format: Format, mut part: Part) -> Result<(), FileError> {
        let text = mem::take(&mut part.text);
        let header = match (format, &self.printed) {
            (Format::Csv, Some(_)) => text.find("\r\n").map_or(0, |end| end + 2),
            _ => 0,
        };
        let new = || SpooledTempFile::new(HELD);
        let printed = self.printed.get_or_insert_with(new);
        self.part.add(part);
        let written = printed.write_all(&text.as_bytes()[header..]);
        written.map_err(|error| FileError::unwritable("a temporary file", &error.to_string()))
    }

    /// Refuses files with errors, unless the others are to answer, and an agreement that two files tell of.
    pub(super) fn check(&mut self, keep_going: bool) -> Result<(), Failure> {
        let mut files: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (id, found) in &self.asked {
            files.entry(id).or_default().push(ticked(&found.name()));
        }
        if let Some((id, files)) = files.iter().find(|(_, files)| files.len() > 1) {
            let paths = and_some(files);
            let same = format!("{paths} have the same agreement id `{id}`");
            let message = format!("{same}: give each an `id` of its own");
            return Err(FileError::new(message).into());
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
        let mut owners = self.owners.iter();
        if let Some((id, owners)) = owners.find(|(_, owners)| owners.len() > 1) {
            let help = format!("name one: {}", and_some(owners));
            return Err(Refusal::new(format!("several agreements have `{id}`"), help).into());
        }
        // A word of a filter that no agreement knows, though they know others.
        let mut unknown = self.unknown.values();
        let unknown = unknown.find(|all| all.len() == self.asked.len());
        let refused: Vec<&Refusal> = match self.context {
            None => self.refused.iter().map(|(_, why)| why).collect(),
            Some(_) => unknown.into_iter().flatten().collect(),
        };
        if let Some(refusal) = nearest(&refused) {
            return Err(refusal.into());
        }
        if self.context.is_some() {
            return Ok(());
        }
        self.check(false)?;
        if global.agreement.is_empty() {
            return Err(no_timeline(&global.file, world, self.others).into());
        }
        Err(asking.no_agreement(&self.unasked).into())
    }

    /// One answer of all, with what is said beside it.
    fn outcome<Q: Question>(mut self, asking: &Asking<'_, Q>) -> Result<Outcome, Failure> {
        let (format, is_searched) = (asking.format, Q::SEARCHES || self.has_thing);
        let mut notes = self.notes(is_searched);
        let (mut context, bound) = (self.whole(asking.call), bound_with(&self.reports));
        let is_alone = is_searched && bound.is_none() && context.left_out.is_empty();
        if is_alone && self.reports.len() == 1 && self.pages.is_empty() {
            let mut only = self.reports.remove(0);
            only.context.timelines = context.timelines;
            return asking.outcome(only, notes);
        }
        let mut reports = self.reports.iter();
        let has_some = reports.any(|of| of.answer.has_some(&of.context));
        let nothing = || format!("nothing matches in {}", self.count());
        notes.extend((!has_some && !self.part.has_some).then(nothing));
        let joined = asking.question.joined(&mut self.reports);
        let has_notes = context.timelines.iter().any(|of| of.note.is_some());
        let call = context.timeline.call("-v");
        let more = format!("Notes on these agreements: `{call}`.");
        let left_out: Vec<String> = self.left_out().map(|of| of.to_string()).collect();
        let left_out = format!("Left out: {}.", and_some(&left_out));
        let above = [
            Some(left_out).filter(|_| !self.failures.is_empty()),
            bound,
            Some(more).filter(|_| joined.is_some() && has_notes),
        ];
        context.timeline.note = parted(above.into_iter().flatten(), " ");
        let mut reports = mem::take(&mut self.reports);
        for report in reports.iter_mut().filter(|_| format != Format::Html) {
            if let Some(part) = print(asking, report)? {
                self.print(format, part)?;
            }
        }
        let answer = joined.unwrap_or_else(|| Box::new(Folder(reports)));
        let around = self.printed.map(|printed| (printed, context.clone()));
        let report = Report {
            is_no: self.is_no,
            ..Report::of(context, answer)
        };
        let mut outcome = asking.outcome(report, notes)?;
        if let Some((printed, context)) = around {
            outcome.out = out(printed, self.part, context, format, asking.call.look);
        }
        Ok(outcome)
    }

    fn count(&self) -> Count {
        Count(self.asked.len(), "agreement")
    }

    fn notes(&self, is_searched: bool) -> Vec<String> {
        let answers = self.asked.len() - self.refused.len();
        let notes = self.notes.iter().map(|(note, of)| match of.len() {
            all if all == answers => note.clone(),
            _ => format!("{}: {note}", and_some(of)),
        });
        let mut notes: Vec<String> = notes.chain(passed_over(self.others)).collect();
        let mut told: IndexMap<&str, Vec<String>> = IndexMap::new();
        for (place, Refusal { message, .. }) in self.refused.iter().filter(|_| !is_searched) {
            let (own, found) = &self.asked[*place];
            // What names its agreement is asked of no other.
            let named = message.split('`').nth(1).and_then(|id| id.split_once('/'));
            let is_named = |id| named.is_some_and(|(of, _)| of == id && of != own);
            if !self.asked.iter().any(|(id, _)| is_named(id)) {
                told.entry(message).or_default().push(ticked(&found.name()));
            }
        }
        let told = told.into_iter();
        notes.extend(told.map(|(why, of)| format!("not asked of {}: {why}", and_some(&of))));
        notes.extend(self.left_out().map(|of| format!("left out: {of}")));
        notes
    }

    pub(super) fn left_out(&self) -> impl Iterator<Item = LeftOut> {
        self.failures.iter().map(|(found, failure)| LeftOut {
            path: found.name(),
            errors: match failure {
                Failure::Unsound(reading) => reading.count(Severity::Error),
                _ => 1,
            },
        })
    }

    /// What stands around the answer of all.
    fn whole(&mut self, Call { global, world, .. }: Call<'_>) -> Context {
        let all = self.context.take();
        let mut all = all.unwrap_or_else(|| unreachable!("one answers"));
        let answers = match self.asked.len() - self.refused.len() {
            all if all == self.asked.len() => String::new(),
            some => format!("{some} of "),
        };
        all.timeline = Heading {
            id: String::new(),
            title: format!("{answers}{}", self.count()),
            path: Some(and_some(&paths(&global.file, world))),
            is_part: false,
            ..all.timeline
        };
        all.left_out = self.left_out().collect();
        all
    }
}

/// What is printed of each, and what stands around it.
fn out(
    mut printed: SpooledTempFile,
    part: Part,
    context: Context,
    format: Format,
    look: Look,
) -> Out {
    Out::new(move |to| {
        printed.rewind()?;
        if is_rows(format) {
            return io::copy(&mut printed, to).map(drop);
        }
        formats::blocks(part.above(&context), format, look, 0, to)?;
        io::copy(&mut printed, to)?;
        let mut end = Vec::new();
        formats::blocks(part.below(), format, look, 0, &mut end)?;
        to.write_all(if end.is_empty() { b"" } else { b"\n" })?;
        to.write_all(&end)?;
        formats::footnotes(&part.named, &context.refs, to)
    })
}
