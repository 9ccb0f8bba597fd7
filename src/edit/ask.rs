//! Asks for an event, question by question.

use std::io::{self, BufRead, ErrorKind, Write};

use super::draft::{Draft, change_of, term, write_an_action};
use crate::agreement::{Action, Timeline};
use crate::date::Date;
use crate::questions::view::Refusal;
use crate::text::words::nearest;

/// Asks for what an event still needs; whether the answers came to their end.
pub(super) fn event(
    draft: &mut Draft,
    timeline: &Timeline,
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let mut prompt = Prompt { answers, out };
    match prompt.event(draft, timeline) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        asked => asked.map(|()| true),
    }
}

/// Asks whether to go on; only a yes is one.
pub(super) fn confirm(
    question: &str,
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
) -> io::Result<bool> {
    write!(out, "{question} [y/N] ")?;
    out.flush()?;
    let mut answer = String::new();
    answers.read_line(&mut answer)?;
    Ok(["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}

/// Writes questions and reads answers; where the answers end early, every question is an error.
struct Prompt<'a> {
    answers: &'a mut dyn BufRead,
    out: &'a mut dyn Write,
}

/// Takes an answer, or says why not.
type Read = fn(&str) -> Result<String, String>;

impl Prompt<'_> {
    fn event(&mut self, draft: &mut Draft, timeline: &Timeline) -> io::Result<()> {
        let date = "date, as in 2026-04-27, 2026-04, 2026~ or [2026-01..2026-04]";
        for (key, question, read) in [
            ("date", date, read_date as Read),
            ("title", "title, in one line", read_needed),
        ] {
            if !draft.event.contains_key(key) {
                let answer = self.ask(question, read)?;
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
            self.change(draft, &id)?;
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
        let (ids, role, name) = match table {
            "source" => (
                &timeline.ids.sources,
                "that says so",
                "its publisher or address",
            ),
            _ => (&timeline.ids.clauses, "that it changes", "its title"),
        };
        loop {
            let id = self.ask(&format!("{table} {role} (empty: no more)"), read_any)?;
            if id.is_empty() {
                return Ok(None);
            }
            if ids.contains_key(id.as_str()) || draft.declares(table, &id) {
                return Ok(Some(id));
            }
            let near = nearest(&id, ids.keys().map(AsRef::as_ref));
            let near = near.map(|near| format!("; there is `{near}`"));
            self.tell(&format!("no {table} `{id}`{}", near.unwrap_or_default()))?;
            let name = self.ask(
                &format!("{name}, to declare it (empty: another id)"),
                read_any,
            )?;
            if name.is_empty() {
                continue;
            }
            match draft.declare(table, &id, &name) {
                Ok(()) => return Ok(Some(id)),
                Err(refusal) => self.tell(&in_one_line(refusal))?,
            }
        }
    }

    fn change(&mut self, draft: &mut Draft, clause: &str) -> io::Result<()> {
        let word = self.ask(
            &format!("action: {}", Action::WORDS.join(", ")),
            read_action,
        )?;
        let mut change = change_of(clause, &word);
        let action = Action::from_word(&word);
        if action.is_some_and(Action::carries_values) {
            let adopts = action == Some(Action::Adopt);
            let text = if adopts {
                read_needed
            } else {
                read_any as Read
            };
            let through = "in force through, as in 2030 (empty: no end)";
            for (key, question, read) in [
                ("text", "the clause as it now reads", text),
                ("through", through, read_date_or_nothing),
            ] {
                let answer = self.ask(question, read)?;
                if !answer.is_empty() {
                    change.insert(key, vec![answer]);
                }
            }
            loop {
                let answer = self.ask("term, as in share=20% (empty: no more)", read_term)?;
                if answer.is_empty() {
                    break;
                }
                change.entry("terms").or_default().push(answer);
            }
        }
        draft.changes.push(change);
        Ok(())
    }

    /// Asks until the answer can be taken.
    fn ask(&mut self, question: &str, read: Read) -> io::Result<String> {
        loop {
            write!(self.out, "{question}: ")?;
            self.out.flush()?;
            let mut answer = String::new();
            if self.answers.read_line(&mut answer)? == 0 {
                writeln!(self.out)?;
                return Err(ErrorKind::UnexpectedEof.into());
            }
            match read(answer.trim()) {
                Ok(answer) => return Ok(answer),
                Err(why) => self.tell(&why)?,
            }
        }
    }

    fn tell(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", crate::text::clean_line(line))
    }
}

fn in_one_line(refusal: Refusal) -> String {
    [Some(refusal.message), refusal.help]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; ")
}

#[expect(clippy::unnecessary_wraps, reason = "other answers may be refused")]
fn read_any(answer: &str) -> Result<String, String> {
    Ok(answer.to_owned())
}

fn read_needed(answer: &str) -> Result<String, String> {
    if answer.is_empty() {
        return Err("it is needed".to_owned());
    }
    Ok(answer.to_owned())
}

fn read_date(answer: &str) -> Result<String, String> {
    match answer.parse::<Date>() {
        Ok(_) => Ok(answer.to_owned()),
        Err(error) => Err(format!("{}; {}", error.message, error.help)),
    }
}

fn read_date_or_nothing(answer: &str) -> Result<String, String> {
    if answer.is_empty() {
        Ok(String::new())
    } else {
        read_date(answer)
    }
}

fn read_action(answer: &str) -> Result<String, String> {
    if Action::from_word(answer).is_some() {
        return Ok(answer.to_owned());
    }
    Err(format!("`{answer}` is no action: {}", write_an_action()))
}

/// A term in TOML; empty where there are no more.
fn read_term(answer: &str) -> Result<String, String> {
    match answer {
        "" => Ok(String::new()),
        _ if answer.contains('=') => term(answer).map_err(in_one_line),
        _ => Err("write NAME=VALUE".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::toml::Toml;

    fn answered(answers: &str) -> (bool, Draft, String) {
        let (mut draft, mut out) = (Draft::default(), Vec::new());
        let timeline = Timeline::default();
        let done = event(&mut draft, &timeline, &mut answers.as_bytes(), &mut out);
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
            "it is needed",
            "`A fee` is not lower-case words",
            "no clause `fee`",
            "`drop` is no action",
            "write NAME=VALUE",
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
