//! Every version of every clause as one row with its days.

use std::rc::Rc;

use serde::Serialize;

use crate::agreement::filter::ClauseFilter;
use crate::date::Day;
use crate::questions::clause::Version;
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

impl Row {
    pub fn of(
        agreement: &str,
        clause: &str,
        title: &str,
        topic: Option<&str>,
        version: Version,
    ) -> Self {
        Self {
            agreement: agreement.to_owned(),
            clause: clause.to_owned(),
            title: title.to_owned(),
            topic: topic.map(str::to_owned),
            valid_from: version.days.map(|days| days.from),
            valid_to: version.days.and_then(|days| days.to),
            version,
        }
    }
}

/// Lists every version of the clauses that pass a filter.
pub(super) fn history(records: &mut Recorder<'_, '_>, filter: &ClauseFilter) -> Versions {
    let timeline = records.view.timeline;
    let mut versions = Vec::new();
    for clause in records.by_topic() {
        if !filter.admits(timeline, clause) {
            continue;
        }
        let about = &timeline.clauses[clause];
        let id = records.clause_id(clause);
        let found = crate::questions::clause::versions(records, clause);
        let topic = about.topic.as_deref();
        let row = |version| Rc::new(Row::of(&timeline.id, &id, &about.title, topic, version));
        versions.extend(found.into_iter().map(row));
    }
    Versions { versions }
}
