//! `tenure field`: what you want to know of every account besides the rest.

use super::Call;
use super::word::{done, word};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use std::process::ExitCode;
use tenure_core::account::{Field, FieldKind, FieldName};
use tenure_core::facts::{ListKey, Listed};
use tenure_web::api::body::FieldList;

/// Fields of accounts of your own; policies may ask for them.
#[derive(Args)]
pub(crate) struct FieldArgs {
    #[command(subcommand)]
    command: FieldCommand,
}

#[derive(Subcommand)]
enum FieldCommand {
    /// List them
    List,
    /// Add a field, or change the label of the one of that name
    Set {
        /// What files and policies call it: small letters, digits and underscores
        name: FieldName,
        /// What pages call it
        #[arg(long)]
        label: String,
        /// What its values are: word, number, money, date or flag
        #[arg(long, value_parser = word::<FieldKind>)]
        kind: FieldKind,
    },
    /// Take one off that no account has a value of and no policy asks for
    Remove {
        /// Its name
        name: FieldName,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: FieldArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    match args.command {
        FieldCommand::List => {
            let view = app.lists().await?;
            if call.json {
                json(&FieldList::from(&view))?;
                return Ok(ExitCode::SUCCESS);
            }
            let rows = view.fields.iter().map(|field| vec![field.name.to_string(), field.label.clone(), field.kind.label().to_string()]);
            print(&table(&["Name", "Label", "Values"], &[false, false, false], &rows.collect::<Vec<_>>()));
            Ok(ExitCode::SUCCESS)
        }
        FieldCommand::Set { name, label, kind } => {
            app.set_listed(&call.actor(), Listed::Field(Field { name, label, kind })).await?;
            done(call, &name, &format!("The field {name} is saved."))
        }
        FieldCommand::Remove { name } => {
            app.remove_listed(&call.actor(), ListKey::Field(name)).await?;
            done(call, &name, &format!("The field {name} was removed."))
        }
    }
}
