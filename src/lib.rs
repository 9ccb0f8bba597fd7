//! A timeline explorer for the life of an agreement.
//!
//! One straight line of data, from text to text; `ARCHITECTURE.md` tells the way of one call and what each room
//! knows of the others:
//!
//! What users read of formats, trust and speed stands in `src/shell/topics`, and `partnership help` prints it.
//!
//! > text → [`mod@file`] → [`agreement`] → [`questions`] → [`answer`] → [`formats`], driven by [`run`]

pub mod agreement;
pub mod answer;
mod check;
pub mod cli;
pub mod date;
pub mod edit;
#[cfg(feature = "explore")]
pub mod explore;
pub mod file;
pub mod formats;
pub mod phrases;
pub mod questions;
pub mod run;
pub mod shell;
pub mod text;
pub mod world;
