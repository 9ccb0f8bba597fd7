//! The page of `timeline`.

use std::fmt::Write as _;

use compact_str::format_compact;

use super::{heading, phrase};
use crate::agreement::{Action, Basis};
use crate::date::{Date, Day};
use crate::formats::block::{Block, Column, Grid, Line, Role, Row};
use crate::report::Report;
use crate::report::entry::{Entry, Otherwise};
use crate::report::timeline::Listing;
use crate::words::{Count, and_list};

/// Below this width a column of its own has no room.
const WIDE: usize = 110;

/// What an event is told in, with the changes and sources that a narrow page folds below its title: usually so many
/// lines.
const USUAL_LINES: usize = 3;

pub(super) fn blocks<B>(report: &Report<B>, body: &Listing<Entry>) -> Vec<Block> {
    let mut blocks = heading(report, &answers(body), &[]);
    if body.events.is_empty() {
        blocks.push(Block::Text(Line::plain("No event matches.")));
        return blocks;
    }
    let columns = vec![
        Column::new("Date").narrow(),
        Column::new("Event"),
        Column::new("Changes").folded(WIDE, 1),
        Column::new("Sources").folded(WIDE, 1).titled(),
    ];
    let mut rows = Vec::with_capacity(body.events.len() + 1);
    let mut scheduled = body.events.first().map(|event| event.scheduled);
    for event in &body.events {
        if scheduled == Some(!event.scheduled) {
            rows.push(Row::Rule(Line::plain(format!("today, {}", report.today))));
            scheduled = None;
        }
        rows.push(Row::Cells(vec![
            date(event, report.today),
            what(event),
            changes(event),
            vec![sources(event)],
        ]));
    }
    blocks.push(Block::Grid(Grid { columns, rows }));
    blocks
}

fn answers(body: &Listing<Entry>) -> String {
    let expiries = body.events.iter().filter(|event| event.derived).count();
    let mut parts = vec![Count(body.shown - expiries, "event").to_string()];
    if expiries > 0 {
        parts.push(Count(expiries, "expiry").to_string());
    }
    let range = match (&body.from, &body.to) {
        (None, None) => String::new(),
        (Some(from), None) => format!(", from {}", from.day),
        (None, Some(to)) => format!(", to {}", to.day),
        (Some(from), Some(to)) => format!(", from {} to {}", from.day, to.day),
    };
    let all = if body.shown == body.total {
        ", all that is recorded".to_owned()
    } else {
        format!(" ({} of {})", body.shown, body.total)
    };
    format!("Timeline{range}: {}{all}", parts.join(" and "))
}

/// The date with its marks below it.
fn date(event: &Entry, today: Day) -> Vec<Line> {
    let mut lines = vec![Line::plain(event.date.human())];
    let past = event.last.is_some_and(|last| last < today);
    if event.planned {
        lines.push(Line::of(
            Role::Future,
            if past {
                "planned, not confirmed"
            } else {
                "planned"
            },
        ));
    } else if event.scheduled {
        lines.push(Line::of(Role::Future, "scheduled"));
    } else if event.derived {
        lines.push(Line::of(Role::Removed, "expired"));
    }
    lines.extend(phrase::basis(event.basis).map(|basis| Line::of(Role::Doubt, basis)));
    if event.possibly {
        lines.push(Line::of(Role::Doubt, "possibly"));
    }
    if event.disputed {
        lines.push(Line::of(Role::Doubt, "disputed"));
    }
    lines
}

fn what(event: &Entry) -> Vec<Line> {
    let title = format_compact!("{} ({})", event.title, event.id);
    let mut lines = Vec::with_capacity(USUAL_LINES);
    lines.push(Line::plain(title));
    if let Some(announced) = event.announced.filter(|announced| *announced != event.date) {
        lines.push(Line::plain(format!("announced {}", announced.human())));
    }
    let said = |(claim, by): (String, Vec<&str>)| {
        Line::of(Role::Doubt, format!("{claim} by {}", and_list(by)))
    };
    lines.extend(otherwise(event).into_iter().map(said));
    lines.extend(
        event
            .note
            .as_ref()
            .map(|note| Line::plain(format!("note: {note}"))),
    );
    lines
}

/// What is said otherwise, with who says so. Texts are left to the event's own page.
fn otherwise(event: &Entry) -> Vec<(String, Vec<&str>)> {
    let mut found: Vec<(String, Vec<&str>)> = Vec::new();
    for said in &event.otherwise {
        let (claim, source) = (claimed(said), said.cite.source.as_str());
        match found.iter_mut().find(|(other, _)| *other == claim) {
            Some((_, by)) if by.contains(&source) => {}
            Some((_, by)) => by.push(source),
            None => found.push((claim, vec![source])),
        }
    }
    found
}

fn claimed(said: &Otherwise) -> String {
    let (cite, name) = (&said.cite, said.name.as_str());
    match &said.clause {
        None => format!(
            "also given as {}",
            cite.date.map(Date::human).unwrap_or_default()
        ),
        Some(clause) if name == "text" => format!("{clause}: told otherwise"),
        Some(clause) => format!("{clause}: {} given", phrase::claim(cite, name)),
    }
}

/// What the changes of one line share: what is done, how firm that is, and when.
type Key = (Action, Basis, Date);

/// The clauses that an event touches, grouped by what it does to them and how firm that is.
fn changes(event: &Entry) -> Vec<Line> {
    let mut groups: Vec<(Key, Vec<&str>)> = Vec::new();
    for change in &event.deeds {
        let key = (change.action, change.basis, change.date);
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, clauses)) if clauses.contains(&change.clause.as_str()) => {}
            Some((_, clauses)) => clauses.push(&change.clause),
            None => groups.push((key, vec![&change.clause])),
        }
    }
    groups.sort_by_key(|((action, basis, _), _)| (*action, *basis));
    let mut lines = Vec::with_capacity(groups.len());
    lines.extend((groups.iter()).map(|(key, clauses)| group(event, *key, clauses)));
    if !event.about.is_empty() {
        lines.push(Line::plain(format!("about {}", event.about.join(", "))));
    }
    lines
}

fn group(event: &Entry, (action, basis, date): Key, clauses: &[&str]) -> Line {
    let planned = if event.planned { "planned to be " } else { "" };
    let mut text = format_compact!("{planned}{}", action.past());
    if clauses.len() > 2 {
        let _ = write!(text, " {}", clauses.len());
    }
    let basis = (basis != event.basis).then(|| basis.word().to_owned());
    let effective = (date != event.date).then(|| format!("effective {}", date.human()));
    let marks: Vec<String> = basis.into_iter().chain(effective).collect();
    if !marks.is_empty() {
        let _ = write!(text, " ({})", marks.join(", "));
    }
    for (place, clause) in clauses.iter().enumerate() {
        text.push_str(if place == 0 { ": " } else { ", " });
        text.push_str(clause);
    }
    Line::of(role(action), text)
}

pub(super) fn role(action: Action) -> Role {
    match action {
        Action::Adopt => Role::Added,
        Action::End => Role::Removed,
        Action::Amend => Role::Changed,
        Action::Unclear => Role::Doubt,
        Action::Disclose | Action::Keep => Role::Plain,
    }
}

fn sources(event: &Entry) -> Line {
    let sources = event.sources.iter();
    phrase::sources_read(sources.map(|(own, via)| (own.as_str(), via.as_deref())))
}
