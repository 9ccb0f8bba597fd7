//! Everything that is tested from outside the crate, as one binary; `README.md` says where a test goes.

mod cli;
mod edit;
#[cfg(feature = "explore")]
mod explore;
mod files;
mod formats;
mod hostile;
mod laws;
mod page;
mod rooms;
mod snapshots;
mod support;
