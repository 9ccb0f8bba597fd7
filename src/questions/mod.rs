//! The questions: one room each, with its arguments, its data, and that data in tables, prose and rows.

pub mod beliefs;
pub mod chart;
pub mod clause;
mod derived;
pub mod diff;
pub mod event;
pub mod filters;
pub mod find;
pub mod folder;
pub mod history;
pub mod learned;
pub mod listing;
pub mod overview;
pub mod page;
pub mod party;
mod prelude;
mod quoted;
pub mod recorder;
mod records;
pub mod show;
pub mod source;
pub mod suppose;
pub mod terms;
pub mod timeline;
pub mod upcoming;
pub mod view;

use crate::answer::{Answer, Format, Report};
use view::{Refusal, View};

/// What every answer but the page can be printed as, and other formats.
macro_rules! formats {
    ($($more:ident),*) => {
        &[
            Format::Table,
            Format::List,
            Format::Narrative,
            Format::Markdown,
            Format::Json,
            Format::Csv,
            $(Format::$more),*
        ]
    };
}
use formats;

pub trait Question: Sync {
    /// What its answer can be printed as, the default first.
    const FORMATS: &'static [Format] = formats![];

    /// Whether the answers of several agreements become one list, where they are printed as rows or otherwise.
    fn joins(&self, _is_rows: bool) -> bool {
        false
    }

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal>;

    /// What the answers of several agreements become.
    fn joined(&self, parts: Vec<Report>) -> Box<dyn Answer> {
        Box::new(folder::Folder(parts))
    }
}

/// An answer on paper and as a story, by the functions that make them.
macro_rules! shapes {
    ($paper:path, $story:path) => {
        fn paper(
            &self,
            context: &crate::answer::Context,
            look: crate::answer::Look,
        ) -> crate::answer::block::Paper {
            $paper(context, self, look)
        }

        fn story(&self, context: &crate::answer::Context) -> crate::answer::story::Story {
            $story(context, self)
        }
    };
}
use shapes;
