//! Terms and their values as prose tells them, and whether a text says them.

use super::dates::{date, in_words, number};
use super::sentences::{bare, capital};
use super::{labels, values};
use crate::agreement::{Action, Value, Wording, is_term};
use crate::answer::{Change, Refs};
use crate::text::words::{and_list, parted, some_list, split};

/// A value in prose, a day in words.
pub(crate) fn worded(refs: &Refs, clause: &str, name: &str, value: &Value) -> String {
    let told = match value {
        _ if name == "parties" => and_list(values::named(refs, value)),
        Value::Set(members) if members.len() > 1 => {
            let worded = |value| worded(refs, clause, name, value);
            return and_list(members.iter().map(worded));
        }
        // A word that joins others would do so here too.
        Value::Text(word) if ["and", "or"].contains(&word.as_str()) => format!("\"{word}\""),
        value => bare(&values::written(refs, clause, name, value, date)),
    };
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
        if says(text, &words) {
            return true;
        }
        if words.contains(|c: char| c.is_ascii_digit()) {
            let (figure, unit) = words.split_once(' ').unwrap_or((&words, &label));
            let spelled = figure.parse().map(|of| format!("{} {unit}", number(of)));
            return spelled.is_ok_and(|words| says(text, &words));
        }
        let mut parts = split(&words).peekable();
        parts.peek().is_some() && parts.all(|word| says(text, word))
    };
    let ends = |word: &str| {
        let end = worded(refs, clause, name, value);
        says(text, &format!("{word} {end}"))
    };
    match (name, value) {
        ("through", _) => ["through", "until", "to", "the end of"]
            .into_iter()
            .any(ends),
        ("until", _) => ends("until"),
        ("parties", _) => false,
        (_, Value::Bool(holds)) => {
            let is_denied = says(text, &format!("not {label}"));
            let is_own = says(text, &labels::sentence(&label, value, ""));
            is_own || is_denied != *holds && (is_denied || says(&text.replace('-', " "), &label))
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

/// Values in sentences, behind a name or a lead: `Rent: the cap is $5; it is open`.
pub(crate) fn values_told(values: &[String], name: Option<&str>, lead: &str) -> Option<String> {
    let told = parted(values, "; ")?;
    Some(match name {
        Some(name) => format!("{name}: {told}"),
        None => capital(&format!("{lead}{told}")),
    })
}

/// What is said of the values that are no terms, before them: while they hold, and of what no longer stands or may not.
const FIELDS: [(&str, &str, &str); 6] = [
    ("through", "runs to the end of", "was to run to the end of"),
    ("until", "stands only until", "was to stand only until"),
    ("renews", "renews for", "renewed for"),
    (
        "renewals",
        "has renewals numbering",
        "had renewals numbering",
    ),
    ("notice", "has a notice period of", "had a notice period of"),
    ("parties", "binds", "bound"),
];

fn field(name: &str) -> Option<(&'static str, &'static str, &'static str)> {
    FIELDS.into_iter().find(|(field, ..)| *field == name)
}

/// An end as it was to be.
pub(crate) fn was_to(name: &str, value: &str) -> Option<String> {
    field(name).map(|(.., was)| format!("it {was} {value}"))
}

/// A rule by which terms follow each other, as `renews 1 year`, in a sentence.
pub(crate) fn rule_told(rule: &str) -> String {
    let (name, value) = rule.split_once(' ').unwrap_or((rule, ""));
    let does = field(name).map(|(_, does, was)| [does, was][usize::from(name == "through")]);
    format!("it {} {}", does.unwrap_or(name), in_words(value))
}

/// A value in a sentence made of its label, beside what it was and how firm that is; or that it holds no longer.
pub(crate) fn told(
    refs: &Refs,
    (clause, name): (&str, &str),
    [was, now]: [Option<&Value>; 2],
    firm: &str,
    is_now: bool,
) -> Option<String> {
    let words = |value: &Value| worded(refs, clause, name, value);
    let label = values::label(refs, clause, name);
    let is = |value: &Value| match field(name) {
        Some((_, does, _)) => format!("it {does} {}", words(value)),
        None => labels::sentence(&label, value, &words(value)),
    };
    let no_longer = |told: String| match told.strip_prefix("it ") {
        Some(rest) => match rest.strip_prefix("is ") {
            Some(rest) => format!("it is no longer {rest}{firm}"),
            None => format!("it no longer {rest}{firm}"),
        },
        None => format!("it no longer holds that {told}{firm}"),
    };
    let (Some(now), Some(was)) = (now, was) else {
        return now.map(is).or(was.map(is).map(no_longer));
    };
    if [was, now] == [&Value::Bool(true), &Value::Bool(false)] && firm.is_empty() {
        return Some(no_longer(is(was)));
    }
    let (told, old) = (is(now), words(was));
    let old = match (was, labels::link(&label)) {
        _ if field(name).is_some() => old,
        (Value::Bool(_), _) => "the opposite held".to_owned(),
        (_, Some(link)) => format!("{link} {old}").trim_start().to_owned(),
        _ if is_now => {
            let (subject, [is, was]) = labels::subject(&label);
            let now = words(now);
            return Some(format!("{subject} {was} {old}{firm}, and {is} now {now}"));
        }
        _ => old,
    };
    Some(format!("{told} (before that, {old}{firm})"))
}

/// The values that a change gives or takes away, beside what they were, but for what its text says, if that is told.
pub(crate) fn changed(refs: &Refs, of: &Change, text: Option<&str>) -> Vec<String> {
    // What this record sums up is no source's.
    let says = text.filter(|_| of.wording != Wording::Record);
    let value = |(name, was, now): (&str, Option<Value>, Option<Value>)| {
        let is_told = match &now {
            Some(now) => is_said(refs, &of.clause, (name, now), says.unwrap_or_default()),
            // A text leaves out what is gone.
            None => is_term(name) && text.is_some(),
        };
        let was = was.filter(|was| Some(was) != now.as_ref());
        let both = [&was, &now].map(Option::as_ref);
        told(refs, (&of.clause, name), both, "", false).filter(|_| !is_told)
    };
    let mut values: Vec<String> = of.values().filter_map(value).collect();
    let titles = of.replaces.iter().map(|other| refs.clause_title(other));
    let replaced = parted(titles, "; ").map(|titles| format!("it replaces {titles}"));
    let parties = of.parties.iter().flatten();
    let bound = some_list(parties.map(|id| refs.parties.get(id).unwrap_or(id)));
    let bound = bound.map(|names| format!("from then on it binds {names}"));
    values.extend(bound.into_iter().chain(replaced));
    let nothing = match (of.is_told(), of.action) {
        _ if text.is_some() || !values.is_empty() => None,
        (true, Action::End) => Some("it has ended"),
        (true, _) => Some("it is as known before"),
        (false, Action::Amend) => Some("how it changed is not recorded"),
        _ => None,
    };
    values.extend(nothing.map(str::to_owned));
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::ByTerm;
    use crate::answer::ClauseRef;

    #[test]
    fn a_value_is_told_by_its_label() {
        let text = |of: &str| Value::Text(of.to_owned());
        for (label, was, now, words) in [
            ("cap", None, Some(text("$5")), "The cap is $5"),
            (
                "cap",
                Some(text("$4")),
                Some(text("about 5%")),
                "The cap was $4, as reported, and is now about 5%",
            ),
            (
                "cap",
                Some(text("$4")),
                None,
                "It no longer holds that the cap is $4, as reported",
            ),
            (
                "through",
                None,
                Some(text("2030")),
                "It runs to the end of 2030",
            ),
            (
                "through",
                Some(text("2030")),
                None,
                "It no longer runs to the end of 2030, as reported",
            ),
            (
                "held by",
                Some(text("Ann")),
                Some(text("Tom")),
                "It is held by Tom (before that, by Ann, as reported)",
            ),
            (
                "open",
                Some(Value::Bool(true)),
                Some(Value::Bool(false)),
                "It is not open (before that, the opposite held, as reported)",
            ),
            (
                "open",
                Some(Value::Bool(true)),
                None,
                "It is no longer open, as reported",
            ),
        ] {
            let both = [was.as_ref(), now.as_ref()];
            let told = told(&Refs::default(), ("", label), both, ", as reported", true);
            let told: Vec<String> = told.into_iter().collect();
            assert_eq!(values_told(&told, None, "").as_deref(), Some(words));
        }
        for (now, words) in [
            (Value::Bool(false), "it is no longer open"),
            (
                text("on Mondays"),
                "the open is on Mondays (before that, the opposite held)",
            ),
        ] {
            let both = [Some(&Value::Bool(true)), Some(&now)];
            let told = told(&Refs::default(), ("", "open"), both, "", true);
            assert_eq!(told.as_deref(), Some(words));
        }
    }

    #[test]
    fn values_are_told_behind_a_name_or_alone() {
        let values = ["the cap is 5%", "it ends"].map(str::to_owned);
        for (name, told) in [
            (None, "As known, the cap is 5%; it ends"),
            (Some("Rent"), "Rent: the cap is 5%; it ends"),
        ] {
            let found = values_told(&values, name, "as known, ");
            assert_eq!(found.as_deref(), Some(told));
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
