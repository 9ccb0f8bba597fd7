//! Pages of the manual (roff).

use std::path::Path;

use clap::Command;
use clap_mangen::Man;

use super::outcome::FileError;
use super::output::OutputFile;

pub(crate) fn page(command: &Command) -> String {
    let name = name(command);
    let man = Man::new(command.clone().name(name.clone())).title(name.to_uppercase());
    let mut page = Vec::new();
    // A `Vec` takes whatever is written to it.
    let _ = man.manual("partnership").render(&mut page);
    let page = String::from_utf8_lossy(&page);
    // The generator leaves a missing date without quotes, puts breaks around an empty line and makes paragraphs of
    // nothing; narrow terminals cannot stretch lines to one width.
    page.replacen(" 1  ", " 1 \"\" ", 1)
        .replace(".br\n\n.br\n", ".sp\n")
        .replace(".PP\n.PP\n", ".PP\n")
        .replacen(".SH NAME", ".ad l\n.SH NAME", 1)
}

/// Writes the pages of a command and of all below it into a directory, and says how many.
pub(crate) fn write_all(directory: &Path, command: &Command) -> Result<usize, FileError> {
    let path = directory.join(format!("{}.1", name(command)));
    OutputFile::open(&path)?.commit(page(command))?;
    let mut written = 1;
    for command in command.get_subcommands() {
        written += write_all(directory, command)?;
    }
    Ok(written)
}

/// The words of a command, joined: `partnership-show-clause`.
fn name(command: &Command) -> String {
    let name = command.get_display_name();
    name.unwrap_or_else(|| command.get_name()).to_owned()
}
