//! `timeline`: what happened and what is scheduled, in order.

pub(crate) mod table;

use super::filters::{EventArgs, as_filter};
use super::find::Hit;
use super::overview::{last_came, last_change};
use super::prelude::*;
use crate::agreement::filter::{Within, within};
use crate::phrases::stories;

#[derive(Args, Clone, Debug, Default)]
pub struct TimelineArgs {
    /// The days of this WHEN, or from one to another as in 2024..2025
    #[arg(value_name = "WHEN", conflicts_with_all = ["from", "to"])]
    pub when: Option<String>,
    /// Begin with the first day of this WHEN
    #[arg(long, visible_alias = "since", value_name = "WHEN")]
    pub from: Option<String>,
    /// End with the last day of this WHEN
    #[arg(long, visible_alias = "until", value_name = "WHEN")]
    pub to: Option<String>,
    #[command(flatten)]
    pub filter: EventArgs,
    /// List only the first N
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// Begin with the latest
    #[arg(long)]
    pub reverse: bool,
    #[command(flatten)]
    pub calendar: CalendarArgs,
}

impl TimelineArgs {
    fn range(&self) -> [Option<String>; 2] {
        let some = |when: &str| Some(when.to_owned()).filter(|when| !when.is_empty());
        match self.when.as_deref() {
            None => [self.from.clone(), self.to.clone()],
            Some(when) => {
                let parts = when.split_once("..").filter(|_| !when.starts_with('['));
                let (from, to) = parts.unwrap_or((when, when));
                [some(from), some(to)]
            }
        }
    }
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Listing {
    pub from: Option<At>,
    pub to: Option<At>,
    /// How many events there are before the filters.
    pub total: usize,
    pub shown: usize,
    pub events: Vec<Event>,
    /// What each has of the words that were looked for.
    #[serde(skip)]
    pub hits: Vec<Option<Hit>>,
    /// The id of what was agreed last in each agreement.
    #[serde(skip)]
    pub last_changes: Vec<String>,
}

impl Question for TimelineArgs {
    const FORMATS: &'static [Format] = formats![Ndjson, Ics];

    fn joins(&self, _is_rows: bool) -> bool {
        true
    }

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let found = timeline(&mut records, self)?;
        let entries = Count(found.total, "entry");
        let remark = format!("no event matches; without the filters the timeline has {entries}");
        let is_filtered = found.events.is_empty() && found.total > 0;
        let report = records.finish("timeline", found);
        Ok(report.with(is_filtered.then_some(remark)))
    }

    /// One order of all entries, in which those of each agreement keep their own.
    fn joined(&self, parts: Vec<Report>) -> Box<dyn Answer> {
        let mut all = Listing::default();
        let mut entries: Vec<(Option<Day>, Event, Option<Hit>)> = Vec::new();
        let listings = parts.into_iter();
        for listing in listings.filter_map(|part| part.answer.downcast::<Listing>()) {
            (all.from, all.to) = (listing.from, listing.to);
            all.total += listing.total;
            all.last_changes.extend(listing.last_changes);
            let mut own: Vec<_> = listing.events.into_iter().zip(listing.hits).collect();
            if self.reverse {
                own.reverse();
            }
            let mut reached: Option<Day> = None;
            for (event, hit) in own {
                // What `after` puts behind a later one stays behind it.
                reached = event.first.or(event.last).max(reached);
                entries.push((reached, event, hit));
            }
        }
        entries.sort_by_key(|(reached, ..)| *reached);
        if self.reverse {
            entries.reverse();
        }
        entries.truncate(self.limit.unwrap_or(usize::MAX));
        all.shown = entries.len();
        let entries = entries.into_iter();
        (all.events, all.hits) = entries.map(|(_, event, hit)| (event, hit)).unzip();
        Box::new(all)
    }
}

impl Answer for Listing {
    shapes!(table::paper, story);

    fn asked(&self) -> Vec<&At> {
        self.from.iter().chain(&self.to).collect()
    }

    fn days(&self, _: &Context) -> Vec<Day> {
        let ahead = self.events.iter().filter(|event| event.scheduled);
        ahead.filter_map(|event| event.last).collect()
    }

    fn rows(&self, context: &Context) -> Rows<'_> {
        let rows = rows(&self.events);
        // The heading of several agreements has no id.
        let agreement = Some("agreement ").filter(|_| context.timeline.id.is_empty());
        let columns = agreement.unwrap_or_default().to_owned() + &rows.columns;
        Rows { columns, ..rows }
    }

    fn records(&self) -> Records<'_> {
        Box::new(self.events.iter().map(value))
    }

    fn calendar(&self, context: &Context, args: &CalendarArgs) -> Calendar {
        calendar::entries(context, &self.events, args)
    }
}

pub(super) fn rows(events: &[Event]) -> Rows<'_> {
    let row = |event: &Event| {
        let apart = event.changes.iter().filter(|of| of.date != event.date);
        let applies = apart.map(|of| format!("{} {}", of.clause, of.date));
        let applies: IndexSet<String> = applies.collect();
        let [done, learned] = [false, true].map(|is_told| -> Vec<String> {
            let changes = event.changes.iter();
            let changes = changes.filter(|change| change.is_told() == is_told);
            let changes = changes.map(|change| format!("{} {}", change.action, change.clause));
            changes.collect()
        });
        with(
            event,
            json!({"agreement": event.agreement(), "known": event.known(), "applies": applies, "done": done, "learned": learned}),
        )
    };
    Rows::new(
        "event=id date first last announced@ known@ planned report derived scheduled possibly disputed title kind \
            parties about changes=done learned applies summary note basis sources",
        events.iter().map(row),
    )
}

fn story(context: &Context, body: &Listing) -> Story {
    let mut told = Story::default();
    let some = match body.total {
        all if all == body.shown => String::new(),
        all => format!("; it has {all} entries in all"),
    };
    let counts = phrases::counted(&body.events, count);
    let (range, refs) = (body.range(day), &context.refs);
    let done = body.events.iter();
    let done = done.filter(|of| body.last_changes.contains(&of.id));
    let last = done.max_by_key(|of| of.first).filter(|_| some.is_empty());
    let last = last.map(|of| last_came(refs, "change", of)).into_iter();
    let tells = format!("This record tells{range} of {counts}{some}");
    told.paragraph(last.chain([Sentence::of_record(tells)]).collect());
    let begun = told.sections.len();
    stories::events(&mut told, refs, &body.events);
    if !context.timelines.is_empty() {
        let years = told.sections[begun..].iter_mut();
        let paragraphs = years.flat_map(|year| &mut year.paragraphs);
        for (paragraph, event) in paragraphs.zip(&body.events) {
            let title = quote(&context.heading(&event.id).title);
            paragraph.push(Sentence::of_record(format!("Recorded under {title}")));
        }
    }
    told
}

fn timeline(records: &mut Recorder<'_, '_>, args: &TimelineArgs) -> Result<Listing, Refusal> {
    let view = records.view;
    let [from, to] = args.range();
    let word = args.when.as_deref().unwrap_or_default();
    let range = view.range(from.as_ref(), to.as_ref());
    let (from, to) = range.map_err(|why| as_filter(view, "timeline", word, why))?;
    let filter = args.filter.resolve(view)?;
    let [first, last] = [&from, &to].map(|at| at.as_ref().map(|at| at.day));
    let days = Bounds { first, last };
    let mut listing = view.listing();
    let total = listing.iter().map(|listed| match listed {
        Listed::Renewal(of) => 1 + of.unlisted,
        _ => 1,
    });
    let total = total.sum();
    let last_change = last_change(view, &listing).map(|last| view.id(last));
    if first.is_some() || last.is_some() {
        listing = view.listing_on((first.unwrap_or(Day::MIN), last.unwrap_or(Day::MAX)));
    }
    if args.reverse {
        listing.reverse();
    }
    let (mut events, mut hits) = (Vec::new(), Vec::new());
    let limit = args.limit.unwrap_or(usize::MAX);
    let asked = view.timeline.clauses.iter().enumerate();
    let asked = asked.filter(|(of, _)| filter.clauses.admits(view.history, *of, &[]));
    let asked: HashSet<&String> = asked.map(|(_, clause)| &clause.id).collect();
    for listed in listing {
        let place = within(view.days(listed), days);
        if place == Within::No {
            continue;
        }
        let (passes, hit) = filter.admits(view, listed);
        if !passes {
            continue;
        }
        if events.len() == limit {
            break;
        }
        hits.push(hit);
        let mut event = records.listed(listed);
        event.possibly = place == Within::Possibly;
        // Of what ends with the agreement, what was asked for comes first.
        event.with_it.sort_by_key(|id| !asked.contains(id));
        events.push(event);
    }
    Ok(Listing {
        from,
        to,
        total,
        shown: events.len(),
        events,
        hits,
        last_changes: last_change.into_iter().collect(),
    })
}

impl Listing {
    /// The ends of what is asked for, as ` from A to B`; empty where all is.
    fn range(&self, say: impl Fn(Day) -> String) -> String {
        let sides = [("from", &self.from), ("to", &self.to)].into_iter();
        let side =
            |(word, at): (_, &Option<At>)| Some(format!(" {word} {}", say(at.as_ref()?.day)));
        sides.filter_map(side).collect()
    }
}
