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
    let number = u32::from(odd);
    let message = format!("this text holds U+{number:04X}, which a terminal cannot show");
    Diagnostic::new(Code::UnprintableText, item.span(), message, "in this text")
        .help(format!("remove it; it is shown as `{}`", text::escape(odd)))
}
