//! Suppositions as they are asked for.

use super::filters::whole;
use super::prelude::*;
use crate::agreement::suppose::{Supposed, Supposition};
use crate::answer::Suppose;
use crate::phrases::ends::IF_STANDS;

/// Reads `CONDITION[=WHEN]`: with what it means, and as it is named.
pub fn read(view: &View<'_>, text: &str) -> Result<(Supposition, Suppose), Refusal> {
    let parted = text.rsplit_once('=');
    let (what, at) = match parted.map(|(what, when)| (what, view.at(when))) {
        Some((what, Ok(at))) => (supposed(view, what)?, Some(at)),
        // Of what is known before the `=`, the WHEN is what is wrong.
        Some((what, Err(refusal))) => match supposed(view, text) {
            Err(_) if supposed(view, what).is_ok() => return Err(refusal),
            found => (found?, None),
        },
        None => (supposed(view, text)?, None),
    };
    let (condition, default) = match &what {
        Supposed::Condition(condition) => (condition.clone(), "today"),
        Supposed::Plan(id) => (id.clone(), &**id),
    };
    let by_itself = |at: At| At {
        when: at.day.to_string(),
        ..at
    };
    let at = at.map_or_else(|| view.at(default).map(by_itself), Ok)?;
    let timeline = view.timeline;
    let place = timeline.ids.events.get(timeline.own(&condition));
    let place = place.filter(|_| matches!(what, Supposed::Plan(_)));
    let plan = place.map(|plan| &timeline.events[*plan]);
    let clauses: Vec<usize> = if let Some(plan) = place {
        let changes = timeline.changes_of(*plan);
        let changes = changes.filter(|at| !view.history.is_late(*at));
        changes.map(|at| timeline.change(at).clause).collect()
    } else {
        let (history, at) = (view.history, at.instant);
        let waiting = history.waiting(&condition, at);
        let is_over = timeline.lasts.is_some_and(|of| waiting.contains(&of));
        let with_it = |of| is_over && history.turns_with(of, Action::End, at);
        let mut ended = view.by_topic();
        ended.retain(|of| waiting.contains(of) || with_it(*of));
        ended
    };
    let titles = clauses.iter().map(|clause| {
        let title = timeline.clauses[*clause].title.clone();
        match view.history.state(*clause, at.instant).status {
            Status::Unclear if plan.is_none() => title + IF_STANDS,
            _ => title,
        }
    });
    let named = Suppose {
        changes: titles.collect(),
        plan: plan.map(|plan| plan.title.clone()),
        condition,
        when: at.when,
        day: at.day,
    };
    let at = at.instant;
    Ok((Supposition { what, at }, named))
}

fn supposed(view: &View<'_>, condition: &str) -> Result<Supposed, Refusal> {
    let help = "`partnership upcoming` lists open conditions and planned events";
    let (timeline, whole) = (view.timeline, whole(view));
    // A lens may have put a source's condition in the place of the file's.
    let conditions = || timeline.conditions().chain(whole.conditions());
    if conditions().any(|known| known == condition) {
        return Ok(Supposed::Condition(condition.to_owned()));
    }
    if whole.ids.events.contains_key(whole.own(condition)) {
        let event = &timeline.events[view.event(condition)?];
        if event.planned {
            return Ok(Supposed::Plan(event.id.clone()));
        }
        let message = format!("event `{condition}` is not planned: it happened");
        return Err(Refusal::new(message, help).near(Some(0)));
    }
    let known = timeline.conditions().chain(whole.plans());
    let (rank, near) = ranked(condition, known.map(String::as_str)).unzip();
    let help = near.map_or(help.to_owned(), |near| format!("there is {}", ticked(near)));
    let message = format!("`{condition}` is neither a condition nor a planned event");
    Err(Refusal::new(message, help).near(rank))
}

/// Why a supposition changes nothing, if so.
pub fn idle(of: &Suppose) -> Option<String> {
    let (condition, day) = (&of.condition, of.day);
    of.changes.is_empty().then(|| match of.plan {
        Some(_) => format!("supposing `{condition}` changes nothing: it changes no clause"),
        None => format!(
            "supposing that {condition} changes nothing: no clause certainly stands on {day} with this condition"
        ),
    })
}
