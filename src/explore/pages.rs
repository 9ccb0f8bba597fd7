//! Where the reader is, and the rows that are shown there, all made of what calls answer.

use std::collections::BTreeSet;

use super::{KEYS, explorer::Explorer};
use crate::agreement::Basis;
use crate::agreement::lanes::{Standing, standing};
use crate::answer::block::{Mark, Role};
use crate::answer::{At, Heading, NO_TOPIC, beliefs::Beliefs};
use crate::date::Date;
use crate::phrases::{self, signs};
use crate::questions::diff::{Difference, item, table::news};
use crate::questions::{clause::ClauseLife, find::Findings, find::Hit, terms};
use crate::shell::LensArgs;

/// The pages, in the order of their rows in `pages.txt`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Page {
    #[default]
    Folder,
    Main,
    Compare,
    Clause,
    Beliefs,
    Find,
    Keys,
    Lenses,
    /// An answer by itself, with all that it names or only with its sources.
    Answer,
    Sources,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Location {
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
            page,
            id: id.into(),
            at: self.at.clone(),
            lens: self.lens.clone(),
            ..Self::default()
        }
    }

    /// The page of a thing of some kind.
    fn of(&self, kind: &str, id: &str) -> Self {
        match kind {
            "clause" => self.to(Page::Clause, id),
            _ => self.to(Page::Answer, format!("show {kind} {id}")),
        }
    }

    /// Of the page its title, its call or its keys, in which names stand for what the place has.
    pub(super) fn column(&self, column: usize) -> String {
        let line = include_str!("pages.txt").lines().nth(self.page as usize);
        let text = line.and_then(|line| line.split('|').nth(column));
        let text = text.unwrap_or_default().trim();
        text.replace("AT", &self.at.when)
            .replace("FROM", &self.from.when)
            .replace("ID", &self.id)
    }

    pub(super) fn call(&self) -> String {
        self.column(1)
    }

    /// Whether it shows how things stand on a day.
    pub(super) fn has_day(&self) -> bool {
        use Page::{Beliefs, Clause, Compare, Main};
        matches!(self.page, Main | Compare | Clause | Beliefs)
    }
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
    pub(super) shown: Option<String>,
}

/// What is found, by what it is of.
pub(super) const KINDS: [&str; 7] = ["all", "clause", "event", "term", "source", "party", "text"];

impl Row {
    /// A row that has its key for a name.
    fn new(key: impl Into<String>, open: impl Into<Option<Location>>) -> Self {
        let key = key.into();
        Self {
            name: key.clone(),
            key,
            open: open.into(),
            ..Self::default()
        }
    }

    fn named(self, name: String, mark: Mark) -> Self {
        Self { name, mark, ..self }
    }
}

impl Explorer {
    /// What happened on the day, what differs, or what is typed.
    pub(super) fn subtitle(&self) -> String {
        let (book, place) = (&self.book, &self.place);
        let typed = format!("/ {}▏   {} found", place.id, self.rows.len());
        match place.page {
            Page::Main | Page::Clause => {
                let (view, count) = (book.view(), book.steps.len());
                let [_, nth] = book.steps_by(&place.at);
                let Some(step) = view.entry(&place.at.when) else {
                    return format!("{nth}/{count} by the close of this day");
                };
                let title = &view.event_of(step).title;
                let did = book.made(&format!("diff {}", place.at.when), news);
                format!("{nth}/{count} {title}: {did}")
            }
            Page::Folder => book.agreements.left_out.clone().unwrap_or_default(),
            Page::Compare => book.made(&place.call(), news),
            Page::Keys => typed,
            Page::Find => format!("{typed}   kind: {}", KINDS[place.kind]),
            _ => String::new(),
        }
    }

    /// The rows of the page, of which some are made of those of all clauses.
    pub(super) fn listed(&self, mut clauses: Vec<Row>) -> Vec<Row> {
        let (book, place) = (&self.book, &self.place);
        match place.page {
            Page::Folder => {
                let row = |of: &Heading| {
                    let name = format!("{}  {}", of.id, of.title);
                    Row::new(&of.id, None).named(name, Mark::default())
                };
                book.agreements.headings.iter().map(row).collect()
            }
            Page::Main => {
                if place.at.event.is_some() {
                    clauses = self.differing(&format!("diff {}", place.at.when), clauses);
                }
                clauses.retain(|row| !(place.turned && row.mark.sign.is_empty()));
                clauses
            }
            Page::Compare => {
                clauses.retain(|_| place.turned);
                self.differing(&place.call(), clauses)
            }
            Page::Clause => self.changes(),
            Page::Beliefs => self.beliefs(),
            Page::Find => self.found(),
            Page::Keys => {
                let wanted = place.id.to_lowercase();
                let keys = KEYS.lines().filter_map(|line| line.strip_prefix("  "));
                let found = keys.filter(|line| line.to_lowercase().contains(&wanted));
                found.map(|line| Row::new(line, None)).collect()
            }
            Page::Lenses => self.lenses(),
            Page::Answer => self.named(""),
            Page::Sources => self.named("source "),
        }
    }

    /// Each clause on the day of the place, and how many stand how.
    pub(super) fn clauses(&self) -> (Vec<Row>, String) {
        let (view, place) = (self.book.view(), &self.place);
        let (mut rows, mut statuses) = (Vec::new(), Vec::new());
        for clause in view.by_topic() {
            let state = view.history.state(clause, place.at.instant);
            let (word, role) = match (standing(&state), state.status.word()) {
                (Standing::Perhaps, _) => ("perhaps", Role::Doubt),
                (Standing::InForce, word) => (word, Role::Plain),
                (Standing::No, word) => (word, Role::Faint),
                (_, word) => (word, Role::Doubt),
            };
            let of = &view.timeline.clauses[clause];
            let mut row = Row::new(&of.id, place.of("clause", &of.id));
            row.mark = Mark::new("", word, role);
            let topic = of.topic.as_deref().unwrap_or(NO_TOPIC);
            topic.clone_into(&mut row.topic);
            statuses.push(state.status);
            rows.push(row);
        }
        let perhaps = rows.iter().filter(|row| row.mark.word == "perhaps").count();
        let perhaps = Some(format!("; {perhaps} perhaps")).filter(|_| perhaps > 0);
        (
            rows,
            terms::counts(&statuses, "") + &perhaps.unwrap_or_default(),
        )
    }

    /// Some rows with each clause that differs in its place, or behind all.
    fn differing(&self, call: &str, mut rows: Vec<Row>) -> Vec<Row> {
        self.book.made(call, |found: &Difference| {
            for diff in found.all() {
                let id = &diff.clause;
                let known = rows.iter().position(|row| row.key == *id);
                let at = known.unwrap_or_else(|| {
                    rows.push(Row::new(id, self.place.of("clause", id)));
                    rows.len() - 1
                });
                rows[at].mark = item::mark(diff);
                rows[at].shown = Some(format!("{call} --clause {id}"));
            }
        });
        rows
    }

    /// What an answer names, of one kind or of all; what an event did to a clause is shown beside it.
    fn named(&self, kind: &str) -> Vec<Row> {
        let (place, mut rows) = (&self.place, vec![Row::new("all of it", None)]);
        if let Ok(report) = self.book.ask(&place.id) {
            let refs = &report.context.refs;
            let clauses = refs.clauses.keys();
            rows.extend(clauses.map(|id| Row::new(id, place.of("clause", id))));
            let events = refs.events.keys().map(|id| ("event", id));
            let all = events.chain(refs.sources.keys().map(|id| ("source", id)));
            rows.extend(all.map(|(of, id)| Row::new(format!("{of} {id}"), place.of(of, id))));
        }
        rows.retain(|row| row.key.starts_with(kind));
        match place.id.strip_prefix("show event ") {
            Some(event) => self.differing(&format!("diff {event}"), rows),
            None => rows,
        }
    }

    /// How the clause stands on the day of the place, and the events that changed it.
    fn changes(&self) -> Vec<Row> {
        let place = &self.place;
        let mut rows = vec![Row::new(format!("as of {}", place.at.when), None)];
        self.book.made(&place.call(), |life: &ClauseLife| {
            // An event may change it more than once.
            for (nth, of) in life.changes.iter().enumerate() {
                // It is shown on the day to which it applies.
                let day = of.change.last.filter(|_| !of.planned);
                let name = format!("{:10}  {}", of.change.date.human(), of.event);
                let row = Row::new(format!("{nth} {}", of.event), place.of("event", &of.event));
                rows.push(row.named(name, signs::of(of.change.action)));
                rows[nth + 1].shown = day.map(|day| format!("show clause {} --at {day}", place.id));
            }
        });
        rows
    }

    /// The days by which something was known of a clause; each leads to the day of the place, as it was known then.
    fn beliefs(&self) -> Vec<Row> {
        let (place, call, mut rows) = (&self.place, self.place.call(), Vec::new());
        self.book.made(&call, |map: &Beliefs| {
            for day in map.rows.iter().map(|of| of.known_by.to_string()) {
                let mut then = place.to(Page::Main, "");
                then.row = Some(place.id.clone());
                then.lens.known_by = Some(day.clone());
                let mut row = Row::new(day, then);
                row.shown = Some(call.clone());
                rows.push(row);
            }
        });
        rows
    }

    /// The day that a text names, on the page where it is typed; then where its words are: first the thing of which it is
    /// the id.
    fn found(&self) -> Vec<Row> {
        let (place, text, mut rows) = (&self.place, &self.place.id, Vec::new());
        if let Ok(at) = self.book.at(text) {
            let before = self.trail.last().filter(|page| page.has_day()).cloned();
            let page = before.unwrap_or_else(|| place.to(Page::Main, ""));
            let day = Location { at, ..page };
            rows.push(Row::new(format!("to the close of {text}"), day));
        }
        self.book.made(&place.call(), |found: &Findings| {
            let mut hits: Vec<&Hit> = found.hits.iter().collect();
            hits.sort_by_key(|hit| hit.id != *text);
            for (nth, hit) in hits.into_iter().enumerate() {
                // In what a thing is called, in a term or in another text.
                let of = match &*hit.field {
                    "title" | "id" | "name" | "publisher" => hit.kind.word(),
                    field if field.starts_with("terms.") => "term",
                    _ => "text",
                };
                let from = hit.from.or(hit.of.date.and_then(Date::first));
                let from = from.map(|from| from.to_string()).unwrap_or_default();
                let word = hit.of.basis.and_then(phrases::basis).unwrap_or_default();
                let name = format!("{of:6}  {:28}  {from:10}  {}", hit.id, hit.text);
                let row = Row::new(nth.to_string(), place.of(hit.kind.word(), &hit.id));
                rows.push(row.named(name, Mark::new("", word, Role::Plain)));
            }
        });
        let kind = KINDS[place.kind];
        rows.retain(|row| kind == "all" || row.name.starts_with(kind));
        rows
    }

    /// What may be believed and supposed, and the days by which anything was known.
    fn lenses(&self) -> Vec<Row> {
        let timeline = &self.book.reading.history.timeline;
        let sources = timeline.sources_shown().map(|of| &timeline.sources[of].id);
        let bases = Basis::WORDS.iter().map(|word| format!("basis {word}"));
        let plans: BTreeSet<&String> = timeline.plans().collect();
        let plans = plans.into_iter().map(|id| format!("suppose {id}"));
        let sources = sources.map(|id| format!("according-to {id}"));
        let known = self.book.known().into_iter();
        let known = known.map(|day| format!("known-by {day}"));
        let all = bases.chain(plans).chain(sources).chain(known);
        let mut rows: Vec<Row> = all.map(|key| Row::new(key, None)).collect();
        let on = believed(&self.place.lens);
        let chosen = rows.iter_mut().filter(|row| on.contains(&row.key));
        chosen.for_each(|row| row.mark.sign = "*");
        rows
    }
}

/// What is believed and supposed, each as a row of lenses.
pub(super) fn believed(lens: &LensArgs) -> Vec<String> {
    let parts = lens.parts().into_iter();
    parts.map(|(flag, word)| format!("{flag} {word}")).collect()
}

/// Believes or supposes what a row of lenses names or, where that is done already, not any more.
pub(super) fn toggle(lens: &mut LensArgs, row: &str) {
    let is_new = !believed(lens).iter().any(|of| of == row);
    let (flag, word) = row.split_once(' ').unwrap_or_default();
    let new = is_new.then(|| word.to_owned());
    match flag {
        "basis" => lens.basis = new.and_then(|word| word.parse().ok()).unwrap_or_default(),
        "known-by" => lens.known_by = new,
        _ => {
            let [sources, supposed] = [&mut lens.according_to, &mut lens.suppose];
            let list = if flag == "suppose" { supposed } else { sources };
            list.retain(|of| of != word);
            list.extend(new);
        }
    }
}
