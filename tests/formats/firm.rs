//! How firm each statement is and on whose word it rests, in every format.

use super::duration::{Case, hold};

const WAIVED: &str = r#"
format = 1
id = "loan"
title = "Loan"
source.fa = { publisher = "Agreement", kind = "filing" }
source.news = { publisher = "Daily", kind = "news" }
clause.a.title = "Covenant"
clause.b.title = "Margin"
[[event]]
id = "signed"
date = "2022-06-30"
title = "Signed"
cite = ["fa", { source = "news", date = "2022-07-15" }]
change = [
 { clause = "a", action = "adopt", text = "C." },
 { clause = "b", action = "adopt", text = "M.", effective = "2023-01-01" },
]
[[event]]
id = "waiver"
date = "2025-06-29"
title = "Waived"
cite = ["fa"]
change = [ { clause = "a", action = "end", effective = "2027-06-30", basis = "reported", cite = ["news", "news"] } ]
"#;

const ON: [Case; 7] = [
    (
        "show effect:waiver:2027-06-30",
        &["According to Daily"],
        &["Agreement"],
    ),
    (
        "timeline --format csv",
        &["end a,,,,,reported,news"],
        &["reported,fa"],
    ),
    (
        "upcoming --format ics",
        &["Source: Daily\\, news"],
        &["Source: Agreement"],
    ),
    ("--json", &[r#""cite": [ { "source": "news""#], &[]),
    (
        "terms 2024",
        &["Covenant start disputed", "Margin M."],
        &["Margin start"],
    ),
    (
        "terms 2024 --clause b --format narrative",
        &["Margin: M [1]."],
        &["Sources differ"],
    ),
    (
        "show event signed --format narrative",
        &["Daily dates it to 15 July 2022"],
        &["On Margin"],
    ),
];

#[test]
fn what_takes_effect_later_rests_on_its_own_sources_which_date_it_alone() {
    hold(WAIVED, &ON);
}

/// What is reported to end, and what was out of force in between.
const LAPSED: &str = r#"
format = 1
id = "frame"
title = "Frame"
lasts = "term"
source.c = { publisher = "Contract", kind = "filing" }
source.n = { publisher = "News", kind = "news" }
clause.term.title = "Term"
clause.rent.title = "Rent"
clause.art = { title = "Licence", survives = true }
clause.same = { title = "Second", survives = true }
clause.side = { title = "Side letter", survives = true }
[[event]]
id = "signed"
date = "2018-07-10"
title = "Signed"
cite = ["c"]
change = [
 { clause = "term", action = "adopt", text = "T." },
 { clause = "rent", action = "adopt", text = "R." },
 { clause = "art", action = "adopt", text = "L.", through = "2019-07-10" },
 { clause = "same", action = "adopt", text = "S." },
 { clause = "side", action = "adopt", text = "D.", basis = "reported", cite = ["n"] },
]
[[event]]
id = "said"
date = "2019-02"
title = "It is said"
basis = "reported"
cite = ["n"]
change = [
 { clause = "term", action = "amend", through = "2026-09-30" },
 { clause = "same", action = "end" },
]
[[event]]
id = "again"
date = "2020-07-10"
title = "Licence again"
cite = ["c"]
change = [
 { clause = "art", action = "adopt", text = "L.", through = "2031-07-10" },
 { clause = "same", action = "adopt", text = "S." },
 { clause = "side", action = "end" },
]
"#;

const BROKEN: [Case; 13] = [
    (
        "diff 2025 2026",
        &["- Term reported", "- Rent with the agreement; reported"],
        &[],
    ),
    (
        "diff 2025 2026 --format narrative",
        &[
            "Term expired at the end of 30 September 2026 (reported)",
            "Rent expired with the agreement at the end of 30 September 2026 (reported)",
        ],
        &[],
    ),
    (
        "diff 2025 2026 --format csv",
        &["term,Term,ended,expired,status,in force,,,,,,,,,,,,,reported"],
        &[],
    ),
    ("show term", &["last day reported"], &[]),
    (
        "terms 2025",
        &["Rent to 2026-09-30, with the agreement (reported)"],
        &[],
    ),
    (
        "terms 2027",
        &["the agreement is over (term, through 2026-09-30, reported)"],
        &[],
    ),
    (
        "show rent --at 2027",
        &["expired after 2026-09-30, with the agreement (reported)"],
        &[],
    ),
    (
        "diff 2017 2021",
        &[
            "± Side letter 2018-07-10 (reported) to 2020-07-10",
            "+ Licence through 2031-07-10 in force 2018-07-10 to 2019-07-10 and from 2020-07-10",
            "+ Second in force 2018-07-10 to 2019-02 (reported) and from 2020-07-10",
        ],
        &["also 2020"],
    ),
    (
        "diff 2018 2020",
        &[
            "through 2019-07-10 → 2031-07-10 in force to 2019-07-10 and from 2020-07-10",
            "Second, in force to 2019-02 (reported) and from 2020-07-10",
        ],
        &["also"],
    ),
    (
        "diff 2018 2020 --format narrative",
        &[
            "It stood to 10 July 2019 and from 10 July 2020 [2].",
            "Second stood to February 2019 (reported) and from 10 July 2020",
        ],
        &["It also changed"],
    ),
    (
        "diff 2018 2020 --format csv",
        &[
            ",to 2019-07-10 and from 2020-07-10,expiry:art; again,",
            "same,Second,unchanged,unchanged,,,,,,,,,,,,,,,,,to 2019-02 (reported) and from 2020-07-10",
        ],
        &[],
    ),
    (
        "diff 2017 2021 --format csv",
        &["side,Side letter,interim,interim,,,,,,,,,,,,,,,reported,"],
        &[],
    ),
    (
        "diff 2018 2020 --json",
        &[r#""stood": [ [ null, { "event": "expiry:art", "date": "2019-07-10""#],
        &[],
    ),
];

#[test]
fn what_is_reported_bears_that_word_at_each_end_and_a_lapse_is_told() {
    hold(LAPSED, &BROKEN);
}

/// What a report made known of a clause that ends with the agreement, and what is still to come.
const AHEAD: &str = r#"
format = 1
id = "frame"
title = "Frame"
lasts = "d"
source.n = { publisher = "News", kind = "news" }
source.c = { publisher = "Contract", kind = "filing" }
party.y.name = "Y"
party.x.name = "X"
clause.d.title = "Duration"
clause.b = { title = "Clause B", parties = ["x"] }
clause.w.title = "Warrant"
[[event]]
id = "signed"
date = "2025-01-01"
title = "Signed"
cite = ["c"]
change = [
 { clause = "d", action = "adopt", text = "D.", through = "2027-03-31" },
 { clause = "b", action = "adopt", text = "B." },
 { clause = "w", action = "adopt", text = "W.", effective = "2027-01-15" },
 { clause = "w", action = "end", effective = "2027-02-15" },
]
[[event]]
id = "leak"
date = "2025-06-01"
title = "A leak"
report = true
basis = "reported"
cite = ["n"]
change = [
 { clause = "b", action = "disclose", effective = "2025-02-01", until = "the moon falls", parties = ["y"] },
 { clause = "d", action = "disclose", effective = "2025-02-01", parties = ["x"] },
]
"#;

const TOLD: [Case; 5] = [
    (
        "diff 2025-01-15 2025-03",
        &[
            "parties X → Y (reported)",
            "parties none named → X (reported)",
        ],
        &[],
    ),
    (
        "terms --format narrative",
        &[
            "News reported on 1 June 2025: it stands only until the moon falls; it binds Y.",
            "No statement or filing in this record confirms it. It runs to the end of 31 March 2027, with the agreement",
        ],
        &["or until"],
    ),
    (
        "diff 2024 2026 --format narrative",
        &["News reported on 1 June 2025: it stands only until the moon falls; it binds Y."],
        &[],
    ),
    (
        "diff 2026 2027-03 --format narrative",
        &["Warrant is to stand only in between, from 15 January 2027"],
        &["Warrant stood"],
    ),
    (
        "timeline --format narrative",
        &[
            "One clause is to be adopted, Warrant (from 15 January 2027)",
            "One clause is to end, Warrant (from 15 February 2027)",
        ],
        &["ended, Warrant"],
    ),
];

#[test]
fn prose_tells_who_made_a_value_known_and_what_is_still_to_come() {
    hold(AHEAD, &TOLD);
}

/// A plan of which one change takes effect later, in a record that is kept to a day.
const KEPT: &str = r#"
format = 1
id = "plan"
title = "Plan"
recorded = "2026-06-01"
lasts = "term"
source.c.title = "C"
clause.term.title = "Term"
clause.fee.title = "Fee"
[[event]]
id = "one"
date = "2025-01-01"
title = "One"
cite = ["c"]
change = [
 { clause = "term", action = "adopt", text = "T.", through = "2027-12-31", renews = "1y", notice = "1m" },
 { clause = "fee", action = "adopt", text = "A.", terms = { fee = 1 } },
]
[[event]]
id = "plan"
date = "2027-06"
planned = true
title = "A plan"
cite = ["c"]
change = [
 { clause = "term", action = "end", basis = "reported" },
 { clause = "fee", action = "amend", terms = { fee = 2 }, effective = "2028-01-01" },
]
"#;

const TO_COME: [Case; 7] = [
    (
        "show plan",
        &[
            "Term to be ended (reported)",
            "Fee to be amended (from 2028-01-01)",
            "kept to 2026-06-01, then assumed unchanged",
        ],
        &[],
    ),
    (
        "show notice:term:2027-11-30",
        &["then assumed unchanged"],
        &[],
    ),
    (
        "show renewal:term:2027-12-31",
        &["then assumed unchanged"],
        &[],
    ),
    (
        "show effect:plan:2028-01-01",
        &["then assumed unchanged"],
        &[],
    ),
    ("show one", &["record kept to 2026-06-01"], &["assumed"]),
    (
        "upcoming --format csv",
        &[
            "event,term,end,plan,2027-06",
            "effect,fee,amend,plan,2028-01-01",
        ],
        &["A plan"],
    ),
    (
        "terms 2029 --format ndjson",
        &[
            r#""id":"term","title":"Term""#,
            r#""undetermined":[{"clause":"fee","event":"plan""#,
        ],
        &[],
    ),
];

#[test]
fn what_is_planned_is_told_with_its_days_in_every_format() {
    hold(KEPT, &TO_COME);
}
