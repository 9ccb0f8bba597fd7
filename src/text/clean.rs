//! Text from a file or the command line, made fit for a terminal before it is laid out: it can then move no cursor, set
//! no colour or title, and reverse no reading order. What cannot be shown becomes a visible `\u{…}`.

use std::borrow::Cow;

/// Whether a character must not reach a terminal as it is: controls, invisible characters, marks that reverse the
/// reading order, tags, private and unassigned code points that say nothing.
pub fn is_odd(c: char) -> bool {
    let is_plain = (' '..='~').contains(&c);
    !is_plain
        && (c.is_control()
            || matches!(u32::from(c),
            0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFEFF | 0xFFA0
            | 0xFFF0..=0xFFFC | 0x13430..=0x1343F | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF
            | 0xE000..=0xF8FF | 0xF0000..=0x10_FFFF | 0xFDD0..=0xFDEF)
            || u32::from(c) & 0xFFFE == 0xFFFE)
}

pub fn escape(c: char) -> String {
    format!("\\u{{{:x}}}", u32::from(c))
}

/// A text of one or more lines: line breaks stay, tabs become spaces, odd characters are escaped.
pub fn clean(text: &str) -> Cow<'_, str> {
    escaped(text, escape)
}

/// JSON that reads the same, with the odd characters of its texts as escapes of JSON.
pub fn clean_json(text: &str) -> Cow<'_, str> {
    escaped(text, |c| {
        let mut units = [0; 2];
        let units = c.encode_utf16(&mut units).iter();
        let units: Vec<String> = units.map(|unit| format!("\\u{unit:04x}")).collect();
        units.concat()
    })
}

/// A basic string of TOML that reads the same, with its odd characters as escapes of TOML.
pub fn clean_toml(text: &str) -> Cow<'_, str> {
    escaped(text, |c| match u32::from(c) {
        code @ ..=0xFFFF => format!("\\u{code:04X}"),
        code => format!("\\U{code:08X}"),
    })
}

fn escaped(text: &str, escape: impl Fn(char) -> String) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte == b'\n' || matches!(byte, b' '..=b'~');
    if text.bytes().all(is_plain) || text.chars().all(|c| c == '\n' || !is_odd(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for (c, is_shown) in judged(text) {
        match (c, is_shown) {
            ('\t', _) => out.push_str("    "),
            ('\r', true) => {}
            (c, true) => out.push(c),
            (c, false) => out.push_str(&escape(c)),
        }
    }
    Cow::Owned(out)
}

/// The first character of a text that [`clean`] escapes.
pub fn first_escaped(text: &str) -> Option<char> {
    judged(text).find_map(|(c, is_shown)| (!is_shown).then_some(c))
}

/// Each character of a text, with whether it is shown: as it is, or as the break or blanks that it stands for. A
/// joiner inside a script or an emoji that needs it changes no more than that shape.
fn judged(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut previous = ' ';
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        let c = chars.next()?;
        let next = chars.peek().copied();
        let is_shown = match c {
            '\n' | '\t' => true,
            '\r' => next == Some('\n'),
            '\u{200c}' | '\u{200d}' => {
                !previous.is_ascii() && next.is_some_and(|next| !next.is_ascii() && !is_odd(next))
            }
            c => !is_odd(c),
        };
        previous = if is_shown { c } else { ' ' };
        Some((c, is_shown))
    })
}

/// The same on one line: line breaks become spaces.
pub fn clean_line(text: &str) -> String {
    match clean(text) {
        Cow::Borrowed(text) if !text.contains('\n') => text.to_owned(),
        text => text.replace('\n', " "),
    }
}

/// The same, one character for one, so that columns hold: for excerpts of a file.
pub fn clean_char(c: char) -> char {
    match u32::from(c) {
        0x0A => '\n',
        0x09 => ' ',
        code @ 0..=0x1F => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}'),
        0x7F => '\u{2421}',
        _ if is_odd(c) => '\u{fffd}',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves_a_cursor_or_turns_the_reading_order() {
        for (text, shown) in [
            ("plain – text é 東京", "plain – text é 東京"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("a\u{202e}b", "a\\u{202e}b"),
            ("a\u{200b}b", "a\\u{200b}b"),
            ("a\u{200d}b", "a\\u{200d}b"),
            ("👩\u{200d}💻", "👩\u{200d}💻"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("tab\there\r\nline", "tab    here\nline"),
            ("alone\rreturn", "alone\\u{d}return"),
            ("\u{e0041}", "\\u{e0041}"),
        ] {
            assert_eq!(clean(text), shown);
            let escaped = first_escaped(text).map(escape);
            assert_eq!(escaped.is_some(), shown.contains("\\u{"), "{text}");
            assert!(escaped.is_none_or(|escaped| shown.contains(&escaped)));
        }
        assert_eq!(clean_line("a\nb"), "a b");
    }

    #[test]
    fn json_and_toml_have_escapes_of_their_own() {
        for (text, json, toml) in [
            ("a\u{9b}\u{7f}", r"a\u009b\u007f", r"a\u009B\u007F"),
            ("\u{202e}\n", "\\u202e\n", "\\u202E\n"),
            ("\u{e0041}", r"\udb40\udc41", r"\U000E0041"),
            (
                "é 東京 👩\u{200d}💻",
                "é 東京 👩\u{200d}💻",
                "é 東京 👩\u{200d}💻",
            ),
        ] {
            assert_eq!(clean_json(text), json);
            assert_eq!(clean_toml(text), toml);
        }
    }

    #[test]
    fn an_excerpt_keeps_its_columns() {
        let cleaned: String = "\u{1b}a\u{9b}\t".chars().map(clean_char).collect();
        assert_eq!(cleaned, "␛a\u{fffd} ");
    }
}
