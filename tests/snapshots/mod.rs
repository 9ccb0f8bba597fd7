//! Whole outputs, compared with files beside these tests.

mod bundled;
mod pictures;
mod readme;
mod timelines;
