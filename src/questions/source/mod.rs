//! `show source`: one source and what rests on it, or all of them.

mod data;

use super::folder::shared;
use super::prelude::*;
use crate::answer::{Otherwise, Resting, SourcePage};
use crate::phrases::sentences::{bare, named_events};
pub use data::*;

#[derive(Args, Clone, Debug, Default)]
pub struct ShowSourceArgs {
    /// The source; without it, the list
    #[arg(value_name = "ID")]
    pub id: Option<String>,
}

impl Question for ShowSourceArgs {
    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        if let Some(id) = &self.id {
            let place = view.sources(id)?[0];
            let page = pages(&mut records, |other| other == place).remove(0);
            return Ok(records.finish("source", page));
        }
        let found = sources(&records);
        let none = found.sources.is_empty();
        Ok(records.finish("sources", found).without(none, "sources"))
    }

    fn joins(&self, is_rows: bool) -> bool {
        self.id.is_none() && !is_rows
    }

    fn joined(&self, parts: Vec<Report>) -> Box<dyn Answer> {
        let rows = |list: Sources| list.sources;
        let sources = shared(parts, rows, SourceRow::keys, SourceRow::add);
        Box::new(Sources { sources })
    }
}

impl SourcePage {
    /// The statements that cite it and do not rest on it alone: an event itself where no change of it does.
    fn others(&self) -> Vec<Resting> {
        let changes = self.changes.iter().filter(|this| !self.sole.contains(this));
        let is_told = |event: &&String| {
            let mut told = self.changes.iter().chain(&self.sole);
            told.any(|this| this.event == **event)
        };
        let events = self.events.iter().filter(|event| !is_told(event));
        let events = events.map(|event| Resting {
            event: event.clone(),
            clause: None,
        });
        let mut others: Vec<Resting> = changes.cloned().chain(events).collect();
        others.sort_by_key(|this| self.events.iter().position(|event| *event == this.event));
        others
    }
}

impl Answer for SourcePage {
    shapes!(paper, story);

    /// The events, then the changes that rest on it, then the points on which it says otherwise.
    fn rows(&self, context: &Context) -> Rows<'_> {
        let about = |statement: &str, event: &str, clause: Option<&String>| {
            let of = json!({"source": self.source.id, "statement": statement, "event": event, "clause": clause});
            with(context.refs.events.get(event), of)
        };
        let resting = |statement: &str, this: &Resting| {
            let about = about(statement, &this.event, this.clause.as_ref());
            with(about, json!({"sole": self.sole.contains(this)}))
        };
        let event = |event: &String| Resting {
            event: event.clone(),
            clause: None,
        };
        let events = self.events.iter().map(|of| resting("event", &event(of)));
        let changes = self.changes.iter().map(|change| resting("change", change));
        let mut records: Vec<_> = events.chain(changes).collect();
        records.extend(self.disagrees.iter().map(|point| {
            let about = about("disagreement", &point.event, point.clause.as_ref());
            let [file, claim] = values::cells(point.file.as_ref(), point.claim.as_ref());
            let more = json!({"what": point.what, "file": file, "claim": claim});
            with(about, more)
        }));
        let columns = "source statement event date first last clause sole what file claim";
        Rows::new(columns, records)
    }
}

impl Answer for Sources {
    shapes!(list, list_story);

    fn rows(&self, _: &Context) -> Rows<'_> {
        let columns =
            "source=id publisher title url published@ archived kind events changes sole disagrees";
        Rows::of(columns, &self.sources)
    }
}

fn story(context: &Context, body: &SourcePage) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let said = |text: String| Sentence {
        sources: vec![(body.source.id.clone(), None)],
        ..Sentence::of_record(text)
    };
    let entries = count(body.events.len(), "entry");
    let changes = count(body.changes.len(), "change");
    let named = named_events(refs, &body.events);
    let text = format!("This record cites it for {entries}, with {changes}: {named}");
    let heading = phrases::source(&body.source.source);
    told.section(Some(heading), vec![vec![said(text)]]);
    let place = |item: &Resting| {
        let clause = item.clause.as_ref().map(|clause| refs.clause_title(clause));
        let event = bare(refs.title_of(&item.event));
        format!("{} ({event})", clause.unwrap_or("the entry itself"))
    };
    let sole: Vec<String> = body.sole.iter().map(place).collect();
    let text = format!("This rests on it alone: {}", sole.join("; "));
    told.paragraph((!sole.is_empty()).then(|| said(text)).into_iter().collect());
    let points = phrases::points(refs, &body.disagrees, date);
    let points = points.into_iter().map(|[place, what, file, claim]| {
        let claim = format!("On {place}, it says otherwise ({what}): {}", bare(&claim));
        let file = Sentence::of_record(format!("This record says: {}", bare(&file)));
        vec![said(claim), file]
    });
    told.section(Some("Where it says otherwise".to_owned()), points.collect());
    told
}

fn list_story(context: &Context, body: &Sources) -> Story {
    let mut told = Story::default();
    let sources = count(body.sources.len(), "source");
    told.say(format!("The record rests on {sources}"));
    for row in &body.sources {
        let parts = [
            (row.events, "entry", ""),
            (row.changes, "change", ""),
            (row.sole, "statement", " on it alone"),
            (row.disagrees, "point", " told otherwise"),
        ];
        let parts = parts.into_iter().filter(|(number, ..)| *number > 0);
        let parts = and_list(parts.map(|(number, noun, how)| count(number, noun) + how));
        let also = row.also.iter().map(|id| quote(&context.heading(id).title));
        let also = some_list(also).map(|all| format!("also cited under {all}"));
        let source = phrases::source(&row.source);
        told.say(format!("{source}: {parts}{}", marks(also)));
    }
    told
}

fn paper(context: &Context, body: &SourcePage, _: Look) -> Paper {
    let (about, refs) = (&body.source, &context.refs);
    let line = Line::of(Role::Strong, phrases::source(&about.source));
    let line = line.resting_on([(about.id.clone(), None)]);
    let points = Count(body.disagrees.len(), "point");
    let title = format!("Says otherwise than the record on {points}");
    let points = body.disagrees.iter();
    let points = points.map(|point| otherwise(refs, point));
    let statements = Count(body.sole.len(), "statement");
    let alone = format!("Resting on it alone: {statements}");
    let others = resting(refs, &body.others());
    let all = format!("Cited with others: {}", Count(others.len(), "event"));
    let sections = Block::outline([
        Item::section(title, points.collect()),
        Item::section(alone, resting(refs, &body.sole)),
        Item::section(all, others),
    ]);
    Paper::of(&about.id, vec![line], sections)
}

fn otherwise(refs: &Refs, point: &Otherwise) -> Item {
    let of = point.clause.as_deref();
    let label = values::label(refs, of.unwrap_or_default(), &point.what);
    let about = of.map(|clause| format!("{}: ", refs.clause_title(clause)));
    let about = about.unwrap_or_default() + &label;
    let [record, source] =
        phrases::otherwise(refs, point, Date::human).map(|side| vec![Line::plain(side)]);
    Item {
        lines: vec![Line::of(Role::Doubt, about)],
        pairs: vec![
            ("the record".to_owned(), record),
            ("this source".to_owned(), source),
        ],
        ..Item::of(phrases::event(refs, &point.event))
    }
}

/// The events of some statements, each with what of it they are.
fn resting(refs: &Refs, list: &[Resting]) -> Vec<Item> {
    let mut found: IndexMap<&str, IndexSet<&str>> = IndexMap::new();
    for Resting { event, clause } in list {
        let title = clause.as_deref().map(|clause| refs.clause_title(clause));
        let titles = found.entry(event).or_default();
        titles.insert(title.unwrap_or("the event itself"));
    }
    let item = |(event, titles): (&str, IndexSet<&str>)| Item {
        lines: vec![Line::plain(and_list(titles))],
        ..Item::of(phrases::event(refs, event))
    };
    found.into_iter().map(item).collect()
}

fn list(_: &Context, body: &Sources, _: Look) -> Paper {
    let item = |row: &SourceRow| {
        let cited = [Count(row.events, "event"), Count(row.changes, "change")];
        let mut rests = cited.map(|count| count.to_string()).to_vec();
        rests.extend((row.sole > 0).then(|| format!("{} alone", row.sole)));
        rests.extend((row.disagrees > 0).then(|| format!("{} otherwise", row.disagrees)));
        let about = phrases::unlinked(&row.source, Date::human);
        let ids = marks(some_list([&row.id].into_iter().chain(&row.also)));
        Item {
            name: "source",
            right: Line::plain(rests.join(", ")),
            ..Item::of(Line::plain(about).and(Role::Faint, ids))
        }
    };
    let words = [
        "alone: statements that rest on it alone",
        "otherwise: points on which it says otherwise than the record",
    ];
    let count = Count(body.sources.len(), "source").to_string();
    let sources = Block::Outline(body.sources.iter().map(item).collect());
    Paper {
        legend: words.map(str::to_owned).into(),
        ..Paper::list(count, sources)
    }
}
