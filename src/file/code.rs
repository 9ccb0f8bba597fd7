//! The kinds of diagnostics, each with its code and severity.

use crate::agreement::words;

words! {
    /// How bad a diagnostic is; worst first.
    Severity {
        /// No command answers from the file.
        Error = "error",
        /// Probably not what was meant.
        Warning = "warning",
        /// Worth knowing.
        Note = "note",
    }
}

words! {
    /// The kind of a diagnostic.
    Code {
        /// An event adopts a clause that stands already.
        AdoptsStanding = "adopts-standing",
        /// Events come after each other in a circle.
        AfterCircle = "after-circle",
        /// A text is not a date expression.
        BadDate = "bad-date",
        /// A name breaks the rule for ids.
        BadId = "bad-id",
        /// A word is not one of those that the key takes.
        BadWord = "bad-word",
        /// An event changes a clause that does not stand.
        ChangesAbsent = "changes-absent",
        /// An amendment leaves everything as it was.
        ChangesNothing = "changes-nothing",
        /// The dates leave no day for a change.
        DatesContradict = "dates-contradict",
        /// Sources do not say the same.
        Disagreement = "disagreement",
        /// An id names two things.
        DuplicateId = "duplicate-id",
        /// The file is not text in UTF-8.
        Encoding = "encoding",
        /// A key is missing that must be there.
        MissingKey = "missing-key",
        /// An action does not take a key.
        MisplacedKey = "misplaced-key",
        /// A statement names no source.
        NoSource = "no-source",
        /// Two changes of a clause may have happened in either order.
        OpenOrder = "open-order",
        /// A clause was replaced and stands on.
        ReplacedStands = "replaced-stands",
        /// A change both sets and removes a name.
        SetAndUnset = "set-and-unset",
        /// The file is not TOML.
        Syntax = "syntax",
        /// A `through` has passed before its change.
        ThroughBefore = "through-before",
        /// No clause has this id.
        UnknownClause = "unknown-clause",
        /// No event has this id.
        UnknownEvent = "unknown-event",
        /// The file is of a format that this program does not read.
        UnknownFormat = "unknown-format",
        /// No table of its kind has this key.
        UnknownKey = "unknown-key",
        /// No party has this id.
        UnknownParty = "unknown-party",
        /// No source has this id.
        UnknownSource = "unknown-source",
        /// An expectation is not met.
        UnmetExpectation = "unmet-expectation",
        /// A text holds what a terminal cannot show.
        UnprintableText = "unprintable-text",
        /// A change removes what is not set.
        UnsetsAbsent = "unsets-absent",
        /// Nothing changes, or is about, a clause.
        UnusedClause = "unused-clause",
        /// Nothing names a party.
        UnusedParty = "unused-party",
        /// Nothing cites a source.
        UnusedSource = "unused-source",
        /// A value is not of the type that the key takes.
        WrongType = "wrong-type",
    }
}

impl Code {
    /// How bad it is.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::ChangesNothing
            | Self::NoSource
            | Self::OpenOrder
            | Self::ReplacedStands
            | Self::UnprintableText
            | Self::UnusedClause
            | Self::UnusedParty
            | Self::UnusedSource => Severity::Warning,
            Self::Disagreement => Severity::Note,
            _ => Severity::Error,
        }
    }
}
