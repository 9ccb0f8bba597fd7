//! Lines → text of a terminal. Whether a piece is painted is said by the caller, never by the environment.

use std::ops::Range;

use colored::Colorize;

use crate::answer::block::{Line, Piece, Role};
use crate::text::wrap::{columns, wrap};

/// Signs that are no ASCII, and what stands for them where only ASCII may be drawn.
const DRAWN: [(&str, &str); 9] = [
    ("“”", "\""),
    ("‘’", "'"),
    ("→", "->"),
    ("…", "..."),
    ("–", "-"),
    ("·", "*"),
    ("±", "+-"),
    ("┤", "|"),
    ("↻", "R"),
];

pub(crate) fn ascii(text: &str) -> String {
    let drawn =
        |text: String, (signs, plain): &(&str, &str)| text.replace(|c| signs.contains(c), plain);
    DRAWN.iter().fold(text.to_owned(), drawn)
}

/// Breaks a line, set in by `first` and then by `rest`.
pub(super) fn wrapped(line: &Line, width: usize, first: &str, rest: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut start, mut indent) = (0, first);
    for part in line.text().split('\n') {
        let room = |indent| width.saturating_sub(columns(indent));
        for at in wrap(part, room(indent), room(rest)) {
            let mut broken = Line::plain(indent);
            let at = start + at.start..start + at.end;
            broken.0.extend(stretch(line, at));
            lines.push(broken);
            indent = rest;
        }
        start += part.len() + 1;
    }
    lines
}

fn stretch(line: &Line, at: Range<usize>) -> impl Iterator<Item = Piece> {
    let mut end = 0;
    line.0.iter().filter_map(move |piece| {
        let start = end;
        end += piece.text.len();
        let within = at.start.max(start)..at.end.min(end);
        (!within.is_empty()).then(|| Piece {
            text: piece.text[within.start - start..within.end - start].to_owned(),
            role: piece.role,
            ..Piece::default()
        })
    })
}

/// A line in its colours. Blanks that end a piece stand behind its colour, so that the end of a line can be trimmed.
pub(crate) fn painted(line: &Line, color: bool) -> String {
    if !color {
        return line.text();
    }
    let same = line.0.chunk_by(|a, b| a.role == b.role);
    same.map(|pieces| {
        let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        let inked = text.trim_end();
        paint(pieces[0].role, inked) + &text[inked.len()..]
    })
    .collect()
}

fn paint(role: Role, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let painted = match role {
        Role::Plain | Role::Old => return text.to_owned(),
        Role::Strong => text.bold(),
        Role::Faint | Role::Source => text.dimmed(),
        Role::Added => text.green(),
        Role::Removed => text.red(),
        Role::Changed | Role::New => text.yellow(),
        Role::Doubt => text.magenta(),
        Role::Future => text.blue(),
        Role::Hit => text.reversed(),
    };
    painted.to_string()
}
