//! Diagnostics → text, with the lines of the file and the place marked.

use serde_json::{Value, json};

use super::{excerpt::Mark, excerpt::Sheet, style::painted};
use crate::answer::{Heading, Lens, Look, Refs, SCHEMA, block::Line, block::Role};
use crate::date::Day;
use crate::file::Reading;
use crate::file::code::{Code, Severity};
use crate::file::diagnostic::{Diagnostic, Label};
use crate::file::source::{Place, Source};
use crate::text::{clean_json, clean_line, words::Count, words::and_list, wrap::wrap};

/// What a syntax error keeps from being checked.
const UNREAD: &str =
    "The file could not be read, so its keys, ids, dates, changes and sources were not checked.";

pub fn report(reading: &Reading, look: Look) -> String {
    let found = &reading.diagnostics;
    let shown = |diagnostic| one(diagnostic, &reading.source, look) + "\n\n";
    let mut out: String = found.iter().map(shown).collect();
    if (found.iter()).any(|d| matches!(d.code, Code::Syntax | Code::Encoding)) {
        out += &(wrapped(UNREAD, 0, look) + "\n");
    }
    if let Some(what) = &reading.unchecked {
        let what = clean_line(what);
        let unchecked = format!("Because of the errors above, {what} were not checked in full.");
        out += &(wrapped(&unchecked, 0, look) + "\n\n");
    }
    let more = more(reading).map(|more| wrapped(&more, 0, look) + "\n\n");
    out + &more.unwrap_or_default() + &count(reading)
}

/// What is said where not every error and warning is shown.
pub fn more(reading: &Reading) -> Option<String> {
    let nouns = ["more error", "more warning", "more note"].into_iter();
    let more = reading.more.into_iter().zip(nouns);
    let more = more.filter(|(more, _)| *more > 0);
    let more = and_list(more.map(|(more, noun)| Count(more, noun)));
    let said = format!("Not shown: {more}. Correct those above to see them.");
    (!more.is_empty()).then_some(said)
}

pub fn short(reading: &Reading) -> String {
    let line = |diagnostic| one_line(reading, diagnostic) + "\n";
    reading.diagnostics.iter().map(line).collect()
}

/// `file:line:column: severity[code]: message`.
pub fn one_line(reading: &Reading, diagnostic: &Diagnostic) -> String {
    let path = clean_line(&reading.source.path);
    let Place { line, column } = reading.source.place(diagnostic.primary.span.start);
    let (severity, code) = (diagnostic.code.severity(), diagnostic.code);
    let message = clean_line(&diagnostic.message);
    format!("{path}:{line}:{column}: {severity}[{code}]: {message}")
}

/// Every diagnostic of a file as a command of GitHub's workflows, which marks its lines in a change.
pub fn github(reading: &Reading) -> String {
    let escaped = |text: &str| {
        let text = text.replace('%', "%25");
        text.replace('\r', "%0D").replace('\n', "%0A")
    };
    let path = escaped(&clean_line(&reading.source.path));
    let path = path.replace(':', "%3A").replace(',', "%2C");
    let line = |found: &Diagnostic| {
        let span = &found.primary.span;
        let [from, to] = [span.start, span.end].map(|at| reading.source.place(at));
        let kind = match found.code.severity() {
            Severity::Note => "notice",
            of => of.word(),
        };
        let help = found.help.as_ref().map(|help| format!("; {help}"));
        let said = found.message.clone() + &help.unwrap_or_default();
        let (code, said) = (found.code, clean_line(&escaped(&said)));
        let lines = format!("line={},endLine={}", from.line, to.line);
        let columns = format!("col={},endColumn={}", from.column, to.column);
        format!("::{kind} file={path},{lines},{columns},title={code}::{said}\n")
    };
    reading.diagnostics.iter().map(line).collect()
}

fn count(reading: &Reading) -> String {
    let severities = [Severity::Error, Severity::Warning, Severity::Note].into_iter();
    let parts = severities.filter_map(|of| match (reading.count(of), of) {
        (0, Severity::Note) => None,
        (0, _) => Some(format!("no {of}s")),
        (count, _) => Some(Count(count, of.word()).to_string()),
    });
    let path = clean_line(&reading.source.path);
    format!("{path}: {}\n", and_list(parts))
}

fn one(diagnostic: &Diagnostic, source: &Source, look: Look) -> String {
    let severity = diagnostic.code.severity();
    let role = match severity {
        Severity::Error => Role::Removed,
        Severity::Warning => Role::Changed,
        Severity::Note => Role::Future,
    };
    let mut sheet = Sheet::of(diagnostic, source, look);
    let head = format!("{}[{}]", severity.word(), diagnostic.code.word());
    sheet.message(&Line::of(role, head), Role::Strong, &diagnostic.message);
    let mark = |label, role, signs| Mark { label, role, signs };
    let mut marks = vec![mark(&diagnostic.primary, role, ["━", "^"])];
    let others = diagnostic.others.iter();
    marks.extend(others.map(|label| mark(label, Role::Future, ["─", "-"])));
    let line = |mark: &Mark| source.place(mark.label.span.start).line;
    while let Some(first) = marks.first().map(line) {
        let (here, rest) = marks.into_iter().partition(|mark| line(mark) == first);
        marks = rest;
        sheet.excerpt(&here);
    }
    if let Some(help) = &diagnostic.help {
        sheet.help(help);
    }
    let lines = sheet.lines.iter();
    let lines = lines.map(|line| painted(line, look.color).trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// A cleaned text, broken into lines that fit behind what stands before them.
pub(super) fn wrapped(text: &str, before: usize, look: Look) -> String {
    let width = look
        .width
        .unwrap_or(usize::MAX)
        .saturating_sub(before)
        .max(12);
    let lines = wrap(text, width, width).into_iter().map(|at| &text[at]);
    lines.collect::<Vec<_>>().join("\n")
}

/// The JSON of `check`, with the paths of the files as they were given.
pub fn json(readings: &[Reading], paths: &[Option<String>], today: Day) -> String {
    let head = |(reading, path): (&Reading, &Option<String>)| {
        let timeline = &reading.history.timeline;
        Heading::of(timeline, today, path.clone(), String::new())
    };
    let timelines: Vec<Heading> = readings.iter().zip(paths).map(head).collect();
    let document = json!({
        "schema": SCHEMA,
        "answer": "check",
        "timeline": timelines.first().filter(|_| timelines.len() == 1),
        "timelines": timelines,
        "left_out": [],
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
        "more": reading.more.iter().sum::<usize>(),
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
