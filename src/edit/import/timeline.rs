//! The timeline that the versions of a text make, in their order, behind what there is.

use super::ImportArgs;
use super::amend::{NOT_PLACED, PLACED, amend};
use super::clauses::{Change, Changed, Clause, Clauses, Part};
use super::headings::is_title;
use super::lines::TITLE;
use super::names::{Label, bare};
use super::sections::{Document, Left, Section, read};
use super::versions::Version;
use crate::agreement::history::History;
use crate::agreement::{Action, Given, Timeline, Value};
use crate::date::{Date, Day};
use crate::edit::add::Old;
use crate::edit::draft::{Draft, Keys, change_of, give};
use crate::edit::toml::{Toml, one_line};
use crate::questions::view::Refusal;
use crate::text::words::{Count, and_list, parted, split, ticked};

/// A version that ends at least so many clauses, and more than half of them, hardly has the whole text.
const FEW: usize = 3;

/// The key of an event under which stand the headings that clauses have from then on, where their numbers are new.
const RENUMBERED: &str = "x-renumbered";

fn name(place: usize) -> String {
    format!("version-{}", place + 1)
}

fn document(place: usize) -> String {
    format!("document-{}", place + 1)
}

pub(super) struct Step<'v> {
    version: &'v Version,
    document: Document,
    changed: Changed,
    /// What it leaves out that neither the event before nor what the timeline had did.
    left: Vec<Left>,
    /// What is to be known of clauses that it changes.
    remarks: Vec<String>,
    /// Whether it makes an event.
    tells: bool,
    is_first: bool,
}

pub(super) struct Made<'v> {
    pub(super) steps: Vec<Step<'v>>,
    clauses: Vec<Clause>,
    base: Base<'v>,
}

impl<'v> Made<'v> {
    /// What versions change behind what a timeline has, up to the first that comes behind what else happens in it.
    pub(super) fn of(
        old: &'v Old,
        versions: &'v [Version],
        args: &ImportArgs,
    ) -> Result<Self, Refusal> {
        let base = Base::of(old, versions, args.exact)?;
        let versions = &versions[..base.together(versions)];
        let (all, exact) = (base.clauses.clone(), args.exact);
        let mut clauses = Clauses { all, exact };
        let whole = versions.iter().find(|version| !version.amends);
        let lines = whole.map_or("", |version| &version.text).lines();
        let mut lines = lines.map(|line| line.trim_matches(['#', ' ']));
        let title = lines.find(|line| is_title(line)).unwrap_or_default();
        let titles = [base.timeline.title.as_str(), title];
        let mut standing = base.standing();
        let mut steps: Vec<Step> = Vec::new();
        for version in versions {
            let stood = clauses.all.iter().filter(|it| it.stands).count();
            let document = if version.amends {
                amend(version, standing.clone(), &titles, args)
            } else {
                read(&version.text, args)
            };
            let step = Step::of(version, document, &mut clauses, (&steps, &base));
            let is_last = steps.len() + 1 == versions.len();
            if let Some(refusal) = refused(&step, stood, args, is_last) {
                return Err(refusal);
            }
            standing.clone_from(&step.document.sections);
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
        (steps, base): (&[Self], &Base),
    ) -> Self {
        let changed = clauses.compare(&mut document.sections);
        // Each amendment has words of its own; those of a version that is no event are told with the next.
        let told = steps.iter().rfind(|step| step.tells && !version.amends);
        let known = told.map_or(&[][..], |step| &step.document.left);
        let same = |a: &Left, b: &Left| (a.what, &a.text) == (b.what, &b.text);
        let notes = base.timeline.events.iter();
        let notes: Vec<&str> = notes.filter_map(|event| event.note.as_deref()).collect();
        let is_noted = |left: &Left| {
            let told = format!("): {}", left.text);
            !version.amends && notes.iter().any(|note| note.contains(&told))
        };
        let mut left = document.left.clone();
        left.retain(|left| !known.iter().any(|known| same(known, left)) && !is_noted(left));
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
            format!("`{source}` amends a text, and no version comes before it"),
            "give the text first, as in `2019-07-22=lease.md`",
        )
    } else if let Some(word) = document.lost.first() {
        let lost = Count(document.lost.len(), "word");
        (
            format!("{lost} of `{source}` would be lost, beginning with `{word}`"),
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

/// What a timeline says before the next version of a text.
struct Base<'o> {
    timeline: &'o Timeline,
    clauses: Vec<Clause>,
    versions: usize,
    /// Whether texts are the contract's own where nothing else is said.
    is_verbatim: bool,
    /// The first day on which anything happens later.
    next: Option<Day>,
}

impl<'o> Base<'o> {
    /// What stands at the close of the date of the first of some versions, which comes behind those that are there.
    fn of(old: &'o Old, versions: &[Version], exact: bool) -> Result<Self, Refusal> {
        let history = &old.reading.history;
        let timeline = &history.timeline;
        let first = versions.first();
        let day = first.and_then(|it| it.date.last()).unwrap_or(Day::MAX);
        let is_later = |date: Date| date.first() > Some(day);
        let mut known = timeline.events.iter();
        let later = known.find(|it| it.id.starts_with("version-") && is_later(it.date));
        if let Some((first, later)) = first.zip(later) {
            let (first, date) = (first.dated(), later.date.human());
            return Err(Refusal::new(
                format!("{first}, comes before `{}`, dated {date}", later.id),
                "a version can only follow the last one: to add earlier ones, import all in one call",
            ));
        }
        let root: toml::Table = old.text.parse().unwrap_or_default();
        let events = root.get("event").and_then(toml::Value::as_array);
        let events = events.map_or(&[][..], Vec::as_slice);
        let clauses = 0..timeline.clauses.len();
        let clauses = clauses.map(|place| clause(history, events, (place, day), exact));
        let ids = timeline.ids.events.keys();
        let ids = ids.chain(timeline.ids.sources.keys());
        let number = |id: &'o str| id.strip_prefix("version-").or(id.strip_prefix("document-"));
        let numbers = ids.filter_map(|id| number(id)?.parse::<u32>().ok());
        let events = timeline.events.iter();
        let dates = events.flat_map(|event| event.changes.iter().map(|it| it.date(event)));
        let next = dates.filter(|date| is_later(*date)).filter_map(Date::first);
        let expiries = history.expiries().values().map(|it| it.day);
        Ok(Self {
            timeline,
            clauses: clauses.collect(),
            versions: numbers
                .max()
                .map_or(timeline.events.len(), |it| it as usize),
            is_verbatim: root.get("wording").and_then(toml::Value::as_str) == Some("verbatim"),
            next: next.chain(expiries.filter(|expiry| *expiry > day)).min(),
        })
    }

    /// The sections that stand, each below those whose number its own begins with.
    fn standing(&self) -> Vec<Section> {
        let number = |section: &Section| {
            let label = Label::of(section.heading());
            label.map_or(String::new(), |label| label.number + ".")
        };
        let standing = self.clauses.iter().filter(|it| it.stands);
        let standing: Vec<&Section> = standing.map(|clause| &clause.section).collect();
        let below = |section: &&Section| {
            let (own, at) = (number(section), section.path.len() - 1);
            let contains = |it: &&&Section| {
                let number = number(it);
                let is_part = number.len() > 1 && own != number && own.starts_with(&number);
                is_part && it.path.len() == at + 1 && it.path[..at] == section.path[..at]
            };
            let above = standing.iter().filter(contains);
            let above = above.map(|it| it.heading().to_owned());
            let mut section = Section::clone(section);
            section.path.splice(at..at, above);
            section
        };
        standing.iter().map(below).collect()
    }

    /// What a clause keeps beside the text that a version changes.
    fn remark(&self, change: &Change) -> Option<String> {
        let known = self.clauses.get(change.clause)?;
        let is_amended = change.action == Action::Amend && change.text.is_some();
        let names = and_list(&known.beside);
        let keeps = is_amended && !known.beside.is_empty();
        keeps.then(|| format!("`{}` keeps {names}, set beside its text before", known.id))
    }

    /// How many of some versions come before anything else happens: what they change then is not as it stands here.
    fn together(&self, versions: &[Version]) -> usize {
        let last = |version: &Version| version.date.last().unwrap_or(Day::MAX);
        let is_before = |version: &&Version| self.next.is_none_or(|next| last(version) < next);
        versions.iter().take_while(is_before).count()
    }
}

/// A clause as it reads on a day, under the heading that it has in the document then.
fn clause(
    history: &History,
    events: &[toml::Value],
    (place, day): (usize, Day),
    exact: bool,
) -> Clause {
    let (timeline, life) = (&history.timeline, &history.lives[place]);
    let (clause, state) = (&timeline.clauses[place], history.state(place, day));
    let values = state.version.into_iter();
    let values = values.flat_map(|version| life.values(version));
    let (mut heading, mut from, mut text) = (clause.title.as_str(), 0, "");
    let mut beside = Vec::new();
    for (name, at) in values {
        match (name, timeline.change(at).given(name)) {
            ("text", Some(Given::Words(own))) => text = own,
            ("heading", Some(Given::Term(Value::Text(own)))) => (heading, from) = (own, at.event),
            ("heading", _) => {}
            _ => beside.push(ticked(name)),
        }
    }
    let later = timeline.events.iter().zip(events).skip(from);
    for (_, event) in later.filter(|(event, _)| event.date.last() <= Some(day)) {
        let new = event.get(RENUMBERED);
        let new = new.and_then(|new| new.get(clause.id.as_str())?.as_str());
        heading = new.unwrap_or(heading);
    }
    // `ARTICLE II, Section 3` stands below its topic.
    let is_number = |text: &str| Label::of(text).is_some() && bare(text).is_empty();
    let parts = heading.split_once(", ");
    let parts = parts.filter(|(above, own)| is_number(above) && is_number(own));
    let heading = parts.map_or(heading, |(_, own)| own);
    let topic = clause.topic.iter().filter(|topic| *topic != heading);
    let path = topic.cloned().chain([heading.to_owned()]).collect();
    let section = Section {
        is: Some(place),
        ..Section::new(path, text.to_owned())
    };
    Clause {
        part: Part::of(&section, exact),
        stands: state.status.stands(),
        headings: vec![section.heading().to_owned()],
        id: clause.id.clone(),
        section,
        beside,
        ..Clause::default()
    }
}

impl Made<'_> {
    /// What the versions add to what is there.
    pub(super) fn written(&self, mut toml: Toml) -> Toml {
        let told = self.steps.iter().zip(self.base.versions..);
        let told = told.filter(|(step, _)| step.tells);
        let sources = told.clone().map(|(step, place)| {
            let title = vec![step.version.source.clone()];
            ("source", document(place), [("title", title)].into())
        });
        let mut declared = sources.chain(self.new_clauses()).collect();
        let last = format!("version-{}", self.base.versions);
        let mut events = self.base.timeline.events.iter();
        let last = events.find(|event| event.id == last);
        let mut before = last.map(|last| (last.id.clone(), last.date));
        let is_open = |date: Date| date.bounds().single().is_none();
        for (step, place) in told {
            let (id, date) = (name(place), step.version.date);
            let mut event = self.event(step, &document(place));
            // Their dates may leave open that it came after the one before.
            let after = before.filter(|(_, before)| is_open(*before) || is_open(date));
            give(&mut event, "after", after.map(|(before, _)| before));
            let changes = step.changed.changes.iter();
            let changes = changes.map(|change| self.change(change));
            let draft = Draft {
                event,
                changes: changes.collect(),
                declared: std::mem::take(&mut declared),
            };
            toml = draft.toml(toml, &id);
            before = Some((id, date));
        }
        toml
    }

    /// The clauses that the file does not have yet, in the order in which the last versions have them.
    fn new_clauses(&self) -> impl Iterator<Item = (&'static str, String, Keys)> {
        let changes = self.steps.iter().flat_map(|step| &step.changed.changes);
        let new = changes.map(|change| change.clause);
        let mut new: Vec<usize> = new.filter(|it| *it >= self.base.clauses.len()).collect();
        new.sort_by_key(|it| (self.clauses[*it].place, *it));
        new.dedup();
        let mut paths = self.clauses.iter().map(|clause| &clause.section.path);
        let nested = paths.any(|path| path.len() > 1);
        new.into_iter().map(move |place| {
            let clause = &self.clauses[place];
            let topic = clause.section.path.first().filter(|_| nested);
            let mut keys = Keys::new();
            give(&mut keys, "title", [clause.title()]);
            give(&mut keys, "topic", topic);
            give(&mut keys, "was", clause.was.iter().cloned());
            ("clause", clause.id.clone(), keys)
        })
    }

    fn event(&self, step: &Step, cite: &str) -> Keys {
        let (version, changed) = (step.version, &step.changed);
        let renumbered = changed.renumbered.iter().map(|(_, said, _)| said.clone());
        let renumbered = parted(renumbered, ", ").map(|all| format!("Renumbered: {all}"));
        let summary = version.subject.iter().cloned().chain(renumbered);
        let left = step.left.iter();
        let left = left.map(|left| format!("Left out: {left}: {}", left.text));
        let note = version.notes.iter().cloned().chain(step.placed());
        let note = note.chain(step.remarks.iter().cloned()).chain(left);
        let id = |place: usize| &self.clauses[place].id;
        let renumbered = changed.renumbered.iter();
        let renumbered =
            renumbered.map(|(at, _, title)| format!("{} = {}", id(*at), one_line(title)));
        let mut event = Keys::new();
        give(&mut event, "date", [version.date]);
        give(&mut event, "announced", version.announced);
        give(&mut event, "title", [step.title()]);
        give(&mut event, "summary", parted(summary, "\n"));
        give(&mut event, "note", parted(note, "\n"));
        give(&mut event, "cite", [one_line(cite)]);
        give(&mut event, RENUMBERED, renumbered);
        event
    }

    fn change(&self, change: &Change) -> Keys {
        let clause = &self.clauses[change.clause];
        let mut own = change_of(&clause.id, change.action.word());
        give(&mut own, "text", change.text.clone());
        // A clause that always had the same heading has it as its title.
        let heading = change.heading.iter().filter(|_| clause.headings.len() > 1);
        let heading = heading.map(|heading| format!("heading = {}", one_line(heading)));
        give(&mut own, "terms", heading);
        let wording = change.text.iter().filter(|_| !self.base.is_verbatim);
        give(&mut own, "wording", wording.map(|_| "verbatim"));
        own
    }
}

impl Step<'_> {
    pub(super) fn told(&self) -> Option<String> {
        let nothing = (!self.tells).then(|| "it changes nothing, and is no event".to_owned());
        // What an amendment is worded with is in its note.
        let short =
            |left: &&Left| left.what != TITLE && (!self.version.amends || left.what == NOT_PLACED);
        let left = self.left.iter().filter(short).map(ToString::to_string);
        let left = parted(left, "; ").map(|left| format!("left out: {left}"));
        let told = nothing.into_iter().chain(self.placed());
        let told = told.chain(self.remarks.iter().cloned()).chain(left);
        parted(told, "; ").map(|told| format!("{}: {told}", self.version.source))
    }

    /// How many sentences of an amendment that name a section are placed, of how many.
    fn placed(&self) -> Option<String> {
        let (placed, not) = (self.count(PLACED), self.count(NOT_PLACED));
        let told = match placed + not {
            0 => "no instruction was found".to_owned(),
            all => format!("{placed} of {all} placed"),
        };
        self.version.amends.then_some(told)
    }

    fn count(&self, what: &str) -> usize {
        self.left.iter().filter(|left| left.what == what).count()
    }

    pub(super) fn is_short(&self) -> bool {
        self.count(NOT_PLACED) > 0
    }

    fn title(&self) -> String {
        if self.is_first {
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
        let none = self.version.amends && self.count(PLACED) == 0;
        let none = ["No section changed", "No instruction found"][usize::from(none)];
        parted(counts.chain(placed), ", ").unwrap_or_else(|| none.to_owned())
    }
}
