//! The values of terms, and the fixed words of a file and of its answers.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use serde::ser::Error;
use serde::{Serialize, Serializer};
use serde_json::Number;

/// What stands under names, in the order of these. A slice, since most are few and answers hold many.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ByName<T>(Box<[(String, T)]>);

/// The values of terms.
pub type Terms = ByName<Value>;

impl<T> ByName<T> {
    pub fn get(&self, name: &str) -> Option<&T> {
        let place = self.binary_search_by_key(&name, |(name, _)| name).ok()?;
        Some(&self[place].1)
    }

    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.iter().map(|(name, _)| name)
    }

    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.iter().map(|(_, value)| value)
    }
}

impl<T> Default for ByName<T> {
    fn default() -> Self {
        Self(Box::default())
    }
}

impl<T> Deref for ByName<T> {
    type Target = [(String, T)];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T> FromIterator<(String, T)> for ByName<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(all: I) -> Self {
        let mut all = Vec::from_iter(all);
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        all.dedup_by(|(one, _), (other, _)| one == other);
        Self(all.into())
    }
}

impl<T: Serialize> Serialize for ByName<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(name, value)| (name, value)))
    }
}

/// A term's value. An array is a set: sorted, each member once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum Value {
    Text(String),
    Integer(i64),
    Float(Decimal),
    Bool(bool),
    /// A set of the other four.
    Set(Vec<Value>),
}

/// A decimal number with the digits that it was written with: `1.50` and `1.5` are equal. JSON writes an exponent as
/// `e+6`.
#[derive(Clone, Debug)]
pub struct Decimal(String);

impl Decimal {
    /// Reads a finite number; a negative zero is zero.
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.replace('_', "");
        let number: f64 = digits.parse().ok()?;
        let is_sign = |c| c == '+' || c == '-' && number == 0.0;
        let digits = digits.trim_start_matches(is_sign).to_owned();
        number.is_finite().then_some(Self(digits))
    }

    fn number(&self) -> f64 {
        self.0.parse().unwrap_or_default()
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: Number = self.0.parse().map_err(S::Error::custom)?;
        number.serialize(serializer)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number().total_cmp(&other.number())
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number().to_bits().hash(state);
    }
}

impl Value {
    pub fn set(mut members: Vec<Self>) -> Self {
        members.sort();
        members.dedup();
        Self::Set(members)
    }

    pub fn holds(&self, member: &Self) -> bool {
        self.members().binary_search(member).is_ok()
    }

    pub fn members(&self) -> &[Self] {
        match self {
            Self::Set(members) => members,
            single => std::slice::from_ref(single),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => number.fmt(f),
            Self::Float(Decimal(digits)) => f.write_str(digits),
            Self::Bool(true) => f.write_str("yes"),
            Self::Bool(false) => f.write_str("no"),
            Self::Set(members) if members.is_empty() => f.write_str("none"),
            Self::Set(members) => {
                let members: Vec<String> = members.iter().map(Self::to_string).collect();
                f.write_str(&members.join(", "))
            }
        }
    }
}

/// Gives an enum of fixed words its spelling, its list and its JSON form.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();

            fn from_str(word: &str) -> Result<Self, ()> {
                match word { $($word => Ok(Self::$variant),)+ _ => Err(()) }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }
    };
}
pub(crate) use words;

words! {
    #[derive(Default)]
    Action {
        Adopt = "adopt",
        Amend = "amend",
        Disclose = "disclose",
        /// It was expressly left as it was.
        #[default]
        Keep = "keep",
        /// Whether it still stands is not known from here on.
        Unclear = "unclear",
        End = "end",
    }
}

impl Action {
    /// In the past tense, as a phrase: `learned of`.
    pub fn past(self) -> &'static str {
        match self {
            Self::Adopt => "adopted",
            Self::Amend => "amended",
            Self::Disclose => "learned of",
            Self::Keep => "kept",
            Self::Unclear => "left unclear",
            Self::End => "ended",
        }
    }

    /// Whether the parties did it, or it only became known.
    pub fn kind(self) -> ChangeKind {
        match self {
            Self::Adopt | Self::Amend | Self::Keep | Self::End => ChangeKind::Agreed,
            Self::Disclose => ChangeKind::Learned,
            Self::Unclear => ChangeKind::Unclear,
        }
    }

    /// Whether the action may carry text, terms, `unset`, `through` and `until`.
    pub fn carries_values(self) -> bool {
        matches!(self, Self::Adopt | Self::Amend | Self::Disclose)
    }
}

words! {
    /// Whether the parties did what a change says.
    ChangeKind {
        Agreed = "agreed",
        Learned = "learned",
        Unclear = "unclear",
    }
}

words! {
    /// How firm a statement is; firmest first.
    #[derive(Default)]
    Basis {
        /// By a party or a filing.
        Stated = "stated",
        Reported = "reported",
        #[default]
        Inferred = "inferred",
    }
}

words! {
    /// Whose words a clause's text is.
    #[derive(Default)]
    Wording {
        #[default]
        Summary = "summary",
        Verbatim = "verbatim",
        /// A summary of all sources, where only some that give no text are believed.
        Record = "record",
        /// What such a source is quoted with, in its place.
        Quoted = "quoted",
    }
}

impl Wording {
    /// The words that a file may give; the others come of a lens.
    pub const WRITTEN: &'static [&'static str] = Self::WORDS.split_at(2).0;
}

words! {
    SourceKind {
        Statement = "statement",
        Filing = "filing",
        News = "news",
        Analysis = "analysis",
    }
}

words! {
    /// How a clause stands on a day.
    #[derive(Default)]
    Status {
        InForce = "in force",
        /// Whether it stands is not known; it counts as standing.
        Unclear = "unclear",
        Ended = "ended",
        Expired = "expired",
        #[default]
        NotYet = "not yet",
    }
}

impl Status {
    /// Whether the clause counts as standing: in force or unclear.
    pub fn stands(self) -> bool {
        matches!(self, Self::InForce | Self::Unclear)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_knows_neither_order_nor_repetition() {
        let set =
            |words: &[&str]| Value::set(words.iter().map(|w| Value::Text((*w).into())).collect());
        assert_eq!(set(&["b", "a", "b"]), set(&["a", "b"]));
        assert_eq!(set(&["b", "a"]).to_string(), "a, b");
        let [one, zero] = ["+1.00", "-0.0"].map(|text| Decimal::read(text).expect("a number"));
        assert_ne!(Value::Integer(1), Value::Float(one.clone()));
        assert_eq!(
            [one, zero].map(|number| Value::Float(number).to_string()),
            ["1.00", "0.0"]
        );
    }

    #[test]
    fn a_number_keeps_its_digits_in_json_and_has_the_sign_of_its_exponent() {
        for (text, json) in [
            ("41_997.50", "41997.50"),
            ("+1.0", "1.0"),
            ("-0.0", "0.0"),
            ("0.1000000000000000055", "0.1000000000000000055"),
            ("1e6", "1e+6"),
        ] {
            let number = Value::Float(Decimal::read(text).expect("a number"));
            let record = serde_json::to_value(&number).expect("a number");
            assert_eq!(record.to_string(), json);
            assert_eq!(serde_json::to_string(&number).expect("a number"), json);
        }
        let infinite = ["inf", "nan", "1e999"].map(Decimal::read);
        assert_eq!(infinite, [None, None, None]);
    }

    #[test]
    fn words_read_back() {
        for word in Action::WORDS {
            assert_eq!(word.parse().map(Action::word), Ok(*word));
        }
        assert_eq!("adopts".parse::<Action>(), Err(()));
    }
}
