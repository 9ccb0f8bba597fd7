//! How a clause that differs reads: its texts on two days.

use crate::phrases::clause::says;
use crate::phrases::states::text_reads;
use crate::phrases::texts::{self, words};
use crate::questions::prelude::*;

/// A clause on both days, but for a text on the later one that only became known.
pub(super) fn agreed_sides(found: &Diff) -> [Option<&State>; 2] {
    let mut sides = [&found.before, &found.after].map(Option::as_deref);
    let [early, late] = [0, 1].map(|side| side ^ usize::from(found.reversed));
    let is_text_told = found.news().any(|value| value.name.as_str() == "text");
    let early = sides[early].filter(|_| is_text_told);
    let told = found.as_agreed.as_deref().or(early);
    sides[late] = sides[late].map(|state| told.unwrap_or(state));
    sides
}

/// How a clause reads on the two days: whole where all is wanted, where nothing else differs, or word by word; else what
/// the values beside it do not say, and whole where nothing is drawn.
pub(super) fn reads(
    refs: &Refs,
    found: &Diff,
    sides: [Option<&State>; 2],
    is_bare: bool,
    look: Look,
) -> Vec<Line> {
    let is_verbatim = |state: &State| state.wording == Some(Wording::Verbatim);
    let is_redlined = sides.iter().all(|side| side.is_some_and(is_verbatim));
    let none = State::default();
    let [before, after] = sides.map(|side| side.unwrap_or(&none));
    let (old, new) = (before.text.as_deref(), after.text.as_deref());
    let whole = match (old, new) {
        (Some(old), Some(new)) if old == new => Vec::new(),
        (Some(old), Some(new)) if is_redlined => vec![words(old, new, look)],
        _ => sentence(refs, found, [before, after], look),
    };
    if look.verbose || is_redlined || is_bare && sides.iter().all(Option::is_some) {
        return whole;
    }
    let values = [before, after].into_iter().flat_map(|state| {
        let values = values::of(refs, state, Date::human);
        values.map(|(_, label, written)| label + " " + &written)
    });
    // How firm a value is stands behind it.
    let others = [found.title.clone(), "reported".to_owned()];
    let said = parted(values.chain(others), " ");
    // What is only told in other words is not lost.
    let text = after.set_by.get("text");
    let may_lose = text.is_some_and(|set| set.kind != ChangeKind::Learned);
    let news = old.zip(new);
    let news = news.and_then(|(old, new)| texts::news([old, new], &said?, may_lose));
    let news = news.map(|text| {
        let text = texts::sentence(&text, after.wording, look);
        phrases::marked(after, "text", text).text() + &late(found, after)
    });
    let reads = text_reads(refs, if new.is_some() { after } else { before });
    let line = |whole: Line| {
        let brief = news.as_deref().unwrap_or_default();
        Line::default()
            .sign(Role::Plain, brief, whole.text())
            .resting_on(reads.clone())
    };
    whole.into_iter().map(line).collect()
}

fn sentence(refs: &Refs, found: &Diff, [before, after]: [&State; 2], look: Look) -> Vec<Line> {
    let side = |word: &str, of: &State| {
        Some(Line::plain(format!("{word}{}: ", late(found, of))).then(says(refs, of, look)?))
    };
    match (side("was", before), side("now", after)) {
        (Some(was), Some(now)) if look.verbose => vec![was, now],
        (was, _) => Vec::from_iter(says(refs, after, look).or(was)),
    }
}

/// Since when a text is known, where that is later than what was last agreed.
fn late(found: &Diff, of: &State) -> String {
    let mut by = found.by.iter();
    let deed = by.rfind(|done| done.kind == ChangeKind::Agreed);
    let late = deed.and_then(|deed| of.text_known_after(deed.known));
    marks(late.map(|known| clocks::since(known, phrases::some_day)))
}
