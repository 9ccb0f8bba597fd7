//! What a place shows: its title, its rows, and what is asked beside them, most of it made of the answers that calls
//! give.

use std::collections::{BTreeSet, HashMap};

use super::book::Book;
use super::keys;
use super::place::{Ask, Page, Place};
use crate::agreement::{Basis, EntryId, Status};
use crate::answer::block::{Mark, Role};
use crate::answer::{ClauseChange, Diff, Event, Look, Refs, Report};
use crate::date::{Date, Day};
use crate::phrases::signs;
use crate::questions::chart::NO_TOPIC;
use crate::questions::diff::table::counts;
use crate::questions::diff::{self, Difference};
use crate::questions::recorder::Recorder;
use crate::questions::view::Kind;
use crate::questions::{beliefs, clause, event, find, timeline};
use crate::text::words::Count;

#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The letter of the page in `keys.txt`.
    pub(super) letter: char,
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) rows: Vec<Row>,
    pub(super) chosen: usize,
    /// How many clauses stand how on the day of the place.
    pub(super) standing: String,
    /// What the pane shows and the last line but one calls.
    pub(super) ask: Ask,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) key: String,
    pub(super) name: String,
    /// What it says, behind its name.
    pub(super) text: String,
    /// What stands before the name and at the right, and the colour of both.
    pub(super) sign: &'static str,
    pub(super) word: String,
    pub(super) role: Role,
    /// Under what it is listed.
    pub(super) topic: String,
    /// Where it leads.
    pub(super) open: Option<Page>,
    /// What is shown beside it, where that is not the page to which it leads.
    shown: Option<Ask>,
}

const ACROSS: &str = "held at the end of the days across, as known by the day at the left";
const SWITCHES: &str = "Enter switches one on or off";
/// Where there is nothing to say.
const PLAIN: Mark = Mark::new("", "", Role::Faint);
/// How a clause stands, in a word: first of those that may be in force.
const STANDS: [&str; 6] = [
    "in force", "unclear", "perhaps", "ended", "expired", "not yet",
];

impl Row {
    fn named(key: &str, name: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            name: name.into(),
            ..Self::default()
        }
    }

    fn about(kind: Kind, id: &str, mark: Mark) -> Self {
        Self {
            sign: mark.sign,
            word: mark.word.to_owned(),
            role: mark.role,
            open: Some(Page::Show(kind, id.to_owned())),
            ..Self::named(id, id)
        }
    }

    /// What is shown beside it on a day.
    fn ask(&self, at: &str) -> Option<Ask> {
        let open = || self.open.as_ref().map(|page| page.ask(at));
        self.shown.clone().or_else(open)
    }

    fn differs(found: &Diff, ask: &Ask) -> Self {
        let mut row = Self::about(Kind::Clause, &found.clause, diff::item::mark(found));
        row.shown = Some(ask.clone().and(&["--clause", &found.clause]));
        // Names have more room where doubt is a sign.
        if let Some(word) = row.word.strip_prefix("perhaps ") {
            row.word = format!("{word}?");
        }
        row
    }
}

impl Sheet {
    pub(super) fn of(book: &Book, place: &Place) -> Self {
        let at = place.when.text.as_str();
        let own = place.page.ask(at);
        let stands = stands(book, at);
        let mut standing = standing(book, place, &stands);
        let rows = rows(book, place, &own, stands);
        if let Page::Find(text, _) = &place.page
            && let Err(why) = book.view().at(text)
            && rows.is_empty()
            && !text.is_empty()
        {
            standing = why.message;
        }
        let (letter, title, subtitle) = head(book, place, &own, rows.len());
        let is_chosen = |row: &Row| Some(&row.key) == place.row.as_ref();
        let is_changed = |row: &Row| letter == 'm' && !row.sign.is_empty();
        let mut chosen = rows.iter().position(is_chosen);
        chosen = chosen.or_else(|| rows.iter().position(is_changed));
        let mut sheet = Self {
            letter,
            title,
            subtitle,
            rows,
            chosen: chosen.unwrap_or(0),
            standing,
            ask: own,
        };
        if let Some(ask) = sheet.row().and_then(|row| row.ask(at)) {
            sheet.ask = ask;
        }
        sheet
    }

    pub(super) fn row(&self) -> Option<&Row> {
        self.rows.get(self.chosen)
    }
}

fn head(book: &Book, place: &Place, ask: &Ask, rows: usize) -> (char, String, String) {
    let nothing = String::new();
    let steps = &book.steps;
    let happened = || match book.place(&place.when) {
        Err(before) => format!("{before}/{} by the close of this day", steps.len()),
        Ok(at) => {
            let (id, title) = (&place.when.text, &steps[at].title);
            let did = match EntryId::parse(id) {
                EntryId::Event(_) | EntryId::Effect(..) => {
                    format!(": {}", counted(book, &Ask::of(&["diff", id])))
                }
                _ => String::new(),
            };
            format!("{}/{} {title}{did}", at + 1, steps.len())
        }
    };
    match &place.page {
        Page::Folder => ('o', Count(rows, "agreement").to_string(), nothing),
        Page::Main => {
            let (title, path) = (&book.whole().title, book.path());
            let title = format!("{title} ({})", path.as_deref().unwrap_or("bundled"));
            ('m', title, happened())
        }
        Page::Compare(_) => ('c', "Compare a and b".into(), counted(book, ask)),
        Page::Show(Kind::Clause, id) => ('h', format!("{id} and its history"), happened()),
        Page::Show(Kind::Event, id) => ('e', format!("Event {id}"), happened()),
        Page::Show(kind, id) => ('a', format!("{kind} {id}"), nothing),
        Page::Sources(of) => ('s', format!("Who says so:{}", of.words()), nothing),
        Page::Beliefs(id) => {
            let title = format!("What was known of {id}, and when");
            ('b', title, ACROSS.into())
        }
        Page::Find(text, kind) => {
            let kind = kind.map_or("all", Kind::word);
            let typed = format!("/ {text}▏   {rows} found   kind: {kind}");
            ('f', "Find".into(), typed)
        }
        Page::Lenses => ('l', "What is believed".into(), SWITCHES.into()),
        Page::Help(text) => ('?', "Keys".into(), format!("/ {text}▏   {rows} found")),
        Page::Answer(of) => ('a', of.words().trim().into(), nothing),
    }
}

/// How many clauses an answer adopted, amended and so on.
fn counted(book: &Book, ask: &Ask) -> String {
    book.made(ask, counts)
}

fn rows(book: &Book, place: &Place, ask: &Ask, stands: Vec<Row>) -> Vec<Row> {
    match &place.page {
        Page::Main => clauses(book, place, stands),
        Page::Compare(_) => compared(book, place, ask, stands),
        Page::Show(Kind::Clause, id) => changes(book, id, &place.when.text, ask),
        Page::Show(Kind::Event, id) => changed(book, id, ask),
        Page::Find(text, kind) => found(book, (text, *kind), ask, (&stands, place.when.day)),
        Page::Lenses => lenses(book),
        Page::Folder => {
            let rows = book.agreements.iter().map(|of| Row {
                word: of.id.clone(),
                role: Role::Faint,
                ..Row::named(&of.id, &*of.title)
            });
            rows.collect()
        }
        Page::Sources(ask) => book.told(ask, |report: &Report| {
            let rows = report.context.refs.sources.iter().map(|(id, source)| Row {
                word: source.published.map_or_else(String::new, Date::human),
                ..Row::about(Kind::Source, id, PLAIN)
            });
            rows.collect()
        }),
        Page::Beliefs(_) => book.made(ask, |map: &beliefs::Beliefs| {
            let days = map.rows.iter().map(|row| row.known_by.to_string());
            days.map(|day| Row::named(&day, "")).collect()
        }),
        Page::Help(text) => {
            let row = |[keys, what, ..]: [&str; 4]| Row::named(what, format!("{keys:12} {what}"));
            let is_found = |row: &Row| row.name.to_lowercase().contains(&text.to_lowercase());
            keys::all().map(row).filter(is_found).collect()
        }
        Page::Show(..) | Page::Answer(_) => {
            let row = |event: &Event| Row {
                name: format!("{:10}  {}", event.date.human(), event.title),
                word: signs::counts(event).text(),
                ..Row::about(Kind::Event, &event.id, PLAIN)
            };
            let rows = |found: &timeline::Listing| found.events.iter().map(row).collect();
            book.made(ask, rows)
        }
    }
}

/// Each clause, and how it stands.
fn stands(book: &Book, at: &str) -> Vec<Row> {
    let view = book.view();
    let Ok(at) = view.at(at) else {
        return Vec::new();
    };
    let clauses = Recorder::new(&view).by_topic().into_iter();
    let rows = clauses.map(|clause| {
        let state = view.history.state(clause, at.instant);
        let (word, role) = match state.status {
            _ if !state.pending.is_empty() => ("perhaps", Role::Doubt),
            Status::InForce => ("in force", Role::Plain),
            Status::Unclear => ("unclear", Role::Doubt),
            status => (status.word(), Role::Faint),
        };
        let clause = &view.timeline.clauses[clause];
        Row {
            topic: clause.topic.as_deref().unwrap_or(NO_TOPIC).to_owned(),
            ..Row::about(Kind::Clause, &clause.id, Mark::new("", word, role))
        }
    });
    rows.collect()
}

/// How many clauses stand how, and since when that is only assumed.
fn standing(book: &Book, place: &Place, rows: &[Row]) -> String {
    let counts = STANDS.map(|word| (rows.iter().filter(|row| row.word == word).count(), word));
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts = counts.map(|(count, word)| format!("{count} {word}"));
    let counts = counts.collect::<Vec<_>>().join(", ");
    let kept = book.whole().recorded.and_then(Date::last);
    match kept.filter(|kept| place.when.day > *kept) {
        Some(kept) => format!("assumed since {kept}: {counts}"),
        None => counts,
    }
}

fn differing(book: &Book, ask: &Ask) -> Vec<Row> {
    let rows = |found: &Difference| found.all().map(|diff| Row::differs(diff, ask)).collect();
    book.made(ask, rows)
}

fn clauses(book: &Book, place: &Place, stands: Vec<Row>) -> Vec<Row> {
    let at = &place.when.text;
    let mut changed: HashMap<String, Row> = HashMap::new();
    if book.steps.contains_key(at) {
        let rows = differing(book, &Ask::of(&["diff", at])).into_iter().rev();
        changed.extend(rows.map(|mut row| {
            // On the day of its expiry it is still in force.
            row.word = row.word.replace("expired", "last day");
            (row.key.clone(), row)
        }));
    }
    let rows = stands.into_iter().filter_map(|row| {
        let found = changed.remove(&row.key);
        let topic = row.topic.clone();
        let found = found.map(|found| Row { topic, ..found });
        found.or_else(|| place.with_unchanged.then_some(row))
    });
    rows.collect()
}

fn compared(book: &Book, place: &Place, ask: &Ask, mut others: Vec<Row>) -> Vec<Row> {
    let mut rows = differing(book, ask);
    if place.with_unchanged {
        others.retain(|row| STANDS[..3].contains(&&*row.word));
        others.retain(|other| rows.iter().all(|row| row.key != other.key));
        for mut row in others {
            (row.sign, row.word) = ("=", "unchanged".into());
            rows.push(row);
        }
    }
    rows
}

fn changes(book: &Book, id: &str, at: &str, ask: &Ask) -> Vec<Row> {
    let row = |of: &ClauseChange| {
        let event = &of.event;
        let is_step = book.steps.contains_key(event) && !of.planned;
        let then = || Page::Show(Kind::Clause, id.to_owned()).ask(event);
        Row {
            name: format!("{:10}  {event}", of.change.date.human()),
            shown: is_step.then(then),
            ..Row::about(Kind::Event, event, signs::of(of.change.action))
        }
    };
    let rows = |life: &clause::ClauseLife| life.changes.iter().map(row).collect();
    let mut rows: Vec<Row> = book.made(ask, rows);
    rows.insert(0, Row::named("", format!("as of {at}")));
    rows
}

/// Who says what an event is, and the clauses that it changed.
fn changed(book: &Book, id: &str, ask: &Ask) -> Vec<Row> {
    let did = Ask::of(&["diff", id]);
    book.made(ask, |page: &event::EventPage| {
        let sources = Row {
            word: "who says so".into(),
            role: Role::Faint,
            open: Some(Page::Sources(ask.clone())),
            ..Row::named("", page.event.date.human())
        };
        let changed = page.changed.iter().map(|diff| Row::differs(diff, &did));
        [sources].into_iter().chain(changed).collect()
    })
}

/// The day that a text names, then where its words are: first the thing of which it is the id. What stood on a day has
/// the word of its clause.
fn found(
    book: &Book,
    (text, kind): (&str, Option<Kind>),
    ask: &Ask,
    (stands, on): (&[Row], Day),
) -> Vec<Row> {
    let day = book.view().at(text).ok().filter(|_| kind.is_none());
    let day = day.map(|at| Row {
        shown: Some(Page::Main.ask(&at.again())),
        open: Some(Page::Main),
        ..Row::named("", format!("to the close of {text}"))
    });
    let stands: HashMap<&str, &Row> = stands.iter().map(|row| (&*row.key, row)).collect();
    let word = |hit: &find::Hit| match (hit.from, hit.to, hit.gone.and(hit.stood.0)) {
        (_, Some(to), _) if to < on => format!("to {to}"),
        (Some(from), ..) if from > on => format!("from {from}"),
        (_, _, Some(set)) => format!("set {}", set.human()),
        _ if hit.kind == Kind::Event => hit.date.map_or_else(String::new, Date::human),
        _ => (stands.get(&*hit.id)).map_or_else(String::new, |row| row.word.clone()),
    };
    let row = |refs: &Refs, place: usize, hit: &find::Hit| {
        let (what, of) = match &*hit.field {
            "title" | "id" => (hit.kind.word(), hit.id.clone()),
            field => match field.strip_prefix("terms.") {
                Some(term) => ("term", format!("{} · {term}", hit.id)),
                None => (field, hit.id.clone()),
            },
        };
        Row {
            key: place.to_string(),
            name: format!("{what:7} {of}"),
            text: find::table::found(refs, hit, Look::default()).text(),
            word: word(hit),
            ..Row::about(hit.kind, &hit.id, PLAIN)
        }
    };
    let mut rows: Vec<Row> = book.told(ask, |report| {
        let found = report.answer.downcast_ref::<find::Findings>();
        let mut hits: Vec<_> = found.iter().flat_map(|found| &found.hits).collect();
        hits.retain(|hit| kind.is_none_or(|of| of == hit.kind));
        hits.sort_by_key(|hit| hit.id != text);
        let hits = hits.into_iter().enumerate();
        hits.map(|(place, hit)| row(&report.context.refs, place, hit))
            .collect()
    });
    rows.splice(..0, day);
    rows
}

/// What may be believed and supposed, and the days by which anything was known.
fn lenses(book: &Book) -> Vec<Row> {
    let (lens, timeline) = (&book.global.lens, book.whole());
    let row = |kind: &str, name: &str, is_on: bool| {
        let name = format!("{kind} {name}");
        let mut row = Row::named(&name, &*name);
        row.sign = if is_on { "*" } else { "" };
        row
    };
    let bases = Basis::WORDS.iter();
    let bases = bases.map(|word| row("basis", word, lens.basis.word() == *word));
    let plans = timeline.events.iter().filter(|event| event.planned);
    let plans = plans.map(|event| &event.id);
    let suppose: BTreeSet<&String> = timeline.conditions().chain(plans).collect();
    let suppose = suppose.iter();
    let suppose = suppose.map(|of| row("suppose", of, lens.suppose.contains(of)));
    let sources = timeline.sources_shown();
    let sources = sources.map(|place| &timeline.sources[place].id);
    let sources = sources.map(|id| row("according-to", id, lens.according_to.contains(id)));
    let known = book.known().into_iter().map(|day| day.to_string());
    let known = known.map(|day| row("known-by", &day, lens.known_by.as_ref() == Some(&day)));
    bases.chain(suppose).chain(sources).chain(known).collect()
}
