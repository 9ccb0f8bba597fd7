//! The JSON Schema of a timeline file, from the tables of keys.

use serde_json::{Map, Value, json};

use super::keys::{CHANGE, Key, SHAPES, Shape, TIMELINE, Takes};
use crate::agreement::Action;

/// An id: lower-case words joined by hyphens, and not readable as a date.
const ID: &str = r"^(?!(today|\d{4}(-\d{2}){0,2})$)[a-z0-9]+(-[a-z0-9]+)*$";

/// A term's name: an id that is not the name of a key beside it.
const TERM: &str =
    "^(?!(text|through|until|renews|renewals|notice|parties)$)[a-z0-9]+(-[a-z0-9]+)*$";

/// What a change removes: a term, `through` or a key beside it.
const UNSET: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

pub fn schema() -> Value {
    let mut root = table(&TIMELINE);
    root["title"] = json!("partnership timeline, format 1");
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["$defs"] = definitions();
    root
}

fn definitions() -> Value {
    let mut all: Value =
        serde_json::from_str(include_str!("schema.json")).expect("sound definitions");
    all["id"]["pattern"] = ID.into();
    all["unset-name"]["pattern"] = UNSET.into();
    for shape in SHAPES {
        for key in shape.keys {
            if let Takes::Word(kind, words) = key.takes {
                all[kind] = json!({ "enum": words });
            }
        }
        if shape.name != TIMELINE.name {
            all[shape.name] = table(shape);
        }
    }
    all
}

fn table(shape: &Shape) -> Value {
    let property = |key: &Key| {
        let mut property = value(key.takes);
        property["description"] = key.doc.into();
        if key.is_filled() {
            property["pattern"] = r"\S".into();
        }
        (key.name.to_owned(), property)
    };
    let properties: Map<String, Value> = shape.keys.iter().map(property).collect();
    let required = shape.keys.iter().filter(|key| key.required.is_some());
    let required: Vec<&str> = required.map(|key| key.name).collect();
    let mut table = json!({
        "type": "object",
        "description": shape.doc,
        "properties": properties,
        "required": required,
        "patternProperties": { "^x-": true },
        "additionalProperties": false
    });
    if !shape.any_of.is_empty() {
        let given = shape.any_of.iter();
        table["anyOf"] = given.map(|key| json!({ "required": [key] })).collect();
    }
    if shape.name == CHANGE.name {
        let actions = Action::WORDS.iter();
        table["allOf"] = actions.filter_map(|word| by_action(word)).collect();
    }
    table
}

fn value(takes: Takes) -> Value {
    match takes {
        Takes::Format => json!({ "const": 1 }),
        Takes::Text => json!({ "type": "string" }),
        Takes::Flag => json!({ "type": "boolean" }),
        Takes::Date => reference("date"),
        Takes::Period => reference("period"),
        Takes::Span => reference("length"),
        Takes::Count => reference("count"),
        Takes::Id => reference("id"),
        Takes::Word(kind, _) => reference(kind),
        Takes::Ids => list("id"),
        Takes::Unset => list("unset-name"),
        Takes::Cites => list("citation"),
        Takes::Listed(shape) => list(shape.name),
        Takes::Terms => named(TERM, "term"),
        Takes::ByTerm(name) => named(TERM, name),
        Takes::ByName(name) => named(UNSET, name),
        Takes::ById(shape) => named(ID, shape.name),
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn list(name: &str) -> Value {
    json!({ "type": "array", "items": reference(name) })
}

fn named(pattern: &str, name: &str) -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "patternProperties": { pattern: reference(name) }
    })
}

/// What an action needs and may not carry.
fn by_action(word: &str) -> Option<Value> {
    let action: Action = word.parse().ok()?;
    let keys = CHANGE.keys.iter();
    let refused = keys.filter(|key| !key.actions.contains(&action));
    let refused = refused.map(|key| (key.name.to_owned(), json!(false)));
    let mut then = json!({ "properties": refused.collect::<Map<_, _>>() });
    if action == Action::Adopt {
        then["required"] = json!(["text"]);
    }
    let is = json!({ "properties": { "action": { "const": word } }, "required": ["action"] });
    Some(json!({ "if": is, "then": then }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_is_defined_and_every_key_is_described() {
        let schema = schema();
        let text = schema.to_string();
        for part in text.split("\"#/$defs/").skip(1) {
            let name = part.split('"').next().expect("a name");
            assert!(schema["$defs"][name].is_object(), "{name}");
        }
        for table in schema["$defs"].as_object().expect("definitions").values() {
            for (name, key) in table["properties"].as_object().into_iter().flatten() {
                assert!(key["description"].is_string(), "{name}");
            }
        }
    }
}
