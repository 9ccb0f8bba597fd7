//! `chart --beliefs`: what held of one clause on each day, as it was known by each day.

mod data;
mod table;

use super::chart;
use super::prelude::*;
pub use crate::answer::beliefs::*;
use crate::phrases::{beliefs, sentences};
pub(crate) use data::Map;

pub(super) fn ask(
    view: &View<'_>,
    clause: &str,
    days: (Option<&String>, Option<&String>),
) -> Result<Report, Refusal> {
    let mut records = Recorder::new(view);
    let clause = view.clause(clause)?;
    let span = chart::scale(view, days, &[])?;
    let (found, refs) = Map::default().of(&mut records, clause, span);
    let remark = found.rows.is_empty();
    let remark = remark.then(|| "nothing was ever known of this clause".to_owned());
    let mut report = records.finish("beliefs", found);
    report.context.refs.merge(refs);
    Ok(report.with(remark))
}

impl Answer for Beliefs {
    shapes!(table::paper, story);

    fn days(&self, _: &Context) -> Vec<Day> {
        self.columns.iter().map(|column| column.to).collect()
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        let records = self.rows.iter().flat_map(move |row| {
            let stretches = row.stretches.iter();
            stretches.map(move |stretch| {
                let reading = self.reading(stretch.reading.as_ref());
                let (clause, known_by) = (&self.clause, row.known_by);
                let more = json!({"clause": clause, "known_by": known_by, "state": reading});
                with(stretch, more)
            })
        });
        Rows::new(
            "clause known_by from to reading undetermined status=state.status text=state.text terms=state.terms \
                through=state.through until=state.until renews=state.renews \
                renewals=state.renewals notice=state.notice parties=state.parties event=state.event sources=state.cite",
            records,
        )
    }
}

fn story(context: &Context, body: &Beliefs) -> Story {
    let mut told = Story::default();
    let title = &body.title;
    told.say(match body.rows.first() {
        Some(_) => format!("{title}: what held on which days, as it became known"),
        None => format!("Nothing was ever known of {title}"),
    });
    let last = body.columns.last().map(|column| column.to);
    let mut before: &[Stretch] = &[];
    for (place, row) in body.rows.iter().enumerate() {
        let is_other = |of: &&Stretch| {
            let differs = |old: &Stretch| {
                let overlaps = old.from <= of.to && of.from <= old.to;
                overlaps && (&old.reading, old.undetermined) != (&of.reading, of.undetermined)
            };
            let is_told = of.reading.is_some() || of.undetermined;
            before.iter().any(differs) || before.is_empty() && is_told
        };
        let others = row.stretches.iter().filter(is_other).map(|of| {
            let to = match of.to {
                to if Some(to) == last => "on".to_owned(),
                to => format!("to {}", day(to)),
            };
            let text = format!("From {} {to}, {}", day(of.from), said(context, body, of));
            let Some(reading) = body.reading(of.reading.as_ref()) else {
                return vec![Sentence::of_record(text)];
            };
            let event = reading.event.as_deref().unwrap_or_default();
            vec![resting(&context.refs, text, backing(&reading.cite, None)).of_event(event)]
        });
        let known = day(row.known_by);
        let next = body.rows.get(place + 1);
        let known = match next.and_then(|next| next.known_by.pred()) {
            Some(until) if until > row.known_by => format!("Known from {known} to {}", day(until)),
            Some(_) => format!("Known on {known}"),
            None => format!("Known since {known}"),
        };
        told.section(Some(known), others.collect());
        before = &row.stretches;
    }
    told
}

fn said(context: &Context, body: &Beliefs, of: &Stretch) -> String {
    let refs = &context.refs;
    let open = ["", " (a change may have happened)"][usize::from(of.undetermined)];
    let Some(found) = body.reading(of.reading.as_ref()) else {
        let perhaps = if of.undetermined { "perhaps" } else { "not" };
        return format!("it is {perhaps} in force");
    };
    let state = &found.state;
    let stands = match state.status {
        Status::Unclear => "it is unclear whether it still stands",
        _ => "it is in force",
    };
    let stands = format!("{stands}{open}");
    let told = match &state.text {
        Some(text) => {
            sentences::reads(&stands, text, state.wording) + &beliefs::firm(found, "text")
        }
        None => stands,
    };
    // Where another reading has the same text, the values are what differs.
    let is_alike = |of: &&Reading| of.state.text == state.text;
    let is_text_alone = body.readings.iter().filter(is_alike).count() == 1
        && state.text.is_some()
        && state.renewing.renews.is_none();
    let terms = beliefs::values(refs, body, found, date);
    match terms.as_str() {
        _ if is_text_alone => told,
        "" => told + ". It has no terms",
        terms => format!("{told}. Its terms: {terms}"),
    }
}
