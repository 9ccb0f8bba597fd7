//! What a place shows: its title, its rows, and what is asked beside them, most of it made of the answers that calls
//! give.

use std::collections::{BTreeSet, HashMap};

use super::book::{Agreement, Book};
use super::keys;
use super::place::{Ask, Page, Place};
use crate::agreement::compare::How;
use crate::agreement::{Basis, EntryId, Source, Status};
use crate::answer::beliefs::{self, Beliefs};
use crate::answer::block::{Mark, Role};
use crate::answer::{ClauseChange, Diff, Event, Look};
use crate::date::{Date, Day};
use crate::phrases::signs;
use crate::questions::chart::NO_TOPIC;
use crate::questions::diff::table::counts;
use crate::questions::diff::{Difference, item};
use crate::questions::recorder::Recorder;
use crate::questions::view::Kind;
use crate::questions::{clause, event, find, timeline};
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

    /// A clause that differs. Names have more room where doubt is a sign.
    fn differs(found: &Diff, ask: &Ask, expired: &str) -> Self {
        let [mark, certain] = [item::mark(found), item::certain(found)];
        let is_expired = found.how == How::Expired && !found.reversed;
        let word = if is_expired { expired } else { certain.word };
        let doubt = if mark == certain { "" } else { "?" };
        Self {
            word: format!("{word}{doubt}"),
            shown: Some(ask.clone().and(&["--clause", &found.clause])),
            ..Self::about(Kind::Clause, &found.clause, mark)
        }
    }
}

impl Sheet {
    pub(super) fn of(book: &Book, place: &Place) -> Self {
        let at = place.when.text.as_str();
        let stands = stands(book, at);
        let standing = standing(book, place, &stands);
        let mut sheet = Self::page(book, place, stands);
        if sheet.standing.is_empty() {
            sheet.standing = standing;
        }
        let position = |is: &dyn Fn(&Row) -> bool| sheet.rows.iter().position(is);
        let chosen = position(&|row| Some(&row.key) == place.row.as_ref());
        let changed = || position(&|row| sheet.letter == 'm' && !row.sign.is_empty());
        sheet.chosen = chosen.or_else(changed).unwrap_or(0);
        let beside = sheet.row().and_then(|row| row.ask(at));
        sheet.ask = beside.unwrap_or_else(|| place.page.ask(at));
        sheet
    }

    fn new(letter: char, title: impl Into<String>, rows: Vec<Row>) -> Self {
        Self {
            letter,
            title: title.into(),
            rows,
            ..Self::default()
        }
    }

    fn under(self, subtitle: impl Into<String>) -> Self {
        let subtitle = subtitle.into();
        Self { subtitle, ..self }
    }

    fn page(book: &Book, place: &Place, stands: Vec<Row>) -> Self {
        let ask = place.page.ask(&place.when.text);
        match &place.page {
            Page::Folder => {
                let row = |of: &Agreement| Row {
                    word: of.id.clone(),
                    role: Role::Faint,
                    ..Row::named(&of.id, &*of.title)
                };
                let rows: Vec<Row> = book.agreements.iter().map(row).collect();
                Self::new('o', Count(rows.len(), "agreement").to_string(), rows)
            }
            Page::Main => {
                let (title, path) = (&book.whole().title, book.path());
                let title = format!("{title} ({})", path.as_deref().unwrap_or("bundled"));
                Self::new('m', title, clauses(book, place, stands)).under(happened(book, place))
            }
            Page::Compare(_) => {
                let rows = compared(book, place, &ask, stands);
                Self::new('c', "Compare a and b", rows).under(book.made(&ask, counts))
            }
            Page::Show(Kind::Clause, id) => {
                let rows = changes(book, id, &place.when.text, &ask);
                Self::new('h', format!("{id} and its history"), rows).under(happened(book, place))
            }
            Page::Show(Kind::Event, id) => {
                let rows = changed(book, id, &ask);
                Self::new('e', format!("Event {id}"), rows).under(happened(book, place))
            }
            Page::Show(kind, id) => Self::new('a', format!("{kind} {id}"), Vec::new()),
            Page::Sources(of) => Self::new(
                's',
                format!("Who says so:{}", of.words()),
                sources(book, of),
            ),
            Page::Beliefs(id) => {
                let row = |row: &beliefs::Row| Row::named(&row.known_by.to_string(), "");
                let rows = |map: &Beliefs| map.rows.iter().map(row).collect();
                let title = format!("What was known of {id}, and when");
                Self::new('b', title, book.made(&ask, rows)).under(ACROSS)
            }
            Page::Find(text, kind) => {
                let rows = found(book, (text, *kind), &ask, (&stands, place.when.day));
                let (count, word) = (rows.len(), kind.map_or("all", Kind::word));
                let why = book.view().at(text).err();
                let why = why.filter(|_| rows.is_empty() && !text.is_empty());
                Self {
                    subtitle: format!("/ {text}▏   {count} found   kind: {word}"),
                    standing: why.map(|why| why.message).unwrap_or_default(),
                    ..Self::new('f', "Find", rows)
                }
            }
            Page::Lenses => Self::new('l', "What is believed", lenses(book)).under(SWITCHES),
            Page::Help(text) => {
                let row =
                    |[keys, what, ..]: [&str; 4]| Row::named(what, format!("{keys:12} {what}"));
                let mut rows: Vec<Row> = keys::all().map(row).collect();
                rows.retain(|row| row.name.to_lowercase().contains(&text.to_lowercase()));
                let typed = format!("/ {text}▏   {} found", rows.len());
                Self::new('?', "Keys", rows).under(typed)
            }
            Page::Answer(of) => Self::new('a', of.words().trim(), events(book, of)),
        }
    }

    pub(super) fn row(&self) -> Option<&Row> {
        self.rows.get(self.chosen)
    }
}

/// Which of the steps the day is, and what that did.
fn happened(book: &Book, place: &Place) -> String {
    let (id, count) = (&place.when.text, book.steps.len());
    let at = match book.place(&place.when) {
        Err(before) => return format!("{before}/{count} by the close of this day"),
        Ok(at) => at,
    };
    let is_deed = matches!(EntryId::parse(id), EntryId::Event(_) | EntryId::Effect(..));
    let did = is_deed.then(|| book.made(&Ask::of(&["diff", id]), counts));
    let did = did.map_or_else(String::new, |did| format!(": {did}"));
    format!("{}/{count} {}{did}", at + 1, book.steps[at].title)
}

fn sources(book: &Book, ask: &Ask) -> Vec<Row> {
    book.told(ask, |report| {
        let sources = report.context.refs.sources.iter();
        let row = |(id, source): (&String, &Source)| Row {
            word: source.published.map_or_else(String::new, Date::human),
            ..Row::about(Kind::Source, id, PLAIN)
        };
        sources.map(row).collect()
    })
}

fn events(book: &Book, ask: &Ask) -> Vec<Row> {
    let row = |event: &Event| Row {
        name: format!("{:10}  {}", event.date.human(), event.title),
        word: signs::counts(event).text(),
        ..Row::about(Kind::Event, &event.id, PLAIN)
    };
    let rows = |found: &timeline::Listing| found.events.iter().map(row).collect();
    book.made(ask, rows)
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

/// What differs, each as it is called where an expiry is called so.
fn differing(book: &Book, ask: &Ask, expired: &str) -> Vec<Row> {
    let row = |diff: &Diff| Row::differs(diff, ask, expired);
    book.made(ask, |found: &Difference| found.all().map(row).collect())
}

fn clauses(book: &Book, place: &Place, stands: Vec<Row>) -> Vec<Row> {
    let at = &place.when.text;
    let is_step = book.steps.contains_key(at);
    // On the day of its expiry a clause is still in force.
    let changed = is_step.then(|| differing(book, &Ask::of(&["diff", at]), "last day"));
    let changed = changed.unwrap_or_default().into_iter().rev();
    let mut changed: HashMap<String, Row> = changed.map(|row| (row.key.clone(), row)).collect();
    let rows = stands.into_iter().filter_map(|row| {
        let found = changed.remove(&row.key);
        let topic = row.topic.clone();
        let found = found.map(|found| Row { topic, ..found });
        found.or_else(|| place.with_unchanged.then_some(row))
    });
    rows.collect()
}

fn compared(book: &Book, place: &Place, ask: &Ask, mut others: Vec<Row>) -> Vec<Row> {
    let mut rows = differing(book, ask, "expired");
    if place.with_unchanged {
        others.retain(|row| STANDS[..3].contains(&&*row.word));
        others.retain(|other| rows.iter().all(|row| row.key != other.key));
        let unchanged = |row| Row {
            sign: "=",
            word: "unchanged".into(),
            ..row
        };
        rows.extend(others.into_iter().map(unchanged));
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
        let changed = page.changed.iter();
        let changed = changed.map(|diff| Row::differs(diff, &did, "expired"));
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
    let row = |(place, hit): (usize, &find::Hit)| {
        let (what, of) = match (&*hit.field, hit.field.strip_prefix("terms.")) {
            ("title" | "id", _) => (hit.kind.word(), String::new()),
            (_, Some(term)) => ("term", format!(" · {term}")),
            (field, None) => (field, String::new()),
        };
        Row {
            key: place.to_string(),
            name: format!("{what:7} {}{of}", hit.id),
            word: word(hit),
            role: Role::Faint,
            open: Some(Page::Show(hit.kind, hit.id.clone())),
            ..Row::default()
        }
    };
    let mut rows: Vec<Row> = book.made(ask, |found: &find::Findings| {
        let mut hits: Vec<_> = found.hits.iter().enumerate().collect();
        hits.retain(|(_, hit)| kind.is_none_or(|of| of == hit.kind));
        hits.sort_by_key(|(_, hit)| hit.id != text);
        hits.into_iter().map(row).collect()
    });
    rows.splice(..0, day);
    rows
}

/// What was found in a row of a search; it is put into words where it is seen.
pub(super) fn said(book: &Book, place: &Place, row: &Row) -> Option<String> {
    let Page::Find(..) = place.page else {
        return None;
    };
    book.told(&place.page.ask(""), |report| {
        let found: &find::Findings = report.answer.downcast_ref()?;
        let hit = found.hits.get(row.key.parse::<usize>().ok()?)?;
        let line = find::table::found(&report.context.refs, hit, Look::default());
        Some(line.text())
    })
}

/// What may be believed and supposed, and the days by which anything was known.
fn lenses(book: &Book) -> Vec<Row> {
    let (lens, timeline) = (&book.global.lens, book.whole());
    let row = |kind: &str, name: &str, is_on: bool| {
        let (name, sign) = (format!("{kind} {name}"), if is_on { "*" } else { "" });
        Row {
            sign,
            ..Row::named(&name, &*name)
        }
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
