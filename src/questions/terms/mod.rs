//! `terms`: what was in force on a day.

use crate::agreement::history::Version;
use serde_json::Value;

use super::filters::{ClauseArgs, all_wanted, as_filter, each, known, whole};
use super::find::search::Search;
use super::find::{Hit, table as find};
use super::prelude::*;
use crate::agreement;
use crate::agreement::filter::any_of;
use crate::phrases::clause::{beside_quote, by_topic, known_later, more, says, titled, uncertain};
use crate::phrases::states::{in_force, over_with_it, states, undetermined};
use crate::phrases::stories::close;
use crate::phrases::texts::sentence_at;

#[derive(Args, Clone, Debug, Default)]
pub struct TermsArgs {
    /// The day [default: today]
    #[arg(value_name = "WHEN")]
    pub when: Option<String>,
    /// The same as WHEN
    #[arg(
        long,
        visible_alias = "as-of",
        value_name = "WHEN",
        conflicts_with = "when"
    )]
    pub at: Option<String>,
    /// Add clauses that have ended or expired, or are not yet adopted
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub filter: ClauseArgs,
    /// Only clauses with this text in an id, title, summary, text, term, note or quote; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub grep: Vec<String>,
    /// Only clauses with this term, or with this value of it, as in `exclusive=yes`; may be repeated
    #[arg(long, value_name = "NAME[=VALUE]")]
    pub term: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TermsOn {
    pub at: At,
    pub clauses: Vec<State>,
    pub undetermined: Vec<Undecided>,
    /// How many of the clauses that pass the filter have certainly changed between that day and today.
    pub changed_since: usize,
    /// What bounds the clauses, where that is over.
    #[serde(skip)]
    pub agreement: Option<State>,
    /// The clauses of which it is open whether they stand, and nothing else.
    #[serde(skip)]
    pub open: Vec<State>,
    /// What each has of the words that were looked for.
    #[serde(skip)]
    pub hits: Vec<Hit>,
    /// The titles of the clauses that match and are left out, since they do not stand.
    #[serde(skip)]
    pub others: Vec<(String, String)>,
    /// Whether not every clause matches.
    #[serde(skip)]
    pub filters: bool,
}

impl Question for TermsArgs {
    const FORMATS: &'static [Format] = formats![Ndjson];

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let found = terms(&mut records, self)?;
        let (what, others, day) = (found.what(), found.others(), found.at.day);
        let none = format!("no clause {what} on {day}{others}");
        let remark = found.clauses.is_empty().then_some(none);
        let report = records.finish("terms", found);
        Ok(report.with(remark))
    }
}

impl Answer for TermsOn {
    shapes!(paper, story);

    fn asked(&self) -> Vec<&At> {
        vec![&self.at]
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        let all = self.all();
        Rows::new(
            format!("at=at.day {STATE} undetermined=undetermined.*.event"),
            all.map(|(state, more)| row(state, more)),
        )
    }

    fn records(&self) -> Records<'_> {
        let all = self.all();
        Box::new(all.map(|(state, more)| with(json!({"at": null}), with(state, more))))
    }
}

impl TermsOn {
    fn count(&self, status: Status) -> usize {
        let clauses = self.clauses.iter();
        clauses.filter(|clause| clause.status == status).count()
    }

    /// What no clause does, where none is shown.
    fn what(&self) -> &'static str {
        ["is in force", "matches"][usize::from(self.filters)]
    }

    fn others(&self) -> String {
        let named = self.others.iter();
        let named = and_list(named.map(|(title, status)| format!("{title} ({status})")));
        match self.others.len() {
            0 => String::new(),
            count if self.filters => {
                format!("; of those that do not stand, {count}: {named}; `--all` shows them")
            }
            _ => "; `--all` adds clauses that have ended or expired, or are not yet adopted".into(),
        }
    }

    /// Each clause, then each other that may stand, of which nothing is certain.
    fn all(&self) -> impl Iterator<Item = (&State, Value)> {
        let clauses = self.clauses.iter().chain(&self.open);
        clauses.enumerate().map(|(place, state)| {
            let more = json!({"at": self.at, "undetermined": self.pending(&state.id)});
            let is_open = place >= self.clauses.len();
            let status = is_open.then(|| json!({"status": "undetermined"}));
            (state, with(more, json!(status)))
        })
    }

    fn pending(&self, clause: &str) -> Vec<&Undecided> {
        let all = self.undetermined.iter();
        all.filter(|found| found.clause == clause).collect()
    }
}

pub(super) const STATE: &str = "clause=id title topic summary parties status since@adopted_by adopted_by \
    changed@changed_by changed_by through@ until text wording renews renewals notice \
    runs_to=runs.to runs_renewed=runs.renewed runs_assumed=runs.assumed terms set note disputed \
    ahead=ahead.date@ ahead_how=ahead.how ahead_with_agreement=ahead.with_agreement ahead_assumed=ahead.assumed sources=set_by.*.cite";

pub(super) fn row(state: &State, more: Value) -> Value {
    let brief = |(name, set): &(String, Set)| {
        let brief = json!({
            "event": set.event, "date": set.date, "known": set.known,
            "kind": set.kind, "report": set.report, "basis": set.basis,
        });
        (name.clone(), brief)
    };
    let set: Map<String, Value> = state.set_by.iter().map(brief).collect();
    with(state, with(json!({"set": set}), more))
}

fn story(context: &Context, body: &TermsOn) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let at = format!("at {}", close(refs, &body.at));
    let (standing, open) = (body.count(Status::InForce), body.count(Status::Unclear));
    let mut first = vec![in_force("record", &at, standing, open)];
    first.extend((body.agreement.as_ref()).and_then(|of| over_with_it(refs, of)));
    first.extend(known_later(&body.clauses, &body.at).map(Sentence::of_record));
    let clauses = count(body.changed_since, "clause");
    let text = format!("Since then, {clauses} changed, began or ended");
    first.extend((body.changed_since > 0).then(|| Sentence::of_record(text)));
    told.paragraph(first);
    states(&mut told, context, &body.clauses);
    let list = body.undetermined.iter();
    undetermined(&mut told, refs, list.map(|found| (found, body.at.day)));
    told
}

fn paper(context: &Context, body: &TermsOn, look: Look) -> Paper {
    let statuses: Vec<Status> = body.clauses.iter().map(|of| of.status).collect();
    let noun = Count(body.count(Status::InForce), " clause").noun();
    let mut lines = vec![Line::of(Role::Strong, counts(&statuses, &noun))];
    if look.verbose || look.sources {
        let (all, day) = (&body.undetermined, body.at.day);
        lines.extend(phrases::undecided_lines(all, &context.refs, day, look));
    } else {
        lines.extend(uncertain(&context.refs, &body.undetermined));
    }
    let agreement = body.agreement.iter();
    let over = agreement.map(|of| ends::bounded_by(&context.refs, of));
    lines.extend(over.map(Line::plain));
    let later = known_later(&body.clauses, &body.at);
    lines.extend(later.map(|text| Line::of(Role::Doubt, text)));
    let has_more = !body.clauses.is_empty();
    let item = |state| item(context, body, state, look);
    let clauses = match (body.what(), body.others()) {
        _ if has_more => Block::Outline(by_topic(&body.clauses, item)),
        (what, others) => Block::text(format!("No clause {what}{others}.")),
    };
    let since = format!("diff {} today", body.at.again());
    let calls = (body.changed_since > 0).then_some((&*since, "what changed since"));
    Paper {
        has_more,
        calls: context.timeline.calls(calls),
        ..Paper::of(phrases::asked(&body.at), lines, vec![clauses])
    }
}

/// How many clauses stand how; behind the first number stands what is counted.
pub(crate) fn counts(statuses: &[Status], noun: &str) -> String {
    let count = |status| statuses.iter().filter(|of| **of == status).count();
    let others = Status::WORDS[1..].iter().filter_map(|word| {
        let count = count(word.parse().ok()?);
        (count > 0).then(|| format!(", {count} {word}"))
    });
    let in_force = format!("{}{noun} in force", count(Status::InForce));
    in_force + &others.collect::<String>()
}

fn item(context: &Context, body: &TermsOn, state: &State, look: Look) -> Item {
    let mut item = titled(&context.refs, state, &body.pending(&state.id));
    item.line = Line::of(Role::Strong, &state.title);
    if !state.status.stands() && state.ahead.is_some() {
        item.right = Line::plain("with the agreement");
    }
    item.lines.extend(says(&context.refs, state, look));
    item.lines.extend(beside_quote(&context.refs, state, look));
    let goes_on = ends::goes_on(state);
    let goes_on = goes_on.map(|on| Line::of(Role::Future, on));
    item.lines.extend(goes_on);
    let is_shown = |hit: &&Hit| match (&*hit.field, hit.places.first()) {
        ("title", _) => false,
        // Of a long text the first sentence stands above.
        ("text", Some(place)) => !look.verbose && sentence_at(&hit.text, place).start > 0,
        _ => true,
    };
    let mut hits = body.hits.iter().filter(|hit| hit.id == state.id);
    let hit = hits.find(is_shown);
    let hit = hit.map(|hit| find::found(&context.refs, hit, look));
    item.lines.extend(hit);
    more(context, state, look, &mut item);
    if state.text.is_none() {
        item.pairs = phrases::clause::pairs(&context.refs, state, look, phrases::clause::short);
    }
    item
}

fn terms(records: &mut Recorder<'_, '_>, args: &TermsArgs) -> Result<TermsOn, Refusal> {
    let view = records.view;
    let when = args.when.as_deref().or(args.at.as_deref());
    let when = when.unwrap_or("today");
    let at = (view.at(when)).map_err(|why| as_filter(view, "terms", when, why))?;
    let filter = args.filter.resolve(view)?;
    let grep = all_wanted(&args.grep)?;
    each(view, "term", &args.term, |asked| term(view, asked))?;
    let mut found = TermsOn {
        at,
        clauses: Vec::new(),
        undetermined: Vec::new(),
        changed_since: 0,
        agreement: None,
        open: Vec::new(),
        hits: Vec::new(),
        others: Vec::new(),
        filters: !(filter.is_open() && grep.is_empty() && args.term.is_empty()),
    };
    let at = found.at.instant;
    found.agreement = records.agreement_over(at);
    for clause in records.view.by_topic() {
        let state = view.history.state(clause, at);
        let hit = Search::in_clause(view, (clause, state.version), &grep);
        if !(filter.admits(view.history, clause, &[at])
            && (grep.is_empty() || hit.is_some())
            && any_of(&args.term, |asked| has(view, clause, state.version, asked)))
        {
            continue;
        }
        let undecided = records.undecided(clause, &state.pending, None);
        found.undetermined.extend(undecided);
        let is_past = at.day < view.today;
        found.changed_since += usize::from(is_past && changed(records, clause, at));
        if args.all || state.status.stands() {
            found.clauses.push(records.state(clause, at));
            found.hits.extend(hit);
        } else {
            let about = &view.timeline.clauses[clause];
            let is_open = !state.pending.is_empty();
            found.open.extend(is_open.then(|| State {
                id: about.id.clone(),
                title: about.title.clone(),
                topic: about.topic.clone(),
                ..State::default()
            }));
            let perhaps = ["", "perhaps "][usize::from(is_open)];
            let status = format!("{perhaps}{}", state.status);
            found.others.push((about.title.clone(), status));
        }
    }
    Ok(found)
}

/// A term that some change of the file must give.
fn term(view: &View<'_>, asked: &str) -> Result<String, Refusal> {
    let events = whole(view).events.iter().chain(&view.timeline.events);
    let changes = events.flat_map(|event| &event.changes);
    let terms = changes.flat_map(|change| change.terms.keys().map(String::as_str));
    let (name, _) = named(asked);
    known("term", name, terms).map_err(|refusal| {
        let labels = whole(view).clauses.iter().flat_map(|of| of.labels.iter());
        let mut called = labels.filter(|(_, label)| label.to_lowercase() == name.to_lowercase());
        match called.next() {
            Some((term, _)) => Refusal::new(refusal.message, format!("it is called `{term}`")),
            None => refusal,
        }
    })
}

fn named(asked: &str) -> (&str, Option<&str>) {
    let parts = asked.split_once('=');
    parts.map_or((asked, None), |(name, value)| (name, Some(value)))
}

/// Whether a clause has a term, with the value that is asked for or a member of it, as it is written or printed.
fn has(view: &View<'_>, clause: usize, version: Option<&Version>, asked: &str) -> bool {
    let (name, wanted) = named(asked);
    let name = name.to_lowercase();
    let at = version.and_then(|version| view.history.lives[clause].value(version, &name));
    let Some(value) = at.and_then(|at| view.timeline.change(at).terms.get(&name)) else {
        return false;
    };
    wanted.is_none_or(|wanted| {
        let (wanted, forms) = (wanted.to_lowercase(), forms(view, clause, &name, value));
        forms.iter().any(|form| form.to_lowercase() == wanted)
    })
}

/// Every way in which a value or a member of it is written or printed.
fn forms(view: &View<'_>, clause: usize, name: &str, value: &agreement::Value) -> Vec<String> {
    let unit = view.timeline.clauses[clause].units.get(name);
    let all = value.members().iter().chain([value]);
    all.flat_map(|value| values::forms(value, unit)).collect()
}

fn changed(records: &Recorder<'_, '_>, clause: usize, at: Instant) -> bool {
    let history = records.view.history;
    let between = history.between(clause, at, records.view.today.into());
    let changes = |h: &Happening| h.expiry || history.timeline.change(h.at).action != Action::Keep;
    between.iter().any(changes)
}
