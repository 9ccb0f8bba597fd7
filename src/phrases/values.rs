//! How terms are called and how their values are written: labels for names, numbers with their units.

use super::value;
use crate::agreement::Value;
use crate::answer::Refs;

/// How a term of a clause is called; `through`, `until`, `text` and `status` are called so themselves.
pub(crate) fn label(refs: &Refs, clause: &str, name: &str) -> String {
    let clause = refs.clauses.get(clause);
    let label = clause.and_then(|clause| clause.labels.get(name));
    label.map_or_else(|| name.replace('-', " "), Clone::clone)
}

/// A value of a term with its unit: `$38 billion`, `two gigawatts` as `2 gigawatts`.
pub(crate) fn shown(refs: &Refs, clause: &str, name: &str, of: &Value) -> String {
    let clause = refs.clauses.get(clause);
    let unit = clause.and_then(|clause| clause.units.get(name));
    unit.map_or_else(|| value(of), |unit| measured(of, unit))
}

fn measured(of: &Value, unit: &str) -> String {
    match of {
        Value::Set(members) if !members.is_empty() => {
            let members = members.iter().map(|member| measured(member, unit));
            members.collect::<Vec<_>>().join(", ")
        }
        Value::Integer(_) | Value::Float(_) if is_currency(unit) => money(of, unit),
        Value::Integer(_) | Value::Float(_) if unit == "%" => format!("{}%", value(of)),
        Value::Integer(_) | Value::Float(_) => format!("{} {unit}", value(of)),
        other => value(other),
    }
}

/// Whether a unit has the form of an ISO 4217 code.
fn is_currency(unit: &str) -> bool {
    unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// An amount of money, in billions or millions where no more than two decimals are then needed.
fn money(of: &Value, currency: &str) -> String {
    let sign = match currency {
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "JPY" => "¥".to_owned(),
        other => format!("{other} "),
    };
    let amount = match of {
        Value::Integer(number) => scaled(*number).unwrap_or_else(|| value(of)),
        _ => value(of),
    };
    match amount.strip_prefix('-') {
        Some(amount) => format!("-{sign}{amount}"),
        None => format!("{sign}{amount}"),
    }
}

fn scaled(number: i64) -> Option<String> {
    let scales = [(1_000_000_000, "billion"), (1_000_000, "million")];
    let is_round = |scale: i64| number.abs() >= scale && number % (scale / 100) == 0;
    let (scale, word) = scales.into_iter().find(|(scale, _)| is_round(*scale))?;
    let (whole, rest) = (
        value(&Value::Integer(number / scale)),
        (number % scale).abs(),
    );
    let hundredths = format!("{:02}", rest / (scale / 100));
    let decimals = hundredths.trim_end_matches('0');
    let point = if decimals.is_empty() { "" } else { "." };
    Some(format!("{whole}{point}{decimals} {word}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_with_their_units() {
        for (number, unit, text) in [
            (38_000_000_000, "USD", "$38 billion"),
            (11_600_000_000, "USD", "$11.6 billion"),
            (41_250_000, "EUR", "€41.25 million"),
            (41_251_001, "EUR", "€41,251,001"),
            (-1_000_000, "USD", "-$1 million"),
            (1_200, "CHF", "CHF 1200"),
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
