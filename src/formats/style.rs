//! Roles → colours, once for prose and once for table cells, so that both show the same.

use colored::{Color, ColoredString, Colorize};
use comfy_table::{Attribute, Cell};

use crate::answer::block::Role;

fn color(role: Role) -> Option<(Color, comfy_table::Color)> {
    // A table's `Dark…` is the terminal's plain colour, which is what `colored` means by its name.
    match role {
        Role::Plain | Role::Strong | Role::Faint | Role::Source => None,
        Role::Added => Some((Color::Green, comfy_table::Color::DarkGreen)),
        Role::Removed => Some((Color::Red, comfy_table::Color::DarkRed)),
        Role::Changed => Some((Color::Cyan, comfy_table::Color::DarkCyan)),
        Role::Doubt => Some((Color::Yellow, comfy_table::Color::DarkYellow)),
        Role::Future => Some((Color::Blue, comfy_table::Color::DarkBlue)),
    }
}

/// A piece of prose in its role's colour; the caller has decided that colours are wanted.
pub(super) fn paint(role: Role, text: &str) -> ColoredString {
    match (role, color(role)) {
        (Role::Strong, _) => text.bold(),
        (Role::Faint, _) => text.dimmed(),
        (_, Some((color, _))) => text.color(color),
        (_, None) => text.normal(),
    }
}

/// A table cell in its role's colour.
pub(super) fn cell(role: Role, text: &str) -> Cell {
    let cell = Cell::new(text);
    match (role, color(role)) {
        (Role::Strong, _) => cell.add_attribute(Attribute::Bold),
        (Role::Faint, _) => cell.add_attribute(Attribute::Dim),
        (_, Some((_, color))) => cell.fg(color),
        (_, None) => cell,
    }
}
