//! What was in force on a day.

use serde::Serialize;

use super::TermsArgs;
use crate::agreement::filter::any_of;
use crate::agreement::history::Version;
use crate::agreement::steps::{Happening, Instant};
use crate::agreement::{Action, Status, word_for};
use crate::answer::{At, State, Undecided};
use crate::phrases::values;
use crate::questions::filters::{all_wanted, as_filter, known, whole};
use crate::questions::find::{Hit, search::Search};
use crate::questions::recorder::Recorder;
use crate::questions::view::{Refusal, View};

#[derive(Clone, Debug, Serialize)]
pub struct TermsOn {
    pub at: At,
    pub clauses: Vec<State>,
    pub undetermined: Vec<Undecided>,
    /// How many of the clauses that pass the filter have certainly changed between that day and today.
    pub changed_since: usize,
    /// What bounds the clauses, where that is over.
    #[serde(skip)]
    pub agreement: Option<State>,
    /// What each has of the words that were looked for.
    #[serde(skip)]
    pub hits: Vec<Hit>,
    /// The titles of the clauses that match and are left out, since they do not stand.
    #[serde(skip)]
    pub others: Vec<(String, Status)>,
    /// Whether not every clause matches.
    #[serde(skip)]
    pub filters: bool,
}

pub(super) fn terms(records: &mut Recorder<'_, '_>, args: &TermsArgs) -> Result<TermsOn, Refusal> {
    let view = records.view;
    let filter = args.filter.resolve(view)?;
    let grep = all_wanted(&args.grep)?;
    let names = args.term.iter().map(|asked| named(asked).0.to_owned());
    let changes = whole(view).events.iter().flat_map(|event| &event.changes);
    let terms = changes.flat_map(|change| change.terms.keys().map(String::as_str));
    known(view, "term", &names.collect::<Vec<_>>(), terms.collect())?;
    let when = args
        .when
        .as_deref()
        .or(args.at.as_deref())
        .unwrap_or("today");
    let mut found = TermsOn {
        at: (view.at(when)).map_err(|why| as_filter(view, "terms", when, why))?,
        clauses: Vec::new(),
        undetermined: Vec::new(),
        changed_since: 0,
        agreement: None,
        hits: Vec::new(),
        others: Vec::new(),
        filters: !(filter.is_open() && grep.is_empty() && args.term.is_empty()),
    };
    let at = found.at.instant;
    let lasts = view.timeline.lasts.into_iter();
    let mut lasts = lasts.map(|clause| Recorder::new(view).state(clause, at));
    found.agreement = lasts.find(|of| matches!(of.status, Status::Ended | Status::Expired));
    for clause in records.by_topic() {
        let state = view.history.state(clause, at);
        let hit = Search::in_clause(view, (clause, state.version), &grep);
        if !(filter.admits(view.history, clause, &[at])
            && (grep.is_empty() || hit.is_some())
            && any_of(&args.term, |asked| has(view, clause, state.version, asked)))
        {
            continue;
        }
        let undecided = records.undecided(clause, &state.pending, None);
        found.undetermined.extend(undecided);
        let is_past = at.day < view.today;
        found.changed_since += usize::from(is_past && changed(records, clause, at));
        if args.all || state.status.stands() {
            found.clauses.push(records.state(clause, at));
            found.hits.extend(hit);
        } else {
            let title = view.timeline.clauses[clause].title.clone();
            found.others.push((title, state.status));
        }
    }
    Ok(found)
}

fn named(asked: &str) -> (&str, Option<&str>) {
    let parts = asked.split_once('=');
    parts.map_or((asked, None), |(name, value)| (name, Some(value)))
}

/// Whether a clause has a term, with the value that is asked for or a member of it, as it is written or printed.
fn has(view: &View<'_>, clause: usize, version: Option<&Version>, asked: &str) -> bool {
    let (name, wanted) = named(asked);
    let name = name.to_lowercase();
    let at = version.and_then(|version| view.history.lives[clause].value(version, &name));
    let Some(value) = at.and_then(|at| view.timeline.change(at).terms.get(&name)) else {
        return false;
    };
    let unit = word_for(&view.timeline.clauses[clause].units, &name);
    let forms = value.members().iter().chain([value]);
    let mut forms = forms.flat_map(|value| values::forms(value, unit));
    wanted.is_none_or(|wanted| forms.any(|form| form.to_lowercase() == wanted.to_lowercase()))
}

fn changed(records: &Recorder<'_, '_>, clause: usize, at: Instant) -> bool {
    let history = records.view.history;
    let between = history.between(clause, at, records.view.today.into());
    let changes = |h: &Happening| h.expiry || history.timeline.change(h.at).action != Action::Keep;
    between.iter().any(changes)
}
