//! A diagnostic as data: what, where, why here, and what to do.

use super::code::{Code, Severity};
use super::source::Span;

/// One thing that is wrong with a file.
///
/// Headline and primary label make sense alone, since together they are the one-line form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of fault it is.
    pub code: Code,
    /// What is wrong: a lower-case phrase without a full stop.
    pub message: String,
    /// The place to look at first, and why there.
    pub primary: Label,
    /// Other places that matter.
    pub others: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// What to write instead, where that is known.
    pub fix: Option<Fix>,
}

/// A place in the file, with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The words.
    pub text: String,
}

/// A replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// What to write there.
    pub with: String,
}

impl Diagnostic {
    /// A diagnostic with its one demanded place.
    #[must_use]
    pub fn new(
        code: Code,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        let primary = Label {
            span,
            text: label.into(),
        };
        Self {
            code,
            message: message.into(),
            primary,
            others: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.others.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Adds what to write instead.
    #[must_use]
    pub fn fix(mut self, span: Span, with: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            span,
            with: with.into(),
        });
        self
    }

    /// The canonical order: place, then severity, then code.
    #[must_use]
    pub fn order(&self) -> (usize, Severity, &'static str) {
        (
            self.primary.span.start,
            self.code.severity(),
            self.code.word(),
        )
    }
}
