//! Filters that several questions share: their arguments, and what they choose.

use clap::Args;

use super::view::{Refusal, View};
use crate::agreement::filter::{ClauseFilter, EventFilter};
use crate::text::words::{and_list, nearest, or_list, quote};

/// Filters by clause.
#[derive(Args, Clone, Debug, Default)]
pub struct ClauseArgs {
    /// Only this clause; may be repeated
    #[arg(long, value_name = "ID")]
    pub clause: Vec<String>,
    /// Only clauses that bind this party; may be repeated
    #[arg(long, value_name = "ID")]
    pub party: Vec<String>,
    /// Only clauses of this topic; may be repeated
    #[arg(long, value_name = "TOPIC")]
    pub topic: Vec<String>,
}

impl ClauseArgs {
    pub fn resolve(&self, view: &View<'_>) -> Result<ClauseFilter, Refusal> {
        Ok(ClauseFilter {
            clauses: places(&self.clause, |id| view.clause(id))?,
            parties: places(&self.party, |id| view.party(id))?,
            topics: self.topic.clone(),
        })
    }

    /// The flags that choose the same clauses again.
    pub(crate) fn flags(&self) -> String {
        let lists = [
            ("--clause", &self.clause),
            ("--party", &self.party),
            ("--topic", &self.topic),
        ];
        let flags = |(name, values): (&str, &Vec<String>)| -> String {
            values.iter().map(|value| flag(name, value)).collect()
        };
        lists.into_iter().map(flags).collect()
    }
}

/// The places of what some ids name.
pub(crate) fn places(
    ids: &[String],
    find: impl Fn(&str) -> Result<usize, Refusal>,
) -> Result<Vec<usize>, Refusal> {
    ids.iter().map(|id| find(id)).collect()
}

/// Which clauses are drawn, and which days are marked.
#[derive(Args, Clone, Debug, Default)]
pub struct LaneArgs {
    /// Draw a line at the close of this WHEN; may be repeated
    #[arg(long, value_name = "WHEN")]
    pub mark: Vec<String>,
    /// Which clauses.
    #[command(flatten)]
    pub filter: ClauseArgs,
    /// Only clauses that events of this kind change or are about; may be repeated
    #[arg(long, value_name = "WORD")]
    pub kind: Vec<String>,
    /// Only clauses of events on which sources disagree
    #[arg(long)]
    pub disputed: bool,
    /// Only clauses that events with this text change or are about; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub grep: Vec<String>,
}

impl LaneArgs {
    /// The events of which one must touch a clause.
    pub(crate) fn events(&self) -> EventFilter {
        EventFilter {
            kinds: self.kind.clone(),
            disputed: self.disputed,
            grep: self.grep.clone(),
            ..EventFilter::default()
        }
    }

    pub(crate) fn chosen(&self) -> Vec<String> {
        let lists = [
            ("clause", &self.filter.clause),
            ("party", &self.filter.party),
            ("topic", &self.filter.topic),
            ("events of kind", &self.kind),
            ("events with the text", &self.grep),
        ];
        let set = lists.into_iter().filter(|(_, words)| !words.is_empty());
        let quoted = |words: &[String]| or_list(words.iter().map(|word| quote(word)));
        let mut chosen: Vec<String> = set
            .map(|(name, words)| format!("{name} {}", quoted(words)))
            .collect();
        if self.disputed {
            chosen.push("events on which sources disagree".to_owned());
        }
        chosen
    }

    /// The kinds and topics that nothing has.
    pub(crate) fn unknown(&self, view: &View<'_>) -> Vec<String> {
        let mut remarks = unknown_kinds(&self.kind, view);
        remarks.extend(unknown_topics(&self.filter.topic, view));
        remarks
    }
}

/// The kinds of what is derived.
const DERIVED: [&str; 2] = ["effect", "expiry"];

pub(crate) fn unknown_kinds(kinds: &[String], view: &View<'_>) -> Vec<String> {
    let events = view.timeline.events.iter();
    let mut known: Vec<&str> = events.filter_map(|event| event.kind.as_deref()).collect();
    known.extend(DERIVED);
    unknown("kind", kinds, known)
}

pub(crate) fn unknown_topics(topics: &[String], view: &View<'_>) -> Vec<String> {
    let clauses = view.timeline.clauses.iter();
    let known = clauses.filter_map(|clause| clause.topic.as_deref());
    unknown("topic", topics, known.collect())
}

fn unknown(noun: &str, words: &[String], mut known: Vec<&str>) -> Vec<String> {
    let is_known = |word: &str| {
        let same = |other: &&str| other.to_lowercase() == word.to_lowercase();
        known.iter().any(same)
    };
    let strange: Vec<&String> = words.iter().filter(|word| !is_known(word)).collect();
    known.retain(|word| !DERIVED.contains(word));
    known.sort_unstable();
    known.dedup();
    let told = |word: &String| match nearest(word, known.iter().copied()) {
        Some(near) => format!("there is no {noun} `{word}`; there is `{near}`"),
        None => format!(
            "there is no {noun} `{word}`; there are {}",
            and_list(known.clone())
        ),
    };
    strange.into_iter().map(told).collect()
}

/// A flag with its value as a shell takes them, after a blank.
pub(crate) fn flag(name: &str, value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        format!(" {name} {value}")
    } else {
        format!(" {name} '{}'", value.replace('\'', r"'\''"))
    }
}
