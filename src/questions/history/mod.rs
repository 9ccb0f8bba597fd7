//! `history`: every version of every clause as one row with its days.

use super::clause::{Version, expires};
use super::filters::ClauseArgs;
use super::prelude::*;
use crate::phrases::facts;
use crate::phrases::sentences::{reads, resting_text};
use crate::phrases::states::ended;
use crate::phrases::terms::{is_said, told};
use crate::phrases::texts::sentence;

#[derive(Args, Clone, Debug, Default)]
pub struct HistoryArgs {
    #[command(flatten)]
    pub filter: ClauseArgs,
}

#[derive(Clone, Debug, Serialize)]
pub struct Versions {
    /// Every version, by topic and clause, first to last.
    pub versions: Vec<Row>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub agreement: String,
    pub clause: String,
    pub title: String,
    pub topic: Option<String>,
    /// The first day on which it is certainly the version reached; `None` where there is no such day.
    pub valid_from: Option<Day>,
    /// The last such day; `None` where it goes on, or where there is none.
    pub valid_to: Option<Day>,
    #[serde(flatten)]
    pub version: Version,
}

impl Question for HistoryArgs {
    const FORMATS: &'static [Format] = formats![Ndjson];

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let (timeline, filter) = (view.timeline, self.filter.resolve(view)?);
        let mut versions = Vec::new();
        for clause in records.view.by_topic() {
            if !filter.admits(view.history, clause, &[]) {
                continue;
            }
            let about = &timeline.clauses[clause];
            let id = records.clause_id(clause);
            let row = |version: Version| Row {
                agreement: timeline.id.clone(),
                clause: id.clone(),
                title: about.title.clone(),
                topic: about.topic.clone(),
                valid_from: version.days.map(|days| days.from),
                valid_to: version.days.and_then(|days| days.to),
                version,
            };
            versions.extend(records.versions(clause).into_iter().map(row));
        }
        Ok(records.finish("history", Versions { versions }))
    }
}

impl Answer for Versions {
    shapes!(paper, story);

    fn rows(&self, _: &Context) -> Rows<'_> {
        let columns = format!("agreement {VERSION}");
        Rows::new(columns, self.versions.iter().map(value))
    }

    fn records(&self) -> Records<'_> {
        Box::new(self.versions.iter().map(value))
    }
}

pub(super) const VERSION: &str = "clause title topic valid_from=days.from valid_to=days.to doubtful_from from@event to@ended_by \
    event action known@ kind report ended_by how status text wording terms set unset through@ until renews \
    renewals notice parties basis note replaces \
    sources";

fn story(context: &Context, body: &Versions) -> Story {
    let mut told = Story::default();
    for rows in body.versions.chunk_by(|a, b| a.clause == b.clause) {
        let paragraphs = with_before(rows).map(|(row, before)| version(context, row, before));
        told.section(Some(rows[0].title.clone()), paragraphs.collect());
    }
    told
}

/// Each version of a clause with the one before it.
fn with_before(rows: &[Row]) -> impl Iterator<Item = (&Row, Option<&Row>)> {
    let rows_in_order = rows.iter().enumerate();
    rows_in_order.map(|(place, row)| (row, rows[..place].last()))
}

fn is_text_as_before(row: &Row, before: Option<&Row>) -> bool {
    before.is_some_and(|before| before.version.text == row.version.text)
}

/// What is said of a version that begins anew since the agreement does.
const AGAIN: &str = "stands again with the agreement";

fn version(context: &Context, row: &Row, before: Option<&Row>) -> Vec<Sentence> {
    let (refs, clause, of) = (&context.refs, &row.clause, &row.version);
    let marks = marks(clocks::doubts((of.from, of.known, of.basis), date));
    let is_as_before = is_text_as_before(row, before);
    // A text that a source gives says nothing of what has none.
    let cites = backing(&of.cite, (!is_as_before).then_some("text"));
    let days = format!("{}{marks}", capital(&date(of.from)));
    let text = match &of.text {
        _ if is_as_before => {
            let what = match of.kind {
                _ if of.resumes => format!("it {AGAIN}"),
                ChangeKind::Learned => "more became known".to_owned(),
                _ => format!("it was {}", of.action.past()),
            };
            format!("{days}: {what}, with the text as before")
        }
        Some(text) => reads(&days, text, of.wording),
        None => format!("{days}: its text is not known"),
    };
    let says = of.text.as_deref().filter(|_| !is_as_before);
    let values = of.set.iter().filter_map(|(name, value)| {
        let is_said = is_said(refs, clause, (name, value), says.unwrap_or_default());
        told(refs, (clause, name), [None, Some(value)], "", false).filter(|_| !is_said)
    });
    let text = facts::clause(&text, Some(""), &values.collect::<Vec<_>>());
    let reads = resting_text(refs, text, cites, &of.beside).of_event(&of.event);
    let end = match of.how {
        Some(How::Expired) => of.to.map(|last| expires(context, of, last)),
        Some(How::Ended) => of.end.as_ref().map(|by| {
            let is_past = !by.date.is_after(context.today.into());
            let text = format!("It {}", ended(refs, by, is_past));
            resting(refs, text, backing(&by.cite, None)).of_event(&by.event)
        }),
        _ => None,
    };
    [reads].into_iter().chain(end).collect()
}

fn paper(context: &Context, body: &Versions, look: Look) -> Paper {
    let days = Line::plain("Days run from one certain change to the next");
    let clauses = body.versions.chunk_by(|a, b| a.clause == b.clause);
    let clauses = clauses.map(|versions| {
        let (id, title) = (&versions[0].clause, &versions[0].title);
        let line = Line::of(Role::Strong, title).and(Role::Faint, format!(" ({id})"));
        Item {
            items: with_before(versions)
                .map(|(row, before)| item(&context.refs, row, before, look))
                .collect(),
            ..Item::of(line)
        }
    });
    Paper {
        count: Count(body.versions.len(), "version").to_string(),
        has_more: true,
        ..Paper::of("", vec![days], Block::outline(clauses))
    }
}

fn item(refs: &Refs, row: &Row, before: Option<&Row>, look: Look) -> Item {
    let version = &row.version;
    let days = version.days.map_or("no certain day".to_owned(), |days| {
        let to = days.to.map_or("open".to_owned(), |day| day.to_string());
        format!("{} to {to}", days.from)
    });
    let known = match version.kind {
        ChangeKind::Learned => format!(" {}", phrases::some_day(version.known)),
        _ if version.known == version.from => String::new(),
        _ => format!(", {}", clocks::since(version.known, phrases::some_day)),
    };
    let firm = phrases::basis(version.basis).map(|basis| format!(", {basis}"));
    let Mark { word, role, .. } = signs::of(version.action);
    let word = if version.resumes { AGAIN } else { word };
    let mut first = Line::of(role, format!("{word}{known}{}", firm.unwrap_or_default()));
    if let Some(text) = &version.text {
        let text = sentence(text, version.wording, look);
        first = first.and(Role::Plain, ": ").then(text);
    }
    first = first.resting_on(who::reads(refs, backing(&version.cite, None)));
    let mut reads = values_told(refs, row, before, look);
    let doubtful = version.doubtful_from;
    let doubtful = doubtful.map(|from| format!("from {from} on, a change may have happened"));
    reads.extend(doubtful.map(Line::plain));
    let end = match version.how {
        Some(How::Ended) => Some("ended"),
        Some(How::Expired) => Some("last day"),
        _ => None,
    };
    let by = version.end.as_ref();
    let firm = marks(by.and_then(|by| phrases::firm_of(refs, &by.event, by.basis)));
    let end = end.zip(version.to.map(phrases::some_day));
    reads.extend(end.map(|(how, to)| Line::plain(format!("{how} {to}{firm}"))));
    if look.verbose {
        reads.push(Line::of(Role::Faint, &version.event));
        reads.extend(phrases::note(version.note.as_ref()));
    }
    if look.sources {
        reads.extend(who::full(refs, &row.clause, &version.cite));
    }
    Item {
        name: "version",
        lead: Line::plain(format!("{days:24}  ")),
        lines: reads,
        ..Item::of(first)
    }
}

/// The values of a version beside its text: all that it has, or those that it sets and its text does not say.
fn values_told(refs: &Refs, row: &Row, before: Option<&Row>, look: Look) -> Vec<Line> {
    let version = &row.version;
    let value = |name: &str, of: &Value| {
        let label = values::label(refs, &row.clause, name);
        format!("{label}: {}", values::shown(refs, &row.clause, name, of))
    };
    if !look.verbose && version.text.is_some() {
        // A text as before does not say what was set, and a quoted one need not say all of it.
        let is_due = is_text_as_before(row, before) || version.wording == Some(Wording::Quoted);
        let set = version.set.iter().filter(|_| is_due);
        let told = parted(set.map(|(name, of)| value(name, of)), "; ");
        told.into_iter().map(Line::plain).collect()
    } else {
        let terms = version.terms.iter().map(|(name, of)| value(name, of));
        let through = version.through.map(Date::human);
        let through = through.map(|date| format!("through: {date}"));
        let until = version.until.iter().map(|until| format!("until: {until}"));
        let told = terms.chain(through).chain(until);
        told.map(Line::plain).collect()
    }
}
