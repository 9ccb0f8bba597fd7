//! What is said of what the press reports, of what is inferred, and of what became known only later.

use super::duration::{Case, hold};

const LEASE: &str = r#"
format = 1
title = "Lease"
source.deed = { publisher = "Owner", kind = "filing" }
source.daily = { publisher = "Daily", kind = "news" }
source.weekly = { publisher = "Weekly", kind = "news" }
clause.rent.title = "Rent"
clause.dogs.title = "Dogs"
clause.roof.title = "Roof"
[[event]]
id = "signed"
date = "2020-03"
title = "The lease is signed"
cite = ["deed"]
change = [
 { clause = "dogs", action = "adopt", text = "No dogs." },
 { clause = "roof", action = "adopt", text = "The owner keeps the roof, through 2032.", through = "2032", cite = ["deed", { source = "weekly", through = "2032-06", quote = "to June 2032" }] },
]
[[event]]
id = "rent-stated"
date = "2021-01-10"
title = "The owner tells of the rent"
cite = ["deed"]
change = [
 { clause = "rent", action = "disclose", text = "Rent is due, through 2031.", through = "2031", terms = { due = "monthly" } },
]
[[event]]
id = "rent-said-again"
date = "2021-05-05"
report = true
basis = "reported"
title = "The Daily tells of the rent too"
cite = ["daily"]
change = [
 { clause = "rent", action = "disclose", through = "2031" },
 { clause = "dogs", action = "disclose", text = "No dogs come in. Reportedly cats may." },
]
[[event]]
id = "old-rent-found"
date = "2023-02-02"
report = true
basis = "reported"
title = "The Daily finds an old rent"
cite = ["daily"]
change = [ { clause = "rent", action = "adopt", text = "Reportedly, rent is due.", effective = "2019-07-01" } ]
[[event]]
id = "amended"
date = "2024-01-01"
title = "The lease is amended"
cite = ["deed"]
change = [
 { clause = "dogs", action = "keep", basis = "inferred" },
 { clause = "roof", action = "keep" },
 { clause = "roof", action = "disclose", terms = { tiles = "red" } },
]
[[event]]
id = "roof-gone"
date = "2025-01-01"
basis = "reported"
title = "The roof is given up"
cite = ["daily"]
change = [ { clause = "roof", action = "end" } ]
[[event]]
id = "sale-talks"
date = "2025-06-01"
report = true
basis = "reported"
title = "The Daily tells of talks"
about = ["rent"]
cite = ["daily"]
"#;

const CASES: [Case; 22] = [
    (
        "learned 2022 --clause rent",
        &[
            "Nothing more is known of the clauses as of that day but when they began",
            "Rent: in force since 2019-07-01, known since 2023-02-02 (reported)",
        ],
        &[],
    ),
    (
        "learned 2022 --clause rent --format narrative",
        &["Rent: in force since 1 July 2019, known since 2 February 2023 (reported) [1]"],
        &[],
    ),
    (
        "learned 2023-03 --clause rent",
        &["of that day"],
        &["began"],
    ),
    (
        "terms 2022 --clause rent",
        &["Some of this became known later; --known-by 2022-12-31"],
        &[],
    ),
    (
        "show clause rent --at 2022",
        &["Some of this became known later; --known-by 2022-12-31"],
        &[],
    ),
    ("terms 2024 --clause rent", &[], &["became known later"]),
    (
        " --format narrative",
        &["The last disclosure of terms came on 1 January 2024"],
        &["last report"],
    ),
    (
        "upcoming --known-by 2022",
        &["2031 Rent: last day"],
        &["reported"],
    ),
    (
        "timeline --known-by 2022 --clause rent --format csv",
        &["expiry:rent"],
        &["stated,reported"],
    ),
    (
        "terms 2022 --clause dogs",
        &["No dogs come in. Reportedly cats may. (reported)"],
        &[],
    ),
    (
        "terms --clause dogs",
        &["Dogs inferred to be kept No dogs"],
        &[],
    ),
    (
        "terms --clause dogs --format narrative",
        &["Dogs (inferred to be kept), as Daily reported"],
        &[],
    ),
    (
        "terms --clause dogs --format markdown",
        &["inferred to be kept"],
        &[],
    ),
    (
        "show clause dogs",
        &["in force since 2020-03 (inferred to be kept)"],
        &[],
    ),
    ("terms 2023 --clause dogs", &[], &["kept"]),
    (
        "timeline --grep 2032",
        &["The lease is signed +2 The owner keeps the roof, through 2032"],
        &["Weekly"],
    ),
    ("show sale-talks", &["a report, reported"], &[]),
    (
        "diff 2019 2020 --format narrative",
        &["On Roof, "],
        &["some of this"],
    ),
    ("show amended", &["· Roof kept"], &[]),
    ("terms --basis stated", &["(the ends of Roof)"], &[]),
    ("show 2020-03-05", &["2020-03 (possibly)"], &[]),
    ("show 2020-03", &["signed"], &["possibly"]),
];

#[test]
fn what_is_reported_inferred_or_known_later_says_so() {
    hold(LEASE, &CASES);
}
