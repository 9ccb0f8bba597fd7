//! The lenses that the flags ask for, and what has become known under them.

use super::questions::{clause_filter, filter_flags};
use crate::agreement::history::History;
use crate::agreement::{Basis, Timeline, lens};
use crate::cli::{self, Global, LearnedArgs};
use crate::date::Day;
use crate::report::ask::{Asked, Records, Refusal};
use crate::report::{self, Lens, Report};

/// The lens that the flags ask for.
pub(super) fn lens(global: &Global, whole: &Timeline, today: Day) -> Result<lens::Lens, Refusal> {
    let mut found = lens::Lens {
        basis: basis(global),
        ..lens::Lens::default()
    };
    if global.known_by.is_none() && global.according_to.is_empty() {
        return Ok(found);
    }
    let history = History::of(whole);
    let asked = Asked::new(&history, today, Lens::default(), String::new());
    found.known_by = global
        .known_by
        .as_ref()
        .map(|when| asked.at(when))
        .transpose()?
        .map(|at| at.day);
    found.according_to = global
        .according_to
        .iter()
        .map(|id| asked.source(id))
        .collect::<Result<_, _>>()?;
    found.according_to.sort_unstable();
    found.according_to.dedup();
    Ok(found)
}

pub(super) fn basis(global: &Global) -> Basis {
    match global.basis {
        cli::Basis::Stated => Basis::Stated,
        cli::Basis::Reported => Basis::Reported,
        cli::Basis::Inferred => Basis::Inferred,
    }
}

/// The lens as headings name it.
pub(super) fn view(global: &Global, whole: &Timeline, lens: &lens::Lens) -> Lens {
    let sources = lens
        .according_to
        .iter()
        .map(|place| whole.sources[*place].id.clone());
    Lens {
        known_by: global.known_by.clone(),
        according_to: sources.collect(),
        basis: lens.basis,
    }
}

/// What has become known of a day: the same lens, once as of then and once as of today.
pub(super) fn learned(
    args: &LearnedArgs,
    whole: &Timeline,
    lens: &lens::Lens,
    asked: &Asked<'_>,
) -> Result<Report, Refusal> {
    let history = History::of(whole);
    let all = Asked::new(&history, asked.today, Lens::default(), String::new());
    let since = all.at(&args.since)?;
    let at = all.at(args.at.as_ref().unwrap_or(&args.since))?;
    let by = |day: Day| {
        let known_by = Some(lens.known_by.map_or(day, |limit| limit.min(day)));
        lens::Lens {
            known_by,
            ..lens.clone()
        }
        .narrow(whole)
    };
    let (then, now) = (by(since.day), by(asked.today));
    let (old, new) = (History::of(&then), History::of(&now));
    let seen = |history| {
        let mut seen = Asked::new(
            history,
            asked.today,
            asked.lens.clone(),
            asked.origin.clone(),
        );
        seen.flags.clone_from(&asked.flags);
        seen
    };
    let (old, new) = (seen(&old), seen(&new));
    let again = format!(
        "learned --since {} --at {}{}",
        since.day,
        at.day,
        filter_flags(&args.filter)
    );
    let filter = clause_filter(&args.filter, asked)?;
    let question = report::learned::Question {
        since,
        at,
        filter,
        again,
    };
    Ok(report::learned::learned(
        Records::new(&old),
        Records::new(&new),
        &question,
    ))
}
