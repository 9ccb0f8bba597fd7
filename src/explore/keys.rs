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

const fn told(
    keys: &'static str,
    what: &'static str,
    pages: &'static str,
    short: &'static str,
) -> Told {
    Told {
        keys,
        what,
        pages,
        short,
    }
}

pub(super) const KEYS: [Told; 32] = [
    told(
        "←→ h l",
        "the event before, and the next; in a comparison, move b",
        "mche",
        "event",
    ),
    told("H L", "in a comparison, move a", "c", "move a"),
    told("x", "in a comparison, swap a and b", "c", "swap"),
    told("hjkl", "in a belief map, the cell", "b", "cell"),
    told(
        "↑↓ j k",
        "the row, or the line of the answer",
        "sl",
        "choose",
    ),
    told(
        "⏎",
        "open: a clause, its history, an event, its sources",
        "mchefl",
        "open",
    ),
    told("esc ⌫", "back, through every page", "chesbla?", "back"),
    told(", .", "a month earlier, later", "m", "month"),
    told("< >", "a year earlier, later", "", "year"),
    told("0 $", "the first event, and the last", "", "ends"),
    told("t", "today", "m", "today"),
    told(":", "go to a date, or to an id", "m", "date or id"),
    told("PgUp PgDn", "a screen up, down", "", "screen"),
    told("Home End", "the first row, and the last", "", "ends"),
    told("tab", "the other pane; in a search, the kind", "fa", "kind"),
    told("c", "only the clauses that changed here", "m", "changed"),
    told("m", "mark this day as a", "m", "mark"),
    told("=", "compare the mark with this day", "m", "compare"),
    told(
        "b",
        "what was known of the clause, and when",
        "mh",
        "beliefs",
    ),
    told(
        "d",
        "in a belief map, what was learned of the cell since its row",
        "b",
        "learned",
    ),
    told(
        "J K",
        "known by an earlier day, a later one",
        "m",
        "known by",
    ),
    told(
        "L",
        "the lenses: known by, basis, sources, what is supposed",
        "m",
        "lens",
    ),
    told("s", "the sources of what is shown", "mhe", "sources"),
    told("/", "find words in the whole record", "mche", "find"),
    told(
        "n N",
        "the next place that was found, and the one before",
        "",
        "next",
    ),
    told("y", "copy the call", "mchesbl", "yank"),
    told("Y", "copy the sentence with its source", "", "yank quote"),
    told("u", "copy the address of the source", "s", "address"),
    told("r", "read the file again", "", "reload"),
    told("?", "the keys; type to search them", "mchesb", "help"),
    told("q", "leave", "mchesbla", "quit"),
    told("^Z", "stop for a while; `fg` goes on", "", "stop"),
];

/// All keys, for the help of the command.
pub(crate) fn help() -> String {
    let line = |key: &Told| format!("\n  {:10}  {}", key.keys, key.what);
    let keys: String = KEYS.iter().map(line).collect();
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
    let own = KEYS.iter().filter(|key| key.pages.contains(letter));
    let (last, first): (Vec<&Told>, Vec<&Told>) = own.partition(|key| last.contains(&key.keys));
    let one = |key: &Told| {
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
