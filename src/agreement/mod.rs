//! What an agreement is and what follows from it, as plain data. Nothing here knows how dates are written, of files,
//! formats, the command line, colours or the clock.

pub mod compare;
pub mod disputes;
pub mod duration;
mod entry;
pub mod filter;
pub mod history;
pub mod lanes;
pub mod lens;
mod model;
pub mod order;
pub mod renewal;
pub mod setters;
pub mod steps;
pub mod suppose;
mod values;

pub use entry::EntryId;
pub use history::*;
pub use model::*;
pub use steps::*;
pub use values::*;
