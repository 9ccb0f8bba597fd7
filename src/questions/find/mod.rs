//! `find`: every place where words occur.

mod data;
mod prose;
pub(crate) mod search;
pub(crate) mod table;

use clap::Args;

use super::recorder::Recorder;
use super::view::{Refusal, View};
use super::{Question, formats, shapes};
use crate::answer::rows::{Records, Rows, value};
use crate::answer::{Answer, Context, Format, Report};
use crate::text::words::ticked;
pub use data::*;
pub use search::Hit;

#[derive(Args, Clone, Debug, Default)]
pub struct FindArgs {
    /// The words, in capital or small letters: a phrase, or all of them where they never stand together
    #[arg(required = true, value_name = "TEXT")]
    pub text: Vec<String>,
}

/// Words by which people ask whether something is over, which no text needs to have.
const ENDS: [&str; 9] = [
    "axed",
    "cancelled",
    "dead",
    "dropped",
    "ended",
    "gone",
    "over",
    "removed",
    "scrapped",
];

/// A query without such words, where that leaves some.
fn without_ends(query: &str) -> Option<String> {
    let words = query.split_whitespace();
    let rest: Vec<&str> = words
        .filter(|word| !ENDS.contains(&&*word.to_lowercase()))
        .collect();
    let rest = rest.join(" ");
    (!rest.is_empty() && rest.len() < query.len()).then_some(rest)
}

impl Question for FindArgs {
    const FORMATS: &'static [Format] = formats![Ndjson];

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let found = find(&mut records, self.text.join(" "))?;
        let rest = without_ends(&found.query).filter(|_| found.hits.is_empty());
        if let Some(rest) = rest {
            let told = find(&mut records, rest)?;
            if !told.hits.is_empty() {
                let (query, rest) = (ticked(&found.query), ticked(&told.query));
                let remark = format!("no text has {query}; these have {rest}");
                return Ok(records.finish("find", told).with(vec![remark]));
            }
        }
        let remark = || {
            let near = near(view, &found.query).map(|near| format!("; there is {}", ticked(&near)));
            let (query, near) = (ticked(&found.query), near.unwrap_or_default());
            format!("no text has {query}{near}")
        };
        let remarks = found.hits.is_empty().then(remark).into_iter().collect();
        Ok(records.finish("find", found).with(remarks))
    }
}

impl Answer for Findings {
    shapes!(table::blocks, prose::story);

    fn rows(&self, _: &Context) -> Rows<'_> {
        Rows::of("kind id field text from to call", &self.hits)
    }

    fn records(&self) -> Records<'_> {
        Box::new(self.hits.iter().map(value))
    }
}
