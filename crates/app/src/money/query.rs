//! A question about money as people ask it: a day, what was known, a period, a level, a slice, a money, and the rules.
//!
//! One form for pages, API, command line and sealed reports: named parameters, each written only where it differs from what is usual.

use jiff::ToSpan;
use jiff::civil::Date;
use tenure_core::ledger::{Conversion, Level, RULES, StatedRules};
use tenure_core::primitives::{Currency, parse_currency, parse_date};
use tenure_core::refusal::Refusal;

/// The money of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MoneyIn {
    /// Reporting currency at the plan rates of the year in which the period closes.
    #[default]
    Plan,
    /// Reporting currency at the plan rates of one year.
    PlanOf(i16),
    /// Reporting currency at the rate of each day; what rates do is shown apart.
    Dated,
    /// Contracts in one currency, in their own money.
    Contract(Currency),
}

/// A question about money. `None` is what is usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyQuery {
    /// The closing day; `None` is today.
    pub as_of: Option<Date>,
    /// What counts is what was recorded by the end of this day; `None` is all that is recorded.
    pub known_on: Option<Date>,
    /// The opening day; `None` is so many months before the closing day.
    pub since: Option<Date>,
    /// Months from the opening to the closing day.
    pub months: u16,
    /// Who counts as one customer.
    pub level: Level,
    /// In which money.
    pub money: MoneyIn,
    /// Accounts of a segment.
    pub segment: Option<String>,
    /// Accounts of a region.
    pub region: Option<String>,
    /// Accounts of a tier.
    pub tier: Option<u8>,
    /// One account, by reference.
    pub account: Option<String>,
    /// One business unit.
    pub unit: Option<String>,
    /// One product.
    pub product: Option<String>,
    /// How movements are told apart, where the question says so itself; else as the organisation decided.
    pub rules: StatedRules,
}

impl Default for MoneyQuery {
    fn default() -> Self {
        Self {
            as_of: None,
            known_on: None,
            since: None,
            months: 12,
            level: Level::Account,
            money: MoneyIn::Plan,
            segment: None,
            region: None,
            tier: None,
            account: None,
            unit: None,
            product: None,
            rules: StatedRules::default(),
        }
    }
}

/// Every parameter, in the order in which they are written.
pub const MONEY_PARAMETERS: [&str; 21] = [
    "as_of",
    "known_on",
    "since",
    "months",
    "level",
    "money",
    "segment",
    "region",
    "tier",
    "account",
    "unit",
    "product",
    "discounts",
    "grace_days",
    "returning",
    "overlaps",
    "renewed_by",
    "lapse_days_to_new",
    "upsell_share_bps",
    "upsell_units",
    "precedence",
];

impl MoneyQuery {
    /// Reads named parameters; an empty value is as if it were not there, a name that is not a parameter is passed over.
    ///
    /// # Errors
    /// The first value that a parameter does not take, with those it does.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Refusal> {
        let mut query = Self::default();
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.trim().is_empty()) {
            query.set(name, value.trim()).map_err(|problem| Refusal {
                column: Some(name.into()),
                value: Some(value.into()),
                problem,
                ..Refusal::default()
            })?;
        }
        Ok(query)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "as_of" => self.as_of = Some(parse_date(value)?),
            "known_on" => self.known_on = Some(parse_date(value)?),
            "since" => self.since = Some(parse_date(value)?),
            "months" => self.months = whole(value, 1, 120)?,
            "level" => self.level = value.parse()?,
            "money" => self.money = money(value)?,
            "segment" => self.segment = Some(value.into()),
            "region" => self.region = Some(value.into()),
            "tier" => self.tier = Some(u8::try_from(whole(value, 1, 3)?).unwrap_or(3)),
            "account" => self.account = Some(value.into()),
            "unit" => self.unit = Some(value.into()),
            "product" => self.product = Some(value.into()),
            rule if RULES.contains(&rule) => self.rules.state(rule, value)?,
            _ => {}
        }
        Ok(())
    }

    /// The parameters that differ from what is usual, and every rule that the question states, in the order of [`MONEY_PARAMETERS`].
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let usual = Self::default();
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let differs = |value: String, usual: String| (value != usual).then_some(value);
        let rules = RULES.map(|name| self.rules.stated(name).map(str::to_string));
        let values = [
            day(self.as_of),
            day(self.known_on),
            day(self.since),
            differs(self.months.to_string(), usual.months.to_string()),
            differs(self.level.code().into(), usual.level.code().into()),
            differs(self.money_code(), usual.money_code()),
            self.segment.clone(),
            self.region.clone(),
            self.tier.map(|tier| tier.to_string()),
            self.account.clone(),
            self.unit.clone(),
            self.product.clone(),
        ];
        MONEY_PARAMETERS.into_iter().zip(values.into_iter().chain(rules)).filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The code of its money: `plan`, `plan-2026`, `dated`, or a currency.
    pub fn money_code(&self) -> String {
        match self.money {
            MoneyIn::Plan => "plan".into(),
            MoneyIn::PlanOf(year) => format!("plan-{year}"),
            MoneyIn::Dated => "dated".into(),
            MoneyIn::Contract(currency) => currency.code().into(),
        }
    }

    /// Its money, for a period that closes on a day.
    pub(super) fn conversion(&self, through: Date) -> Conversion {
        match self.money {
            MoneyIn::Plan => Conversion::Plan(through.year()),
            MoneyIn::PlanOf(year) => Conversion::Plan(year),
            MoneyIn::Dated => Conversion::Dated,
            MoneyIn::Contract(currency) => Conversion::Contract(currency),
        }
    }

    /// Opening and closing day, with the closing day of a question that names none.
    ///
    /// # Errors
    /// An opening day that does not lie before the closing day.
    pub fn span(&self, today: Date) -> Result<(Date, Date), Refusal> {
        let through = self.as_of.unwrap_or(today);
        let after = self.since.unwrap_or_else(|| months_before(through, self.months));
        if after < through {
            return Ok((after, through));
        }
        let problem = format!("does not lie before the closing day, {through}");
        Err(Refusal { column: Some("since".into()), value: Some(after.to_string()), problem, ..Refusal::default() })
    }
}

/// The day so many months before: the last day of a month goes to the last day of the other.
pub(super) fn months_before(day: Date, months: u16) -> Date {
    let before = day.saturating_sub(i64::from(months).months());
    if day == day.last_of_month() { before.last_of_month() } else { before }
}

fn whole(text: &str, least: u16, most: u16) -> Result<u16, String> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("is not a whole number from {least} to {most}"))
}

fn money(text: &str) -> Result<MoneyIn, String> {
    if let Some(year) = text.strip_prefix("plan-") {
        return whole(year, 1990, 2100).map(|year| MoneyIn::PlanOf(i16::try_from(year).unwrap_or(i16::MAX)));
    }
    match text {
        "plan" => Ok(MoneyIn::Plan),
        "dated" => Ok(MoneyIn::Dated),
        code => parse_currency(code).map(MoneyIn::Contract).map_err(|_| "is not plan, plan-2026, dated, or a currency such as EUR".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn parameters_are_written_as_they_are_read_and_the_usual_ones_are_left_out() {
        let pairs = [
            ("as_of", "2026-10-31"),
            ("known_on", "2026-11-10"),
            ("level", "parent"),
            ("money", "EUR"),
            ("grace_days", "30"),
            ("returning", "new"),
        ];
        let query = MoneyQuery::read(pairs).unwrap();
        let written = query.parameters();
        assert_eq!(written.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>(), pairs);
        assert!(MoneyQuery::read([("months", "12"), ("money", "plan"), ("other", "x")]).unwrap().parameters().is_empty());
        // A rule that is stated is kept, also where it is the shipped one: the organisation may have decided otherwise.
        let stated = [("discounts", "lasting"), ("lapse_days_to_new", "never")];
        assert_eq!(MoneyQuery::read(stated).unwrap().parameters(), stated.map(|(name, value)| (name, value.to_string())));
        for (name, value) in
            [("as_of", "31/10/2026"), ("months", "0"), ("level", "team"), ("money", "gold"), ("tier", "4"), ("grace_days", "-1")]
        {
            let refusal = MoneyQuery::read([(name, value)]).unwrap_err();
            assert_eq!((refusal.column.as_deref(), refusal.value.as_deref()), (Some(name), Some(value)));
        }
    }

    #[test]
    fn twelve_months_before_the_last_day_of_a_month_is_the_last_day_of_that_month() {
        let opening = |as_of| MoneyQuery { as_of: Some(as_of), ..MoneyQuery::default() }.span(as_of).unwrap().0;
        assert_eq!(opening(date(2026, 10, 31)), date(2025, 10, 31));
        assert_eq!(opening(date(2025, 2, 28)), date(2024, 2, 29));
        assert_eq!(opening(date(2028, 2, 29)), date(2027, 2, 28));
        assert_eq!(opening(date(2026, 10, 30)), date(2025, 10, 30));
        let backwards = MoneyQuery { since: Some(date(2026, 1, 2)), as_of: Some(date(2026, 1, 2)), ..MoneyQuery::default() };
        assert!(backwards.span(date(2026, 1, 2)).is_err());
    }
}
