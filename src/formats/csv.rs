//! CSV by RFC 4180. A cell holds what the JSON holds: lists are joined by `; `, and the terms of a clause are JSON.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};
use indexmap::IndexSet;
use serde_json::Value;

use super::Options;
use crate::answer::{Context, rows::Rows};
use crate::date::{Date, Day, Mark, Period};
use crate::text::{clean, patterns};

struct Column<'a> {
    name: &'a str,
    path: &'a str,
    /// Of a date, which has its days beside it, the path of the event whose own days these may be.
    event: Option<&'a str>,
}

pub(crate) fn write(
    rows: Rows<'_>,
    context: &Context,
    options: &Options,
    to: &mut dyn Write,
) -> io::Result<()> {
    if options.csv_bom && !options.terminal {
        to.write_all("\u{FEFF}".as_bytes())?;
    }
    let columns: Vec<Column<'_>> = rows.columns.split_whitespace().map(Column::of).collect();
    let mut writer = WriterBuilder::new();
    let mut writer = writer.terminator(Terminator::CRLF).from_writer(to);
    let header = columns.iter().flat_map(Column::names).collect();
    let cells = |record| -> Vec<String> {
        let cells = columns.iter().flat_map(|c| c.cells(&record, context));
        cells.map(|cell| written(&cell, options)).collect()
    };
    for row in std::iter::once(header).chain(rows.records.map(cells)) {
        writer.write_record(row)?;
    }
    writer.flush()
}

impl<'a> Column<'a> {
    fn of(words: &'a str) -> Self {
        let (given, event) = words.split_once('@').unzip();
        let words = given.unwrap_or(words);
        let (name, path) = words.split_once('=').unwrap_or((words, words));
        let path = if path == "sources" { "cite" } else { path };
        Self { name, path, event }
    }

    fn names(&self) -> Vec<String> {
        let ends = ["", "_first", "_last"].iter();
        let ends = ends.take(if self.event.is_some() { 3 } else { 1 });
        ends.map(|end| format!("{}{end}", self.name)).collect()
    }

    fn cells(&self, record: &Value, context: &Context) -> Vec<String> {
        let found = at(record, self.path);
        if self.path.ends_with("cite") {
            let lists = found.into_iter().filter_map(Value::as_array).flatten();
            let ids = lists.flat_map(|cite| [&cite["source"], &cite["via"]]);
            let ids = ids.filter_map(|id| Some(id.as_str()?.to_owned()));
            return vec![list(ids.collect::<IndexSet<_>>())];
        }
        let written = list(found.iter().copied().map(cell).collect::<IndexSet<_>>());
        let Some(event) = self.event else {
            return vec![written];
        };
        let date = found.first().and_then(|date| date.as_str());
        let date = date.and_then(Date::read);
        let event = at(record, event).first().and_then(|id| id.as_str());
        let days = context.days_of(date, event);
        let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
        vec![written, day(days.first), day(days.last)]
    }
}

/// The values at a path; none where it leads nowhere.
fn at<'v>(record: &'v Value, path: &str) -> Vec<&'v Value> {
    let mut found = vec![record];
    for key in path.split('.') {
        let within = |value: &'v Value| match (key, value) {
            ("*", Value::Object(keys)) => keys.values().collect(),
            ("*", Value::Array(members)) => members.iter().collect(),
            _ => Vec::from_iter(value.get(key)),
        };
        found = found.into_iter().flat_map(within).collect();
    }
    found
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(members) => list(members.iter().map(cell)),
        Value::Object(fields) if fields.is_empty() => String::new(),
        other => other.to_string(),
    }
}

fn list(members: impl IntoIterator<Item = String>) -> String {
    members.into_iter().collect::<Vec<_>>().join("; ")
}

/// A cell as it is written: readers cut a cell at NUL, so it is replaced.
fn written(cell: &str, options: &Options) -> String {
    let mut cell = cell.replace('\0', "\u{FFFD}");
    if options.csv_safe {
        cell = guarded(&cell);
    }
    if options.terminal {
        cell = clean(&cell).into_owned();
    }
    cell
}

/// An apostrophe before a month, which a spreadsheet would complete to a day, and before what it would run as a formula,
/// also behind what a reader with another separator would split at.
fn guarded(cell: &str) -> String {
    let is_month = |date| matches!(date, Date::Period(Period::Month(..), Mark::Plain));
    if Date::read(cell).is_some_and(is_month) {
        return format!("'{cell}");
    }
    let mut out = String::new();
    for part in cell.split_inclusive([';', '\t']) {
        let formula = part.trim_start_matches(' ');
        let is_formula = formula.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if is_formula && !NEGATIVE.is_match(formula.trim_end_matches([';', '\t'])) {
            out.push('\'');
        }
        out.push_str(part);
    }
    out
}

patterns! {
    NEGATIVE = r"^-[0-9]+(?:\.[0-9]+)?$";
}

#[cfg(test)]
mod tests {
    use super::{Options, written};

    #[test]
    fn a_guarded_cell_begins_no_formula_and_no_other_date_in_any_reader() {
        for (cell, guarded) in [
            ("=1+1", "'=1+1"),
            ("\ttab", "'\ttab"),
            ("-5.25", "-5.25"),
            ("Rent;=cmd|' /C calc'!A0;x", "Rent;'=cmd|' /C calc'!A0;x"),
            ("a; +1; -2;b", "a;' +1; -2;b"),
            ("Signed\t@sum", "Signed\t'@sum"),
            ("2024-06", "'2024-06"),
            ("2024-06-30", "2024-06-30"),
            ("2024-06~", "2024-06~"),
            ("2024", "2024"),
            ("2024-13", "2024-13"),
        ] {
            let mut options = Options::default();
            assert_eq!(written(cell, &options), cell, "{cell:?}");
            options.csv_safe = true;
            assert_eq!(written(cell, &options), guarded, "{cell:?}");
        }
    }
}
