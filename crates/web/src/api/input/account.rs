//! Accounts, their risk, their team, the people at the customer and contacts with them.

use super::people::SkillText;
use super::word::{ActivityKindWord, CountryWord, DayText, RiskWord, StakeholderRoleWord, day};
use garde::Validate;
use serde::Deserialize;
use tenure_app::{AccountDetails, NewAccount, NewActivity, NewStakeholder};
use tenure_core::account::FieldName;
use tenure_core::commands::Judgement;
use utoipa::ToSchema;

/// What an account is to become.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountPutInput {
    /// Name.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// 1 to 3.
    #[garde(range(min = 1, max = 3))]
    #[schema(minimum = 1, maximum = 3)]
    tier: u8,
    /// Segment.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    segment: Option<String>,
    /// Region.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    region: Option<String>,
    /// The country whose business days count for steps that the customer takes part in.
    #[garde(skip)]
    country: Option<CountryWord>,
    /// Reference of the company it belongs to.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    parent: Option<String>,
    /// First month of the customer's fiscal year.
    #[garde(range(min = 1, max = 12))]
    #[schema(minimum = 1, maximum = 12)]
    fiscal_year_start: Option<u8>,
}

impl AccountPutInput {
    pub(crate) fn account(&self, reference: &str) -> NewAccount {
        NewAccount {
            reference: reference.into(),
            name: self.name.clone(),
            tier: self.tier,
            segment: self.segment.clone().unwrap_or_default(),
            region: self.region.clone().unwrap_or_default(),
            country: self.country.map(|country| country.0),
            parent: self.parent.clone().filter(|parent| !parent.is_empty()),
            fiscal_year_start: self.fiscal_year_start,
        }
    }
}

/// An account to add.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountInput {
    /// Short reference, free among accounts.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, example = "A-4711")]
    reference: String,
    /// Name.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// 1 to 3.
    #[garde(range(min = 1, max = 3))]
    #[schema(minimum = 1, maximum = 3)]
    tier: u8,
    /// Segment.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    segment: Option<String>,
    /// Region.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    region: Option<String>,
    /// The country whose business days count for steps that the customer takes part in.
    #[garde(skip)]
    country: Option<CountryWord>,
    /// Reference of the company it belongs to.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    parent: Option<String>,
    /// First month of the customer's fiscal year.
    #[garde(range(min = 1, max = 12))]
    #[schema(minimum = 1, maximum = 12)]
    fiscal_year_start: Option<u8>,
    /// A first judgement of its risk; unknown where it is absent.
    #[garde(dive)]
    risk: Option<RiskInput>,
}

impl AccountInput {
    pub(crate) fn account(&self) -> NewAccount {
        NewAccount {
            reference: self.reference.clone(),
            name: self.name.clone(),
            tier: self.tier,
            segment: self.segment.clone().unwrap_or_default(),
            region: self.region.clone().unwrap_or_default(),
            country: self.country.map(|country| country.0),
            parent: self.parent.clone().filter(|parent| !parent.is_empty()),
            fiscal_year_start: self.fiscal_year_start,
        }
    }

    pub(crate) fn judgement(&self) -> Judgement {
        let unknown = || Judgement { risk: tenure_core::account::Risk::Unknown, reason: String::new(), expires_on: None };
        self.risk.as_ref().map_or_else(unknown, RiskInput::judgement)
    }
}

/// A judgement of an account's risk.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RiskInput {
    /// What was judged.
    #[garde(skip)]
    risk: RiskWord,
    /// Why; may be absent only for `unknown`.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    reason: Option<String>,
    /// First day on which it no longer counts.
    #[garde(skip)]
    expires_on: Option<DayText>,
}

impl RiskInput {
    pub(crate) fn judgement(&self) -> Judgement {
        Judgement { risk: self.risk.0, reason: self.reason.clone().unwrap_or_default(), expires_on: day(self.expires_on) }
    }
}

/// What an account asks of people, and what its own fields say.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountFieldsInput {
    /// Skills that whoever looks after it should have.
    #[garde(length(max = 50), inner(length(chars, min = 1, max = 200)))]
    #[schema(max_items = 50, value_type = Vec<SkillText>)]
    needs: Vec<String>,
    /// Values of the organisation's own fields; one that is not named is taken away.
    #[garde(length(max = 50), dive)]
    #[schema(max_items = 50)]
    fields: Vec<FieldValueInput>,
}

/// A value of an own field.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldValueInput {
    /// Name of the field.
    #[garde(length(chars, min = 1, max = 24))]
    #[schema(min_length = 1, max_length = 24)]
    name: String,
    /// The value as text: a whole number, an amount such as 1200.50, a day, true or false, or words.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    value: String,
}

impl AccountFieldsInput {
    pub(crate) fn details(&self) -> Result<AccountDetails, String> {
        let value = |given: &FieldValueInput| {
            let name: FieldName = given.name.parse().map_err(|problem| format!("{:?} {problem}", given.name))?;
            Ok((name, given.value.trim().to_string()))
        };
        Ok(AccountDetails {
            needs: self.needs.iter().map(|skill| skill.trim().to_lowercase()).collect(),
            fields: self.fields.iter().map(value).collect::<Result<_, String>>()?,
        })
    }
}

/// Who takes a place on an account's team.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamInput {
    /// Reference or e-mail of the person.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) person: String,
}

/// Into which account another one is merged.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MergerInput {
    /// Reference of the account that stays.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) into: String,
    /// Why.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) reason: String,
}

/// A person at the customer.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StakeholderInput {
    /// Full name.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Job title.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    title: Option<String>,
    /// E-mail.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    email: Option<String>,
    /// The division.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    business_unit: Option<String>,
    /// The parts the person plays.
    #[garde(length(max = 20))]
    #[schema(max_items = 20)]
    roles: Option<Vec<StakeholderRoleWord>>,
    /// First day on which the person is gone.
    #[garde(skip)]
    left_on: Option<DayText>,
}

impl StakeholderInput {
    pub(crate) fn stakeholder(&self, account: &str, reference: &str) -> NewStakeholder {
        NewStakeholder {
            reference: reference.into(),
            account: account.into(),
            name: self.name.clone(),
            title: self.title.clone().unwrap_or_default(),
            email: self.email.clone().unwrap_or_default(),
            business_unit: self.business_unit.clone().unwrap_or_default(),
            roles: self.roles.iter().flatten().map(|role| role.0).collect(),
            left_on: day(self.left_on),
        }
    }
}

/// A contact with the customer.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActivityInput {
    /// What kind.
    #[garde(skip)]
    kind: ActivityKindWord,
    /// One line.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    subject: String,
    /// What was said.
    #[garde(length(chars, max = 10_000))]
    #[schema(max_length = 10_000)]
    notes: Option<String>,
    /// The day; today where it is absent.
    #[garde(skip)]
    held_on: Option<DayText>,
    /// The renewal it was about.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200, example = "R-1042")]
    renewal: Option<String>,
    /// References or e-mails of ours who were present; absent means whoever sends it.
    #[garde(length(max = 100), inner(inner(length(chars, min = 1, max = 200))))]
    #[schema(max_items = 100, value_type = Option<Vec<ReferenceText>>)]
    ours: Option<Vec<String>>,
    /// References of those at the customer who were present.
    #[garde(length(max = 100), inner(inner(length(chars, min = 1, max = 200))))]
    #[schema(max_items = 100, value_type = Option<Vec<ReferenceText>>)]
    theirs: Option<Vec<String>>,
}

/// A reference.
#[derive(ToSchema)]
#[schema(min_length = 1, max_length = 200)]
#[expect(dead_code, reason = "describes the items of a list")]
pub(crate) struct ReferenceText(String);

impl ActivityInput {
    pub(crate) fn activity(&self, account: &str) -> NewActivity {
        NewActivity {
            account: account.into(),
            renewal: self.renewal.clone(),
            kind: self.kind.0,
            held_on: day(self.held_on),
            subject: self.subject.clone(),
            notes: self.notes.clone().unwrap_or_default(),
            ours: self.ours.clone().unwrap_or_default(),
            theirs: self.theirs.clone().unwrap_or_default(),
        }
    }
}
