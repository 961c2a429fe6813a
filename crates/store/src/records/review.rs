//! Rows of what was learnt from decided renewals.

use crate::error::StoreError;
use crate::record::{Record, Row, day, day_or_null, instant};
use sea_orm::Value;
use std::collections::BTreeSet;
use tenure_core::renewal::{OutcomeReview, Plan, Theme};

impl Record for OutcomeReview {
    const TABLE: &'static str = "outcome_review";
    const COLUMNS: &'static [&'static str] = &[
        "renewal_id",
        "number",
        "themes",
        "lessons",
        "strength",
        "plan",
        "plan_owner_id",
        "plan_due_on",
        "written_by",
        "written_on",
        "recorded_at",
    ];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        let themes: Vec<String> = self.themes.iter().map(ToString::to_string).collect();
        let plan = self.plan.as_ref();
        vec![
            self.renewal.to_string().into(),
            i64::from(self.number).into(),
            themes.join("\n").into(),
            self.lessons.clone().into(),
            self.strength.map(|strength| strength.code().to_string()).into(),
            plan.map_or_else(String::new, |plan| plan.text.clone()).into(),
            plan.map(|plan| plan.owner.to_string()).into(),
            day_or_null(plan.map(|plan| plan.due_on)),
            self.by.clone().into(),
            day(self.on),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let plan = match row.parsed_or_none("plan_owner_id")? {
            Some(owner) => Some(Plan { text: row.text("plan")?, owner, due_on: row.parsed("plan_due_on")? }),
            None => None,
        };
        let themes = row.text("themes")?;
        let theme = |text: &str| text.parse::<Theme>().map_err(|problem| row.unreadable("themes", text, &problem));
        Ok(Self {
            renewal: row.parsed("renewal_id")?,
            number: row.number("number")?,
            themes: themes.lines().map(theme).collect::<Result<BTreeSet<_>, _>>()?,
            lessons: row.text("lessons")?,
            strength: row.parsed_or_none("strength")?,
            plan,
            by: row.text("written_by")?,
            on: row.parsed("written_on")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}
