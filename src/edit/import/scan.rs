//! Finds the sections of contracts: by their numbers in sequence, their letters, or titles in capitals.

use super::headings::{Heading, PARTS, STOPS, is_capital, is_title, mark, split_title, unmarked};
use super::names::Label;

/// A line that ends with one of these goes on with a number.
const REFERRING: &str = " section sections article articles clause clauses paragraph paragraphs subsection exhibit \
    schedule § §§ of to under in by and or with ";

/// What a scan of lines for numbered sections has seen so far.
#[derive(Default)]
struct Scan {
    /// Whether the text is no Markdown but for a title.
    plain: bool,
    /// The numbers of the last section, and of the last item of a list in it.
    numbers: Vec<u32>,
    item: u32,
    /// The indentation of the first section with one bare number.
    indent: Option<usize>,
    /// Whether sections have a word before their number.
    named: Option<bool>,
    /// The last letter, and the level of lettered sections.
    letter: Option<char>,
    lettered: Option<u8>,
    /// Every line that begins with numbers, and each that contains sections.
    ahead: Vec<Numbered>,
}

/// A line that may begin a section.
struct Numbered {
    place: usize,
    /// None where what contains sections begins.
    numbers: Vec<u32>,
    indent: usize,
    marked: bool,
}

/// A line, and what stands around it.
struct Line<'t> {
    place: usize,
    text: &'t str,
    indent: usize,
    /// Whether a paragraph begins with it, or a sentence ends before it.
    begins: bool,
    ends: bool,
    next: &'t str,
}

/// The sections that begin with a number, a letter or capitals, below those that are found.
pub(super) fn labelled(lines: &[&str], closed: &[bool], above: &[Heading]) -> Vec<Heading> {
    let plain = above.len() <= 1;
    let mut above = above.iter().peekable();
    let mut scan = Scan {
        plain,
        ahead: ahead(lines, closed, above.clone()),
        ..Scan::default()
    };
    let trimmed = |place: usize| lines.get(place).map_or("", |line| line.trim());
    let mut found: Vec<Heading> = Vec::new();
    for place in (0..lines.len()).filter(|place| !closed[*place]) {
        let headed = found.last().map_or(0, |heading| heading.lines.end);
        let before = place
            .checked_sub(1)
            .filter(|before| !closed[*before])
            .map_or("", trimmed);
        while let Some(heading) = above.next_if(|heading| heading.lines.start < place) {
            scan.restart();
            let label = Label::of(&heading.text);
            scan.numbers = label.and_then(|label| label.numbers()).unwrap_or_default();
        }
        let opens = found.last().is_none_or(|heading| heading.rest.is_empty());
        let line = Line {
            place,
            text: trimmed(place),
            indent: indent(lines[place]),
            begins: headed == place && opens || before.is_empty(),
            ends: before.ends_with(['.', ';', ':', '!', '?', ')', '"', '”', '*']),
            next: trimmed(place + 1),
        };
        if headed > place || refers(before) {
            continue;
        }
        let Some(mut heading) = scan.begun(&line) else {
            continue;
        };
        heading.lines = place..place + 1;
        // A title may stand below its number.
        let bare = heading
            .label
            .as_ref()
            .is_some_and(|(called, rest)| *called == heading.text && rest.is_empty());
        let below = (place + 1..lines.len()).find(|below| !trimmed(*below).is_empty());
        if let Some(below) = below.filter(|_| bare) {
            let title = trimmed(below);
            let alone = trimmed(below + 1).is_empty() && !title.ends_with('.') && is_title(title);
            if (alone || is_capital(title)) && Label::of(title).is_none() {
                heading.text = format!("{} {}", heading.text, unmarked(title));
                heading.lines.end = below + 1;
            }
        }
        found.push(heading);
    }
    // A title contains no section.
    if let Some(title) = found.first_mut().filter(|first| first.label.is_none()) {
        title.level = u8::MAX;
    }
    let highest = found.iter().map(|heading| heading.level).min().unwrap_or(1);
    for heading in &mut found {
        heading.level = (heading.level - highest).saturating_add(if plain { 1 } else { 7 });
    }
    found
}

impl Scan {
    /// The section that a line begins, by its number or as the title that it is.
    fn begun(&mut self, line: &Line) -> Option<Heading> {
        let mark = mark(line.text);
        let inner = &line.text[mark.len()..];
        let close = inner.find(mark).filter(|_| !mark.is_empty());
        let Some(label) = Label::of(inner) else {
            return self.titled(line, close.is_some());
        };
        let level = self.level(&label, line, !mark.is_empty())?;
        let (head, after) = inner.split_at(label.len);
        let after = after
            .strip_prefix(mark)
            .unwrap_or(after)
            .trim_start_matches(STOPS);
        let (title, rest) = match close.filter(|close| *close > label.len) {
            Some(close) => (&inner[label.len..close], &inner[close + mark.len()..]),
            None => split_title(after, line.next),
        };
        let bare = head.trim_end_matches(STOPS);
        let called = if label.kind.is_empty() {
            format!("Section {bare}")
        } else {
            bare.to_owned()
        };
        let text = match unmarked(title) {
            "" => called.clone(),
            title => format!("{} {title}", head.trim_end()),
        };
        Some(Heading {
            level,
            text,
            rest: rest.trim_start_matches(PARTS).to_owned(),
            label: Some((called, after.to_owned())),
            ..Heading::default()
        })
    }

    /// A line of a plain text that is a heading by its capitals or by its emphasis.
    fn titled(&mut self, line: &Line, emphasized: bool) -> Option<Heading> {
        let bare = unmarked(line.text);
        let whole = emphasized && is_title(bare) && line.next.is_empty() && !bare.contains("**");
        let capital =
            is_capital(bare) && !is_capital(line.next) && !line.text.ends_with([',', ';', '.']);
        if !(self.plain && line.begins && (whole || capital)) {
            return None;
        }
        self.restart();
        Some(Heading {
            level: 1,
            text: bare.to_owned(),
            ..Heading::default()
        })
    }

    /// The level of a section where what looks like a label begins one: where a paragraph begins or a sentence ends,
    /// and where its number or letter comes next.
    fn level(&mut self, label: &Label, line: &Line, marked: bool) -> Option<u8> {
        let inner = line.text.trim_start_matches(['*', '_']);
        let (head, rest) = inner.split_at(label.len);
        let stops = head.trim_end().ends_with(STOPS) || rest.starts_with(['*', '_']);
        let upper = !rest.starts_with(|c: char| c.is_lowercase() || c == ',' || c == ';');
        let titled = !split_title(rest.trim_start_matches(STOPS), "").0.is_empty();
        let numbers = label.numbers();
        if !label.kind.is_empty() {
            let fits = (line.begins || line.ends) && upper && (stops || rest.is_empty() || titled);
            return fits.then(|| self.take(rank(label), numbers.unwrap_or_default(), true));
        }
        let Some(numbers) = numbers else {
            return is_title(rest).then(|| self.lettered(&label.number, line))?;
        };
        let follows = follows(&self.numbers, &numbers);
        let fits = match numbers.as_slice() {
            [_] => {
                let alone = line.begins && follows && is_title(rest);
                (marked || self.named != Some(true))
                    && self.is_outer(line.indent, marked)
                    && (stops || alone && self.plain)
            }
            _ => !rest.is_empty() && (stops || upper),
        };
        let fits = fits && numbers.iter().all(|number| *number <= 999);
        if !fits {
            return None;
        }
        let fits = if follows {
            !self.is_item(line.place, &numbers)
        } else {
            line.begins && self.skips_to(line.place, &numbers, titled)
        };
        if !fits {
            match numbers.as_slice() {
                [number] if *number == 1 || *number == self.item + 1 => self.item = *number,
                _ => {}
            }
            return None;
        }
        self.indent = self.indent.or(Some(line.indent));
        Some(self.take(rank(label), numbers, false))
    }

    /// Goes on from a section, and gives its level.
    fn take(&mut self, rank: u8, numbers: Vec<u32>, named: bool) -> u8 {
        if rank == 1 {
            self.restart();
            return rank;
        }
        self.named = Some(named && self.named != Some(false));
        (self.numbers, self.item) = (numbers, 0);
        if self.lettered == Some(2) {
            return rank + 1;
        }
        self.letter = None;
        rank
    }

    fn restart(&mut self) {
        (self.numbers, self.item, self.named) = (Vec::new(), 0, None);
        (self.letter, self.lettered) = (None, None);
    }

    /// The level of a section with a letter, where that comes next; Roman numbers contain the others.
    fn lettered(&mut self, label: &str, line: &Line) -> Option<u8> {
        if !(self.plain && line.begins) {
            return None;
        }
        let letter = label.chars().next()?;
        let next = self.letter.map_or('A', |last| char::from(last as u8 + 1));
        if label.len() == 1 && letter == next {
            let below = u8::try_from(self.numbers.len()).unwrap_or(u8::MAX / 2);
            let level = *self.lettered.get_or_insert(2 + below);
            self.letter = Some(letter);
            if level == 2 {
                self.numbers.clear();
            }
            return Some(level);
        }
        let roman = label.chars().all(|c| "IVXL".contains(c));
        roman.then(|| self.take(1, Vec::new(), false))
    }

    /// Whether a line with one number is no item of a list inside a section.
    fn is_outer(&self, indent: usize, marked: bool) -> bool {
        marked || self.plain && indent <= self.indent.unwrap_or(indent) + 1
    }

    /// The numbers that lines behind a place begin with, to where other sections begin.
    fn later(&self, place: usize) -> impl Iterator<Item = &[u32]> {
        let behind = self.ahead.partition_point(|it| it.place <= place);
        let behind = self.ahead[behind..].iter().take(AHEAD);
        let behind = behind.take_while(|it| !it.numbers.is_empty());
        let outer = |it: &&Numbered| it.numbers.len() > 1 || self.is_outer(it.indent, it.marked);
        behind.filter(outer).map(|it| it.numbers.as_slice())
    }

    /// Whether a number that comes next goes on with a list inside the section: the number of the section is
    /// still to come.
    fn is_item(&self, place: usize, numbers: &[u32]) -> bool {
        let [number] = numbers else { return false };
        let mut later = self.later(place).take_while(|later| *later != [1]);
        self.item > 0 && *number == self.item + 1 && later.any(|later| later == numbers)
    }

    /// Whether numbers that do not come next are those of a section, so that sections before it are gone: others go
    /// on from them, and none goes on from the last.
    fn skips_to(&self, place: usize, numbers: &[u32], titled: bool) -> bool {
        let last = self.numbers.as_slice();
        let first = numbers.iter().all(|number| *number <= 1);
        if last.is_empty() && titled || numbers <= last && !(first && numbers.len() > 1) {
            return last.is_empty();
        }
        for later in self.later(place) {
            if follows(numbers, later) {
                return true;
            }
            let between = later > last && later < numbers;
            if between && (!last.is_empty() || follows(last, later)) {
                return false;
            }
        }
        !first && (titled || last.is_empty() || numbers.len() > 1)
    }
}

/// So many numbered lines are looked at for what comes behind a line.
const AHEAD: usize = 200;

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Every line that begins with numbers, and where other sections begin.
fn ahead<'h>(
    lines: &[&str],
    closed: &[bool],
    above: impl Iterator<Item = &'h Heading>,
) -> Vec<Numbered> {
    let open = (0..lines.len()).filter(|place| !closed[*place]);
    let numbered = open.filter_map(|place| {
        let inner = lines[place].trim();
        let mark = mark(inner);
        let label = Label::of(&inner[mark.len()..])?;
        let stops = inner[mark.len()..][..label.len].trim_end().ends_with(STOPS);
        let numbers = if rank(&label) == 1 {
            Vec::new()
        } else {
            label.numbers()?
        };
        let is_number = stops || numbers.len() > 1 || !label.kind.is_empty();
        is_number.then(|| Numbered {
            place,
            numbers,
            indent: indent(lines[place]),
            marked: !mark.is_empty(),
        })
    });
    let above = above.map(|heading| Numbered {
        place: heading.lines.start,
        numbers: Vec::new(),
        indent: 0,
        marked: false,
    });
    let mut all: Vec<Numbered> = numbered.chain(above).collect();
    all.sort_by_key(|it| it.place);
    all
}

/// Whether the next line goes on with the number of what a line speaks of.
fn refers(line: &str) -> bool {
    let last = line.rsplit(' ').next().unwrap_or_default().to_lowercase();
    REFERRING.contains(&format!(" {last} "))
}

/// 1 for what contains sections, 2 for a section, more for those below it.
fn rank(label: &Label) -> u8 {
    if !["", "section", "clause", "§"].contains(&label.kind.as_str()) {
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
