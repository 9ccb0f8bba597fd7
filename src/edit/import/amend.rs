//! Amendments: documents that say what changes in a text, read by the forms of instruction in `forms.toml`.

use std::collections::HashSet;
use std::ops::Range;

use regex::Captures;

use super::Import;
use super::forms::{ANOTHER, Row, forms, is_own, names, own_words, reason, row, sentence};
use super::given::{comes_next, is_balanced};
use super::headings::{PARTS, is_title, split_title, unmarked};
use super::lines::ATTACHED;
use super::names::{Label, bare};
use super::sections::{Document, Left, Section, body, lost, read};
use super::substance::substance;
use super::target::{DOCUMENTS, Target, key, title};
use super::versions::Version;
use crate::date::{Date, Day, in_words};

/// What was said by an instruction, by a sentence that names a section and does no such thing, and besides.
pub(super) const PLACED: &str = "an instruction";
pub(super) const NOT_PLACED: &str = "not placed";
const OTHER: &str = "other words";

/// Why an instruction is not placed.
const DAY: &str = "on a day of its own";

/// An amendment, and what it makes of the sections that it found.
pub(super) struct Amendment<'t> {
    pub(super) text: &'t str,
    date: Date,
    import: &'t Import<'t>,
    document: Document,
    /// The words that it gave, and where new texts are attached.
    gave: String,
    attached: Vec<Range<usize>>,
    /// The words by which the text is called that it changes.
    own: HashSet<String>,
    /// The marks of its items, from the outermost to the one that is read.
    pub(super) items: Vec<String>,
    /// Why what is said before leaves the next instructions unplaced: a condition, a day of their own, another text; else
    /// empty.
    governed: String,
}

/// Reads an amendment of sections that stand, and gives them all as they then are.
pub(super) fn amend(
    version: &Version,
    standing: &[Section],
    own: &HashSet<String>,
    import: &Import,
) -> Document {
    let text = version.text.as_str();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let titles: Vec<&str> = lines.take_while(|line| is_title(line)).collect();
    let mut amendment = Amendment {
        text,
        date: version.date,
        import,
        document: Document {
            sections: standing.to_vec(),
            ..Document::default()
        },
        gave: String::new(),
        attached: Vec::new(),
        own: own | &own_words(&titles, ""),
        items: Vec::new(),
        governed: String::new(),
    };
    amendment.read();
    let mut document = amendment.document;
    document.account(text, amendment.gave);
    document
}

impl Amendment<'_> {
    fn read(&mut self) {
        let text = self.text;
        let mut counts = row(Row::Counts).find_iter(text);
        if counts.any(|counts| !self.is_own_day(counts.as_str())) {
            DAY.clone_into(&mut self.governed);
        }
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
            // What is quoted is no instruction.
            let quoted = !is_balanced(&text[paragraph.start..at]);
            let governed = if quoted { "quoted" } else { &self.governed }.to_owned();
            let (what, why, end, next) = match self.instruction(rest, at, &governed) {
                Some(Ok((end, next))) => (PLACED, String::new(), end, next),
                Some(Err(why)) => self.not_placed(at, rest, said, why),
                None => {
                    let from = self.govern(said);
                    if !names(&said[from..], said.len() < rest.len()) {
                        at += said.len();
                        continue;
                    }
                    self.not_placed(at, rest, said, governed)
                }
            };
            self.leave(OTHER, "", from..begin);
            self.leave(what, &why, begin..end);
            (from, at) = (next, next);
        }
        self.leave(OTHER, "", from..text.len());
    }

    /// A sentence that is not placed, with what it quotes, and why.
    fn not_placed(
        &self,
        at: usize,
        rest: &str,
        said: &str,
        why: String,
    ) -> (&'static str, String, usize, usize) {
        let mut stops = row(Row::Sentence).find_iter(rest).map(|stop| stop.end());
        let whole = stops.find(|end| *end >= said.len() && is_balanced(&rest[..*end]));
        let new = self.quoted(at + said.len());
        let end = new.map_or(at + whole.unwrap_or(said.len()), |(_, place)| place.end);
        let why = Some(why).filter(|why| !why.is_empty());
        (NOT_PLACED, why.unwrap_or_else(|| reason(said)), end, end)
    }

    /// What became of an instruction: where it ends and the next one may begin, or why it is not placed, empty where that is
    /// not known; none where no form is met. Where something governs it, that is why.
    fn instruction(
        &mut self,
        rest: &str,
        at: usize,
        governed: &str,
    ) -> Option<Result<(usize, usize), String>> {
        let mut refused: Option<String> = None;
        for (form, pattern) in forms() {
            let Some(found) = pattern.captures(rest) else {
                continue;
            };
            if !governed.is_empty() {
                return Some(Err(governed.to_owned()));
            }
            match self.place(*form, &found, at) {
                Err(why) => refused = refused.filter(|why| !why.is_empty()).or(Some(why)),
                placed => return Some(placed),
            }
        }
        refused.map(Err)
    }

    /// How long the mark is of an item that begins here.
    fn item(&mut self, text: &str) -> usize {
        let item = row(Row::Item).find(text).map_or("", |item| item.as_str());
        if let Some(mark) = item.split_whitespace().last() {
            let before = self.items.iter().position(|own| comes_next(own, mark));
            self.items.truncate(before.unwrap_or(self.items.len()));
            self.items.push(mark.to_owned());
        }
        item.len()
    }

    /// Whether a day is that of the amendment, or the last of some is.
    fn is_own_day(&self, text: &str) -> bool {
        let day = row(Row::Day).find_iter(text).last();
        let read = |day: &str| Date::read(day).or_else(|| in_words(day, Day::MAX));
        let day = day.and_then(|day| read(day.as_str()));
        day.is_some_and(|day| day.bounds().overlaps(self.date.bounds()))
    }

    /// Takes in what a sentence says of the instructions below it, and gives where that begins behind what they are
    /// pursuant to.
    fn govern(&mut self, said: &str) -> usize {
        if row(Row::Itself).is_match(said) {
            return 0;
        }
        let mut days = row(Row::Day).find_iter(said);
        let dated =
            row(Row::Dated).is_match(said) && !days.any(|day| self.is_own_day(day.as_str()));
        let mut governed = String::new();
        if dated || row(Row::Governs).is_match(said) {
            governed = reason(said);
        }
        let about = [Row::About, Row::Heads].into_iter();
        let mut about = about.filter_map(|of| row(of).captures(said));
        let mut sections = self.document.sections.iter();
        let about = about.next().filter(|about| {
            let subject = title(&about["subject"]);
            sections.all(|own| title(bare(own.heading())) != subject)
        });
        match about.as_ref().map(|it| is_own(&it["subject"], &self.own)) {
            Some(false) if governed.is_empty() => ANOTHER.clone_into(&mut governed),
            Some(true) if self.governed == ANOTHER => self.governed.clear(),
            _ => {}
        }
        if self.governed.is_empty() {
            self.governed = governed;
        }
        let under = about.as_ref().and_then(|about| about.name("under"));
        let under = under.filter(|_| said.trim_end().ends_with([':', '*', '_']));
        under.map_or(0, |under| under.end())
    }

    /// Lists what is no new text.
    fn leave(&mut self, what: &'static str, why: &str, place: Range<usize>) {
        let text = self.text[place.clone()].trim();
        self.leave_words(what, why, place, text);
    }

    fn leave_words(&mut self, what: &'static str, why: &str, place: Range<usize>, words: &str) {
        let text = &self.text[place.clone()];
        let start = place.end - text.trim_start().len();
        let line = |at| self.text[..at].matches('\n').count();
        let lines = line(start)..line(place.start + text.trim_end().len()) + 1;
        let why = why.to_owned();
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
    fn group(&self, target: &Target) -> Result<(Range<usize>, Vec<String>), String> {
        let sections = &self.document.sections;
        let met = sections.iter().map(|section| target.met(&section.path));
        let met: Vec<Option<&[String]>> = met.collect();
        let clear = || {
            let first = met.iter().position(Option::is_some)?;
            let (path, range) = (met[first]?, first..first + met.iter().flatten().count());
            let mut more = sections[range.clone()].iter().skip(1);
            let fits = more.all(|more| more.path.len() > path.len())
                && met[range.clone()].iter().all(|own| *own == Some(path));
            fits.then(|| (range, path.to_vec()))
        };
        clear().ok_or_else(|| {
            if met.iter().any(Option::is_some) {
                return format!("{} is there more than once", target.called);
            }
            format!("no {} is in force then", target.called)
        })
    }

    /// Where a new section belongs: behind those that are numbered in the same row, else behind all that is not attached.
    fn beside(&self, target: &Target) -> Result<(Range<usize>, Vec<String>), String> {
        let unclear = "where it belongs is not clear";
        let Some(((kind, number), outer)) = target.keys.split_last() else {
            return Err("what it is to be called is not clear".to_owned());
        };
        let sections = &self.document.sections;
        if sections.iter().any(|it| target.met(&it.path).is_some()) {
            return Err("it is there already".to_owned());
        }
        let (mut scope, mut above) = (0..sections.len(), Vec::new());
        if let [.., (of, outer_number)] = outer {
            let numbered = number.strip_prefix(outer_number.as_str());
            if of.is_empty() && !numbered.is_some_and(|rest| rest.starts_with('.')) {
                return Err(unclear.to_owned());
            }
            (scope, above) = self.group(&Target::labelled(outer))?;
        }
        let row = |number: &str| number.rsplit_once('.').map(|(row, _)| row.to_owned());
        let beside = |heading: &String| {
            key(heading).is_some_and(|(own, other)| own == *kind && row(&other) == row(number))
        };
        // What is attached has sections of its own.
        let attached = |path: &[String]| path.iter().any(|heading| ATTACHED.is_match(heading));
        let found = scope.clone().filter_map(|place| {
            let path = &sections[place].path;
            let (_, own) = path.split_at(above.len());
            let depth = above.len() + own.iter().position(beside)?;
            let fits = !kind.is_empty() || !attached(own);
            fits.then(|| (place + 1, path[..depth].to_vec()))
        });
        let found: Vec<_> = found.collect();
        let mut last = scope.clone().rev();
        let last = last.find(|place| !attached(&sections[*place].path[above.len()..]));
        let end = (last.map_or(scope.start, |last| last + 1), above);
        let (at, mut path) = found.last().cloned().unwrap_or(end);
        if found.iter().any(|(_, other)| *other != path) {
            return Err(unclear.to_owned());
        }
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
        let Import { args, cut } = self.import;
        let made = read(text, cut, args.exact).sections;
        let own = made.iter().filter(|made| target.heads(&made.path[0]));
        match own.count() {
            0 => {
                let text = body(text, args.exact, false);
                let own = Label::of(&text);
                let own = own.filter(|own| own.number.contains('.') && target.heads(&text));
                let rest = &text[own.map_or(0, |own| own.len)..];
                Some(vec![titled(path.to_vec(), rest)])
            }
            own => (own == made.len()).then(|| made.into_iter().map(under).collect()),
        }
    }

    /// Does what an instruction says, and gives where it ends and the next one may begin; else why it does not, empty where
    /// that is not known.
    fn place(&mut self, form: Row, found: &Captures, at: usize) -> Result<(usize, usize), String> {
        let has = |name| found.name(name);
        let target = Target::of(found)?;
        let mut documents = DOCUMENTS.into_iter().filter_map(has);
        if !documents.all(|document| is_own(document.as_str(), &self.own)) {
            return Err(ANOTHER.to_owned());
        }
        if has("day").is_some_and(|day| !self.is_own_day(day.as_str())) {
            return Err(DAY.to_owned());
        }
        let (end, text, place) = self.new_text(form, found, at, &target)?;
        let apart = place.start > end && !self.text[end..place.start].trim().is_empty();
        let stop = at + has("stop").map_or(found[0].len(), |stop| stop.start());
        let is_behind = !apart && form != Row::Delete;
        let behind = &self.text[if is_behind { place.end } else { stop }..];
        if row(Row::Governed).is_match(behind) {
            let rest = behind.trim_start_matches(|c: char| !c.is_alphanumeric());
            return Err(reason(&rest[..sentence(rest)]));
        }
        let (range, path) = match form {
            Row::New => self.beside(&target),
            _ => self.group(&target),
        }?;
        let own = self.document.sections[range.clone()].first();
        let own = own.filter(|own| own.path.len() <= path.len()).cloned();
        let mut gave = body(&text, self.import.args.exact, false);
        let made = match form {
            Row::Delete => Vec::new(),
            Row::Append if has("end").is_none() => {
                return Err("where in the section is not said".to_owned());
            }
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
    let rest = rest.trim_start_matches(PARTS);
    let title = unmarked(title);
    if let Some(heading) = path.last_mut()
        && !title.is_empty()
        && !rest.is_empty()
    {
        let own = bare(heading);
        if own.is_empty() {
            *heading = format!("{}. {title}", heading.trim());
        } else if substance(own) != substance(title) {
            return Section::new(path, text.to_owned());
        }
        return Section::new(path, rest.to_owned());
    }
    Section::new(path, text.to_owned())
}
