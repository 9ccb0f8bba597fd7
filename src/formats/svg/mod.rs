//! Lanes on a scale of time as one static picture (SVG 1.1): text as text, and light or dark as the reader
//! prefers. It knows no answer but a picture.

use std::fmt::{self, Write};

use askama::Template;
use askama::filters::Escaper;

use crate::answer::picture::{Bar, BarKind, Mark, MarkKind, Picture, Row};
use crate::date::Day;
use crate::text::clean_line;
use crate::text::wrap::wrap;

/// Colours by name, for light and for dark. What is drawn differs in height and outline too.
pub(super) const STYLE: &str = include_str!("picture.css");

const WIDTH: f64 = 1200.0;
const LEFT: f64 = 260.0;
const RIGHT: f64 = 20.0;
const LANE: f64 = 24.0;
/// The height of a line of words.
const LINE: f64 = 18.0;
/// The most characters of a line of words.
const CHARACTERS: usize = 165;
const LONGEST: usize = 36;

/// A picture as a file of its own.
pub(crate) fn render(picture: &Picture) -> String {
    View::new(picture, true).text()
}

/// A picture within a page, which has the style, the title and the note, and says the same in a table: no part
/// of the picture leads anywhere or has a tooltip.
pub(super) fn within_page(picture: &Picture) -> String {
    View::new(picture, false).text()
}

#[derive(Template)]
#[template(path = "picture.svg", config = "src/formats/svg/askama.toml")]
struct View<'a> {
    picture: &'a Picture,
    alone: bool,
    /// Lines of words below the title, each with its height.
    lines: Vec<(f64, String)>,
    top: f64,
    bottom: f64,
    foot: f64,
    height: f64,
}

/// A line at the close of a day, with its label.
struct Rule<'a> {
    x: f64,
    y: f64,
    anchor: &'static str,
    label: &'a str,
}

impl<'a> View<'a> {
    fn new(picture: &'a Picture, alone: bool) -> Self {
        let mut lines = Vec::new();
        if alone {
            let texts = [Some(&picture.description), picture.note.as_ref()];
            for text in texts.into_iter().flatten() {
                let text = clean_line(text);
                let wrapped = wrap(&text, CHARACTERS, CHARACTERS);
                lines.extend(wrapped.into_iter().map(|at| text[at].to_owned()));
            }
        }
        let head = if alone { 40.0 } else { 0.0 };
        let top = head + LINE * count(lines.len()) + 50.0;
        let bottom = top + LANE * count(picture.rows.len());
        let places = (1..).map(|place| 30.0 + LINE * f64::from(place));
        Self {
            picture,
            alone,
            lines: places.zip(lines).collect(),
            top,
            bottom,
            foot: bottom + 24.0,
            height: bottom + 60.0,
        }
    }

    fn text(&self) -> String {
        // Writing to a `String` does not fail.
        self.render().unwrap_or_default() + "\n"
    }

    fn rows(&self) -> impl Iterator<Item = (f64, &'a Row)> {
        let tops = (0..).map(|place| self.top + LANE * f64::from(place));
        tops.zip(&self.picture.rows)
    }

    fn x(&self, day: Day) -> f64 {
        let (from, to) = self.picture.scale;
        let days = |day| u32::try_from(from.days_until(day)).map_or(0.0, f64::from);
        let share = days(day) / (days(to) + 1.0);
        rounded(LEFT + share * (WIDTH - LEFT - RIGHT))
    }

    fn end(&self, day: Day) -> f64 {
        let end = WIDTH - RIGHT;
        day.succ().map_or(end, |next| self.x(next)).min(end)
    }

    fn width(&self, bar: &Bar) -> f64 {
        rounded((self.end(bar.to) - self.x(bar.from)).max(0.5))
    }

    fn url(&self, mark: &'a Mark) -> Option<&'a str> {
        mark.url.as_deref().filter(|_| self.alone)
    }

    /// The years of the scale, each with the place where it begins: all, or so many as have room.
    fn years(&self) -> Vec<(f64, String)> {
        let (from, to) = self.picture.scale;
        let (first, last) = (from.year(), to.year());
        let step = usize::try_from((last - first) / 24 + 1).unwrap_or(1);
        let begin = |year| {
            let day = Day::new(year, 1, 1)?.max(from);
            Some((self.x(day), format!("{year:04}")))
        };
        (first..=last).step_by(step).filter_map(begin).collect()
    }

    /// The lines at the close of days on the scale; labels of neighbours stand on two heights.
    fn rules(&self) -> Vec<Rule<'a>> {
        let (from, to) = self.picture.scale;
        let rules = self.picture.rules.iter().enumerate();
        let rules = rules.filter(|(_, (day, _))| (from..=to).contains(day));
        let rule = |(place, (day, label)): (usize, &'a (Day, String))| {
            let x = self.end(*day);
            let above = if place % 2 == 0 { 24.0 } else { 37.0 };
            let anchor = if x > WIDTH / 2.0 { "end" } else { "start" };
            let y = self.top - above;
            Rule {
                x,
                y,
                anchor,
                label,
            }
        };
        rules.map(rule).collect()
    }
}

impl BarKind {
    /// The class and the height of a bar.
    fn look(self) -> (&'static str, f64) {
        match self {
            Self::InForce => ("force", 14.0),
            Self::Later => ("later", 14.0),
            Self::Changing => ("changing", 14.0),
            Self::Unclear => ("unclear", 8.0),
            Self::Perhaps => ("perhaps", 5.0),
        }
    }
}

impl MarkKind {
    /// The radius of the dot, where it is one.
    fn radius(self) -> Option<f64> {
        match self {
            Self::Change => Some(4.0),
            Self::Disclosure => Some(2.5),
            Self::End => None,
        }
    }
}

fn count(count: usize) -> f64 {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}

fn rounded(length: f64) -> f64 {
    (length * 100.0).round() / 100.0
}

/// A name that fits at the left of a lane.
fn short(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    name.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// Escapes what XML would read (XML 1.0), after odd characters have been made visible, and replaces what it
/// does not allow.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Xml;

impl Escaper for Xml {
    fn write_escaped_str<W: Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        for c in clean_line(text).chars() {
            match c {
                '&' => dest.write_str("&amp;")?,
                '<' => dest.write_str("&lt;")?,
                '>' => dest.write_str("&gt;")?,
                '"' => dest.write_str("&quot;")?,
                '\'' => dest.write_str("&#39;")?,
                '\u{FFFE}' | '\u{FFFF}' => dest.write_char('\u{FFFD}')?,
                c if c.is_control() => dest.write_char('\u{FFFD}')?,
                c => dest.write_char(c)?,
            }
        }
        Ok(())
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
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;]]&gt;"
        );
        assert!(!xml("\u{1}\u{b}\u{fffe}").contains(['\u{1}', '\u{b}', '\u{fffe}']));
    }
}
