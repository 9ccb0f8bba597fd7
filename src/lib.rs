//! A timeline explorer for the life of an agreement.
//!
//! One straight line of data:
//!
//! > bytes → [`mod@file`] (text → timeline + diagnostics) → [`agreement`] (what follows from it) →
//! > [`report`] (one question, plain data) → [`formats`] (one format, text) → written once by [`run`]
//!
//! In reading order, with what each module promises:
//!
//! - [`date`]: days and date expressions; the one module that names `chrono`.
//! - [`agreement`]: what an agreement is, and its state on any day; pure, no text, no clock.
//! - [`mod@file`]: TOML → timeline; reading gives a value and a list of problems, never only one of them. What
//!   people and editors are told of the format stands beside it.
//! - [`report`]: the answer to a question; JSON is this and nothing else; knows no format.
//! - [`formats`]: report → text; knows no timeline.
//! - [`edit`]: timeline files written for people: what is new, in TOML.
//! - [`text`]: text made fit for a terminal, broken into lines, and words that agree.
//! - [`cli`], [`input`], [`shell`], [`world`], [`run`]: the edge, where arguments, files, the clock and the
//!   terminal come in as values.

pub mod agreement;
pub mod answer;
pub mod cli;
pub mod date;
pub mod edit;
pub mod file;
pub mod formats;
pub mod input;
pub mod phrases;
pub mod questions;
pub mod run;
pub mod shell;
pub mod text;
pub mod world;
