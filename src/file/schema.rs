//! The JSON Schema of a timeline file, from the tables of keys.

use serde_json::{Map, Value, json};

use super::keys::{CHANGE, CITE, Key, Shape, TIMELINE, Takes, words};
use crate::agreement::Action;

/// An id: lower-case words joined by hyphens, and not readable as a date.
const ID: &str = r"^(?!(today|\d{4}(-\d{2}){0,2})$)[a-z0-9]+(-[a-z0-9]+)*$";

/// A term's name: an id that is not the name of a key beside it.
const TERM: &str = "^(?!(text|through|until)$)[a-z0-9]+(-[a-z0-9]+)*$";

/// What a change removes: a term, `through` or `until`.
const UNSET: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// A day, month or year, with or without a mark.
const PERIOD: &str = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?[~?%]?$";

/// A range of which one side at least is given.
const RANGE: &str = r"^\[(\d{4}(-\d{2}){0,2}\.\.(\d{4}(-\d{2}){0,2})?|\.\.\d{4}(-\d{2}){0,2})\]$";

/// The JSON Schema (draft 2020-12) of a timeline file of format 1.
pub fn schema() -> Value {
    let mut definitions = Definitions(Map::new());
    let mut root = definitions.table(&TIMELINE);
    let dialect = "https://json-schema.org/draft/2020-12/schema";
    root.insert("$schema".to_owned(), dialect.into());
    root.insert("$defs".to_owned(), Value::Object(definitions.0));
    Value::Object(root)
}

/// The schemas that others refer to, in the order in which they are first referred to.
struct Definitions(Map<String, Value>);

impl Definitions {
    fn table(&mut self, shape: &Shape) -> Map<String, Value> {
        let mut table = Map::new();
        let mut add = |key: &str, value| table.insert(key.to_owned(), value);
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for key in shape.keys {
            properties.insert(key.name.to_owned(), self.property(key));
            required.extend(key.required.map(|_| key.name));
        }
        add("type", json!("object"));
        add("properties", properties.into());
        if !required.is_empty() {
            add("required", json!(required));
        }
        if shape.name == TIMELINE.name {
            add("title", json!("partnership timeline, format 1"));
        }
        add("description", json!(shape.doc));
        add("patternProperties", json!({ "^x-": true }));
        add("additionalProperties", json!(false));
        if !shape.any_of.is_empty() {
            let given = shape.any_of.iter().map(|key| json!({ "required": [key] }));
            add("anyOf", given.collect());
        }
        if shape.name == CHANGE.name {
            let actions = Action::WORDS.iter();
            add(
                "allOf",
                actions.filter_map(|word| by_action(word)).collect(),
            );
        }
        table
    }

    fn property(&mut self, key: &Key) -> Value {
        let described = json!({ "description": key.doc });
        let reference = key.takes.definition();
        let (first, last) = match reference {
            Some(name) if key.required.is_some() => (self.reference(name), described),
            Some(name) => (described, self.reference(name)),
            None => (self.value(key.takes), described),
        };
        let both = [first, last].into_iter().filter_map(|part| match part {
            Value::Object(part) => Some(part),
            _ => None,
        });
        both.flatten().collect()
    }

    fn value(&mut self, takes: Takes) -> Value {
        match takes {
            Takes::Flag => json!({ "type": "boolean" }),
            Takes::Ids => self.list("id"),
            Takes::Unset => self.list("unset-name"),
            Takes::Cites => self.list("citation"),
            Takes::Listed(shape) => self.list(shape.name),
            Takes::Terms => self.named(TERM, "term"),
            Takes::ByTerm(name) => self.named(TERM, name),
            Takes::ById(shape) => self.named(ID, shape.name),
            _ => json!({ "type": "string" }),
        }
    }

    fn list(&mut self, name: &str) -> Value {
        json!({ "type": "array", "items": self.reference(name) })
    }

    fn named(&mut self, pattern: &str, name: &str) -> Value {
        json!({
            "type": "object",
            "additionalProperties": false,
            "patternProperties": { pattern: self.reference(name) }
        })
    }

    fn reference(&mut self, name: &str) -> Value {
        if !self.0.contains_key(name) {
            self.0.insert(name.to_owned(), Value::Null);
            let definition = self.definition(name);
            self.0.insert(name.to_owned(), definition);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn definition(&mut self, name: &str) -> Value {
        match name {
            "number" => json!({ "const": 1 }),
            "text" => json!({ "type": "string" }),
            "id" => json!({ "type": "string", "pattern": ID }),
            "unset-name" => json!({ "type": "string", "pattern": UNSET }),
            "period" => json!({ "type": "string", "pattern": PERIOD }),
            "date" => {
                json!({ "type": "string", "anyOf": [{ "pattern": PERIOD }, { "pattern": RANGE }] })
            }
            "value" => json!({
                "anyOf": [{ "type": "string" }, { "type": "number", "format": "double" }, { "type": "boolean" }]
            }),
            "term" => json!({
                "anyOf": [self.reference("value"), self.list("value")],
                "description": "A term's value: text, a whole or finite decimal number, `true` or `false`, or a list of these, which is a set."
            }),
            "citation" => json!({
                "anyOf": [self.reference("id"), self.reference(CITE.name)],
                "description": "A source's id, or a table with what the source says."
            }),
            name => match Shape::named(name) {
                Some(shape) => self.table(shape).into(),
                None => json!({ "enum": words(name) }),
            },
        }
    }
}

impl Takes {
    /// The definition that says all about the value.
    pub(super) fn definition(self) -> Option<&'static str> {
        Some(match self {
            Self::Format => "number",
            Self::Date => "date",
            Self::Period => "period",
            Self::Id => "id",
            Self::Word(kind, _) => kind,
            _ => return None,
        })
    }
}

/// What an action needs and may not carry.
fn by_action(word: &str) -> Option<Value> {
    let action = Action::from_word(word)?;
    let mut refused = Map::new();
    for key in CHANGE.keys {
        if !key.actions.contains(&action) {
            refused.insert(key.name.to_owned(), json!(false));
        }
    }
    let refused = json!({ "properties": refused });
    let then = match action {
        Action::Adopt => json!({ "required": ["text"], "allOf": [refused] }),
        _ => refused,
    };
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
