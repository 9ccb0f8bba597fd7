//! Lists and Markdown, and which answers are records.

use pulldown_cmark::{Event, Options, Parser, Tag};
use unicode_width::UnicodeWidthStr;

use crate::support::{Snapshots, partnership, snapshots_of};

#[test]
fn check_is_a_table_short_lines_or_json_and_nothing_else() {
    for format in ["list", "narrative", "markdown", "csv", "ndjson"] {
        let refused = partnership("check missing.toml --format")
            .arg(format)
            .refused(2);
        assert!(
            refused.contains("`table`, `short`, `github` or `json`"),
            "{format}: {refused}"
        );
    }
}

#[test]
fn records_are_of_timelines_terms_and_histories_only() {
    for command in ["timeline", "terms --all", "history"] {
        assert!(
            !partnership(command)
                .arg("--format")
                .arg("ndjson")
                .done()
                .is_empty()
        );
    }
    let refused = partnership("diff 2024 2025 --format ndjson").refused(2);
    assert!(
        refused.contains("cannot be printed as `ndjson`") && refused.contains("`json`"),
        "{refused}"
    );
}

#[test]
fn a_list_has_one_field_a_line_and_no_drawing() {
    let mut snapshots = Snapshots::default();
    for (name, command) in [
        ("list-terms", "terms 2025-12"),
        ("list-diff", "diff 2026-02 2026-05"),
        ("list-timeline", "timeline --from 2026-04"),
    ] {
        let text = partnership(command).width(50).done();
        assert_eq!(
            text,
            partnership(command)
                .width(50)
                .arg("--format")
                .arg("list")
                .done(),
            "below 60 columns by itself"
        );
        let drawn = text
            .chars()
            .find(|c| matches!(u32::from(*c), 0x2500..=0x259F));
        assert_eq!(drawn, None, "{command}");
        assert!(text.lines().all(|line| line.width() <= 50), "{command}");
        snapshots.compare(&snapshots_of("formats").join(format!("{name}.txt")), text);
    }
    snapshots.finish();
}

#[test]
fn markdown_reads_as_it_was_read() {
    let mut snapshots = Snapshots::default();
    for (name, command) in [
        ("terms", "terms 2025-12"),
        ("clause", "show clause ip-license"),
        ("timeline", "timeline --from 2026-04"),
    ] {
        let text = partnership(command).arg("--format").arg("markdown").done();
        snapshots.compare(
            &snapshots_of("formats").join(format!("{name}.md.txt")),
            text,
        );
    }
    snapshots.finish();
}

/// What a reader of Markdown makes of a text: its plain words, and what should not be there.
fn read(text: &str) -> (String, Vec<String>) {
    let mut words = String::new();
    let mut strange = Vec::new();
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Text(text) => words.push_str(&text),
            Event::Code(call) if call.starts_with("partnership ") => words.push_str(&call),
            Event::InlineHtml(html) if html.as_ref() == "<br>" => words.push(' '),
            Event::InlineHtml(_)
            | Event::Html(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::Start(
                Tag::Image { .. }
                | Tag::Strikethrough
                | Tag::Emphasis
                | Tag::HtmlBlock
                | Tag::BlockQuote(_),
            ) => strange.push(format!("{event:?}")),
            Event::Start(Tag::Link { ref dest_url, .. }) if !dest_url.starts_with("https://") => {
                strange.push(format!("{event:?}"));
            }
            _ => {}
        }
    }
    (words, strange)
}

const HOSTILE: [&str; 14] = [
    "a | pipe || two",
    "[link](javascript:alert(1))",
    "![image](x)",
    "<script>alert(1)</script>",
    "# no heading",
    "- no list",
    "1. no number",
    "`code` ``more``",
    "*star* _under_ ~~gone~~ **bold**",
    "&lt; &amp; &copy;",
    "back\\slash \\| \\<",
    "[^1] footnote",
    "<https://example.org> www.example.org",
    "> quote --- === $math$",
];

/// A timeline with one text in every field that is shown.
fn hostile(text: &str) -> String {
    let quoted = format!("{text:?}");
    format!(
        "format = 1\ntitle = {quoted}\nnote = {quoted}\ndescription = {quoted}\n\
         [party.p]\nname = {quoted}\n[source.s]\ntitle = {quoted}\npublisher = {quoted}\nurl = {quoted}\n\
         [clause.c]\ntitle = {quoted}\ntopic = {quoted}\nparties = [\"p\"]\n\
         [[event]]\nid = \"e\"\ndate = \"2020\"\ntitle = {quoted}\nkind = {quoted}\nsummary = {quoted}\nnote = {quoted}\n\
         parties = [\"p\"]\ncite = [{{ source = \"s\", quote = {quoted}, note = {quoted}, date = \"2019\" }}]\n\
         [[event.change]]\nclause = \"c\"\naction = \"adopt\"\ntext = {quoted}\nuntil = {quoted}\nnote = {quoted}\n\
         terms = {{ word = {quoted} }}\n"
    )
}

#[test]
fn markdown_gives_back_any_text_and_lets_none_of_it_act() {
    for text in HOSTILE {
        let file = hostile(text);
        for command in [
            "",
            "timeline",
            "terms --all",
            "diff 2019 2021",
            "show clause c",
            "show event e",
            "show party p",
            "show source s",
            "history",
            "chart",
        ] {
            let call = partnership(command)
                .file("t.toml", &file)
                .arg("-f")
                .arg("t.toml");
            let markdown = call.arg("--format").arg("markdown").done();
            let (words, strange) = read(&markdown);
            assert_eq!(
                strange,
                Vec::<String>::new(),
                "{command}: {text}\n{markdown}"
            );
            let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                flat(&words).contains(&flat(text)),
                "{command}: {text}\n{words}\n{markdown}"
            );
        }
    }
}

#[test]
fn every_footnote_that_is_named_is_there() {
    let text = partnership("timeline --format markdown").done();
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut named = std::collections::BTreeSet::new();
    let mut defined = std::collections::BTreeSet::new();
    for event in Parser::new_ext(&text, options) {
        match event {
            Event::FootnoteReference(id) => drop(named.insert(id.to_string())),
            Event::Start(Tag::FootnoteDefinition(id)) => drop(defined.insert(id.to_string())),
            _ => {}
        }
    }
    assert!(named.len() > 50, "{}", named.len());
    assert_eq!(named, defined);
}
