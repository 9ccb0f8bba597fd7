//! `show event`: one event and what it did, or all of them.

pub(crate) mod table;

use super::prelude::*;
use crate::agreement::compare;
use crate::phrases::dates::when;
use crate::phrases::stories::{self, event_sentences};

#[derive(Args, Clone, Debug, Default)]
pub struct ShowEventArgs {
    /// The event; without it, the list
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    #[arg(skip)]
    pub possibly: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct EventPage {
    pub event: Event,
    /// Each clause that it changed, before and after; nothing for what is only planned.
    pub changed: Vec<Diff>,
}

impl EventPage {
    /// The event that did what it tells: of what takes effect later, the one that it follows.
    fn by(&self) -> &str {
        self.event.by.as_deref().unwrap_or(&self.event.id)
    }

    /// Whether a clause turned with the agreement: on the day of the event, which names it, or behind that.
    fn turned(&self, found: &Diff, is_later: bool) -> bool {
        let is_named = self.event.with_it.contains(&found.clause);
        found.turns_with(self.by()) && is_named != is_later
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Events {
    pub events: Vec<Event>,
}

impl Question for ShowEventArgs {
    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        if let Some(id) = &self.id {
            let listed = view.entry(id);
            let listed = listed.map_or_else(|| view.event(id).map(Listed::Event), Ok)?;
            view.is_one(id);
            let changed = match listed {
                Listed::Event(_) => records.did(listed, |_| true),
                _ => records.effects(listed, &view.changes_of(listed)),
            };
            let mut event = records.listed(listed);
            event.possibly = self.possibly;
            return Ok(records.finish("event", EventPage { event, changed }));
        }
        let listing = view.listing().into_iter();
        let events: Vec<Event> = listing.map(|listed| records.listed(listed)).collect();
        let none = events.is_empty();
        let report = records.finish("events", Events { events });
        Ok(report.without(none, "events"))
    }
}

impl Answer for EventPage {
    shapes!(table::paper, story);

    fn days(&self, context: &Context) -> Vec<Day> {
        let changes = self.event.changes.iter();
        let days = changes.map(|of| of.last).chain([self.event.last]);
        days.flatten().filter(|day| *day >= context.today).collect()
    }

    /// One row per change; what changes nothing has one row without a clause.
    fn rows(&self, _: &Context) -> Rows<'_> {
        let event = &self.event;
        let about = json!({"event": event.id, "title": event.title});
        let changes = event.changes.iter();
        let mut records: Vec<_> = changes.map(|change| with(change, about.clone())).collect();
        let turned = self.changed.iter().filter(|found| self.turned(found, true));
        records.extend(turned.filter_map(|found| {
            let done = found.by.first();
            done.map(|of| with(with(of, about.clone()), json!({"clause": found.clause})))
        }));
        if records.is_empty() {
            records.push(with(event, json!({"event": event.id, "kind": null})));
        }
        Rows::new(
            "event title clause action date first last known@ kind report text wording terms unset through@ until renews renewals notice parties \
                replaces basis note sources before_status=before.status before_text=before.text \
                before_terms=before.terms before_through=before.through@ before_until=before.until",
            records,
        )
    }
}

impl Answer for Events {
    shapes!(table::list, list_story);

    fn rows(&self, _: &Context) -> Rows<'_> {
        super::timeline::rows(&self.events)
    }
}

fn story(context: &Context, body: &EventPage) -> Story {
    let mut told = Story::default();
    told.paragraph(event_sentences(&context.refs, &body.event));
    let turned = body.changed.iter().filter(|found| body.turned(found, true));
    let turned = turned.flat_map(|found| found.by.iter().map(move |done| (&found.title, done)));
    let turned = turned.map(|(title, done)| {
        let is_past = done.date.last().is_some_and(|last| last < context.today);
        let (turns, when) = (ends::turns(done.action, is_past), when(done.date));
        let firm = marks(phrases::basis(done.basis));
        let text = format!("{title} {turns} with the agreement {when}{firm}");
        resting(&context.refs, text, backing(&done.cite, None)).of_event(&done.event)
    });
    told.paragraph(turned.collect());
    told
}

fn list_story(context: &Context, body: &Events) -> Story {
    let mut told = Story::default();
    stories::events(&mut told, &context.refs, &body.events);
    told
}

impl Recorder<'_, '_> {
    /// The clauses that some changes of something listed changed: one record for each clause and date.
    pub(crate) fn effects(&mut self, listed: Listed, changes: &[ChangeRef]) -> Vec<Diff> {
        let is_effect = matches!(listed, Listed::Effect(_));
        let timeline = self.view.timeline;
        let mut groups: IndexMap<_, Vec<ChangeRef>> = IndexMap::new();
        let is_planned = |at: &ChangeRef| timeline.event_of(*at).planned;
        let is_open = |at: &ChangeRef| is_planned(at) || timeline.change(*at).unsettled;
        for at in changes.iter().copied().filter(|at| !is_open(at)) {
            let key = (timeline.change(at).clause, timeline.date_of(at));
            groups.entry(key).or_default().push(at);
        }
        let effect = |group: &Vec<ChangeRef>| {
            let found = compare::effect(self.view.history, group)?;
            let mut found = self.differs(&found);
            let is_told = !found.by.is_empty() && found.by.iter().all(|done| done.is_told());
            if is_told && !is_effect && found.how != How::Unchanged {
                found.how = How::Learned;
            }
            Some(found)
        };
        groups.values().filter_map(effect).collect()
    }
}
