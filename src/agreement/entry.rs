//! The ids of what a listing holds.

use std::fmt;

use crate::date::{Bounds, Date, Day};

/// The id of what a listing holds: an event's own; `expiry:CLAUSE` for the first expiry of a clause, `expiry:CLAUSE:2`
/// for the second; `effect:EVENT:DATE` for changes that take effect later than their event; `renewal:CLAUSE:DAY`, with
/// the last day of the term that ends; `notice:CLAUSE:DAY`, with the last day on which notice is in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryId<'a> {
    Event(&'a str),
    /// The clause, and how many of its expiries come before.
    Expiry(&'a str, usize),
    Effect(&'a str, Date),
    Renewal(&'a str, Day),
    Notice(&'a str, Day),
}

impl<'a> EntryId<'a> {
    /// Reads an id, without the agreement before a derived one (`lease/expiry:rent`). No event's own id holds a colon.
    pub fn parse(id: &'a str) -> Self {
        let derived = || {
            let (kind, of) = id.split_once(':')?;
            let kind = kind.rsplit('/').next()?;
            let (named, written) = of.split_once(':').unwrap_or((of, "1"));
            let date = Date::read(written);
            let day = date.and_then(|date| date.bounds().single());
            let number = || written.parse::<usize>().ok()?.checked_sub(1);
            match kind {
                "expiry" => Some(Self::Expiry(named, number()?)),
                "effect" => Some(Self::Effect(named, date?)),
                "renewal" => Some(Self::Renewal(named, day?)),
                "notice" => Some(Self::Notice(named, day?)),
                _ => None,
            }
        };
        derived().unwrap_or(Self::Event(id))
    }

    pub fn is_expiry(self) -> bool {
        matches!(self, Self::Expiry(..))
    }

    /// The day by which it stands in a list: of an expiry the last, else the first, or the last where that is open.
    pub fn listed_on(self, Bounds { first, last }: Bounds) -> Option<Day> {
        first.filter(|_| !self.is_expiry()).or(last)
    }
}

impl fmt::Display for EntryId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, of, rest) = match self {
            Self::Event(id) => return f.write_str(id),
            Self::Expiry(clause, 0) => ("expiry", clause, String::new()),
            Self::Expiry(clause, nth) => ("expiry", clause, format!(":{}", nth + 1)),
            Self::Effect(event, date) => ("effect", event, format!(":{date}")),
            Self::Renewal(clause, day) => ("renewal", clause, format!(":{day}")),
            Self::Notice(clause, day) => ("notice", clause, format!(":{day}")),
        };
        // The agreement, where there are several, stands before all else.
        let bare = of.rfind('/').map_or(0, |slash| slash + 1);
        write!(f, "{}{kind}:{}{rest}", &of[..bare], &of[bare..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiry_is_listed_on_its_last_day_and_all_else_on_its_first() {
        for (id, date, on) in [
            ("signed", "2024", "2024-01-01"),
            ("signed", "[2024..]", "2024-01-01"),
            ("signed", "[..2024]", "2024-12-31"),
            ("effect:signed:2024", "2024", "2024-01-01"),
            ("renewal:rent:2024-06-30", "2024-06-30", "2024-06-30"),
            ("expiry:rent", "2024", "2024-12-31"),
            ("lease/expiry:rent:2", "2024-06", "2024-06-30"),
        ] {
            let bounds = Date::read(date).expect("a date").bounds();
            let listed = EntryId::parse(id).listed_on(bounds);
            assert_eq!(
                listed.map(|day| day.to_string()),
                Some(on.to_owned()),
                "{id}"
            );
        }
    }
}
