//! What `diff` tells: each event with what it did, then what only became known, then what is not certain.

use super::Difference;
use super::known::{became_known, became_known_over, doubts, learned_of, renewing};
use super::table::grouped;
use crate::phrases::attribution::{is_confirmed, unconfirmed};
use crate::phrases::clocks::{done_on, provenance};
use crate::phrases::dates::from;
use crate::phrases::deeds::{Tense, doers, headed, titled};
use crate::phrases::sentences::{Reading, merged, told_basis};
use crate::phrases::states::{Detail, expiring, state_sentences, tally, told_text, undetermined};
use crate::phrases::stories::{Manner, Told, close, tell, titles};
use crate::phrases::terms::{given, is_said, told, verb, worded};
use crate::phrases::who::cites_of;
use crate::questions::prelude::*;

pub(super) fn story(context: &Context, body: &Difference) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    told.paragraph(lead(context, body));
    let all = (body.all()).map(|found| found.clone().mirrored(body.reversed));
    let (reports, deeds): (Vec<Diff>, Vec<Diff>) = all.partition(Diff::is_report);
    let by_event = deeds.iter().map(|found| (found.told_under(), found));
    for (event, list) in grouped(refs, body, by_event) {
        told.paragraph(event_did(context, body, event, &list));
    }
    let learned = reports.iter().chain(&deeds).map(|found| {
        let news = || learned_of(refs, (found, Some(&found.title)), found.news());
        match found.how {
            How::Adopted => {
                let begun = found.is_report().then(|| became_known(refs, body, found));
                let news = found.as_agreed.as_ref().map(|_| news());
                begun.into_iter().chain(news).flatten().collect()
            }
            How::Learned if found.after.is_none() => Vec::from_iter(became_known_over(refs, found)),
            _ => news(),
        }
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

fn event_did(context: &Context, body: &Difference, event: &str, list: &[&Diff]) -> Vec<Sentence> {
    let refs = &context.refs;
    let is_deed = list.iter().any(|found| found.how != How::Expired);
    let at = refs.events.get(event).map(|found| found.date);
    let head = refs.events.get(event).filter(|_| is_deed);
    let head = head.map(|found| {
        let title = titled(refs, event, &found.title);
        let since = marks(known(found.date, found.known));
        let day = capital(&date(found.date)) + &since;
        headed(refs, &day, (event, &title))
    });
    let mut told: Vec<Sentence> = head.into_iter().map(Sentence::of_record).collect();
    let is_end = |found: &&&Diff| found.how == How::Ended;
    let ended = list.iter().filter(is_end).count();
    let items = list.iter().flat_map(|found| {
        let title = (ended > 1).then_some(found.title.as_str());
        let differs = Differs {
            context,
            body,
            event,
            found,
        };
        let steps = found.by.iter().filter(|done| done.event == event);
        let steps = steps.filter_map(|done| done.step.as_deref());
        let steps = steps.map(|of| Told::of_change(refs, event, of, at));
        steps.chain([differs.became(title)])
    });
    let tense = match at {
        Some(at) if at.is_after(context.today.into()) => Tense::Takes,
        _ => Tense::Past,
    };
    told.extend(tell(tense, items.collect()));
    let done = list.iter().flat_map(|found| &found.by);
    let differ = is_disputed(done.flat_map(|done| &done.cite));
    told.extend(differ.then(|| Sentence::of_record("Sources differ on some of this")));
    told
}

/// A clause that differs, and the event under which it is told.
#[derive(Clone, Copy)]
struct Differs<'a> {
    context: &'a Context,
    body: &'a Difference,
    event: &'a str,
    found: &'a Diff,
}

impl<'a> Differs<'a> {
    fn refs(self) -> &'a Refs {
        &self.context.refs
    }

    /// What became of it; with the title that it has in what goes on behind a list.
    fn became(self, listed: Option<&str>) -> Told<'a> {
        let (refs, found, event) = (self.refs(), self.found, self.event);
        let own = self.own_deeds();
        let (mut title, mut took) = (found.title.clone(), self.took_effect(&own));
        let is_with = found.turns_with(event);
        let mut steps = found.by.iter().filter(|done| done.event == event);
        let is_in_all = found.how == How::Amended && steps.any(|done| done.step.is_some());
        if is_in_all {
            title += ", in all";
        } else if !is_with {
            title += &std::mem::take(&mut took);
        }
        let (manner, mut told) = match (&found.before, &found.after) {
            (None, Some(after)) => self.came(after, &took),
            (Some(before), Some(after)) => self.differs((before, after), is_in_all),
            (Some(before), None) => self.went(before, &took, listed),
            (None, None) => {
                let cites = found.cites(|_| true);
                (Manner::Plain, self.rests(&course(found), &cites))
            }
        };
        told.extend(doubts(refs, self.body, found));
        let sentence = told.remove(0);
        let is_reported = matches!(manner, Manner::Deed(_, _, Basis::Reported));
        let all = std::iter::once(("text", is_confirmed(refs, &self.cites())));
        Told {
            unconfirmed: unconfirmed(refs, &found.clause, all).filter(|_| is_reported),
            title,
            manner,
            clause: &found.clause,
            sentence,
            // How it came to an end is told nowhere else.
            note: own
                .last()
                .filter(|_| found.how == How::Ended)
                .and_then(|done| done.note.as_ref()),
            more: told,
        }
    }

    fn came(self, after: &State, took: &str) -> (Manner, Vec<Sentence>) {
        let (refs, found) = (self.refs(), self.found);
        if found.turns_with(self.event) {
            let text = format!(" stands again with the agreement{took}");
            let mut told = self.rests(&text, &self.cites());
            let reads = state_sentences(refs, "It reads", after, Detail::Nothing);
            told.extend(reads);
            return (Manner::Plain, told);
        }
        let after = found.as_agreed.as_deref().unwrap_or(after);
        let mut told = state_sentences(refs, "", after, Detail::Since(self.event));
        told.extend(self.others_did(Some(after)));
        // What a lens sees for the first time may have been kept or amended.
        let by = self.own_deeds().pop();
        (
            self.deed(by.map_or(Action::Adopt, |done| done.action)),
            told,
        )
    }

    fn differs(
        self,
        (before, after): (&State, &State),
        is_in_all: bool,
    ) -> (Manner, Vec<Sentence>) {
        let (found, own) = (self.found, self.own_deeds());
        let turned = after.turned.as_ref().filter(|_| found.how == How::Unclear);
        if let Some(set) = turned {
            let head = self.refs().events.get(self.event);
            let head = head.map_or(set.date, |event| event.date);
            let mut told = self.rests("", &set.cite);
            told.extend(self.changed(&found.title, (before, after)));
            return (Manner::Unclear(set.days(), head), told);
        }
        let is_with = found.turns_with(self.event);
        let is_kept = !own.is_empty() && own.iter().all(|of| of.action == Action::Keep);
        let action = match own.last() {
            Some(by) if by.action == Action::Adopt && !is_with => Action::Adopt,
            _ if is_kept => Action::Keep,
            _ => Action::Amend,
        };
        let mut told = self.changed("", (before, after));
        if told.is_empty() {
            // It is settled that it stands.
            told = self.rests(&format!(". It is {} now", after.status), &self.cites());
        }
        if is_in_all {
            return (Manner::Plain, told);
        }
        (self.deed(action), told)
    }

    fn went(self, before: &State, took: &str, listed: Option<&str>) -> (Manner, Vec<Sentence>) {
        let (manner, mut told) = if self.found.how == How::Expired {
            let end = self.expired(before.status == Status::Unclear);
            let cites = cites_of(&self.found.expiry);
            (Manner::Plain, self.rests(&end.unwrap_or_default(), &cites))
        } else {
            let (manner, text) = if self.found.turns_with(self.event) {
                (
                    Manner::Plain,
                    format!(" {} with the agreement{took}", self.tensed("ends", "ended")),
                )
            } else {
                (self.deed(Action::End), String::new())
            };
            let mut told = self.rests(&text, &self.cites());
            told.extend(self.until_then(listed));
            (manner, told)
        };
        told.extend(self.others_did(None));
        (manner, told)
    }

    /// A verb of what is to come, or of what came.
    fn tensed(self, ahead: &'static str, past: &'static str) -> &'static str {
        let found = self.refs().events.get(self.event);
        let is_ahead = found.is_some_and(|of| of.date.is_after(self.context.today.into()));
        if is_ahead { ahead } else { past }
    }

    fn cites(self) -> Vec<Cite> {
        self.found.cites(|done| done.event == self.event)
    }

    fn deed(self, action: Action) -> Manner {
        let Diff { before, after, .. } = self.found;
        let sides = before.iter().chain(after);
        let bound: Vec<String> = sides.flat_map(|side| side.parties.clone()).collect();
        let doers = doers(self.refs(), self.event, (action, &bound));
        let basis = self.own_deeds().pop().map(|done| done.basis);
        let basis = told_basis(self.event, basis.unwrap_or(Basis::Stated));
        Manner::Deed(doers, action, basis)
    }

    fn rests(self, text: &str, cites: &[Cite]) -> Vec<Sentence> {
        let told = resting(self.refs(), text, cites);
        vec![told.of_change(self.event, &self.found.clause)]
    }

    /// What the event did to it last: where it adopted it, that alone, since what was done to it after stands beside its
    /// values.
    fn own_deeds(self) -> Vec<&'a DoneBy> {
        let is_last = |of: &&DoneBy| of.event == self.event && of.step.is_none();
        let is_deed = |of: &&DoneBy| is_last(of) && of.kind != ChangeKind::Learned;
        let own: Vec<&DoneBy> = self.found.by.iter().filter(is_deed).collect();
        let mut adopts = own.iter().filter(|_| self.found.before.is_none());
        match adopts.find(|done| done.action == Action::Adopt) {
            Some(adopts) => vec![*adopts],
            None => own,
        }
    }

    /// That it expired, by itself or with the agreement, and on what that hangs.
    fn expired(self, doubted: bool) -> Option<String> {
        let end = self.refs().events.get(self.event)?.date;
        let (expires, doubt) = expiring(self.context, doubted, end);
        let doubt = match self.found.hangs {
            Some((stands, assumed)) if !doubted => ends::doubt(stands, assumed),
            _ => doubt,
        };
        let hangs = if doubt.is_empty() { "" } else { "," };
        let is_with = self.found.turns_with(self.event);
        let with = if is_with { " with the agreement" } else { "" };
        let day = format!("at the end of {}", date(end));
        Some(format!("{doubt}{hangs} {expires}{with} {day}"))
    }

    /// The days from which what was done applies, or on which it was done before it became known, where they are not
    /// that of the event.
    fn took_effect(self, done: &[&DoneBy]) -> String {
        let head = self.refs().events.get(self.event).map(|event| event.date);
        let is_due = ![How::Interim, How::Unclear].contains(&self.found.how);
        let done = done.iter().filter(|_| is_due);
        let apart = done.filter(|done| Some(done.date) != head);
        let (told, agreed): (Vec<&DoneBy>, Vec<_>) = apart.partition(|done| done.is_told());
        let told = told.into_iter().map(|done| {
            let since = known(done.date, done.known).filter(|_| Some(done.known) != head);
            let since = since.map_or_else(String::new, |since| format!(", {since}"));
            format!(", {}{since}", when(done.date))
        });
        let agreed: IndexSet<String> = agreed.iter().map(|done| from(done.date)).collect();
        let agreed = some_list(agreed).map(|days| format!(", with effect {days}"));
        let days: IndexSet<String> = told.chain(agreed).collect();
        days.into_iter().collect()
    }

    /// How it read before, with who said so: until the event, or on the first day where more was done before that.
    fn until_then(self, title: Option<&str>) -> Option<Sentence> {
        let Self { event, found, .. } = self;
        let (refs, before) = (self.refs(), found.before.as_ref()?);
        before.text.as_ref().and(before.set_by.get("text"))?;
        let is_earlier = |done: &&DoneBy| done.event != event || done.step.is_some();
        let mut done = found.by.iter().take_while(is_earlier);
        let when = if done.any(|done| done.action != Action::Keep) {
            format!("on {}", day(self.body.in_time().0.day))
        } else {
            "until then".to_owned()
        };
        let read = self.tensed("reads", "read");
        let mut reads = match title {
            Some(title) => format!("{title} {read} {when}"),
            None => format!("{} it {read}", capital(&when)),
        };
        if let Some(Wording::Quoted | Wording::Record) = before.wording {
            reads += " as follows";
        }
        reads += &self.with_later(before);
        Some(told_text(refs, &reads, before, Detail::Past))
    }

    /// That a text says what became known of it only after the event; who made a whole text known is named with it.
    fn with_later(self, of: &State) -> String {
        let at = self.refs().events.get(self.event);
        let at = at.filter(|_| of.is_part_told());
        let known = at.and_then(|at| of.text_known_after(at.date));
        let known = known.map(|known| format!(", with what became known by {}", date(known)));
        known.unwrap_or_default()
    }

    fn changed(self, name: &str, (before, after): (&State, &State)) -> Vec<Sentence> {
        let (refs, found) = (self.refs(), self.found);
        let is_text = |value: &ValueDiff| value.name.as_str() == "text";
        let after = found.as_agreed.as_deref().unwrap_or(after);
        let has_text = found.as_agreed.is_some() || found.agreed().any(is_text);
        let has_text = has_text && after.text.is_some();
        let mut told = Vec::new();
        if has_text {
            let name = name.to_owned() + &self.with_later(after);
            told.push(told_text(refs, &name, after, Detail::Since(self.event)));
            told.extend(self.until_then(None));
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
                cites.extend(found.cites(|done| done.event == self.event));
            }
            let text = if told.is_empty() {
                Reading::fact(step).led(name)
            } else {
                capital(&step)
            };
            told.extend(self.rests(&text, &cites));
        }
        let others = self.others_did(Some(after)).filter(|_| !told.is_empty());
        told.extend(others);
        merged(told)
    }

    /// When other events did more to it, but for the day on which one gave it the text, which stands with that.
    fn others_did(self, after: Option<&State>) -> Option<Sentence> {
        let text = after.and_then(|after| after.set_by.get("text").map(|set| set.date));
        let others = |done: &DoneBy| {
            let agreed = done.kind == ChangeKind::Agreed && done.action != Action::Keep;
            agreed && !done.report && done.event != self.event && Some(done.date) != text
        };
        let mut days: IndexMap<String, IndexSet<String>> = IndexMap::new();
        for done in self.found.by.iter().filter(|done| others(done)) {
            let day = done_on(done) + &marks(phrases::basis(done.basis));
            days.entry(phrases::deed(done)).or_default().insert(day);
        }
        let list = days.into_iter();
        let list = list.map(|(deed, days)| format!("{deed} {}", and_list(days)));
        let text = format!("More was done to it: {}", parted(list, "; ")?);
        self.rests(&text, &self.found.cites(others)).pop()
    }

    /// A value beside what it was: `the share was 20% (reported) and is now 10%`. What the texts say is left to them.
    fn step(self, of: &ValueDiff, [old, text]: [&str; 2]) -> Option<String> {
        let (refs, clause) = (self.refs(), &self.found.clause);
        let (name, before, after) = (of.name.as_str(), of.before.as_ref(), of.after.as_ref());
        let is_said = |value: Option<&Value>, text: &str| {
            value.is_none_or(|value| is_said(refs, clause, (name, value), text))
        };
        let is_end = of.is_end() || name == "parties";
        let was_said =
            before.is_none() || !is_end && (is_said(before, text) || is_said(before, old));
        if ["text", "status"].contains(&name) || was_said && is_said(after, text) {
            return None;
        }
        let firm = |set: &Option<Set>| {
            let set = set.as_ref();
            set.map_or_else(String::new, |set| provenance(set, self.event))
        };
        if let Some(value) = after.filter(|_| before.is_none()) {
            let renewing = renewing(self.found);
            return Some(given(refs, clause, (name, value), renewing)? + &firm(&of.set));
        }
        let [was, now] = values::sides(before, after, |value| worded(refs, clause, name, value));
        let was = was.map(|was| was + &firm(&of.before_set));
        let now = now.map(|now| now + &firm(&of.set));
        let verb = verb(before.into_iter().chain(after), "is");
        told(&values::label(refs, clause, name), (name, verb), was, now)
    }
}

pub(crate) fn course(found: &Diff) -> String {
    let said = |of: &Origin, words: fn(Date) -> String| {
        let (firm, known) = (phrases::basis(of.basis), known(of.date, of.known));
        words(of.date) + &marks([firm, known.as_deref()].into_iter().flatten())
    };
    let begun = |of: &Option<Origin>| of.as_ref().map(|of| said(of, from));
    if let Some([begin, Some(end)]) = found.stood.last()
        && !found.uncertain.is_empty()
    {
        let from = begun(begin).map_or_else(String::new, |from| format!(" {from}"));
        return format!(" ended {}; it had stood{from}", said(end, when));
    }
    let lives = found.stood.iter().map(|[begin, end]| {
        let to = end.as_ref().map(|of| format!("to {}", said(of, date)));
        parted([begun(begin), to].into_iter().flatten(), " ").unwrap_or_default()
    });
    let days = some_list(lives).map(|days| format!(", {days}"));
    format!(" stood only in between{}", days.unwrap_or_default())
}
