//! Text of answers → lines of the screen.

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

use crate::answer::block::{self, Role};
use crate::formats;
use crate::text::clean_line;
use crate::text::wrap::columns;

/// How a role is drawn; without colour, plainly.
pub(super) fn style(role: Role, color: bool) -> Style {
    let line = drawn(&block::Line::of(role, "x"), color);
    let mut inked = line.spans.iter().filter(|span| !span.content.is_empty());
    inked.next().map_or(Style::new(), |span| span.style)
}

pub(super) fn drawn(line: &block::Line, color: bool) -> Line<'static> {
    painted(&formats::painted(line, color))
        .pop()
        .unwrap_or_default()
}

/// The lines of a text with the colours that the formats give it; no text of a file has any.
pub(super) fn painted(text: &str) -> Vec<Line<'static>> {
    let mut style = Style::new();
    let line = |line: &str| {
        let mut spans = Vec::new();
        for (place, part) in line.split('\u{1b}').enumerate() {
            let (code, rest) = match part.strip_prefix('[').and_then(|part| part.split_once('m')) {
                Some(found) if place > 0 => found,
                _ => ("", part),
            };
            style = match code {
                "" => style,
                "1" => style.add_modifier(Modifier::BOLD),
                "2" => style.add_modifier(Modifier::DIM),
                "7" => style.add_modifier(Modifier::REVERSED),
                "31" => style.fg(Color::Red),
                "32" => style.fg(Color::Green),
                "33" => style.fg(Color::Yellow),
                "34" => style.fg(Color::Blue),
                "35" => style.fg(Color::Magenta),
                _ => Style::new(),
            };
            spans.push(Span::styled(rest.to_owned(), style));
        }
        Line::from(spans)
    };
    text.lines().map(line).collect()
}

/// A text of a file on one line of so many columns, its end cut where it is longer.
pub(super) fn fit(text: &str, width: usize, ascii: bool) -> String {
    let text = clean_line(text);
    let missing = width.saturating_sub(columns(&text));
    if columns(&text) <= width {
        return text + &" ".repeat(missing);
    }
    let mut cut = String::new();
    for c in text.chars() {
        if columns(&cut) + columns(c.encode_utf8(&mut [0; 4])) >= width {
            break;
        }
        cut.push(c);
    }
    let end = if ascii { "~" } else { "…" };
    let missing = width.saturating_sub(columns(&cut) + 1);
    if width == 0 {
        String::new()
    } else {
        cut + end + &" ".repeat(missing)
    }
}

/// A column or a row as the screen counts them.
pub(super) fn cells(of: usize) -> u16 {
    u16::try_from(of).unwrap_or(u16::MAX)
}
