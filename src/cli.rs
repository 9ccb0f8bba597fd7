//! The command line: definitions only. Its comments are the text of `--help`.

use std::ffi::OsString;

use clap::{Args, Parser, Subcommand};

use crate::check::CheckArgs;
use crate::edit::{add::AddArgs, import::ImportArgs, init::InitArgs};
#[cfg(feature = "explore")]
use crate::explore::ExploreArgs;
use crate::questions::{
    chart::ChartArgs, clause::ShowClauseArgs, diff::DiffArgs, event::ShowEventArgs, find::FindArgs,
    history::HistoryArgs, learned::LearnedArgs, page::PageArgs, party::ShowPartyArgs,
    show::ShowArgs, source::ShowSourceArgs, terms::TermsArgs, timeline::TimelineArgs,
    upcoming::UpcomingArgs,
};
use crate::shell::help::{self, HelpArgs, ManArgs};
use crate::shell::{complete::CompletionsArgs, global::Global};

#[derive(Debug, Parser)]
#[command(
    version,
    about = "Explore the life of an agreement: what was in force on a day, what changed, and who says so",
    long_about = "What did an agreement say on a given day, what changed between two days, which event did it, and who says so?\n\n\
        Examples:\n  partnership diff 2024-12 2025-10\n  partnership show ip-license\n\n\
        A WHEN is a day `2026-04-27`, a month `2026-04`, a year `2026`, `today`, or an event's id. \
        Asked for a state, it stands for the close of its last day, and an event's id for the moment right after that event.",
    after_long_help = help::list(),
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    /// The question; without one, the first screen.
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List what happened and what is scheduled, in order
    #[command(aliases = ["log", "events"], long_about = "What happened, and what is scheduled, in order?\n\n\
        Examples:\n  partnership timeline 2025..2026-04\n  partnership timeline --clause ip-license --disputed")]
    Timeline(TimelineArgs),
    /// Show what was in force on a day
    #[command(
        aliases = ["now", "today", "status", "at", "state"],
        long_about = "What was in force at the close of a day, on what terms, and since when?\n\n\
        Examples:\n  partnership terms 2024-12\n  partnership terms agreement-amended --topic cloud --all"
    )]
    Terms(TermsArgs),
    /// Compare two days
    #[command(
        aliases = ["changes", "compare", "differences"],
        long_about = "What changed between the close of one day and the close of another, and which event did it?\n\n\
        Examples:\n  partnership diff 2024-12 2025-10\n  partnership diff agreement-amended --party microsoft"
    )]
    Diff(DiffArgs),
    /// Show a clause, an event, a party, a source or a day
    #[command(
        aliases = ["why", "blame", "when", "open", "view", "get", "list", "ls"],
        long_about = "What does the record say of a clause, an event, a party, a source or a day?\n\n\
        An id comes before words of a title. One match is shown, unless the words may mean something else; several are listed.\n\n\
        Examples:\n  partnership show exclusive cloud\n  partnership show ip-license --at 2024-12"
    )]
    Show(ShowCommand),
    /// Find every place where words occur
    #[command(
        visible_aliases = ["search", "grep"],
        long_about = "Where in the whole record do some words occur, for which days, and what call shows it?\n\n\
        Looks at titles, names and ids, at summaries, notes and quotes, and at what every clause ever said: its texts, \
        and its terms as they are written and as they are printed.\n\n\
        Examples:\n  partnership find nonexclusive\n  partnership find exclusive cloud"
    )]
    Find(FindArgs),
    /// Show what is scheduled after today
    #[command(
        aliases = ["next", "future", "agenda", "expiry", "termination", "deadlines", "renewals"],
        long_about = "By when must notice be given, and what comes else? What ends, renews, takes effect or is planned after today, and which conditions are open?\n\n\
        Examples:\n  partnership upcoming --within 24m\n  partnership upcoming"
    )]
    Upcoming(UpcomingArgs),
    /// Show what has become known about a day since another day
    #[command(
        long_about = "What has become known about the state of one day since another day?\n\n\
        Examples:\n  partnership learned 2025-06 --at 2024-12\n  partnership learned 2024-12 --at 2023-06 --clause investment"
    )]
    Learned(LearnedArgs),
    /// Draw the life of every clause on a scale of time
    #[command(
        aliases = ["gantt", "graph", "plot"],
        long_about = "When did each clause stand, change and end, at a glance?\n\n\
        Examples:\n  partnership chart --clause ip-license --mark agreement-amended\n  partnership chart --topic cloud --format svg"
    )]
    Chart(ChartArgs),
    /// Look around on the full screen
    #[cfg(feature = "explore")]
    #[command(
        aliases = ["tui", "ui"],
        long_about = "How does the agreement look day by day, and what was known by then?\n\n\
        Draws on the terminal itself; the last line but one is the call that prints what is shown. \
        Of several agreements one is chosen from a list.\n\n\
        Examples:\n  partnership explore --at agreement-amended\n  partnership explore --compare 2024-12 2025-10",
        after_long_help = crate::explore::KEYS
    )]
    Explore(ExploreArgs),
    /// Write the whole timeline as one page for a browser
    #[command(
        long_about = "How can the whole timeline be published, as one page that needs nothing else?\n\n\
        Examples:\n  partnership page -o agreement.html\n  partnership page --brief --topic cloud --known-by 2024-12 -o cloud.html"
    )]
    Page(PageArgs),
    /// List every version of every clause with its days
    #[command(long_about = "How did every clause read, from which day to which?\n\n\
        Examples:\n  partnership history --clause ip-license\n  partnership history --format csv")]
    History(HistoryArgs),
    /// Find everything that is wrong with a file
    #[command(
        aliases = ["lint", "validate"],
        long_about = "What is wrong with a timeline file, where, and what can be done about it?\n\n\
        Examples:\n  partnership check timeline.toml\n  partnership check --json first.toml second.toml"
    )]
    Check(CheckArgs),
    /// Write a small timeline to begin with
    #[command(long_about = "How does a timeline of my own begin?\n\n\
        Writes a few lines with a title and the parties, or with `--example` a commented timeline that shows every feature \
        of the format once; and beside it the schema with which editors complete and check keys. It replaces no file without `--force`.\n\n\
        Examples:\n  partnership init --title 'Harbour lease' --party board='Harbour Board' --party tenant='Tenant Ltd.'\n  \
        partnership init --example lease.toml")]
    Init(InitArgs),
    /// Append an event to a timeline
    #[command(long_about = "How is an event recorded?\n\n\
        Appends one event to the timeline, which must still pass `check`; nothing that is there changes. Where there is no file \
        it begins one. Flags after a `--change` belong to that change, and so with `--cite`, `--new-source` and `--new-clause`. \
        At a terminal it asks for a date or a title that is missing, and for what changes.\n\n\
        Examples:\n  partnership add --date 2026-04-27 --title 'The fee is raised' --cite gazette --change fee=amend --term amount=1200 --dry-run\n  \
        partnership add --file lease.toml")]
    Add(AddArgs),
    /// Make a timeline from the dated versions of a text
    #[command(
        long_about = "How do successive versions of one text become a timeline?\n\n\
        Each section is a clause and each version an event: a new section is adopted, a changed one amended, \
        one that is gone ended, and one that returns adopted again. Every word of a version is in a clause, or in the \
        list of what was left out. Markup, numbers and white space alone are no amendment, unless with `--exact`.\n\n\
        Examples:\n  partnership import --title 'Terms of service' 2019-07-22=first.md 2025-01-21=second.md -o timeline.toml\n  \
        partnership import --title 'Terms of service' --git . terms.md"
    )]
    Import(ImportArgs),
    /// Print the JSON Schema of timeline files
    #[command(
        long_about = "Which keys and values does a timeline file take, in a form that editors read?\n\n\
        Examples:\n  partnership schema\n  partnership schema -o timeline.schema.json"
    )]
    Schema,
    /// Print a script with which a shell completes commands, flags and ids
    #[command(
        long_about = "How does my shell complete commands, flags, and the ids of the timeline?\n\n\
        Examples:\n  eval \"$(partnership completions bash)\"\n  partnership completions fish > ~/.config/fish/completions/partnership.fish"
    )]
    Completions(CompletionsArgs),
    /// Print a page of the manual
    #[command(long_about = "How does a command work, as a page for `man`?\n\n\
        Examples:\n  partnership man diff | man -l -\n  partnership man --dir ~/.local/share/man/man1")]
    Man(ManArgs),
    /// Print the help of a command or of a topic
    #[command(
        long_about = "What does a command do, what may stand in a timeline file, and what else is there to know?\n\n\
        Examples:\n  partnership help show clause\n  partnership help format",
        after_long_help = help::list()
    )]
    Help(HelpArgs),
    /// Words that begin with no command, which are read as those of `show`.
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

#[derive(Args, Debug)]
pub struct ShowCommand {
    /// The kind, where it is said.
    #[command(subcommand)]
    pub kind: Option<Show>,
    /// What is shown, where it is not.
    #[command(flatten)]
    pub words: ShowArgs,
}

#[derive(Debug, Subcommand)]
pub enum Show {
    /// Show a clause and its whole history; without an id, list all clauses
    #[command(
        alias = "clauses",
        long_about = "How did a clause come to read as it does, and who says so?\n\n\
        Examples:\n  partnership show clause ip-license\n  partnership show clause --at 2024-12"
    )]
    Clause(ShowClauseArgs),
    /// Show an event and what it did; without an id, list all events
    #[command(
        alias = "events",
        long_about = "What did an event change, before and after, who says so, and who says otherwise?\n\n\
        Examples:\n  partnership show event agreement-amended\n  partnership show event expiry:ip-license"
    )]
    Event(ShowEventArgs),
    /// Show a party and what binds it; without an id, list all parties
    #[command(
        alias = "parties",
        long_about = "What binds a party, what bound it before, and in which events did it take part?\n\n\
        Examples:\n  partnership show party microsoft\n  partnership show party openai --at 2024-12"
    )]
    Party(ShowPartyArgs),
    /// Show a source and what rests on it; without an id, list all sources
    #[command(
        alias = "sources",
        long_about = "What rests on a source, what rests on it alone, and where does it say otherwise?\n\n\
        Examples:\n  partnership show source siliconangle-2026\n  partnership show source --json"
    )]
    Source(ShowSourceArgs),
}
