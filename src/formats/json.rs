//! JSON: the report as it is, one document.

use serde::Serialize;

/// A document with its final line break.
pub(super) fn render<T: Serialize>(value: &T) -> String {
    let mut text = serde_json::to_string_pretty(value)
        .unwrap_or_else(|_| unreachable!("a report has text keys and finite numbers"));
    text.push('\n');
    text
}
