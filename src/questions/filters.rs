//! Filters that several questions share: their arguments, and what they choose.

use std::cell::LazyCell;

use super::find::Hit;
use super::find::search::Search;
use super::prelude::*;
use crate::agreement::disputes::disputed;
use crate::agreement::filter::{ClauseFilter, any_of, is_word};
use crate::agreement::suppose::SUPPOSITION;
use crate::text::search::Wanted;
use crate::text::words::{is_toml, or_list};

#[derive(Args, Clone, Debug, Default)]
pub struct ClauseArgs {
    /// Only this clause; may be repeated
    #[arg(long, value_name = "ID")]
    pub clause: Vec<String>,
    /// Only what binds this party, or what it takes part in; may be repeated
    #[arg(long, value_name = "ID")]
    pub party: Vec<String>,
    /// Only this topic; may be repeated
    #[arg(long, value_name = "TOPIC")]
    pub topic: Vec<String>,
}

impl ClauseArgs {
    pub fn resolve(&self, view: &View<'_>) -> Result<ClauseFilter, Refusal> {
        Ok(ClauseFilter {
            clauses: each(view, "clause", &self.clause, |id| view.clause(id))?,
            parties: each(view, "party", &self.party, |id| view.party(id))?,
            topics: each(view, "topic", &self.topic, |word| topic(view, word))?,
        })
    }
}

/// What each word of a flag stands for. One of several agreements need not know all of them.
pub(crate) fn each<T>(
    view: &View<'_>,
    flag: &'static str,
    words: &[String],
    find: impl Fn(&str) -> Result<T, Refusal>,
) -> Result<Vec<T>, Refusal> {
    let (mut found, mut unknown) = (Vec::new(), None);
    for word in words {
        let of = find(word);
        view.words.note(flag, word, &of);
        match of {
            Ok(of) => found.push(of),
            Err(why) => drop(unknown.get_or_insert(why)),
        }
    }
    match unknown {
        Some(why) if !view.timeline.is_part || found.is_empty() => Err(why),
        _ => Ok(found),
    }
}

#[derive(Args, Clone, Debug, Default)]
pub struct EventArgs {
    #[command(flatten)]
    pub clauses: ClauseArgs,
    /// Only events of this kind; the program adds the kinds `effect`, `expiry`, `renewal` and `notice`, and `--suppose` adds `supposition`; may be repeated
    #[arg(long, value_name = "WORD")]
    pub kind: Vec<String>,
    /// Only events on which sources disagree
    #[arg(long)]
    pub disputed: bool,
    /// Only events with this text in an id, title, summary, text, term, note or quote; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub grep: Vec<String>,
}

impl EventArgs {
    pub(crate) fn resolve(&self, view: &View<'_>) -> Result<Events, Refusal> {
        Ok(Events {
            clauses: self.clauses.resolve(view)?,
            kinds: each(view, "kind", &self.kind, |word| kind(view, word))?,
            disputed: self.disputed,
            grep: all_wanted(&self.grep)?,
        })
    }
}

/// Which clauses are drawn, and which days are marked.
#[derive(Args, Clone, Debug, Default)]
pub struct LaneArgs {
    /// Draw a line at the close of this WHEN; may be repeated
    #[arg(long, value_name = "WHEN")]
    pub mark: Vec<String>,
    #[command(flatten)]
    pub filter: ClauseArgs,
}

/// The clauses that are chosen in words, by titles and names.
pub(crate) fn chosen(view: &View<'_>, of: &ClauseFilter) -> Vec<String> {
    let (clauses, parties) = (&view.timeline.clauses, &view.timeline.parties);
    let titles = of.clauses.iter().map(|place| clauses[*place].title.clone());
    let names = of.parties.iter().map(|place| parties[*place].name.clone());
    let lists: [(&str, Vec<String>); 3] = [
        ("clause", titles.collect()),
        ("party", names.collect()),
        ("topic", of.topics.clone()),
    ];
    let set = lists.into_iter().filter(|(_, words)| !words.is_empty());
    set.map(|(name, words)| format!("{name} {}", or_list(words)))
        .collect()
}

/// Which events a question is about; an empty list means all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Events {
    /// Of a clause, a party and a topic of these.
    pub clauses: ClauseFilter,
    pub kinds: Vec<String>,
    pub disputed: bool,
    pub grep: Vec<Wanted>,
}

impl Events {
    /// Whether an event passes every filter that is set, with the text that has some of the words.
    pub(crate) fn admits(&self, view: &View<'_>, listed: Listed) -> (bool, Option<Hit>) {
        let (event, changes) = (view.event_of(listed), view.changes_of(listed));
        let touched = LazyCell::new(|| view.touched(listed));
        let has_topic = |topic: &String| {
            let topic_of = |place: usize| view.timeline.clauses[place].topic.as_ref();
            touched.iter().any(|of| is_word(topic_of(of.0), topic))
        };
        let has_clause = |wanted: &usize| touched.iter().any(|(clause, _)| clause == wanted);
        let passes = any_of(&self.clauses.clauses, has_clause)
            && any_of(&self.clauses.parties, |party| {
                let binds = |&(clause, eve): &(usize, Option<Day>)| {
                    eve.is_some_and(|eve| view.history.binds(clause, *party, &[eve.into()]))
                };
                let mut bound = changes.iter().map(|at| view.history.bound_at(*at));
                event.parties.contains(party)
                    || bound.any(|bound| bound.contains(party))
                    || touched.iter().any(binds)
            })
            && any_of(&self.kinds, |wanted| is_word(event.kind.as_ref(), wanted))
            && any_of(&self.clauses.topics, has_topic)
            && (!self.disputed || disputed(&event));
        let hit = || Search::in_event(view, &event, &self.grep);
        let hit = passes.then(hit).flatten();
        (passes && (self.grep.is_empty() || hit.is_some()), hit)
    }
}

/// A kind of events, which some event of the file must have; those of what is derived are known too.
fn kind(view: &View<'_>, word: &str) -> Result<String, Refusal> {
    let events = whole(view).events.iter();
    let kinds = events.filter_map(|event| event.kind.as_deref());
    let kinds = kinds.chain(["effect", "expiry", "notice", "renewal"]);
    let supposed = view.lens.suppose.first().map(|_| SUPPOSITION);
    known("kind", word, kinds.chain(supposed))
}

fn topic(view: &View<'_>, word: &str) -> Result<String, Refusal> {
    let clauses = whole(view).clauses.iter();
    let topics = clauses.filter_map(|clause| clause.topic.as_deref());
    known("topic", word, topics)
}

/// The timeline as the file has it, whatever the lens leaves of it.
pub(super) fn whole<'t>(view: &View<'t>) -> &'t Timeline {
    &view.whole.0.timeline
}

/// A word that must be one of these, in capital or small letters.
pub(crate) fn known<'w>(
    noun: &'static str,
    word: &str,
    all: impl Iterator<Item = &'w str>,
) -> Result<String, Refusal> {
    let all: BTreeSet<&str> = all.collect();
    let lower = word.to_lowercase();
    if all.iter().any(|of| of.to_lowercase() == lower) {
        return Ok(word.to_owned());
    }
    let (rank, near) = ranked(word, all.iter().copied()).unzip();
    let near = near.map(|near| format!("there is `{near}`"));
    let message = format!("there is no {noun} `{word}`");
    let refusal = Refusal::new(message, near.unwrap_or_default()).near(rank);
    Err(refusal.known(noun, all.into_iter().map(str::to_owned)))
}

pub(crate) fn wanted(text: &str) -> Result<Wanted, Refusal> {
    let help = "write some words, as in `partnership find exclusive`";
    Wanted::phrase(text).ok_or_else(|| Refusal::new("the text to look for is empty", help))
}

pub(crate) fn all_wanted(texts: &[String]) -> Result<Vec<Wanted>, Refusal> {
    texts.iter().map(|text| wanted(text)).collect()
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

/// Why a word is no WHEN, with the calls of a command that filter by it, where it names what can be filtered by. The
/// command is given with the days that it needs.
pub(crate) fn as_filter(view: &View<'_>, command: &str, word: &str, refusal: Refusal) -> Refusal {
    if is_toml(word) {
        let message = format!("`{word}` is a file, and not a date");
        let call = format!("partnership {command}{}", flag("-f", word));
        return Refusal::new(message, format!("to ask this file: `{call}`"));
    }
    let known = [
        ("topic", topic(view, word).is_ok()),
        ("party", view.party(word).is_ok()),
        ("clause", view.clause(word).is_ok()),
    ];
    let known = known.into_iter().filter(|(_, is_known)| *is_known);
    let calls = known.map(|(noun, _)| {
        let filter = flag(&format!("--{noun}"), word);
        let call = format!("partnership {command}{filter}{}", view.flags);
        format!("for the {noun} `{word}`: `{call}`")
    });
    let help = calls.collect::<Vec<_>>().join("; ");
    if help.is_empty() || view.entry(word).is_some() {
        return refusal;
    }
    Refusal { help, ..refusal }
}
