//! What goes with what is told: the rest of what is removed, the day that is meant, how firm it is, who says so.

use super::duration::{Case, hold};
use crate::support::partnership;

const RENEWING: &str = r#"
format = 1
title = "Lease"
[source.deed]
title = "Deed"
[source.paper]
title = "Paper"
[clause.rent]
title = "Rent of the house"
[clause.roof]
title = "Roof of the house"
[[event]]
id = "signed"
date = "2020-01-01"
title = "The lease is signed"
cite = ["deed"]
[[event.change]]
clause = "rent"
action = "adopt"
text = "The rent is 2."
through = "2021"
renews = "1y"
renewals = 2
notice = "3m"
[[event.change]]
clause = "roof"
action = "adopt"
text = "The owner keeps the roof."
through = "2020-12-31"
renews = "1y"
notice = "1m"
[[event]]
id = "opened"
date = "2022-06-01"
title = "The lease has no end"
cite = ["deed"]
[[event.change]]
clause = "roof"
action = "amend"
unset = ["through"]
[[event]]
id = "told"
date = "2022-07-01"
title = "The roof is said to be lost"
cite = ["paper"]
[[event.change]]
clause = "roof"
action = "end"
basis = "reported"
"#;

#[test]
fn with_an_end_go_its_renewals() {
    let cases: [Case; 4] = [
        (
            "show roof -v",
            &["through: 2020-12-31 → –; renews: 1 year → –; notice: 1 month → –"],
            &[],
        ),
        (
            "show opened --format narrative",
            &[
                "it no longer runs to the end of 31 December 2020; it no longer renews for one year; it no longer has a notice period of one month",
            ],
            &[],
        ),
        (
            "timeline --format narrative",
            &["it no longer renews for one year"],
            &[],
        ),
        (
            "show opened",
            &["through 2020-12-31 → –", "renews 1 year → –"],
            &[],
        ),
    ];
    hold(RENEWING, &cases);
}

#[test]
fn the_last_day_of_a_renewed_term_stands_with_the_end_from_which_it_is_reckoned() {
    const LAST: &str = "last day, if nobody gave notice (reckoned from 2021)";
    const TO: &str = "(reckoned from 2021), renewed 2 of at most 2 times";
    let cases: [Case; 5] = [
        ("--today 2023-10-01", &[LAST], &[]),
        ("timeline", &[LAST], &[]),
        ("diff 2023-09 2024-02", &[LAST], &[]),
        ("terms 2023-10 --format narrative", &[TO], &[]),
        (
            "chart --format list --clause rent",
            &[
                "for 1 year, if nobody gave notice (reckoned from 2021)",
                LAST,
            ],
            &[],
        ),
    ];
    hold(RENEWING, &cases);
    let first = "terms 2020-10 --format narrative";
    hold(RENEWING, &[(first, &[], &["reckoned"])]);
}

#[test]
fn the_end_of_a_renewed_term_is_no_firmer_than_what_it_hangs_on() {
    let change = |basis: &str, rest: &str| {
        format!(
            "[[event]]\nid = \"by-{basis}\"\ndate = \"2020-01-01\"\ntitle = \"It is {basis}\"\n\
             [[event.change]]\nclause = \"rent\"\nbasis = \"{basis}\"\n{rest}\n"
        )
    };
    let adopted = "action = \"adopt\"\ntext = \"It is due.\"\nthrough = \"2021\"";
    let renews = "action = \"amend\"\nrenews = \"1y\"\nrenewals = 2";
    let (adopted, renews) = (change("stated", adopted), change("inferred", renews));
    let head = "format = 1\ntitle = \"Lease\"\n[clause.rent]\ntitle = \"Rent\"\n";
    let cases: [Case; 5] = [
        ("terms 2021-05", &["Rent to 2021 It is due."], &[]),
        (
            "terms 2023-05",
            &["to 2023-12-31 (reckoned from 2021) (inferred)"],
            &[],
        ),
        ("history", &["last day 2023-12-31 (inferred)"], &[]),
        (
            "history --format narrative",
            &["At the end of 31 December 2023 (inferred), this clause expired"],
            &[],
        ),
        (
            "chart --format list",
            &["its last day, if nobody gave notice (reckoned from 2021) (inferred)"],
            &[],
        ),
    ];
    hold(&[head, &adopted, &renews].concat(), &cases);
}

#[test]
fn an_end_bears_its_doubt_wherever_it_is_listed_and_says_who_says_so() {
    let cases: [Case; 5] = [
        (
            "show house",
            &["Roof of the house, ended 2022-07-01, reported"],
            &[],
        ),
        ("history", &["ended 2022-07-01 (reported)"], &[]),
        (
            "chart --format list",
            &["2022-07-01: ended (reported) (told)"],
            &[],
        ),
        (
            "chart --format svg",
            &["roof, 1 July 2022: ended (reported) (told) [paper]"],
            &[],
        ),
        (
            "show roof",
            &["ended 2022-07-01 The roof is said to be lost: Paper"],
            &[],
        ),
    ];
    hold(RENEWING, &cases);
}

#[test]
fn a_lens_says_which_day_its_when_was_taken_to_mean() {
    for (when, told) in [
        ("2024", "by 2024-12-31 is believed"),
        ("today-1y", "by 2025-06-17 (today-1y) is believed"),
        (
            "recapitalisation",
            "by 2025-10-28 (recapitalisation) is believed",
        ),
    ] {
        for format in ["table", "narrative", "markdown"] {
            let call = format!("terms --today 2026-06-17 --known-by {when} --format {format}");
            let answer = partnership(&call).done();
            assert!(answer.contains(told), "{call}:\n{answer}");
        }
        let call = format!("terms --today 2026-06-17 --known-by {when} --json");
        let day = format!("\"known_by\": \"{}\"", &told[3..13]);
        assert!(partnership(&call).done().contains(&day), "{call}");
    }
}

#[test]
fn what_is_kept_is_called_so_and_a_last_side_ends_its_line() {
    let event = partnership("show event agreement-amended").done();
    assert!(event.contains("= kept") && !event.contains("unchanged"));
    let listed = partnership("timeline").done();
    let words = listed.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("(known since 2026-07-31, …2026-03)"));
}

#[test]
fn suppositions_are_a_kind_of_events_where_there_are_any() {
    let refused = partnership("timeline --kind suppositions").run();
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("renewal, statement, third-party"));
    let call = partnership("timeline --kind supposition --suppose");
    let listed = call.arg("AGI is verified by the panel").done();
    assert!(listed.contains("1 supposition"), "{listed}");
}
