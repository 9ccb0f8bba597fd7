//! Where the reader is, and the rows that are shown there, all made of what calls answer.

use std::collections::BTreeSet;

use super::{KEYS, explorer::Explorer};
use crate::agreement::lanes::{Standing, standing};
use crate::agreement::{Basis, Source};
use crate::answer::block::{Mark, Role};
use crate::answer::{At, ClauseChange, NO_TOPIC, beliefs, beliefs::Beliefs};
use crate::date::Date;
use crate::phrases::{self, signs};
use crate::questions::diff::{Difference, item, table::news};
use crate::questions::{clause, find, view::Kind};
use crate::shell::LensArgs;
use crate::text::words::parted;

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
        let days = [Page::Main, Page::Compare, Page::Clause, Page::Beliefs];
        days.contains(&self.page)
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
    shown: Option<String>,
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

    /// The call of what is shown beside it.
    pub(super) fn call(&self) -> Option<String> {
        let open = self.open.as_ref().map(Location::call);
        self.shown.clone().or(open)
    }
}

/// How many clauses stand how.
pub(super) fn counted(clauses: &[Row]) -> String {
    let words = [
        "in force", "unclear", "perhaps", "ended", "expired", "not yet",
    ];
    let counts = words.into_iter().filter_map(|word| {
        let count = clauses.iter().filter(|row| row.mark.word == word).count();
        (count > 0).then(|| format!("{count} {word}"))
    });
    parted(counts, ", ").unwrap_or_default()
}

impl Explorer {
    /// What happened on the day, what differs, or what is typed.
    pub(super) fn subtitle(&self) -> String {
        let (book, place) = (&self.book, &self.place);
        let typed = format!("/ {}▏   {} found", place.id, self.rows.len());
        match place.page {
            Page::Main | Page::Clause => {
                let (view, count) = (book.view(), book.steps.len());
                let (Ok(before) | Err(before)) = book.place(&place.at);
                let Some(step) = view.entry(&place.at.when) else {
                    return format!("{before}/{count} by the close of this day");
                };
                let did = book.made(&format!("diff {}", place.at.when), news);
                format!(
                    "{}/{count} {}: {did}",
                    before + 1,
                    view.event_of(step).title
                )
            }
            Page::Folder => self.left_out.clone().unwrap_or_default(),
            Page::Compare => book.made(&place.call(), news),
            Page::Beliefs => {
                "what held on the days across, as known by the day at the left".to_owned()
            }
            Page::Keys => typed,
            Page::Find => format!("{typed}   kind: {}", KINDS[place.kind]),
            _ => String::new(),
        }
    }

    /// The rows of the page, of which some are made of those of all clauses.
    pub(super) fn listed(&self, clauses: Vec<Row>) -> Vec<Row> {
        let (book, place) = (&self.book, &self.place);
        let call = place.call();
        match place.page {
            Page::Folder => {
                let all = book.agreements.iter().map(|of| Row {
                    name: format!("{}  {}", of.id, of.title),
                    ..Row::new(&of.id, None)
                });
                all.collect()
            }
            Page::Main => {
                let mut rows = clauses;
                if place.at.event.is_some() {
                    rows = self.differing(&format!("diff {}", place.at.when), rows);
                }
                rows.retain(|row| !(place.turned && row.mark.sign.is_empty()));
                rows
            }
            Page::Compare if place.turned => self.differing(&call, clauses),
            Page::Compare => self.differing(&call, Vec::new()),
            Page::Event => {
                let sources = place.to(Page::Sources, call);
                let sources = Row::new("who says so", sources);
                self.differing(&format!("diff {}", place.id), vec![sources])
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
            Page::Sources => {
                let row = |(id, source): (&String, &Source)| Row {
                    name: format!(
                        "{:10}  {id}",
                        source.published.map(Date::human).unwrap_or_default()
                    ),
                    ..Row::new(id, place.to(Page::Answer, format!("show source {id}")))
                };
                let report = book.ask(&call).ok();
                let sources = report.iter().flat_map(|of| &of.context.refs.sources);
                sources.map(row).collect()
            }
            Page::Answer => Vec::new(),
        }
    }

    /// How each clause stands on the day of the place.
    pub(super) fn clauses(&self) -> Vec<Row> {
        let (view, place) = (self.book.view(), &self.place);
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
            Row {
                mark: Mark::new("", word, role),
                topic: of.topic.as_deref().unwrap_or(NO_TOPIC).to_uppercase(),
                ..Row::new(&of.id, place.to(Page::Clause, &of.id))
            }
        };
        view.by_topic().into_iter().map(row).collect()
    }

    /// Some rows with each clause that differs in its place, or behind all.
    fn differing(&self, call: &str, mut rows: Vec<Row>) -> Vec<Row> {
        self.book.made(call, |found: &Difference| {
            for diff in found.all() {
                let id = &diff.clause;
                let known = rows.iter().position(|row| row.key == *id);
                let at = known.unwrap_or(rows.len());
                if known.is_none() {
                    rows.push(Row::new(id, self.place.to(Page::Clause, id)));
                }
                rows[at].mark = item::mark(diff);
                rows[at].shown = Some(format!("{call} --clause {id}"));
            }
        });
        rows
    }

    /// How the clause stands on the day of the place, and the events that changed it.
    fn changes(&self) -> Vec<Row> {
        let place = &self.place;
        // An event may change it more than once.
        let row = |(nth, of): (usize, &ClauseChange)| {
            // It is shown on the day to which it applies.
            let day = of.change.last.filter(|_| !of.planned);
            Row {
                name: format!("{:10}  {}", of.change.date.human(), of.event),
                mark: signs::of(of.change.action),
                shown: day.map(|day| format!("show clause {} --at {day}", place.id)),
                ..Row::new(
                    format!("{nth} {}", of.event),
                    place.to(Page::Event, &of.event),
                )
            }
        };
        let mut rows = vec![Row::new(format!("as of {}", place.at.when), None)];
        self.book.made(&place.call(), |life: &clause::ClauseLife| {
            rows.extend(life.changes.iter().enumerate().map(row));
        });
        rows
    }

    /// The days by which something was known of a clause; each leads to the day of the place, as it was known then.
    fn beliefs(&self) -> Vec<Row> {
        let place = &self.place;
        let row = |of: &beliefs::Row| {
            let mut then = place.to(Page::Main, "");
            then.row = Some(place.id.clone());
            then.lens.known_by = Some(of.known_by.to_string());
            Row {
                shown: Some(place.call()),
                ..Row::new(of.known_by.to_string(), then)
            }
        };
        let rows = |map: &Beliefs| map.rows.iter().map(row).collect();
        self.book.made(&place.call(), rows)
    }

    /// The day that a text names, then where its words are: first the thing of which it is the id.
    fn found(&self) -> Vec<Row> {
        let (place, text) = (&self.place, &self.place.id);
        let day = self.book.at(text).ok().map(|at| {
            let day = place.to(Page::Main, "");
            Row::new(format!("to the close of {text}"), Location { at, ..day })
        });
        let mut rows: Vec<Row> = day.into_iter().collect();
        self.book.made(&place.call(), |found: &find::Findings| {
            let mut hits: Vec<&find::Hit> = found.hits.iter().collect();
            hits.sort_by_key(|hit| hit.id != *text);
            rows.extend(hits.into_iter().enumerate().map(|hit| hit_row(place, hit)));
        });
        let kind = KINDS[place.kind];
        rows.retain(|row| kind == "all" || row.topic == kind);
        rows
    }

    /// What may be believed and supposed, and the days by which anything was known; each leads to the other choice.
    fn lenses(&self) -> Vec<Row> {
        let (place, timeline) = (&self.place, self.book.whole());
        let plans = timeline.events.iter().filter(|event| event.planned);
        let plans = plans.map(|event| &event.id).chain(timeline.conditions());
        let plans: BTreeSet<&String> = plans.collect();
        let sources = timeline.sources_shown();
        let sources = sources.map(|place| timeline.sources[place].id.clone());
        let known = self.book.known().into_iter().map(|day| day.to_string());
        let bases = Basis::WORDS.iter().map(ToString::to_string);
        let all = bases.map(|word| ("basis", word));
        let all = all.chain(plans.into_iter().map(|id| ("suppose", id.clone())));
        let all = all.chain(sources.map(|id| ("according-to", id)));
        let all = all.chain(known.map(|day| ("known-by", day)));
        let row = |(flag, word): (&'static str, String)| {
            let (is_on, lens) = switched(&place.lens, (flag, &word));
            let (page, key) = (place.clone(), format!("{flag} {word}"));
            let row = Some(key.clone());
            Row {
                mark: Mark::new(if is_on { "*" } else { "" }, "", Role::Plain),
                ..Row::new(key, Location { lens, row, ..page })
            }
        };
        all.map(row).collect()
    }
}

/// Where words are: in what a thing is called, in a term or in another text.
fn hit_row(place: &Location, (nth, hit): (usize, &find::Hit)) -> Row {
    let of = match &*hit.field {
        "title" | "id" | "name" | "publisher" => hit.kind.word(),
        field if field.starts_with("terms.") => "term",
        _ => "text",
    };
    let open = match hit.kind {
        Kind::Clause => place.to(Page::Clause, &hit.id),
        Kind::Event => place.to(Page::Event, &hit.id),
        kind => place.to(Page::Answer, format!("show {kind} {}", hit.id)),
    };
    let from = hit.from.or(hit.of.date.and_then(Date::first));
    let from = from.map(|from| from.to_string()).unwrap_or_default();
    let basis = hit.of.basis.and_then(phrases::basis).unwrap_or_default();
    Row {
        name: format!("{of:6}  {:28}  {from:10}  {}", hit.id, hit.text),
        topic: of.into(),
        mark: Mark::new("", basis, Role::Faint),
        ..Row::new(nth.to_string(), open)
    }
}

/// Whether something is believed or supposed, and the lens in which it is not or, where it is not yet, is.
fn switched(lens: &LensArgs, part: (&str, &str)) -> (bool, LensArgs) {
    let mut parts = lens.parts();
    let is_on = parts.contains(&part);
    parts.retain(|of| *of != part);
    parts.extend((!is_on).then_some(part));
    let words = |flag: &'static str| {
        let own = parts.iter().filter(move |of| of.0 == flag);
        own.map(|of| of.1.to_owned())
    };
    let basis = words("basis")
        .next_back()
        .and_then(|word| word.parse().ok());
    let lens = LensArgs {
        known_by: words("known-by").next_back(),
        according_to: words("according-to").collect(),
        basis: basis.unwrap_or_default(),
        suppose: words("suppose").collect(),
    };
    (is_on, lens)
}
