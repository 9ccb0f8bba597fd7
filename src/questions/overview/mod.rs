//! Without a command: which timeline it is, how things stand today, and what comes next.

mod data;
pub(crate) mod table;

use serde_json::Value;

use super::{prelude::*, upcoming};
use crate::phrases::deeds::doubts;
use crate::phrases::states::{in_force, over_with_it, undecided};
use crate::phrases::stories::event_sentences;
pub use data::*;

#[derive(Clone, Copy, Debug, Default)]
pub struct OverviewArgs;

impl Question for OverviewArgs {
    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let found = overview(&mut records);
        Ok(records.finish("overview", found))
    }
}

impl Answer for Overview {
    shapes!(table::paper, story);

    fn days(&self, context: &Context) -> Vec<Day> {
        vec![context.today]
    }

    fn brief(&self, context: &Context, look: Look) -> Option<(Day, Cells)> {
        Some(table::brief(context, self, look))
    }

    fn rows(&self, context: &Context) -> Rows<'_> {
        let heading = &context.timeline;
        let dated = |record: Value, date: Option<Date>, event: Option<&str>| {
            let Bounds { first, last } = context.days_of(date, event);
            with(record, json!({"date": date, "first": first, "last": last}))
        };
        let plain = |figure: &str, value: Value| json!({"figure": figure, "value": value});
        let day = |figure: &str, date| dated(json!({"figure": figure}), date, None);
        let mut records = vec![
            plain("title", json!(heading.title)),
            plain("note", json!(heading.note)),
            plain("description", json!(self.description)),
            day("recorded", heading.recorded),
            day("today", Some(context.today.into())),
            day("first", self.span.first),
            day("last", self.span.last),
        ];
        if let Value::Object(counts) = json!(self.counts) {
            let counts = counts.into_iter();
            records.extend(counts.map(|(figure, count)| plain(&figure, count)));
        }
        for (figure, entry) in [
            ("last_change", &self.last_change),
            ("last_report", &self.last_report),
            ("next", &self.next),
        ] {
            let entry = entry.as_ref();
            let (date, event) = entry.map(|of| (of.date, of.id.as_str())).unzip();
            let title = entry.map(|of| &of.title);
            let record = with(entry.map(brief), json!({"figure": figure, "value": title}));
            records.push(dated(record, date, event));
        }
        records.extend(self.over().map(|of| {
            let more = json!({"figure": "over", "value": of.status, "clauses": of.id, "event": of.changed_by});
            dated(more, of.changed, of.changed_by.as_deref())
        }));
        let end = self.next_end.as_ref();
        let (value, clause) = end.map(|end| (end.in_days, end.about.first())).unzip();
        let more = json!({"figure": "next_end", "value": value, "clauses": clause});
        let record = with(end.map(upcoming::record), more);
        records.push(dated(record, end.map(|end| end.date), None));
        records.extend(self.undetermined.iter().map(|found| {
            let more = json!({"figure": "may_have_changed", "clauses": found.clause});
            dated(with(found, more), Some(found.date), Some(&found.event))
        }));
        let columns = "figure value date first last event clauses sources";
        Rows::new(columns, records)
    }
}

fn story(context: &Context, body: &Overview) -> Story {
    let (mut told, counts, refs) = (Story::default(), &body.counts, &context.refs);
    let about = body.description.as_ref();
    let about = about.map(|about| Sentence::of_record(bare(about)));
    let today = format!("on {}", day(context.today));
    let stands = in_force("record", &today, counts.in_force, counts.unclear);
    let over = body.over().and_then(|of| over_with_it(refs, of));
    told.paragraph(about.into_iter().chain([stands]).chain(over).collect());
    let mut news = Vec::new();
    let (change, report) = (&body.last_change, &body.last_report);
    for (what, last) in [("change", change), ("disclosure of terms", report)] {
        news.extend(last.as_ref().map(|last| last_came(refs, what, last)));
    }
    let next = body.next.iter().filter(|next| !next.is_expiry());
    let ahead = next.chain(&body.next_end);
    news.extend(ahead.flat_map(|next| event_sentences(refs, next)));
    told.paragraph(news);
    let list = body.undetermined.iter();
    let open = undecided(refs, list.map(|found| (found, context.today)));
    told.section(None, open);
    told
}

pub(super) fn last_came(refs: &Refs, what: &str, last: &Event) -> Sentence {
    let (came, doubts) = (when(last.date), doubts(refs, last, last.date));
    let title = refs.origin_of(&last.id).map_or(&last.title, |of| &of.title);
    let text = format!("The last {what} came {came}{doubts}: {}", bare(title));
    resting(refs, text, backing(&last.cite, None)).of_event(&last.id)
}
