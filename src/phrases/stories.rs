//! What several answers tell: events with their changes, states of clauses, and changes that may have happened.

use indexmap::IndexMap;

use super::dates::{count, date, day, from, number, when};
use super::sentences::{
    Tense, applies, attribution, bare, capital, deed, disagreements, doers, facts, head, hedged,
    is_later, is_said, is_told, known, note, provenance, reading, resting, subject, term, unclear,
    unconfirmed,
};
use crate::agreement::{Action, Basis, ChangeKind, Status};
use crate::answer::story::{Sentence, Story};
use crate::answer::{At, Change, Cite, Context, Event, Refs, Set, State, Undecided};
use crate::date::{Date, Day};
use crate::text::words::and_list;

pub(crate) fn close(refs: &Refs, at: &At) -> String {
    let close = day(at.day);
    match at.event.as_ref().filter(|_| !at.instant.is_close()) {
        Some(event) => format!("{close}, right after: {}", bare(refs.title_of(event))),
        None => format!("the close of {close}"),
    }
}

/// Some events with their dates, as a list.
pub(crate) fn named_events(refs: &Refs, ids: &[String]) -> String {
    let events = ids.iter().filter_map(|id| refs.events.get(id));
    listed(events.map(|event| format!("{} ({})", bare(&event.title), date(event.date))))
}

/// The titles of some clauses, as a list.
pub(crate) fn titles<'a>(refs: &Refs, clauses: impl IntoIterator<Item = &'a String>) -> String {
    let clauses = clauses.into_iter();
    listed(clauses.map(|clause| refs.clause_title(clause).to_owned()))
}

fn listed(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<String>>().join("; ")
}

/// Events, a paragraph each, in sections by year.
pub(crate) fn events(story: &mut Story, refs: &Refs, events: &[Event]) {
    let year = |event: &Event| event.first.or(event.last).map(Day::year);
    for events in events.chunk_by(|a, b| year(a) == year(b)) {
        let year = year(&events[0]).map_or("Undated".to_owned(), |year| year.to_string());
        let paragraphs = events.iter().map(|event| event_sentences(refs, event));
        story.section(Some(year), paragraphs.collect());
    }
}

/// An event: what happened, what else is to be said, each change, and who says otherwise.
pub(crate) fn event_sentences(refs: &Refs, event: &Event) -> Vec<Sentence> {
    if event.is_expiry() {
        return vec![expiry(refs, event)];
    }
    let mut parts = vec![head(event)];
    parts.extend(event.summary.as_deref().map(bare));
    let mut told = vec![resting(refs, parts.join(". "), &event.cite).of_event(&event.id)];
    told.extend(note(event.note.as_ref()));
    if !event.about.is_empty() {
        let (titles, n) = (titles(refs, &event.about), event.about.len());
        told.push(Sentence::of_record(match n {
            1 => format!("It concerns one clause without changing it, {titles}"),
            n => format!(
                "It concerns {} without changing them: {titles}",
                count(n, "clause")
            ),
        }));
    }
    told.extend(disagreements(refs, &event.id, (None, false), &event.cite));
    told.extend(changes(refs, event));
    let (start, is_long) = (told.len(), told.iter().any(|sentence| sentence.begins));
    for of in event
        .changes
        .iter()
        .filter(|of| event.has_claims_of_its_own(of))
    {
        let on = (Some(of.clause.as_str()), true);
        told.extend(disagreements(refs, &event.id, on, &of.cite));
    }
    if let Some(first) = told.get_mut(start) {
        first.begins = is_long;
    }
    told
}

/// The end of a clause by its `through`.
fn expiry(refs: &Refs, event: &Event) -> Sentence {
    let (clause, end) = (titles(refs, &event.about), date(event.date));
    if let Some(set) = &event.unclear {
        let agreed = format!("{clause}, agreed to the end of {end},");
        return resting(refs, unclear(&agreed, "stands", set), &set.cite).of_event(&event.id);
    }
    let expires = match event.scheduled {
        true => "will expire, if nothing else happens",
        false => "expired",
    };
    let text = hedged(
        event.basis,
        &format!("at the end of {end}, {} {expires}", subject(&clause)),
    );
    resting(refs, text, &event.cite).of_event(&event.id)
}

/// How a change is told: as what somebody did, as what somebody said, or as what nobody knows.
#[derive(PartialEq, Eq, Hash)]
enum Manner {
    Deed(Vec<String>, Action, Basis),
    Said([String; 2]),
    Unclear(Date, Basis),
}

impl Manner {
    fn of(refs: &Refs, event: &str, of: &Change) -> Self {
        match of.kind {
            ChangeKind::Unclear => Self::Unclear(of.date, of.basis),
            kind if is_told(kind, of.report) => Self::Said(attribution(refs, &set_by(event, of))),
            _ => Self::Deed(doers(refs, event, &of.clause), of.action, of.basis),
        }
    }
}

fn set_by(event: &str, of: &Change) -> Set {
    Set {
        event: event.to_owned(),
        date: of.date,
        known: of.known,
        kind: of.kind,
        report: of.report,
        basis: of.basis,
        cite: of.cite.clone(),
        restated: Vec::new(),
    }
}

/// What an event did, by who did it or said it: a paragraph each, where it did much.
fn changes(refs: &Refs, event: &Event) -> Vec<Sentence> {
    let mut groups: IndexMap<Manner, Vec<&Change>> = IndexMap::new();
    for of in &event.changes {
        let manner = Manner::of(refs, &event.id, of);
        groups.entry(manner).or_default().push(of);
    }
    let mut told = Vec::new();
    let is_long = groups.len() > 1 || event.changes.len() > 3;
    for (manner, list) in &groups {
        let start = told.len();
        match manner {
            Manner::Deed(doers, action, basis) => {
                let lead = deed(doers, *action, Tense::of(event), list.len());
                told.extend(deeds(refs, event, &hedged(*basis, &lead), list));
            }
            Manner::Said([first, again]) => {
                for (place, of) in list.iter().enumerate() {
                    let who = if place == 0 { first } else { again };
                    told.push(said(refs, &event.id, who, of, true));
                    told.extend(note(of.note.as_ref()));
                }
            }
            Manner::Unclear(..) => told.extend(left_unclear(refs, event, list)),
        }
        let weakest = list.iter().map(|of| of.basis).max();
        let cites = list.iter().flat_map(|of| &of.cite);
        told.extend(unconfirmed(refs, weakest.unwrap_or(Basis::Stated), cites));
        if let Some(first) = told.get_mut(start) {
            first.begins = is_long;
        }
    }
    told
}

fn body(refs: &Refs, of: &Change) -> String {
    let text = of
        .text
        .as_deref()
        .map(|text| reading(text, Some(of.wording)));
    let parts: Vec<String> = text.into_iter().chain(facts(refs, of)).collect();
    parts.join(". ")
}

/// What was done to some clauses: one sentence where it is one, or where nothing is to be said of each.
fn deeds(refs: &Refs, event: &Event, lead: &str, list: &[&Change]) -> Vec<Sentence> {
    let mut told = Vec::new();
    let (is_one, is_list) = (
        list.len() == 1,
        list.iter().all(|of| !of.action.carries_values()),
    );
    if !is_one && !is_list {
        told.push(Sentence::of_record(lead));
    }
    for (place, of) in list.iter().enumerate() {
        let effect = match of.date == event.date {
            true => String::new(),
            false => format!(", with effect {}", from(of.date)),
        };
        let title = format!("{}{effect}", refs.clause_title(&of.clause));
        let body = match body(refs, of) {
            body if !body.is_empty() => format!(": {body}"),
            _ if of.action == Action::Amend => ", in a way that is not recorded".to_owned(),
            _ => String::new(),
        };
        let firm = super::basis(of.basis).filter(|_| !is_one && !is_list);
        let firm = firm.map(|firm| format!(" ({firm})")).unwrap_or_default();
        let text = match place {
            0 if is_one => format!("{lead}, {title}{body}"),
            0 if is_list => format!("{lead}: {title}"),
            _ => format!("{title}{firm}{body}"),
        };
        let mut sentence = resting(refs, text, &of.cite).of_change(&event.id, &of.clause);
        sentence.goes_on = is_list && place + 1 < list.len();
        told.push(sentence);
        told.extend(note(of.note.as_ref()).filter(|_| is_one || !is_list));
    }
    if is_list && !is_one {
        told.extend(list.iter().filter_map(|of| note_on(refs, of)));
    }
    told
}

fn note_on(refs: &Refs, of: &Change) -> Option<Sentence> {
    let note = bare(of.note.as_ref()?);
    let title = refs.clause_title(&of.clause);
    Some(Sentence::of_record(format!("Note on {title}: {note}")))
}

/// What somebody made known of a clause; where its days do not stand above, the day from which it applies.
fn said(refs: &Refs, event: &str, who: &str, of: &Change, named: bool) -> Sentence {
    let body = match (of.action, body(refs, of)) {
        (Action::End, _) => "it has ended".to_owned(),
        (Action::Keep, _) => "it was kept as it was".to_owned(),
        (_, body) if body.is_empty() => "nothing new".to_owned(),
        (_, body) if of.text.is_none() => lower(&body),
        (_, body) => body,
    };
    let on = match of.text.is_none() && named {
        true => format!(", of {}", refs.clause_title(&of.clause)),
        false => String::new(),
    };
    let mut text = format!("{}{on}: {body}", capital(who));
    if let Some(applies) = applies(of.date, of.known).filter(|_| named) {
        text = format!("{text}. {applies}");
    }
    resting(refs, text, &of.cite).of_change(event, &of.clause)
}

/// The same sentence after a colon.
fn lower(text: &str) -> String {
    match text.strip_prefix("It ") {
        Some(rest) => format!("it {rest}"),
        None => text.to_owned(),
    }
}

fn left_unclear(refs: &Refs, event: &Event, list: &[&Change]) -> Vec<Sentence> {
    let set = set_by(&event.id, list[0]);
    let (many, is_past) = (list.len() > 1, Tense::of(event) == Tense::Past);
    let mut told = Vec::new();
    for (place, of) in list.iter().enumerate() {
        let title = refs.clause_title(&of.clause);
        let text = match place {
            0 if !is_past => {
                let text = format!("this is to be left unclear {}: {title}", from(of.date));
                hedged(set.basis, &text)
            }
            0 if many => format!("{}: {title}", unclear("these clauses", "stand", &set)),
            0 => unclear(title, "stands", &set),
            _ => title.to_owned(),
        };
        let mut sentence = resting(refs, text, &of.cite).of_change(&event.id, &of.clause);
        sentence.goes_on = place + 1 < list.len();
        told.push(sentence);
    }
    match many {
        true => told.extend(list.iter().filter_map(|of| note_on(refs, of))),
        false => told.extend(note(list[0].note.as_ref())),
    }
    told
}

/// One change in the life of its clause, under the day from which it applies and that since which it is known.
pub(crate) fn of_life(refs: &Refs, event: &str, of: &Change, tense: Tense) -> Vec<Sentence> {
    let since = known(of.date, of.known).map(|known| format!(" ({known})"));
    let (day, since) = (capital(&date(of.date)), since.unwrap_or_default());
    let plan = match tense {
        Tense::Past => "",
        Tense::Future => ", to come",
        Tense::Unconfirmed => ", planned and not confirmed",
    };
    let title = bare(refs.title_of(event));
    let mut told = vec![Sentence::of_record(format!("{day}{since}{plan}: {title}"))];
    told.push(match Manner::of(refs, event, of) {
        Manner::Said([who, _]) => said(refs, event, &who, of, false),
        Manner::Deed(doers, action, basis) => {
            let lead = deed(&doers, action, tense, 1).replace("one clause", "this clause");
            let mut text = hedged(basis, &lead);
            let body = body(refs, of);
            if !body.is_empty() {
                text = format!("{text}: {body}");
            }
            resting(refs, text, &of.cite).of_change(event, &of.clause)
        }
        Manner::Unclear(..) => {
            let text = unclear("this clause", "stands", &set_by(event, of));
            resting(refs, text, &of.cite).of_change(event, &of.clause)
        }
    });
    told.extend(unconfirmed(refs, of.basis, &of.cite));
    told.extend(note(of.note.as_ref()));
    told.extend(disagreements(
        refs,
        event,
        (Some(&of.clause), false),
        &of.cite,
    ));
    told
}

/// Clauses, a paragraph each, in sections by topic.
pub(crate) fn states(story: &mut Story, context: &Context, states: &[State]) {
    for states in states.chunk_by(|a, b| a.topic == b.topic) {
        let topic = states[0].topic.as_deref().map(capital);
        let paragraph = |state: &State| {
            let mut told = state_sentences(&context.refs, &state.title, state, Detail::Nothing);
            told.extend(
                state
                    .disputed
                    .then(|| Sentence::of_record("Sources differ on it")),
            );
            told
        };
        story.section(topic, states.iter().map(paragraph).collect());
    }
}

/// What is told of who set a value of a clause.
#[derive(Clone, Copy)]
pub(crate) enum Detail<'a> {
    Nothing,
    /// Since when it holds, where another event than this one set it.
    Since(&'a str),
    /// Who set the end of the clause, and who restated it.
    Setters,
}

/// How a clause stands: its text, the figures that the text does not give, its end, and whether that is certain.
pub(crate) fn state_sentences(
    refs: &Refs,
    name: &str,
    state: &State,
    detail: Detail,
) -> Vec<Sentence> {
    let over = match (state.status, &state.turned, state.changed) {
        (Status::Ended, Some(set), _) => format!(" (ended {}{})", when(set.date), provenance(set)),
        (Status::Expired, _, Some(last)) => format!(" (expired after {})", date(last)),
        (Status::NotYet, ..) => " (not yet in force)".to_owned(),
        _ => String::new(),
    };
    let mut told = vec![told_text(refs, &format!("{name}{over}"), state, detail)];
    let text = state.text.as_deref().unwrap_or_default();
    for (name, value) in &state.terms {
        let set = state.set_by.get(name);
        if let Some(set) = set.filter(|_| !is_said(refs, &state.id, (name, value), text)) {
            let text = capital(&term(refs, &state.id, (name, value)));
            let text = format!("{text}{}{}", since(set, detail), provenance(set));
            told.push(resting(refs, text, &set.cite).of_event(&set.event));
        }
    }
    let [runs, stands] = match state.status {
        Status::InForce => ["runs", "stands"],
        _ => ["was agreed"; 2],
    };
    let through = state
        .through
        .map(|end| format!("it {runs} to the end of {}", date(end)));
    let until = state
        .until
        .as_ref()
        .map(|until| format!("it {stands} until {}", bare(until)));
    for (name, value) in [("through", through), ("until", until)] {
        if let Some((value, set)) = value.zip(state.set_by.get(name)) {
            let (text, told_of) = (hedged(set.basis, &value), since(set, detail));
            let later = known(set.date, set.known).filter(|_| is_told(set.kind, set.report));
            let later = later.map(|known| format!(", {known} and {}", from(set.date)));
            let text = format!("{text}{told_of}{}", later.unwrap_or_default());
            told.push(resting(refs, text, &set.cite).of_event(&set.event));
        }
    }
    let open = state
        .turned
        .as_ref()
        .filter(|_| state.status == Status::Unclear);
    told.extend(
        open.map(|set| resting(refs, unclear("it", "stands", set), &set.cite).of_event(&set.event)),
    );
    told
}

/// `, since 28 October 2025`, or `, set on 28 October 2025 and restated on 27 April 2026`.
fn since(set: &Set, detail: Detail) -> String {
    match detail {
        Detail::Since(event) if set.event != event && !is_told(set.kind, set.report) => {
            format!(", since {}", date(set.date))
        }
        Detail::Setters => {
            let verb = if is_told(set.kind, set.report) {
                "learned"
            } else {
                "set"
            };
            let again = set
                .restated
                .iter()
                .map(|again| format!("restated {}", when(again.date)));
            let mut all: Vec<String> = again.collect();
            all.dedup();
            all.insert(0, format!("{verb} {}", when(set.known)));
            format!(", {}", and_list(all))
        }
        _ => String::new(),
    }
}

/// A clause's text under its name, with who made it known where it was only learned.
pub(crate) fn told_text(refs: &Refs, name: &str, state: &State, detail: Detail) -> Sentence {
    let (Some(set), Some(text)) = (state.set_by.get("text"), &state.text) else {
        let text = format!("{name}: its text is not known");
        let set = state.set_by.values().next();
        return match set {
            Some(set) => resting(refs, text, &set.cite).of_event(&set.event),
            None => Sentence::of_record(text),
        };
    };
    let text = reading(text, state.wording);
    let is_told = is_told(set.kind, set.report);
    let firm = match (set.basis, detail) {
        _ if is_told => format!(", as {}", attribution(refs, set)[0]),
        (Basis::Stated, Detail::Since(_)) => since(set, detail),
        (Basis::Stated, _) => String::new(),
        (Basis::Reported, _) => ", as reported".to_owned(),
        (Basis::Inferred, _) => ", as this record infers".to_owned(),
    };
    let mut parts = vec![format!("{name}{firm}: {text}")];
    parts.extend(applies(set.date, set.known).filter(|_| is_told));
    resting(refs, parts.join(". "), &set.cite).of_event(&set.event)
}

/// That some of what is told of a day became known only later.
pub(crate) fn hindsight<'a>(
    at: &At,
    states: impl IntoIterator<Item = &'a State>,
) -> Option<Sentence> {
    let later = states.into_iter().any(|state| is_later(state, at.day));
    let day = day(at.day);
    let text = format!(
        "Some of this became known only after {day}; `--known-by {}` leaves it out",
        at.day
    );
    later.then(|| Sentence::of_record(text))
}

/// The section of what may already have happened by some days.
pub(crate) fn undetermined<'a>(
    story: &mut Story,
    refs: &Refs,
    list: impl IntoIterator<Item = (&'a Undecided, Day)>,
) {
    let list = list.into_iter();
    let sentences = list.map(|(found, at)| undecided_sentence(refs, found, at));
    story.section(Some("Not certain".to_owned()), vec![sentences.collect()]);
}

pub(crate) fn undecided_sentence(refs: &Refs, undecided: &Undecided, at: Day) -> Sentence {
    let found = refs.events.get(&undecided.event);
    let named = bare(refs.title_of(&undecided.event));
    let title = subject(refs.clause_title(&undecided.clause));
    let at = day(at);
    let dated = date(undecided.date);
    let text = match found.is_some_and(|event| event.planned) {
        true => format!(
            "{title} may have changed by {at}, as was planned for {dated} and not confirmed: {named}"
        ),
        false => {
            format!("{title} may already have changed by {at}, by what is dated {dated}: {named}")
        }
    };
    resting(refs, text, &undecided.cite).of_event(&undecided.event)
}

/// How many clauses are in force, and of how many that is not known.
pub(crate) fn in_force(at: &str, (standing, open): (usize, usize), now: bool) -> Vec<Sentence> {
    let is = match (now, standing) {
        (true, 1) => "is",
        (true, _) => "are",
        (false, 1) => "was",
        (false, _) => "were",
    };
    let mut told = vec![format!("{at}, {} {is} in force", count(standing, "clause"))];
    let stood = match (now, open) {
        (true, 1) => "stands",
        (true, _) => "stand",
        (false, _) => "stood",
    };
    told.extend((open > 0).then(|| format!("Whether {} more {stood} is not known", number(open))));
    told.into_iter().map(Sentence::of_record).collect()
}

/// `nine clauses came into force, and perhaps one more; four changed`: what is certain and what is not, apart.
pub(crate) fn tally(parts: &[(usize, usize, &str)]) -> Option<String> {
    let mut told: Vec<String> = Vec::new();
    for (certain, perhaps, verb) in parts.iter().filter(|(a, b, _)| a + b > 0) {
        let many = |n: usize| match told.is_empty() {
            true => count(n, "clause"),
            false => number(n),
        };
        told.push(match (*certain, *perhaps) {
            (n, 0) => format!("{} {verb}", many(n)),
            (0, n) => format!("{} perhaps {verb}", many(n)),
            (n, more) => format!("{} {verb}, and perhaps {} more", many(n), number(more)),
        });
    }
    (!told.is_empty()).then(|| capital(&told.join("; ")))
}

/// How many there are of each thing: `21 events and one plan`.
pub(crate) fn counted(parts: &[(usize, &str)]) -> String {
    let parts = parts.iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = parts.map(|(number, noun)| count(*number, noun)).collect();
    match parts.is_empty() {
        true => "nothing".to_owned(),
        false => and_list(parts),
    }
}

/// The citations of some values, each once.
pub(crate) fn cites_of<'a>(sets: impl IntoIterator<Item = &'a Set>) -> Vec<Cite> {
    let mut found: Vec<Cite> = Vec::new();
    for cite in sets.into_iter().flat_map(|set| &set.cite) {
        if !found.contains(cite) {
            found.push(cite.clone());
        }
    }
    found
}
