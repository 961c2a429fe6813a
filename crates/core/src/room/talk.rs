//! What people of ours say to each other about a customer, and the documents that lie elsewhere.

use super::Withdrawal;
use crate::identity::Teammate;
use crate::primitives::{AccountId, CommentId, ContractId, DocumentId, RenewalId, TeammateId, closed_words};
use crate::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Longest comment, in characters.
pub const COMMENT_MAX: usize = 2_000;
/// Most people that one comment mentions.
pub const MENTIONS_MAX: usize = 20;
/// Longest address of a document, in characters.
pub const ADDRESS_MAX: usize = 1_000;

/// One version of a comment. A correction adds a version; a withdrawal comes to the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Identity, the same for every version.
    pub id: CommentId,
    /// Which version it is; the first is 1.
    pub version: u32,
    /// The customer.
    pub account: AccountId,
    /// The renewal that it is about, where it is one.
    pub renewal: Option<RenewalId>,
    /// What it says. Who is mentioned stands in it as `@` and the full name.
    pub text: String,
    /// Who is mentioned.
    pub mentions: BTreeSet<TeammateId>,
    /// Name of who wrote it.
    pub author: String,
    /// The teammate who wrote it, where it was one; nobody else corrects it.
    pub by: Option<TeammateId>,
    /// The day on which this version was written.
    pub written_on: Date,
    /// When.
    pub recorded_at: Timestamp,
    /// Taken back; it then counts for nothing.
    pub withdrawn: Option<Withdrawal>,
}

/// The day on which somebody was first mentioned by a comment, if its last version mentions the person and stands.
pub fn mentioned_on(versions: &[Comment], person: TeammateId) -> Option<Date> {
    let last = versions.last().filter(|last| last.withdrawn.is_none() && last.mentions.contains(&person))?;
    let first = versions.iter().find(|version| version.mentions.contains(&person));
    Some(first.unwrap_or(last).written_on)
}

/// Letters of a comment that the log and a notice quote.
const QUOTED: usize = 160;

/// The beginning of a comment in one line.
pub fn quoted(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

closed_words! {
    /// What a document is.
    DocumentKind {
        Contract = "contract", "Contract";
        Quote = "quote", "Quote";
        Deck = "deck", "Deck";
        SecurityReview = "security_review", "Security review";
        Other = "other", "Other";
    }
}

/// A document that lies elsewhere. Nothing of it is kept here but where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Identity.
    pub id: DocumentId,
    /// The customer.
    pub account: AccountId,
    /// The renewal that it belongs to, where it is one.
    pub renewal: Option<RenewalId>,
    /// The contract that it belongs to, where it is one.
    pub contract: Option<ContractId>,
    /// What it is.
    pub kind: DocumentKind,
    /// What it is called, in a line.
    pub title: String,
    /// Where it lies: an address of the web without anything secret in it.
    pub address: String,
    /// Name of who added it.
    pub author: String,
    /// When.
    pub recorded_at: Timestamp,
    /// Who changed it last, and when.
    pub changed: Option<(String, Timestamp)>,
    /// Taken back; it is then not shown.
    pub withdrawn: Option<Withdrawal>,
}

/// Parameters of an address that are secrets by their names.
const SECRETS: [&str; 6] = ["password", "passwd", "access_token", "api_key", "apikey", "token"];

/// Checks an address: `http` or `https`, a host, nothing secret, nothing that breaks a line or a quote.
///
/// # Errors
/// What is wrong with it, in words that follow the address.
pub fn check_address(address: &str) -> Result<(), String> {
    if address.is_empty() || address.chars().count() > ADDRESS_MAX {
        return Err(format!("must be 1 to {ADDRESS_MAX} characters"));
    }
    let lower = address.to_lowercase();
    let Some(rest) = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")) else {
        return Err("does not begin with https:// or http://".into());
    };
    if address
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`' | '{' | '}' | '|' | '^'))
    {
        return Err("has a blank, a quote or another character that no address has".into());
    }
    let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if authority.contains('@') {
        return Err("has a user name or a password in it".into());
    }
    let (host, port) = authority.rsplit_once(':').filter(|_| !authority.ends_with(']')).unwrap_or((authority, ""));
    let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let sound = match inner {
        Some(six) => !six.is_empty() && six.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '.')),
        None => host.split('.').all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))),
    };
    if !sound || (authority.contains(':') && inner.is_none() && port.is_empty()) || (!port.is_empty() && port.parse::<u16>().is_err()) {
        return Err("names no host, such as files.example".into());
    }
    let names = tail.split(['?', '&', '#', ';']).skip(1).filter_map(|pair| Some(pair.split_once('=')?.0));
    match names.into_iter().find(|name| SECRETS.contains(name)) {
        Some(secret) => Err(format!("has a secret in it, {secret}")),
        None => Ok(()),
    }
}

/// Finds who is mentioned: `@` with a full name, an e-mail, or a part of a name that only one person has. Gives the text with full names in
/// the place of what was typed. An `@` within a word, as e-mails have it, mentions nobody.
///
/// `known` are those whom the comment mentioned before: they are found also after they left.
///
/// # Errors
/// A name that nobody has or several have, with whom it could mean; somebody who left; more people than [`MENTIONS_MAX`].
pub fn mentions(
    text: &str,
    teammates: &BTreeMap<TeammateId, Teammate>,
    (known, today): (&BTreeSet<TeammateId>, Date),
) -> Result<(String, BTreeSet<TeammateId>), Refusal> {
    let here: Vec<&Teammate> = teammates.values().filter(|person| person.is_active_on(today) || known.contains(&person.id)).collect();
    let (mut whole, mut found, mut rest) = (String::new(), BTreeSet::new(), text);
    while let Some((before, after)) = rest.split_once('@') {
        whole.push_str(before);
        let within = whole.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '/' | '@'));
        whole.push('@');
        rest = after;
        if within || !after.starts_with(char::is_alphanumeric) {
            continue;
        }
        let (person, length) = meant(after, &here, known).map_err(|refusal| left(after, teammates, today).unwrap_or(refusal))?;
        whole.push_str(&person.name);
        found.insert(person.id);
        rest = after.get(length..).unwrap_or_default();
    }
    whole.push_str(rest);
    if found.len() > MENTIONS_MAX {
        return Err(refusal("", format!("mentions more than {MENTIONS_MAX} people"), "Mention those who have to do something.".into()));
    }
    Ok((whole, found))
}

/// Who is meant by what follows an `@`, and how many bytes of it name the person.
fn meant<'a>(after: &str, here: &[&'a Teammate], known: &BTreeSet<TeammateId>) -> Result<(&'a Teammate, usize), Refusal> {
    let whole = |person: &'a Teammate| {
        let labels = [person.name.as_str(), person.email.as_str()];
        let length = labels.into_iter().filter_map(|label| begins(after, label)).max()?;
        Some((person, length))
    };
    let named: Vec<(&Teammate, usize)> = here.iter().copied().filter_map(whole).collect();
    let longest = named.iter().map(|(_, length)| *length).max();
    let word_length = after.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))).unwrap_or(after.len());
    let word = after.get(..word_length).unwrap_or_default();
    let mut candidates: Vec<(&Teammate, usize)> = match longest {
        Some(longest) => named.into_iter().filter(|(_, length)| *length == longest).collect(),
        None => here.iter().copied().filter(|person| has_word(person, word)).map(|person| (person, word_length)).collect(),
    };
    if candidates.len() > 1 && candidates.iter().filter(|(person, _)| known.contains(&person.id)).count() == 1 {
        candidates.retain(|(person, _)| known.contains(&person.id));
    }
    match candidates.as_slice() {
        [one] => Ok(*one),
        [] => Err(unknown(word, here)),
        several => {
            let who: Vec<String> = several.iter().take(8).map(|(person, _)| title(person)).collect();
            let typed = longest.and_then(|length| after.get(..length)).unwrap_or(word);
            Err(refusal(typed, "could be several people".into(), format!("Write the e-mail after the @: {}.", who.join(", "))))
        }
    }
}

fn title(person: &Teammate) -> String {
    format!("{} ({})", person.name, person.email)
}

fn has_word(person: &Teammate, word: &str) -> bool {
    let same = |part: &str| part.to_lowercase() == word.to_lowercase();
    same(&person.reference) || person.name.split_whitespace().any(same)
}

fn unknown(word: &str, here: &[&Teammate]) -> Refusal {
    let start: String = word.chars().take(2).flat_map(char::to_lowercase).collect();
    let near = |person: &&&Teammate| person.name.split_whitespace().any(|part| part.to_lowercase().starts_with(&start));
    let who: Vec<String> = here.iter().filter(near).take(5).map(|person| title(person)).collect();
    let remedy = match who.as_slice() {
        [] => "Write a full name or an e-mail after the @, or a blank after it to mention nobody.".to_string(),
        _ => format!("Did you mean {}? A blank after the @ mentions nobody.", who.join(" or ")),
    };
    refusal(word, "is nobody of ours".into(), remedy)
}

/// The refusal of somebody who left, where that is who was meant.
fn left(after: &str, teammates: &BTreeMap<TeammateId, Teammate>, today: Date) -> Option<Refusal> {
    let gone: Vec<&Teammate> = teammates.values().filter(|person| !person.is_active_on(today)).collect();
    let (person, _) = meant(after, &gone, &BTreeSet::new()).ok()?;
    let here = teammates
        .values()
        .any(|other| other.is_active_on(today) && other.name.split_whitespace().any(|part| begins(after, part).is_some()));
    let remedy = "Mention whoever looks after it now.".to_string();
    (!here).then(|| refusal(&person.name, "is not with us".into(), remedy))
}

fn refusal(name: &str, problem: String, remedy: String) -> Refusal {
    let value = (!name.is_empty()).then(|| format!("@{name}"));
    Refusal { column: Some("text".into()), value, problem, remedy, ..Refusal::default() }
}

/// The bytes of a text that a label takes at its beginning, whatever its case, where no longer word begins there.
fn begins(text: &str, label: &str) -> Option<usize> {
    let mut rest = text.char_indices();
    let mut length = 0;
    for wanted in label.chars() {
        let (at, found) = rest.next()?;
        if !found.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
        length = at + found.len_utf8();
    }
    let ends = rest.next().is_none_or(|(_, next)| !next.is_alphanumeric());
    (ends && !label.is_empty()).then_some(length)
}

#[cfg(test)]
mod tests;
