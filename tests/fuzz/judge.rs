//! Whether what was printed is well formed, whatever the file held.

use partnership::text::is_odd;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// Fails where a text is not what its format promises.
pub fn judge(format: &str, text: &str) {
    match format {
        "json" => drop(json(text)),
        "ndjson" => text.lines().for_each(|line| drop(json(line))),
        "toml" => {
            printable(text);
            text.parse::<toml::Table>().expect("TOML");
        }
        "csv" => csv(text),
        "ics" => calendar(text),
        "svg" => picture(text),
        "html" => page(text),
        "markdown" => {
            printable(text);
            markdown(text);
        }
        _ => printable(text),
    }
}

/// Fails where a terminal would get anything but text it can show, line breaks and colours.
pub fn printable(text: &str) {
    let mut parts = text.split('\u{1b}');
    let mut seen = vec![parts.next().unwrap_or_default()];
    for part in parts {
        let colour = part.strip_prefix('[').and_then(|part| part.split_once('m'));
        let Some((codes, rest)) = colour else {
            panic!("an escape that is no colour: {part:?}");
        };
        assert!(
            codes.bytes().all(|b| b.is_ascii_digit() || b == b';'),
            "{codes:?}"
        );
        seen.push(rest);
    }
    for part in seen {
        // A joiner stands where a script or an emoji needs it.
        let odd = |c: &char| is_odd(*c) && !matches!(c, '\n' | '\u{200c}' | '\u{200d}');
        if let Some(odd) = part.chars().find(odd) {
            panic!("{odd:?} in {part:?}");
        }
    }
}

fn json(text: &str) -> serde_json::Value {
    printable(text);
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// RFC 4180: every record has as many fields as the header.
fn csv(text: &str) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let fields = reader.headers().expect("a header").len();
    for record in reader.records() {
        assert_eq!(record.expect("a record").len(), fields);
    }
}

/// RFC 5545: lines of at most 75 octets that end in CRLF, and a reader that takes them.
fn calendar(text: &str) {
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(
            !line.chars().any(|c| c.is_control() && c != '\t'),
            "{line:?}"
        );
    }
    let mut calendars = ical::IcalParser::new(text.as_bytes());
    let calendar = calendars.next().expect("a calendar").expect("a sound one");
    assert!(calendars.next().is_none(), "one calendar");
    let begun = text.split("\r\n").filter(|line| *line == "BEGIN:VEVENT");
    assert_eq!(calendar.events.len(), begun.count());
}

fn picture(text: &str) {
    let document =
        roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    for node in document.descendants() {
        assert_ne!(node.tag_name().name(), "script");
        assert!(
            node.attributes()
                .all(|found| !found.name().starts_with("on"))
        );
        if let Some(address) = node.attribute("href") {
            assert!(is_web(address), "{address}");
        }
    }
}

fn is_web(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| {
        let start = address.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// No text of the file opens or closes an element that the browser would run or take out of its place.
fn page(text: &str) {
    let lower = text.to_ascii_lowercase();
    for (tag, count) in [
        ("<script", 1),
        ("</script", 1),
        ("<style", 1),
        ("</style", 1),
        ("<!--", 0),
        ("<iframe", 0),
        ("<img", 0),
        ("<object", 0),
    ] {
        assert_eq!(lower.matches(tag).count(), count, "{tag}");
    }
    let icon = |address: &str| address.starts_with("data:image/svg+xml,%3csvg%20");
    for (place, (at, _)) in lower.match_indices(" href=\"").enumerate() {
        let address = &lower[at + 7..];
        assert!(
            is_web(address) || address.starts_with('#') || place == 0 && icon(address),
            "{}",
            &address[..40.min(address.len())]
        );
    }
    assert!(
        !text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
    );
}

/// A reader of Markdown finds no element that only a text of the file can have made.
fn markdown(text: &str) {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(text, options) {
        match &event {
            Event::InlineHtml(html) if html.as_ref() == "<br>" => {}
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Start(Tag::Image { .. } | Tag::HtmlBlock) => {
                panic!("{event:?}")
            }
            Event::Start(Tag::Link { dest_url, .. }) => assert!(is_web(dest_url), "{dest_url}"),
            _ => {}
        }
    }
}
