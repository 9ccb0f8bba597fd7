//! Texts that a terminal cannot show as they are.

use crate::file::prelude::*;
use crate::text;

pub(in crate::file) fn look(item: Item<'_>, found: &mut Findings) {
    match item.get() {
        DeValue::String(text) => {
            let odd = text::first_escaped(text);
            found.extend(odd.map(|odd| unprintable(item, odd)));
        }
        DeValue::Array(_) => item.members().for_each(|item| look(item, found)),
        _ => {
            let entries = item.entries().into_iter().flatten();
            entries.for_each(|entry| look(entry.value, found));
        }
    }
}

fn unprintable(item: Item<'_>, odd: char) -> Diagnostic {
    let (number, effect) = (u32::from(odd), effect(odd));
    let message = format!("this text holds U+{number:04X}, which {effect}");
    Diagnostic::new(Code::UnprintableText, item.span(), message, "in this text")
        .help(format!("remove it; it is shown as `{}`", text::escape(odd)))
}

fn effect(odd: char) -> &'static str {
    match u32::from(odd) {
        0x1B | 0x9B => "begins a command to a terminal",
        0x61C | 0x200E..=0x200F | 0x202A..=0x202E | 0x2066..=0x2069 => "reverses the reading order",
        0x00..=0x1F | 0x7F..=0x9F => "is a control character",
        0x2028..=0x2029 => "breaks the line",
        0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF => "has no agreed meaning",
        _ => "cannot be seen",
    }
}
