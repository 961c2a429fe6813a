//! Setting a finding aside, with a reason and a day on which it comes back.

use super::{check_note, field};
use crate::checks::Dismissal;
use crate::facts::{Facts, Moment, Write};
use crate::primitives::days_between;
use crate::refusal::Refusal;
use jiff::civil::Date;

/// The longest time for which a finding is set aside, in days.
pub const DISMISSED_MAX_DAYS: i64 = 90;

/// Sets a finding aside. `finding` is its fingerprint and what it says.
///
/// # Errors
/// No reason; a day that is not 1 to [`DISMISSED_MAX_DAYS`] days ahead.
pub fn dismiss_finding(
    facts: &Facts,
    (finding, title): (&str, &str),
    (until, reason): (Date, &str),
    (author, moment): (&str, Moment),
) -> Result<Vec<Write>, Refusal> {
    let ahead = days_between(moment.today, until);
    if !(1..=DISMISSED_MAX_DAYS).contains(&ahead) {
        return Err(field("until", &until.to_string(), format!("must lie 1 to {DISMISSED_MAX_DAYS} days ahead")));
    }
    let reason = check_note("reason", reason)?;
    if reason.is_empty() {
        return Err(field("reason", "", "must say why".into()));
    }
    let number = facts.dismissals.get(finding).map_or(0, |known| known.number) + 1;
    let (finding, title, author) = (finding.to_string(), title.to_string(), author.to_string());
    Ok(vec![Write::Dismissal(Dismissal { finding, number, title, reason, author, until, recorded_at: moment.recorded_at })])
}

/// Brings a finding back before its day.
///
/// # Errors
/// A finding that is not set aside.
pub fn bring_back_finding(facts: &Facts, finding: &str, (author, moment): (&str, Moment)) -> Result<Vec<Write>, Refusal> {
    let known = facts.dismissals.get(finding).filter(|known| known.holds(moment.today));
    let known = known.ok_or_else(|| Refusal::general("this finding is not set aside", "Reload to see where it stands."))?;
    let back = Dismissal {
        number: known.number + 1,
        until: moment.today,
        author: author.into(),
        recorded_at: moment.recorded_at,
        ..known.clone()
    };
    Ok(vec![Write::Dismissal(back)])
}
