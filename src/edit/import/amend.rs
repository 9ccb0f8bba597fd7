//! Amendments: documents that say what changes in a text, read by the forms of instruction in `forms.toml`.

use std::collections::HashSet;
use std::ops::Range;

use regex::Captures;

use super::ImportArgs;
use super::forms::{Row, forms, is_own, names, row, sentence};
use super::given::is_balanced;
use super::headings::{PARTS, is_title, split_title, unmarked};
use super::lines::ATTACHED;
use super::names::bare;
use super::sections::{Document, Left, Section, body, lost, read};
use super::substance::substance;
use super::target::{Target, key};
use super::versions::Version;
use crate::date::{Date, Day, in_words};
use crate::text::words::split;

/// What was said by an instruction, by a sentence that names a section and does no such thing, and besides.
pub(super) const PLACED: &str = "an instruction";
pub(super) const NOT_PLACED: &str = "not placed";
const OTHER: &str = "other words";

/// Why a sentence is not placed.
type Reason = &'static str;
const NO_FORM: &str = "in no form that is read";
const GOVERNED: &str = "bound by what is said elsewhere";
const ANOTHER: &str = "names another document";
const UNCLEAR: &str = "where it belongs is not clear";

/// An amendment, and what it makes of the sections that it found.
pub(super) struct Amendment<'t> {
    pub(super) text: &'t str,
    date: Date,
    args: &'t ImportArgs,
    document: Document,
    /// The words that it gave, and where new texts are attached.
    gave: String,
    attached: Vec<Range<usize>>,
    /// The words of the titles of the text that it changes.
    own: HashSet<String>,
    /// The last number of an item.
    pub(super) number: u32,
    /// Whether what is said before binds the instructions that follow: to a condition or a day, or to another text.
    is_bound: bool,
    is_elsewhere: bool,
}

/// Reads an amendment of sections that stand below some titles, and gives them all as they then are.
pub(super) fn amend(
    version: &Version,
    standing: &[Section],
    titles: &[&str],
    args: &ImportArgs,
) -> Document {
    let text = version.text.as_str();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let own = lines.take_while(|line| is_title(line));
    let words = own.chain(titles.iter().copied()).flat_map(split);
    let mut amendment = Amendment {
        text,
        date: version.date,
        args,
        document: Document {
            sections: standing.to_vec(),
            ..Document::default()
        },
        gave: String::new(),
        attached: Vec::new(),
        own: words.map(str::to_lowercase).collect(),
        number: 0,
        is_bound: false,
        is_elsewhere: false,
    };
    amendment.read();
    let mut document = amendment.document;
    document.account(text, amendment.gave);
    document
}

impl Amendment<'_> {
    fn read(&mut self) {
        let text = self.text;
        let mut days = row(Row::Counts).find_iter(text);
        self.is_bound = days.any(|said| !self.has_own_day(said.as_str()));
        // Where the words begin that are not listed yet, and the paragraph.
        let (mut from, mut at, mut paragraph) = (0, 0, 0..0);
        while let Some(gap) = text[at..].find(|c: char| !c.is_whitespace()) {
            at += gap;
            let place = self.attached.iter().find(|place| place.contains(&at));
            if let Some(end) = place.map(|place| place.end) {
                self.leave(OTHER, "", from..at);
                (from, at) = (end, end);
                continue;
            }
            if at >= paragraph.end {
                paragraph = at..self.paragraph(at);
            }
            let begin = at;
            at += self.item(&text[at..paragraph.end]);
            let rest = &text[at..paragraph.end];
            let said = &rest[..sentence(rest)];
            let is_quoted = !is_balanced(&text[paragraph.start..at]);
            let (what, why, end, next) = match self.instruction(rest, said, at, is_quoted) {
                Some(Ok((end, next))) => (PLACED, "", end, next),
                Some(Err(why)) => {
                    let end = self.end_of(at, rest, said);
                    (NOT_PLACED, why, end, end)
                }
                None => {
                    at += said.len();
                    continue;
                }
            };
            self.leave(OTHER, "", from..begin);
            self.leave(what, why, begin..end);
            (from, at) = (next, next);
        }
        self.leave(OTHER, "", from..text.len());
    }

    /// What became of the instruction that a paragraph begins with: where it ends and the next one may begin, or why it is
    /// not placed; none where no section is named.
    fn instruction(
        &mut self,
        rest: &str,
        said: &str,
        at: usize,
        is_quoted: bool,
    ) -> Option<Result<(usize, usize), Reason>> {
        let mut refused = None;
        for (form, pattern) in forms() {
            let Some(found) = pattern.captures(rest) else {
                continue;
            };
            if is_quoted {
                return Some(Err(NO_FORM));
            }
            if self.is_bound || self.is_elsewhere {
                return Some(Err(GOVERNED));
            }
            match self.place(*form, &found, at) {
                Err(why) => refused = refused.or(Some(why)),
                placed => return Some(placed),
            }
        }
        if refused.is_none() {
            self.take_in(said);
        }
        let is_named = || names(said).then_some(NO_FORM);
        refused.or_else(is_named).map(Err)
    }

    /// Where a sentence that is not placed ends, with what it quotes.
    fn end_of(&self, at: usize, rest: &str, said: &str) -> usize {
        let mut stops = row(Row::Sentence).find_iter(rest).map(|stop| stop.end());
        let whole = stops.find(|end| *end >= said.len() && is_balanced(&rest[..*end]));
        let new = self.quoted(at + said.len());
        new.map_or(at + whole.unwrap_or(said.len()), |(_, place)| place.end)
    }

    /// How long the mark is of an item that begins here.
    fn item(&mut self, text: &str) -> usize {
        let item = row(Row::Item).find(text).map_or("", |item| item.as_str());
        let mut numbers = item.split(|c: char| !c.is_ascii_digit());
        self.number = numbers
            .find_map(|it| it.parse().ok())
            .unwrap_or(self.number);
        item.len()
    }

    /// Whether the last day in a text is that of the amendment.
    fn has_own_day(&self, text: &str) -> bool {
        let day = row(Row::Day).find_iter(text).last();
        let read = |day: &str| Date::read(day).or_else(|| in_words(day, Day::MAX));
        let day = day.and_then(|day| read(day.as_str()));
        day.is_some_and(|day| day.bounds().overlaps(self.date.bounds()))
    }

    /// Takes in what a sentence says of the instructions below it.
    fn take_in(&mut self, said: &str) {
        if row(Row::Itself).is_match(said) {
            return;
        }
        self.is_bound |= row(Row::Governs).is_match(said)
            || row(Row::Dated).is_match(said) && !self.has_own_day(said);
        if let Some(about) = row(Row::About).captures(said) {
            let subject = about.name("subject").or(about.name("heads"));
            self.is_elsewhere = subject.is_some_and(|it| !is_own(it.as_str(), &self.own));
        }
    }

    /// Lists what is no new text.
    fn leave(&mut self, what: &'static str, why: Reason, place: Range<usize>) {
        let text = self.text[place.clone()].trim();
        self.leave_words(what, why, place, text);
    }

    fn leave_words(&mut self, what: &'static str, why: Reason, place: Range<usize>, words: &str) {
        let text = &self.text[place.clone()];
        let start = place.end - text.trim_start().len();
        let line = |at| self.text[..at].matches('\n').count();
        let lines = line(start)..line(place.start + text.trim_end().len()) + 1;
        let left = Left::of(what, &lines, words);
        self.document.leave(Left { why, ..left });
    }

    pub(super) fn paragraph(&self, at: usize) -> usize {
        let text = &self.text[at..];
        let end = match row(Row::Paragraph).find(text) {
            Some(end) if !text.starts_with('#') => Some(end.start()),
            _ => text.find('\n').filter(|_| text.starts_with('#')),
        };
        end.map_or(self.text.len(), |end| at + end)
    }

    /// The sections below one heading that a target means, and the path to it; else why there are none.
    fn group(&self, target: &Target) -> Result<(Range<usize>, Vec<String>), Reason> {
        let sections = &self.document.sections;
        let met = sections.iter().map(|section| target.met(&section.path));
        let met: Vec<Option<&[String]>> = met.collect();
        let Some(first) = met.iter().position(Option::is_some) else {
            return Err("no such section is in force then");
        };
        let range = first..first + met.iter().flatten().count();
        let path = met[first].unwrap_or_default();
        let mut below = sections[range.clone()].iter().skip(1);
        if met[range.clone()].iter().any(|own| *own != Some(path))
            || below.any(|below| below.path.len() <= path.len())
        {
            return Err("the section is there more than once");
        }
        Ok((range, path.to_vec()))
    }

    /// Where a new section belongs: at the end of what contains it, else behind those that are numbered in the same row, else
    /// behind all that is not attached.
    fn beside(&self, target: &Target) -> Result<(Range<usize>, Vec<String>), Reason> {
        let sections = &self.document.sections;
        if sections.iter().any(|it| target.met(&it.path).is_some()) {
            return Err("it is there already");
        }
        let Some(((kind, number), outer)) = target.keys.split_last() else {
            return Err(UNCLEAR);
        };
        let row = |number: &str| number.rsplit_once('.').map(|(row, _)| row.to_owned());
        let is_beside = |heading: &String| {
            key(heading).is_some_and(|(own, other)| own == *kind && row(&other) == row(number))
        };
        // What is attached has sections of its own.
        let attached = |path: &[String]| path.iter().any(|heading| ATTACHED.is_match(heading));
        let (at, mut path) = if let [.., (of, outer_number)] = outer {
            if of.is_empty() && row(number).as_ref() != Some(outer_number) {
                return Err(UNCLEAR);
            }
            let keys = outer.to_vec();
            let outer = Target {
                keys,
                ..Target::default()
            };
            let (range, path) = self.group(&outer)?;
            (range.end, path)
        } else {
            let found = sections
                .iter()
                .enumerate()
                .rev()
                .filter_map(|(place, section)| {
                    let depth = section.path.iter().position(is_beside)?;
                    let fits = !kind.is_empty() || !attached(&section.path);
                    fits.then(|| (place + 1, section.path[..depth].to_vec()))
                });
            let mut found: Vec<(usize, Vec<String>)> = found.collect();
            found.dedup_by(|one, other| one.1 == other.1);
            if found.len() > 1 {
                return Err(UNCLEAR);
            }
            let own = sections.iter().position(|section| attached(&section.path));
            found
                .pop()
                .unwrap_or((own.unwrap_or(sections.len()), Vec::new()))
        };
        path.push(target.heading.clone());
        Ok((at..at, path))
    }

    /// The sections of a new text: those below the target's number, or one with its heading; none where some are others.
    fn fragment(&self, text: &str, target: &Target, path: &[String]) -> Option<Vec<Section>> {
        let (above, heading) = path.split_at(path.len() - 1);
        let under = |made: Section| {
            let mut own = made.path;
            let said = substance(bare(&own[0]));
            if said.is_empty() || said == substance(bare(&heading[0])) {
                own[0].clone_from(&heading[0]);
            }
            Section::new([above, &own].concat(), made.text)
        };
        let made = read(text, self.args).sections;
        let own = made.iter().filter(|made| target.heads(&made.path[0]));
        match own.count() {
            0 => Some(vec![titled(
                path.to_vec(),
                &body(text, self.args.exact, false),
            )]),
            own => (own == made.len()).then(|| made.into_iter().map(under).collect()),
        }
    }

    /// Does what an instruction says, and gives where it ends and the next one may begin; else why it does not.
    fn place(&mut self, form: Row, found: &Captures, at: usize) -> Result<(usize, usize), Reason> {
        let has = |name| found.name(name);
        let mut documents = ["doc", "subject", "into", "of"].into_iter().filter_map(has);
        if !documents.all(|document| is_own(document.as_str(), &self.own)) {
            return Err(ANOTHER);
        }
        let target = Target::of(found).ok_or(NO_FORM)?;
        let new = self.new_text(form, found, at, &target);
        let (end, text, place) = new.ok_or("the new text does not end clearly")?;
        let apart = place.start > end && !self.text[end..place.start].trim().is_empty();
        let stop = at + has("stop").map_or(found[0].len(), |stop| stop.start());
        let is_behind = !apart && form != Row::Delete;
        let behind = &self.text[if is_behind { place.end } else { stop }..];
        if row(Row::Reserved).is_match(behind) {
            return Err(NO_FORM);
        }
        let (range, path) = match form {
            Row::New => self.beside(&target),
            _ => self.group(&target),
        }?;
        let own = self.document.sections[range.clone()].first();
        let own = own.filter(|own| own.path.len() <= path.len()).cloned();
        let mut gave = body(&text, self.args.exact, false);
        let made = match form {
            Row::Delete => Vec::new(),
            Row::Append if has("end").is_none() => return Err(NO_FORM),
            Row::Append => {
                let own = own.filter(|_| range.len() == 1);
                let mut own = own.ok_or("the section contains others")?;
                let is_sentence = found[0].to_lowercase().contains("sentence");
                own.text += ["\n\n", " "][usize::from(is_sentence)];
                own.text += &gave;
                vec![own]
            }
            _ => {
                let made = self.fragment(&text, &target, &path);
                let mut made = made.ok_or("the new text has other sections")?;
                made[0].is = own.and_then(|own| own.is);
                let parts = made.iter().flat_map(|made| [made.heading(), &made.text]);
                gave = parts.collect::<Vec<_>>().join(" ");
                made
            }
        };
        self.document.sections.splice(range, made);
        let markup = lost(&text, &gave).join(" ");
        self.leave_words("markup of a heading", "", place.clone(), &markup);
        self.gave.extend([" ", &gave]);
        if !apart {
            return Ok((end, place.end));
        }
        self.attached.push(place);
        Ok((end, end))
    }
}

/// A section whose text may begin with its title, as in `Rent. The rent is 900.`
fn titled(mut path: Vec<String>, text: &str) -> Section {
    let (title, rest) = split_title(text, "");
    let (title, rest) = (unmarked(title), rest.trim_start_matches(PARTS));
    let heading = path.pop().unwrap_or_default();
    let own = substance(bare(&heading));
    let is_titled = own.is_empty() || own == substance(title);
    if title.is_empty() || rest.is_empty() || !is_titled {
        path.push(heading);
        return Section::new(path, text.to_owned());
    }
    path.push(if own.is_empty() {
        format!("{}. {title}", heading.trim())
    } else {
        heading
    });
    Section::new(path, rest.to_owned())
}
