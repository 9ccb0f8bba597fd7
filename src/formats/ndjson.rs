//! One JSON record a line, for loading into a database.

use std::io::{self, Write};

use super::json::Escaped;
use crate::answer::rows::Records;

pub(crate) fn write(records: Records<'_>, to: &mut dyn Write) -> io::Result<()> {
    for record in records {
        writeln!(Escaped(to), "{record}")?;
    }
    Ok(())
}
