//! Asks for an event, question by question.

use std::collections::BTreeMap;
use std::io::{self, BufRead, ErrorKind, Write};

use super::add::Old;
use super::draft::{Draft, change_of, doubtful, standing, term, write_an_action};
use super::toml::{Toml, one_line};
use crate::agreement::{Action, Given, Kind};
use crate::date::Date;
use crate::file::keys::{CHANGE, EVENT};
use crate::file::names::{is_id, slug};
use crate::questions::view::Refusal;
use crate::text::clean_line;
use crate::text::words::{nearest, or_list};

/// Writes questions on a draft and reads answers; where the answers end early, every question is an error.
pub(super) struct Prompt<'a> {
    pub(super) answers: &'a mut dyn BufRead,
    pub(super) out: &'a mut dyn Write,
    pub(super) draft: &'a mut Draft,
    pub(super) old: &'a Old,
}

/// What is asked of the end of a clause: the key, the one without which it means nothing, the question, and what no
/// answer means where nothing stands.
#[rustfmt::skip]
const ENDS: [(&str, &str, &str, &str); 5] = [
    ("through", "", "last day, month or year in force, as in 2030", "no end"),
    ("renews", "through", "then it renews, each time for, as in 1y", "it ends then"),
    ("renewals", "renews", "at most so many times", "any number"),
    ("notice", "renews", "notice that it will not renew, as in 3m", "none"),
    ("until", "", "in force until this happens", "no condition"),
];

impl Prompt<'_> {
    /// Asks for what an event still needs; whether the answers came to their end. If not, what was given is shown.
    pub(super) fn event(&mut self) -> io::Result<bool> {
        let path = &self.old.reading.source.path;
        self.tell(&format!(
            "an event for `{path}` (Ctrl-D: leave it, ?: what is meant)"
        ))?;
        match self.fill() {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                let given = self.draft.toml(Toml::default(), "").out;
                write!(self.out, "\n{given}\n")?;
                Ok(false)
            }
            asked => asked.map(|()| true),
        }
    }

    pub(super) fn confirm(&mut self, question: &str) -> io::Result<bool> {
        loop {
            match self.ask(&format!("{question} [y/N]")) {
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
                answer => match answer?.to_lowercase().as_str() {
                    "y" | "yes" => return Ok(true),
                    "n" | "no" | "" => return Ok(false),
                    _ => self.tell("answer y or n")?,
                },
            }
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let form = "date, as in 2026-04-27, 2026-04, 2026~ or [2026-01..2026-04]";
        for (key, question) in [("date", form), ("title", "title, in one line")] {
            if !self.draft.event.contains_key(key) {
                self.value(key, question, true)?;
            }
        }
        if !self.draft.changes.is_empty() || self.draft.event.contains_key("cite") {
            return Ok(());
        }
        let announced = "when the public learned of it (Enter: on its date)";
        self.value("announced", announced, false)?;
        if self.confirm("is only the plan known?")? {
            self.draft.event.insert("planned", vec!["true".to_owned()]);
        }
        while let Some(id) = self.id(Kind::Source)? {
            let cites = self.draft.event.entry("cite").or_default();
            cites.push(one_line(&id));
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

    /// Asks until an answer can be taken; none where it is empty.
    fn until<T>(
        &mut self,
        question: &str,
        meaning: &str,
        take: impl Fn(&mut Self, &str) -> io::Result<Result<T, String>>,
    ) -> io::Result<Option<T>> {
        loop {
            let taken = match self.ask(question)?.as_str() {
                "" => return Ok(None),
                "?" => Err(meaning.to_owned()),
                answer => take(self, answer)?,
            };
            match taken {
                Ok(taken) => return Ok(Some(taken)),
                // Another answer is wanted, and nothing is wrong.
                Err(why) if why.is_empty() => {}
                Err(why) => self.tell(&why)?,
            }
        }
    }

    /// Asks for the value of a key; whether there is one.
    fn value(&mut self, key: &'static str, question: &str, is_needed: bool) -> io::Result<bool> {
        let take = |asked: &mut Self, answer: &str| {
            let with = asked.with(key, answer);
            Ok(with.map(|draft| *asked.draft = draft))
        };
        while self.until(question, meaning(key), take)?.is_none() {
            if !is_needed {
                return Ok(false);
            }
            self.tell("an answer is needed")?;
        }
        Ok(true)
    }

    /// The draft with a key of the event, or of the change begun last, where `check` takes it; `none` removes what stands.
    fn with(&self, key: &'static str, answer: &str) -> Result<Draft, String> {
        let mut with = self.draft.clone();
        let is_of_change = CHANGE.key(key).is_some();
        let change = with.changes.last_mut().filter(|_| is_of_change);
        let keys = change.unwrap_or(&mut with.event);
        let (key, answer) = match (key, answer) {
            ("terms", answer) => (key, named_value(answer)?),
            (key, "none") if ENDS.iter().any(|end| end.0 == key) => ("unset", key.to_owned()),
            (key, answer) => (key, answer.to_owned()),
        };
        if ["date", "announced"].contains(&key) {
            let read = answer.parse::<Date>();
            read.map_err(|error| in_one_line(error.into()))?;
        }
        keys.entry(key).or_default().push(answer);
        let why = if is_of_change {
            self.old.wrong(&with)
        } else {
            // What flags gave is no fault of an answer about the event.
            let id = with.id(&self.old.reading.history.timeline);
            let is_whole = with.missing().is_empty();
            id.err().filter(|_| is_whole).map(in_one_line)
        };
        why.map_or(Ok(with), Err)
    }

    /// Asks for the id of a source or clause, which the file has or which is now declared; none where there are no more.
    fn id(&mut self, kind: Kind) -> io::Result<Option<String>> {
        let (table, ids) = (kind.word(), kind.ids(&self.old.reading.history.timeline));
        let [role, name] = match kind {
            Kind::Source => ["that says so", "its publisher or address"],
            Kind::Party => ["bound from here on, if that changes", "its name"],
            _ => ["that it changes", "its title"],
        };
        let all: Vec<&str> = ids.keys().map(AsRef::as_ref).collect();
        let known = Some(or_list(&all)).filter(|list| (1..=60).contains(&list.len()));
        let known = known.map_or(String::new(), |list| format!(": {list}"));
        let question = format!("{table} {role}{known} (Enter: no more)");
        let listed = all.join(", ");
        let meaning = format!("a {table} of the file, or a new one; it has: {listed}");
        self.until(&question, &meaning, |asked, said| {
            // Words are the id that is made of them.
            let id = slug(said).filter(|_| !is_id(said));
            let id = id.unwrap_or_else(|| said.to_owned());
            if ids.contains_key(id.as_str()) || asked.draft.declares(table, &id) {
                return Ok(Ok(id));
            }
            let near = nearest(&id, all.iter().copied());
            let near = near.map_or(String::new(), |near| format!("; there is `{near}`"));
            asked.tell(&format!("there is no {table} `{id}`{near}"))?;
            let question = format!("{name}, to add it to the file (Enter: another id)");
            let name = asked.ask(&question)?;
            if name.is_empty() {
                return Ok(Err(String::new()));
            }
            let declared = asked.draft.declare(table, &id, &name);
            Ok(declared.map(|()| id).map_err(in_one_line))
        })
    }

    /// Asks what is done to a clause, below how that stands; whether anything is.
    fn change(&mut self, clause: &str) -> io::Result<bool> {
        let history = &self.old.reading.history;
        let timeline = &history.timeline;
        let stands = standing(history, clause, &self.draft.event["date"][0]);
        let how = ["stands so:", "does not stand on that day"][usize::from(stands.is_empty())];
        self.tell(&format!("`{clause}` {how}"))?;
        for (name, given) in &stands {
            self.tell(&format!("  {name}: {}", given.value(&timeline.parties)))?;
        }
        let question = format!("action: {} (Enter: back)", Action::WORDS.join(", "));
        let action = self.until(&question, meaning("action"), |asked, word| {
            let Ok(action) = word.parse::<Action>() else {
                let help = write_an_action(word);
                let help = help.trim_start_matches(&format!("`{word}`: "));
                return Ok(Err(format!("`{word}` is no action; {help}")));
            };
            let mut with = asked.draft.clone();
            with.changes.push(change_of(clause, word));
            let begun = with.clone();
            // A text that is still to be asked for is no fault of the action.
            let change = with.changes.last_mut().filter(|_| action.carries_values());
            change.map(|change| change.insert("text", vec!["…".to_owned()]));
            let why = asked.old.wrong(&with);
            Ok(why.map_or_else(|| Ok((action, begun)), Err))
        })?;
        let Some((action, begun)) = action else {
            return Ok(false);
        };
        *self.draft = begun;
        let day = match action {
            Action::End => "day on which it is over",
            _ if action.carries_values() => {
                self.values(action == Action::Adopt, &stands)?;
                "day from which it counts"
            }
            _ => return Ok(true),
        };
        let date = &self.draft.event["date"][0];
        let question = format!("{day} (Enter: {date}, as the event)");
        self.value("effective", &question, false).map(|_| true)
    }

    /// Asks for what the change begun last sets of a clause that says this already.
    fn values(&mut self, adopts: bool, stands: &BTreeMap<&str, Given<'_>>) -> io::Result<()> {
        let timeline = &self.old.reading.history.timeline;
        let as_before = if adopts { "" } else { " (Enter: as before)" };
        let text = format!("the clause as it now reads{as_before}");
        self.value("text", &text, adopts)?;
        let term = "term, as in share=20%, or rooms+=20 for a list (Enter: no more)";
        while self.value("terms", term, false)? {}
        let last = self.draft.changes.len() - 1;
        for (key, of, question, nothing) in ENDS {
            let change = &self.draft.changes[last];
            let is_set = stands.contains_key(of) && !change.contains_key("unset");
            if !of.is_empty() && !is_set && !change.contains_key(of) {
                continue;
            }
            let empty = match stands.get(key) {
                Some(given) => format!("{} stays; none: remove it", given.value(&timeline.parties)),
                None => nothing.to_owned(),
            };
            self.value(key, &format!("{question} (Enter: {empty})"), false)?;
        }
        if timeline.parties.is_empty() {
            return Ok(());
        }
        while let Some(id) = self.id(Kind::Party)? {
            let change = &mut self.draft.changes[last];
            change.entry("parties").or_default().push(id);
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

/// What is written for a key.
fn meaning(key: &str) -> &'static str {
    let key = EVENT.key(key).or_else(|| CHANGE.key(key));
    key.map_or("", |key| key.doc)
}

pub(super) fn in_one_line(Refusal { message, help, .. }: Refusal) -> String {
    [message, help].join("; ")
}

fn named_value(answer: &str) -> Result<String, String> {
    if !answer.contains('=') {
        return Err("write it as NAME=VALUE".to_owned());
    }
    match doubtful(answer) {
        Some([number, text]) => Err(format!(
            "write `{number}` for a number, or `{text}` for a text"
        )),
        None => term(answer).map_err(in_one_line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let done = prompt.event();
        let shown = String::from_utf8(out).expect("text");
        (done.expect("questions written"), draft, shown)
    }

    #[test]
    fn a_wrong_answer_is_asked_for_again() {
        let (done, draft, shown) = answered(
            "soon\n2021-02-30\n?\n2021\n…\n\nA fee is agreed\nsoon\n2022\nmaybe\nn\n?\n\npremisse\nPremises\n?\n\nA fee\n\nfee\nThe fee\ndrop\nadopt\n\nA fee is due.\n\
             20%\nshare=20%\nsqft=64,991\nsqft=64991\n\nDec 2022\n2019\n2022\nyearly\n1y\nnone\n2\n3m\nthe lease ends\nnobody\n\nme\n\n\n\n",
        );
        assert!(done, "{shown}");
        assert_eq!(
            draft.toml(Toml::default(), "a-fee").out,
            "[clause.fee]\ntitle = \"The fee\"\n\n[[event]]\nid = \"a-fee\"\ndate = \"2021\"\nannounced = \"2022\"\ntitle = \"A fee is agreed\"\n\n\
             [[event.change]]\nclause = \"fee\"\naction = \"adopt\"\ntext = \"A fee is due.\"\nterms = { share = \"20%\", sqft = 64991 }\n\
             through = \"2022\"\nuntil = \"the lease ends\"\nrenews = \"1y\"\nrenewals = 2\nnotice = \"3m\"\nparties = [\"me\"]\n"
        );
        for line in [
            "February 2021 has 28 days",
            "no id can be made from the title `…`",
            "an answer is needed",
            "When it happened",
            "a source of the file, or a new one; it has: ",
            "What is done to it.",
            "clause that it changes: rent (Enter: no more): there is no clause `a-fee`",
            "there is no clause `fee`",
            "`fee` does not stand on that day",
            "`drop` is no action; use `end`",
            "the month must be a number; write `2022-12`",
            "(Enter: no end): `fee` is in force through 2019, but the change comes later",
            "`yearly` is not a length of time; write `1y`",
            "`adopt` does not take `unset`",
            "write it as NAME=VALUE",
            "write `sqft=64991` for a number, or `sqft=\"64,991\"` for a text",
            "there is no party `nobody`",
        ] {
            assert!(shown.contains(line), "{line} is not in {shown}");
        }
    }

    #[test]
    fn a_clause_is_shown_as_it_stands_and_each_answer_checked() {
        let (done, draft, shown) = answered(
            "2021\nA suite more\n\n\n\nrent\nadopt\nextend\namend\n\nsuites+=300\nshares+=1\n\n2031\n\n\n\n\n\n",
        );
        assert!(done, "{shown}");
        for line in [
            "`rent` stands so:\n  suites: 100, 200\n  text: The rent is 900 a month.\n  through: 2030\n",
            "`extend` is no action; use `amend` with a new `through`",
            "the clause as it now reads (Enter: as before): ",
            "as in 2030 (Enter: 2030 stays; none: remove it): ",
            "as in 1y (Enter: it ends then): ",
            "on that day `rent` has no term `shares` that could grow; begin it with `shares=[…]`",
        ] {
            assert!(shown.contains(line), "{line} is not in {shown}");
        }
        assert!(shown.matches("action: ").count() == 3, "{shown}");
        assert_eq!(draft.changes[0]["terms"], ["suites += 300"]);
        assert_eq!(draft.changes[0]["through"], ["2031"]);
    }

    #[test]
    fn an_end_is_removed_or_has_a_day_of_its_own() {
        let (done, draft, shown) =
            answered("2021\nOpen\n\n\n\nrent\namend\n\n\nnone\n\n\n\nrent\nend\nsoon\n2022-03\n\n");
        assert!(done, "{shown}");
        assert!(!shown.contains("as in 1y"), "{shown}");
        assert!(
            shown.contains("day on which it is over (Enter: 2021, as the event): "),
            "{shown}"
        );
        assert_eq!(draft.changes[0]["unset"], ["through"]);
        assert_eq!(draft.changes[1]["effective"], ["2022-03"]);
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
        assert!(prompt.event().expect("questions written"));
        assert!(old.wrong(&draft).is_some());
    }

    #[test]
    fn an_event_may_be_only_planned() {
        let (done, draft, shown) = answered("2031\nA plan\n\ny\n\n\n");
        assert!(done && draft.event.contains_key("planned"), "{shown}");
    }

    #[test]
    fn answers_that_end_early_are_not_complete() {
        for answers in [
            "",
            "2021\n",
            "2021\nA title\n",
            "2021\nA title\n\n\n\nrent\n",
        ] {
            assert!(!answered(answers).0, "{answers}");
        }
    }
}
