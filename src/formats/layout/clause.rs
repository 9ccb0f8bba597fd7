//! The pages of `show clause`.

use super::{heading, phrase, topic_row};
use crate::agreement::{Action, Status};
use crate::date::{Date, Day};
use crate::formats::Look;
use crate::formats::block::{Block, Column, Grid, Line, Role, Row};
use crate::report::clause::{Ceased, ClauseChange, ClauseLife, Clauses};
use crate::report::history::{Row as VersionRow, Versions};
use crate::report::{Before, Change, Cite, Report, State};
use crate::words::Count;

const WIDE: usize = 100;

pub(super) fn blocks(report: &Report, body: &ClauseLife, look: Look) -> Vec<Block> {
    let state = &body.clause;
    let answers = format!(
        "Clause {} at {}: {}",
        state.id,
        phrase::close_of(&body.at),
        status(state)
    );
    let mut blocks = heading(report, &answers, &[body.at.day]);
    blocks.push(Block::Fields(fields(report, body)));
    if !state.set_by.is_empty() {
        blocks.push(Block::Heading(Line::of(Role::Strong, "Who set what")));
        blocks.push(Block::Grid(set_by(state)));
    }
    blocks.push(Block::Heading(Line::of(
        Role::Strong,
        format!("History ({})", Count(body.changes.len(), "change")),
    )));
    blocks.push(Block::Grid(history(body, look)));
    if !body.about.is_empty() {
        blocks.push(Block::Heading(Line::of(
            Role::Strong,
            "Events that bear on it without changing it",
        )));
        blocks.push(Block::Lines(
            body.about
                .iter()
                .map(|id| Line::plain(phrase::event(report, id)))
                .collect(),
        ));
    }
    let disputed = body
        .changes
        .iter()
        .filter(|change| contested(&change.change.cite))
        .map(|change| change.event.as_str());
    let mut disputed: Vec<&str> = disputed.collect();
    disputed.dedup();
    if !disputed.is_empty() {
        let lines = disputed.iter().map(|event| {
            Line::of(
                Role::Doubt,
                format!(
                    "Sources disagree: {}",
                    report.timeline.call(&format!("show event {event}"))
                ),
            )
        });
        blocks.push(Block::Lines(lines.collect()));
    }
    blocks
}

/// The list of all clauses.
pub(super) fn list(report: &Report, body: &Clauses) -> Vec<Block> {
    let answers = format!(
        "{} at {}",
        Count(body.clauses.len(), "clause"),
        phrase::close_of(&body.at)
    );
    let mut blocks = heading(report, &answers, &[body.at.day]);
    if body.clauses.is_empty() {
        return blocks;
    }
    let columns = vec![
        Column::new("Clause").narrow(),
        Column::new("Title"),
        Column::new("Status"),
        Column::new("Since").narrow(),
    ];
    let mut rows = Vec::new();
    let mut topic = None;
    for state in &body.clauses {
        rows.extend(topic_row(&mut topic, state));
        let since = state.since.map(Date::human).unwrap_or_default();
        rows.push(Row::Cells(
            [state.id.clone(), state.title.clone(), status(state), since]
                .iter()
                .map(|text| vec![Line::plain(text)])
                .collect(),
        ));
    }
    blocks.push(Block::Grid(Grid { columns, rows }));
    blocks
}

pub(super) fn status(state: &State) -> String {
    let changed = state.changed.map(Date::human).unwrap_or_default();
    match state.status {
        Status::Ended => format!("ended {changed}"),
        Status::Expired => format!("expired after {changed}"),
        status => status.word().to_owned(),
    }
}

fn fields(report: &Report, body: &ClauseLife) -> Vec<(String, Vec<Line>)> {
    let state = &body.clause;
    let mut fields: Vec<(String, Vec<Line>)> = Vec::new();
    let mut field = |name: &str, lines: Vec<Line>| fields.push((name.to_owned(), lines));
    field("Title", vec![Line::of(Role::Strong, &state.title)]);
    if let Some(topic) = &state.topic {
        field("Topic", vec![Line::plain(topic)]);
    }
    if !state.parties.is_empty() {
        field("Parties", vec![Line::plain(state.parties.join(", "))]);
    }
    field("Status", vec![Line::plain(status(state))]);
    if let (Some(since), Some(by)) = (state.since, &state.adopted_by) {
        field(
            "Since",
            vec![Line::plain(format!("{}, by {by}", since.human()))],
        );
    }
    if let (Some(changed), Some(by)) = (state.changed, &state.changed_by)
        && state.changed_by != state.adopted_by
    {
        field(
            "Last changed",
            vec![Line::plain(format!("{}, by {by}", changed.human()))],
        );
    }
    if let Some(text) = &state.text {
        field(
            "Text",
            vec![Line::text_block(phrase::text("", state.wording, text))],
        );
    }
    if let Some(note) = &state.note {
        field("Note", vec![Line::plain(note)]);
    }
    if !body.replaced.is_empty() {
        field("Replaced", vec![Line::plain(body.replaced.join(", "))]);
    }
    if !body.replaced_by.is_empty() {
        field(
            "Replaced by",
            vec![Line::plain(body.replaced_by.join(", "))],
        );
    }
    if !body.undetermined.is_empty() {
        let lines = body
            .undetermined
            .iter()
            .map(|u| Line::of(Role::Doubt, phrase::undecided(u, &report.refs, body.at.day)));
        field("Undetermined", lines.collect());
    }
    fields
}

/// Each value that stands, with the event that set it and who says otherwise.
fn set_by(state: &State) -> Grid {
    let columns = vec![
        Column::new("Term").narrow(),
        Column::new("Value"),
        Column::new("Set by"),
        Column::new("Sources").folded(WIDE, 2),
    ];
    let mut rows = Vec::new();
    for (name, set) in state.set_by.iter().filter(|(name, _)| *name != "text") {
        let value = match name.as_str() {
            "through" => state.through.map(Date::human).unwrap_or_default(),
            "until" => state.until.clone().unwrap_or_default(),
            term => state.terms.get(term).map(phrase::value).unwrap_or_default(),
        };
        let mut values = vec![Line::plain(value)];
        for cite in set
            .cite
            .iter()
            .filter(|cite| cite.disagrees.iter().any(|on| on == name))
        {
            values.push(Line::of(
                Role::Doubt,
                format!(
                    "disputed: {} gives {}",
                    cite.source,
                    phrase::claim(cite, name)
                ),
            ));
        }
        rows.push(Row::Cells(vec![
            vec![Line::plain(name)],
            values,
            vec![phrase::by(set)],
            vec![phrase::sources(&set.cite)],
        ]));
    }
    if let Some(set) = state.set_by.get("text") {
        let mut values = vec![Line::plain("(as above)")];
        for cite in set
            .cite
            .iter()
            .filter(|cite| cite.disagrees.iter().any(|name| name == "text"))
        {
            values.push(Line::of(
                Role::Doubt,
                format!(
                    "disputed: {} gives {}",
                    cite.source,
                    phrase::claim(cite, "text")
                ),
            ));
        }
        rows.push(Row::Cells(vec![
            vec![Line::plain("text")],
            values,
            vec![phrase::by(set)],
            vec![phrase::sources(&set.cite)],
        ]));
    }
    Grid { columns, rows }
}

/// Every change with what it did, and the expiries, in the order of their days.
fn history(body: &ClauseLife, look: Look) -> Grid {
    let columns = vec![
        Column::new("Date").narrow(),
        Column::new("What changed"),
        Column::new("Sources").folded(WIDE, 1),
    ];
    let mut rows: Vec<(Option<Day>, Row)> = Vec::new();
    let mut day = None;
    for entry in &body.changes {
        // A change never stands before one that comes before it, whatever its own first day.
        day = day.max(entry.change.first.or(entry.change.last));
        let cells = vec![
            date(entry),
            what(entry, look),
            phrase::cites(&entry.change.cite),
        ];
        rows.push((day, Row::Cells(cells)));
    }
    for version in body
        .versions
        .iter()
        .filter(|version| version.how == Some(Ceased::Expired))
    {
        let date = version.to.map(Date::human).unwrap_or_default();
        let id = version.ended_by.as_deref().unwrap_or_default();
        let text = format!("in force to the end of {date}, then expired ({id})");
        let cells = vec![
            vec![Line::plain(date)],
            vec![Line::of(Role::Future, text)],
            Vec::new(),
        ];
        let last = version.to.and_then(Date::last);
        let place = rows
            .iter()
            .position(|(day, _)| *day > last)
            .unwrap_or(rows.len());
        rows.insert(place, (last, Row::Cells(cells)));
    }
    Grid {
        columns,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }
}

fn date(change: &ClauseChange) -> Vec<Line> {
    let mut lines = vec![Line::plain(change.change.date.human())];
    if change.planned {
        lines.push(Line::of(Role::Future, "planned"));
    }
    lines.extend(phrase::basis(change.change.basis).map(|basis| Line::of(Role::Doubt, basis)));
    if contested(&change.change.cite) {
        lines.push(Line::of(Role::Doubt, "disputed"));
    }
    lines
}

fn contested(cites: &[Cite]) -> bool {
    cites.iter().any(|cite| !cite.disagrees.is_empty())
}

fn what(entry: &ClauseChange, look: Look) -> Vec<Line> {
    let arrow = if look.ascii { "->" } else { "→" };
    let change = &entry.change;
    let done = if entry.planned {
        format!("planned to be {}, in {}", change.action.past(), entry.event)
    } else {
        format!("{} by {}", change.action.past(), entry.event)
    };
    let mut lines = vec![Line::of(super::timeline::role(change.action), done)];
    lines.extend(settings(change, arrow));
    let text = change.text.as_ref();
    lines.extend(text.map(|text| Line::text_block(phrase::text("", Some(change.wording), text))));
    lines.extend(
        change
            .note
            .as_ref()
            .map(|note| Line::plain(format!("note: {note}"))),
    );
    if !change.replaces.is_empty() {
        lines.push(Line::plain(format!(
            "takes the place of {}",
            change.replaces.join(", ")
        )));
    }
    lines
}

/// The terms, `through` and `until` that a change sets or removes, beside what they were.
pub(in crate::formats) fn settings(change: &Change, arrow: &str) -> Vec<Line> {
    let before = change
        .before
        .as_ref()
        .filter(|_| change.action != Action::Adopt);
    let mut lines = Vec::new();
    for (name, value) in change.terms.iter() {
        let old = before.and_then(|before| before.terms.get(name));
        lines.push(Line::plain(set(
            name,
            old.map(phrase::value),
            &phrase::value(value),
            arrow,
        )));
    }
    for name in &change.unset {
        let old = before
            .and_then(|before| removed(before, name))
            .map(|old| format!(" (was {old})"));
        lines.push(Line::plain(format!(
            "{name}: removed{}",
            old.unwrap_or_default()
        )));
    }
    if let Some(through) = change.through {
        let old = before.and_then(|before| before.through).map(Date::human);
        lines.push(Line::plain(set("through", old, &through.human(), arrow)));
    }
    if let Some(until) = &change.until {
        let old = before.and_then(|before| before.until.clone());
        lines.push(Line::plain(set("until", old, until, arrow)));
    }
    lines
}

fn removed(before: &Before, name: &str) -> Option<String> {
    match name {
        "through" => before.through.map(Date::human),
        "until" => before.until.clone(),
        term => before.terms.get(term).map(phrase::value),
    }
}

fn set(name: &str, old: Option<String>, new: &str, arrow: &str) -> String {
    match old {
        Some(old) if old != new => format!("{name}: {old} {arrow} {new}"),
        _ => format!("{name}: {new}"),
    }
}

/// Every version of every clause, with the days on which it is certainly the one in force.
pub(super) fn versions(report: &Report, body: &Versions) -> Vec<Block> {
    let answers = format!(
        "Every version of every clause: {}",
        Count(body.versions.len(), "version")
    );
    let mut blocks = heading(report, &answers, &[]);
    let columns = vec![
        Column::new("Clause").narrow(),
        Column::new("Days").narrow(),
        Column::new("By").narrow(),
        Column::new("How it read"),
    ];
    let row = |row: &VersionRow| {
        let version = &row.version;
        let days = version.days.map_or_else(
            || vec![Line::plain("no certain day")],
            |days| {
                let to = days
                    .to
                    .map_or_else(|| "open".to_owned(), |to| to.to_string());
                vec![Line::plain(format!("{} to", days.from)), Line::plain(to)]
            },
        );
        let by = vec![Line::plain(format!(
            "{} by {}",
            version.action.past(),
            version.event
        ))];
        let mut reads: Vec<Line> =
            phrase::named(&version.terms, version.through, version.until.as_deref())
                .into_iter()
                .map(|(_, line)| line)
                .collect();
        let text = version.text.as_ref();
        reads.extend(text.map(|text| Line::text_block(phrase::text("", version.wording, text))));
        Row::Cells(vec![vec![Line::plain(&row.clause)], days, by, reads])
    };
    blocks.push(Block::Grid(Grid {
        columns,
        rows: body.versions.iter().map(row).collect(),
    }));
    blocks
}
