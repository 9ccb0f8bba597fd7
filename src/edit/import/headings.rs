//! Finds where the sections of a text begin: headings of Markdown, and the numbered lines of contracts.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::left::pattern;
use super::names::Label;
use crate::text::words::split;

#[derive(Clone, Debug, Default)]
pub(super) enum Cut {
    /// Each heading begins one, down to the next heading.
    #[default]
    Every,
    /// Each heading of this level begins one, with all that is below it; 1 is the highest.
    Level(u8),
    /// What matches begins one. A group in the pattern is the heading's text.
    Lines(Regex),
}

/// Where a section begins.
#[derive(Debug, Default)]
pub(super) struct Heading {
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) lines: Range<usize>,
    /// What stands behind it on its line.
    pub(super) rest: String,
    /// What it is called, and what stands behind that, should it have a number and no title.
    pub(super) label: Option<(String, String)>,
}

/// The longest title, in characters.
const LONGEST: usize = 90;

/// With these words a line is a sentence.
const VERBS: &str = " is are was were be has have had does do shall will must may can cannot should would \
    agrees pays begins ends means includes applies ";

/// With these a sentence begins, unless all its words have capitals.
const OPENERS: &str = " the a an this that these those each every all any no neither if when where unless until \
    upon in on at for by to from subject it he she they you we nothing nobody either both ";

/// A line that ends with one of these goes on with a number.
const REFERRING: &str = " section sections article articles clause clauses paragraph paragraphs subsection exhibit \
    schedule § §§ of to under in by and or with ";

/// A title before the text that follows it on its line.
static RUN_IN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?P<title>\S.*?)(?:(?P<stop>\.)[\s–—-]+|:\s+|\s[–—-]\s|—)(?P<next>\S)")
});

/// Where the sections of a text with these lines begin, in order, none of them in what is left out.
pub(super) fn headings(text: &str, lines: &[&str], left: &[&str], cut: &Cut) -> Vec<Heading> {
    let mut closed: Vec<bool> = left.iter().map(|what| !what.is_empty()).collect();
    if let Cut::Lines(pattern) = cut {
        let open = lines.iter().enumerate().filter(|(line, _)| !closed[*line]);
        return open
            .filter_map(|(line, text)| matching(line, text.trim(), pattern))
            .collect();
    }
    let mut found = markdown(text, &mut closed);
    found.retain(|heading| left[heading.lines.start].is_empty());
    found.append(&mut labelled(lines, &closed, found.len() <= 1));
    found.sort_by_key(|heading| heading.lines.start);
    if let Cut::Level(most) = cut {
        found.retain(|heading| heading.level <= *most);
    }
    found
}

fn matching(line: usize, text: &str, pattern: &Regex) -> Option<Heading> {
    let groups = pattern.captures(text)?;
    let all = groups.get(0)?;
    let rest = [&text[..all.start()], &text[all.end()..]].map(str::trim);
    Some(Heading {
        level: 1,
        text: groups.get(1).unwrap_or(all).as_str().trim().to_owned(),
        lines: line..line + 1,
        rest: rest.join(" ").trim().to_owned(),
        ..Heading::default()
    })
}

/// The headings of Markdown; in these, in code and in tables no other section begins.
fn markdown(text: &str, closed: &mut [bool]) -> Vec<Heading> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let ends: Vec<usize> = text.match_indices('\n').map(|(end, _)| end).collect();
    let lines = |place: &Range<usize>| {
        let line = |at: usize| ends.partition_point(|end| *end < at);
        line(place.start)..line(place.end.max(place.start + 1) - 1) + 1
    };
    let mut found: Vec<Heading> = Vec::new();
    let mut inside = 0_usize;
    // The heading that is being read.
    let mut open: Option<Heading> = None;
    for (event, place) in Parser::new_ext(text, options).into_offset_iter() {
        match (event, &mut open) {
            (Event::Start(Tag::Heading { level, .. }), _) if inside == 0 => {
                open = Some(Heading {
                    level: level as u8,
                    lines: lines(&place),
                    ..Heading::default()
                });
            }
            // A paragraph above a rule is no heading.
            (Event::End(TagEnd::Heading(_)), _) => {
                let heading = open
                    .take()
                    .filter(|heading| heading.text.len() <= 4 * LONGEST);
                found.extend(heading.inspect(|heading| closed[heading.lines.clone()].fill(true)));
            }
            (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_)) | Tag::Table(_)), _) => {
                closed[lines(&place)].fill(true);
            }
            (Event::Start(Tag::BlockQuote(_) | Tag::List(_)), _) => inside += 1,
            (Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)), _) => inside -= 1,
            (Event::Text(part) | Event::Code(part) | Event::InlineHtml(part), Some(heading)) => {
                heading.text.push_str(&part);
            }
            (Event::SoftBreak | Event::HardBreak, Some(heading)) => heading.text.push(' '),
            _ => {}
        }
    }
    found
}

/// What a scan of lines for numbered sections has seen so far.
struct Scan {
    /// Whether the text is no Markdown but for a title.
    plain: bool,
    numbers: Vec<u32>,
    /// The last section with one bare number, and the indentation of the first.
    single: (Option<u32>, Option<usize>),
    letter: char,
}

/// A line, and what stands around it.
struct Line<'t> {
    text: &'t str,
    indent: usize,
    /// Whether a paragraph begins with it, or a sentence ends before it.
    begins: bool,
    ends: bool,
    next: &'t str,
}

fn labelled(lines: &[&str], closed: &[bool], plain: bool) -> Vec<Heading> {
    let mut scan = Scan {
        plain,
        numbers: Vec::new(),
        single: (None, None),
        letter: '@',
    };
    let trimmed = |place: usize| lines.get(place).map_or("", |line| line.trim());
    let mut found: Vec<Heading> = Vec::new();
    for place in (0..lines.len()).filter(|place| !closed[*place]) {
        let headed = found.last().map_or(0, |heading| heading.lines.end);
        let before = place
            .checked_sub(1)
            .filter(|before| !closed[*before])
            .map_or("", trimmed);
        let line = Line {
            text: trimmed(place),
            indent: lines[place].len() - lines[place].trim_start().len(),
            begins: headed == place || before.is_empty(),
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
        if !self.is_label(&label, line, !mark.is_empty()) {
            return None;
        }
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
        let level = rank(&label);
        if level == 1 {
            (self.numbers, self.single.0) = (Vec::new(), None);
        }
        Some(Heading {
            level,
            text,
            rest: rest.trim_start_matches(PARTS).to_owned(),
            label: Some((called, after.to_owned())),
            ..Heading::default()
        })
    }

    /// A line of a plain text that is a heading by its capitals or by its emphasis.
    fn titled(&self, line: &Line, emphasized: bool) -> Option<Heading> {
        let bare = unmarked(line.text);
        let whole = emphasized && is_title(bare) && line.next.is_empty() && !bare.contains("**");
        let capital =
            is_capital(bare) && !is_capital(line.next) && !line.text.ends_with([',', ';', '.']);
        (self.plain && line.begins && (whole || capital)).then(|| Heading {
            level: 1,
            text: bare.to_owned(),
            ..Heading::default()
        })
    }

    /// Whether what looks like a label begins a section, where a paragraph begins or behind the end of a sentence.
    fn is_label(&mut self, label: &Label, line: &Line, marked: bool) -> bool {
        let inner = line.text.trim_start_matches(['*', '_']);
        let (head, rest) = inner.split_at(label.len);
        let stops = head.trim_end().ends_with(STOPS) || rest.starts_with(['*', '_']);
        let upper = !rest.starts_with(|c: char| c.is_lowercase() || c == ',' || c == ';');
        if !label.kind.is_empty() {
            return (line.begins || line.ends)
                && upper
                && (stops || rest.is_empty() || is_title(rest));
        }
        let Some(numbers) = label.numbers() else {
            let letter = inner.chars().next().unwrap_or_default();
            let next = u32::from(letter) == u32::from(self.letter) + 1 || "IVX".contains(letter);
            let fits = self.plain && line.begins && next && is_title(rest);
            self.letter = if fits { letter } else { self.letter };
            return fits;
        };
        let (single, indent) = self.single;
        let fits = match numbers.as_slice() {
            [number] => {
                let outer = self.plain && line.indent <= indent.unwrap_or(line.indent) + 1;
                stops && (outer || marked) && single.is_none_or(|single| *number > single)
            }
            _ => !rest.is_empty() && (stops || upper),
        };
        let fits = fits
            && (line.begins || (line.ends || stops) && follows(&self.numbers, &numbers))
            && numbers.iter().all(|number| *number <= 999);
        if fits {
            self.single = (numbers.first().copied(), indent.or(Some(line.indent)));
            self.numbers = numbers;
        }
        fits
    }
}

/// Whether the next line goes on with the number of what a line speaks of.
fn refers(line: &str) -> bool {
    let last = line.rsplit(' ').next().unwrap_or_default().to_lowercase();
    REFERRING.contains(&format!(" {last} "))
}

/// What parts a number from its title, and a title from the text that follows it on its line.
const STOPS: [char; 7] = ['.', ':', ')', '–', '—', '-', ' '];
pub(super) const PARTS: [char; 5] = ['.', ':', '–', '—', ' '];

/// The marks of emphasis with which a line begins.
fn mark(line: &str) -> &'static str {
    let mut marks = ["***", "**", "__", "*", "_"].into_iter();
    let begins = |mark: &&str| {
        line.strip_prefix(*mark)
            .is_some_and(|rest| !rest.starts_with(' '))
    };
    marks.find(begins).unwrap_or("")
}

/// A title without its emphasis and the stop at its end.
pub(super) fn unmarked(title: &str) -> &str {
    let title = title.trim_start_matches(['*', '_', ' ']);
    title.trim_end_matches(['.', ':', '–', '—', '-', ' ', '*', '_'])
}

/// 1 for what contains sections, 2 for a section, more for those below it.
fn rank(label: &Label) -> u8 {
    if !["", "section", "clause", "§"].contains(&label.kind.as_str()) {
        return 1;
    }
    let depth = label.numbers().map_or(1, |numbers| numbers.len());
    u8::try_from(depth + 1).unwrap_or(u8::MAX / 2)
}

/// Whether numbers may come next: one further at some depth, or the first one below.
fn follows(last: &[u32], next: &[u32]) -> bool {
    let Some((end, above)) = next.split_last() else {
        return false;
    };
    let before = last.strip_prefix(above);
    before.is_some_and(|before| {
        before
            .first()
            .map_or(*end <= 1, |before| before + 1 == *end)
    })
}

/// The title that the rest of a numbered line begins with, empty where it is a sentence, and what follows it.
pub(super) fn split_title<'t>(rest: &'t str, next: &str) -> (&'t str, &'t str) {
    let mark = mark(rest);
    if let Some(close) = rest[mark.len()..].find(mark).filter(|close| *close > 0) {
        return rest.split_at(close + 2 * mark.len());
    }
    if let Some(found) = RUN_IN.captures(rest) {
        let begins = found.name("stop").is_none() || !found["next"].starts_with(char::is_lowercase);
        if let Some(next) = found
            .name("next")
            .filter(|_| begins && is_title(&found["title"]))
        {
            return rest.split_at(next.start());
        }
    }
    let goes_on = next.starts_with(char::is_lowercase);
    rest.split_at(if is_title(rest) && !goes_on {
        rest.len()
    } else {
        0
    })
}

/// Whether words are a title, and no sentence.
pub(super) fn is_title(text: &str) -> bool {
    let text = unmarked(text);
    let first = text.trim_start_matches(['"', '“', '[', '(']).chars().next();
    let begins = first.is_some_and(|first| first.is_alphabetic() && !first.is_lowercase());
    let words: Vec<String> = split(text).map(str::to_lowercase).collect();
    let is = |list: &str, word: &str| list.contains(&format!(" {word} "));
    if !begins
        || text.chars().count() > LONGEST
        || text.contains([';', '?', '!'])
        || text.contains(". ")
    {
        return false;
    }
    let capital = |word: &str| word.chars().count() < 4 || !word.starts_with(char::is_lowercase);
    !words.iter().any(|word| is(VERBS, word))
        && (text.split_whitespace().all(capital) || !is(OPENERS, &words[0]))
}

/// Whether a line is all in capitals.
fn is_capital(line: &str) -> bool {
    let letters: Vec<char> = line.chars().filter(|c| c.is_alphabetic()).collect();
    line.len() <= LONGEST && letters.len() >= 3 && letters.iter().all(|c| c.is_uppercase())
}
