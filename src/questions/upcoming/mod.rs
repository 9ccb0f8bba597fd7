//! `upcoming`: what comes after today, and what has begun but not certainly happened.

mod data;
mod table;

use serde_json::Value;

use super::prelude::*;
use crate::date::Span;
use crate::phrases::sentences::unclear;
use crate::phrases::stories::{paragraphs, set_apart};
pub use data::*;

#[derive(Args, Clone, Debug, Default)]
pub struct UpcomingArgs {
    /// Look this far ahead: days, weeks, months or years, as in 90d, 6w, 24m or 2y
    #[arg(long, value_name = "SPAN", value_parser = |text: &str| text.parse::<Span>())]
    pub within: Option<Span>,
    #[command(flatten)]
    pub calendar: CalendarArgs,
}

impl Question for UpcomingArgs {
    const FORMATS: &'static [Format] = formats![Ics];

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let found = upcoming(&mut records, self.within);
        Ok(records.finish("upcoming", found))
    }
}

impl Answer for Upcoming {
    shapes!(table::paper, story);

    fn days(&self, _: &Context) -> Vec<Day> {
        self.dated().filter_map(|event| event.last).collect()
    }

    fn rows(&self, context: &Context) -> Rows<'_> {
        let row = |what: &str, record: Value| {
            let clause = record["clause"].as_str();
            let title = clause.map(|clause| context.refs.clause_title(clause).into());
            let title = title.unwrap_or_else(|| record["title"].clone());
            with(record, json!({"what": what, "title": title}))
        };
        let rows = |of: &Event, what: &str| -> Vec<Value> {
            let changes = signs::own(of).map(|change| {
                let in_days = change.first.map(|day| context.today.days_until(day));
                let by = json!({
                    "event": of.by.as_ref().unwrap_or(&of.id), "in_days": in_days,
                    "planned": of.planned, "with_it": of.with_it,
                });
                row(what, with(change, by))
            });
            let changes: Vec<Value> = changes.collect();
            if !changes.is_empty() {
                return changes;
            }
            let event = json!({"event": of.id, "known": of.known(), "kind": null});
            let more = Some(event).filter(|_| of.what() == "event");
            vec![row(what, with(record(of), json!(more)))]
        };
        let coming = self.notices.iter().chain(&self.ahead);
        let dated = coming.flat_map(|of| rows(of, of.what()));
        // The day on which it was agreed is no day of what comes.
        let condition =
            |open: &Condition| with(with(&open.set, value(open)), json!({"date": null}));
        let conditions = self
            .conditions
            .iter()
            .map(|open| row("condition", condition(open)));
        let plans = self.plans.iter().flat_map(|of| rows(of, "unconfirmed"));
        let records: Vec<Value> = dated.chain(conditions).chain(plans).collect();
        Rows::new(
            "what clause action event date first last in_days title text terms unset through@ of renewed to until known@ kind report planned stands with_it working basis sources assumed",
            records,
        )
    }

    fn calendar(&self, context: &Context, args: &CalendarArgs) -> Calendar {
        let mut calendar = calendar::entries(context, self.dated(), args);
        if !self.conditions.is_empty() {
            let conditions = Count(self.conditions.len(), "open condition");
            let of = Some(&context.timeline).filter(|of| of.is_part);
            let of = of.map_or_else(String::new, |of| format!(" of `{}`", of.id));
            (calendar.left_out).insert(0, format!("{conditions}{of} without a date"));
        }
        calendar
    }
}

fn story(context: &Context, body: &Upcoming) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let condition = |open: &Condition| {
        let (until, title) = (bare(&open.until), refs.clause_title(&open.clause));
        let (text, cites) = if let Some(set) = &open.unclear {
            let agreed = format!("{title}, agreed until {until}, still stands");
            (unclear(&agreed, set.days()), backing(&set.cite, None))
        } else {
            let firm = marks(phrases::basis(open.basis));
            let text = format!("{title} stands until {until}{firm}, which has no date");
            (text, backing(&open.cite, Some("until")))
        };
        let set = open.set.as_ref();
        let set = set.map(|set| set_apart(refs, "this condition", (set, "until"), &open.bound));
        let told = [resting(refs, text, cites)].into_iter().chain(set);
        told.map(|told| told.of_event(&open.event)).collect()
    };
    let mut ahead: Vec<&Event> = body.notices.iter().chain(&body.ahead).collect();
    ahead.sort_by_key(|event| (event.last.is_none(), event.last, event.unclear.is_some()));
    told.section(None, paragraphs(refs, ahead));
    let conditions = body.conditions.iter().map(condition).collect();
    told.section(Some("Open conditions".to_owned()), conditions);
    let heading = Some("Planned, and not confirmed".to_owned());
    told.section(heading, paragraphs(refs, &body.plans));
    if told.sections.is_empty() {
        let within = body.within.as_ref().map(|span| format!(" within {span}"));
        let (within, today) = (within.unwrap_or_default(), day(context.today));
        told.say(format!("Nothing is scheduled{within} after {today}"));
    }
    told
}
