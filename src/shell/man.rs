//! Pages of the manual (roff).

use clap::Command;
use clap_mangen::Man;

use super::outcome::Out;

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

/// The pages of a command and of all below it, by the names of their files.
pub(crate) fn pages(command: &Command) -> Vec<(String, Out)> {
    let own = (format!("{}.1", name(command)), page(command).into());
    let below = command.get_subcommands().flat_map(pages);
    [own].into_iter().chain(below).collect()
}

/// The words of a command, joined: `partnership-show-clause`.
fn name(command: &Command) -> String {
    let name = command.get_display_name();
    name.unwrap_or_else(|| command.get_name()).to_owned()
}
