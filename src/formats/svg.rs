//! The chart as one static picture (SVG 1.1): text as text, and light or dark as the reader prefers.

use std::fmt::Write as _;

use indexmap::IndexMap;

use crate::agreement::lanes::{Standing, Stretch};
use crate::answer::chart::{Chart, Lane, Turn};
use crate::answer::{Context, Heading, Lens, SourceRef};
use crate::date::Day;
use crate::phrases;
use crate::text::clean_line;
use crate::words::Count;

/// The width of the picture.
const WIDTH: f64 = 1200.0;
/// Where the lanes begin.
const LEFT: f64 = 260.0;
/// The blank on the right.
const RIGHT: f64 = 20.0;
/// The height of a lane.
const LANE: f64 = 24.0;
/// The height of a line of words.
const LINE: f64 = 18.0;
/// The most characters of a line of words.
const CHARACTERS: usize = 165;
/// The most characters of a name.
const LONGEST: usize = 36;

/// Colours by name, for light and for dark. What is drawn differs in height and outline too.
pub(super) const STYLE: &str = "
.chart text{font:13px system-ui,sans-serif;fill:#1a202c}.chart .faint{fill:#4a5568}
.chart .page{fill:#fff}.chart .big{font-size:17px;font-weight:600}.chart .topic{font-weight:600}
.chart .force{fill:#2b6cb0}.chart .later{fill:#90cdf4;stroke:#2b6cb0;stroke-dasharray:4 2}.chart .unclear{fill:#b7791f}
.chart .perhaps{fill:#d53f8c}.chart .changing{fill:#2b6cb0;stroke:#d53f8c;stroke-width:2;stroke-dasharray:2 2}
.chart .turn{fill:#fff;stroke:#1a202c}.chart .end{stroke:#c53030;stroke-width:2}.chart .grid{stroke:#e2e8f0}
.chart .rule{stroke:#c53030}
@media (prefers-color-scheme:dark){.chart text{fill:#edf2f7}.chart .page{fill:#171923}.chart .faint{fill:#a0aec0}
.chart .force{fill:#63b3ed}.chart .later{fill:#2c5282;stroke:#63b3ed}.chart .unclear{fill:#ecc94b}
.chart .perhaps{fill:#f687b3}.chart .changing{fill:#63b3ed;stroke:#f687b3}
.chart .turn{fill:#171923;stroke:#edf2f7}.chart .grid{stroke:#2d3748}.chart .end,.chart .rule{stroke:#fc8181}}
";

/// The picture of a chart.
pub(super) fn render(context: &Context, chart: &Chart) -> String {
    picture(context, chart, false)
}

/// The picture of the chart of a context. Within a page it has no links of its own and no style: the page has
/// both, and tells the title and the note.
pub(super) fn picture(context: &Context, chart: &Chart, within: bool) -> String {
    let mut picture = Picture {
        out: String::new(),
        timeline: &context.timeline,
        lens: &context.lens,
        sources: &context.refs.sources,
        today: context.today,
        chart,
        within,
        top: 0.0,
        y: 0.0,
    };
    picture.draw();
    picture.out
}

struct Picture<'a> {
    out: String,
    timeline: &'a Heading,
    lens: &'a Lens,
    sources: &'a IndexMap<String, SourceRef>,
    today: Day,
    chart: &'a Chart,
    within: bool,
    /// Where the first lane begins.
    top: f64,
    /// The top of the next lane.
    y: f64,
}

impl Picture<'_> {
    /// Adds markup; every text in it is escaped by whoever calls.
    fn put(&mut self, markup: std::fmt::Arguments<'_>) {
        // A `String` takes whatever is written to it.
        let _ = self.out.write_fmt(markup);
        self.out.push('\n');
    }

    fn draw(&mut self) {
        let topics = self.chart.lanes.chunk_by(|a, b| a.topic == b.topic).count();
        let rows = u32::try_from(self.chart.lanes.len() + topics).unwrap_or(u32::MAX);
        let title = xml(&self.timeline.title);
        let told = self.told();
        let note = self.timeline.note.as_deref().map(clean_line);
        let words = [Some(told.as_str()), note.as_deref()].into_iter().flatten();
        let words = words.filter(|_| !self.within);
        let lines: Vec<_> = words
            .flat_map(|words| textwrap::wrap(words, CHARACTERS))
            .collect();
        let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        let head = if self.within { 0.0 } else { 40.0 };
        self.top = head + f64::from(count) * LINE + 50.0;
        self.y = self.top;
        let bottom = self.top + f64::from(rows) * LANE;
        let height = bottom + 60.0;
        // Within a page nothing of it is a link or a document: the page has the same as a table.
        let role = if self.within {
            "img"
        } else {
            "graphics-document document"
        };
        self.put(format_args!(
            "<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"{role}\" aria-labelledby=\"chart-title chart-desc\">"
        ));
        self.put(format_args!(
            "<title id=\"chart-title\">{title}</title>\n<desc id=\"chart-desc\">{}</desc>",
            xml(&told)
        ));
        if !self.within {
            self.put(format_args!("<style>{STYLE}</style>"));
        }
        self.put(format_args!(
            "<rect class=\"page\" width=\"{WIDTH}\" height=\"{height}\"/>"
        ));
        if !self.within {
            self.put(format_args!(
                "<text class=\"big\" x=\"20\" y=\"28\">{title}</text>"
            ));
        }
        let mut y = 30.0;
        for line in &lines {
            y += LINE;
            self.put(format_args!(
                "<text class=\"faint\" x=\"20\" y=\"{y}\">{}</text>",
                xml(line)
            ));
        }
        self.years(bottom);
        let mut topic = None;
        let chart = self.chart;
        for lane in &chart.lanes {
            if topic != Some(&lane.topic) {
                topic = Some(&lane.topic);
                let name = lane.topic.as_deref().unwrap_or("without a topic");
                let y = self.y + 16.0;
                self.put(format_args!(
                    "<text class=\"topic\" x=\"20\" y=\"{y}\">{}</text>",
                    xml(name)
                ));
                self.y += LANE;
            }
            self.lane(lane);
        }
        self.rules(bottom);
        self.legend(bottom + 24.0);
        self.put(format_args!("</svg>"));
    }

    /// What the picture shows, in words.
    fn told(&self) -> String {
        let lens = phrases::lens(self.lens).map(|lens| format!(" {lens}"));
        format!(
            "The life of {} from {} to {}, a lane each; today is {}.{}",
            Count(self.chart.lanes.len(), "clause"),
            self.chart.from,
            self.chart.to,
            self.today,
            lens.unwrap_or_default()
        )
    }

    /// Where a day begins.
    fn x(&self, day: Day) -> f64 {
        let days = |day| u32::try_from(self.chart.from.days_until(day)).map_or(0.0, f64::from);
        let share = days(day) / (days(self.chart.to) + 1.0);
        ((LEFT + share * (WIDTH - LEFT - RIGHT)) * 100.0).round() / 100.0
    }

    /// Where a day ends.
    fn end(&self, day: Day) -> f64 {
        day.succ()
            .map_or(WIDTH - RIGHT, |next| self.x(next))
            .min(WIDTH - RIGHT)
    }

    fn years(&mut self, bottom: f64) {
        let (first, last) = (self.chart.from.year(), self.chart.to.year());
        let step = usize::try_from((last - first) / 24 + 1).unwrap_or(1);
        for year in (first..=last).step_by(step) {
            let Some(day) = Day::new(year, 1, 1).map(|day| day.max(self.chart.from)) else {
                continue;
            };
            let (x, top) = (self.x(day), self.top);
            let y = top - 6.0;
            self.put(format_args!(
                "<line class=\"grid\" x1=\"{x}\" y1=\"{top}\" x2=\"{x}\" y2=\"{bottom}\"/>"
            ));

            self.put(format_args!(
                "<text class=\"faint\" x=\"{x}\" y=\"{y}\">{year:04}</text>"
            ));
        }
    }

    fn lane(&mut self, lane: &Lane) {
        let y = self.y;
        let name: String = if lane.clause.chars().count() > LONGEST {
            lane.clause.chars().take(LONGEST - 1).chain(['…']).collect()
        } else {
            lane.clause.clone()
        };
        self.put(format_args!(
            "<g><title>{}: {}</title>\n<text x=\"28\" y=\"{}\">{}</text>",
            xml(&lane.title),
            lane.status,
            y + 16.0,
            xml(&name)
        ));
        for stretch in &lane.stretches {
            self.stretch(lane, *stretch);
        }
        for turn in &lane.turns {
            self.turn(lane, turn);
        }
        self.put(format_args!("</g>"));
        self.y += LANE;
    }

    fn stretch(&mut self, lane: &Lane, stretch: Stretch) {
        let today = self.today;
        let later = today
            .succ()
            .filter(|next| stretch.from < *next && *next <= stretch.to);
        if let (Standing::InForce, Some(next)) = (stretch.stands, later) {
            self.bar(
                lane,
                Stretch {
                    to: today,
                    ..stretch
                },
            );
            return self.bar(
                lane,
                Stretch {
                    from: next,
                    ..stretch
                },
            );
        }
        self.bar(lane, stretch);
    }

    /// A bar of one kind: in force it is whole, unclear half and perhaps a third as high.
    fn bar(&mut self, lane: &Lane, stretch: Stretch) {
        let (class, height) = match stretch.stands {
            Standing::No => return,
            Standing::InForce if stretch.from > self.today => ("later", 14.0),
            Standing::InForce => ("force", 14.0),
            Standing::Changing => ("changing", 14.0),
            Standing::Unclear => ("unclear", 8.0),
            Standing::Perhaps => ("perhaps", 5.0),
        };
        let (x, y) = (self.x(stretch.from), self.y + (LANE - height) / 2.0);
        let width = ((self.end(stretch.to) - x).max(0.5) * 100.0).round() / 100.0;
        let told = format!(
            "{}: {} from {} to {}",
            lane.clause,
            phrases::stand(stretch.stands),
            stretch.from,
            stretch.to
        );
        let title = self.title(&told);
        self.put(format_args!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\">{title}</rect>"
        ));
    }

    /// A tooltip; within a page the table beside the picture says the same.
    fn title(&self, told: &str) -> String {
        if self.within {
            String::new()
        } else {
            format!("<title>{}</title>", xml(told))
        }
    }

    /// A mark for what certainly happens on one day: an end is a stroke, anything else a dot. It leads to
    /// its source.
    fn turn(&mut self, lane: &Lane, turn: &Turn) {
        let shown = |day: &Day| self.chart.from <= *day && *day <= self.chart.to;
        let Some(day) = turn
            .certain()
            .filter(shown)
            .filter(|_| turn.action != "keep")
        else {
            return;
        };
        let sources: Vec<&str> = turn.cite.iter().map(|cite| cite.source.as_str()).collect();
        let told = format!(
            "{} {} on {day} by {} [{}]",
            lane.clause,
            turn.past(),
            turn.event,
            sources.join(", ")
        );
        let title = self.title(&told);
        let mut cites = turn.cite.iter().filter(|_| !self.within);
        let address = cites.find_map(|cite| self.address(&cite.source));
        if let Some(address) = &address {
            self.put(format_args!("<a href=\"{}\">", xml(address)));
        }
        let (x, y) = (self.x(day), self.y);
        if ["end", "expire"].contains(&turn.action) {
            let x = self.end(day);
            self.put(format_args!(
                "<line class=\"end\" x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{}\">{title}</line>",
                y + 2.0,
                y + LANE - 2.0
            ));
        } else {
            let radius = if turn.action == "disclose" { 2.5 } else { 4.0 };
            self.put(format_args!(
                "<circle class=\"turn\" cx=\"{x}\" cy=\"{}\" r=\"{radius}\">{title}</circle>",
                y + LANE / 2.0
            ));
        }
        if address.is_some() {
            self.put(format_args!("</a>"));
        }
    }

    /// The address of a source, where it may be a link.
    fn address(&self, id: &str) -> Option<String> {
        let source = self.sources.get(id)?;
        phrases::link(source).map(str::to_owned)
    }

    /// A line at the close of today and of each mark.
    fn rules(&mut self, bottom: f64) {
        let marks = self.chart.marks.iter().map(|at| (at.day, at.when.clone()));
        let rules: Vec<(Day, String)> = marks.chain([(self.today, "today".to_owned())]).collect();
        for (place, (day, name)) in rules.into_iter().enumerate() {
            if day < self.chart.from || day > self.chart.to {
                continue;
            }
            let (x, top) = (self.end(day), self.top - 20.0);
            self.put(format_args!(
                "<line class=\"rule\" x1=\"{x}\" y1=\"{top}\" x2=\"{x}\" y2=\"{bottom}\"/>"
            ));
            let anchor = if x > WIDTH / 2.0 { "end" } else { "start" };
            let told = if name == day.to_string() {
                name
            } else {
                format!("{name} ({day})")
            };
            // Names of neighbouring lines stand on two heights.
            let y = self.top - 24.0 + if place % 2 == 0 { 0.0 } else { -13.0 };
            self.put(format_args!(
                "<text class=\"faint\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text>",
                xml(&told)
            ));
        }
    }

    fn legend(&mut self, y: f64) {
        let items = [
            ("force", 14.0, "in force"),
            ("later", 14.0, "in force if nothing else happens"),
            ("changing", 14.0, "in force, what it says may change"),
            ("unclear", 8.0, "unclear"),
            ("perhaps", 5.0, "may begin or end"),
        ];
        let mut x = 20.0;
        for (class, height, words) in items {
            let top = y + (14.0 - height) / 2.0;
            self.put(format_args!(
                "<rect class=\"{class}\" x=\"{x}\" y=\"{top}\" width=\"26\" height=\"{height}\"/>"
            ));
            self.put(format_args!(
                "<text x=\"{}\" y=\"{}\">{words}</text>",
                x + 32.0,
                y + 12.0
            ));
            x += 52.0 + 7.0 * f64::from(u32::try_from(words.len()).unwrap_or(0));
        }
        let (dot, text) = (y + 7.0, y + 12.0);
        self.put(format_args!("<circle class=\"turn\" cx=\"{x}\" cy=\"{dot}\" r=\"4\"/><text x=\"{}\" y=\"{text}\">a change</text>", x + 10.0));
        x += 90.0;
        self.put(format_args!("<line class=\"end\" x1=\"{x}\" y1=\"{y}\" x2=\"{x}\" y2=\"{}\"/><text x=\"{}\" y=\"{text}\">an end</text>", y + 14.0, x + 8.0));
    }
}

/// A text between tags or in an attribute (XML 1.0): what a terminal cannot show is escaped, and what
/// XML does not allow replaced.
fn xml(text: &str) -> String {
    let mut out = String::new();
    for c in clean_line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_opens_a_tag() {
        assert_eq!(
            xml("<b a=\"1\" c='2'>&]]>"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;]]&gt;"
        );
        assert!(!xml("\u{1}\u{b}\u{fffe}").contains(['\u{1}', '\u{b}', '\u{fffe}']));
    }
}
