//! Finds the sections of contracts: by their numbers in sequence, their letters, or titles in capitals.

use super::headings::{Heading, PARTS, STOPS, is_capital, is_title, mark, split_title, unmarked};
use super::left::ATTACHED;
use super::names::{HIGHEST, Label};
use super::sections::WRAPPED;

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
    /// So many of the last lines are titles without a text.
    empty: usize,
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
    /// Whether it stands alone, far to the right of the text.
    centred: bool,
    /// Whether a paragraph begins with it, or a sentence ends before it.
    begins: bool,
    ends: bool,
    /// The two lines below it.
    next: &'t str,
    after: &'t str,
}

/// The sections that begin with a number, a letter or capitals, below those that are found.
pub(super) fn labelled(lines: &[&str], closed: &[bool], above: &[Heading]) -> Vec<Heading> {
    let plain = above.len() <= 1;
    let top = [1, 2, 7][above.len().min(2)];
    let texts = lines.iter().filter(|line| line.trim().len() >= WRAPPED);
    let margin = texts.map(|line| indent(line)).min().unwrap_or_default();
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
        let (indent, next) = (indent(lines[place]), trimmed(place + 1));
        let line = Line {
            place,
            text: trimmed(place),
            indent,
            centred: indent >= margin + CENTRED && before.is_empty() && next.is_empty(),
            begins: headed == place && opens || before.is_empty(),
            ends: before.ends_with(['.', ';', ':', '!', '?', ')', '"', '”', '*']),
            next,
            after: trimmed(place + 2),
        };
        if headed > place || refers(before) {
            continue;
        }
        let Some(mut heading) = scan.begun(&line) else {
            scan.empty = if line.text.is_empty() { scan.empty } else { 0 };
            continue;
        };
        scan.empty = if heading.rest.is_empty() {
            scan.empty + 1
        } else {
            0
        };
        heading.lines = place..place + heading.lines.len().max(1);
        let label = heading.label.as_ref();
        if label.is_some_and(|(called, rest)| *called == heading.text && rest.is_empty()) {
            heading.take_title(lines, lines.len());
        }
        found.push(heading);
    }
    // The title of a text stands above its sections.
    let labelled = found.iter().any(|heading| heading.label.is_some());
    let title = |first: &&mut Heading| {
        let mut before = lines[..first.lines.start].iter();
        labelled && first.label.is_none() && before.all(|line| line.trim().len() <= 60)
    };
    let title = found.first_mut().filter(title);
    let title = title.map(|first| first.level = 0).is_some();
    let rest = found.iter().skip(usize::from(title));
    let highest = rest.map(|heading| heading.level).min().unwrap_or(1);
    for heading in found.iter_mut().skip(usize::from(title)) {
        heading.level = heading.level - highest + top;
    }
    found
}

impl Heading {
    /// Takes the title that stands below its number, no further than so many lines.
    pub(super) fn take_title(&mut self, lines: &[&str], within: usize) {
        let trimmed = |place: usize| lines.get(place).map_or("", |line| line.trim());
        let end = self.lines.end;
        let mut below = (end..lines.len().min(end.saturating_add(within)))
            .filter(|at| !trimmed(*at).is_empty());
        let Some(below) = below.next() else { return };
        let title = trimmed(below);
        let alone = trimmed(below + 1).is_empty() && !title.ends_with('.') && is_title(title);
        if (alone || is_capital(title)) && Label::of(title).is_none() {
            self.text = format!("{} {}", self.text, unmarked(title));
            if let Some((_, after)) = &mut self.label {
                title.clone_into(after);
            }
            self.lines.end = below + 1;
        }
    }
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

    /// A line of a plain text that is a heading by its capitals, by its emphasis or by its place.
    fn titled(&mut self, line: &Line, emphasized: bool) -> Option<Heading> {
        let bare = unmarked(line.text);
        let alone = line.next.is_empty() && is_title(bare);
        let attached = ATTACHED.is_match(bare) && !line.text.ends_with('.');
        let whole = alone && (line.centred || attached || emphasized && !bare.contains("**"));
        let titles = |line: &str| is_capital(line) && !line.ends_with([',', ';', '.']);
        let more = Some(line.next).filter(|next| line.after.is_empty() && titles(next));
        let capital = titles(line.text) && (more.is_some() || !is_capital(line.next));
        if !(self.plain && line.begins && (whole || capital)) {
            return None;
        }
        self.restart();
        let more = more.filter(|_| capital);
        Some(Heading {
            level: 1,
            text: [bare].into_iter().chain(more).collect::<Vec<_>>().join(" "),
            lines: 0..1 + usize::from(more.is_some()),
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
            let next = titled
                && numbers
                    .as_ref()
                    .is_some_and(|next| follows(&self.numbers, next));
            let begins = line.begins || line.ends || next;
            let fits = begins && upper && (stops || rest.is_empty() || titled);
            return fits.then(|| self.take(rank(label), numbers.unwrap_or_default(), true));
        }
        let Some(numbers) = numbers else {
            let titled = !split_title(rest, line.next).0.is_empty();
            return titled.then(|| self.lettered(&label.number, line))?;
        };
        // Some titles without a text are a list of what comes.
        if self.empty > 2 && line.begins && titled && numbers.iter().all(|number| *number == 1) {
            self.numbers.clear();
        }
        // To Markdown, every item of a list may be the first.
        let emphasis = mark(rest);
        let whole = !emphasis.is_empty() && rest.len() > 3 && rest.ends_with(emphasis);
        let again = whole && line.next.is_empty() && numbers == [1] && self.numbers == [1];
        let follows = again || follows(&self.numbers, &numbers);
        let fits = match numbers.as_slice() {
            [_] => {
                let alone = line.begins && follows && is_title(rest);
                (marked || self.named != Some(true))
                    && self.is_outer(line.indent, marked)
                    && (stops || alone && self.plain)
            }
            _ => !rest.is_empty() && (stops || upper),
        };
        let fits = fits && numbers.iter().all(|number| *number <= HIGHEST);
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

/// So far to the right a title stands in the middle.
const CENTRED: usize = 8;

fn indent(line: &str) -> usize {
    let blanks = line.chars().take_while(|c| c.is_whitespace());
    blanks.map(|c| if c == '\t' { 8 } else { 1 }).sum()
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
