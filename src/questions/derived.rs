//! What is told of the end of a clause, of its renewals and of its last days to give notice: what they follow from, and
//! what ends with it.

use crate::agreement::history::Version;
use std::sync::Arc;

use super::prelude::*;
use crate::agreement::renewal::{Renewal, Run};
use crate::phrases::who::cites_of;

impl Recorder<'_, '_> {
    /// Adds to something derived what it follows from, and how its clause stands then.
    pub(super) fn derive(&mut self, listed: Listed<'_>, event: &mut Event) {
        let history = self.view.history;
        match listed {
            Listed::Event(_) | Listed::Effect(_) => {}
            Listed::Expiry(expiry) => {
                let (clause, day) = (expiry.clause, expiry.day);
                (event.unclear, event.stands) =
                    (self.unclear(clause, day), history.stands(clause, day));
                let set = self.end(expiry);
                event.working = self.ends_renewed(clause, day);
                event.cite = match &event.working {
                    Some(working) => cites_of(working.sets()),
                    None => set.cites(),
                };
                let is_set = event.working.is_none();
                for cite in event.cite.iter_mut().filter(|_| is_set) {
                    cite.disagrees.retain(|name| name == "through");
                }
                event.set = Some(set);
            }
            Listed::Renewal(of) | Listed::Notice(of) => {
                (event.unclear, event.stands) = (self.unclear(of.clause, of.day), of.stands);
                let version = &history.lives[of.clause].versions[of.version];
                let term = ends::term(of.number.saturating_sub(1));
                let renewing = history.lives[of.clause].renewing(self.timeline(), version);
                let notice = (renewing.notice).filter(|_| matches!(listed, Listed::Notice(_)));
                let before = notice.map(|notice| format!("{} before ", ends::span(notice)));
                let day = format!("{}{}, {term}", before.unwrap_or_default(), of.day);
                let assumed = of.is_assumed(self.view.today);
                let working = self.working(of.clause, version, (day, assumed));
                event.cite = cites_of(working.sets());
                event.renewal = Some(self.renewed(&of, event, working.to_string()));
                event.working = Some(working);
            }
        }
    }

    /// How the last day of a clause is reckoned, where that is the end of a renewal.
    fn ends_renewed(&mut self, clause: usize, day: Day) -> Option<Working> {
        let state = self.view.history.state(clause, day);
        let running = self.view.history.running(clause, &state, self.view.today);
        let running = running.filter(|of| of.renewed > 0)?;
        let day = format!("{day}, {}", ends::term(running.renewed));
        Some(self.working(clause, state.version?, (day, running.assumed)))
    }

    /// What a day of a version's terms follows from.
    fn working(
        &mut self,
        clause: usize,
        version: &Version,
        (day, assumed): (String, bool),
    ) -> Working {
        let timeline = self.timeline();
        let (rules, run) = (self.view.history.lives[clause].rules(version), &version.run);
        let lengths = rules.iter().filter(|(name, _)| *name == "renews").count();
        let is_due = |run: &&Arc<Run>| run.rules.renews.is_some() && lengths > 1;
        let from = run.as_ref().filter(is_due);
        let from = from.map(|of| format!(", counted from {}, {}", of.end, ends::term(of.renewed)));
        let day = day + &from.unwrap_or_default();
        let most = run.as_ref().and_then(|run| run.rules.renewals);
        let mut by = IndexMap::<_, Vec<&str>>::new();
        for (name, at) in rules {
            by.entry(at).or_default().push(name);
        }
        let rules = by.into_iter().map(|(at, names)| {
            let given = |name: &str| {
                let value = timeline.change(at).given(name)?.value(&timeline.parties);
                // Without a `through` it allows so many more.
                let is_more = name == "renewals" && timeline.change(at).renewing.renewals != most;
                Some(if is_more {
                    Value::Text(format!("{value} more"))
                } else {
                    value
                })
            };
            let rule = match ends::rules(&names, given) {
                none if none.is_empty() => "no longer renews".to_owned(),
                rule => rule,
            };
            (rule, self.set_at(at))
        });
        let rules = rules.collect();
        Working {
            assumed,
            day,
            rules,
        }
    }

    fn renewed(&mut self, of: &Renewal, event: &Event, working: String) -> Renewed {
        let history = self.view.history;
        let life = &history.lives[of.clause];
        let date = event.date.last().unwrap_or(of.day);
        Renewed {
            clause: self.clause_id(of.clause),
            date,
            of: of.day,
            renewal: self.derived_id(Listed::Renewal(*of)),
            renewed: of.number,
            to: of.to,
            in_days: event.in_days,
            working,
            event: self.event_id(of.set_by.event),
            basis: event.basis,
            cite: event.cite.clone(),
            stands: of.stands,
            rules: life.renewing(self.timeline(), &life.versions[of.version]),
            notice: of.notice,
            assumed: of.is_assumed(self.view.today),
            unlisted: of.unlisted,
        }
    }

    /// Who set the end of a clause that expires, and who restated it.
    pub fn end(&mut self, expiry: &Expiry) -> Set {
        let (clause, by) = (expiry.clause, expiry.set_by);
        let history = self.view.history;
        let version = history.state(clause, expiry.day).version;
        let version = version.filter(|of| history.setters(clause, of, "through").contains(&by));
        let set = version.and_then(|version| self.set(clause, version, "through"));
        set.unwrap_or_else(|| self.set_at(by))
    }

    /// What left it unclear whether a clause stands on a day, if so.
    pub(super) fn unclear(&mut self, clause: usize, day: Day) -> Option<Set> {
        let history = self.view.history;
        let found = history.state(clause, day);
        let version = found.version.filter(|_| found.status == Status::Unclear)?;
        let bound_by = found.bound_by.map(|by| by.at);
        Some(self.set_at(bound_by.unwrap_or_else(|| history.turned(clause, version))))
    }

    /// The agreement's duration, where that is over at an instant.
    pub(super) fn agreement_over(&mut self, at: Instant) -> Option<State> {
        let found = self.state(self.timeline().lasts?, at);
        matches!(found.status, Status::Ended | Status::Expired).then_some(found)
    }
}

impl View<'_> {
    /// What something listed does to the agreement's duration, or may, after which day, and the clauses to which that
    /// happens with it.
    pub(super) fn turned_with(&self, listed: Listed<'_>) -> Option<(Action, Day, Vec<usize>)> {
        let (history, timeline, lasts) = (self.history, self.timeline, self.timeline.lasts?);
        let (moments, is_effect) = (&history.moments, matches!(listed, Listed::Effect(_)));
        let mut changes = self.changes_of(listed);
        changes.retain(|at| moments.is_effect(moments.rank(*at)) == is_effect);
        let (action, eve, at) = match listed {
            Listed::Expiry(&Expiry { clause, day, .. })
            | Listed::Notice(Renewal { clause, day, .. }) => {
                let eve = Some(day).filter(|_| clause == lasts)?;
                (Action::End, eve, eve.into())
            }
            _ => {
                let mut own = changes.iter().rev();
                let own = own.find(|at| timeline.change(**at).clause == lasts)?;
                let day = moments.bounds(*own).last?;
                let action = timeline.change(*own).action;
                let at = Instant::after(day, moments.rank(*own)).before();
                (action, day.pred()?, at)
            }
        };
        let own = changes.iter().map(|at| timeline.change(*at));
        let own = own.filter(|of| of.action == action);
        let own: HashSet<usize> = own.map(|of| of.clause).collect();
        let mut found = self.by_topic();
        found.retain(|clause| !own.contains(clause) && history.turns_with(*clause, action, at));
        Some((action, eve, found))
    }

    /// The clauses that something listed changes or is about, and those of which it is told that they end or stand again
    /// with the agreement, with the day before.
    pub(super) fn touched(&self, listed: Listed<'_>) -> Vec<(usize, Option<Day>)> {
        let event = self.event_of(listed);
        let own = event.touched().map(|clause| (clause, None));
        let turning = self.turnings(listed).into_iter();
        own.chain(turning.map(|(clause, eve)| (clause, Some(eve))))
            .collect()
    }

    /// The clauses to which something happens with the agreement by something listed, or by what takes effect of it later,
    /// each with the day before.
    pub(super) fn turnings(&self, listed: Listed<'_>) -> Vec<(usize, Day)> {
        let moments = &self.history.moments;
        let changes = self.changes_of(listed).into_iter();
        let is_event = matches!(listed, Listed::Event(_));
        let ranks: IndexSet<usize> = changes.map(|at| moments.rank(at)).collect();
        let later = ranks
            .into_iter()
            .filter(|rank| is_event && moments.is_effect(*rank));
        let all = [listed].into_iter().chain(later.map(Listed::Effect));
        let turned = all.filter_map(|by| self.turned_with(by));
        let each = turned.flat_map(|(_, eve, with)| with.into_iter().map(move |of| (of, eve)));
        each.collect()
    }
}
