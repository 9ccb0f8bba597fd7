//! What several answers tell: events with their changes, states of clauses, and changes that may have happened.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::clocks::{days, known, marks};
use super::dates::{self, count, date, day, number, when};
use super::deeds::{Deed, Tense, doers, head};
use super::dissent::disagreements;
use super::ends;
use super::facts::{clause, is_own_word, said, unconfirmed};
use super::sentences::{bare, capital, note, reads, resting, resting_text, unclear};
use super::states::{restated, since};
use super::terms::changed;
use crate::agreement::{Basis, ChangeKind};
use crate::answer::story::{Sentence, Story};
use crate::answer::{At, Change, Event, Refs, Set, backing};
use crate::date::{Date, Day};
use crate::text::words::{and_list, parted};

pub(crate) fn close(refs: &Refs, at: &At) -> String {
    let close = day(at.day);
    match at.event.as_ref().filter(|_| !at.instant.is_close()) {
        Some(event) => format!("{close}, right after: {}", bare(refs.title_of(event))),
        None => format!("the close of {close}"),
    }
}

pub(crate) fn titles<'a>(refs: &Refs, clauses: impl IntoIterator<Item = &'a String>) -> String {
    let titles = clauses.into_iter().map(|clause| refs.clause_title(clause));
    parted(titles, "; ").unwrap_or_default()
}

pub(crate) fn years(events: &[Event]) -> impl Iterator<Item = (String, &[Event])> {
    let year = |event: &Event| event.first.or(event.last).map(Day::year);
    let years = events.chunk_by(move |a, b| year(a) == year(b));
    years.map(move |events| {
        let name = year(&events[0]).map_or("Undated".to_owned(), |year| year.to_string());
        (name, events)
    })
}

pub(crate) fn events(story: &mut Story, refs: &Refs, events: &[Event]) {
    for (year, events) in years(events) {
        story.section(Some(year), paragraphs(refs, events));
    }
}

/// Each event in a paragraph; ends of one day that the same set, in one.
pub(crate) fn paragraphs<'a>(
    refs: &Refs,
    events: impl IntoIterator<Item = &'a Event>,
) -> Vec<Vec<Sentence>> {
    let events: Vec<&Event> = events.into_iter().collect();
    let end = |of: &Event| {
        let is_plain = of.is_expiry() && of.unclear.is_none() && of.with_it.is_empty();
        let told = is_plain.then(|| end_with_setters(refs, of, ""))?;
        let told = told.into_iter().map(|of| (of.text, of.sources));
        Some(told.collect::<Vec<_>>())
    };
    let alike = events.chunk_by(|a, b| end(a).is_some() && end(a) == end(b));
    let paragraph = |alike: &[&Event]| {
        if let [event] = alike {
            return event_sentences(refs, event);
        }
        let these = format!("these {} clauses", number(alike.len()));
        let mut told = end_with_setters(refs, alike[0], &these);
        let names = titles(refs, alike.iter().flat_map(|event| &event.about));
        told[0].text.extend([": ", &names]);
        told
    };
    alike.map(paragraph).collect()
}

pub(crate) fn event_sentences(refs: &Refs, event: &Event) -> Vec<Sentence> {
    let mut told = own_sentences(refs, event);
    let with_it = ends::with_it(refs, event, usize::MAX);
    let with_it = with_it.map(|text| match text.split_once(": ") {
        Some((turns, list)) if !event.is_notice() => format!("What {turns} is this: {list}"),
        _ => capital(&text),
    });
    told.extend(with_it.map(Sentence::of_record));
    told
}

fn own_sentences(refs: &Refs, event: &Event) -> Vec<Sentence> {
    if let Some(told) = ends::renewal(refs, event) {
        return vec![told];
    }
    if event.is_expiry() {
        return end_with_setters(refs, event, &titles(refs, &event.about));
    }
    let text = match event.summary.as_deref().map(bare) {
        Some(summary) => format!("{}. {summary}", head(refs, event)),
        None => head(refs, event),
    };
    let mut told = vec![resting(refs, text, event.backing()).of_event(&event.id)];
    told.extend(note(event.note.as_ref()));
    let about = titles(refs, &event.about);
    let concerns = format!("It concerns, and does not change, the following: {about}");
    told.extend((!about.is_empty()).then(|| Sentence::of_record(concerns)));
    told.extend(disagreements(
        refs,
        &event.id,
        (None, false),
        "it",
        &event.cite,
    ));
    // A clause that is left unclear too counts as that alone.
    let is_open = |of: &Change| of.kind == ChangeKind::Unclear;
    let open = event.changes.iter().filter(|of| is_open(of));
    let open: BTreeSet<&String> = open.map(|of| &of.clause).collect();
    let under = (Tense::of(event), Some(event.date));
    let items = event.changes.iter().map(|of| {
        let mut item = Told::of_change(refs, &event.id, of, under);
        let is_left = !is_open(of) && open.contains(&of.clause);
        if let Some(deed) = item.deed.take_if(|_| is_left) {
            let lead = deed.told("one clause that has been unclear since", true);
            item.sentence.text = format!("{lead}, {}", item.sentence.text);
        }
        item
    });
    told.extend(tell(items.collect()));
    let differ = event.changes.iter().flat_map(|of| {
        let on = (Some(of.clause.as_str()), true);
        disagreements(refs, &event.id, on, "it", &event.claims_of_its_own(of))
    });
    told.extend(differ.enumerate().map(|(place, sentence)| Sentence {
        begins: place == 0 && event.changes.len() > 3,
        ..sentence
    }));
    told
}

/// The end of a clause, with who set it or what it follows from.
fn end_with_setters(refs: &Refs, event: &Event, clause: &str) -> Vec<Sentence> {
    let mut told = vec![expiry(refs, event, clause)];
    let set = event.set.as_ref().map(|set| (set, "through"));
    match ends::reckoning(event).filter(|_| event.unclear.is_none()) {
        Some(reckoned) => told[0].text.extend([". ", &reckoned]),
        None => told.extend(set.map(|set| set_apart(refs, "this end", set, &event.parties))),
    }
    (told.into_iter().map(|told| told.of_event(&event.id))).collect()
}

/// When what ends a clause was set and restated, by whom of those that it binds, and who says so.
pub(crate) fn set_apart(
    refs: &Refs,
    what: &str,
    (set, name): (&Set, &str),
    bound: &[String],
) -> Sentence {
    let who = and_list(doers(refs, &set.event, bound));
    let is_agreed = set.kind == ChangeKind::Agreed && !set.is_told();
    let is_deed = is_agreed && set.basis == Basis::Stated && !who.is_empty();
    let text = if is_deed {
        let mut again = set.restated.iter();
        let is_theirs = again.all(|of| and_list(doers(refs, &of.event, bound)) == who);
        let restate = ["; it was restated", " and restated it"][usize::from(is_theirs)];
        let again = restated(set).map(|days| format!("{restate} {days}"));
        let days = days(set, [when, date]);
        format!("{who} set {what} {days}{}", again.unwrap_or_default())
    } else {
        format!("{} was {}", capital(what), since(set))
    };
    resting(refs, text, backing(&set.cites(), Some(name)))
}

fn expiry(refs: &Refs, event: &Event, clause: &str) -> Sentence {
    let end = date(event.date);
    if let Some(set) = &event.unclear {
        let agreed = format!("{clause}, agreed to the end of {end}, still stands");
        let text = unclear(&agreed, set.days());
        return resting(refs, text, backing(&set.cite, None));
    }
    let hangs = ends::doubt(event.stands, event.is_assumed());
    let is_bare = event.scheduled && hangs.is_empty();
    let expires = ["expired", "will expire"][usize::from(event.scheduled)];
    let unless = ["", ", if nothing else happens"][usize::from(is_bare)];
    let firm = marks(super::basis(event.basis));
    let text = format!("At the end of {end}{firm}{unless}, {clause} {expires}{hangs}");
    resting(refs, text, event.backing())
}

/// What is told of a clause under an event: its title and what follows that.
pub(crate) struct Told {
    /// What was done to it, where its sentence does not say that itself.
    pub(crate) deed: Option<Deed>,
    pub(crate) sentence: Sentence,
    pub(crate) more: Vec<Sentence>,
}

impl Told {
    /// A change under its event, or without a day of that, in the life of its clause, which needs no title.
    pub(crate) fn of_change(
        refs: &Refs,
        event: &str,
        of: &Change,
        (tense, at): (Tense, Option<Date>),
    ) -> Self {
        // A text that a source gives says nothing of what has none.
        let cites = backing(&of.cite, of.text.as_ref().map(|_| "text"));
        let is_unclear = of.kind == ChangeKind::Unclear;
        let was_said = !is_unclear && of.is_told();
        // Who made a value of it known has not said the rest of it.
        let has_others = of.beside.iter().any(|set| set.event != event);
        let is_part = was_said && has_others && of.values().next().is_some();
        let text = of.text.as_deref().filter(|_| !is_part);
        let values = changed(refs, of, text);
        let beside = text.map_or(&[][..], |_| &of.beside);
        let text = text.map(|text| reads("", text, Some(of.wording)));
        let title = at.map(|_| ends::titled(refs, of));
        let (deed, told) = if was_said {
            let (days, under) = ((of.date, of.known, of.basis), at.unwrap_or(of.known));
            let named = (title.as_deref(), text.as_deref());
            (None, said(refs, days, Some(under), &cites, named, &values))
        } else {
            let is_later = of.is_ahead && tense == Tense::Past;
            let tense = if is_later { Tense::Future } else { tense };
            let deed = Deed::new(refs, event, (of.action, &of.bound), tense);
            let from = at.filter(|at| *at != of.date);
            let from = from.map(|_| dates::from(of.date));
            let firm = super::firm(event, of.basis).map(str::to_owned);
            let name = title.unwrap_or_else(|| deed.told("this clause", true));
            let name = name + &marks(firm.into_iter().chain(from));
            (at.map(|_| deed), clause(&name, text.as_deref(), &values))
        };
        let rest = of.text.as_ref().filter(|_| is_part).map(|text| {
            let text = reads("With that, the clause reads", text, Some(of.wording));
            resting_text(refs, text, cites.iter().copied(), &of.beside).of_event(event)
        });
        let told = resting_text(refs, told, cites.iter().copied(), beside);
        let more = nothing_confirms(refs, of).into_iter().chain(rest);
        Self {
            deed,
            sentence: told.of_change(event, &of.clause),
            more: more.chain(note(of.note.as_ref())).collect(),
        }
    }
}

fn nothing_confirms(refs: &Refs, of: &Change) -> Option<Sentence> {
    if of.basis != Basis::Reported {
        return None;
    }
    let values = of.values().filter(|(_, _, value)| value.is_some());
    let mut given: Vec<&str> = values.map(|(name, ..)| name).collect();
    if given.is_empty() {
        given.push("text");
    }
    let cites = backing(&of.cite, of.text.as_ref().map(|_| "text"));
    let is_confirmed = is_own_word(cites);
    let is_firm = |name| is_confirmed || of.confirmed.iter().any(|other| other == name);
    let values = given.into_iter().map(|name| (name, is_firm(name)));
    unconfirmed(refs, &of.clause, values)
}

/// What is told of some clauses under an event: those to which the same was done in one sentence, or behind one that leads
/// to them.
pub(crate) fn tell(items: Vec<Told>) -> Vec<Sentence> {
    let mut groups: IndexMap<Option<Deed>, Vec<Told>> = IndexMap::new();
    for mut item in items {
        groups.entry(item.deed.take()).or_default().push(item);
    }
    let (mut told, has_more) = (Vec::new(), groups.len() > 1);
    for (deed, mut list) in groups {
        let clauses = list.iter().map(|item| item.sentence.change.as_deref());
        let clauses = clauses.collect::<BTreeSet<_>>().len();
        let begins = list.len() > 1;
        let first = told.len();
        if let Some(deed) = deed {
            let lead = deed.told(&count(clauses, "clause"), clauses == 1);
            if let [item] = list.as_mut_slice() {
                let colon = [",", ":"][usize::from(deed.is_unclear())];
                item.sentence.text = format!("{lead}{colon} {}", item.sentence.text);
            } else {
                told.push(Sentence::of_record(capital(&lead) + ":"));
            }
        }
        for Told { sentence, more, .. } in list {
            let text = capital(&sentence.text);
            told.push(Sentence {
                text,
                begins,
                ..sentence
            });
            told.extend(more);
        }
        told[first].begins = begins || has_more;
    }
    told
}

/// The head of a paragraph by the id of its event: `28 October 2025 (inferred): OpenAI restructures`.
pub(crate) fn head_of(
    refs: &Refs,
    event: &str,
    day: Date,
    doubts: impl IntoIterator<Item = String>,
) -> Sentence {
    let (day, title) = (capital(&date(day)), bare(refs.title_of(event)));
    Sentence::of_record(format!("{day}{}: {title}", marks(doubts)))
}

pub(crate) fn of_life(refs: &Refs, event: &str, of: &Change, tense: Tense) -> Vec<Sentence> {
    let day = refs.events.get(event).map_or(of.date, |event| event.date);
    let is_apart = of.is_told() || of.known != of.date;
    let since = known(day, of.known).filter(|_| is_apart);
    let effect = (!of.is_told() && of.date != day).then(|| dates::from(of.date));
    let plan = match tense {
        Tense::Unconfirmed => Some("planned and not confirmed"),
        tense if tense.is_past() => None,
        _ => Some("to come"),
    };
    let doubts = [since, effect, plan.map(str::to_owned)];
    let mut told = vec![head_of(refs, event, day, doubts.into_iter().flatten())];
    told.extend(tell(vec![Told::of_change(refs, event, of, (tense, None))]));
    let on = (Some(of.clause.as_str()), false);
    told.extend(disagreements(refs, event, on, "it", &of.cite));
    told
}
