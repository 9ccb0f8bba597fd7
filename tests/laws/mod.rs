//! Laws that hold for every timeline, tried on random ones.

pub(crate) mod ask;
mod beliefs;
mod calendar;
mod chance;
mod claims;
mod clocks;
mod coming;
mod counts;
mod differences;
mod expected;
mod expiries;
mod files;
mod lanes;
mod learned;
mod lenses;
mod mend;
mod narrow;
mod oracle;
mod page;
mod renewals;
mod schema;
mod small;
mod sources;
mod states;
mod stories;
mod suppose;
mod tallies;
mod verdicts;
mod versions;
mod world;

use crate::support::random as cases;
