//! The page of `timeline`: one line an event.

use crate::phrases::clause::gives;
use crate::questions::event::table as event;
use crate::questions::find::{Hit, table as find};
use crate::questions::prelude::*;
use crate::questions::timeline::Listing;

pub(crate) fn paper(context: &Context, body: &Listing, look: Look) -> Paper {
    let counted = phrases::counted(&body.events, |of, noun| Count(of, noun).to_string());
    let count = match body.total {
        all if all == body.shown => counted,
        all => format!("{counted} (of {all})"),
    };
    let range = body.range(|day| day.to_string());
    let range = Line::of(Role::Strong, range.trim_start());
    let lines = Vec::from_iter(Some(range).filter(|range| !range.is_empty()));
    let Some(first) = body.events.first() else {
        let none = Block::text("No event is listed.");
        return Paper {
            lines,
            ..Paper::list(count, none)
        };
    };
    let lead = Lead::of(&body.events, look);
    let item = |(event, hit): (&Event, &Option<Hit>)| {
        let mut item = lead.item(context, event);
        match hit {
            Some(hit) if (hit.kind, &*hit.field) == (Kind::Event, "title") => {
                let title = find::marked(hit, 0..hit.text.len(), str::to_owned);
                item.line.0.splice(..1, title.0);
            }
            hit => {
                let found = |hit| find::found(&context.refs, hit, look);
                item.lines.extend(hit.as_ref().map(found));
            }
        }
        item.lines.extend(coming(context, event, look));
        item.lines.extend(more(context, event, look));
        item
    };
    let items = body.events.iter().zip(&body.hits).map(item);
    let mut items: Vec<Item> = items.collect();
    let turn = |event: &Event| event.scheduled != first.scheduled;
    let turn = body.events.iter().position(turn);
    let later = items.split_off(turn.unwrap_or(items.len()));
    let mut entries = vec![Block::Outline(items)];
    if !later.is_empty() {
        let today = Line::plain(format!("today, {}", context.today));
        entries.extend([Block::Rule(today), Block::Outline(later)]);
    }
    let events = body.events.iter().filter(|event| !event.derived);
    let most = events.max_by_key(|event| event.changes.len());
    let most = most.map(|event| format!("show event {}", event.id));
    let calls = most.iter().map(|call| (&**call, "more of one event"));
    Paper {
        count,
        legend: signs::marks(body.events.iter()),
        has_more: true,
        calls: context.timeline.calls(calls),
        ..Paper::of("", lines, entries)
    }
}

/// The column before the titles of events: their dates, and how firm they are.
pub(crate) struct Lead {
    date: usize,
    letters: usize,
    /// How wide the names of agreements are, where there are several.
    agreement: usize,
    look: Look,
}

impl Lead {
    pub(crate) fn of<'a>(events: impl IntoIterator<Item = &'a Event>, look: Look) -> Self {
        let (mut date, mut letters, mut agreement) = (0, 0, 0);
        for event in events {
            let narrow = signs::narrow(event.date, look).0;
            date = date.max(columns(narrow.trim_end_matches('…')) + 1);
            letters = letters.max(signs::letters(event).len());
            agreement = agreement.max(columns(event.agreement()));
        }
        Self {
            date,
            letters,
            agreement,
            look,
        }
    }

    /// The line of an event: when, how firm, what, and what it did to how many clauses.
    pub(crate) fn item(&self, context: &Context, event: &Event) -> Item {
        let letters = signs::letters(event);
        let role = letters.first().map_or(Role::Plain, |mark| mark.role);
        let marks: String = letters.iter().map(|mark| mark.sign).collect();
        let words = parted(letters.iter().map(|mark| mark.word), ", ");
        let words = words.map_or(" ".to_owned(), |words| format!(" ({words}) "));
        let (date, end) = signs::narrow(event.date, self.look);
        let date = format!("{date:0$}", self.date);
        let marks = format!("{marks:0$} ", self.letters);
        let lead = Line::default().sign(Role::Plain, date, event.date.human());
        let of = match event.agreement() {
            // The heading says it, or only one is asked.
            of if ["", &context.timeline.id].contains(&of) => Line::default(),
            of => {
                // A longer name puts its line out of step.
                let most = self.look.width.map_or(usize::MAX, |width| width / 4);
                let room = self.agreement.min(most);
                Line::default().sign(Role::Faint, format!("{of:room$} "), format!("{of}: "))
            }
        };
        let title = [Role::Plain, Role::Future][usize::from(event.scheduled)];
        let mut sources = who::reads(&context.refs, event.backing());
        sources.retain(|(source, _)| context.refs.sources.contains_key(source));
        let mut line = Line::of(title, &event.title).resting_on(sources);
        if event.possibly {
            line = line.and(Role::Doubt, " (possibly)");
        }
        if context.refs.supposes_plan(&event.id) {
            line = line.and(Role::Doubt, " (supposed)");
        }
        let known = event.known_late();
        let known = known.map(|known| clocks::since(known, phrases::some_day));
        let last = clocks::marks(known.iter().chain(&end));
        if !last.is_empty() {
            line = line.sign(Role::Faint, last, clocks::marks(known));
        }
        Item {
            name: event.what(),
            lead: lead.sign(role, marks, words).then(of),
            line,
            right: signs::counts(event),
            ..Item::default()
        }
    }
}

/// What something changes that lies ahead, with the values.
fn coming(context: &Context, event: &Event, look: Look) -> Vec<Line> {
    let (refs, is_due) = (&context.refs, event.scheduled && !look.verbose);
    let ahead = signs::own(event).filter(|of| is_due && signs::alters(refs, of).is_some());
    signs::changes(refs, event, ahead, true)
}

pub(crate) fn more(context: &Context, event: &Event, look: Look) -> Vec<Line> {
    let with_it = ends::with_it(&context.refs, event, 2).filter(|_| !look.verbose);
    let mut lines = Vec::from_iter(with_it.map(Line::plain));
    if look.verbose {
        lines.extend(event::facts(context, event));
        lines.extend(signs::changes(&context.refs, event, &event.changes, false));
        // What lies ahead is in no state that can be asked for today.
        let ahead = event.changes.iter().filter(|_| event.scheduled);
        lines.extend(ahead.filter_map(|of| gives(&context.refs, of, look)));
        lines.push(Line::of(Role::Faint, format!("id: {}", event.id)));
    }
    if look.sources {
        for item in event::in_full(context, event) {
            lines.push(item.line);
            lines.extend(item.lines.into_iter().map(Line::set_in));
        }
    }
    lines
}
