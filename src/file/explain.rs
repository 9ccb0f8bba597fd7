//! What each code means, at length: from the pages in `codes.md`.

use super::code::Code;

const PAGES: &str = include_str!("codes.md");

/// The page of a code: what is wrong and why it matters, then one example that is wrong and one that is
/// right. Its heading gives the severity too.
pub fn page(code: Code) -> String {
    let (_, text) = pages()
        .find(|(name, _)| *name == code.word())
        .unwrap_or_default();
    let text = text.replace("```toml wrong", "Wrong:\n\n```toml");
    let text = text.replace("```toml right", "Right:\n\n```toml");
    format!("# {}[{code}]\n\n{}\n", code.severity(), text.trim())
}

fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pages = PAGES.trim_start_matches("# ").split("\n# ");
    pages.filter_map(|page| page.split_once('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file;

    /// What surrounds an example that is not a whole file.
    const SETTING: &str = r#"
        format = 1
        title = "A lease"

        [party.owner]
        name = "Owner Ltd"

        [source.gazette]
        publisher = "The Gazette"

        [clause.rent]
        title = "Rent"
        parties = ["owner"]

        [[event]]
        id = "signed"
        date = "2020-01-15"
        title = "The lease is signed"
        cite = ["gazette"]

        [[event.change]]
        clause = "rent"
        action = "adopt"
        text = "The rent is 1,000 a month."
        terms = { amount = 1000 }

    "#;

    fn example<'a>(text: &'a str, word: &str) -> &'a str {
        let (_, rest) = text.split_once(&format!("```toml {word}\n")).expect(word);
        rest.split_once("```").expect("a closed example").0
    }

    /// The codes that reading an example gives; each file of several begins with a comment that names it.
    fn codes(example: &str) -> Vec<Code> {
        let several = example.strip_prefix("## ");
        let files = several.map(|several| several.split("\n## ").collect());
        let files: Vec<&str> = files.unwrap_or_else(|| vec![example]);
        let read = |file: &&str| {
            let setting = if file.starts_with("format") {
                ""
            } else {
                SETTING
            };
            let (path, text) = match several {
                Some(_) => file.split_once('\n').expect("a name"),
                None => ("example.toml", *file),
            };
            let mut bytes = format!("{setting}{text}").into_bytes();
            while let Some(at) = bytes.windows(4).position(|part| part == br"\xE9") {
                bytes.splice(at..at + 4, [0xE9]);
            }
            file::read(path, bytes, true)
        };
        let mut readings: Vec<file::Reading> = files.iter().map(read).collect();
        file::agree::compare(&mut readings);
        let found = readings.iter().flat_map(|reading| &reading.diagnostics);
        found.map(|found| found.code).collect()
    }

    #[test]
    fn each_code_has_a_page_in_the_order_of_the_alphabet() {
        let names: Vec<&str> = pages().map(|(name, _)| name).collect();
        let mut words = Code::WORDS.to_vec();
        words.sort_unstable();
        assert_eq!(names, words);
    }

    #[test]
    fn the_wrong_example_has_its_fault_and_the_right_one_none() {
        for (name, text) in pages() {
            let wrong = codes(example(text, "wrong"));
            assert!(
                wrong.iter().any(|code| code.word() == name),
                "{name} is not in {wrong:?}"
            );
            let right = codes(example(text, "right"));
            assert_eq!(right, [], "{name}");
        }
    }
}
