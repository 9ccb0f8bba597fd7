//! The timeline that the versions of a text make, in their order.

use super::ImportArgs;
use super::amend::amend;
use super::base::Base;
use super::clauses::{Changed, Clause, Clauses};
use super::headings::is_title;
use super::sections::{Document, Left, read};
use super::versions::Version;
use crate::agreement::Action;
use crate::questions::view::Refusal;
use crate::text::words::{Count, split};

/// A version that ends at least so many clauses, and more than half of them, hardly has the whole text.
const FEW: usize = 3;

pub(super) struct Step<'v> {
    pub(super) version: &'v Version,
    pub(super) document: Document,
    pub(super) changed: Changed,
    /// What it leaves out that the event before did not.
    pub(super) left: Vec<Left>,
    /// What is to be known of clauses that it changes.
    pub(super) remarks: Vec<String>,
    /// Whether it makes an event.
    pub(super) tells: bool,
    pub(super) is_first: bool,
}

pub(super) struct Made<'v> {
    pub(super) steps: Vec<Step<'v>>,
    pub(super) clauses: Vec<Clause>,
    pub(super) base: &'v Base<'v>,
}

impl<'v> Made<'v> {
    /// What versions change behind the last that is known, which is read for its numbers and for what it leaves out.
    pub(super) fn of(
        last: Option<&Version>,
        versions: &'v [Version],
        args: &ImportArgs,
        base: &'v Base<'v>,
    ) -> Result<Self, Refusal> {
        let (all, exact) = (base.clauses.clone(), args.exact);
        let mut clauses = Clauses { all, exact };
        let mut begin = Document::default();
        if let Some(last) = last {
            begin = read(&last.text, args);
            clauses.compare(&mut begin.sections);
            // What was ended otherwise is adopted again where the text still has it.
            for (clause, known) in clauses.all.iter_mut().zip(&base.clauses) {
                clause.stands &= known.stands;
            }
        } else {
            begin.sections = base.standing();
        }
        let whole = versions.iter().find(|version| !version.amends);
        let lines = whole.map_or("", |version| &version.text).lines();
        let mut lines = lines.map(|line| line.trim_matches(['#', ' ']));
        let title = lines.find(|line| is_title(line)).unwrap_or_default();
        let titles = [base.timeline.title.as_str(), title];
        let mut steps: Vec<Step> = Vec::new();
        for (place, version) in versions.iter().enumerate() {
            let before = steps.last().map_or(&begin, |step| &step.document);
            let document = if version.amends {
                amend(version, &before.sections, &titles, args)
            } else {
                read(&version.text, args)
            };
            let stood = clauses.all.iter().filter(|it| it.stands).count();
            let is_last = place + 1 == versions.len();
            let step = Step::of(version, document, &mut clauses, (&steps, &begin, base));
            if let Some(refusal) = refused(&step, stood, args, is_last) {
                return Err(refusal);
            }
            steps.push(step);
        }
        let clauses = clauses.named(base.timeline);
        Ok(Self {
            steps,
            clauses,
            base,
        })
    }
}

impl<'v> Step<'v> {
    /// What a version does behind some steps, or behind what there is before.
    fn of(
        version: &'v Version,
        mut document: Document,
        clauses: &mut Clauses,
        (steps, begin, base): (&[Self], &Document, &Base),
    ) -> Self {
        let changed = clauses.compare(&mut document.sections);
        // Each amendment has words of its own; those of a version that is no event are told with the next.
        let told = steps.iter().rfind(|step| step.tells);
        let known = told.map_or(&begin.left, |step| &step.document.left);
        let same = |a: &Left, b: &Left| (a.what, &a.text) == (b.what, &b.text);
        let is_known = |left: &Left| known.iter().any(|known| same(known, left));
        let mut left = document.left.clone();
        left.retain(|left| version.amends || !is_known(left));
        let is_first = steps.is_empty() && base.clauses.is_empty();
        let remarks = changed.changes.iter();
        let remarks = remarks.filter_map(|change| base.remark(change));
        Self {
            version,
            left,
            remarks: remarks.collect(),
            is_first,
            tells: is_first || version.amends || changed.counts().next().is_some(),
            document,
            changed,
        }
    }
}

/// Why a version cannot be taken that ends clauses of those that stood before, and what to do.
fn refused(step: &Step, stood: usize, args: &ImportArgs, is_last: bool) -> Option<Refusal> {
    let (version, document) = (step.version, &step.document);
    let ended = step.changed.count(Action::End);
    let is_part = ended >= FEW && ended * 2 > stood;
    let (source, clauses) = (&version.source, Count(stood, "clause"));
    let is_empty =
        !version.amends && document.sections.is_empty() || split(&version.text).next().is_none();
    // A history tells of a file that was gone for a time.
    let whole = args.whole || args.git.is_some() && !(is_last && is_empty);
    let (message, help) = if version.amends && stood == 0 {
        (
            format!("`{source}` changes a text, and none stands before it"),
            "give the text first, as in `2019-07-22=lease.md`",
        )
    } else if let Some(word) = document.lost.first() {
        let lost = Count(document.lost.len(), "word");
        (
            format!("{lost} of `{source}` would be lost, `{word}` first"),
            "say where its sections begin, with `--level` or `--heading`",
        )
    } else if is_empty && !whole {
        (
            format!("`{source}` has no text"),
            "leave it out, or say `--whole` where nothing stands from then on",
        )
    } else if is_part && !whole && !version.amends {
        (
            format!("`{source}` would end {ended} of {clauses}"),
            "give it with `--amendment` where it says what changes, or say `--whole` where it is the whole text",
        )
    } else {
        return None;
    };
    Some(Refusal::new(message, help))
}
