//! Everything that is tested from outside the crate, as one binary.

mod bundled;
mod corpus;
mod formats;
mod laws;
mod own;
mod page;
mod pictures;
mod readme;
mod shots;
mod story;
mod support;
mod trust;
mod words;
