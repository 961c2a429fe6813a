//! People of ours: joining, moving, leaving, being away.

use super::word::{CountryWord, DayText, RoleWord, given};
use garde::Validate;
use serde::Deserialize;
use tenure_app::{NewAbsence, NewPlace, NewProfile, NewTeammate};
use tenure_core::identity::Brings;
use utoipa::ToSchema;

/// A teammate to add.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonInput {
    /// Short reference, free among people.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    reference: String,
    /// Full name.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Work e-mail.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    email: String,
    /// Role.
    #[garde(skip)]
    role: RoleWord,
    /// Reference or e-mail of the manager.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    manager: Option<String>,
    /// Region.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    region: Option<String>,
    /// The country whose business days count for the person; the organisation's where it is absent.
    #[garde(skip)]
    country: Option<CountryWord>,
    /// First day.
    #[garde(skip)]
    active_from: DayText,
}

impl PersonInput {
    pub(crate) fn teammate(&self) -> NewTeammate {
        NewTeammate {
            reference: self.reference.clone(),
            name: self.name.clone(),
            email: self.email.clone(),
            role: self.role.0,
            manager: self.manager.clone(),
            region: self.region.clone().unwrap_or_default(),
            country: self.country.map(|country| country.0),
            active_from: self.active_from.0,
        }
    }
}

/// Where a reorganisation puts somebody from today on. What is absent stays; null is no manager.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(min_properties = 1)]
pub(crate) struct PlaceInput {
    /// New role.
    #[garde(skip)]
    role: Option<RoleWord>,
    /// Reference or e-mail of the new manager.
    #[serde(default, deserialize_with = "given")]
    #[garde(inner(length(chars, min = 1, max = 200)))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    manager: Option<Option<String>>,
    /// New region.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    region: Option<String>,
    /// New country whose business days count; null is the organisation's.
    #[serde(default, deserialize_with = "given")]
    #[garde(skip)]
    #[schema(value_type = Option<CountryWord>)]
    country: Option<Option<CountryWord>>,
}

impl PlaceInput {
    /// The new place, unless it names nothing to change.
    pub(crate) fn place(&self) -> Option<NewPlace> {
        let names_nothing = self.role.is_none() && self.manager.is_none() && self.region.is_none() && self.country.is_none();
        let country = self.country.map(|country| country.map(|country| country.0));
        let manager = self.manager.clone().map(Option::unwrap_or_default);
        (!names_nothing).then(|| NewPlace { role: self.role.map(|role| role.0), manager, region: self.region.clone(), country })
    }
}

/// What a teammate brings from a day on; what is absent is not known or none.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProfileInput {
    /// The day from which it counts; today where it is absent.
    #[garde(skip)]
    from_on: Option<DayText>,
    /// Skills in your own words.
    #[garde(length(max = 50), inner(length(chars, min = 1, max = 200)))]
    #[schema(max_items = 50, value_type = Vec<SkillText>)]
    skills: Vec<String>,
    /// Whether the person leads negotiations.
    #[garde(skip)]
    commercial: Option<bool>,
    /// The pod whose members share a book.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    pod: Option<String>,
    /// Regions covered besides the own one.
    #[garde(length(max = 50), inner(inner(length(chars, min = 1, max = 200))))]
    #[schema(max_items = 50, value_type = Option<Vec<SkillText>>)]
    territories: Option<Vec<String>>,
    /// Renewals decided within 90 days that the person can carry at once.
    #[garde(range(min = 1, max = 10_000))]
    #[schema(minimum = 1, maximum = 10_000)]
    capacity: Option<u16>,
}

/// A word without commas and semicolons.
#[derive(ToSchema)]
#[schema(min_length = 1, max_length = 200)]
#[expect(dead_code, reason = "describes the items of a list")]
pub(crate) struct SkillText(String);

impl ProfileInput {
    pub(crate) fn profile(&self, person: &str) -> NewProfile {
        let trimmed = |words: &[String]| words.iter().map(|word| word.trim().to_string()).collect();
        NewProfile {
            teammate: person.into(),
            from_on: self.from_on.map(|day| day.0),
            brings: Brings {
                skills: self.skills.iter().map(|skill| skill.trim().to_lowercase()).collect(),
                commercial: self.commercial,
                pod: self.pod.as_deref().unwrap_or_default().trim().into(),
                territories: self.territories.as_deref().map(trimmed).unwrap_or_default(),
                capacity: self.capacity,
            },
        }
    }
}

/// When somebody leaves.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DepartureInput {
    /// First day no longer with us.
    #[garde(skip)]
    pub(crate) left_on: DayText,
}

/// Days on which somebody is away.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AbsenceInput {
    /// First day away.
    #[garde(skip)]
    from_on: DayText,
    /// First day back.
    #[garde(skip)]
    to_on: DayText,
    /// Reference or e-mail of who may act meanwhile.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    delegate: Option<String>,
    /// Why, in a few words.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    note: Option<String>,
}

impl AbsenceInput {
    pub(crate) fn absence(&self, person: &str) -> NewAbsence {
        NewAbsence {
            teammate: person.into(),
            from_on: self.from_on.0,
            to_on: self.to_on.0,
            delegate: self.delegate.clone(),
            note: self.note.clone().unwrap_or_default(),
        }
    }
}
