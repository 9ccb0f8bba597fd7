//! What each report tells, and in which order.

use super::dates::{count, day, later, when};
use super::sentences::{
    Tense, bare, capital, change, differences, disagreements, opening, reading, standing,
    state_cites, title,
};
use super::{Sentence, Story};
use crate::agreement::{Action, Basis, Status};
use crate::date::Day;
use crate::formats::block::Block;
use crate::formats::{layout, phrase};
use crate::report::chart::{Chart, Turn};
use crate::report::clause::{Ceased, ClauseLife, Clauses};
use crate::report::diff::Difference;
use crate::report::event::EventPage;
use crate::report::history::Versions;
use crate::report::learned::Learned;
use crate::report::overview::Overview;
use crate::report::party::{Parties, PartyPage};
use crate::report::source::{SourcePage, Sources};
use crate::report::terms::TermsOn;
use crate::report::timeline::Listing;
use crate::report::upcoming::Upcoming;
use crate::report::{At, Body, Cite, Diff, DoneBy, Event, Refs, Report, State, Undecided};
use crate::words::{and_list, distance};

/// The title of the page and what bounds what it tells.
pub(super) fn heading(report: &Report) -> Vec<Block> {
    let days: Vec<Day> = match &report.body {
        Body::Terms(body) => vec![body.at.day],
        Body::Chart(body) => vec![body.to],
        Body::Diff(body) => vec![body.from.day, body.to.day],
        Body::Learned(body) => vec![body.at.day],
        Body::Clause(body) => vec![body.at.day],
        Body::Clauses(body) => vec![body.at.day],
        Body::Party(body) => vec![body.at.day],
        Body::Upcoming(body) => body.ends.iter().map(|end| end.last).collect(),
        _ => Vec::new(),
    };
    layout::title(report, None, &days)
}

pub(super) fn story(report: &Report) -> Story {
    let mut story = Story::default();
    let refs = &report.refs;
    match &report.body {
        Body::Overview(body) => overview(&mut story, report, body),
        Body::Timeline(body) => timeline(&mut story, report, body),
        Body::Terms(body) => terms(&mut story, report, body),
        Body::Diff(body) => diff(&mut story, refs, body),
        Body::History(body) => history(&mut story, body),
        Body::Learned(body) => learned(&mut story, report, body),
        Body::Chart(body) => chart(&mut story, body),
        Body::Clause(body) => clause(&mut story, report, body),
        Body::Clauses(body) => clauses(&mut story, report, body),
        Body::Event(body) => event(&mut story, refs, body),
        Body::Events(body) => events(&mut story, refs, &body.events),
        Body::Party(body) => party(&mut story, report, body),
        Body::Parties(body) => parties(&mut story, body),
        Body::Source(body) => source(&mut story, refs, body),
        Body::Sources(body) => sources(&mut story, body),
        Body::Upcoming(body) => upcoming(&mut story, report, body),
    }
    story
}

/// The story of some events, a paragraph each.
pub(super) fn of_events(refs: &Refs, events: &[Event]) -> Story {
    let mut story = Story::default();
    self::events(&mut story, refs, events);
    story
}

/// `the close of 31 December 2024`.
fn close(at: &At) -> String {
    format!("the close of {}", day(at.day))
}

fn timeline(story: &mut Story, report: &Report, body: &Listing) {
    let range = match (&body.from, &body.to) {
        (None, None) => String::new(),
        (Some(from), None) => format!(" from {}", day(from.day)),
        (None, Some(to)) => format!(" to {}", day(to.day)),
        (Some(from), Some(to)) => format!(" from {} to {}", day(from.day), day(to.day)),
    };
    let some = if body.shown == body.total {
        String::new()
    } else {
        format!(" of the {} that it holds", body.total)
    };
    let text = format!(
        "This record tells{range} of {}{some}",
        count(body.shown, "event")
    );
    story.section(None, vec![vec![Sentence::of_record(text)]]);
    events(story, &report.refs, &body.events);
}

/// Events, a paragraph each, in sections by year.
fn events(story: &mut Story, refs: &Refs, events: &[Event]) {
    let mut years: Vec<(String, Vec<Vec<Sentence>>)> = Vec::new();
    let mut before: Option<Day> = None;
    for event in events {
        let exact = event.first.filter(|first| event.date == (*first).into());
        let exact = exact.filter(|_| Tense::of(event) == Tense::Past);
        let span = before
            .zip(exact)
            .and_then(|(before, exact)| later(before, exact));
        before = exact;
        let year = event
            .first
            .or(event.last)
            .map_or_else(|| "Undated".to_owned(), |day| day.year().to_string());
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
fn event_sentences(refs: &Refs, event: &Event, span: Option<String>) -> Vec<Sentence> {
    if event.derived {
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
        cites = event
            .changes
            .iter()
            .flat_map(|change| change.cite.clone())
            .collect();
    }
    let what = event
        .summary
        .as_ref()
        .map(|summary| format!(": {}", bare(summary)))
        .unwrap_or_default();
    let text = format!("{possibly}{}{what}", opening(event, tense, span));
    let mut sentences = vec![Sentence::new(&event.id, text, &cites)];
    let mut add = |text: String| sentences.push(Sentence::new(&event.id, text, &cites));
    if let Some(announced) = event.announced.filter(|announced| *announced != event.date) {
        add(format!("The public learned of it {}", when(announced)));
    }
    if !event.about.is_empty() {
        let names = and_list(event.about.iter().map(|clause| title(refs, clause)));
        add(format!(
            "It bears on {names} without changing {}",
            if event.about.len() == 1 { "it" } else { "them" }
        ));
    }
    if let Some(note) = &event.note {
        add(format!("Note: {}", bare(note)));
    }
    sentences.extend(disagreements(refs, &event.id, None, &event.cite));
    for of in &event.changes {
        sentences.push(change(refs, &event.id, of, Some(event.date), tense));
    }
    for of in event
        .changes
        .iter()
        .filter(|of| event.has_claims_of_its_own(of))
    {
        sentences.extend(disagreements(refs, &event.id, Some(&of.clause), &of.cite));
    }
    sentences
}

/// The end of a clause by its `through`.
fn expiry(refs: &Refs, event: &Event) -> Sentence {
    let clause = event.about.first().cloned().unwrap_or_default();
    let name = title(refs, &clause);
    let end = super::dates::date(event.date);
    let text = if event.scheduled {
        format!(
            "{name} will be in force to the end of {end} and will then expire, if nothing else happens"
        )
    } else {
        format!("{name} was in force to the end of {end} and then expired")
    };
    Sentence::new(&event.id, hedged(event.basis, &text), &event.cite)
}

fn hedged(basis: Basis, text: &str) -> String {
    match basis {
        Basis::Stated => capital(text),
        Basis::Reported => format!("Reportedly, {text}"),
        Basis::Inferred => format!("This record infers that {text}"),
    }
}

fn terms(story: &mut Story, report: &Report, body: &TermsOn) {
    let standing = body
        .clauses
        .iter()
        .filter(|clause| clause.status.stands())
        .count();
    let verb = if standing == 1 { "was" } else { "were" };
    let text = format!(
        "At {}, {} {verb} in force or unclear",
        close(&body.at),
        count(standing, "clause")
    );
    story.section(None, vec![vec![Sentence::of_record(text)]]);
    states(story, report, &body.clauses, body.at.day);
    undetermined(story, report, &body.undetermined, body.at.day);
    if body.changed_since > 0 {
        let text = format!(
            "{} changed since",
            capital(&count(body.changed_since, "clause"))
        );
        story.section(None, vec![vec![Sentence::of_record(text)]]);
    }
}

/// Clauses, a sentence each, in sections by topic.
fn states(story: &mut Story, report: &Report, states: &[State], at: Day) {
    let mut topics: Vec<(&Option<String>, Vec<Sentence>)> = Vec::new();
    for state in states {
        let sentence = state_sentence(state, at >= report.today);
        match topics
            .last_mut()
            .filter(|(topic, _)| **topic == state.topic)
        {
            Some((_, sentences)) => sentences.push(sentence),
            None => topics.push((&state.topic, vec![sentence])),
        }
    }
    for (topic, sentences) in topics {
        story.section(topic.as_deref().map(capital), vec![sentences]);
    }
}

fn state_sentence(state: &State, present: bool) -> Sentence {
    let since = state
        .since
        .map(|since| format!(", adopted {}", when(since)))
        .unwrap_or_default();
    let over = match (state.status, state.changed) {
        (Status::Ended, Some(changed)) => format!(" {}", when(changed)),
        (Status::Expired, Some(changed)) => format!(" after {}", super::dates::date(changed)),
        _ => String::new(),
    };
    let reading = reading(state, present && state.status.stands());
    let colon = if reading.is_empty() { "" } else { ": " };
    let disputed = if state.disputed { " (disputed)" } else { "" };
    let text = format!(
        "“{}”{since}, {}{over}{disputed}{colon}{reading}",
        state.title,
        standing(state.status, present)
    );
    let mut sentence =
        Sentence::of_record(text.replacen("”, ", "” ", usize::from(state.since.is_none())));
    sentence.event.clone_from(&state.changed_by);
    sentence.sources = super::reads(&state_cites(state));
    sentence
}

fn undetermined(story: &mut Story, report: &Report, list: &[Undecided], at: Day) {
    let sentences = list
        .iter()
        .map(|undecided| undecided_sentence(&report.refs, undecided, at));
    story.section(Some("Undetermined".to_owned()), vec![sentences.collect()]);
}

fn undecided_sentence(refs: &Refs, undecided: &Undecided, at: Day) -> Sentence {
    let found = refs.events.get(&undecided.event);
    let planned = found.is_some_and(|event| event.planned);
    let named = found.map(|event| bare(&event.title)).unwrap_or_default();
    let date = super::dates::date(undecided.date);
    let clause = title(refs, &undecided.clause);
    let text = if planned {
        format!(
            "At the close of {}, a change of {clause} was planned for {date} and not confirmed (“{named}”)",
            day(at)
        )
    } else {
        format!(
            "At the close of {}, {clause} may already have been changed by “{named}”, dated {date}",
            day(at)
        )
    };
    Sentence::new(&undecided.event, text, &undecided.cite)
}

/// One paragraph that a reader can quote.
fn diff(story: &mut Story, refs: &Refs, body: &Difference) {
    let (early, late) = if body.reversed {
        (&body.to, &body.from)
    } else {
        (&body.from, &body.to)
    };
    let (adopted, ended) = if body.reversed {
        (&body.ended, &body.adopted)
    } else {
        (&body.adopted, &body.ended)
    };
    let mut paragraph = Vec::new();
    let total = adopted.len() + ended.len() + body.amended.len() + body.interim.len();
    let text = match total {
        0 => format!(
            "Between {} and {}, no clause is recorded to have changed",
            close(early),
            close(late)
        ),
        n => {
            let events = body.events.len();
            format!(
                "Between {} and {}, {} changed {}",
                close(early),
                close(late),
                count(events, "recorded event"),
                count(n, "clause")
            )
        }
    };
    paragraph.push(Sentence::of_record(text));
    for diff in adopted
        .iter()
        .chain(&body.amended)
        .chain(ended)
        .chain(&body.interim)
    {
        paragraph.push(diff_sentence(diff, body.reversed));
    }
    let kept: Vec<String> = body
        .unchanged
        .iter()
        .map(|clause| title(refs, &clause.clause))
        .collect();
    if !kept.is_empty() {
        let verb = if kept.len() == 1 { "reads" } else { "read" };
        paragraph.push(Sentence::of_record(format!(
            "{} {verb} as before: {}",
            capital(&count(kept.len(), "clause")),
            and_list(kept)
        )));
    }
    for undecided in &body.undetermined {
        let at = if undecided.side == Some("from") {
            body.from.day
        } else {
            body.to.day
        };
        paragraph.push(undecided_sentence(refs, undecided, at));
    }
    story.section(None, vec![paragraph]);
    if body.reversed {
        let text = "The two days were asked for in reverse; this is told forward in time";
        story.section(None, vec![vec![Sentence::of_record(text)]]);
    }
}

/// Every version of every clause, a paragraph each.
/// What happens to each clause on the scale, one sentence each.
fn chart(story: &mut Story, body: &Chart) {
    let sentence = |turn: &Turn| {
        let days = match (turn.first, turn.last) {
            (Some(first), Some(last)) if first == last => format!("on {}", day(first)),
            (Some(first), Some(last)) => format!("between {} and {}", day(first), day(last)),
            (None, Some(last)) => format!("by {}", day(last)),
            (Some(first), None) => format!("on {} or later", day(first)),
            (None, None) => "on an unknown day".to_owned(),
        };
        let told = match turn.action {
            "expire" => format!("It is in force to the close of its last day, {days}"),
            _ if turn.planned => format!("It was planned to be {} {days}", turn.past()),
            _ => format!("It was {} {days}", turn.past()),
        };
        Sentence::new(&turn.event, told, &turn.cite)
    };
    for lane in &body.lanes {
        let sentences = lane.turns.iter().map(sentence).collect();
        story.section(Some(lane.title.clone()), vec![sentences]);
    }
}

fn history(story: &mut Story, body: &Versions) {
    let mut clauses: Vec<(&str, Vec<Sentence>)> = Vec::new();
    for row in &body.versions {
        let version = &row.version;
        let to = version.to.map(|to| {
            format!(
                " and was {} {}",
                version.how.map(Ceased::word).unwrap_or_default(),
                when(to)
            )
        });
        let text = version
            .text
            .as_deref()
            .map(|text| format!(": it read “{}”", bare(text)))
            .unwrap_or_default();
        let told = format!(
            "This version was {} {}{}{text}",
            version.action.past(),
            when(version.from),
            to.unwrap_or_default()
        );
        let sentence = Sentence::new(&version.event, told, &version.cite);
        match clauses.last_mut().filter(|(title, _)| *title == row.title) {
            Some((_, sentences)) => sentences.push(sentence),
            None => clauses.push((&row.title, vec![sentence])),
        }
    }
    for (title, sentences) in clauses {
        story.section(Some(title.to_owned()), vec![sentences]);
    }
}

/// What has become known of a day.
fn learned(story: &mut Story, report: &Report, body: &Learned) {
    let found = &body.difference;
    let all = [&found.adopted, &found.amended, &found.ended];
    let total: usize = all.iter().map(|list| list.len()).sum();
    let text = match total {
        0 => format!(
            "Between {} and {}, nothing became known that changes what stood at {}",
            close(&body.since),
            day(report.today),
            close(&body.at)
        ),
        n => format!(
            "Between {} and {}, more became known of what stood at {}: {}",
            close(&body.since),
            day(report.today),
            close(&body.at),
            count(n, "clause")
        ),
    };
    let mut paragraph = vec![Sentence::of_record(text)];
    for diff in all.into_iter().flatten() {
        let name = format!("“{}”", diff.title);
        let core = match (&diff.before, &diff.after) {
            (None, Some(after)) => format!(
                "{name} is now known to have been in force: {}",
                reading(after, false)
            ),
            (Some(_), None) => format!("{name} is now known not to have been in force"),
            (Some(before), Some(after)) => format!(
                "{name} is now known in more detail: {}",
                differences(before, after, &diff.terms)
            ),
            (None, None) => continue,
        };
        let cites: Vec<Cite> = diff.by.iter().flat_map(|done| done.cite.clone()).collect();
        let event = diff.events.last().cloned();
        let mut sentence = Sentence::new("", core, &cites).of_change(&diff.clause);
        sentence.event = event.filter(|_| !cites.is_empty());
        paragraph.push(sentence);
    }
    let undecided = found
        .undetermined
        .iter()
        .filter(|undecided| undecided.side == Some("to"));
    paragraph.extend(
        undecided.map(|undecided| undecided_sentence(&report.refs, undecided, body.at.day)),
    );
    story.section(None, vec![paragraph]);
}

/// What became of one clause, told forward in time, with the events that did it.
fn diff_sentence(diff: &Diff, reversed: bool) -> Sentence {
    let (before, after) = if reversed {
        (&diff.after, &diff.before)
    } else {
        (&diff.before, &diff.after)
    };
    let name = format!("“{}”", diff.title);
    let doing = |actions: &[Action]| {
        let mut dates: Vec<String> = Vec::new();
        for done in diff.by.iter().filter(|done| actions.contains(&done.action)) {
            let date = format!("{}{}", when(done.date), firmness(done));
            if !dates.contains(&date) {
                dates.push(date);
            }
        }
        and_list(dates)
    };
    let core = match (before, after) {
        (None, Some(after)) => {
            let then = if diff.by.len() > 1 {
                ", and in the end"
            } else {
                ":"
            };
            format!(
                "{name} was adopted {}{then} {}",
                doing(&[Action::Adopt]),
                reading(after, false)
            )
        }
        (Some(before), Some(after)) => {
            let turned = if reversed {
                mirrored(&diff.terms)
            } else {
                diff.terms.clone()
            };
            let mut done: Vec<String> = Vec::new();
            for by in &diff.by {
                let text = format!("{} {}{}", by.action.past(), when(by.date), firmness(by));
                if !done.contains(&text) {
                    done.push(text);
                }
            }
            format!(
                "{name} was {}: {}",
                and_list(done),
                differences(before, after, &turned)
            )
        }
        (Some(before), None) => {
            let end = doing(&[Action::End]);
            let how = if end.is_empty() {
                "expired".to_owned()
            } else {
                format!("ended {end}")
            };
            format!("{name} {how}; until then {}", reading(before, false))
        }
        (None, None) => {
            let end = doing(&[Action::End]);
            let end = if end.is_empty() {
                "expired".to_owned()
            } else {
                format!("ended {end}")
            };
            format!(
                "{name} came and went: it was adopted {} and {end}",
                doing(&[Action::Adopt])
            )
        }
    };
    let doubt = if diff.uncertain.is_empty() {
        ""
    } else {
        " (undetermined on one of the two days)"
    };
    let cites: Vec<Cite> = diff.by.iter().flat_map(|done| done.cite.clone()).collect();
    let event = diff.events.last().cloned().unwrap_or_default();
    Sentence::new(&event, format!("{core}{doubt}"), &cites).of_change(&diff.clause)
}

fn firmness(done: &DoneBy) -> &'static str {
    match done.basis {
        Basis::Stated => "",
        Basis::Reported => " (reportedly)",
        Basis::Inferred => " (as this record infers)",
    }
}

fn mirrored(terms: &[crate::report::TermDiff]) -> Vec<crate::report::TermDiff> {
    let mut turned = terms.to_vec();
    for term in &mut turned {
        std::mem::swap(&mut term.before, &mut term.after);
        std::mem::swap(&mut term.added, &mut term.removed);
    }
    turned
}

fn clause(story: &mut Story, report: &Report, body: &ClauseLife) {
    let refs = &report.refs;
    let state = &body.clause;
    let now = body.at.day >= report.today;
    let mut first = vec![state_sentence(state, now)];
    if let Some(note) = &state.note {
        let mut sentence = Sentence::of_record(format!("Note: {}", bare(note)));
        sentence.event.clone_from(&state.changed_by);
        sentence.sources = super::reads(&state_cites(state));
        first.push(sentence);
    }
    first.extend(
        body.undetermined
            .iter()
            .map(|undecided| undecided_sentence(refs, undecided, body.at.day)),
    );
    story.section(
        Some(format!("{} at {}", state.title, close(&body.at))),
        vec![first],
    );
    let mut paragraphs = Vec::new();
    for entry in &body.changes {
        let tense = match (
            entry.planned,
            entry.change.last.is_some_and(|last| last < report.today),
        ) {
            (true, true) => Tense::Unconfirmed,
            (true, false) => Tense::Future,
            _ if entry.change.first.is_some_and(|first| first > report.today) => Tense::Future,
            _ => Tense::Past,
        };
        let told = change(refs, &entry.event, &entry.change, None, tense);
        let named = refs
            .events
            .get(&entry.event)
            .map(|event| bare(&event.title))
            .unwrap_or_default();
        let text = format!(
            "{} (“{named}”): {}",
            capital(&when(entry.change.date)),
            told.text
        );
        let mut paragraph = vec![Sentence { text, ..told }];
        paragraph.extend(disagreements(
            refs,
            &entry.event,
            Some(&entry.change.clause),
            &entry.change.cite,
        ));
        paragraphs.push(paragraph);
    }
    story.section(Some("How it came to read so".to_owned()), paragraphs);
    let links = [
        ("It took the place of", &body.replaced),
        ("Its place was taken by", &body.replaced_by),
    ];
    let mut rest: Vec<Sentence> = links
        .iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(words, list)| {
            Sentence::of_record(format!(
                "{words} {}",
                and_list(list.iter().map(|clause| title(refs, clause)))
            ))
        })
        .collect();
    if !body.about.is_empty() {
        let events = body
            .about
            .iter()
            .filter_map(|id| refs.events.get(id))
            .map(|event| format!("“{}” ({})", bare(&event.title), event.date.human()));
        rest.push(Sentence::of_record(format!(
            "These events bear on it without changing it: {}",
            and_list(events)
        )));
    }
    story.section(None, vec![rest]);
}

fn clauses(story: &mut Story, report: &Report, body: &Clauses) {
    let text = format!("The record holds {}", count(body.clauses.len(), "clause"));
    story.section(None, vec![vec![Sentence::of_record(text)]]);
    states(story, report, &body.clauses, body.at.day);
}

fn event(story: &mut Story, refs: &Refs, body: &EventPage) {
    let text = format!("“{}” ({})", bare(&body.event.title), body.event.id);
    story.section(Some(text), vec![event_sentences(refs, &body.event, None)]);
}

fn party(story: &mut Story, report: &Report, body: &PartyPage) {
    let (binds, bound): (Vec<&State>, Vec<&State>) = body
        .clauses
        .iter()
        .partition(|clause| clause.status.stands());
    let now = body.at.day >= report.today;
    let names = |list: &[&State]| and_list(list.iter().map(|state| format!("“{}”", state.title)));
    let mut first = Vec::new();
    let verb = if now { "is" } else { "was" };
    first.push(Sentence::of_record(match binds.len() {
        0 => format!(
            "At {}, no clause of this record {} {}",
            close(&body.at),
            if now { "binds" } else { "bound" },
            body.party.name
        ),
        n => format!(
            "At {}, {} {verb} bound by {}: {}",
            close(&body.at),
            body.party.name,
            count(n, "clause"),
            names(&binds)
        ),
    }));
    if !bound.is_empty() {
        let text = format!(
            "{} bound it before, or may yet: {}",
            capital(&count(bound.len(), "clause")),
            names(&bound)
        );
        first.push(Sentence::of_record(text));
    }
    if !body.events.is_empty() {
        let events = body
            .events
            .iter()
            .filter_map(|id| report.refs.events.get(id))
            .map(|event| format!("“{}” ({})", bare(&event.title), event.date.human()));
        first.push(Sentence::of_record(format!(
            "The record names it in {}: {}",
            count(body.events.len(), "event"),
            and_list(events)
        )));
    }
    story.section(Some(body.party.name.clone()), vec![first]);
    let standing: Vec<State> = binds.into_iter().cloned().collect();
    states(story, report, &standing, body.at.day);
}

fn parties(story: &mut Story, body: &Parties) {
    let names = body.parties.iter().map(|party| {
        format!(
            "{} ({}), named by {} and {}",
            party.name,
            party.id,
            count(party.clauses, "clause"),
            count(party.events, "event")
        )
    });
    let text = format!(
        "The record names {}: {}",
        count(body.parties.len(), "party"),
        names.collect::<Vec<_>>().join("; ")
    );
    story.section(None, vec![vec![Sentence::of_record(text)]]);
}

fn source(story: &mut Story, refs: &Refs, body: &SourcePage) {
    let read = vec![(body.source.id.clone(), None)];
    let said = |text: String| Sentence {
        event: None,
        change: None,
        text,
        sources: read.clone(),
    };
    let events = body
        .events
        .iter()
        .filter_map(|id| refs.events.get(id))
        .map(|event| format!("“{}” ({})", bare(&event.title), event.date.human()));
    let mut paragraph = vec![said(format!(
        "{} and {} of this record rest on it: {}",
        capital(&count(body.events.len(), "event")),
        count(body.changes.len(), "change"),
        and_list(events)
    ))];
    if !body.sole.is_empty() {
        let place = |clause: &Option<String>, event: &str| {
            let event = refs
                .events
                .get(event)
                .map(|event| bare(&event.title))
                .unwrap_or_default();
            clause.as_ref().map_or_else(
                || format!("“{event}” itself"),
                |clause| format!("{} in “{event}”", title(refs, clause)),
            )
        };
        let rest = if body.sole.len() == 1 {
            "rests"
        } else {
            "rest"
        };
        let list = and_list(
            body.sole
                .iter()
                .map(|item| place(&item.clause, &item.event)),
        );
        paragraph.push(said(format!(
            "{} on it alone: {list}",
            capital(&format!("{} {rest}", count(body.sole.len(), "statement")))
        )));
    }
    for point in &body.disagrees {
        let value = |value: &Option<crate::agreement::Value>| {
            value
                .as_ref()
                .map_or_else(|| "nothing".to_owned(), super::sentences::value_in_words)
        };
        let of = point
            .clause
            .as_ref()
            .map_or_else(|| "the event".to_owned(), |clause| title(refs, clause));
        let event = refs
            .events
            .get(&point.event)
            .map(|event| bare(&event.title))
            .unwrap_or_default();
        paragraph.push(said(format!(
            "On the {} of {of} in “{event}”, it says “{}” where the record says “{}”",
            point.what.replace('-', " "),
            bare(&value(&point.claim)),
            bare(&value(&point.file))
        )));
    }
    story.section(Some(phrase::source(&body.source.source)), vec![paragraph]);
}

fn sources(story: &mut Story, body: &Sources) {
    let text = format!(
        "The record rests on {}, listed below with how much rests on each",
        count(body.sources.len(), "source")
    );
    let mut paragraphs = vec![vec![Sentence::of_record(text)]];
    for row in &body.sources {
        let text = format!(
            "{} ({}): {}, {}, {} on it alone, {} told otherwise",
            phrase::source(&row.source),
            row.id,
            count(row.events, "event"),
            count(row.changes, "change"),
            count(row.sole, "statement"),
            count(row.disagrees, "point")
        );
        paragraphs.push(vec![Sentence::of_record(text)]);
    }
    story.section(None, paragraphs);
}

fn upcoming(story: &mut Story, report: &Report, body: &Upcoming) {
    let refs = &report.refs;
    let mut ends = Vec::new();
    for end in &body.ends {
        let far = distance(report.today, end.last, count);
        let text = format!(
            "{} will be in force to the end of {}, {far}, if nothing else happens",
            title(refs, &end.clause),
            super::dates::date(end.date)
        );
        ends.push(Sentence::new(
            &end.event,
            hedged(end.basis, &text),
            &end.cite,
        ));
    }
    let mut conditions = Vec::new();
    for open in &body.conditions {
        let text = format!(
            "{} is to stand until {}, which has no date",
            title(refs, &open.clause),
            bare(&open.until)
        );
        conditions.push(Sentence::new(
            &open.event,
            hedged(open.basis, &text),
            &open.cite,
        ));
    }
    if ends.is_empty()
        && conditions.is_empty()
        && body.events.is_empty()
        && body.unconfirmed.is_empty()
    {
        let text = format!("Nothing is scheduled after {}", day(report.today));
        story.section(None, vec![vec![Sentence::of_record(text)]]);
    }
    story.section(Some("Scheduled ends".to_owned()), vec![ends]);
    let planned = body
        .events
        .iter()
        .map(|event| event_sentences(refs, event, None))
        .collect();
    story.section(Some("Events to come".to_owned()), planned);
    story.section(Some("Open conditions".to_owned()), vec![conditions]);
    let plans = body
        .plans
        .iter()
        .map(|event| event_sentences(refs, event, None))
        .collect();
    story.section(Some("Planned, and not confirmed".to_owned()), plans);
}

/// A number without its noun.
fn none(number: usize) -> String {
    if number == 0 {
        "none".to_owned()
    } else {
        super::dates::number(number)
    }
}

fn overview(story: &mut Story, report: &Report, body: &Overview) {
    let counts = &body.counts;
    let refs = &report.refs;
    let mut paragraph = Vec::new();
    paragraph.extend(
        body.description
            .as_ref()
            .map(|text| Sentence::of_record(bare(text))),
    );
    let span = body.span.first.zip(body.span.last);
    let span = span
        .map(|(first, last)| {
            format!(
                " from {} to {}",
                super::dates::date(first),
                super::dates::date(last)
            )
        })
        .unwrap_or_default();
    paragraph.push(Sentence::of_record(format!(
        "The record runs{span} and holds {}, {} and {}",
        count(counts.events, "event"),
        count(counts.clauses, "clause"),
        count(counts.sources, "source")
    )));
    let text = format!(
        "On {}, {} in force, {} unclear and {} undetermined",
        day(report.today),
        count(counts.in_force, "clause"),
        none(counts.unclear),
        none(counts.undetermined)
    );
    paragraph.push(Sentence::of_record(text.replacen(
        " in force",
        if counts.in_force == 1 {
            " is in force"
        } else {
            " are in force"
        },
        1,
    )));
    if let Some(last) = &body.last_change {
        let named = refs
            .events
            .get(&last.event)
            .map(|event| bare(&event.title))
            .unwrap_or_default();
        paragraph.push(Sentence::new(
            &last.event,
            format!("The last change came {}: “{named}”", when(last.date)),
            &last.cite,
        ));
    }
    if let Some(next) = &body.next_end {
        let text = format!(
            "Next, {} will be in force to the end of {}, {}",
            title(refs, &next.clause),
            super::dates::date(next.date),
            distance(report.today, next.last, count)
        );
        paragraph.push(Sentence::new(
            &format!("expiry:{}", next.clause),
            text,
            &next.cite,
        ));
    }
    paragraph.extend(
        body.undetermined
            .iter()
            .map(|undecided| undecided_sentence(refs, undecided, report.today)),
    );
    story.section(None, vec![paragraph]);
}
