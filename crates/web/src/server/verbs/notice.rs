//! Choosing how one hears of notices, and which chats do.

use super::reading::Reader;
use super::{Action, At, Done, require_administrator};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use maud::html;
use std::collections::BTreeSet;
use tenure_app::{AppError, NewChannel};
use tenure_core::notice::{ChatService, Digest, NoticeKind, Preference};
use tenure_core::primitives::ChannelId;

const PREFERENCES: &str = "/notices/preferences";
const CHANNELS: &str = "/settings/channels";

fn kinds() -> Kind {
    Kind::Checks(NoticeKind::ALL.iter().map(|kind| (kind.code().to_string(), kind.label().to_string())).collect())
}

fn chosen_kinds(typed: &Typed) -> BTreeSet<NoticeKind> {
    typed.all("kinds").filter_map(|code| code.parse().ok()).collect()
}

fn hours(first: &str) -> Kind {
    let hours = (0..24).map(|hour| (hour.to_string(), format!("{hour:02}:00")));
    Kind::Choice([(String::new(), first.to_string())].into_iter().filter(|(_, label)| !label.is_empty()).chain(hours).collect())
}

/// Chooses which notices come by e-mail, and when.
pub(crate) struct Choose;

impl Action for Choose {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let held = at.app.my_preference(&at.actor).await?;
        let how_often = Digest::ALL.iter().map(|digest| (digest.code().to_string(), digest.label().to_string())).collect();
        let fields = vec![
            Field::new("digest", "How often", Kind::Choice(how_often)),
            Field::new("hour", "Hour of the daily e-mail", hours("")).hint("In your organisation's time zone."),
            Field::new("quiet_from", "Quiet from", hours("No quiet hours")).optional().hint("What falls due meanwhile follows afterwards."),
            Field::new("quiet_until", "Quiet until", hours("No quiet hours")).optional(),
            Field::new("kinds", "Kinds", kinds()).optional().hint("What is left out is still under Notices."),
        ];
        let hour = |hour: Option<u8>| hour.map(|hour| hour.to_string()).unwrap_or_default();
        let mut values = Typed::of([
            ("digest", held.digest.code().to_string()),
            ("hour", held.hour.to_string()),
            ("quiet_from", hour(held.quiet.map(|(from, _)| from))),
            ("quiet_until", hour(held.quiet.map(|(_, until)| until))),
        ]);
        held.kinds.iter().for_each(|kind| values.push("kinds", kind.code()));
        let places = vec![("Notices".to_string(), "/notices".to_string()), ("Preferences".to_string(), PREFERENCES.to_string())];
        let lede = html! { p { "E-mail goes to the address you have in the book. While you are away nothing is sent; it follows on your first day back." } };
        Ok(FormPage::new(Nav::Notices, places, "Change what you get by e-mail", "Save").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let digest = reader.required_word("digest", Digest::Off);
        let hour = reader.required_number("hour");
        let (from, until) = (reader.number("quiet_from"), reader.number("quiet_until"));
        reader.done()?;
        let held = at.app.my_preference(&at.actor).await?;
        let wanted = Preference { digest, hour, quiet: from.zip(until), kinds: chosen_kinds(typed), ..held };
        at.app.set_my_preference(&at.actor, wanted).await?;
        Ok(Done::at(PREFERENCES.into(), "Your preferences are saved."))
    }
}

/// Adds a chat channel.
pub(crate) struct AddChannel;

impl Action for AddChannel {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let services = ChatService::ALL.iter().map(|service| (service.code().to_string(), service.label().to_string())).collect();
        let fields = vec![
            Field::new("service", "Chat", Kind::Choice(services)),
            Field::new("name", "Channel", Kind::Text).hint("What people call it, such as #renewals."),
            Field::new("address", "Address of its incoming webhook", Kind::Text)
                .hint("Begins with https://. A secret: it is not shown again."),
            Field::new("kinds", "Hears of", kinds())
                .optional()
                .hint("None: deadlines, term ends, escalated steps, overdue handoffs and findings."),
        ];
        let lede = html! { p { "Each notice of these kinds is told there once, whoever it is for." } };
        Ok(FormPage::new(Nav::Settings, places(), "Add a chat channel", "Add").lede(lede).fields(fields, Typed::default()))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let service = reader.required_word("service", ChatService::Slack);
        let (name, address) = (reader.text("name"), reader.text("address"));
        reader.done()?;
        let text = format!("{name} hears of notices from now on.");
        at.app.add_channel(&at.actor, NewChannel { service, name, address, kinds: chosen_kinds(typed) }).await?;
        Ok(Done::at(CHANNELS.into(), text))
    }
}

/// Removes a chat channel.
pub(crate) struct RemoveChannel;

impl Action for RemoveChannel {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let id: ChannelId = at.id("channel")?;
        let channel = at.app.channels(&at.actor).await?.into_iter().find(|channel| channel.id == id);
        let name = channel.ok_or_else(|| AppError::NotFound("There is no such channel.".into()))?.name;
        let lede = html! { p { "It hears of nothing any more, and its address is forgotten." } };
        Ok(FormPage::new(Nav::Settings, places(), format!("Remove {name}"), "Remove").lede(lede).danger())
    }

    async fn act(at: &At, _: &Typed) -> Result<Done, AppError> {
        at.app.remove_channel(&at.actor, at.id("channel")?).await?;
        Ok(Done::at(CHANNELS.into(), "The channel was removed."))
    }
}

fn places() -> Vec<(String, String)> {
    vec![("Settings".to_string(), "/settings".to_string()), ("Chat channels".to_string(), CHANNELS.to_string())]
}
