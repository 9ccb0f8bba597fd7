//! Finds where the sections of a text begin: headings of Markdown, and what tells a title from a sentence.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::ImportArgs;
use super::lines::{ANCHOR, Line, TITLE, leave, says, within};
use super::names::bare;
use super::scan::{labelled, nest};
use crate::text::patterns;
use crate::text::words::split;

#[derive(Clone, Default)]
pub(super) struct Heading {
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) lines: Range<usize>,
    /// What stands behind it on its line.
    pub(super) rest: String,
    /// What it is called, and what stands behind that, should it have a number and no title.
    pub(super) label: Option<(String, String)>,
}

impl Heading {
    pub(super) fn new(level: u8, text: &str, lines: Range<usize>) -> Self {
        let text = text.to_owned();
        Self {
            level,
            text,
            lines,
            ..Self::default()
        }
    }

    /// Whether it is more than its number.
    pub(super) fn has_title(&self) -> bool {
        let mut label = self.label.iter();
        label.all(|(called, _)| *called != self.text)
    }

    /// Takes the title that stands below its number.
    pub(super) fn take_title(&mut self, lines: &[Line]) {
        let end = self.lines.end;
        let is_empty = |line: &Line| line.text.is_empty() || ANCHOR.is_match(line.text);
        let Some(below) = (end..lines.len()).find(|at| !is_empty(&lines[*at])) else {
            return;
        };
        let Line { text, label, .. } = &lines[below];
        let ends = lines.get(below + 1).is_none_or(|next| next.text.is_empty());
        let alone = ends && !text.ends_with('.') && is_title(text);
        if (alone || is_capital(text)) && label.is_none() {
            self.text = format!("{} {}", self.text.trim(), unmarked(text));
            if let Some((_, after)) = &mut self.label {
                (*text).clone_into(after);
            }
            self.lines.end = below + 1;
        }
    }
}

/// The longest title, in characters, and the shortest line that is wrapped.
pub(super) const LONGEST: usize = 90;
pub(super) const WRAPPED: usize = 50;

/// With these words a line is a sentence.
const VERBS: &str = " is are was were be has have had does do shall will must may can cannot should would \
    see agrees pays begins ends means includes applies ";

/// With these a sentence begins, unless all its words have capitals.
const OPENERS: &str = " the a an this that these those each every all any no neither if when where unless until \
    upon in on at for by to from subject it he she they you we nothing nobody either both ";

/// No title ends with these.
const ENDS: &str =
    " the a an of to that and or in by with for from on at within under upon into than per ";

patterns! {
    /// A title before the text that follows it on its line; the point of `U.S.` ends none.
    RUN_IN = r"^(?P<title>\S[^.]?|\S.*?[^.]{2})(?:(?P<stop>\.)[\s–—-]+|:\s+|\s[–—-]\s|—)(?P<next>\S)";
    STOP = r"(?:[^.]{2}|^[^.])\.\s|[?!]|;(?:\s+[[:lower:]]|\s*$)";
    RULE = r"^(?:-{3,}|={3,})$";
}

/// Where the sections of a text begin, in order, none of them in what is left out. Its title is then left out, too.
pub(super) fn headings(text: &str, lines: &mut [Line], args: &ImportArgs) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    if let Some(pattern) = &args.heading {
        let open = lines.iter().enumerate().filter(|(_, line)| !line.closed);
        found.extend(open.filter_map(|(place, line)| matching(place, line.text, pattern)));
    } else {
        found = markdown(text, lines);
        let mut own = labelled(lines, &found);
        let is_plain = found.is_empty();
        if !is_plain {
            nest(&mut own, 6);
        }
        found.append(&mut own);
        found.sort_by_key(|heading| heading.lines.start);
        // The title of a text is higher than its sections; in plain text these have numbers, and no sentence stands before.
        if let [first, more @ ..] = found.as_slice()
            && first.label.is_none()
            && !more.is_empty()
            && if is_plain {
                more.iter().any(|it| it.label.is_some()) && !says_before(lines, first)
            } else {
                more.iter().all(|it| it.level > first.level)
            }
        {
            let title = found.remove(0).lines;
            lines[title].iter_mut().for_each(|line| line.left = TITLE);
        }
        if is_plain {
            nest(&mut found, 0);
        }
    }
    if let Some(most) = args.level {
        found.retain(|heading| heading.level <= most);
    }
    // Without a sentence, what stands before the first section is the title page.
    if let Some(first) = found.first().filter(|first| !says_before(lines, first)) {
        leave(lines, 0..first.lines.start, TITLE);
    }
    let preamble = |it: &Heading| bare(&it.text).eq_ignore_ascii_case("preamble");
    let opening = ["Preamble", "Opening words"][usize::from(found.iter().any(preamble))];
    found.insert(0, Heading::new(0, opening, 0..0));
    found
}

/// Whether a sentence stands before a heading.
fn says_before(lines: &[Line], heading: &Heading) -> bool {
    let mut before = lines[..heading.lines.start].iter();
    before.any(|line| line.is_text() && says(line.text))
}

fn matching(line: usize, text: &str, pattern: &Regex) -> Option<Heading> {
    let groups = pattern.captures(text)?;
    let all = groups.get(0)?;
    let rest = [&text[..all.start()], &text[all.end()..]].map(str::trim);
    let heading = groups.get(1).unwrap_or(all).as_str().trim();
    (!heading.is_empty()).then(|| Heading {
        rest: rest.join(" ").trim().to_owned(),
        ..Heading::new(1, heading, line..line + 1)
    })
}

/// The headings of Markdown; in these, in code and in tables no other section begins.
fn markdown(text: &str, lines: &mut [Line]) -> Vec<Heading> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let within = within(text);
    let mut found: Vec<Heading> = Vec::new();
    let mut inside = 0_usize;
    // The heading that is being read.
    let mut open: Option<Heading> = None;
    for (event, place) in Parser::new_ext(text, options).into_offset_iter() {
        match (event, &mut open) {
            (Event::Start(Tag::Heading { level, .. }), _) if inside == 0 => {
                open = Some(Heading::new(level as u8, "", within(place)));
            }
            (Event::End(TagEnd::Heading(_)), _) => found.extend(open.take()),
            (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_)) | Tag::Table(_)), _) => {
                close(lines, within(place));
            }
            (Event::Start(Tag::HtmlBlock), _) => {
                let html = text[place.clone()].trim();
                if html.starts_with("<!--") && html.ends_with("-->") {
                    leave(lines, within(place), "a comment");
                }
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
    for heading in &mut found {
        if bare(&heading.text).is_empty() {
            heading.take_title(lines);
        }
    }
    // A paragraph above a rule is no heading; what is left out has none.
    found.retain(|it| {
        let is_one = it.text.len() <= 4 * LONGEST && !it.text.trim().is_empty();
        is_one && lines[it.lines.start].left.is_empty()
    });
    for heading in &found {
        close(lines, heading.lines.clone());
    }
    // To Markdown, a number above a rule begins a list.
    for at in 1..lines.len() {
        let above = &lines[at - 1];
        if !above.closed && RULE.is_match(lines[at].text) && above.label.is_some() {
            found.push(Heading::new(2, above.text, at - 1..at + 1));
            close(lines, at - 1..at + 1);
        }
    }
    found
}

fn close(lines: &mut [Line], place: Range<usize>) {
    for line in &mut lines[place] {
        line.closed = true;
    }
}

/// What parts a number from its title, and a title from the text that follows it on its line.
pub(super) const STOPS: [char; 8] = ['.', ':', ')', '–', '—', '-', ' ', '\t'];
pub(super) const PARTS: [char; 6] = ['.', ':', '–', '—', ' ', '\t'];

/// The marks of emphasis with which a line begins.
pub(super) fn mark(line: &str) -> &'static str {
    let mut marks = ["***", "**", "__", "*", "_"].into_iter();
    let opens = |rest: &str| !rest.starts_with(' ');
    let begins = |mark: &&str| line.strip_prefix(*mark).is_some_and(opens);
    marks.find(begins).unwrap_or("")
}

/// A title without its emphasis and the stop at its end.
pub(super) fn unmarked(title: &str) -> &str {
    let title = title.trim_start_matches(['*', '_', ' ']);
    title.trim_end_matches(['.', ':', '–', '—', '-', ' ', '*', '_'])
}

/// The title that the rest of a numbered line begins with, empty where it is a sentence, and what follows it.
pub(super) fn split_title<'t>(rest: &'t str, next: &str) -> (&'t str, &'t str) {
    let mark = mark(rest);
    if let Some(close) = rest[mark.len()..].find(mark).filter(|close| *close > 0) {
        return rest.split_at(close + 2 * mark.len());
    }
    if let Some(found) = RUN_IN.captures(rest)
        && let Some(next) = found.name("next")
        && (found.name("stop").is_none() || !next.as_str().starts_with(char::is_lowercase))
        && is_title(&found["title"])
    {
        return rest.split_at(next.start());
    }
    // A long line of capitals goes on where the next one has capitals, too.
    let wraps = rest.len() >= WRAPPED && is_capital(rest) && is_capital(next);
    let ends = !wraps && !next.starts_with(char::is_lowercase) && is_title(rest);
    rest.split_at(if ends { rest.len() } else { 0 })
}

/// Whether words are a title, and no sentence.
pub(super) fn is_title(text: &str) -> bool {
    let is_small = |word: &&str| word.starts_with(char::is_lowercase) && word.chars().count() > 3;
    // With a stop behind it a title is short, or its words have capitals.
    let is_long =
        text.ends_with('.') && split(text).count() > 5 && split(text).filter(is_small).count() > 1;
    let text = unmarked(text);
    let first = text.trim_start_matches(['"', '“', '[', '(']).chars().next();
    let begins = first.is_some_and(|first| first.is_alphabetic() && !first.is_lowercase());
    let words: Vec<String> = split(text).map(str::to_lowercase).collect();
    let is = |list: &str, word: &str| list.contains(&format!(" {word} "));
    if !begins || is_long || text.chars().count() > LONGEST || STOP.is_match(text) {
        return false;
    }
    let capital = |word: &str| word.chars().count() < 4 || !word.starts_with(char::is_lowercase);
    !words.iter().any(|word| is(VERBS, word))
        && !split(text).last().is_some_and(|last| is(ENDS, last))
        && (text.split_whitespace().all(capital) || !is(OPENERS, &words[0]))
}

pub(super) fn is_capital(line: &str) -> bool {
    let letters: Vec<char> = line.chars().filter(|c| c.is_alphabetic()).collect();
    line.len() <= LONGEST && letters.len() >= 3 && letters.iter().all(|c| c.is_uppercase())
}
