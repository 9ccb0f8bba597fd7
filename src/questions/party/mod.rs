//! `show party`: one party and what binds it, or all of them.

use super::folder::shared;
use super::prelude::*;
use super::terms::{STATE, row};
use crate::agreement::Party;
use crate::phrases::Say;
use crate::phrases::clause::{known_later, listed};
use crate::phrases::heading::sources;
use crate::phrases::states::{open_told, states};
use crate::phrases::stories::{close, head_of};

#[derive(Args, Clone, Debug, Default)]
pub struct ShowPartyArgs {
    /// The party; without it, the list
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// The day [default: today]
    #[arg(long, alias = "as-of", value_name = "WHEN")]
    pub at: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PartyPage {
    pub party: Party,
    pub at: At,
    /// Every clause that binds it, bound it or is to bind it, by topic.
    pub clauses: Vec<State>,
    /// By clauses, since when they bind it no more, and from when on they will.
    pub left: BTreeMap<String, Date>,
    pub joins: BTreeMap<String, Date>,
    /// How many clauses that stand do not say whom they bind.
    #[serde(skip)]
    pub unnamed: usize,
    pub events: Vec<String>,
}

impl PartyPage {
    /// The clauses that bind it, and the others.
    pub(super) fn by_standing(&self) -> (Vec<&State>, Vec<&State>) {
        let clauses = self.clauses.iter();
        let binds = |clause: &&State| clause.parties.contains(&self.party.id);
        clauses.partition(|clause| clause.status.stands() && binds(clause))
    }

    /// With whom it is bound, each by its name.
    pub(super) fn bound_with<'a>(&'a self, refs: &'a Refs) -> IndexSet<&'a String> {
        let clauses = self.by_standing().0.into_iter();
        let ids = clauses.flat_map(|clause| &clause.parties);
        let others = ids.filter(|id| **id != self.party.id);
        others
            .map(|id| refs.parties.get(id).unwrap_or(id))
            .collect()
    }

    /// That some clauses may bind it, which name nobody.
    fn unnamed(&self, clauses: &str) -> Option<String> {
        let whom = [["do not say", "they bind"], ["does not say", "it binds"]];
        let [says, binds] = whom[usize::from(self.unnamed == 1)];
        (self.unnamed > 0).then(|| format!("{clauses} {says} whom {binds}"))
    }

    /// Since when a clause binds it no more, or from when on it will.
    fn unbound(&self, clause: &str, say: Say) -> Option<String> {
        let left = self.left.get(clause).map(|date| ("not since", date));
        let joins = self.joins.get(clause).map(|date| ("from", date));
        let (word, date) = left.or(joins)?;
        Some(format!("{word} {}", say(*date)))
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Parties {
    pub parties: Vec<PartyRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PartyRow {
    pub id: String,
    pub name: String,
    pub clauses: usize,
    pub events: usize,
}

impl Question for ShowPartyArgs {
    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let (timeline, history) = (view.timeline, view.history);
        if let Some(id) = &self.id {
            let at = view.at(self.at.as_deref().unwrap_or("today"))?;
            let place = view.party(id)?;
            let mut clauses = view.by_topic();
            let is_unnamed = |clause: &&usize| {
                let state = history.state(**clause, at.instant);
                state.status.stands() && history.parties(**clause, state.version).is_empty()
            };
            let unnamed = clauses.iter().filter(is_unnamed).count();
            clauses.retain(|clause| history.binds(*clause, place, &[]));
            let (mut left, mut joins) = (BTreeMap::new(), BTreeMap::new());
            for clause in &clauses {
                let id = &timeline.clauses[*clause].id;
                let days = history.unbound(*clause, place, at.instant);
                for (by, list) in days.into_iter().zip([&mut left, &mut joins]) {
                    list.extend(by.map(|by| (id.clone(), timeline.date_of(by))));
                }
            }
            let clauses = clauses.into_iter();
            let clauses = clauses.map(|clause| records.state(clause, at.instant));
            let events = view.events().into_iter();
            let events = events.filter(|event| timeline.events[*event].parties.contains(&place));
            let page = PartyPage {
                party: timeline.parties[place].clone(),
                clauses: clauses.collect(),
                at,
                left,
                joins,
                unnamed,
                events: events.map(|event| records.event_id(event)).collect(),
            };
            return Ok(records.finish("party", page));
        }
        let row = |(place, party): (usize, &Party)| {
            let (clauses, events) = (0..timeline.clauses.len(), timeline.events.iter());
            PartyRow {
                id: party.id.clone(),
                name: party.name.clone(),
                clauses: clauses.filter(|c| history.binds(*c, place, &[])).count(),
                events: events.filter(|e| e.parties.contains(&place)).count(),
            }
        };
        let parties: Vec<PartyRow> = timeline.parties.iter().enumerate().map(row).collect();
        let none = parties.is_empty();
        let report = records.finish("parties", Parties { parties });
        Ok(report.without(none, "parties"))
    }

    fn joins(&self, is_rows: bool) -> bool {
        self.id.is_none() && !is_rows
    }

    fn joined(&self, parts: Vec<Report>) -> Box<dyn Answer> {
        let rows = |list: Parties| list.parties;
        let keys = |row: &PartyRow| vec![row.id.clone()];
        let parties = shared(parts, rows, keys, |row, more| {
            row.clauses += more.clauses;
            row.events += more.events;
        });
        Box::new(Parties { parties })
    }
}

impl Answer for PartyPage {
    shapes!(paper, story);

    fn has_some(&self, _: &Context) -> bool {
        !(self.clauses.is_empty() && self.events.is_empty())
    }

    fn asked(&self) -> Vec<&At> {
        vec![&self.at]
    }

    fn rows(&self, _: &Context) -> Rows<'_> {
        let clauses = self.clauses.iter();
        let about = json!({"party": self.party.id, "at": self.at.day});
        let records = clauses.map(move |state| row(state, about.clone()));
        Rows::new(format!("party at {STATE}"), records)
    }
}

impl Answer for Parties {
    shapes!(list, list_story);

    fn rows(&self, _: &Context) -> Rows<'_> {
        Rows::of("party=id name clauses events", &self.parties)
    }
}

fn story(context: &Context, body: &PartyPage) -> Story {
    let (mut told, refs) = (Story::default(), &context.refs);
    let (binds, bound) = body.by_standing();
    let title = |state: &&State| {
        let unbound = body.unbound(&state.id, date);
        refs.clause_title(&state.id).to_owned() + &marks(unbound)
    };
    let (name, at) = (&body.party.name, close(refs, &body.at));
    let open = binds.iter().filter(|of| is_open(of)).count();
    let standing = count(binds.len() - open, "clause");
    let text = if binds.is_empty() {
        format!("No clause is recorded to bind {name} at {at}")
    } else {
        format!("{name} is bound by {standing} at {at}")
    };
    let mut first = vec![Sentence::of_record(text)];
    let unnamed = body.unnamed(&capital(&count(body.unnamed, "clause")));
    first.extend(unnamed.map(Sentence::of_record));
    first.extend(open_told(open).map(|open| Sentence::of_record(capital(&open))));
    let clauses = capital(&count(bound.len(), "clause"));
    let titles = parted(bound.iter().map(title), "; ").unwrap_or_default();
    let text = format!(
        "{clauses} bound it before{}: {titles}",
        or_yet(body, &bound)
    );
    first.extend((!bound.is_empty()).then(|| Sentence::of_record(text)));
    told.section(Some(name.clone()), vec![first]);
    let standing: Vec<State> = binds.into_iter().cloned().collect();
    let later = known_later(&standing, &body.at);
    told.paragraph(later.map(Sentence::of_record).into_iter().collect());
    states(&mut told, context, &standing);
    let entries = format!("Named in {}", count(body.events.len(), "entry"));
    let heads = body.events.iter().filter_map(|id| {
        let of = refs.events.get(id)?;
        let doubts = clocks::doubts((of.date, of.known, of.basis), date);
        Some(head_of(refs, id, of.date, doubts))
    });
    told.section(Some(entries), vec![heads.collect()]);
    told
}

fn is_open(state: &State) -> bool {
    state.status == Status::Unclear
}

/// Some words, where one of the clauses is not yet in force, or does not yet bind it.
fn or_yet(body: &PartyPage, clauses: &[&State]) -> &'static str {
    let joins = |clause: &State| body.joins.contains_key(&clause.id);
    let is_to_come = |state: &&State| state.status == Status::NotYet || joins(state);
    ["", ", or may yet"][usize::from(clauses.iter().any(is_to_come))]
}

fn list_story(_: &Context, body: &Parties) -> Story {
    let mut told = Story::default();
    let parties = count(body.parties.len(), "party");
    told.say(format!("The record names {parties}"));
    for row in &body.parties {
        let (clauses, events) = (count(row.clauses, "clause"), count(row.events, "entry"));
        told.say(format!("{}: {clauses} and {events}", row.name));
    }
    told
}

fn paper(context: &Context, body: &PartyPage, look: Look) -> Paper {
    let (binds, bound): (Vec<&State>, Vec<&State>) = body.by_standing();
    let clauses = |title: &str, states: Vec<&State>| {
        // What bound it and is unclear now bound it all the same.
        let open = states
            .iter()
            .filter(|of| is_open(of) && !body.left.contains_key(&of.id));
        let open = open.count();
        let perhaps = Some(format!(", perhaps {open} more")).filter(|_| open > 0);
        let firm = Count(states.len() - open, "clause");
        let title = format!("{title}: {firm}{}", perhaps.unwrap_or_default());
        let items = states.into_iter().map(|of| {
            let unbound = body.unbound(&of.id, Date::human).map(Line::plain);
            let item = listed(&context.refs, of);
            Item {
                right: unbound.unwrap_or_else(|| item.right.clone()),
                ..item
            }
        });
        Item::section(title, items.collect())
    };
    let events = body.events.iter();
    let events = events.map(|id| Item::of(phrases::event(&context.refs, id)));
    let title = format!("Its events: {}", body.events.len());
    let mut named = vec![named(&body.party.name, &body.party.id)];
    let unnamed = body.unnamed(&Count(body.unnamed, "clause").to_string());
    named.extend(unnamed.map(Line::plain));
    let sections = Block::outline([
        clauses("What binds it", binds),
        clauses(&format!("What bound it{}", or_yet(body, &bound)), bound),
        Item::section(title, events.collect()),
    ]);
    Paper {
        sources: sources(context, look),
        ..Paper::of(phrases::asked(&body.at), named, sections)
    }
}

fn named(name: &str, id: &str) -> Line {
    Line::of(Role::Strong, name).and(Role::Faint, format!(" ({id})"))
}

fn list(_: &Context, body: &Parties, _: Look) -> Paper {
    let item = |row: &PartyRow| {
        let (clauses, events) = (Count(row.clauses, "clause"), Count(row.events, "event"));
        Item {
            name: "party",
            right: Line::plain(format!("{clauses}, {events}")),
            ..Item::of(named(&row.name, &row.id))
        }
    };
    let count = Count(body.parties.len(), "party").to_string();
    Paper::list(
        count,
        Block::Outline(body.parties.iter().map(item).collect()),
    )
}
