//! What is scheduled after today: ends, renewals, last days to give notice, effects, events, open conditions, and plans not confirmed.

use serde_json::Value;

use crate::date::Span;
use crate::questions::prelude::*;

#[derive(Clone, Debug)]
pub struct Upcoming {
    pub within: Option<Span>,
    /// The next last day of each clause on which notice keeps it from renewing.
    pub notices: Vec<Event>,
    /// What else comes after today, nearest first: ends, the next renewal of each clause, effects and events.
    pub ahead: Vec<Event>,
    /// The conditions on which clauses that stand today end.
    pub conditions: Vec<Condition>,
    /// Plans that nothing confirms.
    pub plans: Vec<Event>,
}

impl Serialize for Upcoming {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let all = |what| self.ahead(what).map(record).collect::<Vec<Value>>();
        let plans: Vec<&String> = self.plans.iter().map(|plan| &plan.id).collect();
        let found = json!({
            "within": self.within.map(|span| span.to_string()),
            "ends": all("end"),
            "effects": all("effect"),
            "renewals": all("renewal"),
            "notices": self.notices.iter().map(record).collect::<Vec<Value>>(),
            "events": all("event"),
            "conditions": self.conditions,
            "unconfirmed": plans,
        });
        found.serialize(to)
    }
}

/// What comes, with what there is to say of its kind.
pub(crate) fn record(of: &Event) -> Value {
    match of.what() {
        "event" => value(of),
        "effect" => json!({
            "event": of.by,
            "date": of.date,
            "planned": of.planned,
            "changes": of.changes,
            "with_it": of.with_it,
        }),
        _ => term(of),
    }
}

/// The end of a term: the last one, or one that another follows, or the last day to give notice before that.
fn term(of: &Event) -> Value {
    let (clause, set, working) = (of.about.first(), of.set.as_ref(), of.working.as_ref());
    let rules = working.and_then(|working| working.rules.first());
    let begun = set.or(rules.map(|(_, set)| set));
    let found = json!({
        "clause": clause,
        "date": of.date,
        "first": of.first,
        "last": of.last,
        "in_days": of.in_days,
        "event": begun.map(|set| &set.event),
        "known": of.known(),
        "kind": set.map(|set| set.kind),
        "report": set.map(|set| set.report),
        "basis": of.basis,
        "cite": of.cite,
        "stands": of.stands,
        "assumed": of.is_assumed(),
        "with_it": of.with_it,
        "working": working.map(ToString::to_string),
    });
    let Some((renewal, clause)) = of.renewal.zip(clause) else {
        return found;
    };
    let id = EntryId::Renewal(clause, renewal.day).to_string();
    let (day, number, to) = (renewal.day, renewal.number, renewal.to);
    with(
        found,
        json!({"of": day, "renewal": id, "renewed": number, "to": to}),
    )
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
    /// Whom its clause binds.
    #[serde(skip)]
    pub bound: Vec<String>,
}

impl Upcoming {
    pub(super) fn ahead(&self, what: &'static str) -> impl Iterator<Item = &Event> {
        self.ahead.iter().filter(move |event| event.what() == what)
    }

    pub(super) fn dated(&self) -> impl Iterator<Item = &Event> {
        let coming = self.notices.iter().chain(&self.ahead);
        coming.chain(&self.plans)
    }
}

pub(super) fn upcoming(records: &mut Recorder<'_, '_>, within: Option<Span>) -> Upcoming {
    let view = records.view;
    let (timeline, today) = (view.timeline, view.today);
    let limit = within.map(|span| span.after(today).unwrap_or(Day::MAX));
    let inside = |day: Day| limit.is_none_or(|limit| day <= limit);
    let moments = &view.history.moments;
    let may_come = |at: ChangeRef| {
        let last = moments.bounds(at).last;
        !moments.is_effect(moments.rank(at)) && last.is_none_or(|last| last > today)
    };
    let (mut notices, mut ahead, mut plans) = (Vec::new(), Vec::new(), Vec::new());
    for listed in view.listing_on((today, Day::MAX)) {
        let days = view.days(listed);
        // What has begun to be possible is listed until it certainly happened.
        let is_open = days.last.is_none_or(|last| last > today);
        let is_ahead = match listed {
            Listed::Effect(_) => is_open,
            Listed::Event(place) => {
                let is_planned = timeline.events[place].planned;
                let is_scheduled = view.is_scheduled(listed);
                if is_planned && !is_scheduled {
                    plans.push(records.listed(listed));
                }
                let mut changes = view.changes_of(listed).into_iter();
                is_scheduled || !is_planned && (is_open || changes.any(may_come))
            }
            _ => days.last >= Some(today),
        };
        if is_ahead && days.first.is_none_or(inside) {
            let is_notice = matches!(listed, Listed::Notice(_));
            let list = if is_notice { &mut notices } else { &mut ahead };
            list.push(records.listed(listed));
        }
    }
    Upcoming {
        within,
        notices,
        ahead,
        conditions: conditions(records),
        plans,
    }
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
        if state.status.stands()
            && let Some(version) = state.version
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
                unclear: records.unclear(&state, clause),
                set: records.set(clause, version, "until"),
                bound: records.party_ids(view.history.parties(clause, Some(version))),
            });
        }
    }
    conditions
}
