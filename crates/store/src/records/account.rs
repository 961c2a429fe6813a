//! Rows of accounts, what was judged of them, the people there, contacts with them, and their teams.

use crate::error::StoreError;
use crate::history::Kept;
use crate::record::{Record, Row, day, day_or_null, instant};
use sea_orm::Value;
use tenure_core::account::{Account, Activity, ContractMove, Field, RiskCall, Stakeholder, TeamMember, field_value, fields_text};
use tenure_core::identity::{joined, skills};
use tenure_core::ledger::KnownMove;
use tenure_core::primitives::{AccountId, ActivityId, Country, RenewalId, StakeholderId, TeammateId};

impl Record for Account {
    const TABLE: &'static str = "account";
    #[rustfmt::skip]
    const COLUMNS: &'static [&'static str] = &[
        "id", "reference", "name", "tier", "segment", "region", "country", "risk", "parent_id", "fiscal_year_start", "merged_into_id", "needs",
        "fields",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.reference.clone().into(),
            self.name.clone().into(),
            i64::from(self.tier).into(),
            self.segment.clone().into(),
            self.region.clone().into(),
            self.country.map(Country::code).into(),
            self.risk.code().into(),
            self.parent.map(|id| id.to_string()).into(),
            self.fiscal_year_start.map(i64::from).into(),
            self.merged_into.map(|id| id.to_string()).into(),
            joined(&self.needs).into(),
            fields_text(&self.fields).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let fields = row.text("fields")?;
        let value = |text: &str| field_value(text).map_err(|problem| row.unreadable("fields", text, &problem));
        Ok(Self {
            id: row.parsed("id")?,
            reference: row.text("reference")?,
            name: row.text("name")?,
            tier: row.number("tier")?,
            segment: row.text("segment")?,
            region: row.text("region")?,
            country: row.parsed_or_none("country")?,
            risk: row.parsed("risk")?,
            parent: row.parsed_or_none("parent_id")?,
            fiscal_year_start: row.number_or_none("fiscal_year_start")?,
            merged_into: row.parsed_or_none("merged_into_id")?,
            needs: skills(&row.text("needs")?),
            fields: fields.lines().map(value).collect::<Result<_, _>>()?,
        })
    }
}

/// The customer of a renewal, as lists show it. It is read only.
pub(crate) struct CustomerRow {
    pub(crate) renewal: RenewalId,
    pub(crate) account: Account,
    /// Revision of the account.
    pub(crate) revision: u64,
    /// Contract number.
    pub(crate) contract: String,
}

impl Record for CustomerRow {
    const TABLE: &'static str = "(SELECT a.*, r.id AS renewal_id, c.reference AS contract FROM renewal r
                                   JOIN contract c ON c.id = r.contract_id JOIN account a ON a.id = r.account_id)";
    #[rustfmt::skip]
    const COLUMNS: &'static [&'static str] = &[
        "renewal_id", "id", "reference", "name", "tier", "segment", "region", "country", "risk", "parent_id", "fiscal_year_start", "merged_into_id",
        "needs", "fields", "revision", "contract",
    ];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        Vec::new()
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            renewal: row.parsed("renewal_id")?,
            account: Account::read(row)?,
            revision: row.number("revision")?,
            contract: row.text("contract")?,
        })
    }
}

/// The risk in force follows from the judgements, which have tables of their own.
impl Kept for Account {
    const HISTORY: &'static str = "account_history";
    const DERIVED: &'static [&'static str] = &["risk"];
    type Id = AccountId;

    fn id(&self) -> AccountId {
        self.id
    }

    fn key(id: &AccountId) -> Vec<Value> {
        vec![id.to_string().into()]
    }
}

impl Record for Field {
    const TABLE: &'static str = "account_field";
    const COLUMNS: &'static [&'static str] = &["name", "label", "kind"];
    const KEY: &'static [&'static str] = &["name"];

    fn values(&self) -> Vec<Value> {
        vec![self.name.to_string().into(), self.label.clone().into(), self.kind.code().into()]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { name: row.parsed("name")?, label: row.text("label")?, kind: row.parsed("kind")? })
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

impl Record for RiskCall {
    const TABLE: &'static str = "risk_call";
    const COLUMNS: &'static [&'static str] = &["id", "account_id", "risk", "reason", "author", "set_on", "expires_on", "recorded_at"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.account.to_string().into(),
            self.risk.code().into(),
            self.reason.clone().into(),
            self.author.clone().into(),
            day(self.set_on),
            day_or_null(self.expires_on),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            account: row.parsed("account_id")?,
            risk: row.parsed("risk")?,
            reason: row.text("reason")?,
            author: row.text("author")?,
            set_on: row.parsed("set_on")?,
            expires_on: row.parsed_or_none("expires_on")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}

impl Record for KnownMove {
    const TABLE: &'static str = "contract_move";
    const COLUMNS: &'static [&'static str] =
        &["contract_id", "from_account_id", "to_account_id", "moved_on", "reason", "recorded_at", "event_sequence"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        let moved = &self.moved;
        vec![
            moved.contract.to_string().into(),
            moved.from.to_string().into(),
            moved.to.to_string().into(),
            day(moved.moved_on),
            moved.reason.clone().into(),
            instant(moved.recorded_at),
            self.event.map(|number| i64::try_from(number).unwrap_or(i64::MAX)).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let moved = ContractMove {
            contract: row.parsed("contract_id")?,
            from: row.parsed("from_account_id")?,
            to: row.parsed("to_account_id")?,
            moved_on: row.parsed("moved_on")?,
            reason: row.text("reason")?,
            recorded_at: row.parsed("recorded_at")?,
        };
        Ok(Self { moved, event: row.number_or_none("event_sequence")? })
    }
}

impl Record for Stakeholder {
    const TABLE: &'static str = "stakeholder";
    const COLUMNS: &'static [&'static str] =
        &["id", "reference", "account_id", "name", "title", "email", "business_unit", "roles", "left_on"];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        let roles: Vec<&str> = self.roles.iter().map(|role| role.code()).collect();
        vec![
            self.id.to_string().into(),
            self.reference.clone().into(),
            self.account.to_string().into(),
            self.name.clone().into(),
            self.title.clone().into(),
            self.email.clone().into(),
            self.business_unit.clone().into(),
            roles.join(" ").into(),
            day_or_null(self.left_on),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let roles = row.text("roles")?;
        let read = |word: &str| word.parse().map_err(|problem: String| row.unreadable("roles", word, &problem));
        Ok(Self {
            id: row.parsed("id")?,
            reference: row.text("reference")?,
            account: row.parsed("account_id")?,
            name: row.text("name")?,
            title: row.text("title")?,
            email: row.text("email")?,
            business_unit: row.text("business_unit")?,
            roles: roles.split_whitespace().map(read).collect::<Result<_, _>>()?,
            left_on: row.parsed_or_none("left_on")?,
        })
    }
}

/// Who was present is in the two tables below.
impl Record for Activity {
    const TABLE: &'static str = "activity";
    const COLUMNS: &'static [&'static str] =
        &["id", "account_id", "renewal_id", "kind", "held_on", "subject", "notes", "author", "recorded_at", "withdrawn"];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.account.to_string().into(),
            self.renewal.map(|id| id.to_string()).into(),
            self.kind.code().into(),
            day(self.held_on),
            self.subject.clone().into(),
            self.notes.clone().into(),
            self.author.clone().into(),
            instant(self.recorded_at),
            self.withdrawn.into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            account: row.parsed("account_id")?,
            renewal: row.parsed_or_none("renewal_id")?,
            kind: row.parsed("kind")?,
            held_on: row.parsed("held_on")?,
            subject: row.text("subject")?,
            notes: row.text("notes")?,
            ours: std::collections::BTreeSet::new(),
            theirs: std::collections::BTreeSet::new(),
            author: row.text("author")?,
            recorded_at: row.parsed("recorded_at")?,
            withdrawn: row.get("withdrawn")?,
        })
    }
}

/// One of ours at an activity.
pub(crate) struct OursRow {
    pub(crate) activity: ActivityId,
    pub(crate) teammate: TeammateId,
}

impl Record for OursRow {
    const TABLE: &'static str = "activity_teammate";
    const COLUMNS: &'static [&'static str] = &["activity_id", "teammate_id"];
    const KEY: &'static [&'static str] = &["activity_id", "teammate_id"];

    fn values(&self) -> Vec<Value> {
        vec![self.activity.to_string().into(), self.teammate.to_string().into()]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { activity: row.parsed("activity_id")?, teammate: row.parsed("teammate_id")? })
    }
}

/// One of theirs at an activity.
pub(crate) struct TheirsRow {
    pub(crate) activity: ActivityId,
    pub(crate) stakeholder: StakeholderId,
}

impl Record for TheirsRow {
    const TABLE: &'static str = "activity_stakeholder";
    const COLUMNS: &'static [&'static str] = &["activity_id", "stakeholder_id"];
    const KEY: &'static [&'static str] = &["activity_id", "stakeholder_id"];

    fn values(&self) -> Vec<Value> {
        vec![self.activity.to_string().into(), self.stakeholder.to_string().into()]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { activity: row.parsed("activity_id")?, stakeholder: row.parsed("stakeholder_id")? })
    }
}
