//! Asking for an event, question by question.

use std::io::{self, BufRead, Write};

use super::draft::Told;
use crate::agreement::{Action, Timeline};
use crate::date::Date;
use crate::words::{nearest, or_list, ticked};

/// Asks for what an event needs until it is told; what is known already is not asked for again.
///
/// Gives nothing where the answers end early.
///
/// # Errors
///
/// Where the questions cannot be written or the answers not be read.
pub fn event(
    told: Told,
    timeline: &Timeline,
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
) -> io::Result<Option<Told>> {
    let mut asker = Asker {
        answers,
        out,
        timeline,
        told,
    };
    Ok(asker.event()?.map(|()| asker.told))
}

/// Asks whether to go on; only a yes is one.
///
/// # Errors
///
/// As [`event`].
pub fn confirm(question: &str, answers: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<bool> {
    write!(out, "{question} [y/N] ")?;
    out.flush()?;
    let mut answer = String::new();
    answers.read_line(&mut answer)?;
    Ok(["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}

struct Asker<'a> {
    answers: &'a mut dyn BufRead,
    out: &'a mut dyn Write,
    timeline: &'a Timeline,
    told: Told,
}

impl Asker<'_> {
    fn event(&mut self) -> io::Result<Option<()>> {
        for (flag, question, check) in [
            (
                "date",
                "date, as in 2026-04-27, 2026-04, 2026~ or [2026-01..2026-04]",
                is_date as Check,
            ),
            ("title", "title, in one line", is_given),
        ] {
            if self.told.iter().any(|(name, _)| name == flag) {
                continue;
            }
            let Some(answer) = self.ask(question, check)? else {
                return Ok(None);
            };
            self.tell(flag, answer);
        }
        if self
            .told
            .iter()
            .any(|(name, _)| name == "change" || name == "cite")
        {
            return Ok(Some(()));
        }
        if self.sources()?.is_none() {
            return Ok(None);
        }
        self.changes()
    }

    fn sources(&mut self) -> io::Result<Option<()>> {
        while let Some(id) = self.thing("source", "that says so", "its publisher or address")? {
            if id.is_empty() {
                return Ok(Some(()));
            }
            self.tell("cite", id);
        }
        Ok(None)
    }

    fn changes(&mut self) -> io::Result<Option<()>> {
        while let Some(id) = self.thing("clause", "that it changes", "its title")? {
            if id.is_empty() {
                return Ok(Some(()));
            }
            if self.change(&id)?.is_none() {
                return Ok(None);
            }
        }
        Ok(None)
    }

    /// Asks for the id of a thing of a kind, which the file has or which is now declared; empty where there
    /// are no more, and none where the answers end.
    fn thing(&mut self, kind: &str, does: &str, what: &str) -> io::Result<Option<String>> {
        loop {
            let answer = self.ask(&format!("{kind} {does} (empty: no more)"), anything)?;
            let Some(id) = answer.as_ref().filter(|id| !id.is_empty()) else {
                return Ok(answer);
            };
            match self.known(id, kind, what)? {
                None => return Ok(None),
                Some(true) => return Ok(answer),
                Some(false) => {}
            }
        }
    }

    fn change(&mut self, clause: &str) -> io::Result<Option<()>> {
        let question = format!("action: {}", Action::WORDS.join(", "));
        let Some(word) = self.ask(&question, is_action)? else {
            return Ok(None);
        };
        let action = Action::from_word(&word);
        self.tell("change", format!("{clause}={word}"));
        if !action.is_some_and(Action::carries_values) {
            return Ok(Some(()));
        }
        let text: Check = if action == Some(Action::Adopt) {
            is_given
        } else {
            anything
        };
        for (flag, question, check) in [
            ("text", "the clause as it now reads", text),
            (
                "through",
                "in force through, as in 2030 (empty: no end)",
                is_date_or_nothing,
            ),
        ] {
            let Some(answer) = self.ask(question, check)? else {
                return Ok(None);
            };
            if !answer.is_empty() {
                self.tell(flag, answer);
            }
        }
        loop {
            let Some(term) = self.ask("term, as in share=20% (empty: no more)", is_term)? else {
                return Ok(None);
            };
            if term.is_empty() {
                return Ok(Some(()));
            }
            self.tell("term", term);
        }
    }

    /// Whether an id is known, or is now declared; none where the answers end.
    fn known(&mut self, id: &str, kind: &str, what: &str) -> io::Result<Option<bool>> {
        let ids = match kind {
            "source" => &self.timeline.ids.sources,
            _ => &self.timeline.ids.clauses,
        };
        let near = nearest(id, ids.keys().map(AsRef::as_ref));
        let wanted = (format!("new-{kind}"), format!("{id}="));
        let declared =
            |(flag, value): &(String, String)| *flag == wanted.0 && value.starts_with(&wanted.1);
        if ids.contains_key(id) || self.told.iter().any(declared) {
            return Ok(Some(true));
        }
        let near = near
            .map(|near| format!("; there is `{near}`"))
            .unwrap_or_default();
        writeln!(self.out, "no {kind} `{id}`{near}")?;
        let Some(told) = self.ask(
            &format!("{what}, to declare it (empty: another id)"),
            anything,
        )?
        else {
            return Ok(None);
        };
        if told.is_empty() {
            return Ok(Some(false));
        }
        self.tell(&format!("new-{kind}"), format!("{id}={told}"));
        Ok(Some(true))
    }

    fn tell(&mut self, flag: &str, value: String) {
        self.told.push((flag.to_owned(), value));
    }

    /// Asks until the answer passes; none where the answers end.
    fn ask(&mut self, question: &str, check: Check) -> io::Result<Option<String>> {
        loop {
            write!(self.out, "{question}: ")?;
            self.out.flush()?;
            let mut answer = String::new();
            if self.answers.read_line(&mut answer)? == 0 {
                writeln!(self.out)?;
                return Ok(None);
            }
            let answer = answer.trim();
            match check(answer) {
                Ok(()) => return Ok(Some(answer.to_owned())),
                Err(why) => writeln!(self.out, "{}", crate::text::clean_line(&why))?,
            }
        }
    }
}

/// Whether an answer will do, or why not.
type Check = fn(&str) -> Result<(), String>;

#[expect(clippy::unnecessary_wraps, reason = "every check may refuse")]
fn anything(_: &str) -> Result<(), String> {
    Ok(())
}

fn is_given(answer: &str) -> Result<(), String> {
    if answer.is_empty() {
        Err("it is needed".to_owned())
    } else {
        Ok(())
    }
}

fn is_date(answer: &str) -> Result<(), String> {
    let read = answer.parse::<Date>();
    read.map(|_| ())
        .map_err(|error| format!("{}; {}", error.message, error.help))
}

fn is_date_or_nothing(answer: &str) -> Result<(), String> {
    if answer.is_empty() {
        Ok(())
    } else {
        is_date(answer)
    }
}

fn is_action(answer: &str) -> Result<(), String> {
    let actions = || or_list(Action::WORDS.iter().map(|word| ticked(word)));
    match Action::from_word(answer) {
        Some(_) => Ok(()),
        None => Err(format!("`{answer}` is no action: write {}", actions())),
    }
}

fn is_term(answer: &str) -> Result<(), String> {
    match answer.split_once('=') {
        None if !answer.is_empty() => Err("write NAME=VALUE".to_owned()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(answers: &str) -> (Option<Told>, String) {
        let mut out = Vec::new();
        let timeline = Timeline::default();
        let told = event(Told::new(), &timeline, &mut answers.as_bytes(), &mut out);
        (
            told.expect("questions written"),
            String::from_utf8(out).expect("text"),
        )
    }

    #[test]
    fn a_wrong_answer_is_asked_for_again() {
        let (told, shown) = answered(
            "soon\n2021-02-30\n2021\n\nA fee is agreed\n\nfee\nThe fee\ndrop\nadopt\nA fee is due.\n\nshare=20%\n\n\n",
        );
        let told = told.expect("an event");
        let flags: Vec<String> = told
            .iter()
            .map(|(flag, value)| format!("{flag} {value}"))
            .collect();
        assert_eq!(
            flags,
            [
                "date 2021",
                "title A fee is agreed",
                "new-clause fee=The fee",
                "change fee=adopt",
                "text A fee is due.",
                "term share=20%",
            ]
        );
        for said in [
            "February 2021 has 28 days",
            "it is needed",
            "no clause `fee`",
            "`drop` is no action",
        ] {
            assert!(shown.contains(said), "{said} is not in {shown}");
        }
    }

    #[test]
    fn answers_that_end_early_tell_nothing() {
        for answers in ["", "2021\n", "2021\nA title\n", "2021\nA title\n\nfee\n"] {
            assert_eq!(answered(answers).0, None);
        }
    }
}
