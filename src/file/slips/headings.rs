//! Slips in headings, alone and in pairs.

use super::super::pieces::{Heading, Line, is_short};
use super::super::reader::slug;
use super::super::source::Span;
use super::super::syntax::{Fault, Slip};
use super::{NO_EQUALS, also, lines_from, slip};

/// Headings that may be repeated, and so have double brackets.
fn is_repeated(path: &str) -> bool {
    ["event", "event.change", "expect"].contains(&path)
}

pub(super) fn duplicate_heading(fault: &Fault<'_>) -> Option<Slip> {
    fault.says(&["duplicate key"]).then_some(())?;
    let heading = fault.line.heading()?;
    let path = heading.path();
    path.ends_with(fault.found().trim()).then_some(())?;
    let until = next_heading(fault);
    let Some(first) = first_heading(fault, &path) else {
        let headline = format!("`{path}` is given already, and not by a heading");
        let help = "take one of the two out";
        let slip = slip(heading.span, headline, "given again here", help);
        return Some(Slip { until, ..slip });
    };
    let slip = if is_repeated(&path) {
        not_repeated(&heading, &first, &path)
    } else {
        let headline = format!("`[{path}]` is given twice");
        let help = "put all of its keys below one of the two, or give one another id";
        also(
            slip(heading.span, headline, "given again here", help),
            first.span,
            "given first here",
        )
    };
    Some(Slip { until, ..slip })
}

/// A heading in single brackets beside another of its name.
fn not_repeated(heading: &Heading<'_>, first: &Heading<'_>, path: &str) -> Slip {
    let list = format!("[[{path}]]");
    let label = format!("`{list}` is wanted here");
    let (here, there) = (heading.span.clone(), first.span.clone());
    if heading.brackets.0 == 1 && first.brackets.0 == 1 {
        let headline = format!("`[{path}]` is given twice");
        let help = format!("write `{list}` in both places: such a heading may be repeated");
        return also(slip(here, headline, label, help), there, "and here");
    }
    let headline = format!("`[{path}]` needs double brackets");
    let help = format!("write `{list}`: such a heading may be repeated");
    if heading.brackets.0 == 1 {
        also(
            slip(here, headline, label, help),
            there,
            "the same name here",
        )
    } else {
        also(
            slip(there, headline, label, help),
            here,
            "the same name here",
        )
    }
}

/// The first heading of this path, where it stands before the fault.
fn first_heading<'a>(fault: &Fault<'a>, path: &str) -> Option<Heading<'a>> {
    lines_from(fault.source, Line::at(fault.source, 0))
        .take_while(|line| line.span.start < fault.line.span.start)
        .filter_map(|line| line.heading())
        .find(|heading| heading.path() == path)
}

/// Where the next heading after the fault begins.
fn next_heading(fault: &Fault<'_>) -> usize {
    let next = fault.line.next(fault.source);
    next.into_iter()
        .flat_map(|next| lines_from(fault.source, next))
        .find(|line| line.heading().is_some())
        .map_or(fault.source.text.len() + 1, |line| line.span.start)
}

/// A heading with brackets that do not match, or with what cannot stand in one.
pub(super) fn heading(fault: &Fault<'_>) -> Option<Slip> {
    let heading = fault.line.heading()?;
    let says = ["table", "key", "table open"];
    (fault.says(&says) && !fault.says(NO_EQUALS)).then_some(())?;
    let (opening, closing) = heading.brackets;
    let follows = fault.says(&["unexpected key or value"]);
    if follows && opening >= closing {
        return None;
    }
    let wanted = wanted_heading(&heading);
    let write = |what: &str| match &wanted {
        Some(wanted) => format!("write `{wanted}`, {what}"),
        None => "write `[clause.some-id]`; an id is lower-case words joined by hyphens".to_owned(),
    };
    if heading.inner.is_empty() {
        let headline = "a heading is empty";
        let help = "name what the table is about, as in `[clause.some-id]`";
        return Some(slip(heading.span, headline, "a name is wanted in it", help));
    }
    if let Some((headline, label, span)) = odd_part(&heading) {
        let help = write("since an id is lower-case words joined by hyphens");
        return Some(slip(span, headline, label, help));
    }
    if closing > opening {
        let headline = "a heading has more brackets at its end than at its beginning";
        return Some(slip(
            heading.span,
            headline,
            "not well formed",
            write("alone on the line"),
        ));
    }
    let sign = if opening == 2 { "]]" } else { "]" };
    let label = format!("`{sign}` is wanted here");
    let end = heading.span.end;
    let headline = "a heading is not closed";
    (closing < opening).then(|| slip(end..end, headline, label, write("alone on the line")))
}

/// The heading as it should read, where its parts can be made ids.
fn wanted_heading(heading: &Heading<'_>) -> Option<String> {
    let inner = heading.inner;
    (is_short(inner) && !inner.contains(['"', '\''])).then_some(())?;
    let parts: Option<Vec<String>> = inner.split('.').map(slug).collect();
    let path = parts?.join(".");
    if is_repeated(&path) || heading.brackets.0 == 2 {
        Some(format!("[[{path}]]"))
    } else {
        Some(format!("[{path}]"))
    }
}

/// The first thing in a heading that cannot stand in one.
fn odd_part(heading: &Heading<'_>) -> Option<(String, &'static str, Span)> {
    let inner = heading.inner;
    if inner.contains(['"', '\'']) {
        return None;
    }
    let start = heading.inner_at;
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let spaced = |c: char| c.is_whitespace();
    if inner.split('.').any(|part| part.trim().is_empty()) {
        let headline = format!("a part of the heading `{inner}` is empty");
        return Some((
            headline,
            "a name is wanted beside each dot",
            heading.span.clone(),
        ));
    }
    let (place, odd) = inner
        .char_indices()
        .find(|(place, c)| !(bare(*c) || spaced(*c) && beside_dot(inner, *place)))?;
    let span = start + place..start + place + odd.len_utf8();
    if spaced(odd) {
        return Some((
            "there is a space in the heading".to_owned(),
            "a space",
            span,
        ));
    }
    let headline = format!("`{odd}` cannot stand in a heading");
    Some((
        headline,
        "not a letter from a to z, a digit or a hyphen",
        span,
    ))
}

/// Whether white space stands beside a dot, where it does no harm.
fn beside_dot(inner: &str, place: usize) -> bool {
    inner[..place].trim_end().ends_with('.') || inner[place..].trim_start().starts_with('.')
}
