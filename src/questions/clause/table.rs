//! The pages of `show clause`.

use indexmap::IndexSet;

use crate::agreement::Status;
use crate::answer::block::{Block, Grid, Item, Line, Mark, Role, cell};
use crate::answer::{ClauseChange, Context, Look, Refs, Set, State};
use crate::date::{Date, Day};
use crate::phrases::clause::{
    by_topic, known_later, listed, names, says, sentence, set_on, settings, short, standing, value,
};
use crate::phrases::{self, heading::head, signs, values, who};
use crate::questions::clause::{Ceased, ClauseLife, Clauses};
use crate::text::words::{Count, and_list};
use crate::text::wrap::columns;

/// So many columns of its line a change has for what it changed.
const SHORT: usize = 60;

const LAST_DAY: Mark = Mark::new("┤", "last day", Role::Future);

pub(crate) fn blocks(context: &Context, body: &ClauseLife, look: Look) -> Vec<Block> {
    let (state, refs) = (&body.clause, &context.refs);
    let title = Line::of(Role::Strong, &state.title);
    let mut lines = vec![title.and(Role::Faint, format!(" ({})", state.id))];
    let parties = match &body.parties {
        parties if parties.is_empty() => Line::default(),
        parties => Line::default()
            .sign(Role::Plain, " · ", "; ")
            .and(Role::Plain, parties.join(", ")),
    };
    lines.push(standing(state).then(parties));
    lines.extend(state.summary.iter().map(Line::plain));
    lines.extend(undetermined(context, body, look));
    lines.extend(known_later(std::slice::from_ref(state), &body.at));
    let mut blocks = head(context, &phrases::asked(&body.at), lines, &[body.at.day]);
    blocks.extend(says(state, look).map(Block::Text));
    blocks.push(Block::Grid(set_by(refs, state, look)));
    let (changes, legend) = history(context, body, look);
    blocks.extend(changes);
    blocks.extend(ties(refs, body, look));
    blocks.extend(legend);
    blocks
}

/// That it is open what had happened by then; with what and why, where more is wanted.
fn undetermined(context: &Context, body: &ClauseLife, look: Look) -> Vec<Line> {
    if look.verbose {
        // The history has every citation.
        let look = Look {
            sources: false,
            ..look
        };
        return phrases::undecided_lines(&body.undetermined, &context.refs, body.at.day, look);
    }
    let text = match body.undetermined.len() {
        1 => "Not certain whether 1 change has happened (-v says which)".to_owned(),
        count => format!("Not certain whether {count} changes have happened (-v says which)"),
    };
    let is_open = !body.undetermined.is_empty();
    is_open
        .then(|| Line::of(Role::Doubt, text))
        .into_iter()
        .collect()
}

/// Each value that stands, with the day of the event that set it and who says so.
fn set_by(refs: &Refs, state: &State, look: Look) -> Grid {
    let columns = ["Term", "Value", "Set"];
    let row = |name: &str| {
        let (label, value) = (
            values::label(refs, &state.id, name),
            value(refs, state, name),
        );
        let set = state.set_by.get(name);
        let set = set.map(|set| said(refs, set, look)).unwrap_or_default();
        vec![cell(label), vec![value], vec![set]]
    };
    let text = state.text.as_ref().map(|_| "text");
    let rows = names(state).map(row);
    let rows = rows.chain(text.filter(|_| look.verbose).map(|text| {
        let mut cells = row(text);
        cells[1] = cell("as above");
        cells
    }));
    Grid::new(columns, rows)
}

/// When a value was set and by whom, and when it was last restated; each time, where more is wanted.
fn said(refs: &Refs, set: &Set, look: Look) -> Line {
    let line = Line::plain(format!("{}  ", set_on(set))).then(who::who(refs, &set.cite));
    let skip = set
        .restated
        .len()
        .saturating_sub(if look.verbose { usize::MAX } else { 1 });
    let again = set.restated[skip..].iter();
    let shown: Vec<String> = again.map(|again| short(again.date)).collect();
    if shown.is_empty() {
        return line;
    }
    line.and(Role::Faint, format!(", restated {}", and_list(shown)))
}

/// Every change with what it did, and the last days, in the order of their days; what lies after a past day apart.
fn history(context: &Context, body: &ClauseLife, look: Look) -> (Vec<Block>, Option<Block>) {
    let mut items: Vec<(Option<Day>, Item)> = Vec::new();
    let mut day = None;
    for entry in &body.changes {
        // A change never stands before one that comes before it, whatever its own first day.
        day = day.max(entry.change.first.or(entry.change.last));
        items.push((day, change(context, body, entry, look)));
    }
    for version in &body.versions {
        let Some(to) = version.to.filter(|_| version.how == Some(Ceased::Expired)) else {
            continue;
        };
        let still = match version.status {
            Status::Unclear => "last day, if it still stands",
            _ => "last day",
        };
        let item = Item {
            mark: Some(LAST_DAY),
            lead: dated(to),
            ..Item::of(Line::plain(still))
        };
        let place = items.iter().position(|(day, _)| *day > to.last());
        items.insert(place.unwrap_or(items.len()), (to.last(), item));
    }
    let is_past = body.at.day < context.today;
    let is_later = |(day, _): &(Option<Day>, Item)| is_past && *day > Some(body.at.day);
    let later = items.iter().position(is_later).unwrap_or(items.len());
    let mut items: Vec<Item> = items.into_iter().map(|(_, item)| item).collect();
    let legend = signs::legend(items.iter().filter_map(|item| item.mark), look);
    let later = items.split_off(later);
    let blocks = Block::outline([
        Item::section("History", items),
        Item::section(format!("After {}", body.at.day), later),
    ]);
    (blocks, legend)
}

/// A day at the beginning of a line, as wide as the others.
fn dated(date: Date) -> Line {
    Line::plain(format!("{:<11} ", short(date)))
}

fn change(context: &Context, body: &ClauseLife, entry: &ClauseChange, look: Look) -> Item {
    let of = &entry.change;
    let mut item = Item {
        mark: Some(if entry.planned {
            signs::PLANNED
        } else {
            signs::of(of.action)
        }),
        right: Line::of(Role::Doubt, firmness(context, body, entry).join(", ")),
        lead: dated(of.date),
        ..Item::of(Line::plain(what(&context.refs, entry, look)))
    };
    if look.verbose {
        let title = Line::plain(context.refs.title_of(&entry.event));
        let text = of.text.as_ref();
        let text = text.map(|text| sentence(text, Some(of.wording), look));
        item.lines
            .push(title.and(Role::Faint, format!(" ({})", entry.event)));
        item.lines.extend(text);
        item.lines.extend(phrases::note(of.note.as_ref()));
    }
    if look.sources {
        item.lines
            .extend(who::full(&context.refs, &of.clause, &of.cite));
    }
    item
}

/// When it became known, where that was another day, and how firm it is.
fn firmness(context: &Context, body: &ClauseLife, entry: &ClauseChange) -> Vec<String> {
    let of = &entry.change;
    let mut parts = Vec::new();
    parts.extend((of.known != of.date).then(|| format!("known since {}", short(of.known))));
    let is_past = of.last.is_some_and(|last| last < context.today);
    parts.extend((entry.planned && is_past).then(|| "was planned, not confirmed".to_owned()));
    let mut open = body.undetermined.iter();
    let is_open = !entry.planned && open.any(|found| found.event == entry.event);
    parts.extend(is_open.then(|| "perhaps".to_owned()));
    parts.extend(phrases::basis(of.basis).map(str::to_owned));
    let is_disputed = of.cite.iter().any(|cite| !cite.disagrees.is_empty());
    parts.extend(is_disputed.then(|| "disputed".to_owned()));
    parts
}

/// What a change changed in a few words: its terms, else its text.
fn what(refs: &Refs, entry: &ClauseChange, look: Look) -> String {
    let of = &entry.change;
    let mut parts = settings(refs, of);
    if parts.is_empty() {
        let text = of.text.iter();
        parts.extend(text.map(|text| sentence(text, None, look).text()));
    }
    let fits = |count: &usize| look.verbose || columns(&parts[..*count].join("; ")) <= SHORT;
    let count = (2..=parts.len())
        .take_while(fits)
        .last()
        .unwrap_or(1)
        .min(parts.len());
    let more = if count < parts.len() { "; …" } else { "" };
    let text = parts[..count].join("; ") + more;
    match (entry.planned, text.is_empty()) {
        (true, true) => format!("to be {}", of.action.past()),
        (true, false) => format!("to be {}: {text}", of.action.past()),
        (false, true) => signs::of(of.action).word.to_owned(),
        (false, false) => text,
    }
}

/// What it took the place of, what took its place, and what bears on it.
fn ties(refs: &Refs, body: &ClauseLife, look: Look) -> Vec<Block> {
    let titles = |ids: &[String]| {
        let titles: IndexSet<&str> = ids.iter().map(|id| refs.clause_title(id)).collect();
        and_list(titles)
    };
    let mut lines = Vec::new();
    for (words, list) in [
        ("Took the place of", &body.replaced),
        ("Its place was taken by", &body.replaced_by),
    ] {
        lines.extend((!list.is_empty()).then(|| Line::plain(format!("{words} {}", titles(list)))));
    }
    let bear = match body.about.len() {
        1 => "1 event bears on it without changing it".to_owned(),
        count => format!("{count} events bear on it without changing it"),
    };
    if !look.verbose {
        lines.extend((!body.about.is_empty()).then(|| Line::plain(bear)));
        return vec![Block::Lines(lines)];
    }
    let events = body.about.iter();
    let events = events.map(|id| Item::of(phrases::event(refs, id)));
    let mut blocks = Block::outline([Item::section(bear, events.collect())]);
    blocks.push(Block::Lines(lines));
    blocks
}

pub(crate) fn list(context: &Context, body: &Clauses, _: Look) -> Vec<Block> {
    let count = Count(body.clauses.len(), "clause").to_string();
    let lines = vec![Line::of(Role::Strong, count)];
    let mut blocks = head(context, &phrases::asked(&body.at), lines, &[body.at.day]);
    blocks.push(Block::Outline(by_topic(&body.clauses, listed)));
    blocks
}
