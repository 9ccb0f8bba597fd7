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
    let place = view.clause(clause)?;
    view.is_one(clause);
    let span = chart::scale(view, days, &[])?;
    let (found, refs) = Map::default().of(&mut records, place, span);
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
    let known = body.rows.iter().map(|row| day(row.known_by));
    let known: Vec<String> = known.collect();
    told.say(match known.as_slice() {
        [first, .., last] => {
            format!("What is known of {title} has changed since {first}, last on {last}")
        }
        [first] => format!("What is known of {title} has not changed since {first}"),
        [] => format!("Nothing was ever known of {title}"),
    });
    let mut before: &[Stretch] = &[];
    for (place, row) in body.rows.iter().enumerate() {
        let since = day(row.known_by);
        let news = row.stretches.iter().filter(|of| is_news(of, before));
        let paragraphs = news.map(|of| {
            let mut later = body.rows[place + 1..].iter();
            let changed = later.find(|next| is_told_apart(of, &next.stretches));
            let until = changed.and_then(|next| next.known_by.pred());
            let known = until.map(|until| format!("until {}", day(until)));
            let known = known.unwrap_or_else(|| format!("since {since}"));
            let is_now = until.is_none() && context.today <= of.to;
            let mut sentence = held(context, body, of, is_now);
            sentence.text = format!("As known {known}, {}", sentence.text);
            vec![sentence]
        });
        told.section(Some(format!("Known by {since}")), paragraphs.collect());
        before = &row.stretches;
    }
    told
}

/// Whether something else was believed of some of the same days before.
fn is_news(of: &Stretch, before: &[Stretch]) -> bool {
    let is_told = of.reading.is_some() || of.undetermined;
    is_told_apart(of, before) || before.is_empty() && is_told
}

/// Whether something else is believed of some of the same days by another day.
fn is_told_apart(of: &Stretch, others: &[Stretch]) -> bool {
    let differs = |old: &Stretch| {
        let overlaps = old.from <= of.to && of.from <= old.to;
        overlaps && (&old.reading, old.undetermined) != (&of.reading, of.undetermined)
    };
    others.iter().any(differs)
}

/// What was believed of some days, as a part of a sentence.
fn held(context: &Context, body: &Beliefs, of: &Stretch, is_now: bool) -> Sentence {
    let (refs, is) = (&context.refs, if is_now { "is" } else { "was" });
    let days = match body.columns.last() {
        Some(last) if last.to == of.to => format!("from {} on", day(of.from)),
        _ => format!("from {} to {}", day(of.from), day(of.to)),
    };
    let Some(found) = body.reading(of.reading.as_ref()) else {
        let not = if of.undetermined { "perhaps" } else { "not" };
        return Sentence::of_record(format!("{days} the clause {is} {not} in force"));
    };
    let state = &found.state;
    let open = ["", " (a change may have happened)"][usize::from(of.undetermined)];
    let who = who::reads(refs, backing(&found.cite, None))
        .into_iter()
        .next();
    let who = who.map(|(source, _)| format!(", according to {}", who::name(refs, &source)));
    let mut told = match state.status {
        Status::Unclear => format!("{days} it {is} unclear whether the clause still stands{open}"),
        _ => format!("{days} the clause {is} in force{open}") + &who.unwrap_or_default(),
    };
    if let Some(text) = &state.text {
        told = sentences::reads(&told, text, state.wording) + &beliefs::firm(found, "text");
    }
    let terms = beliefs::each(refs, body, found, date).into_iter();
    let terms = terms.map(|(label, value)| format!("{label} ({value})"));
    if let Some(terms) = parted(terms, "; ") {
        told = told + ". It has these terms: " + &terms;
    }
    let event = found.event.as_deref().unwrap_or_default();
    resting(refs, told, backing(&found.cite, None)).of_event(event)
}
