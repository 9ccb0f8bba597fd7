//! What `diff` tells: each event with what it did, then what only became known, then what is not certain.

use super::Difference;
use super::item::firm;
use super::known::{became_known, learned_of, only_between, over, stood};
use super::table::grouped;
use crate::phrases::clocks::provenance;
use crate::phrases::dates::from;
use crate::phrases::deeds::{Deed, Tense};
use crate::phrases::dissent::disagreements;
use crate::phrases::facts::{Fact, facts, is_own_word, unconfirmed};
use crate::phrases::sentences::note;
use crate::phrases::states::{Detail, Name, state_sentences, tally, told_text, undetermined};
use crate::phrases::stories::{Told, close, head_of, tell, titles};
use crate::phrases::terms::{is_said, told, values_told};
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
            let is_above = |of: &&ValueDiff| of.name.as_str() == "text" && is_reworded_later(found);
            let news = found.news().filter(|of| !is_above(of));
            learned_of(refs, found, Some(&found.title), news)
        }
    });
    let heading = Some("What only became known".to_owned());
    told.section(heading, learned.collect());
    let undecided = body.undetermined.iter();
    let undecided = undecided.map(|found| (found, body.day(found.side)));
    undetermined(&mut told, refs, undecided);
    let lapsed = body.touched().filter(|of| of.stood.len() > 1).map(|of| {
        let about = (of.clause.as_str(), refs.clause_title(&of.clause));
        stood(context, about, "", &of.stood)
    });
    told.paragraph(lapsed.collect());
    let touched = titles(refs, body.touched().map(|found| &found.clause));
    if !touched.is_empty() {
        told.say(format!(
            "What happened in between also concerned these clauses, which read as before: {touched}"
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
    let none = "nothing is recorded to have changed what was in force";
    let (done, rest) = match (body.changed, tally(&parts)) {
        // What a lens sees for the first time was not done then.
        (0, rest) => (rest.unwrap_or_else(|| none.to_owned()), None),
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
    let head = event.filter(|_| is_deed);
    let head = head.map(|of| head_of(refs, id, of.date, known(of.date, of.known)));
    let mut told: Vec<Sentence> = head.into_iter().collect();
    let items = list.iter().map(|found| {
        let under = Under {
            context,
            event: id,
            found,
        };
        under.told()
    });
    told.extend(tell(items.collect()));
    for found in list {
        let before = told.len();
        for done in found.by.chunk_by(|one, next| one.event == next.event) {
            let cites: Vec<Cite> = done.iter().flat_map(|done| done.cite.clone()).collect();
            let on = (Some(found.clause.as_str()), told.len() == before);
            told.extend(disagreements(refs, &done[0].event, on, "it", &cites));
        }
        if let Some(first) = told.get_mut(before) {
            first.begins = true;
        }
    }
    told
}

/// A clause that differs, and the event under which it is told.
#[derive(Clone, Copy)]
struct Under<'a> {
    context: &'a Context,
    event: &'a str,
    found: &'a Diff,
}

impl<'a> Under<'a> {
    fn refs(self) -> &'a Refs {
        &self.context.refs
    }

    /// What became of it: who did what, how it reads then, and how it read before.
    fn told(self) -> Told {
        let found = self.found;
        let (before, after) = (found.before.as_deref(), found.after.as_deref());
        let (deed, mut told) = match (before, after) {
            _ if found.how == How::Expired => (None, self.expired(before)),
            _ if found.turns_with(self.event) => (None, self.turned(before, after)),
            (_, Some(after)) => self.reads(before, after),
            (Some(before), None) => {
                let mut told = self.rests(&self.title(""), &self.cites());
                told.extend(self.read(before));
                (Some(self.deed(Action::End)), told)
            }
            (None, None) => (None, vec![only_between(self.context, found, &found.title)]),
        };
        let mut sentence = told.remove(0);
        sentence.change = Some(found.clause.clone());
        let is_deed = deed.as_ref().is_some_and(|deed| !deed.is_unclear());
        let is_reported = is_deed && self.firm() == Some("reported");
        let all = std::iter::once(("text", is_own_word(&self.cites())));
        let open = unconfirmed(self.refs(), &found.clause, all).filter(|_| is_reported);
        // How it came to an end is told nowhere else.
        let ended = self.own().filter(|_| found.how == How::Ended);
        let noted = ended.and_then(|done| note(done.note.as_ref()));
        let is_cut = found.how != How::Interim && found.stood.len() > 1;
        let lapse = is_cut.then(|| stood(self.context, (&found.clause, "It"), "", &found.stood));
        let more = open.into_iter().chain(told).chain(lapse);
        let more = more.chain(self.others_did()).chain(noted).collect();
        Told {
            deed,
            sentence,
            more,
        }
    }

    /// Its title, and behind it or behind what became of it, in parentheses: how firm that is, and the day from which it
    /// applies or on which it was done before it became known, where that is not the day of the event.
    fn title(self, turned: &str) -> String {
        format!("{}{turned}{}", self.found.title, marks(self.doubts()))
    }

    fn doubts(self) -> Vec<String> {
        let head = self.refs().events.get(self.event).map(|event| event.date);
        let perhaps = self.found.perhaps.then(|| "perhaps".to_owned());
        let took = self.own().filter(|done| Some(done.date) != head);
        let took = took.map(|done| clocks::days(done, [from, date]));
        let firm = self.firm().map(str::to_owned);
        [perhaps, took, firm].into_iter().flatten().collect()
    }

    /// Whether what the event did, or else the event itself, is to come.
    fn is_ahead(self) -> bool {
        let own = self.own().map(|done| done.date);
        let event = self.refs().events.get(self.event);
        let date = own.or(event.map(|event| event.date));
        date.is_some_and(|date| date.is_after(self.context.today.into()))
    }

    fn firm(self) -> Option<&'static str> {
        let expiry = self.found.expiry.as_ref().map(|set| &set.origin);
        let done = expiry.or(self.own().map(|done| &done.origin));
        done.and_then(|done| phrases::firm(self.event, done.basis))
    }

    /// How it reads now, beside how it did, and each value that differs.
    fn reads(self, before: Option<&State>, after: &State) -> (Option<Deed>, Vec<Sentence>) {
        let turned = after.turned.as_ref();
        let doubts = self.doubts();
        let title = (self.found.title.as_str(), doubts.as_slice());
        if let Some(set) = turned.filter(|_| self.found.how == How::Unclear) {
            let mut told = self.rests(&self.title(""), &set.cite);
            if let Some(before) = before {
                let amended = self.deed(Action::Amend).told("it", true);
                let amended = format!("{} too", capital(&amended));
                told.extend(self.changed((&amended, &[]), before, after));
            }
            return (Some(self.deed(Action::Unclear)), told);
        }
        // What a lens sees for the first time may have been kept or amended.
        let action = self.own().map(|done| done.action);
        let Some(before) = before else {
            let since = Detail::Since(self.event);
            let told = state_sentences(self.refs(), title, after, since);
            return (Some(self.deed(action.unwrap_or(Action::Adopt))), told);
        };
        let mut told = self.changed(title, before, after);
        if told.is_empty() {
            // It is settled that it stands.
            let text = format!("{}. It is {} now", self.title(""), after.status);
            told = self.rests(&text, &self.cites());
        }
        let action = action.filter(|of| [Action::Adopt, Action::Keep].contains(of));
        (Some(self.deed(action.unwrap_or(Action::Amend))), told)
    }

    /// What became of it with the agreement, and how it read or reads again.
    fn turned(self, before: Option<&State>, after: Option<&State>) -> Vec<Sentence> {
        let action = self.own().map_or(Action::End, |done| done.action);
        let turns = ends::turns(action, !self.is_ahead());
        let text = self.title(&format!(" {turns} with the agreement"));
        let mut told = self.rests(&text, &self.cites());
        match (before, after) {
            (_, Some(after)) => {
                let name = ("It reads", &[][..]);
                told.extend(state_sentences(self.refs(), name, after, Detail::Nothing));
            }
            (before, None) => told.extend(before.and_then(|before| self.read(before))),
        }
        told
    }

    /// That it expired, by itself or with the agreement, and on what that hangs.
    fn expired(self, before: Option<&State>) -> Vec<Sentence> {
        let doubt = match self.found.hangs {
            _ if before.is_some_and(|of| of.status == Status::Unclear) => {
                ends::doubt(lanes::Standing::Unclear, false)
            }
            Some((stands, assumed)) => ends::doubt(stands, assumed),
            None => "",
        };
        let expires = ["expired", "expires"][usize::from(self.is_ahead())];
        let with = ["", " with the agreement"][usize::from(self.found.turns_with(self.event))];
        let event = self.refs().events.get(self.event);
        let end = event.map(|event| date(event.date));
        let (title, end) = (&self.found.title, end.unwrap_or_default());
        let perhaps = marks(self.found.perhaps.then_some("perhaps"));
        let firm = marks(self.firm());
        let text = format!("{title}{perhaps} {expires}{with} at the end of {end}{firm}{doubt}");
        self.rests(&text, &cites_of(&self.found.expiry))
    }

    fn cites(self) -> Vec<Cite> {
        self.found.cites(|done| done.event == self.event)
    }

    fn deed(self, action: Action) -> Deed {
        let Diff { before, after, .. } = self.found;
        let sides = before.iter().chain(after);
        let bound: Vec<String> = sides.flat_map(|side| side.parties.clone()).collect();
        let tense = [Tense::Past, Tense::Future][usize::from(self.is_ahead())];
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

    /// How it read before all that, with who said so.
    fn read(self, before: &State) -> Option<Sentence> {
        before.text.as_ref().and(before.set_by.get("text"))?;
        let read = ["Before that, it read", "Before that, it reads"][usize::from(self.is_ahead())];
        let detail = Detail::Before(self.event);
        Some(told_text(self.refs(), (read, &[]), before, detail, &[]))
    }

    /// Its new text beside the old one, and each value that differs and that these do not say.
    fn changed(self, name: Name<'_>, before: &State, after: &State) -> Vec<Sentence> {
        let (refs, found) = (self.refs(), self.found);
        let is_text = |value: &ValueDiff| value.name.as_str() == "text";
        let is_later = found.values().any(is_text) && is_reworded_later(found);
        let has_text = after.text.is_some() && (is_later || found.agreed().any(is_text));
        let since = Detail::Since(self.event);
        let mut told = Vec::new();
        if has_text {
            told.push(told_text(refs, name, after, since, &[]));
            told.extend(self.read(before));
        }
        let texts =
            [before, after].map(|of| Some(of).filter(|of| has_text && of.whole_text().is_some()));
        let (mut values, mut gone, mut cites) = (Vec::new(), Vec::new(), Vec::new());
        for value in found.agreed() {
            let Some(step) = self.step(value, texts) else {
                continue;
            };
            let (name, before) = (value.name.as_str(), value.before_set.as_ref());
            if let Some(set) = &value.set {
                values.push(Fact {
                    name,
                    told: step,
                    set,
                    before,
                });
            } else {
                let own = before.into_iter();
                let own = own.flat_map(|set| backing(&set.cite, Some(name)));
                cites.extend(own.cloned());
                gone.push(step);
            }
        }
        let name = (!has_text).then(|| name.0.to_owned() + &marks(name.1));
        let behind = name.as_deref().filter(|_| values.is_empty());
        let gone = values_told(&gone, behind, "");
        let name = (name.as_deref(), "");
        told.extend(facts(refs, &found.clause, name, values, since));
        if let Some(gone) = gone {
            cites.extend(self.cites());
            told.extend(self.rests(&gone, &cites));
        }
        told
    }

    /// When more was agreed of it than what is told under the event.
    fn others_did(self) -> Option<Sentence> {
        let own = self.own().map(|done| (&done.event, done.date));
        let others = |done: &DoneBy| {
            let is_deed = done.is_deed() && done.kind == ChangeKind::Agreed;
            let is_deed = is_deed && !self.found.is_course(done);
            is_deed && own.is_some_and(|own| own != (&done.event, done.date))
        };
        let is_due = self.found.how != How::Interim;
        let days = self.found.by.iter().filter(|done| is_due && others(done));
        let is_ahead = |done: &DoneBy| done.date.is_after(self.context.today.into());
        let changes = ["changed", "changes"][usize::from(days.clone().all(is_ahead))];
        let day = |done: &DoneBy| clocks::days(done, [when, date]) + &firm(done);
        let days: IndexSet<String> = days.map(day).collect();
        let text = format!("It also {changes} {}", some_list(days)?);
        self.rests(&text, &self.found.cites(others)).pop()
    }

    /// A value beside what it was: `the share was 20% (reported) and is now 10%`. What the texts say is left to them.
    fn step(self, of: &ValueDiff, texts: [Option<&State>; 2]) -> Option<String> {
        let (refs, clause, name) = (self.refs(), &self.found.clause, of.name.as_str());
        let is_said = |value: &Option<Value>, state: Option<&State>| {
            let text = state.map_or("", |state| state.text_with(name));
            let value = value.as_ref();
            value.is_none_or(|value| is_said(refs, clause, (name, value), text))
        };
        let is_told = is_said(&of.before, texts[0]) && is_said(&of.after, texts[1]);
        if ["text", "status"].contains(&name) || is_told {
            return None;
        }
        let firm = of.before_set.as_ref();
        let firm = firm.map_or_else(String::new, |set| provenance(set, self.event));
        let both = [&of.before, &of.after].map(Option::as_ref);
        told(refs, (clause, name), both, &firm, true)
    }
}
