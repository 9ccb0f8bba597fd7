//! The world outside: today, the environment and the terminal, probed once at the edge.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::num::NonZero;
use std::thread::available_parallelism;
use std::time::SystemTime;

use clap::ColorChoice;
use terminal_size::terminal_size_of;

use crate::date::Day;

pub type Environment = HashMap<String, OsString>;

/// Whatever the program knows of the world besides its arguments and files.
#[derive(Clone, Debug)]
pub struct World {
    pub env: Environment,
    /// The local date; `None` where the clock is before 1970 or after the year 9999.
    pub today: Option<Day>,
    /// The width of the terminal that standard output is, if it is one.
    pub terminal: Option<usize>,
    pub input_terminal: bool,
    pub error_terminal: bool,
    /// So many timelines of a folder are read at once.
    pub threads: usize,
}

impl World {
    pub fn probe() -> Self {
        let width = terminal_size_of(io::stdout()).map_or(80, |(width, _)| width.0.into());
        let as_text = |(name, value): (OsString, _)| Some((name.into_string().ok()?, value));
        Self {
            env: std::env::vars_os().filter_map(as_text).collect(),
            today: Day::local(SystemTime::now()),
            terminal: io::stdout().is_terminal().then_some(width),
            input_terminal: io::stdin().is_terminal(),
            error_terminal: io::stderr().is_terminal(),
            threads: available_parallelism().map_or(1, NonZero::get),
        }
    }

    /// An environment variable that is text and not empty.
    pub fn var(&self, name: &str) -> Option<&str> {
        let value = self.env.get(name)?.to_str()?;
        Some(value).filter(|value| !value.is_empty())
    }

    /// How many columns a line has: the flag, the terminal, `COLUMNS`, or 80. 0 is no limit.
    pub fn width(&self, flag: Option<usize>) -> Option<usize> {
        let columns = self.var("COLUMNS").and_then(|value| value.parse().ok());
        let mut found = [self.terminal, columns].into_iter().flatten();
        let width = flag.or(found.find(|width| *width > 0)).unwrap_or(80);
        (width > 0).then_some(width)
    }

    /// Whether to use colours on a stream: the flag, `NO_COLOR` (no-color.org), `CLICOLOR_FORCE`,
    /// `CLICOLOR`, then whether it is a terminal that is not dumb.
    pub fn color(&self, flag: ColorChoice, terminal: bool) -> bool {
        match flag {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if self.var("NO_COLOR").is_some() => false,
            ColorChoice::Auto if self.var("CLICOLOR_FORCE").is_some_and(|value| value != "0") => {
                true
            }
            ColorChoice::Auto if self.var("CLICOLOR").is_some_and(|value| value == "0") => false,
            ColorChoice::Auto => terminal && self.var("TERM").is_none_or(|term| term != "dumb"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world(variables: &[(&str, &str)], terminal: Option<usize>) -> World {
        let variable = |(name, value): &(&str, &str)| ((*name).to_owned(), value.into());
        World {
            env: variables.iter().map(variable).collect(),
            today: Day::new(2026, 1, 1),
            terminal,
            input_terminal: false,
            error_terminal: false,
            threads: 1,
        }
    }

    #[test]
    fn colours_follow_the_flag_then_the_environment_then_the_terminal() {
        let no_color = world(&[("NO_COLOR", "1")], Some(80));
        assert!(!no_color.color(ColorChoice::Auto, true));
        assert!(no_color.color(ColorChoice::Always, false));
        let empty = world(&[("NO_COLOR", "")], Some(80));
        assert!(
            empty.color(ColorChoice::Auto, true),
            "an empty NO_COLOR is not set"
        );
        let both = world(&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], None);
        assert!(!both.color(ColorChoice::Auto, false));
        let dumb = world(&[("TERM", "dumb")], Some(80));
        assert!(!dumb.color(ColorChoice::Auto, true));
    }

    #[test]
    fn a_width_is_always_sane() {
        let columns = |value| world(&[("COLUMNS", value)], None);
        assert_eq!(columns("0").width(None), Some(80));
        assert_eq!(columns("x").width(None), Some(80));
        assert_eq!(columns("100").width(None), Some(100));
        assert_eq!(columns("100").width(Some(0)), None);
        assert_eq!(world(&[], Some(132)).width(None), Some(132));
    }
}
