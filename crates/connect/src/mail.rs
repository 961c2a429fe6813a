//! Letters by SMTP.

use jiff::Timestamp;
use lettre::address::AddressError;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::error::Error;
use std::fmt;
use std::time::{Duration, SystemTime};
use tenure_core::refusal::Refusal;

/// How long a mail server may take for each answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where letters are handed in.
#[derive(Clone)]
pub struct MailSettings {
    /// `smtps://host`, `smtp://host` with STARTTLS, or in the clear `smtp://127.0.0.1` on this machine; each with `:port` if you like.
    pub server: String,
    /// Who signs in there; nobody where it is `None`.
    pub user: Option<String>,
    /// With which password.
    pub password: Option<String>,
    /// Who the letters are from: `Tenure <tenure@company.example>`.
    pub from: String,
}

/// Hands letters in.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The transport knows the password.
        f.debug_struct("Mailer").field("from", &self.from).finish_non_exhaustive()
    }
}

/// One letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// To whom: an address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// What makes it this letter and no other; a second try is the same letter.
    pub identity: String,
    /// When it was written.
    pub written_at: Timestamp,
}

/// Why a letter was not handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// It never can be.
    Never(String),
    /// It may be later.
    NotNow(String),
}

impl Mailer {
    /// Reads the settings. Nothing is sent.
    ///
    /// # Errors
    /// A server, a port or a sender that cannot be read; a password in the clear over a network.
    pub fn new(settings: &MailSettings) -> Result<Self, Refusal> {
        let refused = |value: &str, problem: &str| Refusal { value: Some(value.into()), problem: problem.into(), ..Refusal::default() };
        let from = settings.from.parse().map_err(|_: AddressError| {
            refused(&settings.from, "is not the sender of an e-mail, such as Tenure <tenure@company.example>")
        })?;
        let unreadable = || refused(&settings.server, "is not a mail server, such as smtp://mail.company.example:587 or smtps://host");
        let (scheme, place) = settings.server.split_once("://").ok_or_else(unreadable)?;
        let (host, port) = host_and_port(place.trim_end_matches('/')).ok_or_else(unreadable)?;
        let local = matches!(host, "127.0.0.1" | "localhost" | "::1");
        let builder = match scheme {
            "smtps" => AsyncSmtpTransport::<Tokio1Executor>::relay(host),
            "smtp" if local => Ok(AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)),
            "smtp" => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host),
            _ => return Err(unreadable()),
        };
        let mut builder = builder.map_err(|_| unreadable())?.timeout(Some(PATIENCE));
        if let Some(port) = port {
            builder = builder.port(port);
        }
        if let (Some(user), Some(password)) = (&settings.user, &settings.password) {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self { transport: builder.build(), from })
    }

    /// Hands a letter in.
    ///
    /// # Errors
    /// [`Unsent`], in words for whoever runs the server.
    pub async fn send(&self, letter: &Letter) -> Result<(), Unsent> {
        let message = self.message(letter).map_err(Unsent::Never)?;
        self.transport.send(message).await.map(drop).map_err(|error| {
            let said = chain(&error);
            if error.is_permanent() { Unsent::Never(said) } else { Unsent::NotNow(said) }
        })
    }

    fn message(&self, letter: &Letter) -> Result<Message, String> {
        let to = letter.to.parse().map_err(|_: AddressError| format!("{} is not an e-mail address", letter.to))?;
        let domain = self.from.email.domain();
        let seconds = u64::try_from(letter.written_at.as_second()).unwrap_or(0);
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
            .message_id(Some(format!("<{}@{domain}>", letter.identity)))
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone()))
            .map_err(|error| error.to_string())
    }
}

fn host_and_port(place: &str) -> Option<(&str, Option<u16>)> {
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) => (host, Some(port.parse().ok()?)),
        None => (place, None),
    };
    let fits = !host.is_empty() && host.chars().all(|character| character.is_ascii_alphanumeric() || ".-_".contains(character));
    fits.then_some((host, port))
}

/// An error with what caused it: that a server said no is in the last of them.
fn chain(error: &dyn Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let more = next.to_string();
        if !said.contains(&more) {
            said = format!("{said}: {more}");
        }
        cause = next.source();
    }
    said
}

/// Says that a program wrote the letter, so that no other program answers it.
#[derive(Clone, Debug)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".into())
    }
}
