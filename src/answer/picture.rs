//! A picture: lanes on a scale of time, with what is drawn on them.

use crate::date::Day;

/// A picture of lanes on a scale of time.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) note: Option<String>,
    /// The first and the last day of the scale.
    pub(crate) scale: (Day, Day),
    pub(crate) rows: Vec<Row>,
    /// Days at whose close a line is drawn, each with a label.
    pub(crate) rules: Vec<(Day, String)>,
}

#[derive(Debug)]
pub(crate) enum Row {
    /// The topic of the lanes below.
    Topic(String),
    Lane(Lane),
}

/// A name with what lasts and what happens on one day. A tooltip is shown where a reader points at something.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) name: String,
    pub(crate) tooltip: String,
    pub(crate) bars: Vec<Bar>,
    pub(crate) marks: Vec<Mark>,
}

#[derive(Debug)]
pub(crate) struct Bar {
    pub(crate) kind: BarKind,
    pub(crate) from: Day,
    pub(crate) to: Day,
    pub(crate) tooltip: String,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum BarKind {
    InForce,
    /// In force if nothing else happens.
    Later,
    /// In force with terms that may change.
    Changing,
    Unclear,
    Perhaps,
}

#[derive(Debug)]
pub(crate) struct Mark {
    pub(crate) kind: MarkKind,
    pub(crate) day: Day,
    pub(crate) tooltip: String,
    pub(crate) url: Option<String>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum MarkKind {
    /// A dot, at the beginning of the day.
    Change,
    /// A small dot, at the beginning of the day.
    Disclosure,
    /// A stroke, at the close of the day.
    End,
}
