//! `learned`: what has become known of a day since another day, in the shape of a difference.

mod prose;

use super::diff::{self, Difference, item::arrow};
use super::filters::{ClauseArgs, as_filter};
use super::prelude::*;
use crate::agreement::compare;
use crate::agreement::history::History;
use crate::agreement::lens;
use crate::phrases::{Say, clause};

#[derive(Args, Clone, Debug, Default)]
pub struct LearnedArgs {
    /// Compare what was known by the close of this WHEN with what is known today
    #[arg(value_name = "FROM", required_unless_present = "since")]
    pub from: Option<String>,
    /// The same as FROM
    #[arg(long, value_name = "WHEN", conflicts_with = "from")]
    pub since: Option<String>,
    /// Compare the state on this day [default: FROM]
    #[arg(long, alias = "as-of", value_name = "WHEN")]
    pub at: Option<String>,
    #[command(flatten)]
    pub filter: ClauseArgs,
}

/// A difference whose first side is what was known then, and whose second is what is known today.
#[derive(Clone, Debug, Serialize)]
pub struct Learned {
    /// The day by whose close the earlier knowledge had been had.
    pub since: At,
    pub at: At,
    #[serde(flatten)]
    pub difference: Difference,
    /// The clauses that read alike on both sides, and of which it became known since when they stand.
    #[serde(skip)]
    pub began: Vec<State>,
}

impl Question for LearnedArgs {
    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let (whole, lens) = view.whole;
        let all = view.over(whole);
        let since = self.from.as_deref().or(self.since.as_deref());
        let since = since.unwrap_or("today");
        let since =
            (all.at(since)).map_err(|why| as_filter(view, "learned today-1y", since, why))?;
        let at = all.at(self.at.as_ref().unwrap_or(&since.when))?;
        let known_by = lens.known_by;
        let then = lens::Lens {
            known_by: Some(known_by.map_or(since.day, |limit| limit.min(since.day))),
            ..lens.clone()
        };
        let [old, new] = [&then, lens].map(|lens| History::of(lens.narrow(&whole.timeline)));
        let (old, new) = (view.over(&old), view.over(&new));
        let (mut then, mut now) = (Recorder::new(&old), Recorder::new(&new));
        let mut difference = Difference {
            from: at.clone(),
            to: at.clone(),
            ..Difference::default()
        };
        let filter = self.filter.resolve(view)?;
        let days = [&old, &new].map(|view| view.instant(at.day, at.event.as_deref()));
        let (old, new) = (old.history, new.history);
        let (mut behind, mut began) = (Vec::new(), Vec::new());
        for clause in 0..new.timeline.clauses.len() {
            if !filter.admits(new, clause, &days[1..]) {
                continue;
            }
            if let Some(found) = compare::learned(old, new, clause, days) {
                behind.extend(found.behind.iter().copied());
                let before = then.standing(clause, &found.before);
                let after = now.standing(clause, &found.after);
                if !difference.keep(&mut now, &found) {
                    difference.take(now.between(&found, [before, after]));
                } else if let (Some(before), Some(after)) = (before, after) {
                    began.extend(Some(*after).filter(|after| after.since != before.since));
                }
            }
            let undecided = &mut difference.undetermined;
            let (from, to) = (old.state(clause, days[0]), new.state(clause, days[1]));
            undecided.extend(then.undecided(clause, &from.pending, Some(Side::From)));
            undecided.extend(now.undecided(clause, &to.pending, Some(Side::To)));
        }
        difference.count();
        [difference.events, difference.reports] = now.deeds_and_reports(&behind);
        let earlier = then.refs();
        let learned = Learned {
            since,
            at,
            difference,
            began,
        };
        let mut report = now.finish("learned", learned);
        report.context.refs.merge(earlier);
        Ok(report)
    }
}

impl Answer for Learned {
    shapes!(paper, prose::story);

    fn asked(&self) -> Vec<&At> {
        vec![&self.since, &self.at]
    }

    fn days(&self, _: &Context) -> Vec<Day> {
        vec![self.at.day]
    }

    fn rows<'a>(&'a self, context: &'a Context) -> Rows<'a> {
        diff::rows(&self.difference, context)
    }
}

fn paper(context: &Context, body: &Learned, look: Look) -> Paper {
    let found = &body.difference;
    let (at, since, today) = (body.at.day, body.since.day, context.today);
    let text = match Count(found.all().count(), "clause") {
        Count(0, _) => {
            let but = ["", " but when they began"][usize::from(!body.began.is_empty())];
            format!("Nothing more is known of the clauses as of that day{but}")
        }
        clauses => format!("More is known of {clauses} as of that day"),
    };
    let side = |side| match side {
        Side::From => format!("as known by {since}"),
        Side::To => "as known today".to_owned(),
    };
    let differences = diff::table::differences(context, found, look).into_iter();
    let uncertain = diff::table::uncertain(context, found, look, side);
    let asked = format!("{at}, known by {since} {} {today}", arrow(look));
    let mut lines = vec![Line::of(Role::Strong, text)];
    let began = body.began.iter().map(|of| began(of, phrases::some_day));
    lines.extend(began.map(Line::plain));
    Paper::of(asked, lines, differences.chain(uncertain).collect()).with_more()
}

fn began(of: &State, day: Say) -> String {
    let since = clause::began(of, [day; 2]).map(|(since, _)| since);
    format!("{}: in force since {}", of.title, since.unwrap_or_default())
}
