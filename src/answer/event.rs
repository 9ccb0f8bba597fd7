//! An event; of a renewal, or the last day to give notice before it, what it follows from.

use std::fmt;

use serde::Serialize;

use super::{Change, Cite, Set, agreeing, backing};
use crate::agreement::lanes::Standing;
use crate::agreement::renewal::Renewal;
use crate::agreement::{Action, Basis};
use crate::date::{Date, Day};

/// An event, or what is derived: the expiry of a clause, what takes effect later than its event, or what is supposed.
#[derive(Clone, Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field of the JSON")]
pub struct Event {
    pub id: String,
    pub date: Date,
    pub first: Option<Day>,
    pub last: Option<Day>,
    pub announced: Option<Date>,
    pub planned: bool,
    pub report: bool,
    /// Whether it follows from a `through` or an `effective`, or is supposed, and is no event of the file.
    pub derived: bool,
    pub scheduled: bool,
    /// Whether it only may lie in the range that was asked for.
    pub possibly: bool,
    pub disputed: bool,
    pub title: String,
    pub kind: Option<String>,
    pub parties: Vec<String>,
    pub about: Vec<String>,
    pub summary: Option<String>,
    pub note: Option<String>,
    pub basis: Basis,
    pub cite: Vec<Cite>,
    pub changes: Vec<Change>,
    /// The clauses that end, are unclear or stand again with the agreement by it.
    pub with_it: Vec<String>,
    /// What it does to the agreement, and so to them.
    #[serde(skip)]
    pub turns: Action,
    /// Whether it has begun to be possible, and may still be to come.
    #[serde(skip)]
    pub open: bool,
    /// The days that are left until its last.
    #[serde(skip)]
    pub in_days: i64,
    /// Of what takes effect later, the event that did it.
    #[serde(skip)]
    pub by: Option<String>,
    /// What names it for ever: its earliest id.
    #[serde(skip)]
    pub uid: String,
    /// How the clause stands then of whose end or renewal it tells.
    #[serde(skip)]
    pub stands: Standing,
    /// What left it unclear whether the clause still stands then, if so.
    #[serde(skip)]
    pub unclear: Option<Set>,
    /// Of an expiry, who set it first and who restated it.
    #[serde(skip)]
    pub set: Option<Set>,
    #[serde(skip)]
    pub working: Option<Working>,
    #[serde(skip)]
    pub renewal: Option<Renewal>,
}

impl Event {
    /// The agreement before its id, where several are asked as one; else empty.
    pub fn agreement(&self) -> &str {
        let parts = self.id.rsplit_once('/');
        parts.map_or("", |(agreement, _)| agreement)
    }

    pub fn is_notice(&self) -> bool {
        self.renewal.is_some() && self.kind.as_deref() == Some("notice")
    }

    /// What it is, in one word.
    pub fn what(&self) -> &'static str {
        match self.renewal {
            _ if self.is_expiry() => "end",
            _ if self.is_notice() => "notice",
            Some(_) => "renewal",
            None if self.by.is_some() => "effect",
            None => "event",
        }
    }

    /// Whether it holds only if nobody gave notice.
    pub fn is_assumed(&self) -> bool {
        self.working.as_ref().is_some_and(|of| of.assumed)
    }

    pub fn is_expiry(&self) -> bool {
        self.derived && self.kind.as_deref() == Some("expiry")
    }

    /// When it became known; of what is derived, when that did from which it follows.
    pub fn known(&self) -> Date {
        let effect = self.changes.iter().filter(|_| self.derived);
        let rules = self.working.iter().flat_map(Working::sets);
        let sets = self.set.iter().chain(rules).map(|set| set.known);
        let followed = effect.map(|of| of.known).chain(sets);
        let followed = followed.max_by_key(|known| known.first());
        self.announced.or(followed).unwrap_or(self.date)
    }

    /// The same, where that is another day, and not before it but of what a report told of a later one.
    pub fn known_late(&self) -> Option<Date> {
        let is_told = self.derived && self.changes.iter().any(|of| of.report);
        let is_late = |known: &Date| is_told || !self.date.is_after(*known);
        Some(self.known()).filter(|known| *known != self.date && is_late(known))
    }

    /// The citations behind it, or behind the end that it tells of.
    pub fn backing(&self) -> Vec<&Cite> {
        if self.is_expiry() {
            return backing(&self.cite, Some("through"));
        }
        agreeing(&self.cite)
    }

    /// The citations of one of its changes, less what its own say otherwise too.
    pub fn claims_of_its_own(&self, change: &Change) -> Vec<Cite> {
        let mut cites = change.cite.clone();
        for cite in &mut cites {
            let mut names = std::mem::take(&mut cite.disagrees);
            let is_same = |own: &Cite, name: &str| {
                own.source == cite.source && own.denies(name) && own.claim(name) == cite.claim(name)
            };
            names.retain(|name| !self.cite.iter().any(|own| is_same(own, name)));
            cite.disagrees = names;
        }
        cites
    }
}

#[derive(Clone, Debug)]
pub struct Working {
    /// Whether it holds only if nobody gave notice.
    pub assumed: bool,
    /// Which it is: `3 months before 2027-07-31, the end of the 4th renewal`.
    pub day: String,
    pub rules: Rules,
}

/// Rules as they are written, each with who set it.
pub type Rules = Vec<(String, Set)>;

impl Working {
    pub fn sets(&self) -> impl Iterator<Item = &Set> {
        self.rules.iter().map(|(_, set)| set)
    }
}

impl fmt::Display for Working {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.day)?;
        let mut rules = self.rules.iter();
        rules.try_for_each(|(rule, set)| {
            let firm = Some(set.basis).filter(|basis| *basis != Basis::Stated);
            let firm = firm.map(|basis| format!(" ({basis})"));
            write!(f, "; {}: {rule}{}", set.event, firm.unwrap_or_default())
        })
    }
}
