//! How an agreement's end, and what is given from a later day on, read in every place.

use crate::support::partnership;

const LEASE: &str = r#"
format = 1
title = "Lease"
lasts = "term"
[party.owner]
name = "Owner Ltd"
[party.newco]
name = "Newco Ltd"
[clause.term]
title = "Term"
[clause.rent]
title = "Rent"
[clause.secrecy]
title = "Secrecy"
survives = true
[source.deed]
title = "The deed"
[[event]]
id = "signed"
date = "2023-12-10"
title = "Signed"
cite = ["deed"]
[[event.change]]
clause = "term"
action = "adopt"
text = "Runs on."
effective = "2024-01-01"
[[event.change]]
clause = "rent"
action = "adopt"
text = "Rent."
terms = { amount = 10 }
through = "2028-06-30"
effective = "2024-01-01"
[[event.change]]
clause = "rent"
action = "amend"
terms = { amount = 12 }
effective = "2025-03-01"
[[event.change]]
clause = "rent"
action = "amend"
terms = { amount = 14 }
effective = "2027-03-01"
[[event.change]]
clause = "secrecy"
action = "adopt"
text = "Secret."
effective = "2024-01-01"
[[event]]
id = "assigned"
date = "2024-06-01"
title = "Assigned"
cite = ["deed"]
[[event.change]]
clause = "rent"
action = "amend"
parties = ["owner", "newco"]
[[event]]
id = "noticed"
date = "2026-09-15"
title = "Notice is given"
cite = ["deed"]
[[event.change]]
clause = "term"
action = "end"
effective = "2026-12-31"
[[event.change]]
clause = "secrecy"
action = "end"
effective = "2026-12-31"
"#;

const AGAIN: &str = r#"
[[event]]
id = "again"
date = "2028-02-01"
title = "Concluded again"
cite = ["deed"]
[[event.change]]
clause = "term"
action = "adopt"
text = "Again."
"#;

pub(super) fn said(text: &str, call: &str) -> String {
    let call = partnership(&format!("-f a.toml {call}")).file("a.toml", text);
    call.run().stdout
}

/// A call on a day, with what its answer says and does not say; a line break is a blank.
pub(super) type Case = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

pub(super) fn hold(text: &str, cases: &[Case]) {
    for (call, says, says_not) in cases {
        let found = said(text, call);
        let words = found.split_whitespace().collect::<Vec<_>>().join(" ");
        for told in *says {
            assert!(words.contains(told), "{call} does not say {told}:\n{found}");
        }
        for told in *says_not {
            assert!(!words.contains(told), "{call} says {told}:\n{found}");
        }
    }
}

const CASES: [Case; 16] = [
    (
        "--today 2026-11-01 diff 2026-12-30 2027-04 --format narrative",
        &["Rent ends with the agreement (from 31 December 2026)"],
        &["ended with"],
    ),
    (
        "--today 2026-11-01 history --clause rent --format narrative",
        &["It ends on 31 December 2026"],
        &["It ended on 31 December"],
    ),
    (
        "--today 2025-06-01 --format narrative show event signed",
        &[
            "One clause was amended, Rent (from 1 March 2025)",
            "One clause is to be amended, Rent (from 1 March 2027)",
        ],
        &[],
    ),
    (
        "--today 2027-05-01 diff 2026-12-30 2027-04",
        &["Notice is given", "- Rent with the agreement"],
        &["Signed", "- Secrecy with the agreement"],
    ),
    (
        "--today 2027-05-01 diff 2026-12-30 2027-04 --format narrative",
        &["Rent ended with the agreement (from 31 December 2026)"],
        &["Term ended with"],
    ),
    (
        "--today 2026-10-01 upcoming",
        &["Notice is given"],
        &["Signed"],
    ),
    (
        "--today 2026-10-01 terms",
        &["ending 2026-12-31, with the agreement"],
        &["2028-06-30"],
    ),
    (
        "--today 2026-10-01 terms --json",
        &[
            r#""ahead": { "how": "ended", "date": "2026-12-31", "through": null, "with_agreement": true, "stands": "in force", "assumed": false,"#,
        ],
        &[],
    ),
    (
        "--today 2026-10-01 terms --format csv",
        &[",2026-12-31,2026-12-31,2026-12-31,ended,true,false,deed,"],
        &[],
    ),
    (
        "--today 2027-05-01 diff 2026-12-30 2027-04 --json",
        &[r#""with_agreement": true"#],
        &[],
    ),
    (
        "--today 2027-05-01 terms --all",
        &["with the agreement", "ended 2026-12-31"],
        &[],
    ),
    (
        "--today 2026-10-01 show clause rent",
        &[
            "ound from then on: Owner Ltd, Newco Ltd",
            "ends with the agreement",
            "when the agreement is over",
        ],
        &["stands again"],
    ),
    (
        "--today 2026-10-01 --format narrative show event assigned",
        &["rom then on it binds Owner Ltd and Newco Ltd"],
        &["how is not recorded"],
    ),
    ("--today 2025-06-01", &["2025-03-01"], &["is over"]),
    (
        "--today 2027-05-01 --format csv",
        &["over,ended,2026-12-31,2026-12-31,2026-12-31,noticed,term,"],
        &[],
    ),
    (
        "--today 2027-05-01 terms --format narrative",
        &["[1] “The deed”"],
        &["[1] deed"],
    ),
];

#[test]
fn the_end_of_an_agreement_is_the_end_of_what_it_bounds() {
    hold(LEASE, &CASES);
}

#[test]
fn the_end_of_an_agreement_keeps_its_precision() {
    let blurred = LEASE.replacen("effective = \"2026-12-31\"", "effective = \"2026-12\"", 1);
    let bounded = LEASE.replacen("\"Runs on.\"", "\"Runs on.\"\nthrough = \"2027-03\"", 1);
    for (text, call, words) in [
        (&blurred, "terms", "ending 2026-12, with the agreement"),
        (&blurred, "show clause rent", "ending 2026-12, with the"),
        (
            &blurred,
            "terms --format narrative",
            "It ends in December 2026, with the agreement [1].",
        ),
        (&bounded, "terms 2026-06", "to 2027-03, with the agreement"),
        (
            &bounded,
            "terms 2026-06 --format narrative",
            "It runs to the end of March 2027, with the agreement [1].",
        ),
    ] {
        let noticed = text.find("[[event]]\nid = \"noticed\"");
        let until = noticed.filter(|_| text == &bounded).unwrap_or(text.len());
        let found = said(&text[..until], &format!("--today 2026-10-01 {call}"));
        let found = found.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            found.contains(words),
            "{call} does not say {words}:\n{found}"
        );
    }
}

#[test]
fn what_stands_again_with_the_agreement_began_with_it() {
    let text = format!("{LEASE}{AGAIN}");
    let found = said(&text, "--today 2028-03-01 diff 2028-01-01 2028-02-01");
    assert!(found.contains("Concluded again"), "{found}");
    let words = found.split_whitespace().collect::<Vec<_>>().join(" ");
    let again = "+ Rent stands again with the agreement";
    assert!(words.contains(again), "{found}");
    assert!(!found.contains("Signed"), "{found}");
    let found = said(&text, "--today 2028-03-01 show clause rent");
    for words in [
        "in force since 2028-02-01",
        "stood again with the agreement",
    ] {
        assert!(found.contains(words), "{found}");
    }
    let found = said(&text, "--today 2028-03-01 history --clause rent");
    assert!(
        found.contains("stands again with the agreement: "),
        "{found}"
    );
    assert_eq!(found.matches("adopted").count(), 1, "{found}");
}

const NOTICED: &str = r#"
format = 1
title = "Licence"
[clause.licence]
title = "Licence"
[clause.fee]
title = "Fee"
[source.deed]
title = "The deed"
[[event]]
id = "signed"
date = "2020-01-01"
title = "Signed"
cite = ["deed"]
[[event.change]]
clause = "licence"
action = "adopt"
text = "Owner licenses."
through = "2021-02-28"
renews = "1y"
notice = "3m"
[[event.change]]
clause = "fee"
action = "adopt"
text = "A fee is paid."
[[event]]
id = "noticed"
date = "2026-11-15"
title = "Notice is given"
cite = ["deed"]
[[event.change]]
clause = "licence"
action = "end"
effective = "2027-02-28"
[[event.change]]
clause = "fee"
action = "end"
effective = "2027-02-28"
"#;

#[test]
fn an_end_that_is_known_to_come_is_told_wherever_a_clause_is() {
    for (call, is_told) in [
        ("--today 2026-11-29 terms", true),
        ("--today 2026-11-29 show licence", true),
        ("--today 2026-11-29 show fee", true),
        ("--today 2026-11-14 terms", false),
        ("--today 2026-11-29 terms 2026-11-14", false),
        ("--today 2027-03-01 terms", false),
    ] {
        let told = said(NOTICED, call);
        assert_eq!(
            told.contains("ending 2027-02-28"),
            is_told,
            "{call}: {told}"
        );
        assert!(
            !is_told || !told.contains("to the end of"),
            "{call}: {told}"
        );
    }
    let told = said(
        NOTICED,
        "--today 2026-11-29 show licence --format narrative",
    );
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = "It ends on 28 February 2027, renewed 6 times";
    assert!(
        told.contains(end) && !told.contains("It now runs to"),
        "{told}"
    );
}

/// A clause that renews, and of which another party takes the place of one.
const ASSIGNED: &str = r#"
format = 1
title = "Contract"
[party.a]
name = "Alpha Ltd"
[party.b]
name = "Beta Ltd"
[party.c]
name = "Gamma Ltd"
[source.deed]
title = "Deed"
kind = "filing"
[clause.supply]
title = "Delivery"
parties = ["a", "b"]
[[event]]
id = "signed"
date = "2020-01-01"
title = "Signed"
cite = ["deed"]
[[event.change]]
clause = "supply"
action = "adopt"
text = "Alpha supplies Beta."
through = "2020-12-31"
renews = "1y"
renewals = 5
notice = "3m"
[[event]]
id = "assigned"
date = "2022-01-01"
title = "Delivery is assigned"
parties = ["a", "b", "c"]
cite = ["deed"]
[[event.change]]
clause = "supply"
action = "amend"
text = "Alpha supplies Gamma."
parties = ["a", "c"]
[[event.change]]
clause = "supply"
action = "amend"
effective = "2022-07-01"
terms = { price = 6 }
[[event]]
id = "closed"
date = "2022-02-01"
title = "No longer renewed"
cite = ["deed"]
[[event.change]]
clause = "supply"
action = "amend"
unset = ["renews", "notice", "renewals"]
"#;

#[test]
fn who_is_bound_on_the_day_is_told_of_it() {
    let cases: [Case; 11] = [
        (
            "--today 2022-03-01 timeline --party c",
            &[
                "2022-01-01 Delivery is assigned",
                "2022-02-01 No longer renewed",
                "2022-12-31 Delivery: last day",
            ],
            &["Signed", "renewed to"],
        ),
        (
            "--today 2022-03-01 timeline --party b",
            &[
                "2020-01-01 Signed",
                "2021-12-31 Delivery: renewed to 2022-12-31",
            ],
            &["last day", "No longer renewed"],
        ),
        (
            "--today 2022-03-01 show event assigned --format narrative",
            &["Alpha Ltd, Beta Ltd and Gamma Ltd amended one clause, Delivery: Alpha"],
            &[],
        ),
        (
            "--today 2022-03-01 diff 2021 2022-01 --format narrative",
            &[
                "Beta Ltd and Gamma Ltd amended one clause",
                "It binds Alpha Ltd and Gamma Ltd (before that, Alpha Ltd and Beta Ltd)",
            ],
            &[],
        ),
        (
            "--today 2022-03-01 diff 2021 2022-01",
            &["Alpha Ltd, Beta Ltd → Alpha Ltd, Gamma Ltd"],
            &[],
        ),
        (
            "--today 2024-02-01 show delivery",
            &["clause: Delivery, expired after 2022-12-31"],
            &["2020-12-31"],
        ),
        (
            "--today 2024-02-01 show party b",
            &["Delivery (supply) not since 2022-01-01"],
            &["expired"],
        ),
        (
            "--today 2024-02-01 show party c --at 2021 --format narrative",
            &["or may yet: Delivery (from 1 January 2022)"],
            &[],
        ),
        (
            "--today 2022-10-01 show clause supply",
            &["in force since 2020-01-01", "to the end of 2022-12-31"],
            &[],
        ),
        (
            "--today 2022-03-01 upcoming",
            &[
                "Delivery: last day in 305 days",
                "2022-12-31, the end of the 2nd renewal; signed: through 2020-12-31, renews 1 year; closed: no longer \
                 renews",
            ],
            &["if nobody gave notice", "set 2020"],
        ),
        (
            "--today 2022-03-01 upcoming --format narrative",
            &[
                "That day is the end of the 2nd renewal, by these rules: it was to run to the end of 31 December 2020; it renews for 1 year (set on 1 January 2020); it no longer renews (set on 1 February 2022) [1].",
            ],
            &[],
        ),
    ];
    hold(ASSIGNED, &cases);
}

/// What is agreed of clauses of which it is then left unclear whether they stand.
const DOUBTED: &str = r#"
format = 1
title = "U"
[source.s]
publisher = "S"
[clause.r]
title = "Clause r"
[clause.d]
title = "Clause d"
[[event]]
id = "a"
date = "2023-01-01"
title = "Event a"
cite = ["s"]
[[event.change]]
clause = "r"
action = "adopt"
text = "R."
through = "2024-06-30"
renews = "1y"
notice = "3m"
[[event.change]]
clause = "d"
action = "adopt"
text = "D."
terms = { x = 1 }
[[event]]
id = "u"
date = "2025-01-01"
title = "Unclear"
cite = ["s"]
[[event.change]]
clause = "r"
action = "unclear"
[[event.change]]
clause = "d"
action = "unclear"
[[event]]
id = "b"
date = "2025-02-01"
title = "Event b"
cite = ["s"]
[[event.change]]
clause = "d"
action = "amend"
terms = { x = 2 }
effective = "2027-05-01"
"#;

#[test]
fn what_comes_of_an_unclear_clause_has_its_day_and_its_doubt() {
    let cases: [Case; 4] = [
        (
            "--today 2026-11-28 upcoming",
            &["amended: Clause d (if it still stands)"],
            &[],
        ),
        (
            "--today 2026-11-28 upcoming --format narrative",
            &[
                "Unless somebody gives notice by 30 March 2027, Clause r renews to 30 June 2028, if it still stands. \
                 That day is 3 months before 30 June 2027, the end of the 3rd renewal, by these rules: it was to run to the end of 30 June 2024; \
                 it renews for 1 year; it has a notice period of 3 months (set on 1 January 2023). Whether it still stands has been unclear since 1 January 2025 [1].",
                "On 1 May 2027, what was done on 1 February 2025 takes effect: Event b [1]. One clause is to be amended, \
                 Clause d (if it still stands): the x is 2 (before that, 1) [1].",
            ],
            &[],
        ),
        (
            "--today 2027-06-01 timeline 2027-05 --format narrative",
            &[
                "On 1 May 2027, what was done on 1 February 2025 took effect: Event b [1]. One clause was amended, \
                 Clause d: the x is 2 (before that, 1) [1].",
            ],
            &[],
        ),
        ("--today 2026-11-28 show event b", &["~ Clause d"], &[]),
    ];
    hold(DOUBTED, &cases);
}

/// An agreement that renews, a clause of it that has no last day and changes later, and one that is planned.
const RENEWED: &str = r#"
format = 1
title = "Supply"
lasts = "term"
[party.a]
name = "Alpha Ltd"
[source.deed]
title = "Deed"
[clause.term]
title = "Term"
[clause.price]
title = "Price"
topic = "money"
parties = ["a"]
[clause.loan]
title = "Loan"
survives = true
[[event]]
id = "signed"
date = "2020-01-01"
title = "Signed"
cite = ["deed"]
[[event.change]]
clause = "term"
action = "adopt"
text = "It runs."
through = "2023~"
renews = "1y"
renewals = 4
notice = "3m"
[[event.change]]
clause = "price"
action = "adopt"
text = "The price is 10."
terms = { amount = 10 }
[[event.change]]
clause = "price"
action = "amend"
effective = "2027-03-01"
terms = { amount = 12 }
[[event]]
id = "lent"
date = "2027-05"
planned = true
title = "A loan is given"
cite = ["deed"]
[[event.change]]
clause = "loan"
action = "adopt"
text = "Alpha lends Beta some money."
terms = { sum = 5 }
"#;

#[test]
fn what_ends_with_an_agreement_that_renews_says_so() {
    const ENDS: &str = "2027-12-31 at the latest, with the agreement, if nobody gave notice";
    let cases: [Case; 11] = [
        (
            "--today 2026-11-29 timeline --clause price",
            &[
                "2027-03-01 Takes effect: Signed ~1 to be amended: Price (amount: 10 → 12)",
                "2027-12-31 Term: last day, if nobody gave notice (reckoned from c. 2023) ends with the agreement: Price",
            ],
            &["renews to"],
        ),
        (
            "--today 2026-06-01 timeline --party a",
            &[
                "2026-09-30 Term: last day to give notice, else it renews to 2027-12-31 (reckoned from c. 2023)",
                "if notice is given, these end with it: Price",
                "2027-12-31 Term: last day",
            ],
            &["renews to 2027-12-31, if"],
        ),
        (
            "--today 2026-06-01 timeline --topic money --format narrative",
            &["What ends with the agreement is this: Price"],
            &[],
        ),
        (
            "--today 2026-06-01 timeline --kind effect",
            &["Signed"],
            &["last day"],
        ),
        ("--today 2026-06-01 terms", &[ENDS], &[]),
        (
            "--today 2026-06-01 show price",
            &[ENDS, "┤ 2027-12-31 last day, with the agreement, if"],
            &[],
        ),
        (
            "--today 2026-06-01 show price --format narrative",
            &[
                "It runs to the end of 31 December 2027 at the latest, with the agreement, if nobody gave notice [1].",
                "this clause expires with the agreement, if nobody gave notice [1].",
            ],
            &[],
        ),
        (
            "--today 2028-01-01 show price",
            &["expired after 2027-12-31, with the agreement"],
            &[],
        ),
        (
            "--today 2028-01-01",
            &[
                "0 clauses in force, 1 undetermined; the agreement is over (term, through 2027-12-31)",
            ],
            &[],
        ),
        (
            "--today 2027-01-15",
            &["Next 2027-03-01 Takes effect: Signed ~1 to be amended: Price (amount: 10 → 12)"],
            &["the agreement is over"],
        ),
        (
            "--today 2026-11-29 upcoming",
            &[
                "renews to 2027-12-31, if nobody gave notice by 2026-09-30 (reckoned from c. 2023)",
                "amended: Price (amount: 10 → 12)",
            ],
            &[],
        ),
    ];
    hold(RENEWED, &cases);
}

#[test]
fn what_is_to_come_of_a_clause_stands_apart_with_its_text() {
    let cases: [Case; 4] = [
        (
            "--today 2026-11-29 show price",
            &["amount: 10 After 2026-11-29 ~ 2027-03-01 amount: 10 → 12"],
            &[],
        ),
        (
            "--today 2026-11-29 show price --at 2027-04",
            &["amount: 10 ~ 2027-03-01"],
            &["After"],
        ),
        (
            "--today 2026-11-29 show loan",
            &["After 2026-11-29 p 2027-05 to be adopted: sum: 5 Alpha lends Beta some money."],
            &["History"],
        ),
        (
            "--today 2026-11-29 show price --format narrative",
            &["After 29 November 2026 1 January 2020 (from 1 March 2027, to come)"],
            &[],
        ),
    ];
    hold(RENEWED, &cases);
}
