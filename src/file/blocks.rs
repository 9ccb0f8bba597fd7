//! The blocks of a file: its `[[event]]` tables one by one, and everything else.
//!
//! A large file is read a block at a time, in less time and memory than the whole. A block ends where a line
//! begins with a bracket; where that is no heading but stands inside a text or a list, the block before it does
//! not close, cannot be read by itself, and the file is then read whole.

use std::ops::Range;

use memchr::memmem;

/// A text taken apart: together the blocks are the text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Blocks {
    /// What belongs to no event, in order, each from its heading to the next.
    pub(super) rest: Vec<Range<usize>>,
    /// The events in order, each in parts: from its `[[event]]` to the next heading, and from each heading of its
    /// own to the next.
    pub(super) events: Vec<Range<usize>>,
}

/// Takes a text apart.
pub(super) fn split(text: &str) -> Blocks {
    let mut blocks = Blocks::default();
    let (mut start, mut in_event) = (0, false);
    let first = text.starts_with('[').then_some(0);
    let others = memmem::find_iter(text.as_bytes(), "\n[").map(|line_break| line_break + 1);
    for at in first.into_iter().chain(others).chain([text.len()]) {
        let begins = begins(&text[at..]);
        if at > start {
            let list = if in_event {
                &mut blocks.events
            } else {
                &mut blocks.rest
            };
            list.push(start..at);
        }
        start = at;
        in_event = begins == Begins::Event || in_event && begins == Begins::Inside;
    }
    blocks
}

/// Whether a part of an event is its first.
pub(super) fn is_first(part: &str) -> bool {
    begins(part) == Begins::Event
}

/// What a text begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    Event,
    /// A table inside the event above.
    Inside,
    Other,
}

fn begins(text: &str) -> Begins {
    let line = text.lines().next().unwrap_or_default();
    let rest = line.strip_prefix("[[event]]");
    if rest.is_some_and(|rest| rest.trim_start().is_empty() || rest.trim_start().starts_with('#')) {
        Begins::Event
    } else if line.starts_with("[[event.") || line.starts_with("[event.") {
        Begins::Inside
    } else {
        Begins::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_keep_their_inner_tables_and_others_stand_by_themselves() {
        let text = "a = 1\n[[event]] # one\nid = 'x'\n[[event.change]]\nb = 2\n[event.more]\n[clause.c]\nd = 3\n[source.s]\n[[event]]\r\nid = 'y'";
        let blocks = split(text);
        let of = |list: Vec<Range<usize>>| -> Vec<_> {
            list.into_iter().map(|part| &text[part]).collect()
        };
        assert_eq!(
            of(blocks.rest),
            ["a = 1\n", "[clause.c]\nd = 3\n", "[source.s]\n"]
        );
        assert_eq!(
            of(blocks.events),
            [
                "[[event]] # one\nid = 'x'\n",
                "[[event.change]]\nb = 2\n",
                "[event.more]\n",
                "[[event]]\r\nid = 'y'"
            ]
        );
    }

    #[test]
    fn other_headings_are_no_events() {
        for text in [
            "[event]\n",
            "[[ event ]]\n",
            "[\"event\".x]\n",
            "[[event]]x\n",
            "[[event.change]]\n",
            "a = 1 # \n# [[event]]\n",
        ] {
            assert!(split(text).events.is_empty(), "{text}");
        }
        assert_eq!(split(""), Blocks::default());
    }
}
