//! From the arguments of a question to its report.

use super::Exit;
use super::belief::basis;
use crate::agreement::filter::{ClauseFilter, EventFilter};
use crate::cli::{
    self, ClauseArgs, Cli, Command, DiffArgs, Global, LaneArgs, Show, TermsArgs, TimelineArgs,
};
use crate::report::ask::{Asked, Records, Refusal};
use crate::report::page::Page;
use crate::report::{self, Body, Report};
use crate::words::or_list;

/// Builds the report that a command asks for.
pub(super) fn ask(cli: &Cli, asked: &Asked<'_>) -> Result<(Report, Option<Exit>), Refusal> {
    let records = Records::new(asked);
    let report = match &cli.command {
        Some(Command::Timeline(args)) => {
            report::timeline::timeline(records, &timeline_question(args, asked)?)?
        }
        Some(Command::Terms(args)) => report::terms::terms(records, &terms_question(args, asked)?)?,
        Some(Command::Diff(args)) => {
            let report = report::diff::difference(records, &diff_question(args, asked)?)?;
            let differs = matches!(&report.body, Body::Diff(diff) if !diff.is_empty());
            return Ok((report, (args.exit_code && differs).then_some(Exit::No)));
        }
        Some(Command::Show(show)) => self::show(records, show)?,
        Some(Command::History(args)) => {
            report::history::history(records, &clause_filter(&args.filter, asked)?)
        }
        Some(Command::Chart(args)) => {
            let question = report::chart::Question {
                from: args.from.clone(),
                to: args.to.clone(),
                marks: args.lanes.mark.clone(),
                filter: clause_filter(&args.lanes.filter, asked)?,
                events: event_filter(&args.lanes),
            };
            report::chart::chart(records, &question)?
        }
        Some(Command::Upcoming(args)) => {
            report::upcoming::upcoming(records, args.within.as_deref())?
        }
        // What is left is no question of its own, or answered before.
        _ => report::overview::overview(records),
    };
    Ok((report, None))
}

fn show(records: Records<'_, '_>, show: &Show) -> Result<Report, Refusal> {
    let when = |at: &Option<String>| at.clone().unwrap_or_else(|| "today".to_owned());
    match show {
        Show::Clause(args) => match &args.id {
            Some(id) => report::clause::clause(records, id, &when(&args.at)),
            None => report::clause::clauses(records, &when(&args.at)),
        },
        Show::Event(args) => match &args.id {
            Some(id) => report::event::event(records, id),
            None => Ok(report::event::events(records)),
        },
        Show::Party(args) => match &args.id {
            Some(id) => report::party::party(records, id, &when(&args.at)),
            None => Ok(report::party::parties(records)),
        },
        Show::Source(args) => match &args.id {
            Some(id) => report::source::source(records, id),
            None => Ok(report::source::sources(records)),
        },
    }
}

fn timeline_question(
    args: &TimelineArgs,
    asked: &Asked<'_>,
) -> Result<report::timeline::Question, Refusal> {
    let filter = EventFilter {
        clauses: places(&args.clause, |id| asked.clause(id))?,
        parties: places(&args.party, |id| asked.party(id))?,
        kinds: args.kind.clone(),
        topics: args.topic.clone(),
        disputed: args.disputed,
        grep: args.grep.clone(),
    };
    let (from, to) = (args.from.clone(), args.to.clone());
    Ok(report::timeline::Question {
        from,
        to,
        filter,
        limit: args.limit,
        reverse: args.reverse,
    })
}

/// The places of what some ids name.
fn places(
    ids: &[String],
    find: impl Fn(&str) -> Result<usize, Refusal>,
) -> Result<Vec<usize>, Refusal> {
    ids.iter().map(|id| find(id)).collect()
}

pub(super) fn clause_filter(args: &ClauseArgs, asked: &Asked<'_>) -> Result<ClauseFilter, Refusal> {
    Ok(ClauseFilter {
        clauses: places(&args.clause, |id| asked.clause(id))?,
        parties: places(&args.party, |id| asked.party(id))?,
        topics: args.topic.clone(),
    })
}

/// The events of which one must touch a clause.
fn event_filter(args: &LaneArgs) -> EventFilter {
    EventFilter {
        kinds: args.kind.clone(),
        disputed: args.disputed,
        grep: args.grep.clone(),
        ..EventFilter::default()
    }
}

/// Builds the report for one page.
pub(super) fn page(args: &LaneArgs, asked: &Asked<'_>) -> Result<Report<Page>, Refusal> {
    let question = report::page::Question {
        marks: args.mark.clone(),
        filter: clause_filter(&args.filter, asked)?,
        events: event_filter(args),
        chosen: chosen(args),
    };
    report::page::page(Records::new(asked), &question)
}

/// The filters of a page in words.
fn chosen(args: &LaneArgs) -> Vec<String> {
    let filter = &args.filter;
    let lists = [
        ("clause", &filter.clause),
        ("party", &filter.party),
        ("topic", &filter.topic),
        ("events of kind", &args.kind),
        ("events with the text", &args.grep),
    ];
    let set = lists.into_iter().filter(|(_, words)| !words.is_empty());
    let quoted = |words: &[String]| or_list(words.iter().map(|word| format!("“{word}”")));
    let mut chosen: Vec<String> = set
        .map(|(name, words)| format!("{name} {}", quoted(words)))
        .collect();
    if args.disputed {
        chosen.push("events on which sources disagree".to_owned());
    }
    chosen
}

fn terms_question(args: &TermsArgs, asked: &Asked<'_>) -> Result<report::terms::Question, Refusal> {
    let when = args
        .when
        .clone()
        .or_else(|| args.at.clone())
        .unwrap_or_else(|| "today".to_owned());
    Ok(report::terms::Question {
        when,
        all: args.all,
        filter: clause_filter(&args.filter, asked)?,
    })
}

fn diff_question(args: &DiffArgs, asked: &Asked<'_>) -> Result<report::diff::Question, Refusal> {
    let filter = clause_filter(&args.filter, asked)?;
    let again = filter_flags(&args.filter);
    Ok(report::diff::Question {
        from: args.from.clone(),
        to: args.to.clone(),
        filter,
        again,
    })
}

/// The flags that choose the clauses, as a call needs them again.
pub(super) fn filter_flags(filter: &ClauseArgs) -> String {
    let mut flags = Vec::new();
    flags.extend(filter.clause.iter().map(|id| flag("--clause", id)));
    flags.extend(filter.party.iter().map(|id| flag("--party", id)));
    flags.extend(filter.topic.iter().map(|topic| flag("--topic", topic)));
    flags.concat()
}

/// The flags that choose the timeline and the lens, as a call needs them again.
pub(super) fn flags(global: &Global) -> String {
    let mut flags = Vec::new();
    let file = global.file.as_ref();
    flags.extend(file.map(|file| flag("--file", &file.to_string_lossy())));
    flags.extend(
        global
            .known_by
            .as_ref()
            .map(|when| flag("--known-by", when)),
    );
    flags.extend(
        global
            .according_to
            .iter()
            .map(|source| flag("--according-to", source)),
    );
    if global.basis != cli::Basis::Inferred {
        flags.push(flag("--basis", basis(global).word()));
    }
    flags.concat()
}

/// A flag with its value as a shell takes them, after a blank.
fn flag(name: &str, value: &str) -> String {
    format!(" {name} {}", quoted(value))
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
