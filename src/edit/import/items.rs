//! Items of a list inside a section, each on a line that begins with its mark: `(a)`, `(ii)`, `(3)`.

use std::ops::Range;

use super::forms::Row;

/// A text in which something is done to one of its items, whose marks are given, the outermost first.
pub(super) fn with_item(text: &str, marks: &[String], form: Row, new: &str) -> Option<String> {
    let (last, outer) = marks.split_last()?;
    let mut outer = outer.iter();
    let within = outer.try_fold(0..text.len(), |within, mark| item(text, within, mark))?;
    let is_marked = new.starts_with(last.as_str()) || matches!(form, Row::Delete | Row::Append);
    let mark = if is_marked { "" } else { &format!("{last} ") };
    let own = |mark: &str| item(text, within.clone(), mark);
    let (place, gap) = match form {
        Row::New => {
            // It must come next behind the last one.
            let lines = text[within.clone()].lines().map(str::trim_start);
            let mut marks = lines.filter_map(|line| Some(&line[..=line.find(')')?]));
            let end = own(marks.find(|mark| following(mark).contains(last))?)?.end;
            (end == within.end).then_some((end..end, "\n"))?
        }
        Row::Append => {
            let end = own(last)?.end;
            (end..end, " ")
        }
        _ => (own(last)?, ""),
    };
    let (before, after) = (&text[..place.start], &text[place.end..]);
    Some(match form {
        Row::Delete => [before.trim_end(), after].concat().trim_start().to_owned(),
        _ => [before, gap, mark, new, after].concat(),
    })
}

/// Where an item stands in a part of a text: from the line that begins with its mark to the next mark in its row.
fn item(text: &str, within: Range<usize>, mark: &str) -> Option<Range<usize>> {
    let begins = |mark: &str| {
        let lines = text[within.clone()].split_inclusive('\n');
        let mut at = within.start;
        let starts = lines.filter_map(|line| {
            let start = at + line.len() - line.trim_start().len();
            at += line.len();
            line.trim_start().starts_with(mark).then_some(start)
        });
        starts.collect::<Vec<_>>()
    };
    let [start] = begins(mark)[..] else {
        return None;
    };
    let next = following(mark);
    // The next letter may be a Roman number of a row inside the item.
    let is_roman = |mark: &str| ROMAN.contains(&mark.trim_matches(['(', ')']));
    if !is_roman(mark) && next.iter().any(|next| is_roman(next)) && !begins("(ii)").is_empty() {
        return None;
    }
    let ends = next.iter().flat_map(|next| begins(next));
    let end = ends.filter(|end| *end > start).min().unwrap_or(within.end);
    let own = text[start..end].trim_end();
    // Behind the last item, a paragraph without a mark may be of the section.
    let mut more = own.lines().skip_while(|line| !line.is_empty());
    let more = more.any(|line| !line.trim_start().starts_with(['(', ' ']));
    (!more).then_some(start..start + own.len())
}

const ROMAN: [&str; 12] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
];

/// The marks that may come next in the row of one: `(c)` behind `(b)`; `(ii)` or `(j)` behind `(i)`.
fn following(mark: &str) -> Vec<String> {
    let own = mark.trim_matches(['(', ')']);
    let mut pairs = ROMAN.windows(2);
    let roman = pairs.find(|pair| pair[0] == own);
    let number = own.parse::<u32>().ok().and_then(|it| it.checked_add(1));
    let letter = own.parse().ok().filter(|it| ('a'..='y').contains(it));
    let all = [
        roman.map(|pair| format!("({})", pair[1])),
        number.map(|number| format!("({number})")),
        letter.map(|letter| format!("({})", char::from(letter as u8 + 1))),
    ];
    all.into_iter().flatten().collect()
}

/// Whether an item of a list comes next behind another: `(b)` behind `(a)`, `2.` behind `1.`, a dash behind a dash.
pub(super) fn comes_next(mark: &str, next: &str) -> bool {
    let parts = |mark: &str| {
        let mark = mark.to_lowercase();
        let own = mark.trim_matches(|c: char| !c.is_alphanumeric());
        let (above, last) = own.rsplit_once('.').unwrap_or(("", own));
        (mark.replace(own, ""), above.to_owned(), format!("({last})"))
    };
    let ((style, above, last), (other, row, new)) = (parts(mark), parts(next));
    (style, above) == (other, row)
        && (last == new && new == "()" || following(&last).contains(&new))
}
