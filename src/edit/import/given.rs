//! The new text that an instruction of an amendment gives, and where it ends.

use std::ops::Range;

use regex::Captures;

use super::amend::Amendment;
use super::forms::{Row, forms, row};
use super::headings::is_title;
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
    ) -> Result<(usize, String, Range<usize>), String> {
        let open = found.name("open");
        let end = at + open.map_or(found[0].len(), |open| open.start());
        let stop = found.name("stop").map_or("", |stop| stop.as_str());
        // What stands there was no end: `Exhibit B.1`.
        if !stop.is_empty()
            && self.text[end..].starts_with(char::is_alphanumeric)
            && !stop.ends_with(char::is_whitespace)
        {
            return Err(String::new());
        }
        let ends = open.is_none() && !stop.contains([':', '—']);
        let said = found[0].split_whitespace().collect::<Vec<_>>();
        let said = said.join(" ").to_lowercase();
        let follows = said.contains("as follows") || said.contains("the following");
        let announced = !said.contains("attached") && (stop.contains(':') || follows);
        let new = match form {
            Row::Delete => ends.then(|| (String::new(), end..end)),
            _ if announced => self.quoted(end).or_else(|| self.block(end, target)),
            _ if open.is_some() => self.quoted(end),
            _ => self.attached(target, end).filter(|_| ends),
        };
        let (text, place) = new.ok_or("the new text does not end clearly")?;
        Ok((end, text, place))
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

    /// The paragraph that begins here, with those below that are part of the same text; none where that is not clear.
    fn block(&self, at: usize, target: &Target) -> Option<(String, Range<usize>)> {
        let at = self.text.len() - self.text[at..].trim_start().len();
        let mut end = self.paragraph(at);
        if closes(&self.text[at..end]) || self.text[at..].starts_with(['"', '“']) {
            return None;
        }
        let below = target.keys.last().map(|(_, number)| format!("{number}."));
        loop {
            let next = self.text.len() - self.text[end..].trim_start().len();
            let place = next..self.paragraph(next);
            let paragraph = &self.text[place.clone()];
            if closes(paragraph) {
                break;
            }
            let item = row(Row::Item).find(paragraph);
            let mark = item.and_then(|item| item.as_str().split_whitespace().last());
            let is_below = |mark: &str| {
                let rest = below.as_ref().and_then(|below| mark.strip_prefix(below));
                rest.is_some_and(|rest| !rest.is_empty())
            };
            let is_part = mark.is_some_and(is_below) || row(Row::More).is_match(&self.text[end..]);
            let is_own = mark.is_some_and(|it| self.items.iter().any(|own| comes_next(own, it)));
            match (is_part, is_own) {
                (false, true) => break,
                // An item that changes a section is hardly part of the new text.
                (true, false) if !row(Row::Does).is_match(paragraph) => end = place.end,
                _ => return None,
            }
        }
        let text = row(Row::Quoted).replace_all(&self.text[at..end], "$1");
        Some((text.into_owned(), at..end))
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

/// Whether an item of a list comes next behind another: `(b)` behind `(a)`, `2.` behind `1.`, `(ii)` or `(j)` behind `(i)`, a
/// dash behind a dash.
pub(super) fn comes_next(mark: &str, next: &str) -> bool {
    let parts = |mark: &str| {
        let mark = mark.to_lowercase();
        let own = mark.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let (above, last) = own.rsplit_once('.').unwrap_or(("", &own));
        let style = (mark.replace(&own, ""), above.to_owned());
        (style, last.to_owned())
    };
    let ((style, last), (other, new)) = (parts(mark), parts(next));
    let number = last.parse::<u32>().ok().and_then(|it| it.checked_add(1));
    let mut pairs = ROMAN.windows(2);
    style == other
        && (last == new && new.is_empty()
            || number.is_some_and(|number| number.to_string() == new)
            || pairs.any(|pair| pair == [last.as_str(), new.as_str()])
            || matches!((last.as_bytes(), new.as_bytes()), ([a], [b]) if a.is_ascii_lowercase() && a + 1 == *b))
}

const ROMAN: [&str; 12] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
];
