//! The timeline that the versions of a text make, in their order.

use std::collections::HashSet;

use super::ImportArgs;
use super::amend::{Gone, NOT_PLACED, PLACED, amend};
use super::base::{Base, RENUMBERED};
use super::clauses::{Change, Changed, Clause, Clauses};
use super::forms::own_words;
use super::headings::is_title;
use super::left::{TITLE, patterns};
use super::sections::{Cut, Document, Left, read};
use super::versions::Version;
use crate::agreement::Action;
use crate::date::Date;
use crate::edit::toml::{Toml, string};
use crate::questions::view::Refusal;
use crate::text::words::{Count, split};

/// A version that ends at least so many clauses, and more than half of them, hardly has the whole text.
const FEW: usize = 3;

patterns! {
    /// A sentence that says what changes in a text.
    INSTRUCTS = r"(?i)\b(?:section|article|clause|paragraph|exhibit|schedule|§)\s[^.;:]{0,100}\s(?:is|are|be)\s+(?:hereby\s+)?(?:deleted|amended|replaced|restated|added|supplemented)\b";
}

pub(super) struct Step<'v> {
    version: &'v Version,
    document: Document,
    changed: Changed,
    /// What it leaves out that the version before did not.
    left: Vec<Left>,
    /// Whether it makes an event.
    tells: bool,
}

pub(super) struct Made<'v> {
    pub(super) steps: Vec<Step<'v>>,
    clauses: Vec<(Clause, String, Vec<String>)>,
    base: &'v Base<'v>,
}

impl<'v> Made<'v> {
    /// What versions change behind the last that is known, which is read for its numbers and for what it leaves out.
    pub(super) fn of(
        last: Option<&Version>,
        versions: &'v [Version],
        cut: &Cut,
        args: &ImportArgs,
        base: &'v Base<'v>,
    ) -> Result<Self, Refusal> {
        let mut clauses = Clauses::of(&base.clauses, args.exact);
        let begin = if let Some(last) = last {
            let mut before = read(&last.text, cut, args.exact);
            clauses.compare(&mut before.sections);
            before
        } else {
            Document {
                sections: base.standing(),
                ..Document::default()
            }
        };
        // The patterns of amendments are large, and made where there are some.
        let amends = versions.iter().any(|version| version.amends);
        let own = if amends {
            own_words_of(base, versions)
        } else {
            HashSet::new()
        };
        let mut steps: Vec<Step> = Vec::new();
        let mut gone: Vec<Gone> = Vec::new();
        for (place, version) in versions.iter().enumerate() {
            let before = steps.last().map_or(&begin, |step| &step.document);
            let mut document = if version.amends {
                amend(version, (&before.sections, &gone), &own, cut, args.exact)
            } else {
                read(&version.text, cut, args.exact)
            };
            let stood = clauses.standing();
            let changed = clauses.compare(&mut document.sections);
            let ended = changed.count(Action::End);
            let kept: HashSet<_> = document.sections.iter().map(|it| it.is).collect();
            let over = before.sections.iter().filter(|it| !kept.contains(&it.is));
            gone.extend(over.map(|it| (it.path.clone(), version.dated())));
            let is_last = place + 1 == versions.len();
            let instructs = changed.changes.iter().filter_map(|it| it.text.as_ref());
            let instructs = instructs.filter(|text| INSTRUCTS.is_match(text)).count();
            let counts = [ended, instructs, stood];
            if let Some(refusal) = refused(version, &document, counts, args, is_last) {
                return Err(refusal);
            }
            // Each amendment has words of its own; those of a version that is no event are told with the next.
            let told = steps.iter().rfind(|step| step.tells);
            let known = told.map_or(&begin.left, |step| &step.document.left);
            let known = known.iter().filter(|_| !version.amends);
            let known = known.flat_map(|left| left.text.lines().map(|line| (left.what, line)));
            let known = known.collect();
            let left = document.left.iter();
            let left = left.filter_map(|left| left.beyond(&known)).collect();
            let first = place == 0 && base.clauses.is_empty();
            steps.push(Step {
                version,
                left,
                tells: first || version.amends || changed.counts().next().is_some(),
                document,
                changed,
            });
        }
        Ok(Self {
            steps,
            clauses: clauses.with_ids(base.timeline),
            base,
        })
    }

    /// Writes what the versions add to what is there.
    pub(super) fn write(&self, toml: &mut Toml) {
        let known = self.base.clauses.len();
        let name = |place| name(self.base.versions + place);
        let told = self.steps.iter().enumerate().filter(|(_, step)| step.tells);
        for (place, step) in told.clone() {
            toml.heading(&format!("[source.{}]", name(place)));
            toml.text("title", &step.version.source);
        }
        let changes = told.clone().flat_map(|(_, step)| &step.changed.changes);
        let places: HashSet<usize> = changes.map(|change| change.clause).collect();
        let nested = self
            .clauses
            .iter()
            .any(|(clause, ..)| clause.path.len() > 1);
        let clauses = self.clauses.iter().enumerate().skip(known);
        for (_, (clause, id, was)) in clauses.filter(|(place, _)| places.contains(place)) {
            toml.heading(&format!("[clause.{id}]"));
            toml.text("title", &clause.title());
            if nested {
                toml.text("topic", &clause.path[0]);
            }
            toml.texts("was", was);
        }
        let last = format!("version-{}", self.base.versions);
        let mut events = self.base.timeline.events.iter();
        let last = events.find(|event| event.id == last);
        let mut before = last.map(|last| (last.id.clone(), last.date));
        let is_open = |date: Date| date.bounds().single().is_none();
        for (place, step) in told {
            let date = step.version.date;
            // Their dates may leave open that it came after the one before.
            let after = before.filter(|(_, before)| is_open(*before) || is_open(date));
            let after = after.map(|(before, _)| before);
            before = Some((name(place), date));
            step.write(toml, &name(place), after.as_slice(), place + known == 0);
            for change in &step.changed.changes {
                let (clause, id, _) = &self.clauses[change.clause];
                write_change(toml, id, clause, change);
                if !self.base.is_verbatim && change.text.is_some() {
                    toml.text("wording", "verbatim");
                }
            }
        }
    }
}

/// The words by which the text is called that amendments change.
fn own_words_of(base: &Base, versions: &[Version]) -> HashSet<String> {
    let whole = versions.iter().find(|version| !version.amends);
    let text = whole.map_or("", |version| version.text.as_str());
    let mut lines = text
        .lines()
        .map(|line| line.trim().trim_start_matches(['#', ' ']));
    let title = lines.find(|line| is_title(line)).unwrap_or_default();
    let standing = base.clauses.iter().filter(|(_, stands)| *stands);
    let texts = standing.map(|(section, _)| section.text.as_str());
    let said: String = texts.chain([text]).collect();
    own_words(&[&base.timeline.title, title], &said)
}

/// Why a version cannot be taken that ends clauses of those that stood before, and what to do.
fn refused(
    version: &Version,
    document: &Document,
    [ended, instructs, stood]: [usize; 3],
    args: &ImportArgs,
    is_last: bool,
) -> Option<Refusal> {
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
        let ends = match stood {
            1.. if !version.amends => format!(", and {clauses} would end with it"),
            _ => String::new(),
        };
        (
            format!("`{source}` has no text{ends}"),
            match args.git {
                Some(_) => "say `--whole`, and its clauses end then",
                None => "leave it out, or say `--whole` where nothing stands from then on",
            },
        )
    } else if ended + instructs >= FEW
        && (ended + instructs) * 2 > stood
        && !whole
        && !version.amends
    {
        let says = match instructs {
            0 => String::new(),
            _ => format!(", and {} would be instructions", Count(instructs, "text")),
        };
        (
            format!("`{source}` would end {ended} of {clauses}{says}"),
            "give it with `--amendment` where it says what changes, or say `--whole` where it is the whole text",
        )
    } else {
        return None;
    };
    Some(Refusal::new(message, help))
}

pub(super) fn name(place: usize) -> String {
    format!("version-{}", place + 1)
}

impl Step<'_> {
    pub(super) fn told(&self) -> Option<String> {
        let nothing = (!self.tells).then(|| "it changes nothing, and is no event".to_owned());
        // What an amendment is worded with is in its note.
        let short =
            |left: &&Left| left.what != TITLE && (!self.version.amends || left.what == NOT_PLACED);
        let left = self.left.iter().filter(short).map(ToString::to_string);
        let left = left.collect::<Vec<_>>().join("; ");
        let left = (!left.is_empty()).then(|| format!("left out: {left}"));
        let told = nothing.into_iter().chain(self.placed()).chain(left);
        let told = told.collect::<Vec<_>>().join("; ");
        (!told.is_empty()).then(|| format!("{}: {told}", self.version.source))
    }

    /// How many sentences of an amendment that name a section are placed, of how many.
    fn placed(&self) -> Option<String> {
        let (placed, not) = (self.count(PLACED), self.count(NOT_PLACED));
        (self.version.amends).then(|| format!("{placed} of {} placed", placed + not))
    }

    fn count(&self, what: &str) -> usize {
        self.left.iter().filter(|left| left.what == what).count()
    }

    pub(super) fn is_short(&self) -> bool {
        self.count(NOT_PLACED) > 0
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
        let said = [
            (RENUMBERED, &self.changed.renumbered),
            ("Renamed: ", &self.changed.renamed),
        ];
        let said = said.into_iter().filter(|(_, all)| !all.is_empty());
        let said = said.map(|(what, all)| format!("{what}{}", all.join(", ")));
        write_lines(toml, "summary", version.subject.iter().cloned().chain(said));
        let left = self.left.iter();
        let left = left.map(|left| format!("Left out: {left}: {}", left.text));
        let note = version.notes.iter().cloned().chain(self.placed());
        write_lines(toml, "note", note.chain(left));
        toml.texts("cite", &[name]);
    }

    fn title(&self, first: bool) -> String {
        if first {
            return "First version".to_owned();
        }
        let counts = self.changed.counts().enumerate();
        let counts = counts.map(|(place, (count, word))| match place {
            0 => format!("{} {word}", Count(count, "section")),
            _ => format!("{count} {word}"),
        });
        // Who reads the title alone must see that it is not all.
        let not = Some(self.count(NOT_PLACED)).filter(|not| *not > 0);
        let of = |not| Count(not + self.count(PLACED), "instruction");
        let placed = not.map(|not| format!("{not} of {} not placed", of(not)));
        let all: Vec<String> = counts.chain(placed).collect();
        match all.as_slice() {
            [] => "No section changed".to_owned(),
            all => all.join(", "),
        }
    }
}

fn write_lines(toml: &mut Toml, key: &str, lines: impl Iterator<Item = String>) {
    let lines = lines.collect::<Vec<_>>().join("\n");
    if !lines.is_empty() {
        toml.text(key, &lines);
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
