//! What is scheduled after today: ends, renewals, last days to give notice, effects, events, open conditions, and plans not confirmed.

use serde_json::Value;

use crate::date::Span;
use crate::questions::prelude::*;

#[derive(Clone, Debug, Serialize)]
pub struct Upcoming {
    pub within: Option<String>,
    #[serde(serialize_with = "ended")]
    pub ends: Vec<Event>,
    /// What takes, or may take, effect after today, later than its event.
    #[serde(serialize_with = "changed")]
    pub effects: Vec<Event>,
    /// The next renewal of each clause.
    #[serde(serialize_with = "renewed")]
    pub renewals: Vec<Event>,
    /// The next last day of each clause on which notice keeps it from renewing.
    #[serde(serialize_with = "renewed")]
    pub notices: Vec<Event>,
    pub events: Vec<Event>,
    /// The conditions on which clauses that stand today end.
    pub conditions: Vec<Condition>,
    #[serde(rename = "unconfirmed", serialize_with = "ids")]
    pub plans: Vec<Event>,
}

fn renewed<S: Serializer>(events: &[Event], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(events.iter().filter_map(|event| event.renewal.as_ref()))
}

fn ids<S: Serializer>(events: &[Event], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(events.iter().map(|event| &event.id))
}

fn ended<S: Serializer>(events: &[Event], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(events.iter().map(end))
}

/// The end of a clause.
pub(crate) fn end(of: &Event) -> Value {
    let set = of.set.as_ref();
    let setters = set.filter(|_| of.working.is_none()).map(|set| set.cites());
    json!({
        "clause": of.about.first(),
        "date": of.date,
        "last": of.last,
        "in_days": of.in_days,
        "event": set.map_or("", |set| &set.event),
        "basis": of.basis,
        "cite": setters.as_ref().unwrap_or(&of.cite),
        "stands": of.stands,
        "with_it": of.with_it,
        "working": of.working.as_ref().map(ToString::to_string),
    })
}

fn changed<S: Serializer>(events: &[Event], to: S) -> Result<S::Ok, S::Error> {
    let change = |of: &Event| {
        let (planned, with_it) = (of.planned, &of.with_it);
        json!({"event": of.by, "date": of.date, "planned": planned, "changes": of.changes, "with_it": with_it})
    };
    to.collect_seq(events.iter().map(change))
}

#[derive(Clone, Debug, Serialize)]
pub struct Condition {
    pub clause: String,
    pub until: String,
    pub status: Status,
    pub event: String,
    pub basis: Basis,
    pub cite: Vec<Cite>,
    /// What left it unclear whether the clause still stands, if so.
    #[serde(skip)]
    pub unclear: Option<Set>,
    /// Who set it first.
    #[serde(skip)]
    pub set: Option<Set>,
}

impl Upcoming {
    /// What comes after today, but for days to give notice, nearest first.
    pub(super) fn ahead(&self) -> Vec<&Event> {
        let terms = self.ends.iter().chain(&self.renewals);
        let ahead = terms.chain(&self.effects).chain(&self.events);
        let mut ahead: Vec<&Event> = ahead.collect();
        ahead.sort_by_key(|event| event.listed_on());
        ahead
    }

    pub(super) fn dated(&self) -> impl Iterator<Item = &Event> {
        let notices = self.notices.iter();
        notices.chain(self.ahead()).chain(&self.plans)
    }
}

pub(super) fn upcoming(
    records: &mut Recorder<'_, '_>,
    within: Option<&str>,
) -> Result<Upcoming, Refusal> {
    let view = records.view;
    let (timeline, today) = (view.timeline, view.today);
    let limit = within.map(|span| limit(today, span)).transpose()?;
    let inside = |day: Day| limit.is_none_or(|limit| day <= limit);
    let ahead = |expiry: &&Expiry| expiry.day >= today && inside(expiry.day);
    let ahead = view.expiries.iter().filter(ahead).map(Listed::Expiry);
    let ends = ahead.map(|expiry| records.listed(expiry)).collect();
    let ahead = (0..timeline.clauses.len()).flat_map(|clause| view.ahead(clause));
    let ahead = ahead.filter(|listed| view.days(*listed).last.is_some_and(inside));
    let mut terms: Vec<Event> = ahead.map(|listed| records.listed(listed)).collect();
    terms.sort_by_key(|event| event.first);
    let (notices, renewals) = terms.into_iter().partition(Event::is_notice);
    let (mut events, mut effects, mut plans) = (Vec::new(), Vec::new(), Vec::new());
    let moments = &view.history.moments;
    let may_come = |at: ChangeRef| {
        let last = moments.bounds(at).last;
        !moments.is_effect(moments.rank(at)) && last.is_none_or(|last| last > today)
    };
    for listed in view.listing_with(Vec::new()) {
        let days = view.days(listed);
        let is_inside = days.first.is_none_or(inside);
        // What has begun to be possible is listed until it certainly happened.
        let is_open = days.last.is_none_or(|last| last > today);
        match listed {
            Listed::Effect(_) if is_open && is_inside => effects.push(records.listed(listed)),
            Listed::Event(place) => {
                let is_planned = timeline.events[place].planned;
                let mut changes = view.changes_of(listed).into_iter();
                let is_open = !is_planned && (is_open || changes.any(may_come));
                let is_scheduled = view.is_scheduled(listed);
                if (is_scheduled || is_open) && is_inside {
                    events.push(records.listed(listed));
                } else if is_planned && !is_scheduled {
                    plans.push(records.listed(listed));
                }
            }
            _ => {}
        }
    }
    Ok(Upcoming {
        within: within.map(str::to_owned),
        ends,
        effects,
        renewals,
        notices,
        events,
        conditions: conditions(records),
        plans,
    })
}

fn conditions(records: &mut Recorder<'_, '_>) -> Vec<Condition> {
    let view = records.view;
    let (timeline, today) = (view.timeline, view.today);
    // What is supposed to come has a date.
    let supposed = view.lens.suppose.iter().filter(|of| of.day >= today);
    let is_dated = |until: &str| supposed.clone().any(|of| of.condition == until);
    let mut conditions = Vec::new();
    for clause in records.view.by_topic() {
        let state = view.history.state(clause, today);
        let version = state.version.filter(|_| state.status.stands());
        if let Some(version) = version
            && let Some(at) = view.history.lives[clause].value(version, "until")
            && let Some(until) = &timeline.change(at).until
            && !is_dated(until)
        {
            conditions.push(Condition {
                clause: records.clause_id(clause),
                until: until.clone(),
                status: state.status,
                event: records.event_id(at.event),
                basis: timeline.change(at).basis,
                cite: records.change_cites(at),
                unclear: records.unclear(clause, today),
                set: records.set(clause, version, "until"),
            });
        }
    }
    conditions
}

/// The last day that a span such as `90d`, `6w`, `24m` or `2y` reaches from today.
fn limit(today: Day, span: &str) -> Result<Day, Refusal> {
    let refused = |help: &str| Refusal::new(format!("`{span}` is not a length of time"), help);
    let read: Span = span.parse().map_err(refused)?;
    Ok(read.after(today).unwrap_or(Day::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_days_weeks_months_and_years() {
        let today = Day::new(2024, 1, 31).expect("a day");
        for (span, end) in [
            ("90d", "2024-04-30"),
            ("6w", "2024-03-13"),
            ("1m", "2024-02-29"),
            ("2y", "2026-01-31"),
            ("0d", "2024-01-31"),
            ("99999y", "9999-12-31"),
        ] {
            assert_eq!(
                limit(today, span).map(|day| day.to_string()),
                Ok(end.to_owned()),
                "{span}"
            );
        }
        for span in [
            "",
            "d",
            "9",
            "-1d",
            "1x",
            "1.5y",
            "99999999999d",
            "6 w",
            "1é",
        ] {
            assert!(limit(today, span).is_err(), "{span}");
        }
    }
}
