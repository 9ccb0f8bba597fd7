//! The entries of a calendar.

use clap::Args;

use crate::date::{Day, Span};

#[derive(Debug, Default)]
pub struct Calendar {
    pub entries: Vec<Entry>,
    pub left_out: Vec<String>,
}

#[derive(Debug)]
pub struct Entry {
    /// What names the entry for ever among those of all agreements.
    pub uid: String,
    /// The day up to which its record was kept.
    pub kept: Day,
    pub first: Day,
    pub end: Day,
    pub summary: String,
    pub description: String,
    pub tentative: bool,
    pub category: Option<String>,
    pub url: Option<String>,
    pub reminder: String,
    /// How many days before the first day there is a reminder.
    pub alarms: Vec<i64>,
}

#[derive(Args, Clone, Debug, Default)]
pub struct CalendarArgs {
    /// In a calendar, remind so long before each entry to come, as in 1y,6m,1m
    #[arg(long, value_name = "SPAN", value_delimiter = ',', value_parser = |text: &str| text.parse::<Span>())]
    pub alarm: Vec<Span>,
    /// In a calendar, leave out what has no single day
    #[arg(long)]
    pub ics_days_only: bool,
}
