//! Filters that several questions share: their arguments, and what they choose.

use clap::Args;

use super::find::Hit;
use super::find::search::Search;
use super::view::{Refusal, View};
use crate::agreement::filter::{ClauseFilter, EventFilter};
use crate::agreement::{Event, Timeline};
use crate::text::search::Wanted;
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
            topics: topics(&self.topic, view)?,
        })
    }

    /// The flags that choose the same clauses again.
    pub(crate) fn flags(&self) -> String {
        let lists = [
            ("clause", &self.clause),
            ("party", &self.party),
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
    pub(crate) fn events(&self, view: &View<'_>) -> Result<Events, Refusal> {
        Events::of(&self.kind, self.disputed, &self.grep, view)
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
}

/// Which events a question is about, and words of which each must have some.
#[derive(Clone, Debug, Default)]
pub(crate) struct Events {
    pub filter: EventFilter,
    pub grep: Vec<Wanted>,
}

impl Events {
    pub(crate) fn of(
        kind: &[String],
        disputed: bool,
        grep: &[String],
        view: &View<'_>,
    ) -> Result<Self, Refusal> {
        let filter = EventFilter {
            kinds: kinds(kind, view)?,
            disputed,
            ..EventFilter::default()
        };
        let grep = grep.iter().map(|text| wanted(text));
        let grep = grep.collect::<Result<_, _>>()?;
        Ok(Self { filter, grep })
    }

    /// Those that some clauses, parties or topics leave.
    pub(crate) fn among(mut self, clauses: &ClauseFilter) -> Self {
        self.filter.clauses.clone_from(&clauses.clauses);
        self.filter.parties.clone_from(&clauses.parties);
        self.filter.topics.clone_from(&clauses.topics);
        self
    }

    pub(crate) fn is_open(&self) -> bool {
        self.filter.is_open() && self.grep.is_empty()
    }

    /// Whether an event passes, with the text that has some of the words.
    pub(crate) fn admits(&self, view: &View<'_>, event: &Event) -> (bool, Option<Hit>) {
        let passes = self.filter.admits(view.timeline, event);
        if !passes || self.grep.is_empty() {
            return (passes, None);
        }
        let hit = Search::first(view, event, &self.grep);
        (hit.is_some(), hit)
    }

    /// Which clauses events that pass change, or are about; all where no filter is set.
    pub(crate) fn touched(&self, view: &View<'_>) -> Vec<bool> {
        let mut touched = vec![self.is_open(); view.timeline.clauses.len()];
        let events = view.timeline.events.iter().filter(|_| !self.is_open());
        for event in events.filter(|event| self.admits(view, event).0) {
            event.touched().for_each(|clause| touched[clause] = true);
        }
        touched
    }
}

/// Kinds of events, which some event of the file must have; those of what is derived are known too.
fn kinds(words: &[String], view: &View<'_>) -> Result<Vec<String>, Refusal> {
    let events = whole(view).events.iter();
    let kinds = events.filter_map(|event| event.kind.as_deref());
    known("kind", words, kinds.chain(["effect", "expiry"]).collect())
}

fn topics(words: &[String], view: &View<'_>) -> Result<Vec<String>, Refusal> {
    let clauses = whole(view).clauses.iter();
    let topics = clauses.filter_map(|clause| clause.topic.as_deref());
    known("topic", words, topics.collect())
}

/// The timeline as the file has it, whatever the lens leaves of it.
pub(super) fn whole<'t>(view: &View<'t>) -> &'t Timeline {
    view.whole
        .map_or(view.timeline, |(whole, _)| &whole.timeline)
}

/// So many words are listed where one is refused.
const LISTED: usize = 40;

/// Words of which the file must have each, in capital or small letters.
pub(super) fn known(
    noun: &str,
    words: &[String],
    mut all: Vec<&str>,
) -> Result<Vec<String>, Refusal> {
    all.sort_unstable();
    all.dedup();
    let is_known = |word: &&String| {
        let mut same = all
            .iter()
            .filter(|other| other.to_lowercase() == word.to_lowercase());
        same.next().is_some()
    };
    let Some(strange) = words.iter().find(|word| !is_known(word)) else {
        return Ok(words.to_vec());
    };
    let near = nearest(strange, all.iter().copied());
    let near = near.map_or_else(String::new, |near| format!("there is `{near}`; "));
    let more = all.len().saturating_sub(LISTED);
    let more = (more > 0).then(|| format!("{more} more"));
    let listed = all.iter().take(LISTED).map(|word| (*word).to_owned());
    let listed = match and_list(listed.chain(more)) {
        none if none.is_empty() => format!("the timeline has no {noun}"),
        all => format!("the {noun}s are {all}"),
    };
    let message = format!("there is no {noun} `{strange}`");
    Err(Refusal::new(message, near + &listed))
}

/// Words to look for, of which there must be some.
pub(crate) fn wanted(text: &str) -> Result<Wanted, Refusal> {
    let help = "write some words, as in `partnership find exclusive`";
    Wanted::phrase(text).ok_or_else(|| Refusal::new("the text to look for is empty", help))
}

/// A flag with its value as a shell takes them, after a blank.
pub(crate) fn flag(name: &str, value: &str) -> String {
    format!(" {name} {}", quoted(value))
}

/// A word as a shell takes it.
pub(crate) fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}

/// Why a word is no WHEN, with the call of a command that filters by it, where it names what can be filtered by.
pub(crate) fn as_filter(view: &View<'_>, command: &str, word: &str, refusal: Refusal) -> Refusal {
    let timeline = view.timeline;
    let is = |name: &str| name.to_lowercase() == word.to_lowercase();
    let mut topics = timeline.clauses.iter().filter_map(|of| of.topic.as_ref());
    let mut parties = timeline.parties.iter();
    let topic = topics.find(|topic| is(topic)).map(|of| ("topic", of));
    let party = || Some(("party", &parties.find(|of| is(&of.id) || is(&of.name))?.id));
    let clause = || Some(("clause", &timeline.clauses[view.clause(word).ok()?].id));
    let filter = topic.or_else(party).or_else(clause);
    match filter.filter(|_| view.entry(word).is_none()) {
        Some((name, value)) => {
            let filter = flag(&format!("--{name}"), value);
            let call = format!("partnership {command}{filter}{}", view.flags);
            let help = format!("of the {name} `{value}`, ask `{call}`");
            Refusal { help, ..refusal }
        }
        None => refusal,
    }
}
