//! The blocks of a file: its `[[event]]` tables one by one, and everything else.
//!
//! A large file is read a block at a time, in half the time and a third of the memory of the whole. The
//! scanner knows strings, comments and brackets, and takes only what is written plainly; of anything else it
//! says so, and the file is then read whole.

use std::ops::Range;

use memchr::{memchr, memchr3};

/// A text taken apart. Each part is TOML by itself, and together they are the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Blocks {
    /// What belongs to no event, in order.
    pub(super) rest: Vec<Range<usize>>,
    /// The events, each from its `[[event]]` to the next heading that is not its own.
    pub(super) events: Vec<Range<usize>>,
}

/// Takes a text apart where it is written plainly.
pub(super) fn split(text: &str) -> Option<Blocks> {
    let mut blocks = Blocks {
        rest: Vec::new(),
        events: Vec::new(),
    };
    let (mut start, mut in_event) = (0, false);
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        at: 0,
    };
    loop {
        let heading = scanner.heading()?;
        let at = heading.as_ref().map_or(text.len(), |line| line.start);
        let begins = heading.map(|line| begins(&text[line]));
        if begins == Some(Begins::Inside) && in_event {
            continue;
        }
        if at > start {
            let list = if in_event {
                &mut blocks.events
            } else {
                &mut blocks.rest
            };
            list.push(start..at);
        }
        match begins {
            None => return Some(blocks),
            Some(begins) => in_event = begins == Begins::Event,
        }
        start = at;
    }
}

/// What a heading begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    Event,
    /// A table inside the event above.
    Inside,
    Other,
}

fn begins(line: &str) -> Begins {
    let line = line.trim_start();
    let rest = line.strip_prefix("[[event]]");
    if rest.is_some_and(|rest| rest.trim_start().is_empty() || rest.trim_start().starts_with('#')) {
        Begins::Event
    } else if line.starts_with("[[event.") || line.starts_with("[event.") {
        Begins::Inside
    } else {
        Begins::Other
    }
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    /// The line of the next heading, or none where there is none left. Fails where brackets or quotes do not
    /// close: whatever that is, it is not for the scanner to say.
    #[expect(clippy::option_option, reason = "a failure, an end, or a line")]
    fn heading(&mut self) -> Option<Option<Range<usize>>> {
        let mut depth = 0_usize;
        let mut begun = false;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => begun = false,
                b' ' | b'\t' | b'\r' => {}
                b'[' if depth == 0 && !begun => return Some(Some(self.line())),
                b'#' => {
                    self.skip_to_line_end();
                    continue;
                }
                b'"' | b'\'' => {
                    self.string(*byte)?;
                    begun = true;
                    continue;
                }
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.checked_sub(1)?,
                _ => begun = true,
            }
            self.at += 1;
        }
        (depth == 0).then_some(None)
    }

    /// Takes the rest of a line, without its break.
    fn line(&mut self) -> Range<usize> {
        let start = self.at;
        self.skip_to_line_end();
        start..self.at
    }

    fn skip_to_line_end(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += memchr(b'\n', rest).unwrap_or(rest.len());
    }

    /// Takes a string, of one line or of many (TOML 1.0, String).
    fn string(&mut self, quote: u8) -> Option<()> {
        let rest = &self.bytes[self.at..];
        let long = rest.starts_with(&[quote; 3]);
        self.at += if long { 3 } else { 1 };
        loop {
            self.at += memchr3(quote, b'\\', b'\n', self.bytes.get(self.at..)?)?;
            match self.bytes[self.at] {
                b'\n' if !long => return None,
                b'\\' if quote == b'"' => self.at += 2,
                found if found != quote => self.at += 1,
                _ if !long => {
                    self.at += 1;
                    return Some(());
                }
                _ => {
                    // Up to two quotes may stand before the three that close.
                    let rest = &self.bytes[self.at..];
                    let quotes = rest.iter().take_while(|b| **b == quote).count();
                    self.at += quotes.min(5);
                    if quotes >= 3 {
                        return Some(());
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(Vec<&str>, Vec<&str>)> {
        let blocks = split(text)?;
        let of = |list: Vec<Range<usize>>| list.into_iter().map(|part| &text[part]).collect();
        Some((of(blocks.rest), of(blocks.events)))
    }

    #[test]
    fn events_stand_by_themselves_and_the_rest_stays_together() {
        let text = "a = 1\n[[event]] # one\nid = 'x'\n  [[event.change]]\nb = 2\n[event.more]\n[clause.c]\nd = 3\n\t[[event]]\r\nid = 'y'";
        let (rest, events) = parts(text).expect("plain");
        assert_eq!(rest, ["a = 1\n", "[clause.c]\nd = 3\n\t"]);
        assert_eq!(
            events,
            [
                "[[event]] # one\nid = 'x'\n  [[event.change]]\nb = 2\n[event.more]\n",
                "[[event]]\r\nid = 'y'"
            ]
        );
    }

    #[test]
    fn strings_comments_and_lists_begin_no_event() {
        for inner in [
            "\"\"\"\n[[event]]\n\\\"\"\"\"\"\"",
            "'''\n[[event]]\n''''",
            "'\\' # [[event]]",
            "\"\\\"[[event]]\"",
            "[\n[[event]],\n]",
            "{ a = [\n  [1] ] }",
            "1 # \" ' [ {\n# [[event]]",
        ] {
            let text = format!("a = {inner}\n[[event]]\nid = 1\n");
            let (rest, events) = parts(&text).expect(inner);
            assert_eq!(rest, [format!("a = {inner}\n")], "{inner}");
            assert_eq!(events, ["[[event]]\nid = 1\n"], "{inner}");
        }
    }

    #[test]
    fn what_does_not_close_is_left_to_the_parser() {
        for text in ["a = [", "a = }", "a = \"x\nb = 1", "a = '''x", "a = \"\\"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    #[test]
    fn other_headings_are_no_events() {
        let (rest, events) =
            parts("[event]\n[[ event ]]\n[\"event\".x]\n[[event]]x\n").expect("brackets");
        assert_eq!((rest.len(), events.len()), (4, 0));
    }
}
