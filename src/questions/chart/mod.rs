//! `chart`: the life of every clause on a scale of time.

mod data;
pub(crate) mod table;

use super::beliefs;
use super::filters::LaneArgs;
use super::listing::MOST;
use super::prelude::*;
pub use crate::answer::chart::*;
use crate::phrases::states::in_force;
use crate::phrases::turns;
pub(crate) use data::*;

#[derive(Args, Clone, Debug, Default)]
pub struct ChartArgs {
    /// Begin with the first day of this WHEN [default: the first day of the timeline]
    #[arg(long, alias = "since", value_name = "WHEN")]
    pub from: Option<String>,
    /// End with the last day of this WHEN [default: the last day of the timeline]
    #[arg(long, alias = "until", value_name = "WHEN")]
    pub to: Option<String>,
    /// Map what was known of this clause, and when
    #[arg(long, value_name = "CLAUSE", conflicts_with_all = ["mark", "clause", "party", "topic"])]
    pub beliefs: Option<String>,
    #[command(flatten)]
    pub lanes: LaneArgs,
}

impl Question for ChartArgs {
    const FORMATS: &'static [Format] = formats![Svg];

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        if let Some(clause) = &self.beliefs {
            return beliefs::ask(view, clause, (self.from.as_ref(), self.to.as_ref()));
        }
        let mut records = Recorder::new(view);
        // All agreements are drawn on one scale.
        let ends = &view.words.others.ends;
        let [from, to] = [ends.first(), ends.last()].map(|day| day.map(Day::to_string));
        let args = Self {
            from: from.or(self.from.clone()),
            to: to.or(self.to.clone()),
            ..self.clone()
        };
        let found = chart(&mut records, &args)?;
        if !found.lanes.is_empty() {
            let own = &mut view.words.own.borrow_mut().ends;
            own.extend([found.from, found.to]);
        }
        let renewals = |lane: &Lane| lane.turns.iter().filter(|of| of.renewal.is_some()).count();
        let is_cut = |lane: &Lane| renewals(lane) >= MOST as usize;
        let days = found.from..=found.to;
        let mut unseen = found.marks.iter().filter(|at| !days.contains(&at.day));
        let remark = if found.lanes.is_empty() {
            Some("no clause matches".to_owned())
        } else if let Some(at) = unseen.next() {
            Some(format!("the mark on {} is no day of the chart", at.day))
        } else if found.lanes.iter().any(is_cut) {
            Some("of many renewals only those next to today are drawn".to_owned())
        } else {
            None
        };
        Ok(records.finish("chart", found).with(remark))
    }
}

impl Answer for Chart {
    shapes!(table::paper, story);

    fn asked(&self) -> Vec<&At> {
        self.marks.iter().collect()
    }

    fn days(&self, _: &Context) -> Vec<Day> {
        vec![self.to]
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        let records = self.lanes.iter().flat_map(move |lane| {
            lane.stretches.iter().map(move |stretch| {
                let assumed = Some(stretch.from.max(self.assumed_from));
                let assumed = assumed.filter(|day| *day <= stretch.to);
                let (clause, title, topic) = (&lane.clause, &lane.title, &lane.topic);
                with(stretch, json!({"clause": clause, "title": title, "topic": topic, "assumed_from": assumed}))
            })
        });
        Rows::new("clause title topic from to stands assumed_from", records)
    }
}

fn story(context: &Context, body: &Chart) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let sentence = |turn: &Turn| {
        let text = turns::sentence(refs, turn, context.today);
        let name = (turn.action == TurnKind::Expiry).then_some("through");
        resting(refs, text, backing(&turn.cite, name)).of_event(&turn.event)
    };
    let all = [Status::InForce, Status::Unclear];
    let [standing, open] =
        all.map(|status| body.lanes.iter().filter(|of| of.status == status).count());
    let today = format!("on {}", day(context.today));
    told.paragraph(vec![in_force("chart", &today, standing, open)]);
    for lane in &body.lanes {
        let sentences = lane.told(context.today).map(sentence).collect();
        told.section(Some(lane.title.clone()), vec![sentences]);
    }
    told
}
