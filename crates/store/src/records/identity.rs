//! Rows of organisation, teammates, accounts and teams.

use crate::error::StoreError;
use crate::record::{Record, Row, day, day_or_null};
use sea_orm::Value;
use tenure_core::account::{Account, TeamMember};
use tenure_core::identity::{Organisation, Teammate};

/// The single row of the organisation.
pub(crate) struct OrganisationRow(pub(crate) Organisation);

impl Record for OrganisationRow {
    const TABLE: &'static str = "organisation";
    const COLUMNS: &'static [&'static str] = &["id", "name", "currency", "time_zone", "desk_lead_id", "sample_today"];
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
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(Organisation {
            name: row.text("name")?,
            currency: row.currency("currency")?,
            time_zone: row.text("time_zone")?,
            desk_lead: row.parsed("desk_lead_id")?,
            sample_today: row.parsed_or_none("sample_today")?,
        }))
    }
}

impl Record for Teammate {
    const TABLE: &'static str = "teammate";
    const COLUMNS: &'static [&'static str] =
        &["id", "reference", "name", "email", "role", "manager_id", "region", "active_from", "left_on"];
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
            active_from: row.parsed("active_from")?,
            left_on: row.parsed_or_none("left_on")?,
        })
    }
}

impl Record for Account {
    const TABLE: &'static str = "account";
    const COLUMNS: &'static [&'static str] = &["id", "reference", "name", "tier", "segment", "region", "risk"];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.reference.clone().into(),
            self.name.clone().into(),
            i64::from(self.tier).into(),
            self.segment.clone().into(),
            self.region.clone().into(),
            self.risk.code().into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            reference: row.text("reference")?,
            name: row.text("name")?,
            tier: row.number("tier")?,
            segment: row.text("segment")?,
            region: row.text("region")?,
            risk: row.parsed("risk")?,
        })
    }
}

impl Record for TeamMember {
    const TABLE: &'static str = "team_member";
    const COLUMNS: &'static [&'static str] = &["account_id", "role", "teammate_id", "from_on", "to_on"];
    const KEY: &'static [&'static str] = &["account_id", "role", "teammate_id", "from_on"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.account.to_string().into(),
            self.role.code().into(),
            self.teammate.to_string().into(),
            day(self.from_on),
            day_or_null(self.to_on),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            account: row.parsed("account_id")?,
            role: row.parsed("role")?,
            teammate: row.parsed("teammate_id")?,
            from_on: row.parsed("from_on")?,
            to_on: row.parsed_or_none("to_on")?,
        })
    }
}
