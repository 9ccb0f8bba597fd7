//! A file cut into blocks, a few parties, sources, clauses, events or expectations each and one of everything else, and
//! TOML read from a block with places that are those of the file.

use std::collections::HashMap;
use std::iter;
use std::slice;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{READ, Shape};
use crate::file::Span;

/// A block of parties, sources and so on ends with the one that makes it longer than this; an event that is longer by
/// itself goes on in blocks of its own.
const ENOUGH: usize = 4 << 10;

/// How a block begins in which an event goes on.
pub(super) const GOES_ON: &str = "[[event.change]]";

/// By the key of the file under which they stand, where the blocks of parties, sources and so on are.
pub(super) type Pieces = HashMap<&'static str, Vec<Span>>;

/// Cuts a text into everything else, in its place with blanks for what is between, and these. None where a line inside
/// a text or a list only looks like a heading: the file must then be read whole.
pub(super) fn cut(text: &str) -> Option<(String, Pieces)> {
    let (mut rest, mut pieces) = (String::new(), Pieces::default());
    let mut last: Option<(&str, &str)> = None;
    let lines = text.match_indices('\n').map(|(at, _)| at + 1);
    let headings = lines.filter(|at| text[*at..].starts_with('['));
    let mut starts = iter::once(0).chain(headings).peekable();
    while let Some(start) = starts.next() {
        let end = starts.peek().copied().unwrap_or(text.len());
        let part = &text[start..end];
        let inner = part.starts_with("[event.") || part.starts_with("[[event.");
        let event = last.filter(|(key, _)| *key == "event" && inner);
        let here = event.or_else(|| heading(part));
        if let Some((key, id)) = here {
            let enough = match event {
                None if id.is_empty() || here != last => ENOUGH,
                Some(_) if part.starts_with(GOES_ON) => 2 * ENOUGH,
                _ => usize::MAX,
            };
            let pieces = pieces.entry(key).or_default();
            match pieces.last_mut() {
                // A block in which an event goes on has no other event.
                Some(last) if text[last.start..].starts_with(GOES_ON) && event.is_none() => {
                    pieces.push(start..end);
                }
                Some(last) if last.end == start && last.len() <= enough => last.end = end,
                _ => pieces.push(start..end),
            }
        } else {
            DeTable::parse(part).ok()?;
            rest.push_str(&" ".repeat(start - rest.len()));
            rest.push_str(part);
        }
        last = here;
    }
    Some((rest, pieces))
}

/// What a part's heading begins or goes on with: its key, and its id where that stands in the heading.
fn heading(part: &str) -> Option<(&'static str, &str)> {
    let heading = part.split_once(']').map(|(heading, _)| heading)?;
    READ.into_iter().find_map(|key| match key {
        "event" | "expect" => (heading.strip_prefix("[[")? == key).then_some((key, "")),
        _ => {
            let id = heading.strip_prefix('[')?.strip_prefix(key)?;
            Some((key, id.strip_prefix('.')?.split('.').next()?))
        }
    })
}

/// A document as a value; the place to point at is the first character of its text.
pub(super) fn root<'a>(document: DeTable<'a>, text: &str) -> Spanned<DeValue<'a>> {
    let end = text.chars().next().map_or(0, char::len_utf8);
    Spanned::new(0..end, DeValue::Table(document))
}

/// The document that a block is by itself, if it is one.
pub(super) fn parse(text: &str) -> Option<Spanned<DeValue<'_>>> {
    let document = DeTable::parse(text).ok()?;
    Some(root(document.into_inner(), text))
}

#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) value: &'a Spanned<DeValue<'a>>,
    /// Where its block begins in the file.
    pub(super) start: usize,
}

impl<'a> Item<'a> {
    pub(super) fn get(self) -> &'a DeValue<'a> {
        self.value.get_ref()
    }

    pub(super) fn span(self) -> Span {
        moved(&self.value.span(), self.start)
    }

    fn values(self) -> &'a [Spanned<DeValue<'a>>] {
        let list = self.get().as_array();
        list.map_or(slice::from_ref(self.value), |list| list)
    }

    pub(super) fn members(self) -> impl ExactSizeIterator<Item = Self> {
        let start = self.start;
        self.values().iter().map(move |value| Self { value, start })
    }

    pub(super) fn member(self, key: &str) -> Option<Self> {
        let (value, start) = (self.get().as_table()?.get(key)?, self.start);
        Some(Self { value, start })
    }

    /// The table that begins at a place: of a list the member, else the value itself.
    pub(super) fn table_at(self, place: usize, shape: &'static Shape) -> Option<Table<'a>> {
        let (values, start) = (self.values(), self.start);
        let member = values.partition_point(|value| start + value.span().start < place);
        let value = values.get(member)?;
        Self { value, start }.table(shape)
    }

    pub(super) fn table(self, shape: &'static Shape) -> Option<Table<'a>> {
        let (item, span) = (self, self.span());
        (self.get().is_table()).then_some(Table { item, span, shape })
    }

    /// The entries of a table, in the order of their keys.
    pub(super) fn entries(self) -> Option<impl Iterator<Item = Entry<'a>>> {
        let (table, start) = (self.get().as_table()?, self.start);
        Some(table.iter().map(move |(key, value)| Entry {
            key: key.get_ref(),
            span: moved(&key.span(), start),
            value: Self { value, start },
        }))
    }
}

fn moved(span: &Span, by: usize) -> Span {
    span.start + by..span.end + by
}

pub(super) struct Entry<'a> {
    pub(super) key: &'a str,
    pub(super) span: Span,
    pub(super) value: Item<'a>,
}

pub(super) struct Table<'a> {
    item: Item<'a>,
    pub(super) span: Span,
    pub(super) shape: &'static Shape,
}

impl<'a> Table<'a> {
    pub(super) fn find(&self, key: &str) -> Option<Item<'a>> {
        self.item.member(key)
    }

    pub(super) fn place(&self, key: &str) -> Span {
        self.find(key).map(Item::span).unwrap_or_default()
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        self.item.entries().into_iter().flatten()
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_keep_their_inner_tables_and_all_else_is_one_block() {
        let text = "a = 1\n[[event]] # one\nid = 'x'\n[[event.change]]\nb = 2\n[event.more]\n[x]\nd = 3\n[clause.c]\n[clause.c.label]\n[source.s]\n[[event]]\r\nid = 'y'\n[[expect]]\n";
        let (rest, pieces) = cut(text).expect("blocks");
        let words: Vec<&str> = rest.split_whitespace().collect();
        assert_eq!(words, ["a", "=", "1", "[x]", "d", "=", "3"]);
        assert_eq!(rest.find("d = 3"), text.find("d = 3"));
        let at = |key: &str| pieces[key].iter().cloned();
        let texts = |key| at(key).map(|at| &text[at]).collect::<Vec<_>>();
        assert_eq!(
            texts("event"),
            [
                "[[event]] # one\nid = 'x'\n[[event.change]]\nb = 2\n[event.more]\n",
                "[[event]]\r\nid = 'y'\n"
            ]
        );
        assert_eq!(texts("clause"), ["[clause.c]\n[clause.c.label]\n"]);
        assert_eq!(texts("source"), ["[source.s]\n"]);
        assert_eq!(texts("expect"), ["[[expect]]\n"]);
    }

    #[test]
    fn a_long_block_ends_before_the_next_id() {
        let long = "#".repeat(ENOUGH);
        let text = format!("[clause.a]\n{long}\n[clause.a.unit]\n[clause.b]\n[clause.c]\n");
        let (_, pieces) = cut(&text).expect("blocks");
        let second = text.find("[clause.b]").expect("a heading");
        assert_eq!(pieces["clause"], [0..second, second..text.len()]);
    }

    #[test]
    fn a_long_event_goes_on_with_one_of_its_changes() {
        let long = "#".repeat(2 * ENOUGH);
        let change = format!("[[event.change]]\n[[event.change.cite]]\n# {long}\n");
        let text = format!("[[event]]\n{change}{change}[[event.change]]\n[[event]]\n");
        let (_, pieces) = cut(&text).expect("blocks");
        let ends = [10 + change.len(), 10 + 2 * change.len()];
        let rest = text.len() - 10;
        assert_eq!(
            pieces["event"],
            [
                0..ends[0],
                ends[0]..ends[1],
                ends[1]..rest,
                rest..text.len()
            ]
        );
    }

    #[test]
    fn other_headings_are_no_events() {
        for text in [
            "",
            "[event]\n",
            "[[ event ]]\n",
            "[\"event\".x]\n",
            "[[event.change]]\n",
            "a = 1 # \n# [[event]]\n",
        ] {
            let (_, pieces) = cut(text).expect("blocks");
            assert!(pieces.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_piece_that_is_no_toml_by_itself_is_not_cut_off() {
        assert!(cut("a = '''\n[[event]]\n[b]\n'''\n").is_none());
    }
}
