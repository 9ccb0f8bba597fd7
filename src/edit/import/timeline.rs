//! The timeline that the versions of a text make, in their order.

use super::ImportArgs;
use super::clauses::{Change, Changed, Clause, Clauses};
use super::names::bare;
use super::sections::{Cut, Document, Left, Standing, read};
use super::substance::{counted, substance};
use super::versions::Version;
use crate::agreement::{Action, Timeline, Value};
use crate::edit::toml::{Toml, string};
use crate::questions::view::Refusal;
use crate::text::words::Count;

/// A version that ends at least so many clauses, and more than half of them, hardly has the whole text.
const FEW: usize = 3;

pub(super) struct Made<'v> {
    pub(super) steps: Vec<Step<'v>>,
    clauses: Vec<(Clause, String, Vec<String>)>,
    exact: bool,
}

/// A version, and what it changes.
pub(super) struct Step<'v> {
    version: &'v Version,
    pub(super) document: Document,
    changed: Changed,
    /// What it leaves out that the version before did not.
    left: Vec<Left>,
    /// Whether it makes an event.
    tells: bool,
}

impl<'v> Made<'v> {
    pub(super) fn of(
        versions: &'v [Version],
        cut: &Cut,
        args: &ImportArgs,
    ) -> Result<Self, Refusal> {
        let mut clauses = Clauses::new(args.exact);
        let mut steps: Vec<Step> = Vec::new();
        for version in versions {
            let document = read(&version.text, cut, args.exact);
            let stood = clauses.standing();
            let changed = clauses.compare(&document.sections);
            let ended = changed.count(Action::End);
            if ended >= FEW && ended * 2 > stood && !args.whole && args.git.is_none() {
                let (clauses, source) = (Count(stood, "clause"), &version.source);
                return Err(Refusal::new(
                    format!("`{source}` would end {ended} of {clauses}"),
                    "give it with `--amendment` where it says what changes, or say `--whole` where it is the whole text",
                ));
            }
            let before = steps.last().map_or(&[][..], |step| &step.document.left);
            let known = before.iter();
            let known = known.flat_map(|left| left.text.lines().map(|line| (left.what, line)));
            let known = known.collect();
            let left = document.left.iter();
            let left = left.filter_map(|left| left.beyond(&known)).collect();
            steps.push(Step {
                version,
                left,
                tells: steps.is_empty() || !changed.is_empty(),
                document,
                changed,
            });
        }
        Ok(Self {
            steps,
            clauses: clauses.with_ids(),
            exact: args.exact,
        })
    }

    pub(super) fn timeline(&self, title: &str) -> String {
        let mut toml = Toml::default();
        toml.raw("format", "1");
        toml.text("title", title);
        toml.text("wording", "verbatim");
        let told = self.steps.iter().enumerate().filter(|(_, step)| step.tells);
        for (place, step) in told.clone() {
            toml.heading(&format!("[source.{}]", name(place)));
            toml.text("title", &step.version.source);
        }
        for (clause, id, was) in &self.clauses {
            toml.heading(&format!("[clause.{id}]"));
            toml.text("title", clause.title());
            toml.texts("was", was);
        }
        let mut before: Option<(usize, &Version)> = None;
        for (place, step) in told {
            let after = before.filter(|(_, before)| follows_openly(before, step.version));
            let after = after.map(|(before, _)| name(before));
            before = Some((place, step.version));
            step.write(&mut toml, &name(place), after.as_slice(), place == 0);
            for change in &step.changed.changes {
                let (clause, id, _) = &self.clauses[change.clause];
                write_change(&mut toml, id, clause, change);
            }
        }
        toml.finish()
    }

    /// Refuses a timeline that lacks a word of a version, in what stands then and in what is left out.
    pub(super) fn check_words(&self, made: &Timeline) -> Result<(), Refusal> {
        let mut standing = Standing::default();
        for (place, step) in self.steps.iter().enumerate() {
            let event = made.ids.events.get(name(place).as_str());
            for change in event.iter().flat_map(|event| &made.events[**event].changes) {
                let clause = change.clause;
                let [headings, texts] = &mut standing;
                if change.action == Action::End {
                    headings.remove(&clause);
                    texts.remove(&clause);
                    continue;
                }
                let title = &made.clauses[clause].title;
                let heading = match change.terms.get("heading") {
                    Some(Value::Text(heading)) => Some(heading),
                    _ => (!headings.contains_key(&clause)).then_some(title),
                };
                headings.extend(heading.map(|heading| (clause, substance(bare(heading)))));
                let text = change.text.as_ref();
                texts.extend(text.map(|text| (clause, counted(text, self.exact))));
            }
            let lost = step
                .document
                .lost(&step.version.text, &standing, self.exact);
            if let Some(word) = lost.first() {
                let (count, source) = (Count(lost.len(), "word"), &step.version.source);
                return Err(Refusal::new(
                    format!("{count} of `{source}` would be lost, `{word}` first"),
                    "say where its sections begin, with `--level` or `--heading`",
                ));
            }
        }
        Ok(())
    }
}

fn name(place: usize) -> String {
    format!("version-{}", place + 1)
}

/// Whether the dates leave open that a version came after the one before it.
fn follows_openly(before: &Version, version: &Version) -> bool {
    let open = |version: &Version| version.date.bounds().single().is_none();
    open(before) || open(version)
}

impl Step<'_> {
    /// What a reader of the import is told of it.
    pub(super) fn told(&self) -> Option<String> {
        let nothing = (!self.tells).then(|| "it changes nothing, and is no event".to_owned());
        let left = self.left.iter().map(|left| format!("left out: {left}"));
        let told: Vec<String> = nothing.into_iter().chain(left).collect();
        (!told.is_empty()).then(|| format!("{}: {}", self.version.source, told.join("; ")))
    }

    fn write(&self, toml: &mut Toml, name: &str, after: &[String], first: bool) {
        let version = self.version;
        toml.heading("[[event]]");
        toml.text("id", name);
        toml.text("date", &version.date.to_string());
        if let Some(announced) = version.announced {
            toml.text("announced", &announced.to_string());
        }
        toml.texts("after", after);
        toml.text("title", &self.title(first));
        let renumbered = self.changed.renumbered.join(", ");
        let renumbered = (!renumbered.is_empty()).then(|| format!("Renumbered: {renumbered}"));
        write_lines(
            toml,
            "summary",
            version.subject.iter().cloned().chain(renumbered),
        );
        let left = self
            .left
            .iter()
            .map(|left| format!("Left out: {left}: {}", left.text));
        write_lines(toml, "note", version.note.iter().cloned().chain(left));
        toml.texts("cite", &[name]);
    }

    /// What it did to how many sections.
    fn title(&self, first: bool) -> String {
        if first {
            return "First version".to_owned();
        }
        let mut counts = vec![
            (self.changed.count(Action::Amend), "amended"),
            (self.changed.count(Action::Adopt), "added"),
            (self.changed.count(Action::End), "ended"),
            (self.changed.renumbered.len(), "renumbered"),
        ];
        counts.retain(|(count, _)| *count > 0);
        let rest = counts.split_off(1.min(counts.len())).into_iter();
        let first = counts
            .into_iter()
            .map(|(count, word)| format!("{} {word}", Count(count, "section")));
        let parts = first.chain(rest.map(|(count, word)| format!("{count} {word}")));
        parts.collect::<Vec<_>>().join(", ")
    }
}

fn write_lines(toml: &mut Toml, key: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if !lines.is_empty() {
        toml.text(key, &lines.join("\n"));
    }
}

fn write_change(toml: &mut Toml, id: &str, clause: &Clause, change: &Change) {
    toml.heading("[[event.change]]");
    toml.text("clause", id);
    toml.text("action", change.action.word());
    if let Some(text) = &change.text {
        toml.text("text", text);
    }
    // A clause that always had the same heading has it as its title.
    if let Some(heading) = change.heading.filter(|_| clause.headings.len() > 1) {
        let heading = string(&clause.headings[heading]);
        toml.raw("terms", &format!("{{ heading = {heading} }}"));
    }
}
