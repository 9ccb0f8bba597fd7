//! The chart as a picture.

use crate::agreement::Action;
use crate::agreement::lanes::{Standing, Stretch};
use crate::answer::Context;
use crate::answer::chart::{self, Chart, Turn, TurnKind};
use crate::answer::picture::{Bar, BarKind, Lane, Mark, MarkKind, Picture, Row};
use crate::date::Day;
use crate::phrases;
use crate::text::words::Count;

pub(crate) fn picture(context: &Context, chart: &Chart) -> Picture {
    let mut rows = Vec::new();
    for lanes in chart.lanes.chunk_by(|a, b| a.topic == b.topic) {
        let topic = lanes[0].topic.as_deref().unwrap_or("without a topic");
        rows.push(Row::Topic(topic.to_owned()));
        rows.extend(
            lanes
                .iter()
                .map(|found| Row::Lane(lane(context, chart, found))),
        );
    }
    let lens = phrases::lens(&context.lens).map(|lens| format!(" {lens}"));
    Picture {
        title: context.timeline.title.clone(),
        description: format!(
            "The life of {} from {} to {}, a lane each; today is {}.{}",
            Count(chart.lanes.len(), "clause"),
            chart.from,
            chart.to,
            context.today,
            lens.unwrap_or_default()
        ),
        note: context.timeline.note.clone(),
        scale: (chart.from, chart.to),
        rows,
        rules: chart.rules(context.today),
    }
}

fn lane(context: &Context, chart: &Chart, lane: &chart::Lane) -> Lane {
    let stretches = lane.stretches_until(context.today);
    let bars = stretches.iter().filter_map(|stretch| {
        Some(Bar {
            kind: bar_kind(*stretch, context.today)?,
            from: stretch.from,
            to: stretch.to,
            tooltip: format!(
                "{}: {} from {} to {}",
                lane.clause,
                phrases::stand(stretch.stands),
                stretch.from,
                stretch.to
            ),
        })
    });
    let marks = lane.turns.iter();
    let marks = marks.filter_map(|turn| {
        let day = turn.certain().filter(|day| chart.has(*day))?;
        mark(context, lane, turn, day)
    });
    Lane {
        name: lane.clause.clone(),
        tooltip: format!("{}: {}", lane.title, lane.status),
        bars: bars.collect(),
        marks: marks.collect(),
    }
}

fn bar_kind(stretch: Stretch, today: Day) -> Option<BarKind> {
    match stretch.stands {
        Standing::No => None,
        Standing::InForce if stretch.from > today => Some(BarKind::Later),
        Standing::InForce => Some(BarKind::InForce),
        Standing::Changing => Some(BarKind::Changing),
        Standing::Unclear => Some(BarKind::Unclear),
        Standing::Perhaps => Some(BarKind::Perhaps),
    }
}

/// The mark of what certainly happens on a day; what only keeps a clause has none.
fn mark(context: &Context, lane: &chart::Lane, turn: &Turn, day: Day) -> Option<Mark> {
    let kind = match turn.action {
        TurnKind::Change(Action::Keep) => return None,
        TurnKind::Change(Action::End) | TurnKind::Expiry => MarkKind::End,
        TurnKind::Change(Action::Disclose) => MarkKind::Disclosure,
        TurnKind::Change(Action::Adopt | Action::Amend | Action::Unclear) => MarkKind::Change,
    };
    let ids: Vec<&str> = turn.cite.iter().map(|cite| cite.source.as_str()).collect();
    let mut sources = ids.iter().filter_map(|id| context.refs.sources.get(*id));
    Some(Mark {
        kind,
        day,
        tooltip: format!(
            "{} {} on {day} by {} [{}]",
            lane.clause,
            turn.action.past(),
            turn.event,
            ids.join(", ")
        ),
        url: sources.find_map(phrases::link).map(str::to_owned),
    })
}
