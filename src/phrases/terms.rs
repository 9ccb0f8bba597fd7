//! Terms and their values as prose tells them, and whether a text says them.

use super::dates::{date, number};
use super::sentences::bare;
use super::values;
use crate::agreement::{Action, Value, Wording, is_term};
use crate::answer::{Change, Refs};
use crate::text::words::{parted, split};

/// A value in prose, a day in words.
pub(crate) fn worded(refs: &Refs, clause: &str, name: &str, value: &Value) -> String {
    let told = bare(&values::written(refs, clause, name, value, date));
    match told.split_once(' ') {
        Some((count, unit)) if ["renews", "notice"].contains(&name) => {
            let count = count.parse().map_or_else(|_| count.to_owned(), number);
            format!("{count} {unit}")
        }
        _ => told,
    }
}

/// Whether a text has the words of a value: of what holds, those of its name; of an end, that it is one.
pub(crate) fn is_said(
    refs: &Refs,
    clause: &str,
    (name, value): (&str, &Value),
    text: &str,
) -> bool {
    let label = values::label(refs, clause, name);
    // Of what is no figure, the order of the words is free; a small number may stand in words: `over seven years`.
    let has = |of: &Value| {
        let words = worded(refs, clause, name, of);
        let (figure, unit) = words.split_once(' ').unwrap_or((&words, &label));
        let spelled = figure.parse().map(|of| format!("{} {unit}", number(of)));
        let is_figure = words.contains(|c: char| c.is_ascii_digit());
        let mut parts = split(&words).peekable();
        let is_free = !is_figure && parts.peek().is_some();
        says(text, &words)
            || is_free && parts.all(|word| says(text, word))
            || spelled.is_ok_and(|words| says(text, &words))
    };
    let end = worded(refs, clause, name, value);
    let ends = |word: &str| says(text, &format!("{word} {end}"));
    match (name, value) {
        ("through", _) => ["through", "until", "to", "the end of"]
            .into_iter()
            .any(ends),
        ("until", _) => ends("until"),
        ("parties", _) => false,
        (_, Value::Bool(holds)) => {
            let is_denied = says(text, &format!("not {label}"));
            is_denied != *holds && (is_denied || says(&text.replace('-', " "), &label))
        }
        _ => !value.members().is_empty() && value.members().iter().all(has),
    }
}

/// Whether some words stand in a text, and not as a part of others or of a longer number.
pub(crate) fn says(text: &str, words: &str) -> bool {
    let [text, words] = [text, words].map(str::to_lowercase);
    let is_part = |c: char| c.is_alphanumeric() || "$€£.,%".contains(c);
    text.match_indices(&words).any(|(at, _)| {
        let rest = text[at + words.len()..].trim_start_matches(['.', ',']);
        !text[..at].ends_with(is_part) && !rest.starts_with(is_part)
    })
}

/// What is said of the values that are no terms, before them: that they hold, and that they no longer do.
const FIELDS: [(&str, &str, &str); 5] = [
    ("through", "it runs to the end of", "it no longer ends with"),
    ("until", "it stands until", "it no longer stands only until"),
    ("renews", "it renews by", "it no longer renews by"),
    ("renewals", "its renewals number", "its renewals numbered"),
    ("notice", "its notice is", "its notice is no longer"),
];

/// A value by its label, beside what it was: a sum of money, a share and an end as a sentence.
pub(crate) fn told(
    refs: &Refs,
    (clause, name): (&str, &str),
    was: Option<String>,
    now: Option<String>,
) -> Option<String> {
    let label = values::label(refs, clause, name);
    let is_sum = |of: &str| {
        let number = of.strip_prefix("about ").unwrap_or(of);
        let is_share = number.split(' ').next().is_some_and(|of| of.ends_with('%'));
        is_share || number.starts_with(['$', '€', '£', '¥'])
    };
    let is_one = label.starts_with(char::is_lowercase) && !label.ends_with('s');
    let field = FIELDS.into_iter().find(|(field, ..)| *field == name);
    let Some(now) = now else {
        return was.map(|was| match field {
            Some((_, _, no_longer)) => format!("{no_longer} {was}"),
            None => format!("{label} ({was})"),
        });
    };
    let told = match (field, was.as_deref()) {
        (Some((_, does, _)), _) => format!("{does} {now}"),
        (_, Some(was)) if is_one && is_sum(was) && is_sum(&now) => {
            return Some(format!("the {label} was {was} and is now {now}"));
        }
        _ if is_one && is_sum(&now) && label.contains(", ") => format!("the {label}, is {now}"),
        _ if is_one && is_sum(&now) => format!("the {label} is {now}"),
        _ => format!("{label}: {now}"),
    };
    let was = was.map(|was| format!("; before that, {was}"));
    Some(told + &was.unwrap_or_default())
}

pub(crate) fn is_sentence(value: &str) -> bool {
    ["it ", "its ", "the "]
        .iter()
        .any(|word| value.starts_with(word))
}

/// What is no longer part of a clause: its ends in sentences, then other values.
pub(crate) fn gone(values: impl IntoIterator<Item = String>) -> Option<String> {
    let (ends, others): (Vec<_>, Vec<_>) = values.into_iter().partition(|of| is_sentence(of));
    let others = parted(others, "; ").map(|gone| format!("no longer part of it: {gone}"));
    parted(ends.into_iter().chain(others), "; ")
}

/// The values that a change gives or takes away, beside what they were, but for what its text says, if that is told.
pub(crate) fn changed(refs: &Refs, of: &Change, text: Option<&str>) -> Vec<String> {
    let clause = &of.clause;
    let (mut facts, mut taken) = (Vec::new(), Vec::new());
    // What this record sums up is no source's.
    let says = text.filter(|_| of.wording != Wording::Record);
    for (name, was, now) in of.values() {
        let is_said = |now| is_said(refs, clause, (name, now), says.unwrap_or_default());
        let was = was.filter(|was| Some(was) != now.as_ref());
        let worded = |of: &Value| worded(refs, clause, name, of);
        let told = |was, now| told(refs, (clause, name), was, now);
        match ([&was, &now].map(|of| of.as_ref().map(worded)), &now) {
            ([was, _], None) if !is_term(name) => taken.extend(told(was, None)),
            // A text leaves out what is gone.
            ([Some(_), _], None) if text.is_none() => {
                taken.push(values::label(refs, clause, name));
            }
            ([was, is], Some(now)) if !is_said(now) => {
                // What it was before is told as of then, not as of now.
                let was = was.map(|was| format!("; before that, {was}"));
                facts.extend(told(None, is).map(|is| is + &was.unwrap_or_default()));
            }
            _ => {}
        }
    }
    let titles = of.replaces.iter().map(|other| refs.clause_title(other));
    let replaced = parted(titles, "; ").map(|titles| format!("it replaces {titles}"));
    facts.extend(
        [gone(taken), values::bound(refs, of), replaced]
            .into_iter()
            .flatten(),
    );
    let nothing = match (of.is_told(), of.action) {
        (true, Action::End) => "it has ended",
        (true, _) => "it is as known before",
        (false, Action::Amend) => "how is not recorded",
        _ => "",
    };
    if facts.is_empty() && text.is_none() && !nothing.is_empty() {
        facts.push(nothing.to_owned());
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::ByTerm;
    use crate::answer::ClauseRef;

    #[test]
    fn a_value_is_told_by_its_label() {
        for (label, was, now, words) in [
            ("cap", None, Some("5"), "cap: 5"),
            ("cap", None, Some("$5"), "the cap is $5"),
            (
                "monthly",
                Some("4"),
                Some("5"),
                "monthly: 5; before that, 4",
            ),
            (
                "cap",
                Some("$4"),
                Some("about 5%"),
                "the cap was $4 and is now about 5%",
            ),
            ("through", None, Some("2030"), "it runs to the end of 2030"),
            ("through", Some("2030"), None, "it no longer ends with 2030"),
            (
                "cap",
                Some("none"),
                Some("5%"),
                "the cap is 5%; before that, none",
            ),
            ("open", Some("yes"), None, "open (yes)"),
        ] {
            let [was, now] = [was, now].map(|of| of.map(str::to_owned));
            let told = told(&Refs::default(), ("", label), was, now);
            assert_eq!(told.as_deref(), Some(words));
        }
    }

    #[test]
    fn a_text_says_a_small_number_in_words_and_a_label_in_its_own() {
        let refs = Refs::default();
        for (name, value, reads, is) in [
            (
                "exclusive",
                Value::Bool(true),
                "It is not exclusive.",
                false,
            ),
            (
                "only-third-party",
                Value::Bool(true),
                "The only third-party cloud.",
                true,
            ),
            (
                "term",
                Value::Text("7 years".to_owned()),
                "Over seven years.",
                true,
            ),
            ("boats", Value::Integer(3), "Three boats may moor.", true),
            ("boats", Value::Integer(3), "Three may moor.", false),
        ] {
            let said = is_said(&refs, "licence", (name, &value), reads);
            assert_eq!(said, is, "{name} {value:?}: {reads}");
        }
    }

    #[test]
    fn a_text_says_a_value_where_it_has_its_words() {
        let mut refs = Refs::default();
        let about = ClauseRef {
            title: "Licence".to_owned(),
            topic: None,
            labels: ByTerm::default(),
            units: ByTerm::default(),
        };
        refs.clauses.insert("licence".to_owned(), about);
        let text = |of: &str| Value::Text(of.to_owned());
        let set = |of: &[&str]| Value::set(of.iter().map(|of| text(of)).collect());
        let bool = Value::Bool;
        for (name, value, reads, is) in [
            ("exclusive", bool(true), "An exclusive licence.", true),
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
                "Heat is paid by the tenant.",
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
                "Until AGI is verified.",
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
