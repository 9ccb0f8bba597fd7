//! One JSON record a line, for loading into a database.

use serde_json::Value;

pub(super) fn render(records: &[Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}
