//! `help` prints the help of a command, and the reference of the format.

use crate::support::{Snapshots, partnership, snapshots_of};

#[test]
fn the_reference_reads_as_a_page() {
    let mut snapshots = Snapshots::default();
    let page = partnership("help format").done();
    snapshots.compare(&snapshots_of("bundled").join("help-format.txt"), page);
    snapshots.finish();
    let raw = partnership("help format --format markdown").done();
    assert!(raw.starts_with("# The timeline file, format 1\n") && raw.contains("```toml\n"));
}

#[test]
fn help_is_that_of_the_flag() {
    for words in ["", "diff", "show clause", "check"] {
        let flag = partnership(words).arg("--help").done();
        let command = words
            .split_whitespace()
            .fold(partnership("help"), crate::support::Call::arg);
        let lines = |text: &str| {
            text.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(lines(&command.done()), lines(&flag), "{words}");
    }
    let told = partnership("help sho").refused(2);
    assert!(told.contains("help: there is `show`\n"), "{told}");
    let told = partnership("help daets").refused(2);
    assert!(told.contains("help: there is `dates`\n"), "{told}");
    let told = partnership("help show claus").refused(2);
    assert!(told.contains("there is `show clause`"), "{told}");
}
