//! A renewal, or the last day to give notice before it, with what it follows from.

use serde::Serialize;

use super::{Cite, Event};
use crate::agreement::lanes::Standing;
use crate::agreement::{Basis, Renewing};
use crate::date::Day;

#[derive(Clone, Debug, Serialize)]
pub struct Renewed {
    pub clause: String,
    /// The last day of the term that ends, or the last day to give notice.
    pub date: Day,
    /// The last day of the term that ends.
    pub of: Day,
    /// The id under which the renewal is listed, and its number.
    pub renewal: String,
    pub renewed: u32,
    /// The last day of the term that begins; none where it lies after the year 9999.
    pub to: Option<Day>,
    pub in_days: i64,
    /// How its days are reckoned, in words.
    pub working: String,
    /// The event that set the `through`.
    pub event: String,
    pub basis: Basis,
    pub cite: Vec<Cite>,
    /// How the clause stands then: in force, perhaps, or unclear.
    pub stands: Standing,
    /// By which rules, the last day to give notice, and whether it holds only if nobody gave it; not part of the JSON.
    #[serde(skip)]
    pub rules: Renewing,
    #[serde(skip)]
    pub notice: Option<Day>,
    #[serde(skip)]
    pub assumed: bool,
    /// How many renewals before it are left out of the list; not part of the JSON.
    #[serde(skip)]
    pub unlisted: usize,
}

impl Event {
    pub fn is_notice(&self) -> bool {
        self.renewal.is_some() && self.kind.as_deref() == Some("notice")
    }
}
