//! `find`: every place where words occur.

pub(crate) mod search;
pub(crate) mod table;

use super::prelude::*;
use crate::answer::story::read;
use crate::phrases::dates;
use crate::phrases::sentences::bare;
use crate::questions::filters::wanted;
pub use search::Hit;
use search::Search;
use table::{firm, said};

#[derive(Args, Clone, Debug, Default)]
pub struct FindArgs {
    /// A phrase or some words, in capital or small letters
    #[arg(required = true, value_name = "TEXT")]
    pub text: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Findings {
    pub query: String,
    pub total: usize,
    pub hits: Vec<Hit>,
    /// How the words were understood, where they are nowhere as one phrase.
    #[serde(skip)]
    pub lead: Option<String>,
}

/// Where words occur as one phrase, else the texts that have all of them.
pub(crate) fn find(records: &mut Recorder<'_, '_>, query: String) -> Result<Findings, Refusal> {
    let phrase = wanted(&query)?;
    let mut hits = Search::all(records, &phrase);
    let (mut lead, words) = (None, phrase.apart());
    // One word was looked for already.
    if hits.is_empty() && words.words().nth(1).is_some() {
        hits = Search::all(records, &words);
        let all = ticked(&query);
        let told = format!("Nowhere as one phrase: these texts have all of {all}");
        lead = (!hits.is_empty()).then_some(told);
    }
    Ok(Findings {
        total: hits.len(),
        query,
        hits,
        lead,
    })
}

impl Question for FindArgs {
    const FORMATS: &'static [Format] = formats![Ndjson];

    fn ask(&self, view: &View<'_>) -> Result<Report, Refusal> {
        let mut records = Recorder::new(view);
        let found = find(&mut records, self.text.join(" "))?;
        let remark = || format!("no text has {}", ticked(&found.query));
        let remarks = found.hits.is_empty().then(remark);
        Ok(records.finish("find", found).with(remarks))
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
    told.say(text);
    let lead = body.lead.iter().map(Sentence::of_record);
    told.paragraph(lead.collect());
    let look = Look {
        verbose: true,
        ..Look::default()
    };
    let sentence = |hit: &Hit| {
        let (from, to) = hit.of.stood;
        let from = from.map(|from| format!("From {}", dates::date(from)));
        let to = to.map(|to| format!(" to {}", dates::date(to)));
        let days = from.map(|from| from + &to.unwrap_or_default() + ": ");
        let cites = backing(&hit.cite, hit.name()).into_iter().map(read);
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
