//! What several answers tell: events with their changes, states of clauses, and changes that may have happened.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::attribution::{applies, attributed, attribution, is_confirmed, unconfirmed};
use super::clocks::{known, marks};
use super::dates::{count, date, day, from};
use super::deeds::{Deed, Tense, head};
use super::dissent::disagreements;
use super::ends;
use super::sentences::{bare, capital, merged, note, reads, resting, resting_text, unclear};
use super::states::since;
use super::terms::{behind, facts};
use crate::agreement::{Action, Basis, ChangeKind, Wording};
use crate::answer::story::{Sentence, Story};
use crate::answer::{At, Change, Event, Refs, Set, backing};
use crate::date::{Date, Day};
use crate::text::words::parted;

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
    // A clause that is left unclear too counts as that alone.
    let open = event.changes.iter();
    let open = open.filter(|of| of.kind == ChangeKind::Unclear);
    let open: BTreeSet<&str> = open.map(|of| of.clause.as_str()).collect();
    let tense = Tense::of(event);
    let items = event.changes.iter().map(|of| {
        let mut item = Told::of_change(refs, &event.id, of, (tense, Some(event.date)));
        item.deed = (item.deed).filter(|of_it| of_it.is_unclear() || !open.contains(&*of.clause));
        item
    });
    let items = tell(items.collect());
    let is_long = items.iter().any(|sentence| sentence.begins);
    told.extend(items);
    let differ = event.changes.iter().flat_map(|of| {
        let on = (Some(of.clause.as_str()), true);
        disagreements(refs, &event.id, on, &event.claims_of_its_own(of))
    });
    told.extend(differ.enumerate().map(|(place, sentence)| Sentence {
        begins: is_long && place == 0,
        ..sentence
    }));
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
    let text = format!("{what} was {}", since(set));
    resting(refs, text, backing(&set.cites(), Some(name)))
}

fn expiry(refs: &Refs, event: &Event) -> Sentence {
    let (clause, end) = (titles(refs, &event.about), date(event.date));
    if let Some(set) = &event.unclear {
        let agreed = format!("this clause, agreed to the end of {end}, still stands");
        let text = unclear(&agreed, set.days());
        return resting(refs, format!("{text}: {clause}"), backing(&set.cite, None));
    }
    let is_assumed = event.working.as_ref().is_some_and(|of| of.assumed);
    let hangs = ends::doubt(event.stands, is_assumed);
    let is_ahead = usize::from(event.scheduled);
    let expires = ["expired", "expires"][is_ahead];
    let unless = ["", ", if nothing else happens"][is_ahead];
    let firm = marks(super::basis(event.basis));
    let text = format!("At the end of {end}{firm}{unless}, this clause {expires}{hangs}: {clause}");
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
        let was_said = of.kind != ChangeKind::Unclear && of.is_told();
        // Who made a value of it known has not said the rest of it.
        let has_others = of.beside.iter().any(|set| set.event != event);
        let is_part = was_said && has_others && of.values().next().is_some();
        let text = of.text.as_deref();
        let whole = text.filter(|_| !is_part);
        let rest = text.filter(|_| is_part).map(|text| {
            let text = reads("With that, the clause reads", text, Some(of.wording));
            resting_text(refs, text, cites.iter().copied(), &of.beside).of_event(event)
        });
        let said_on = was_said.then(|| at.unwrap_or(of.known));
        let body = body(refs, of, whole, said_on);
        let title = at.map_or_else(|| "this clause".to_owned(), |_| ends::titled(refs, of));
        let (deed, text) = if was_said {
            let who = attribution(refs, of.basis, (of.known, false), &cites);
            // Its own words read whole without the title of its clause.
            let is_whole = whole.is_some() && of.wording != Wording::Quoted;
            let title = at.filter(|_| !is_whole).map(|_| &*title);
            (None, attributed(&who, title, &body))
        } else if of.kind == ChangeKind::Unclear && tense.is_past() {
            let deed = Deed::left_unclear((of.date, of.known));
            let firm = marks(super::basis(of.basis));
            match at {
                Some(_) => (Some(deed), title + &firm + &body),
                None => (None, deed.told(&title, true) + &firm + &body),
            }
        } else {
            let from = at.filter(|at| *at != of.date).map(|_| from(of.date));
            let firm = super::firm(event, of.basis).map(str::to_owned);
            let title = title + &marks(firm.into_iter().chain(from));
            let deed = Deed::new(refs, event, (of.action, &of.bound), tense);
            match at {
                Some(_) => (Some(deed), title + &body),
                None => (None, deed.told(&title, true) + &body),
            }
        };
        let beside = whole.map_or(&[][..], |_| &of.beside);
        let sentence = resting_text(refs, text, cites.iter().copied(), beside);
        let more = nothing_confirms(refs, of).into_iter().chain(rest);
        Self {
            deed,
            sentence: sentence.of_change(event, &of.clause),
            more: more.chain(note(of.note.as_ref())).collect(),
        }
    }
}

/// What is told of a change behind its title: its text and what that does not say; of what was only said on a day, also
/// from when it applies.
fn body(refs: &Refs, of: &Change, text: Option<&str>, said: Option<Date>) -> String {
    let is_said = said.is_some();
    let facts = facts(refs, of, text).or_else(|| {
        let nothing = match of.action {
            Action::End if is_said => "it has ended",
            _ if text.is_some() => return None,
            _ if is_said => "it is as known before",
            Action::Amend => "how is not recorded",
            _ => return None,
        };
        Some(nothing.to_owned())
    });
    let text = text.map(|text| reads("", text, Some(of.wording)));
    let told = behind(text, facts.as_deref());
    let applies = said.map(|day| applies(of.date, day, &told));
    told + &applies.unwrap_or_default()
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
    let is_confirmed = is_confirmed(refs, cites);
    let is_firm = |name| is_confirmed || of.confirmed.iter().any(|other| other == name);
    let values = given.into_iter().map(|name| (name, is_firm(name)));
    unconfirmed(refs, &of.clause, values)
}

/// What is told of some clauses under an event, those together to which the same was done: paragraphs, where that is much.
pub(crate) fn tell(items: Vec<Told>) -> Vec<Sentence> {
    let count = items.len();
    let mut groups: IndexMap<Option<Deed>, Vec<Told>> = IndexMap::new();
    for mut item in items {
        groups.entry(item.deed.take()).or_default().push(item);
    }
    let (mut told, is_long) = (Vec::new(), groups.len() > 1 || count > 3);
    for (deed, list) in groups {
        told.extend(group(deed, list, is_long));
    }
    told
}

/// What is told of some clauses to which the same was done: one sentence, or one that leads to the others.
fn group(deed: Option<Deed>, list: Vec<Told>, is_long: bool) -> Vec<Sentence> {
    let (is_one, is_many) = (list.len() == 1, list.len() > 3);
    let clauses = list.iter().map(|item| item.sentence.change.as_deref());
    let clauses = clauses.collect::<BTreeSet<_>>().len();
    let colon = [",", ":"][usize::from(deed.as_ref().is_some_and(Deed::is_unclear))];
    let lead = deed.map(|deed| deed.told(&count(clauses, "clause"), clauses == 1));
    let mut told = Vec::new();
    let head = lead.iter().filter(|_| !is_one);
    told.extend(head.map(|lead| Sentence::of_record(capital(lead))));
    for Told { sentence, more, .. } in list {
        let text = match &lead {
            Some(lead) if is_one => format!("{lead}{colon} {}", sentence.text),
            _ => sentence.text,
        };
        told.push(Sentence {
            text: capital(&text),
            begins: is_many,
            ..sentence
        });
        told.extend(more);
    }
    told[0].begins = is_long;
    told
}

pub(crate) fn of_life(refs: &Refs, event: &str, of: &Change, tense: Tense) -> Vec<Sentence> {
    let day = refs.events.get(event).map_or(of.date, |event| event.date);
    let is_apart = of.is_told() || of.known != of.date;
    let since = known(day, of.known).filter(|_| is_apart);
    let effect = (!of.is_told() && of.date != day).then(|| from(of.date));
    let plan = match tense {
        Tense::Unconfirmed => Some("planned and not confirmed"),
        tense if tense.is_past() => None,
        _ => Some("to come"),
    };
    let marks = marks(
        [since, effect, plan.map(str::to_owned)]
            .into_iter()
            .flatten(),
    );
    let title = bare(refs.title_of(event));
    let head = format!("{}{marks}: {title}", capital(&date(day)));
    let mut told = vec![Sentence::of_record(head)];
    told.extend(tell(vec![Told::of_change(refs, event, of, (tense, None))]));
    let on = (Some(of.clause.as_str()), false);
    told.extend(disagreements(refs, event, on, &of.cite));
    told
}
