//! The kinds of diagnostics, each with its code and severity.

use crate::agreement::words;

words! {
    /// How bad a diagnostic is; worst first.
    Severity {
        /// No command answers from the file.
        Error = "error",
        Warning = "warning",
        Note = "note",
    }
}

words! {
    /// The kind of a diagnostic: errors, then warnings from `BeyondDuration` on, then notes.
    Code {
        AdoptsStanding = "adopts-standing",
        AfterCircle = "after-circle",
        AfterPlan = "after-plan",
        BadDate = "bad-date",
        BadId = "bad-id",
        BadLength = "bad-length",
        BadWord = "bad-word",
        ChangesAbsent = "changes-absent",
        DatesContradict = "dates-contradict",
        DuplicateId = "duplicate-id",
        Encoding = "encoding",
        MisplacedKey = "misplaced-key",
        MissingKey = "missing-key",
        NothingRenews = "nothing-renews",
        SetAndUnset = "set-and-unset",
        Syntax = "syntax",
        ThroughBefore = "through-before",
        UnknownClause = "unknown-clause",
        UnknownEvent = "unknown-event",
        UnknownFormat = "unknown-format",
        UnknownKey = "unknown-key",
        UnknownParty = "unknown-party",
        UnknownSource = "unknown-source",
        UnmetExpectation = "unmet-expectation",
        UnsetsAbsent = "unsets-absent",
        WrongType = "wrong-type",
        BeyondDuration = "beyond-duration",
        ChangesNothing = "changes-nothing",
        NoEffect = "no-effect",
        NoSource = "no-source",
        NoticeTooLong = "notice-too-long",
        OpenOrder = "open-order",
        PartyDiffers = "party-differs",
        ReplacedStands = "replaced-stands",
        SourceDiffers = "source-differs",
        UnprintableText = "unprintable-text",
        UnusedClause = "unused-clause",
        UnusedParty = "unused-party",
        UnusedSource = "unused-source",
        Disagreement = "disagreement",
    }
}

impl Code {
    pub fn severity(self) -> Severity {
        match self {
            Self::Disagreement => Severity::Note,
            _ if self < Self::BeyondDuration => Severity::Error,
            _ => Severity::Warning,
        }
    }
}
