//! Who says so: sources by the names of their publishers, strongest first.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use crate::agreement::{Source, SourceKind};
use crate::answer::block::{Line, Role};
use crate::answer::story::{Read, read};
use crate::answer::{Cite, Refs, Set, agreeing, backing};
use crate::date::Date;
use crate::text::words::quote;

/// What stands where nobody says so.
pub(crate) fn none(refs: &Refs) -> &'static str {
    if refs.is_whole {
        "no source gives it"
    } else {
        "no source that this lens keeps"
    }
}

/// A source by name: `OpenAI's statement`, `Microsoft's filing`, `SiliconANGLE`.
pub(crate) fn name(refs: &Refs, id: &str) -> String {
    let Some(source) = refs.sources.get(id) else {
        return id.to_owned();
    };
    let publisher = source.publisher.as_ref().or(source.title.as_ref());
    let publisher = publisher.map_or(id, |name| name);
    match source.kind {
        // A comma would cut a name off from its genitive.
        Some(kind @ (SourceKind::Statement | SourceKind::Filing)) if !publisher.contains(", ") => {
            let s = if publisher.ends_with('s') { "'" } else { "'s" };
            format!("{publisher}{s} {}", kind.word())
        }
        _ => publisher.to_owned(),
    }
}

/// How strong a citation is: the parties' own word first.
fn strength(refs: &Refs, cite: &Cite) -> u8 {
    let source = refs.sources.get(&cite.source);
    match source.and_then(|source| source.kind) {
        Some(SourceKind::Statement | SourceKind::Filing) => 0,
        Some(SourceKind::News) => 1,
        Some(SourceKind::Analysis) => 2,
        None => 3,
    }
}

/// The citations that count, strongest first, each source once, and then what was read only through a source that is
/// cited itself.
pub(crate) fn ranked<'a>(
    refs: &Refs,
    cites: impl IntoIterator<Item = &'a Cite>,
) -> (Vec<&'a Cite>, Vec<&'a Cite>) {
    let mut found: Vec<&Cite> = cites.into_iter().collect();
    found.sort_by_key(|cite| strength(refs, cite));
    let direct = found.iter().filter(|cite| cite.via.is_none());
    let direct: BTreeSet<&str> = direct.map(|cite| cite.source.as_str()).collect();
    let counts = |cite: &&Cite| !cite.via.as_deref().is_some_and(|via| direct.contains(via));
    let (mut strong, mut passed_on): (Vec<_>, Vec<_>) = found.into_iter().partition(counts);
    let mut seen = BTreeSet::new();
    for list in [&mut strong, &mut passed_on] {
        list.retain(|cite| seen.insert(cite.source.as_str()));
    }
    (strong, passed_on)
}

pub(crate) fn reads<'a>(refs: &Refs, cites: impl IntoIterator<Item = &'a Cite>) -> Vec<Read> {
    ranked(refs, cites).0.into_iter().map(read).collect()
}

/// The strongest source of those that agree on a value, how many more do, and how many say otherwise: `OpenAI's
/// statement and 5 more, 2 say otherwise`.
pub(crate) fn who(refs: &Refs, cites: &[Cite], of: Option<&str>) -> Line {
    let found = ranked(refs, backing(cites, of)).0;
    if found.is_empty() {
        return Line::of(Role::Doubt, none(refs));
    }
    let differs = |cite: &&Cite| of.is_some_and(|name| cite.denies(name));
    let otherwise = match ranked(refs, cites.iter().filter(differs)).0.len() {
        0 => String::new(),
        1 => ", 1 says otherwise".to_owned(),
        others => format!(", {others} say otherwise"),
    };
    first_of(refs, &found, &otherwise)
}

/// The first of some sources, and how many more there are, with what is said besides.
fn first_of(refs: &Refs, found: &[&Cite], besides: &str) -> Line {
    let first = found.first().map(|cite| name(refs, &cite.source));
    let more = match found.len() {
        0 | 1 => String::new(),
        all => format!(" and {} more", all - 1),
    };
    let line = Line::of(Role::Source, first.unwrap_or_default() + &more + besides);
    line.resting_on(found.iter().copied().map(read))
}

/// The strongest source of an event, and how many more agree with it.
pub(crate) fn of_event(refs: &Refs, cites: &[Cite]) -> Line {
    first_of(refs, &ranked(refs, agreeing(cites)).0, "")
}

/// Every citation in full, strongest first and each source's together: who, when published, the quote and the address,
/// with where it disagrees on a clause or, without an id, on an event.
pub(crate) fn full<'a>(
    refs: &Refs,
    clause: &str,
    cites: impl IntoIterator<Item = &'a Cite>,
) -> Vec<Line> {
    let mut found: Vec<&Cite> = cites.into_iter().collect();
    if found.is_empty() {
        return vec![Line::of(Role::Doubt, none(refs))];
    }
    let order: IndexSet<&String> = found.iter().map(|cite| &cite.source).collect();
    found.sort_by_key(|cite| (strength(refs, cite), order.get_index_of(&cite.source)));
    let (mut lines, mut head): (Vec<Line>, usize) = (Vec::new(), 0);
    for cite in found {
        let line = in_full(refs, cite);
        if lines.get(head) != Some(&line) {
            head = lines.len();
            lines.push(line);
        }
        let claims = [(false, "disagrees: gives"), (true, "also gives")];
        let claims = claims.into_iter().filter_map(|(adds, gives)| {
            let claims = super::claims(refs, clause, cite, adds, Date::human);
            let line = || Line::of(Role::Doubt, format!("  {gives} {claims}"));
            (!claims.is_empty()).then(line)
        });
        let note = cite.note.as_ref();
        let note = note.map(|note| Line::plain(format!("  note: {note}")));
        for line in claims.chain(note) {
            if !lines[head..].contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

/// The title of a source, where it is needed to look that up: it has no address, and the title is not its name.
pub(crate) fn title(source: &Source) -> Option<String> {
    let is_needed = source.url.is_none() && source.publisher.is_some();
    source.title.as_deref().filter(|_| is_needed).map(quote)
}

fn in_full(refs: &Refs, cite: &Cite) -> Line {
    let source = refs.sources.get(&cite.source);
    let mut line = Line::of(Role::Source, name(refs, &cite.source));
    line = line.resting_on([read(cite)]);
    if let Some(title) = source.and_then(title) {
        line = line.and(Role::Plain, format!(", {title}"));
    }
    if let Some(published) = source.and_then(|source| source.published) {
        line = line.and(Role::Plain, format!(", {}", published.human()));
    }
    if let Some(via) = &cite.via {
        line = line.and(Role::Plain, ", read through ");
        line = line.and(Role::Source, name(refs, via));
        line = line.resting_on([(via.clone(), None)]);
        let via = refs.sources.get(via);
        if let Some(at) = via.and_then(|via| via.url.clone().or_else(|| title(via))) {
            line = line.and(Role::Faint, format!(" ({at})"));
        }
    }
    if let Some(basis) = cite.basis.and_then(super::basis) {
        line = line.and(Role::Doubt, format!(" ({basis})"));
    }
    if let Some(said) = &cite.quote {
        line = line.and(Role::Plain, format!(": {}", quote(said)));
    }
    match source.and_then(|source| source.url.as_ref()) {
        Some(url) => line.and(Role::Faint, format!(" {url}")),
        None => line,
    }
}

pub(crate) fn cites_of<'a>(sets: impl IntoIterator<Item = &'a Set>) -> Vec<Cite> {
    let mut found: Vec<Cite> = Vec::new();
    for cite in sets.into_iter().flat_map(|set| &set.cite) {
        if !found.contains(cite) {
            found.push(cite.clone());
        }
    }
    found
}
