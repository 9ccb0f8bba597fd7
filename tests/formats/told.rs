//! What differences and clauses are told to be, in every format: steps, terms, who says so.

use super::duration::{Case, hold, said};
use crate::support::partnership;

const STEPS: &str = r#"
format = 1
title = "Lease"
[source.deed]
title = "Deed"
kind = "filing"
[party.o]
name = "Owner Ltd"
[clause.rent]
title = "Rent"
parties = ["o"]
[[event]]
id = "signed"
date = "2024-01-15"
title = "The lease is signed"
parties = ["o"]
cite = ["deed"]
[[event.change]]
clause = "rent"
action = "adopt"
text = "The rent is 1,000."
terms = { monthly = 1000 }
[[event.change]]
clause = "rent"
action = "amend"
text = "The rent is 1,100."
terms = { monthly = 1100 }
effective = "2025-01-15"
[[event.change]]
clause = "rent"
action = "amend"
text = "The rent is 1,200."
terms = { monthly = 1200 }
effective = "2026-01-15"
"#;

#[test]
fn what_one_event_did_on_several_days_is_told_with_each_day() {
    let cases: [Case; 5] = [
        (
            "diff 2023 2027",
            &["monthly 1200 since 2026-01-15 amended 2025-01-15 amended 2026-01-15"],
            &[],
        ),
        (
            "diff 2027 2023",
            &["amended 2025-01-15", "amended 2026-01-15"],
            &[],
        ),
        (
            "diff 2023 2027 --format csv",
            &["2024-01-15; 2025-01-15; 2026-01-15"],
            &[],
        ),
        (
            "diff 2023 2027 --format narrative",
            &["The rent is 1,200"],
            &["The rent is 1,000"],
        ),
        (
            "diff 2024 2027 --format narrative",
            &[
                "Rent (from 15 January 2026): The rent is 1,200. Before that, it read: The rent is 1,000.",
            ],
            &["Until then"],
        ),
    ];
    hold(STEPS, &cases);
}

const TERMS: &str = r#"
format = 1
title = "Licence"
[source.deed]
title = "Deed"
kind = "filing"
[clause.use]
title = "Use"
[[event]]
id = "granted"
date = "2020-01-01"
title = "The licence is granted"
cite = ["deed"]
[[event.change]]
clause = "use"
action = "adopt"
text = "The licensee may use the software for a fee."
terms = { exclusive = true, territory = ["France", "Spain"], pays = "a fee" }
[[event]]
id = "amended"
date = "2022-01-01"
title = "The licence is amended"
cite = ["deed"]
[[event.change]]
clause = "use"
action = "amend"
text = "The licensee may use the software, and its updates, for a fee."
terms = { exclusive = false, territory = ["France"] }
[[event]]
id = "moved"
date = "2023-01-01"
title = "The fee goes"
cite = ["deed"]
[[event.change]]
clause = "use"
action = "amend"
terms = { pays = "nothing for updates" }
"#;

#[test]
fn each_term_is_told_that_the_text_does_not_say() {
    let cases: [Case; 4] = [
        (
            "diff 2020 2022 --format narrative",
            &[
                "It is no longer exclusive; the territory was France and Spain, and is now France [1].",
            ],
            &["pays"],
        ),
        (
            "show amended --format narrative",
            &[
                "for a fee. It is no longer exclusive; the territory is France (before that, France and Spain) [1].",
            ],
            &["pays"],
        ),
        (
            "terms 2022 --format narrative",
            &["for a fee. It is not exclusive; the territory is France [1]."],
            &["pays"],
        ),
        // A text that is older than a value cannot say it.
        (
            "terms 2023 --format narrative",
            &["The pays are nothing for updates"],
            &[],
        ),
    ];
    hold(TERMS, &cases);
}

const HIRE: &str = r#"
format = 1
title = "Hire"
lasts = "term"
[source.deed]
title = "Deed"
kind = "filing"
[clause.term]
title = "Term"
[clause.rent]
title = "Rent"
[clause.loan]
title = "Loan"
[[event]]
id = "signed"
date = "2020-01-01"
title = "Signed"
cite = ["deed"]
change = [
    { clause = "term", action = "adopt", text = "It runs.", through = "2021-12-31" },
    { clause = "rent", action = "adopt", text = "Rent is paid monthly.", terms = { mode = "in full", sum = 100 } },
    { clause = "loan", action = "adopt", text = "The loan bears interest.", terms = { rate = 5 } },
]
[[event]]
id = "amended"
date = "2021-03-01"
title = "Amended"
cite = ["deed"]
change = [
    { clause = "term", action = "amend", renews = "1y", renewals = 3, notice = "3m" },
    { clause = "rent", action = "amend", text = "Rent is paid quarterly.", terms = { mode = "in parts" } },
    { clause = "rent", action = "amend", terms = { sum = 120 }, effective = "2022-01-01" },
    { clause = "loan", action = "keep" },
    { clause = "loan", action = "amend", terms = { rate = 4 }, effective = "2022-01-01" },
]
[[event]]
id = "stopped"
date = "2023-03-01"
title = "Stopped"
cite = ["deed"]
change = [{ clause = "term", action = "end" }]
[[event]]
id = "resumed"
date = "2024-06-01"
announced = "2025-02-01"
title = "Resumed"
cite = ["deed"]
change = [{ clause = "term", action = "adopt", text = "It runs.", through = "2027-12-31" }]
"#;

#[test]
fn what_renews_comes_back_or_changes_later_is_told_once_and_with_its_own_day() {
    let cases: [Case; 4] = [
        (
            "--today 2026-11-29 diff amended --format narrative",
            &[
                "Term: it has a notice period of three months; it has renewals numbering at most 3; it renews for one year [1].",
            ],
            &["came up and read as before"],
        ),
        (
            "--today 2026-11-29 diff amended",
            &["amended 2022-01-01 rate 5 → 4"],
            &["known since", "reading as before"],
        ),
        (
            "--today 2026-11-29 learned 2024-12 --format narrative",
            &["It is now known to have stood: Rent is paid quarterly"],
            &[],
        ),
        (
            "--today 2026-11-29 show resumed",
            &["stood again with the agreement: "],
            &["stands again with the agreement: "],
        ),
    ];
    hold(HIRE, &cases);
}

const SUPPLY: &str = r#"
format = 1
title = "Supply"
[source.deed]
title = "Deed"
kind = "filing"
[source.times]
publisher = "Times"
[source.study]
publisher = "Study"
[clause.volume]
title = "Volume"
[clause.region]
title = "Region"
[[event]]
id = "signed"
date = "2020-01-10"
title = "The contract is signed"
cite = ["deed"]
[[event.change]]
clause = "volume"
action = "adopt"
text = "The supplier delivers 800 tonnes."
terms = { tonnes = 800 }
through = "2021-01-09"
renews = "1y"
notice = "60d"
[[event.change]]
clause = "region"
action = "adopt"
text = "The supplier sells in Europe."
[[event]]
id = "cut"
date = "2022-03-01"
title = "The volume is cut"
cite = ["times", { source = "study", terms = { tonnes = 650 }, text = "The volume was cut to 650 tonnes." }]
[[event.change]]
clause = "volume"
action = "amend"
text = "The supplier delivers 600 tonnes."
terms = { tonnes = 600 }
[[event.change]]
clause = "region"
action = "unclear"
[[event]]
id = "plan"
date = "2022-06"
planned = true
title = "The volume is to rise"
cite = ["times"]
[[event.change]]
clause = "volume"
action = "amend"
text = "The supplier delivers 900 tonnes."
terms = { tonnes = 900 }
[[event]]
id = "notice"
date = "2023-08-20"
title = "The buyer gives notice"
cite = ["deed"]
[[event.change]]
clause = "volume"
action = "end"
effective = "2024-01-10"
"#;

#[test]
fn a_text_that_a_source_gives_is_that_of_the_clause_that_it_changes() {
    let cases: [Case; 3] = [
        (
            "show cut --format narrative",
            &["Whether this clause still stands has been unclear since then: Region [1, 2]."],
            &[],
        ),
        (
            "show region --format narrative",
            &["unclear since 1 March 2022 [2, 3]."],
            &[],
        ),
        (
            "history --format narrative",
            &["it was left unclear, with the text as before [2, 3]."],
            &[],
        ),
    ];
    hold(SUPPLY, &cases);
}

#[test]
fn what_renewed_or_was_given_notice_of_is_told_in_its_tense() {
    let cases: [Case; 2] = [
        (
            "--today 2023-03-01 terms --format narrative",
            &[
                "It renews for one year; it has a notice period of 60 days. It runs to the end of 9 January 2024, renewed 3 times, if nobody gave notice",
            ],
            &[],
        ),
        (
            "--today 2023-09-01 terms --format narrative",
            &[
                "It renews for one year; it has a notice period of 60 days. It ends on 10 January 2024, renewed 3 times",
            ],
            &[],
        ),
    ];
    hold(SUPPLY, &cases);
}

#[test]
fn a_plan_says_what_it_would_change() {
    let (change, text) = ("tonnes: 600 → 900", "delivers 900");
    let cases = [
        ("", false),
        (" -v", true),
        (" --format list", false),
        (" --format markdown", false),
    ];
    for (flags, has_text) in cases {
        let told = said(SUPPLY, &format!("--today 2022-04-01 show plan{flags}"));
        assert!(
            told.contains(change) && told.contains(text) == has_text,
            "{told}"
        );
    }
}

#[test]
fn an_old_value_has_its_own_sources() {
    let call = "diff 2024-12 2025-10 --clause agi-clause --format";
    let rows = partnership(&format!("{call} csv")).done();
    let decider = rows.lines().find(|row| row.contains("decider"));
    let decider = decider.expect("a row");
    let own = "agi-decider-stated,2023-01-23,reported,techbeam-2023; ";
    assert!(decider.contains(own), "{decider}");
    let told = partnership(&format!("{call} markdown")).done();
    let old = "decided by**: ~~OpenAI's board~~ (reported)[^techbeam-2023]";
    assert!(told.contains(old), "{told}");
}

const UNCLEAR: &str = r#"
format = 1
title = "Unclear things"
recorded = "2026-11-01"
lasts = "term"
[party.owner]
name = "Owner Ltd"
[party.tenant]
name = "Tenant"
[source.s1]
publisher = "Owner Ltd"
kind = "statement"
published = "2020-01-01"
[source.s2]
publisher = "The News"
kind = "news"
published = "2023-05-01"
[clause.term]
title = "Term"
parties = ["owner","tenant"]
[clause.rent]
title = "Rent"
parties = ["owner","tenant"]
[clause.fee]
title = "Fee"
parties = ["owner","tenant"]
[[event]]
id = "start"
date = "2020-01-01"
title = "Start"
parties = ["owner","tenant"]
cite = [{source="s1"}]
[[event.change]]
clause = "term"
action = "adopt"
through = "2025-12-31"
text = "It runs for six years."
[[event.change]]
clause = "rent"
action = "adopt"
text = "Rent is paid monthly."
terms = {sum = 100, mode = "in full", until-when = "2024-05-01"}
[[event]]
id = "doubt"
date = "2022-01-01"
title = "Doubt"
basis = "reported"
cite = [{source="s2"}]
[[event.change]]
clause = "term"
action = "unclear"
[[event.change]]
clause = "fee"
action = "adopt"
through = "2022-12-31"
text="A fee is due."
terms = {sum = 5}
[[event]]
id = "settle"
date = "2023-01-01"
title = "Settled"
parties = ["owner"]
cite = [{source="s1"}]
[[event.change]]
clause = "term"
action = "keep"
[[event]]
id = "fix"
date = "[2023-06..2023-08]"
title = "Fixing"
parties = ["owner","tenant"]
cite = [{source="s1", quote="we fix it"},{source="s2", terms={sum=7}}]
[[event.change]]
clause = "rent"
action = "amend"
terms = {sum = 8}
unset = ["mode"]
[[event.change]]
clause = "fee"
action = "adopt"
text = "New fee of 9."
terms = {sum = 9}
"#;

#[test]
fn what_expired_by_itself_is_told_with_its_day_and_not_as_done_by_an_event() {
    let cases: [Case; 5] = [
        ("diff settle", &["Term"], &["Fee"]),
        (
            "show event settle",
            &["came into force again with the agreement: Rent"],
            &["Fee"],
        ),
        (
            "diff 2021-12 2026",
            &[
                "2022-01-01 (reported) to 2022-12-31 (reported) and some day between 2023-06 and 2023-08 to 2025-12-31",
            ],
            &[],
        ),
        (
            "diff 2021-12 2026 --format markdown",
            &["came and went: Fee[^s1][^s2]", "expired: Term[^s1]"],
            &[],
        ),
        (
            "show clause fee --format narrative",
            &["At the end of 31 December 2022 (reported), this clause expired"],
            &[],
        ),
    ];
    hold(UNCLEAR, &cases);
}

const RETOLD: &str = r#"
format = 1
title = "Lease"
[party.o]
name = "Owner Ltd"
[source.paper]
publisher = "Paper"
kind = "news"
published = "2024-05-02"
[source.owner]
publisher = "Owner"
kind = "statement"
published = "2024-05-02"
[source.blog]
publisher = "Blog"
kind = "analysis"
[clause.rent]
title = "Rent"
parties = ["o"]
[clause.roof]
title = "Roof"
parties = ["o"]
[[event]]
id = "retold"
date = "2024-05-02"
report = true
title = "Papers are retold"
basis = "reported"
cite = [{ source = "paper", terms = { sum = 1 } }, "blog"]
[[event.change]]
clause = "rent"
action = "adopt"
text = "The rent is 2."
terms = { sum = 2 }
effective = "2021"
[[event]]
id = "said"
date = "2024-05-03"
title = "The owner speaks"
[[event.change]]
clause = "roof"
action = "adopt"
text = "The owner keeps the roof."
through = "2030"
cite = [{ source = "owner", via = "blog" }]
[[event.change]]
clause = "rent"
action = "disclose"
terms = { place = "Rome" }
effective = "2024-05-01"
cite = ["owner"]
[[event]]
id = "silent"
date = "2024-06-01"
title = "A new lease is silent"
[[event.change]]
clause = "roof"
action = "unclear"
basis = "inferred"
cite = ["blog"]
"#;

#[test]
fn what_began_ended_or_is_disputed_says_how_firm_that_is_and_since_when_it_is_known() {
    let cases: [Case; 9] = [
        (
            "show rent",
            &["in force since 2021, known since 2024-05-02 (reported) (terms disputed)"],
            &[],
        ),
        (
            "terms -v",
            &[
                "since 2021, known since 2024-05-02 (reported) by retold, last learned 2024-05-03, from 2024-05-01 by said",
                "since 2024-05-03 by said, left unclear 2024-06-01 (inferred) by silent",
                "terms disputed",
            ],
            &[],
        ),
        (
            "page",
            &[
                "data-since=\"in 2021, known since 2 May 2024 (reported)\"",
                "data-then=\"learned on 3 May 2024, from 1 May 2024\"",
                "data-then=\"left unclear on 1 June 2024 (inferred)\"",
            ],
            &[],
        ),
        (
            "show party o",
            &["What binds it: 1 clause, perhaps 1 more"],
            &[],
        ),
        (
            "show party o --format narrative",
            &[
                "Owner Ltd is bound by one clause at the close of",
                "Whether one more still stands is not known.",
            ],
            &[],
        ),
        (
            "terms --format markdown",
            &[
                "The owner keeps the roof.[^owner.blog]",
                "[^owner.blog]: Owner, 2024-05-02, statement; read through Blog, analysis",
            ],
            &["[^owner]"],
        ),
        (
            "show event said --format markdown",
            &[
                "**Rome**[^owner]",
                "The owner keeps the roof.[^owner.blog]",
                "[^owner]: Owner, 2024-05-02, statement",
                "[^owner.blog]: Owner, 2024-05-02, statement; read through Blog, analysis",
            ],
            &["[^owner]: Owner, 2024-05-02, statement;"],
        ),
        (
            "timeline --format ics --known-by 2024-05-31",
            &["SUMMARY:in 2030: Roof: last day"],
            &[],
        ),
        (
            "upcoming -v --known-by 2024-05-31",
            &["last day 2030-12-31 (reckoned from 2030)"],
            &[],
        ),
    ];
    hold(RETOLD, &cases);
}

const CLAIMED: &str = r#"
format = 1
title = "Lease"
[source.early]
publisher = "Early"
kind = "filing"
published = "2024-01-01"
[source.late]
publisher = "Late"
kind = "news"
published = "2024-06-01"
[source.odd]
publisher = "Odd"
kind = "news"
[clause.rent]
title = "Rent"
[[event]]
id = "signed"
date = "2024-05-01"
title = "The lease is signed"
cite = ["early", "late"]
[[event.change]]
clause = "rent"
action = "adopt"
text = "The rent is 2."
terms = { sum = 2 }
through = "2030"
cite = ["early", "late", { source = "odd", until = "the owner dies", terms = {} }]
"#;

#[test]
fn a_source_vouches_for_nothing_later_than_itself_and_shows_what_it_alone_gives() {
    let cases: [Case; 8] = [
        ("timeline --sources", &["Early's filing"], &[]),
        ("timeline -v", &[], &["Early's filing"]),
        ("show rent", &["2024-05-01 Late"], &["Early"]),
        ("show rent --format narrative", &["[1] Late"], &["Early"]),
        (
            "show rent --sources",
            &["also gives until the owner dies"],
            &[],
        ),
        (
            "show event signed --format narrative",
            &["On Rent, Odd lets it stand until the owner dies [2]."],
            &[],
        ),
        (
            "show rent --according-to odd",
            &["in force since 2024-05-01, until the owner dies"],
            &["2030", "sum  2"],
        ),
        (
            "show rent --according-to odd --according-to late --sources",
            &[
                "to the end of 2030",
                "sum 2",
                "also gives until the owner dies",
            ],
            &["2024-05-01, until"],
        ),
    ];
    hold(CLAIMED, &cases);
}

const LETTERS: &str = r#"
format = 1
title = "Loan"
lasts = "loan"
[source.deed]
publisher = "Bank, Inc."
kind = "filing"
published = "2020-01-01"
[source.letter]
publisher = "Owner"
kind = "statement"
[party.o]
name = "Owner Ltd"
[clause.loan]
title = "Loan"
[clause.rate]
title = "Rate"
[[event]]
id = "signed"
date = "2020-01-01"
title = "The loan is signed"
parties = ["o"]
cite = ["deed"]
[[event.change]]
clause = "loan"
action = "adopt"
text = "The bank lends."
through = "2040"
until = "insolvency"
[[event.change]]
clause = "rate"
action = "adopt"
text = "The rate is fixed."
terms = { rate = "2%" }
[[event]]
id = "raised"
date = "2024-02"
title = "The rate is raised"
cite = ["deed", { source = "letter", date = "2024-05-01", terms = { rate = "3%" } }]
[[event.change]]
clause = "rate"
action = "amend"
terms = { rate = "4%" }
"#;

#[test]
fn what_is_said_is_said_once_and_no_firmer_than_it_is() {
    let cases: [Case; 6] = [
        (
            "show raised --format narrative",
            &[
                "dates it to 1 May 2024 [2]. One clause",
                "On Rate, Owner's statement says otherwise",
            ],
            &["On Rate, Owner's statement dates"],
        ),
        (
            "terms --format narrative",
            &["It runs to the end of 2040; it stands only until insolvency"],
            &[],
        ),
        (
            "show signed",
            &["According to Bank, Inc."],
            &["Inc.'s", "(filing)"],
        ),
        (
            "show party o",
            &["2 clauses do not say whom they bind"],
            &[],
        ),
        (
            "show party o --format narrative",
            &[
                "No clause is recorded to bind Owner Ltd",
                "Two clauses do not say whom they bind.",
            ],
            &["bound by no clauses"],
        ),
        (
            "diff today 2031 --suppose insolvency=2030 --format narrative",
            &[
                "One clause is to end, Loan (supposed).",
                "Rate ends with the agreement (supposed).",
            ],
            &["One clause ended", "read until"],
        ),
    ];
    hold(LETTERS, &cases);
}

#[test]
fn what_was_learned_of_what_is_over_has_the_day_on_which_it_was() {
    let told = partnership("learned 2025-12 --today 2026-11-29").done();
    let learned = "learned between 2026-01 and 2026-06-17, of how it read while it stood";
    assert!(told.contains(learned), "{told}");
}

#[test]
fn a_new_sentence_is_told_where_the_terms_beside_it_do_not_say_it() {
    for (call, told) in [
        (
            "diff agreement-amended",
            "Whether OpenAI still declares AGI, an independent panel verifies it",
        ),
        (
            "diff 2024-12 2025-10",
            "the payments are spread over a lengthened time that was not published.",
        ),
        (
            "diff 2024-12 2025-10",
            "no longer exclusive for GPT-3; no longer limited to technology short of AGI; now exclusive; now valid after AGI too",
        ),
        (
            "diff agreement-amended --format markdown",
            "- was: OpenAI's own products, Frontier among them, are hosted on Azure.",
        ),
    ] {
        let found = partnership(call).done();
        let found = found.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(found.contains(told), "{call}: {found}");
    }
    let said = partnership("diff 2024-12 2025-10").done();
    assert!(!said.contains("Azure is the only cloud"), "{said}");
}

#[test]
fn one_clause_that_names_nobody_is_told_as_one() {
    let file = "format = 1\ntitle = 't'\n[party.p]\nname = 'P'\n[source.s]\ntitle = 'S'\n[clause.c]\ntitle = 'C'\n\
        [[event]]\nid = 'e'\ndate = '2020'\ntitle = 'E'\ncite = ['s']\n\
        [[event.change]]\nclause = 'c'\naction = 'adopt'\ntext = 'T.'\n";
    let call = partnership("show party p --file one.toml").file("one.toml", file);
    let told = call.done();
    assert!(
        told.contains("1 clause does not say whom it binds"),
        "{told}"
    );
}

/// A timeline of three clauses and a source, and these events: an id, a date, its other keys and its changes.
fn timeline(lasts: &str, events: &[(&str, &str, &str)]) -> String {
    let mut text = format!("format = 1\ntitle = 't'\n{lasts}\n[source.s]\ntitle = 'S'\n");
    for (id, title) in [("a", "Alpha"), ("b", "Beta"), ("c", "Gamma")] {
        text.extend([format!("[clause.{id}]\ntitle = '{title}'\n")]);
    }
    for (id, date, rest) in events {
        let head = format!("[[event]]\nid = '{id}'\ntitle = 'On {id}'\ndate = '{date}'");
        text.extend([head, format!("\n{rest}\n")]);
    }
    text
}

#[test]
fn what_one_event_does_in_steps_is_told_as_what_comes_of_it() {
    let steps = "cite = ['s']
change = [{ clause = 'a', action = 'adopt', text = 'One.' }, { clause = 'a', action = 'end' }]";
    let again = "report = true
change = [{ clause = 'b', action = 'adopt', text = 'Two.' }, { clause = 'b', action = 'end' },
    { clause = 'b', action = 'adopt', text = 'Two.', report = false }]";
    let later = "announced = '2020-05'
change = [{ clause = 'c', action = 'adopt', text = 'Three.' },
    { clause = 'c', action = 'disclose', terms = { share = 3 } }]";
    let events = [
        ("steps", "2020-01-01", steps),
        ("again", "2020-02-01", again),
        ("later", "2020-03-01", later),
    ];
    let cases: [Case; 4] = [
        (
            "diff 2019 2020-01 --sources",
            &["Alpha, in force 2020-01-01 to 2020-01-01 S"],
            &[],
        ),
        ("diff 2019 2020-01", &["reading as before: 1"], &["Alpha,"]),
        (
            "diff 2020-01 2020-02",
            &["1 adopted", "+ Beta"],
            &["more was learned"],
        ),
        (
            "diff 2020-02 2020-03",
            &["1 adopted", "more was learned of 1 clause", "share 3"],
            &[],
        ),
    ];
    hold(&timeline("", &events), &cases);
}

#[test]
fn what_comes_of_a_clause_and_of_its_text_is_told_with_who_says_so_and_when() {
    let adopts = "change = [{ clause = 'a', action = 'adopt', text = 'One.', until = 'rain' },
    { clause = 'b', action = 'adopt', text = 'Two.', terms = { where = [] } }]";
    let ends = "announced = '2020-01-01'\ncite = ['s']
change = [{ clause = 'a', action = 'end' }]";
    let known = "change = [{ clause = 'b', action = 'disclose', text = 'Two or more.', terms = { k = 1 } }]";
    let figure = "change = [{ clause = 'b', action = 'disclose', terms = { k = 2 } }]";
    let events = [
        ("adopts", "2020-01-01", adopts),
        ("ends", "2021-01-01", ends),
        ("known", "2020-03-01", known),
        ("figure", "2020-04-01", figure),
    ];
    let cases: [Case; 3] = [
        (
            "terms 2020-02 --sources",
            &["ending 2021-01-01", "end: 2021-01-01 On ends S"],
            &[],
        ),
        (
            "terms 2020-02 --format narrative",
            &["It ends on 1 January 2021 [1]"],
            &[],
        ),
        (
            "diff 2020-02 2020-04",
            &["Beta learned 2020-03-01", "k 2 learned 2020-04-01"],
            &[],
        ),
    ];
    hold(&timeline("", &events), &cases);
}

#[test]
fn a_clause_that_stood_once_more_than_was_known_came_and_went() {
    let change = |action: &str| format!("change = [{{ clause = 'a', action = '{action}' }}]");
    let adopt = change("adopt").replace(" }", ", text = 'One.' }");
    let late = |change: &str| format!("announced = '2025'\n{change}");
    let (end, adopts, ends) = (change("end"), late(&adopt), late(&change("end")));
    let events = [
        ("one", "2019-01-01", &*adopt),
        ("two", "2019-06-01", &end),
        ("three", "2020-01-01", &adopts),
        ("four", "2021-01-01", &ends),
    ];
    let cases: [Case; 1] = [(
        "learned 2024 --at 2026",
        &["Alpha 2020-01-01, known since 2025", "± came and went"],
        &["· learned"],
    )];
    hold(&timeline("", &events), &cases);
}

#[test]
fn an_event_that_changes_the_duration_twice_names_what_turns_with_it_each_time() {
    let begins = "change = [{ clause = 'a', action = 'adopt', text = 'It lasts.' },
    { clause = 'b', action = 'adopt', text = 'Two.' }]";
    let twice = "change = [{ clause = 'a', action = 'end', effective = '2020-06-01' },
    { clause = 'a', action = 'adopt', text = 'It lasts.' }]";
    let ends = "change = [{ clause = 'a', action = 'unclear', effective = '2022-01-01' },
    { clause = 'a', action = 'unclear' }]";
    let events = [
        ("begins", "2020-01-01", begins),
        ("twice", "2021-01-01", twice),
        ("doubt", "2023-01-01", ends),
    ];
    let cases: [Case; 3] = [
        ("show twice", &["stood again with the agreement: Beta"], &[]),
        (
            "show doubt",
            &["was left unclear with the agreement: Beta"],
            &[],
        ),
        (
            "timeline --clause b",
            &["On begins", "On twice", "On doubt"],
            &[],
        ),
    ];
    hold(&timeline("lasts = 'a'", &events), &cases);
}
