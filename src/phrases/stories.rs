//! What several answers tell: events with their changes, states of clauses, and changes that may have happened.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::attribution::{applies, attribution, is_confirmed, unconfirmed};
use super::dates::{date, day, from, when};
use super::deeds::{Tense, deed, doers, head, titled};
use super::dissent::disagreements;
use super::ends;
use super::sentences::{
    Reading, bare, capital, hedged, known, lower, marks, note, remarks, resting, resting_text,
    told_basis, unclear, unclear_since,
};
use super::states::{Detail, since};
use super::terms::facts;
use crate::agreement::lanes::Standing;
use crate::agreement::{Action, Basis, ChangeKind, Wording};
use crate::answer::story::{Sentence, Story};
use crate::answer::{At, Change, Cite, Event, Refs, backing};
use crate::date::{Date, Day};
use crate::text::words::and_list;

pub(crate) fn close(refs: &Refs, at: &At) -> String {
    let close = day(at.day);
    match at.event.as_ref().filter(|_| !at.instant.is_close()) {
        Some(event) => format!("{close}, right after: {}", bare(refs.title_of(event))),
        None => format!("the close of {close}"),
    }
}

pub(crate) fn titles<'a>(refs: &Refs, clauses: impl IntoIterator<Item = &'a String>) -> String {
    let titles = clauses.into_iter().map(|clause| refs.clause_title(clause));
    titles.collect::<Vec<&str>>().join("; ")
}

/// Events by year, under its name.
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
    if let Some(told) = ends::renewal(refs, event) {
        return vec![told];
    }
    if event.is_expiry() {
        return vec![end_with_setters(refs, event)];
    }
    let summary = event.summary.as_deref().map(bare);
    let text = [Some(head(refs, event)), summary].into_iter().flatten();
    let text = text.collect::<Vec<String>>().join(". ");
    let mut told = vec![resting(refs, text, backing(&event.cite, None)).of_event(&event.id)];
    told.extend(note(event.note.as_ref()));
    let (about, one) = (titles(refs, &event.about), event.about.len() == 1);
    let [this, it] = if one {
        ["this clause", "it"]
    } else {
        ["these clauses", "them"]
    };
    let bears = format!("It bears on {this} without changing {it}: {about}");
    told.extend((!about.is_empty()).then(|| Sentence::of_record(bears)));
    told.extend(disagreements(refs, &event.id, (None, false), &event.cite));
    let tense = Tense::of(event);
    let is_open = |clause: &str| {
        let mut changes = event.changes.iter();
        changes.any(|of| of.kind == ChangeKind::Unclear && of.clause == clause)
    };
    let items = event.changes.iter().map(|of| {
        let mut item = Told::of_change(refs, &event.id, of, Some(event.date));
        if let Manner::Deed(doers, ..) = &mut item.manner
            && event.derived
        {
            doers.clear();
        }
        // A clause that is left unclear too counts as that alone.
        if let Manner::Deed(_, _, basis) = item.manner
            && is_open(&of.clause)
        {
            item.title += &marks(super::basis(basis).map(str::to_owned));
            item.manner = Manner::Plain;
        }
        item
    });
    let items = tell(tense, items.collect());
    let is_long = items.iter().any(|sentence| sentence.begins);
    told.extend(items);
    let start = told.len();
    let claims = |of: &&Change| event.has_claims_of_its_own(of);
    for of in event.changes.iter().filter(claims) {
        let on = (Some(of.clause.as_str()), true);
        told.extend(disagreements(refs, &event.id, on, &of.cite));
    }
    if let Some(first) = told.get_mut(start) {
        first.begins = is_long;
    }
    told
}

/// The end of a clause, with who set it or what it follows from.
fn end_with_setters(refs: &Refs, event: &Event) -> Sentence {
    let mut told = expiry(refs, event);
    if let Some(set) = event.set.as_ref().filter(|_| event.unclear.is_none()) {
        let set = if let Some(working) = &event.working {
            let days = working.sets().map(|set| when(set.date));
            format!("follows from what was set {}", and_list(days))
        } else {
            let since = since(set, Detail::Setters);
            format!("was {}", since.trim_start_matches(", "))
        };
        told.text = format!("{}. This end {set}", told.text);
    }
    told.of_event(&event.id)
}

/// The end of a clause by its `through`, which is to come or not.
pub(crate) fn expiry(refs: &Refs, event: &Event) -> Sentence {
    let (clause, end) = (titles(refs, &event.about), date(event.date));
    if let Some(set) = &event.unclear {
        let agreed = format!("this clause, agreed to the end of {end},");
        let text = unclear(&agreed, "stands", set.days());
        return resting(refs, format!("{text}: {clause}"), backing(&set.cite, None));
    }
    let expires = match (event.scheduled, event.stands) {
        (true, Standing::Perhaps) => "if nothing else happens, this clause perhaps expires",
        (true, _) => "if nothing else happens, this clause expires",
        (false, Standing::Perhaps) => "this clause perhaps expired",
        (false, _) => "this clause expired",
    };
    let text = format!("at the end of {end}, {expires}: {clause}");
    resting(refs, hedged(event.basis, &text), event.backing())
}

/// How a change is told: as what somebody did, as what somebody said, as what nobody knows, or by itself.
#[derive(PartialEq, Eq, Hash)]
pub(crate) enum Manner {
    Deed(Vec<String>, Action, Basis),
    Said([String; 2], Basis),
    /// From when, known since when, how firm, and under an event of which day.
    Unclear(Date, Date, Basis, Date),
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
    fn of_change(refs: &Refs, event: &str, of: &'a Change, at: Option<Date>) -> Self {
        let cites = backing(&of.cite, Some("text"));
        let manner = match of.kind {
            ChangeKind::Unclear => {
                Manner::Unclear(of.date, of.known, of.basis, at.unwrap_or(of.date))
            }
            _ if of.is_told() => {
                let [_, who, again] = attribution(refs, of.basis, of.known, &cites);
                Manner::Said([who, again], of.basis)
            }
            _ => {
                let basis = told_basis(event, of.basis);
                Manner::Deed(doers(refs, event, &of.bound), of.action, basis)
            }
        };
        let was_said = matches!(manner, Manner::Said(..));
        let title = at.map(|_| ends::titled(refs, of));
        let mut title = title.unwrap_or_default();
        if !was_said && at.is_some_and(|at| at != of.date) {
            title = format!("{title}, with effect {}", from(of.date));
        }
        let text = of.text.as_deref();
        let reads = text.map(|text| Reading::of(text, Some(of.wording)));
        let reads = reads.map(|text| if was_said { text.unhedged() } else { text });
        // Who made a value of it known has not said the rest of it.
        let has_others = of.beside.iter().any(|set| set.event != event);
        let is_part = was_said && has_others && of.values().next().is_some();
        let (whole, rest) = if is_part {
            (None, reads)
        } else {
            (reads, None)
        };
        let is_new = |_: &Reading| of.before.as_ref().is_some_and(|old| old.text.is_some());
        let rest = rest.filter(is_new).map(|text| {
            let cites = cites.iter().copied();
            resting_text(refs, with_that(&text), cites, &of.beside).of_event(event)
        });
        let reads_whole = !is_part && !matches!(of.wording, Wording::Quoted | Wording::Record);
        let given = facts(refs, of, text.filter(|_| reads_whole).unwrap_or_default()).into_iter();
        let is_bare = whole.is_none();
        let given = given.map(|fact| if is_bare { fact } else { capital(&fact) });
        let is_own = whole.as_ref().is_some_and(|whole| whole.is_own);
        let whole = whole.into_iter().map(|whole| whole.text);
        let mut parts: Vec<String> = whole.chain(given).collect();
        let nothing_more = match of.action {
            Action::End if was_said => Some("it has ended"),
            Action::Keep if was_said => Some("it was kept as it was"),
            _ if !parts.is_empty() => None,
            _ if was_said => Some("nothing new"),
            Action::Amend => Some("how is not recorded"),
            _ => None,
        };
        parts.extend(nothing_more.map(str::to_owned));
        if was_said {
            let head = at.unwrap_or(of.known);
            parts.extend(applies(of.date, head, &parts.join(". ")));
            // A text reads whole without the title of its clause.
            title = if is_bare { title } else { String::new() };
        }
        let mut text = parts.join(". ");
        if is_bare {
            text = lower(&text);
        }
        let body = Some(Reading { text, is_own }).filter(|_| !parts.is_empty());
        let body = body.map_or_else(String::new, |body| body.led(""));
        let beside = if is_bare { &[][..] } else { &of.beside };
        let sentence = resting_text(refs, body, cites.iter().copied(), beside);
        Self {
            manner,
            clause: &of.clause,
            title,
            unconfirmed: nothing_confirms(refs, of, cites),
            sentence: sentence.of_change(event, &of.clause),
            note: of.note.as_ref(),
            more: rest.into_iter().collect(),
        }
    }
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
    let with = if reads.is_own {
        "With that, this record sums the clause up so, by all its sources"
    } else {
        "With that, the clause reads"
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
    let is_past = matches!(tense, Tense::Past | Tense::Open | Tense::Took);
    let is_deed = matches!(manner, Manner::Deed(..));
    let is_end = matches!(manner, Manner::Deed(_, Action::End, _));
    let is_bare = |item: &Told| item.sentence.text.is_empty() && (is_end || item.more.is_empty());
    let clauses: BTreeSet<&str> = list.iter().map(|item| item.clause).collect();
    let (lead, firm) = match manner {
        Manner::Deed(doers, action, basis) => {
            let lead = hedged(*basis, &deed(doers, *action, tense, clauses.len()));
            (lead, super::basis(*basis))
        }
        _ => (String::new(), None),
    };
    let is_unclear = matches!(manner, Manner::Unclear(..));
    let is_list = n > 1 && (is_unclear || is_deed && list.iter().all(is_bare));
    let is_led = is_deed && n > 1 && !is_list;
    let firm = marks(firm.filter(|_| is_led).map(str::to_owned));
    let (mut told, mut rest, mut open) = (Vec::new(), Vec::new(), Vec::new());
    told.extend(is_led.then(|| Sentence::of_record(&lead)));
    let mut begun = 0;
    for (place, item) in list.into_iter().enumerate() {
        let (title, mut sentence) = (&item.title, item.sentence);
        let body = &sentence.text;
        let this = match title.as_str() {
            "" => "this clause",
            title => title,
        };
        sentence.text = match manner {
            Manner::Said(who, _) if title.is_empty() => {
                let it = if body.starts_with('.') { " it" } else { "" };
                format!("{}{it}{body}", capital(&who[usize::from(place > 0)]))
            }
            Manner::Said([who, _], _) => format!("{title}, as {who}{body}"),
            Manner::Deed(..) if title.is_empty() => {
                let lead = lead.replacen("one clause", this, 1);
                capital(&lead.replacen("One clause", this, 1)) + body
            }
            Manner::Deed(..) if n == 1 => format!("{lead}, {title}{body}"),
            Manner::Deed(..) if is_list && place == 0 => format!("{lead}: {title}"),
            Manner::Unclear(of, known, basis, head) if place == 0 => {
                left_unclear((*of, *known, *basis), *head, is_past, (this, n))
            }
            _ => format!("{title}{firm}{body}"),
        };
        sentence.goes_on = is_list && place + 1 < n;
        if !is_list && told.len() - begun >= LONG && place + 1 < n {
            sentence.begins = true;
            begun = told.len();
        }
        told.push(sentence);
        if is_list {
            open.extend(item.unconfirmed.map(|_| item.title.clone()));
        } else {
            told.extend(item.unconfirmed);
        }
        let on = if is_list {
            format!(" on {title}")
        } else {
            String::new()
        };
        let note = item.note.map(|note| format!("Note{on}: {}", remarks(note)));
        let more = item.more.into_iter().chain(note.map(Sentence::of_record));
        if is_list || n == 1 {
            rest.extend(more);
        } else {
            told.extend(more);
        }
    }
    if is_list && !open.is_empty() {
        let of = and_list(open);
        let text = format!("No statement or filing in this record confirms this of {of}");
        told.push(Sentence::of_record(text));
    }
    told.extend(rest);
    told
}

/// That it is not clear whether a clause still stands, or some of which it is the first, or is not to be.
fn left_unclear(
    (of, known, basis): (Date, Date, Basis),
    head: Date,
    is_past: bool,
    (this, n): (&str, usize),
) -> String {
    if !is_past {
        let text = format!("this is to be left unclear {}: {this}", from(of));
        return hedged(basis, &text);
    }
    let since = if of == head {
        "then".to_owned()
    } else {
        date(of)
    };
    let told = |what, stand| unclear_since(what, stand, &since, (of, known, basis));
    match n {
        1 => told(this, "stands"),
        _ => format!("{}: {this}", told("these clauses", "stand")),
    }
}

pub(crate) fn of_life(refs: &Refs, event: &str, of: &Change, tense: Tense) -> Vec<Sentence> {
    // What was only made known stands under the day on which it was.
    let day = if of.is_told() { of.known } else { of.date };
    let since = known(day, of.known).map(|known| format!(" ({known})"));
    let (day, since) = (capital(&date(day)), since.unwrap_or_default());
    let plan = match tense {
        Tense::Past | Tense::Open | Tense::Took => "",
        Tense::Future | Tense::Takes => ", to come",
        Tense::Unconfirmed => ", planned and not confirmed",
    };
    let title = titled(refs, event, refs.title_of(event));
    let mut told = vec![Sentence::of_record(format!("{day}{since}{plan}: {title}"))];
    let item = Told::of_change(refs, event, of, None);
    told.extend(tell(tense, vec![item]));
    let on = (Some(of.clause.as_str()), false);
    told.extend(disagreements(refs, event, on, &of.cite));
    told
}
