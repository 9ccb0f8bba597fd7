//! Whole outputs, compared with files beside these tests.

mod article;
mod bundled;
mod pictures;
mod texts;
mod timelines;
