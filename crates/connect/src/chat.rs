//! What chats are told: the documented bodies of incoming webhooks of Slack and of Microsoft Teams.

use serde_json::{Value, json};
use tenure_core::notice::ChatService;

/// The body that a service takes for a sentence with a heading and, where the application has an address, a link.
pub fn chat_body(service: ChatService, (heading, sentence): (&str, &str), link: Option<&str>) -> Value {
    match service {
        ChatService::Slack => slack((heading, sentence), link),
        ChatService::Teams => teams((heading, sentence), link),
    }
}

fn slack((heading, sentence): (&str, &str), link: Option<&str>) -> Value {
    let (heading, sentence) = (escaped(heading), escaped(sentence));
    let more = link.map(|link| format!("\n<{}|Open in Tenure>", escaped(link))).unwrap_or_default();
    let mut words = format!("*{heading}*\n{sentence}");
    // A section takes 3,000 characters.
    words = words.chars().take(2_800).collect();
    json!({
        "text": format!("{heading}: {sentence}"),
        "blocks": [{ "type": "section", "text": { "type": "mrkdwn", "text": format!("{words}{more}") } }],
    })
}

/// Slack reads `<`, `>` and `&` as its own.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn teams((heading, sentence): (&str, &str), link: Option<&str>) -> Value {
    let actions: Vec<Value> =
        link.map(|link| json!({ "type": "Action.OpenUrl", "title": "Open in Tenure", "url": link })).into_iter().collect();
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": {
                "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                "type": "AdaptiveCard",
                "version": "1.4",
                "body": [
                    { "type": "TextBlock", "text": heading, "weight": "Bolder", "wrap": true },
                    { "type": "TextBlock", "text": sentence, "wrap": true },
                ],
                "actions": actions,
            },
        }],
    })
}
