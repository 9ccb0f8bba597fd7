//! Where the reader is, and what that shows: a title, rows, and the call beside them, all made of what calls answer.

use std::collections::BTreeSet;

use super::KEYS;
use super::book::{Agreement, Book, read};
use crate::agreement::lanes::{Standing, standing};
use crate::agreement::{Basis, Source};
use crate::answer::block::{Mark, Role};
use crate::answer::{At, ClauseChange, NO_TOPIC, beliefs, beliefs::Beliefs};
use crate::date::{Date, Day};
use crate::phrases::{self, signs};
use crate::questions::diff::{Difference, item, table::news};
use crate::questions::{clause, find, view::Kind};
use crate::shell::LensArgs;
use crate::text::words::{parted, some_list};

/// The pages, in the order of their rows in `pages.txt`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Page {
    #[default]
    Folder,
    Main,
    Compare,
    Clause,
    Event,
    Beliefs,
    Find,
    Keys,
    Lenses,
    /// The sources on which an answer rests.
    Sources,
    /// An answer by itself.
    Answer,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Location {
    pub(super) agreement: usize,
    pub(super) page: Page,
    /// What the page is of, or what is typed there.
    pub(super) id: String,
    pub(super) at: At,
    /// The day with which that of the place is compared.
    pub(super) from: At,
    pub(super) lens: LensArgs,
    /// The key of the row that is chosen; the first where there is none of this key.
    pub(super) row: Option<String>,
    pub(super) scroll: usize,
    /// Whether keys move the answer, and not the row.
    pub(super) in_answer: bool,
    /// Whether clauses that did not change are left out of all, or stand beside those that differ.
    pub(super) turned: bool,
    /// The place of a kind in `KINDS`, of which alone is found.
    pub(super) kind: usize,
}

impl Location {
    /// Another page of the same agreement, on the same day and through the same lens.
    pub(super) fn to(&self, page: Page, id: impl Into<String>) -> Self {
        Self {
            agreement: self.agreement,
            page,
            id: id.into(),
            at: self.at.clone(),
            lens: self.lens.clone(),
            ..Self::default()
        }
    }

    /// The page of an answer that has no other.
    pub(super) fn to_answer(&self, call: String) -> Self {
        self.to(Page::Answer, call)
    }

    /// A title and a call, in which names stand for what the place has, or the keys.
    fn column(&self, column: usize) -> &'static str {
        let line = include_str!("pages.txt").lines().nth(self.page as usize);
        let mut columns = line.unwrap_or_default().split('|').map(str::trim);
        columns.nth(column).unwrap_or_default()
    }

    pub(super) fn title(&self) -> String {
        self.column(0).replace("ID", &self.id)
    }

    pub(super) fn keys(&self) -> &'static str {
        self.column(2)
    }

    /// What is asked there.
    pub(super) fn call(&self) -> String {
        let call = self.column(1).replace("AT", &self.at.when);
        call.replace("FROM", &self.from.when)
            .replace("ID", &self.id)
    }

    /// Whether it shows how things stand on a day.
    pub(super) fn has_day(&self) -> bool {
        let days = [Page::Main, Page::Compare, Page::Clause, Page::Beliefs];
        days.contains(&self.page)
    }
}

#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) rows: Vec<Row>,
    pub(super) chosen: usize,
    /// How many clauses stand how.
    pub(super) standing: String,
    /// What the pane shows and the last line but one calls.
    pub(super) call: String,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) key: String,
    pub(super) name: String,
    /// Its sign stands before the name, its word at the right.
    pub(super) mark: Mark,
    pub(super) topic: String,
    /// Where it leads.
    pub(super) open: Option<Location>,
    /// What is shown beside it, where that is not the page to which it leads.
    shown: Option<String>,
}

/// What is found, by what it is of.
pub(super) const KINDS: [&str; 7] = ["all", "clause", "event", "term", "source", "party", "text"];

/// How clauses stand, in the order in which they are counted.
const STANDING: [&str; 6] = [
    "in force", "unclear", "perhaps", "ended", "expired", "not yet",
];

impl Row {
    fn new(key: impl Into<String>, name: impl Into<String>, open: Option<Location>) -> Self {
        Self {
            key: key.into(),
            name: name.into(),
            open,
            ..Self::default()
        }
    }
}

impl Sheet {
    pub(super) fn of(book: &Book, place: &Location) -> Self {
        let clauses = clauses(book, place);
        let is = |word: &str| clauses.iter().filter(|row| row.mark.word == word).count();
        let counts = STANDING.map(|word| (is(word), word)).into_iter();
        let counts = counts.filter(|(count, _)| *count > 0);
        let standing = parted(counts.map(|(count, word)| format!("{count} {word}")), ", ");
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
        let call = row.and_then(|row| row.shown.clone().or(Some(row.open.as_ref()?.call())));
        let path = book.path().unwrap_or("bundled".to_owned());
        let agreement = format!("{} ({path})", book.whole().title);
        Self {
            title: place.title().replace("TITLE", &agreement),
            subtitle: subtitle(book, place, rows.len()),
            call: call.unwrap_or_else(|| place.call()),
            rows,
            chosen,
            standing: standing.unwrap_or_default(),
        }
    }

    pub(super) fn row(&self) -> Option<&Row> {
        self.rows.get(self.chosen)
    }
}

/// What happened on the day, what differs, or what is typed.
fn subtitle(book: &Book, place: &Location, found: usize) -> String {
    let typed = format!("/ {}▏   {found} found", place.id);
    match place.page {
        Page::Main | Page::Clause => {
            let count = book.steps.len();
            let Ok(nth) = book.place(&place.at) else {
                let (Ok(before) | Err(before)) = book.place(&place.at);
                return format!("{before}/{count} by the close of this day");
            };
            let did = format!("diff {}", place.at.when);
            let did = book.made(&did, |did| format!(": {}", news(did)));
            format!("{}/{count} {}{did}", nth + 1, book.steps[nth].1)
        }
        Page::Folder => {
            let files = some_list(&book.left_out);
            files.map_or_else(String::new, |files| format!("left out: {files}"))
        }
        Page::Compare => book.made(&place.call(), news),
        Page::Beliefs => "what held on the days across, as known by the day at the left".to_owned(),
        Page::Keys => typed,
        Page::Find => format!("{typed}   kind: {}", KINDS[place.kind]),
        _ => String::new(),
    }
}

fn rows(book: &Book, place: &Location, clauses: Vec<Row>) -> Vec<Row> {
    let call = place.call();
    match place.page {
        Page::Folder => {
            let row = |of: &Agreement| Row::new(&of.id, format!("{}  {}", of.id, of.title), None);
            book.agreements.iter().map(row).collect()
        }
        Page::Main => {
            let mut rows = clauses;
            if book.steps.contains_key(&place.at.when) {
                rows = differing(book, place, &format!("diff {}", place.at.when), rows);
            }
            rows.retain(|row| !(place.turned && row.mark.sign.is_empty()));
            rows
        }
        Page::Compare if place.turned => differing(book, place, &call, clauses),
        Page::Compare => differing(book, place, &call, Vec::new()),
        Page::Event => {
            let sources = Row::new("", "who says so", Some(place.to(Page::Sources, call)));
            differing(book, place, &format!("diff {}", place.id), vec![sources])
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
                let open = place.to_answer(format!("show source {id}"));
                Row::new(id, format!("{published:10}  {id}"), Some(open))
            };
            let report = book.ask(&call).ok();
            let sources = report.iter().flat_map(|of| &of.context.refs.sources);
            sources.map(row).collect()
        }
        Page::Answer => Vec::new(),
    }
}

/// How each clause stands on the day of the place.
fn clauses(book: &Book, place: &Location) -> Vec<Row> {
    let view = book.view();
    let row = |clause: usize| {
        let state = view.history.state(clause, place.at.instant);
        let (word, role) = match standing(&state) {
            Standing::InForce => ("in force", Role::Plain),
            Standing::Changing => ("in force", Role::Doubt),
            Standing::Unclear => ("unclear", Role::Doubt),
            Standing::Perhaps => ("perhaps", Role::Doubt),
            Standing::No => (state.status.word(), Role::Faint),
        };
        let of = &view.timeline.clauses[clause];
        let topic = of.topic.as_deref().unwrap_or(NO_TOPIC);
        Row {
            mark: Mark::new("", word, role),
            topic: topic.to_uppercase(),
            ..Row::new(&of.id, &of.id, Some(place.to(Page::Clause, &of.id)))
        }
    };
    view.by_topic().into_iter().map(row).collect()
}

/// Some rows with each clause that differs in its place, or behind all.
fn differing(book: &Book, place: &Location, call: &str, mut rows: Vec<Row>) -> Vec<Row> {
    book.made(call, |found: &Difference| {
        for diff in found.all() {
            let id = &diff.clause;
            let known = rows.iter().position(|row| row.key == *id);
            let at = known.unwrap_or(rows.len());
            if known.is_none() {
                rows.push(Row::new(id, id, Some(place.to(Page::Clause, id))));
            }
            rows[at].mark = item::mark(diff);
            rows[at].shown = Some(format!("{call} --clause {id}"));
        }
    });
    rows
}

/// How the clause stands on the day of the place, and the events that changed it.
fn changes(book: &Book, place: &Location) -> Vec<Row> {
    // An event may change it more than once.
    let row = |(nth, of): (usize, &ClauseChange)| {
        let name = format!("{:10}  {}", of.change.date.human(), of.event);
        // On the day to which it applies.
        let day = of.change.last.filter(|_| !of.planned);
        let shown = |day: Day| format!("show clause {} --at {day}", place.id);
        Row {
            mark: signs::of(of.change.action),
            shown: day.map(shown),
            ..Row::new(
                format!("{nth} {}", of.event),
                name,
                Some(place.to(Page::Event, &of.event)),
            )
        }
    };
    let mut rows = vec![Row::new("", format!("as of {}", place.at.when), None)];
    book.made(&place.call(), |life: &clause::ClauseLife| {
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
        Row {
            shown: Some(place.call()),
            ..Row::new(known_by, "", Some(then))
        }
    };
    let rows = |map: &Beliefs| map.rows.iter().map(row).collect();
    book.made(&place.call(), rows)
}

/// The day that a text names, then where its words are: first the thing of which it is the id.
fn found(book: &Book, place: &Location) -> Vec<Row> {
    let (text, kind) = (&place.id, KINDS[place.kind]);
    let mut rows = Vec::new();
    if let Ok(at) = book.at(text) {
        let day = Location {
            at,
            ..place.to(Page::Main, "")
        };
        rows.push(Row::new("", format!("to the close of {text}"), Some(day)));
    }
    book.made(&place.call(), |found: &find::Findings| {
        let mut hits: Vec<_> = found.hits.iter().enumerate().collect();
        hits.sort_by_key(|(_, hit)| hit.id != *text);
        rows.extend(hits.into_iter().map(|(nth, hit)| hit_row(place, nth, hit)));
    });
    rows.retain(|row| kind == "all" || row.topic == kind);
    rows
}

/// Where words are: in what a thing is called, in a term or in another text.
fn hit_row(place: &Location, nth: usize, hit: &find::Hit) -> Row {
    let of = match &*hit.field {
        "title" | "id" | "name" | "publisher" => hit.kind.word(),
        field if field.starts_with("terms.") => "term",
        _ => "text",
    };
    let open = match hit.kind {
        Kind::Clause => place.to(Page::Clause, &hit.id),
        Kind::Event => place.to(Page::Event, &hit.id),
        kind => place.to_answer(format!("show {kind} {}", hit.id)),
    };
    let from = hit.from.or(hit.of.date.and_then(Date::first));
    let from = from.map_or_else(String::new, |from| from.to_string());
    let basis = hit.of.basis.and_then(phrases::basis).unwrap_or_default();
    let name = format!("{of:6}  {:28}  {from:10}  {}", hit.id, hit.text);
    Row {
        topic: of.into(),
        mark: Mark::new("", basis, Role::Faint),
        ..Row::new(nth.to_string(), name, Some(open))
    }
}

/// What may be believed and supposed, and the days by which anything was known; each leads to the other choice.
fn lenses(book: &Book, place: &Location) -> Vec<Row> {
    let timeline = book.whole();
    let plans = timeline.events.iter().filter(|event| event.planned);
    let plans = plans.map(|event| &event.id).chain(timeline.conditions());
    let plans: BTreeSet<&String> = plans.collect();
    let sources = timeline.sources_shown();
    let sources = sources.map(|place| timeline.sources[place].id.clone());
    let known = book.known().into_iter().map(|day| day.to_string());
    let bases = Basis::WORDS.iter().map(|word| (*word).to_owned());
    let all = bases.map(|word| ("basis", word));
    let all = all.chain(plans.into_iter().map(|id| ("suppose", id.clone())));
    let all = all.chain(sources.map(|id| ("according-to", id)));
    let all = all.chain(known.map(|day| ("known-by", day)));
    let row = |(kind, name): (&'static str, String)| {
        let (is_on, lens) = switched(&place.lens, (kind, &name));
        let key = format!("{kind} {name}");
        let other = Location {
            row: Some(key.clone()),
            lens,
            ..place.clone()
        };
        let sign = if is_on { "*" } else { "" };
        Row {
            mark: Mark::new(sign, "", Role::Plain),
            ..Row::new(&key, &key, Some(other))
        }
    };
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
