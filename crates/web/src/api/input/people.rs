//! People of ours: joining, moving, leaving, being away.

use super::word::{DayText, RoleWord, given};
use garde::Validate;
use serde::Deserialize;
use tenure_app::{NewAbsence, NewPlace, NewTeammate};
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
}

impl PlaceInput {
    /// The new place, unless it names nothing to change.
    pub(crate) fn place(&self) -> Option<NewPlace> {
        let names_nothing = self.role.is_none() && self.manager.is_none() && self.region.is_none();
        let manager = self.manager.clone().map(Option::unwrap_or_default);
        (!names_nothing).then(|| NewPlace { role: self.role.map(|role| role.0), manager, region: self.region.clone() })
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
