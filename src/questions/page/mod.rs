//! `page`: the whole timeline for a browser.

mod data;

use super::filters::LaneArgs;
use super::prelude::*;
pub use crate::answer::page::*;
use crate::phrases::is_web;

#[derive(Args, Clone, Debug, Default)]
pub struct PageArgs {
    #[command(flatten)]
    pub lanes: LaneArgs,
    /// A brief to print: how the agreement stands, the chart, the terms of today and the last change, with their sources
    #[arg(long)]
    pub brief: bool,
    /// Where the page will be published; of a folder, the address of that
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
}

/// The most bytes of a page: browsers are slow to show larger ones.
const MOST: usize = 30_000_000;

pub(crate) fn refuse_large(bytes: usize) -> Result<(), Refusal> {
    if bytes > MOST {
        return Err(Refusal::new(
            "the page would be larger than 30 MB, which browsers are slow to show",
            "show less with `--clause`, `--party`, `--topic`, `--kind`, `--disputed` or `--grep`",
        ));
    }
    Ok(())
}

impl Question for PageArgs {
    const FORMATS: &'static [Format] = &[Format::Html, Format::Json];

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        if let Some(url) = self.url.as_ref().filter(|url| !is_web(url)) {
            let help = "write it in full, as in `--url https://example.org/agreement.html`";
            let message = format!("`{url}` is not the address of a page");
            return Err(Refusal::new(message, help));
        }
        let mut records = Recorder::new(view);
        let (found, refs) = data::page(&mut records, self)?;
        let remark = (found.clauses.is_empty()).then(|| "no clause matches".to_owned());
        let mut report = records.finish("page", found);
        report.context.refs.merge(refs);
        Ok(report.with(remark))
    }
}

impl Answer for Page {
    fn has_some(&self, _: &Context) -> bool {
        true
    }
}
