//! What `history` tells.

use super::Versions;
use crate::agreement::Status;
use crate::answer::Context;
use crate::answer::story::{Sentence, Story};
use crate::phrases;
use crate::phrases::dates::{date, when};
use crate::phrases::sentences::{Reading, capital, known, marks, resting, says};
use crate::questions::clause::{Ceased, Version};

/// The versions of each clause, a paragraph each.
pub(super) fn story(context: &Context, body: &Versions) -> Story {
    let mut told = Story::default();
    for rows in body.versions.chunk_by(|a, b| a.clause == b.clause) {
        let mut before = None;
        let paragraph = |row| {
            let sentence = version(context, row, before);
            before = Some(row);
            vec![sentence]
        };
        let versions = rows.iter().map(|row| &row.version);
        let paragraphs = versions.map(paragraph).collect();
        told.section(Some(rows[0].title.clone()), paragraphs);
    }
    told
}

/// From when a version stood and how it read, where that is not as before.
fn version(context: &Context, of: &Version, before: Option<&Version>) -> Sentence {
    let firm = phrases::basis(of.basis).map(str::to_owned);
    let marks = marks(firm.into_iter().chain(known(of.from, of.known)));
    let text = match (&of.text, before.map(|before| &before.text)) {
        (text, Some(old)) if text == old => {
            format!("{}, the text as before", of.action.past()).into()
        }
        (Some(text), _) => Reading::of(text, of.wording),
        (None, _) => "its text is not known".to_owned().into(),
    };
    let is_over = |end: crate::date::Date| end.last().is_some_and(|last| last < context.today);
    let is_said = |end| of.text.as_ref().is_some_and(|text| says(text, &date(end)));
    let is_unclear = of.status == Status::Unclear;
    let end = match (of.to, of.how) {
        (Some(end), Some(Ceased::Expired)) if is_unclear => {
            format!(". It was to run to the end of {}", date(end))
        }
        (Some(end), Some(Ceased::Expired)) if is_over(end) => {
            format!(". It expired at the end of {}", date(end))
        }
        (Some(end), Some(Ceased::Expired)) if !is_said(end) => {
            format!(". It runs to the end of {}", date(end))
        }
        (Some(end), Some(Ceased::Ended)) => format!(". It ended {}", when(end)),
        _ => String::new(),
    };
    let text = text.led(&format!("{}{marks}", capital(&date(of.from)))) + &end;
    resting(&context.refs, text, &of.cite).of_event(&of.event)
}
