//! The choices that a ledger is read under. Sources disagree on each of them, so each has a name and is printed beside the figures.

use super::Class;
use crate::primitives::closed_words;
use std::collections::BTreeMap;

closed_words! {
    /// Which discounts lessen recurring revenue.
    Discounts {
        Lasting = "lasting", "Discounts that last as long as their line count; temporary ones do not";
        Every = "every", "Every discount counts on its days: one that ends is an expansion";
        Ignored = "ignored", "Prices before discount";
    }
}

closed_words! {
    /// What a customer is who comes back.
    Returning {
        Reactivation = "reactivation", "A class of their own";
        New = "new", "New";
        Expansion = "expansion", "Expansion";
    }
}

closed_words! {
    /// What an account pays while several of its lines overlap.
    Overlaps {
        Sum = "sum", "All of them together";
        Latest = "latest", "One at a time: the one that began last, then the largest, then the last reference";
    }
}

closed_words! {
    /// What counts as the renewal of revenue that was due.
    RenewedBy {
        Contract = "contract", "The same contract goes on";
        Account = "account", "The account goes on with revenue that begins on that day, whatever the contract";
    }
}

/// Where a big upsell begins: the lower of the two lines (OWN-8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpsellLine {
    /// Share of the customer's ARR on the day before, in basis points.
    pub share_bps: u32,
    /// Units added.
    pub units: u32,
}

/// How movements are told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Which discounts lessen revenue.
    pub discounts: Discounts,
    /// Days for which revenue goes on past the end of a term: while its renewal is undecided, and where the same product comes back
    /// to the same unit of the customer within them.
    pub grace_days: u16,
    /// What a customer is who comes back.
    pub returning: Returning,
    /// A customer who was away for so many days, or more, comes new; `None` never does.
    pub lapse_days_to_new: Option<u16>,
    /// What an account pays while lines overlap.
    pub overlaps: Overlaps,
    /// What counts as the renewal of what was due.
    pub renewed_by: RenewedBy,
    /// Above it an upsell is big.
    pub upsell_line: UpsellLine,
    /// Which type of expansion counts where several fit: the first of the list.
    pub precedence: [Class; 3],
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            discounts: Discounts::Lasting,
            grace_days: 0,
            returning: Returning::Reactivation,
            lapse_days_to_new: None,
            overlaps: Overlaps::Sum,
            renewed_by: RenewedBy::Contract,
            upsell_line: UpsellLine { share_bps: 1_000, units: 25 },
            precedence: [Class::CrossDivision, Class::CrossStakeholder, Class::CrossSell],
        }
    }
}

/// Every rule by name, in the order in which they are written.
pub const RULES: [&str; 9] = [
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

impl Rules {
    /// Every rule with its value, in the order of [`RULES`], as [`Rules::set`] reads it.
    pub fn values(&self) -> [(&'static str, String); 9] {
        let precedence: Vec<&str> = self.precedence.iter().map(|class| class.code()).collect();
        let values = [
            self.discounts.code().into(),
            self.grace_days.to_string(),
            self.returning.code().into(),
            self.overlaps.code().into(),
            self.renewed_by.code().into(),
            self.lapse_days_to_new.map_or_else(|| NEVER.into(), |days| days.to_string()),
            self.upsell_line.share_bps.to_string(),
            self.upsell_line.units.to_string(),
            precedence.join(" "),
        ];
        let mut named = RULES.map(|name| (name, String::new()));
        named.iter_mut().zip(values).for_each(|(named, value)| named.1 = value);
        named
    }

    /// Sets one rule; a name that is none is passed over.
    ///
    /// # Errors
    /// A value that the rule does not take, with those it does.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "discounts" => self.discounts = value.parse()?,
            "grace_days" => self.grace_days = whole(value, (0, 366))?,
            "returning" => self.returning = value.parse()?,
            "overlaps" => self.overlaps = value.parse()?,
            "renewed_by" => self.renewed_by = value.parse()?,
            "lapse_days_to_new" if value == NEVER => self.lapse_days_to_new = None,
            "lapse_days_to_new" => {
                let days = whole(value, (1, 3650)).map_err(|problem| format!("{problem}, nor {NEVER}"))?;
                self.lapse_days_to_new = Some(days);
            }
            "upsell_share_bps" => self.upsell_line.share_bps = u32::from(whole(value, (0, 10_000))?),
            "upsell_units" => self.upsell_line.units = u32::from(whole(value, (0, u16::MAX))?),
            "precedence" => self.precedence = precedence(value)?,
            _ => {}
        }
        Ok(())
    }
}

/// The lapse that never comes.
const NEVER: &str = "never";

fn whole(text: &str, (least, most): (u16, u16)) -> Result<u16, String> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("is not a whole number from {least} to {most}"))
}

/// The three types of expansion that go to somebody else, each once.
fn precedence(text: &str) -> Result<[Class; 3], String> {
    let classes: Option<Vec<Class>> = text.split_whitespace().map(|word| word.parse().ok()).collect();
    let named: Option<[Class; 3]> = classes.and_then(|classes| classes.try_into().ok());
    let complete = named.filter(|named| Rules::default().precedence.iter().all(|class| named.contains(class)));
    complete.ok_or_else(|| "is not cross_division, cross_stakeholder and cross_sell in an order, with spaces between".into())
}

/// Rules that a question states by itself; the others are those of the organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedRules(BTreeMap<&'static str, String>);

impl StatedRules {
    /// All of some rules: a question that states them stays the same whatever the organisation decides.
    pub fn all(rules: &Rules) -> Self {
        Self(rules.values().into_iter().collect())
    }

    /// States one rule; a name that is none is passed over.
    ///
    /// # Errors
    /// As [`Rules::set`].
    pub fn state(&mut self, name: &str, value: &str) -> Result<(), String> {
        let mut rules = Rules::default();
        rules.set(name, value)?;
        self.0.extend(rules.values().into_iter().filter(|(known, _)| *known == name));
        Ok(())
    }

    /// What is stated of a rule.
    pub fn stated(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The rules that come of it, over those of the organisation.
    pub fn over(&self, organisation: &Rules) -> Rules {
        let mut rules = organisation.clone();
        // Each value was accepted when it was stated.
        self.0.iter().for_each(|(name, value)| drop(rules.set(name, value)));
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_written_as_they_are_read_and_what_is_not_stated_stays() {
        let mut rules = Rules::default();
        let asked = [
            ("discounts", "every"),
            ("grace_days", "30"),
            ("returning", "new"),
            ("overlaps", "latest"),
            ("renewed_by", "account"),
            ("lapse_days_to_new", "180"),
            ("upsell_share_bps", "2500"),
            ("upsell_units", "40"),
            ("precedence", "cross_sell cross_division cross_stakeholder"),
        ];
        for (name, value) in asked {
            rules.set(name, value).unwrap();
        }
        assert_eq!(rules.values().each_ref().map(|(name, value)| (*name, value.as_str())), asked);
        let mut stated = StatedRules::default();
        stated.state("grace_days", "0").unwrap();
        stated.state("lapse_days_to_new", "never").unwrap();
        assert_eq!(stated.over(&rules), Rules { grace_days: 0, lapse_days_to_new: None, ..rules.clone() });
        assert_eq!(StatedRules::all(&rules).over(&Rules::default()), rules);
    }

    #[test]
    fn a_value_that_a_rule_does_not_take_changes_nothing() {
        for (name, value) in [
            ("discounts", "some"),
            ("grace_days", "367"),
            ("grace_days", "-1"),
            ("lapse_days_to_new", "0"),
            ("upsell_share_bps", "10001"),
            ("upsell_units", "65536"),
            ("precedence", "cross_sell"),
            ("precedence", "cross_sell cross_sell cross_division"),
            ("precedence", "cross_sell cross_division cross_stakeholder new"),
            ("precedence", "new churn contraction"),
        ] {
            let (mut rules, mut stated) = (Rules::default(), StatedRules::default());
            assert!(rules.set(name, value).is_err() && stated.state(name, value).is_err(), "{name}={value}");
            assert_eq!((rules, stated), (Rules::default(), StatedRules::default()));
        }
    }
}
