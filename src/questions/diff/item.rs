//! A clause that differs, as an item of a page: what was done, each value that differs, how firm that is.

use crate::answer::block::{Mark, Piece};
use crate::phrases::clause::{rank, says, who_says_so};
use crate::phrases::states::text_reads;
use crate::phrases::terms::is_said;
use crate::phrases::texts::{says_more, words};
use crate::questions::prelude::*;
use crate::text::clean_line;

/// So many columns of its line an adopted clause has for its values.
const SHORT: usize = 36;

pub(crate) fn arrow(look: Look) -> &'static str {
    if look.ascii { "->" } else { "→" }
}

/// A clause under an event, whose citations are told there: what was done to it, and apart from that what became known.
pub(crate) fn items(
    refs: &Refs,
    found: &Diff,
    (event, told): (&str, &[Cite]),
    look: Look,
) -> [Option<Item>; 2] {
    let shown = Shown {
        refs,
        found,
        event,
        told,
        look,
    };
    let stood = found.before.is_some() && found.after.is_some();
    match found.how {
        How::Learned if stood => [None, shown.learned()],
        How::Learned => [Some(shown.clause()), None],
        _ => [Some(shown.clause()), shown.learned()],
    }
}

/// A clause that differs, shown under an event whose citations are told there.
#[derive(Clone, Copy)]
struct Shown<'a> {
    refs: &'a Refs,
    found: &'a Diff,
    event: &'a str,
    told: &'a [Cite],
    look: Look,
}

impl<'a> Shown<'a> {
    fn clause(self) -> Item {
        let (refs, found, event, look) = (self.refs, self.found, self.event, self.look);
        let cites = found.cites(|done| look.spoken && self.is_own(done));
        let mut item = Item {
            mark: Some(mark(found)),
            line: Line::plain(&found.title).resting_on(who::reads(refs, &cites)),
            ..Item::default()
        };
        let sides = [&found.before, &found.after].map(Option::as_deref);
        let is_with = found.turns_with(event);
        match sides {
            [None, Some(_)] if look.verbose => item.pairs = self.pairs(self.agreed()),
            [Some(_), Some(_)] => self.changed(&mut item),
            [None, Some(_)] if !is_with => item.right = self.adopted(),
            [None, None] if found.how == How::Learned => {
                let learned = found.by.last();
                let learned = learned.map(|done| format!("learned {}, ", done.known.human()));
                let learned = learned.unwrap_or_default();
                item.right = Line::plain(learned + "of how it read while it stood");
            }
            [None, None] => item.right = Line::plain(days_told(&found.stood)),
            _ => {}
        }
        let with = match sides {
            _ if !is_with => "",
            [None, Some(_)] if !found.reversed => "stands again with the agreement",
            _ => "with the agreement",
        };
        let stands = sides.iter().all(Option::is_some);
        // A text that was learned of what stands is told apart.
        if !(stands && found.news().any(|value| value.name.as_str() == "text")) {
            let is_bare = item.pairs.is_empty() && item.lines.is_empty() && item.right.is_empty();
            let reads = self.reads(sides, &item, is_bare);
            item.lines.splice(..0, reads);
        }
        let (also, doubt) = (self.also(&item.right.text()), self.doubt(&item.right));
        item.right = joined([Line::plain(with), item.right, also, doubt]);
        if !look.verbose && !look.sources {
            let late = found.by.iter().filter(|done| self.is_apart(done));
            let late = late.map(|done| format!("{} {}", phrases::deed(done), days(done)));
            let late: IndexSet<String> = late.collect();
            item.lines.extend(late.iter().map(Line::plain));
        }
        if found.stood.len() > 1 && sides != [None; 2] {
            item.lines.push(Line::plain(lapse(&found.stood)));
        }
        self.more(&mut item);
        item
    }

    /// The values that were agreed and are told beside it.
    fn agreed(self) -> impl Iterator<Item = &'a ValueDiff> {
        let agreed = self.found.agreed();
        agreed.filter(move |value| is_beside(self.found, value))
    }

    /// What was agreed of a clause that stands on both days: its end beside its title, in a row what simply holds on one of
    /// them, and each other value.
    fn changed(self, item: &mut Item) {
        let (ends, values): (Vec<_>, Vec<_>) = self.agreed().partition(|of| of.is_end());
        let ends = ends.into_iter().filter_map(|value| self.pair(value));
        item.right = joined(ends.map(|(label, line)| Line::plain(label + " ").then(line)));
        let is_row = |value: &&ValueDiff| {
            let sides = [&value.before, &value.after].into_iter().flatten();
            sides.eq([&Value::Bool(true)])
        };
        let (rows, values): (Vec<_>, Vec<_>) = values.into_iter().partition(is_row);
        item.pairs = self.pairs(values);
        let rows = [(0, "no longer "), (1, "now ")].map(|(side, words)| {
            let names = rows.iter().filter_map(|value| self.named(value, side, ""));
            joined(names.map(|name| Line::plain(words).then(name)))
        });
        let row = Some(joined(rows)).filter(|row| !row.is_empty());
        if item.right.is_empty() {
            item.right = row.unwrap_or_default();
        } else {
            item.lines.extend(row);
        }
    }

    /// The days on which other events did something to it, but for those that are said.
    fn also(self, said: &str) -> Line {
        let is_other = |done: &&DoneBy| !self.is_own(done) && !self.found.is_course(done);
        let others = (self.found.by.iter()).filter(|done| done.is_deed() && is_other(done));
        let others = others.map(|done| (days(done), firm(done)));
        let others = others.filter(|(day, _)| !said.contains(&format!("since {day}")));
        let others: IndexSet<String> = others.map(|(day, firm)| day + &firm).collect();
        let days = some_list(others).map(|days| format!("also {days}"));
        Line::of(Role::Faint, days.unwrap_or_default())
    }

    /// Whether something was done by the event; by any, where the clause came and went.
    fn is_own(self, done: &DoneBy) -> bool {
        self.found.how == How::Interim || done.event == self.event
    }

    /// Whether something was done that has a line of its own: another event did it and it became known later, or the day is
    /// not that of its event.
    fn is_apart(self, done: &DoneBy) -> bool {
        let is_agreed = done.kind == ChangeKind::Agreed && done.known_apart().is_some();
        is_agreed && !self.found.is_course(done) && (self.is_own(done) || done.is_told())
    }

    /// What became known of it, with the day on which it did and that from which it applies: beside the title where several
    /// values share one, else behind each.
    fn learned(self) -> Option<Item> {
        let found = self.found;
        let day = |value: &ValueDiff| {
            // Told back in time, what became known in between stands on the first day.
            let set = [&value.set, &value.before_set][usize::from(found.reversed)].as_ref();
            set.map(|set| days(set)).unwrap_or_default()
        };
        let is_text = |value: &&ValueDiff| value.name.as_str() == "text";
        let (texts, values): (Vec<_>, Vec<_>) = found.news().partition(is_text);
        let shown = values.iter().filter(|value| is_beside(found, value));
        let shown: Vec<&ValueDiff> = shown.copied().collect();
        let mut told = [&shown, &values, &texts].into_iter();
        let told = told.find(|of| !of.is_empty())?;
        let days: IndexSet<String> = told.iter().map(|value| day(value)).collect();
        let is_behind = !shown.is_empty() && (days.len() > 1 || shown.len() == 1);
        // A text has its day beside the title, unless that stands behind a value.
        let of_text = texts.first().map(|value| day(value));
        let of_text = of_text.filter(|day| !days.contains(day));
        let beside = days.first().filter(|_| !is_behind).into_iter();
        let beside = beside.chain(&of_text);
        let mut item = Item {
            mark: Some(signs::LEARNED),
            right: joined(beside.map(Line::plain)),
            ..Item::of(Line::plain(&found.title))
        };
        for value in &shown {
            let Some((label, mut line)) = self.pair(value) else {
                continue;
            };
            if is_behind {
                let day = day(value);
                line = line.sign(Role::Faint, format!("  {day}"), format!("; {day}"));
            }
            item.pairs.push((label, vec![line]));
        }
        let sides = [&found.before, &found.after].map(Option::as_deref);
        // Who made a value known of what was amended has not said the rest of it.
        let is_part = found.how == How::Amended && sides[1].is_some_and(State::is_part_told);
        let is_due = !texts.is_empty() && sides.iter().all(Option::is_some);
        if is_due && (self.look.verbose || !is_part) {
            item.lines = self.reads(sides, &item, values.is_empty());
        }
        if found.how == How::Learned {
            let mut kept = found.by.iter();
            let kept = kept.find(|done| done.action == Action::Keep && self.is_own(done));
            let kept = kept.map_or_else(String::new, |done| "kept".to_owned() + &firm(done));
            item.right = joined([Line::plain(kept), item.right]);
            self.more(&mut item);
        }
        Some(item)
    }

    /// The values of an adopted clause that its title does not say and that fit at the edge of its line: its end first, then
    /// figures; what was set later has the day since which it holds.
    fn adopted(self) -> Line {
        let (clause, title) = (&self.found.clause, &self.found.title);
        let is_titled = |value: &&ValueDiff| {
            let (name, is) = (value.name.as_str(), value.after.as_ref());
            is.is_some_and(|is| is_said(self.refs, clause, (name, is), title))
        };
        let agreed = self.agreed().filter(|value| !is_titled(value));
        let agreed = agreed.filter_map(|value| Some((value, self.named(value, 1, " ")?)));
        let mut values: Vec<(&ValueDiff, Line)> = agreed.collect();
        values.sort_by_cached_key(|(value, shown)| {
            let after = value.after.as_ref();
            let (end, gone, figure, _) = rank(value.name.as_str(), after);
            (end, gone, figure, holds(after), columns(&shown.text()))
        });
        let began = self.found.adoption().map(|done| done.date);
        let (mut line, mut cut) = (Line::default(), 0);
        for (value, shown) in values {
            let longer = joined([line.clone(), shown]);
            if columns(&longer.text()) > SHORT {
                cut += 1;
                continue;
            }
            let is_late = |set: &&Set| Some(set.date) != began && !set.is_told();
            let late = value
                .set
                .as_ref()
                .filter(|set| !value.is_end() && is_late(set));
            let since = late.map(|set| format!(" since {}", set.date.human()));
            line = longer.and(Role::Faint, since.unwrap_or_default());
        }
        if cut > 0 && !line.is_empty() {
            return line.and(Role::Faint, format!("; {cut} more"));
        }
        line
    }

    fn pairs<'v>(
        self,
        values: impl IntoIterator<Item = &'v ValueDiff>,
    ) -> Vec<(String, Vec<Line>)> {
        let pairs = values.into_iter().filter_map(|value| self.pair(value));
        pairs.map(|(label, line)| (label, vec![line])).collect()
    }

    /// A value on one of the days behind its name; of what simply holds the name alone.
    fn named(self, value: &ValueDiff, side: usize, gap: &str) -> Option<Line> {
        let label = values::label(self.refs, &self.found.clause, value.name.as_str());
        let mut line = self.side(value, side)?;
        if holds([&value.before, &value.after][side].as_ref()) {
            line.0[0].text = clean_line(&label);
            return Some(line);
        }
        Some(Line::plain(label + gap).then(line))
    }

    /// A value on one of the days, with how firm it is; an old one, and what was learned, with who gave it.
    fn side(self, value: &ValueDiff, side: usize) -> Option<Line> {
        let Self { refs, found, .. } = self;
        let (name, of) = (value.name.as_str(), [&value.before, &value.after][side]);
        let text = values::written(refs, &found.clause, name, of.as_ref()?, Date::human);
        let state = [&found.before, &found.after][side].as_deref()?;
        let set = [&value.before_set, &value.set][side].iter();
        let set = set.filter(|_| side == 0 || value.is_learned());
        let own = set.flat_map(|set| who::reads(refs, backing(&set.cite, Some(name))));
        let line = Line::of([Role::Old, Role::New][side], text);
        Some(phrases::marked(state, name, line).resting_on(own))
    }

    /// A value that differs: `exclusive`, `no → yes`, with how firm each side is.
    fn pair(self, value: &ValueDiff) -> Option<(String, Line)> {
        let (found, look) = (self.found, self.look);
        found.after.as_ref()?;
        let none = || Line::plain(if look.ascii { "-" } else { "–" });
        let is = self.side(value, 1).unwrap_or_else(none);
        let is_new = value.is_learned() && value.before.is_none();
        let line = if found.before.is_none() || is_new {
            is
        } else {
            let was = self.side(value, 0).unwrap_or_else(none);
            was.and(Role::Plain, format!(" {} ", arrow(look))).then(is)
        };
        let label = values::label(self.refs, &found.clause, value.name.as_str());
        Some((label, line))
    }

    /// How a clause reads on the two days: word by word where both have the contract's own words; else as it reads now, where
    /// that says more than what is told beside it, and where nothing is drawn; both where all is wanted.
    fn reads(self, sides: [Option<&State>; 2], beside: &Item, is_bare: bool) -> Vec<Line> {
        let (refs, look) = (self.refs, self.look);
        let is_verbatim = |state: &State| state.wording == Some(Wording::Verbatim);
        let is_redlined = sides.iter().all(|side| side.is_some_and(is_verbatim));
        let texts = sides.map(|side| side?.text.as_deref());
        let stands = sides.iter().all(Option::is_some);
        if !(stands || look.verbose || look.spoken) {
            return Vec::new();
        }
        let beside = told(beside);
        let both = texts.map(Option::unwrap_or_default);
        let is_shown = look.verbose || stands && (is_bare || says_more(both, &beside));
        match texts {
            [old, new] if old == new => return Vec::new(),
            [Some(old), Some(new)] if is_redlined => return vec![words(old, new, look)],
            _ if !is_shown && !look.spoken => return Vec::new(),
            _ => {}
        }
        let late = |of: &State| self.late(of).filter(|known| !beside.contains(known));
        let late = |of: &State| marks(late(of).map(|known| format!("known since {known}")));
        let says = |of: &State| Some(says(refs, of, look)?.and(Role::Doubt, late(of)));
        let whole = match sides.map(|side| side.and_then(says)) {
            [Some(was), Some(now)] if look.verbose => {
                return vec![
                    Line::plain("was: ").then(was),
                    Line::plain("now: ").then(now),
                ];
            }
            [Some(was), None] => Some(Line::plain("was: ").then(was)),
            [_, now] => now,
        };
        let last = sides.into_iter().flatten().next_back();
        let line = whole.map(|whole| {
            if is_shown {
                return whole;
            }
            let line = Line::default().sign(Role::Plain, "", whole.text());
            line.resting_on(last.map(|of| text_reads(refs, of)).unwrap_or_default())
        });
        line.into_iter().collect()
    }

    /// The day since which a text is known, where that is later than what was last agreed.
    fn late(self, of: &State) -> Option<String> {
        let mut by = self.found.by.iter();
        let deed = by.rfind(|done| done.kind == ChangeKind::Agreed)?;
        of.text_known_after(deed.known).map(phrases::some_day)
    }

    /// How firm a difference as a whole is, where a word is due that no value beside it bears.
    fn doubt(self, beside: &Line) -> Line {
        let found = self.found;
        let deeds = found.by.iter().filter(|done| self.is_own(done));
        let deeds: Vec<_> = (deeds.filter(|done| done.kind != ChangeKind::Learned)).collect();
        let origins = deeds.iter().map(|done| &done.origin);
        let origins = origins.chain(found.expiry.iter().map(|set| &set.origin));
        // Of what came and went, each day says how firm it is.
        let firmest = (origins.min_by_key(|of| of.basis)).filter(|_| found.how != How::Interim);
        let is_told = |of: &Piece| of.role == Role::Doubt && of.text.contains("disputed");
        let is_disputed = is_disputed(deeds.iter().flat_map(|done| &done.cite));
        let after = found.after.as_ref().filter(|_| found.how != How::Unclear);
        let is_unclear = after.is_some_and(|after| after.status == Status::Unclear);
        let marks = [
            firmest.and_then(|done| phrases::firm(&done.event, done.basis)),
            (is_disputed && !beside.0.iter().any(is_told)).then_some("disputed"),
            is_unclear.then_some("unclear"),
        ];
        let marks = parted(marks.into_iter().flatten(), ", ");
        Line::of(Role::Doubt, marks.unwrap_or_default())
    }

    fn more(self, item: &mut Item) {
        let (refs, found, look) = (self.refs, self.found, self.look);
        if look.verbose {
            let id = format!("id: {}", found.clause);
            item.lines.push(Line::of(Role::Faint, id));
        }
        for done in &found.by {
            if look.verbose || look.sources {
                item.lines.push(phrases::done(done));
            }
            if look.sources && (done.cite != self.told || done.cite.is_empty()) {
                let cites = who::full(refs, &found.clause, &done.cite).into_iter();
                item.lines.extend(cites.map(Line::set_in));
            }
        }
        if !look.sources {
            return;
        }
        let is_told = |event: &str, date| {
            let mut done = found.by.iter();
            done.any(|done| (done.event.as_str(), done.date) == (event, date))
        };
        let sides: [fn(&ValueDiff) -> Option<&Set>; 2] =
            [|of| of.before_set.as_ref(), |of| of.set.as_ref()];
        for (side, words) in sides.into_iter().zip(["before: ", "now: "]) {
            let sets = found.values();
            let sets = sets.filter_map(|value| Some((value.name.as_str(), side(value)?)));
            for set in who_says_so(refs, &found.clause, sets, is_told) {
                item.lines.push(Line::plain(words).then(set.line));
                item.lines.extend(set.lines.into_iter().map(Line::set_in));
            }
        }
    }
}

/// Whether a value is told beside its clause. That it was left unclear is said by the sign.
fn is_beside(found: &Diff, value: &ValueDiff) -> bool {
    match value.name.as_str() {
        "text" => false,
        "status" => found.how == How::Amended,
        _ => true,
    }
}

fn holds(value: Option<&Value>) -> bool {
    value == Some(&Value::Bool(true))
}

fn told(item: &Item) -> String {
    let lines = [&item.line, &item.right].into_iter().chain(&item.lines);
    let pairs = item.pairs.iter();
    let pairs = pairs
        .flat_map(|(label, lines)| lines.iter().map(move |of| format!("{label} {}", of.text())));
    parted(lines.map(Line::text).chain(pairs), " ").unwrap_or_default()
}

/// `learned 2026-05-11, from 2026-04-27`, `2021, known since 2023-01-24`.
fn days(of: &Origin) -> String {
    clocks::days(of, [phrases::some_day; 2])
}

pub(super) fn firm(of: &Origin) -> String {
    marks(phrases::firm(&of.event, of.basis))
}

pub(super) fn days_told(stood: &[Stood]) -> String {
    course(stood, "", |of| days(of) + &firm(of))
}

/// When a clause stood that was out of force in between: `in force to 2019-07-10 and from 2020-07-10`.
pub(crate) fn lapse(stood: &[Stood]) -> String {
    format!("in force {}", days_told(stood))
}

/// A sign and a word, each also as it stands where that is in doubt.
macro_rules! mark {
    ($sign:literal, $word:literal, $role:ident) => {
        [
            Mark::new($sign, $word, Role::$role),
            Mark::new(concat!($sign, "?"), concat!("perhaps ", $word), Role::Doubt),
        ]
    };
}

pub(crate) fn mark(found: &Diff) -> Mark {
    let marks = match (found.how, found.reversed) {
        (How::Adopted, false) => mark!("+", "adopted", Added),
        (How::Adopted, true) => mark!("-", "no longer in force", Removed),
        (How::Ended, false) => mark!("-", "ended", Removed),
        (How::Expired, false) => mark!("-", "expired", Removed),
        (How::Ended | How::Expired, true) => mark!("+", "back in force", Added),
        (How::Interim, _) => mark!("±", "came and went", Changed),
        (How::Amended, false) => mark!("~", "amended", Changed),
        (How::Amended, true) => mark!("~", "different", Changed),
        (How::Unclear, _) => [Mark::new("?", "left unclear", Role::Doubt); 2],
        (How::Learned, _) => [signs::LEARNED; 2],
        // What leaves it as it was has the sign of what was done.
        (How::Unchanged | How::Kept, _) => {
            let done = found.by.last().map_or(Action::Keep, |done| done.action);
            [signs::of(done); 2]
        }
    };
    marks[usize::from(found.perhaps)]
}

fn joined(lines: impl IntoIterator<Item = Line>) -> Line {
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    let joined = lines.reduce(|all, line| all.and(Role::Plain, "; ").then(line));
    joined.unwrap_or_default()
}

/// From when to when something stood, behind a word for the first day: `2025-01-21 to 2025-10-28`.
pub(crate) fn course(stood: &[Stood], before: &str, say: impl Fn(&Origin) -> String) -> String {
    let day = |of: &Option<Arc<Origin>>| of.as_deref().map(&say);
    let lives = stood.iter().map(|[from, to]| match (day(from), day(to)) {
        (Some(from), Some(to)) => {
            // What is said of the first day within commas ends with one.
            let comma = ["", ","][usize::from(from.contains(", "))];
            format!("{before}{from}{comma} to {to}")
        }
        (Some(from), None) => format!("from {from}"),
        (None, to) => format!("to {}", to.unwrap_or_default()),
    });
    and_list(lives)
}
