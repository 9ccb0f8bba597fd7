//! The reference of the format for people: the page `format.md`, its lists filled in from the tables of keys.

use regex::Captures;

use super::keys::{self, Key, Shape, Takes};
use crate::text::pattern;
use crate::text::words::ticked_or;

/// The page, with a line such as `{keys event}` where a list is to stand.
pub const PAGE: &str = include_str!("format.md");

pub fn filled(page: &str) -> String {
    let calls = pattern(r"\{(keys|words) ([a-z-]+)\}");
    let list = |call: &Captures<'_>| match &call[1] {
        "keys" => Shape::named(&call[2]).map_or_else(String::new, list_of),
        _ => ticked_or(keys::words(&call[2])),
    };
    calls.replace_all(page, list).into_owned()
}

fn list_of(shape: &Shape) -> String {
    let item = |key: &Key| {
        let required = key.required.map_or("", |_| ", required");
        let Key { name, doc, .. } = key;
        format!("- `{name}` ({}{required}): {doc}", type_of(key.takes))
    };
    let items: Vec<String> = shape.keys.iter().map(item).collect();
    items.join("\n")
}

fn type_of(takes: Takes) -> &'static str {
    match takes {
        Takes::Format => "the number 1",
        Takes::Text => "text",
        Takes::Flag => "`true` or `false`",
        Takes::Date => "date",
        Takes::Period => "day, month or year",
        Takes::Span => "length of time",
        Takes::Count => "whole number",
        Takes::Id => "id",
        Takes::Word(..) => "word",
        Takes::Ids | Takes::Unset => "list of names",
        Takes::Cites => "list of citations",
        Takes::Listed(_) => "list of tables",
        Takes::ById(_) | Takes::Terms | Takes::ByTerm(_) | Takes::ByName(_) => "table",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file;
    use crate::text::words::ticked;

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

    fn all_keys() -> impl Iterator<Item = &'static str> {
        keys::SHAPES.into_iter().flat_map(Shape::names)
    }

    #[test]
    fn every_list_is_filled_in() {
        let page = filled(PAGE);
        assert!(!page.contains("{keys") && !page.contains("{words"));
        for key in all_keys() {
            assert!(
                page.contains(&format!("- `{key}` (")),
                "`{key}` is not listed"
            );
        }
        for key in keys::SHAPES.into_iter().flat_map(|shape| shape.keys) {
            let Takes::Word(_, words) = key.takes else {
                continue;
            };
            for word in words {
                assert!(page.contains(&ticked(word)), "{word} is not listed");
            }
        }
    }
}
