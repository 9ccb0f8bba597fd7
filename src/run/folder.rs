//! Several timelines asked as one: each is read and asked by itself, a few at a time, and their answers are joined.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::{iter, mem, thread};

use indexmap::IndexMap;
use tempfile::SpooledTempFile;

use super::ask::Asking;
use super::part::{Given, days, given, is_rows, printed};
use crate::answer::{Context, Format, Heading, LeftOut, Look, Report};
use crate::date::Bounds;
use crate::file::code::Severity;
use crate::formats;
use crate::phrases::heading::left_out;
use crate::questions::Question;
use crate::questions::folder::{Folder, Part, above, below, bound, heads};
use crate::questions::view::Refusal;
use crate::shell::global::{Call, LensArgs};
use crate::shell::input::{Found, no_timeline, one_agreement, passed_over, paths};
use crate::shell::outcome::{Exit, Failure, FileError, Out, Outcome};
use crate::shell::output;
use crate::text::words::{Count, and_some, ticked};

/// What is printed beyond so many bytes waits in a file until all timelines are read.
const HELD: usize = 1 << 17;

#[derive(Default)]
pub(super) struct All {
    /// What each agreement answers, without what is printed of it already.
    pub(super) reports: Vec<Report>,
    /// Where each agreement is printed by itself, what stands around that, in the same order, and all that is printed.
    parts: Vec<Part>,
    printed: Option<SpooledTempFile>,
    /// The page of each agreement, by the name of its file.
    pages: Vec<(String, Out)>,
    notes: Vec<String>,
    /// The one thing that is asked about, which only one agreement can have.
    thing: Option<String>,
    /// The words of filters that some which answer do not know.
    unknown: Vec<Refusal>,
    /// By path, why a file does not answer.
    refused: Vec<(String, Refusal)>,
    unasked: Vec<String>,
    others: usize,
    failures: Vec<(String, Failure)>,
    pub(super) files: BTreeMap<String, Vec<Found>>,
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
    // What one timeline alone does not know is asked of all again.
    let mut known = global.clone();
    known.addresses.extend(all.addresses(&global.lens));
    known.others.extend(all.days(asking)?);
    if (&known.addresses, &known.others) != (&global.addresses, &global.others) {
        let mut asking = Asking { ..*asking };
        asking.call.global = &known;
        return ask(&asking, found);
    }
    let files: Vec<&Found> = all.files.values().flatten().collect();
    if let [one] = files[..]
        && all.failures.is_empty()
        && site.is_none()
    {
        let mut outcome = asking.alone(one)?;
        outcome.notes.extend(passed_over(all.others));
        return Ok(outcome);
    }
    if let Some(question) = &asking.question.of_all(&all.reports) {
        let mut asking = Asking { ..*asking };
        asking.question = question;
        all = All::of(&asking, &found)?;
    }
    all.answered(asking)?;
    let (is_left, pages) = (!all.failures.is_empty(), mem::take(&mut all.pages));
    let mut outcome = all.outcome(asking)?;
    if let Some(site) = site {
        let (count, name) = (Count(pages.len(), "page"), site.to_string_lossy());
        let written = format!("{count} and `index.html` are in `{name}`");
        outcome.notes.push(written);
        let index = mem::replace(&mut outcome.out, String::new().into());
        let files = pages.into_iter().chain([("index.html".to_owned(), index)]);
        output::write_all(site, files.collect(), &found)?;
    }
    if is_left {
        outcome.exit = Exit::No;
    }
    Ok(outcome)
}

/// So many different notes of agreements stand above an answer of all, and no more.
const NOTES: usize = 3;

/// What is left out, and what each agreement notes, with whose note it is, or else what tells it.
fn noted(context: &Context) -> Option<String> {
    let mut notes: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for of in &context.timelines {
        if let Some(note) = &of.note {
            notes.entry(note).or_default().push(&of.title);
        }
    }
    let mut told: Vec<String> = context.timeline.note.iter().cloned().collect();
    if notes.len() > NOTES {
        let call = format!("partnership -v{}", context.timeline.flags);
        told.push(format!("Notes on these agreements: `{call}`."));
    } else {
        let notes = notes.into_iter();
        told.extend(notes.map(|(note, of)| format!("{}: {note}", and_some(&of))));
    }
    (!told.is_empty()).then(|| told.join(" "))
}

/// Why an id that several agreements have does not say which is meant.
fn several(id: &str, agreements: &[&String]) -> Refusal {
    let named = agreements.iter().map(|of| ticked(&format!("{of}/{id}")));
    let named: Vec<String> = named.collect();
    let help = format!("name one: {}", and_some(&named));
    Refusal::new(format!("several agreements have `{id}`"), help)
}

/// The refusal that names what is nearest to what was asked, with what there is in all.
fn nearest(all: impl Iterator<Item = Refusal>) -> Option<Refusal> {
    let all: Vec<Refusal> = all.collect();
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
    /// The addresses of the sources of a lens, where some do not know all of its words: they may know them by these.
    fn addresses(&self, lens: &LensArgs) -> BTreeMap<String, BTreeSet<String>> {
        let is_known = self.refused.is_empty() && self.unknown.is_empty();
        let words = lens.according_to.iter().filter(|_| !is_known);
        let of = |word: &String| {
            let of_agreement = format!("/{word}");
            let lenses = self.reports.iter().map(|report| &report.context.lens);
            let named = lenses.flat_map(|lens| lens.according_to.iter().zip(&lens.urls));
            let same = named.filter(|(id, _)| *id == word || id.ends_with(&of_agreement));
            same.filter_map(|(_, url)| url.clone()).collect()
        };
        let all = words.map(|word| (word.clone(), of(word)));
        all.filter(|(_, urls): &(String, BTreeSet<String>)| !urls.is_empty())
            .collect()
    }

    /// Takes what each file gives, in their order, while threads read them as they come.
    pub(super) fn of<Q: Question>(
        asking: &Asking<'_, Q>,
        found: &[Found],
    ) -> Result<Self, Failure> {
        let mut all = Self::default();
        let next = &AtomicUsize::new(0);
        let (give, all_given) = mpsc::channel();
        thread::scope(|scope| {
            for _ in 0..asking.call.world.threads.min(found.len()) {
                let give = give.clone();
                let places = iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
                let tasks = places.map_while(|place| Some((place, found.get(place)?)));
                scope.spawn(move || {
                    for (place, of) in tasks {
                        // Nobody goes on where one could not be kept.
                        if give.send((place, given(asking, of))).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(give);
            let (mut early, mut place) = (BTreeMap::new(), 0);
            for (at, given) in all_given {
                early.insert(at, given);
                while let Some(given) = early.remove(&place) {
                    all.take(asking.format, &found[place], given)?;
                    place += 1;
                }
            }
            Ok(all)
        })
    }

    fn take(
        &mut self,
        format: Format,
        found: &Found,
        given: Result<Given, Failure>,
    ) -> Result<(), Failure> {
        match given {
            Ok(Given::Other) => self.others += 1,
            Ok(Given::Unasked(id)) => self.unasked.push(id),
            Ok(Given::Answer(id, answer)) => {
                self.files.entry(id).or_default().push(found.clone());
                match *answer {
                    Ok(of) => {
                        if let Some(part) = of.printed {
                            self.print(format, &of.report.context.timeline, part)?;
                        }
                        self.reports.push(of.report);
                        self.notes.extend(of.notes);
                        self.unknown.extend(of.unknown);
                        self.thing = self.thing.take().or(of.thing);
                    }
                    Err(refusal) => self.refused.push((found.name(), refusal)),
                }
            }
            Err(failure) => self.failures.push((found.name(), failure)),
        }
        Ok(())
    }

    /// Keeps what is printed of one agreement; of rows the header is printed once.
    fn print(
        &mut self,
        format: Format,
        heading: &Heading,
        mut part: Part,
    ) -> Result<(), FileError> {
        let text = mem::take(&mut part.text);
        if format == Format::Html {
            self.pages.push((heading.page(), text.into()));
            return Ok(());
        }
        let mut ends = text.windows(2);
        let header = match format {
            Format::Csv if !self.parts.is_empty() => ends.position(|end| end == b"\r\n"),
            _ => None,
        };
        let text = &text[header.map_or(0, |end| end + 2)..];
        part.length = text.len() as u64;
        self.parts.push(part);
        let new = || SpooledTempFile::new(HELD);
        let written = self.printed.get_or_insert_with(new).write_all(text);
        written.map_err(|error| FileError::unwritable("a temporary file", &error.to_string()))
    }

    /// Refuses files with errors, unless the others are to answer, and an agreement that two files tell of.
    pub(super) fn check(&mut self, keep_going: bool) -> Result<(), Failure> {
        if let Some((id, files)) = self.files.iter().find(|(_, files)| files.len() > 1) {
            return Err(one_agreement(id, files).into());
        }
        if keep_going || self.failures.is_empty() {
            return Ok(());
        }
        let failures = mem::take(&mut self.failures).into_iter();
        let failures = failures.map(|(_, failure)| failure);
        Err(Failure::Several(failures.collect()))
    }

    /// The days of events that were asked as a WHEN of agreements that do not have them.
    fn days<Q>(&self, asking: &Asking<'_, Q>) -> Result<BTreeMap<String, Bounds>, Failure> {
        let whens = self.refused.iter().filter_map(|(_, of)| of.other.as_ref());
        let mut known = BTreeMap::new();
        for when in whens.collect::<BTreeSet<_>>() {
            let mut have = Vec::new();
            for (id, files) in &self.files {
                for found in files {
                    have.extend(days(asking, found, when)?.map(|days| (id, days)));
                }
            }
            if have.len() > 1 {
                let ids: Vec<&String> = have.iter().map(|(id, _)| *id).collect();
                return Err(several(when, &ids).into());
            }
            known.extend(have.pop().map(|(_, days)| (when.clone(), days)));
        }
        Ok(known)
    }

    /// Refuses where nothing answers, or more than may.
    pub(super) fn answered<Q: Question>(&mut self, asking: &Asking<'_, Q>) -> Result<(), Failure> {
        let Call { global, world, .. } = asking.call;
        let answers = self.reports.len();
        if let Some(id) = self.thing.as_ref().filter(|_| answers > 1) {
            let ids = self.reports.iter().map(|of| &of.context.timeline.id);
            return Err(several(id, &ids.collect::<Vec<_>>()).into());
        }
        if answers > 0 {
            return self.unknown().map_or(Ok(()), |word| Err(word.into()));
        }
        let refused = mem::take(&mut self.refused).into_iter();
        if let Some(refusal) = nearest(refused.map(|(_, refusal)| refusal)) {
            return Err(refusal.into());
        }
        self.check(false)?;
        if global.agreement.is_empty() {
            return Err(no_timeline(&global.file, world, self.others).into());
        }
        Err(asking.no_agreement(&self.unasked).into())
    }

    /// A word of a filter that no agreement knows, though they know others.
    fn unknown(&self) -> Option<Refusal> {
        let mut words: BTreeMap<&str, Vec<&Refusal>> = BTreeMap::new();
        for word in &self.unknown {
            words.entry(&word.message).or_default().push(word);
        }
        words.into_iter().find_map(|(message, mut all)| {
            if all.len() != self.reports.len() {
                return None;
            }
            for (_, refused) in &self.refused {
                all.push(refused.unknown.iter().find(|of| of.message == message)?);
            }
            nearest(all.into_iter().cloned())
        })
    }

    /// One answer of all, with what is said beside it.
    fn outcome<Q: Question>(mut self, asking: &Asking<'_, Q>) -> Result<Outcome, Failure> {
        let format = asking.format;
        let mut notes = self.said::<Q>();
        let count = Count(self.reports.len() + self.refused.len(), "agreement");
        let mut context = self.context(asking.call, &count.to_string());
        let is_no = self.reports.iter().any(|report| report.is_no);
        let is_printed = !self.parts.is_empty();
        let mut reports = mem::take(&mut self.reports);
        let is_searched = Q::SEARCHES || self.thing.is_some();
        let is_alone = reports.len() == 1 && bound(&reports[0]).is_none();
        if is_searched && is_alone && !is_printed && context.left_out.is_empty() {
            let mut report = reports.remove(0);
            report.context.timelines = context.timelines;
            return asking.outcome(report, notes);
        }
        let has_some = self.parts.iter().any(|part| part.has_some)
            || !is_printed && reports.iter().any(|of| of.answer.has_some(&of.context));
        notes.extend((!has_some).then(|| format!("nothing matches in {count}")));
        let joined = asking.question.joined(&mut reports);
        if joined.is_some() {
            // Nowhere else is what each notes.
            context.timeline.note = noted(&context);
        }
        let is_whole = is_printed || format == Format::Html;
        for report in reports.iter_mut().filter(|_| !is_whole) {
            if let Some(part) = printed(asking, report)? {
                self.print(format, &report.context.timeline, part)?;
            }
        }
        let answer = joined.unwrap_or_else(|| Box::new(Folder(reports)));
        let above = (!self.parts.is_empty()).then(|| context.clone());
        let report = Report {
            is_no,
            ..Report::of(context, answer)
        };
        let mut outcome = asking.outcome(report, notes)?;
        if let Some(context) = above {
            outcome.out = self.out(context, format, asking.call.look);
        }
        Ok(outcome)
    }

    fn said<Q: Question>(&mut self) -> Vec<String> {
        let mut notes = mem::take(&mut self.notes);
        notes.sort();
        notes.dedup();
        notes.extend(passed_over(self.others));
        // What names its agreement is asked of no other.
        let answering = self.reports.iter().map(|of| &*of.context.timeline.id);
        let answering: BTreeSet<&str> = answering.collect();
        let is_told = |why: &str| {
            let mut named = why.split('`').filter_map(|word| word.split_once('/'));
            !(Q::SEARCHES || named.any(|(of, _)| answering.contains(of)))
        };
        let mut told: IndexMap<&str, Vec<String>> = IndexMap::new();
        for (path, Refusal { message, .. }) in &self.refused {
            told.entry(message).or_default().push(ticked(path));
        }
        let told = told.into_iter().filter(|(why, _)| is_told(why));
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
    fn context(&self, Call { global, world, .. }: Call<'_>, of_all: &str) -> Context {
        let contexts = self.reports.iter().map(|report| &report.context);
        let timelines = contexts.clone().map(|of| of.timeline.clone()).collect();
        let all = contexts.cloned().reduce(|mut all, other| {
            all.lens.left_out.extend(other.lens.left_out);
            all.lens.according_to.extend(other.lens.according_to);
            all.lens.names.extend(other.lens.names);
            for (of, more) in all.lens.suppose.iter_mut().zip(other.lens.suppose) {
                of.changes.extend(more.changes);
            }
            all.refs.merge(other.refs);
            all
        });
        let mut all = all.unwrap_or_else(|| unreachable!("one answers"));
        (all.timelines, all.left_out) = (timelines, self.left_out().collect());
        let told: Vec<String> = all.left_out.iter().map(LeftOut::to_string).collect();
        let heading = &mut all.timeline;
        heading.title = match &*self.refused {
            [] => of_all.to_owned(),
            _ => format!("{} of {of_all}", all.timelines.len()),
        };
        heading.note = (!told.is_empty()).then(|| format!("Left out: {}.", and_some(&told)));
        heading.path = Some(and_some(&paths(&global.file, world)));
        (heading.id, heading.is_part) = (String::new(), false);
        all
    }

    /// What is printed of each, and what stands around it.
    fn out(self, context: Context, format: Format, look: Look) -> Out {
        Out::new(move |to| {
            let Some(mut printed) = self.printed else {
                return Ok(());
            };
            printed.rewind()?;
            if is_rows(format) {
                return io::copy(&mut printed, to).map(drop);
            }
            formats::blocks(above(&self.parts, &context), format, look, 0, to)?;
            for (head, length) in heads(&self.parts, &context) {
                to.write_all(b"\n")?;
                formats::blocks(head, format, look, 1, to)?;
                to.write_all(if length > 0 { b"\n" } else { b"" })?;
                io::copy(&mut (&mut printed).take(length), to)?;
            }
            let mut last = below(&self.parts, &context);
            last.extend(left_out(&context));
            let mut end = Vec::new();
            formats::blocks(last, format, look, 0, &mut end)?;
            to.write_all(if end.is_empty() { b"" } else { b"\n" })?;
            to.write_all(&end)?;
            let named = self.parts.iter().flat_map(|part| part.named.clone());
            formats::footnotes(&named.collect(), &context.refs, to)
        })
    }
}
