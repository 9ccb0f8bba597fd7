//! The reference of the format for people: the page `format.md`, its lists filled in from the schema.

use serde_json::{Map, Value};

use super::format::schema;
use crate::date::Date;
use crate::words::{or_list, ticked};

/// The page, with a line such as `{keys event}` where a list is to stand.
const PAGE: &str = include_str!("format.md");

/// Every form of a date expression, with what it means.
const DATES: &[(&str, &str)] = &[
    ("2026-04-27", "that day"),
    ("2026-04", "some day in that month"),
    ("2026", "some day in that year"),
    ("2023~", "the same with `~`: approximately"),
    ("2023?", "the same with `?`: the source is doubtful"),
    ("2023%", "the same with `%`: both"),
    (
        "[2019-06..2019-07-22]",
        "some day from the first of the one to the last of the other",
    ),
    ("[..2025-01-21]", "on that day or some day before"),
    ("[2025-01..]", "on that day or some day after"),
];

/// The reference, as Markdown.
#[must_use]
pub fn page() -> String {
    let schema = schema();
    let mut parts = PAGE.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // A brace that calls for no list is TOML's own.
        let filled = part
            .split_once('}')
            .and_then(|(call, after)| Some((fill(&schema, call)?, after)));
        match filled {
            Some((list, after)) => out.extend([list.as_str(), after]),
            None => out.extend(["{", part]),
        }
    }
    out
}

/// What stands in the place of `{call}`; none where it calls for nothing.
fn fill(schema: &Value, call: &str) -> Option<String> {
    match call.split_once(' ') {
        Some(("keys", table)) => Some(keys(schema, table)),
        Some(("words", kind)) => Some(words(&schema["$defs"][kind])),
        None if call == "dates" => Some(dates()),
        _ => None,
    }
}

fn words(kind: &Value) -> String {
    let words = kind["enum"].as_array().into_iter().flatten();
    or_list(words.filter_map(Value::as_str).map(ticked))
}

fn dates() -> String {
    let shown = |written: &str| written.parse::<Date>().map(Date::human).unwrap_or_default();
    let item = |(written, means): &(&str, &str)| {
        format!("- `\"{written}\"`: {means}; shown as `{}`", shown(written))
    };
    DATES.iter().map(item).collect::<Vec<_>>().join("\n")
}

/// The keys of a table, one an item, each with its type and what it means.
fn keys(schema: &Value, table: &str) -> String {
    let table = match table {
        "timeline" => schema,
        name => &schema["$defs"][name],
    };
    let required: Vec<&str> = table["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let empty = Map::new();
    let keys = table["properties"].as_object().unwrap_or(&empty);
    let item = |(name, key): (&String, &Value)| {
        let must = if required.contains(&name.as_str()) {
            ", required"
        } else {
            ""
        };
        let means = key["description"].as_str().unwrap_or_default();
        format!("- `{name}` ({}{must}): {means}", type_of(key))
    };
    keys.iter().map(item).collect::<Vec<_>>().join("\n")
}

/// The type of a value in words.
fn type_of(key: &Value) -> String {
    if let Some(name) = key["$ref"]
        .as_str()
        .and_then(|path| path.rsplit('/').next())
    {
        return match name {
            "number" => "the number 1",
            "period" => "day, month or year",
            "action" | "basis" | "wording" | "source-kind" | "status" => "word",
            name => name,
        }
        .to_owned();
    }
    match key["type"].as_str() {
        Some("boolean") => or_list(["`true`", "`false`"]),
        Some("array") => match key["items"]["$ref"].as_str() {
            Some("#/$defs/id" | "#/$defs/unset-name") => "list of names".to_owned(),
            Some("#/$defs/citation") => "list of citations".to_owned(),
            _ => "list of tables".to_owned(),
        },
        Some("object") => "table".to_owned(),
        _ => "text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file;

    #[test]
    fn the_examples_are_one_sound_timeline() {
        let examples = PAGE.split("```toml\n").skip(1);
        let text: String = examples
            .map(|rest| rest.split_once("```").expect("a closed example").0)
            .collect();
        let reading = file::read("format.toml", text.clone().into_bytes(), true);
        let found: Vec<&str> = reading
            .diagnostics
            .iter()
            .filter(|found| found.code != file::code::Code::Disagreement)
            .map(|found| found.message.as_str())
            .collect();
        assert_eq!(found, Vec::<&str>::new());
        for key in all_keys() {
            let used = [
                format!("{key} = "),
                format!("[{key}."),
                format!("[{key}]"),
                format!(".{key}]"),
            ];
            assert!(
                used.iter().any(|form| text.contains(form)),
                "no example has `{key}`"
            );
        }
    }

    /// Every key of every table.
    fn all_keys() -> Vec<String> {
        let schema = schema();
        let tables = schema["$defs"].as_object().expect("definitions").values();
        std::iter::once(&schema)
            .chain(tables)
            .filter_map(|table| table["properties"].as_object())
            .flat_map(|keys| keys.keys().cloned())
            .collect()
    }

    #[test]
    fn every_list_is_filled_in() {
        let page = page();
        assert!(!page.contains("{keys") && !page.contains("{words") && !page.contains("{dates"));
        for key in all_keys() {
            assert!(
                page.contains(&format!("- `{key}` (")),
                "`{key}` is not listed"
            );
        }
        let schema = schema();
        for kind in schema["$defs"].as_object().expect("definitions").values() {
            for word in kind["enum"].as_array().into_iter().flatten() {
                let word = ticked(word.as_str().expect("a word"));
                assert!(page.contains(&word), "{word} is not listed");
            }
        }
    }

    #[test]
    fn every_form_of_a_date_is_read() {
        for (written, _) in DATES {
            assert!(written.parse::<Date>().is_ok(), "{written}");
        }
    }
}
