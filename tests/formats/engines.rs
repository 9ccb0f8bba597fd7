//! The rows of many agreements in `DuckDB` and in Apache Spark: what they answer is what the program answers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::rows::{array, lines};
use crate::support::partnership;

/// The days on which the database is asked.
const DAYS: [&str; 9] = [
    "2019-03-10",
    "2019-07-22",
    "2021-06-30",
    "2024-12-31",
    "2025-10-27",
    "2025-10-28",
    "2026-11-22",
    "2032-12-31",
    "2033-01-01",
];

/// What follows the questions of `tests/examples/lake`: every answer for each day, and the next, as a line of JSON.
const ASK_DUCKDB: &str = r#"
import json, sys, duckdb

def rows(found):
    return [dict(zip(found.columns, row)) for row in found.fetchall()]

duckdb.execute(open(sys.argv[1]).read())
for day, later in zip(sys.argv[2:], sys.argv[3:]):
    stood = rows(duckdb.sql(f"from stood(date '{day}')"))
    about = rows(duckdb.sql(f"from about('money', date '{day}')"))
    changed = rows(duckdb.sql(f"from changed(date '{day}', date '{later}')"))
    print(json.dumps([stood, about, changed], default=str))
"#;

const ASK_SPARK: &str = r#"
import json, sys
exec(open(sys.argv[1]).read())

def rows(found):
    return [row.asDict() for row in found.collect()]

for day, later in zip(sys.argv[2:], sys.argv[3:]):
    answers = [rows(stood(day)), rows(about("money", day)), rows(changed(day, later))]
    print(json.dumps(answers, default=str))
"#;

/// Runs a question of a database, from its file and these days.
fn python(script: &str, file: &str, days: &[String], folder: &Path) -> Vec<Value> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples/lake");
    let output = Command::new("python3")
        .args(["-c", script])
        .arg(examples.join(file))
        .args(days)
        .current_dir(folder)
        .env(
            "PYSPARK_SUBMIT_ARGS",
            "--conf spark.ui.enabled=false pyspark-shell",
        )
        .output()
        .expect("Python runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    lines(&String::from_utf8(output.stdout).expect("UTF-8"))
}

#[test]
#[ignore = "needs Python with the module `duckdb`"]
fn a_database_answers_as_of_a_day() {
    let folder = TempDir::new().expect("a folder");
    let text = partnership("history --format ndjson").done();
    std::fs::write(folder.path().join("history.ndjson"), text).expect("a file written");
    let days: Vec<String> = DAYS.map(str::to_owned).into();
    agrees(
        &python(ASK_DUCKDB, "duckdb.sql", &days, folder.path()),
        &days,
        None,
    );
}

/// An agreement of many: each has a day of its own, and some renew, end, or changed in a year of which no more is known.
fn agreement(place: usize) -> String {
    let (year, month) = (2012 + place % 9, 1 + place % 12);
    let (through, amount, raised) = (year + 3 + place % 7, 100 + place, year + 2);
    let renews = if place.is_multiple_of(3) {
        ""
    } else {
        "renews = \"1y\"\nnotice = \"3m\""
    };
    let month_of = if place.is_multiple_of(4) { "" } else { "-03" };
    let end = match place % 5 {
        0 => format!(
            "[[event]]\nid = \"over\"\ndate = \"{}-06-30\"\ntitle = \"It is over\"\n\
             change = [{{ clause = \"price\", action = \"end\" }}]\n",
            year + 4
        ),
        1 => format!(
            "[[event]]\nid = \"doubted\"\ndate = \"{}\"\ntitle = \"It is doubted\"\n\
             change = [{{ clause = \"price\", action = \"unclear\" }}]\n",
            year + 4
        ),
        _ => String::new(),
    };
    format!(
        r#"format = 1
title = "Contract {place}"
[party.us]
name = "Us"
[party.them]
name = "Them"
[clause.price]
title = "Price"
topic = "money"
parties = ["us", "them"]
[clause.term]
title = "Term"
topic = "time"
[[event]]
id = "signed"
date = "{year}-{month:02}-15"
title = "It is signed"
[[event.change]]
clause = "price"
action = "adopt"
text = "We pay {amount} a month."
terms = {{ amount = {amount}, places = ["b", "a"], heated = true, share = 0.5 }}
[[event.change]]
clause = "term"
action = "adopt"
text = "It runs on."
through = "{through}-{month:02}-14"
{renews}
[[event]]
id = "raised"
date = "{raised}{month_of}"
title = "The price goes up"
[[event.change]]
clause = "price"
action = "amend"
terms = {{ amount = {}, places = ["a", "b"] }}
unset = ["share"]
until = "the house is sold"
{end}"#,
        amount + 20
    )
}

/// A folder with many agreements in it, and what a database loads of them.
fn agreements() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let timelines = folder.path().join("timelines");
    std::fs::create_dir(&timelines).expect("a folder");
    for place in 0..300 {
        let path = timelines.join(format!("{place:04}.toml"));
        std::fs::write(path, agreement(place)).expect("a file written");
    }
    let call = partnership("history --format ndjson -f").arg(&timelines.to_string_lossy());
    std::fs::write(folder.path().join("history.ndjson"), call.done()).expect("a file written");
    folder
}

#[test]
#[ignore = "needs Python with the module `duckdb`"]
fn a_database_answers_of_many_agreements() {
    let folder = agreements();
    let days: Vec<String> = (0..21)
        .map(|of| format!("{}-{:02}-15", 2011 + of, 1 + of % 12))
        .collect();
    let answers = python(ASK_DUCKDB, "duckdb.sql", &days, folder.path());
    agrees(&answers, &days, Some(&folder.path().join("timelines")));
}

#[test]
#[ignore = "needs Java, and Python with the modules `duckdb` and `pyspark`"]
fn a_cluster_answers_of_many_agreements() {
    let folder = agreements();
    let days = ["2014-02-28", "2016-03-31", "2018-12-31", "2026-01-01"].map(str::to_owned);
    python(ASK_DUCKDB, "duckdb.sql", &[], folder.path());
    let answers = python(ASK_SPARK, "spark.py", &days, folder.path());
    agrees(&answers, &days, Some(&folder.path().join("timelines")));
}

/// Holds what a database answered of each day, and of its difference to the next, against the program's own answers.
#[track_caller]
fn agrees(answers: &[Value], days: &[String], timelines: Option<&Path>) {
    let asked = |call: &str| {
        let call = partnership(call).arg("--json");
        let call = match timelines {
            Some(path) => call.arg("-f").arg(&path.to_string_lossy()),
            None => call,
        };
        serde_json::from_str::<Value>(&call.run().stdout).expect("JSON")
    };
    assert_eq!(answers.len() + 1, days.len());
    let is_filled = |place: usize| answers.iter().any(|of| !array(&of[place]).is_empty());
    assert!(is_filled(0) && is_filled(2));
    for (answer, pair) in answers.iter().zip(days.windows(2)) {
        let (day, later) = (&pair[0], &pair[1]);
        let terms = asked(&format!("terms {day}"));
        let stood = standing(&answer[0], "clause");
        assert_eq!(stood, standing(&terms["clauses"], "id"), "{day}");
        let ids = |rows: &Value, of: &dyn Fn(&Value) -> bool| -> BTreeSet<String> {
            let rows = array(rows).iter().filter(|row| of(row));
            rows.map(|row| text(&row["clause"])).collect()
        };
        let doubtful = ids(&answer[0], &|row| {
            row["doubtful_from"]
                .as_str()
                .is_some_and(|from| from <= day.as_str())
        });
        let stands = ids(&answer[0], &|_| true);
        let open = ids(&terms["undetermined"], &|row| {
            stands.contains(&text(&row["clause"]))
        });
        assert_eq!(doubtful, open, "{day}");
        if timelines.is_some() {
            let about = asked(&format!("terms {day} --topic money"));
            let found = standing(&answer[1], "clause");
            assert_eq!(found, standing(&about["clauses"], "id"), "{day}");
        }
        let diff = asked(&format!("diff {day} {later}"));
        for how in ["adopted", "amended", "ended"] {
            let ids = |list: &Value, how: &str| -> BTreeSet<String> {
                let list = array(list).iter();
                let list = list.filter(|of| how.is_empty() || of["how"] == how);
                list.map(|of| text(&of["clause"])).collect()
            };
            let found = ids(&answer[2], how);
            assert_eq!(found, ids(&diff[how], ""), "{how} from {day} to {later}");
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or("None").to_owned()
}

/// Each clause with how it stands and its terms, by its id; a database has the value of a term as JSON.
fn standing(clauses: &Value, id: &str) -> Vec<[String; 6]> {
    let clause = |clause: &Value| {
        let terms = clause["terms"].as_object().expect("terms").iter();
        let value = |value: &Value| match value {
            Value::String(json) if id == "clause" => serde_json::from_str(json).expect("JSON"),
            value => value.clone(),
        };
        let terms: BTreeMap<_, Value> = terms.map(|(name, of)| (name, value(of))).collect();
        let [id, status, says, through, until] =
            [id, "status", "text", "through", "until"].map(|key| text(&clause[key]));
        [id, status, says, through, until, format!("{terms:?}")]
    };
    let mut found: Vec<_> = array(clauses).iter().map(clause).collect();
    found.sort();
    found
}
