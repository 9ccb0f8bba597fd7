//! A small timeline as plain data, and how it is written as a file.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

/// Terms by name; arrays are sets.
pub(super) type Terms = BTreeMap<String, Value>;

/// What the agreement of a file says, and when.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) clauses: usize,
    /// The clause that says how long the agreement lasts.
    pub(super) lasts: Option<usize>,
    /// Which clauses outlive it.
    pub(super) survives: Vec<bool>,
    /// What each clause calls its terms, and what their numbers count.
    pub(super) told: Vec<[BTreeMap<&'static str, &'static str>; 2]>,
    /// When each source was published.
    pub(super) published: Vec<Option<String>>,
    pub(super) events: Vec<Event>,
}

/// Something dated.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) date: String,
    pub(super) announced: Option<String>,
    pub(super) planned: bool,
    pub(super) report: Option<bool>,
    pub(super) after: Vec<String>,
    pub(super) about: Vec<usize>,
    pub(super) basis: Option<&'static str>,
    pub(super) cite: Vec<Cite>,
    pub(super) changes: Vec<Change>,
}

/// What an event does to one clause.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) clause: usize,
    pub(super) action: &'static str,
    pub(super) effective: Option<String>,
    pub(super) text: Option<String>,
    pub(super) terms: Terms,
    pub(super) unset: Vec<String>,
    pub(super) through: Option<String>,
    pub(super) until: Option<String>,
    pub(super) renews: Option<String>,
    pub(super) renewals: Option<String>,
    pub(super) notice: Option<String>,
    /// Ids, joined by commas.
    pub(super) parties: Option<String>,
    pub(super) replaces: Vec<usize>,
    pub(super) basis: Option<&'static str>,
    pub(super) report: Option<bool>,
    pub(super) cite: Option<Vec<Cite>>,
}

/// A citation with what its source claims.
#[derive(Clone, Debug, Default)]
pub(super) struct Cite {
    pub(super) source: usize,
    pub(super) via: Option<usize>,
    pub(super) quote: Option<String>,
    pub(super) basis: Option<&'static str>,
    pub(super) date: Option<String>,
    pub(super) text: Option<String>,
    pub(super) terms: Option<Terms>,
    pub(super) through: Option<String>,
    pub(super) until: Option<String>,
}

/// How many sources every file has.
pub(super) const SOURCES: usize = 3;

/// The id of a clause.
pub(super) fn clause_id(clause: usize) -> String {
    format!("clause-{clause}")
}

impl Change {
    /// Leaves only the keys that the action takes, and gives those that it needs.
    pub(super) fn tidy(&mut self) {
        if ["keep", "unclear", "end"].contains(&self.action) {
            self.text = None;
            self.terms.clear();
            self.through = None;
            self.until = None;
            self.renews = None;
            self.renewals = None;
            self.notice = None;
            self.parties = None;
        }
        if !["amend", "disclose"].contains(&self.action) {
            self.unset.clear();
        }
        if self.action != "adopt" {
            self.replaces.clear();
        } else if self.text.is_none() {
            self.text = Some("As adopted.".to_owned());
        }
    }

    /// Whether it gives no value, as only a source may let a change that is no more than a word.
    pub(super) fn gives_nothing(&self) -> bool {
        let values = [&self.text, &self.through, &self.until, &self.renews];
        let others = [&self.renewals, &self.notice, &self.parties];
        values == [&None; 4] && others == [&None; 3] && self.terms.is_empty()
    }

    /// Whether it gives a value under a name.
    pub(super) fn gives(&self, name: &str) -> bool {
        match name {
            "through" => self.through.is_some(),
            "until" => self.until.is_some(),
            "renews" => self.renews.is_some(),
            "renewals" => self.renewals.is_some(),
            "notice" => self.notice.is_some(),
            term => self.terms.contains_key(term),
        }
    }

    fn removes(&self, name: &str) -> bool {
        self.unset.iter().any(|unset| unset == name)
    }

    /// Whether it gives or removes something of how its clause goes on.
    pub(super) fn renews_otherwise(&self) -> bool {
        let mut names = ["renews", "renewals", "notice"].into_iter();
        self.removes("through") || names.any(|name| self.gives(name) || self.removes(name))
    }

    /// Whether it gives or removes something of how long its clause goes on, of which a notice period is nothing.
    pub(super) fn prolongs(&self) -> bool {
        let mut names = ["through", "renews", "renewals"].into_iter();
        names.any(|name| self.gives(name) || self.removes(name))
    }

    /// The date on which it takes effect, in a given event.
    pub(super) fn date<'a>(&'a self, event: &'a Event) -> &'a str {
        self.effective.as_deref().unwrap_or(&event.date)
    }
}

impl World {
    /// The world as a file.
    pub(super) fn toml(&self) -> String {
        let mut out = String::from("format = 1\ntitle = \"A timeline\"\nrecorded = \"2024\"\n");
        if let Some(lasts) = self.lasts {
            writeln!(out, "lasts = \"{}\"", clause_id(lasts)).expect("writes to a text");
        }
        out.push_str("\n[party.other]\nname = \"Other\"\n\n[party.someone]\nname = \"Someone\"\n");
        for source in 0..SOURCES {
            write!(
                out,
                "\n[source.source-{source}]\npublisher = \"Publisher {source}\"\n"
            )
            .expect("writes to a text");
            if let Some(published) = &self.published[source] {
                writeln!(out, "published = {}", quoted(published)).expect("writes to a text");
            }
        }
        for clause in 0..self.clauses {
            let head = format!(
                "\n[clause.{}]\ntitle = \"Clause {clause}\"\n",
                clause_id(clause)
            );
            let topic = if clause % 2 == 0 {
                "topic = \"even\"\nparties = [\"someone\"]\n"
            } else {
                ""
            };
            let survives = if self.survives[clause] {
                "survives = true\n"
            } else {
                ""
            };
            out.extend([head.as_str(), topic, survives]);
            for (key, told) in ["label", "unit"].into_iter().zip(&self.told[clause]) {
                let told: Vec<String> = told
                    .iter()
                    .map(|(term, text)| format!("{term} = {}", quoted(text)))
                    .collect();
                writeln!(out, "{key} = {{ {} }}", told.join(", ")).expect("writes to a text");
            }
        }
        self.events
            .iter()
            .for_each(|event| out.push_str(&event.toml()));
        out
    }
}

impl Event {
    fn toml(&self) -> String {
        let mut table = Table::new("[[event]]");
        table.text("id", Some(&self.id));
        // A day can also be written without quotes.
        if self.date.len() == 10 && self.date.ends_with('1') {
            table.raw("date", &self.date);
        } else {
            table.text("date", Some(&self.date));
        }
        table.text("title", Some(&format!("Event {}", self.id)));
        table.text("announced", self.announced.as_deref());
        table.text("basis", self.basis);
        if self.planned {
            table.raw("planned", "true");
        }
        table.flag("report", self.report);
        table.list("after", self.after.iter().map(|id| quoted(id)));
        table.list(
            "about",
            self.about.iter().map(|clause| quoted(&clause_id(*clause))),
        );
        table.list("cite", self.cite.iter().map(Cite::toml));
        table.out + &self.changes.iter().map(Change::toml).collect::<String>()
    }
}

impl Change {
    fn toml(&self) -> String {
        let mut table = Table::new("[[event.change]]");
        table.text("clause", Some(&clause_id(self.clause)));
        table.text("action", Some(self.action));
        table.text("effective", self.effective.as_deref());
        table.text("text", self.text.as_deref());
        if !self.terms.is_empty() {
            table.raw("terms", &inline(&self.terms));
        }
        table.list("unset", self.unset.iter().map(|name| quoted(name)));
        table.text("through", self.through.as_deref());
        table.text("until", self.until.as_deref());
        table.text("renews", self.renews.as_deref());
        if let Some(renewals) = &self.renewals {
            table.raw("renewals", renewals);
        }
        table.text("notice", self.notice.as_deref());
        table.list(
            "parties",
            self.parties
                .iter()
                .flat_map(|ids| ids.split(','))
                .map(quoted),
        );
        table.list(
            "replaces",
            self.replaces
                .iter()
                .map(|clause| quoted(&clause_id(*clause))),
        );
        table.text("basis", self.basis);
        table.flag("report", self.report);
        table.list("cite", self.cite.iter().flatten().map(Cite::toml));
        table.out
    }
}

impl Cite {
    fn toml(&self) -> String {
        let mut keys = vec![format!("source = \"source-{}\"", self.source)];
        keys.extend(self.via.map(|via| format!("via = \"source-{via}\"")));
        let texts = [
            ("quote", &self.quote),
            ("date", &self.date),
            ("text", &self.text),
            ("through", &self.through),
            ("until", &self.until),
        ];
        keys.extend(self.basis.map(|basis| format!("basis = \"{basis}\"")));
        let given = texts
            .into_iter()
            .filter_map(|(key, value)| value.as_ref().map(|value| (key, value)));
        keys.extend(given.map(|(key, value)| format!("{key} = {}", quoted(value))));
        keys.extend(
            self.terms
                .as_ref()
                .map(|terms| format!("terms = {}", inline(terms))),
        );
        format!("{{ {} }}", keys.join(", "))
    }
}

/// A table of a file in the making.
struct Table {
    out: String,
}

impl Table {
    fn new(head: &str) -> Self {
        Self {
            out: format!("\n{head}\n"),
        }
    }

    fn raw(&mut self, key: &str, value: &str) {
        self.out.extend([key, " = ", value, "\n"]);
    }

    fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.raw(key, &quoted(value));
        }
    }

    fn flag(&mut self, key: &str, value: Option<bool>) {
        if let Some(value) = value {
            self.raw(key, if value { "true" } else { "false" });
        }
    }

    fn list(&mut self, key: &str, items: impl Iterator<Item = String>) {
        let items: Vec<String> = items.collect();
        if !items.is_empty() {
            self.raw(key, &format!("[{}]", items.join(", ")));
        }
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Values of terms read alike in JSON and in TOML.
fn inline(terms: &Terms) -> String {
    let entries: Vec<String> = terms
        .iter()
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    format!("{{ {} }}", entries.join(", "))
}
