//! One clause, how it came to read as it does, and the list of all.

use crate::questions::prelude::*;

use crate::agreement::duration::Part;
use crate::agreement::lanes::Standing;
use crate::agreement::steps::Happening;
use crate::agreement::{Renewing, Terms};
use crate::answer::{ClauseChange, Settings, TermsAt};
use crate::questions::{listing::MOST, upcoming};

#[derive(Clone, Debug, Serialize)]
pub struct ClauseLife {
    pub at: At,
    pub clause: State,
    pub versions: Vec<Version>,
    pub about: Vec<String>,
    pub undetermined: Vec<Undecided>,
    /// Every change in order, planned ones and ends included.
    pub changes: Vec<ClauseChange>,
    pub replaced: Vec<String>,
    pub replaced_by: Vec<String>,
    /// Its renewals, of many only the last, and the next.
    #[serde(serialize_with = "renewals")]
    pub renewals: Vec<Event>,
    /// What becomes of it with the agreement, but for last days.
    #[serde(skip)]
    pub turns: Vec<DoneBy>,
}

fn renewals<S: Serializer>(events: &[Event], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(events.iter().map(upcoming::record))
}

impl ClauseLife {
    /// Every change in order, each with the day on which it may have come first.
    pub(crate) fn dated(&self) -> impl Iterator<Item = (Option<Day>, &ClauseChange)> {
        self.changes.iter().scan(None, |day, entry| {
            // A change never stands before one that comes before it, whatever its own first day.
            *day = (*day).max(entry.change.first.or(entry.change.last));
            Some((*day, entry))
        })
    }

    pub(super) fn last_days(&self) -> impl Iterator<Item = (&Version, Date)> {
        let expired = |version: &&Version| version.how == Some(How::Expired);
        let versions = self.versions.iter().filter(expired);
        versions.filter_map(|version| Some((version, version.to?)))
    }

    pub(super) fn is_later(&self, day: Option<Day>) -> bool {
        day > Some(self.at.day)
    }
}

/// A clause from one change to the next.
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    pub from: Date,
    pub to: Option<Date>,
    pub event: String,
    pub action: Action,
    pub known: Date,
    pub kind: ChangeKind,
    pub report: bool,
    pub ended_by: Option<String>,
    pub how: Option<How>,
    pub text: Option<String>,
    pub wording: Option<Wording>,
    pub terms: TermsAt,
    pub set: Arc<Terms>,
    pub unset: Vec<String>,
    pub through: Option<Date>,
    pub until: Option<String>,
    #[serde(flatten)]
    pub renewing: Renewing,
    pub parties: Vec<String>,
    pub basis: Basis,
    pub note: Option<String>,
    pub replaces: Vec<String>,
    pub cite: Vec<Cite>,
    pub status: Status,
    /// The days on which it is certainly the one reached; `None` where there is no such day.
    pub days: Option<Days>,
    /// The first of them on which something open may have come already.
    pub doubtful_from: Option<Day>,
    /// Whether it stands again since the agreement was adopted again.
    #[serde(skip)]
    pub resumes: bool,
    /// On what its last day hangs, and whether that is the agreement's.
    #[serde(skip)]
    pub hangs: (Standing, bool),
    #[serde(skip)]
    pub with_agreement: bool,
    /// Who set the values that its text says and that the change which began it did not give.
    #[serde(skip)]
    pub beside: Vec<Set>,
    /// Where it ended or expired, what ended it, and who says so.
    #[serde(skip)]
    pub end: Option<Set>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Days {
    pub from: Day,
    pub to: Option<Day>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Clauses {
    pub at: At,
    pub clauses: Vec<State>,
}

impl Recorder<'_, '_> {
    pub(super) fn clause(&mut self, id: &str, when: &str) -> Result<ClauseLife, Refusal> {
        let view = self.view;
        let at = view.at(when)?;
        let place = view.clause(id)?;
        view.is_one(id);
        let found = view.history.state(place, at.instant);
        let steps = view.history.lives[place].steps.iter();
        let changes = steps.map(|step| self.clause_change(step.at)).collect();
        let until = at.day.max(view.today);
        let (past, next) = ((Day::MIN, until.pred().unwrap_or(until)), (until, Day::MAX));
        let past = view.history.renewals_near(place, past, (until, MOST));
        let renewals = past.chain(view.history.renewals(place, next).take(1));
        let renewals = renewals.map(|of| self.listed(Listed::Renewal(of)));
        let renewals = renewals.collect();
        let [about, replaced, replaced_by] = Ties::of(self)[place].ids(self);
        Ok(ClauseLife {
            clause: self.state(place, at.instant),
            versions: self.versions(place),
            about,
            undetermined: self.undecided(place, &found.pending, None),
            changes,
            replaced,
            replaced_by,
            renewals,
            turns: self.turns(place),
            at,
        })
    }

    fn turns(&mut self, clause: usize) -> Vec<DoneBy> {
        let history = self.view.history;
        let (turns, own): (Vec<Happening>, Vec<Happening>) =
            (history.happenings(clause, None).into_iter())
                .partition(|of| history.timeline.change(of.at).clause != clause);
        let is_own = |of: &Happening| {
            let mut own = own.iter().map(|own| (own.at.event, own.day));
            own.any(|own| own == (of.at.event, of.day))
        };
        let turns = turns.iter().filter(|of| !of.expiry && !is_own(of));
        turns.map(|of| self.done_by(of.at)).collect()
    }

    pub(crate) fn clause_change(&mut self, at: ChangeRef) -> ClauseChange {
        let (view, change) = (self.view, self.change(at));
        let is_over = [Action::End, Action::Unclear].contains(&change.action);
        ClauseChange {
            event: self.event_id(at.event),
            planned: view.timeline.event_of(at).planned,
            late: !is_over && view.history.is_late(at),
            change,
        }
    }

    pub(crate) fn versions(&mut self, clause: usize) -> Vec<Version> {
        let history = self.view.history;
        let settings = self.settings(clause);
        let mut found = Vec::new();
        // What stands no more is the gap after an end.
        let versions = history.lives[clause].versions.iter().enumerate();
        for (place, _) in versions.filter(|(_, version)| version.status.stands()) {
            let whole = self.version(&settings, clause, place);
            let parts = history.parts(clause, place).into_iter();
            found.extend(whole.days.is_none().then(|| whole.clone()));
            found.extend(parts.map(|part| {
                let doubtful_from = history.doubtful_from(clause, place, &part);
                Version {
                    doubtful_from,
                    ..self.cut(&whole, part)
                }
            }));
        }
        found
    }

    /// What the agreement's duration leaves of a version in one go.
    fn cut(&mut self, whole: &Version, part: Part) -> Version {
        let mut cut = whole.clone();
        let (from, to) = (part.from, part.to);
        if let Some(turn) = part.begun_by {
            cut.status = turn.status.max(cut.status);
            if whole.days.is_some_and(|days| days.from < from) {
                let at = turn.at;
                let by = self.origin(at);
                (cut.from, cut.event) = (by.date, by.event.clone());
                cut.action = self.view.timeline.change(at).action;
                cut.resumes = turn.status == Status::InForce;
                (cut.known, cut.kind, cut.report) = (by.known, by.kind, by.report);
                (cut.basis, cut.cite, cut.note) = (by.basis, by.cite.clone(), None);
                (cut.set, cut.unset, cut.replaces) = Default::default();
            }
        }
        if let Some(by) = part.ended_by {
            let last = Some(by.day).filter(|_| by.expiry);
            (cut.to, cut.ended_by, cut.how, cut.end) = self.ceased(by.at, last);
            (cut.hangs, cut.with_agreement) = (self.view.hangs(&by), true);
        }
        cut.days = Some(Days { from, to });
        cut
    }

    /// When a version ends, by what and how: by a change, or after a last day that it set.
    fn ceased(
        &mut self,
        at: ChangeRef,
        last: Option<Day>,
    ) -> (Option<Date>, Option<String>, Option<How>, Option<Set>) {
        let history = self.view.history;
        let change = history.timeline.change(at);
        let (date, id, how) = if let Some(day) = last {
            let id = self.expiry_id(at);
            (history.last_date(day, at), id, How::Expired)
        } else {
            let date = history.timeline.date_of(at);
            (date, self.event_id(at.event), How::from(change.action))
        };
        // Of what is only amended, who says so stands at the next version.
        let is_end = matches!(how, How::Ended | How::Expired);
        let mut end = is_end.then(|| self.set_at(at));
        if let (Some(end), Some(day)) = (&mut end, last) {
            let origin = &mut Arc::make_mut(end).origin;
            Arc::make_mut(origin).basis = self.end_basis(at, day);
        }
        (Some(date), Some(id), Some(how), end)
    }

    fn version(&mut self, settings: &[Arc<Settings>], clause: usize, place: usize) -> Version {
        let view = self.view;
        let life = &view.history.lives[clause];
        let found = &life.versions[place];
        let at = life.steps[found.step].at;
        let change = self.change(at);
        let read = self.fields(clause, found);
        let mut happens = life.happenings_of(place);
        let expiry = happens.find(|of| of.expiry);
        let (to, ended_by, how, end) = match (life.expires(place), life.versions.get(place + 1)) {
            (Some((day, set_by)), _) => self.ceased(set_by, Some(day)),
            (None, Some(next)) => self.ceased(life.steps[next.step].at, None),
            (None, None) => (None, None, None, None),
        };
        Version {
            from: change.date,
            to,
            event: self.event_id(at.event),
            action: change.action,
            known: change.known,
            kind: change.kind,
            report: change.report,
            ended_by,
            how,
            text: read.text,
            wording: read.wording,
            terms: TermsAt {
                settings: Arc::clone(&settings[found.life]),
                step: found.step,
            },
            set: change.terms,
            unset: change.unset,
            through: read.through,
            until: read.until,
            renewing: read.renewing,
            parties: self.party_ids(view.history.parties(clause, Some(found))),
            basis: change.basis,
            note: change.note,
            replaces: change.replaces,
            cite: change.cite,
            beside: change.beside,
            status: found.status,
            days: life.days(place).map(|(from, to)| Days { from, to }),
            doubtful_from: None,
            end,
            resumes: false,
            hangs: expiry.map_or((Standing::InForce, false), |of| view.hangs(&of)),
            with_agreement: false,
        }
    }
}

/// What ties a clause to events and to other clauses without changing it: their places.
#[derive(Clone, Default)]
pub(crate) struct Ties {
    about: Vec<usize>,
    replaced: Vec<usize>,
    replaced_by: Vec<usize>,
}

impl Ties {
    pub(crate) fn of(records: &Recorder<'_, '_>) -> Vec<Self> {
        let timeline = records.view.timeline;
        let mut ties = vec![Self::default(); timeline.clauses.len()];
        for event in records.view.events() {
            for clause in &timeline.events[event].about {
                ties[*clause].about.push(event);
            }
        }
        let done = timeline.events.iter().filter(|event| !event.planned);
        for change in done.flat_map(|event| &event.changes) {
            ties[change.clause].replaced.extend(&change.replaces);
            let gone = change.replaces.iter();
            for gone in gone.filter(|gone| **gone != change.clause) {
                ties[*gone].replaced_by.push(change.clause);
            }
        }
        ties
    }

    pub(crate) fn ids(&self, records: &mut Recorder<'_, '_>) -> [Vec<String>; 3] {
        let about = self.about.iter();
        [
            about.map(|event| records.event_id(*event)).collect(),
            records.clause_ids(&self.replaced),
            records.clause_ids(&self.replaced_by),
        ]
    }
}
