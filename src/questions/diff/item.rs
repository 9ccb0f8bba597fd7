//! A clause that differs, as an item of a page: what was done, each value that differs, how firm that is.

use super::reads::{agreed_sides, reads};
use crate::answer::block::{Mark, Piece};
use crate::phrases::clause::{contents, short, who_says_so};
use crate::questions::prelude::*;
use crate::text::clean_line;
use crate::text::wrap::columns;

/// So many columns of its line an adopted clause has for its values.
const SHORT: usize = 36;

/// So many columns a title or a value may take together with the day on which it was learned.
const WIDE: usize = 74;

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
    let is_news = found.how == How::Learned;
    let is_partly = found.before.is_some() && found.after.is_some();
    let done = (!is_news || !is_partly).then(|| shown.clause());
    let learned = (!is_news || is_partly).then(|| shown.learned());
    [done, learned.flatten()]
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

impl Shown<'_> {
    fn clause(self) -> Item {
        let (refs, found, event, look) = (self.refs, self.found, self.event, self.look);
        let cites = found.cites(|done| found.how == How::Interim || done.event == event);
        let mut item = Item {
            mark: Some(mark(found)),
            line: Line::plain(&found.title).resting_on(who::reads(refs, &cites)),
            ..Item::default()
        };
        let sides = agreed_sides(found);
        match sides {
            [None, Some(_)] if look.verbose => {
                item.pairs = self.pairs(&found.agreed().collect::<Vec<_>>());
            }
            [None, Some(after)] if found.turns_with(event) => {
                let last = after.over.as_ref().map(|of| of.date).or(after.through);
                let last = last.filter(|_| !found.reversed);
                let last = last.map(|last| format!("to {}", last.human()));
                item.right = Line::plain(last.unwrap_or_default());
            }
            [None, Some(_)] => item.right = self.adopted(),
            [Some(_), Some(_)] => self.changed(&mut item),
            [None, None] if found.how == How::Learned => {
                let learned = found.by.last();
                let learned = learned.map(|done| format!("learned {}, ", done.known.human()));
                let learned = learned.unwrap_or_default();
                item.right = Line::plain(learned + "of how it read while it stood");
            }
            [None, None] => item.right = Line::plain(course(found)),
            [Some(_), None] => {}
        }
        let with = match sides {
            _ if !found.turns_with(event) => "",
            [None, Some(_)] if !found.reversed => "stands again with the agreement",
            _ => "with the agreement",
        };
        item.right = joined([Line::plain(with), item.right]);
        let is_bare = item.pairs.is_empty() && item.lines.is_empty() && item.right.is_empty();
        let reads = reads(refs, found, sides, is_bare, look);
        item.lines.splice(..0, reads);
        let also = self.also(&item.right.text());
        let is_doubt = |of: &Piece| of.role == Role::Doubt && of.text.contains("disputed");
        let doubt = self.doubt(item.right.0.iter().any(is_doubt));
        item.right = joined([item.right, also.unwrap_or_default(), doubt]);
        let is_brief = !look.verbose && !look.sources;
        let own = found.done_by(event).filter(|_| is_brief);
        let mut late: Vec<Line> = own.filter_map(|done| self.late_deed(done)).collect();
        late.dedup();
        item.lines.extend(late);
        self.more(&mut item);
        item
    }

    /// What was agreed of a clause that stands on both days: its end beside its title, and each value.
    fn changed(self, item: &mut Item) {
        let agreed = self.found.agreed();
        let (ends, others): (Vec<_>, Vec<_>) = agreed.partition(|of| of.is_end());
        let ends = ends.into_iter().filter_map(|value| self.pair(value));
        let ends = ends.map(|(label, side)| Line::plain(label + " ").then(side));
        item.right = joined(ends);
        let is_true = |value: &ValueDiff| value.after == Some(Value::Bool(true));
        let is_now = |value: &&ValueDiff| value.before.is_none() && is_true(value);
        let (now, others): (Vec<_>, Vec<_>) = others.into_iter().partition(is_now);
        item.pairs = self.pairs(&others);
        item.lines.extend(self.in_a_row(("no longer", 0), &others));
        item.lines.extend(self.in_a_row(("now", 1), &now));
    }

    /// The days on which other events did something to it, but for those that are said.
    fn also(self, said: &str) -> Option<Line> {
        let found = self.found;
        let others = found.by.iter().filter(|_| found.how != How::Interim);
        let others = others.filter(|done| done.is_deed() && done.event != self.event);
        let days = others.map(|done| clocks::days(done, [phrases::some_day; 2]));
        let mut days: IndexSet<String> = days.collect();
        days.retain(|day| !said.contains(&format!("since {day}")));
        some_list(days).map(|days| Line::of(Role::Faint, format!("also {days}")))
    }

    /// A deed that became known on another day than it was done, or after which its event did more: `amended 2021, known
    /// since 2023-01-24`.
    fn late_deed(self, done: &DoneBy) -> Option<Line> {
        let is_agreed = done.kind == ChangeKind::Agreed;
        let day = if is_agreed {
            clocks::days(done, [phrases::some_day; 2])
        } else {
            phrases::some_day(done.date)
        };
        let is_apart = is_agreed && done.known_apart().is_some();
        let line = Line::plain(format!("{} {day}", phrases::deed(done)));
        (is_apart || done.step.is_some()).then(|| self.with_step(line, done))
    }

    /// What was done, and what that gave until the same event changed it again.
    fn with_step(self, line: Line, done: &DoneBy) -> Line {
        let step = done.step.iter();
        let parts = step.flat_map(|of| contents(self.refs, of, self.look));
        parts.zip([": ", "; "]).fold(line, |line, (part, gap)| {
            line.and(Role::Plain, gap).then(part)
        })
    }

    /// What became known of a clause, each value with the day on which it did and that from which it applies.
    fn learned(self) -> Option<Item> {
        let found = self.found;
        let is_text = |value: &&ValueDiff| value.name.as_str() == "text";
        let has_values = found.news().any(|value| !is_text(&value));
        let mut by: IndexMap<String, Vec<&ValueDiff>> = IndexMap::new();
        for value in found.news().filter(|value| !(has_values && is_text(value))) {
            // Told back in time, what became known in between stands on the first day.
            let set = [&value.set, &value.before_set][usize::from(found.reversed)];
            let day = set.as_ref().map(|set| told_on(found, set));
            by.entry(day.unwrap_or_default()).or_default().push(value);
        }
        let is_done = found.how != How::Learned;
        let is_own = |late: &DoneBy| found.how == How::Interim || late.event == self.event;
        let late = found.late_deed().filter(|_| is_done);
        let late = late.filter(|late| late.is_told() && !is_own(late));
        let late = late.and_then(|late| self.late_deed(late));
        if by.is_empty() && late.is_none() {
            return None;
        }
        let mut item = self.under_days(by);
        if found.news().any(|value| is_text(&value)) {
            let [before, after] = agreed_sides(found);
            let sides = if found.reversed {
                [found.before.as_deref(), before]
            } else {
                [after, found.after.as_deref()]
            };
            let is_bare = item.pairs.is_empty() && late.is_none();
            let reads = reads(self.refs, found, sides, is_bare, self.look);
            item.lines.splice(..0, reads);
        }
        item.lines.extend(late);
        if !is_done {
            self.more(&mut item);
        }
        Some(item)
    }

    /// Values by the day on which each became known: one beside the title, where it has room, else behind each value.
    fn under_days(self, by: IndexMap<String, Vec<&ValueDiff>>) -> Item {
        let title = &self.found.title;
        let mut item = Item {
            mark: Some(signs::LEARNED),
            ..Item::of(Line::plain(title))
        };
        let is_single = by.len() == 1;
        for (day, values) in by {
            let pairs = self.pairs(&values);
            let has_room = |text: &str| columns(text) + columns(&day) <= WIDE;
            let is_behind = match pairs.as_slice() {
                [(label, of)] => !has_room(title) && has_room(&(label.clone() + &of[0].text())),
                _ => !is_single,
            };
            let dated = |line: Line| {
                if is_single && !is_behind {
                    return line;
                }
                line.sign(Role::Faint, format!("  {day}"), format!("; {day}"))
            };
            let gone = self.in_a_row(("no longer", 0), &values);
            item.lines.extend(gone.map(dated));
            let pairs = pairs.into_iter();
            let dated = pairs.map(|(label, lines)| (label, lines.into_iter().map(dated).collect()));
            item.pairs.extend(dated);
            if is_single && !is_behind {
                item.right = Line::plain(day);
            }
        }
        item
    }

    /// The values of an adopted clause that fit at the edge of its line: its end first, then figures, the shortest
    /// first, and last what only holds or not; what another event set has the day since which it holds.
    fn adopted(self) -> Line {
        let agreed = self.found.agreed();
        let agreed = agreed.filter(|value| value.name.as_str() != "text");
        let agreed =
            agreed.filter_map(|value| Some((value, self.in_short(value, (1, Role::Plain), " ")?)));
        let mut agreed: Vec<(&ValueDiff, Line)> = agreed.collect();
        agreed.sort_by_key(|(value, line)| {
            let is_bool = matches!(value.after, Some(Value::Bool(_)));
            let shown = value.after.as_ref().map(Value::to_string);
            let has_figure =
                shown.is_some_and(|shown| shown.contains(|c: char| c.is_ascii_digit()));
            (!value.is_end(), !has_figure, is_bool, columns(&line.text()))
        });
        let began = self.found.adoption().map(|done| done.date);
        let (mut line, mut cut) = (Line::default(), 0);
        for (value, short) in agreed {
            let set = value.set.as_ref().filter(|_| !value.is_end());
            let is_later =
                |set: &Set| set.event != self.event || began.is_some_and(|day| day != set.date);
            let late = set.filter(|set| is_later(set) && !set.is_told());
            let since = late.map(|set| format!(" since {}", set.date.human()));
            let longer = joined([line.clone(), short]);
            if columns(&longer.text()) <= SHORT {
                line = longer.and(Role::Faint, since.unwrap_or_default());
            } else {
                cut += 1;
            }
        }
        if cut > 0 && !line.is_empty() {
            return line.and(Role::Faint, format!("; {cut} more"));
        }
        line
    }

    /// A value of one side with its name, or only one of them where that says all.
    fn in_short(self, value: &ValueDiff, (side, role): (usize, Role), gap: &str) -> Option<Line> {
        let label = values::label(self.refs, &self.found.clause, value.name.as_str());
        let mut line = self.side(value, (side, role))?;
        let words = match [&value.before, &value.after][side] {
            Some(Value::Bool(true)) => label,
            Some(Value::Bool(false)) if side == 1 => format!("not {label}"),
            _ => return Some(Line::plain(label + gap).then(line)),
        };
        line.0[0].text = clean_line(&words);
        Some(line)
    }

    /// Whether a value is told beside its clause. That it was left unclear is said by the sign.
    fn is_beside(self, value: &ValueDiff) -> bool {
        match value.name.as_str() {
            "text" => false,
            "status" => self.found.how == How::Amended,
            _ => true,
        }
    }

    fn pairs(self, values: &[&ValueDiff]) -> Vec<(String, Vec<Line>)> {
        let new = values.iter().filter(|of| of.after.is_some());
        let pairs = new.filter_map(|value| self.pair(value));
        pairs.map(|(label, side)| (label, vec![side])).collect()
    }

    /// Values that only one side has, in a row behind some words: `no longer only before AGI; profit test: $100 billion
    /// (all reported)`.
    fn in_a_row(self, (words, side): (&str, usize), values: &[&ValueDiff]) -> Option<Line> {
        let alone = values.iter().filter(|of| self.is_beside(of));
        let alone = alone.filter(|of| [&of.after, &of.before][side].is_none());
        let role = [Role::Old, Role::New][side];
        let lines = alone.filter_map(|value| self.in_short(value, (side, role), ": "));
        let mut lines: Vec<Line> = lines.collect();
        let text = |line: &Line| {
            let last = line.0.last()?;
            (last.role == Role::Doubt).then(|| last.text.clone())
        };
        let first = lines.first().and_then(text);
        let is_all = lines.len() > 1 && lines.iter().all(|line| text(line) == first);
        let all = first.filter(|_| is_all);
        let all = all.map(|mark| mark.replacen('(', "(all ", 1));
        for line in lines.iter_mut().filter(|_| all.is_some()) {
            let mark = line.0.pop().into_iter();
            *line = std::mem::take(line).resting_on(mark.flat_map(|mark| mark.sources));
        }
        let row = Some(joined(lines)).filter(|row| !row.is_empty())?;
        let row = Line::plain(format!("{words} ")).then(row);
        Some(row.and(Role::Doubt, all.unwrap_or_default()))
    }

    /// A value on one of the days, with how firm it is; an old one with who gave it.
    fn side(self, value: &ValueDiff, (side, role): (usize, Role)) -> Option<Line> {
        let Self { refs, found, .. } = self;
        let (name, before, after) = (value.name.as_str(), &value.before, &value.after);
        let written = |of: &Value| values::written(refs, &found.clause, name, of, Date::human);
        let text = values::sides(before.as_ref(), after.as_ref(), written)[side].take()?;
        let state = [&found.before, &found.after][side].as_deref()?;
        let set = value.before_set.iter().filter(|_| side == 0);
        let own = set.flat_map(|set| who::reads(refs, backing(&set.cite, Some(name))));
        Some(phrases::marked(state, name, Line::of(role, text)).resting_on(own))
    }

    /// A value that differs: `exclusive`, `no → yes`, with how firm each side is.
    fn pair(self, value: &ValueDiff) -> Option<(String, Line)> {
        let (refs, found, look) = (self.refs, self.found, self.look);
        let name = value.name.as_str();
        if !self.is_beside(value) || found.after.is_none() {
            return None;
        }
        let none = || Line::plain(if look.ascii { "-" } else { "–" });
        let sides = [(0, Role::Old), (1, Role::New)].map(|side| self.side(value, side));
        let [was, is] = sides.map(|side| side.unwrap_or_else(none));
        let is_new = found.before.is_none() || value.is_learned() && value.before.is_none();
        let line = if is_new {
            is
        } else {
            was.and(Role::Plain, format!(" {} ", arrow(look))).then(is)
        };
        let told = value.set.as_ref().filter(|_| value.is_learned());
        let told = told.map(|set| who::reads(refs, backing(&set.cite, Some(name))));
        let line = line.resting_on(told.into_iter().flatten());
        Some((values::label(refs, &found.clause, name), line))
    }

    /// How firm a difference as a whole is, where a word is due; whether sources differ may be told of a value.
    fn doubt(self, is_told: bool) -> Line {
        let found = self.found;
        let deeds = found.done_by(self.event);
        let deeds: Vec<_> = (deeds.filter(|done| done.kind != ChangeKind::Learned)).collect();
        let firmest = deeds.iter().min_by_key(|done| done.basis);
        let is_disputed = is_disputed(deeds.iter().flat_map(|done| &done.cite));
        let after = found.after.as_ref().filter(|_| found.how != How::Unclear);
        let is_unclear = after.is_some_and(|after| after.status == Status::Unclear);
        let marks = [
            firmest.and_then(|done| phrases::firm(&done.event, done.basis)),
            (is_disputed && !is_told).then_some("disputed"),
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
                let line = phrases::done(done);
                item.lines.push(self.with_step(line, done));
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

/// `learned 2026-05-11, from 2026-04-27`; of a deed that a report made known, `amended 2021, known since 2023-01-24`.
fn told_on(found: &Diff, set: &Set) -> String {
    let mut deeds = found.by.iter().filter(|_| set.kind != ChangeKind::Learned);
    let deed = deeds.find(|done| (&done.event, done.date) == (&set.event, set.date));
    let day = clocks::days(set, [phrases::some_day; 2]);
    match deed {
        Some(done) => format!("{} {day}", phrases::deed(done)),
        None => day,
    }
}

pub(crate) fn mark(found: &Diff) -> Mark {
    marked(found, found.perhaps)
}

/// The same as if nothing about it were in doubt.
#[cfg(feature = "explore")]
pub(crate) fn certain(found: &Diff) -> Mark {
    marked(found, false)
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

fn marked(found: &Diff, perhaps: bool) -> Mark {
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
        (How::Unchanged | How::Kept, _) => [Mark::new("=", "unchanged", Role::Plain); 2],
    };
    marks[usize::from(perhaps)]
}

fn joined(lines: impl IntoIterator<Item = Line>) -> Line {
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    let joined = lines.reduce(|all, line| all.and(Role::Plain, "; ").then(line));
    joined.unwrap_or_default()
}

/// From when to when something stood that came and went.
fn course(found: &Diff) -> String {
    let day = |of: &Option<Origin>| of.as_ref().map(|of| short(of.date));
    let lives = found
        .stood
        .iter()
        .map(|[from, to]| match (day(from), day(to)) {
            (Some(from), Some(to)) => format!("{from} to {to}"),
            (Some(from), None) => format!("from {from}"),
            (None, to) => format!("to {}", to.unwrap_or_default()),
        });
    let dates = found.stood.iter().flatten().flatten().map(|of| of.date);
    let parts = parted(lives, "; ").into_iter();
    parted(parts.chain(signs::last_sides(dates)), " ").unwrap_or_default()
}
