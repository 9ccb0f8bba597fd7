//! The chart, or the map of what was known of a clause, as one static picture (SVG 1.1): text as text, and light or dark as the reader prefers.

pub(super) mod beliefs;

use std::fmt::{self, Write};

use askama::Template;
use askama::filters::{Escaper, Html};

use super::filled;
use crate::agreement::{Action, lanes::Standing, lanes::Stretch};
use crate::answer::Context;
use crate::answer::chart::{Chart, Lane, Turn, TurnKind};
use crate::answer::scale::{self, Label, Rule, Scale};
use crate::date::Day;
use crate::phrases::{self, dates, turns};
use crate::text::{clean_line, words::Count, wrap::columns, wrap::cut, wrap::wrap};

/// Colours by name, for light and for dark. What is drawn differs in height and outline too.
const STYLE: &str = include_str!("picture.css");

const LANE: usize = 24;
const LINE: usize = 18;
const ROW: usize = 13;
/// The most characters of a line of words, and of one in bold, and of a name.
const CHARACTERS: usize = 165;
const BOLD: usize = 130;
const LONGEST: usize = 36;

/// The units of the scale, of which a pixel has a hundred, and those left of it.
pub(super) const UNITS: usize = 92_000;
const LEFT: usize = 26_000;
/// The units that a year takes, and those of a character of a label.
pub(super) const YEAR: usize = 4_500;
const CHARACTER: usize = 850;
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
    pub(super) labels: Vec<Label>,
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
pub(super) struct Mark<'a> {
    pub(super) radius: Option<&'static str>,
    pub(super) class: &'static str,
    pub(super) x: usize,
    /// Where the last of several days ends, where it happens on one of them.
    pub(super) to: Option<usize>,
    pub(super) turn: &'a Turn,
    pub(super) words: String,
}

impl<'a> View<'a> {
    pub(super) fn new(context: &'a Context, chart: &'a Chart) -> Self {
        let description = description(context, chart);
        let note = context.timeline.note.as_ref();
        let texts = [Some(&description), note].into_iter().flatten();
        let lines: Vec<String> = texts.flat_map(|text| broken(text, CHARACTERS)).collect();
        let scale = Scale::new((chart.from, chart.to), UNITS);
        // Labels stand at the close of days.
        let days = chart.rules(context.today, dates::day).into_iter();
        let rules = days.map(|(day, texts)| {
            let x = scale.end(day);
            Rule { at: x..x, texts }
        });
        let rules: Vec<Rule> = rules.collect();
        let labels = scale::labels(&rules, &(0..UNITS), 400, |text| CHARACTER * columns(text));
        let rows = chart.groups().flat_map(|(topic, lanes)| {
            let topic = broken(topic, BOLD).into_iter().map(Row::Topic);
            topic.chain(lanes.iter().map(Row::Lane))
        });
        Self {
            context,
            chart,
            scale,
            description,
            top: 64 + LINE * lines.len() + ROW * labels.len(),
            lines,
            rows: rows.collect(),
            labels,
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

    /// The marks of what happens on a day, or on one of several.
    pub(super) fn marks<'l>(&'l self, lane: &'l Lane) -> impl Iterator<Item = Mark<'l>> {
        lane.turns.iter().filter_map(|turn| {
            let (radius, class) = form(turn)?;
            let what = turns::what(turn, self.context.today);
            let first = turn.first.unwrap_or(self.chart.from);
            let last = turn.last.unwrap_or(self.chart.to);
            let is_certain = turn.certain().is_some();
            let x = match radius {
                None if is_certain => self.scale.end(first),
                _ => self.scale.begin(first),
            };
            Some(Mark {
                radius,
                class,
                x,
                to: (!is_certain).then(|| self.scale.end(last).max(x + ROOM)),
                turn,
                words: turns::told(turn, &what, [dates::date, dates::when]),
            })
        })
    }

    fn url(&self, turn: &Turn) -> Option<&str> {
        let ids = turn.cite.iter().map(|cite| &cite.source);
        let mut sources = ids.filter_map(|id| self.context.refs.sources.get(id));
        sources.find_map(phrases::link)
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

fn description(context: &Context, chart: &Chart) -> String {
    let lens = phrases::lens(&context.lens).map(|lens| format!(" {lens}"));
    let [from, to, today] = [chart.from, chart.to, context.today].map(dates::day);
    let (clauses, lens) = (Count(chart.lanes.len(), "clause"), lens.unwrap_or_default());
    format!("The life of {clauses} from {from} to {to}, a lane each; today is {today}.{lens}")
}

fn broken(text: &str, most: usize) -> Vec<String> {
    let text = clean_line(text);
    let lines = wrap(&text, most, most).into_iter();
    lines.map(|at| text[at].to_owned()).collect()
}

pub(super) fn pixels(units: usize) -> f64 {
    u32::try_from(units).map_or(0.0, f64::from) / 100.0
}

fn span(scale: Scale, from: Day, to: Day) -> (usize, usize) {
    let x = scale.begin(from);
    (x, (scale.end(to) - x).max(50))
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
