//! Flags that say how the instance reaches people outside of it.

use crate::config::FileConfig;
use crate::output::Failure;
use clap::Args;
use std::sync::Arc;
use tenure_app::{AppError, MailSettings, Mailer, Outside};

/// The variable that holds the password of the mail server; there is no flag, since others could read it.
const PASSWORD: &str = "TENURE_SMTP_PASSWORD";

/// Ways to the outside.
#[derive(Args, Clone, Debug)]
pub(crate) struct OutsideArgs {
    /// Where people reach the server, for links in e-mail: https://tenure.company.example
    #[arg(long, env = "TENURE_ADDRESS", value_name = "URL")]
    pub(crate) address: Option<String>,
    /// Mail server: smtp://host:587 with STARTTLS, or smtps://host; its password is read from TENURE_SMTP_PASSWORD
    #[arg(long, env = "TENURE_SMTP", value_name = "URL")]
    pub(crate) smtp: Option<String>,
    /// Who signs in at the mail server
    #[arg(long, env = "TENURE_SMTP_USER", value_name = "NAME")]
    pub(crate) smtp_user: Option<String>,
    /// Who e-mail is from: Tenure <tenure@company.example>
    #[arg(long, env = "TENURE_MAIL_FROM", value_name = "ADDRESS")]
    pub(crate) mail_from: Option<String>,
}

impl OutsideArgs {
    /// The ways that are configured. Nothing is sent yet.
    pub(crate) fn outside(&self, file: &FileConfig) -> Result<Outside, Failure> {
        let or = |flag: &Option<String>, file: &Option<String>| flag.clone().or_else(|| file.clone());
        let address = or(&self.address, &file.address);
        if let Some(address) = &address
            && !(address.starts_with("https://") || address.starts_with("http://"))
        {
            return Err(Failure::refused(format!("The address {address:?} does not begin with https:// or http://.")));
        }
        let (Some(server), from) = (or(&self.smtp, &file.smtp), or(&self.mail_from, &file.mail_from)) else {
            return Ok(Outside { mailer: None, address });
        };
        let Some(from) = from else {
            return Err(Failure::refused("A mail server needs a sender: --mail-from \"Tenure <tenure@company.example>\".".into()));
        };
        let password = std::env::var(PASSWORD).ok().or_else(|| file.smtp_password.clone());
        let settings = MailSettings { server, user: or(&self.smtp_user, &file.smtp_user), password, from };
        let mailer = Mailer::new(&settings).map_err(|refusal| Failure::from(AppError::from(refusal)))?;
        Ok(Outside { mailer: Some(Arc::new(mailer)), address })
    }
}
