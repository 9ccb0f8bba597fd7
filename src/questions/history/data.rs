//! Every version of every clause as one row with its days.

use std::rc::Rc;

use serde::Serialize;

use crate::agreement::filter::ClauseFilter;
use crate::date::Day;
use crate::questions::clause::{self, Version};
use crate::questions::recorder::Recorder;

#[derive(Clone, Debug, Serialize)]
pub struct Versions {
    /// Every version, by topic and clause, first to last.
    pub versions: Vec<Rc<Row>>,
}

/// A version with its clause.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub agreement: String,
    pub clause: String,
    pub title: String,
    pub topic: Option<String>,
    /// The first day on which it is certainly the version reached; `None` where there is no such day.
    pub valid_from: Option<Day>,
    /// The last such day; `None` where it goes on, or where there is none.
    pub valid_to: Option<Day>,
    #[serde(flatten)]
    pub version: Version,
}

/// Lists every version of the clauses that pass a filter.
pub(super) fn history(records: &mut Recorder<'_, '_>, filter: &ClauseFilter) -> Versions {
    let timeline = records.view.timeline;
    let mut versions = Vec::new();
    for clause in records.by_topic() {
        if !filter.admits(records.view.history, clause, &[]) {
            continue;
        }
        let about = &timeline.clauses[clause];
        let id = records.clause_id(clause);
        let row = |version: Version| Row {
            agreement: timeline.id.clone(),
            clause: id.clone(),
            title: about.title.clone(),
            topic: about.topic.clone(),
            valid_from: version.days.map(|days| days.from),
            valid_to: version.days.and_then(|days| days.to),
            version,
        };
        let found = clause::versions(records, clause).into_iter();
        versions.extend(found.map(row).map(Rc::new));
    }
    Versions { versions }
}
