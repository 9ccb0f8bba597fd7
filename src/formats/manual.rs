//! Pages of our own, written in a little Markdown, for a terminal.

use super::table::Page;
use crate::answer::Look;
use crate::answer::block::{Line, Role};

/// The most columns of a page that is read as prose.
const WIDEST: usize = 100;

/// A line of a page, by what it is.
pub enum Piece<'t> {
    Heading(&'t str),
    Item(&'t str),
    Text(&'t str),
    /// A line of an example, which stays as it is.
    Example(&'t str),
    /// Where examples begin and end.
    Fence,
    Gap,
}

pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut inside = false;
    text.lines().map(move |line| {
        let fence = line.starts_with("```");
        inside ^= fence;
        match line.strip_prefix("- ") {
            _ if fence => Piece::Fence,
            _ if inside => Piece::Example(line),
            _ if line.is_empty() => Piece::Gap,
            Some(item) => Piece::Item(item),
            None if line.starts_with('#') => {
                Piece::Heading(line.trim_start_matches('#').trim_start())
            }
            None => Piece::Text(line),
        }
    })
}

/// A page: headings, paragraphs, list items, and examples between fences, which are set in.
pub fn render(text: &str, look: Look) -> String {
    let width = Some(look.width.unwrap_or(WIDEST).min(WIDEST));
    let mut out = Vec::new();
    let mut page = Page::new(Look { width, ..look }, &mut out);
    for piece in pieces(text) {
        match piece {
            Piece::Example(line) => page.verbatim(line),
            Piece::Gap => page.gap(),
            Piece::Fence => {}
            Piece::Item(item) => page.paragraph(&Line::plain(item), "- ", "  "),
            Piece::Heading(heading) => page.paragraph(&Line::of(Role::Strong, heading), "", ""),
            Piece::Text(line) => page.paragraph(&Line::plain(line), "", ""),
        }
    }
    let written = page.finish();
    written.unwrap_or_else(|_| unreachable!("memory takes every byte"));
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_wrapped_and_examples_are_not() {
        let look = Look {
            width: Some(30),
            color: false,
            ascii: true,
            verbose: false,
            sources: false,
        };
        let page = "# Title\n\nSome words that are too long for a line.\n\n- an item that is too long as well\n\n```toml\nkey = \"a value that is longer than the page\"\n```\n";
        assert_eq!(
            render(page, look),
            "Title\n\nSome words that are too long\nfor a line.\n\n- an item that is too long as\n  well\n\n    key = \"a value that is longer than the page\"\n"
        );
    }
}
