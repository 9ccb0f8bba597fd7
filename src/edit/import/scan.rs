//! Finds the sections of contracts: by their numbers in sequence, their letters, or titles in capitals.

use super::headings::{
    Heading, PARTS, STOPS, WRAPPED, is_capital, is_title, split_title, unmarked,
};
use super::lines::{ATTACHED, Line};
use super::names::{HIGHEST, Label};

/// Behind one of these a line goes on with a number.
const REFERRING: &str = " section sections article articles clause clauses paragraph paragraphs subsection exhibit \
    schedule § §§ of to under in by and or with ";

/// So many numbered lines are looked at for what comes behind a line.
const AHEAD: usize = 200;

/// So far to the right a title stands in the middle.
const CENTRED: usize = 8;

/// What a scan of lines for numbered sections has seen so far.
#[derive(Default)]
struct Scan<'t> {
    lines: &'t [Line<'t>],
    /// By what each line is looked for from lines above; no number where what contains sections begins.
    numbers: Vec<Option<Vec<u32>>>,
    /// Whether the text is no Markdown but for a title, and how far to the left it begins.
    plain: bool,
    margin: usize,
    /// Whether any line has the number of a section.
    numbered: bool,
    /// Whether the line begins a paragraph.
    begins: bool,
    /// So many of the last lines are titles without a text.
    empty: usize,
    /// The numbers of the last section, and of the last item of a list in it.
    last: Vec<u32>,
    item: u32,
    /// The indentation of the first section with one bare number.
    indent: Option<usize>,
    /// Whether all sections have a word before their number.
    named: Option<bool>,
    /// The last letter, and the level of lettered sections.
    letter: Option<char>,
    lettered: Option<u8>,
}

/// The sections that begin with a number, a letter or capitals, below so many headings of Markdown.
pub(super) fn labelled(lines: &[Line], above: usize) -> Vec<Heading> {
    let texts = lines.iter().filter(|line| line.text.len() >= WRAPPED);
    let margin = texts.map(|line| indent(line.whole)).min();
    let numbers: Vec<_> = lines.iter().map(numbers).collect();
    let mut scan = Scan {
        lines,
        numbered: numbers.iter().flatten().any(|it| !it.is_empty()),
        numbers,
        plain: above <= 1,
        margin: margin.unwrap_or_default(),
        ..Scan::default()
    };
    let mut found: Vec<Heading> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.headed {
            scan.restart();
            let numbers = line.label.as_ref().and_then(Label::numbers);
            scan.last = numbers.unwrap_or_default();
        }
        let last = found.last();
        let end = last.map_or(0, |heading| heading.lines.end);
        if line.closed || line.text.is_empty() || end > at || refers(scan.before(at)) {
            continue;
        }
        let opens = last.is_none_or(|heading| heading.rest.is_empty());
        scan.begins = end == at && opens || scan.before(at).is_empty();
        let begun = scan.begun(at);
        let is_title = matches!(&begun, Some(heading) if heading.rest.is_empty());
        scan.empty = if is_title { scan.empty + 1 } else { 0 };
        let Some(mut heading) = begun else { continue };
        heading.lines = at..at + heading.lines.len().max(1);
        if let Some((called, _)) = &heading.label
            && is_title
            && *called == heading.text
        {
            heading.take_title(lines, lines.len());
        }
        found.push(heading);
    }
    // The title of a text stands above its sections.
    let labelled = found.iter().any(|heading| heading.label.is_some());
    let title = |first: &Heading| {
        let mut before = lines[..first.lines.start].iter();
        labelled && first.label.is_none() && before.all(|line| line.text.len() <= 60)
    };
    let titles = usize::from(found.first().is_some_and(title));
    let rest = found.iter().skip(titles);
    let highest = rest.map(|heading| heading.level).min().unwrap_or(1);
    for (place, heading) in found.iter_mut().enumerate() {
        let level = heading.level.saturating_sub(highest) + [1, 2, 7][above.min(2)];
        heading.level = if place < titles { 0 } else { level };
    }
    found
}

/// By what a line is looked for from lines above.
fn numbers(line: &Line) -> Option<Vec<u32>> {
    if line.headed {
        return Some(Vec::new());
    }
    let label = line.label.as_ref().filter(|_| !line.closed)?;
    if rank(label) == 1 {
        return Some(Vec::new());
    }
    let own = label.numbers()?;
    (own.len() > 1 || !label.kind.is_empty() || line.is_numbered()).then_some(own)
}

impl Scan<'_> {
    /// The text so many lines behind one.
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

    /// The section that a line begins, by its number or as the title that it is.
    fn begun(&mut self, at: usize) -> Option<Heading> {
        let line = &self.lines[at];
        let Some(label) = &line.label else {
            return self.titled(at);
        };
        let level = self.level(label, at)?;
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
        Some(Heading {
            rest: rest.trim_start_matches(PARTS).to_owned(),
            label: Some((called, after.to_owned())),
            ..Heading::new(level, &text, 0..0)
        })
    }

    /// A line of a plain text that is a heading by its capitals, by its emphasis or by its place.
    fn titled(&mut self, at: usize) -> Option<Heading> {
        if !(self.plain && self.begins) {
            return None;
        }
        let (line, next) = (&self.lines[at], self.text(at + 1));
        let bare = unmarked(line.text);
        let alone = next.is_empty() && is_title(bare);
        let centred = indent(line.whole) >= self.margin + CENTRED && self.before(at).is_empty();
        let attached = ATTACHED.is_match(bare) && !line.text.ends_with('.');
        let closed = !line.mark.is_empty() && line.text[line.mark.len()..].contains(line.mark);
        let closed = closed && !bare.contains("**");
        let shouted = !self.numbered && is_capital(line.text);
        let whole = alone && (centred || attached || closed || shouted);
        let titles = |line: &str| is_capital(line) && !line.ends_with([',', ';', '.']);
        let more = Some(next).filter(|next| self.text(at + 2).is_empty() && titles(next));
        let capital = titles(line.text) && (more.is_some() || !is_capital(next));
        let (title, rest) = split_title(line.text, next);
        let says = rest.contains(char::is_alphanumeric);
        let run_in = !self.numbered && says && is_capital(title);
        if !(whole || capital || run_in) {
            return None;
        }
        let (bare, rest) = if run_in {
            (unmarked(title), rest)
        } else {
            (bare, "")
        };
        let mut parts = vec![bare];
        parts.extend(more.filter(|_| capital));
        let heading = Heading {
            rest: rest.trim_start_matches(PARTS).to_owned(),
            ..Heading::new(1, &parts.join(" "), 0..parts.len())
        };
        self.restart();
        Some(heading)
    }

    /// The level of a section where what looks like a label begins one: where a paragraph begins or a sentence ends,
    /// and where its number or letter comes next.
    fn level(&mut self, label: &Label, at: usize) -> Option<u8> {
        let line = &self.lines[at];
        let (head, rest) = line.text[line.mark.len()..].split_at(label.len);
        let stops = head.trim_end().ends_with(STOPS) || rest.starts_with(['*', '_']);
        let upper = !rest.starts_with(|c: char| c.is_lowercase() || c == ',' || c == ';');
        let titled = !split_title(rest.trim_start_matches(STOPS), "").0.is_empty();
        let numbers = label.numbers();
        if !label.kind.is_empty() {
            let ends = self
                .before(at)
                .ends_with(['.', ';', ':', '!', '?', ')', '"', '”', '*']);
            let next = |next: &Vec<u32>| titled && follows(&self.last, next);
            let begins = self.begins || ends || numbers.as_ref().is_some_and(next);
            let fits = begins && upper && (stops || rest.is_empty() || titled);
            return fits.then(|| self.take(rank(label), numbers.unwrap_or_default(), true));
        }
        let Some(numbers) = numbers else {
            // A letter that comes next needs no empty line before it.
            let next = self.letter.map(|last| char::from(last as u8 + 1));
            let begins = self.begins || next.is_some() && label.number.parse().ok() == next;
            let next = self.text(at + 1);
            let titled = self.plain && begins && !split_title(rest, next).0.is_empty();
            return titled.then(|| self.lettered(&label.number))?;
        };
        let marked = !line.mark.is_empty();
        // Some titles without a text are a list of what comes.
        let first = numbers.iter().all(|number| *number == 1);
        if self.empty > 2 && self.begins && titled && first {
            self.last.clear();
        }
        let follows = follows(&self.last, &numbers);
        let fits = if numbers.len() == 1 {
            let alone = self.plain && self.begins && follows && is_title(rest);
            (marked || self.named != Some(true)) && self.is_outer(line) && (stops || alone)
        } else {
            !rest.is_empty() && (stops || upper)
        };
        if !fits || numbers.iter().any(|number| *number > HIGHEST) {
            return None;
        }
        let fits = if follows {
            !self.is_item(at, &numbers)
        } else {
            self.begins && self.skips_to(at, &numbers, titled)
        };
        if !fits {
            let item = numbers[0];
            if numbers.len() == 1 && (item == 1 || item == self.item + 1) {
                self.item = item;
            }
            return None;
        }
        self.indent = self.indent.or(Some(indent(line.whole)));
        Some(self.take(rank(label), numbers, false))
    }

    fn take(&mut self, rank: u8, numbers: Vec<u32>, named: bool) -> u8 {
        if rank == 1 {
            self.restart();
            return rank;
        }
        self.named = Some(named && self.named != Some(false));
        (self.last, self.item) = (numbers, 0);
        if self.lettered == Some(2) {
            return rank + 1;
        }
        self.letter = None;
        rank
    }

    fn restart(&mut self) {
        (self.last, self.item, self.named) = (Vec::new(), 0, None);
        (self.letter, self.lettered) = (None, None);
    }

    /// The level of a section with a letter, where that comes next; Roman numbers contain the others.
    fn lettered(&mut self, label: &str) -> Option<u8> {
        let next = self.letter.map_or('A', |last| char::from(last as u8 + 1));
        if label.parse() == Ok(next) {
            let below = u8::try_from(self.last.len()).unwrap_or(u8::MAX / 2);
            let level = *self.lettered.get_or_insert(2 + below);
            self.letter = Some(next);
            if level == 2 {
                self.last.clear();
            }
            return Some(level);
        }
        let roman = label.chars().all(|c| "IVXL".contains(c));
        roman.then(|| self.take(1, Vec::new(), false))
    }

    /// Whether a line is no item of a list inside a section.
    fn is_outer(&self, line: &Line) -> bool {
        let own = indent(line.whole);
        !line.mark.is_empty() || self.plain && own <= self.indent.unwrap_or(own) + 1
    }

    /// The numbers that lines behind one begin with, to where other sections begin.
    fn later(&self, at: usize) -> impl Iterator<Item = &[u32]> {
        let behind = self.lines.iter().zip(&self.numbers).skip(at + 1);
        let behind = behind.filter_map(|(line, numbers)| Some((line, numbers.as_deref()?)));
        let behind = behind.take(AHEAD);
        let own = behind.take_while(|(_, numbers)| !numbers.is_empty());
        let outer = own.filter(|(line, numbers)| numbers.len() > 1 || self.is_outer(line));
        outer.map(|(_, numbers)| numbers)
    }

    /// Whether a number goes on with a list inside the section: that of the section is still to come.
    fn is_item(&self, at: usize, numbers: &[u32]) -> bool {
        let mut later = self.later(at).take_while(|later| *later != [1]);
        numbers.len() == 1
            && self.item > 0
            && numbers[0] == self.item + 1
            && later.any(|later| later == numbers)
    }

    /// Whether numbers that do not come next are those of a section, so that sections before it are gone: others go
    /// on from them, and none goes on from the last.
    fn skips_to(&self, at: usize, numbers: &[u32], titled: bool) -> bool {
        let last = self.last.as_slice();
        if last.is_empty() && titled || numbers <= last {
            return last.is_empty();
        }
        let between = |later: &[u32]| {
            later > last && later < numbers && (!last.is_empty() || follows(last, later))
        };
        let mut later = self.later(at);
        let next = later.find(|later| follows(numbers, later) || between(later));
        let alone = titled || last.is_empty() || numbers.len() > 1;
        next.map_or(alone, |next| follows(numbers, next))
    }
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

/// 1 for what contains sections, 2 for a section, more for those below it.
fn rank(label: &Label) -> u8 {
    if !label.key().0.is_empty() {
        return 1;
    }
    let depth = label.numbers().map_or(1, |numbers| numbers.len());
    u8::try_from(depth + 1).unwrap_or(u8::MAX / 2)
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
