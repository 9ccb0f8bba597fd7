//! `find`: every place where words occur.

mod data;
mod meant;
mod prose;
pub(crate) mod search;
pub(crate) mod table;

use super::prelude::*;

pub use data::*;
pub(crate) use meant::{answering, names};
pub use search::Hit;

#[derive(Args, Clone, Debug, Default)]
pub struct FindArgs {
    /// A phrase, words for what was done as in `agi clause gone`, or a question, in capital or small letters
    #[arg(required = true, value_name = "TEXT")]
    pub text: Vec<String>,
}

impl Question for FindArgs {
    const FORMATS: &'static [Format] = formats![Ndjson];

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let found = find(&mut records, self.text.join(" "))?;
        let remark = || {
            let near = near(view, &found.query).map(|near| format!("; there is {}", ticked(&near)));
            let (query, near) = (ticked(&found.query), near.unwrap_or_default());
            format!("no text has {query}{near}")
        };
        let remarks = found.hits.is_empty().then(remark);
        Ok(records.finish("find", found).with(remarks))
    }
}

impl Answer for Findings {
    shapes!(table::blocks, prose::story);

    fn rows(&self, _: &Context) -> Rows<'_> {
        Rows::of("kind id field text from to call sources", &self.hits)
    }

    fn records(&self) -> Records<'_> {
        Box::new(self.hits.iter().map(value))
    }
}
