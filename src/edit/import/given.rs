//! The new text that an instruction of an amendment gives, and where it ends.

use std::ops::Range;

use regex::Captures;

use super::amend::Amendment;
use super::forms::{Row, forms, row};
use super::headings::is_title;
use super::names::Label;
use super::target::Target;

pub(super) fn is_balanced(text: &str) -> bool {
    let count = |mark| text.matches(mark).count();
    count('“') == count('”') && count('"').is_multiple_of(2)
}

/// Whether the first quotation mark inside a quotation opens another, so that nothing stands behind the quotation.
fn opens(said: &str) -> bool {
    let before = said.find('"').map(|at| &said[..at]);
    before.is_none_or(|before| before.ends_with(|c: char| c.is_whitespace() || "([".contains(c)))
}

/// Whether a paragraph closes the text above it: there is none, or it is an instruction or an amendment's end.
fn closes(paragraph: &str) -> bool {
    let is = |of| row(of).is_match(paragraph);
    let sentence = row(Row::Item).replace(paragraph, "");
    let is_form = || forms().any(|(_, form)| form.is_match(&sentence));
    paragraph.is_empty() || is(Row::Closing) || is(Row::Attached) || is_form()
}

impl Amendment<'_> {
    /// Where the words of an instruction end, and the new text that it gives with its place.
    pub(super) fn new_text(
        &self,
        form: Row,
        found: &Captures,
        at: usize,
        target: &Target,
    ) -> Option<(usize, String, Range<usize>)> {
        let said = found[0].trim_end_matches(['"', '“']);
        let end = at + said.len();
        let is_quoted = said.len() < found[0].len();
        let words = said.split_whitespace().collect::<Vec<_>>();
        let words = words.join(" ").to_lowercase();
        let has_colon = words.ends_with([':', '—']);
        let follows = words.contains("as follows") || words.contains("the following");
        let (text, place) = match form {
            Row::Delete => (!is_quoted && !has_colon).then(|| (String::new(), end..end)),
            _ if (has_colon || follows) && !words.contains("attached") => {
                self.quoted(end).or_else(|| self.block(end))
            }
            _ if is_quoted => self.quoted(end),
            _ => self.attached(target, end).filter(|_| !has_colon),
        }?;
        Some((end, text, place))
    }

    /// What a quotation that begins here says, and where it stands.
    pub(super) fn quoted(&self, at: usize) -> Option<(String, Range<usize>)> {
        let text = self.text[at..].trim_start();
        let (at, inner) = (self.text.len() - text.len(), text.strip_prefix(['"', '“'])?);
        let said = |end: Captures| {
            let end = end.get(1)?.range();
            let said = row(Row::Again).replace_all(&inner[..end.start], "$1");
            let place = at..at + text.len() - inner.len() + end.end;
            (is_balanced(&said) && opens(&said)).then(|| (said.into_owned(), place))
        };
        let mut ends = row(Row::Close).captures_iter(inner).take(100);
        ends.find_map(said)
    }

    /// The paragraph that begins here; none where it is not clear that the text ends with it.
    fn block(&self, at: usize) -> Option<(String, Range<usize>)> {
        let at = self.text.len() - self.text[at..].trim_start().len();
        let place = at..self.paragraph(at);
        let text = &self.text[place.clone()];
        let behind = self.text[place.end..].trim_start();
        let next = Label::of(behind).and_then(|label| label.numbers());
        let is_next = next == Some(vec![self.number.saturating_add(1)]);
        let behind = &behind[..row(Row::Paragraph)
            .find(behind)
            .map_or(behind.len(), |it| it.start())];
        if closes(text) || text.starts_with(['"', '“']) || !(is_next || closes(behind)) {
            return None;
        }
        let text = row(Row::Quoted).replace_all(text, "$1");
        Some((text.into_owned(), place))
    }

    /// What is attached below under the label of a target, from the line that heads it to the next such line.
    fn attached(&self, target: &Target, at: usize) -> Option<(String, Range<usize>)> {
        let heads = row(Row::Attached).captures_iter(&self.text[at..]);
        let heads = heads.filter_map(|head| head.get(1));
        let mut heads = heads.filter(|head| is_title(head.as_str()));
        let start = at + heads.find(|head| target.heads(head.as_str()))?.start();
        let next = heads.next();
        let end = next.map_or(self.text.len(), |next| at + next.start());
        Some((self.text[start..end].to_owned(), start..end))
    }
}
