//! `tenure user add` and `tenure user password`: who may sign in.

use super::Call;
use crate::output::{Failure, json, print};
use clap::{Args, Subcommand};
use serde::Serialize;
use std::io::BufRead;
use std::process::ExitCode;
use tenure_app::{Access, NewUser, User};

/// Manage who may sign in.
#[derive(Args)]
pub(crate) struct UserArgs {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Subcommand)]
enum UserCommand {
    /// Add a user; one whose e-mail is a teammate's becomes that person
    ///
    /// The password is read from the first line of standard input and never from the command line, where others could see it:
    ///   tenure user add --email priya@company.example --password-stdin < password-file
    Add {
        /// E-mail to sign in with
        #[arg(long)]
        email: String,
        /// Name; the teammate's name where it is left out
        #[arg(long, default_value = "")]
        name: String,
        /// May do everything, users and settings included
        #[arg(long)]
        administrator: bool,
        /// Read the password from standard input without asking
        #[arg(long)]
        password_stdin: bool,
    },
    /// Give a user another password, read like that of a new user
    Password {
        /// E-mail of the user
        #[arg(long)]
        email: String,
        /// Read the password from standard input without asking
        #[arg(long)]
        password_stdin: bool,
    },
}

#[derive(Serialize)]
struct Shown {
    email: String,
    name: String,
    access: String,
    is_teammate: bool,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: UserArgs) -> Result<ExitCode, Failure> {
    match args.command {
        UserCommand::Add { email, name, administrator, password_stdin } => {
            let password = read_password(password_stdin)?;
            let access = if administrator { Access::Administrator } else { Access::Member };
            let user = call.data.open().await?.add_user(&call.actor(), NewUser { email, name, access, password }).await?;
            tell(call, user, "may sign in with")
        }
        UserCommand::Password { email, password_stdin } => {
            let password = read_password(password_stdin)?;
            let user = call.data.open_existing().await?.set_password(&call.actor(), &email, password).await?;
            tell(call, user, "has another password for")
        }
    }
}

fn read_password(quietly: bool) -> Result<String, Failure> {
    if !quietly {
        print("Password, 12 characters or more, then Enter:");
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|error| Failure::refused(format!("The password could not be read: {error}.")))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_string())
}

fn tell(call: &Call, user: User, what: &str) -> Result<ExitCode, Failure> {
    if call.json {
        json(&Shown { email: user.email, name: user.name, access: user.access.code().into(), is_teammate: user.teammate.is_some() })?;
    } else {
        print(&format!("{} {what} {} as {}.", user.name, user.email, user.access.code()));
    }
    Ok(ExitCode::SUCCESS)
}
