//! How terms are called and how their values are written: labels for names, numbers with their units.

use std::mem::discriminant;

use serde_json::json;

use super::{Say, ends};
use crate::agreement::Value;
use crate::answer::{Change, Refs, State, names};
use crate::date::Date;
use crate::text::words::{inner, parted};

/// A value as a reader writes it: numbers grouped by threes, and a text in straight quotation marks where it would be
/// taken for something else.
pub(crate) fn value(of: &Value) -> String {
    let marked = |text: &String| format!("\"{}\"", inner(text));
    match of {
        Value::Text(text) if is_mistaken(text) => marked(text),
        // Four digits without a unit may be a year.
        Value::Integer(_) | Value::Float(_) => grouped(of, 5),
        Value::Set(members) if !members.is_empty() => {
            let member = |of: &Value| match of {
                Value::Text(text) if text.contains(',') => marked(text),
                of => value(of),
            };
            parted(members.iter().map(member), ", ").unwrap_or_default()
        }
        other => other.to_string(),
    }
}

/// Whether a text reads as a number, as yes or no, as nothing, or as one in quotation marks.
fn is_mistaken(text: &str) -> bool {
    let words = ["yes", "no", "true", "false", "none", ""];
    let number = text.replace([',', '_'], "");
    let is_number = number.contains(|c: char| c.is_ascii_digit()) && number.parse::<f64>().is_ok();
    is_number || text.starts_with('"') || words.contains(&text.trim().to_lowercase().as_str())
}

/// A number with its digits in groups of three, where there are so many before the point.
fn grouped(of: &Value, least: usize) -> String {
    let number = of.to_string();
    let start = number.len() - number.trim_start_matches('-').len();
    let digits = number[start..].find(|c: char| !c.is_ascii_digit());
    let end = digits.map_or(number.len(), |digits| start + digits);
    let mut grouped = number;
    if end - start >= least {
        let places = (start + 1..end).rev();
        places
            .filter(|place| (end - place).is_multiple_of(3))
            .for_each(|place| grouped.insert(place, ','));
    }
    grouped
}

/// Two values side by side in cells: as JSON where their kinds differ.
pub(crate) fn cells(one: Option<&Value>, other: Option<&Value>) -> [serde_json::Value; 2] {
    let both = one.zip(other);
    let is_exact = both.is_some_and(|(one, other)| discriminant(one) != discriminant(other));
    let cell = |of| Some(json!(json!(of).to_string())).filter(|_| is_exact);
    [one, other].map(|of| cell(of).unwrap_or_else(|| json!(of)))
}

pub(crate) fn label(refs: &Refs, clause: &str, name: &str) -> String {
    let clause = refs.clauses.get(clause);
    let label = clause.and_then(|clause| clause.labels.get(name));
    label.map_or_else(|| name.replace('-', " "), String::clone)
}

/// The values of a clause, each with its name and its label, as tables print it.
pub(crate) fn of<'a>(
    refs: &Refs,
    state: &'a State,
    say: Say,
) -> impl Iterator<Item = (&'a str, String, String)> {
    names(&state.terms).filter_map(move |name| {
        let written = written(refs, &state.id, name, &state.value(name)?, say);
        Some((name, label(refs, &state.id, name), written))
    })
}

/// A value of a term with its unit: `$38 billion`, `two gigawatts` as `2 gigawatts`.
pub(crate) fn shown(refs: &Refs, clause: &str, name: &str, of: &Value) -> String {
    let clause = refs.clauses.get(clause);
    let unit = clause.and_then(|clause| clause.units.get(name));
    unit.map_or_else(|| value(of), |unit| measured(of, unit))
}

/// A value as tables print it: a length of time as people read it, a term with its unit, and dates said so.
pub(crate) fn written(refs: &Refs, clause: &str, name: &str, of: &Value, say: Say) -> String {
    if name == "parties" {
        return parted(named(refs, of), ", ").unwrap_or_else(|| "none named".to_owned());
    }
    let text = field(name, of, say);
    text.unwrap_or_else(|| shown(refs, clause, name, &dated(of, say)))
}

/// A value of which each text that is a month or a day is said so; what else a text holds are its own words.
fn dated(of: &Value, say: Say) -> Value {
    match of {
        Value::Text(text) if text.contains('-') => {
            Date::read(text).map_or_else(|| of.clone(), |date| Value::Text(say(date)))
        }
        Value::Set(members) => Value::Set(members.iter().map(|of| dated(of, say)).collect()),
        other => other.clone(),
    }
}

pub(crate) fn named(refs: &Refs, parties: &Value) -> Vec<String> {
    let ids = parties.members().iter().map(Value::to_string);
    let name = |id: String| refs.parties.get(&id).cloned().unwrap_or(id);
    ids.map(name).collect()
}

pub(crate) fn bound(refs: &Refs, of: &Change) -> Option<String> {
    let parties = of.parties.iter().flatten();
    let names = parties.map(|id| refs.parties.get(id).unwrap_or(id));
    parted(names, ", ").map(|names| format!("bound from then on: {names}"))
}

/// The same of what is no term.
pub(crate) fn field(name: &str, of: &Value, say: Say) -> Option<String> {
    Some(match (name, of) {
        ("date" | "through", Value::Text(day)) => Date::read(day).map_or_else(|| day.clone(), say),
        ("renews" | "notice", Value::Text(span)) => {
            span.parse().map_or_else(|_| span.clone(), ends::span)
        }
        ("renewals", most) => format!("at most {most}"),
        ("text" | "until", of) => of.to_string(),
        _ => return None,
    })
}

/// The ways in which a value may be asked for: as it is printed, then as it is written.
pub(crate) fn forms(of: &Value, unit: Option<&String>) -> Vec<String> {
    let printed = unit.map(|unit| measured(of, unit)).into_iter();
    let written = match of {
        Value::Bool(is) => is.to_string(),
        other => other.to_string(),
    };
    printed.chain([value(of), written]).collect()
}

fn measured(of: &Value, unit: &str) -> String {
    let is_currency = unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase());
    match of {
        Value::Set(members) if !members.is_empty() => {
            let members = members.iter().map(|member| measured(member, unit));
            parted(members, ", ").unwrap_or_default()
        }
        Value::Integer(_) | Value::Float(_) if is_currency => money(of, unit),
        Value::Integer(_) | Value::Float(_) if unit == "%" => format!("{}%", grouped(of, 4)),
        Value::Integer(_) | Value::Float(_) => format!("{} {unit}", grouped(of, 4)),
        other => value(other),
    }
}

/// In billions or millions where no more than two decimals are then needed.
fn money(of: &Value, currency: &str) -> String {
    let sign = match currency {
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "JPY" => "¥".to_owned(),
        other => format!("{other} "),
    };
    let amount = match of {
        Value::Integer(number) => scaled(*number),
        _ => None,
    };
    let amount = amount.unwrap_or_else(|| grouped(of, 4));
    match amount.strip_prefix('-') {
        Some(amount) => format!("-{sign}{amount}"),
        None => format!("{sign}{amount}"),
    }
}

fn scaled(number: i64) -> Option<String> {
    let scales = [(1_000_000_000, "billion"), (1_000_000, "million")];
    let is_round =
        |scale: i64| number.unsigned_abs() >= scale.unsigned_abs() && number % (scale / 100) == 0;
    let (scale, word) = scales.into_iter().find(|(scale, _)| is_round(*scale))?;
    let whole = grouped(&Value::Integer(number / scale), 4);
    let hundredths = (number % scale).abs() / (scale / 100);
    let decimals = format!(".{hundredths:02}");
    let decimals = decimals.trim_end_matches('0').trim_end_matches('.');
    Some(format!("{whole}{decimals} {word}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::Decimal;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn values_are_marked_where_they_would_be_mistaken() {
        let number = |digits: &str| Value::Float(Decimal::read(digits).expect("a number"));
        let set = |list: &[&str]| Value::set(list.iter().map(|member| text(member)).collect());
        for (of, written) in [
            (Value::Integer(2030), "2030"),
            (Value::Integer(-1_234_567), "-1,234,567"),
            (number("41_997.50"), "41,997.50"),
            (number("1.0"), "1.0"),
            (text("38"), "\"38\""),
            (text("1,000"), "\"1,000\""),
            (text("38 billion"), "38 billion"),
            (text("True"), "\"True\""),
            (Value::Bool(true), "yes"),
            (text("a, b"), "a, b"),
            (set(&["a, b"]), "\"a, b\""),
            (set(&["a", "b"]), "a, b"),
            (set(&[]), "none"),
            (text("none"), "\"none\""),
            (text("\"38\""), "\"'38'\""),
        ] {
            assert_eq!(value(&of), written);
        }
    }

    #[test]
    fn numbers_stand_with_their_units() {
        for (number, unit, text) in [
            (38_000_000_000, "USD", "$38 billion"),
            (11_600_000_000, "USD", "$11.6 billion"),
            (41_250_000, "EUR", "€41.25 million"),
            (41_251_001, "EUR", "€41,251,001"),
            (-1_000_000, "USD", "-$1 million"),
            (1_200, "CHF", "CHF 1,200"),
            (2_500, "units", "2,500 units"),
            (0, "USD", "$0"),
            (i64::MIN, "USD", "-$9,223,372,036,854,775,808"),
            (27, "%", "27%"),
            (2, "gigawatts", "2 gigawatts"),
        ] {
            assert_eq!(measured(&Value::Integer(number), unit), text);
        }
        let set = Value::set(vec![
            Value::Text("any".to_owned()),
            Value::Integer(5_000_000),
        ]);
        assert_eq!(measured(&set, "USD"), "any, $5 million");
    }
}
