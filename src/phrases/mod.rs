//! Phrases that several pages use.

pub(crate) mod calendar;
pub(crate) mod dates;
pub(crate) mod heading;
pub(crate) mod sentences;
pub(crate) mod signs;
pub(crate) mod stories;
pub(crate) mod values;
pub(crate) mod who;

use indexmap::IndexSet;

use crate::agreement::lanes::Standing;
use crate::agreement::{Action, Basis, Value, Wording};
use crate::answer::block::{Line, Role};
use crate::answer::{
    At, Before, Change, Cite, DoneBy, Event, Lens, Otherwise, Refs, Set, SourceRef, State,
    Undecided,
};
use crate::date::{Date, Day};
use crate::text::words::{and_list, quote};
pub(crate) use values::value;

/// What is believed, where that is not everything.
pub(crate) fn lens(lens: &Lens) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(when) = &lens.known_by {
        parts.push(format!("as known by {when}"));
    }
    if !lens.according_to.is_empty() {
        parts.push(format!("according to {}", and_list(&lens.according_to)));
    }
    match lens.basis {
        Basis::Stated => parts.push("only what is stated".to_owned()),
        Basis::Reported => parts.push("only what is stated or reported".to_owned()),
        Basis::Inferred => {}
    }
    (!parts.is_empty()).then(|| format!("Only a part is believed: {}.", parts.join("; ")))
}

/// A day that was asked for: `the close of 2024-12-31 (asked as 2024-12)`.
pub(crate) fn close_of(at: &At) -> String {
    let day = at.day.to_string();
    if let Some(event) = at.event.as_ref().filter(|_| !at.instant.is_close()) {
        format!("the moment after {event} ({day})")
    } else if at.when == day {
        format!("the close of {day}")
    } else {
        format!("the close of {day} ({})", at.when)
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

/// The sources of some citations, each once: `a, b via c`.
pub(crate) fn sources<'a>(cites: impl IntoIterator<Item = &'a Cite>) -> Line {
    let reads = cites.into_iter();
    let reads = reads.map(|cite| (cite.source.as_str(), cite.via.as_deref()));
    let reads: IndexSet<(&str, Option<&str>)> = reads.collect();
    let mut line = Line::default();
    for read in reads {
        if !line.0.is_empty() {
            line = line.and(Role::Plain, ", ");
        }
        line = read_as(line, read);
    }
    line
}

/// Adds a source as it was read: `a`, `a via b`.
fn read_as(line: Line, (source, via): (&str, Option<&str>)) -> Line {
    let line = line.and(Role::Source, source);
    match via {
        Some(via) => line.and(Role::Plain, " via ").and(Role::Source, via),
        None => line,
    }
}

pub(crate) fn source(source: &SourceRef) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(source.publisher.clone());
    parts.extend(source.title.as_deref().map(quote));
    parts.extend(source.published.map(Date::human));
    parts.extend(source.kind.map(|kind| kind.word().to_owned()));
    parts.extend(source.url.clone());
    let archived = source.archived.as_ref();
    parts.extend(archived.map(|url| format!("archived at {url}")));
    parts.join(", ")
}

pub(crate) fn unlinked(source: &SourceRef) -> String {
    self::source(&SourceRef {
        url: None,
        archived: None,
        ..source.clone()
    })
}

/// A text with whose words it is.
pub(crate) fn text(label: &str, wording: Option<Wording>, text: &str) -> String {
    let label = match (wording, label) {
        (Some(Wording::Verbatim), "") => "verbatim".to_owned(),
        (Some(Wording::Verbatim), label) => format!("{label}, verbatim"),
        (_, "") => "in summary".to_owned(),
        (_, label) => format!("{label}, in summary"),
    };
    format!("{label}: {}", quote(text))
}

/// A text with whose words it is, as a line that keeps its line breaks.
pub(crate) fn text_line(label: &str, wording: Option<Wording>, text: &str) -> Line {
    Line::text_block(self::text(label, wording, text))
}

/// The terms of a clause with `through` and `until`, a line each, with how firm each is.
pub(crate) fn values(state: &State) -> Vec<Line> {
    let lines = named(&state.terms, state.through, state.until.as_deref());
    let marked = |(name, line): (String, Line)| marked(state, &name, line);
    lines.into_iter().map(marked).collect()
}

/// How firm a value of a clause is, and whether a source gives another.
pub(crate) fn marks(state: &State, name: &str) -> Vec<&'static str> {
    let Some(set) = state.set_by.get(name) else {
        return Vec::new();
    };
    let mut marks: Vec<&str> = basis(set.basis).into_iter().collect();
    let disagrees = |cite: &Cite| cite.disagrees.iter().any(|other| other == name);
    if set.cite.iter().any(disagrees) {
        marks.push("disputed");
    }
    marks
}

/// A line about a value of a clause, with how firm the value is.
pub(crate) fn marked(state: &State, name: &str, line: Line) -> Line {
    let marks = marks(state, name);
    if marks.is_empty() {
        return line;
    }
    line.and(Role::Doubt, format!(" ({})", marks.join(", ")))
}

/// Terms, `through` and `until`, a line each after its name.
pub(crate) fn named<'a>(
    terms: impl IntoIterator<Item = (&'a String, &'a Value)>,
    through: Option<Date>,
    until: Option<&str>,
) -> Vec<(String, Line)> {
    let mut values: Vec<(&str, String)> = Vec::new();
    let terms = terms.into_iter();
    values.extend(terms.map(|(name, value)| (name.as_str(), self::value(value))));
    values.extend(through.map(|date| ("through", date.human())));
    values.extend(until.map(|text| ("until", text.to_owned())));
    let line = |(name, value): (&str, String)| {
        let line = Line::plain(format!("{name}: {value}"));
        (name.to_owned(), line)
    };
    values.into_iter().map(line).collect()
}

/// One claim of a citation: `date 2019-06`.
pub(crate) fn claim(cite: &Cite, name: &str) -> String {
    let human = |date: Option<Date>| date.map(Date::human).unwrap_or_default();
    match name {
        "date" => format!("date {}", human(cite.date)),
        "text" => format!("text {}", quote(cite.text.as_deref().unwrap_or_default())),
        "through" => format!("through {}", human(cite.through)),
        "until" => format!("until {}", cite.until.as_deref().unwrap_or_default()),
        term => format!("{term}: {}", cite.term(term).map(value).unwrap_or_default()),
    }
}

/// What an event did: `adopted 2025-10-28 by recapitalisation`, with how firm that is.
pub(crate) fn done(done: &DoneBy) -> Line {
    let (action, date) = (done.action.past(), done.date.human());
    firm(format!("{action} {date} by {}", done.event), done.basis)
}

/// A line with how firm it is, where it is not simply stated.
fn firm(text: String, basis: Basis) -> Line {
    let line = Line::plain(text);
    match self::basis(basis) {
        Some(basis) => line.and(Role::Doubt, format!(" ({basis})")),
        None => line,
    }
}

/// A change that may already have happened, as of a day.
pub(crate) fn undecided(undecided: &Undecided, refs: &Refs, day: Day) -> String {
    let (clause, event) = (&undecided.clause, &undecided.event);
    let found = refs.events.get(event);
    let planned = found.is_some_and(|event| event.planned);
    let past = undecided.date.last().is_some_and(|last| last < day);
    let date = undecided.date.human();
    let how = match (planned, past) {
        (true, true) => "was planned, not confirmed",
        (true, false) => "is planned, not confirmed",
        _ => "may already have happened",
    };
    format!("{clause}: {event} ({date}) {how}")
}

/// The changes that may already have happened, a line each.
pub(crate) fn undecided_lines(list: &[Undecided], refs: &Refs, day: Day) -> Vec<Line> {
    let line = |found| Line::of(Role::Doubt, undecided(found, refs, day));
    list.iter().map(line).collect()
}

/// An event behind a change: `2025-10-28 recapitalisation`, with how firm it is.
pub(crate) fn by(set: &Set) -> Line {
    firm(format!("{} {}", set.date.human(), set.event), set.basis)
}

pub(crate) fn claims(cite: &Cite) -> String {
    let claims = cite.disagrees.iter().map(|name| claim(cite, name));
    claims.collect::<Vec<_>>().join("; ")
}

/// Every citation with its quote, note and disagreement.
pub(crate) fn cites(cites: &[Cite]) -> Vec<Line> {
    let mut lines = Vec::new();
    for cite in cites {
        let mut line = read_as(Line::default(), (&cite.source, cite.via.as_deref()));
        if let Some(said) = &cite.quote {
            line = line.and(Role::Plain, format!(": {}", quote(said)));
        }
        lines.push(line);
        if !cite.disagrees.is_empty() {
            let text = format!("  disagrees: gives {}", claims(cite));
            lines.push(Line::of(Role::Doubt, text));
        }
        lines.extend(note(cite.note.as_ref()).map(Line::set_in));
    }
    lines
}

/// How many there are of each: `3 events, 1 effect and 2 expiries`.
pub(crate) fn counted(events: &[Event], say: fn(usize, &'static str) -> String) -> String {
    let derived = events.iter().filter(|event| event.derived).count();
    let expiries = events.iter().filter(|event| event.is_expiry()).count();
    let counts = [
        (events.len() - derived, "event"),
        (derived - expiries, "effect"),
        (expiries, "expiry"),
    ];
    let some = counts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = some.map(|(count, noun)| say(count, noun)).collect();
    if parts.is_empty() {
        return say(0, "event");
    }
    and_list(parts)
}

pub(crate) fn events(refs: &Refs, ids: &[String]) -> Vec<Line> {
    ids.iter().map(|id| Line::plain(event(refs, id))).collect()
}

/// The line of a note, where there is one.
pub(crate) fn note(note: Option<&String>) -> Option<Line> {
    note.map(|note| Line::plain(format!("note: {note}")))
}

/// An event in a line: date, title and id.
pub(crate) fn event(refs: &Refs, id: &str) -> String {
    refs.events.get(id).map_or_else(
        || id.to_owned(),
        |event| format!("{} {} ({id})", event.date.human(), event.title),
    )
}

/// The address of a source, where it may be a link: of the web, and without odd characters.
pub(crate) fn link(source: &SourceRef) -> Option<&str> {
    source.url.as_deref().filter(|url| is_web(url))
}

/// Whether an address is plainly one of the web: with a host by name, and of no other characters than an
/// address may have (RFC 3986). Anything else is shown and leads nowhere.
pub(crate) fn is_web(url: &str) -> bool {
    let rest = url.strip_prefix("https://");
    let Some(rest) = rest.or_else(|| url.strip_prefix("http://")) else {
        return false;
    };
    let (host, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (name, port) = host.split_once(':').unwrap_or((host, "80"));
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let label = |label: &str| !label.is_empty() && label.chars().all(plain);
    name.split('.').all(label) && port.parse::<u16>().is_ok() && is_plain(tail)
}

/// Whether the path, query and fragment of an address have only characters that may stand there.
fn is_plain(tail: &str) -> bool {
    let hex = |text: &str| text.bytes().take_while(u8::is_ascii_hexdigit).count() >= 2;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let mut escapes = tail.split('%').skip(1);
    tail.chars().all(plain) && tail.matches('#').count() <= 1 && escapes.all(hex)
}

/// How a clause stands, for a drawing.
pub(crate) fn stand(stands: Standing) -> &'static str {
    match stands {
        Standing::No => "not in force",
        Standing::InForce => "in force",
        Standing::Unclear => "unclear",
        Standing::Changing => "in force, what it says may change",
        Standing::Perhaps => "perhaps in force",
    }
}

/// The terms, `through` and `until` that a change sets or removes, beside what they were.
pub(crate) fn settings(change: &Change, arrow: &str) -> Vec<Line> {
    let before = change.before.as_ref();
    let before = before.filter(|_| change.action != Action::Adopt);
    let old = |name: &str| before.and_then(|before| value_before(before, name));
    let set = |name: &str, new: String| match old(name) {
        Some(old) if old != new => format!("{name}: {old} {arrow} {new}"),
        _ => format!("{name}: {new}"),
    };
    let mut lines = Vec::new();
    for (name, new) in &*change.terms {
        let old = before.and_then(|before| before.terms.get(name));
        lines.push(match old.filter(|old| *old != new) {
            Some(old) => {
                let [old, new] = values::apart(old, new, value);
                format!("{name}: {old} {arrow} {new}")
            }
            None => format!("{name}: {}", value(new)),
        });
    }
    for name in &change.unset {
        let old = old(name).map(|old| format!(" (was {old})"));
        lines.push(format!("{name}: removed{}", old.unwrap_or_default()));
    }
    lines.extend(
        change
            .through
            .map(|through| set("through", through.human())),
    );
    lines.extend(change.until.clone().map(|until| set("until", until)));
    lines.into_iter().map(Line::plain).collect()
}

/// Where a source says otherwise, what about, what the record says and what the source.
pub(crate) fn points(list: &[Otherwise]) -> Vec<[String; 4]> {
    let nothing = || "says nothing".to_owned();
    let point = |point: &Otherwise| {
        let place = match &point.clause {
            None => point.event.clone(),
            Some(clause) => format!("{clause} in {}", point.event),
        };
        let [file, claim] = values::told(point, value).map(|side| side.unwrap_or_else(nothing));
        [place, point.what.clone(), file, claim]
    };
    list.iter().map(point).collect()
}

fn value_before(before: &Before, name: &str) -> Option<String> {
    match name {
        "through" => before.through.map(Date::human),
        "until" => before.until.clone(),
        term => before.terms.get(term).map(self::value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_link_where_it_is_plainly_one_of_the_web() {
        for (url, is) in [
            ("https://example.org", true),
            ("http://example.org:8080/a/b?c=1&d=%20#e", true),
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
