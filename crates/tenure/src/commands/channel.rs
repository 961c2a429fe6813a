//! `tenure channel`: chat channels that hear of notices.

use super::Call;
use super::word::{done, word};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use std::io::BufRead;
use std::process::ExitCode;
use tenure_app::{ChannelItem, NewChannel};
use tenure_core::notice::{ChatService, NoticeKind};
use tenure_core::primitives::ChannelId;
use tenure_web::api::body::ChannelList;

/// Manage chat channels.
#[derive(Args)]
pub(crate) struct ChannelArgs {
    #[command(subcommand)]
    command: ChannelCommand,
}

#[derive(Subcommand)]
enum ChannelCommand {
    /// List channels; their addresses are secrets and not shown
    List,
    /// Add a channel; the address of its incoming webhook is read from the first line of standard input
    Add {
        /// slack or teams
        #[arg(long, value_parser = word::<ChatService>)]
        service: ChatService,
        /// What people call it, such as #renewals
        #[arg(long)]
        name: String,
        /// What it hears of, such as notice_deadline; once for each. What leads should hear of where it is left out
        #[arg(long = "kind", value_name = "KIND", value_parser = word::<NoticeKind>)]
        kinds: Vec<NoticeKind>,
    },
    /// Remove a channel and forget its address
    Remove {
        /// Id of the channel
        channel: ChannelId,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ChannelArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    match args.command {
        ChannelCommand::List => {
            let channels = app.channels(&call.actor()).await?;
            if call.json {
                json(&ChannelList::from(&channels[..]))?;
                return Ok(ExitCode::SUCCESS);
            }
            let row = |channel: &ChannelItem| {
                let kinds: Vec<&str> = channel.kinds.iter().map(|kind| kind.code()).collect();
                vec![channel.id.to_string(), channel.service.label().into(), channel.name.clone(), channel.masked.clone(), kinds.join(" ")]
            };
            let rows: Vec<Vec<String>> = channels.iter().map(row).collect();
            print(&table(&["Channel", "Chat", "Name", "Address", "Hears of"], &[false; 5], &rows));
            Ok(ExitCode::SUCCESS)
        }
        ChannelCommand::Add { service, name, kinds } => {
            let mut address = String::new();
            let read = std::io::stdin().lock().read_line(&mut address);
            read.map_err(|error| Failure::refused(format!("The address could not be read: {error}.")))?;
            let told = format!("{name} hears of notices from now on.");
            let new = NewChannel { service, name, address, kinds: kinds.into_iter().collect() };
            done(call, &app.add_channel(&call.actor(), new).await?, &told)
        }
        ChannelCommand::Remove { channel } => done(call, &app.remove_channel(&call.actor(), channel).await?, "The channel was removed."),
    }
}
