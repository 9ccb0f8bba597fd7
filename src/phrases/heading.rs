//! What stands above an answer, and the list of sources below it.

use crate::agreement::Source;
use crate::answer::block::{Block, Item, Line, Paper, Role};
use crate::answer::{Context, Heading, Look};
use crate::date::Day;
use crate::phrases::{self, signs};

/// The sources that an answer names, where they are asked for and it names no other place for them.
pub(crate) fn sources(context: &Context, look: Look) -> Vec<Block> {
    let sources = context.refs.sources.iter().filter(|_| look.sources);
    let item = |(id, source): (&String, &Source)| Item {
        name: "source",
        ..Item::of(Line::plain(phrases::source(source)).and(Role::Faint, format!(" ({id})")))
    };
    Block::outline([Item::section("Sources", sources.map(item).collect())])
}

/// An answer on paper, with what stands above and below every answer.
pub(crate) fn printed(context: &Context, paper: Paper, days: &[Day], look: Look) -> Vec<Block> {
    let legend = signs::legend(&paper, look);
    let mut printed = head(context, &(paper.asked + &paper.count), paper.lines, days);
    printed.extend(paper.body);
    printed.extend([Block::Legend(legend), Block::Calls(paper.calls)]);
    printed.extend(paper.sources);
    printed
}

/// What stands above an answer: whose timeline, what is asked of it, the lines of the answer itself, and what bounds it.
pub(crate) fn head(context: &Context, asked: &str, lines: Vec<Line>, days: &[Day]) -> Vec<Block> {
    let title = Line::of(Role::Strong, &context.timeline.title);
    let lines = lines.into_iter().chain(bounds(context, days)).collect();
    vec![Block::Title(title, Line::plain(asked)), Block::Lines(lines)]
}

/// What bounds an answer: what is believed, and which record it is of.
pub(crate) fn bounds(context: &Context, days: &[Day]) -> Vec<Line> {
    let timeline = &context.timeline;
    let each = match &*context.timelines {
        [] => std::slice::from_ref(timeline),
        all => all,
    };
    let note = timeline.note.iter().map(|note| Line::of(Role::Faint, note));
    // What one of several agreements shares with others stands above all.
    let shared = (!timeline.is_part).then(|| (texts(each), phrases::lens(&context.lens)));
    let (texts, lens) = shared.unwrap_or_default();
    let whose = [&timeline.id, timeline.origin()][usize::from(!timeline.is_part)];
    let facts = [whose.to_owned()].into_iter();
    // Of one of several that says no such day, the file is told.
    let file = timeline.is_part.then(|| timeline.origin().to_owned());
    let facts = facts.chain(texts).chain(kept(each, days).or(file));
    let lens = lens.map(|lens| Line::of(Role::Doubt, lens));
    let facts = beside(Line::default(), facts);
    lens.into_iter().chain(note).chain([facts]).collect()
}

/// Whether the texts of some timelines are the contracts' own words.
pub(crate) fn texts(timelines: &[Heading]) -> Option<String> {
    let is_all = timelines.iter().all(|of| of.summaries == Some(true));
    let text = ["partly summaries", "texts are summaries"][usize::from(is_all)];
    let mut some = timelines.iter().filter_map(|of| of.summaries);
    some.next().map(|_| text.to_owned())
}

/// To which day the records of some timelines are kept, at least, and what is assumed of days behind it.
pub(crate) fn kept(timelines: &[Heading], days: &[Day]) -> Option<String> {
    let recorded = timelines.iter().filter_map(|of| of.recorded);
    let first = recorded.clone().min_by_key(|date| date.last())?;
    let is_later = |day: &Day| first.last().is_some_and(|last| *day > last);
    let is_later = days.iter().any(is_later);
    let whose = match recorded.clone().count() {
        some if some < timelines.len() => "some ",
        _ if is_later => "",
        _ => "record ",
    };
    let is_one = recorded.clone().all(|date| date == first);
    let or_later = if is_one { "" } else { " or later" };
    let then = ["", ", then assumed unchanged"][usize::from(is_later)];
    let first = first.human();
    Some(format!("{whose}kept to {first}{or_later}{then}"))
}

fn beside(line: Line, facts: impl IntoIterator<Item = String>) -> Line {
    facts.into_iter().fold(line, |line, fact| {
        let line = if line.is_empty() {
            line
        } else {
            line.sign(Role::Faint, " · ", "; ")
        };
        line.and(Role::Faint, fact)
    })
}
