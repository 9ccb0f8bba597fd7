//! A diagnostic as data: what, where, why here, and what to do.

use std::collections::BTreeMap;

use super::{Code, Span};

/// One thing that is wrong with a file.
///
/// Headline and primary label make sense alone, since together they are the one-line form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    /// What is wrong: a lower-case phrase without a full stop.
    pub message: String,
    /// The place to look at first, and why there.
    pub primary: Label,
    pub others: Vec<Label>,
    pub help: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// So many diagnostics of a kind are kept; the others are counted.
const MOST: usize = 1000;

/// Diagnostics as they are found: of each kind the first thousand, and how many there are.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) list: Vec<Diagnostic>,
    counts: BTreeMap<Code, usize>,
}

impl Findings {
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        let count = self.counts.entry(diagnostic.code).or_default();
        *count += 1;
        if *count <= MOST {
            self.list.push(diagnostic);
        }
    }

    pub(super) fn extend(&mut self, all: impl IntoIterator<Item = Diagnostic>) {
        all.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// By severity, how many there are beyond those that are kept.
    pub(super) fn more(&self) -> [usize; 3] {
        let mut more = [0; 3];
        for (code, count) in &self.counts {
            more[code.severity() as usize] += count.saturating_sub(MOST);
        }
        more
    }
}

impl Diagnostic {
    pub fn new(code: Code, span: Span, message: impl Into<String>, why: impl Into<String>) -> Self {
        let text = why.into();
        Self {
            code,
            message: message.into(),
            primary: Label { span, text },
            others: Vec::new(),
            help: None,
        }
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn also(mut self, span: impl Into<Option<Span>>, text: impl Into<String>) -> Self {
        let text = text.into();
        self.others
            .extend(span.into().map(|span| Label { span, text }));
        self
    }

    /// The canonical order: place, then severity, then code.
    pub fn order(&self) -> (usize, Code) {
        (self.primary.span.start, self.code)
    }
}
