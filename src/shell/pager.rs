//! A long answer shown through a pager.

use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;

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
    let mut words = asked
        .map_or(Some("less"), |asked| asked.to_str())?
        .split_whitespace();
    let program = words.next().filter(|program| *program != "cat")?;
    let mut pager = Command::new(program);
    pager.args(words);
    if !env.contains_key("LESS") {
        pager.env("LESS", "FRX");
    }
    Some(pager)
}

/// Lets a pager show a text and waits until it ends; whether it did.
fn show(text: &str, pager: &mut Command) -> io::Result<bool> {
    // An interrupt is the pager's to answer; this side goes on waiting for it.
    let held = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::default())?;
    let shown = pager.stdin(Stdio::piped()).spawn().and_then(|mut child| {
        if let Some(mut pipe) = child.stdin.take() {
            // It may be left before it has read everything.
            let _ = pipe.write_all(text.as_bytes());
        }
        Ok(child.wait()?.success())
    });
    signal_hook::low_level::unregister(held);
    shown
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
        let cases: [(Variables<'_>, Option<&str>); 7] = [
            (&[], Some("less")),
            (&[("PAGER", "more")], Some("more")),
            (
                &[("PAGER", "more"), ("PARTNERSHIP_PAGER", "most")],
                Some("most"),
            ),
            (&[("PAGER", "")], None),
            (&[("PAGER", "cat")], None),
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
