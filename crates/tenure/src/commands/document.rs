//! `tenure document`: documents of customers that lie elsewhere.

use super::Call;
use super::word::{done, word};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use std::process::ExitCode;
use tenure_app::NewDocument;
use tenure_core::primitives::DocumentId;
use tenure_core::room::DocumentKind;
use tenure_web::api::body::DocumentList;

/// Documents of customers that lie elsewhere.
#[derive(Args)]
pub(crate) struct DocumentArgs {
    #[command(subcommand)]
    command: DocumentCommand,
}

#[derive(Subcommand)]
enum DocumentCommand {
    /// List the documents of a customer, with the id of each
    List {
        /// Reference of the account
        account: String,
    },
    /// Add a document
    Add(Said),
    /// Change what is said of a document
    Edit {
        /// Id of the document
        id: DocumentId,
        #[command(flatten)]
        said: Said,
    },
    /// Take a document off the page; it stays in the record
    Withdraw {
        /// Reference of the account
        account: String,
        /// Id of the document
        id: DocumentId,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

#[derive(Args)]
struct Said {
    /// Reference of the account
    account: String,
    /// What it is called
    #[arg(long)]
    title: String,
    /// contract, quote, deck, security_review or other
    #[arg(long, value_parser = word::<DocumentKind>)]
    kind: DocumentKind,
    /// Where it lies: an http or https address without a password in it
    #[arg(long)]
    address: String,
    /// The renewal that it belongs to
    #[arg(long, value_name = "RENEWAL")]
    renewal: Option<String>,
    /// The contract that it belongs to
    #[arg(long, value_name = "CONTRACT")]
    contract: Option<String>,
}

impl Said {
    fn document(self) -> NewDocument {
        let Self { account, title, kind, address, renewal, contract } = self;
        NewDocument { account, renewal, contract, kind, title, address }
    }
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: DocumentArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let actor = call.actor();
    match args.command {
        DocumentCommand::List { account } => list(call, &account).await,
        DocumentCommand::Add(said) => {
            let id = app.add_document(&actor, said.document()).await?;
            done(call, &id, &format!("Added as {id}."))
        }
        DocumentCommand::Edit { id, said } => {
            app.change_document(&actor, id, said.document()).await?;
            done(call, &id.to_string(), "The document was changed.")
        }
        DocumentCommand::Withdraw { account, id, reason } => {
            app.withdraw_document(&actor, (&account, id), &reason).await?;
            done(call, &id.to_string(), "The document was withdrawn.")
        }
    }
}

async fn list(call: &Call, account: &str) -> Result<ExitCode, Failure> {
    let view = call.data.open_existing().await?.account(&call.actor(), account).await?;
    if call.json {
        json(&DocumentList::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let documents = view.room.talk.documents.iter();
    let rows: Vec<Vec<String>> = documents
        .map(|item| {
            let known = &item.document;
            let about = item.renewal.clone().or(item.contract.clone()).unwrap_or_default();
            vec![known.id.to_string(), known.kind.label().into(), known.title.clone(), known.address.clone(), about]
        })
        .collect();
    print(&table(&["Id", "Kind", "Title", "Address", "Of"], &[false; 5], &rows));
    Ok(ExitCode::SUCCESS)
}
