//! The keys, as the help and the last line tell them.

use super::place::Page;

pub(super) struct Told {
    pub(super) keys: &'static str,
    pub(super) what: &'static str,
    /// The pages whose last line names it: m(ain), c(ompare), h(istory), e(vent), s(ources), b(eliefs), f(ind),
    /// l(enses), ?, a(nswer).
    pages: &'static str,
    short: &'static str,
}

/// The table `keys.txt`: the keys, what they do, the pages that name them, and how they call it.
pub(super) fn all() -> impl Iterator<Item = Told> {
    include_str!("keys.txt").lines().filter_map(|line| {
        let mut parts = line.split(" | ");
        let mut part = || parts.next();
        Some(Told {
            keys: part()?,
            what: part()?,
            pages: part()?,
            short: part()?,
        })
    })
}

/// All keys, for the help of the command.
pub(crate) fn help() -> String {
    let line = |key: Told| format!("\n  {:10}  {}", key.keys, key.what);
    let keys: String = all().map(line).collect();
    format!(
        "Keys:{keys}\n\nWhat is copied is handed to the terminal by OSC 52, which some terminals do not take."
    )
}

/// The keys of a page, as many as have room.
pub(super) fn line(page: &Page, room: usize, ascii: bool) -> String {
    let letter = match page {
        Page::Main => 'm',
        Page::Compare(_) => 'c',
        Page::Clause(_) => 'h',
        Page::Event(_) => 'e',
        Page::Sources(_) => 's',
        Page::Beliefs(_) => 'b',
        Page::Find(..) => 'f',
        Page::Lenses => 'l',
        Page::Help(_) => '?',
        Page::Answer(_) => 'a',
    };
    let mut line = String::new();
    // The help and the way out always have room.
    let last = ["?", "q"];
    let own = all().filter(|key| key.pages.contains(letter));
    let (last, first): (Vec<Told>, Vec<Told>) = own.partition(|key| last.contains(&key.keys));
    let one = |key: Told| {
        let keys = if ascii {
            plain(key.keys)
        } else {
            key.keys.split(' ').next().unwrap_or_default().to_owned()
        };
        format!(" {keys} {} ", key.short)
    };
    let end: String = last.into_iter().map(one).collect();
    for key in first.into_iter().map(one) {
        if line.chars().count() + key.chars().count() + end.chars().count() <= room {
            line += &key;
        }
    }
    line + &end
}

/// Keys where only ASCII may be drawn.
pub(super) fn plain(keys: &str) -> String {
    let names = [
        ("←→", "h/l"),
        ("↑↓", "j/k"),
        ("⏎", "Enter"),
        ("⌫", "Backspace"),
    ];
    let first = keys.split(' ').next().unwrap_or_default().to_owned();
    names
        .into_iter()
        .fold(first, |text, (sign, name)| text.replace(sign, name))
}
