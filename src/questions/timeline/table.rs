//! The page of `timeline`.

use std::fmt::Write as _;

use crate::agreement::{Action, Basis};
use crate::answer::block::{Block, Column, Grid, Line, Role, Row};
use crate::answer::{Change, Cite, Context, Event, Look};
use crate::date::{Date, Day};
use crate::phrases;
use crate::phrases::heading::heading;
use crate::questions::timeline::Listing;
use crate::text::words::{and_list, figures};

/// Below this width a column of its own has no room.
const WIDE: usize = 110;

pub(crate) fn blocks(context: &Context, body: &Listing, _: Look) -> Vec<Block> {
    let mut blocks = heading(context, &answers(body), &[]);
    if body.events.is_empty() {
        blocks.push(Block::text("No event matches."));
        return blocks;
    }
    let columns = vec![
        Column::new("Date").narrow(),
        Column::new("Event"),
        Column::new("Changes").folded(WIDE, 1),
        Column::new("Sources").folded(WIDE, 1).titled(),
    ];
    let mut rows = Vec::new();
    let mut scheduled = body.events.first().map(|event| event.scheduled);
    for event in &body.events {
        if scheduled == Some(!event.scheduled) {
            rows.push(Row::Rule(Line::plain(format!("today, {}", context.today))));
            scheduled = None;
        }
        let sources = vec![sources(event)];
        let date = date(event, context.today);
        rows.push(Row::Cells(vec![date, what(event), changes(event), sources]));
    }
    blocks.push(Block::Grid(Grid {
        columns,
        rows,
        untitled: false,
    }));
    blocks
}

fn answers(body: &Listing) -> String {
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
    format!(
        "Timeline{range}: {}{all}",
        phrases::counted(&body.events, figures)
    )
}

/// The date with its marks below it.
fn date(event: &Event, today: Day) -> Vec<Line> {
    let mut lines = vec![Line::plain(event.date.human())];
    let past = event.last.is_some_and(|last| last < today);
    if event.planned {
        let confirmed = if past { ", not confirmed" } else { "" };
        lines.push(Line::of(Role::Future, format!("planned{confirmed}")));
    } else if event.scheduled {
        lines.push(Line::of(Role::Future, "scheduled"));
    } else if event.is_expiry() {
        lines.push(Line::of(Role::Removed, "expired"));
    }
    lines.extend(phrases::basis(event.basis).map(|basis| Line::of(Role::Doubt, basis)));
    if event.possibly {
        lines.push(Line::of(Role::Doubt, "possibly"));
    }
    if event.disputed {
        lines.push(Line::of(Role::Doubt, "disputed"));
    }
    lines
}

fn what(event: &Event) -> Vec<Line> {
    let mut lines = vec![Line::plain(format!("{} ({})", event.title, event.id))];
    if let Some(announced) = event.announced.filter(|announced| *announced != event.date) {
        lines.push(Line::plain(format!("announced {}", announced.human())));
    }
    let said = |(claim, by): (String, Vec<&str>)| {
        Line::of(Role::Doubt, format!("{claim} by {}", and_list(by)))
    };
    lines.extend(otherwise(event).into_iter().map(said));
    lines.extend(phrases::note(event.note.as_ref()));
    lines
}

/// What citations say otherwise, with who says so: first of the date, then of the changes. Texts are left to the
/// event's own page.
fn otherwise(event: &Event) -> Vec<(String, Vec<&str>)> {
    let dates = event.cite.iter().flat_map(|cite| {
        let names = cite.disagrees.iter().filter(|name| *name == "date");
        names.map(move |name| (None, name, cite))
    });
    let own = event.changes.iter();
    let own = own.filter(|change| event.has_claims_of_its_own(change));
    let changes = own.flat_map(|change| {
        let cites = change.cite.iter();
        cites.flat_map(move |cite| cite.disagrees.iter().map(move |n| (Some(change), n, cite)))
    });
    let mut found: Vec<(String, Vec<&str>)> = Vec::new();
    for (change, name, cite) in dates.chain(changes) {
        let (claim, source) = (claimed(change, name, cite), cite.source.as_str());
        match found.iter_mut().find(|(other, _)| *other == claim) {
            Some((_, by)) if by.contains(&source) => {}
            Some((_, by)) => by.push(source),
            None => found.push((claim, vec![source])),
        }
    }
    found
}

fn claimed(change: Option<&Change>, name: &str, cite: &Cite) -> String {
    match change {
        None => {
            let date = cite.date.map(Date::human).unwrap_or_default();
            format!("also given as {date}")
        }
        Some(change) if name == "text" => format!("{}: told otherwise", change.clause),
        Some(change) => format!("{}: {} given", change.clause, phrases::claim(cite, name)),
    }
}

/// What the changes of one line share: what is done, how firm that is, and when.
type Key = (Action, Basis, Date);

/// The clauses that an event touches, grouped by what it does to them and how firm that is.
fn changes(event: &Event) -> Vec<Line> {
    let mut groups: Vec<(Key, Vec<&str>)> = Vec::new();
    for change in &event.changes {
        let key = (change.action, change.basis, change.date);
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, clauses)) if clauses.contains(&change.clause.as_str()) => {}
            Some((_, clauses)) => clauses.push(&change.clause),
            None => groups.push((key, vec![&change.clause])),
        }
    }
    groups.sort_by_key(|((action, basis, _), _)| (*action, *basis));
    let line = |(key, clauses): &(Key, Vec<&str>)| group(event, *key, clauses);
    let mut lines: Vec<Line> = groups.iter().map(line).collect();
    // An expiry is about its clause, which its title tells.
    if !event.about.is_empty() && !event.is_expiry() {
        lines.push(Line::plain(format!("about {}", event.about.join(", "))));
    }
    lines
}

fn group(event: &Event, (action, basis, date): Key, clauses: &[&str]) -> Line {
    let planned = if event.planned { "planned to be " } else { "" };
    let mut text = format!("{planned}{}", action.past());
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

pub(crate) fn role(action: Action) -> Role {
    match action {
        Action::Adopt => Role::Added,
        Action::End => Role::Removed,
        Action::Amend => Role::Changed,
        Action::Unclear => Role::Doubt,
        Action::Disclose | Action::Keep => Role::Plain,
    }
}

/// Who says so of an event or of what it does, each once.
fn sources(event: &Event) -> Line {
    let own = event.changes.iter().flat_map(|change| &change.cite);
    phrases::sources(event.cite.iter().chain(own))
}
