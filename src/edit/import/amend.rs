//! Amendments: documents that say what changes in a text, read by the forms of instruction in `forms.toml`.

use std::collections::HashSet;
use std::mem;
use std::ops::Range;

use regex::Captures;

use super::ImportArgs;
use super::forms::{
    Key, NO_FORM, Reason, Row, Target, end_of_sentence, forms, is_balanced, is_own, key, names, row,
};
use super::headings::{PARTS, STOPS, is_title, split_title, unmarked};
use super::lines::{ATTACHED, within};
use super::names::{bare, substance};
use super::sections::{Document, Section, body, lost, read};
use super::versions::Version;
use crate::date::{Date, Day, in_words};
use crate::text::words::split;

/// What was said by an instruction, by a sentence that names a section and does no such thing, and besides.
pub(super) const PLACED: &str = "an instruction";
pub(super) const NOT_PLACED: &str = "not placed";
const OTHER: &str = "other words";

const UNCLEAR: Reason = "where it belongs is not clear";
const GONE: Reason = "no such section is in force on that day";

/// A new text and where it stands.
type Given = (String, Range<usize>);

/// An amendment, and what it makes of the sections that it found.
struct Amendment<'t> {
    text: &'t str,
    date: Date,
    args: &'t ImportArgs,
    document: Document,
    /// The words that it gave.
    gave: String,
    /// Parts of the text: what each is where it is left out, and why it is not placed.
    pieces: Vec<(Range<usize>, &'static str, Reason)>,
    /// The words of the titles of the text that it changes.
    own: HashSet<String>,
    /// Whether what is said before binds the instructions that follow: to a condition or a day, or to another text.
    is_bound: bool,
    is_elsewhere: bool,
}

/// Reads an amendment of sections that stand below some titles, and gives them all as they then are.
pub(super) fn amend(
    version: &Version,
    sections: Vec<Section>,
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
            sections,
            ..Document::default()
        },
        gave: String::new(),
        pieces: Vec::new(),
        own: words.map(str::to_lowercase).collect(),
        is_bound: false,
        is_elsewhere: false,
    };
    amendment.read();
    amendment.list();
    let mut document = amendment.document;
    document.account(text, amendment.gave);
    document
}

impl Amendment<'_> {
    /// Reads sentence after sentence, and does what the instructions among them say.
    fn read(&mut self) {
        let text = self.text;
        let mut days = row(Row::Counts).find_iter(text);
        let mut says = row(Row::Takes).captures_iter(text);
        self.is_bound = days.any(|said| !self.has_own_day(said.as_str()))
            || says.any(|said| !self.is_certain(&said["on"]));
        let (mut at, mut paragraph) = (0, 0..0);
        while let Some(gap) = text[at..].find(|c: char| !c.is_whitespace()) {
            at += gap;
            let mut known = self.pieces.iter().map(|(place, ..)| place);
            if let Some(place) = known.find(|place| place.contains(&at)) {
                at = place.end;
                continue;
            }
            if at >= paragraph.end {
                paragraph = at..self.paragraph(at);
            }
            let begin = at;
            at += row(Row::Item)
                .find(&text[at..paragraph.end])
                .map_or(0, |item| item.end());
            let rest = &text[at..paragraph.end];
            let said = &rest[..end_of_sentence(rest)];
            let is_quoted = !is_balanced(&text[paragraph.start..at]);
            let (what, why, end) = match self.instruction(rest, said, at, is_quoted) {
                Some(Ok(end)) => (PLACED, "", end),
                Some(Err(why)) => (NOT_PLACED, why, self.end_of(at, rest, said)),
                None => {
                    at += said.len();
                    continue;
                }
            };
            self.pieces.push((begin..end, what, why));
            at = end;
        }
    }

    /// What became of the instruction that a paragraph begins with: where it ends, or why it is not placed; none where no
    /// section is named.
    fn instruction(
        &mut self,
        rest: &str,
        said: &str,
        at: usize,
        is_quoted: bool,
    ) -> Option<Result<usize, Reason>> {
        let mut refused = None;
        for (form, pattern) in forms() {
            let Some(found) = pattern.captures(rest) else {
                continue;
            };
            if is_quoted {
                return Some(Err(NO_FORM));
            }
            if self.is_bound || self.is_elsewhere {
                return Some(Err("it depends on words that stand elsewhere"));
            }
            let mut days = ["when", "then"].iter().filter_map(|day| found.name(day));
            if days.any(|day| !self.has_own_day(day.as_str())) {
                return Some(Err("it takes effect on another day"));
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
        let end = at + whole.unwrap_or(said.len());
        self.quoted(at + said.len())
            .map_or(end, |(_, place)| place.end)
    }

    /// Whether what is said of its effect leaves it without a condition on its own day.
    fn is_certain(&self, said: &str) -> bool {
        let rest = row(Row::Certain).replace_all(said, "");
        let is_own = rest.len() < said.len() && !row(Row::Day).is_match(said);
        (is_own || self.has_own_day(said)) && !row(Row::Unless).is_match(&rest)
    }

    /// Whether the first day in a text is that of the amendment.
    fn has_own_day(&self, text: &str) -> bool {
        let day = row(Row::Day).find(text);
        let read = |day: &str| Date::read(day).or_else(|| in_words(day, Day::MAX));
        let day = day.and_then(|day| read(day.as_str()));
        day.is_some_and(|day| day.bounds().overlaps(self.date.bounds()))
    }

    /// Takes in what a sentence says of the instructions below it.
    fn take_in(&mut self, said: &str) {
        self.is_bound |= row(Row::Governs).is_match(said);
        if let Some(about) = row(Row::About).captures(said) {
            let subject = about.name("subject").or(about.name("heads"));
            self.is_elsewhere = subject.is_some_and(|it| !is_own(it.as_str(), &self.own));
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

    /// Lists what is no new text, in the order of the text.
    fn list(&mut self) {
        let mut pieces = mem::take(&mut self.pieces);
        pieces.push((self.text.len()..self.text.len(), "", ""));
        pieces.sort_by_key(|(place, ..)| place.start);
        let mut from = 0;
        for (place, what, why) in pieces {
            let between = from.min(place.start)..place.start;
            self.leave(OTHER, "", between.clone(), &self.text[between]);
            if !what.is_empty() {
                self.leave(what, why, place.clone(), &self.text[place.clone()]);
            }
            from = from.max(place.end);
        }
    }

    fn leave(&mut self, what: &'static str, why: Reason, place: Range<usize>, words: &str) {
        let text = &self.text[place.clone()];
        let start = place.end - text.trim_start().len();
        let lines = within(self.text)(start..place.start + text.trim_end().len());
        self.document.leave(what, why, &lines, words.trim());
    }

    /// Does what an instruction says, and gives where its words end; else why it does not.
    fn place(&mut self, form: Row, found: &Captures, at: usize) -> Result<usize, Reason> {
        let has = |name| found.name(name);
        let mut documents = ["doc", "subject", "into", "of"].into_iter().filter_map(has);
        if !documents.all(|document| is_own(document.as_str(), &self.own)) {
            return Err("names another document");
        }
        if form == Row::Append && has("end").is_none() {
            return Err(NO_FORM);
        }
        let target = Target::of(found).ok_or(NO_FORM)?;
        let said = found[0].trim_end_matches(['"', '“']);
        let end = at + said.len();
        let new = self.new_text(form, said, found[0].len() > said.len(), end, &target);
        let (text, place) = new.ok_or("the new text does not end clearly")?;
        let is_apart = place.start > end && !self.text[end..place.start].trim().is_empty();
        let stop = at + has("stop").map_or(found[0].len(), |stop| stop.start());
        let is_behind = !is_apart && form != Row::Delete;
        if row(Row::Reserved).is_match(&self.text[if is_behind { place.end } else { stop }..]) {
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
            Row::Append => {
                let own = own.filter(|_| range.len() == 1);
                let mut own = own.ok_or("the section contains others")?;
                let goes_on = |c: char| c.is_lowercase() || ",;.:".contains(c);
                if gave.starts_with(goes_on) {
                    return Err("it adds a part of a sentence");
                }
                let is_sentence = said.to_lowercase().contains("sentence");
                own.text
                    .extend([["\n\n", " "][usize::from(is_sentence)], &gave]);
                vec![own]
            }
            _ => {
                let made = self.fragment(&text, &gave, &target, &path);
                let mut made = made.ok_or("the new text has other sections")?;
                made[0].is = own.and_then(|own| own.is);
                let parts = made.iter().flat_map(|made| [made.heading(), &made.text]);
                gave = parts.collect::<Vec<_>>().join(" ");
                made
            }
        };
        self.document.sections.splice(range, made);
        let markup = lost(&text, &gave).join(" ");
        self.leave("markup of a heading", "", place.clone(), &markup);
        self.gave.extend([" ", &gave]);
        self.pieces.push((place, "", ""));
        Ok(end)
    }

    /// The new text that an instruction gives, whose words end here, perhaps with a quotation mark behind them.
    fn new_text(
        &self,
        form: Row,
        said: &str,
        is_quoted: bool,
        end: usize,
        target: &Target,
    ) -> Option<Given> {
        let words = said.split_whitespace().collect::<Vec<_>>();
        let words = words.join(" ").to_lowercase();
        let has_colon = words.ends_with([':', '—']);
        let follows = words.contains("as follows") || words.contains("the following");
        match form {
            Row::Delete => (!is_quoted && !has_colon).then(|| (String::new(), end..end)),
            _ if (has_colon || follows) && !words.contains("attached") => {
                self.quoted(end).or_else(|| self.block(end))
            }
            _ if is_quoted => self.quoted(end),
            _ => self.attached(target, end).filter(|_| !has_colon),
        }
    }

    /// What a quotation that begins here says.
    fn quoted(&self, at: usize) -> Option<Given> {
        let text = self.text[at..].trim_start();
        let (at, inner) = (self.text.len() - text.len(), text.strip_prefix(['"', '“'])?);
        // A first quotation mark inside must open another quotation: nothing stands behind this one.
        let opens = |said: &str| {
            let before = said.find('"').map(|at| &said[..at]);
            before.is_none_or(|it| it.ends_with(|c: char| c.is_whitespace() || "([".contains(c)))
        };
        let said = |end: Captures| {
            let end = end.get(1)?.range();
            let said = row(Row::Again).replace_all(&inner[..end.start], "$1");
            let place = at..at + text.len() - inner.len() + end.end;
            (is_balanced(&said) && opens(&said)).then(|| (said.into_owned(), place))
        };
        let mut ends = row(Row::Close).captures_iter(inner).take(100);
        ends.find_map(said)
    }

    /// The paragraph that begins here; none where it is not clear that the text ends with it: what closes an amendment
    /// stands behind it, or another instruction.
    fn block(&self, at: usize) -> Option<Given> {
        let at = self.text.len() - self.text[at..].trim_start().len();
        let place = at..self.paragraph(at);
        let text = &self.text[place.clone()];
        let behind = self.text[place.end..].trim_start();
        let end = row(Row::Paragraph).find(behind);
        let behind = &behind[..end.map_or(behind.len(), |end| end.start())];
        let closes = |paragraph: &str| {
            let sentence = row(Row::Item).replace(paragraph, "");
            paragraph.is_empty()
                || row(Row::Closing).is_match(paragraph)
                || row(Row::Attached).is_match(paragraph)
                || forms().any(|(_, form)| form.is_match(&sentence))
        };
        if closes(text) || text.starts_with(['"', '\'', '“', '‘', '„', '«']) || !closes(behind)
        {
            return None;
        }
        let text = row(Row::Quoted).replace_all(text, "$1");
        Some((text.into_owned(), place))
    }

    /// What is attached below under the label of a target, from the line that heads it to the next such line.
    fn attached(&self, target: &Target, at: usize) -> Option<Given> {
        let heads = row(Row::Attached).captures_iter(&self.text[at..]);
        let heads = heads.filter_map(|head| head.get(1));
        let mut heads = heads.filter(|head| is_title(head.as_str()));
        let start = at + heads.find(|head| target.heads(head.as_str()))?.start();
        let next = heads.next();
        let end = next.map_or(self.text.len(), |next| at + next.start());
        Some((self.text[start..end].to_owned(), start..end))
    }

    /// The sections below one heading that a target means, and the path to it; else why there are none.
    fn group(&self, target: &Target) -> Result<(Range<usize>, Vec<String>), Reason> {
        let sections = &self.document.sections;
        let met = sections.iter().map(|section| target.met(&section.path));
        let met: Vec<Option<&[String]>> = met.collect();
        let first = met.iter().position(Option::is_some).ok_or(GONE)?;
        let path = met[first].unwrap_or_default();
        let mut range = first..first + met.iter().flatten().count();
        let is_own = |at: usize| at > first && sections[at].path.len() <= path.len();
        if range.any(|at| met[at] != Some(path) || is_own(at)) {
            return Err("the section is there more than once");
        }
        Ok((first..range.end, path.to_vec()))
    }

    /// Where a new section belongs: behind the last of what contains it, else of those that are numbered in the same row, else
    /// behind all that is not attached.
    fn beside(&self, target: &Target) -> Result<(Range<usize>, Vec<String>), Reason> {
        let sections = &self.document.sections;
        if sections.iter().any(|it| target.met(&it.path).is_some()) {
            return Err("it is there already");
        }
        let ((kind, number), keys) = target.keys.split_last().ok_or(UNCLEAR)?;
        let row = |number: &str| number.rsplit_once('.').map(|(row, _)| row.to_owned());
        let is_other = |(of, above): &Key| of.is_empty() && row(number).as_ref() != Some(above);
        if keys.last().is_some_and(is_other) {
            return Err(UNCLEAR);
        }
        let outer = Target {
            keys: keys.to_vec(),
            ..Target::default()
        };
        // What is attached has sections of its own.
        let attached = |path: &[String]| path.iter().any(|heading| ATTACHED.is_match(heading));
        let is_beside = |(own, other): Key| own == *kind && row(&other) == row(number);
        let mut found: Option<(usize, &[String])> = None;
        for (place, Section { path, .. }) in sections.iter().enumerate() {
            let beside = |heading: &String| key(heading).is_some_and(is_beside);
            let above = match keys {
                [] if kind.is_empty() && attached(path) => None,
                [] => path.iter().position(beside).map(|depth| &path[..depth]),
                _ => outer.met(path),
            };
            if above
                .zip(found)
                .is_some_and(|(above, (_, other))| above != other)
            {
                return Err(UNCLEAR);
            }
            found = above.map(|above| (place + 1, above)).or(found);
        }
        let (at, path) = match found {
            None if !keys.is_empty() => return Err(GONE),
            None => {
                let end = sections.iter().position(|section| attached(&section.path));
                (end.unwrap_or(sections.len()), &[][..])
            }
            Some(found) => found,
        };
        let path = path.iter().chain([&target.heading]).cloned();
        Ok((at..at, path.collect()))
    }

    /// The sections of a new text: those below the target's number, or one with its heading; none where some are others.
    fn fragment(
        &self,
        text: &str,
        body: &str,
        target: &Target,
        path: &[String],
    ) -> Option<Vec<Section>> {
        let (above, heading) = path.split_at(path.len() - 1);
        let made = read(text, self.args).sections;
        let own = made.iter().filter(|made| target.heads(&made.path[0]));
        match own.count() {
            0 => Some(vec![titled(path.to_vec(), body)]),
            own if own < made.len() => None,
            _ => {
                let below = made.into_iter().map(|made| {
                    let mut own = made.path;
                    let said = substance(bare(&own[0]));
                    if said.is_empty() || said == substance(bare(&heading[0])) {
                        own[0].clone_from(&heading[0]);
                    }
                    Section::new([above, &own].concat(), made.text)
                });
                Some(below.collect())
            }
        }
    }
}

/// A section whose text may begin with its number and its title, as in `2. Rent. The rent is 900.`
fn titled(mut path: Vec<String>, text: &str) -> Section {
    let (kind, number) = path.last().and_then(|own| key(own)).unwrap_or_default();
    let (head, rest) = text.split_once(' ').unwrap_or_default();
    let label = head.trim_end_matches(STOPS);
    let is_label = kind.is_empty() && !label.is_empty() && label.len() < head.len();
    let is_numbered = is_label && label.eq_ignore_ascii_case(&number);
    let text = if is_numbered { rest.trim_start() } else { text };
    let (title, rest) = split_title(text, "");
    let (title, rest) = (unmarked(title), rest.trim_start_matches(PARTS));
    let own = path.last().map(|own| substance(bare(own)));
    let own = own.unwrap_or_default();
    let is_titled = own.is_empty() || own == substance(title);
    if title.is_empty() || rest.is_empty() || !is_titled {
        return Section::new(path, text.to_owned());
    }
    if let Some(heading) = path.last_mut().filter(|_| own.is_empty()) {
        *heading = format!("{}. {title}", heading.trim());
    }
    Section::new(path, rest.to_owned())
}
