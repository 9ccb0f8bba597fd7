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
    /// The kind of a diagnostic.
    Code {
        AdoptsStanding = "adopts-standing",
        AfterCircle = "after-circle",
        AfterPlan = "after-plan",
        BadDate = "bad-date",
        BadId = "bad-id",
        BadLength = "bad-length",
        BadWord = "bad-word",
        BeyondDuration = "beyond-duration",
        BeyondRecord = "beyond-record",
        ChangesAbsent = "changes-absent",
        ChangesNothing = "changes-nothing",
        DatesContradict = "dates-contradict",
        Disagreement = "disagreement",
        DuplicateId = "duplicate-id",
        Encoding = "encoding",
        MissingKey = "missing-key",
        MisplacedKey = "misplaced-key",
        NoEffect = "no-effect",
        NoSource = "no-source",
        NoticeTooLong = "notice-too-long",
        NothingRenews = "nothing-renews",
        OpenOrder = "open-order",
        PartyDiffers = "party-differs",
        ReplacedStands = "replaced-stands",
        SetAndUnset = "set-and-unset",
        SourceDiffers = "source-differs",
        Syntax = "syntax",
        ThroughBefore = "through-before",
        UnknownClause = "unknown-clause",
        UnknownEvent = "unknown-event",
        UnknownFormat = "unknown-format",
        UnknownKey = "unknown-key",
        UnknownParty = "unknown-party",
        UnknownSource = "unknown-source",
        UnknownTerm = "unknown-term",
        UnmetExpectation = "unmet-expectation",
        UnprintableText = "unprintable-text",
        UnsetsAbsent = "unsets-absent",
        UnusedClause = "unused-clause",
        UnusedParty = "unused-party",
        UnusedSource = "unused-source",
        WrongType = "wrong-type",
    }
}

impl Code {
    pub fn severity(self) -> Severity {
        match self {
            Self::ChangesNothing
            | Self::BeyondDuration
            | Self::BeyondRecord
            | Self::NoEffect
            | Self::NoSource
            | Self::NoticeTooLong
            | Self::OpenOrder
            | Self::PartyDiffers
            | Self::ReplacedStands
            | Self::SourceDiffers
            | Self::UnknownTerm
            | Self::UnprintableText
            | Self::UnusedClause
            | Self::UnusedParty
            | Self::UnusedSource => Severity::Warning,
            Self::Disagreement => Severity::Note,
            _ => Severity::Error,
        }
    }
}
