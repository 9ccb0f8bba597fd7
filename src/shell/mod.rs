//! What stands between the program and the machine: files, pagers, other programs and shells.

pub(crate) mod complete;
pub(crate) mod git;
pub(crate) mod man;
pub mod output;
pub(crate) mod pager;
