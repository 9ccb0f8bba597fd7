//! Entries of a calendar as text (RFC 5545), the same bytes on each run. `calendar.ics` is the template.

use std::fmt::{self, Write};

use askama::Template;
use askama::filters::Escaper;

use super::filled;
use crate::answer::calendar::Entry;
use crate::date::Day;
use crate::text::clean_line;

/// The most octets of a line, without its end (RFC 5545, 3.1).
const OCTETS: usize = 75;

#[derive(Template)]
#[template(path = "calendar.ics", config = "src/formats/ics/askama.toml")]
struct View<'a> {
    title: &'a str,
    entries: &'a [Entry],
}

pub(super) fn render(title: &str, entries: &[Entry]) -> String {
    let calendar = filled(&View { title, entries });
    calendar.lines().map(folded).collect()
}

/// A line folded at 75 octets and never within a character.
fn folded(line: &str) -> String {
    let (mut out, mut length) = (String::new(), 0);
    for c in line.chars() {
        // A blank is followed by a character on its line: some readers drop one that ends it.
        let room = if c == ' ' { 5 } else { c.len_utf8() };
        if length + room > OCTETS {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out + "\r\n"
}

fn date(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// A value of the type TEXT (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('\n', "\\n");
    text.replace(',', "\\,").replace(';', "\\;")
}

/// A text as one line, which must not be empty and may hold no control character.
fn line(text: &str) -> String {
    match clean_line(text) {
        blank if blank.trim().is_empty() => "(untitled)".to_owned(),
        text => text,
    }
}

/// Writes what the template prints as one line of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text;

impl Escaper for Text {
    fn write_escaped_str<W: Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        dest.write_str(&escaped(&line(text)))
    }
}
