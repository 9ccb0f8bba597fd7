//! Pages of our own, written in a little Markdown, for a terminal.

use super::{in_memory, table::Page};
use crate::answer::{Look, block::Line, block::Role};

/// Headings, paragraphs, list items, and examples between fences, which are set in and stay as they are.
pub fn render(text: &str, look: Look) -> String {
    in_memory(|to| {
        let mut page = Page::new(look, to);
        let mut inside = false;
        for line in text.lines() {
            if line.starts_with("```") {
                inside = !inside;
            } else if inside {
                page.line(&Line::plain(format!("    {line}")));
            } else if line.is_empty() {
                page.gap();
            } else if let Some(item) = line.strip_prefix("- ") {
                page.paragraph(&Line::plain(item), "- ", "  ");
            } else if line.starts_with('#') {
                let heading = line.trim_start_matches('#').trim_start();
                page.paragraph(&Line::of(Role::Strong, heading), "", "");
            } else {
                page.paragraph(&Line::plain(line), "", "");
            }
        }
        page.finish()
    })
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
            spoken: false,
        };
        let page = "# Title\n\nSome words that are too long for a line.\n\n- an item that is too long as well\n\n```toml\nkey = \"a value that is longer than the page\"\n```\n";
        assert_eq!(
            render(page, look),
            "Title\n\nSome words that are too long\nfor a line.\n\n- an item that is too long as\n  well\n\n    key = \"a value that is longer than the page\"\n"
        );
    }
}
