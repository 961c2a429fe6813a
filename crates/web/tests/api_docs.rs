//! The examples of `docs/api.md` do what it says.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod client;

use axum::http::StatusCode;
use client::{Ask, Site};
use tenure_app::Access;
use tenure_sim::testing::Instance;

/// The words of a command, read as a shell reads them: quotes of both kinds, no escapes.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for letter in line.chars() {
        match (letter, quote) {
            (mark, Some(open)) if mark == open => quote = None,
            ('"' | '\'', None) => quote = Some(letter),
            (' ', None) => words.push(std::mem::take(&mut word)),
            _ => word.push(letter),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// The examples, each on one line.
fn examples() -> Vec<String> {
    let text = include_str!("../../../docs/api.md").replace("\\\n", " ");
    text.lines().filter_map(|line| line.strip_prefix("    curl ")).map(str::to_string).collect()
}

/// What the file of an import holds.
const PRODUCTS: &str = "name,easy_setup,low_effort\nOre ledger,true,true\n";

fn ask(example: &str) -> Ask {
    let mut ask = Ask::get("");
    let mut words = words(example).into_iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().expect("a value");
        match word.as_str() {
            "-X" => ask.method = value().parse().expect("a method"),
            "-d" => ask.body = value(),
            "-F" => {
                let field = value();
                let (name, value) = field.split_once('=').expect("a part of a form");
                let (file, content) = match value.strip_prefix('@') {
                    Some(file) => (format!("; filename=\"{file}\""), PRODUCTS),
                    None => (String::new(), value),
                };
                ask.body = ask.body.trim_end_matches("--b--\r\n").to_string();
                ask.body += &format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n--b--\r\n");
                ask.headers.retain(|(name, _)| name != "content-type");
                ask = ask.header("content-type", "multipart/form-data; boundary=b");
            }
            "-H" => {
                let header = value();
                let (name, value) = header.split_once(": ").expect("a header");
                ask = ask.header(name, value);
            }
            address => ask.path = address.strip_prefix("$TENURE").expect("an address").to_string(),
        }
    }
    ask
}

#[tokio::test]
async fn every_example_is_answered_as_the_text_says() {
    let instance = Instance::sqlite().expect("a folder");
    let site = Site::open(&instance.location).await;
    let token = site.token("ada@halden.example", Access::Administrator).await;
    let task = site.open_tasks(&token).await[0].clone();
    let examples = examples();
    assert!(examples.len() >= 6, "{examples:?}");
    for example in examples {
        let reply = site.send(ask(&example.replace("$TOKEN", &token).replace("$TASK", &task))).await;
        let expected = if example.contains("If-Match") { StatusCode::PRECONDITION_FAILED } else { StatusCode::OK };
        assert_eq!(reply.status, expected, "{example}: {}", reply.text);
    }
}

#[test]
fn words_are_split_as_a_shell_splits_them() {
    let line = r#"-H 'If-Match: "7"'  "$TENURE/x?a=1""#;
    assert_eq!(words(line), ["-H", "If-Match: \"7\"", "$TENURE/x?a=1"]);
}
