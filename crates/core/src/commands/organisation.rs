//! The verb on what the organisation says of itself.

use super::{check_text, field};
use crate::facts::{Facts, Write};
use crate::identity::OrganisationSettings;
use crate::refusal::Refusal;

/// Longest absence that may still leave what the person holds, in days.
const MOST_ABSENT_DAYS: u16 = 366;

/// Sets the name, the first month of the fiscal year, the days from which an absence moves work, and the stage; the same again is nothing.
///
/// # Errors
/// An empty or overlong name; a month or a number of days out of range.
pub fn set_organisation(facts: &Facts, settings: OrganisationSettings) -> Result<Vec<Write>, Refusal> {
    let settings = OrganisationSettings { name: settings.name.trim().into(), ..settings };
    check_text("name", &settings.name)?;
    if !(1..=12).contains(&settings.fiscal_year_start) {
        return Err(field("fiscal_year_start", &settings.fiscal_year_start.to_string(), "is no month: 1 to 12".into()));
    }
    if !(1..=MOST_ABSENT_DAYS).contains(&settings.absence_moves_after_days) {
        let value = settings.absence_moves_after_days.to_string();
        return Err(field("absence_moves_after_days", &value, format!("must be 1 to {MOST_ABSENT_DAYS} days")));
    }
    Ok(if settings == facts.organisation.settings() {
        Vec::new()
    } else {
        vec![Write::Organisation(facts.organisation.with_settings(settings))]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::identity::Stage;

    #[test]
    fn what_is_out_of_range_is_refused_by_name_and_the_rest_of_the_organisation_stays() {
        let mut facts = Company::with_one_contract().facts;
        let now = facts.organisation.settings();
        assert_eq!(set_organisation(&facts, now.clone()), Ok(Vec::new()), "the same again");
        for (settings, name) in [
            (OrganisationSettings { name: "  ".into(), ..now.clone() }, "name"),
            (OrganisationSettings { name: "x".repeat(201), ..now.clone() }, "name"),
            (OrganisationSettings { fiscal_year_start: 0, ..now.clone() }, "fiscal_year_start"),
            (OrganisationSettings { fiscal_year_start: 13, ..now.clone() }, "fiscal_year_start"),
            (OrganisationSettings { absence_moves_after_days: 0, ..now.clone() }, "absence_moves_after_days"),
            (OrganisationSettings { absence_moves_after_days: 367, ..now.clone() }, "absence_moves_after_days"),
        ] {
            assert_eq!(set_organisation(&facts, settings).unwrap_err().column.as_deref(), Some(name));
        }
        let (currency, clocks) = (facts.organisation.currency, facts.organisation.handoff_clocks);
        let grown = OrganisationSettings {
            name: " Halden & Co ".into(),
            fiscal_year_start: 2,
            absence_moves_after_days: 10,
            stage: Some(Stage::Scaling),
        };
        facts.apply_all(&set_organisation(&facts, grown.clone()).unwrap());
        assert_eq!(facts.organisation.settings(), OrganisationSettings { name: "Halden & Co".into(), ..grown });
        assert_eq!((facts.organisation.currency, facts.organisation.handoff_clocks), (currency, clocks));
    }
}
