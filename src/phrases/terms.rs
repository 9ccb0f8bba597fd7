//! Terms and their values as prose tells them, and whether a text says them.

use super::clocks::marks;
use super::dates::{date, number};
use super::sentences::{bare, capital};
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

/// How a value is told: in a sentence where its label makes one, else in a list of what a clause has or no longer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sentence,
    Term,
    Gone,
}

/// A value in words: `the cap is $38 billion`, or `exclusive (no)`.
pub(crate) type Told = (Kind, String);

pub(crate) fn sentence(text: impl Into<String>) -> Told {
    (Kind::Sentence, text.into())
}

/// Values in sentences, with some marks, each behind a lead; or behind a name: `Rent, with this term (inferred): open`.
pub(crate) fn values_told(values: &[Told], name: Option<&str>, marks: &str, lead: &str) -> String {
    let (mut name, sentences) = (name, parted(of_kind(values, Kind::Sentence), "; "));
    let parts = [
        (": ", "", sentences.map(|told| told + marks)),
        (", with ", "it has ", list(values, Kind::Term, marks)),
        (
            ", no longer with ",
            "it no longer has ",
            list(values, Kind::Gone, marks),
        ),
    ];
    let parts = parts.into_iter().filter_map(|(behind, alone, told)| {
        let told = told?;
        Some(match name.take() {
            Some(name) => format!("{name}{behind}{told}"),
            None => capital(&format!("{lead}{alone}{told}")),
        })
    });
    parted(parts, ". ").unwrap_or_default()
}

pub(crate) fn of_kind(values: &[Told], kind: Kind) -> Vec<&str> {
    let found = values.iter().filter(|(of, _)| *of == kind);
    found.map(|(_, told)| told.as_str()).collect()
}

/// Some terms behind words that lead to them: `these terms: exclusive (no); open`.
pub(crate) fn list(values: &[Told], kind: Kind, marks: &str) -> Option<String> {
    let terms = of_kind(values, kind);
    let these = ["these terms", "this term"][usize::from(terms.len() == 1)];
    Some(format!("{these}{marks}: {}", parted(terms, "; ")?))
}

/// What is said of the values that are no terms, before them: that they hold, and that they no longer do.
const FIELDS: [(&str, &str, &str); 6] = [
    ("through", "it runs to the end of", "it no longer ends with"),
    (
        "until",
        "it stands only until",
        "it no longer stands only until",
    ),
    ("renews", "it renews for", "it no longer renews for"),
    ("renewals", "its renewals number", "its renewals numbered"),
    ("notice", "its notice period is", "its notice was"),
    ("parties", "it binds", "it no longer binds"),
];

/// A value by its label, beside what it was: an end, and what is money or a share, as a sentence.
pub(crate) fn told(
    refs: &Refs,
    (clause, name): (&str, &str),
    [was, now]: [Option<String>; 2],
    is_now: bool,
) -> Option<Told> {
    let label = values::label(refs, clause, name);
    let field = FIELDS.into_iter().find(|(field, ..)| *field == name);
    let Some(now) = now else {
        return Some(match field {
            Some((_, _, no_longer)) => sentence(format!("{no_longer} {}", was?)),
            None => (Kind::Gone, term(label, [Some(was?), None])),
        });
    };
    let subject = subject(&label).filter(|_| is_sum(&now));
    let before = was.as_ref().map(|was| format!("before that, {was}"));
    let is = match (field, subject, was) {
        (Some((_, does, _)), ..) => format!("{does} {now}"),
        (None, Some(subject), Some(was)) if is_now && is_sum(&was) => {
            return Some(sentence(format!("{subject} was {was} and is now {now}")));
        }
        (None, Some(subject), _) => format!("{subject} is {now}"),
        (None, None, _) => return Some((Kind::Term, term(label, [Some(now), before]))),
    };
    Some(sentence(is + &marks(before)))
}

/// A term in a list, with its value in parentheses; what simply holds stands alone.
fn term(label: String, value: [Option<String>; 2]) -> String {
    let value = parted(value.into_iter().flatten(), "; ");
    label + &marks(value.filter(|value| value != "yes"))
}

/// A label as the subject of a sentence that tells a sum, where it can be one.
fn subject(label: &str) -> Option<String> {
    let (first, _) = label.split_once(' ').unwrap_or((label, ""));
    let the = match first {
        _ if label.ends_with('s') => return None,
        _ if first.ends_with("'s") || first.ends_with("s'") => "",
        _ if first.starts_with(char::is_lowercase) => "the ",
        _ => return None,
    };
    let comma = ["", ","][usize::from(label.contains(", "))];
    Some(format!("{the}{label}{comma}"))
}

/// Whether a value is money or a share.
fn is_sum(of: &str) -> bool {
    let number = of.strip_prefix("about ").unwrap_or(of);
    let is_share = number.split(' ').next().is_some_and(|of| of.ends_with('%'));
    is_share || number.starts_with(['$', '€', '£', '¥'])
}

/// The values that a change gives or takes away, beside what they were, but for what its text says, if that is told.
pub(crate) fn changed(refs: &Refs, of: &Change, text: Option<&str>) -> Vec<Told> {
    // What this record sums up is no source's.
    let says = text.filter(|_| of.wording != Wording::Record);
    let value = |(name, was, now): (&str, Option<Value>, Option<Value>)| {
        let is_told = match &now {
            Some(now) => is_said(refs, &of.clause, (name, now), says.unwrap_or_default()),
            // A text leaves out what is gone.
            None => is_term(name) && text.is_some(),
        };
        let was = was.filter(|was| Some(was) != now.as_ref());
        let both = [was, now].map(|value| Some(worded(refs, &of.clause, name, &value?)));
        told(refs, (&of.clause, name), both, false).filter(|_| !is_told)
    };
    let mut values: Vec<Told> = of.values().filter_map(value).collect();
    let titles = of.replaces.iter().map(|other| refs.clause_title(other));
    let replaced = parted(titles, "; ").map(|titles| format!("it replaces {titles}"));
    let more = values::bound(refs, of).into_iter().chain(replaced);
    values.extend(more.map(sentence));
    let nothing = match (of.is_told(), of.action) {
        _ if text.is_some() || !values.is_empty() => None,
        (true, Action::End) => Some("it has ended"),
        (true, _) => Some("it is as known before"),
        (false, Action::Amend) => Some("how it changed is not recorded"),
        _ => None,
    };
    values.extend(nothing.map(sentence));
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::ByTerm;
    use crate::answer::ClauseRef;

    #[test]
    fn a_value_is_told_by_its_label() {
        for (label, was, now, words) in [
            ("cap", None, Some("5"), "It has this term: cap (5)"),
            ("cap", None, Some("$5"), "The cap is $5"),
            ("Tom's share", None, Some("5%"), "Tom's share is 5%"),
            (
                "monthly",
                Some("4"),
                Some("5"),
                "It has this term: monthly (5; before that, 4)",
            ),
            (
                "cap",
                Some("$4"),
                Some("about 5%"),
                "The cap was $4 and is now about 5%",
            ),
            ("through", None, Some("2030"), "It runs to the end of 2030"),
            ("through", Some("2030"), None, "It no longer ends with 2030"),
            (
                "cap",
                Some("none"),
                Some("5%"),
                "The cap is 5% (before that, none)",
            ),
            ("open", None, Some("yes"), "It has this term: open"),
            ("open", None, Some("no"), "It has this term: open (no)"),
            (
                "open",
                Some("yes"),
                Some("no"),
                "It has this term: open (no; before that, yes)",
            ),
        ] {
            let both = [was, now].map(|of| of.map(str::to_owned));
            let told = told(&Refs::default(), ("", label), both, true);
            let told: Vec<Told> = told.into_iter().collect();
            assert_eq!(values_told(&told, None, "", ""), words);
        }
    }

    #[test]
    fn values_are_told_behind_a_name_or_alone() {
        let term = |text: &str| (Kind::Term, text.to_owned());
        for (of, alone, named) in [
            (vec![], "", ""),
            (
                vec![sentence("the cap is 5%"), sentence("it ends"), term("open")],
                "The cap is 5%; it ends (set). It has this term (set): open",
                "Rent: the cap is 5%; it ends (set). It has this term (set): open",
            ),
            (
                vec![term("a (1)"), term("b"), (Kind::Gone, "c".to_owned())],
                "It has these terms (set): a (1); b. It no longer has this term (set): c",
                "Rent, with these terms (set): a (1); b. It no longer has this term (set): c",
            ),
        ] {
            assert_eq!(values_told(&of, None, " (set)", ""), alone);
            assert_eq!(values_told(&of, Some("Rent"), " (set)", ""), named);
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
