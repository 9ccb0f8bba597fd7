//! Several timelines asked as one: each is read and asked by itself, a few at a time, and their answers are joined.

use std::collections::BTreeMap;
use std::io::{self, Seek, Write};
use std::path::PathBuf;
use std::rc::Rc;
use std::{mem, sync::mpsc, thread};

use indexmap::IndexMap;
use tempfile::SpooledTempFile;

use super::ask::Asking;
use crate::answer::{Context, Format, Heading, LeftOut, Refs, Report};
use crate::file::{self, code::Severity};
use crate::formats::{self, csv, in_memory, json};
use crate::questions::folder::{Folder, Part, records, rows};
use crate::questions::view::{Names, Refusal, Word, Words};
use crate::questions::{Question, filters::known, page};
use crate::shell::global::Call;
use crate::shell::input::{Found, no_timeline, passed_over, paths};
use crate::shell::outcome::{Failure, FileError, Out, Outcome, sound};
use crate::shell::output;
use crate::text::words::{Count, and_some, some_list, ticked};

/// What is printed beyond so many bytes waits in a file until all timelines are read.
const HELD: usize = 1 << 15;

/// What is left of a timeline that was asked.
struct Asked {
    /// The id of its agreement.
    id: String,
    /// What it knows of the words of the call, and what not.
    words: Words,
    /// Whole where it becomes part of a list or document, else as it is printed; nothing where it is not asked.
    answer: Option<Result<(Report, Option<Part>), Refusal>>,
}

/// What is known of all timelines so far; of each no more is kept than the answer needs.
#[derive(Default)]
pub(super) struct All<'f> {
    /// The ids of the agreements that were asked, in the order of the paths of their files.
    pub(super) asked: Vec<(String, &'f Found)>,
    /// What they know of the words of the call.
    names: Names,
    /// By the words that one of them must know, the id of each with why it does not, if so.
    known: BTreeMap<Word, Vec<(String, Option<Refusal>)>>,
    /// Why some of them do not answer.
    refused: Vec<Refusal>,
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
    failures: Vec<Failure>,
    /// The files of these.
    pub(super) left_out: Vec<LeftOut>,
}

pub(super) fn ask<Q: Question>(
    asking: &Asking<'_, Q>,
    found: &[Found],
) -> Result<Outcome, Failure> {
    let output = asking.call.global.output.as_deref();
    let has_pages = asking.format == Format::Html;
    // The folder in which each agreement has a page.
    let site = output.filter(|path| has_pages && output::is_folder(path));
    let mut all = All::of(asking, found)?;
    all.check(asking.call.global.keep_going)?;
    if let ([(_, one)], [], None) = (&*all.asked, &*all.left_out, site) {
        let mut outcome = asking.alone(one)?;
        outcome.notes.extend(passed_over(all.others));
        return Ok(outcome);
    }
    if site.is_none() && (has_pages || asking.format == Format::Svg) {
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
        (outcome.notes).push(format!("{count} and `index.html` are in `{name}`"));
        let index = mem::replace(&mut outcome.out, String::new().into());
        pages.push(("index.html".to_owned(), index));
        let read: Vec<PathBuf> = found.iter().filter_map(|of| of.path.clone()).collect();
        output::write_all(site, pages, &read)?;
    }
    Ok(outcome)
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
                scope.spawn(move || given.try_for_each(|given| give.send(given).ok()));
                taken
            };
            let started: Vec<_> = (0..threads).map(start).collect();
            for (found, taken) in found.iter().zip(started.iter().cycle()) {
                match taken.recv() {
                    Ok(Ok(Some(asked))) => all.add(asking.format, found, asked)?,
                    Ok(Ok(None)) => all.others += 1,
                    Ok(Err(failure)) => {
                        let errors = match &failure {
                            Failure::Unsound(reading) => reading.count(Severity::Error),
                            _ => 1,
                        };
                        let path = found.name();
                        all.left_out.push(LeftOut { path, errors });
                        all.failures.push(failure);
                    }
                    // Its thread has panicked, which the scope tells.
                    Err(_) => {}
                }
            }
            Ok(all)
        })
    }

    /// Takes what one file gives. What stays of it is copied: else it would lie between what its thread frees.
    fn add(&mut self, format: Format, found: &'f Found, asked: Asked) -> Result<(), Failure> {
        let Asked { id, words, answer } = asked;
        let (id, Some(answer)) = (id.clone(), answer) else {
            self.unasked.push(id);
            return Ok(());
        };
        for (word, why) in words.known.into_inner() {
            self.known.entry(word).or_default().push((id.clone(), why));
        }
        self.names.add(words.own.into_inner());
        self.asked.push((id.clone(), found));
        let (report, printed) = match answer {
            Ok(answered) => answered,
            Err(refusal) => {
                self.refused.push(refusal);
                return Ok(());
            }
        };
        for note in report.notes.clone() {
            self.notes.entry(note).or_default().push(ticked(&id));
        }
        self.is_no |= report.is_no;
        self.join(&report.context);
        match printed {
            Some(part) if format != Format::Html => self.print(format, part)?,
            page => {
                if let Some(Part { text, .. }) = page {
                    page::refuse_large(text.len())?;
                    self.pages
                        .push((report.context.timeline.page(), text.into()));
                }
                self.reports.push(report);
            }
        }
        Ok(())
    }

    /// Adds what another answer names, and what is seen through its lens.
    fn join(&mut self, context: &Context) {
        let heading = context.timeline.clone();
        let Some(all) = &mut self.context else {
            let timelines = vec![heading];
            let first = context.clone();
            self.context = Some(Context { timelines, ..first });
            return;
        };
        all.timelines.push(heading);
        let (lens, other) = (&mut all.lens, context.lens.clone());
        lens.according_to.extend(other.according_to);
        lens.names.extend(other.names);
        lens.left_out.extend(other.left_out);
        for more in other.suppose {
            let mut known = lens.suppose.iter_mut();
            match known.find(|of| of.condition == more.condition) {
                Some(of) => of.changes.extend(more.changes),
                None => lens.suppose.push(more),
            }
        }
        all.refs.merge(context.refs.clone());
    }

    /// Keeps what is printed of one agreement; of rows the header is printed once.
    fn print(&mut self, format: Format, part: Part) -> Result<(), FileError> {
        let header = match (format, &self.printed) {
            (Format::Csv, Some(_)) => part.text.find("\r\n").map_or(0, |end| end + 2),
            _ => 0,
        };
        let new = || SpooledTempFile::new(HELD);
        let printed = self.printed.get_or_insert_with(new);
        let written = printed.write_all(&part.text.as_bytes()[header..]);
        self.part.add(part);
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
        Err(Failure::Several(mem::take(&mut self.failures)))
    }

    /// Refuses where nothing answers, or more than may.
    pub(super) fn answered<Q: Question>(&mut self, asking: &Asking<'_, Q>) -> Result<(), Failure> {
        let Call { global, world, .. } = asking.call;
        let mut words = self.known.iter();
        let several = words.find(|((flag, _), all)| flag.is_none() && all.len() > 1);
        if let Some(((_, id), all)) = several {
            let named = all.iter().map(|(of, _)| ticked(&format!("{of}/{id}")));
            let help = format!("name one: {}", and_some(&named.collect::<Vec<_>>()));
            return Err(Refusal::new(format!("several agreements have `{id}`"), help).into());
        }
        let mut words = self.known.values();
        let unknown = words.find(|all| all.iter().all(|(_, why)| why.is_some()));
        let unknown = unknown.into_iter().flatten();
        let refused: Vec<&Refusal> = match self.context {
            None => self.refused.iter().collect(),
            Some(_) => unknown.filter_map(|(_, why)| why.as_ref()).collect(),
        };
        if let Some(refusal) = nearest(&refused) {
            return Err(refusal.into());
        }
        if self.context.is_some() {
            return Ok(());
        }
        self.check(false)?;
        if self.unasked.is_empty() {
            return Err(no_timeline(&global.file, world, self.others).into());
        }
        let ids = || self.unasked.iter().map(String::as_str);
        let mut asked = global.agreement.iter();
        let refused = asked.find_map(|asked| known("agreement", asked, ids()).err());
        Err(refused.unwrap_or_default().into())
    }

    /// One answer of all, with what is said beside it.
    fn outcome<Q: Question>(mut self, asking: &Asking<'_, Q>) -> Result<Outcome, Failure> {
        let (format, context) = (asking.format, self.whole(asking.call));
        let notes = self.notes.iter().map(|(note, of)| match of.len() {
            all if all == context.timelines.len() => note.clone(),
            _ => format!("{}: {note}", and_some(of)),
        });
        let left_out = some_list(&context.left_out).map(|files| format!("left out: {files}"));
        let notes = notes.chain(passed_over(self.others)).chain(left_out);
        let mut notes: Vec<String> = notes.collect();
        let mut reports = self.reports.iter();
        let has_some = reports.any(|of| of.answer.has_some(&of.context));
        if !(has_some || self.part.has_some) {
            let all = Count(self.asked.len(), "agreement");
            notes.push(format!("nothing matches in {all}"));
        }
        let around = self.printed.map(|printed| (printed, context.clone()));
        let answer = if asking.question.joins(is_rows(format)) {
            asking.question.joined(self.reports)
        } else {
            Box::new(Folder(self.reports))
        };
        let mut report = Report::of(context, answer);
        report.is_no = self.is_no || !report.context.left_out.is_empty();
        let mut outcome = asking.outcome(report, notes, None)?;
        if let Some((printed, context)) = around {
            outcome.out = out(printed, self.part, context, asking);
        }
        Ok(outcome)
    }

    /// What stands around the answer of all.
    fn whole(&mut self, Call { global, world, .. }: Call<'_>) -> Context {
        let all = self.context.take();
        let mut all = all.unwrap_or_else(|| unreachable!("one answers"));
        let answers = match all.timelines.len() {
            all if all == self.asked.len() => String::new(),
            some => format!("{some} of "),
        };
        all.left_out = mem::take(&mut self.left_out);
        let left_out = some_list(&all.left_out);
        all.timeline = Heading {
            id: String::new(),
            title: format!("{answers}{}", Count(self.asked.len(), "agreement")),
            note: left_out.map(|files| format!("Left out: {files}.")),
            path: Some(and_some(&paths(&global.file, world))),
            is_part: false,
            ..all.timeline
        };
        all
    }
}

/// What is printed of each, and what stands around it.
fn out<Q>(
    mut printed: SpooledTempFile,
    part: Part,
    mut context: Context,
    asking: &Asking<'_, Q>,
) -> Out {
    let (format, look) = (asking.format, asking.options.look);
    Out::new(move |to| {
        printed.rewind()?;
        if is_rows(format) {
            return io::copy(&mut printed, to).map(drop);
        }
        formats::blocks(part.above(&mut context), format, look, 0, to)?;
        io::copy(&mut printed, to)?;
        let mut end = Vec::new();
        formats::blocks(part.below(), format, look, 0, &mut end)?;
        to.write_all(if end.is_empty() { b"" } else { b"\n" })?;
        to.write_all(&end)
    })
}

/// Reads a timeline and asks it; none of it stays but what is answered. What lies in a folder may be no timeline.
fn given<Q: Question>(asking: &Asking<'_, Q>, found: &Found) -> Result<Option<Asked>, Failure> {
    let Some(input) = found.read()? else {
        return Ok(None);
    };
    let reading = file::read(&input.name, input.bytes, false);
    let id = reading.history.timeline.id.clone();
    if !asking.call.global.asks(&id) {
        let (words, answer) = (Words::default(), None);
        return Ok(Some(Asked { id, words, answer }));
    }
    let mut reading = sound(reading)?;
    reading.history.timeline.is_part = true;
    if asking.format != Format::Html {
        reading.history.timeline.prefix_ids();
    }
    let words = Rc::new(Words {
        others: asking.names.clone(),
        ..Words::default()
    });
    let answer = asking.ask(&reading, input.path, &words);
    // What is printed takes its place.
    drop(reading);
    let words = Rc::into_inner(words).unwrap_or_default();
    let answer = Some(answer.map(|report| print(asking, report)));
    Ok(Some(Asked { id, words, answer }))
}

/// Whether a format prints rows, each of which stands by itself.
fn is_rows(format: Format) -> bool {
    matches!(format, Format::Csv | Format::Ndjson)
}

/// Prints what stands by itself, and leaves of the report what the format still needs.
fn print<Q: Question>(asking: &Asking<'_, Q>, mut report: Report) -> (Report, Option<Part>) {
    let (format, options) = (asking.format, asking.options);
    let (of, mut part) = (&report, Part::default());
    part.text = match format {
        _ if asking.question.joins(is_rows(format)) => return (report, None),
        Format::Csv => in_memory(|to| csv::write(rows(of), &of.context, options, to)),
        Format::Ndjson => in_memory(|to| json::lines(records(of), to)),
        Format::Html => in_memory(|to| formats::write(of, format, options, to)),
        Format::Narrative if part.tells(of) => in_memory(|to| {
            to.write_all(b"\n")?;
            formats::write(of, format, options, to)
        }),
        Format::Narrative => String::new(),
        Format::Table | Format::List | Format::Markdown => {
            let blocks = part.take(of, options.look);
            in_memory(|to| {
                to.write_all(if blocks.is_empty() { b"" } else { b"\n" })?;
                let named = formats::blocks(blocks, format, options.look, 1, to)?;
                formats::footnotes(&named, &of.context.refs, to)
            })
        }
        _ => return (report, None),
    };
    // The index of all pages is made of them.
    if format != Format::Html {
        report.answer = Box::new(Folder::default());
        report.context.refs = Refs::default();
    }
    part.has_some |= is_rows(format);
    (report, Some(part))
}
