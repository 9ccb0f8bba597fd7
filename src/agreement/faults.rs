//! What is wrong with a change where it stands.

use super::model::ChangeRef;
use super::values::Status;

/// A change that does not fit what stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub at: ChangeRef,
    pub kind: FaultKind,
}

/// What is wrong with a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// It adopts what stands, since the change named.
    AdoptsStanding(ChangeRef),
    /// It changes what does not stand; with the change that ended it or set its `through`, if any.
    ChangesAbsent(Status, Option<ChangeRef>),
    /// It removes the name at this place of its `unset`, which is not set.
    UnsetsAbsent {
        place: usize,
        /// Whether it removes that name once already.
        again: bool,
    },
    /// Its `through` has passed before it happens.
    ThroughBefore,
    /// What it gives or leaves stands without the other name.
    Without([&'static str; 2]),
}
