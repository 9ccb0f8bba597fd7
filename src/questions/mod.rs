//! The questions: one room each, with its arguments, its data, and that data in tables, prose and rows.

pub mod chart;
pub mod clause;
pub mod diff;
pub mod event;
pub mod filters;
pub mod find;
pub mod history;
pub mod learned;
pub mod listing;
pub mod overview;
pub mod page;
pub mod party;
pub mod recorder;
mod records;
pub mod show;
pub mod source;
pub mod suppose;
pub mod terms;
pub mod timeline;
pub mod upcoming;
pub mod view;

use crate::answer::{Format, Report};
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

/// What can be asked of a timeline.
pub trait Question {
    /// What its answer can be printed as, the default first.
    const FORMATS: &'static [Format] = formats![];

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal>;
}

/// The blocks and the story of an answer, by the functions that make them.
macro_rules! shapes {
    ($blocks:path, $story:path) => {
        fn blocks(
            &self,
            context: &crate::answer::Context,
            look: crate::answer::Look,
        ) -> Vec<crate::answer::block::Block> {
            $blocks(context, self, look)
        }

        fn story(&self, context: &crate::answer::Context) -> crate::answer::story::Story {
            $story(context, self)
        }
    };
}
use shapes;
