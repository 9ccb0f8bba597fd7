//! What is told of the end of a clause, of its renewals and of its last days to give notice: what they follow from, and
//! what ends with it.

use super::prelude::*;
use crate::agreement::Change;
use crate::agreement::history::{self, Version};
use crate::agreement::renewal::Renewal;
use crate::answer::Rules;
use crate::phrases::who::cites_of;

impl Recorder<'_, '_> {
    /// Adds to something derived what it follows from, how firm that is, and how its clause stands then.
    pub(super) fn derive(&mut self, listed: Listed, event: &mut Event) {
        let history = self.view.history;
        let (clause, day) = match listed {
            Listed::Event(_) => return,
            Listed::Effect(_) => {
                let cites = event.changes.iter().flat_map(|of| of.cite.clone());
                event.cite.clear();
                for mut cite in cites {
                    // What it says otherwise of a clause is told of that.
                    cite.disagrees.retain(|name| name == "date");
                    cite.adds.clear();
                    let is_new = !event.cite.contains(&cite);
                    event.cite.extend(is_new.then_some(cite));
                }
                return;
            }
            Listed::Expiry(expiry) => (expiry.clause, expiry.day),
            Listed::Renewal(of) | Listed::Notice(of) => (of.clause, of.day),
        };
        let state = history.state(clause, day);
        event.unclear = self.unclear(&state, clause);
        let mut renewed = state.running().map_or(0, |of| of.renewed);
        let (mut version, mut assumed, mut before) = (state.version, true, String::new());
        match listed {
            Listed::Expiry(expiry) => {
                version = version.filter(|_| renewed > 0);
                (event.stands, assumed) = self.view.ends(clause, day);
                let set = self.end(&expiry);
                event.basis = set.basis;
                event.cite = set.cites();
                for cite in &mut event.cite {
                    cite.disagrees.retain(|name| name == "through");
                }
                event.set = Some(set);
            }
            Listed::Renewal(of) | Listed::Notice(of) => {
                let is_notice = matches!(listed, Listed::Notice(_));
                let place = [of.version, of.noticed_by][usize::from(is_notice)];
                version = history.lives[clause].versions.get(place);
                renewed = of.number - 1;
                (event.stands, event.renewal) = (of.stands, Some(of));
            }
            _ => {}
        }
        if let Listed::Notice(of) = listed {
            // A last day to give notice names its renewal.
            self.derived_id(Listed::Renewal(of));
            let run = version.and_then(|version| version.run.as_ref());
            let notice = run.and_then(|run| run.rules.notice);
            before = notice.map_or(before, |of| format!("{} before ", ends::span(of)));
        }
        if let Some(version) = version {
            let day = format!("{before}{day}, {}", ends::term(renewed));
            let working = self.working(clause, version, (day, assumed));
            event.cite = cites_of(working.sets());
            let basis = working.sets().map(|set| set.basis).max();
            event.basis = basis.unwrap_or_default();
            event.working = Some(working);
        }
    }

    /// What a day of a version's terms follows from.
    fn working(
        &mut self,
        clause: usize,
        version: &Version,
        (day, assumed): (String, bool),
    ) -> Working {
        let run = version.run.as_ref();
        let from = run.filter(|run| run.renewed > 0 && run.rules.renews.is_some());
        let from = from.map(|of| format!(", counted from {}, {}", of.end, ends::term(of.renewed)));
        let place = (clause, version.step);
        let known = self.rules.get(&place).cloned();
        let rules = known.unwrap_or_else(|| self.rules_of(clause, version));
        self.rules.insert(place, rules.clone());
        Working {
            assumed,
            rules,
            day: day + &from.unwrap_or_default(),
        }
    }

    fn rules_of(&mut self, clause: usize, version: &Version) -> Rules {
        let timeline = self.timeline();
        let mut by = IndexMap::<_, Vec<&str>>::new();
        for (name, at) in self.view.history.lives[clause].rules(version) {
            by.entry(at).or_default().push(name);
        }
        let rules = by.into_iter().map(|(at, names)| {
            let change = timeline.change(at);
            let given = |name: &str| Some(change.given(name)?.value(&timeline.parties));
            let rule = ends::rules(&names, given);
            let rule = rule.unwrap_or_else(|| "no longer renews".to_owned());
            (rule, self.set_at(at))
        });
        rules.collect()
    }

    /// Who set the end of a clause that expires, and who restated it.
    pub fn end(&mut self, expiry: &Expiry) -> Set {
        let state = self.view.history.state(expiry.clause, expiry.day);
        let set = (state.version).and_then(|version| self.set(expiry.clause, version, "through"));
        set.unwrap_or_else(|| self.set_at(expiry.set_by))
    }

    /// How firm a last day is that a change set: where the clause renewed until then, as the weakest rule for that.
    pub(crate) fn end_basis(&self, at: ChangeRef, day: Day) -> Basis {
        let (history, timeline) = (self.view.history, self.timeline());
        let clause = timeline.change(at).clause;
        let state = history.state(clause, day);
        let is_renewed = state.running().is_some_and(|of| of.renewed > 0);
        let renewed = state.version.filter(|_| is_renewed);
        let rules = renewed.map(|version| history.lives[clause].rules(version));
        let rules = rules.into_iter().flatten().chain([("through", at)]);
        // Who only restated a rule makes it no weaker.
        let set = |(name, by)| {
            let first = |of| history.setters(clause, of, name).first().copied();
            state.version.and_then(first).unwrap_or(by)
        };
        let basis = rules.map(set).map(|by| timeline.change(by).basis);
        basis.max().unwrap_or_default()
    }

    /// What left it unclear whether a clause stands, if so.
    pub(super) fn unclear(&mut self, found: &history::State<'_>, clause: usize) -> Option<Set> {
        let version = found.version.filter(|_| found.status == Status::Unclear)?;
        let bound_by = found.bound_by.map(|by| by.at);
        let turned = || self.view.history.turned(clause, version);
        Some(self.set_at(bound_by.unwrap_or_else(turned)))
    }

    /// The agreement's duration, where that is over at an instant.
    pub(super) fn agreement_over(&mut self, at: Instant) -> Option<State> {
        let lasts = self.timeline().lasts?;
        let found = self.view.history.state(lasts, at);
        let over = self.state_of(lasts, &found);
        let is_over = matches!(over.status, Status::Ended | Status::Expired);
        (is_over && found.pending.is_empty()).then_some(over)
    }
}

impl View<'_> {
    /// What something listed does to the agreement's duration, or may, each time after which day, and the clauses to which
    /// that happens with it.
    pub(super) fn turned_with(&self, listed: Listed) -> Vec<(Action, Day, Vec<usize>)> {
        let (history, timeline, moments) = (self.history, self.timeline, &self.history.moments);
        let is_effect = matches!(listed, Listed::Effect(_));
        let changes = self.changes_of(listed).into_iter();
        let mut ranks: BTreeSet<usize> = changes.map(|at| moments.rank(at)).collect();
        ranks.retain(|rank| moments.is_effect(*rank) == is_effect);
        let own = ranks.into_iter().filter_map(|rank| {
            let moment = &moments.list[rank];
            let own: Vec<&Change> = moment.refs().map(|at| timeline.change(at)).collect();
            let day = moment.bounds.last?;
            // Of several at once, the last decides.
            let last = own.iter().rfind(|of| timeline.lasts == Some(of.clause))?;
            let before = Instant::after(day, rank).before();
            Some((last.action, day.pred()?, before, own))
        });
        let last = match listed {
            Listed::Expiry(Expiry { clause, day, .. })
            | Listed::Notice(Renewal { clause, day, .. }) => {
                let last = (Action::End, day, day.into(), Vec::new());
                Some(last).filter(|_| timeline.lasts == Some(clause))
            }
            _ => None,
        };
        let turns = own.chain(last).map(|(action, eve, at, own)| {
            // What is ended or left unclear besides does not turn by that.
            let is_own = |clause: usize| {
                let last = own.iter().rfind(|of| of.clause == clause);
                let last = last.map(|of| of.action);
                last == Some(Action::End) || last == Some(Action::Unclear) && action != Action::End
            };
            let mut found = self.by_topic();
            found.retain(|clause| !is_own(*clause) && history.turns_with(*clause, action, at));
            (action, eve, found)
        });
        turns.filter(|(.., found)| !found.is_empty()).collect()
    }

    /// The clauses that something listed changes or is about, and those of which it is told that they end or stand again
    /// with the agreement, with the day before.
    pub(super) fn touched(&self, listed: Listed) -> Vec<(usize, Option<Day>)> {
        let event = self.event_of(listed);
        let own = event.touched().map(|clause| (clause, None));
        let turning = self.turnings(listed).into_iter();
        let turning = turning.map(|(clause, eve)| (clause, Some(eve)));
        own.chain(turning).collect()
    }

    /// The clauses to which something happens with the agreement by something listed, or by what takes effect of it later,
    /// each with the day before.
    pub(super) fn turnings(&self, listed: Listed) -> Vec<(usize, Day)> {
        let moments = &self.history.moments;
        let mut all = vec![listed];
        if matches!(listed, Listed::Event(_)) {
            let changes = self.changes_of(listed).into_iter();
            let ranks = changes.map(|at| moments.rank(at));
            let later: IndexSet<usize> = ranks.filter(|rank| moments.is_effect(*rank)).collect();
            all.extend(later.into_iter().map(Listed::Effect));
        }
        let turned = all.into_iter().flat_map(|by| self.turned_with(by));
        let each = turned.flat_map(|(_, eve, with)| with.into_iter().map(move |of| (of, eve)));
        each.collect()
    }
}
