//! Pages of the manual (roff).

use std::path::Path;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::outcome::FileError;
use super::output::OutputFile;
use crate::formats::manual::{Piece, pieces};

pub(crate) fn page(command: &Command) -> String {
    let name = name(command);
    let man = Man::new(command.clone().name(name.clone())).title(name.to_uppercase());
    let mut page = Vec::new();
    // A `Vec` takes whatever is written to it.
    let _ = man.manual("partnership").render(&mut page);
    let page = String::from_utf8_lossy(&page);
    // The generator leaves a missing date without quotes and puts breaks around an empty line; narrow terminals
    // cannot stretch lines to one width.
    page.replacen(" 1  ", " 1 \"\" ", 1)
        .replace(".br\n\n.br\n", ".sp\n")
        .replacen(".SH NAME", ".ad l\n.SH NAME", 1)
}

/// The title of a topic's page.
pub(crate) fn title(text: &str) -> &str {
    let first = text.lines().next().unwrap_or_default();
    first.trim_start_matches("# ")
}

/// A topic of `help` as a page.
pub(crate) fn topic(name: &str, text: &str) -> String {
    let name = format!("partnership-{name}");
    let mut page = Roff::new();
    page.control(
        "TH",
        [&*name.to_uppercase(), "1", "\"\"", "\"\"", "partnership"],
    )
    .control("ad", ["l"])
    .control("SH", ["NAME"])
    .text([roman(format!("{name} - {}", title(text)))])
    .control("SH", ["DESCRIPTION"]);
    let (mut inside, mut follows) = (false, false);
    // The title stands under NAME.
    for piece in pieces(text).skip(1) {
        let fence = matches!(piece, Piece::Fence);
        inside ^= fence;
        if follows && (fence && inside || matches!(piece, Piece::Text(_))) {
            page.control("PP", []);
        }
        match piece {
            Piece::Gap => continue,
            Piece::Fence => page.control(if inside { "nf" } else { "fi" }, []),
            Piece::Heading(heading) => page.control("SH", [heading]),
            Piece::Item(item) => page.control("IP", ["-", "2"]).text([roman(item)]),
            Piece::Text(line) | Piece::Example(line) => page.text([roman(line)]),
        };
        follows = !matches!(piece, Piece::Heading(_));
    }
    page.render()
}

/// Writes the pages of a command and of all below it into a directory, and says how many.
pub(crate) fn write_all(directory: &Path, command: &Command) -> Result<usize, FileError> {
    write(directory, &name(command), page(command))?;
    let mut written = 1;
    for command in command.get_subcommands() {
        written += write_all(directory, command)?;
    }
    Ok(written)
}

pub(crate) fn write(directory: &Path, name: &str, page: String) -> Result<(), FileError> {
    OutputFile::open(&directory.join(format!("{name}.1")))?.commit(page)
}

/// The words of a command, joined: `partnership-show-clause`.
fn name(command: &Command) -> String {
    let name = command.get_display_name();
    name.unwrap_or_else(|| command.get_name()).to_owned()
}
