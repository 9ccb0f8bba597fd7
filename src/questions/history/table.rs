//! The page of `history`.

use std::rc::Rc;

use super::{Row, Versions};
use crate::agreement::{ChangeKind, Value};
use crate::answer::block::{self, Block, Cells, Grid, Line, Mark, Role};
use crate::answer::{Context, Look, Refs};
use crate::phrases::clause::short;
use crate::phrases::texts::sentence;
use crate::phrases::{self, heading::head, signs, values, who};
use crate::text::words::Count;

/// Every version of every clause, with the days on which it is certainly the one in force.
pub(crate) fn blocks(context: &Context, body: &Versions, look: Look) -> Vec<Block> {
    let count = Count(body.versions.len(), "version").to_string();
    let mut blocks = head(context, &count, Vec::new(), &[]);
    let refs = Rc::new(context.refs.clone());
    let mut rows = Vec::new();
    for versions in (body.versions).chunk_by(|a, b| a.clause == b.clause) {
        let (id, title) = (&versions[0].clause, &versions[0].title);
        let line = Line::of(Role::Strong, title).and(Role::Faint, format!(" ({id})"));
        rows.push(block::Row::Group(line));
        rows.extend(versions.iter().cloned().map(|version| {
            let refs = Rc::clone(&refs);
            block::Row::Later(Rc::new(move || row(&refs, &version, look)))
        }));
    }
    let columns = vec!["Days", "How it read"];
    blocks.push(Block::Grid(Grid { columns, rows }));
    blocks.extend(signs::legend([], look));
    blocks
}

fn row(refs: &Refs, row: &Row, look: Look) -> Cells {
    let version = &row.version;
    let days = version.days.map_or_else(
        || "no certain day".to_owned(),
        |days| {
            let to = days.to.map(|to| to.to_string());
            format!("{} to {}", days.from, to.as_deref().unwrap_or("open"))
        },
    );
    let known = match version.kind {
        ChangeKind::Learned => format!(" {}", short(version.known)),
        _ if version.known == version.from => String::new(),
        _ => format!(", known since {}", short(version.known)),
    };
    let firm = phrases::basis(version.basis).map(|basis| format!(", {basis}"));
    let Mark { word, role, .. } = signs::of(version.action);
    let mut first = Line::of(role, format!("{word}{known}{}", firm.unwrap_or_default()));
    if let Some(text) = &version.text {
        let text = sentence(text, version.wording, look);
        first = first.and(Role::Plain, ": ").then(text);
    }
    let mut reads = vec![first];
    if look.verbose || version.text.is_none() {
        let value = |(name, of): (&String, &Value)| {
            let label = values::label(refs, &row.clause, name);
            format!("{label}: {}", values::shown(refs, &row.clause, name, of))
        };
        let mut values: Vec<String> = version.terms.iter().map(value).collect();
        let through = version.through;
        values.extend(through.map(|date| format!("through: {}", date.human())));
        values.extend(version.until.iter().map(|until| format!("until: {until}")));
        reads.extend(values.into_iter().map(Line::plain));
    }
    if look.verbose {
        reads.push(Line::of(Role::Faint, &version.event));
        reads.extend(phrases::note(version.note.as_ref()));
    }
    if look.sources {
        reads.extend(who::full(refs, &row.clause, &version.cite));
    }
    vec![vec![Line::plain(days)], reads]
}
