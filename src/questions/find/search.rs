//! One reading of a timeline for `find` and for `--grep`: every text that it has, and where words occur in it.

use std::ops::Range;

use crate::agreement::history::Version;
use crate::agreement::{Basis, Change, ChangeRef, Citation, Event, Given, Wording, is_term};
use crate::answer::Cite;
use crate::answer::story::Read;
use crate::questions::filters::flag;
use crate::questions::prelude::*;
use crate::questions::show;
use crate::text::search::Wanted;

#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    pub kind: Kind,
    pub id: String,
    /// What it is of that: `title`, `text`, `terms.NAME`, `note`, `quote`, `claim`.
    pub field: String,
    pub text: String,
    /// The first and the last character of each place, counted from 0.
    pub at: Vec<[usize; 2]>,
    /// The first and last day on which it certainly stood; `None` where there is none, or where it goes on.
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// A call that shows it.
    pub call: String,
    /// Of a term or an end of a clause, or the title of an event, who says so.
    pub cite: Vec<Cite>,
    /// Nothing from here on is part of the JSON.
    #[serde(skip)]
    pub of: Subject,
    /// The same places in bytes.
    #[serde(skip)]
    pub places: Vec<Range<usize>>,
    #[serde(skip)]
    pub title: String,
    /// Who says so, and of which clause, at an event.
    #[serde(skip)]
    pub source: Option<Read>,
    #[serde(skip)]
    pub clause: Option<String>,
}

impl Hit {
    /// The name of the value of a clause.
    pub(super) fn name(&self) -> Option<&str> {
        let name = self.field.strip_prefix("terms.").unwrap_or(&self.field);
        Some(name).filter(|_| self.kind == Kind::Clause)
    }

    /// Whether another is of the same.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        (self.kind, &self.id) == (other.kind, &other.id)
    }
}

/// What a text belongs to and rests on, by places.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject {
    kind: Kind,
    place: usize,
    clause: Option<usize>,
    cite: Option<(usize, Option<usize>)>,
    set: Option<ChangeRef>,
    days: Option<(Day, Option<Day>)>,
    pub basis: Option<Basis>,
    /// When an event was; when a value became known, where that is not the day from which it applies.
    pub date: Option<Date>,
    /// When it began and ended to stand, as written.
    pub stood: (Option<Date>, Option<Date>),
}

fn of(kind: Kind, place: usize) -> Subject {
    Subject {
        kind,
        place,
        ..Subject::default()
    }
}

pub(crate) struct Search<'a, 'v, 't> {
    records: &'a mut Recorder<'v, 't>,
    /// Of which one must occur.
    wanted: &'a [Wanted],
    hits: Vec<Hit>,
}

impl<'a, 'v, 't> Search<'a, 'v, 't> {
    fn new(records: &'a mut Recorder<'v, 't>, wanted: &'a [Wanted]) -> Self {
        Self {
            records,
            wanted,
            hits: Vec::new(),
        }
    }

    /// Of clauses by topic, of events in order, of sources and of parties.
    pub(super) fn all(records: &'a mut Recorder<'v, 't>, wanted: &'a Wanted) -> Vec<Hit> {
        let (view, timeline) = (records.view, records.view.timeline);
        let mut search = Self::new(records, std::slice::from_ref(wanted));
        for clause in view.by_topic() {
            search.clause(clause);
            search.versions(clause);
        }
        for event in view.events() {
            search.event(event, &timeline.events[event]);
        }
        for place in timeline.sources_shown() {
            let (source, of) = (&timeline.sources[place], of(Kind::Source, place));
            search.field(of, "publisher", source.publisher.as_ref());
            search.field(of, "title", source.title.as_ref());
            search.field(of, "id", Some(&source.id));
        }
        for (place, party) in timeline.parties.iter().enumerate() {
            search.field(of(Kind::Party, place), "name", Some(&party.name));
            search.field(of(Kind::Party, place), "id", Some(&party.id));
        }
        search.hits
    }

    /// The first text of an event, or of what it gives and names, in which any of some words occur.
    pub(crate) fn in_event(view: &View<'_>, event: &Event, wanted: &[Wanted]) -> Option<Hit> {
        wanted.first()?;
        let (timeline, mut records) = (view.timeline, Recorder::new(view));
        let mut search = Search::new(&mut records, wanted);
        search.event(0, event);
        for change in &event.changes {
            search.values(of(Kind::Clause, change.clause), change);
        }
        for place in event.touched() {
            search.clause(place);
        }
        for cite in event.all_cites() {
            let id = &timeline.sources[cite.source].id;
            search.field(of(Kind::Source, cite.source), "id", Some(id));
        }
        // What the record says leads, then what sources say otherwise.
        let rank = |hit: &Hit| (hit.field == "id", hit.of.cite.is_some());
        search.hits.into_iter().min_by_key(rank)
    }

    /// The first text of a clause as it stood, or of who set it so, in which any of some words occur.
    pub(crate) fn in_clause(
        view: &View<'_>,
        (clause, version): (usize, Option<&Version>),
        wanted: &[Wanted],
    ) -> Option<Hit> {
        wanted.first()?;
        let (life, mut records) = (&view.history.lives[clause], Recorder::new(view));
        let (mut search, of) = (Search::new(&mut records, wanted), of(Kind::Clause, clause));
        let summary = view.timeline.clauses[clause].summary.as_ref();
        search.clause(clause);
        search.own(of, "summary", summary);
        for (name, at) in version.into_iter().flat_map(|version| life.values(version)) {
            let change = view.timeline.change(at);
            search.given(of, at, name);
            search.own(of, "note", change.note.as_ref());
            search.cites(of, change.cites(view.timeline.event_of(at)), &[]);
        }
        search.hits.into_iter().next()
    }

    /// Looks at the ways in which a text may be asked for; it is printed in the first that has the words.
    fn look<T: AsRef<str>>(&mut self, of: Subject, field: &str, forms: &[T]) {
        let found = forms.iter().map(AsRef::as_ref).find_map(|form| {
            let mut wanted = self.wanted.iter();
            Some((form, wanted.find_map(|wanted| wanted.places(form))?))
        });
        if let Some((text, places)) = found {
            let hit = self.hit(of, field, text, places);
            self.hits.push(hit);
        }
    }

    fn hit(&mut self, of: Subject, field: &str, text: &str, places: Vec<Range<usize>>) -> Hit {
        let view = self.records.view;
        let records = &mut *self.records;
        let (timeline, place) = (view.timeline, of.place);
        let (id, title) = match of.kind {
            Kind::Clause => (records.clause_id(place), &timeline.clauses[place].title),
            Kind::Event => (records.event_id(place), &timeline.events[place].title),
            Kind::Party => {
                let party = &timeline.parties[place];
                (party.id.clone(), &party.name)
            }
            Kind::Source => {
                let source = &timeline.sources[place];
                let name = source.publisher.as_ref().or(source.title.as_ref());
                (records.source_id(place), name.unwrap_or(&source.id))
            }
        };
        let is_now = |(from, to): &(Day, Option<Day>)| {
            *from <= view.today && to.is_none_or(|to| view.today <= to)
        };
        let when = of.days.filter(|days| !is_now(days));
        let when = when.map(|(from, _)| flag("--at", &from.to_string()));
        let call = show::call(view, of.kind, &id) + &when.unwrap_or_default();
        let mut source = |place| records.source_id(place);
        let cite = of.cite.map(|(cited, via)| (source(cited), via.map(source)));
        let says = match of.set {
            // Who gave a text need not say all that stands in it.
            Some(at) if field != "text" => records.change_cites(at),
            _ if of.kind == Kind::Event && field == "title" => records.event_cites(place),
            _ => Vec::new(),
        };
        let place = |byte: usize| text[..byte].chars().count();
        let at = places.iter().map(|at| [place(at.start), place(at.end) - 1]);
        Hit {
            kind: of.kind,
            field: field.to_owned(),
            text: text.to_owned(),
            at: at.collect(),
            from: of.days.map(|(from, _)| from),
            to: of.days.and_then(|(_, to)| to),
            call: format!("partnership {call}{}", view.flags),
            cite: says,
            of,
            places,
            title: title.clone(),
            source: cite,
            clause: of.clause.map(|clause| records.clause_id(clause)),
            id,
        }
    }

    fn field(&mut self, of: Subject, field: &str, text: Option<&String>) {
        if let Some(text) = text {
            let prefix = &self.records.view.timeline.prefix;
            // The id of the agreement before that of each thing is not searched.
            let own = text.strip_prefix(prefix).filter(|_| field == "id");
            self.look(of, field, &[own.unwrap_or(text)]);
        }
    }

    /// The same of what this record says itself, where not only what some sources say is believed.
    fn own(&mut self, of: Subject, field: &str, text: Option<&String>) {
        if self.records.view.lens.according_to.is_empty() {
            self.field(of, field, text);
        }
    }

    /// A value of a clause, or what a source claims of it, as it is printed and as it is written, behind its name.
    fn value(&mut self, of: Subject, name: &str, given: Option<Given<'_>>) {
        let field = match (of.cite, is_term(name)) {
            (Some(_), _) => "claim".to_owned(),
            (None, true) => format!("terms.{name}"),
            (None, false) => name.to_owned(),
        };
        let own = (of.kind == Kind::Clause).then_some(of.place);
        let clause = of.clause.or(own);
        let clause = clause.map(|place| &self.records.view.timeline.clauses[place]);
        let named = |text: &str| format!("{name} {text}");
        match given {
            Some(Given::Words(text)) if name == "text" => self.look(of, &field, &[text]),
            Some(Given::Date(date)) => self.look(of, &field, &[named(&date.human())]),
            Some(Given::Term(value)) => {
                let label = clause.and_then(|clause| clause.labels.get(name));
                let label = label.map_or_else(|| name.replace('-', " "), String::clone);
                let unit = clause.and_then(|clause| clause.units.get(name));
                let forms = values::forms(value, unit);
                let forms = forms.iter().map(|form| format!("{label}: {form}"));
                let forms: Vec<String> = forms.chain([format!("{name} = {value}")]).collect();
                self.look(of, &field, &forms);
            }
            Some(given) => {
                let value = given.value(&self.records.view.timeline.parties);
                self.look(of, &field, &[named(&value.to_string())]);
            }
            None => {}
        }
    }

    /// An event's own texts, with what is noted and quoted at its changes.
    fn event(&mut self, place: usize, event: &Event) {
        let of = Subject {
            date: Some(event.date),
            basis: Some(event.basis),
            ..of(Kind::Event, place)
        };
        self.field(of, "title", Some(&event.title));
        self.own(of, "summary", event.summary.as_ref());
        self.own(of, "note", event.note.as_ref());
        self.cites(of, &event.cites, &event.changes);
        for change in &event.changes {
            let clause = Some(change.clause);
            let of = Subject { clause, ..of };
            // What was only planned has no days of its own among those of its clause.
            if event.planned {
                self.values(of, change);
            }
            self.own(of, "note", change.note.as_ref());
            self.cites(of, change.cites.as_deref().unwrap_or_default(), &[]);
        }
        self.field(of, "id", Some(&event.id));
    }

    /// What sources say: in quotes, in notes, and otherwise than the file, of the one clause to which some changes give
    /// such a value.
    fn cites(&mut self, of: Subject, cites: &[Citation], changes: &[Change]) {
        for cite in cites {
            let mut of = of;
            (of.basis, of.cite) = (cite.basis, Some((cite.source, cite.via)));
            self.field(of, "quote", cite.quote.as_ref());
            self.field(of, "note", cite.note.as_ref());
            for (name, given) in cite.claimed() {
                let giving = changes.iter().filter(|change| change.given(name).is_some());
                let mut clauses = giving.map(|change| change.clause);
                let one = clauses.next();
                let one = one.filter(|one| clauses.all(|other| other == *one));
                let clause = of.clause.or(one);
                self.value(Subject { clause, ..of }, name, Some(given));
            }
        }
    }

    fn values(&mut self, of: Subject, change: &Change) {
        let basis = Some(change.basis);
        for name in change.names() {
            self.value(Subject { basis, ..of }, name, said(change, name));
        }
    }

    fn clause(&mut self, place: usize) {
        let clause = &self.records.view.timeline.clauses[place];
        let of = of(Kind::Clause, place);
        self.field(of, "title", Some(&clause.title));
        self.field(of, "id", Some(&clause.id));
    }

    /// What a clause is about, and each value that it had, once for the days on which it stood.
    fn versions(&mut self, place: usize) {
        let view = self.records.view;
        let (timeline, life) = (view.timeline, &view.history.lives[place]);
        let of = of(Kind::Clause, place);
        self.own(of, "summary", timeline.clauses[place].summary.as_ref());
        for (first, version) in life.versions.iter().enumerate() {
            let at = life.steps[version.step].at;
            for name in timeline.change(at).names() {
                let given = timeline.change(at).given(name);
                let alike = |other: &Version| {
                    let same = other.life == version.life && other.status.stands();
                    same && life.given(timeline, other, name) == given
                };
                if first > 0 && alike(&life.versions[first - 1]) {
                    continue;
                }
                let alike_to = first..life.versions.len();
                let alike_to = alike_to.take_while(|place| alike(&life.versions[*place]));
                let days = alike_to.flat_map(|version| {
                    let parts = view.history.parts(place, version);
                    parts.into_iter().map(move |part| (version, part))
                });
                let days: Vec<_> = days.collect();
                let ends = days.first().zip(days.last());
                let of = if let Some(((_, first), (version, last))) = ends {
                    let from = Some(at).filter(|_| first.begun_by.is_none());
                    let next = life.versions.get(version + 1);
                    let next = next.map(|next| life.steps[next.step].at);
                    let to = match (last.ended_by, life.expires(*version)) {
                        (None, Some((day, by))) => Some(view.history.last_date(day, by)),
                        (None, None) => last.to.map(|day| as_written(timeline, next, day)),
                        (Some(_), _) => last.to.map(Date::from),
                    };
                    Subject {
                        days: Some((first.from, last.to)),
                        stood: (Some(as_written(timeline, from, first.from)), to),
                        ..of
                    }
                } else {
                    // It certainly stood on no day: it ends where the next version begins.
                    let next = life.versions[first..].iter().find(|next| !alike(next));
                    let next = next.map(|next| timeline.date_of(life.steps[next.step].at));
                    let stood = (Some(timeline.date_of(at)), next);
                    Subject { stood, ..of }
                };
                self.given(of, at, name);
            }
        }
    }

    fn given(&mut self, of: Subject, at: ChangeRef, name: &str) {
        let timeline = self.records.view.timeline;
        let (event, change) = (timeline.event_of(at), timeline.change(at));
        let known = Some(event.known());
        let of = Subject {
            basis: Some(change.basis),
            date: known.filter(|known| *known != change.date(event)),
            set: Some(at),
            ..of
        };
        self.value(of, name, said(change, name));
    }
}

/// What a change gives, but for a text by which this record sums up what a source says.
fn said<'a>(change: &'a Change, name: &str) -> Option<Given<'a>> {
    let is_own = name == "text" && change.wording == Wording::Record;
    change.given(name).filter(|_| !is_own)
}

/// The date of the change at a day, where it is no day itself.
fn as_written(timeline: &Timeline, at: Option<ChangeRef>, day: Day) -> Date {
    let date = at.map(|at| timeline.date_of(at));
    let is_wide = |date: &Date| date.bounds().first != date.bounds().last;
    date.filter(is_wide).unwrap_or(day.into())
}
