//! Everything that is tested from outside the crate, as one binary.

mod laws;
mod support;
mod words;
