//! `tenure comment`: what people of ours say about customers.

use super::Call;
use super::word::done;
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use std::process::ExitCode;
use tenure_app::NewComment;
use tenure_core::primitives::{CommentId, display_date};
use tenure_web::api::body::CommentList;

/// What people of ours say about customers.
#[derive(Args)]
pub(crate) struct CommentArgs {
    #[command(subcommand)]
    command: CommentCommand,
}

#[derive(Subcommand)]
enum CommentCommand {
    /// List comments about a customer, the newest last, with the id of each
    List {
        /// Reference of the account
        account: String,
    },
    /// Write a comment; @ and a name or an e-mail tell that person
    Write {
        /// Reference of the account
        account: String,
        /// What it says
        #[arg(long)]
        text: String,
        /// The renewal that it is about
        #[arg(long, value_name = "RENEWAL")]
        about: Option<String>,
    },
    /// Correct a comment of your own; what it said before stays
    Correct {
        /// Reference of the account
        account: String,
        /// Id of the comment
        id: CommentId,
        /// The whole text
        #[arg(long)]
        text: String,
    },
    /// Take a comment back; it stays in the record
    Withdraw {
        /// Reference of the account
        account: String,
        /// Id of the comment
        id: CommentId,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: CommentArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let actor = call.actor();
    match args.command {
        CommentCommand::List { account } => list(call, &account).await,
        CommentCommand::Write { account, text, about } => {
            let id = app.write_comment(&actor, NewComment { account, renewal: about, text }).await?;
            done(call, &id, &format!("Written as {id}."))
        }
        CommentCommand::Correct { account, id, text } => {
            app.correct_comment(&actor, (&account, id), &text).await?;
            done(call, &id.to_string(), "The comment was corrected.")
        }
        CommentCommand::Withdraw { account, id, reason } => {
            app.withdraw_comment(&actor, (&account, id), &reason).await?;
            done(call, &id.to_string(), "The comment was withdrawn.")
        }
    }
}

async fn list(call: &Call, account: &str) -> Result<ExitCode, Failure> {
    let view = call.data.open_existing().await?.account(&call.actor(), account).await?;
    if call.json {
        json(&CommentList::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = view
        .room
        .talk
        .comments
        .iter()
        .map(|item| {
            let line = item.comment.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let about = item.renewal.clone().unwrap_or_default();
            vec![item.comment.id.to_string(), display_date(item.at.date()), item.comment.author.clone(), about, line]
        })
        .collect();
    print(&table(&["Id", "Written", "By", "About", "Comment"], &[false; 5], &rows));
    Ok(ExitCode::SUCCESS)
}
