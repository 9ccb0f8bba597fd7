//! TOML 1.0 as a person would write it: a key a line, long texts over several lines.

use crate::text::{clean_toml, first_escaped};
use toml_writer::{ToTomlValue, TomlStringBuilder};

/// The text of a TOML file, built from above. Ids and the format's own keys need no quotes.
#[derive(Debug, Default)]
pub(super) struct Toml {
    pub(super) out: String,
    one_line: bool,
}

impl Toml {
    /// A text below another. Where that one's lines do not end in `\n`, every value stands on one line: over several it
    /// would take their endings in.
    pub(super) fn below(text: &str) -> Self {
        Self {
            one_line: text.contains("\r\n"),
            ..Self::default()
        }
    }

    /// Writes a heading, such as `[[event]]`, below an empty line.
    pub(super) fn heading(&mut self, heading: &str) {
        let gap = if self.out.is_empty() { "" } else { "\n" };
        self.out.extend([gap, heading, "\n"]);
    }

    /// Writes a key with a value that is TOML already.
    pub(super) fn raw(&mut self, key: &str, value: &str) {
        self.out.extend([key, " = ", value, "\n"]);
    }

    /// Writes a key with a text, over several lines where it has some.
    pub(super) fn text(&mut self, key: &str, text: &str) {
        let written = if self.one_line { one_line } else { string };
        self.raw(key, &written(text));
    }
}

/// A string as TOML writes it, in the form that needs the fewest escapes.
///
/// What a line or a terminal cannot show, a carriage return among it, is escaped, so that no editor and no line
/// ending changes it.
pub(super) fn string(text: &str) -> String {
    let string = TomlStringBuilder::new(text);
    // Only a basic string has escapes.
    let basic = match (first_escaped(text), text.contains('\n')) {
        (None, _) => return string.as_default().to_toml_value(),
        (_, true) => string.as_ml_basic(),
        (_, false) => string.as_basic(),
    };
    clean_toml(&basic.to_toml_value()).into_owned()
}

/// A string on one line, in the form that needs the fewest escapes.
pub(super) fn one_line(text: &str) -> String {
    if !text.contains('\n') {
        return string(text);
    }
    let basic = TomlStringBuilder::new(text).as_basic();
    clean_toml(&basic.to_toml_value()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_takes_the_form_with_the_fewest_escapes() {
        for (text, written) in [
            ("", r#""""#),
            ("plain", r#""plain""#),
            (r#"a "quoted" word"#, r#"'a "quoted" word'"#),
            (r"back\slash", r"'back\slash'"),
            ("two\nlines", "\"\"\"\ntwo\nlines\"\"\""),
            ("\nfirst empty", "\"\"\"\n\nfirst empty\"\"\""),
            ("bell \u{7}", r#""bell \u0007""#),
            ("turned \u{202e} \"here\"", r#""turned \u202E \"here\"""#),
            (
                "tag \u{e0041}\nC1 \u{9b}",
                "\"\"\"\ntag \\U000E0041\nC1 \\u009B\"\"\"",
            ),
            ("joined 👩\u{200d}💻", "\"joined 👩\u{200d}💻\""),
            ("carriage\r\nreturn", "\"\"\"\ncarriage\\r\nreturn\"\"\""),
        ] {
            assert_eq!(string(text), written);
        }
    }

    #[test]
    fn every_string_comes_back_as_it_was() {
        let odd = [
            "'''",
            "\"\"\"",
            "\\",
            "\n",
            "\r",
            "\t",
            "\u{0}",
            "é",
            " ",
            "'",
            "\"",
            "\u{202e}",
            "\u{200d}",
            "\u{e0041}",
        ];
        for first in odd {
            for second in odd {
                for third in odd {
                    let text = [first, second, third].concat();
                    let mut toml = Toml::default();
                    toml.text("key", &text);
                    assert_eq!(first_escaped(&toml.out), None);
                    let read: toml::Table = toml.out.parse().expect("TOML");
                    assert_eq!(read["key"].as_str(), Some(text.as_str()));
                }
            }
        }
    }

    #[test]
    fn a_file_is_built_from_above() {
        let mut toml = Toml::default();
        toml.raw("format", "1");
        toml.heading("[[event]]");
        toml.text("title", "Signed");
        assert_eq!(toml.out, "format = 1\n\n[[event]]\ntitle = \"Signed\"\n");
    }
}
