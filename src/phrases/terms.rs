//! Terms and their values as sentences go on with them, and whether a text says them.

use super::dates::{date, number};
use super::ends::{THEN_RENEWS, renews};
use super::sentences::{Reading, bare, capital, subject};
use super::texts::{denies, has_row, has_words};
use super::values;
use crate::agreement::{RENEWAL, Renewing, Value, is_term};
use crate::answer::{Change, Refs};
use crate::date::Date;
use crate::text::words::{and_list, parted, some_list};

/// A value in prose, a day in words. Whether the members of a set hold together or one of them does, no field says.
pub(crate) fn worded(refs: &Refs, clause: &str, name: &str, value: &Value) -> String {
    let is_day = ["date", "through"].contains(&name);
    match value {
        _ if name == "parties" => and_list(values::named(refs, value)),
        Value::Text(text) if ["text", "until"].contains(&name) => bare(text),
        Value::Text(text) if is_day || text.len() > 4 && Date::read(text).is_some() => {
            Date::read(text).map_or_else(|| text.clone(), date)
        }
        _ if RENEWAL.contains(&name) => values::written(refs, clause, name, value, Date::human),
        // A sentence would go on with it.
        Value::Text(word) if ["and", "or"].contains(&&**word) => format!("\"{word}\""),
        _ => values::shown(refs, clause, name, value),
    }
}

/// Whether a value need not be told beside the text of its clause, which reads whole: that gives it, or has all words of
/// what is no figure and no end; of what holds or does not, those of its name.
pub(crate) fn is_said(
    refs: &Refs,
    clause: &str,
    (name, value): (&str, &Value),
    text: &str,
) -> bool {
    let has = |words: &str| has_words(text, words);
    let is_in_text = |of: &Value| {
        let shown = values::shown(refs, clause, name, of);
        !shown.contains(|c: char| c.is_ascii_digit()) && has(&shown)
    };
    gives(refs, clause, (name, value), text)
        || match value {
            _ if ["through", "until", "parties"].contains(&name) => false,
            Value::Bool(is) => has(&values::label(refs, clause, name)) && (*is || denies(text)),
            Value::Set(none) if none.is_empty() => false,
            _ => value.members().iter().all(is_in_text),
        }
}

/// Whether a text gives a value in words of its own.
pub(crate) fn gives(refs: &Refs, clause: &str, (name, value): (&str, &Value), text: &str) -> bool {
    let worded = worded(refs, clause, name, value);
    match name {
        "through" => {
            let mut words = ["through", "until", "to", "the end of"].into_iter();
            return words.any(|word| says(text, &format!("{word} {worded}")));
        }
        "until" => return has_row(text, &format!("until {worded}")),
        // Any text may have `no`.
        _ if matches!(value, Value::Bool(_)) => return false,
        _ => {}
    }
    let shown = values::shown(refs, clause, name, value);
    let in_words = match value {
        Value::Integer(small @ 0..=12) => {
            let word = number(usize::try_from(*small).unwrap_or(0));
            shown.replace(&small.to_string(), &word)
        }
        _ => worded,
    };
    let words = [shown, capital(&in_words), in_words];
    !text.is_empty() && words.iter().any(|words| says(text, words))
}

/// Whether some words stand in a text, and not as a part of others or of a longer number.
pub(crate) fn says(text: &str, words: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "$€£.,%".contains(c);
    text.match_indices(words).any(|(at, _)| {
        let rest = text[at + words.len()..].trim_start_matches(['.', ',']);
        !text[..at].ends_with(is_part) && !rest.starts_with(is_part)
    })
}

const GONE: &str = "no longer part of it: ";

/// The verb by which a label goes on with its values, where each is a figure.
pub(crate) fn verb<'a>(
    values: impl IntoIterator<Item = &'a Value>,
    is: &'static str,
) -> Option<&'static str> {
    values.into_iter().all(values::is_figure).then_some(is)
}

/// A value beside what it was, as a sentence begins or goes on with it: a fact, with a verb that binds a label to what
/// stands under it, or the two as they are.
pub(crate) fn told(
    label: &str,
    (name, verb): (&str, Option<&str>),
    was: Option<String>,
    now: Option<String>,
) -> Option<String> {
    let [ran, runs, ends] = match name {
        "through" => ["ran to the end of", "runs to the end of", "ends with"],
        "parties" => ["bound", "binds", "binds"],
        "until" => ["stood until", "stands until", "stands only until"],
        _ => {
            // A possessive takes no article.
            let is_owned = label.split(' ').next()?.ends_with("'s");
            let the = ["the ", ""][usize::from(is_owned)];
            let verb = verb.filter(|_| is_term(name));
            let is = verb.map(|is| format!("{the}{} {is}", subject(label)));
            return Some(match (was, now, is) {
                (Some(was), None, _) => format!("{GONE}{label} ({was})"),
                (Some(was), Some(now), Some(_)) => {
                    format!("{the}{} was {was} and is now {now}", subject(label))
                }
                (Some(was), Some(now), None) => format!("{label}: {now}; before that, {was}"),
                (None, now, Some(is)) => format!("{is} {}", now?),
                (None, now, None) => format!("{label}: {}", now?),
            });
        }
    };
    match (was, now) {
        (Some(was), Some(now)) => Some(format!("it {ran} {was} and now {runs} {now}")),
        (None, Some(now)) => Some(format!("it {runs} {now}")),
        (Some(was), None) => Some(format!("it no longer {ends} {was}")),
        (None, None) => None,
    }
}

/// A value that a clause was given, and how it renews as one fact.
pub(crate) fn given(
    refs: &Refs,
    clause: &str,
    (name, value): (&str, &Value),
    of: Renewing,
) -> Option<String> {
    match name {
        "renews" if of.renews.is_some() => renews(of, THEN_RENEWS),
        "renewals" | "notice" if of.renews.is_some() => None,
        _ => {
            let (label, verb) = (values::label(refs, clause, name), verb([value], "is"));
            let worded = worded(refs, clause, name, value);
            told(&label, (name, verb), None, Some(worded))
        }
    }
}

/// Before terms beside words of a source, which are this record's own.
pub(crate) const NOTED: &str = "as this record notes, ";

/// What a change says beside its text, if that is told, as sentences begin or go on with it: values that the text does not
/// say, what no longer stands, and until when it holds.
pub(crate) fn facts(refs: &Refs, of: &Change, reads: Option<&Reading>) -> Vec<String> {
    let clause = &of.clause;
    let (mut terms, mut gone, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    let is_apart = reads.is_some_and(Reading::is_apart);
    let text = reads.filter(|reads| !reads.is_apart() || reads.is_own());
    let text = text.map_or("", |reads| &reads.text);
    // A source has not said what this record's text leaves unsaid.
    let is_said = |name: &str, value: &Value| match is_apart {
        true if is_term(name) => false,
        true => gives(refs, clause, (name, value), text),
        false => is_said(refs, clause, (name, value), text),
    };
    for (name, old, value) in of.values() {
        match value {
            Some(value) if is_said(name, &value) => {}
            Some(value) => {
                let list = if is_term(name) { &mut terms } else { &mut ends };
                list.extend(given(refs, clause, (name, &value), of.renewing));
            }
            None if ["through", "until"].contains(&name) => {
                let was = old.map(|old| worded(refs, clause, name, &old));
                ends.extend(told(name, (name, None), was, None));
            }
            None if (reads.is_none() || is_apart) && old.is_some() => {
                gone.push(values::label(refs, clause, name));
            }
            None => {}
        }
    }
    let listed =
        |words: &str, list: Vec<String>| parted(list, "; ").map(|list| format!("{words}{list}"));
    let bound = of.parties.iter().flatten();
    let bound = some_list(bound.map(|id| refs.parties.get(id).unwrap_or(id)));
    let replaced = of.replaces.iter().map(|clause| refs.clause_title(clause));
    let replaced = replaced.map(str::to_owned).collect();
    let terms = listed(if is_apart { NOTED } else { "" }, terms).into_iter();
    terms
        .chain(listed(GONE, gone))
        .chain(ends)
        .chain(told("parties", ("parties", None), None, bound))
        .chain(listed("it replaces ", replaced))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::answer::ClauseRef;

    #[test]
    fn a_figure_is_bound_to_its_label() {
        let text = |of: &str| Value::Text(of.to_owned());
        let (sum, yes) = (Value::Integer(5), Value::Bool(true));
        for (label, was, now, words) in [
            ("cap", None, Some(sum.clone()), "the cap is 5"),
            (
                "cap",
                Some(text("$4")),
                Some(sum),
                "the cap was $4 and is now 5",
            ),
            (
                "stake, as held",
                None,
                Some(text("about 27%")),
                "the stake, as held, is about 27%",
            ),
            (
                "Anna's share",
                None,
                Some(text("-1%")),
                "Anna's share is -1%",
            ),
            (
                "day of it",
                None,
                Some(text("2025-12-31")),
                "the day of it is 2025-12-31",
            ),
            ("exclusive", None, Some(yes.clone()), "exclusive: yes"),
            (
                "cap",
                Some(text("none")),
                Some(text("5%")),
                "cap: 5%; before that, \"none\"",
            ),
            ("open", Some(yes), None, "no longer part of it: open (yes)"),
            (
                "why",
                None,
                Some(text("3 of them must sign")),
                "why: 3 of them must sign",
            ),
        ] {
            let verb = verb(was.iter().chain(&now), "is");
            let [was, now] = [was, now].map(|of| of.as_ref().map(values::value));
            assert_eq!(told(label, ("x", verb), was, now).as_deref(), Some(words));
        }
    }

    #[test]
    fn a_text_says_a_value_where_it_has_its_words() {
        let mut refs = Refs::default();
        let about = ClauseRef {
            title: "Licence".to_owned(),
            topic: None,
            labels: BTreeMap::new(),
            units: BTreeMap::new(),
        };
        refs.clauses.insert("licence".to_owned(), about);
        let text = |of: &str| Value::Text(of.to_owned());
        let set = |of: &[&str]| Value::set(of.iter().map(|of| text(of)).collect());
        let bool = Value::Bool;
        for (name, value, reads, is) in [
            ("exclusive", bool(true), "Exclusivity ends in May.", true),
            ("exclusive", bool(true), "The licensee pays a fee.", false),
            (
                "exclusive",
                bool(false),
                "The licence is not exclusive.",
                true,
            ),
            ("exclusive", bool(false), "The exclusive licence.", false),
            (
                "where",
                set(&["France", "Spain"]),
                "In Spain and France.",
                true,
            ),
            (
                "where",
                set(&["France", "Spain"]),
                "In Spain, by franchise.",
                false,
            ),
            ("where", set(&["a", "b"]), "A text.", false),
            (
                "size",
                text("not published"),
                "Its size was not published.",
                true,
            ),
            ("share", text("20%"), "20 users pay a share.", false),
            ("exclusive", bool(true), "An exclusion is agreed.", false),
            ("sublet", bool(false), "No interest is due.", false),
            ("sole-agent", bool(true), "Through an agent.", false),
            ("where", set(&[]), "A text.", false),
            (
                "who",
                text("paid by the tenant"),
                "The tenant heats the flat.",
                false,
            ),
            (
                "who",
                text("paid by the tenant"),
                "Heat is paid by a tenant.",
                true,
            ),
            ("who", text("the lessor"), "The lessee pays.", false),
            ("rate", text("internal"), "An international firm.", false),
            ("rate", text("production"), "It buys products.", false),
            ("rate", text("not due"), "Interest is due.", false),
            ("rate", text("class A"), "The text is of class B.", false),
            ("when", text("früh"), "Frühstück gibt es spät.", false),
            ("when", text("drei"), "Nach den Tagen.", false),
            (
                "scope",
                text("post-AGI technology"),
                "Technology short of AGI.",
                false,
            ),
            (
                "until",
                text("AGI is verified"),
                "Until an AGI is verified.",
                true,
            ),
            (
                "until",
                text("AGI is verified"),
                "Until a panel verifies AGI.",
                false,
            ),
            (
                "until",
                text("the tenant is sold"),
                "The tenant may use it until dusk.",
                false,
            ),
            (
                "until",
                text("the tenant is sold"),
                "Until dusk, or it is sold by the tenant.",
                false,
            ),
            ("through", text("2030"), "It began in 2030.", false),
        ] {
            let said = is_said(&refs, "licence", (name, &value), reads);
            assert_eq!(said, is, "{name} {value:?}: {reads}");
        }
    }
}
