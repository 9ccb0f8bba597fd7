//! Asks for an event, question by question.

use std::io::{self, BufRead, ErrorKind, Write};

use super::draft::{Draft, Keys, change_of, term, write_an_action};
use crate::agreement::{Action, Timeline};
use crate::date::Date;
use crate::questions::view::Refusal;
use crate::text::clean_line;
use crate::text::words::nearest;

/// Writes questions and reads answers; where the answers end early, every question is an error.
pub(super) struct Prompt<'a> {
    pub(super) answers: &'a mut dyn BufRead,
    pub(super) out: &'a mut dyn Write,
}

/// Takes an answer, or says why not.
type Read = fn(&str) -> Result<String, String>;

const ANY: Read = |answer| Ok(answer.to_owned());

/// An answer that may be left out, and one that may not.
const OPEN: bool = false;
const NEEDED: bool = true;

impl Prompt<'_> {
    /// Asks for what an event still needs; whether the answers came to their end.
    pub(super) fn event(&mut self, draft: &mut Draft, timeline: &Timeline) -> io::Result<bool> {
        match self.fill(draft, timeline) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
            asked => asked.map(|()| true),
        }
    }

    /// Asks whether to go on; only a yes is one.
    pub(super) fn confirm(&mut self, question: &str) -> io::Result<bool> {
        write!(self.out, "{question} [y/N] ")?;
        self.out.flush()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
    }

    fn fill(&mut self, draft: &mut Draft, timeline: &Timeline) -> io::Result<()> {
        let form = "date, as in 2026-04-27, 2026-04, 2026~ or [2026-01..2026-04]";
        for (key, question, read) in [
            ("date", form, date as Read),
            ("title", "title, in one line", ANY),
        ] {
            if !draft.event.contains_key(key) {
                let answer = self.ask(question, NEEDED, read)?;
                draft.event.insert(key, vec![answer]);
            }
        }
        if !draft.changes.is_empty() || draft.event.contains_key("cite") {
            return Ok(());
        }
        while let Some(id) = self.id(draft, timeline, "source")? {
            draft.event.entry("cite").or_default().push(id);
        }
        while let Some(id) = self.id(draft, timeline, "clause")? {
            let change = self.change(&id)?;
            draft.changes.push(change);
        }
        Ok(())
    }

    /// Asks for the id of a source or clause, which the file has or which is now declared; none where there are no more.
    fn id(
        &mut self,
        draft: &mut Draft,
        timeline: &Timeline,
        table: &'static str,
    ) -> io::Result<Option<String>> {
        let ids = &timeline.ids;
        let (ids, role, name) = match table {
            "source" => (&ids.sources, "that says so", "its publisher or address"),
            _ => (&ids.clauses, "that it changes", "its title"),
        };
        let question = format!("{table} {role} (Enter: no more)");
        loop {
            let id = self.ask(&question, OPEN, ANY)?;
            if id.is_empty() {
                return Ok(None);
            }
            if ids.contains_key(id.as_str()) || draft.declares(table, &id) {
                return Ok(Some(id));
            }
            let near = nearest(&id, ids.keys().map(AsRef::as_ref));
            let near = near.map_or(String::new(), |near| format!("; there is `{near}`"));
            self.tell(&format!("there is no {table} `{id}`{near}"))?;
            let question = format!("{name}, to add it to the file (Enter: another id)");
            let name = self.ask(&question, OPEN, ANY)?;
            if name.is_empty() {
                continue;
            }
            match draft.declare(table, &id, &name) {
                Ok(()) => return Ok(Some(id)),
                Err(refusal) => self.tell(&in_one_line(refusal))?,
            }
        }
    }

    fn change(&mut self, clause: &str) -> io::Result<Keys> {
        let question = format!("action: {}", Action::WORDS.join(", "));
        let word = self.ask(&question, NEEDED, action)?;
        let mut change = change_of(clause, &word);
        if !Action::from_word(&word).is_some_and(Action::carries_values) {
            return Ok(change);
        }
        let adopts = word == Action::Adopt.word();
        for (key, question, needed, read) in [
            ("text", "the clause as it now reads", adopts, ANY),
            (
                "through",
                "last day, month or year in force, as in 2030 (Enter: no end)",
                OPEN,
                date,
            ),
        ] {
            let answer = self.ask(question, needed, read)?;
            if !answer.is_empty() {
                change.insert(key, vec![answer]);
            }
        }
        loop {
            let answer = self.ask("term, as in share=20% (Enter: no more)", OPEN, named_value)?;
            if answer.is_empty() {
                return Ok(change);
            }
            change.entry("terms").or_default().push(answer);
        }
    }

    /// Asks until the answer can be taken.
    fn ask(&mut self, question: &str, needed: bool, read: Read) -> io::Result<String> {
        loop {
            write!(self.out, "{question}: ")?;
            self.out.flush()?;
            let mut answer = String::new();
            if self.answers.read_line(&mut answer)? == 0 {
                writeln!(self.out)?;
                return Err(ErrorKind::UnexpectedEof.into());
            }
            let read = match answer.trim() {
                "" if needed => Err("an answer is needed".to_owned()),
                "" => Ok(String::new()),
                answer => read(answer),
            };
            match read {
                Ok(answer) => return Ok(answer),
                Err(why) => self.tell(&why)?,
            }
        }
    }

    fn tell(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", clean_line(line))
    }
}

fn in_one_line(Refusal { message, help }: Refusal) -> String {
    [message, help].join("; ")
}

fn date(answer: &str) -> Result<String, String> {
    let read = answer.parse::<Date>().map(|_| answer.to_owned());
    read.map_err(|error| in_one_line(error.into()))
}

fn action(answer: &str) -> Result<String, String> {
    let known = Action::from_word(answer).map(|_| answer.to_owned());
    known.ok_or_else(|| format!("`{answer}` is not an action: {}", write_an_action(answer)))
}

/// A term in TOML.
fn named_value(answer: &str) -> Result<String, String> {
    if !answer.contains('=') {
        return Err("write it as NAME=VALUE".to_owned());
    }
    term(answer).map_err(in_one_line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::toml::Toml;

    fn answered(answers: &str) -> (bool, Draft, String) {
        let (mut draft, mut out) = (Draft::default(), Vec::new());
        let timeline = Timeline::default();
        let mut prompt = Prompt {
            answers: &mut answers.as_bytes(),
            out: &mut out,
        };
        let done = prompt.event(&mut draft, &timeline);
        let shown = String::from_utf8(out).expect("text");
        (done.expect("questions written"), draft, shown)
    }

    #[test]
    fn a_wrong_answer_is_asked_for_again() {
        let (done, draft, shown) = answered(
            "soon\n2021-02-30\n2021\n\nA fee is agreed\n\nA fee\nfee\nfee\nThe fee\ndrop\nadopt\nA fee is due.\n\n\
             20%\nshare=20%\n\n\n",
        );
        assert!(done);
        assert_eq!(
            draft.toml(Toml::default(), "a-fee"),
            "[clause.fee]\ntitle = \"The fee\"\n\n[[event]]\nid = \"a-fee\"\ndate = \"2021\"\ntitle = \"A fee is agreed\"\n\n\
             [[event.change]]\nclause = \"fee\"\naction = \"adopt\"\ntext = \"A fee is due.\"\nterms = { share = \"20%\" }\n"
        );
        for line in [
            "February 2021 has 28 days",
            "an answer is needed",
            "`A fee` is not lower-case words",
            "there is no clause `fee`",
            "`drop` is not an action",
            "write it as NAME=VALUE",
        ] {
            assert!(shown.contains(line), "{line} is not in {shown}");
        }
    }

    #[test]
    fn answers_that_end_early_are_not_complete() {
        for answers in ["", "2021\n", "2021\nA title\n", "2021\nA title\n\nfee\n"] {
            assert!(!answered(answers).0, "{answers}");
        }
    }
}
