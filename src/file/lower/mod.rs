//! A file's text → a timeline, block by block, with every reference resolved and every place kept.

mod declared;
mod event;
mod ids;
mod table;
mod value;

use std::mem;

use super::blocks::{self, GOES_ON, Pieces};
use super::keys::READ;
use super::places::Places;
use super::prelude::*;
use super::syntax;
use crate::text::{escape, first_escaped};
use ids::Declared;

/// Facts that a later edit must not break: how a clause stands on a day.
pub(in crate::file) struct Expectation {
    pub(in crate::file) clause: usize,
    pub(in crate::file) day: Day,
    pub(in crate::file) facts: Vec<Fact>,
    pub(in crate::file) note: Option<String>,
}

pub(in crate::file) struct Fact {
    pub(in crate::file) of: Aspect,
    /// `through`, `until` or a term; `status` of the clause itself.
    pub(in crate::file) name: String,
    pub(in crate::file) wanted: Value,
    pub(in crate::file) span: Span,
}

#[derive(Clone, Copy, PartialEq)]
pub(in crate::file) enum Aspect {
    Status,
    Value,
    /// The id of the event that first gave it.
    SetBy,
    Basis,
}

type At<T> = (T, Span);

/// Lowers a file. Where a block cannot be read by itself, the whole file is one block.
pub(super) fn lower(source: &Source, thorough: bool) -> Result<Lowering<'_>, Vec<Diagnostic>> {
    let text = &source.text;
    let cut = blocks::cut(text);
    let lowered =
        cut.and_then(|(rest, pieces)| Lowering::of(text, thorough).blocks(&rest, &pieces));
    if let Some(lowered) = lowered {
        return Ok(lowered);
    }
    let root = syntax::parse(source)?.into_inner();
    let whole = Lowering::of(text, thorough).read(root, &Pieces::default());
    Ok(whole.unwrap_or_default())
}

#[derive(Default)]
pub(super) struct Lowering<'t> {
    pub(super) timeline: Timeline,
    pub(super) places: Places<'t>,
    pub(super) expectations: Vec<Expectation>,
    pub(super) findings: Findings,
    pub(super) thorough: bool,
    wording: Option<Wording>,
    block: Span,
    /// The blocks in which the last event of this one goes on.
    more: Vec<Span>,
    ids: Declared,
    /// What `after` names, to be resolved when all events are read.
    after: Vec<(usize, String, Span)>,
    /// How many diagnostics were reported that say more than that a source or a party is unknown.
    serious: usize,
}

impl<'t> Lowering<'t> {
    fn of(text: &'t str, thorough: bool) -> Self {
        let mut lowering = Self {
            thorough,
            ..Self::default()
        };
        lowering.places.text = text;
        lowering
    }

    /// Lowers block by block; none where a block cannot be read by itself.
    fn blocks(self, rest: &str, pieces: &Pieces) -> Option<Self> {
        let mut root = DeTable::parse(rest).ok()?.into_inner();
        for key in pieces.keys() {
            // What stands in blocks of its own counts as given where keys are checked.
            let key = Spanned::new(0..0, (*key).into());
            let given = Spanned::new(0..0, DeValue::Boolean(true));
            if root.insert(key, given).is_some() {
                return None;
            }
        }
        self.read(root, pieces)
    }

    /// Reads a whole file, or what is left beside its blocks and then these, key by key.
    fn read(mut self, root: DeTable<'_>, pieces: &Pieces) -> Option<Self> {
        let value = &blocks::root(root, self.places.text);
        let item = Item { value, start: 0 };
        let rest = &item.table(&TIMELINE)?;
        if self.is_unknown(rest) {
            return Some(self);
        }
        if self.thorough {
            self.look(item);
        }
        self.head(rest);
        for key in READ {
            let Some(pieces) = pieces.get(key) else {
                self.block = 0..self.places.text.len();
                self.things(rest, key);
                continue;
            };
            let text = self.places.text;
            let goes_on = |_: &Span, next: &Span| text[next.clone()].starts_with(GOES_ON);
            for pieces in pieces.chunk_by(goes_on) {
                self.piece(key, pieces)?;
            }
        }
        Some(self.finish(rest))
    }

    /// Reads a block, and those in which its last event goes on.
    fn piece(&mut self, key: &str, pieces: &[Span]) -> Option<()> {
        let (piece, more) = pieces.split_first()?;
        self.block.clone_from(piece);
        self.more = more.to_vec();
        let (value, start) = (&blocks::parse(self.written(piece))?, piece.start);
        let item = Item { value, start };
        let root = &item.table(&TIMELINE)?;
        // A heading of all things of a kind may stand in a file once.
        let heading = self.heading(root.find(key)?);
        if root.entries().count() > 1 || heading.is_some_and(|heading| !heading.contains('.')) {
            return None;
        }
        if self.thorough {
            self.look(item);
        }
        self.things(root, key);
        (!self.ids.scattered).then_some(())
    }

    /// Warns of texts that a terminal cannot show as they are.
    fn look(&mut self, item: Item<'_>) {
        match item.get() {
            DeValue::String(text) => {
                let warning = |odd: char| {
                    let number = u32::from(odd);
                    let message =
                        format!("this text holds U+{number:04X}, which a terminal cannot show");
                    let help = format!("remove it; it is shown as `{}`", escape(odd));
                    let (code, label) = (Code::UnprintableText, "in this text");
                    Diagnostic::new(code, item.span(), message, label).help(help)
                };
                self.findings.extend(first_escaped(text).map(warning));
            }
            DeValue::Array(_) => item.members().for_each(|item| self.look(item)),
            _ => {
                let entries = item.entries().into_iter().flatten();
                entries.for_each(|entry| self.look(entry.value));
            }
        }
    }

    fn things(&mut self, root: &Table<'_>, key: &str) {
        match key.parse() {
            Ok(Kind::Event) => {
                let mut events = self.listed(root, key).into_iter().peekable();
                while let Some(event) = events.next() {
                    let is_last = events.peek().is_none();
                    let more = is_last.then(|| mem::take(&mut self.more));
                    self.event(&event, more.unwrap_or_default());
                }
            }
            Ok(kind) => self.declared(root, kind),
            Err(()) => {
                for expected in self.listed(root, key) {
                    let expectation = self.expectation(&expected);
                    self.expectations.extend(expectation);
                }
            }
        }
    }

    fn finish(mut self, root: &Table<'_>) -> Self {
        for (event, id, span) in mem::take(&mut self.after) {
            let earlier = self.look_up(Kind::Event, (&id, span));
            self.timeline.events[event].after.extend(earlier);
        }
        let lasts = self.text(root, "lasts");
        self.timeline.lasts = lasts.and_then(|id| self.look_up(Kind::Clause, id));
        self.places.tainted.extend(&self.places.unordered);
        self.places.partial |= self.findings.more()[Severity::Error as usize] > 0;
        if self.thorough && !self.places.partial {
            self.ids.unused(&mut self.findings);
        }
        self.timeline.ids = mem::take(&mut self.ids).places();
        self
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        let unnamed = [Code::UnknownSource, Code::UnknownParty].contains(&diagnostic.code);
        self.serious += usize::from(!unnamed);
        self.findings.push(diagnostic);
    }

    fn written(&self, span: &Span) -> &'t str {
        self.places.text.get(span.clone()).unwrap_or_default()
    }

    /// The heading of a table that has one, without its brackets.
    fn heading(&self, value: Item<'_>) -> Option<&'t str> {
        value.get().as_table()?;
        let heading = self.written(&value.span());
        let inner = heading.strip_prefix('[')?.strip_suffix(']')?;
        (!inner.contains(['[', ']', '\n'])).then_some(inner.trim())
    }

    /// Whether the file is of a format that is not known, so that nothing else is read.
    fn is_unknown(&mut self, root: &Table<'_>) -> bool {
        let Some(value) = root.find("format") else {
            return false;
        };
        let Some(number) = value.get().as_integer() else {
            let wrong = value::wrong_type("format", value, "a whole number");
            let help = "write the number 1, without quotes";
            self.report(wrong.help(help));
            return false;
        };
        let (number, written) = (value::whole(number), self.written(&value.span()));
        let message = format!("the file has format {written}, but this program reads format 1");
        let label = "not a format that can be read";
        let help = match number {
            Some(1) => return false,
            Some(..1) => "write `format = 1`; nothing else was checked",
            _ => "a newer version of the program may read it; nothing else was checked",
        };
        let unknown = Diagnostic::new(Code::UnknownFormat, value.span(), message, label);
        self.report(unknown.help(help));
        true
    }

    fn head(&mut self, root: &Table<'_>) {
        self.check_keys(root);
        if let Some((id, span)) = self.text(root, "id") {
            if let Some(bad) = ids::bad_id(&TIMELINE, id, span) {
                self.report(bad);
            }
            id.clone_into(&mut self.timeline.id);
        }
        self.timeline.title = self.string(root, "title").unwrap_or_default();
        self.timeline.description = self.string(root, "description");
        self.timeline.note = self.string(root, "note");
        self.timeline.recorded = self.date(root, "recorded");
        self.timeline.lang = self.string(root, "lang");
        self.wording = self.word(root, "wording");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str) -> [Option<Lowering<'_>>; 2] {
        let cut = blocks::cut(text);
        let blocks = cut.and_then(|(rest, pieces)| Lowering::of(text, true).blocks(&rest, &pieces));
        let root = DeTable::parse(text).ok().map(Spanned::into_inner);
        let pieces = Pieces::default();
        let whole = root.and_then(|root| Lowering::of(text, true).read(root, &pieces));
        [blocks, whole]
    }

    #[test]
    fn tables_of_one_thing_in_several_blocks_are_read_whole() {
        let read = |end: &str| {
            let lines = (0..1600).map(|n| format!("x-{n} = 'and so on'\n"));
            let lines: String = lines.collect();
            let text = format!(
                "format = 1\ntitle = 't'\n[clause.a]\ntitle = 'A'\n{lines}[clause.b]\ntitle = 'B'\n{end}"
            );
            let [blocks, whole] = both(&text).map(|read| read.map(|read| read.timeline));
            (blocks.is_some(), whole.is_some())
        };
        assert_eq!(read(""), (true, true));
        assert_eq!(
            read("[clause.c]\n[clause.c.label]\nx = 'X'\n"),
            (true, true)
        );
        assert_eq!(read("[clause.a.label]\nx = 'X'\n"), (false, true));
        assert_eq!(read("[clause.a]\n"), (false, false));
        assert_eq!(read(" [clause]\n"), (false, true));
        assert_eq!(read(" [\"clause\"]\n"), (false, true));
        assert_eq!(read(" [party.p]\n"), (false, true));
        assert_eq!(read("[ clause.d ]\n"), (false, true));
    }

    #[test]
    fn a_long_event_is_the_same_read_whole_or_in_several_blocks() {
        let long = "Long. ".repeat(6000);
        let change = |number: usize, more: &str| {
            format!(
                "[[event.change]]\nclause = 'c{number}'\naction = 'adopt'\n{more}\ntext = '''{long}'''\n"
            )
        };
        let read = |changes: &str| {
            let text = format!(
                "format = 1\ntitle = 't'\n[clause.c0]\ntitle = '0'\n[clause.c1]\ntitle = '1'\n\
                 [[event]]\nid = 'e'\ndate = '2020'\ntitle = 'E'\nbasis = 'reported'\nafter = ['none']\n\
                 {changes}[[event]]\nid = 'last'\ndate = '2021'\ntitle = 'Last'\n"
            );
            let [Some(blocks), Some(whole)] = both(&text) else {
                return false;
            };
            assert_eq!(blocks.timeline, whole.timeline);
            assert_eq!(blocks.findings.list, whole.findings.list);
            for (own, other) in blocks.places.events.iter().zip(&whole.places.events) {
                assert_eq!(own.changes, other.changes);
            }
            for at in blocks.timeline.changes_of(0) {
                let [own, other] = [&blocks, &whole].map(|of| of.places.set_value(at, "text"));
                assert_eq!(own, other);
                assert!(own.is_some());
            }
            blocks.places.events[0].more.len() > 1
        };
        let [first, second] = [change(0, ""), change(1, "through = '2030'")];
        let wrong = change(2, "through = 'never'\nunset = ['until']\nuntil = 'x'");
        assert!(read(&[&*first, &second, &wrong].concat()));
        assert!(read(
            &[&*first, &second, &wrong, &first, "[[event.change.cite]]\n"].concat()
        ));
        // What stands behind the changes of an event, and is no change, is found in the whole file.
        assert!(!read(&[&*first, &second, "[event.x-own]\n"].concat()));
        let listed = format!("change = [{{ clause = 'c0' }}]\nsummary = '''{long}{long}'''\n");
        assert!(!read(&[&*listed, &first].concat()));
    }

    #[test]
    fn a_file_is_the_same_read_whole_or_block_by_block() {
        let lines: Vec<&str> = crate::edit::init::TEMPLATE.split_inclusive('\n').collect();
        let mut compared = 0;
        for left_out in 0..lines.len() {
            let text = [&lines[..left_out], &lines[left_out + 1..]]
                .concat()
                .concat();
            let [Some(blocks), Some(whole)] = both(&text) else {
                continue;
            };
            assert_eq!(blocks.timeline, whole.timeline, "{text}");
            assert_eq!(blocks.findings.list, whole.findings.list, "{text}");
            compared += 1;
        }
        assert!(compared > lines.len() / 2, "{compared} of {}", lines.len());
    }
}
