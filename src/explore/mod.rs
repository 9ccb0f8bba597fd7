//! `explore`: the full screen. Every pane is an answer of a command, which stands on the last line but one.

mod book;
mod draw;
mod explorer;
mod pages;
mod terminal;

use clap::Args;

pub(crate) use book::Agreements;
pub use explorer::{Action, Explorer};
pub(crate) use terminal::{check, run};

#[derive(Args, Clone, Debug, Default)]
pub struct ExploreArgs {
    /// Begin on this day, or right after this event [default: today]
    #[arg(long, value_name = "WHEN")]
    pub at: Option<String>,
    /// Begin with this clause
    #[arg(long, value_name = "ID")]
    pub clause: Option<String>,
    /// Begin with what differs between two days
    #[arg(long, num_args = 2, value_names = ["A", "B"], conflicts_with = "at")]
    pub compare: Vec<String>,
}

/// The keys, each on a line with what it does.
pub(crate) const KEYS: &str = include_str!("keys.txt").trim_ascii_end();
