//! Diagnostics → text, with the lines of the file and the place marked.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use serde::Serialize;
use serde_json::{Value, json};

use crate::answer::{Lens, Look, Refs, SCHEMA};
use crate::date::{Date, Day};
use crate::file::Reading;
use crate::file::code::{Code, Severity};
use crate::file::diagnostic::{Diagnostic, Fix, Label};
use crate::file::source::Source;
use crate::file::span::Span;
use crate::text::words::{Count, and_list};
use crate::text::wrap::wrap;
use crate::text::{clean, clean_char, clean_json, clean_line};

/// The lines of the file that a place may stretch over before only its beginning is shown.
const MOST_LINES: usize = 6;

/// Of lines that are longer than this, only what stands around a place is shown.
const LONG: usize = 1000;

/// So many bytes before and behind a place are shown of a long line.
const AROUND: usize = 200;

/// What is left out of a long line.
const CUT: char = '…';

/// Stands for a space at which no line is broken; cleaned text never holds it.
const TIED: &str = "\u{e000}";

/// The longest stretch in backticks that is kept on one line.
const LONGEST_TIED: usize = 40;

/// What a syntax error keeps from being checked.
const UNREAD: &str =
    "Not checked, since the file could not be read as TOML: keys, ids, dates, changes and sources.";

/// Every diagnostic of a file, then a count.
pub fn report(reading: &Reading, look: Look) -> String {
    let found = &reading.diagnostics;
    let shown = |diagnostic| one(diagnostic, &reading.source, look) + "\n\n";
    let mut out: String = found.iter().map(shown).collect();
    if (found.iter()).any(|d| matches!(d.code, Code::Syntax | Code::Encoding)) {
        out += &(wrapped(UNREAD, 0, look) + "\n");
    }
    if reading.more > 0 {
        out += &(wrapped(&more(reading), 0, look) + "\n\n");
    }
    out + &count(reading)
}

/// What is said where not every error is shown.
pub fn more(reading: &Reading) -> String {
    let errors = Count(reading.more, "more error");
    format!("Not shown: {errors}. They are told once the ones above are mended.")
}

/// Every diagnostic of a file, one a line: `file:line:column: severity[code]: message`.
pub fn short(reading: &Reading) -> String {
    let path = clean_line(&reading.source.path);
    let line = |diagnostic: &Diagnostic| {
        let place = reading.source.place(diagnostic.primary.span.start);
        let (severity, code) = (diagnostic.code.severity(), diagnostic.code);
        let message = clean_line(&diagnostic.message);
        format!(
            "{path}:{}:{}: {severity}[{code}]: {message}\n",
            place.line, place.column
        )
    };
    reading.diagnostics.iter().map(line).collect()
}

fn count(reading: &Reading) -> String {
    let of = |severity, noun| match reading.count(severity) {
        0 => format!("no {noun}s"),
        count => Count(count, noun).to_string(),
    };
    let mut parts = vec![
        of(Severity::Error, "error"),
        of(Severity::Warning, "warning"),
    ];
    if reading.count(Severity::Note) > 0 {
        parts.push(of(Severity::Note, "note"));
    }
    format!(
        "{}: {}\n",
        clean_line(&reading.source.path),
        and_list(parts)
    )
}

fn one(diagnostic: &Diagnostic, source: &Source, look: Look) -> String {
    let severity = diagnostic.code.severity();
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let word = diagnostic.code.word();
    let before = severity.word().len() + word.len() + "[]: ".len();
    let title = wrapped(&clean_line(&diagnostic.message), before, look);
    let mut main = Group::with_title(level.primary_title(title).id(word));
    for (excerpt, marks) in excerpts(diagnostic, source) {
        let path = clean_line(&source.path);
        let mut snippet = excerpt.snippet();
        if excerpt.is_cut() {
            // A part of a line cannot tell at which column it begins.
            let place = source.place(excerpt.place.start);
            let origin = Origin::path(path).line(place.line);
            main = main.element(origin.char_column(place.column));
        } else {
            snippet = snippet.path(path);
        }
        let marks = (marks.into_iter())
            .map(|(kind, span, label)| kind.span(excerpt.within(&span)).label(clean_line(label)));
        main = main.element(snippet.annotations(marks));
    }
    let help = |before| {
        let help = diagnostic.help.as_deref().map(clean_line);
        help.map(|help| wrapped(&help, before, look))
    };
    let groups = if let Some(fix) = &diagnostic.fix {
        let help = help("help: ".len()).map(|help| mended(help, fix, source));
        std::iter::once(main).chain(help).collect()
    } else {
        let help = help(gutter(diagnostic, source) + " = help: ".len());
        vec![main.elements(help.map(|help| Level::HELP.message(help)))]
    };
    renderer(look).render(&groups)
}

fn renderer(look: Look) -> Renderer {
    let renderer = if look.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let decor = if look.ascii {
        DecorStyle::Ascii
    } else {
        DecorStyle::Unicode
    };
    let width = look.width.unwrap_or(10_000);
    renderer.decor_style(decor).term_width(width)
}

/// What to do, with the lines of the file as they would then be.
fn mended<'a>(help: String, fix: &Fix, source: &'a Source) -> Group<'a> {
    let excerpt = Excerpt::around(source, &fix.span);
    let patch = Patch::new(excerpt.within(&fix.span), clean(&fix.with).into_owned());
    let title = Level::HELP.secondary_title(help);
    Group::with_title(title).element(excerpt.snippet().patch(patch))
}

/// How wide the column of line numbers is.
fn gutter(diagnostic: &Diagnostic, source: &Source) -> usize {
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.others);
    let last = labels.map(|label| source.place(label.span.end).line).max();
    last.unwrap_or(1).to_string().len()
}

/// A cleaned text, broken into lines that fit behind what stands before them, but not between
/// backticks.
fn wrapped(text: &str, before: usize, look: Look) -> String {
    let Some(width) = look.width else {
        return text.to_owned();
    };
    let parts = text.split('`').enumerate();
    let tied = parts.map(|(place, part)| {
        let is_tied = place % 2 == 1 && part.chars().count() <= LONGEST_TIED;
        part.replace(' ', if is_tied { TIED } else { " " })
    });
    let text = tied.collect::<Vec<_>>().join("`");
    let width = width.saturating_sub(before).max(20);
    let lines = wrap(&text, width, width).into_iter().map(|at| &text[at]);
    lines.collect::<Vec<_>>().join("\n").replace(TIED, " ")
}

/// The lines of the file around a place, or a part of a long one.
struct Excerpt<'a> {
    source: &'a Source,
    place: Span,
    lines: Span,
    span: Span,
}

impl<'a> Excerpt<'a> {
    fn around(source: &'a Source, place: &Span) -> Self {
        let lines = source.lines_around(place);
        let span = part(source, &lines, place);
        let place = place.clone();
        Self {
            source,
            place,
            lines,
            span,
        }
    }

    fn is_cut(&self) -> bool {
        self.span.start > self.lines.start
    }

    fn cleaned(&self, span: Span) -> impl Iterator<Item = char> {
        let text = self.source.text.get(span).unwrap_or_default();
        text.chars().map(clean_char)
    }

    fn snippet<T: Clone>(&self) -> Snippet<'static, T> {
        let mut text = String::new();
        text.extend(self.is_cut().then_some(CUT));
        text.extend(self.cleaned(self.span.clone()));
        text.extend((self.span.end < self.lines.end).then_some(CUT));
        let line = self.source.place(self.span.start).line;
        Snippet::source(text).line_start(line)
    }

    /// A span of the file as a span of the cleaned text.
    fn within(&self, span: &Span) -> Span {
        let before = if self.is_cut() { CUT.len_utf8() } else { 0 };
        let place = |at: usize| {
            let at = at.clamp(self.span.start, self.span.end);
            let cleaned = self.cleaned(self.span.start..at);
            before + cleaned.map(char::len_utf8).sum::<usize>()
        };
        let start = place(span.start);
        start..place(span.end).max(start)
    }
}

/// A place that is marked, and what is said of it.
type Mark<'a> = (AnnotationKind, Span, &'a str);

/// The places of a diagnostic: near ones share an excerpt, in the order of the file.
fn excerpts<'a>(
    diagnostic: &'a Diagnostic,
    source: &'a Source,
) -> Vec<(Excerpt<'a>, Vec<Mark<'a>>)> {
    let mut excerpts: Vec<(Excerpt, Vec<Mark>)> = Vec::new();
    let mut mark = |kind, label: &'a Label| {
        let span = shortened(source, &label.span);
        let excerpt = Excerpt::around(source, &span);
        let mark = (kind, span, label.text.as_str());
        match (excerpts.iter_mut()).find(|(other, _)| other.span == excerpt.span) {
            Some((_, marks)) => marks.push(mark),
            None => excerpts.push((excerpt, vec![mark])),
        }
    };
    mark(AnnotationKind::Primary, &diagnostic.primary);
    for label in &diagnostic.others {
        mark(AnnotationKind::Context, label);
    }
    excerpts
}

/// The lines of a place or, where they are long, what stands around it.
fn part(source: &Source, lines: &Span, place: &Span) -> Span {
    if lines.len() <= LONG {
        return lines.clone();
    }
    let whole = |at: &usize| source.text.is_char_boundary(*at);
    let start = place.start.saturating_sub(AROUND).max(lines.start);
    let end = place.end.min(place.start + LONG) + AROUND;
    let start = (start..=place.start).find(whole).unwrap_or(lines.start);
    let end = (end..lines.end).find(whole).unwrap_or(lines.end);
    start..end.max(start)
}

/// A place of many lines is marked at its first.
fn shortened(source: &Source, span: &Span) -> Span {
    let (first, last) = (source.place(span.start).line, source.place(span.end).line);
    if last - first < MOST_LINES {
        return span.clone();
    }
    let line = source.lines_around(&(span.start..span.start));
    span.start..line.end.max(span.start)
}

/// Which timeline was checked, where it is one.
#[derive(Debug, Default, Serialize)]
pub struct Head<'a> {
    pub title: Option<&'a str>,
    pub note: Option<&'a str>,
    /// The day up to which it was kept.
    pub recorded: Option<Date>,
    pub path: Option<&'a str>,
}

/// What was found in some files, as JSON.
pub fn json(timeline: &Head, readings: &[Reading], today: Day) -> String {
    let document = json!({
        "schema": SCHEMA,
        "answer": "check",
        "timeline": timeline,
        "today": today,
        "lens": Lens::default(),
        "files": readings.iter().map(file).collect::<Vec<_>>(),
        "refs": Refs::default(),
    });
    clean_json(&format!("{document:#}\n")).into_owned()
}

fn file(reading: &Reading) -> Value {
    let found = reading.diagnostics.iter();
    json!({
        "path": reading.source.path,
        "errors": reading.count(Severity::Error),
        "warnings": reading.count(Severity::Warning),
        "more": reading.more,
        "diagnostics": found.map(|found| record(found, &reading.source)).collect::<Vec<_>>(),
    })
}

fn record(diagnostic: &Diagnostic, source: &Source) -> Value {
    let Label { span, text } = &diagnostic.primary;
    let (start, end) = (source.place(span.start), source.place(span.end));
    json!({
        "severity": diagnostic.code.severity(),
        "code": diagnostic.code,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "file": source.path,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "label": text,
    })
}
