//! The text of Word and PDF documents, by the programs that read these.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{FileError, input, input::Input, input::reason};

/// The ending of a document, the program that reads it with its flags, and what is said behind the file.
const PROGRAMS: [(&str, &str, &str); 2] = [
    (
        "docx",
        "pandoc --sandbox --from=docx --to=gfm --wrap=none",
        "",
    ),
    ("pdf", "pdftotext -layout -enc UTF-8", " -"),
];

/// Reads one file, and gives the program that made it a text, if one did: without a shell, on this file alone.
pub(crate) fn file(path: &Path) -> Result<(Input, Option<&'static str>), FileError> {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    let found = PROGRAMS.iter().find(|(of, ..)| ending == *of);
    let Some((_, call, rest)) = found else {
        return Ok((input::file(path)?, None));
    };
    let name = path.to_string_lossy().into_owned();
    let failed = |why: &str| FileError::unreadable(&name, why);
    fs::metadata(path).map_err(|error| failed(&reason(&error)))?;
    let (program, flags) = call.split_once(' ').unwrap_or((call, ""));
    let mut command = Command::new(program);
    command.args(flags.split_whitespace());
    // A path that begins with a dash is no flag.
    command.arg(Path::new(".").join(path));
    command.args(rest.split_whitespace()).stdin(Stdio::null());
    let output = command.output().map_err(|error| {
        if error.kind() != ErrorKind::NotFound {
            return failed(&reason(&error));
        }
        let text = path.with_extension("md");
        let call = format!("`{call} '{name}'{rest} > '{}'`", text.display());
        let help = format!("where it is, call {call}, and give that file");
        failed(&format!("`{program}` is not installed; {help}"))
    })?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        let told = told.lines().next().unwrap_or_default();
        return Err(failed(&format!("`{program}` says: {told}")));
    }
    let (path, bytes) = (Some(name.clone()), output.stdout.into());
    Ok((Input { name, path, bytes }, Some(program)))
}
