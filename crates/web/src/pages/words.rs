//! Words, days and addresses as pages write them.

use jiff::civil::Date;
use std::fmt::Write as _;
use tenure_core::primitives::weekday_date;

/// `1 renewal`, `3 renewals`.
pub fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// A length as a count.
pub fn many<T>(things: &[T], noun: &str) -> String {
    count(things.len() as u64, noun)
}

/// `in 2 days`, `today`, `5 days ago`.
pub fn distance(days: i64) -> String {
    match days {
        0 => "today".into(),
        1 => "tomorrow".into(),
        2.. => format!("in {days} days"),
        -1 => "yesterday".into(),
        _ => format!("{} days ago", -days),
    }
}

/// `9 Jan`, where the year goes without saying.
pub fn day(date: Date) -> String {
    date.strftime("%-d %b").to_string()
}

/// The weekday within 7 days, else `9 Jan`, and with its year from half a year on.
pub fn near_day(date: Date, days: i64) -> String {
    match days {
        0..=7 => weekday_date(date),
        -180..=180 => day(date),
        _ => date.strftime("%-d %b %Y").to_string(),
    }
}

/// Basis points as per cent: `5%`, `3.5%`.
pub fn per_cent(basis_points: u32) -> String {
    let (whole, rest) = (basis_points / 100, basis_points % 100);
    if rest == 0 { format!("{whole}%") } else { format!("{whole}.{}%", format!("{rest:02}").trim_end_matches('0')) }
}

/// Text as one part of an address.
pub fn url_part(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut url, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
        url
    })
}

/// An address with its query; parameters without a value are left out.
pub fn url(path: &str, parameters: &[(&str, String)]) -> String {
    let mut url = path.to_string();
    let mut before = '?';
    for (name, value) in parameters.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = write!(url, "{before}{name}={}", url_part(value));
        before = '&';
    }
    url
}

/// The address of a renewal.
pub fn renewal_url(reference: &str) -> String {
    format!("/renewals/{}", url_part(reference))
}

/// Address of the proposals of a renewal.
pub fn proposals_url(renewal: &str) -> String {
    format!("{}/proposals", renewal_url(renewal))
}

/// The address of a handoff.
pub fn handoff_url(reference: &str) -> String {
    format!("/handoffs/{}", url_part(reference))
}

/// The address of an expansion.
pub fn expansion_url(reference: &str) -> String {
    format!("/expansions/{}", url_part(reference))
}

/// The address of an account.
pub fn account_url(reference: &str) -> String {
    format!("/accounts/{}", url_part(reference))
}

/// The address of a contract.
pub fn contract_url(reference: &str) -> String {
    format!("/contracts/{}", url_part(reference))
}

/// The address of a person.
pub fn person_url(reference: &str) -> String {
    format!("/people/{}", url_part(reference))
}
