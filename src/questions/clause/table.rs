//! The pages of `show clause`.

use crate::answer::ClauseChange;
use crate::answer::block::Mark;
use crate::phrases::clause::{
    by_topic, known_later, listed, pairs, rank, said, says, setting, settings, short, standing,
    text,
};
use crate::phrases::texts::{self, sentence};
use crate::questions::clause::{ClauseLife, Clauses};
use crate::questions::prelude::*;
use crate::text::wrap::columns;

/// So many columns of its line a change has for what it changed and how firm that is.
const SHORT: usize = 62;

const LAST_DAY: Mark = Mark::new("┤", "last day", Role::Future);
const RENEWED: Mark = Mark::new("↻", "renewed", Role::Future);

pub(crate) fn paper(context: &Context, body: &ClauseLife, look: Look) -> Paper {
    let (state, refs) = (&body.clause, &context.refs);
    let title = Line::of(Role::Strong, &state.title);
    let mut lines = vec![title.and(Role::Faint, format!(" ({})", state.id))];
    let mut stands = standing(context, state, phrases::some_day);
    if !state.parties.is_empty() {
        let names = state.parties.iter().filter_map(|id| refs.parties.get(id));
        let names = parted(names, ", ").unwrap_or_default();
        stands = stands
            .sign(Role::Plain, " · ", "; ")
            .and(Role::Plain, names);
    }
    lines.push(stands);
    lines.extend(state.summary.iter().map(Line::plain));
    lines.extend(undetermined(context, body, look));
    let later = known_later(std::slice::from_ref(state), &body.at);
    lines.extend(later.map(|text| Line::of(Role::Doubt, text)));
    let text = says(refs, state, look);
    let is_over = text.is_some() && matches!(state.status, Status::Ended | Status::Expired);
    let last = is_over.then(|| Line::of(Role::Faint, "until then it read"));
    let text = last.into_iter().chain(text).map(Block::Text);
    let mut fields: Vec<(String, Vec<Line>)> = turned(refs, state, look).into_iter().collect();
    fields.extend(pairs(refs, state, look, short));
    let set = state.set_by.get("text").filter(|_| look.verbose);
    let who = |set: &Set| who::who(refs, &set.cite, Some("text"));
    let said = set.map(|set| said(set, who(set), look, short));
    let said = said.map(|said| vec![Line::plain("as above; ").then(said)]);
    fields.extend(said.map(|said| ("text".to_owned(), said)));
    let below = history(context, body, look).into_iter();
    let below = below.chain(ties(refs, body, look));
    let blocks = text.chain([Block::Fields(fields)]).chain(below).collect();
    Paper::of(phrases::asked(&body.at), lines, blocks).with_more()
}

/// What ended a clause or left it unclear, and who says so.
fn turned(refs: &Refs, state: &State, look: Look) -> Option<(String, Vec<Line>)> {
    let set = state
        .turned
        .as_ref()
        .filter(|set| !refs.supposes(&set.event))?;
    let title = Line::plain(format!("{}: ", refs.title_of(&set.event)));
    let told = said(
        set,
        title.then(who::who(refs, &set.cite, None)),
        look,
        short,
    );
    Some((state.status.to_string(), vec![told]))
}

/// That it is open what had happened by then; with what and why, where more is wanted.
fn undetermined(context: &Context, body: &ClauseLife, look: Look) -> Vec<Line> {
    if look.verbose {
        // The history has every citation.
        let sources = false;
        let look = Look { sources, ..look };
        return phrases::undecided_lines(&body.undetermined, &context.refs, body.at.day, look);
    }
    let changes = Count(body.undetermined.len(), "change");
    let text = format!("Not certain whether {changes} happened (-v says which)");
    let is_due = !body.undetermined.is_empty();
    Vec::from_iter(is_due.then(|| Line::of(Role::Doubt, text)))
}

/// Every change with what it did, and the last days, in the order of their days; what comes later apart, unless that is
/// no more than the next of what says so itself.
fn history(context: &Context, body: &ClauseLife, look: Look) -> Vec<Block> {
    let refs = &context.refs;
    let mut items: Vec<(Option<Day>, Item)> = (body.dated())
        .map(|(day, entry)| (day, change(context, body, entry, look)))
        .collect();
    items.extend(body.turns.iter().map(|turn| {
        let is_past = turn.date.last().is_some_and(|last| last < context.today);
        let text = format!("{} with the agreement", ends::turns(turn.action, is_past));
        let firm = phrases::firm(&turn.event, turn.basis).map(str::to_owned);
        let known = turn.known_apart();
        let known = known.map(|known| clocks::since(known, short));
        let right = parted(firm.into_iter().chain(known), ", ").unwrap_or_default();
        let (day, mut item) = derived(signs::of(turn.action), turn.date, text, &right);
        if look.sources {
            item.lines = who::full(refs, &body.clause.id, &turn.cite);
        }
        (day, item)
    }));
    items.extend(renewals(body));
    items.extend(body.last_days().map(|(version, to)| {
        let with_it = ["", ", with the agreement"][usize::from(version.with_agreement)];
        let doubt = ends::doubt(version.hangs.0, version.hangs.1);
        let line = format!("last day{with_it}{doubt}");
        let firm = version
            .end
            .as_ref()
            .and_then(|set| phrases::basis(set.basis));
        derived(LAST_DAY, to, line, firm.unwrap_or_default())
    }));
    items.sort_by_key(|(day, _)| *day);
    // A last day and a renewal say so themselves.
    let own = |mark| [LAST_DAY, RENEWED].contains(&mark);
    let says_so = |item: &Item| item.mark.is_some_and(own);
    let later = items.partition_point(|(day, _)| !body.is_later(*day));
    let is_apart = body.at.day < context.today || items[later..].iter().any(|of| !says_so(&of.1));
    let later = items.split_off(if is_apart { later } else { items.len() });
    let [items, later] = [items, later].map(|of| of.into_iter().map(|(_, item)| item).collect());
    Block::outline([
        Item::section("History", items),
        Item::section(format!("After {}", body.at.day), later),
    ])
}

/// The renewals: the past ones of a version in one line.
fn renewals(body: &ClauseLife) -> Vec<(Option<Day>, Item)> {
    let version = |of: &Event| of.renewal.map(|renewal| renewal.version);
    let key = |of: &Event| (version(of), of.in_days < 0, body.is_later(of.last));
    let groups = body.renewals.chunk_by(|one, other| key(one) == key(other));
    let row = |group: &[Event]| {
        let (event, first) = (group.last()?, group.first()?.renewal?);
        let last = event.renewal?;
        let often = match group.len() + first.unlisted {
            1 => format!("for the {} time", ends::nth(last.number)),
            count if first.unlisted == 0 => format!("{count} times since {}", first.day),
            count => format!("{count} times"),
        };
        let renews = ["renews", "renewed"][usize::from(event.in_days < 0)];
        let to = ends::term_end(last.to, |to| to.to_string());
        let line = format!(
            "{renews} {often}, through {to}{}",
            ends::doubt(event.stands, event.is_assumed())
        );
        let firm = phrases::basis(event.basis).unwrap_or_default();
        Some(derived(RENEWED, last.day.into(), line, firm))
    };
    groups.filter_map(row).collect()
}

fn derived(mark: Mark, date: Date, line: String, firm: &str) -> (Option<Day>, Item) {
    let item = Item {
        mark: Some(mark),
        lead: dated(date),
        right: Line::of(Role::Doubt, firm),
        ..Item::of(Line::plain(line))
    };
    (date.last(), item)
}

fn dated(date: Date) -> Line {
    Line::plain(format!("{:<11} ", short(date)))
}

fn change(context: &Context, body: &ClauseLife, entry: &ClauseChange, look: Look) -> Item {
    let (of, refs) = (&entry.change, &context.refs);
    let last = signs::last_sides(IndexSet::from([of.date, of.known]));
    let firm = parted(firmness(context, body, entry), ", ");
    let right = parted(firm.into_iter().chain(last), " ").unwrap_or_default();
    let mark = Some(signs::PLANNED).filter(|_| entry.planned);
    let what = what(refs, entry, SHORT.saturating_sub(columns(&right)), look);
    let mut item = Item {
        mark: mark.or(Some(signs::of(of.action))),
        lead: dated(of.date),
        right: Line::of(Role::Doubt, right),
        ..Item::of(Line::plain(what))
    };
    let verbatim = Some(Wording::Verbatim);
    let old = of.before.as_ref();
    let old = old.filter(|old| [old.wording, Some(of.wording)] == [verbatim; 2]);
    let both = old.and_then(|old| old.text.as_ref()).zip(of.text.as_ref());
    let both = both.filter(|_| look.verbose || settings(refs, of, Date::human).is_empty());
    let words = both.map(|(old, new)| texts::words(old, new, look));
    let text = text(of, look);
    if look.verbose {
        let title = Line::plain(refs.title_of(&entry.event));
        let id = format!(" ({})", entry.event);
        item.lines.push(title.and(Role::Faint, id));
        item.lines.extend(words.or(text));
        item.lines.extend(phrases::note(of.note.as_ref()));
    } else if let Some(words) = words {
        item.line = words;
    } else if of.action == Action::Adopt && body.is_later(of.first) {
        // No state that can be asked for today has its text.
        item.lines
            .extend(text.filter(|text| !item.line.text().ends_with(&text.text())));
    }
    if look.sources {
        item.lines.extend(who::full(refs, &of.clause, &of.cite));
    }
    item
}

/// When it became known, where that was another day, and how firm it is.
fn firmness(context: &Context, body: &ClauseLife, entry: &ClauseChange) -> Vec<String> {
    let of = &entry.change;
    let mut parts = Vec::new();
    parts.extend((of.known != of.date).then(|| clocks::since(of.known, short)));
    let is_past = of.last.is_some_and(|last| last < context.today);
    parts.extend((entry.planned && is_past).then(|| "was planned, not confirmed".to_owned()));
    let mut open = body.undetermined.iter();
    let is_open = of.is_doubted || open.any(|found| found.event == entry.event);
    let is_open = is_open && !entry.planned;
    parts.extend(is_open.then(|| "perhaps".to_owned()));
    parts.extend(entry.late.then(|| ends::LATE.to_owned()));
    parts.extend(phrases::firm(&entry.event, of.basis).map(str::to_owned));
    parts.extend(is_disputed(&of.cite).then(|| "disputed".to_owned()));
    parts
}

/// What a change changed in so many columns: its terms, beside what they were if that has room, else its text.
fn what(refs: &Refs, entry: &ClauseChange, room: usize, look: Look) -> String {
    let of = &entry.change;
    let mut values: Vec<_> = of.values().collect();
    values.sort_by_cached_key(|(name, _, new)| rank(name, new.as_ref()));
    let parts = |with_old| -> Vec<String> {
        let values = values.iter();
        let parts = values.filter_map(|value| setting(refs, of, value, with_old, Date::human));
        parts.chain(values::bound(refs, of)).collect()
    };
    let [whole, brief] = [true, false].map(parts);
    let fits = |parts: &[String]| look.verbose || columns(&parts.join("; ")) <= room;
    let shown = [&whole, &brief].into_iter().find(|parts| fits(parts));
    let shown = shown.or(Some(&brief).filter(|parts| parts.len() == 1));
    let mut parts = shown.cloned().unwrap_or_else(|| fitting(&whole, fits));
    if parts.is_empty() && !look.verbose {
        let again = of.values().filter(|_| of.is_told());
        let again = some_list(again.map(|(name, ..)| values::label(refs, &of.clause, name)));
        let again = again.map(|again| format!("said again: {again}"));
        let text = of.text.as_ref();
        let text = || text.map(|text| sentence(text, None, look).text());
        parts.extend(again.or_else(text));
    }
    let text = parts.join("; ");
    match (entry.planned, text.is_empty()) {
        (true, true) => format!("to be {}", of.action.past()),
        (true, false) => format!("to be {}: {text}", of.action.past()),
        (false, true) => signs::of(of.action).word.to_owned(),
        (false, false) => text,
    }
}

/// As many of several parts as fit, but one at least, and how many more there are.
fn fitting(parts: &[String], fits: impl Fn(&[String]) -> bool) -> Vec<String> {
    let cut = |shown: usize| [&parts[..shown], &[format!("{} more", parts.len() - shown)]].concat();
    let mut cuts = (1..parts.len()).rev().map(cut);
    cuts.find(|parts| fits(parts)).unwrap_or_else(|| cut(1))
}

fn ties(refs: &Refs, body: &ClauseLife, look: Look) -> Vec<Block> {
    let mut lines = Vec::new();
    for (words, ids) in [
        ("Took the place of", &body.replaced),
        ("Its place was taken by", &body.replaced_by),
    ] {
        let titles: IndexSet<&str> = ids.iter().map(|id| refs.clause_title(id)).collect();
        let titles = some_list(titles);
        lines.extend(titles.map(|titles| Line::plain(format!("{words} {titles}"))));
    }
    let events = body.about.iter().filter(|_| look.verbose);
    let events = events.map(|id| Item::of(phrases::event(refs, id)));
    let count = Count(body.about.len(), "event");
    let bear = format!("Bearing on it without changing it: {count}");
    let is_brief = !look.verbose && !body.about.is_empty();
    lines.extend(is_brief.then(|| Line::plain(format!("{bear} (-v says which)"))));
    let mut blocks = Block::outline([Item::section(bear, events.collect())]);
    blocks.push(Block::Lines(lines));
    blocks
}

pub(crate) fn list(context: &Context, body: &Clauses, _: Look) -> Paper {
    let count = Count(body.clauses.len(), "clause").to_string();
    let lines = vec![Line::of(Role::Strong, count)];
    let items = by_topic(&body.clauses, |of| listed(&context.refs, of));
    Paper::of(phrases::asked(&body.at), lines, vec![Block::Outline(items)])
}
