//! The shape of format 1 as types: what editors and the reference are told of every key.
//!
//! Reading does not go through these types, because a fault then loses its place; a test holds the two
//! against each other. Every comment here is printed, by `schema` and by `help format`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::agreement::{Action, Basis, SourceKind, Status, Wording};

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
#[must_use]
pub fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12().with_transform(RecursiveTransform(no_null));
    settings
        .into_generator()
        .into_root_schema_for::<File>()
        .to_value()
}

/// A timeline: the parties, the sources, the clauses and the events of one agreement.
#[derive(JsonSchema)]
#[schemars(title = "partnership timeline, format 1")]
#[expect(dead_code, reason = "the types are there for their schema")]
#[schemars(transform = own_keys)]
struct File {
    /// The format's number, 1.
    #[schemars(with = "One")]
    format: u8,
    /// What the record is called.
    title: String,
    /// What it is about.
    description: Option<String>,
    /// A caveat that every heading carries.
    note: Option<String>,
    /// The day up to which the record was kept.
    recorded: Option<DateExpression>,
    /// The language of the texts, as in `en` (BCP 47).
    lang: Option<String>,
    /// Whose words the texts are: `summary`, the record's own (the default), or `verbatim`, the contract's.
    wording: Option<WordingWord>,
    /// Who is bound or acts, each under `[party.ID]`.
    party: Option<BTreeMap<Id, PartyTable>>,
    /// The publications that report facts, each under `[source.ID]`.
    source: Option<BTreeMap<Id, SourceTable>>,
    /// The provisions that have a life of their own, each under `[clause.ID]`.
    clause: Option<BTreeMap<Id, ClauseTable>>,
    /// What happened or is planned, each under `[[event]]`.
    event: Option<Vec<EventTable>>,
    /// Facts that someone verified, each under `[[expect]]`; `check` fails where one no longer holds.
    expect: Option<Vec<ExpectTable>>,
}

/// A company or person that is bound or acts.
#[derive(JsonSchema)]
#[schemars(rename = "party", transform = own_keys)]
#[expect(dead_code, reason = "the types are there for their schema")]
struct PartyTable {
    /// The name in full.
    name: String,
    /// Earlier ids that still answer.
    was: Option<Vec<Id>>,
}

/// A publication that reports facts; at least one of `publisher`, `title` and `url` is given.
#[derive(JsonSchema)]
#[schemars(rename = "source", transform = own_keys, transform = described)]
#[expect(dead_code, reason = "the types are there for their schema")]
struct SourceTable {
    /// Who published it.
    publisher: Option<String>,
    /// Its headline.
    title: Option<String>,
    /// Its address.
    url: Option<String>,
    /// When it was published.
    published: Option<DateExpression>,
    /// The address of a copy that will not change.
    archived: Option<String>,
    /// What it is: by a party, made to an authority, by the press, or a study.
    kind: Option<SourceKindWord>,
    /// Earlier ids that still answer.
    was: Option<Vec<Id>>,
}

/// One provision that has a life of its own.
#[derive(JsonSchema)]
#[schemars(rename = "clause", transform = own_keys)]
#[expect(dead_code, reason = "the types are there for their schema")]
struct ClauseTable {
    /// What it is called.
    title: String,
    /// The group under which tables and charts list it.
    topic: Option<String>,
    /// The parties that it binds.
    parties: Option<Vec<Id>>,
    /// What it is about.
    summary: Option<String>,
    /// Earlier ids that still answer.
    was: Option<Vec<Id>>,
}

/// Something dated that happened or is planned.
#[derive(JsonSchema)]
#[schemars(rename = "event", transform = own_keys)]
#[expect(dead_code, reason = "the types are there for their schema")]
struct EventTable {
    /// Its id.
    id: Id,
    /// When it happened; of a report, the report's own day.
    date: DateExpression,
    /// When the public learned of it, where that was not its date.
    announced: Option<DateExpression>,
    /// Whether only the plan is known, not the deed.
    planned: Option<bool>,
    /// Events that certainly came before.
    after: Option<Vec<Id>>,
    /// What happened, in one line without a final full stop.
    title: String,
    /// A word of your own that `--kind` filters by.
    kind: Option<String>,
    /// Who takes part.
    parties: Option<Vec<Id>>,
    /// Clauses that it bears on without changing them.
    about: Option<Vec<Id>>,
    /// One or two sentences.
    summary: Option<String>,
    /// A caveat, printed with it.
    note: Option<String>,
    /// How firm it is: `stated` (the default) by a party or a filing, `reported` by others, or `inferred` by the record's keeper.
    basis: Option<BasisWord>,
    /// Who says so.
    cite: Option<Vec<CiteItem>>,
    /// What it does to clauses, each under `[[event.change]]`, in order.
    change: Option<Vec<ChangeTable>>,
    /// Earlier ids that still answer.
    was: Option<Vec<Id>>,
}

/// What one event does to one clause.
#[derive(JsonSchema)]
#[schemars(rename = "change", transform = own_keys, transform = by_action)]
#[expect(dead_code, reason = "the types are there for their schema")]
struct ChangeTable {
    /// The clause.
    clause: Id,
    /// What is done to it.
    action: ActionWord,
    /// The clause as it now reads.
    text: Option<String>,
    /// The terms that it sets; the others stay.
    terms: Option<BTreeMap<TermName, TermValue>>,
    /// Names that it removes first: terms, `through` or `until`.
    unset: Option<Vec<UnsetName>>,
    /// In force to the end of this day, month or year.
    through: Option<PeriodExpression>,
    /// In force until this happens: a condition without a date.
    until: Option<String>,
    /// When it takes effect, where that is not the event's date.
    effective: Option<DateExpression>,
    /// The clauses whose place it takes: a link, which ends nothing.
    replaces: Option<Vec<Id>>,
    /// Whose words its text is, where that is not as in the rest of the file.
    wording: Option<WordingWord>,
    /// How firm it is, where that is not as firm as its event.
    basis: Option<BasisWord>,
    /// A caveat, printed with it.
    note: Option<String>,
    /// Who says so, where that is not who says so of its event.
    cite: Option<Vec<CiteItem>>,
}

/// A source's id, or a table with what the source says.
#[derive(JsonSchema)]
#[schemars(untagged, rename = "citation")]
#[expect(dead_code, reason = "the types are there for their schema")]
enum CiteItem {
    Short(Id),
    Long(CiteTable),
}

/// The link to a source, with what that source says.
#[derive(JsonSchema)]
#[schemars(rename = "cite", transform = own_keys)]
#[expect(dead_code, reason = "the types are there for their schema")]
struct CiteTable {
    /// The source.
    source: Id,
    /// The source through which it was read.
    via: Option<Id>,
    /// A short fragment of its words.
    quote: Option<String>,
    /// A caveat.
    note: Option<String>,
    /// The date that it gives instead.
    date: Option<DateExpression>,
    /// The text that it gives instead.
    text: Option<String>,
    /// All the terms that it gives.
    terms: Option<BTreeMap<TermName, TermValue>>,
    /// The `through` that it gives instead.
    through: Option<PeriodExpression>,
    /// The condition that it gives instead.
    until: Option<String>,
}

/// A fact that someone verified: `status`, `terms` or both, at the close of a day.
#[derive(JsonSchema)]
#[schemars(rename = "expect", transform = own_keys, transform = expected)]
#[expect(dead_code, reason = "the types are there for their schema")]
struct ExpectTable {
    /// The day, or the month or year at whose end it holds.
    at: DateExpression,
    /// The clause.
    clause: Id,
    /// How the clause stands then.
    status: Option<StatusWord>,
    /// Terms that the clause has then; others are left aside.
    terms: Option<BTreeMap<TermName, TermValue>>,
    /// How it was verified.
    note: Option<String>,
}

/// A term's value: text, a whole or finite decimal number, `true` or `false`, or a list of these, which is a set.
#[derive(JsonSchema)]
#[schemars(untagged, rename = "term")]
#[expect(dead_code, reason = "the types are there for their schema")]
enum TermValue {
    One(SingleValue),
    Set(Vec<SingleValue>),
}

#[derive(JsonSchema)]
#[schemars(untagged, rename = "value")]
#[expect(dead_code, reason = "the types are there for their schema")]
enum SingleValue {
    Text(String),
    Number(f64),
    Flag(bool),
}

/// Gives a type a schema that is written out here.
macro_rules! plain {
    ($($name:ident = $title:literal: $schema:expr;)+) => { $(
        #[derive(PartialEq, Eq, PartialOrd, Ord)]
        struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                $title.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )+ };
}

plain! {
    One = "number": json_schema!({ "const": 1 });
    Id = "id": json_schema!({ "type": "string", "pattern": ID });
    TermName = "term-name": json_schema!({ "type": "string", "pattern": TERM });
    UnsetName = "unset-name": json_schema!({ "type": "string", "pattern": UNSET });
    DateExpression = "date": json_schema!({
        "type": "string", "anyOf": [{ "pattern": PERIOD }, { "pattern": RANGE }]
    });
    PeriodExpression = "period": json_schema!({ "type": "string", "pattern": PERIOD });
    ActionWord = "action": json_schema!({ "enum": Action::WORDS });
    BasisWord = "basis": json_schema!({ "enum": Basis::WORDS });
    WordingWord = "wording": json_schema!({ "enum": Wording::WORDS });
    SourceKindWord = "source-kind": json_schema!({ "enum": SourceKind::WORDS });
    StatusWord = "status": json_schema!({ "enum": Status::WORDS });
}

/// TOML has no null: what may be left out is only not required.
fn no_null(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    let null = json!({ "type": "null" });
    let Some(Value::Array(choices)) = schema.get("anyOf") else {
        return;
    };
    if let [Value::Object(only), last] = choices.as_slice()
        && *last == null
    {
        let only = only.clone();
        schema.remove("anyOf");
        only.into_iter().for_each(|(key, value)| {
            schema.insert(key, value);
        });
    }
}

/// Keys that begin with `x-` are the author's own; no other key may be added.
fn own_keys(schema: &mut Schema) {
    schema.insert("patternProperties".to_owned(), json!({ "^x-": true }));
    schema.insert("additionalProperties".to_owned(), json!(false));
}

fn described(schema: &mut Schema) {
    let given = ["publisher", "title", "url"].map(|key| json!({ "required": [key] }));
    schema.insert("anyOf".to_owned(), json!(given));
}

fn expected(schema: &mut Schema) {
    let given = ["status", "terms"].map(|key| json!({ "required": [key] }));
    schema.insert("anyOf".to_owned(), json!(given));
}

/// What each action needs and may not carry.
fn by_action(schema: &mut Schema) {
    let without = |keys: &[&str]| -> Value {
        let none = keys.iter().map(|key| ((*key).to_owned(), json!(false)));
        json!({ "properties": none.collect::<serde_json::Map<_, _>>() })
    };
    let rule = |action: &str| {
        let then = match action {
            "adopt" => json!({ "required": ["text"], "allOf": [without(&["unset"])] }),
            "amend" | "disclose" => without(&["replaces"]),
            _ => without(&[
                "text", "terms", "unset", "through", "until", "replaces", "wording",
            ]),
        };
        let is = json!({ "properties": { "action": { "const": action } }, "required": ["action"] });
        json!({ "if": is, "then": then })
    };
    let rules: Vec<Value> = Action::WORDS.iter().map(|action| rule(action)).collect();
    schema.insert("allOf".to_owned(), json!(rules));
}
#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::file::lower;

    #[test]
    fn the_schema_knows_the_keys_that_reading_knows() {
        let schema = schema();
        let tables = [
            (&schema, lower::ROOT),
            (&schema["$defs"]["party"], lower::PARTY),
            (&schema["$defs"]["source"], lower::SOURCE),
            (&schema["$defs"]["clause"], lower::CLAUSE),
            (&schema["$defs"]["event"], lower::EVENT),
            (&schema["$defs"]["change"], lower::CHANGE),
            (&schema["$defs"]["cite"], lower::CITE),
            (&schema["$defs"]["expect"], lower::EXPECT),
        ];
        for (table, keys) in tables {
            let properties = table["properties"].as_object().expect("properties");
            let told: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
            assert_eq!(told, keys.iter().copied().collect());
        }
    }

    #[test]
    fn nothing_may_be_null_and_every_key_is_told() {
        let schema = schema();
        assert!(!schema.to_string().contains("\"null\""));
        for table in schema["$defs"].as_object().expect("definitions").values() {
            for (name, key) in table["properties"].as_object().into_iter().flatten() {
                assert!(key["description"].is_string(), "{name}");
            }
        }
    }
}
