//! The row of the rules that the ledger of revenue is read under.

use crate::error::StoreError;
use crate::history::Kept;
use crate::record::{Record, Row};
use sea_orm::Value;
use tenure_core::facts::LedgerRules;
use tenure_core::ledger::{Rules, UpsellLine};

/// The columns that [`Rules::set`] reads, and what it calls them.
const WRITTEN: [(&str, &str); 5] = [
    ("discounts", "discounts"),
    ("comes_back_as", "returning"),
    ("overlaps_count", "overlaps"),
    ("renewed_by", "renewed_by"),
    ("precedence", "precedence"),
];

impl Record for LedgerRules {
    const TABLE: &'static str = "ledger_rules";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "discounts",
        "grace_days",
        "comes_back_as",
        "overlaps_count",
        "renewed_by",
        "lapse_days_to_new",
        "upsell_share_bps",
        "upsell_units",
        "precedence",
        "set_by",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        let rules = &self.rules;
        let precedence: Vec<&str> = rules.precedence.iter().map(|class| class.code()).collect();
        vec![
            1_i64.into(),
            rules.discounts.code().into(),
            i64::from(rules.grace_days).into(),
            rules.returning.code().into(),
            rules.overlaps.code().into(),
            rules.renewed_by.code().into(),
            rules.lapse_days_to_new.map(i64::from).into(),
            i64::from(rules.upsell_line.share_bps).into(),
            i64::from(rules.upsell_line.units).into(),
            precedence.join(" ").into(),
            self.set_by.clone().into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let mut rules = Rules {
            grace_days: row.number("grace_days")?,
            lapse_days_to_new: row.number_or_none("lapse_days_to_new")?,
            upsell_line: UpsellLine { share_bps: row.number("upsell_share_bps")?, units: row.number("upsell_units")? },
            ..Rules::default()
        };
        for (column, rule) in WRITTEN {
            let value = row.text(column)?;
            rules.set(rule, &value).map_err(|problem| row.unreadable(column, &value, &problem))?;
        }
        Ok(Self { rules, set_by: row.text("set_by")? })
    }
}

impl Kept for LedgerRules {
    const HISTORY: &'static str = "ledger_rules_history";
    const DERIVED: &'static [&'static str] = &["set_by"];
    type Id = ();

    fn id(&self) -> Self::Id {}

    fn key((): &Self::Id) -> Vec<Value> {
        vec![1_i64.into()]
    }
}
