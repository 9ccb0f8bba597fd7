//! What a place shows: its title, its rows, and what is asked beside them, all made of the answers that calls give.

use std::collections::{BTreeMap, BTreeSet};

use super::KEYS;
use super::book::{Agreement, Book};
use super::place::{Ask, Location, Page, read};
use crate::agreement::lanes::{Standing, standing};
use crate::agreement::{Basis, Source};
use crate::answer::block::{Mark, Role};
use crate::answer::{ClauseChange, NO_TOPIC, beliefs, beliefs::Beliefs};
use crate::date::{Date, Day};
use crate::phrases::{self, signs};
use crate::questions::diff::{Difference, item, table::news};
use crate::questions::{clause, find, view::Kind};
use crate::shell::LensArgs;
use crate::text::words::parted;
use crate::text::wrap::cut;

#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) rows: Vec<Row>,
    pub(super) chosen: usize,
    /// How many clauses stand how.
    pub(super) standing: String,
    /// What the pane shows and the last line but one calls.
    pub(super) ask: Ask,
}

#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) key: String,
    pub(super) name: String,
    /// Its sign stands before the name, its word at the right.
    pub(super) mark: Mark,
    pub(super) topic: String,
    /// Where it leads.
    pub(super) open: Option<Location>,
    /// What is shown beside it, where that is not the page to which it leads.
    shown: Option<Ask>,
}

/// What is found, by what it is of.
pub(super) const KINDS: [&str; 7] = ["all", "clause", "event", "term", "source", "party", "text"];
/// The columns of an id that is found.
const ID: usize = 28;

impl Row {
    fn new(key: impl Into<String>, name: impl Into<String>, open: Option<Location>) -> Self {
        Self {
            key: key.into(),
            name: name.into(),
            mark: Mark::new("", "", Role::Faint),
            topic: String::new(),
            open,
            shown: None,
        }
    }
}

impl Sheet {
    pub(super) fn of(book: &Book, place: &Location) -> Self {
        let (clauses, standing) = stands(book, place);
        let rows = rows(book, place, clauses);
        let is_key = |row: &Row| Some(&row.key) == place.row.as_ref();
        let is_changed = |row: &Row| place.page == Page::Main && !row.mark.sign.is_empty();
        let chosen = rows.iter().position(is_key);
        let chosen = chosen.or_else(|| rows.iter().position(is_changed));
        let chosen = match place.page {
            Page::Folder => book.agreement,
            _ => chosen.unwrap_or(0),
        };
        let row = rows.get(chosen);
        let ask = row.and_then(|row| row.shown.clone().or(Some(row.open.as_ref()?.ask())));
        let path = book.path().unwrap_or("bundled".to_owned());
        let agreement = format!("{} ({path})", book.whole().title);
        Self {
            title: place.title().replace("TITLE", &agreement),
            subtitle: subtitle(book, place, rows.len()),
            ask: ask.unwrap_or_else(|| place.ask()),
            rows,
            chosen,
            standing,
        }
    }

    pub(super) fn row(&self) -> Option<&Row> {
        self.rows.get(self.chosen)
    }
}

/// What happened on the day, what differs, or what is typed.
fn subtitle(book: &Book, place: &Location, found: usize) -> String {
    let count = book.steps.len();
    match place.page {
        Page::Main | Page::Clause => match book.place(&place.at) {
            Err(before) => format!("{before}/{count} by the close of this day"),
            Ok(nth) => {
                let did = Ask::of(&["diff", &place.at.text]);
                let did = book.made(&did, |did| format!(": {}", news(did)));
                format!("{}/{count} {}{did}", nth + 1, book.steps[nth].title)
            }
        },
        Page::Folder => book.left_out.clone().unwrap_or_default(),
        Page::Compare => book.made(&place.ask(), news),
        Page::Beliefs => "what held on the days across, as known by the day at the left".to_owned(),
        Page::Lenses => "Enter switches one on or off".to_owned(),
        Page::Keys => format!("/ {}▏   {found} found", place.id),
        Page::Find => match book.view().at(&place.id) {
            Err(why) if found == 0 => format!("/ {}▏   0 found: {}", place.id, why.message),
            _ => format!(
                "/ {}▏   {found} found   kind: {}",
                place.id, KINDS[place.kind]
            ),
        },
        _ => String::new(),
    }
}

fn rows(book: &Book, place: &Location, clauses: Vec<Row>) -> Vec<Row> {
    let ask = place.ask();
    match place.page {
        Page::Folder => {
            let row = |of: &Agreement| Row::new(&of.id, format!("{}  {}", of.id, of.title), None);
            book.agreements.iter().map(row).collect()
        }
        Page::Main => {
            let mut rows = clauses;
            if book.steps.contains_key(&place.at.text) {
                let did = Ask::of(&["diff", &place.at.text]);
                rows = differing(book, place, &did, rows);
            }
            rows.retain(|row| !(place.turned && row.mark.sign.is_empty()));
            rows
        }
        Page::Compare if place.turned => differing(book, place, &ask, clauses),
        Page::Compare => differing(book, place, &ask, Vec::new()),
        Page::Event => {
            let sources = place.to_answer(Page::Sources, ask);
            let sources = Row::new("", "who says so", Some(sources));
            let did = Ask::of(&["diff", &place.id]);
            differing(book, place, &did, vec![sources])
        }
        Page::Clause => changes(book, place),
        Page::Beliefs => beliefs(book, place),
        Page::Find => found(book, place),
        Page::Keys => {
            let wanted = place.id.to_lowercase();
            let keys = KEYS.lines().filter_map(|line| line.strip_prefix("  "));
            let found = keys.filter(|line| line.to_lowercase().contains(&wanted));
            found.map(|line| Row::new(line, line, None)).collect()
        }
        Page::Lenses => lenses(book, place),
        Page::Sources => {
            let row = |(id, source): (&String, &Source)| {
                let published = source.published.map_or_else(String::new, Date::human);
                let open = place.to_answer(Page::Answer, Ask::of(&["show", "source", id]));
                Row::new(id, format!("{published:10}  {id}"), Some(open))
            };
            book.told(&ask, |report| {
                report.context.refs.sources.iter().map(row).collect()
            })
        }
        Page::Answer => Vec::new(),
    }
}

/// How each clause stands, and how many stand how for certain, or only as is assumed.
fn stands(book: &Book, place: &Location) -> (Vec<Row>, String) {
    let (view, day) = (book.view(), place.at.day);
    let at = view.instant(day, Some(&place.at.text));
    let (mut counts, mut open) = (BTreeMap::new(), 0);
    let row = |clause: usize| {
        let state = view.history.state(clause, at);
        *counts.entry(state.status).or_insert(0) += 1;
        open += usize::from(!state.pending.is_empty());
        let (word, role) = match standing(&state) {
            Standing::InForce => ("in force", Role::Plain),
            Standing::Changing => ("in force", Role::Doubt),
            Standing::Unclear => ("unclear", Role::Doubt),
            Standing::Perhaps => ("perhaps", Role::Doubt),
            Standing::No => (state.status.word(), Role::Faint),
        };
        let of = &view.timeline.clauses[clause];
        let mut row = Row::new(&of.id, &of.id, Some(place.to(Page::Clause, &of.id)));
        row.mark = Mark::new("", word, role);
        row.topic = of.topic.clone().unwrap_or_else(|| NO_TOPIC.to_owned());
        row
    };
    let rows = view.by_topic().into_iter().map(row).collect();
    let counts = counts.iter();
    let counts = counts.map(|(status, count)| format!("{count} {status}"));
    let open = (open > 0).then(|| format!("{open} not certain"));
    let counts = parted(counts.chain(open), ", ").unwrap_or_default();
    let kept = view.timeline.recorded.and_then(Date::last);
    let assumed = kept.filter(|kept| day > *kept);
    let assumed = assumed.map(|kept| format!("assumed after {kept}: "));
    (rows, assumed.unwrap_or_default() + &counts)
}

/// Some rows with each clause that differs in its place, or behind all.
fn differing(book: &Book, place: &Location, ask: &Ask, mut rows: Vec<Row>) -> Vec<Row> {
    book.made(ask, |found: &Difference| {
        for diff in found.all() {
            let id = &diff.clause;
            let known = rows.iter().position(|row| row.key == *id);
            let at = known.unwrap_or(rows.len());
            if known.is_none() {
                rows.push(Row::new(id, id, Some(place.to(Page::Clause, id))));
            }
            rows[at].mark = item::mark(diff);
            rows[at].shown = Some(ask.clone().and(["--clause", id]));
        }
    });
    rows
}

/// How the clause stands on the day of the place, and the events that changed it.
fn changes(book: &Book, place: &Location) -> Vec<Row> {
    // An event may change it more than once.
    let row = |(nth, of): (usize, &ClauseChange)| {
        let name = format!("{:10}  {}", of.change.date.human(), of.event);
        let event = place.to(Page::Event, &of.event);
        let mut row = Row::new(format!("{nth} {}", of.event), name, Some(event));
        row.mark = signs::of(of.change.action);
        // On the day to which it applies.
        let day = of.change.last.filter(|_| !of.planned);
        let then = |day: Day| Location {
            at: day.into(),
            ..place.clone()
        };
        row.shown = day.map(|day| then(day).ask());
        row
    };
    let mut rows = vec![Row::new("", format!("as of {}", place.at.text), None)];
    book.made(&place.ask(), |life: &clause::ClauseLife| {
        rows.extend(life.changes.iter().enumerate().map(row));
    });
    rows
}

/// The days by which something was known of a clause; each leads to the day of the place, as it was known then.
fn beliefs(book: &Book, place: &Location) -> Vec<Row> {
    let row = |of: &beliefs::Row| {
        let known_by = of.known_by.to_string();
        let mut then = place.to(Page::Main, "");
        then.row = Some(place.id.clone());
        then.lens.known_by = Some(known_by.clone());
        let mut row = Row::new(known_by, "", Some(then));
        row.shown = Some(place.ask());
        row
    };
    let rows = |map: &Beliefs| map.rows.iter().map(row).collect();
    book.made(&place.ask(), rows)
}

/// The day that a text names, then where its words are: first the thing of which it is the id.
fn found(book: &Book, place: &Location) -> Vec<Row> {
    let (text, kind) = (&place.id, KINDS[place.kind]);
    let mut rows = Vec::new();
    if let Ok(at) = book.view().at(text) {
        let mut day = place.to(Page::Main, "");
        day.at = at.into();
        rows.push(Row::new("", format!("to the close of {text}"), Some(day)));
    }
    if !book.has_none(text) {
        book.made(&place.ask(), |found: &find::Findings| {
            let mut hits: Vec<_> = found.hits.iter().enumerate().collect();
            hits.sort_by_key(|(_, hit)| hit.id != *text);
            rows.extend(hits.into_iter().map(|(nth, hit)| hit_row(place, nth, hit)));
        });
    }
    rows.retain(|row| kind == "all" || row.topic == kind);
    rows
}

/// Where words are: in what a thing is called, in a term or in another text. It leads to the day of the place or, where
/// the text did not stand then, to the first day on which it did.
fn hit_row(place: &Location, nth: usize, hit: &find::Hit) -> Row {
    let of = match &*hit.field {
        "title" | "id" | "name" | "publisher" => hit.kind.word(),
        field if field.starts_with("terms.") => "term",
        _ => "text",
    };
    let mut open = match hit.kind {
        Kind::Clause => place.to(Page::Clause, &hit.id),
        Kind::Event => place.to(Page::Event, &hit.id),
        kind => place.to_answer(Page::Answer, Ask::of(&["show", kind.word(), &hit.id])),
    };
    let day = place.at.day;
    let is_now = hit.from <= Some(day) && hit.to.is_none_or(|to| day <= to);
    if let Some(from) = hit.from.filter(|_| !is_now) {
        open.at = from.into();
    }
    let from = hit.from.or(hit.of.date.and_then(Date::first));
    let from = from.map_or_else(String::new, |from| from.to_string());
    let (id, text) = (cut(&hit.id, ID, '…'), &hit.text);
    let name = format!("{of:6}  {id:ID$}  {from:10}  {text}");
    let mut row = Row::new(nth.to_string(), name, Some(open));
    row.topic = of.into();
    row.mark.word = hit.of.basis.and_then(phrases::basis).unwrap_or_default();
    row
}

/// What may be believed and supposed, and the days by which anything was known; each leads to the other choice.
fn lenses(book: &Book, place: &Location) -> Vec<Row> {
    let timeline = book.whole();
    let bases = Basis::WORDS.iter();
    let bases = bases.map(|word| ("basis", (*word).to_owned()));
    let plans = timeline.events.iter().filter(|event| event.planned);
    let plans = plans.map(|event| &event.id).chain(timeline.conditions());
    let plans: BTreeSet<&String> = plans.collect();
    let plans = plans.into_iter().map(|id| ("suppose", id.clone()));
    let sources = timeline.sources_shown();
    let sources = sources.map(|place| timeline.sources[place].id.clone());
    let sources = sources.map(|id| ("according-to", id));
    let known = book.known().into_iter();
    let known = known.map(|day| ("known-by", day.to_string()));
    let row = |(kind, name): (&'static str, String)| {
        let (is_on, lens) = switched(&place.lens, (kind, &name));
        let (key, mut other) = (format!("{kind} {name}"), place.clone());
        (other.row, other.lens) = (Some(key.clone()), lens);
        let mut row = Row::new(&key, &key, Some(other));
        row.mark.sign = if is_on { "*" } else { "" };
        row
    };
    let all = bases.chain(plans).chain(sources).chain(known);
    all.map(row).collect()
}

/// Whether something is believed or supposed, and the lens in which it is not or, where it is not yet, is.
fn switched(lens: &LensArgs, part: (&'static str, &str)) -> (bool, LensArgs) {
    let mut parts = lens.parts();
    let is_on = parts.contains(&part);
    let is_single = ["basis", "known-by"].contains(&part.0);
    parts.retain(|of| *of != part && !(is_single && of.0 == part.0));
    parts.extend((!is_on).then_some(part));
    let flags = parts
        .iter()
        .map(|(name, value)| format!("--{name}={value}"));
    let flags: Vec<String> = flags.collect();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    (is_on, read(&flags).unwrap_or_default())
}
