//! TOML 1.0 as a person would write it: a key a line, long texts over several lines.

use toml_writer::{TomlStringBuilder, TomlWrite};

/// The text of a TOML file, built from above.
///
/// Keys and headings are written as given: ids and the format's own keys need no quotes.
#[derive(Debug, Default)]
pub struct Toml(String);

impl Toml {
    /// Writes a heading, such as `[[event]]`, below an empty line.
    pub fn heading(&mut self, heading: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(heading);
        self.0.push('\n');
    }

    /// Writes a key with a value that is TOML already.
    pub fn raw(&mut self, key: &str, value: &str) {
        self.0.push_str(key);
        self.0.push_str(" = ");
        self.0.push_str(value);
        self.0.push('\n');
    }

    /// Writes a key with a text, over several lines where it has some.
    pub fn text(&mut self, key: &str, text: &str) {
        self.raw(key, &string(text));
    }

    /// Writes a key with a list of texts; nothing where it is empty.
    pub fn texts<T: AsRef<str>>(&mut self, key: &str, texts: &[T]) {
        if !texts.is_empty() {
            let texts: Vec<String> = texts.iter().map(|text| string(text.as_ref())).collect();
            self.raw(key, &format!("[{}]", texts.join(", ")));
        }
    }

    /// The whole text.
    #[must_use]
    pub fn finish(self) -> String {
        self.0
    }
}

/// A string as TOML writes it, in the form that needs the fewest escapes.
///
/// What a line cannot show, a carriage return among it, is escaped, so that no editor and no line
/// ending changes it.
#[must_use]
pub fn string(text: &str) -> String {
    let mut out = String::new();
    // A `String` takes whatever is written to it.
    let _ = out.value(TomlStringBuilder::new(text).as_default());
    out
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
            ("carriage\r\nreturn", "\"\"\"\ncarriage\\r\nreturn\"\"\""),
        ] {
            assert_eq!(string(text), written);
        }
    }

    #[test]
    fn every_string_comes_back_as_it_was() {
        let odd = [
            "'''", "\"\"\"", "\\", "\n", "\r", "\t", "\u{0}", "é", " ", "'", "\"",
        ];
        for first in odd {
            for second in odd {
                for third in odd {
                    let text = [first, second, third].concat();
                    let mut toml = Toml::default();
                    toml.text("key", &text);
                    let read: toml::Table = toml.finish().parse().expect("TOML");
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
        toml.texts("parties", &["one", "two"]);
        toml.texts::<&str>("about", &[]);
        assert_eq!(
            toml.finish(),
            "format = 1\n\n[[event]]\nparties = [\"one\", \"two\"]\n"
        );
    }
}
