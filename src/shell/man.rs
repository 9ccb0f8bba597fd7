//! Pages of the manual (roff).

use clap::Command;
use clap_mangen::Man;

use super::outcome::Out;
use crate::formats::in_memory;

pub(crate) fn page(command: &Command) -> String {
    let name = name(command);
    let man = Man::new(command.clone().name(name.clone())).title(name.to_uppercase());
    let page = in_memory(|to| man.manual("partnership").render(to));
    // The generator leaves a missing date without quotes, puts breaks around an empty line and makes paragraphs of
    // nothing; narrow terminals cannot stretch lines to one width.
    page.replacen(" 1  ", " 1 \"\" ", 1)
        .replace(".br\n\n.br\n", ".sp\n")
        .replace(".PP\n.PP\n", ".PP\n")
        .replacen(".SH NAME", ".ad l\n.SH NAME", 1)
}

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
