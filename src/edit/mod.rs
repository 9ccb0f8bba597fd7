//! Writes timeline files: the commands `init`, `add` and `import`. It knows no report and no format of one.

pub(crate) mod add;
mod ask;
mod draft;
mod flags;
pub(crate) mod import;
pub mod init;
mod toml;

use crate::questions::view::Refusal;
use crate::shell::global::Global;

/// Refuses the flags that are for answers, `--output` among them: what is written has a place of its own.
fn check_flags(global: &Global, what: &str) -> Result<(), Refusal> {
    global.refuse_lenses(what, &[])?;
    if global.output.is_none() {
        return Ok(());
    }
    Err(Refusal::new(
        format!("`--output` has no effect on {what}"),
        "name the timeline itself, as in `init PATH` or `add --file PATH`",
    ))
}
