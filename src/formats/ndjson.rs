//! One JSON record a line, for loading into a database.

use serde_json::Value;

pub(super) fn render(records: &[Value]) -> String {
    let mut out = String::new();
    for record in records {
        out.push_str(&record.to_string());
        out.push('\n');
    }
    out
}
