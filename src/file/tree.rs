//! TOML as it is lowered: values with their places, and tables in the order of the file.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

/// A value with its place.
pub(super) type Item<'i> = Spanned<Toml<'i>>;

/// A value of TOML. Numbers are kept as written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Toml<'i> {
    String(Cow<'i, str>),
    Integer(Whole<'i>),
    Float(Cow<'i, str>),
    Boolean(bool),
    Datetime(Datetime),
    Array(Vec<Item<'i>>),
    Table(Entries<'i>),
}

/// A whole number: its digits, perhaps with a sign, and their radix.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Whole<'i> {
    pub(super) digits: Cow<'i, str>,
    pub(super) radix: u32,
}

/// The entries of a table, in the order of the file; no key stands in it twice, but for the ids of parties, sources
/// and clauses in a plain part, which are judged where ids are declared.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Entries<'i>(pub(super) Vec<(Spanned<Cow<'i, str>>, Item<'i>)>);

impl<'i> Entries<'i> {
    pub(super) fn get(&self, key: &str) -> Option<&Item<'i>> {
        let mut entries = self.0.iter();
        entries
            .find(|(name, _)| name.get_ref() == key)
            .map(|(_, value)| value)
    }

    pub(super) fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Each key with its place, and its value.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, std::ops::Range<usize>, &Item<'i>)> {
        let entries = self.0.iter();
        entries.map(|(key, value)| (key.get_ref().as_ref(), key.span(), value))
    }
}

impl<'i> From<DeTable<'i>> for Entries<'i> {
    fn from(table: DeTable<'i>) -> Self {
        let entries = table.into_iter().map(|(key, value)| (key, item(value)));
        let mut entries: Vec<_> = entries.collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        Self(entries)
    }
}

fn item(value: Spanned<DeValue<'_>>) -> Item<'_> {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => Toml::String(text),
        DeValue::Integer(number) => Toml::Integer(Whole {
            radix: number.radix(),
            digits: Cow::Owned(number.as_str().to_owned()),
        }),
        DeValue::Float(number) => Toml::Float(Cow::Owned(number.as_str().to_owned())),
        DeValue::Boolean(flag) => Toml::Boolean(flag),
        DeValue::Datetime(time) => Toml::Datetime(time),
        DeValue::Array(items) => Toml::Array(items.into_iter().map(item).collect()),
        DeValue::Table(table) => Toml::Table(table.into()),
    };
    Spanned::new(span, value)
}
