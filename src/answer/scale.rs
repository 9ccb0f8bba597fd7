//! Days on a line, for everything that is drawn: where a day begins, which days a cell stands for, which years are
//! named, and where the labels of lines have room.

use std::ops::Range;

use crate::date::Day;

/// The years between two that are named.
const STEPS: [i32; 13] = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000];

/// Days shared out as equally as can be among the units of a drawing, which are columns or parts of a pixel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    from: Day,
    to: Day,
    pub(crate) days: usize,
    pub(crate) units: usize,
}

/// A line, the units that it takes, and what its label may be, the longest first.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) at: Range<usize>,
    pub(crate) texts: Vec<String>,
}

/// The label of a line.
#[derive(Debug)]
pub(crate) struct Label {
    /// Where its line stands, and where its text does.
    pub(crate) rule: usize,
    pub(crate) at: Range<usize>,
    pub(crate) text: String,
}

impl Scale {
    pub(crate) fn new((from, to): (Day, Day), units: usize) -> Self {
        let days = usize::try_from(from.days_until(to)).unwrap_or(0) + 1;
        Self {
            from,
            to,
            days,
            units,
        }
    }

    /// The same where each unit is a cell, which has a day at least.
    pub(crate) fn of_cells(days: (Day, Day), cells: usize) -> Self {
        let scale = Self::new(days, cells);
        let units = cells.clamp(1, scale.days);
        Self { units, ..scale }
    }

    /// The unit in which a day begins; of days that lie beyond the scale, its nearest end.
    pub(crate) fn begin(&self, day: Day) -> usize {
        let before = usize::try_from(self.from.days_until(day)).unwrap_or(0);
        before.min(self.days) * self.units / self.days
    }

    pub(crate) fn end(&self, day: Day) -> usize {
        day.succ().map_or(self.units, |next| self.begin(next))
    }

    /// The days of each unit: those that begin in it.
    pub(crate) fn cells(&self) -> Vec<(Day, Day)> {
        let start = |cell: usize| {
            let days = (cell * self.days).div_ceil(self.units);
            self.from.move_days(i64::try_from(days).ok()?)
        };
        let end = |cell| start(cell + 1).map_or(Some(self.to), Day::pred);
        let cells = (0..self.units).map(|cell| start(cell).zip(end(cell)));
        cells.flatten().collect()
    }

    /// The years that are named, each with the unit where it begins: as many as have so much room, at one step of
    /// [`STEPS`]. A scale that none of them begins on is named by its own year.
    pub(crate) fn years(&self, room: usize) -> Vec<(usize, i32)> {
        let begin = |year: i32| {
            let day = Day::new(year, 1, 1).filter(|day| (self.from..=self.to).contains(day))?;
            Some((self.begin(day), year)).filter(|(at, _)| at + room <= self.units)
        };
        let every = |step: &i32| -> Vec<(usize, i32)> {
            let years = self.from.year()..=self.to.year();
            (years.filter(|year| year % step == 0).filter_map(begin)).collect()
        };
        let fits =
            |years: &Vec<(usize, i32)>| years.is_sorted_by(|one, next| one.0 + room <= next.0);
        let named = STEPS.iter().map(every).find(fits);
        let named = named.filter(|years| !years.is_empty());
        named.unwrap_or_else(|| vec![(0, self.from.year())])
    }
}

/// A label beside each line, to stand in a row of its own, the first at the top: behind its line or, where it has no
/// room there, before it.
pub(crate) fn labels(
    rules: &[Rule],
    room: &Range<usize>,
    gap: usize,
    wide: impl Fn(&str) -> usize,
) -> Vec<Label> {
    let beside = |rule: &Rule| {
        let at = |text: &String| {
            let (behind, wide) = (rule.at.end + gap, wide(text));
            let before = rule.at.start.checked_sub(wide + gap);
            let places = [Some(behind), before].into_iter().flatten();
            let mut places = places.map(|start| start..start + wide);
            places.find(|at| room.start <= at.start && at.end <= room.end)
        };
        let (at, text) = rule.texts.iter().find_map(|text| Some((at(text)?, text)))?;
        Some(Label {
            rule: rule.at.start,
            at,
            text: text.clone(),
        })
    };
    let labels = rules.iter().filter_map(beside);
    // No line of a label runs through one in the rows below, if that can be.
    let is_behind = |label: &Label| label.rule < label.at.start;
    let (mut labels, before): (Vec<Label>, Vec<Label>) = labels.partition(is_behind);
    labels.extend(before.into_iter().rev());
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(from: (i32, u32, u32), to: (i32, u32, u32), units: usize) -> Scale {
        let day = |(year, month, day)| Day::new(year, month, day).expect("a day");
        Scale::new((day(from), day(to)), units)
    }

    #[test]
    fn years_are_named_at_round_steps_that_have_room() {
        let years = |first, last, units| {
            let years = scale((first, 1, 1), (last, 12, 31), units).years(5);
            years
                .into_iter()
                .map(|(_, year)| year)
                .collect::<Vec<i32>>()
        };
        assert_eq!(years(2019, 2022, 80), [2019, 2020, 2021, 2022]);
        assert_eq!(years(2019, 2032, 47), [2020, 2022, 2024, 2026, 2028, 2030]);
        assert_eq!(years(2019, 2032, 28), [2020, 2025, 2030]);
        assert_eq!(years(1897, 2032, 40), [1900, 1920, 1940, 1960, 1980, 2000]);
        assert_eq!(years(1897, 2032, 30), [1900, 1925, 1950, 1975, 2000]);
        assert_eq!(years(1, 9999, 40), [2000, 4000, 6000, 8000]);
        assert_eq!(
            years(2021, 2021, 4),
            [2021],
            "its own year, where none has room"
        );
        let part = scale((2025, 3, 1), (2025, 6, 30), 40);
        assert_eq!(part.years(5), [(0, 2025)]);
    }

    #[test]
    fn each_day_is_in_the_cell_in_which_it_begins() {
        let day = |place| Day::new(2020, 1, 1).and_then(|day| day.move_days(place));
        for (days, cells) in [(1, 1), (7, 3), (365, 20), (366, 366), (3, 40)] {
            let last = day(days - 1).expect("a day");
            let scale = Scale::of_cells((day(0).expect("a day"), last), cells);
            let mut next = day(0);
            for (place, (first, last)) in (0..).zip(scale.cells()) {
                assert_eq!(Some(first), next);
                assert_eq!((scale.begin(first), scale.begin(last)), (place, place));
                next = last.succ();
            }
            assert_eq!(next, day(days));
        }
    }

    /// The rows of labels as they are drawn, in a room of 24 columns.
    fn rows(rules: &[(usize, &[&str])]) -> Vec<String> {
        let rule = |(at, texts): &(usize, &[&str])| Rule {
            at: *at..at + 1,
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
        };
        let rules: Vec<Rule> = rules.iter().map(rule).collect();
        let mut rows = vec![" ".repeat(24); rules.len()];
        for (row, label) in rows.iter_mut().zip(labels(&rules, &(0..24), 1, str::len)) {
            for (at, text) in [(label.rule, "|"), (label.at.start, label.text.as_str())] {
                row.replace_range(at..at + text.len(), text);
            }
        }
        rows.retain(|row| !row.trim().is_empty());
        rows
    }

    #[test]
    fn labels_do_not_leave_their_room() {
        assert_eq!(
            rows(&[(2, &["one"]), (8, &["two"]), (22, &["three"])]),
            [
                "  | one                 ",
                "        | two           ",
                "                three | "
            ]
        );
        assert_eq!(
            rows(&[(12, &["an event with a long name", "2024-12-31"])]),
            ["            | 2024-12-31"]
        );
    }
}
