//! What a label says with its value: `the share is 20%`, `it is held by Microsoft`, `it is not exclusive`.

use super::values;
use crate::agreement::Value;
use crate::text::words::parted;

/// Words behind which a value follows its label: `held by Microsoft`.
const LINKS: [&str; 12] = [
    "at", "by", "for", "from", "in", "of", "on", "over", "to", "until", "where", "with",
];

/// The word by which a label leads to its value; nothing stands there where it begins a sentence: `it ends`.
pub(crate) fn link(label: &str) -> Option<&str> {
    let last = label.rsplit(' ').next().filter(|last| LINKS.contains(last));
    last.or(label.strip_prefix("it ").map(|_| ""))
}

/// A label that is a name as the subject of a sentence, with the verbs of what is and what was.
pub(crate) fn subject(label: &str) -> (String, [&'static str; 2]) {
    let first = label.split(' ').next().unwrap_or_default();
    let is_name = first == "what" || first.contains('\'') || !first.starts_with(char::is_lowercase);
    let the = ["the ", ""][usize::from(is_name)];
    let comma = ["", ","][usize::from(label.contains(", "))];
    let head = label.split(", ").next().unwrap_or_default().split(' ');
    let head = head
        .take_while(|word| !LINKS.contains(word))
        .last()
        .unwrap_or_default();
    let is_one = first == "what" || ["ss", "us", "is"].iter().any(|end| head.ends_with(end));
    let is_many = head.ends_with('s') && !is_one;
    let be = [["is", "was"], ["are", "were"]][usize::from(is_many)];
    (format!("{the}{label}{comma}"), be)
}

/// A label with its value, which is given in words too.
pub(crate) fn sentence(label: &str, value: &Value, words: &str) -> String {
    let own = label.strip_prefix("it ");
    let does = own.unwrap_or(label);
    let (first, rest) = does.split_once(' ').unwrap_or((does, ""));
    // `covers parking`, and not `pets` or `the tenant's garden`.
    let verb = first.strip_suffix('s').filter(|verb| {
        let is_word = first.starts_with(char::is_lowercase) && !verb.ends_with(['s', '\'']);
        is_word && (own.is_some() || !rest.is_empty())
    });
    let is = ["is ", ""][usize::from(verb.is_some())];
    match value {
        Value::Bool(holds) => holding(does, verb.map(|verb| (verb, rest)), *holds),
        _ if own.is_some() => format!("{label} {words}"),
        // Whether all of several are meant or any, such a label leaves open.
        Value::Set(members) if link(label).is_some() && members.len() > 1 => {
            let members = parted(members.iter().map(values::value), ", ");
            format!("it {is}{label}: {}", members.unwrap_or_default())
        }
        _ if link(label).is_some() => format!("it {is}{label} {words}"),
        _ => {
            let (subject, be) = subject(label);
            let is_past = label.contains("earlier ");
            format!("{subject} {} {words}", be[usize::from(is_past)])
        }
    }
}

/// That what a label says holds, or that it does not: behind `it is`, unless it has a verb.
fn holding(label: &str, verb: Option<(&str, &str)>, holds: bool) -> String {
    let not = ["not ", ""][usize::from(holds)];
    match (label.split_once("may "), verb) {
        (Some(("", does)), _) => format!("it may {not}{does}"),
        (Some((who, does)), _) => format!("{who}may {not}{does}"),
        (None, Some(_)) if holds => format!("it {label}"),
        (None, Some((verb, rest))) => format!("it does not {verb} {rest}"),
        (None, None) => format!("it is {not}{label}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_makes_a_sentence_with_its_value() {
        let text = |of: &str| Value::Text(of.to_owned());
        let set = |of: &[&str]| Value::set(of.iter().map(|of| text(of)).collect());
        for (label, value, words, told) in [
            ("cap", text("$5"), "$5", "the cap is $5"),
            ("Tom's share", text("5%"), "5%", "Tom's share is 5%"),
            (
                "members",
                text("secret"),
                "secret",
                "the members are secret",
            ),
            (
                "payment for 2025, to May",
                text("$5"),
                "$5",
                "the payment for 2025, to May, is $5",
            ),
            ("limits on it", text("$5"), "$5", "the limits on it are $5"),
            ("what it ends", text("all"), "all", "what it ends is all"),
            ("it ends", set(&["a", "b"]), "a and b", "it ends a and b"),
            (
                "earlier share",
                text("5%"),
                "5%",
                "the earlier share was 5%",
            ),
            ("held by", text("Tom"), "Tom", "it is held by Tom"),
            ("extends to", text("Spain"), "Spain", "it extends to Spain"),
            ("due on", set(&["a", "b"]), "a and b", "it is due on: a, b"),
            ("scope", set(&["a", "b"]), "a and b", "the scope is a and b"),
            ("exclusive", Value::Bool(false), "no", "it is not exclusive"),
            ("covers pets", Value::Bool(true), "yes", "it covers pets"),
            (
                "covers pets",
                Value::Bool(false),
                "no",
                "it does not cover pets",
            ),
            ("may sublet", Value::Bool(false), "no", "it may not sublet"),
            ("Tom may sing", Value::Bool(true), "yes", "Tom may sing"),
        ] {
            assert_eq!(sentence(label, &value, words), told);
        }
    }
}
