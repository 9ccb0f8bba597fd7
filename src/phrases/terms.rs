//! Terms and their values as sentences go on with them, and whether a text says them.

use super::dates::{date, number};
use super::ends::{THEN_RENEWS, renews};
use super::sentences::{Reading, bare, capital};
use super::values;
use crate::agreement::{RENEWAL, Value, is_term, word_for};
use crate::answer::{Change, Refs};
use crate::date::Date;
use crate::text::words::{and_list, split};

/// A value in prose; a set as a list, a day in words.
pub(crate) fn worded(refs: &Refs, clause: &str, name: &str, value: &Value) -> String {
    let shown = |value| values::shown(refs, clause, name, value);
    let about = refs.clauses.get(clause);
    let has_unit = about.is_some_and(|about| word_for(&about.units, name).is_some());
    let is_day = ["date", "through"].contains(&name);
    match value {
        _ if name == "parties" => and_list(values::named(refs, value)),
        Value::Text(text) if ["text", "until"].contains(&name) => bare(text),
        Value::Text(text) if is_day || text.len() > 4 && Date::read(text).is_some() => {
            Date::read(text).map_or_else(|| text.clone(), date)
        }
        _ if RENEWAL.contains(&name) => values::written(refs, clause, name, value, Date::human),
        _ if !has_unit => values::value_in_words(value),
        Value::Set(members) if !members.is_empty() => and_list(members.iter().map(shown)),
        other => shown(other),
    }
}

/// Words by which a text says that something is not so.
const NOT: [&str; 8] = [
    "cannot", "never", "no", "nobody", "none", "nor", "not", "without",
];

/// Whether a value need not be told beside the text of its clause, which reads whole: that gives it, or has all words of
/// what is no figure and no end; of what holds or does not, those of its name.
pub(crate) fn is_said(
    refs: &Refs,
    clause: &str,
    (name, value): (&str, &Value),
    text: &str,
) -> bool {
    let is_in_text = |of: &Value| {
        let shown = values::shown(refs, clause, name, of);
        !shown.contains(|c: char| c.is_ascii_digit()) && has_words(text, &shown)
    };
    gives(refs, clause, (name, value), text)
        || match value {
            _ if ["through", "until", "parties"].contains(&name) => false,
            Value::Bool(is) => {
                let mut words = split(text).map(str::to_lowercase);
                let is_denied = words.any(|word| NOT.contains(&word.as_str()));
                has_words(text, &values::label(refs, clause, name)) && (*is || is_denied)
            }
            _ => value.members().iter().all(is_in_text),
        }
}

/// Whether a text has each longer word of some others, in some form: `exclusivity` is one of `exclusive`.
fn has_words(text: &str, words: &str) -> bool {
    let [text, words] = [text, words].map(str::to_lowercase);
    let is_alike = |a: &str, b: &str| {
        let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        let longest = a.chars().count().max(b.chars().count());
        a == b || common > 3 && common * 3 >= longest * 2
    };
    let words = split(&words).filter(|word| word.len() > 2 && *word != "the");
    let mut has = words.map(|word| split(&text).any(|other| is_alike(word, other)));
    has.next().is_some_and(|has| has) && has.all(|has| has)
}

/// Whether a text gives a value in words of its own.
pub(crate) fn gives(refs: &Refs, clause: &str, (name, value): (&str, &Value), text: &str) -> bool {
    let worded = worded(refs, clause, name, value);
    match name {
        "through" => {
            let mut words = ["through", "until", "to", "the end of"].into_iter();
            return words.any(|word| says(text, &format!("{word} {worded}")));
        }
        "until" => return text.to_lowercase().contains("until") && has_words(text, &worded),
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

/// Words behind which a value goes on by itself: `paid by OpenAI`.
const OPEN: [&str; 16] = [
    "after", "at", "before", "by", "for", "from", "in", "loses", "of", "on", "since", "through",
    "to", "until", "where", "with",
];

/// A term and its value as a sentence goes on with it: `the share is 20%`, `paid by OpenAI`, `exclusive: no`.
pub(crate) fn term(refs: &Refs, clause: &str, (name, value): (&str, &Value)) -> String {
    let shown = worded(refs, clause, name, value);
    let label = values::label(refs, clause, name);
    let is_long = shown.split(' ').count() > 3 && !shown.contains(|c: char| c.is_ascii_digit());
    match (value, noun(&label)) {
        (Value::Bool(true), _) => label,
        (Value::Set(_), Some(noun)) => format!("{noun} names {shown}"),
        (Value::Bool(false), _) => stated(&label, &shown),
        (_, Some(noun)) if !is_long => format!("{noun} is {shown}"),
        _ => stated(&label, &shown),
    }
}

/// A label with what is said under it: `products: all`, `paid by OpenAI`.
pub(crate) fn stated(label: &str, shown: &str) -> String {
    let colon = if is_open(label) { "" } else { ":" };
    format!("{label}{colon} {shown}")
}

/// A label as the subject of a sentence, where it is one thing: `the share`, `Microsoft's share after that`.
pub(crate) fn noun(label: &str) -> Option<String> {
    let first = label.split(' ').next().unwrap_or_default();
    let is_name = first.ends_with("'s") || first.starts_with(char::is_uppercase);
    let is_many = |word: &str| word.ends_with('s') && !word.ends_with("'s");
    let is_dated = label.contains(|c: char| c == ',' || c.is_ascii_digit());
    let is_done = first.ends_with("ed") || OPEN.contains(&first) || is_open(label);
    if is_dated || is_done || is_many(label) || is_many(first) {
        return None;
    }
    Some(format!("{}{label}", if is_name { "" } else { "the " }))
}

pub(crate) fn is_open(label: &str) -> bool {
    OPEN.contains(&label.rsplit(' ').next().unwrap_or_default())
}

/// To when a clause holds, or whom it binds.
pub(crate) fn end(name: &str, was: Option<String>, now: Option<String>) -> Option<String> {
    let [ran, runs, ends] = match name {
        "through" => ["ran to the end of", "runs to the end of", "ends with"],
        "parties" => ["bound", "binds", "binds"],
        _ => ["stood until", "stands until", "ends when"],
    };
    match (was, now) {
        (Some(was), Some(now)) => Some(format!("It {ran} {was} and now {runs} {now}")),
        (None, Some(now)) => Some(format!("It {runs} {now}")),
        (Some(was), None) => Some(format!("It no longer {ends} {was}")),
        (None, None) => None,
    }
}

/// Terms behind words of a source, which are this record's own.
pub(crate) fn noted(terms: &str) -> String {
    format!("This record notes: {terms}")
}

/// What a change says beside its text, if that is told, in sentences: values that the text does not say, what no longer
/// stands, and until when it holds.
pub(crate) fn facts(refs: &Refs, of: &Change, reads: Option<&Reading>) -> Vec<String> {
    let clause = &of.clause;
    let (mut new, mut gone, mut ends) = (Vec::new(), Vec::new(), Vec::new());
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
        let worded = |value: Value| worded(refs, clause, name, &value);
        match (name, value) {
            (_, Some(value)) if is_said(name, &value) => {}
            ("renews", Some(_)) => ends.extend(renews(of.renewing, THEN_RENEWS)),
            ("renewals" | "notice", Some(_)) if of.renewing.renews.is_some() => {}
            ("through" | "until", Some(value)) => ends.extend(end(name, None, Some(worded(value)))),
            ("through" | "until", None) => ends.extend(end(name, old.map(worded), None)),
            (_, Some(value)) => new.push(term(refs, clause, (name, &value))),
            (_, None) if (reads.is_none() || is_apart) && old.is_some() => {
                gone.push(values::label(refs, clause, name));
            }
            (_, None) => {}
        }
    }
    let new = new.join("; ");
    let told = |words: &str, list: Vec<String>| {
        (!list.is_empty()).then(|| words.to_owned() + &list.join("; "))
    };
    let gone = told("No longer part of it: ", gone);
    let replaced = of.replaces.iter().map(|clause| refs.clause_title(clause));
    let replaced = told("It replaces: ", replaced.map(str::to_owned).collect());
    let new = Some(new).filter(|new| !new.is_empty());
    let new = new.map(|new| if is_apart { noted(&new) } else { new });
    new.into_iter()
        .chain(gone)
        .chain(ends)
        .chain(values::bound(refs, of).map(|bound| capital(&bound)))
        .chain(replaced)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::ClauseRef;

    #[test]
    fn a_text_says_a_value_where_it_has_its_words() {
        let mut refs = Refs::default();
        let about = ClauseRef {
            title: "Licence".to_owned(),
            topic: None,
            labels: Box::default(),
            units: Box::default(),
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
            (
                "until",
                text("AGI is verified"),
                "Until a panel verifies AGI.",
                true,
            ),
            ("through", text("2030"), "It began in 2030.", false),
        ] {
            let said = is_said(&refs, "licence", (name, &value), reads);
            assert_eq!(said, is, "{name} {value:?}: {reads}");
        }
    }
}
