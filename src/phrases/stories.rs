//! What several answers tell: events with their changes, states of clauses, and changes that may have happened.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::attribution::{applies, attribution, is_confirmed, unconfirmed};
use super::clocks::{known, marks};
use super::dates::{date, day, from};
use super::deeds::{Tense, deed, doers, head, titled};
use super::dissent::disagreements;
use super::ends;
use super::sentences::{
    Reading, bare, capital, hedged, merged, note, remarks, resting, resting_text, said, told_basis,
    unclear,
};
use super::states::{Detail, since};
use super::terms::facts;
use crate::agreement::lanes::Standing;
use crate::agreement::{Action, Basis, ChangeKind, Wording};
use crate::answer::story::{Sentence, Story};
use crate::answer::{At, Change, Cite, Event, Refs, Set, backing};
use crate::date::{Date, Day};
use crate::text::words::{parted, some_list};

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
        let paragraphs = events.iter().map(|event| event_sentences(refs, event));
        story.section(Some(year), paragraphs.collect());
    }
}

pub(crate) fn event_sentences(refs: &Refs, event: &Event) -> Vec<Sentence> {
    let mut told = own_sentences(refs, event);
    let with_it = ends::with_it(refs, event, usize::MAX);
    told.extend(with_it.map(|text| Sentence::of_record(capital(&text))));
    told
}

fn own_sentences(refs: &Refs, event: &Event) -> Vec<Sentence> {
    if let Some(mut told) = ends::renewal(refs, event) {
        let reckoned = ends::reckoning(event).map(|of| format!(". {of}"));
        told.text.extend(reckoned);
        return vec![told];
    }
    if event.is_expiry() {
        return end_with_setters(refs, event);
    }
    let text = match event.summary.as_deref().map(bare) {
        Some(summary) => format!("{}. {summary}", head(refs, event)),
        None => head(refs, event),
    };
    let mut told = vec![resting(refs, text, event.backing()).of_event(&event.id)];
    told.extend(note(event.note.as_ref()));
    let about = titles(refs, &event.about);
    let [this, it] = match event.about.len() {
        1 => ["this clause", "it"],
        _ => ["these clauses", "them"],
    };
    let bears = format!("It bears on {this} without changing {it}: {about}");
    told.extend((!about.is_empty()).then(|| Sentence::of_record(bears)));
    told.extend(disagreements(refs, &event.id, (None, false), &event.cite));
    let tense = Tense::of(event);
    let open = event.changes.iter();
    let open = open.filter(|of| of.kind == ChangeKind::Unclear);
    let open: BTreeSet<&str> = open.map(|of| of.clause.as_str()).collect();
    let items = event.changes.iter().map(|of| {
        let mut item = Told::of_change(refs, &event.id, of, Some(event.date));
        if let Manner::Deed(doers, ..) = &mut item.manner
            && event.derived
        {
            doers.clear();
        }
        // A clause that is left unclear too counts as that alone.
        if let Manner::Deed(_, _, basis) = item.manner
            && open.contains(of.clause.as_str())
        {
            item.title += &marks(super::basis(basis));
            item.manner = Manner::Plain;
        }
        item
    });
    let items = tell(tense, items.collect());
    let is_long = items.iter().any(|sentence| sentence.begins);
    told.extend(items);
    let mut differ = event.changes.iter().flat_map(|of| {
        let on = (Some(of.clause.as_str()), true);
        disagreements(refs, &event.id, on, &event.claims_of_its_own(of))
    });
    let first = differ.next().map(|first| Sentence {
        begins: is_long,
        ..first
    });
    told.extend(first.into_iter().chain(differ));
    told
}

/// The end of a clause, with who set it or what it follows from.
pub(crate) fn end_with_setters(refs: &Refs, event: &Event) -> Vec<Sentence> {
    let mut told = expiry(refs, event).of_event(&event.id);
    let reckoned = ends::reckoning(event).filter(|_| event.unclear.is_none());
    let set = event.set.as_ref().filter(|_| reckoned.is_none());
    let set = set.map(|set| set_apart(refs, "This end", set, "through").of_event(&event.id));
    let reckoned = reckoned.map(|reckoned| format!(". {reckoned}"));
    told.text.extend(reckoned);
    merged([told].into_iter().chain(set).collect())
}

/// When what ends a clause was set and restated, and who says so.
pub(crate) fn set_apart(refs: &Refs, what: &str, set: &Set, name: &str) -> Sentence {
    let days = since(set, Detail::Setters).replacen(", ", " was ", 1);
    resting(
        refs,
        format!("{what}{days}"),
        backing(&set.cites(), Some(name)),
    )
}

fn expiry(refs: &Refs, event: &Event) -> Sentence {
    let (clause, end) = (titles(refs, &event.about), date(event.date));
    if let Some(set) = &event.unclear {
        let agreed = format!("this clause, agreed to the end of {end},");
        let text = unclear((&agreed, "stands"), None, set.days());
        return resting(refs, format!("{text}: {clause}"), backing(&set.cite, None));
    }
    let expires = match (event.scheduled, event.stands) {
        (true, Standing::Perhaps) => "if nothing else happens, this clause perhaps expires",
        (true, _) => "if nothing else happens, this clause expires",
        (false, Standing::Perhaps) => "this clause perhaps expired",
        (false, _) => "this clause expired",
    };
    let is_assumed = event.working.as_ref().is_some_and(|of| of.assumed);
    let expires = match (is_assumed, event.scheduled) {
        (false, _) => expires.to_owned(),
        (true, true) => expires.replacen("happens", "happens and nobody gave notice", 1),
        (true, false) => format!("{expires}, if nobody gave notice"),
    };
    let text = format!("at the end of {end}, {expires}: {clause}");
    resting(refs, hedged(event.basis, &text), event.backing())
}

/// How a change is told: as what somebody did, as what somebody said, as what nobody knows, or by itself.
#[derive(PartialEq, Eq, Hash)]
pub(crate) enum Manner {
    Deed(Vec<String>, Action, Basis),
    Said([String; 2], Basis),
    /// From when, known since when and how firm, and under an event of which day.
    Unclear((Date, Date, Basis), Date),
    Plain,
}

pub(crate) struct Told<'a> {
    pub(crate) manner: Manner,
    pub(crate) clause: &'a str,
    /// Empty where the clause is clear.
    pub(crate) title: String,
    /// Its text goes on behind the title.
    pub(crate) sentence: Sentence,
    pub(crate) unconfirmed: Option<Sentence>,
    pub(crate) note: Option<&'a String>,
    pub(crate) more: Vec<Sentence>,
}

impl<'a> Told<'a> {
    pub(crate) fn of_change(refs: &Refs, event: &str, of: &'a Change, at: Option<Date>) -> Self {
        // A text that a source gives says nothing of what has none.
        let cites = backing(&of.cite, of.text.as_ref().map(|_| "text"));
        let manner = match of.kind {
            ChangeKind::Unclear => {
                Manner::Unclear((of.date, of.known, of.basis), at.unwrap_or(of.date))
            }
            _ if of.is_told() => {
                let [_, who, again] = attribution(refs, of.basis, of.known, &cites);
                Manner::Said([who, again], of.basis)
            }
            _ => {
                let basis = told_basis(event, of.basis);
                Manner::Deed(doers(refs, event, (of.action, &of.bound)), of.action, basis)
            }
        };
        let was_said = matches!(manner, Manner::Said(..));
        let is_unclear = of.kind == ChangeKind::Unclear;
        let reads = of.text.as_deref();
        let reads = reads.map(|text| Reading::of(text, Some(of.wording)));
        // Who made a value of it known has not said the rest of it.
        let has_others = of.beside.iter().any(|set| set.event != event);
        let is_part = was_said && has_others && of.values().next().is_some();
        let is_new = of.before.as_ref().is_some_and(|old| old.text.is_some());
        let whole = reads.clone().filter(|_| !is_part).map(|text| {
            if was_said {
                text.unhedged()
            } else {
                text.named(refs, &cites)
            }
        });
        let whole = whole.as_ref();
        let rest = reads.filter(|_| is_part && is_new).map(|text| {
            let cites = cites.iter().copied();
            resting_text(refs, with_that(&text), cites, &of.beside).of_event(event)
        });
        let title = match at {
            // A text reads whole without the title of its clause.
            Some(_) if was_said && whole.is_some_and(|text| !text.is_apart()) => String::new(),
            Some(at) if was_said || is_unclear || at == of.date => ends::titled(refs, of),
            Some(_) => format!("{}, with effect {}", ends::titled(refs, of), from(of.date)),
            None => String::new(),
        };
        let body = body(refs, of, whole, was_said.then(|| at.unwrap_or(of.known)));
        let beside = whole.map_or(&[][..], |_| &of.beside);
        let sentence = resting_text(refs, body, cites.iter().copied(), beside);
        Self {
            manner,
            clause: &of.clause,
            title,
            unconfirmed: nothing_confirms(refs, of, cites),
            sentence: sentence.of_change(event, &of.clause),
            note: of.note.as_ref(),
            more: Vec::from_iter(rest),
        }
    }
}

/// What is told of a change behind its title: its text and what that does not say; of what was only said on a day, also
/// from when it applies.
fn body(refs: &Refs, of: &Change, whole: Option<&Reading>, said: Option<Date>) -> String {
    let reading = whole.cloned().unwrap_or_default();
    let text = whole.map(|whole| whole.text.clone());
    let mut parts: Vec<String> = text.into_iter().chain(facts(refs, of, whole)).collect();
    let nothing_more = match of.action {
        Action::End if said.is_some() => Some("it has ended"),
        Action::Keep if said.is_some() => Some("it was kept as it was"),
        _ if !parts.is_empty() => None,
        _ if said.is_some() => Some("it is as known before"),
        Action::Amend => Some("how is not recorded"),
        _ => None,
    };
    parts.extend(nothing_more.map(str::to_owned));
    parts.extend(said.and_then(|day| applies(of.date, day, &parts.join(". "))));
    let parts = parts.into_iter();
    let text = parts.reduce(|all, part| format!("{all}. {}", capital(&part)));
    text.map_or_else(String::new, |text| Reading { text, ..reading }.led(""))
}

fn nothing_confirms(refs: &Refs, of: &Change, cites: Vec<&Cite>) -> Option<Sentence> {
    if of.basis != Basis::Reported {
        return None;
    }
    let values = of.values().filter(|(_, _, value)| value.is_some());
    let mut given: Vec<&str> = values.map(|(name, ..)| name).collect();
    if given.is_empty() {
        given.push("text");
    }
    let is_confirmed = is_confirmed(refs, cites);
    let is_firm = |name| is_confirmed || of.confirmed.iter().any(|other| other == name);
    let values = given.into_iter().map(|name| (name, is_firm(name)));
    unconfirmed(refs, &of.clause, values)
}

/// How a clause reads as a whole, where only a part of that was made known.
pub(crate) fn with_that(reads: &Reading) -> String {
    let with = match reads.wording {
        Some(Wording::Record) => "With that, this record sums the clause up so, by all its sources",
        _ => "With that, the clause reads",
    };
    format!("{with}: {}", reads.text)
}

/// What is told of some clauses under an event, by who did it or said it: a paragraph each, where that is much.
pub(crate) fn tell(tense: Tense, items: Vec<Told>) -> Vec<Sentence> {
    let count = items.len();
    let mut groups: IndexMap<Manner, Vec<Told>> = IndexMap::new();
    for mut item in items {
        let manner = std::mem::replace(&mut item.manner, Manner::Plain);
        groups.entry(manner).or_default().push(item);
    }
    let (mut told, is_long) = (Vec::new(), groups.len() > 1 || count > 3);
    for (manner, list) in groups {
        let start = told.len();
        told.extend(group(&manner, tense, list));
        told[start].begins = is_long;
    }
    told
}

/// So many sentences a paragraph has before another clause begins a new one.
const LONG: usize = 4;

/// What is told in one manner: one sentence, a list, or a sentence that leads to the others.
fn group(manner: &Manner, tense: Tense, list: Vec<Told>) -> Vec<Sentence> {
    let n = list.len();
    let clauses: BTreeSet<&str> = list.iter().map(|item| item.clause).collect();
    let (lead, is_list) = match manner {
        Manner::Deed(doers, action, basis) => {
            let ends = *action == Action::End;
            let is_bare = |of: &Told| of.sentence.text.is_empty() && (ends || of.more.is_empty());
            let lead = deed(doers, *action, tense, clauses.len());
            (hedged(*basis, &lead), list.iter().all(is_bare))
        }
        Manner::Unclear(days, head) => (left_unclear(*days, *head, tense, None), true),
        _ => (String::new(), false),
    };
    if n > 1 && is_list {
        return in_a_list(&lead, list);
    }
    let is_led = n > 1 && matches!(manner, Manner::Deed(..));
    let mut told = Vec::from_iter(is_led.then(|| Sentence::of_record(&lead)));
    let mut begun = 0;
    for (place, item) in list.into_iter().enumerate() {
        let (title, body) = (item.title.as_str(), &item.sentence.text);
        let text = match manner {
            Manner::Said(who, _) if title.is_empty() => {
                capital(&said(&who[usize::from(place > 0)], body))
            }
            Manner::Said([who, _], _) => format!("{title}, as {who}{body}"),
            Manner::Deed(_, _, basis) if is_led => {
                format!("{title}{}{body}", marks(super::basis(*basis)))
            }
            Manner::Deed(..) if title.is_empty() => {
                let lead = lead.replacen("one clause", "this clause", 1);
                capital(&lead.replacen("One clause", "this clause", 1)) + body
            }
            Manner::Deed(..) => format!("{lead}, {title}{body}"),
            Manner::Unclear(days, head) => left_unclear(*days, *head, tense, Some(title)),
            Manner::Plain => format!("{title}{body}"),
        };
        let begins = told.len() - begun >= LONG && place + 1 < n;
        begun = if begins { told.len() } else { begun };
        let sentence = item.sentence;
        told.push(Sentence {
            text,
            begins,
            ..sentence
        });
        told.extend(item.unconfirmed);
        told.extend(item.more);
        told.extend(note(item.note));
    }
    told
}

fn in_a_list(lead: &str, list: Vec<Told>) -> Vec<Sentence> {
    let (mut told, mut rest, mut open) = (Vec::new(), Vec::new(), Vec::new());
    let count = list.len();
    for (place, item) in list.into_iter().enumerate() {
        let lead = if place == 0 { &format!("{lead}: ") } else { "" };
        let (text, goes_on) = (format!("{lead}{}", item.title), place + 1 < count);
        told.push(Sentence {
            text,
            goes_on,
            ..item.sentence
        });
        rest.extend(item.more);
        let note = item
            .note
            .map(|note| format!("Note on {}: {}", item.title, remarks(note)));
        rest.extend(note.map(Sentence::of_record));
        open.extend(item.unconfirmed.map(|_| item.title));
    }
    let open = some_list(open);
    let open =
        open.map(|of| format!("No statement or filing in this record confirms this of {of}"));
    told.extend(open.map(Sentence::of_record));
    told.extend(rest);
    told
}

/// That it is not clear whether a clause still stands, or is not to be; without its title, of several.
fn left_unclear(
    days: (Date, Date, Basis),
    head: Date,
    tense: Tense,
    title: Option<&str>,
) -> String {
    let (of, _, basis) = days;
    let title = title.map(|title| [title, "this clause"][usize::from(title.is_empty())]);
    if !tense.is_past() {
        let text = hedged(basis, &format!("this is to be left unclear {}", from(of)));
        return text + &title.map_or_else(String::new, |title| format!(": {title}"));
    }
    let since = (of == head).then_some("then");
    let what = title.map_or(("these clauses", "stand"), |title| (title, "stands"));
    unclear(what, since, days)
}

pub(crate) fn of_life(refs: &Refs, event: &str, of: &Change, tense: Tense) -> Vec<Sentence> {
    // Its title stands behind the day of the event alone.
    let day = refs.events.get(event).map_or(of.date, |event| event.date);
    let effect = (!of.is_told() && of.date != day).then(|| from(of.date));
    let effect = effect.map_or_else(String::new, |from| format!(", with effect {from}"));
    let is_apart = of.is_told() || of.known != of.date;
    let since = marks(known(day, of.known).filter(|_| is_apart)) + &effect;
    let day = capital(&date(day));
    let plan = match tense {
        Tense::Unconfirmed => ", planned and not confirmed",
        tense if tense.is_past() => "",
        _ => ", to come",
    };
    let title = titled(refs, event, refs.title_of(event));
    let mut told = vec![Sentence::of_record(format!("{day}{since}{plan}: {title}"))];
    let item = Told::of_change(refs, event, of, None);
    told.extend(tell(tense, vec![item]));
    let on = (Some(of.clause.as_str()), false);
    told.extend(disagreements(refs, event, on, &of.cite));
    told
}
