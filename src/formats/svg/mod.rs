//! The chart, or the map of what was known of a clause, as one static picture (SVG 1.1): text as text, and light or dark as the reader prefers.

pub(super) mod beliefs;

use std::cmp::Reverse;
use std::fmt::{self, Write};

use askama::Template;
use askama::filters::{Escaper, Html};
use indexmap::IndexMap;

use super::filled;
use crate::agreement::{Action, lanes::Standing, lanes::Stretch};
use crate::answer::Context;
use crate::answer::chart::{Chart, Lane, Turn, TurnKind};
use crate::answer::scale::{self, Label, Rule, Scale};
use crate::date::{Date, Day};
use crate::phrases::{self, dates};
use crate::text::{clean_line, words::Count, wrap::columns, wrap::wrap};

/// Colours by name, for light and for dark. What is drawn differs in height and outline too.
const STYLE: &str = include_str!("picture.css");

const LANE: usize = 24;
const LINE: usize = 18;
const ROW: usize = 13;
/// The most characters of a line of words, and of one in bold, of a name and of a note.
const CHARACTERS: usize = 165;
const BOLD: usize = 130;
const LONGEST: usize = 36;
const NOTE: usize = 48;
const NOTES: usize = 5;

/// The units of the scale, of which a pixel has a hundred, and those left of it.
pub(super) const UNITS: usize = 92_000;
const LEFT: usize = 26_000;
/// The units that a year takes, and those of a character of a label.
pub(super) const YEAR: usize = 4_500;
const CHARACTER: usize = 850;
/// The same on a phone and on paper, where a note is a number.
const NARROW: usize = 1_600;
/// The units of a mark that stands for one day.
const ROOM: usize = 200;

pub(crate) fn render(context: &Context, chart: &Chart) -> String {
    filled(&View::new(context, chart)) + "\n"
}

#[derive(Template)]
#[template(path = "picture.svg", config = "src/formats/svg/askama.toml")]
pub(super) struct View<'a> {
    context: &'a Context,
    chart: &'a Chart,
    pub(super) scale: Scale,
    pub(super) description: String,
    lines: Vec<String>,
    rows: Vec<Row<'a>>,
    /// The events that are named above the chart, in the order of their days.
    pub(super) notes: Vec<(Day, &'a str)>,
    pub(super) labels: Vec<Label>,
    /// The same with numbers for the names.
    pub(super) narrow: Vec<Label>,
    top: usize,
}

enum Row<'a> {
    Topic(String),
    Lane(&'a Lane),
}

/// How long a clause stands in one way, and that in words.
pub(super) struct Bar {
    pub(super) class: &'static str,
    pub(super) assumed: bool,
    height: usize,
    pub(super) x: usize,
    pub(super) width: usize,
    pub(super) words: String,
}

/// What happens on a day: a dot of this radius where it begins, or a stroke at its close; else a line below the days.
#[derive(Default)]
pub(super) struct Mark<'a> {
    pub(super) radius: Option<&'static str>,
    pub(super) class: &'static str,
    pub(super) x: usize,
    /// Where the last of several days ends, where it happens on one of them or on many.
    pub(super) to: Option<usize>,
    pub(super) words: String,
    /// From when it applies or since when it is known, where those are two days.
    pub(super) apart: String,
    pub(super) event: &'a str,
    sources: String,
    url: Option<&'a str>,
}

impl<'a> View<'a> {
    pub(super) fn new(context: &'a Context, chart: &'a Chart) -> Self {
        let description = description(context, chart);
        let note = context.timeline.note.as_ref();
        let texts = [Some(&description), note].into_iter().flatten();
        let lines: Vec<String> = texts.flat_map(|text| broken(text, CHARACTERS)).collect();
        let scale = Scale::new((chart.from, chart.to), UNITS);
        let notes = weightiest(context, chart);
        let titles = notes.iter().map(|(_, event)| context.refs.title_of(event));
        let numbers = (1..=notes.len()).map(|number| number.to_string());
        // Labels stand at the close of days, and where the days of notes begin.
        let drawn = |texts: Vec<String>, character| {
            let days = chart.rules(context.today, dates::day).into_iter();
            let days = days.map(|(day, texts)| (scale.end(day), texts, None));
            let notes = notes.iter().zip(texts).enumerate();
            let notes =
                notes.map(|(note, ((day, _), text))| (scale.begin(*day), vec![text], Some(note)));
            let rules = days.chain(notes).map(|(x, texts, note)| Rule {
                at: x..x,
                texts,
                note,
            });
            let mut rules: Vec<Rule> = rules.collect();
            rules.sort_by_key(|rule| rule.at.start);
            scale::labels(&rules, &(0..UNITS), 400, |text| character * columns(text))
        };
        let labels = drawn(titles.map(|title| cut(title, NOTE)).collect(), CHARACTER);
        let narrow = drawn(numbers.collect(), NARROW);
        let rows = chart.groups().flat_map(|(topic, lanes)| {
            let topic = broken(topic, BOLD).into_iter().map(Row::Topic);
            topic.chain(lanes.iter().map(Row::Lane))
        });
        Self {
            context,
            chart,
            scale,
            description,
            top: 64 + LINE * lines.len() + ROW * above(&labels),
            lines,
            rows: rows.collect(),
            notes,
            labels,
            narrow,
        }
    }

    pub(super) fn draws(&self, class: &str) -> bool {
        let mut turns = self.chart.lanes.iter().flat_map(|lane| &lane.turns);
        turns.any(|turn| form(turn).is_some_and(|(_, of)| of == class))
    }

    pub(super) fn bars(&self, lane: &Lane) -> impl Iterator<Item = Bar> {
        let goes_on = !(lane.turns.iter()).any(|turn| turn.certain() == Some(self.chart.to));
        let pieces = self.chart.pieces(lane).into_iter();
        pieces.filter_map(move |stretch| self.bar(stretch, goes_on))
    }

    /// The bar of a stretch, of which it is known whether it goes on behind the end of the scale.
    fn bar(&self, Stretch { from, to, stands }: Stretch, goes_on: bool) -> Option<Bar> {
        let (x, width) = span(self.scale, from, to);
        let (class, height) = match stands {
            Standing::No => return None,
            Standing::InForce => ("force", 14),
            Standing::Changing => ("changing", 14),
            Standing::Unclear => ("unclear", 8),
            Standing::Perhaps => ("perhaps", 4),
        };
        let to = match dates::day(to) {
            _ if goes_on && to == self.chart.to => "on".to_owned(),
            to => format!("to {to}"),
        };
        let (stands, from_day) = (phrases::stand(stands), dates::day(from));
        Some(Bar {
            class,
            assumed: self.chart.assumed_from <= from,
            height,
            x,
            width,
            words: format!("{stands} from {from_day} {to}"),
        })
    }

    pub(super) fn marks<'l>(&'l self, lane: &'l Lane) -> impl Iterator<Item = Mark<'l>> {
        let others = (lane.turns.iter()).filter(|turn| turn.action != TurnKind::Renewal);
        let runs = lane.runs(ROOM * self.scale.days / UNITS).into_iter();
        let renewals = runs.filter_map(|run| match *run {
            [turn] => self.mark(turn),
            _ => self.renewals(&run),
        });
        others.filter_map(|turn| self.mark(turn)).chain(renewals)
    }

    /// The mark of many renewals; it leads to the last that is past.
    fn renewals<'l>(&'l self, turns: &[&'l Turn]) -> Option<Mark<'l>> {
        let past = turns.partition_point(|turn| turn.last < Some(self.context.today));
        let (first, last) = (turns.first()?.last?, turns.last()?.last?);
        let [from, to] = [first, last].map(dates::day);
        let assumed = (last >= self.chart.assumed_from).then_some(", if nothing else happens");
        let assumed = assumed.unwrap_or_default();
        let (count, x) = (Count(turns.len(), "renewal"), self.scale.begin(first));
        Some(Mark {
            class: "renewal",
            to: Some(self.scale.end(last).max(x + ROOM)),
            words: format!("{count}, from {from} to {to}{assumed}"),
            ..self.drawn(turns[past.saturating_sub(1)], x)
        })
    }

    /// The mark of what happens on a day, or on one of several.
    fn mark<'l>(&'l self, turn: &'l Turn) -> Option<Mark<'l>> {
        let (radius, class) = form(turn)?;
        let first = turn.first.unwrap_or(self.chart.from);
        let last = turn.last.unwrap_or(self.chart.to);
        let is_certain = turn.certain().is_some();
        let x = match radius {
            None if is_certain => self.scale.end(first),
            _ => self.scale.begin(first),
        };
        let (words, apart) = happens(turn, last < self.chart.assumed_from);
        Some(Mark {
            radius,
            class,
            to: (!is_certain).then(|| self.scale.end(last).max(x + ROOM)),
            words,
            apart,
            ..self.drawn(turn, x)
        })
    }

    fn drawn<'l>(&'l self, turn: &'l Turn, x: usize) -> Mark<'l> {
        let ids: Vec<&str> = turn.cite.iter().map(|cite| cite.source.as_str()).collect();
        let known = &self.context.refs.sources;
        let mut sources = ids.iter().filter_map(|id| known.get(*id));
        Mark {
            x,
            event: &turn.event,
            sources: ids.join(", "),
            url: sources.find_map(phrases::link),
            ..Mark::default()
        }
    }
}

/// The radius of the dot, or the class of the stroke, of what happens; what only keeps a clause has none.
fn form(turn: &Turn) -> Option<(Option<&'static str>, &'static str)> {
    Some(match turn.action {
        TurnKind::Change(Action::Keep) => return None,
        _ if turn.certain().is_none() => (None, "days"),
        TurnKind::Change(Action::End) | TurnKind::Expiry => (None, "end"),
        TurnKind::Renewal => (None, "renewal"),
        TurnKind::Change(Action::Disclose) => (Some("2.5"), ""),
        TurnKind::Change(Action::Adopt | Action::Amend | Action::Unclear) => (Some("4"), ""),
    })
}

fn happens(turn: &Turn, is_done: bool) -> (String, String) {
    let date = turn.certain().map_or(turn.date, Date::from);
    let known = turn.known.unwrap_or(date);
    let (when, apart, other) = match turn.action {
        TurnKind::Change(Action::Disclose) => (known, "from", date),
        _ => (date, "known since", known),
    };
    let past = turn.action.past();
    let happens = match turn.action {
        TurnKind::Change(Action::Disclose) => "learned".to_owned(),
        _ if turn.planned => format!("planned to be {past}"),
        _ if is_done => past.to_owned(),
        TurnKind::Expiry => "to expire".to_owned(),
        _ => format!("to be {past}"),
    };
    let other = turn.known.map(|_| dates::date(other));
    let apart = other.map_or(String::new(), |other| format!(", {apart} {other}"));
    (format!("{happens} {}", dates::when(when)), apart)
}

fn description(context: &Context, chart: &Chart) -> String {
    let told = [phrases::lens, phrases::left_out].into_iter();
    let lens = told.filter_map(|told| Some(format!(" {}", told(&context.lens)?)));
    let [from, to, today] = [chart.from, chart.to, context.today].map(dates::day);
    let (clauses, lens) = (Count(chart.lanes.len(), "clause"), lens.collect::<String>());
    format!("The life of {clauses} from {from} to {to}, a lane each; today is {today}.{lens}")
}

fn broken(text: &str, most: usize) -> Vec<String> {
    let text = clean_line(text);
    let lines = wrap(&text, most, most).into_iter();
    lines.map(|at| text[at].to_owned()).collect()
}

/// The events that certainly changed most clauses, each with the first day on which it did.
fn weightiest<'a>(context: &Context, chart: &'a Chart) -> Vec<(Day, &'a str)> {
    let mut events: IndexMap<&str, (usize, Day)> = IndexMap::new();
    for turn in chart.lanes.iter().flat_map(|lane| &lane.turns) {
        let agreed = [Action::Adopt, Action::Amend, Action::End].map(TurnKind::Change);
        let event = context.refs.events.get(&turn.event);
        let is_agreed = agreed.contains(&turn.action) && event.is_some_and(|event| !event.report);
        let day = turn.certain().filter(|day| is_agreed && chart.has(*day));
        if let Some(day) = day {
            let (changed, first) = events.entry(&turn.event).or_insert((0, day));
            *changed += 1;
            *first = day.min(*first);
        }
    }
    events.sort_by_key(|_, weight| Reverse(*weight));
    let notes = events.into_iter().take(NOTES);
    let mut notes: Vec<(Day, &str)> = notes.map(|(id, (_, day))| (day, id)).collect();
    notes.sort_unstable();
    notes
}

/// What a label stands beside: a note, or the line of a day.
pub(super) fn kind(label: &Label) -> &'static str {
    label.note.map_or("rule", |_| "note")
}

pub(super) fn above(labels: &[Label]) -> usize {
    labels.iter().map(|label| label.row + 1).max().unwrap_or(0)
}

pub(super) fn pixels(units: usize) -> f64 {
    u32::try_from(units).map_or(0.0, f64::from) / 100.0
}

fn span(scale: Scale, from: Day, to: Day) -> (usize, usize) {
    let x = scale.begin(from);
    (x, (scale.end(to) - x).max(50))
}

fn cut(text: &str, most: usize) -> String {
    match &*broken(text, most) {
        [first, _, ..] => format!("{first} …"),
        whole => whole.concat(),
    }
}

/// Makes odd characters visible, replaces what XML 1.0 does not allow, and escapes what it would read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Xml;

impl Escaper for Xml {
    fn write_escaped_str<W: Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        let is_odd = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
        let text = clean_line(text).replace(is_odd, "\u{FFFD}");
        Html.write_escaped_str(&mut dest, &text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn xml(text: &str) -> String {
        let mut out = String::new();
        Xml.write_escaped_str(&mut out, text).expect("a string");
        out
    }

    #[test]
    fn no_text_opens_a_tag() {
        assert_eq!(
            xml("<b a=\"1\" c='2'>&]]>"),
            "&#60;b a=&#34;1&#34; c=&#39;2&#39;&#62;&#38;]]&#62;"
        );
        assert!(!xml("\u{1}\u{b}\u{fffe}").contains(['\u{1}', '\u{b}', '\u{fffe}']));
    }
}
