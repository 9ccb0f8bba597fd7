//! Phrases that several pages use.

pub(crate) mod beliefs;
pub(crate) mod calendar;
pub(crate) mod clause;
pub(crate) mod clocks;
pub(crate) mod dates;
pub(crate) mod deeds;
pub(crate) mod dissent;
pub(crate) mod ends;
pub(crate) mod facts;
pub(crate) mod heading;
pub(crate) mod labels;
pub(crate) mod sentences;
pub(crate) mod signs;
pub(crate) mod states;
pub(crate) mod stories;
pub(crate) mod terms;
pub(crate) mod texts;
pub(crate) mod turns;
pub(crate) mod values;
pub(crate) mod who;

use std::fmt;

use crate::agreement::lanes::Standing;
use crate::agreement::suppose::{SUPPOSITION, is_supposed};
use crate::agreement::{Action, Basis, ChangeKind, Source, Value, Wording};
use crate::answer::block::{Line, Role};
use crate::answer::story::Read;
use crate::answer::{
    At, Cite, DoneBy, Event, EventRef, Lens, Look, Otherwise, Refs, State, Undecided,
};
use crate::date::{Date, Day};
use crate::text::patterns;
use crate::text::words::{Count, and_list, and_some, or_list, parted, quote, some_list};

pub(crate) type Say = fn(Date) -> String;

/// What is believed, where that is not everything, and what is supposed.
pub(crate) fn lens(lens: &Lens) -> Option<String> {
    let supposed = lens.suppose.iter().map(|of| {
        let (condition, day) = (&of.condition, of.day);
        let ends = match (of.changes.len(), and_list(&of.changes)) {
            (0, _) => "no clause ends".to_owned(),
            (1, one) => format!("{one} ends"),
            (_, some) => format!("{some} end"),
        };
        match &of.plan {
            Some(plan) => format!("Supposing that this happens on {day}: {plan}."),
            None => format!("Supposing that {condition} on {day}: {ends}."),
        }
    });
    parted(believed(lens).into_iter().chain(supposed), " ")
}

fn believed(lens: &Lens) -> Option<String> {
    let word = clocks::marks(&lens.known_by_word);
    let known_by = lens.known_by;
    let known_by = known_by.map(|day| format!("was known by {day}{word}"));
    // A text may hold more than what is believed.
    let (stated, may_name) = match lens.basis {
        Basis::Stated => (Some("is stated"), "; texts may name what is only reported"),
        Basis::Reported => (Some("is stated or reported"), ""),
        Basis::Inferred => (None, ""),
    };
    let own = match lens.names.len() {
        0 => "",
        1 => "; quotation marks hold its words",
        _ => "; quotation marks hold their words",
    };
    let says = (!own.is_empty()).then(|| format!("{} says", or_list(&lens.names)));
    let parts = [known_by, stated.map(str::to_owned), says];
    let what = some_list(parts.into_iter().flatten())?;
    let of = |action| lens.left_out.iter().filter(move |of| of.0 == action);
    let ended: Vec<&String> = of(Action::End).map(|(_, clause)| clause).collect();
    let (ends, doubts) = (ended.len(), of(Action::Unclear).count());
    let ended = format!(" (the ends of {})", and_some(&ended));
    let ended = ["", &*ended][usize::from(ends > 0)];
    let others = lens.left_out.len() - ends - doubts;
    let noun = ["change", "other change"][usize::from(ends + doubts > 0)];
    let counts = [(ends, "end"), (doubts, "doubt"), (others, noun)].into_iter();
    let counts = counts.filter(|(count, _)| *count > 0);
    let left_out = some_list(counts.map(|(count, noun)| Count(count, noun)));
    let left_out = left_out.map_or_else(String::new, |left| format!("; left out: {left}{ended}"));
    Some(format!(
        "Only what {what} is believed{own}{may_name}{left_out}."
    ))
}

pub(crate) fn asked(at: &At) -> String {
    match at.event.as_ref().filter(|_| !at.instant.is_close()) {
        Some(event) => format!("{} after {event}", at.day),
        None => at.day.to_string(),
    }
}

/// A date where it is not said before that it is one: a range as some day of it.
pub(crate) fn some_day(date: Date) -> String {
    match date {
        Date::Range(Some(_), Some(_)) => format!("some day {}", date.human()),
        _ => date.human(),
    }
}

/// How firm a statement is, where it is not simply stated.
pub(crate) fn basis(basis: Basis) -> Option<&'static str> {
    match basis {
        Basis::Stated => None,
        Basis::Reported => Some("reported"),
        Basis::Inferred => Some("inferred"),
    }
}

/// The same of what an event did, which may only be supposed.
pub(crate) fn firm(event: &str, of: Basis) -> Option<&'static str> {
    if is_supposed(event) {
        return Some("supposed");
    }
    basis(of)
}

/// The same where a plan may be supposed.
pub(crate) fn firm_of(refs: &Refs, event: &str, of: Basis) -> Option<&'static str> {
    let is_supposed = refs.supposes(event);
    is_supposed.then_some("supposed").or_else(|| basis(of))
}

pub(crate) fn source(source: &Source) -> String {
    let archived = source.archived.as_ref();
    let archived = archived.map(|url| format!("archived at {url}"));
    let about = Some(unlinked(source, Date::human)).filter(|about| !about.is_empty());
    let parts = [about, source.url.clone(), archived];
    parted(parts.into_iter().flatten(), ", ").unwrap_or_default()
}

/// A source with what it was read through.
pub(crate) fn read(refs: &Refs, (id, via): &Read) -> String {
    let full = |id: &String| refs.sources.get(id).map_or(id.clone(), source);
    let via = via.as_ref().map(full);
    let via = via.map(|via| format!("; read through {via}"));
    full(id) + &via.unwrap_or_default()
}

pub(crate) fn unlinked(source: &Source, day: Say) -> String {
    let parts = [
        source.publisher.clone(),
        source.title.as_deref().map(quote),
        source.published.map(day),
        source.kind.map(|kind| kind.word().to_owned()),
    ];
    parted(parts.into_iter().flatten(), ", ").unwrap_or_default()
}

pub(crate) fn text(wording: Wording, text: &str) -> String {
    match wording {
        Wording::Verbatim => format!("verbatim: {}", quote(text)),
        Wording::Quoted => text.to_owned(),
        Wording::Summary | Wording::Record => format!("in summary: {text}"),
    }
}

/// How firm a value of a clause is, and whether a source gives another.
pub(crate) fn marks(state: &State, name: &str) -> Vec<String> {
    let Some(set) = state.set_by.get(name) else {
        return Vec::new();
    };
    let firm = match name {
        "text" => states::firm_text(state),
        _ => basis(set.basis).map(str::to_owned),
    };
    let denied = set.cite.iter().any(|cite| cite.denies(name));
    let denied = denied.then(|| "disputed".to_owned());
    firm.into_iter().chain(denied).collect()
}

pub(crate) fn marked(state: &State, name: &str, line: Line) -> Line {
    doubted(line, marks(state, name))
}

fn doubted<T: fmt::Display>(line: Line, marks: impl IntoIterator<Item = T>) -> Line {
    match parted(marks, ", ") {
        None => line,
        Some(marks) => line.and(Role::Doubt, format!(" ({marks})")),
    }
}

/// What was done to a clause, or became of it with the agreement: `adopted`, `stands again with the agreement`.
pub(crate) fn deed(done: &DoneBy) -> String {
    if done.with_agreement {
        return format!("{} with the agreement", ends::turns(done.action, true));
    }
    done.action.past().to_owned()
}

/// What an event did: `adopted 2025-10-28 by recapitalisation`, with how firm that is.
pub(crate) fn done(done: &DoneBy) -> Line {
    let (event, days) = (&done.event, clocks::days(done, [Date::human; 2]));
    let text = match done.kind {
        ChangeKind::Learned => format!("{days}, by {event}"),
        _ => format!("{} {days}, by {event}", deed(done)),
    };
    doubted(Line::plain(text), firm(event, done.basis))
}

/// The changes that may already have happened by a day, a line each, with who says so where that is asked for.
pub(crate) fn undecided_lines<'a>(
    list: impl IntoIterator<Item = &'a Undecided>,
    refs: &Refs,
    day: Day,
    look: Look,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for found in list {
        let (clause, event, date) = (&found.clause, &found.event, found.date.human());
        let is_planned = refs.events.get(event).is_some_and(|event| event.planned);
        let is_past = found.date.last().is_some_and(|last| last < day);
        let how = match (is_planned, is_past) {
            (true, true) => "was planned, not confirmed",
            (true, false) => "is planned, not confirmed",
            _ => "may already have happened",
        };
        let (of, by) = (refs.clause_title(clause), refs.title_of(event));
        let text = format!("{of} ({clause}): {by} ({event}, {date}) {how}");
        lines.push(Line::of(Role::Doubt, text));
        if look.sources {
            let cites = who::full(refs, clause, &found.cite).into_iter();
            lines.extend(cites.map(Line::set_in));
        }
    }
    lines
}

/// Where a citation says otherwise, or what end it adds, of a change or, without an id, of an event: `date 2019-06`.
pub(crate) fn claims(refs: &Refs, clause: &str, cite: &Cite, adds: bool, day: Say) -> String {
    let names = [&cite.disagrees, &cite.adds][usize::from(adds)];
    let claim = |name: &String| {
        let value = cite.claim(name);
        let value = value.map(|value| values::written(refs, clause, name, &value, day));
        let is_field = ["date", "through", "until"].contains(&name.as_str());
        let gap = if is_field { "" } else { ":" };
        let label = values::label(refs, clause, name);
        format!("{label}{gap} {}", value.unwrap_or_default())
    };
    parted(names.iter().map(claim), "; ").unwrap_or_default()
}

/// How many there are of each: `3 events, 1 effect and 2 last days`.
pub(crate) fn counted(events: &[Event], count: impl Fn(usize, &'static str) -> String) -> String {
    let kind = |event: &Event| match event.kind.as_deref() {
        Some("expiry") if event.derived => "last day",
        Some("notice") if event.derived => "notice day",
        Some("renewal") if event.derived => "renewal",
        Some(SUPPOSITION) if event.derived => SUPPOSITION,
        _ if event.derived => "effect",
        _ if event.report => "report",
        _ if event.planned => "plan",
        _ => "event",
    };
    let kinds = [
        "event",
        "report",
        "plan",
        "effect",
        "renewal",
        "notice day",
        "last day",
        SUPPOSITION,
    ];
    let counts = kinds.into_iter().filter_map(|noun| {
        let number = events.iter().filter(|event| kind(event) == noun).count();
        let is_due = number > 0 || events.is_empty() && noun == "event";
        is_due.then(|| count(number, noun))
    });
    and_list(counts)
}

pub(crate) fn note(note: Option<&String>) -> Option<Line> {
    note.map(|note| Line::plain(format!("note: {note}")))
}

pub(crate) fn event(refs: &Refs, id: &str) -> Line {
    let event = refs.events.get(id);
    let told = |event: &EventRef| format!("{}  {}", clause::short(event.date), event.title);
    let line = Line::plain(event.map(told).unwrap_or_default());
    let doubts = event.map(|of| clocks::doubts((of.date, of.known, of.basis), some_day));
    doubted(line, doubts.into_iter().flatten()).and(Role::Faint, format!(" ({id})"))
}

/// The address of a source, where it may be a link: of the web, and without odd characters.
pub(crate) fn link(source: &Source) -> Option<&str> {
    source.url.as_deref().filter(|url| is_web(url))
}

patterns! {
    /// An address that is plainly one of the web: with a host by name, and of no other characters than an address may have
    /// (RFC 3986). Anything else is shown and leads nowhere.
    WEB = r"^https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:(?<port>\d+))?([/?]([A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?(#([A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?$";
}

pub(crate) fn is_web(url: &str) -> bool {
    let port = WEB.captures(url).map(|of| of.name("port"));
    port.is_some_and(|port| port.is_none_or(|of| of.as_str().parse::<u16>().is_ok()))
}

pub(crate) fn stand(stands: Standing) -> &'static str {
    match stands {
        Standing::No => "not in force",
        Standing::InForce => "in force",
        Standing::Unclear => "unclear",
        Standing::Changing => "in force, what it says may change",
        Standing::Perhaps => "perhaps in force",
    }
}

pub(crate) fn otherwise(refs: &Refs, point: &Otherwise, day: Say) -> [String; 2] {
    let clause = point.clause.as_deref().unwrap_or_default();
    let written = |of: &Value| values::written(refs, clause, &point.what, of, day);
    let sides = [&point.file, &point.claim].map(|of| of.as_ref().map(written));
    sides.map(|side| side.unwrap_or_else(|| "nothing".to_owned()))
}

/// Where a source says otherwise, what about, what the record says and what the source.
pub(crate) fn points(refs: &Refs, list: &[Otherwise], day: Say) -> Vec<[String; 4]> {
    let point = |point: &Otherwise| {
        let (event, clause) = (refs.title_of(&point.event), point.clause.as_deref());
        let place = match clause {
            None => event.to_owned(),
            Some(clause) => format!("{} in {event}", refs.clause_title(clause)),
        };
        let [file, claim] = otherwise(refs, point, day);
        let what = values::label(refs, clause.unwrap_or_default(), &point.what);
        [place, what, file, claim]
    };
    list.iter().map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_link_where_it_is_plainly_one_of_the_web() {
        for (url, is) in [
            ("https://example.org", true),
            ("http://example.org:8080/a/b?c=1&d=%20#e", true),
            ("https://example.org:65535/", true),
            ("https://example.org:65536/", false),
            ("https://example.org:99999/x", false),
            ("https://example.org/\"onload=\"x", false),
            ("https://example.org/%2", false),
            ("https://example.org/a#b#c", false),
            ("https://user@example.org/", false),
            ("https:///path", false),
            ("https://example..org", false),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("HTTPS://example.org", false),
        ] {
            assert_eq!(is_web(url), is, "{url}");
        }
    }
}
