//! What the owner of a contract is told of the days ahead: notice that ends it, steps behind its end, what was made known
//! before it began.

use super::duration::{Case, hold, said};
use crate::support::partnership;

/// A subscription of which notice is given, and a fee that was to rise on the day after its end.
const SUBSCRIPTION: &str = r#"
format = 1
id = "hire"
title = "Hire"
lasts = "term"
source.p.title = "Papers"
party.us.name = "We"
party.them.name = "They"
clause.term.title = "Term"
clause.fee.title = "Fee"
clause.seats.title = "Seats"
clause.secrecy = { title = "Secrecy", survives = true, parties = ["us"] }
[[event]]
id = "signed"
date = "2025-01-01"
title = "It is signed"
parties = ["us", "them"]
cite = ["p"]
change = [
 { clause = "term", action = "adopt", text = "It runs.", through = "2025-12-31", renews = "1y" },
 { clause = "fee", action = "adopt", text = "A fee is due.", terms = { amount = 100 } },
 { clause = "fee", action = "amend", terms = { amount = 110 }, effective = "2027-01-01" },
 { clause = "seats", action = "adopt", text = "Two sit." },
 { clause = "secrecy", action = "adopt", text = "Nobody tells.", until = "all is erased" },
]
[[event]]
id = "notice"
date = "2026-10-01"
title = "Notice is given"
parties = ["us"]
cite = ["p"]
change = [
 { clause = "term", action = "end", effective = "2026-12-31" },
 { clause = "secrecy", action = "amend", through = "2028-12-31", unset = ["until"], effective = "2026-12-31" },
]
"#;

const SUBSCRIBED: [Case; 12] = [
    (
        "--today 2026-11-01 upcoming --format csv",
        &[
            "effect,term,end,notice,2026-12-31,2026-12-31,2026-12-31,60,Term,",
            "false,,fee; seats,,stated,p",
        ],
        &[],
    ),
    (
        "--today 2026-11-01 terms",
        &["Secrecy until all is erased"],
        &[],
    ),
    (
        "show event signed --format narrative",
        &["Four clauses were adopted"],
        &["We adopted"],
    ),
    (
        "show fee --at 2027-01-15",
        &[
            "until then it read A fee is due. ended 2026-12-31 Notice is given: Papers amount 100 2025-01-01",
        ],
        &["amount 110 2027"],
    ),
    (
        "show fee --at 2027-01-15 --format narrative",
        &["Until then, this held: the amount is 100 (set on 1 January 2025)"],
        &["Amount: 110, set"],
    ),
    (
        "terms 2027 --all --format json",
        &[r#""amount": 100"#],
        &["110"],
    ),
    (
        "--today 2026-11-01",
        &[
            "Next 2026-12-31 Takes effect: Notice is given ~1 -1 to be amended: Secrecy (through: 2028-12-31; until: all is \
           erased → –) to be ended: Term ends with the agreement: Fee and Seats",
        ],
        &[],
    ),
    (
        "--today 2026-11-01 --format narrative",
        &[
            "On 31 December 2026, what We did on 1 October 2026 takes effect: Notice is given",
            "What ends with the agreement is this: Fee and Seats",
        ],
        &[],
    ),
    (
        "diff notice",
        &["1 amended · 3 ended", "- Fee with the agreement"],
        &[],
    ),
    (
        "--today 2026-11-01 show event notice",
        &["- Fee with the agreement ended with the agreement 2026-12-31"],
        &[],
    ),
    (
        "--today 2026-11-01 show event notice --format narrative",
        &[
            "Fee ends with the agreement on 31 December 2026. Seats ends with the agreement on 31 December 2026 [1].",
        ],
        &[],
    ),
    (
        "show event notice --format csv",
        &["notice,Notice is given,fee,end,2026-12-31"],
        &[],
    ),
];

#[test]
fn what_notice_ends_is_told_whole_and_as_it_stood() {
    hold(SUBSCRIPTION, &SUBSCRIBED);
}

const PLANNED: &str = r#"
[[event]]
id = "sale"
date = "2029"
announced = "2025-01-01"
planned = true
title = "It is to be sold"
cite = ["p"]
change = [{ clause = "term", action = "end" }]
"#;

#[test]
fn what_a_plan_may_end_with_the_agreement_is_left_open() {
    let alone = &SUBSCRIPTION[..SUBSCRIPTION.find("[[event]]\nid = \"notice\"").expect("it")];
    let cases: [Case; 1] = [(
        "diff sale",
        &["Not certain on 2029-12-31: Term, Fee and Seats"],
        &[],
    )];
    hold(&format!("{alone}{PLANNED}"), &cases);
}

const WISHED: &str = r#"
[[event]]
id = "wish"
date = "2026-06-01"
planned = true
title = "They wish for a chair"
cite = ["p"]
change = [{ clause = "seats", action = "amend", text = "Three sit.", effective = "2027-03-01" }]
"#;

#[test]
fn a_plan_for_a_day_when_the_agreement_is_over_is_not_ahead() {
    let text = format!("{SUBSCRIPTION}{WISHED}");
    hold(
        &text,
        &[("--today 2026-11-01 upcoming", &[], &["2027-03-01 p"])],
    );
    let call = partnership("-f a.toml --today 2026-11-01 terms --suppose wish");
    let told = call.file("a.toml", &text).run().stderr;
    assert!(told.contains("supposing `wish` changes nothing"), "{told}");
}

const LOAN: &str = r#"
format = 1
title = "Loan"
lasts = "facility"
note = "Seen in part."
source.p.title = "Papers"
clause.facility.title = "Facility"
clause.interest.title = "Interest"
[[event]]
id = "signed"
date = "2020-09-15"
title = "It is signed"
cite = ["p"]
change = [
 { clause = "facility", action = "adopt", text = "They lend.", through = "2028-09-15", until = "repaid" },
 { clause = "interest", action = "adopt", text = "We pay.", terms = { margin = "2%" } },
]
[[event]]
id = "raised"
date = "2027-06"
title = "It is raised"
cite = ["p"]
change = [{ clause = "interest", action = "amend", terms = { margin = "3%" } }]
[[event]]
id = "refinancing"
date = "2027"
announced = "2026-09-01"
planned = true
title = "It is to be refinanced"
cite = ["p"]
change = [{ clause = "facility", action = "end" }]
"#;

const LENT: [Case; 4] = [
    (
        "terms 2026-06-01",
        &[
            "Facility to 2028-09-15, perhaps, or until repaid",
            "Interest to 2028-09-15, with the agreement, perhaps We pay",
        ],
        &[],
    ),
    (
        "terms 2027-06-15",
        &["Interest to 2028-09-15, with the agreement, perhaps, perhaps changed"],
        &["perhaps, perhaps We"],
    ),
    (
        "terms 2027-01-15 --suppose repaid=2027-03-01",
        &[
            "Not certain: Facility and Interest",
            "Supposing that repaid on 2027-03-01: Facility and Interest end.",
            "Interest ending 2027-03-01, with the agreement (supposed), perhaps",
        ],
        &[],
    ),
    (
        "upcoming --today 2026-06-01 --format csv",
        &[
            "end,facility,,signed,2028-09-15",
            "agreed,false,,perhaps,interest",
        ],
        &[],
    ),
];

#[test]
fn each_doubt_of_an_end_is_told_once_and_supposing_one_takes_none_away() {
    hold(LOAN, &LENT);
}

#[test]
fn each_of_several_agreements_has_its_note() {
    for (call, times) in [("terms 2024", 2), ("-v", 2), ("--format narrative", 2)] {
        let call = partnership(&format!("-f . {call}")).file("a.toml", LOAN);
        let told = call.file("b.toml", LOAN).run().stdout;
        assert_eq!(told.matches("Seen in part.").count(), times, "{told}");
    }
}

/// What a report tells of a later day is done on that, and was known before.
const REPORTED: &str = r#"
format = 1
id = "venture"
title = "Venture"
source.p.title = "Papers"
clause.put.title = "Put"
[[event]]
id = "public"
date = "2024-05-02"
title = "It becomes public"
report = true
cite = ["p"]
change = [
 { clause = "put", action = "adopt", text = "We may sell.", effective = "2026-04-14", through = "2026-12-31", renews = "1y", renewals = 2 },
]
"#;

const TOLD: [Case; 6] = [
    (
        "--today 2026-06-01 diff 2028-12-01 2029-01 --format narrative",
        &["Put expires at the end of 31 December 2028, if nobody gave notice"],
        &[],
    ),
    (
        "--today 2026-06-01",
        &[
            "Last 2026-04-14 Takes effect: It becomes public (known since 2024-05-02) +1",
            "Learned 2024-05-02 It becomes public",
        ],
        &[],
    ),
    (
        "--today 2026-06-01 --format narrative",
        &[
            "The last change came on 14 April 2026 (known since 2 May 2024): It becomes public",
            "The last disclosure of terms came on 2 May 2024",
        ],
        &[],
    ),
    (
        "--today 2026-06-01 timeline",
        &["Takes effect: It becomes public (known since 2024-05-02) +1"],
        &[],
    ),
    (
        "diff effect:public:2026-04-14",
        &["1 adopted"],
        &["nothing was agreed"],
    ),
    ("diff public", &["nothing was agreed"], &["1 adopted"]),
];

#[test]
fn what_a_report_tells_of_a_later_day_is_done_then() {
    hold(REPORTED, &TOLD);
    let page = said(REPORTED, "page --today 2030-01-01");
    let last = "after <time datetime=\"2028-12-31\">31 December 2028</time>";
    assert!(page.contains(&format!("<b>expired</b> {last}")));
}

const FRAME: &str = r#"
format = 1
title = "Frame"
lasts = "term"
[source.c]
title = "The contract"
[clause.term]
title = "Term"
[clause.support]
title = "Support"
[clause.rent]
title = "Rent"
[[event]]
id = "signed"
date = "2024-01-01"
title = "Signed"
cite = ["c"]
[[event.change]]
clause = "term"
action = "adopt"
text = "To its end."
through = "2026-12-31"
[[event.change]]
clause = "support"
action = "adopt"
text = "Yearly."
through = "2025-06-30"
renews = "1y"
notice = "2w"
[[event.change]]
clause = "rent"
action = "adopt"
text = "Rent."
[[event]]
id = "extended"
date = "2026-09-15"
title = "Extended"
cite = ["c"]
[[event.change]]
clause = "term"
action = "amend"
through = "2027-03-31"
[[event]]
id = "prolonged"
date = "2027-02"
planned = true
title = "Prolonged"
cite = ["c"]
[[event.change]]
clause = "term"
action = "amend"
through = "2028-03-31"
"#;

const BOUNDED: [Case; 8] = [
    (
        "--today 2027-05-01 terms 2026-05-01",
        &["Rent to 2026-12-31, with the agreement"],
        &["2027-03-31"],
    ),
    (
        "--today 2026-11-30 terms",
        &["Rent to 2027-03-31, with the agreement"],
        &["2026-12-31"],
    ),
    (
        "--today 2026-05-01 upcoming --known-by 2026-05-01",
        &["2026-06-16 Support: else it renews to 2026-12-31, the end of the agreement in 46 days"],
        &["2027"],
    ),
    (
        "--today 2026-05-01 upcoming --known-by 2026-05-01 --format narrative",
        &["Support renews to 31 December 2026, the end of the agreement"],
        &["for one year"],
    ),
    (
        "--today 2026-11-30 terms 2027-04-01",
        &["0 clauses in force Not certain: Term, Support and Rent"],
        &["the agreement is over"],
    ),
    (
        "--today 2026-11-30 terms 2027-04-01 --clause rent",
        &["1: Rent (perhaps expired)"],
        &[],
    ),
    (
        "--today 2026-11-30 terms 2028-05-01 --all",
        &["Term expired after 2027-03-31, perhaps"],
        &[],
    ),
    (
        "--today 2026-11-30 terms 2028-05-01 --all --format narrative",
        &["Term (expired after 31 March 2027, perhaps)"],
        &[],
    ),
];

#[test]
fn the_end_of_the_agreement_is_told_as_it_was_set_and_as_far_as_it_is_certain() {
    hold(FRAME, &BOUNDED);
}

const NOTICE: &str = r#"
format = 1
title = "Yearly"
[source.s]
title = "S"
[clause.c]
title = "Licence"
[clause.m]
title = "Monthly"
[clause.f]
title = "Fee"
[[event]]
id = "signed"
date = "2024-01-01"
title = "Signed"
cite = ["s"]
[[event.change]]
clause = "c"
action = "adopt"
text = "C."
through = "2024-12-31"
renews = "1y"
notice = "1m"
[[event.change]]
clause = "m"
action = "adopt"
text = "M."
through = "2024-11-30"
renews = "1m"
notice = "1m"
[[event.change]]
clause = "f"
action = "adopt"
text = "F."
terms = { fee = 1 }
through = "2027"
[[event]]
id = "longer"
date = "2026-10-15"
title = "The notice grows"
cite = ["s"]
[[event.change]]
clause = "c"
action = "amend"
effective = "2026-12-15"
notice = "3m"
[[event]]
id = "risen"
date = "2026-12"
title = "The fee rises"
cite = ["s"]
[[event.change]]
clause = "f"
action = "amend"
terms = { fee = 2 }
"#;

const NOTICED: [Case; 5] = [
    (
        "--today 2026-11-30 upcoming",
        &[
            "2026-11-30 Licence: else it renews to 2027-12-31, for 1 year today 1 month before 2026-12-31",
            "renews 1 year, notice 1 month",
        ],
        &["2026-09-30", "2027-09-30"],
    ),
    (
        "--today 2026-12-01 upcoming",
        &[
            "2027-09-30 Licence: else it renews to 2028-12-31",
            "longer: notice 3 months",
            "2026-12-31 Licence: renews to 2027-12-31, if nobody gave notice by 2026-11-30",
        ],
        &[],
    ),
    (
        "--today 2026-11-30 show notice:c:2026-11-30",
        &["else it renews to 2027-12-31"],
        &[],
    ),
    (
        "--today 2026-11-30",
        &["Next 2026-11-30 Licence: last day to give notice"],
        &[],
    ),
    (
        "--today 2026-12-10 terms",
        &["Fee to 2027, perhaps changed"],
        &["Fee to 2027, perhaps F."],
    ),
];

#[test]
fn notice_is_asked_for_as_it_was_on_its_last_day() {
    hold(NOTICE, &NOTICED);
}
