//! What `diff` tells: each event with what it did, then what only became known, then what is not certain.

use super::Difference;
use super::item::course;
use super::known::{became_known, learned_of, over};
use super::table::grouped;
use crate::phrases::attribution::{is_confirmed, unconfirmed};
use crate::phrases::clocks::{done_on, provenance};
use crate::phrases::dates::from;
use crate::phrases::deeds::{Deed, Tense};
use crate::phrases::sentences::{merged, note};
use crate::phrases::states::{Detail, state_sentences, tally, told_text, undetermined};
use crate::phrases::stories::{Told, close, tell, titles};
use crate::phrases::terms::{behind, is_said, told, worded};
use crate::phrases::who::cites_of;
use crate::questions::prelude::*;

pub(super) fn story(context: &Context, body: &Difference) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    told.paragraph(lead(context, body));
    let all = (body.all()).map(|found| found.clone().mirrored(body.reversed));
    let (reports, deeds): (Vec<Diff>, Vec<Diff>) = all.partition(Diff::is_report);
    let by_event = deeds.iter().map(|found| (found.told_under(), found));
    for (event, list) in grouped(refs, body, by_event) {
        told.paragraph(event_did(context, event, &list));
    }
    let learned = reports.iter().chain(&deeds).map(|found| match found.how {
        How::Adopted if found.is_report() => became_known(refs, found),
        How::Adopted => Vec::new(),
        How::Learned if found.after.is_none() => vec![over(refs, found, &found.title)],
        _ => {
            let is_above = |of: &ValueDiff| of.name.as_str() == "text" && is_reworded_later(found);
            let news = found.news().filter(|of| !is_above(of));
            learned_of(refs, (found, Some(&found.title)), news)
        }
    });
    let heading = Some("What only became known".to_owned());
    told.section(heading, learned.collect());
    let undecided = body.undetermined.iter();
    let undecided = undecided.map(|found| (found, body.day(found.side)));
    undetermined(&mut told, refs, undecided);
    let touched = titles(refs, body.touched().map(|found| &found.clause));
    if !touched.is_empty() {
        told.say(format!(
            "Named in these days, and reading as before: {touched}"
        ));
    }
    if body.reversed {
        told.say("The two days were asked for in reverse; this is told forward in time");
    }
    told
}

/// Whether the text of an amended clause is told with what became known of a part of it later.
fn is_reworded_later(found: &Diff) -> bool {
    let after = found.after.as_ref();
    found.how == How::Amended && after.is_some_and(|after| after.is_part_told())
}

fn lead(context: &Context, body: &Difference) -> Vec<Sentence> {
    let (early, late) = body.in_time();
    let counts = &body.counts;
    let [adopted, ended] = if body.reversed {
        [counts.ended, counts.adopted]
    } else {
        [counts.adopted, counts.ended]
    };
    let to_come = usize::from(early.day >= context.today && !body.alone);
    let parts = [
        (adopted, ["came into force", "will come into force"]),
        (counts.amended, ["changed", "will change"]),
        (ended, ["ended", "will end"]),
        (counts.unclear, ["became unclear", "will become unclear"]),
        (counts.interim, ["came and went", "will come and go"]),
    ];
    let parts = parts.map(|(count, verbs)| (count.certain, count.perhaps, verbs[to_come]));
    let (done, rest) = match (body.changed, tally(&parts)) {
        (0, None) => (
            "nothing is recorded to have changed what was in force".into(),
            None,
        ),
        // What a lens sees for the first time was not done then.
        (0, Some(tally)) => (tally, None),
        (n, rest) => {
            let changed = ["changed what was", "will change what is"][to_come];
            (format!("{} {changed} in force", count(n, "event")), rest)
        }
    };
    let [early, late] = [early, late].map(|at| close(&context.refs, at));
    let days = format!("between {early} and {late}, {done}");
    let lead = if body.alone { done } else { days };
    let clauses = |number| count(number, "clause");
    let learned = counts.learned.told("more became known about", clauses);
    let told = [Some(lead), rest, learned].into_iter().flatten();
    let told = told.map(|text| Sentence::of_record(capital(&text)));
    told.collect()
}

fn event_did(context: &Context, id: &str, list: &[&Diff]) -> Vec<Sentence> {
    let refs = &context.refs;
    let event = refs.events.get(id);
    let is_deed = list.iter().any(|found| found.how != How::Expired);
    let head = event.filter(|_| is_deed).map(|found| {
        let since = marks(known(found.date, found.known));
        let day = capital(&date(found.date)) + &since;
        format!("{day}: {}", bare(&found.title))
    });
    let mut told: Vec<Sentence> = head.into_iter().map(Sentence::of_record).collect();
    let is_ahead = event.is_some_and(|event| event.date.is_after(context.today.into()));
    let items = list.iter().map(|found| {
        let under = Under {
            context,
            event: id,
            found,
            is_ahead,
        };
        under.told()
    });
    told.extend(tell(items.collect()));
    let done = list.iter().flat_map(|found| &found.by);
    let differ = is_disputed(done.flat_map(|done| &done.cite));
    told.extend(differ.then(|| Sentence::of_record("Sources differ on some of this")));
    told
}

/// A clause that differs, and the event under which it is told.
#[derive(Clone, Copy)]
struct Under<'a> {
    context: &'a Context,
    event: &'a str,
    found: &'a Diff,
    is_ahead: bool,
}

impl<'a> Under<'a> {
    fn refs(self) -> &'a Refs {
        &self.context.refs
    }

    /// What became of it: who did what, how it reads then, how it read before, and when others did more to it.
    fn told(self) -> Told {
        let (refs, found) = (self.refs(), self.found);
        let took = self.took_effect();
        let [mut title, mut turned] = [found.title.clone(), String::new()];
        if found.turns_with(self.event) {
            let action = self.own().map_or(Action::End, |done| done.action);
            let turns = ends::turns(action, !self.is_ahead);
            turned = format!(" {turns} with the agreement{took}");
        } else {
            title += &took;
        }
        title += &marks(found.perhaps.then_some("perhaps"));
        let (deed, mut told) = match (&found.before, &found.after) {
            (None, Some(after)) => self.came(after, &turned),
            (Some(before), Some(after)) => self.differs([before, after]),
            (Some(before), None) => self.went(before, &turned),
            (None, None) => {
                let said = |of: &Origin| {
                    let (firm, known) = (phrases::basis(of.basis), known(of.date, of.known));
                    date(of.date) + &marks([firm, known.as_deref()].into_iter().flatten())
                };
                let text = format!(" stood only in between, {}", course(found, "from ", said));
                (None, self.rests(&text, &found.cites(|_| true)))
            }
        };
        told.extend(self.others_did());
        let sentence = told.remove(0);
        let is_deed = deed.as_ref().is_some_and(|deed| !deed.is_unclear());
        let own = self.own().filter(|_| is_deed);
        let firm = own.and_then(|done| phrases::firm(self.event, done.basis));
        title += &marks(firm);
        let all = std::iter::once(("text", is_confirmed(refs, &self.cites())));
        // How it came to an end is told nowhere else.
        let ended = self.own().filter(|_| found.how == How::Ended);
        let open = unconfirmed(refs, &found.clause, all);
        let open = open.filter(|_| firm == Some("reported"));
        let noted = ended.and_then(|done| note(done.note.as_ref()));
        Told {
            deed,
            sentence: Sentence {
                text: title + &sentence.text,
                change: Some(found.clause.clone()),
                ..sentence
            },
            more: open.into_iter().chain(told).chain(noted).collect(),
        }
    }

    fn came(self, after: &State, turned: &str) -> (Option<Deed>, Vec<Sentence>) {
        let refs = self.refs();
        if !turned.is_empty() {
            let mut told = self.rests(turned, &self.cites());
            let reads = state_sentences(refs, "It reads", after, Detail::Nothing);
            told.extend(reads);
            return (None, told);
        }
        let (later, since) = (self.with_later(after), Detail::Since(self.event));
        let told = state_sentences(refs, &later, after, since);
        // What a lens sees for the first time may have been kept or amended.
        let action = self.own().map_or(Action::Adopt, |done| done.action);
        (Some(self.deed(action)), told)
    }

    fn differs(self, sides: [&State; 2]) -> (Option<Deed>, Vec<Sentence>) {
        let (found, after) = (self.found, sides[1]);
        let turned = after.turned.as_ref().filter(|_| found.how == How::Unclear);
        if let Some(set) = turned {
            let mut told = self.rests(&marks(phrases::basis(set.basis)), &set.cite);
            told.extend(self.changed("It was amended too", sides));
            return (Some(Deed::left_unclear((set.date, set.known))), told);
        }
        let mut told = self.changed("", sides);
        if told.is_empty() {
            // It is settled that it stands.
            told = self.rests(&format!(". It is {} now", after.status), &self.cites());
        }
        let action = self.own().map(|done| done.action);
        let action = action.filter(|of| [Action::Adopt, Action::Keep].contains(of));
        (Some(self.deed(action.unwrap_or(Action::Amend))), told)
    }

    fn went(self, before: &State, turned: &str) -> (Option<Deed>, Vec<Sentence>) {
        if self.found.how == How::Expired {
            let end = self.expired(before.status == Status::Unclear);
            let cites = cites_of(&self.found.expiry);
            return (None, self.rests(&end.unwrap_or_default(), &cites));
        }
        let mut told = self.rests(turned, &self.cites());
        told.extend(self.read(before));
        let is_deed = turned.is_empty();
        (is_deed.then(|| self.deed(Action::End)), told)
    }

    fn cites(self) -> Vec<Cite> {
        self.found.cites(|done| done.event == self.event)
    }

    fn deed(self, action: Action) -> Deed {
        let Diff { before, after, .. } = self.found;
        let sides = before.iter().chain(after);
        let bound: Vec<String> = sides.flat_map(|side| side.parties.clone()).collect();
        let today = Date::from(self.context.today);
        let is_ahead = self.own().is_some_and(|done| done.date.is_after(today));
        let tense = [Tense::Past, Tense::Future][usize::from(is_ahead)];
        let of = (action, bound.as_slice());
        Deed::new(self.refs(), self.event, of, tense)
    }

    fn rests(self, text: &str, cites: &[Cite]) -> Vec<Sentence> {
        let told = resting(self.refs(), text, cites);
        vec![told.of_change(self.event, &self.found.clause)]
    }

    /// What the event did to it: that it adopted it, else the last that was more than to keep it.
    fn own(self) -> Option<&'a DoneBy> {
        let is_own = |of: &&DoneBy| of.event == self.event && of.kind != ChangeKind::Learned;
        let own: Vec<&DoneBy> = self.found.by.iter().filter(is_own).collect();
        let is_adopted = |of: &&&DoneBy| of.action == Action::Adopt && self.found.before.is_none();
        let adopted = own.iter().find(is_adopted);
        let done = own.iter().rfind(|done| done.action != Action::Keep);
        adopted.or(done).or(own.last()).copied()
    }

    /// That it expired, by itself or with the agreement, and on what that hangs.
    fn expired(self, doubted: bool) -> Option<String> {
        let end = self.refs().events.get(self.event)?.date;
        let expires = ["expired", "expires"][usize::from(self.is_ahead)];
        let doubt = match self.found.hangs {
            _ if doubted => ends::doubt(lanes::Standing::Unclear, false),
            Some((stands, assumed)) => ends::doubt(stands, assumed),
            None => "",
        };
        let hangs = if doubt.is_empty() { "" } else { "," };
        let is_with = self.found.turns_with(self.event);
        let with = if is_with { " with the agreement" } else { "" };
        let day = format!("at the end of {}", date(end));
        Some(format!("{doubt}{hangs} {expires}{with} {day}"))
    }

    /// The day from which what was done applies, or on which it was done before it became known, where that is not the
    /// day of the event.
    fn took_effect(self) -> String {
        let head = self.refs().events.get(self.event).map(|event| event.date);
        let is_due = ![How::Interim, How::Unclear, How::Expired].contains(&self.found.how);
        match self.own().filter(|done| is_due && Some(done.date) != head) {
            Some(done) if done.is_told() => format!(", {}", done_on(done)),
            Some(done) => format!(", with effect {}", from(done.date)),
            None => String::new(),
        }
    }

    /// How it read before all that, with who said so.
    fn read(self, before: &State) -> Option<Sentence> {
        before.text.as_ref().and(before.set_by.get("text"))?;
        let read = ["read", "reads"][usize::from(self.is_ahead)];
        let later = self.with_later(before);
        let reads = format!("Before that, it {read}{later}");
        Some(told_text(self.refs(), &reads, before, Detail::Past))
    }

    /// That a text says what became known of it only after the event; who made a whole text known is named with it.
    fn with_later(self, of: &State) -> String {
        let at = self.refs().events.get(self.event);
        let at = at.filter(|_| of.is_part_told());
        let known = at.and_then(|at| of.text_known_after(at.date));
        let known = known.map(|known| format!(", with what became known by {}", date(known)));
        known.unwrap_or_default()
    }

    /// Its new text beside the old one, and each value that differs and that these do not say.
    fn changed(self, name: &str, [before, after]: [&State; 2]) -> Vec<Sentence> {
        let (refs, found) = (self.refs(), self.found);
        let is_text = |value: &ValueDiff| value.name.as_str() == "text";
        let is_later = found.values().any(is_text) && is_reworded_later(found);
        let has_text = after.text.is_some() && (is_later || found.agreed().any(is_text));
        let mut told = Vec::new();
        if has_text {
            let name = name.to_owned() + &self.with_later(after);
            told.push(told_text(refs, &name, after, Detail::Since(self.event)));
            told.extend(self.read(before));
        }
        for value in found.agreed() {
            let texts = [before, after].map(|state| {
                let whole = state.whole_text().filter(|_| has_text);
                whole.map_or("", |_| state.text_with(value.name.as_str()))
            });
            let Some(step) = self.step(value, texts) else {
                continue;
            };
            let mut cites = cites_of(value.set.iter().chain(&value.before_set));
            cites.retain(|cite| !cite.denies(value.name.as_str()));
            if value.set.is_none() {
                cites.extend(self.cites());
            }
            let text = match told.first() {
                None => name.to_owned() + &behind(None, Some(&step)),
                Some(_) => capital(&step),
            };
            told.extend(self.rests(&text, &cites));
        }
        merged(told)
    }

    /// When more was agreed of it than what is told under the event.
    fn others_did(self) -> Option<Sentence> {
        let own = self.own().map(|done| (&done.event, done.date));
        let others = |done: &DoneBy| {
            let is_deed = done.is_deed() && done.kind == ChangeKind::Agreed;
            is_deed && own.is_some_and(|own| own != (&done.event, done.date))
        };
        let is_due = self.found.how != How::Interim;
        let days = self.found.by.iter().filter(|done| is_due && others(done));
        let days: IndexSet<String> = days.map(|done| done_on(done)).collect();
        let text = format!("More was done to it {}", some_list(days)?);
        self.rests(&text, &self.found.cites(others)).pop()
    }

    /// A value beside what it was: `the share was 20% (reported) and is now 10%`. What the texts say is left to them.
    fn step(self, of: &ValueDiff, [old, new]: [&str; 2]) -> Option<String> {
        let (refs, clause) = (self.refs(), &self.found.clause);
        let (name, before, after) = (of.name.as_str(), of.before.as_ref(), of.after.as_ref());
        let is_said = |value: Option<&Value>, text: &str| {
            value.is_none_or(|value| is_said(refs, clause, (name, value), text))
        };
        if ["text", "status"].contains(&name) || is_said(before, old) && is_said(after, new) {
            return None;
        }
        let firm = |set: &Option<Set>| {
            let set = set.as_ref();
            set.map_or_else(String::new, |set| provenance(set, self.event))
        };
        let [was, now] =
            [before, after].map(|of| of.map(|value| worded(refs, clause, name, value)));
        let was = was.map(|was| was + &firm(&of.before_set));
        let now = now.map(|now| now + &firm(&of.set));
        told((name, &values::label(refs, clause, name)), was, now)
    }
}
