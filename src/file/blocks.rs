//! A file cut into blocks, a few parties, sources, clauses or events each and one of everything else, and TOML read
//! from a block with places that are those of the file.

use std::borrow::Cow;
use std::iter;
use std::ops::Range;
use std::slice;

use memchr::memmem;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::keys::Shape;
use super::places::Kind;
use crate::file::span::Span;

/// A part of a file that is TOML by itself.
#[derive(Debug)]
pub(super) struct Block<'t> {
    pub(super) text: Cow<'t, str>,
    /// The pieces of which it is made: where each begins in the block, and where in the file.
    pieces: Vec<(usize, usize)>,
}

/// A block of parties, sources, clauses or events ends with the one that makes it longer than this.
const ENOUGH: usize = 8 << 10;

/// By kind, where the blocks of things with ids stand.
pub(super) type Pieces = [Vec<Range<usize>>; 4];

/// A file cut into blocks.
#[derive(Debug)]
pub(super) struct Blocks<'t> {
    pub(super) rest: Block<'t>,
    pub(super) pieces: Pieces,
}

/// Cuts a text. None where what is left between the blocks is not TOML by itself, because a line that looks like a
/// heading stands inside a text or a list.
pub(super) fn cut(text: &str) -> Option<Blocks<'_>> {
    let (mut rest, mut pieces) = (Vec::new(), Pieces::default());
    let mut last: Option<(Kind, &str)> = None;
    let headings = memmem::find_iter(text.as_bytes(), "\n[").map(|at| at + 1);
    let mut starts = iter::once(0).chain(headings).peekable();
    while let Some(start) = starts.next() {
        let end = starts.peek().copied().unwrap_or(text.len());
        let part = &text[start..end];
        let event = last.filter(|(kind, _)| *kind == Kind::Event && is_inner(part));
        let here = event.or_else(|| heading(part));
        let begins = here.is_some_and(|(_, id)| event.is_none() && (id.is_empty() || here != last));
        let target = here.map_or(&mut rest, |(kind, _)| &mut pieces[kind as usize]);
        match target.last_mut() {
            Some(last) if last.end == start && !(begins && last.len() > ENOUGH) => last.end = end,
            _ => target.push(start..end),
        }
        last = here;
    }
    let rest = match rest.as_slice() {
        [] => Block::piece(text, 0..0),
        [only] => Block::piece(text, only.clone()),
        _ => Block::joined(text, &rest)?,
    };
    Some(Blocks { rest, pieces })
}

/// Whether a part is a table inside an event.
fn is_inner(part: &str) -> bool {
    part.starts_with("[event.") || part.starts_with("[[event.")
}

/// What a part's heading begins or goes on with: its kind, and its id where that stands in the heading.
fn heading(part: &str) -> Option<(Kind, &str)> {
    if begins_event(part) {
        return Some((Kind::Event, ""));
    }
    let (name, rest) = part.strip_prefix('[')?.split_once('.')?;
    let kind = Kind::DECLARED
        .into_iter()
        .find(|kind| kind.shape().name == name)?;
    Some((kind, rest.split(['.', ']']).next()?))
}

fn begins_event(part: &str) -> bool {
    part.strip_prefix("[[event]]").is_some_and(|rest| {
        let rest = rest.trim_start_matches([' ', '\t']);
        rest.is_empty() || rest.starts_with(['#', '\r', '\n'])
    })
}

impl<'t> Block<'t> {
    pub(super) fn whole(text: &'t str) -> Self {
        Self::piece(text, 0..text.len())
    }

    pub(super) fn piece(text: &'t str, piece: Range<usize>) -> Self {
        Self {
            pieces: vec![(0, piece.start)],
            text: text[piece].into(),
        }
    }

    /// Pieces put together, each of which is TOML by itself.
    fn joined(text: &'t str, list: &[Range<usize>]) -> Option<Self> {
        let (mut joined, mut pieces) = (String::new(), Vec::new());
        for piece in list {
            DeTable::parse(&text[piece.clone()]).ok()?;
            pieces.push((joined.len(), piece.start));
            joined.push_str(&text[piece.clone()]);
        }
        Some(Self {
            text: joined.into(),
            pieces,
        })
    }

    pub(super) fn parse(&self) -> Option<DeTable<'_>> {
        DeTable::parse(&self.text).ok().map(Spanned::into_inner)
    }

    /// The place in the file of a place in the block.
    fn place(&self, span: &Span) -> Span {
        let pieces = &self.pieces;
        let piece = pieces.partition_point(|(start, _)| *start <= span.start);
        let (inner, outer) = pieces[piece - 1];
        let start = span.start - inner + outer;
        start..start + span.len()
    }
}

/// A value of the file.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    value: &'a Spanned<DeValue<'a>>,
    block: &'a Block<'a>,
}

impl<'a> Item<'a> {
    pub(super) fn get(self) -> &'a DeValue<'a> {
        self.value.get_ref()
    }

    pub(super) fn span(self) -> Span {
        self.block.place(&self.value.span())
    }

    /// The members of a list, or the value alone.
    pub(super) fn members(self) -> impl ExactSizeIterator<Item = Self> {
        let items = match self.get() {
            DeValue::Array(items) => items,
            _ => slice::from_ref(self.value),
        };
        let block = self.block;
        items.iter().map(move |value| Self { value, block })
    }

    pub(super) fn member(self, key: &str) -> Option<Self> {
        let (value, block) = (self.get().as_table()?.get(key)?, self.block);
        Some(Self { value, block })
    }

    /// The table that begins at a place: of a list the member, else the value itself.
    pub(super) fn table_at(self, start: usize, shape: &'static Shape) -> Option<Table<'a>> {
        let Some(items) = self.get().as_array() else {
            return self.table(shape);
        };
        let block = self.block;
        let member = items.partition_point(|item| block.place(&item.span()).start < start);
        let value = items.get(member)?;
        Self { value, block }.table(shape)
    }

    /// The value as a table, if it is one.
    pub(super) fn table(self, shape: &'static Shape) -> Option<Table<'a>> {
        let (entries, span) = (self.get().as_table()?, self.span());
        Some(Table::new(entries, self.block, span, shape))
    }

    /// The entries of a table, in the order of their keys.
    pub(super) fn entries(self) -> Option<impl Iterator<Item = Entry<'a>>> {
        let entries = self.get().as_table()?.iter();
        Some(entries.map(move |entry| Entry::new(entry, self.block)))
    }
}

/// A key of a table with its value.
pub(super) struct Entry<'a> {
    pub(super) key: &'a str,
    pub(super) span: Span,
    pub(super) value: Item<'a>,
}

impl<'a> Entry<'a> {
    fn new((key, value): Pair<'a>, block: &'a Block<'a>) -> Self {
        Self {
            key: key.get_ref(),
            span: block.place(&key.span()),
            value: Item { value, block },
        }
    }
}

type Pair<'a> = (&'a Spanned<DeString<'a>>, &'a Spanned<DeValue<'a>>);

/// A table of the file. Its keys are few, and so found soonest one after another.
pub(super) struct Table<'a> {
    entries: Vec<Pair<'a>>,
    block: &'a Block<'a>,
    /// The place to point at.
    pub(super) span: Span,
    pub(super) shape: &'static Shape,
}

impl<'a> Table<'a> {
    pub(super) fn new(
        entries: &'a DeTable<'a>,
        block: &'a Block<'a>,
        span: Span,
        shape: &'static Shape,
    ) -> Self {
        Self {
            entries: entries.iter().collect(),
            block,
            span,
            shape,
        }
    }

    pub(super) fn find(&self, key: &str) -> Option<Item<'a>> {
        let found = self
            .entries
            .iter()
            .find(|(other, _)| other.get_ref() == key);
        let block = self.block;
        found.map(|(_, value)| Item { value, block })
    }

    /// The place of a value, empty where it is missing.
    pub(super) fn place(&self, key: &str) -> Span {
        self.find(key).map(Item::span).unwrap_or_default()
    }

    pub(super) fn span(&self) -> Span {
        self.span.clone()
    }

    /// The entries whose keys are asked for.
    pub(super) fn entries(&self, wanted: impl Fn(&str) -> bool) -> Vec<Entry<'a>> {
        let entries = self.entries.iter().filter(|(key, _)| wanted(key.get_ref()));
        let entries = entries.map(|entry| Entry::new(*entry, self.block));
        entries.collect()
    }

    /// The place of the block in which the table stands, one of a single piece.
    pub(super) fn around(&self) -> Span {
        self.block.place(&(0..self.block.text.len()))
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
        let blocks = cut(text).expect("blocks");
        assert_eq!(blocks.rest.text, "a = 1\n[x]\nd = 3\n[[expect]]\n");
        let pieces = |kind| blocks.pieces[kind as usize].iter().cloned();
        let texts = |kind| pieces(kind).map(|at| &text[at]).collect::<Vec<_>>();
        assert_eq!(
            texts(Kind::Event),
            [
                "[[event]] # one\nid = 'x'\n[[event.change]]\nb = 2\n[event.more]\n",
                "[[event]]\r\nid = 'y'\n"
            ]
        );
        assert_eq!(texts(Kind::Clause), ["[clause.c]\n[clause.c.label]\n"]);
        assert_eq!(texts(Kind::Source), ["[source.s]\n"]);
        let key = blocks.rest.text.find("d = 3").expect("a key");
        let place = blocks.rest.place(&(key..key + 1));
        assert_eq!(place.start, text.find("d = 3").expect("a key"));
    }

    #[test]
    fn a_long_block_ends_before_the_next_id() {
        let long = "#".repeat(ENOUGH);
        let text = format!("[clause.a]\n{long}\n[clause.a.unit]\n[clause.b]\n[clause.c]\n");
        let blocks = cut(&text).expect("blocks");
        let second = text.find("[clause.b]").expect("a heading");
        let clauses = &blocks.pieces[Kind::Clause as usize];
        assert_eq!(*clauses, [0..second, second..text.len()]);
    }

    #[test]
    fn other_headings_are_no_events() {
        for text in [
            "",
            "[event]\n",
            "[[ event ]]\n",
            "[\"event\".x]\n",
            "[[event]]x\n",
            "[[event.change]]\n",
            "a = 1 # \n# [[event]]\n",
        ] {
            let pieces = cut(text).expect("blocks").pieces;
            assert!(pieces.iter().all(Vec::is_empty), "{text}");
        }
    }

    #[test]
    fn a_piece_that_is_no_toml_by_itself_is_not_cut_off() {
        assert!(cut("a = '''\n[[event]]\n[b]\n'''\n").is_none());
    }
}
