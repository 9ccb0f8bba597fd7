//! Which keys a table may have and must have, and what stands under its headings.

use super::Lowering;
use super::value::{holds, wrong_type};
use crate::file::keys::{REPEATED_HELP, SHAPES, repeated};
use crate::file::prelude::*;

impl Lowering<'_> {
    pub(super) fn check_keys(&mut self, table: &Table<'_>) {
        self.unknown_keys(table);
        self.missing_keys(table);
    }

    /// Reports every key that is neither known nor the author's own (`x-…`).
    pub(super) fn unknown_keys(&mut self, table: &Table<'_>) {
        let shape = table.shape;
        let known = |key: &str| shape.key(key).is_some() || key.starts_with("x-");
        let is_of_another = |key: &str| SHAPES.iter().any(|shape| shape.key(key).is_some());
        let entries = table.entries();
        for Entry { key, span, value } in entries.filter(|entry| !known(entry.key)) {
            let message = format!("{} has no key `{key}`", shape.one);
            let diagnostic = Diagnostic::new(Code::UnknownKey, span, message, "unknown key");
            let tables = matches!(value.get(), DeValue::Array(_) | DeValue::Table(_));
            let is_free = |key: &&Key| {
                let takes_tables = matches!(key.takes, Takes::ById(_) | Takes::Listed(_));
                !table.has(key.name) || tables && takes_tables
            };
            let free = shape.keys.iter().filter(is_free).map(|key| key.name);
            let called = match key {
                "end" | "ends" | "expires" | "valid-to" => "through",
                "from" | "start" | "valid-from" => "effective",
                "renewal" => "renews",
                "source" | "sources" => "cite",
                "party" => "parties",
                _ => key,
            };
            let meant = free.clone().find(|name| *name == called);
            let own = "a key of your own begins with `x-`";
            let help = if let Some(near) = meant.or_else(|| nearest(key, free)) {
                let meant = (table.span.start, near.to_owned());
                self.places.meant.insert(meant);
                self.places.partial |= tables;
                let kind = near.parse::<Kind>().ok().filter(|_| tables);
                self.ids.lost.extend(kind);
                let help = format!("there is a key `{near}`");
                self.report(diagnostic.help(help));
                continue;
            } else if let Some(head) = repeated(key).filter(|_| tables) {
                format!("write `[[{head}]]`: a change stands below its event")
            } else if shape.name == CHANGE.name && is_id(key) && !is_of_another(key) {
                format!("a term stands in `terms`, as in `terms = {{ {key} = … }}`; {own}")
            } else {
                format!("it takes {}; {own}", ticked_or(shape.names()))
            };
            self.report(diagnostic.help(help));
        }
    }

    pub(super) fn missing_keys(&mut self, table: &Table<'_>) {
        let shape = table.shape;
        for key in shape.keys {
            let Some(help) = key.required.filter(|_| !table.has(key.name)) else {
                continue;
            };
            let help = match key.takes {
                Takes::Word(_, words) => format!("{help}: {}", ticked_or(words)),
                _ => help.to_owned(),
            };
            self.missing(table, shape.one, key.name, help);
        }
        let is_given = |key: &&str| table.has(key) || self.places.is_meant(table, key);
        if let Some(first) = shape.any_of.first()
            && !shape.any_of.iter().any(is_given)
        {
            let message = format!("{} needs {}", shape.one, ticked_or(shape.any_of));
            let help = format!("write at least one of them, as in `{first} = \"…\"`");
            let (span, label) = (table.span.clone(), "none of these is given");
            self.report(Diagnostic::new(Code::MissingKey, span, message, label).help(help));
        }
    }

    /// Reports a key that must be there, unless a misspelt one stands in its place.
    fn missing(&mut self, table: &Table<'_>, what: &str, key: &str, help: impl Into<String>) {
        if self.places.is_meant(table, key) {
            return;
        }
        let message = format!("{what} needs `{key}`");
        let label = format!("`{key}` is missing");
        let missing = Diagnostic::new(Code::MissingKey, table.span.clone(), message, label);
        self.report(missing.help(help));
    }

    /// Reports keys that the action does not take, and the text that `adopt` needs.
    pub(super) fn misplaced(&mut self, table: &Table<'_>, action: Action) {
        let refused = |key: &Key| !key.actions.contains(&action);
        let refused = |entry: &Entry<'_>| CHANGE.key(entry.key).is_some_and(refused);
        for Entry { key, span, .. } in table.entries().filter(refused) {
            let help = match action {
                Action::Adopt => "remove it: a clause that is adopted has no values yet",
                Action::Amend | Action::Disclose => {
                    "remove it, or write `adopt`: no other action replaces clauses"
                }
                _ => &format!(
                    "write `amend` if the parties changed the clause, `disclose` if more of it became known; `{action}` takes only `effective`, `basis`, `report`, `cite` and `note`"
                ),
            };
            let message = format!("`{action}` does not take `{key}`");
            let diagnostic = Diagnostic::new(Code::MisplacedKey, span, message, "not allowed here");
            self.report(diagnostic.help(help));
        }
        if action == Action::Adopt && !table.has("text") {
            let help = "write how the clause reads, as in `text = \"…\"`";
            self.missing(table, "an adopted clause", "text", help);
        }
    }

    pub(super) fn listed<'a>(&mut self, table: &Table<'a>, name: &str) -> Vec<Table<'a>> {
        let takes = table.shape.key(name).map(|key| key.takes);
        let (Some(value), Some(Takes::Listed(shape))) = (table.find(name), takes) else {
            return Vec::new();
        };
        let head = repeated(name).unwrap_or(name);
        let list = format!("[[{head}]]");
        let help = format!("write one table for each {name}, headed `{list}`");
        if value.get().is_table() && self.heading(value) == Some(head) {
            let message = format!("`[{head}]` needs double brackets");
            let label = format!("`{list}` is wanted here");
            let wrong = Diagnostic::new(Code::WrongType, value.span(), message, label);
            self.report(wrong.help(format!("write `{list}`: {REPEATED_HELP}")));
        } else if !value.get().is_array() {
            self.places.partial |= !value.get().is_table();
            self.report(wrong_type(name, value, "a list of tables").help(help));
        } else {
            for item in value.members().filter(|item| !item.get().is_table()) {
                let wrong = holds(name, item, "tables", "a table");
                self.report(wrong.help(help.as_str()));
            }
        }
        let tables = value.members().filter_map(|item| item.table(shape));
        tables.collect()
    }
}
