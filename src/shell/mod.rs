//! What stands between the program and the machine: flags, files, pagers, other programs and shells.

pub(crate) mod complete;
pub(crate) mod convert;
pub(crate) mod git;
pub mod global;
pub(crate) mod help;
pub mod input;
pub(crate) mod lens;
pub(crate) mod lock;
pub mod outcome;
pub(crate) mod output;
pub(crate) mod pager;
pub(crate) mod signals;

pub use global::*;
pub use outcome::*;
