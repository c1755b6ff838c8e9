//! Templates that the content security policy would refuse, work left over, files grown too long.

use niangjia_conformance::{Source, sources};

use crate::{Exception, none, none_but, rust_files};

const LONGEST_FILE: usize = 400;

/// Files that are too long, with what is to be split off. Only shrinks.
const TOO_LONG: &[Exception] = &[];

/// A template without its comments; lines stay where they are.
fn without_comments(text: &str) -> String {
    let (mut left, mut rest) = (String::new(), text);
    while let Some((before, comment)) = rest.split_once("{#") {
        let (inside, after) = comment.split_once("#}").unwrap_or((comment, ""));
        left.push_str(before);
        left.extend(inside.chars().filter(|character| *character == '\n'));
        rest = after;
    }
    left + rest
}

/// What a template line does that it must not.
fn refused(line: &str) -> Option<&'static str> {
    let attribute =
        |word: &str| line.match_indices(word).any(|(at, _)| line[..at].ends_with(char::is_whitespace));
    let handler = line.match_indices(" on").any(|(at, _)| {
        let name = line[at + 3..].trim_start_matches(|character: char| character.is_ascii_lowercase());
        name.len() < line[at + 3..].len() && name.starts_with('=')
    });
    let script = line
        .match_indices("<script")
        .any(|(at, _)| !line[at..].split('>').next().unwrap_or_default().contains(" src="));
    let safe = line.contains("|safe") || line.contains("| safe");
    [
        (attribute("style="), "style= is refused by the content security policy"),
        (script, "an inline script is refused by the content security policy"),
        (line.contains("<style"), "an inline style sheet is refused by the content security policy"),
        (handler || line.contains("hx-on"), "a handler is refused by the content security policy"),
        (line.contains("javascript:"), "a javascript: link is refused by the content security policy"),
        (safe, "|safe lets typed words become markup"),
    ]
    .into_iter()
    .find_map(|(found, why)| found.then_some(why))
}

#[test]
fn templates_carry_no_style_no_script_no_handler_and_escape_everything() {
    let mut offenders = Vec::new();
    let templates = sources(&[".html"]).expect("the repository");
    assert!(templates.len() > 10, "the templates are found");
    for template in templates {
        let template = Source { text: without_comments(&template.text), ..template };
        let found =
            template.lines().filter_map(|(number, line)| Some(template.offends(number, refused(line)?)));
        offenders.extend(found);
    }
    none(&offenders);
}

#[test]
fn every_form_that_does_something_carries_the_token_of_the_session() {
    let mut offenders = Vec::new();
    for template in sources(&[".html"]).expect("the repository") {
        let text = without_comments(&template.text);
        // Nobody is signed in yet; the page that gives words back carries the token among its fields.
        let own = ["login.html", "kept_words.html", "resume.html", "survey_open.html"];
        // Pages for everybody have no session that a form could be sent in the name of.
        if own.iter().any(|name| template.path.ends_with(name)) || template.path.contains("/portal_") {
            continue;
        }
        for (at, _) in text.match_indices("<form").filter(|(at, _)| {
            text[*at..].split('>').next().is_some_and(|tag| tag.contains("method=\"post\""))
        }) {
            let form = text[at..].split("</form").next().unwrap_or_default();
            if !form.contains("call c::csrf(") && !form.contains("call csrf(") {
                let line = text[..at].matches('\n').count() + 1;
                offenders.push(template.offends(line, "a form without c::csrf"));
            }
        }
    }
    none(&offenders);
}

#[test]
fn nothing_is_left_to_be_done_and_no_test_is_left_out_without_a_reason() {
    let mut offenders = Vec::new();
    for (source, file) in rust_files() {
        let left =
            file.macros.iter().filter(|call| matches!(call.name.as_str(), "todo" | "unimplemented" | "dbg"));
        offenders.extend(left.map(|call| source.offends(call.line, format!("{}!", call.name))));
        let silent = file.ignored.iter().filter(|ignored| !ignored.says_why);
        offenders.extend(silent.map(|ignored| source.offends(ignored.line, "#[ignore = \"says why\"]")));
        let marked = source.lines().filter(|(_, line)| {
            let comment = line.trim_start();
            comment.starts_with("//") && ["TODO", "FIXME", "XXX"].iter().any(|word| comment.contains(word))
        });
        if !source.path.starts_with("crates/conformance/") {
            offenders.extend(marked.map(|(number, line)| source.offends(number, line.trim())));
        }
    }
    none(&offenders);
}

#[test]
fn files_stay_short_enough_to_be_read() {
    let files = sources(&[".rs", ".html", ".css", ".mjs"]).expect("the repository");
    let long = files
        .iter()
        .map(|source| (source, source.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE);
    let offenders: Vec<String> =
        long.map(|(source, lines)| format!("{}: {lines} lines", source.path)).collect();
    none_but(TOO_LONG, &offenders);
}

#[test]
fn a_template_that_offends_is_found() {
    assert!(refused("<p style=\"color: red\">").is_some());
    assert!(refused("<button onclick=\"x()\">").is_some());
    assert!(refused("<script>x()</script>").is_some());
    assert!(refused("{{ words|safe }}").is_some());
    assert!(refused("<script src=\"/assets/a.js\" defer></script>").is_none());
    assert!(refused("{% if on %}<p class=\"nj-style\">{% endif %}").is_none());
    assert_eq!(without_comments("a{# style=\n #}b"), "a\nb");
}

/// Writes that no audit entry describes: how far a worker is with what is audited at its beginning and its end. Only
/// shrinks.
const UNAUDITED: [&str; 6] = [
    "crates/parts/message/src/work.rs",
    "crates/parts/transfer/src/work.rs",
    "crates/parts/transfer/src/work/export.rs",
    "crates/parts/transfer/src/work/read.rs",
    "crates/parts/transfer/src/work/rows.rs",
    "crates/parts/transfer/src/work/wrong.rs",
];

#[test]
fn what_is_written_is_audited() {
    let mut offenders = Vec::new();
    for (source, file) in rust_files() {
        let own = source.path.starts_with("crates/store/") || UNAUDITED.contains(&source.path.as_str());
        if !own && !source.is_test() {
            let calls = file.calls.iter().filter(|call| call.name == "unaudited");
            offenders.extend(calls.map(|call| source.offends(call.line, "a write without its audit entry")));
        }
    }
    none(&offenders);
}
