//! Text of answers → lines of the screen.

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

use crate::answer::block::{self, Role};
use crate::formats;
use crate::text::clean_line;
use crate::text::wrap::columns;

/// How a role is drawn; without colour, plainly.
pub(super) fn style(role: Role, color: bool) -> Style {
    let spans = drawn(&block::Line::of(role, "x"), color).spans;
    let mut inked = spans.iter().filter(|span| span.content == "x");
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
    let mut span = |(place, part): (usize, &str)| {
        let code = part.strip_prefix('[').and_then(|part| part.split_once('m'));
        let (code, text) = code.filter(|_| place > 0).unwrap_or(("", part));
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
        Span::styled(text.to_owned(), style)
    };
    let lines = text.lines();
    lines
        .map(|line| line.split('\u{1b}').enumerate().map(&mut span).collect())
        .collect()
}

/// A text of a file on one line of so many columns, its end cut where it is longer.
pub(super) fn fit(text: &str, width: usize, ascii: bool) -> String {
    let mut text = clean_line(text);
    if ascii {
        text = formats::ascii(&text);
    }
    if columns(&text) > width {
        let (end, mut left) = (if ascii { "~" } else { "…" }, width);
        let fits = |part: &&str| {
            left = left.saturating_sub(columns(part));
            left > 0
        };
        text = text.graphemes(true).take_while(fits).chain([end]).collect();
        text.truncate(if width == 0 { 0 } else { text.len() });
    }
    let missing = width.saturating_sub(columns(&text));
    text + &" ".repeat(missing)
}

/// A column or a row as the screen counts them.
pub(super) fn cells(of: usize) -> u16 {
    u16::try_from(of).unwrap_or(u16::MAX)
}
