//! From arguments to an exit code: load, ask, render, write. The only module that sees all others.

use std::io::{self, Write};

use clap::error::ErrorKind;
use clap::{ColorChoice, CommandFactory, FromArgMatches, ValueEnum};

use crate::cli::{
    self, CheckArgs, ClauseArgs, Cli, Command, DiffArgs, Format, Global, LearnedArgs, Show,
    TermsArgs, TimelineArgs,
};
use crate::date::{Date, Day};
use crate::file::{self, Reading};
use crate::input::{self, Input, Unreadable};
use crate::output::{self, Pending, Unwritable};
use crate::render::{self, Look};
use crate::report::ask::{Asked, Records, Refusal};
use crate::report::{self, Body, Lens, Report};
use crate::text::clean_line;
use crate::timeline::filter::{ClauseFilter, EventFilter};
use crate::timeline::history::History;
use crate::timeline::{Basis, Timeline, lens};
use crate::words::nearest;
use crate::world::World;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, also when nothing matched.
    Done = 0,
    /// A "no": errors found, or a difference.
    No = 1,
    /// The command line is wrong.
    Usage = 2,
    /// A file is missing, unreadable or has errors.
    File = 3,
    /// The output could not be written.
    Output = 4,
}

/// What goes where at the end.
#[derive(Debug, Default)]
struct Outcome {
    out: String,
    notes: Vec<String>,
    exit: Option<Exit>,
}

/// Why there is no outcome.
enum Failure {
    Usage(Refusal),
    Unreadable(Unreadable),
    Unsound(Box<Reading>),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Usage(refusal)
    }
}

impl From<Unreadable> for Failure {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}

/// Runs the program.
#[must_use]
pub fn run(args: impl IntoIterator<Item = std::ffi::OsString>, world: &World) -> Exit {
    let args: Vec<_> = args.into_iter().collect();
    let mut cli = match parse(&args, world) {
        Ok(cli) => cli,
        Err(exit) => return exit,
    };
    cli.global.output = cli
        .global
        .output
        .take()
        .filter(|path| path.as_os_str() != "-");
    // What goes to a file must not depend on the terminal.
    let terminal = world.terminal.filter(|_| cli.global.output.is_none());
    let world = &World {
        terminal,
        ..world.clone()
    };
    let color = world.color(cli.global.color, terminal.is_some());
    colored::control::set_override(color);
    let look = Look {
        width: world.width(cli.global.width),
        color,
        ascii: cli.global.ascii,
        sources: cli.global.sources,
    };
    let error_look = Look {
        color: world.color(cli.global.color, world.error_terminal),
        ..look
    };
    // The file is opened before the work, so that a bad path fails at once.
    let pending = match cli.global.output.as_deref().map(Pending::open).transpose() {
        Ok(pending) => pending,
        Err(unwritable) => return unwritten(&unwritable),
    };
    match answer(&cli, world, look) {
        Ok(outcome) => finish(&outcome, &cli.global, world, pending),
        Err(failure) => fail(&failure, error_look),
    }
}

fn parse(args: &[std::ffi::OsString], world: &World) -> Result<Cli, Exit> {
    let no_color = world.var("NO_COLOR").is_some() || world.terminal.is_none();
    let command = Cli::command().color(if no_color {
        ColorChoice::Never
    } else {
        ColorChoice::Auto
    });
    let parsed = command
        .try_get_matches_from(args)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    parsed.map_err(|error| {
        let text = error.render().to_string();
        if matches!(
            error.kind(),
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
        ) {
            return write_out(&text).unwrap_or(Exit::Done);
        }
        write_error(&escaped(&text));
        Exit::Usage
    })
}

/// A text whose line breaks stay and whose other odd characters are escaped.
fn escaped(text: &str) -> String {
    crate::text::clean(text).into_owned()
}

fn answer(cli: &Cli, world: &World, look: Look) -> Result<Outcome, Failure> {
    if let Some(Command::Check(args)) = &cli.command {
        return check(args, &cli.global, world, look);
    }
    let reading = load(input::timeline(cli.global.file.as_deref(), world)?, false)?;
    let (reading, origin) = reading;
    let format = format(&cli.global, look)?;
    let today = today(&cli.global, world)?;
    let whole = &reading.timeline;
    let lens = lens(&cli.global, whole, today)?;
    let narrowed = (lens != lens::Lens::default()).then(|| lens.narrow(whole));
    let history = History::of(narrowed.as_ref().unwrap_or(whole));
    let mut asked = Asked::new(&history, today, view(&cli.global, whole, &lens), origin);
    asked.flags = flags(&cli.global);
    asked.behind = Some((whole, &lens));
    let (report, exit) = match &cli.command {
        Some(Command::Learned(args)) => (learned(args, whole, &lens, &asked)?, None),
        _ => ask(cli, &asked)?,
    };
    let options = render::csv::Options {
        safe: cli.global.csv_safe,
        bom: cli.global.csv_bom,
    };
    let out = match format {
        Format::Table => render::table(&report, look),
        Format::List => render::list(&report, look),
        Format::Narrative => render::narrative(&report, look),
        Format::Markdown => render::markdown(&report, look),
        Format::Json => render::json(&report),
        Format::Csv => render::csv::render(&report, options),
        Format::Ndjson => render::ndjson::render(&report).ok_or_else(no_records)?,
    };
    Ok(Outcome {
        out,
        notes: notes(&report, cli, &asked),
        exit,
    })
}

/// The lens that the flags ask for.
fn lens(global: &Global, whole: &Timeline, today: Day) -> Result<lens::Lens, Refusal> {
    let mut found = lens::Lens {
        basis: basis(global),
        ..lens::Lens::default()
    };
    if global.known_by.is_none() && global.according_to.is_empty() {
        return Ok(found);
    }
    let history = History::of(whole);
    let asked = Asked::new(&history, today, Lens::default(), String::new());
    found.known_by = global
        .known_by
        .as_ref()
        .map(|when| asked.at(when))
        .transpose()?
        .map(|at| at.day);
    found.according_to = global
        .according_to
        .iter()
        .map(|id| asked.source(id))
        .collect::<Result<_, _>>()?;
    found.according_to.sort_unstable();
    found.according_to.dedup();
    Ok(found)
}

fn basis(global: &Global) -> Basis {
    match global.basis {
        cli::Basis::Stated => Basis::Stated,
        cli::Basis::Reported => Basis::Reported,
        cli::Basis::Inferred => Basis::Inferred,
    }
}

/// The lens as headings name it.
fn view(global: &Global, whole: &Timeline, lens: &lens::Lens) -> Lens {
    let sources = lens
        .according_to
        .iter()
        .map(|place| whole.sources[*place].id.clone());
    Lens {
        known_by: global.known_by.clone(),
        according_to: sources.collect(),
        basis: lens.basis,
    }
}

/// What has become known of a day: the same lens, once as of then and once as of today.
fn learned(
    args: &LearnedArgs,
    whole: &Timeline,
    lens: &lens::Lens,
    asked: &Asked<'_>,
) -> Result<Report, Refusal> {
    let history = History::of(whole);
    let all = Asked::new(&history, asked.today, Lens::default(), String::new());
    let since = all.at(&args.since)?;
    let at = all.at(args.at.as_ref().unwrap_or(&args.since))?;
    let by = |day: Day| {
        let known_by = Some(lens.known_by.map_or(day, |limit| limit.min(day)));
        lens::Lens {
            known_by,
            ..lens.clone()
        }
        .narrow(whole)
    };
    let (then, now) = (by(since.day), by(asked.today));
    let (old, new) = (History::of(&then), History::of(&now));
    let seen = |history| {
        let mut seen = Asked::new(
            history,
            asked.today,
            asked.lens.clone(),
            asked.origin.clone(),
        );
        seen.flags.clone_from(&asked.flags);
        seen
    };
    let (old, new) = (seen(&old), seen(&new));
    let again = format!(
        "learned --since {} --at {}{}",
        since.day,
        at.day,
        filter_flags(&args.filter)
    );
    let filter = clause_filter(&args.filter, asked)?;
    let question = report::learned::Question {
        since,
        at,
        filter,
        again,
    };
    Ok(report::learned::learned(
        Records::new(&old),
        Records::new(&new),
        &question,
    ))
}

fn load(input: Input, thorough: bool) -> Result<(Reading, String), Failure> {
    let reading = file::read(&input.name, input.bytes, thorough);
    if reading.is_sound() {
        return Ok((reading, input.origin));
    }
    Err(Failure::Unsound(Box::new(reading)))
}

/// Below so many columns a table is hard to read, and a list is printed.
const NARROW: usize = 60;

/// The format that the flags ask for: named, by the ending of the output file, or by the width.
fn format(global: &Global, look: Look) -> Result<Format, Refusal> {
    let named = match (global.json, global.format) {
        (true, Some(format)) if format != Format::Json => {
            return Err(Refusal {
                message: "`--json` stands beside another format".to_owned(),
                help: Some("give one of `--json` and `--format`".to_owned()),
            });
        }
        (true, _) => Some(Format::Json),
        (false, format) => format,
    };
    let Some(path) = &global.output else {
        let narrow = look.width.is_some_and(|width| width < NARROW);
        return Ok(named.unwrap_or(if narrow { Format::List } else { Format::Table }));
    };
    let endings = || {
        crate::words::or_list(
            output::ENDINGS
                .iter()
                .map(|(ending, _)| format!("`.{ending}`")),
        )
    };
    named
        .or_else(|| output::format_of(path))
        .ok_or_else(|| Refusal {
            message: format!("the ending of `{}` names no format", path.to_string_lossy()),
            help: Some(format!("end it in {}, or add `--format`", endings())),
        })
}

fn no_records() -> Refusal {
    Refusal {
        message: "this answer cannot be printed as ndjson".to_owned(),
        help: Some(
            "`timeline`, `terms` and `history` can; other answers are one document: use `--json`"
                .to_owned(),
        ),
    }
}

/// A format as it is typed.
fn word(format: Format) -> String {
    format
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}

/// Refuses what `check` cannot be printed as, before any file is read.
fn check_format(global: &Global, look: Look) -> Result<Format, Refusal> {
    match format(global, look)? {
        Format::List if global.format.is_none() => Ok(Format::Table),
        format @ (Format::Table | Format::Json) => Ok(format),
        other => Err(Refusal {
            message: format!(
                "`check` is printed as a table or as JSON only, not as `{}`",
                word(other)
            ),
            help: Some("leave `--format` out, or use `--json`".to_owned()),
        }),
    }
}

fn today(global: &Global, world: &World) -> Result<Day, Refusal> {
    let (text, name) = match (&global.today, world.var("PARTNERSHIP_TODAY")) {
        (Some(text), _) => (text.clone(), "--today"),
        (None, Some(text)) => (text, "PARTNERSHIP_TODAY"),
        (None, None) => return Ok((world.clock)()),
    };
    let refused = |message: String, help: String| Refusal {
        message: format!("{message} in `{name}`"),
        help: Some(help),
    };
    let date: Date = text.parse().map_err(|error: crate::date::DateError| {
        refused(format!("`{text}` is no day: {}", error.message), error.help)
    })?;
    match date {
        Date::Period(crate::date::Period::Day(day), crate::date::Mark::Plain) => Ok(day),
        _ => Err(refused(
            format!("`{text}` is not a day"),
            "write a day, as in `2026-04-27`".to_owned(),
        )),
    }
}

/// Builds the report that a command asks for.
fn ask(cli: &Cli, asked: &Asked<'_>) -> Result<(Report, Option<Exit>), Refusal> {
    let records = Records::new(asked);
    let report = match &cli.command {
        None | Some(Command::Check(_) | Command::Learned(_)) => report::overview::overview(records),
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
        Some(Command::Upcoming(args)) => {
            report::upcoming::upcoming(records, args.within.as_deref())?
        }
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

fn clause_filter(args: &ClauseArgs, asked: &Asked<'_>) -> Result<ClauseFilter, Refusal> {
    Ok(ClauseFilter {
        clauses: places(&args.clause, |id| asked.clause(id))?,
        parties: places(&args.party, |id| asked.party(id))?,
        topics: args.topic.clone(),
    })
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
fn filter_flags(filter: &ClauseArgs) -> String {
    let mut flags = Vec::new();
    flags.extend(filter.clause.iter().map(|id| flag("--clause", id)));
    flags.extend(filter.party.iter().map(|id| flag("--party", id)));
    flags.extend(filter.topic.iter().map(|topic| flag("--topic", topic)));
    flags.concat()
}

/// The flags that choose the timeline and the lens, as a call needs them again.
fn flags(global: &Global) -> String {
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

/// What standard error says beside an answer: why nothing matched.
fn notes(report: &Report, cli: &Cli, asked: &Asked<'_>) -> Vec<String> {
    let mut notes = unmatched(report, cli, asked);
    if asked.timeline.events.is_empty() && !cli.global.according_to.is_empty() {
        let sources = crate::words::or_list(&cli.global.according_to);
        notes.push(format!(
            "nothing cites {sources} itself; a source through which another was read does not count"
        ));
    }
    notes
}

fn unmatched(report: &Report, cli: &Cli, asked: &Asked<'_>) -> Vec<String> {
    match (&report.body, &cli.command) {
        (Body::Timeline(body), Some(Command::Timeline(args))) if body.events.is_empty() => {
            let entries = crate::words::Count(body.total, "entry");
            let mut notes = vec![format!(
                "no event matches; the timeline has {entries} before the filters"
            )];
            if let (Some(from), Some(to)) = (&body.from, &body.to)
                && from.day > to.day
            {
                notes.push(format!(
                    "`--from` ({}) lies after `--to` ({})",
                    from.day, to.day
                ));
            }
            let kinds: Vec<&str> = asked
                .timeline
                .events
                .iter()
                .filter_map(|event| event.kind.as_deref())
                .collect();
            notes.extend(
                args.kind
                    .iter()
                    .filter_map(|kind| unknown("kind", kind, &kinds)),
            );
            notes.extend(unknown_topics(&args.topic, asked));
            notes
        }
        (Body::Terms(body), Some(Command::Terms(args))) if body.clauses.is_empty() => {
            let more = if args.all {
                ""
            } else {
                "; `--all` adds what is ended, expired or not yet adopted"
            };
            let mut notes = vec![format!("no clause matches at {}{more}", body.at.day)];
            notes.extend(unknown_topics(&args.filter.topic, asked));
            notes
        }
        (Body::Diff(body), Some(Command::Diff(args))) if body.is_empty() => {
            let certainly = if body.undetermined.is_empty() {
                ""
            } else {
                "certainly "
            };
            let mut notes = vec![format!(
                "nothing {certainly}differs between {} and {}",
                body.from.day, body.to.day
            )];
            notes.extend(unknown_topics(&args.filter.topic, asked));
            notes
        }
        (Body::Clauses(body), _) if body.clauses.is_empty() => {
            vec!["the timeline has no clauses".to_owned()]
        }
        (Body::Parties(body), _) if body.parties.is_empty() => {
            vec!["the timeline has no parties".to_owned()]
        }
        (Body::Sources(body), _) if body.sources.is_empty() => {
            vec!["the timeline has no sources".to_owned()]
        }
        (Body::Events(body), _) if body.events.is_empty() => {
            vec!["the timeline has no events".to_owned()]
        }
        _ => Vec::new(),
    }
}

fn unknown_topics(topics: &[String], asked: &Asked<'_>) -> Vec<String> {
    topics
        .iter()
        .filter_map(|topic| unknown("topic", topic, &self::topics(asked)))
        .collect()
}

fn topics<'t>(asked: &Asked<'t>) -> Vec<&'t str> {
    asked
        .timeline
        .clauses
        .iter()
        .filter_map(|clause| clause.topic.as_deref())
        .collect()
}

fn unknown(noun: &str, word: &str, known: &[&str]) -> Option<String> {
    if known
        .iter()
        .any(|other| other.to_lowercase() == word.to_lowercase())
        || noun == "kind" && word == "expiry"
    {
        return None;
    }
    let mut all: Vec<&str> = known.to_vec();
    all.sort_unstable();
    all.dedup();
    Some(match nearest(word, all.iter().copied()) {
        Some(near) => format!("no {noun} is called `{word}`; there is `{near}`"),
        None => format!(
            "no {noun} is called `{word}`; there are {}",
            crate::words::and_list(all)
        ),
    })
}

fn check(args: &CheckArgs, global: &Global, world: &World, look: Look) -> Result<Outcome, Failure> {
    let format = check_format(global, look)?;
    let inputs = if args.files.is_empty() {
        vec![input::timeline(global.file.as_deref(), world)?]
    } else {
        args.files
            .iter()
            .map(|path| input::file(path))
            .collect::<Result<Vec<_>, _>>()?
    };
    let today = today(global, world)?;
    let readings: Vec<Reading> = inputs
        .into_iter()
        .map(|input| file::read(&input.name, input.bytes, true))
        .collect();
    let out = match format {
        Format::Json => render::diagnostics::json(&readings, today),
        _ => readings
            .iter()
            .map(|reading| render::diagnostics::report(reading, look))
            .collect(),
    };
    let sound = readings.iter().all(Reading::is_sound);
    Ok(Outcome {
        out,
        notes: Vec::new(),
        exit: (!sound).then_some(Exit::No),
    })
}

fn finish(outcome: &Outcome, global: &Global, world: &World, pending: Option<Pending>) -> Exit {
    let written = match pending {
        Some(pending) => pending
            .commit(&outcome.out)
            .err()
            .map(|unwritable| unwritten(&unwritable)),
        None if !global.no_pager && output::page(&outcome.out, world) => None,
        None => write_out(&outcome.out),
    };
    if !global.quiet {
        for note in &outcome.notes {
            write_error(&format!("note: {}\n", clean_line(note)));
        }
    }
    written.or(outcome.exit).unwrap_or(Exit::Done)
}

fn unwritten(Unwritable { name, reason }: &Unwritable) -> Exit {
    write_error(&format!(
        "error: `{}` cannot be written: {}\n",
        clean_line(name),
        clean_line(reason)
    ));
    Exit::Output
}

/// Writes to standard output; a reader that has left is no error.
fn write_out(text: &str) -> Option<Exit> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => None,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => None,
        Err(error) => {
            write_error(&format!(
                "error: standard output cannot be written: {}\n",
                input::reason(&error)
            ));
            Some(Exit::Output)
        }
    }
}

fn write_error(text: &str) {
    // Where even standard error is gone there is nobody left to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

fn fail(failure: &Failure, look: Look) -> Exit {
    match failure {
        Failure::Usage(refusal) => {
            let help = refusal
                .help
                .as_ref()
                .map(|help| format!("help: {}\n", clean_line(help)))
                .unwrap_or_default();
            write_error(&format!("error: {}\n{help}", clean_line(&refusal.message)));
            Exit::Usage
        }
        Failure::Unreadable(Unreadable { name, reason }) => {
            write_error(&format!(
                "error: `{}` cannot be read: {}\n",
                clean_line(name),
                clean_line(reason)
            ));
            Exit::File
        }
        Failure::Unsound(reading) => {
            write_error(&render::diagnostics::report(reading, look));
            Exit::File
        }
    }
}
