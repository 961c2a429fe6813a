//! `tenure product`: what we sell, and how complex it is.

use super::Call;
use super::word::{done, yes_no};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use std::process::ExitCode;
use tenure_core::contract::Product;
use tenure_core::facts::{ListKey, Listed};
use tenure_web::api::body::ProductList;

/// Products: what we sell, and how complex it is.
#[derive(Args)]
pub(crate) struct ProductArgs {
    #[command(subcommand)]
    command: ProductCommand,
}

#[derive(Subcommand)]
enum ProductCommand {
    /// List them with how many lines name each
    List,
    /// Add a product, or change the one of that name
    Set {
        /// Its name, as lines use it
        name: String,
        /// Whether it is easy to set up: yes or no
        #[arg(long, value_name = "YES|NO", value_parser = yes_no, action = clap::ArgAction::Set)]
        easy_setup: bool,
        /// Whether customers reach value with little effort of ours: yes or no
        #[arg(long, value_name = "YES|NO", value_parser = yes_no, action = clap::ArgAction::Set)]
        low_effort: bool,
    },
    /// Take one off that no line names
    Remove {
        /// Its name
        name: String,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ProductArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    match args.command {
        ProductCommand::List => {
            let view = app.lists().await?;
            if call.json {
                json(&ProductList::from(&view))?;
                return Ok(ExitCode::SUCCESS);
            }
            let says = |yes: bool| if yes { "yes" } else { "no" }.to_string();
            let rows = view.products.iter().map(|item| {
                let product = &item.product;
                vec![product.name.clone(), says(product.easy_setup), says(product.low_effort), item.lines.to_string()]
            });
            print(&table(&["Product", "Easy set-up", "Low effort", "Lines"], &[false, false, false, true], &rows.collect::<Vec<_>>()));
            Ok(ExitCode::SUCCESS)
        }
        ProductCommand::Set { name, easy_setup, low_effort } => {
            app.set_listed(&call.actor(), Listed::Product(Product { name: name.clone(), easy_setup, low_effort })).await?;
            done(call, &name, &format!("The product {name} is saved."))
        }
        ProductCommand::Remove { name } => {
            app.remove_listed(&call.actor(), ListKey::Product(name.clone())).await?;
            done(call, &name, &format!("The product {name} was removed."))
        }
    }
}
