//! `find`: every place where words occur.

mod data;
mod meant;
pub(crate) mod search;
pub(crate) mod table;

use super::prelude::*;
use crate::answer::story::read;
use crate::phrases::dates;
use crate::phrases::sentences::bare;
pub use data::*;
pub(crate) use meant::{answering, names};
pub use search::Hit;
use table::{firm, gone, said};

#[derive(Args, Clone, Debug, Default)]
pub struct FindArgs {
    /// A phrase, some words, or a question, in capital or small letters
    #[arg(required = true, value_name = "TEXT")]
    pub text: Vec<String>,
    /// How far from these words is looked: of several agreements, no further in one than in another
    #[arg(skip)]
    pub farthest: Nearness,
}

impl Question for FindArgs {
    const FORMATS: &'static [Format] = formats![Ndjson];
    const JOINS: bool = true;

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let found = find(&mut records, self.text.join(" "), self.farthest)?;
        let remark = || {
            let near = near(view, &found.query).map(|near| format!("; there is {}", ticked(&near)));
            let (query, near) = (ticked(&found.query), near.unwrap_or_default());
            format!("no text has {query}{near}")
        };
        let remarks = found.hits.is_empty().then(remark);
        Ok(records.finish("find", found).with(remarks))
    }

    /// Where one agreement has the words, what is less like them in others is no answer.
    fn of_all(&self, reports: &[Report]) -> Option<Self> {
        let found = reports.iter().filter_map(|of| of.answer.downcast_ref());
        let found = found.filter(|found: &&Findings| found.total > 0);
        let near = found.map(|found| found.nearness);
        let (farthest, other) = (near.clone().min()?, near.max()?);
        let text = self.text.clone();
        (farthest < other).then_some(Self { text, farthest })
    }
}

impl Answer for Findings {
    shapes!(table::paper, story);

    fn rows(&self, _: &Context) -> Rows<'_> {
        Rows::of("kind id field text from to call sources", &self.hits)
    }

    fn records(&self) -> Records<'_> {
        Box::new(self.hits.iter().map(value))
    }
}

fn story(context: &Context, body: &Findings) -> Story {
    let (mut told, count) = (Story::default(), count(body.total, "place"));
    let text = format!("This record has {count} for {}", ticked(&body.query));
    let lead = body.lead.iter().map(Sentence::of_record);
    told.say(text);
    told.paragraph(lead.collect());
    let look = Look {
        verbose: true,
        ..Look::default()
    };
    let sentence = |hit: &Hit| {
        let from = hit.of.stood.0.map(|of| match gone(hit) {
            Some(gone) => format!("{}, {gone}", capital(&dates::date(of))),
            None => format!("From {}", dates::date(of)),
        });
        let to = hit.of.stood.1.map(|to| format!(" to {}", dates::date(to)));
        let days = from.map(|from| from + &to.unwrap_or_default() + ": ");
        let cites = backing(&hit.cite, hit.name()).into_iter();
        let cites = cites.map(read);
        let text = capital(&bare(&said(&context.refs, hit, look).text()));
        Sentence {
            sources: hit.source.iter().cloned().chain(cites).collect(),
            ..Sentence::of_record(days.unwrap_or_default() + &text + &firm(hit))
        }
    };
    for hits in body.hits.chunk_by(Hit::is_beside) {
        let Hit {
            kind, of, title, ..
        } = &hits[0];
        let day = of.date.filter(|_| *kind == Kind::Event);
        let day = day.map_or_else(String::new, |day| capital(&dates::date(day)) + ": ");
        let is_bare = hits.iter().all(|hit| hit.text == *title);
        let texts = hits.iter().filter(|hit| is_bare || hit.text != *title);
        let sentences = texts.map(sentence).collect();
        told.section(Some(format!("{day}{title}")), vec![sentences]);
    }
    told
}
