//! Finds the sections of contracts: by their numbers in sequence, their letters, or titles in capitals.

use super::headings::{
    Heading, PARTS, STOPS, WRAPPED, is_capital, is_title, split_title, unmarked,
};
use super::lines::{ATTACHED, Line};
use super::names::{HIGHEST, Label};

/// Behind one of these a line goes on with a number.
const REFERRING: &str = " section sections article articles clause clauses paragraph paragraphs subsection exhibit \
    schedule § §§ of to under in by and or with ";

const ROMAN: &str = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX";

/// How a sentence ends.
const ENDS: [char; 9] = ['.', ';', ':', '!', '?', ')', '"', '”', '*'];

/// So far to the right a title stands in the middle.
const CENTRED: usize = 8;

/// What it costs a chain of numbers to leave some out.
const SKIPPED: i32 = 4;

/// A number goes on from one of so many before it.
const BACK: usize = 200;

/// How deep a letter stands, wherever that is.
const LETTER: u8 = u8::MAX;

/// A line that may begin a section. The level of its heading is how deep its number goes, 0 without one.
#[derive(Clone)]
struct Candidate {
    heading: Heading,
    numbers: Vec<u32>,
    /// How much it looks like the begin of a section.
    weight: i32,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A title, or what has a Roman number or that of an article, a part or an exhibit.
    Outer,
    /// A number behind a word, one alone, and any other.
    Named,
    Plain,
    Other,
    /// A title behind a letter; one that comes next needs no empty line before it.
    Letter,
}

struct Scan<'t> {
    lines: &'t [Line<'t>],
    /// Whether the text is no Markdown but for a title, and how far to the left it begins.
    is_plain: bool,
    margin: usize,
    /// How far to the right numbers of sections stand at most, where there are any.
    furthest: Option<usize>,
    has_romans: bool,
}

/// The sections that begin with a number, a letter or capitals, some of them below headings of Markdown.
pub(super) fn labelled(lines: &[Line], headed: &[Heading]) -> Vec<Heading> {
    let texts = lines.iter().filter(|line| line.text.len() >= WRAPPED);
    let mut open = lines.iter().filter(|line| !line.closed);
    let first = open.find(|line| line.is_numbered());
    let mut labels = lines.iter().filter_map(|line| line.label.as_ref());
    let scan = Scan {
        lines,
        is_plain: headed.len() <= 1,
        margin: texts.map(|line| indent(line.whole)).min().unwrap_or(0),
        furthest: first.map(|line| indent(line.whole) + 1),
        has_romans: labels.any(|label| label.number == "II"),
    };
    scan.sections(headed)
}

/// Gives headings levels below some: what contains others stands highest, and each number or letter below what came
/// before and goes less deep, or is of the other kind.
pub(super) fn nest(found: &mut [Heading], below: u8) {
    let mut above: Vec<u8> = Vec::new();
    for heading in found {
        let own = heading.level;
        let ends = |it: &u8| own == 0 || *it >= own && (own == LETTER) == (*it == LETTER);
        above.truncate(above.iter().position(ends).unwrap_or(above.len()));
        above.push(own);
        heading.level =
            u8::try_from(above.len()).map_or(LETTER, |level| level.saturating_add(below));
    }
}

/// What a label is by its form, with its numbers.
fn kind(line: &Line, label: &Label) -> Option<(Kind, Vec<u32>)> {
    Some(match label.numbers() {
        _ if !label.key().0.is_empty() => (Kind::Outer, Vec::new()),
        Some(numbers) if !label.kind.is_empty() => (Kind::Named, numbers),
        Some(numbers) if numbers.len() == 1 && line.mark.is_empty() => (Kind::Plain, numbers),
        Some(numbers) => (Kind::Other, numbers),
        None => {
            let mut letters = ('A'..='Z').zip(1..);
            let own = letters.find(|(letter, _)| label.number.parse() == Ok(*letter));
            (Kind::Letter, vec![own?.1])
        }
    })
}

impl<'t> Scan<'t> {
    /// The text of a line.
    fn text(&self, at: usize) -> &str {
        self.lines.get(at).map_or("", |line| line.text)
    }

    /// The text of the line before one, unless that is closed.
    fn before(&self, at: usize) -> &str {
        let before = at.checked_sub(1).map(|before| &self.lines[before]);
        let open = before.filter(|line| !line.closed);
        open.map_or("", |line| line.text)
    }

    /// Every line that may begin a section.
    fn candidates(&self) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        let (mut end, mut opens) = (0, true);
        for (at, line) in self.lines.iter().enumerate() {
            let before = self.before(at);
            if at < end || line.closed || line.text.is_empty() || refers(before) {
                continue;
            }
            let begins = before.is_empty() || opens && end == at;
            let next = match &line.label {
                Some(label) => self.labelled(label, at, begins),
                None if begins && self.is_plain => self.titled(at),
                None => None,
            };
            if let Some(outer) = next.as_ref().filter(|next| next.kind == Kind::Outer) {
                (end, opens) = (outer.heading.lines.end, outer.heading.rest.is_empty());
            }
            found.extend(next);
        }
        found
    }

    /// A line with a label, as a heading and what stands behind it.
    fn heading(&self, label: &'t Label, at: usize) -> Heading {
        let line = &self.lines[at];
        let inner = &line.text[line.mark.len()..];
        let (head, after) = inner.split_at(label.len);
        let after = after.strip_prefix(line.mark).unwrap_or(after);
        let after = after.trim_start_matches(STOPS);
        let close = inner.find(line.mark).filter(|close| *close > label.len);
        let (title, rest) = match close {
            Some(close) => (&inner[label.len..close], &inner[close + line.mark.len()..]),
            None => split_title(after, self.text(at + 1)),
        };
        let bare = head.trim_end_matches(STOPS);
        let called = match label.kind.as_str() {
            "" => format!("Section {bare}"),
            _ => bare.to_owned(),
        };
        let text = match unmarked(title) {
            "" => called.clone(),
            title => format!("{} {title}", head.trim_end()),
        };
        let mut heading = Heading {
            rest: rest.trim_start_matches(PARTS).to_owned(),
            label: Some((called, after.to_owned())),
            ..Heading::new(0, &text, at..at + 1)
        };
        if heading.rest.is_empty() && !heading.has_title() {
            heading.take_title(self.lines);
        }
        heading
    }

    /// A line with a label, where it may begin a section.
    fn labelled(&self, label: &'t Label, at: usize, begins: bool) -> Option<Candidate> {
        let (line, mut heading) = (&self.lines[at], self.heading(label, at));
        let (head, behind) = line.text.split_at(line.mark.len() + label.len);
        let stops = head.trim_end().ends_with(STOPS) || behind.starts_with(['*', '_']);
        let (is_titled, ends) = (heading.has_title(), self.before(at).ends_with(ENDS));
        let has_romans = self.has_romans && label.kind.is_empty();
        let is_roman = has_romans && ROMAN.split(' ').any(|roman| roman == label.number);
        let (kind, numbers) = if is_roman {
            (Kind::Outer, Vec::new())
        } else {
            kind(line, label)?
        };
        let fits = match kind {
            Kind::Outer if is_roman => self.is_plain && is_titled && begins,
            Kind::Outer => begins || ends,
            Kind::Named => begins || ends || is_titled,
            Kind::Plain => self.is_plain && (stops || begins),
            Kind::Other => !behind.is_empty(),
            Kind::Letter => self.is_plain && is_titled && (begins || numbers != [1]),
        };
        // What goes on in lower case is a reference or an item of a list.
        let goes_on = behind.starts_with(|c: char| c.is_lowercase() || c == ',' || c == ';');
        let is_headed = stops || is_titled || behind.is_empty() || kind == Kind::Other;
        if !fits || goes_on || !is_headed || numbers.iter().any(|number| *number > HIGHEST) {
            return None;
        }
        // Some titles without a text are a list of what comes.
        let mut below = self.lines[heading.lines.end..].iter();
        let below = below.find(|line| !line.text.is_empty());
        let is_empty = heading.rest.is_empty() && below.is_some_and(Line::is_numbered);
        let is_inside = kind == Kind::Plain && Some(indent(line.whole)) > self.furthest;
        let reasons = [
            (begins, 3),
            (ends, 1),
            (is_titled, 2),
            (stops, 1),
            (kind == Kind::Named, 3),
            (numbers.len() > 1, 2),
            (is_inside, -4),
            (is_empty, -1),
        ];
        let weights = reasons
            .iter()
            .map(|(is_so, weight)| i32::from(*is_so) * weight);
        let weight = weights.sum();
        heading.level = match kind {
            Kind::Letter => LETTER,
            _ => u8::try_from(numbers.len()).unwrap_or(LETTER - 1),
        };
        (weight > 0).then_some(Candidate {
            heading,
            numbers,
            weight,
            kind,
        })
    }

    /// A line that is a heading by its capitals, by its emphasis or by its place.
    fn titled(&self, at: usize) -> Option<Candidate> {
        let (line, next) = (&self.lines[at], self.text(at + 1));
        let bare = unmarked(line.text);
        let is_loud = |line: &str| is_capital(line) && !line.ends_with([',', ';', '.']);
        let (title, rest) = split_title(line.text, next);
        let runs_in = is_capital(title) && rest.contains(char::is_alphanumeric);
        let heading = if self.furthest.is_none() && runs_in {
            Heading {
                rest: rest.trim_start_matches(PARTS).to_owned(),
                ..Heading::new(0, unmarked(title), at..at + 1)
            }
        } else if is_loud(line.text) && is_loud(next) && self.text(at + 2).is_empty() {
            Heading::new(0, &format!("{bare} {next}"), at..at + 2)
        } else if is_loud(line.text) && !is_capital(next) || self.stands_alone(at) {
            Heading::new(0, bare, at..at + 1)
        } else {
            return None;
        };
        Some(Candidate {
            heading,
            numbers: Vec::new(),
            weight: 1,
            kind: Kind::Outer,
        })
    }

    /// Whether a line is a title between empty lines, and looks like one.
    fn stands_alone(&self, at: usize) -> bool {
        let (line, bare) = (&self.lines[at], unmarked(self.lines[at].text));
        let inner = &line.text[line.mark.len()..];
        let is_marked = !line.mark.is_empty() && inner.ends_with(line.mark);
        let is_centred = self.before(at).is_empty() && indent(line.whole) >= self.margin + CENTRED;
        let is_attached = ATTACHED.is_match(bare) && !line.text.ends_with('.');
        let is_capital = self.furthest.is_none() && is_capital(line.text);
        let is_alone = self.text(at + 1).is_empty() && is_title(bare);
        is_alone && (is_marked || is_centred || is_attached || is_capital)
    }

    /// The sections, in order: what contains others, and the numbers and letters that come one after the other.
    fn sections(&self, headed: &[Heading]) -> Vec<Heading> {
        let candidates = self.candidates();
        let of = |kinds: &[Kind]| {
            let own = candidates.iter().filter(|it| kinds.contains(&it.kind));
            own.collect::<Vec<_>>()
        };
        let outer = of(&[Kind::Outer]).into_iter();
        let mut found: Vec<Heading> = outer.map(|outer| outer.heading.clone()).collect();
        let numbers = of(&[Kind::Named, Kind::Plain, Kind::Other]);
        let mut rows = [numbers, of(&[Kind::Letter])];
        // Where a letter comes before every number, letters contain the sections with numbers.
        let first = candidates.iter().find(|it| it.kind != Kind::Outer);
        if first.is_some_and(|it| it.kind == Kind::Letter) {
            rows.reverse();
        }
        for row in rows {
            let starts = headed.iter().chain(&found).map(|it| it.lines.start);
            let mut parts: Vec<usize> = starts.collect();
            parts.sort_unstable();
            found.extend(chain(&row, &parts));
        }
        found.sort_by_key(|heading| heading.lines.start);
        let mut end = 0;
        // A title that one takes in begins no other.
        found.retain(|heading| {
            let is_apart = heading.lines.start >= end;
            end = end.max(heading.lines.end);
            is_apart
        });
        found
    }
}

/// The chain that looks most like sections, of all weights less what it costs to leave numbers out. Behind each of some
/// lines one may begin anew.
fn chain(all: &[&Candidate], parts: &[usize]) -> Vec<Heading> {
    let lines = all.iter().map(|next| next.heading.lines.start);
    let part = lines.map(|line| parts.partition_point(|part| *part <= line));
    let part: Vec<usize> = part.collect();
    // For each the weight of the best chain that ends with it, and the one before it in that.
    let mut best: Vec<(i32, Option<usize>)> = Vec::new();
    for (place, next) in all.iter().enumerate() {
        let near = (place.saturating_sub(BACK)..place).rev();
        let chains = [None].into_iter().chain(near.map(Some));
        let chains = chains.filter_map(|before| {
            let is_apart = before.is_some_and(|at| part[at] != part[place]);
            let cost = cost(before.map(|at| all[at]), next, is_apart)?;
            Some((before.map_or(0, |at| best[at].0) - cost, before))
        });
        // Of chains that weigh the same, the one whose last line stands first.
        let chain = chains.max_by_key(|(weight, _)| *weight);
        // No other goes on from what no chain may have.
        best.push(chain.map_or((i32::MIN / 2, None), |(weight, before)| {
            (weight + next.weight, before)
        }));
    }
    let mut last = (0..all.len()).rev().max_by_key(|at| best[*at].0);
    last = last.filter(|at| best[*at].0 > 0);
    let mut found = Vec::new();
    while let Some(at) = last {
        found.push(all[at].heading.clone());
        last = best[at].1;
    }
    found
}

/// What it costs that a number comes behind another, or is the first; none where it cannot.
fn cost(last: Option<&Candidate>, next: &Candidate, is_apart: bool) -> Option<i32> {
    let before = last.map_or(&[][..], |last| &last.numbers);
    // Below `Section 2`, `3.` is an item of a list.
    let is_below = last.is_some_and(|last| last.kind == Kind::Named && before.len() == 1);
    let is_item = is_below && next.kind == Kind::Plain;
    if follows(before, &next.numbers) && !is_item || is_apart && follows(&[], &next.numbers) {
        return Some(0);
    }
    let skips = next.kind != Kind::Letter && (is_apart || !is_item && *next.numbers > *before);
    skips.then_some(SKIPPED)
}

fn indent(line: &str) -> usize {
    let blanks = line.chars().take_while(|c| c.is_whitespace());
    blanks.map(|c| if c == '\t' { 8 } else { 1 }).sum()
}

/// Whether the next line goes on with the number of what a line speaks of.
fn refers(line: &str) -> bool {
    let last = line.rsplit(' ').next().unwrap_or_default().to_lowercase();
    REFERRING.contains(&format!(" {last} "))
}

/// Whether numbers come next: one further at some depth, or the first one below.
fn follows(last: &[u32], next: &[u32]) -> bool {
    let same = last.iter().zip(next).take_while(|(a, b)| a == b).count();
    let Some((step, below)) = next[same..].split_first() else {
        return false;
    };
    let steps = last.get(same).map_or(*step <= 1, |last| last + 1 == *step);
    steps && below.iter().all(|number| *number <= 1)
}
