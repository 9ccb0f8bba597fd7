//! Records laid out as the rows of a table for programs.

use serde::Serialize;
use serde_json::{Map, Value};

/// Records, and which of their values stand in which column.
pub struct Rows<'a> {
    /// The columns, parted by blanks: `name`, or `name=path`, where a path leads through the keys of a record and
    /// `*` through all that is there (`set_by.*.cite`). After `@` a date has two columns more, with its first and
    /// last day; what follows the `@` is the path of the event whose own days these are, where its date is the same.
    /// Under `sources` stand the sources of the citations at the path, which is `cite` by default.
    pub columns: String,
    pub records: Records<'a>,
}

/// Records of which each is made when it is printed.
pub type Records<'a> = Box<dyn Iterator<Item = Value> + 'a>;

impl<'a> Rows<'a> {
    pub fn new(
        columns: impl Into<String>,
        records: impl IntoIterator<Item = Value, IntoIter: 'a>,
    ) -> Self {
        let (columns, records) = (columns.into(), Box::new(records.into_iter()));
        Self { columns, records }
    }

    pub fn of<T: Serialize + 'a>(
        columns: &str,
        records: impl IntoIterator<Item = &'a T, IntoIter: 'a>,
    ) -> Self {
        Self::new(columns, records.into_iter().map(value))
    }
}

pub fn value(record: impl Serialize) -> Value {
    serde_json::to_value(record)
        .unwrap_or_else(|_| unreachable!("a record has text keys and finite numbers"))
}

/// A record with more keys: those that it has stand where they stood.
pub fn with(record: impl Serialize, more: Value) -> Value {
    let [mut keys, more] = [value(record), more].map(|keys| match keys {
        Value::Object(keys) => keys,
        _ => Map::new(),
    });
    keys.extend(more);
    Value::Object(keys)
}
