//! JSON: the report as it is, one document; or its records, one a line, for loading into a database.

use std::io::{self, Write};

use serde::Serialize;

use crate::answer::rows::Records;
use crate::text::clean_json;

pub(super) fn write<T: Serialize>(value: &T, to: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaped(to), value)?;
    to.write_all(b"\n")
}

pub(crate) fn lines(records: Records<'_>, to: &mut dyn Write) -> io::Result<()> {
    for record in records {
        writeln!(Escaped(to), "{record}")?;
    }
    Ok(())
}

/// A stream for JSON that comes in whole texts: what a terminal cannot show goes on as an escape, which reads the same.
struct Escaped<'w>(&'w mut dyn Write);

impl Write for Escaped<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        self.0.write_all(clean_json(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
