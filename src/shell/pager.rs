//! A long answer shown through a pager.

use std::io::{self, PipeReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;

use crate::text::pattern;
use crate::world::{Environment, World};

/// Shows a text that is longer than the screen through a pager, where there is one; whether it was shown.
pub(crate) fn page(text: &str, world: &World) -> bool {
    let size = terminal_size::terminal_size_of(io::stdout());
    let is_longer = size.is_some_and(|(_, rows)| text.lines().count() > usize::from(rows.0));
    let pager = is_longer.then(|| pager(&world.env)).flatten();
    pager.is_some_and(|mut pager| show(text, &mut pager).unwrap_or(false))
}

/// The pager that the environment asks for; none where that is empty or `cat`.
fn pager(env: &Environment) -> Option<Command> {
    let asked = env.get("PARTNERSHIP_PAGER").or_else(|| env.get("PAGER"));
    let words = words(asked.map_or(Some("less"), |asked| asked.to_str())?);
    let (program, args) = words.split_first()?;
    if program.is_empty() || words == ["cat"] {
        return None;
    }
    let mut pager = Command::new(program);
    pager.args(args);
    if !env.contains_key("LESS") {
        pager.env("LESS", "FRX");
    }
    Some(pager)
}

/// The words of a command, parted by white space outside of quotation marks.
fn words(command: &str) -> Vec<String> {
    let word = pattern(r#"(?:'[^']*'|"[^"]*"|[^\s'"])+"#);
    let quoted = pattern(r#"'([^']*)'|"([^"]*)""#);
    let bare = |word: &str| quoted.replace_all(word, "$1$2").into_owned();
    word.find_iter(command)
        .map(|word| bare(word.as_str()))
        .collect()
}

/// Lets a pager show a text and waits until it ends; whether it took any of it. One that fails before it reads has shown
/// nothing: the whole text is still in the pipe then, of which this side keeps a reading end to find out.
fn show(text: &str, pager: &mut Command) -> io::Result<bool> {
    let (reader, mut writer) = io::pipe()?;
    let rest = reader.try_clone()?;
    // An interrupt is the pager's to answer; this side goes on waiting for it.
    let held = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::default())?;
    let child = pager.stdin(reader).spawn();
    // The command would hold the pipe open.
    pager.stdin(Stdio::null());
    let shown = child.and_then(|mut child| {
        thread::scope(|scope| {
            // It may be left before it has read everything.
            scope.spawn(move || writer.write_all(text.as_bytes()).ok());
            took_some(&mut child, rest, text.len())
        })
    });
    signal_hook::low_level::unregister(held);
    shown
}

/// Takes the reading end with it: what still writes would wait for it.
fn took_some(child: &mut Child, mut rest: PipeReader, len: usize) -> io::Result<bool> {
    let mut left = Vec::new();
    Ok(child.wait()?.success() || rest.read_to_end(&mut left)? < len)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        let variable = |(name, value): &(&str, &str)| ((*name).to_owned(), value.into());
        variables.iter().map(variable).collect()
    }

    #[test]
    fn the_pager_is_ours_then_the_common_one_then_less() {
        type Variables<'a> = &'a [(&'a str, &'a str)];
        let cases: [(Variables<'_>, Option<&str>); 8] = [
            (&[], Some("less")),
            (&[("PAGER", "more")], Some("more")),
            (
                &[("PAGER", "more"), ("PARTNERSHIP_PAGER", "most")],
                Some("most"),
            ),
            (&[("PAGER", "")], None),
            (&[("PAGER", "cat")], None),
            (&[("PAGER", "'my pager' -x \"a 'b'\"")], Some("my pager")),
            (&[("PAGER", r"C:\less -R")], Some(r"C:\less")),
            // An empty one of ours means none.
            (&[("PAGER", "more"), ("PARTNERSHIP_PAGER", "")], None),
        ];
        for (variables, program) in cases {
            let pager = pager(&environment(variables));
            let found = pager.as_ref().map(Command::get_program);
            assert_eq!(found, program.map(OsStr::new), "{variables:?}");
        }
    }

    #[test]
    fn less_gets_its_options_unless_it_has_some() {
        let options = |variables| {
            let pager = pager(&environment(variables)).expect("a pager");
            pager.get_envs().count()
        };
        assert_eq!(options(&[]), 1);
        assert_eq!(options(&[("LESS", "")]), 0);
    }
}
