//! CSV by RFC 4180: one row per event, clause, term, version, statement, party or source.
//!
//! A cell holds what the JSON holds: nothing for null, a text as it is, a list joined by `; `, and
//! the terms of a clause as one JSON object. A date as written stands before its first and last day.

use csv::{Terminator, WriterBuilder};
use serde::Serialize;
use serde_json::Value as Json;

use crate::agreement::lanes::Stretch;
use crate::date::{Bounds, Date};
use crate::report::chart::{Chart, Lane};
use crate::report::clause::{ClauseLife, Version};
use crate::report::diff::Difference;
use crate::report::event::EventPage;
use crate::report::history;
use crate::report::overview::Overview;
use crate::report::party::PartyRow;
use crate::report::source::{Otherwise, Resting, SourcePage, SourceRow};
use crate::report::terms::TermsOn;
use crate::report::upcoming::{Condition, End, Upcoming};
use crate::report::{
    At, Before, Body, Change, Cite, Diff, Event, Refs, Report, State, TermDiff, Undecided,
};

/// How rows are written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether cells that a spreadsheet would run as a formula are guarded.
    pub safe: bool,
    /// Whether a byte-order mark comes first.
    pub bom: bool,
}

/// One cell per column.
type Row = Vec<String>;

/// The names of the columns, and the rows.
type Table = (Vec<&'static str>, Vec<Row>);

/// The rows of a report.
#[must_use]
pub fn render(report: &Report, options: Options) -> String {
    let (columns, rows) = table(report);
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    let header = columns.into_iter().map(str::to_owned).collect();
    for row in std::iter::once(header).chain(rows) {
        let row = row.into_iter().map(|cell| written(cell, options.safe));
        writer
            .write_record(row.collect::<Row>())
            .unwrap_or_else(|_| unreachable!("a row has one cell per column"));
    }
    let bytes = writer
        .into_inner()
        .unwrap_or_else(|_| unreachable!("memory can be written"));
    let mark = if options.bom { "\u{FEFF}" } else { "" };
    format!("{mark}{}", String::from_utf8_lossy(&bytes))
}

/// A cell as it is written: readers cut a cell at NUL, so it is replaced.
fn written(cell: String, safe: bool) -> String {
    let cell = if cell.contains('\0') {
        cell.replace('\0', "\u{FFFD}")
    } else {
        cell
    };
    if safe && is_formula(&cell) {
        format!("'{cell}")
    } else {
        cell
    }
}

/// Whether a spreadsheet may run a cell; a negative number is only a number.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_negative_number(cell)
}

fn is_negative_number(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some(number) = cell.strip_prefix('-') else {
        return false;
    };
    match number.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(number),
    }
}

fn table(report: &Report) -> Table {
    let names = &report.refs;
    match &report.body {
        Body::Overview(body) => (columns(&[FIGURE]), overview(report, body, names)),
        Body::Timeline(body) => (columns(&[EVENT]), rows(&body.events, event)),
        Body::Events(body) => (columns(&[EVENT]), rows(&body.events, event)),
        Body::Event(body) => (columns(&[CHANGE, BEFORE]), changes(body)),
        Body::Terms(body) => (columns(&[AT, STATE, PENDING]), terms(body, names)),
        Body::Clauses(body) => {
            let row = |state| joined([at(&body.at), self::state(state, names)]);
            (columns(&[AT, STATE]), rows(&body.clauses, row))
        }
        Body::Party(body) => {
            let party = || vec![body.party.id.clone()];
            let row = |state| joined([party(), at(&body.at), self::state(state, names)]);
            (columns(&[PARTY, AT, STATE]), rows(&body.clauses, row))
        }
        Body::Parties(body) => (columns(&[PARTIES]), rows(&body.parties, party)),
        Body::Diff(body) => (columns(&[DIFF]), differences(body, names)),
        Body::Learned(body) => (columns(&[DIFF]), differences(&body.difference, names)),
        Body::Chart(body) => (columns(&[STRETCH]), stretches(body)),
        Body::Clause(body) => (columns(&[VERSION]), life(body, names)),
        Body::History(body) => {
            let row = |row: &history::Row| {
                let clause = (row.clause.as_str(), row.title.as_str(), row.topic.as_ref());
                version(clause, &row.version, names)
            };
            (columns(&[VERSION]), rows(&body.versions, row))
        }
        Body::Source(body) => (columns(&[STATEMENT]), statements(body, names)),
        Body::Sources(body) => (columns(&[SOURCE]), rows(&body.sources, source)),
        Body::Upcoming(body) => (columns(&[AHEAD]), upcoming(body, names)),
    }
}

fn columns(groups: &[&[&'static str]]) -> Vec<&'static str> {
    groups.concat()
}

fn rows<'a, T>(records: &'a [T], row: impl Fn(&'a T) -> Row) -> Vec<Row> {
    records.iter().map(row).collect()
}

fn joined<const N: usize>(parts: [Row; N]) -> Row {
    parts.into_iter().flatten().collect()
}

/// A row of one cell for each value.
macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$(cell(&$value)),*] };
}

/// What the JSON holds, as a cell.
fn cell(value: &impl Serialize) -> String {
    match serde_json::to_value(value).unwrap_or_default() {
        Json::Null => String::new(),
        Json::String(text) => text,
        Json::Array(members) => list(members.iter().map(cell)),
        Json::Object(fields) if fields.is_empty() => String::new(),
        other => other.to_string(),
    }
}

fn list(members: impl IntoIterator<Item = String>) -> String {
    members.into_iter().collect::<Vec<_>>().join("; ")
}

/// The title of a clause that a report names.
fn title<'a>(names: &'a Refs, clause: &str) -> Option<&'a str> {
    let clause = names.clauses.get(clause)?;
    Some(clause.title.as_str())
}

/// A date with the days left for it by its event, where it is the event's own.
fn dated_by(names: &Refs, date: Option<Date>, event: Option<&String>) -> Row {
    let event = event.and_then(|id| names.events.get(id));
    match event.filter(|event| Some(event.date) == date) {
        Some(event) => row![date, event.first, event.last],
        None => dated(date),
    }
}

/// A date with its own bounds.
fn dated(date: Option<Date>) -> Row {
    let bounds = date.map_or(NO_BOUNDS, Date::bounds);
    row![date, bounds.first, bounds.last]
}

const NO_BOUNDS: Bounds = Bounds {
    first: None,
    last: None,
};

/// The sources that some citations name, each once.
fn sources<'a>(cites: impl IntoIterator<Item = &'a Cite>) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for cite in cites {
        for id in std::iter::once(&cite.source).chain(&cite.via) {
            if !found.contains(&id.as_str()) {
                found.push(id);
            }
        }
    }
    found
}

const EVENT: &[&str] = &[
    "event",
    "date",
    "first",
    "last",
    "announced",
    "announced_first",
    "announced_last",
    "planned",
    "derived",
    "scheduled",
    "possibly",
    "disputed",
    "title",
    "kind",
    "parties",
    "about",
    "changes",
    "summary",
    "note",
    "basis",
    "sources",
];

fn event(event: &Event) -> Row {
    let done = |change: &Change| format!("{} {}", change.action, change.clause);
    joined([
        row![event.id, event.date, event.first, event.last],
        dated(event.announced),
        row![
            event.planned,
            event.derived,
            event.scheduled,
            event.possibly,
            event.disputed,
            event.title,
            event.kind,
            event.parties,
            event.about,
            list(event.changes.iter().map(done)),
            event.summary,
            event.note,
            event.basis,
            sources(&event.cite),
        ],
    ])
}

const CHANGE: &[&str] = &[
    "event",
    "title",
    "clause",
    "action",
    "date",
    "first",
    "last",
    "text",
    "wording",
    "terms",
    "unset",
    "through",
    "through_first",
    "through_last",
    "until",
    "replaces",
    "basis",
    "note",
    "sources",
];

/// One row per change; what changes nothing has one row without a clause.
fn changes(page: &EventPage) -> Vec<Row> {
    let about = || row![page.event.id, page.event.title];
    if page.event.changes.is_empty() {
        return vec![joined([about(), unchanging(&page.event), before(None)])];
    }
    let row = |change| joined([about(), self::change(change), before(Some(change))]);
    rows(&page.event.changes, row)
}

fn change(change: &Change) -> Row {
    joined([
        row![
            change.clause,
            change.action,
            change.date,
            change.first,
            change.last,
            change.text,
            change.wording,
            change.terms,
            change.unset,
        ],
        dated(change.through),
        row![
            change.until,
            change.replaces,
            change.basis,
            change.note,
            sources(&change.cite),
        ],
    ])
}

fn unchanging(event: &Event) -> Row {
    joined([
        row![(), (), event.date, event.first, event.last],
        row![(), (), (), (), (), (), (), (), ()],
        row![event.basis, event.note, sources(&event.cite)],
    ])
}

const BEFORE: &[&str] = &[
    "before_status",
    "before_text",
    "before_terms",
    "before_through",
    "before_through_first",
    "before_through_last",
    "before_until",
];

fn before(change: Option<&Change>) -> Row {
    let before = change.and_then(|change| change.before.as_ref());
    let of = |value: fn(&Before) -> String| before.map(value).unwrap_or_default();
    joined([
        row![
            of(|before| cell(&before.status)),
            of(|before| cell(&before.text)),
            of(|before| cell(&before.terms)),
        ],
        dated(before.and_then(|before| before.through)),
        row![of(|before| cell(&before.until))],
    ])
}

const AT: &[&str] = &["at"];

fn at(at: &At) -> Row {
    row![at.day]
}

const STATE: &[&str] = &[
    "clause",
    "title",
    "topic",
    "parties",
    "status",
    "since",
    "since_first",
    "since_last",
    "adopted_by",
    "changed",
    "changed_first",
    "changed_last",
    "changed_by",
    "through",
    "through_first",
    "through_last",
    "until",
    "text",
    "wording",
    "terms",
    "note",
    "disputed",
    "sources",
];

fn state(state: &State, names: &Refs) -> Row {
    let cites = state.set_by.values().flat_map(|set| &set.cite);
    joined([
        row![
            state.id,
            state.title,
            state.topic,
            state.parties,
            state.status,
        ],
        dated_by(names, state.since, state.adopted_by.as_ref()),
        row![state.adopted_by],
        dated_by(names, state.changed, state.changed_by.as_ref()),
        row![state.changed_by],
        dated(state.through),
        row![
            state.until,
            state.text,
            state.wording,
            state.terms,
            state.note,
            state.disputed,
            sources(cites),
        ],
    ])
}

const PENDING: &[&str] = &["undetermined"];

/// One row per clause, then one per other clause that may stand, of which nothing is certain.
fn terms(body: &TermsOn, names: &Refs) -> Vec<Row> {
    let pending = pending(&body.undetermined);
    let events = |clause: &str| {
        let found = pending.iter().find(|(other, _)| *other == clause);
        row![found.map(|(_, events)| events)]
    };
    let mut all = rows(&body.clauses, |state| {
        joined([at(&body.at), self::state(state, names), events(&state.id)])
    });
    let listed = |clause: &str| body.clauses.iter().any(|state| state.id == clause);
    for (clause, _) in pending.iter().filter(|(clause, _)| !listed(clause)) {
        let doubtful = doubtful(clause, names);
        all.push(joined([at(&body.at), doubtful, events(clause)]));
    }
    all
}

/// Each clause that changes may already have touched, with their events.
fn pending(undetermined: &[Undecided]) -> Vec<(&str, Vec<&str>)> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    for Undecided { clause, event, .. } in undetermined {
        match found.iter_mut().find(|(other, _)| other == clause) {
            Some((_, events)) if events.contains(&event.as_str()) => {}
            Some((_, events)) => events.push(event),
            None => found.push((clause, vec![event])),
        }
    }
    found
}

/// A clause of which it is only known that a change may have touched it.
fn doubtful(clause: &str, names: &Refs) -> Row {
    let about = names.clauses.get(clause);
    let topic = about.and_then(|about| about.topic.as_ref());
    let mut row = row![clause, title(names, clause), topic, (), UNDETERMINED];
    row.resize(STATE.len(), String::new());
    row
}

const UNDETERMINED: &str = "undetermined";

const DIFF: &[&str] = &[
    "clause",
    "title",
    "list",
    "how",
    "what",
    "before",
    "after",
    "added",
    "removed",
    "events",
    "sources",
    "uncertain",
];

fn differences(body: &Difference, names: &Refs) -> Vec<Row> {
    let lists = [
        ("adopted", &body.adopted),
        ("amended", &body.amended),
        ("ended", &body.ended),
        ("interim", &body.interim),
    ];
    let mut all: Vec<Row> = Vec::new();
    for (list, diffs) in lists {
        all.extend(diffs.iter().flat_map(|diff| difference(list, diff)));
    }
    for same in &body.unchanged {
        let uncertain = sides(&same.clause, &body.undetermined);
        let about = row![same.clause, title(names, &same.clause), "unchanged"];
        let what = row!["unchanged", (), (), (), (), ()];
        all.push(joined([about, what, row![same.events, (), uncertain]]));
    }
    let pending = pending(&body.undetermined);
    let listed: Vec<String> = all.iter().map(|row| row[0].clone()).collect();
    for (clause, events) in pending {
        if !listed.iter().any(|other| other == clause) {
            let about = row![clause, title(names, clause), UNDETERMINED];
            let what = row![(), (), (), (), (), ()];
            let uncertain = sides(clause, &body.undetermined);
            all.push(joined([about, what, row![events, (), uncertain]]));
        }
    }
    all
}

/// The sides on which a clause is undetermined.
fn sides(clause: &str, undetermined: &[Undecided]) -> Vec<&'static str> {
    let of_clause = undetermined.iter().filter(|found| found.clause == clause);
    let mut found: Vec<&str> = of_clause.filter_map(|undecided| undecided.side).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// One row for the status, the text, `through`, `until` and each term that differ; one in any case.
fn difference(list: &str, diff: &Diff) -> Vec<Row> {
    let cites = sources(diff.by.iter().flat_map(|done| &done.cite));
    let row = |what: Row| {
        let about = row![diff.clause, diff.title, list, diff.how];
        let behind = row![diff.events, cites, diff.uncertain];
        joined([about, what, behind])
    };
    let mut whats = values(diff);
    if whats.is_empty() {
        whats.push(row![(), (), (), (), ()]);
    }
    whats.into_iter().map(row).collect()
}

/// What a clause has beside its terms.
const NAMED: [&str; 4] = ["status", "text", "through", "until"];

fn named(state: &State) -> [String; 4] {
    [
        cell(&state.status),
        cell(&state.text),
        cell(&state.through),
        cell(&state.until),
    ]
}

/// What differs: its name, its values, and the members that a set gained and lost.
fn values(diff: &Diff) -> Vec<Row> {
    let (before, after) = (diff.before.as_ref(), diff.after.as_ref());
    let old = before.map(named).unwrap_or_default();
    let new = after.map(named).unwrap_or_default();
    let mut found = Vec::new();
    for (name, (old, new)) in NAMED.iter().zip(old.iter().zip(&new)) {
        if old != new {
            found.push(row![name, old, new, (), ()]);
        }
    }
    let term = |term: &TermDiff| row![term.term, term.before, term.after, term.added, term.removed];
    found.extend(diff.terms.iter().map(term));
    found
}

const STRETCH: &[&str] = &["clause", "title", "topic", "from", "to", "stands"];

fn stretches(chart: &Chart) -> Vec<Row> {
    let of_lane = |lane: &Lane| -> Vec<Row> {
        let row = |found: &Stretch| {
            row![
                lane.clause,
                lane.title,
                lane.topic,
                found.from,
                found.to,
                found.stands
            ]
        };
        lane.stretches.iter().map(row).collect()
    };
    chart.lanes.iter().flat_map(of_lane).collect()
}

const VERSION: &[&str] = &[
    "clause",
    "title",
    "topic",
    "valid_from",
    "valid_to",
    "from",
    "from_first",
    "from_last",
    "to",
    "to_first",
    "to_last",
    "event",
    "action",
    "ended_by",
    "how",
    "status",
    "text",
    "wording",
    "terms",
    "set",
    "unset",
    "through",
    "through_first",
    "through_last",
    "until",
    "basis",
    "note",
    "replaces",
    "sources",
];

fn life(body: &ClauseLife, names: &Refs) -> Vec<Row> {
    let about = &body.clause;
    let clause = (
        about.id.as_str(),
        about.title.as_str(),
        about.topic.as_ref(),
    );
    rows(&body.versions, |found| version(clause, found, names))
}

/// A version of a clause: its id, its title and its topic.
fn version(clause: (&str, &str, Option<&String>), version: &Version, names: &Refs) -> Row {
    let (id, title, topic) = clause;
    let days = version.days;
    let (valid_from, valid_to) = (days.map(|days| days.from), days.and_then(|days| days.to));
    joined([
        row![id, title, topic, valid_from, valid_to],
        dated_by(names, Some(version.from), Some(&version.event)),
        dated_by(names, version.to, version.ended_by.as_ref()),
        row![
            version.event,
            version.action,
            version.ended_by,
            version.how,
            version.status,
            version.text,
            version.wording,
            version.terms,
            version.set,
            version.unset,
        ],
        dated(version.through),
        row![
            version.until,
            version.basis,
            version.note,
            version.replaces,
            sources(&version.cite),
        ],
    ])
}

const PARTY: &[&str] = &["party"];

const PARTIES: &[&str] = &["party", "name", "clauses", "events"];

fn party(party: &PartyRow) -> Row {
    row![party.id, party.name, party.clauses, party.events]
}

const SOURCE: &[&str] = &[
    "source",
    "publisher",
    "title",
    "url",
    "published",
    "published_first",
    "published_last",
    "archived",
    "kind",
    "events",
    "changes",
    "sole",
    "disagrees",
];

fn source(row: &SourceRow) -> Row {
    let about = &row.source;
    joined([
        row![row.id, about.publisher, about.title, about.url],
        dated(about.published),
        row![
            about.archived,
            about.kind,
            row.events,
            row.changes,
            row.sole,
            row.disagrees,
        ],
    ])
}

const STATEMENT: &[&str] = &[
    "source",
    "statement",
    "event",
    "date",
    "first",
    "last",
    "clause",
    "sole",
    "what",
    "file",
    "claim",
];

/// The events, then the changes that rest on a source, then the points on which it says otherwise.
fn statements(page: &SourcePage, names: &Refs) -> Vec<Row> {
    let about = |statement: &str, event: &str, clause: Option<&String>| {
        let (date, first, last) = names.events.get(event).map_or((None, None, None), |event| {
            (Some(event.date), event.first, event.last)
        });
        row![page.source.id, statement, event, date, first, last, clause]
    };
    let resting = |statement: &str, event: &String, clause: Option<&String>| {
        let this = Resting {
            event: event.clone(),
            clause: clause.cloned(),
        };
        let sole = page.sole.contains(&this);
        joined([about(statement, event, clause), row![sole, (), (), ()]])
    };
    let mut all = rows(&page.events, |event| resting("event", event, None));
    all.extend(rows(&page.changes, |change| {
        resting("change", &change.event, change.clause.as_ref())
    }));
    all.extend(rows(&page.disagrees, |point| {
        let Otherwise { event, clause, .. } = point;
        let values = row![(), point.what, point.file, point.claim];
        joined([about("disagreement", event, clause.as_ref()), values])
    }));
    all
}

const AHEAD: &[&str] = &[
    "what", "clause", "event", "date", "first", "last", "in_days", "title", "until", "basis",
    "sources",
];

fn upcoming(body: &Upcoming, names: &Refs) -> Vec<Row> {
    let mut all = rows(&body.ends, |found| end(found, names));
    all.extend(rows(&body.events, |event| ahead("event", event)));
    all.extend(rows(&body.conditions, |found| condition(found, names)));
    all.extend(rows(&body.plans, |event| ahead("unconfirmed", event)));
    all
}

fn end(end: &End, names: &Refs) -> Row {
    joined([
        row!["end", end.clause, end.event],
        dated(Some(end.date)),
        row![
            end.in_days,
            title(names, &end.clause),
            (),
            end.basis,
            sources(&end.cite),
        ],
    ])
}

fn ahead(what: &str, event: &Event) -> Row {
    joined([
        row![what, (), event.id, event.date, event.first, event.last],
        row![(), event.title, (), event.basis, sources(&event.cite)],
    ])
}

fn condition(found: &Condition, names: &Refs) -> Row {
    joined([
        row!["condition", found.clause, found.event, (), (), (), ()],
        row![
            title(names, &found.clause),
            found.until,
            found.basis,
            sources(&found.cite),
        ],
    ])
}

const FIGURE: &[&str] = &[
    "figure", "value", "date", "first", "last", "event", "clauses", "sources",
];

fn overview(report: &Report, body: &Overview, names: &Refs) -> Vec<Row> {
    let heading = &report.timeline;
    let mut all = vec![
        plain("title", &heading.title),
        plain("note", &heading.note),
        plain("description", &body.description),
        day("recorded", heading.recorded),
        day("today", Some(report.today.into())),
        day("first", body.span.first),
        day("last", body.span.last),
    ];
    let counts = &body.counts;
    let counts = [
        ("events", counts.events),
        ("clauses", counts.clauses),
        ("sources", counts.sources),
        ("in_force", counts.in_force),
        ("unclear", counts.unclear),
        ("undetermined", counts.undetermined),
    ];
    all.extend(counts.iter().map(|(figure, count)| plain(figure, count)));
    all.push(last_change(body, names));
    all.push(next_end(body));
    all.extend(rows(&body.undetermined, |found| may_have(found, names)));
    all
}

fn plain(figure: &str, value: &impl Serialize) -> Row {
    row![figure, value, (), (), (), (), (), ()]
}

fn day(figure: &str, date: Option<Date>) -> Row {
    joined([row![figure, ()], dated(date), row![(), (), ()]])
}

fn last_change(body: &Overview, names: &Refs) -> Row {
    let Some(last) = &body.last_change else {
        return plain("last_change", &());
    };
    let title = names.events.get(last.event.as_str());
    joined([
        row!["last_change", title.map(|event| &event.title)],
        dated_by(names, Some(last.date), Some(&last.event)),
        row![last.event, last.clauses, sources(&last.cite)],
    ])
}

/// The next end of a clause; its value is the number of days until then.
fn next_end(body: &Overview) -> Row {
    let Some(end) = &body.next_end else {
        return plain("next_end", &());
    };
    joined([
        row!["next_end", end.in_days],
        dated(Some(end.date)),
        row![(), end.clause, sources(&end.cite)],
    ])
}

fn may_have(found: &Undecided, names: &Refs) -> Row {
    joined([
        row!["may_have_changed", ()],
        dated_by(names, Some(found.date), Some(&found.event)),
        row![found.event, found.clause, sources(&found.cite)],
    ])
}
