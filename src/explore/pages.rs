//! What a place shows: its title, its rows, and what is asked beside them, most of it made of the answers that calls
//! give.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;

use super::place::{Ask, Location, Screen, When};
use super::{book::Agreement, book::Book, keys};
use crate::agreement::lanes::{Standing, standing};
use crate::agreement::{Action, Basis, Source, compare::How};
use crate::answer::{ClauseChange, Diff, Event, Look, beliefs, beliefs::Beliefs, block::Role};
use crate::date::{Date, Day};
use crate::phrases::{clause::short, signs};
use crate::questions::diff::{Difference, item};
use crate::questions::{chart::NO_TOPIC, diff::table::news, view::Kind};
use crate::questions::{clause, event, find, timeline};
use crate::text::words::{Count, parted, some_list};

#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The letter of the page in `keys.txt`.
    pub(super) letter: char,
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) rows: Vec<ListRow>,
    pub(super) chosen: usize,
    /// How many clauses stand how, or why nothing is found.
    pub(super) standing: String,
    /// What the pane shows and the last line but one calls.
    pub(super) ask: Ask,
}

#[derive(Clone, Debug, Default)]
pub(super) struct ListRow {
    pub(super) key: String,
    pub(super) name: String,
    /// What stands before the name and at the right, and the colour of both.
    pub(super) sign: &'static str,
    pub(super) word: String,
    pub(super) role: Role,
    pub(super) topic: String,
    /// Where it leads.
    pub(super) open: Option<Screen>,
    /// What is shown beside it, where that is not the page to which it leads.
    shown: Option<Ask>,
    /// The day on which it leads there, where that is another.
    pub(super) day: Option<Day>,
}

/// What is found, by what it is of.
pub(super) const FOUND: [&str; 6] = ["clause", "event", "term", "source", "party", "text"];
const ACROSS: &str = "held at the end of the days across, as known by the day at the left";
const SWITCHES: &str = "Enter switches one on or off";

impl ListRow {
    fn named(key: &str, name: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            name: name.into(),
            ..Self::default()
        }
    }

    fn about(kind: Kind, id: &str, name: impl Into<String>) -> Self {
        let mut row = Self::named(id, name);
        row.open = Some(Screen::Show(kind, id.to_owned()));
        row
    }

    fn with(mut self, sign: &'static str, word: impl Into<String>, role: Role) -> Self {
        (self.sign, self.word, self.role) = (sign, word.into(), role);
        self
    }

    fn ask(&self, at: &str) -> Option<Ask> {
        let open = || self.open.as_ref().map(|page| page.ask(at));
        self.shown.clone().or_else(open)
    }

    /// A clause that differs. Names have more room where doubt is a sign.
    fn differs(found: &Diff, ask: &Ask) -> Self {
        let mark = item::mark(found);
        let certain = mark.word.strip_prefix("perhaps ");
        let doubt = ["", "?"][usize::from(certain.is_some())];
        // On the day of its expiry a clause is still in force.
        let is_expired = found.how == How::Expired && !found.reversed;
        let word = certain.unwrap_or(mark.word);
        let word = if is_expired { "expires" } else { word };
        let (id, word) = (&found.clause, format!("{word}{doubt}"));
        let mut row = Self::about(Kind::Clause, id, id).with(mark.sign, word, mark.role);
        row.shown = Some(ask.clone().and(&["--clause", id]));
        row
    }
}

impl Sheet {
    pub(super) fn of(book: &Book, place: &Location) -> Self {
        let (stands, standing) = stands(book, &place.when);
        let mut sheet = Self::page(book, place, stands);
        if sheet.standing.is_empty() {
            sheet.standing = standing;
        }
        let at = place.when.text.as_str();
        let chosen = |row: &ListRow| Some(&row.key) == place.row.as_ref();
        let chosen = sheet.rows.iter().position(chosen);
        let changed = || sheet.rows.iter().position(|row| sheet.is_changed(row));
        sheet.chosen = chosen.or_else(changed).unwrap_or(0);
        let beside = sheet.row().and_then(|row| row.ask(at));
        sheet.ask = beside.unwrap_or_else(|| place.page.ask(at));
        sheet
    }

    fn new(letter: char, title: impl Into<String>, rows: Vec<ListRow>) -> Self {
        Self {
            letter,
            title: title.into(),
            rows,
            ..Self::default()
        }
    }

    fn under(mut self, subtitle: impl Into<String>) -> Self {
        self.subtitle = subtitle.into();
        self
    }

    fn page(book: &Book, place: &Location, stands: Vec<ListRow>) -> Self {
        let (at, ask) = (&place.when, place.page.ask(&place.when.text));
        match &place.page {
            Screen::Folder => {
                let all = book.agreements.iter();
                let row = |of: &Agreement| {
                    ListRow::named(&of.id, &*of.title).with("", &of.id, Role::Faint)
                };
                let title = Count(all.len(), "agreement").to_string();
                let left_out = some_list(&book.left_out).map(|list| format!("left out: {list}"));
                Self::new('o', title, all.map(row).collect()).under(left_out.unwrap_or_default())
            }
            Screen::Main => {
                let (title, path) = (&book.whole().title, book.path());
                let title = format!("{title} ({})", path.as_deref().unwrap_or("bundled"));
                Self::new('m', title, clauses(book, place, stands)).under(happened(book, at))
            }
            Screen::Compare(_) => {
                let rows = compared(book, place, &ask, stands);
                Self::new('c', "Compare a and b", rows).under(book.made(&ask, news))
            }
            Screen::Show(Kind::Clause, id) => {
                let rows = changes(book, id, &at.text, &ask);
                Self::new('h', format!("{id} and its history"), rows).under(happened(book, at))
            }
            Screen::Show(Kind::Event, id) => {
                let rows = changed(book, id, &ask);
                Self::new('e', format!("Event {id}"), rows).under(happened(book, at))
            }
            Screen::Show(kind, id) => Self::new('s', format!("{kind} {id}"), Vec::new()),
            Screen::Sources(of) => {
                let title = format!("Who says so:{}", of.words());
                Self::new('s', title, sources(book, of))
            }
            Screen::Beliefs(id) => {
                let row = |of: &beliefs::Row| ListRow::named(&of.known_by.to_string(), "");
                let rows = |map: &Beliefs| map.rows.iter().map(row).collect();
                let title = format!("What was known of {id}, and when");
                Self::new('b', title, book.made(&ask, rows)).under(ACROSS)
            }
            Screen::Find(text, kind) => found(book, place, (text, *kind), &stands),
            Screen::Lenses => Self::new('l', "What is believed", lenses(book)).under(SWITCHES),
            Screen::Help(text) => {
                let name = |keys: &str, what: &str| format!("{keys:12} {what}");
                let row = |[keys, what, ..]: [&str; 4]| ListRow::named(what, name(keys, what));
                let mut rows: Vec<ListRow> = keys::all().map(row).collect();
                rows.retain(|row| row.name.to_lowercase().contains(&text.to_lowercase()));
                let typed = format!("/ {text}▏   {} found", rows.len());
                Self::new('?', "Keys", rows).under(typed)
            }
            Screen::Answer(of) => Self::new('a', of.words().trim(), events(book, of)),
        }
    }

    /// On the page of all clauses, whether something happened to one on the day.
    pub(super) fn is_changed(&self, row: &ListRow) -> bool {
        self.letter == 'm' && !row.sign.is_empty()
    }

    pub(super) fn row(&self) -> Option<&ListRow> {
        self.rows.get(self.chosen)
    }
}

/// Which of the steps the day is, and what that did.
fn happened(book: &Book, when: &When) -> String {
    let count = book.steps.len();
    let at = match book.place(when) {
        Err(before) => return format!("{before}/{count} by the close of this day"),
        Ok(at) => at,
    };
    let did = book.made(&Ask::of(&["diff", &when.text]), |did| Some(news(did)));
    let did = did.map_or_else(String::new, |did| format!(": {did}"));
    format!("{}/{count} {}{did}", at + 1, book.steps[at].title)
}

fn events(book: &Book, ask: &Ask) -> Vec<ListRow> {
    let row = |event: &Event| {
        let name = format!("{:10}  {}", event.date.human(), event.title);
        let did = signs::counts(event).text();
        ListRow::about(Kind::Event, &event.id, name).with("", did, Role::Faint)
    };
    let rows = |found: &timeline::Listing| found.events.iter().map(row).collect();
    book.made(ask, rows)
}

fn sources(book: &Book, ask: &Ask) -> Vec<ListRow> {
    let row = |(id, source): (&String, &Source)| {
        let published = source.published.map_or_else(String::new, Date::human);
        ListRow::about(Kind::Source, id, id).with("", published, Role::Faint)
    };
    book.told(ask, |report| {
        let sources = &report.context.refs.sources;
        sources.iter().map(row).collect()
    })
}

/// How each clause stands, and how many stand how for certain, or only as is assumed.
fn stands(book: &Book, when: &When) -> (Vec<ListRow>, String) {
    let view = book.view();
    let at = view.instant(when.day, Some(&when.text));
    let (mut counts, mut open) = (BTreeMap::new(), 0);
    let row = |place: usize| {
        let state = view.history.state(place, at);
        *counts.entry(state.status).or_insert(0) += 1;
        open += usize::from(!state.pending.is_empty());
        let (word, role) = match standing(&state) {
            Standing::InForce => ("in force", Role::Plain),
            Standing::Changing => ("in force", Role::Doubt),
            Standing::Unclear => ("unclear", Role::Doubt),
            Standing::Perhaps => ("perhaps", Role::Doubt),
            Standing::No => (state.status.word(), Role::Faint),
        };
        let of = &view.timeline.clauses[place];
        let mut row = ListRow::about(Kind::Clause, &of.id, &of.id).with("", word, role);
        row.topic = of.topic.clone().unwrap_or_else(|| NO_TOPIC.to_owned());
        row
    };
    let rows = view.by_topic().into_iter().map(row).collect();
    let counts = counts.iter();
    let counts = counts.map(|(status, count)| format!("{count} {status}"));
    let open = (open > 0).then(|| format!("{open} not certain"));
    let kept = view.timeline.recorded.and_then(Date::last);
    let is_assumed = kept.is_some_and(|kept| when.day > kept);
    let assumed = ["", "assumed: "][usize::from(is_assumed)];
    let counts = parted(counts.chain(open), ", ").unwrap_or_default();
    (rows, format!("{assumed}{counts}"))
}

fn differing(book: &Book, ask: &Ask) -> Vec<ListRow> {
    let row = |diff: &Diff| ListRow::differs(diff, ask);
    book.made(ask, |found: &Difference| found.all().map(row).collect())
}

fn clauses(book: &Book, place: &Location, mut stands: Vec<ListRow>) -> Vec<ListRow> {
    let at = &place.when.text;
    if book.steps.contains_key(at) {
        let changed = differing(book, &Ask::of(&["diff", at])).into_iter();
        let mut changed: HashMap<String, ListRow> =
            changed.map(|row| (row.key.clone(), row)).collect();
        for row in &mut stands {
            if let Some(found) = changed.remove(&row.key) {
                let topic = mem::take(&mut row.topic);
                *row = ListRow { topic, ..found };
            }
        }
    }
    stands.retain(|row| !(place.turned && row.sign.is_empty()));
    stands
}

fn compared(book: &Book, place: &Location, ask: &Ask, mut others: Vec<ListRow>) -> Vec<ListRow> {
    let mut rows = differing(book, ask);
    if place.turned {
        // What may stand and does not differ.
        others.retain(|other| {
            other.role != Role::Faint && rows.iter().all(|row| row.key != other.key)
        });
        let unchanged = others.into_iter().map(|row| {
            let role = row.role;
            row.with("=", "unchanged", role)
        });
        rows.extend(unchanged);
    }
    rows
}

fn changes(book: &Book, id: &str, at: &str, ask: &Ask) -> Vec<ListRow> {
    let row = |of: &ClauseChange| {
        let (event, change) = (&of.event, &of.change);
        let name = format!("{:10}  {event}", change.date.human());
        let mark = signs::of(change.action);
        let word = match (change.known == change.date, change.action) {
            (true, _) => mark.word.to_owned(),
            (false, Action::Disclose) => format!("learned {}", short(change.known)),
            (false, _) => format!("known {}", short(change.known)),
        };
        let mut row = ListRow::about(Kind::Event, event, name).with(mark.sign, word, mark.role);
        // Right after its event, or on the day to which it applies where that is another.
        let day = change.last.filter(|_| !of.planned);
        let is_own = |day: Day| book.steps.get(event).is_some_and(|step| step.day == day);
        let when = day.map(|day| {
            if is_own(day) {
                event.clone()
            } else {
                day.to_string()
            }
        });
        let page = Screen::Show(Kind::Clause, id.to_owned());
        row.shown = when.map(|when| page.ask(&when));
        row
    };
    let now = ListRow::named("", format!("as of {at}"));
    book.made(ask, |life: &clause::ClauseLife| {
        let changes = life.changes.iter().map(row);
        [now].into_iter().chain(changes).collect()
    })
}

/// Who says what an event is, and the clauses that it changed.
fn changed(book: &Book, id: &str, ask: &Ask) -> Vec<ListRow> {
    let did = Ask::of(&["diff", id]);
    book.made(ask, |page: &event::EventPage| {
        let date = page.event.date.human();
        let mut sources = ListRow::named("", date).with("", "who says so", Role::Faint);
        sources.open = Some(Screen::Sources(ask.clone()));
        let row = |diff| ListRow::differs(diff, &did);
        let changed = page.changed.iter().map(row);
        [sources].into_iter().chain(changed).collect()
    })
}

/// What a place is of: a thing by what it is called, a term, or another text.
fn of_what(hit: &find::Hit) -> &'static str {
    match &*hit.field {
        "title" | "id" | "name" | "publisher" => hit.kind.word(),
        field if field.starts_with("terms.") => "term",
        _ => "text",
    }
}

/// The day that a text names, then where its words are: first the thing of which it is the id. Each with the word of
/// its clause, or the day to or from which it stands.
fn found(
    book: &Book,
    place: &Location,
    (text, kind): (&str, Option<usize>),
    stands: &[ListRow],
) -> Sheet {
    let kind = kind.map(|kind| FOUND[kind]);
    let stands: HashMap<&str, &ListRow> = stands.iter().map(|row| (&*row.key, row)).collect();
    let on = place.when.day;
    let row = |(nth, hit): (usize, &find::Hit)| {
        let term = hit.field.strip_prefix("terms.");
        let of = term.map_or_else(String::new, |term| format!(" · {term}"));
        let name = format!("{:7} {}{of}", of_what(hit), hit.id);
        let word = match (hit.from, hit.to, hit.of.stood.0) {
            (_, Some(to), _) if to < on => format!("to {to}"),
            (Some(from), ..) if from > on => format!("from {from}"),
            (None, _, Some(set)) => format!("set {}", set.human()),
            _ if hit.kind == Kind::Event => hit.of.date.map_or_else(String::new, Date::human),
            _ => (stands.get(&*hit.id)).map_or_else(String::new, |row| row.word.clone()),
        };
        let mut row = ListRow::about(hit.kind, &hit.id, name).with("", word, Role::Faint);
        let is_now = hit.from <= Some(on) && hit.to.is_none_or(|to| on <= to);
        (row.key, row.day) = (nth.to_string(), hit.from.filter(|_| !is_now));
        row
    };
    let mut rows: Vec<ListRow> = book.made(&place.page.ask(""), |found: &find::Findings| {
        let mut hits: Vec<_> = found.hits.iter().enumerate().collect();
        hits.retain(|(_, hit)| kind.is_none_or(|of| of == of_what(hit)));
        hits.sort_by_key(|(_, hit)| hit.id != text);
        hits.into_iter().map(row).collect()
    });
    let at = book.view().at(text);
    if kind.is_none()
        && let Ok(at) = &at
    {
        let mut day = ListRow::named("", format!("to the close of {text}"));
        (day.shown, day.open) = (Some(Screen::Main.ask(&at.again())), Some(Screen::Main));
        rows.insert(0, day);
    }
    let why = at.err().filter(|_| rows.is_empty() && !text.is_empty());
    let (count, kind) = (rows.len(), kind.unwrap_or("all"));
    let typed = format!("/ {text}▏   {count} found   kind: {kind}");
    let mut sheet = Sheet::new('f', "Find", rows).under(typed);
    sheet.standing = why.map(|why| why.message).unwrap_or_default();
    sheet
}

/// What was found in a row of a search; it is put into words where it is seen.
pub(super) fn said(book: &Book, place: &Location, row: &ListRow) -> Option<String> {
    let Screen::Find(..) = place.page else {
        return None;
    };
    book.told(&place.page.ask(""), |report| {
        let found: &find::Findings = report.answer.downcast_ref()?;
        let hit = found.hits.get(row.key.parse::<usize>().ok()?)?;
        let line = find::table::found(&report.context.refs, hit, Look::default());
        Some(line.text())
    })
}

/// What may be believed and supposed, and the days by which anything was known.
fn lenses(book: &Book) -> Vec<ListRow> {
    let (lens, timeline) = (&book.global.lens, book.whole());
    let row = |kind: &str, name: &str| {
        let is_basis = kind == "basis" && name == lens.basis.word();
        let is_on = is_basis || lens.parts().contains(&(kind, name));
        let name = format!("{kind} {name}");
        ListRow::named(&name, &*name).with(if is_on { "*" } else { "" }, "", Role::Plain)
    };
    let bases = Basis::WORDS.iter().map(|word| row("basis", word));
    let plans = timeline.events.iter().filter(|event| event.planned);
    let plans = plans.map(|event| &event.id);
    let suppose: BTreeSet<&String> = timeline.conditions().chain(plans).collect();
    let suppose = suppose.into_iter().map(|of| row("suppose", of));
    let sources = timeline.sources_shown();
    let sources = sources.map(|place| row("according-to", &timeline.sources[place].id));
    let known = book.known().into_iter();
    let known = known.map(|day| row("known-by", &day.to_string()));
    bases.chain(suppose).chain(sources).chain(known).collect()
}
