//! Calendars and chat messages, against what their formats ask for: RFC 5545, and the documented bodies of incoming webhooks.

#![allow(clippy::unwrap_used, reason = "tests: what is refused stops them")]

use icalendar::Component;
use icalendar::parser::{read_calendar, unfold};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tenure_connect::chat::chat_body;
use tenure_connect::ics::{Entry, calendar_text};
use tenure_connect::mail::{MailSettings, Mailer};
use tenure_connect::post::Address;
use tenure_core::notice::ChatService;

fn entry(number: u64, summary: &str) -> Entry {
    Entry {
        uid: format!("end-{number}@tenure"),
        on: date(2026, 12, 31),
        summary: summary.into(),
        description: format!("R-{number}. Renews by itself; say so, or not.\nSecond line"),
        link: Some(format!("https://tenure.company.example/renewals/R-{number}")),
        sequence: number,
        modified_at: "2026-11-23T06:07:08.5Z".parse().unwrap(),
    }
}

/// The lines of a file as they are on the wire.
fn lines(text: &str) -> Vec<&str> {
    assert!(text.ends_with("\r\n"));
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(lines.iter().all(|line| !line.contains(['\r', '\n'])), "every line ends with CRLF: {text:?}");
    lines[..lines.len() - 1].to_vec()
}

#[test]
fn a_calendar_has_days_without_hours_and_says_when_each_changed() {
    let text = calendar_text("Renewals of the team of Priya Raman", &[entry(7, "Kestrel Health; Systems, Inc")]);
    let unfolded = unfold(&text);
    let said: Vec<&str> = unfolded.lines().collect();
    for expected in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tenure//Tenure//EN",
        "UID:end-7@tenure",
        "DTSTAMP:20261123T060708Z",
        "LAST-MODIFIED:20261123T060708Z",
        "SEQUENCE:7",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Kestrel Health\\; Systems\\, Inc",
        "TRANSP:TRANSPARENT",
        "END:VCALENDAR",
    ] {
        assert_eq!(said.iter().filter(|line| **line == expected).count(), 1, "{expected} in {said:#?}");
    }
    let parsed = read_calendar(&unfolded).unwrap();
    assert_eq!(parsed.components.len(), 1);
    let again: icalendar::Calendar = parsed.into();
    let event = again.components[0].as_event().unwrap();
    assert_eq!(event.get_summary(), Some("Kestrel Health; Systems, Inc"));
    assert_eq!(event.get_description(), Some("R-7. Renews by itself; say so, or not.\nSecond line"));
    assert_eq!(event.get_url(), Some("https://tenure.company.example/renewals/R-7"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_names_hold_lines_are_short_and_identities_are_unique(names in proptest::collection::vec("[ -~äöüßéà漢字🎈,;:\\\\]{1,120}", 0..12)) {
        let entries: Vec<Entry> = names.iter().zip(1_u64..).map(|(name, number)| entry(number, name)).collect();
        let text = calendar_text("Steps", &entries);
        for line in lines(&text) {
            prop_assert!(line.len() <= 75, "{} octets: {line:?}", line.len());
        }
        let unfolded = unfold(&text);
        let parsed: icalendar::Calendar = read_calendar(&unfolded).unwrap().into();
        let events: Vec<&icalendar::Event> = parsed.components.iter().filter_map(|component| component.as_event()).collect();
        let uids: BTreeSet<&str> = events.iter().filter_map(|event| event.get_uid()).collect();
        prop_assert_eq!(uids.len(), names.len());
        let summaries: Vec<&str> = events.iter().filter_map(|event| event.get_summary()).collect();
        prop_assert_eq!(summaries, names.iter().map(|name| name.as_str()).collect::<Vec<_>>());
    }
}

#[test]
fn slack_gets_a_text_and_a_section_in_which_its_own_marks_are_escaped() {
    let body =
        chat_body(ChatService::Slack, ("Notice deadline", "A&B <Ltd> (R-7) renews by itself."), Some("https://t.example/renewals/R-7"));
    assert_eq!(
        body,
        json!({
            "text": "Notice deadline: A&amp;B &lt;Ltd&gt; (R-7) renews by itself.",
            "blocks": [{
                "type": "section",
                "text": {
                    "type": "mrkdwn",
                    "text": "*Notice deadline*\nA&amp;B &lt;Ltd&gt; (R-7) renews by itself.\n<https://t.example/renewals/R-7|Open in Tenure>",
                },
            }],
        })
    );
    let long = chat_body(ChatService::Slack, ("Finding", &"x".repeat(5_000)), None);
    assert!(long["blocks"][0]["text"]["text"].as_str().unwrap().chars().count() <= 3_000, "a section takes no more");
}

#[test]
fn teams_gets_a_message_with_one_adaptive_card() {
    let body = chat_body(ChatService::Teams, ("Term end unsigned", "A&B (R-7)"), Some("https://t.example/renewals/R-7"));
    assert_eq!(body["type"], "message");
    let attachments = body["attachments"].as_array().unwrap();
    assert_eq!(attachments.len(), 1);
    assert_eq!(attachments[0]["contentType"], "application/vnd.microsoft.card.adaptive");
    assert_eq!(attachments[0]["contentUrl"], Value::Null);
    let card = &attachments[0]["content"];
    assert_eq!((card["type"].as_str(), card["version"].as_str()), (Some("AdaptiveCard"), Some("1.4")));
    assert_eq!(card["$schema"], "http://adaptivecards.io/schemas/adaptive-card.json");
    let texts: Vec<&str> = card["body"].as_array().unwrap().iter().filter_map(|block| block["text"].as_str()).collect();
    assert_eq!(texts, ["Term end unsigned", "A&B (R-7)"]);
    assert!(card["body"].as_array().unwrap().iter().all(|block| block["type"] == "TextBlock" && block["wrap"] == true));
    assert_eq!(card["actions"], json!([{ "type": "Action.OpenUrl", "title": "Open in Tenure", "url": "https://t.example/renewals/R-7" }]));
    assert_eq!(chat_body(ChatService::Teams, ("a", "b"), None)["attachments"][0]["content"]["actions"], json!([]));
}

#[test]
fn secrets_go_over_tls_or_stay_on_this_machine() {
    for fine in ["https://hooks.slack.com/services/T/B/x", "http://127.0.0.1:9/x", "http://localhost/x", "https://a.example:8443/x?y=1"] {
        assert!(Address::parse(fine).is_ok(), "{fine}");
    }
    for bad in ["http://hooks.slack.com/services/x", "ftp://a.example", "hooks.slack.com", "", "http://127.0.0.1.evil.example/x", "/x"] {
        assert!(Address::parse(bad).is_err(), "{bad}");
    }
    let with = |server: &str, from: &str| {
        Mailer::new(&MailSettings { server: server.into(), user: None, password: None, from: from.into() }).map(drop)
    };
    let from = "Tenure <tenure@company.example>";
    for fine in ["smtp://mail.company.example:587", "smtps://mail.company.example", "smtp://127.0.0.1:2525"] {
        assert_eq!(with(fine, from), Ok(()), "{fine}");
    }
    for (server, from) in
        [("mail.company.example", from), ("http://a", from), ("smtp://a b", from), ("smtp://a:x", from), ("smtps://a.example", "nobody")]
    {
        assert!(with(server, from).is_err(), "{server} {from}");
    }
}
