//! What `history` tells.

use super::Versions;
use crate::answer::Context;
use crate::answer::story::{Sentence, Story};
use crate::phrases::dates::when;
use crate::phrases::sentences::bare;
use crate::questions::clause::Ceased;
use crate::text::words::quote;

pub(super) fn story(_: &Context, body: &Versions) -> Story {
    let mut told = Story::default();
    let mut clauses: Vec<(&str, Vec<Sentence>)> = Vec::new();
    for row in &body.versions {
        let version = &row.version;
        let to = version.to.map(|to| {
            let how = version.how.map(Ceased::word).unwrap_or_default();
            format!(" and was {how} {}", when(to))
        });
        let text = version.text.as_deref();
        let text = text.map(|text| format!(": it read {}", quote(&bare(text))));
        let told = format!(
            "This version was {} {}{}{}",
            version.action.past(),
            when(version.from),
            to.unwrap_or_default(),
            text.unwrap_or_default()
        );
        let sentence = Sentence::new(&version.event, told, &version.cite);
        match clauses.last_mut().filter(|(title, _)| *title == row.title) {
            Some((_, sentences)) => sentences.push(sentence),
            None => clauses.push((&row.title, vec![sentence])),
        }
    }
    for (title, sentences) in clauses {
        told.section(Some(title.to_owned()), vec![sentences]);
    }
    told
}
