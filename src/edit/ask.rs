//! Asks for an event, question by question.

use std::collections::BTreeMap;
use std::io::{self, BufRead, ErrorKind, Write};

use super::add::Old;
use super::draft::{Draft, standing};
use super::flags::flag;
use crate::agreement::{Action, Given, Kind};
use crate::date::Date;
use crate::file::names::{is_id, slug};
use crate::questions::view::Refusal;
use crate::text::clean_line;
use crate::text::words::or_list;

/// Writes questions on a draft and reads answers; where the answers end early, every question is an error.
pub(super) struct Prompt<'a> {
    pub(super) answers: &'a mut dyn BufRead,
    pub(super) out: &'a mut dyn Write,
    pub(super) draft: &'a mut Draft,
    pub(super) old: &'a Old,
}

impl Prompt<'_> {
    /// Asks for what an event still needs.
    pub(super) fn event(&mut self) -> io::Result<()> {
        let path = &self.old.reading.source.path;
        self.tell(&format!("an event for `{path}` (Ctrl-D: leave it)"))?;
        let form = "date, as in 2026-04-27, 2026-04, 2026~ or [2026-01..2026-04]";
        for (key, question) in [("date", form), ("title", "title, in one line")] {
            if !self.draft.event.contains_key(key) {
                self.value(key, question, true)?;
            }
        }
        if !self.draft.is_bare() {
            return Ok(());
        }
        while let Some(id) = self.id(Kind::Source)? {
            let cites = self.draft.event.entry("cite").or_default();
            cites.push(format!("\"{id}\""));
        }
        loop {
            let before = self.draft.clone();
            let Some(id) = self.id(Kind::Clause)? else {
                return Ok(());
            };
            // What is gone back from is not declared either.
            if !self.change(&id)? {
                *self.draft = before;
            }
        }
    }

    /// Asks for a yes; where no answer can be had, it is a no.
    pub(super) fn confirm(&mut self, question: &str) -> bool {
        let answer = self.ask(&format!("{question} [y/N]")).unwrap_or_default();
        ["y", "yes"].contains(&answer.to_lowercase().as_str())
    }

    /// Asks for the value of a flag until it can be taken; whether there is one.
    fn value(&mut self, name: &str, question: &str, is_needed: bool) -> io::Result<bool> {
        loop {
            let answer = self.ask(question)?;
            if answer.is_empty() && !is_needed {
                return Ok(false);
            }
            match self.with(name, &answer) {
                _ if answer.is_empty() => self.tell("an answer is needed")?,
                Err(why) => self.tell(&why.in_one_line())?,
                Ok(draft) => {
                    *self.draft = draft;
                    return Ok(true);
                }
            }
        }
    }

    /// The draft with one more flag, where `check` takes it.
    fn with(&self, name: &str, answer: &str) -> Result<Draft, Refusal> {
        let mut with = self.draft.clone();
        with.take(flag(name), answer)?;
        // What flags gave is no fault of an answer about the event, nor is a text that is still to be asked for.
        let fault = match name {
            "date" => answer.parse::<Date>().err().map(Refusal::from),
            "title" => with.id(&self.old.reading.history.timeline).err(),
            "change" => {
                let mut tried = with.clone();
                let action = answer.rsplit('=').next().map(str::parse::<Action>);
                if action.is_some_and(|it| it.is_ok_and(Action::carries_values)) {
                    tried.take(flag("text"), "…")?;
                }
                self.old.wrong(&tried)
            }
            _ => self.old.wrong(&with),
        };
        fault.map_or(Ok(with), Err)
    }

    /// Asks for the id of a source or clause, which the file has or which is now declared; none where there are no more.
    fn id(&mut self, kind: Kind) -> io::Result<Option<String>> {
        let (table, ids) = (kind.word(), kind.ids(&self.old.reading.history.timeline));
        let [role, name] = match kind {
            Kind::Source => ["that says so", "its publisher or address"],
            _ => ["that it changes", "its title"],
        };
        let known = Some(or_list(ids.keys())).filter(|list| (1..=60).contains(&list.len()));
        let known = known.map_or(String::new(), |list| format!(": {list}"));
        let question = format!("{table} {role}{known} (Enter: no more)");
        loop {
            let said = self.ask(&question)?;
            if said.is_empty() {
                return Ok(None);
            }
            // Words are the id that is made of them.
            let id = slug(&said).filter(|_| !is_id(&said)).unwrap_or(said);
            if ids.contains_key(id.as_str()) || self.draft.declares(table, &id) {
                return Ok(Some(id));
            }
            self.tell(&format!("there is no {table} `{id}`"))?;
            let question = format!("{name}, to add it to the file (Enter: another id)");
            let name = self.ask(&question)?;
            if name.is_empty() {
                continue;
            }
            match self.draft.declare(table, &id, &name) {
                Ok(()) => return Ok(Some(id)),
                Err(refusal) => self.tell(&refusal.in_one_line())?,
            }
        }
    }

    /// Asks what is done to a clause, below how that stands; whether anything is.
    fn change(&mut self, clause: &str) -> io::Result<bool> {
        let history = &self.old.reading.history;
        let date = self.draft.event["date"][0].clone();
        let stands = standing(history, clause, &date);
        let how = ["stands so:", "does not stand on that day"][usize::from(stands.is_empty())];
        self.tell(&format!("`{clause}` {how}"))?;
        for (name, given) in &stands {
            let value = given.value(&history.timeline.parties);
            self.tell(&format!("  {name}: {value}"))?;
        }
        let question = format!("action: {} (Enter: back)", Action::WORDS.join(", "));
        let action = loop {
            let word = self.ask(&question)?;
            if word.is_empty() {
                return Ok(false);
            }
            match self.with("change", &format!("{clause}={word}")) {
                Err(why) => self.tell(&why.in_one_line())?,
                Ok(draft) => {
                    *self.draft = draft;
                    break word.parse::<Action>();
                }
            }
        };
        if let Some(action) = action.ok().filter(|action| action.carries_values()) {
            self.values(action == Action::Adopt, &stands)?;
        }
        let question = format!("day from which it applies (Enter: {date}, as the event)");
        self.value("effective", &question, false).map(|_| true)
    }

    /// Asks for what the change begun last sets of a clause that says this already.
    fn values(&mut self, adopts: bool, stands: &BTreeMap<&str, Given<'_>>) -> io::Result<()> {
        let as_before = if adopts { "" } else { " (Enter: as before)" };
        let text = format!("the clause as it now reads{as_before}");
        self.value("text", &text, adopts)?;
        let term = "term, as in share=20%, or rooms+=20 for a list (Enter: no more)";
        while self.value("term", term, false)? {}
        let last = "last day, month or year in force, as in 2030";
        let until = "in force until this happens";
        for (key, question, nothing) in [
            ("through", last, "no end"),
            ("until", until, "no condition"),
        ] {
            let parties = &self.old.reading.history.timeline.parties;
            let stays = |given: &Given<'_>| format!("{} stays", given.value(parties));
            let empty = stands.get(key).map_or(nothing.to_owned(), stays);
            self.value(key, &format!("{question} (Enter: {empty})"), false)?;
        }
        Ok(())
    }

    fn ask(&mut self, question: &str) -> io::Result<String> {
        write!(self.out, "{question}: ")?;
        self.out.flush()?;
        let mut answer = String::new();
        if self.answers.read_line(&mut answer)? == 0 {
            writeln!(self.out)?;
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(answer.trim().to_owned())
    }

    fn tell(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", clean_line(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::draft::change_of;
    use crate::edit::toml::Toml;

    const LEASE: &str = r#"
format = 1
title = "Lease"
[party.me]
name = "Me"
[clause.rent]
title = "Rent"
[[event]]
id = "signed"
date = "2020"
title = "Signed"
[[event.change]]
clause = "rent"
action = "adopt"
text = "The rent is 900 a month."
terms = { suites = [100, 200] }
through = "2030"
"#;

    fn answered(answers: &str) -> (bool, Draft, String) {
        let (mut draft, mut out) = (Draft::default(), Vec::new());
        let old = Old::of("lease.toml", LEASE.as_bytes().into(), false);
        let Ok(old) = old else {
            panic!("a sound file");
        };
        let mut prompt = Prompt {
            answers: &mut answers.as_bytes(),
            out: &mut out,
            draft: &mut draft,
            old: &old,
        };
        let done = prompt.event().is_ok();
        let shown = String::from_utf8(out).expect("text");
        (done, draft, shown)
    }

    #[test]
    fn a_wrong_answer_is_asked_for_again() {
        let (done, draft, shown) = answered(
            "soon\n2021-02-30\n2021\n…\n\nA fee is agreed\n\nA fee\n\nfee\nThe fee\ndrop\nadopt\n\nA fee is due.\n\
             20%\nshare=20%\nsqft=64,991\nsqft=64991\n\nDec 2022\n2019\n2022\nthe lease ends\n\n\n\n",
        );
        assert!(done, "{shown}");
        assert_eq!(
            draft.toml(Toml::default(), "a-fee").out,
            "[clause.fee]\ntitle = \"The fee\"\n\n[[event]]\nid = \"a-fee\"\ndate = \"2021\"\ntitle = \"A fee is agreed\"\n\n\
             [[event.change]]\nclause = \"fee\"\naction = \"adopt\"\ntext = \"A fee is due.\"\nterms = { share = \"20%\", sqft = 64991 }\n\
             through = \"2022\"\nuntil = \"the lease ends\"\n"
        );
        for line in [
            "February 2021 has 28 days",
            "no id can be made from the title `…`",
            "an answer is needed",
            "clause that it changes: rent (Enter: no more): there is no clause `a-fee`",
            "there is no clause `fee`",
            "`fee` does not stand on that day",
            "`drop` is not an action; use `end`",
            "the month must be a number; write `2022-12`",
            "(Enter: no end): `fee` is in force through 2019, but the change comes later",
            "is not of the form NAME=VALUE",
            "may be a number or a text; write `sqft=64991` or `sqft=\"64,991\"`",
        ] {
            assert!(shown.contains(line), "{line} is not in {shown}");
        }
    }

    #[test]
    fn a_clause_is_shown_as_it_stands_and_each_answer_checked() {
        let (done, draft, shown) = answered(
            "2021\nA suite more\n\nrent\nadopt\nextend\namend\n\nsuites+=300\nshares+=1\n\n2031\n\n\n\n",
        );
        assert!(done, "{shown}");
        for line in [
            "`rent` stands so:\n  suites: 100, 200\n  text: The rent is 900 a month.\n  through: 2030\n",
            "`extend` is not an action; use `amend` with a new `through`",
            "the clause as it now reads (Enter: as before): ",
            "as in 2030 (Enter: 2030 stays): ",
            "`rent` has no list `shares` to extend on that day; begin it with `shares=[…]`",
        ] {
            assert!(shown.contains(line), "{line} is not in {shown}");
        }
        assert!(shown.matches("action: ").count() == 3, "{shown}");
        assert_eq!(draft.changes[0]["terms"], ["suites += 300"]);
        assert_eq!(draft.changes[0]["through"], ["2031"]);
    }

    #[test]
    fn an_end_has_a_day_of_its_own() {
        let (done, draft, shown) = answered("2021\nOver\n\nrent\nend\nsoon\n2022-03\n\n");
        assert!(done, "{shown}");
        assert!(
            shown.contains("day from which it applies (Enter: 2021, as the event): "),
            "{shown}"
        );
        assert_eq!(draft.changes[0]["effective"], ["2022-03"]);
    }

    #[test]
    fn faults_of_flags_are_left_to_the_end() {
        let Ok(old) = Old::of("lease.toml", LEASE.as_bytes().into(), false) else {
            panic!("a sound file");
        };
        let mut draft = Draft::default();
        draft.changes.push(change_of("fee", "amend"));
        let mut prompt = Prompt {
            answers: &mut "2021\nA title\n".as_bytes(),
            out: &mut Vec::new(),
            draft: &mut draft,
            old: &old,
        };
        prompt.event().expect("questions written");
        assert!(old.wrong(&draft).is_some());
    }

    #[test]
    fn answers_that_end_early_are_not_complete() {
        for answers in ["", "2021\n", "2021\nA title\n", "2021\nA title\n\nrent\n"] {
            assert!(!answered(answers).0, "{answers}");
        }
    }
}
