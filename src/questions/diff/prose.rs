//! What `diff` tells: each event with what it did, then what only became known, then what is not certain.

use indexmap::IndexSet;

use super::Difference;
use super::item::is_report;
use super::learned::learned_of;
use super::table::{grouped, told_under};
use crate::agreement::compare::{How, Side};
use crate::agreement::{Action, Basis, ChangeKind, Status, Value};
use crate::answer::story::{Sentence, Story};
use crate::answer::{
    Cite, Context, Diff, DoneBy, Refs, Set, State, Undecided, ValueDiff, backing, is_disputed,
};
use crate::date::Date;
use crate::phrases::attribution::{attribution, is_confirmed, unconfirmed};
use crate::phrases::dates::{count, date, day, from, when};
use crate::phrases::deeds::{Tense, doers, headed, titled};
use crate::phrases::sentences::{
    capital, known, lower, marks, merged, provenance, resting, told_basis,
};
use crate::phrases::states::{
    Detail, expiring, state_sentences, tally, told_text, undecided_sentence, undetermined,
};
use crate::phrases::stories::{Manner, Told, close, tell, titles};
use crate::phrases::terms::{end, is_said, noun, stated, term, worded};
use crate::phrases::who::cites_of;
use crate::phrases::{self, values};
use crate::text::words::and_list;

pub(super) fn story(context: &Context, body: &Difference) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    told.paragraph(lead(context, body));
    let all = body.all().map(|found| {
        let found = found.clone();
        if body.reversed {
            found.mirrored()
        } else {
            found
        }
    });
    let (reports, deeds): (Vec<Diff>, Vec<Diff>) = all.partition(is_report);
    let by_event = deeds.iter().map(|found| (told_under(found), found));
    for (event, list) in grouped(refs, body, by_event) {
        told.paragraph(event_did(context, body, event, &list));
    }
    let learned = reports.iter().chain(&deeds).map(|found| match found.how {
        How::Adopted if is_report(found) => became_known(refs, body, found),
        How::Adopted if found.as_agreed.is_none() => Vec::new(),
        How::Learned if found.after.is_none() => Vec::from_iter(became_known_over(refs, found)),
        _ => learned_of(refs, (found, Some(&found.title)), found.news()),
    });
    let heading = Some("What only became known".to_owned());
    told.section(heading, learned.collect());
    let undecided = body.open().map(|found| (found, body.day(found.side)));
    undetermined(&mut told, refs, undecided);
    let touched = titles(refs, body.touched().map(|found| &found.clause));
    if !touched.is_empty() {
        told.say(format!(
            "Named in these days, and reading as before: {touched}"
        ));
    }
    if let Some(renewed) = body.renewals(day) {
        told.say(renewed);
    }
    if body.reversed {
        told.say("The two days were asked for in reverse; this is told forward in time");
    }
    told
}

fn lead(context: &Context, body: &Difference) -> Vec<Sentence> {
    let (early, late) = body.in_time();
    let counts = &body.counts;
    let (mut adopted, mut ended) = (counts.adopted, counts.ended);
    if body.reversed {
        std::mem::swap(&mut adopted, &mut ended);
    }
    let to_come = usize::from(early.day >= context.today && !body.alone);
    let changed = ["changed", "will change"][to_come];
    let parts = [
        (adopted, ["came into force", "will come into force"]),
        (counts.amended, ["changed", "will change"]),
        (ended, ["ended", "will end"]),
        (counts.unclear, ["became unclear", "will become unclear"]),
        (counts.interim, ["came and went", "will come and go"]),
    ];
    let parts = parts.map(|(count, verbs)| (count.certain, count.perhaps, verbs[to_come]));
    let tally = tally(&parts);
    let (done, rest) = match (body.changed, tally) {
        (0, None) => (
            "nothing is recorded to have changed the agreement".to_owned(),
            None,
        ),
        // What a lens sees for the first time was not done then.
        (0, Some(tally)) => (tally, None),
        (n, rest) => (
            format!("{} {changed} the agreement", count(n, "event")),
            rest,
        ),
    };
    let days = [early, late].map(|at| close(&context.refs, at));
    let days = format!("between {}, {done}", days.join(" and "));
    let lead = if body.alone { done } else { days };
    let told = [Some(lead), rest].into_iter().flatten();
    let mut told: Vec<_> = told
        .map(|text| Sentence::of_record(capital(&text)))
        .collect();
    let learned = counts.learned.certain + counts.learned.perhaps;
    let text = format!("More became known about {}", count(learned, "clause"));
    told.extend((learned > 0).then(|| Sentence::of_record(text)));
    told
}

fn event_did(context: &Context, body: &Difference, event: &str, list: &[&Diff]) -> Vec<Sentence> {
    let refs = &context.refs;
    let is_deed = list.iter().any(|found| found.how != How::Expired);
    let head = refs.events.get(event).filter(|_| is_deed);
    let head = head.map(|found| {
        let title = titled(refs, event, &found.title);
        headed(&capital(&date(found.date)), event, &title)
    });
    let mut told: Vec<Sentence> = head.into_iter().map(Sentence::of_record).collect();
    let is_end = |found: &&&Diff| found.how == How::Ended;
    let ended = list.iter().filter(is_end).count();
    let items = list.iter().map(|found| {
        let title = (ended > 1).then_some(found.title.as_str());
        became(context, body, (event, title), found)
    });
    told.extend(tell(Tense::Past, items.collect()));
    let done = list.iter().flat_map(|found| &found.by);
    let differ = is_disputed(done.flat_map(|done| &done.cite));
    told.extend(differ.then(|| Sentence::of_record("Sources differ on some of this")));
    told
}

/// What became of a clause under an event; with the title that the clause has in what goes on behind a list.
fn became<'a>(
    context: &Context,
    body: &Difference,
    (event, listed): (&str, Option<&str>),
    found: &'a Diff,
) -> Told<'a> {
    let refs = &context.refs;
    let own = own_deeds(found, event);
    let by = own.last().copied();
    let days = took_effect(refs, event, &own);
    let basis = by.map_or(Basis::Stated, |done| told_basis(event, done.basis));
    let sides = [&found.before, &found.after].into_iter().flatten();
    let bound: Vec<String> = sides.flat_map(|side| side.parties.clone()).collect();
    let deed = |action, basis| Manner::Deed(doers(refs, event, &bound), action, basis);
    let turned = found.after.as_ref().and_then(|after| after.turned.as_ref());
    let turned = turned.filter(|_| found.how == How::Unclear);
    let rests = |text: &str, cites: &[Cite]| {
        vec![resting(refs, text, cites).of_change(event, &found.clause)]
    };
    let cites = done(found, |done| done.event == event);
    let (manner, mut told) = match (&found.before, &found.after) {
        (None, Some(after)) => {
            let after = found.as_agreed.as_ref().unwrap_or(after);
            let told = state_sentences(refs, "", after, Detail::Since(event));
            // What a lens sees for the first time may have been kept or amended.
            let action = by.map_or(Action::Adopt, |done| done.action);
            let text = after.set_by.get("text").filter(|set| set.basis == basis);
            (deed(action, text.map_or(basis, |_| Basis::Stated)), told)
        }
        (Some(before), Some(after)) => {
            let name = turned.map_or("", |_| found.title.as_str());
            let mut told: Vec<Sentence> = turned.map_or_else(Vec::new, |set| rests("", &set.cite));
            told.extend(changed(refs, body, (event, name), found, (before, after)));
            if told.is_empty() {
                told = rests(&format!(". It is {} now", after.status), &cites);
            }
            let is_kept = own.iter().all(|done| done.action == Action::Keep) && !own.is_empty();
            let action = if is_kept { Action::Keep } else { Action::Amend };
            let manner = turned.map(|set| {
                let head = refs.events.get(event).map_or(set.date, |event| event.date);
                Manner::Unclear(set.days(), head)
            });
            (manner.unwrap_or_else(|| deed(action, basis)), told)
        }
        (Some(before), None) if found.how == How::Expired => {
            let end = expired(context, event, found, before.status == Status::Unclear);
            let cites = cites_of(&found.expiry);
            (Manner::Plain, rests(&end.unwrap_or_default(), &cites))
        }
        (Some(_), None) => {
            let mut told = rests("", &cites);
            told.extend(until_then(refs, body, (event, listed), found));
            (deed(Action::End, basis), told)
        }
        (None, None) => (Manner::Plain, rests(&course(found), &done(found, |_| true))),
    };
    told.extend(doubts(refs, body, found));
    let sentence = told.remove(0);
    let is_reported = matches!(manner, Manner::Deed(..)) && basis == Basis::Reported;
    let all = std::iter::once(("text", is_confirmed(refs, &cites)));
    Told {
        unconfirmed: unconfirmed(refs, &found.clause, all).filter(|_| is_reported),
        title: format!("{}{days}", found.title),
        manner,
        clause: &found.clause,
        sentence,
        note: None,
        more: told,
    }
}

/// What an event did to a clause: where it adopted it, that alone, since what was done to it after stands beside its
/// values.
fn own_deeds<'a>(found: &'a Diff, event: &str) -> Vec<&'a DoneBy> {
    let is_deed = |done: &&DoneBy| done.event == event && done.kind != ChangeKind::Learned;
    let own: Vec<&DoneBy> = found.by.iter().filter(is_deed).collect();
    let mut adopts = own.iter().filter(|_| found.before.is_none());
    match adopts.find(|done| done.action == Action::Adopt) {
        Some(adopts) => vec![*adopts],
        None => own,
    }
}

/// That a clause expired, by itself or with the agreement, and on what that hangs.
fn expired(context: &Context, event: &str, found: &Diff, doubted: bool) -> Option<String> {
    let end = context.refs.events.get(event)?.date;
    let (expires, doubt) = expiring(context, doubted, end);
    let hangs = if doubt.is_empty() { "" } else { "," };
    let with = found.ends_with(event).then_some(" with the agreement");
    let (with, end) = (with.unwrap_or_default(), date(end));
    Some(format!(
        "{doubt}{hangs} {expires}{with} at the end of {end}"
    ))
}

/// The days from which what an event did applies, or on which it was done before it became known, where they are not
/// that of the event.
fn took_effect(refs: &Refs, event: &str, done: &[&DoneBy]) -> String {
    let head = refs.events.get(event).map(|event| event.date);
    let apart = done.iter().filter(|done| Some(done.date) != head);
    let (told, agreed): (Vec<&DoneBy>, Vec<_>) = apart.partition(|done| done.is_told());
    let told = told.into_iter().filter_map(|done| {
        let since = known(done.date, done.known)?;
        Some(format!(", {}, {since}", when(done.date)))
    });
    let agreed: IndexSet<String> = agreed.iter().map(|done| from(done.date)).collect();
    let agreed = (!agreed.is_empty()).then(|| format!(", with effect {}", and_list(agreed)));
    let days: IndexSet<String> = told.chain(agreed).collect();
    days.into_iter().collect()
}

/// On which side of the two days it is not certain what had become of a clause, and by what.
fn doubts(refs: &Refs, body: &Difference, found: &Diff) -> Vec<Sentence> {
    let doubt = |side: &Side| {
        let asked = Some(if body.reversed { side.other() } else { *side });
        let at = body.day(asked);
        if *side == Side::From && found.before.is_none() {
            let text = format!(
                "Whether it began before or after the close of {} is not certain",
                day(at)
            );
            return vec![Sentence::of_record(text)];
        }
        let is_open = |of: &&Undecided| of.clause == found.clause && of.side == asked;
        let open = body.undetermined.iter().filter(is_open);
        open.map(|of| undecided_sentence(refs, of, &[at])).collect()
    };
    found.uncertain.iter().flat_map(doubt).collect()
}

pub(crate) fn done(found: &Diff, takes: impl Fn(&DoneBy) -> bool) -> Vec<Cite> {
    let done = found.by.iter().filter(|done| takes(done));
    done.flat_map(|done| backing(&done.cite, None))
        .cloned()
        .collect()
}

pub(crate) fn course(found: &Diff) -> String {
    let day = |action: Action, words: fn(Date) -> String| {
        let done = found.by.iter().find(|done| done.action == action)?;
        let (firm, known) = (phrases::basis(done.basis), known(done.date, done.known));
        let marks = marks([firm, known.as_deref()].into_iter().flatten());
        Some(words(done.date) + &marks)
    };
    let from = day(Action::Adopt, |of| format!(" {}", from(of))).unwrap_or_default();
    match (day(Action::End, when), day(Action::End, date)) {
        (Some(end), _) if !found.uncertain.is_empty() => {
            format!(" ended {end}; it had stood{from}")
        }
        (_, Some(to)) => format!(" stood only in between,{from} to {to}"),
        _ => format!(" stood only in between,{from}"),
    }
}

/// An older deed that became known: the clause as it stands, with both days.
fn became_known(refs: &Refs, body: &Difference, found: &Diff) -> Vec<Sentence> {
    let after = found.after.as_ref();
    let text = after.and_then(|after| after.set_by.get("text"));
    let says =
        |done: &DoneBy| text.is_none_or(|set| (set.date, set.known) != (done.date, done.known));
    let done = found.adoption();
    let mut sets = after.into_iter().flat_map(|after| after.set_by.values());
    let days = done.filter(|done| says(done)).and_then(|done| {
        let since = known(done.date, done.known)?;
        // What it says may have been known before its start was.
        let is_late = sets.any(|set| set.known.first() < done.known.first());
        Some(if is_late {
            format!("its start {} {since}", when(done.date))
        } else {
            format!("{since}, {}", from(done.date))
        })
    });
    let name = format!("{}{}", found.title, marks(days));
    let detail = done.map_or(Detail::Nothing, |done| Detail::Since(&done.event));
    let told = after.map(|after| state_sentences(refs, &name, after, detail));
    let mut told = told.unwrap_or_default();
    told.extend(doubts(refs, body, found));
    told
}

/// What became known of a clause that is over: that it had ended, or how it read while it stood.
fn became_known_over(refs: &Refs, found: &Diff) -> Option<Sentence> {
    let done = found.by.last()?;
    let cites = backing(&done.cite, None);
    let [who, ..] = attribution(refs, done.basis, done.known, &cites);
    let what = match &found.before {
        Some(_) => format!("it ended {}", when(done.date)),
        None => "more of how it read while it stood".to_owned(),
    };
    let text = format!("{}, as {who}: {what}", found.title);
    Some(resting(refs, text, cites).of_change(&done.event, &found.clause))
}

/// How a clause read before, with who said so: until the event, or on the first day where more was done before that.
fn until_then(
    refs: &Refs,
    body: &Difference,
    (event, title): (&str, Option<&str>),
    found: &Diff,
) -> Option<Sentence> {
    let before = found.before.as_ref()?;
    before.text.as_ref().and(before.set_by.get("text"))?;
    let mut done = found.by.iter().take_while(|done| done.event != event);
    let when = if done.any(|done| done.action != Action::Keep) {
        format!("on {}", day(body.in_time().0.day))
    } else {
        "until then".to_owned()
    };
    let mut reads = match title {
        Some(title) => format!("{title} read {when}"),
        None => format!("{} it read", capital(&when)),
    };
    // Who made a whole text known is named with it.
    let at = refs.events.get(event).filter(|_| before.is_part_told());
    let late = at.and_then(|at| before.text_known_after(at.date));
    reads.extend(late.map(|known| format!(", as became known {}", phrases::dates::when(known))));
    Some(told_text(refs, &reads, before, Detail::Past))
}

fn changed(
    refs: &Refs,
    body: &Difference,
    (event, name): (&str, &str),
    found: &Diff,
    (before, after): (&State, &State),
) -> Vec<Sentence> {
    let after = found.as_agreed.as_deref().unwrap_or(after);
    let has_text =
        found.as_agreed.is_some() || found.agreed().any(|value| value.name.as_str() == "text");
    let text_of = |state: &'_ State| state.text.clone().filter(|_| has_text).unwrap_or_default();
    let text = text_of(after);
    let old = if text.is_empty() {
        String::new()
    } else {
        text_of(before)
    };
    let mut told = Vec::new();
    if !text.is_empty() {
        told.push(told_text(refs, name, after, Detail::Since(event)));
        told.extend(until_then(refs, body, (event, None), found));
    }
    let whole = |state: &State, text: String| state.whole_text().map(|_| text).unwrap_or_default();
    let (old, text) = (whole(before, old), whole(after, text));
    for value in found.agreed() {
        let Some(step) = step(refs, &found.clause, value, [&old, &text]) else {
            continue;
        };
        let mut cites = cites_of(value.set.iter().chain(&value.before_set));
        cites.retain(|cite| !cite.denies(value.name.as_str()));
        if value.set.is_none() {
            cites.extend(done(found, |done| done.event == event));
        }
        let text = if told.is_empty() {
            format!("{name}: {}", lower(&step))
        } else {
            capital(&step)
        };
        told.push(resting(refs, text, &cites).of_change(event, &found.clause));
    }
    let others = |done: &DoneBy| {
        let agreed = done.kind == ChangeKind::Agreed && done.action != Action::Keep;
        agreed && !done.report && done.event != event
    };
    let days = found.by.iter().filter(|done| others(done));
    let days: IndexSet<String> = days.map(|done| when(done.date)).collect();
    if !days.is_empty() && !told.is_empty() {
        let text = format!("More was done to it {}", and_list(days));
        told.push(resting(refs, text, &done(found, others)).of_change(event, &found.clause));
    }
    merged(told)
}

/// A value beside what it was: `Share was 20% (reported) and is now 10%`. What the texts say is left to them.
fn step(refs: &Refs, clause: &str, of: &ValueDiff, [old, text]: [&str; 2]) -> Option<String> {
    let (name, before, after) = (of.name.as_str(), of.before.as_ref(), of.after.as_ref());
    let firm = |set: &Option<Set>| set.as_ref().map(provenance).unwrap_or_default();
    let [was, now] = values::sides(before, after, |value| worded(refs, clause, name, value));
    let was = was.map(|was| was + &firm(&of.before_set));
    let now = now.map(|now| now + &firm(&of.set));
    let is_said = |value: Option<&Value>, text: &str| {
        value.is_none_or(|value| is_said(refs, clause, (name, value), text))
    };
    let was_said = is_said(before, text) || is_said(before, old);
    let label = values::label(refs, clause, name);
    Some(match (was, now, after) {
        (None, None, _) => return None,
        _ if ["text", "status"].contains(&name) => return None,
        _ if before.is_none() && is_said(after, text) => return None,
        (was, now, _) if of.is_end() || name == "parties" => return end(name, was, now),
        _ if is_said(after, text) && was_said => return None,
        (Some(_), _, Some(Value::Bool(is))) if matches!(before, Some(Value::Bool(_))) => {
            let how = if *is { "now" } else { "no longer" };
            format!("{how} {label}{}", firm(&of.set))
        }
        (Some(was), Some(now), _) => match (noun(&label), after) {
            (Some(noun), Some(Value::Set(_))) => format!("{noun} named {was} and now names {now}"),
            (Some(noun), _) => format!("{noun} was {was} and is now {now}"),
            (None, _) => format!("{}; before that, {was}", stated(&label, &now)),
        },
        (Some(_), None, _) if before == Some(&Value::Bool(true)) => format!("no longer {label}"),
        (Some(was), None, _) => format!("no longer part of it: {}", stated(&label, &was)),
        (None, Some(_), _) => term(refs, clause, (name, after?)) + &firm(&of.set),
    })
}
