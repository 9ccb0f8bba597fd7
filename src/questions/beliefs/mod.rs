//! `chart --beliefs`: what held of one clause on each day, as it was known by each day.

mod data;
mod prose;
mod table;

use serde_json::json;

use super::chart;
use super::recorder::Recorder;
use super::view::{Refusal, View};
use super::{Question, formats, shapes};
pub use crate::answer::beliefs::*;
use crate::answer::rows::{Rows, with};
use crate::answer::{Answer, Context, Format, Report};
use crate::date::Day;
pub(crate) use data::Map;

#[derive(Clone, Debug, Default)]
pub struct BeliefsArgs {
    pub clause: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

impl Question for BeliefsArgs {
    const FORMATS: &'static [Format] = formats![Svg];

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let clause = view.clause(&self.clause)?;
        let span = chart::scale(view, (self.from.as_ref(), self.to.as_ref()), &[])?;
        let (found, refs) = Map::default().of(&mut records, clause, span);
        let remark = found.rows.is_empty();
        let remark = remark.then(|| "nothing was ever known of this clause".to_owned());
        let mut report = records.finish("beliefs", found);
        report.context.refs.merge(refs);
        Ok(report.with(remark.into_iter().collect()))
    }
}

impl Answer for Beliefs {
    shapes!(table::blocks, prose::story);

    fn days(&self) -> Vec<Day> {
        self.columns.iter().map(|column| column.to).collect()
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        let records = self.rows.iter().flat_map(move |row| {
            let stretches = row.stretches.iter();
            stretches.map(move |stretch| {
                let reading = self.reading(stretch.reading.as_ref());
                let (clause, known_by) = (&self.clause, row.known_by);
                with(
                    stretch,
                    json!({"clause": clause, "known_by": known_by, "state": reading}),
                )
            })
        });
        Rows::new(
            "clause known_by from to reading undetermined status=state.status text=state.text terms=state.terms \
                through=state.through until=state.until event=state.event sources=state.cite",
            records,
        )
    }
}
