//! JSON: the report as it is, one document.

use std::io::{self, Write};

use serde::Serialize;

/// A document with its final line break.
pub(super) fn write<T: Serialize>(value: &T, to: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *to, value)?;
    to.write_all(b"\n")
}
