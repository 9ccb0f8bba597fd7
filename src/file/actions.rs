//! What the words of the trade mean as actions.

use crate::agreement::Action;
use crate::agreement::Action::{Adopt, Amend, Disclose, End, Keep};

/// How words begin, the action that is meant, and what belongs to it.
#[rustfmt::skip]
const MEANT: [(&[&str], Action, &str); 12] = [
    (&["exten", "prolong"], Amend, " with a new `through`"),
    (&["renew", "roll"], Amend, " with a new `through`, or with `renews` where it goes on by itself"),
    (&["assign", "novat", "transfer"], Amend, " with the new `parties`"),
    (&["replac", "supersed", "substitut"], Amend, " with the new `text`; for another clause `end` and `adopt` with `replaces`"),
    (&["waive", "waivi"], End, ", or `amend` with a `text` that says what is waived and for how long"),
    (&["suspen", "paus"], End, ", and `adopt` on the day on which it applies again"),
    (&["expir", "laps"], End, "; where `through` says its last day, nothing is to be added"),
    (&["terminat", "cancel", "revo", "rescind", "repeal", "delet", "remov", "drop", "void", "ended", "ending"], End, ""),
    (&["reinstat", "resum", "reviv", "restor", "add", "introduc", "insert", "sign", "enact", "grant"], Adopt, ""),
    (&["chang", "modif", "updat", "vari", "vary", "alter", "revis", "restat", "increas", "reduc", "rais"], Amend, ""),
    (&["confirm", "reaffirm", "maintain", "retain", "continu"], Keep, ""),
    (&["reveal", "publish", "report"], Disclose, ""),
];

/// The action that a word of the trade means, and how it is used.
pub(crate) fn meant(word: &str) -> Option<(&'static str, String)> {
    let lower = word.to_lowercase();
    let is_meant = |begin: &&str| lower.starts_with(begin);
    let mut rows = MEANT.iter();
    let (_, action, with) = rows.find(|(begins, ..)| begins.iter().any(is_meant))?;
    let action = action.word();
    Some((action, format!("`{word}`: use `{action}`{with}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::nearest;

    #[test]
    fn words_of_the_trade_lead_to_actions() {
        for (word, action) in [
            ("extend", "amend"),
            ("Extended", "amend"),
            ("extension", "amend"),
            ("renewal", "amend"),
            ("terminate", "end"),
            ("termination", "end"),
            ("waive", "end"),
            ("assignment", "amend"),
            ("replace", "amend"),
            ("suspend", "end"),
            ("suspension", "end"),
            ("reinstated", "adopt"),
            ("restated", "amend"),
        ] {
            let (found, help) = meant(word).expect(word);
            assert_eq!(found, action, "{word}: {help}");
        }
    }

    #[test]
    fn no_action_and_no_slip_of_one_is_a_word_of_the_trade() {
        for word in Action::WORDS {
            assert_eq!(meant(word), None);
        }
        for slip in ["adoptd", "amned", "ammend", "disclsoe", "kep", "unclaer"] {
            assert_eq!(meant(slip), None);
            assert!(nearest(slip, Action::WORDS.iter().copied()).is_some());
        }
    }
}
