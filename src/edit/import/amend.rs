//! Amendments: documents that say what changes in a text, read by the forms of instruction in `forms.toml`.

use std::collections::HashSet;
use std::ops::Range;

use regex::{Captures, Regex};

use super::forms::{ANOTHER, ROWS, Row, is_own, own_words, reason, row};
use super::headings::{Cut, PARTS, is_title, split_title, unmarked};
use super::items::with_item;
use super::left::ATTACHED;
use super::names::{Label, bare};
use super::sections::{Document, Left, Section, body, lost, read};
use super::substance::substance;
use crate::text::clean_line;
use crate::text::words::split;

fn forms() -> impl Iterator<Item = &'static (Row, Regex)> {
    let forms = [Row::Replace, Row::Append, Row::Delete, Row::New];
    let rows = ROWS.0.iter();
    rows.filter(move |(form, _)| forms.contains(form))
}

/// What was said by an instruction, by a sentence that names a section and does no such thing, and besides.
pub(super) const PLACED: &str = "an instruction";
pub(super) const NOT_PLACED: &str = "not placed";
const OTHER: &str = "other words";

/// Words of a title, without those that tell a kind of section.
fn title(text: &str) -> String {
    let text = row(Row::Called).replace_all(text, " ").to_lowercase();
    split(&text).collect::<Vec<_>>().join(" ")
}

fn key(heading: &str) -> Option<(String, String)> {
    Label::of(heading).map(|label| label.key())
}

fn keys(text: &str) -> Vec<(String, String)> {
    let found = row(Row::Label).find_iter(text);
    found.filter_map(|found| key(found.as_str())).collect()
}

/// Whether a sentence names a section, and is no title of what follows.
fn names(text: &str, followed: bool) -> bool {
    let has = |of| row(of).is_match(text);
    let mut words = split(text).filter(|word| word.chars().count() > 3);
    let titled = words.all(|word| !word.starts_with(char::is_lowercase));
    has(Row::Names) && !(titled && (followed || !has(Row::Act)))
}

fn is_balanced(text: &str) -> bool {
    let count = |mark| text.matches(mark).count();
    count('“') == count('”') && count('"').is_multiple_of(2)
}

/// Whether the first quotation mark inside a quotation opens another, so that nothing stands behind the quotation.
fn opens(said: &str) -> bool {
    let before = said.find('"').map(|at| &said[..at]);
    before.is_none_or(|before| before.ends_with(|c: char| c.is_whitespace() || "([".contains(c)))
}

/// An amendment, and what it makes of the sections that it found.
struct Amendment<'t> {
    text: &'t str,
    cut: &'t Cut,
    exact: bool,
    document: Document,
    /// The words that it gave, and where new texts are attached.
    gave: String,
    attached: Vec<Range<usize>>,
    /// The words by which the text is called that it changes.
    own: HashSet<String>,
}

/// Reads an amendment of sections that stand. It gives them all, as they stand then.
pub(super) fn amend(
    text: &str,
    standing: &[Section],
    own: &HashSet<String>,
    cut: &Cut,
    exact: bool,
) -> Document {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let titles: Vec<&str> = lines.take_while(|line| is_title(line)).collect();
    let mut amendment = Amendment {
        text,
        cut,
        exact,
        document: Document::default(),
        gave: String::new(),
        attached: Vec::new(),
        own: own | &own_words(&titles, ""),
    };
    amendment.document.sections = standing.to_vec();
    amendment.read();
    let (mut document, mut gave) = (amendment.document, amendment.gave);
    gave.extend(document.left.iter().flat_map(|left| [" ", &left.text]));
    document.lost = lost(text, &gave).into_iter().map(str::to_owned).collect();
    document.left.sort_by_key(|left| left.lines);
    document
}

impl Amendment<'_> {
    fn read(&mut self) {
        let text = self.text;
        // Where the words begin that are not listed yet, and the paragraph.
        let (mut from, mut at, mut paragraph) = (0, 0, 0..0);
        // Why what is said before the instructions leaves them unplaced: a condition, a day of their own, another text.
        let mut governed = None;
        while let Some(gap) = text[at..].find(|c: char| !c.is_whitespace()) {
            at += gap;
            let place = self.attached.iter().find(|place| place.contains(&at));
            if let Some(end) = place.map(|place| place.end) {
                self.leave(OTHER, "", from..at, None);
                (from, at) = (end, end);
                continue;
            }
            if at >= paragraph.end {
                paragraph = at..self.paragraph(at);
            }
            let begin = at;
            let item = row(Row::Item).find(&text[at..paragraph.end]);
            at += item.map_or(0, |item| item.len());
            let rest = &text[at..paragraph.end];
            let stop = row(Row::Sentence).find(rest);
            let stop = stop.map_or(rest.len(), |stop| stop.end());
            // What is quoted is no instruction.
            let quoted = !is_balanced(&text[paragraph.start..at]);
            let follows = row(Row::Governed).find(&rest[stop..]);
            let mut why = quoted.then(|| "quoted".to_owned()).or(governed.clone());
            why = why.or_else(|| follows.map(|_| reason(&rest[stop..])));
            let mut done = None;
            let open = why.is_none();
            for (form, pattern) in forms().filter(|_| open) {
                let found = pattern.captures(rest);
                match found.map(|found| self.place(*form, &found, at)) {
                    Some(Ok(placed)) => {
                        done = Some(placed);
                        break;
                    }
                    Some(Err(reason)) => why = why.or(reason),
                    None => {}
                }
            }
            let sentence = &rest[..stop];
            let (what, said, next) = if let Some((said, next)) = done {
                why = Some(String::new());
                (PLACED, said, next)
            } else if names(sentence, stop < rest.len()) {
                // With what it quotes.
                let mut stops = row(Row::Sentence).find_iter(rest).map(|stop| stop.end());
                let whole = stops.find(|stop| is_balanced(&rest[..*stop]));
                let new = self.quoted(at + stop);
                let next = new.map_or(at + whole.unwrap_or(stop), |(_, place)| place.end);
                (NOT_PLACED, next, next)
            } else {
                governed = governed.or_else(|| self.governs(sentence));
                at += stop;
                continue;
            };
            let why = why.unwrap_or_else(|| reason(sentence));
            self.leave(OTHER, "", from..begin, None);
            self.leave(what, &why, begin..said, None);
            (from, at) = (next, next);
        }
        self.leave(OTHER, "", from..text.len(), None);
    }

    /// Why a sentence leaves the instructions below it unplaced.
    fn governs(&self, sentence: &str) -> Option<String> {
        if row(Row::Governs).is_match(sentence) {
            return Some(reason(sentence));
        }
        let about = row(Row::About).captures(sentence)?;
        let other = !is_own(&about["subject"], &self.own);
        other.then(|| ANOTHER.to_owned())
    }

    /// Lists what is no new text, or words of a new text.
    fn leave(&mut self, what: &'static str, why: &str, place: Range<usize>, words: Option<&str>) {
        let text = &self.text[place.clone()];
        let start = place.end - text.trim_start().len();
        let line = |at| self.text[..at].matches('\n').count();
        let lines = line(start)..line(place.start + text.trim_end().len()) + 1;
        let text = words.unwrap_or(text).trim();
        if split(text).next().is_some() {
            let why = why.to_owned();
            let left = Left::of(what, &lines, text);
            self.document.left.push(Left { why, ..left });
        }
    }

    fn paragraph(&self, at: usize) -> usize {
        let text = &self.text[at..];
        let end = match row(Row::Paragraph).find(text) {
            Some(end) if !text.starts_with('#') => Some(end.start()),
            _ => text.find('\n').filter(|_| text.starts_with('#')),
        };
        end.map_or(self.text.len(), |end| at + end)
    }

    /// What a quotation that begins here says, and where it stands.
    fn quoted(&self, at: usize) -> Option<(String, Range<usize>)> {
        let text = self.text[at..].trim_start();
        let (at, inner) = (self.text.len() - text.len(), text.strip_prefix(['"', '“'])?);
        let said = |end: Captures| {
            let end = end.get(1)?.range();
            let said = row(Row::Again).replace_all(&inner[..end.start], "$1");
            let place = at..at + text.len() - inner.len() + end.end;
            (is_balanced(&said) && opens(&said)).then(|| (said.into_owned(), place))
        };
        let mut ends = row(Row::Close).captures_iter(inner).take(100);
        ends.find_map(said)
    }

    /// The paragraph that begins here, with the items below it; none where it is an instruction itself.
    fn block(&self, at: usize) -> Option<(String, Range<usize>)> {
        let at = self.text.len() - self.text[at..].trim_start().len();
        let mut end = self.paragraph(at);
        while let Some(more) = row(Row::More).find(&self.text[end..]) {
            let next = self.paragraph(end + more.len());
            // An item that names a section is the amendment's own.
            if names(&self.text[end..next], false) {
                break;
            }
            end = next;
        }
        let text = row(Row::Quoted).replace_all(&self.text[at..end], "$1");
        let sentence = row(Row::Item).replace(&text, "");
        let is_form = |text: &str| forms().any(|(_, of)| of.is_match(text));
        let new = !self.text[at..end].starts_with(['"', '“']) && !is_form(&sentence);
        // Another paragraph that is no instruction and closes nothing may be part of the new text.
        let next = self.text[end..].trim_start();
        let ends = |of| row(of).is_match(next);
        let parted =
            next.is_empty() || ends(Row::Item) || ends(Row::Closing) || ends(Row::Attached);
        let parted = parted || is_form(next);
        let new = new && parted && !text.is_empty();
        new.then(|| (text.into_owned(), at..end))
    }

    /// What is attached below under the label of a target, from the line that heads it to the next such line.
    fn attached(&self, target: &Target, at: usize) -> Option<(String, Range<usize>)> {
        let heads = row(Row::Attached).captures_iter(&self.text[at..]);
        let heads = heads.filter_map(|head| head.get(1));
        let mut heads = heads.filter(|head| is_title(head.as_str()));
        let start = at + heads.find(|head| target.heads(head.as_str()))?.start();
        let next = heads.next();
        let end = next.map_or(self.text.len(), |next| at + next.start());
        Some((self.text[start..end].to_owned(), start..end))
    }

    /// The sections below one heading that a target means, and the path to it; nothing where there are more.
    fn group(&self, target: &Target) -> Option<(Range<usize>, &[String])> {
        let sections = &self.document.sections;
        let met = sections.iter().map(|section| target.met(&section.path));
        let met: Vec<Option<&[String]>> = met.collect();
        let first = met.iter().position(Option::is_some)?;
        let (path, range) = (met[first]?, first..first + met.iter().flatten().count());
        let mut more = sections[range.clone()].iter().skip(1);
        let clear = more.all(|more| more.path.len() > path.len());
        let together = met[range.clone()].iter().all(|own| *own == Some(path));
        (clear && together).then_some((range, path))
    }

    /// Where a new section belongs: behind those that are numbered in the same row, else behind all that is not attached.
    fn beside(&self, target: &Target) -> Result<(Range<usize>, Vec<String>), String> {
        let [(kind, number)] = target.keys.as_slice() else {
            return Err("what it is to be called is not clear".to_owned());
        };
        let row = |number: &str| number.rsplit_once('.').map(|(row, _)| row.to_owned());
        let beside = |heading: &String| {
            key(heading).is_some_and(|(own, other)| own == *kind && row(&other) == row(number))
        };
        let sections = self.document.sections.iter();
        if sections
            .clone()
            .any(|section| target.met(&section.path).is_some())
        {
            return Err("it is there already".to_owned());
        }
        // What is attached has sections of its own.
        let attached = |path: &[String]| path.iter().any(|heading| ATTACHED.is_match(heading));
        let above = |(place, section): (usize, &'_ Section)| {
            let depth = section.path.iter().position(beside)?;
            let fits = !kind.is_empty() || !attached(&section.path);
            fits.then(|| (place + 1, section.path[..depth].to_vec()))
        };
        let found: Vec<_> = sections.clone().enumerate().filter_map(above).collect();
        let last = sections
            .clone()
            .rposition(|section| !attached(&section.path));
        let end = || (last.map_or(0, |last| last + 1), Vec::new());
        let (at, mut path) = found.last().cloned().unwrap_or_else(end);
        let clear = found.iter().all(|(_, other)| *other == path);
        path.push(target.heading.clone());
        let why = || "where it belongs is not clear".to_owned();
        clear.then_some((at..at, path)).ok_or_else(why)
    }

    /// The sections of a new text: those that it begins with the target's number, else one with the heading there is.
    fn fragment(&self, text: &str, target: &Target, path: &[String]) -> Vec<Section> {
        let (above, heading) = path.split_at(path.len() - 1);
        let under = |made: Section| {
            let mut own = made.path;
            let (fits, said) = (target.heads(&own[0]), substance(bare(&own[0])));
            if said.is_empty() || said == substance(bare(&heading[0])) {
                own[0].clone_from(&heading[0]);
            }
            fits.then(|| Section::new([above, &own].concat(), made.text))
        };
        let made = read(text, self.cut, self.exact).sections.into_iter();
        let made: Option<Vec<Section>> = made.map(under).collect();
        let whole = || vec![titled(path.to_vec(), body(text, self.exact, false))];
        made.filter(|made| !made.is_empty()).unwrap_or_else(whole)
    }

    /// Does what an instruction says, and gives where it ends and where the next one may begin; else why it does not,
    /// where the form tells.
    fn place(
        &mut self,
        form: Row,
        found: &Captures,
        at: usize,
    ) -> Result<(usize, usize), Option<String>> {
        let because = |why: &str| Some(why.to_owned());
        let said = found[0].to_lowercase();
        let has = |name| found.name(name);
        let documents = ["doc", "subject", "into", "of"].into_iter();
        let mut documents = documents.filter_map(has).map(|of| of.as_str());
        let target = Target::of(found).ok_or(None)?;
        if !documents.all(|document| is_own(document, &self.own)) {
            return Err(because(ANOTHER));
        }
        let end = at + has("open").map_or(found[0].len(), |open| open.start());
        let stop = has("stop").map_or("", |stop| stop.as_str());
        let ends = has("open").is_none() && !stop.contains([':', '—']);
        let announced =
            !said.contains("attached") && (stop.contains(':') || said.contains("follow"));
        let new = match form {
            Row::Delete => ends.then(|| (String::new(), end..end)),
            _ if announced => self.quoted(end).or_else(|| self.block(end)),
            _ if has("open").is_some() => self.quoted(end),
            _ => self.attached(&target, end).filter(|_| ends),
        };
        let (text, place) = new.ok_or_else(|| because("the new text does not end clearly"))?;
        let (range, path) = if form == Row::New && target.items.is_empty() {
            self.beside(&target).map_err(Some)?
        } else {
            let found = self.group(&target);
            let (range, path) = found.ok_or_else(|| Some(self.missed(&target)))?;
            (range, path.to_vec())
        };
        let own = self.document.sections[range.clone()].first();
        let own = own.filter(|own| own.path.len() <= path.len()).cloned();
        let is_alone = range.len() == 1;
        let (mut made, mut gave) = (Vec::new(), body(&text, self.exact, false));
        if !target.items.is_empty() || form == Row::Append {
            let gap = ["\n\n", " "][usize::from(said.contains("sentence"))];
            if form == Row::Append && has("end").is_none() {
                return Err(because("where in the section is not said"));
            }
            let own = own.filter(|_| is_alone);
            let mut own = own.ok_or_else(|| because("the section contains others"))?;
            own.text = match target.items.as_slice() {
                [] => [&own.text, gap, &gave].concat(),
                items => with_item(&own.text, items, form, &gave)
                    .ok_or_else(|| Some(format!("there is no clear {}", target.called)))?,
            };
            made.push(own);
        } else if form != Row::Delete {
            made = self.fragment(&text, &target, &path);
            made[0].is = own.and_then(|own| own.is);
            let parts = made.iter().flat_map(|made| [made.heading(), &made.text]);
            gave = parts.collect::<Vec<_>>().join(" ");
        }
        self.document.sections.splice(range, made);
        let markup = lost(&text, &gave).join(" ");
        self.leave("markup of a heading", "", place.clone(), Some(&markup));
        self.gave.extend([" ", &gave]);
        if place.start <= end || self.text[end..place.start].trim().is_empty() {
            return Ok((end, place.end));
        }
        self.attached.push(place);
        Ok((end, end))
    }

    fn missed(&self, target: &Target) -> String {
        let mut sections = self.document.sections.iter();
        if sections.any(|section| target.met(&section.path).is_some()) {
            format!("{} is there more than once", target.called)
        } else {
            format!("no {} is in force then", target.called)
        }
    }
}

/// A section whose text may begin with its title, as in `Rent. The rent is 900.`
fn titled(mut path: Vec<String>, text: String) -> Section {
    let (title, rest) = split_title(&text, "");
    let rest = rest.trim_start_matches(PARTS);
    let (title, heading) = (unmarked(title), path.last_mut());
    if let Some(heading) = heading.filter(|_| !title.is_empty() && !rest.is_empty()) {
        let own = bare(heading).to_owned();
        if own.is_empty() {
            *heading = format!("{}. {title}", heading.trim());
        }
        if own.is_empty() || substance(&own) == substance(title) {
            let rest = rest.to_owned();
            return Section::new(path, rest);
        }
    }
    Section::new(path, text)
}

/// What an instruction speaks of: by a label, and another of what contains it, or by a title.
struct Target {
    keys: Vec<(String, String)>,
    /// The marks of an item in it, the outermost first.
    items: Vec<String>,
    title: String,
    /// How the instruction calls it.
    called: String,
    /// How it is headed where it is new.
    heading: String,
}

impl Target {
    /// None where the instruction speaks of another text, or of a part of a section.
    fn of(found: &Captures) -> Option<Self> {
        let group = |name| found.name(name).map_or("", |group| group.as_str());
        let of = ["doc", "subject", "into", "of"].map(group).join(", ");
        let called = [group("title"), group("named")].concat();
        let quoted = called.split(['"', '“', '”']).nth(1).unwrap_or(&called);
        let quoted = quoted.trim_matches(|c: char| !c.is_alphanumeric());
        let target = Self {
            keys: keys(group("labels")),
            items: {
                let labels = group("labels").rsplit(" of ");
                let items = labels.flat_map(|label| row(Row::Items).find_iter(label));
                items.map(|item| item.as_str().to_owned()).collect()
            },
            title: title(&called),
            called: clean_line(&[group("labels"), &called].concat()),
            heading: format!("{} {quoted}", group("labels").replace(['*', '_'], "")),
        };
        let mut same = keys(group("same")).into_iter();
        let stray = row(Row::Stray).is_match(&of) || row(Row::Label).is_match(&of);
        (!stray && same.all(|key| target.keys.contains(&key))).then_some(target)
    }

    /// A path of headings down to the one that is meant.
    fn met<'p>(&self, path: &'p [String]) -> Option<&'p [String]> {
        let titled = |heading: &String| title(bare(heading)) == self.title;
        let headings: Vec<_> = path.iter().map(|heading| key(heading)).collect();
        let at = |own| headings.iter().position(|it| it.as_ref() == Some(own));
        let depths: Option<Vec<usize>> = self.keys.iter().map(at).collect();
        let depth = depths?.into_iter().max();
        let depth = depth.or_else(|| path.iter().position(titled))?;
        let untitled = self.title.is_empty() || title(bare(&path[depth])).is_empty();
        let is_meant = titled(&path[depth]) || untitled && !self.keys.is_empty();
        is_meant.then(|| &path[..=depth])
    }

    fn heads(&self, heading: &str) -> bool {
        match self.keys.first() {
            Some(own) => key(heading).as_ref() == Some(own),
            None => title(bare(heading)) == self.title,
        }
    }
}
