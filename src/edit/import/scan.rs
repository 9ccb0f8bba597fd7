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

/// The level of a letter below whatever section it stands in.
const BELOW: u8 = u8::MAX;

/// A line that may begin a section.
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
    /// Whether there are numbers of sections, and how far to the right these stand at most.
    is_numbered: bool,
    furthest: usize,
    has_romans: bool,
}

/// The sections that begin with a number, a letter or capitals, below so many headings of Markdown.
pub(super) fn labelled(lines: &[Line], above: usize) -> Vec<Heading> {
    let texts = lines.iter().filter(|line| line.text.len() >= WRAPPED);
    let mut open = lines.iter().filter(|line| !line.closed);
    let first = open.find(|line| line.is_numbered());
    let mut labels = lines.iter().filter_map(|line| line.label.as_ref());
    let scan = Scan {
        lines,
        is_plain: above <= 1,
        margin: texts.map(|line| indent(line.whole)).min().unwrap_or(0),
        is_numbered: first.is_some(),
        furthest: first.map_or(0, |line| indent(line.whole) + 1),
        has_romans: labels.any(|label| label.number == "II"),
    };
    let mut found = scan.sections();
    // The title of a text stands above its sections.
    let has_label = found.iter().any(|heading| heading.label.is_some());
    let is_above = |first: &Heading| {
        let mut before = lines[..first.lines.start].iter();
        has_label && first.label.is_none() && before.all(|line| line.text.len() <= 60)
    };
    let titles = usize::from(found.first().is_some_and(is_above));
    let highest = found.iter().skip(titles).map(|heading| heading.level).min();
    for (place, heading) in found.iter_mut().enumerate() {
        let level = heading.level.saturating_sub(highest.unwrap_or(1)) + [1, 2, 7][above.min(2)];
        heading.level = if place < titles { 0 } else { level };
    }
    found
}

impl<'t> Scan<'t> {
    /// The text of a line.
    fn text(&self, at: usize) -> &str {
        self.lines.get(at).map_or("", |line| line.text)
    }

    /// The text of the line before one, unless that is closed.
    fn before(&self, at: usize) -> &str {
        let before = at.checked_sub(1).map(|before| &self.lines[before]);
        before
            .filter(|line| !line.closed)
            .map_or("", |line| line.text)
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
            ..Heading::new(1, &text, at..at + 1)
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
        let is_upper = !behind.starts_with(|c: char| c.is_lowercase() || c == ',' || c == ';');
        let (is_titled, ends) = (heading.has_title(), self.before(at).ends_with(ENDS));
        let is_headed = is_upper && (stops || is_titled || behind.is_empty());
        let has_romans = self.has_romans && label.kind.is_empty();
        let is_roman = has_romans && ROMAN.split(' ').any(|roman| roman == label.number);
        let (kind, numbers) = match label.numbers() {
            _ if is_roman || !label.key().0.is_empty() => (Kind::Outer, Vec::new()),
            Some(numbers) if !label.kind.is_empty() => (Kind::Named, numbers),
            Some(numbers) if numbers.len() == 1 && line.mark.is_empty() => (Kind::Plain, numbers),
            Some(numbers) => (Kind::Other, numbers),
            None => {
                let mut letters = ('A'..='Z').zip(1..);
                let own = letters.find(|(letter, _)| label.number.parse() == Ok(*letter));
                (Kind::Letter, vec![own?.1])
            }
        };
        let fits = match kind {
            Kind::Outer if is_roman => self.is_plain && is_titled && begins,
            Kind::Outer => (begins || ends) && is_headed,
            Kind::Named => (begins || ends || is_titled) && is_headed,
            Kind::Plain => self.is_plain && (stops || begins && is_title(behind)),
            Kind::Other => !behind.is_empty() && (stops || is_upper),
            Kind::Letter => self.is_plain && is_titled && (begins || numbers != [1]),
        };
        // Some titles without a text are a list of what comes.
        let mut below = self.lines[heading.lines.end..].iter();
        let below = below.find(|line| !line.text.is_empty());
        let is_empty = heading.rest.is_empty() && below.is_some_and(Line::is_numbered);
        let reasons = [
            (begins, 3),
            (ends, 1),
            (is_titled, 2),
            (stops, 1),
            (kind == Kind::Named, 3),
            (numbers.len() > 1, 2),
            (!is_upper, -4),
            (
                kind == Kind::Plain && indent(line.whole) > self.furthest,
                -4,
            ),
            (is_empty, -1),
        ];
        let weights = reasons.iter().filter(|(is_so, _)| *is_so);
        let weight = weights.map(|(_, weight)| weight).sum();
        if kind != Kind::Outer {
            let depth = 2 + label.number.matches('.').count();
            heading.level = u8::try_from(depth).unwrap_or(BELOW / 2);
        }
        let fits = fits && weight > 0 && numbers.iter().all(|number| *number <= HIGHEST);
        fits.then_some(Candidate {
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
        let goes_on = is_loud(next) && self.text(at + 2).is_empty();
        let (title, rest) = split_title(line.text, next);
        let runs_in = is_capital(title) && rest.contains(char::is_alphanumeric);
        let mut heading = Heading::new(1, bare, at..at + 1);
        if !self.is_numbered && runs_in {
            unmarked(title).clone_into(&mut heading.text);
            rest.trim_start_matches(PARTS).clone_into(&mut heading.rest);
        } else if is_loud(line.text) && goes_on {
            heading = Heading::new(1, &format!("{bare} {next}"), at..at + 2);
        } else if !is_loud(line.text) || is_capital(next) {
            let is_apart = self.before(at).is_empty();
            let is_centred = is_apart && indent(line.whole) >= self.margin + CENTRED;
            let is_attached = ATTACHED.is_match(bare) && !line.text.ends_with('.');
            let inner = &line.text[line.mark.len()..];
            let is_marked = !line.mark.is_empty() && inner.ends_with(line.mark);
            let is_capital = !self.is_numbered && is_capital(line.text);
            let is_alone = next.is_empty() && is_title(bare);
            if !(is_alone && (is_centred || is_attached || is_marked || is_capital)) {
                return None;
            }
        }
        Some(Candidate {
            heading,
            numbers: Vec::new(),
            weight: 1,
            kind: Kind::Outer,
        })
    }

    /// The sections, in order: what contains others, and the numbers and letters that come one after the other.
    fn sections(&self) -> Vec<Heading> {
        let candidates = self.candidates();
        let outer = candidates.iter().filter(|it| it.kind == Kind::Outer);
        let mut found: Vec<Heading> = outer.map(|outer| outer.heading.clone()).collect();
        let headed = self.lines.iter().enumerate();
        let headed = headed.filter(|(_, line)| line.headed).map(|(at, _)| at);
        let mut parts: Vec<usize> = headed.collect();
        let mut rows = [
            &[Kind::Named, Kind::Plain, Kind::Other][..],
            &[Kind::Letter],
        ];
        // Where a letter comes before every number, letters contain the sections with numbers.
        let mut inner = candidates.iter().filter(|it| it.kind != Kind::Outer);
        let contain = inner.next().is_some_and(|it| it.kind == Kind::Letter);
        if contain {
            rows.reverse();
        }
        for (row, kinds) in rows.into_iter().enumerate() {
            parts.extend(found.iter().map(|heading| heading.lines.start));
            parts.sort_unstable();
            let own = candidates.iter().filter(|it| kinds.contains(&it.kind));
            let mut chain = chain(&own.collect::<Vec<_>>(), &parts);
            for heading in chain.iter_mut().filter(|_| row == 1) {
                heading.level = if contain { heading.level + 1 } else { BELOW };
            }
            found.append(&mut chain);
        }
        found.sort_by_key(|heading| heading.lines.start);
        let (mut end, mut level) = (0, 1);
        // A title that one takes in begins no other.
        found.retain_mut(|heading| {
            let is_apart = heading.lines.start >= end;
            if is_apart && heading.level == BELOW {
                heading.level = level + 1;
            } else if is_apart {
                level = heading.level;
            }
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
        let begin = cost(None, next, false).map(|cost| (-cost, None));
        let near = (place.saturating_sub(BACK)..place).rev();
        let goes_on = near.filter_map(|at| {
            let cost = cost(Some(all[at]), next, part[at] != part[place])?;
            Some((best[at].0 - cost, Some(at)))
        });
        // Of chains that weigh the same, the one whose last line stands first.
        let chains = begin.into_iter().chain(goes_on);
        let chain = chains.max_by_key(|(weight, _)| *weight);
        let weighs = |(weight, before)| (weight + next.weight, before);
        // No other goes on from what no chain may have.
        best.push(chain.map_or((i32::MIN / 2, None), weighs));
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
