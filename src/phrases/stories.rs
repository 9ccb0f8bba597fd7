//! What several answers tell: events, states of clauses, and changes that may have happened.

use super::dates::{self, day, later, when};
use super::sentences::{
    Tense, bare, capital, change, disagreements, hedged, opening, reading, standing, state_cites,
    title,
};
use crate::agreement::Status;
use crate::answer::story::{Sentence, Story, reads};
use crate::answer::{At, Context, Event, Refs, State, Undecided};
use crate::date::Day;
use crate::text::words::{and_list, quote};

pub(crate) fn close(at: &At) -> String {
    match &at.event {
        Some(event) if !at.instant.is_close() => {
            format!("the moment after {event} ({})", day(at.day))
        }
        _ => format!("the close of {}", day(at.day)),
    }
}

/// Some events with their dates, as a list.
pub(crate) fn named_events(refs: &Refs, ids: &[String]) -> String {
    let events = ids.iter().filter_map(|id| refs.events.get(id));
    and_list(events.map(|event| format!("{} ({})", quote(&bare(&event.title)), event.date.human())))
}

/// Events, a paragraph each, in sections by year.
pub(crate) fn events(story: &mut Story, refs: &Refs, events: &[Event]) {
    let mut years: Vec<(String, Vec<Vec<Sentence>>)> = Vec::new();
    let mut before: Option<Day> = None;
    for event in events {
        let exact = event.first.filter(|first| event.date == (*first).into());
        let exact = exact.filter(|_| Tense::of(event) == Tense::Past);
        let span = before.zip(exact).and_then(|(from, to)| later(from, to));
        before = exact;
        let year = match event.first.or(event.last) {
            None => "Undated".to_owned(),
            Some(day) => day.year().to_string(),
        };
        let paragraph = event_sentences(refs, event, span);
        match years.last_mut().filter(|(other, _)| *other == year) {
            Some((_, paragraphs)) => paragraphs.push(paragraph),
            None => years.push((year, vec![paragraph])),
        }
    }
    for (year, paragraphs) in years {
        story.section(Some(year), paragraphs);
    }
}

/// An event: what happened, each change, what else is to be said, and who says otherwise.
pub(crate) fn event_sentences(refs: &Refs, event: &Event, span: Option<String>) -> Vec<Sentence> {
    if event.is_expiry() {
        return vec![expiry(refs, event)];
    }
    let tense = Tense::of(event);
    let possibly = if event.possibly {
        "Perhaps within these days: "
    } else {
        ""
    };
    let mut cites = event.cite.clone();
    if cites.is_empty() {
        let changes = event.changes.iter();
        cites = changes.flat_map(|change| change.cite.clone()).collect();
    }
    let what = event.summary.as_ref();
    let what = what.map(|summary| format!(": {}", bare(summary)));
    let opening = opening(event, tense, span);
    let text = format!("{possibly}{opening}{}", what.unwrap_or_default());
    let mut sentences = vec![Sentence::new(&event.id, text, &cites)];
    let mut add = |text: String| sentences.push(Sentence::new(&event.id, text, &cites));
    if let Some(announced) = event.announced.filter(|announced| *announced != event.date) {
        add(format!("The public learned of it {}", when(announced)));
    }
    if !event.about.is_empty() {
        let names = and_list(event.about.iter().map(|clause| title(refs, clause)));
        let them = if event.about.len() == 1 { "it" } else { "them" };
        add(format!("It bears on {names} without changing {them}"));
    }
    if let Some(note) = &event.note {
        add(format!("Note: {}", bare(note)));
    }
    sentences.extend(disagreements(refs, &event.id, None, &event.cite));
    for of in &event.changes {
        sentences.push(change(refs, &event.id, of, Some(event.date), tense));
    }
    for of in &event.changes {
        if event.has_claims_of_its_own(of) {
            sentences.extend(disagreements(refs, &event.id, Some(&of.clause), &of.cite));
        }
    }
    sentences
}

/// The end of a clause by its `through`.
pub(crate) fn expiry(refs: &Refs, event: &Event) -> Sentence {
    let clause = event.about.first().cloned().unwrap_or_default();
    let name = title(refs, &clause);
    let end = dates::date(event.date);
    let (be, expire) = if event.scheduled {
        ("will be", "will then expire, if nothing else happens")
    } else {
        ("was", "then expired")
    };
    let text = format!("{name} {be} in force to the end of {end} and {expire}");
    Sentence::new(&event.id, hedged(event.basis, &text), &event.cite)
}

/// Clauses, a sentence each, in sections by topic.
pub(crate) fn states(story: &mut Story, context: &Context, states: &[State], at: Day) {
    for states in states.chunk_by(|a, b| a.topic == b.topic) {
        let topic = states[0].topic.as_deref().map(capital);
        let sentences = states.iter();
        let sentences = sentences.map(|state| state_sentence(state, at >= context.today));
        story.section(topic, vec![sentences.collect()]);
    }
}

pub(crate) fn state_sentence(state: &State, present: bool) -> Sentence {
    let since = state
        .since
        .map(|since| format!(", adopted {},", when(since)));
    let since = since.unwrap_or_default();
    let over = match (state.status, state.changed) {
        (Status::Ended, Some(changed)) => format!(" {}", when(changed)),
        (Status::Expired, Some(changed)) => format!(" after {}", dates::date(changed)),
        _ => String::new(),
    };
    let reading = reading(state, present && state.status.stands());
    let colon = if reading.is_empty() { "" } else { ": " };
    let disputed = if state.disputed { " (disputed)" } else { "" };
    let text = format!(
        "{}{since} {}{over}{disputed}{colon}{reading}",
        quote(&state.title),
        standing(state.status, present)
    );
    let mut sentence = Sentence::of_record(text);
    sentence.event.clone_from(&state.changed_by);
    sentence.sources = reads(&state_cites(state));
    sentence
}

pub(crate) fn undetermined(story: &mut Story, context: &Context, list: &[Undecided], at: Day) {
    let sentence = |undecided| undecided_sentence(&context.refs, undecided, at);
    let sentences = list.iter().map(sentence).collect();
    story.section(Some("Undetermined".to_owned()), vec![sentences]);
}

pub(crate) fn undecided_sentence(refs: &Refs, undecided: &Undecided, at: Day) -> Sentence {
    let found = refs.events.get(&undecided.event);
    let planned = found.is_some_and(|event| event.planned);
    let named = found.map(|event| quote(&bare(&event.title)));
    let named = named.unwrap_or_default();
    let date = dates::date(undecided.date);
    let clause = title(refs, &undecided.clause);
    let what = if planned {
        format!("a change of {clause} was planned for {date} and not confirmed ({named})")
    } else {
        format!("{clause} may already have been changed by {named}, dated {date}")
    };
    let text = format!("At the close of {}, {what}", day(at));
    Sentence::new(&undecided.event, text, &undecided.cite)
}
