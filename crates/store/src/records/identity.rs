//! Rows of the organisation, its calendar, its teammates, their places and absences.

use crate::error::StoreError;
use crate::record::{Record, Row, day, day_or_null, instant};
use jiff::civil::Date;
use sea_orm::Value;
use tenure_core::identity::{Absence, Brings, Organisation, Position, Profile, Teammate, joined, listed, skills};
use tenure_core::ownership::handoff::Clocks;
use tenure_core::primitives::Country;

/// The single row of the organisation.
pub(crate) struct OrganisationRow(pub(crate) Organisation);

impl Record for OrganisationRow {
    const TABLE: &'static str = "organisation";
    #[rustfmt::skip]
    const COLUMNS: &'static [&'static str] = &[
        "id", "name", "currency", "time_zone", "desk_lead_id", "sample_today", "fiscal_year_start", "absence_moves_after_days",
        "handoff_accept_days", "handoff_introduce_days",
        "protected_days", "stage",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        let o = &self.0;
        vec![
            1_i64.into(),
            o.name.clone().into(),
            o.currency.code().into(),
            o.time_zone.clone().into(),
            o.desk_lead.to_string().into(),
            day_or_null(o.sample_today),
            i64::from(o.fiscal_year_start).into(),
            i64::from(o.absence_moves_after_days).into(),
            i64::from(o.handoff_clocks.accept_days).into(),
            i64::from(o.handoff_clocks.introduce_days).into(),
            i64::from(o.handoff_clocks.protected_days).into(),
            o.stage.map(|stage| stage.code().to_string()).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(Organisation {
            name: row.text("name")?,
            currency: row.currency("currency")?,
            time_zone: row.text("time_zone")?,
            desk_lead: row.parsed("desk_lead_id")?,
            sample_today: row.parsed_or_none("sample_today")?,
            fiscal_year_start: row.number("fiscal_year_start")?,
            absence_moves_after_days: row.number("absence_moves_after_days")?,
            handoff_clocks: Clocks {
                accept_days: row.number("handoff_accept_days")?,
                introduce_days: row.number("handoff_introduce_days")?,
                protected_days: row.number("protected_days")?,
            },
            stage: row.parsed_or_none("stage")?,
        }))
    }
}

impl Record for Teammate {
    const TABLE: &'static str = "teammate";
    const COLUMNS: &'static [&'static str] =
        &["id", "reference", "name", "email", "role", "manager_id", "region", "country", "active_from", "left_on"];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.reference.clone().into(),
            self.name.clone().into(),
            self.email.clone().into(),
            self.role.code().into(),
            self.manager.map(|id| id.to_string()).into(),
            self.region.clone().into(),
            self.country.map(Country::code).into(),
            day(self.active_from),
            day_or_null(self.left_on),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            reference: row.text("reference")?,
            name: row.text("name")?,
            email: row.text("email")?,
            role: row.parsed("role")?,
            manager: row.parsed_or_none("manager_id")?,
            region: row.text("region")?,
            country: row.parsed_or_none("country")?,
            active_from: row.parsed("active_from")?,
            left_on: row.parsed_or_none("left_on")?,
        })
    }
}

impl Record for Absence {
    const TABLE: &'static str = "absence";
    const COLUMNS: &'static [&'static str] = &["id", "teammate_id", "from_on", "to_on", "delegate_id", "note"];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.teammate.to_string().into(),
            day(self.from_on),
            day(self.to_on),
            self.delegate.map(|id| id.to_string()).into(),
            self.note.clone().into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            teammate: row.parsed("teammate_id")?,
            from_on: row.parsed("from_on")?,
            to_on: row.parsed("to_on")?,
            delegate: row.parsed_or_none("delegate_id")?,
            note: row.text("note")?,
        })
    }
}

impl Record for Position {
    const TABLE: &'static str = "teammate_position";
    const COLUMNS: &'static [&'static str] = &["teammate_id", "from_on", "role", "manager_id", "region", "recorded_at"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![
            self.teammate.to_string().into(),
            day(self.from_on),
            self.role.code().into(),
            self.manager.map(|id| id.to_string()).into(),
            self.region.clone().into(),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            teammate: row.parsed("teammate_id")?,
            from_on: row.parsed("from_on")?,
            role: row.parsed("role")?,
            manager: row.parsed_or_none("manager_id")?,
            region: row.text("region")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}

impl Record for Profile {
    const TABLE: &'static str = "teammate_profile";
    const COLUMNS: &'static [&'static str] =
        &["teammate_id", "from_on", "skills", "commercial", "pod", "territories", "capacity", "recorded_at"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        let brings = &self.brings;
        vec![
            self.teammate.to_string().into(),
            day(self.from_on),
            joined(&brings.skills).into(),
            brings.commercial.map(|leads| leads.to_string()).into(),
            brings.pod.clone().into(),
            joined(&brings.territories).into(),
            brings.capacity.map(i64::from).into(),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let brings = Brings {
            skills: skills(&row.text("skills")?),
            commercial: row.parsed_or_none("commercial")?,
            pod: row.text("pod")?,
            territories: listed(&row.text("territories")?),
            capacity: row.number_or_none("capacity")?,
        };
        Ok(Self { teammate: row.parsed("teammate_id")?, from_on: row.parsed("from_on")?, brings, recorded_at: row.parsed("recorded_at")? })
    }
}

/// A holiday of a country, or of the organisation.
pub(crate) struct HolidayRow {
    pub(crate) country: Option<Country>,
    pub(crate) held_on: Date,
    pub(crate) name: String,
}

impl Record for HolidayRow {
    const TABLE: &'static str = "holiday";
    const COLUMNS: &'static [&'static str] = &["country", "held_on", "name"];
    const KEY: &'static [&'static str] = &["country", "held_on"];

    fn values(&self) -> Vec<Value> {
        vec![self.country.map_or("", Country::code).into(), day(self.held_on), self.name.clone().into()]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let code = row.text("country")?;
        let country = if code.is_empty() { None } else { Some(row.parsed("country")?) };
        Ok(Self { country, held_on: row.parsed("held_on")?, name: row.text("name")? })
    }
}
