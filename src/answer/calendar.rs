//! The entries of a calendar.

use clap::Args;

use crate::date::{Day, Span};

/// What a calendar holds, and what it leaves out, in words.
#[derive(Debug, Default)]
pub struct Calendar {
    /// The entries, in order.
    pub entries: Vec<Entry>,
    /// What has no place in it.
    pub left_out: Vec<String>,
}

/// An all-day entry of a calendar.
#[derive(Debug)]
pub struct Entry {
    /// What names the entry among all entries of all calendars, before an `@`.
    pub uid: String,
    /// The first day.
    pub first: Day,
    /// The day after the last.
    pub end: Day,
    /// The entry in one line.
    pub summary: String,
    /// More of it, in several lines.
    pub description: String,
    /// Whether it may not happen.
    pub tentative: bool,
    /// Its group.
    pub category: Option<String>,
    /// Where more is to be read.
    pub url: Option<String>,
    /// What a reminder says.
    pub reminder: String,
    /// How many days before the first day there is a reminder.
    pub alarms: Vec<i64>,
}

/// How a calendar is made.
#[derive(Args, Clone, Debug, Default)]
pub struct CalendarArgs {
    /// In a calendar, remind so long before each entry to come, as in 1y,6m,1m
    #[arg(long, value_name = "SPAN", value_delimiter = ',', value_parser = |text: &str| text.parse::<Span>())]
    pub alarm: Vec<Span>,
    /// In a calendar, leave out what has no single day
    #[arg(long)]
    pub ics_days_only: bool,
}
