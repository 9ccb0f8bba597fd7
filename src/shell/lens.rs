//! The lens that the flags ask for, and the flags that ask for it again.

use std::rc::Rc;

use super::{Global, LensArgs};
use crate::agreement::{Source, history::History, lens};
use crate::answer::Lens;
use crate::date::{Date, Day};
use crate::questions::view::{Refusal, View, Words};
use crate::questions::{filters::each, filters::flag, suppose};

/// A timeline as the flags want it seen.
#[derive(Default)]
pub(crate) struct Seen {
    lens: lens::Lens,
    named: Lens,
    /// What the lens leaves, where it leaves something out.
    narrowed: Option<History>,
    words: Rc<Words>,
}

impl Seen {
    /// What is believed and supposed, and how that is named.
    pub(crate) fn of(
        global: &Global,
        whole: &History,
        today: Day,
        words: Rc<Words>,
    ) -> Result<Self, Refusal> {
        let (asked, mut found, mut named) = (&global.lens, lens::Lens::default(), Lens::default());
        if *asked == LensArgs::default() {
            let seen = Self::default();
            return Ok(Self { words, ..seen });
        }
        (found.basis, named.basis) = (asked.basis, asked.basis);
        let mut view = View::new(whole, today, Lens::default(), None);
        (view.flags, view.words) = (chosen(global), Rc::clone(&words));
        let known_by = asked.known_by.as_ref().map(|when| view.at(when));
        found.known_by = known_by.transpose()?.map(|at| at.day);
        let word = asked.known_by.clone();
        named.known_by_word = word.filter(|when| Date::read(when).is_none());
        let sources = &asked.according_to;
        found.according_to = each(&view, "source", sources, |word| view.sources(word))?.concat();
        found.according_to.sort_unstable();
        found.according_to.dedup();
        let all = &whole.timeline.sources;
        let sources = || found.according_to.iter().map(|place| &all[*place]);
        named.known_by = found.known_by;
        named.according_to = sources().map(|source| source.id.clone()).collect();
        named.names = sources().map(|source| name(source, all)).collect();
        let left_out = found.left_out(&whole.timeline).into_iter();
        let title = |clause: usize| whole.timeline.clauses[clause].title.clone();
        named.left_out = left_out.map(|(did, of)| (did, title(of))).collect();
        for text in &asked.suppose {
            let narrowed = History::of(found.narrow(&whole.timeline));
            let mut view = View::new(&narrowed, today, Lens::default(), None);
            (view.whole, view.words) = ((whole, &found), Rc::clone(&words));
            let supposed = suppose::read(&view, text);
            words.note("suppose", text, &supposed);
            match supposed {
                Ok((supposition, of)) => {
                    found.suppose.push(supposition);
                    named.suppose.push(of);
                }
                // Another agreement may know it.
                Err(_) if whole.timeline.is_part => {}
                Err(why) => return Err(why),
            }
        }
        let narrows = found != lens::Lens::default();
        let narrowed = narrows.then(|| History::of(found.narrow(&whole.timeline)));
        Ok(Self {
            lens: found,
            named,
            narrowed,
            words,
        })
    }

    pub(crate) fn view<'t>(
        &'t self,
        global: &Global,
        whole: &'t History,
        today: Day,
        path: Option<String>,
    ) -> View<'t> {
        let history = self.narrowed.as_ref().unwrap_or(whole);
        let mut view = View::new(history, today, self.named.clone(), path);
        (view.flags, view.words) = (flags(global), Rc::clone(&self.words));
        view.whole = (whole, &self.lens);
        view
    }
}

/// A source by the name of its publisher, with its id where others have that name too.
fn name(source: &Source, all: &[Source]) -> String {
    let of = |source: &Source| source.publisher.clone().or(source.title.clone());
    match of(source) {
        None => source.id.clone(),
        Some(name) if all.iter().filter(|other| of(other) == of(source)).count() == 1 => name,
        Some(name) => format!("{name} ({})", source.id),
    }
}

/// The flags that choose the timelines.
fn chosen(global: &Global) -> String {
    let files = global.file.iter().map(|file| file.to_string_lossy());
    let files = files.map(|file| flag("--file", &file));
    let agreements = global.agreement.iter().map(|id| flag("--agreement", id));
    let keep_going = global.keep_going.then(|| " --keep-going".to_owned());
    files.chain(agreements).chain(keep_going).collect()
}

/// The flags that choose the timeline and the lens, as a call needs them again.
pub(crate) fn flags(global: &Global) -> String {
    let lens = global.lens.parts().into_iter();
    let lens = lens.map(|(name, value)| flag(&format!("--{name}"), value));
    chosen(global) + &lens.collect::<String>()
}
