//! A timeline as it is seen: through a lens, as of a day. It takes WHENs and ids, and lists what happened.

use std::cell::RefCell;
use std::rc::Rc;

use super::filters::quoted;
pub use super::listing::Listed;
use super::prelude::*;
pub use crate::agreement::Kind;
use crate::agreement::lens::{EVERYTHING, Lens as BeliefLens};
use crate::agreement::order::Moment;
use crate::agreement::suppose::is_supposed;
use crate::answer::Lens;
use crate::date::{DateError, explain, in_words, said};

/// A narrowed timeline with its history and the day taken for today.
#[derive(Debug)]
pub struct View<'t> {
    pub timeline: &'t Timeline,
    pub history: &'t History,
    pub today: Day,
    pub lens: Lens,
    /// Where the timeline was read from; none where it is the bundled one.
    pub path: Option<String>,
    /// What a call needs to ask the same timeline again.
    pub flags: String,
    /// The whole history and the lens through which it is seen.
    pub whole: (&'t History, &'t BeliefLens),
    pub words: Rc<Words>,
}

/// What the words of a call name in this agreement, and in others that are asked with it.
#[derive(Debug, Default)]
pub struct Words {
    pub others: Names,
    pub own: RefCell<Names>,
    /// The words that some agreement must know, each with why this one does not, if so.
    pub known: RefCell<BTreeMap<Word, Option<Refusal>>>,
}

/// A word of the call with its flag, or without one where only one agreement may know what it means.
pub type Word = (Option<&'static str>, String);

impl Words {
    /// Notes whether what a flag names is known here.
    pub(crate) fn note<T>(&self, flag: &'static str, word: &str, found: &Result<T, Refusal>) {
        let why = found.as_ref().err().cloned();
        let known = &mut self.known.borrow_mut();
        known.insert((Some(flag), word.to_owned()), why);
    }
}

/// What agreements tell each other of the words of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The days of events that stand for a WHEN.
    pub days: BTreeMap<String, Bounds>,
    /// Words for sources, each with the address of one.
    pub urls: BTreeSet<(String, String)>,
    /// The first and the last days of drawings.
    pub ends: BTreeSet<Day>,
    /// By agreements, of which kinds the things are that are meant in them.
    pub meant: BTreeMap<String, Vec<Kind>>,
}

impl Names {
    pub(crate) fn add(&mut self, more: Self) {
        self.days.extend(more.days);
        self.urls.extend(more.urls);
        self.ends.extend(more.ends);
        self.meant.extend(more.meant);
    }

    /// Whether one thing is meant, or one party or one source in each agreement: such things several may share.
    pub(super) fn is_one(&self) -> bool {
        let all: Vec<Kind> = self.meant.values().flatten().copied().collect();
        let is_shared =
            |kind: &Kind| all.iter().all(|of| of == kind) && all.len() == self.meant.len();
        all.len() == 1 || !all.is_empty() && [Kind::Party, Kind::Source].iter().any(is_shared)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    pub message: String,
    pub help: String,
    /// How far what it names instead lies from what was asked, if it names something.
    pub near: Option<usize>,
    /// What there is of the kind that was asked for.
    pub known: Option<Box<Known>>,
}

/// A kind of things, and the words for all of them.
type Known = (&'static str, BTreeSet<String>);

/// So many words are listed where one is refused.
const LISTED: usize = 16;

impl Refusal {
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
            ..Self::default()
        }
    }

    pub(crate) fn near(self, near: Option<usize>) -> Self {
        Self { near, ..self }
    }

    pub(crate) fn known(self, noun: &'static str, words: impl IntoIterator<Item = String>) -> Self {
        let known = Some(Box::new((noun, words.into_iter().collect())));
        Self { known, ..self }
    }

    pub(crate) fn in_one_line(&self) -> String {
        [&*self.message, &self.help].join("; ")
    }

    /// The whole help: what to do, and what there is.
    pub(crate) fn advice(&self) -> String {
        let listed = self.known.as_deref().map(|(noun, words)| {
            let more = words.len().saturating_sub(LISTED);
            let more = (more > 0).then(|| format!("{more} more"));
            let nouns = Count(words.len(), noun).noun();
            match and_list(words.iter().take(LISTED).cloned().chain(more)) {
                none if none.is_empty() => format!("the timeline has no {noun}"),
                all if words.len() == 1 => format!("the only {noun} is {all}"),
                all => format!("the {nouns} are {all}"),
            }
        });
        let help = Some(self.help.clone()).filter(|help| !help.is_empty());
        let parts: Vec<String> = help.into_iter().chain(listed).collect();
        parts.join("; ")
    }
}

impl From<DateError> for Refusal {
    fn from(DateError { message, help }: DateError) -> Self {
        Self::new(message, help)
    }
}

impl<'t> View<'t> {
    pub fn new(history: &'t History, today: Day, lens: Lens, path: Option<String>) -> Self {
        Self {
            timeline: &history.timeline,
            history,
            today,
            lens,
            path,
            flags: String::new(),
            whole: (history, &EVERYTHING),
            words: Rc::default(),
        }
    }

    /// The clauses of the timeline by topic, topics in the order in which they first appear.
    pub fn by_topic(&self) -> Vec<usize> {
        let clauses = &self.timeline.clauses;
        let topics = clauses.iter();
        let topics = topics.map(|clause| (clause.topic.as_deref(), Vec::new()));
        let mut topics: IndexMap<Option<&str>, Vec<usize>> = topics.collect();
        for place in self.timeline.clauses_shown() {
            topics[&clauses[place].topic.as_deref()].push(place);
        }
        topics.into_values().flatten().collect()
    }

    pub fn over<'o>(&self, history: &'o History) -> View<'o> {
        View {
            flags: self.flags.clone(),
            words: Rc::clone(&self.words),
            ..View::new(history, self.today, self.lens.clone(), self.path.clone())
        }
    }

    /// The day that a WHEN stands for when it asks for a state: the close of its last day.
    pub fn at(&self, when: &str) -> Result<At, Refusal> {
        self.taken(when, |bounds| bounds.last, "last")
    }

    /// The first day that a WHEN stands for at the beginning of a range.
    pub fn from(&self, when: &str) -> Result<At, Refusal> {
        self.taken(when, |bounds| bounds.first, "first")
    }

    fn taken(&self, when: &str, side: fn(Bounds) -> Option<Day>, of: &str) -> Result<At, Refusal> {
        let (bounds, event) = self.when(when)?;
        let help = "write a day, month or year, such as `2026-04`";
        let open = || Refusal::new(format!("`{when}` has no {of} day"), help);
        let day = side(bounds).ok_or_else(open)?;
        Ok(At {
            when: when.to_owned(),
            day,
            instant: self.instant(day, event.as_deref()),
            event,
        })
    }

    /// The state that is meant by a day, or by an event on its last day: right after that event, in the order of this
    /// history.
    pub(crate) fn instant(&self, day: Day, event: Option<&str>) -> Instant {
        let moments = &self.history.moments;
        let ends_then = |bounds: Bounds| bounds.last == Some(day);
        let rank = event.and_then(|id| match self.entry(id)? {
            Listed::Event(event) if ends_then(moments.event_bounds(event)) => {
                Some(moments.last_on(event, day))
            }
            Listed::Effect(rank) => Some(rank).filter(|rank| ends_then(moments.list[*rank].bounds)),
            _ => None,
        });
        rank.map_or(day.into(), |rank| Instant::after(day, rank))
    }

    /// The nearest to an id of those of a kind, with its agreement where several are asked.
    fn nearest(&self, kind: Kind, id: &str) -> Option<(usize, String)> {
        let ids = kind.ids(self.timeline).keys().map(AsRef::as_ref);
        let (rank, near) = ranked(self.timeline.own(id), ids)?;
        let prefix = Some(&self.timeline.prefix).filter(|_| kind != Kind::Party);
        Some((rank, prefix.map_or_else(String::new, String::clone) + near))
    }

    /// What is listed under an id, or an earlier one.
    pub(crate) fn entry(&self, id: &str) -> Option<Listed> {
        let (ids, moments) = (&self.timeline.ids, &self.history.moments);
        let id = self.timeline.own(id);
        if id.contains('/') {
            return None;
        }
        match EntryId::parse(id) {
            EntryId::Event(id) => ids.events.get(id).map(|event| Listed::Event(*event)),
            EntryId::Expiry(id, nth) => {
                let is = (*ids.clauses.get(id)?, nth);
                let mut expiries = self.history.expiries().values();
                let found = expiries.find(|of| (of.clause, of.nth) == is);
                found.copied().map(Listed::Expiry)
            }
            EntryId::Renewal(id, day) => {
                let mut found = self.history.renewals(*ids.clauses.get(id)?, (day, day));
                found.next().map(Listed::Renewal)
            }
            EntryId::Notice(id, day) => {
                let mut found = self.history.notices(*ids.clauses.get(id)?, day);
                found.find(|of| of.notice == Some(day)).map(Listed::Notice)
            }
            EntryId::Effect(id, day) => {
                let event = *ids.events.get(id)?;
                let is = |moment: &Moment| moment.event == event && moment.date == day;
                let rank = moments.list.iter().position(is)?;
                moments.is_effect(rank).then_some(Listed::Effect(rank))
            }
        }
    }

    pub(super) fn date(&self, when: &str) -> Option<Bounds> {
        let day = self.today.meant_by(when).map(Date::from);
        day.or_else(|| Date::read(when)).map(Date::bounds)
    }

    fn when(&self, when: &str) -> Result<(Bounds, Option<String>), Refusal> {
        if let Some(days) = self.date(when) {
            return Ok((days, None));
        }
        if let Some(listed) = self.entry(when) {
            let (days, id) = (self.days(listed), self.id(listed));
            // What is supposed has one name in all agreements.
            if !is_supposed(&id) && self.is_one(when) {
                let own = &mut self.words.own.borrow_mut().days;
                own.insert(when.to_owned(), days);
            }
            return Ok((days, Some(id)));
        }
        if let Some(days) = self.words.others.days.get(when) {
            return Ok((*days, None));
        }
        if !looks_like_an_id(when) || said(when).is_some() {
            return Err(no_date(when));
        }
        if let Some(hides) = self.hides(Kind::Event, when) {
            return Err(hides);
        }
        let (rank, near) = self.nearest(Kind::Event, when).unzip();
        let message = format!("`{when}` is neither a date nor the id of an event");
        let help = match (near, in_words(when, self.today)) {
            (Some(near), _) => format!("there is an event `{near}`"),
            (None, Some(date)) => format!("write `{date}`"),
            (None, None) => WHENS.to_owned(),
        };
        Err(Refusal::new(message, help).near(rank))
    }

    /// The ends of a range: the first day of the one WHEN and the close of the other, where they are given.
    pub fn range(
        &self,
        from: Option<&String>,
        to: Option<&String>,
    ) -> Result<(Option<At>, Option<At>), Refusal> {
        let first = from.map(|when| self.from(when)).transpose()?;
        let last = to.map(|when| self.at(when)).transpose()?;
        if let (Some(from), Some(to)) = (&first, &last)
            && from.day > to.day
        {
            let (first, last) = (from.day, to.day);
            let message = format!("the range would begin on {first} and end on {last}");
            let [earlier, later] = [to, from].map(|at| quoted(&at.when));
            let help = format!("write `--from {earlier} --to {later}`");
            return Err(Refusal::new(message, help));
        }
        Ok((first, last))
    }

    /// Notes a word of which only one agreement may know the meaning, unless it is noted already.
    pub(super) fn is_one(&self, id: &str) -> bool {
        let known = &mut self.words.known.borrow_mut();
        known.insert((None, id.to_owned()), None).is_none()
    }

    pub fn clause(&self, id: &str) -> Result<usize, Refusal> {
        self.find(Kind::Clause, id)
    }

    pub fn event(&self, id: &str) -> Result<usize, Refusal> {
        self.find(Kind::Event, id)
    }

    /// The place of a source, by its id or an earlier one, or by its address; or else the places of those that other
    /// agreements know by this word.
    pub fn sources(&self, word: &str) -> Result<Vec<usize>, Refusal> {
        let url = |place: usize| self.timeline.sources[place].url.as_deref();
        let at = |address: &str| {
            let mut shown = self.timeline.sources_shown();
            shown.find(|place| url(*place) == Some(address))
        };
        match at(word).map_or_else(|| self.find(Kind::Source, word), Ok) {
            Ok(place) => {
                let own = &mut self.words.own.borrow_mut().urls;
                own.extend(url(place).map(|url| (word.to_owned(), url.to_owned())));
                Ok(vec![place])
            }
            Err(why) => {
                let others = self.words.others.urls.iter();
                let others = others.filter(|(named, _)| named == word);
                let same: Vec<usize> = others.filter_map(|(_, url)| at(url)).collect();
                Some(same).filter(|all| !all.is_empty()).ok_or(why)
            }
        }
    }

    /// The place of a party, by its id or an earlier one, or by a name that no other has.
    pub fn party(&self, id: &str) -> Result<usize, Refusal> {
        let is = |word: &str| word.to_lowercase() == id.to_lowercase();
        let parties = self.timeline.parties.iter().enumerate();
        let mut named = parties.filter(|(_, party)| is(&party.id) || is(&party.name));
        match (named.next(), named.next()) {
            (Some((place, _)), None) => Ok(place),
            _ => self.find(Kind::Party, id),
        }
    }

    fn find(&self, kind: Kind, id: &str) -> Result<usize, Refusal> {
        let ids = kind.ids(self.timeline);
        if let Some(place) = ids.get(self.timeline.own(id)) {
            return Ok(*place);
        }
        if let Some(hides) = self.hides(kind, id) {
            return Err(hides);
        }
        let all = format!("`partnership show {kind}{}` lists them all", self.flags);
        let refused = |help: String| Refusal::new(format!("there is no {kind} `{id}`"), help);
        if let Some((rank, near)) = self.nearest(kind, id) {
            let kind = article(kind.word());
            return Err(refused(format!("there is {kind} `{near}`; {all}")).near(Some(rank)));
        }
        let known = kind.named(self.timeline);
        let known = known.map(|[id, _]| id.to_owned());
        Err(refused(all).known(kind.word(), known))
    }

    /// Why a lens does not show an id that the whole timeline has.
    pub(super) fn hides(&self, kind: Kind, id: &str) -> Option<Refusal> {
        let (whole, lens) = self.whole;
        kind.ids(&whole.timeline).get(self.timeline.own(id))?;
        let flags = lens.parts().into_iter();
        let flags = flags.map(|(flag, _)| format!("`--{flag}`"));
        let help = "this lens leaves nothing of it; without the lens it is shown";
        let message = format!("{kind} `{id}` is hidden by {}", and_list(flags));
        Some(Refusal::new(message, help).near(Some(0)))
    }
}

const WHENS: &str = "write a day `2026-04-27`, a month `2026-04`, a year `2026`, `today`, `today-7d`, or an event's id";

/// Why a WHEN is not a date. The forms that people write are only looked up here.
pub(crate) fn no_date(when: &str) -> Refusal {
    if let Some(meant) = said(when) {
        let help = format!("write `{meant}`");
        return Refusal::new(format!("`{when}` is not a date"), help);
    }
    if when.is_empty() {
        return Refusal::new("the date is empty", WHENS);
    }
    let mut refusal = Refusal::from(explain(when));
    let some_day = refusal.help.strip_prefix("write `[");
    let range = some_day.and_then(|rest| rest.split_once("]` for"));
    if let Some((range, _)) = range {
        let whole = format!("; `timeline {range}` and `diff {range}` go from the one to the other");
        refusal.help += &whole;
    }
    refusal
}

pub(super) fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

fn looks_like_an_id(word: &str) -> bool {
    let is_id = |word: &str| {
        word.contains(|c: char| c.is_ascii_lowercase())
            && !word.contains(['[', ']', '/', '~', '%', ' '])
    };
    let of_agreement = word.split_once('/');
    is_id(word) || of_agreement.is_some_and(|(of, id)| is_id(of) && is_id(id))
}
