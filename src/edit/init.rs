//! The first file of one's own.

/// A small timeline that shows every feature of the format once.
pub const TEMPLATE: &str = include_str!("template.toml");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{self, code::Code, format};

    #[test]
    fn it_passes_check_with_nothing_but_the_disagreement_that_it_shows() {
        let reading = file::read("template.toml", TEMPLATE.as_bytes(), true);
        let found: Vec<(Code, &str)> = reading
            .diagnostics
            .iter()
            .map(|found| (found.code, found.message.as_str()))
            .filter(|(code, _)| *code != Code::Disagreement)
            .collect();
        assert_eq!(found, []);
    }

    #[test]
    fn it_shows_every_key_and_every_action() {
        let schema = format::schema();
        for (name, table) in schema["$defs"].as_object().expect("definitions") {
            for key in table["properties"]
                .as_object()
                .into_iter()
                .flat_map(|keys| keys.keys())
            {
                let used = [format!("{key} = "), format!(".{key}]")];
                // What a source claims otherwise has the keys of a change.
                let claimed = name == "cite";
                let shown = used.iter().any(|form| TEMPLATE.contains(form));
                assert!(shown || claimed, "`{key}` of {name} is not shown");
            }
        }
        for action in crate::agreement::Action::WORDS {
            assert!(
                TEMPLATE.contains(&format!("action = \"{action}\"")),
                "{action}"
            );
        }
    }
}
