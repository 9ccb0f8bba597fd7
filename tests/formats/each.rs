//! Each answer in each format: it is printed, or refused before any file is opened.

use clap::ValueEnum;
use partnership::answer::Format;

use crate::support::{ANSWERS, cases, files, partnership};

const LENSES: [&str; 4] = [
    "",
    " --known-by 2026-05",
    " --according-to siliconangle-2026",
    " --basis stated",
];

#[test]
fn a_question_prints_its_formats_and_refuses_the_others_before_it_reads() {
    let others = ["terms --all", "diff 2025-10 2024-12", "page"];
    for (row, question) in ANSWERS.into_iter().chain(others).enumerate() {
        let mut printed = Vec::new();
        for (column, format) in Format::value_variants().iter().enumerate() {
            let word = format.word();
            let call = format!("{question} --format {word}");
            let unread = partnership(&format!("{call} --file nowhere.toml")).run();
            if unread.code == 3 {
                let lens = LENSES[(row + column) % LENSES.len()];
                let text = partnership(&format!("{call}{lens} --quiet")).done();
                assert!(!text.trim().is_empty(), "`{call}{lens}` prints something");
                printed.push(word);
            } else {
                assert_eq!(unread.code, 2, "`{call}`");
                let refused = format!("error: this answer cannot be printed as `{word}`\n");
                assert!(unread.stderr.starts_with(&refused), "{}", unread.stderr);
            }
        }
        assert!(printed.len() >= 2, "`{question}`: {printed:?}");
        let refusal = partnership(&format!("{question} --format short")).refused(2);
        let help = refusal.lines().nth(1).unwrap_or_default();
        for word in &printed {
            assert!(help.contains(&format!("`{word}`")), "`{question}`: {help}");
        }
    }
}

#[test]
fn what_bounds_an_answer_stands_above_its_table_and_its_prose_alike() {
    for (row, question) in ANSWERS.into_iter().enumerate() {
        for today in ["2026-11-28", "2027-02-01"] {
            let lens = LENSES[row % LENSES.len()];
            let bounds = |format: &str| {
                let call =
                    format!("{question} --today {today} --width 200 --format {format}{lens}");
                let text = partnership(&call).done();
                let mut lines = text.lines().map(str::to_owned);
                lines.find(|line| line.contains("kept to"))
            };
            assert!(bounds("table").is_some(), "`{question}`");
            assert_eq!(bounds("table"), bounds("narrative"), "`{question}`");
        }
    }
}

#[test]
fn the_last_change_is_one_for_the_first_screen_and_the_timeline() {
    let mut told = 0;
    for path in files(&cases("timelines"), "toml") {
        let path = path.display();
        let lead = |question: &str| {
            let call = format!("{question} --format narrative --width 0 --file {path}");
            let text = partnership(&call).run().stdout;
            let lead = text.split_once("The last change came ")?.1;
            let end = lead.find([';', '[', '\n']).unwrap_or(lead.len());
            Some(lead[..end].to_owned())
        };
        let first = lead("");
        assert_eq!(lead("timeline"), first, "{path}");
        told += usize::from(first.is_some());
    }
    assert!(told > 5, "{told}");
}
