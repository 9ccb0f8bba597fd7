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

fn said(text: &str, call: &str) -> String {
    let call = partnership(&format!("-f a.toml {call}")).file("a.toml", text);
    call.run().stdout
}

/// Calls on a day, with what their answers say and do not say.
const CASES: [(&str, &[&str], &[&str]); 8] = [
    (
        "--today 2025-06-01 --format narrative show clause rent",
        &["2024 (known since 10 December 2023) [1]."],
        &["adopted on 1 March"],
    ),
    (
        "--today 2027-05-01 diff 2026-12-30 2027-04",
        &["Notice is given"],
        &["Signed"],
    ),
    (
        "--today 2026-10-01 upcoming",
        &["Notice is given"],
        &["Signed"],
    ),
    (
        "--today 2026-10-01 terms",
        &["to 2026-12-30, with the agreement"],
        &["2028-06-30"],
    ),
    (
        "--today 2027-05-01 terms --all",
        &["with the agreement", "ended 2026-12-31"],
        &[],
    ),
    (
        "--today 2026-10-01 show clause rent",
        &[
            "bound from then on: Owner Ltd, Newco Ltd",
            "ended with the agreement",
            "when the agreement is over",
        ],
        &["stands again"],
    ),
    (
        "--today 2026-10-01 --format narrative show event assigned",
        &["Owner Ltd, Newco Ltd"],
        &["how is not recorded"],
    ),
    ("--today 2025-06-01", &["2025-03-01"], &[]),
];

#[test]
fn the_end_of_an_agreement_is_the_end_of_what_it_bounds() {
    for (call, says, says_not) in CASES {
        let found = said(LEASE, call);
        for words in says {
            assert!(
                found.contains(words),
                "{call} does not say {words}:\n{found}"
            );
        }
        for words in says_not {
            assert!(!found.contains(words), "{call} says {words}:\n{found}");
        }
    }
}

#[test]
fn what_stands_again_with_the_agreement_began_with_it() {
    let text = format!("{LEASE}{AGAIN}");
    let found = said(&text, "--today 2028-03-01 diff 2028-01-01 2028-02-01");
    assert!(found.contains("Concluded again"), "{found}");
    assert!(!found.contains("Signed"), "{found}");
    let found = said(&text, "--today 2028-03-01 show clause rent");
    for words in [
        "in force since 2028-02-01",
        "stands again with the agreement",
    ] {
        assert!(found.contains(words), "{found}");
    }
}
