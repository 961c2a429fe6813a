//! What is known of a customer besides its contracts: accounts around it, contacts, ARR by division, and names to choose from.

use super::account::arr;
use super::{Person, people};
use crate::App;
use crate::error::AppError;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::account::{Account, Activity};
use tenure_core::facts::Facts;
use tenure_core::primitives::{Currency, Money, TeammateId};
use tenure_core::renewal::Renewal;
use tenure_store::Scope;

/// An account by reference and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Reference.
    pub reference: String,
    /// Name.
    pub name: String,
}

impl Named {
    pub(crate) fn of(account: &Account) -> Self {
        Self { reference: account.reference.clone(), name: account.name.clone() }
    }
}

/// Accounts around an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    /// The company it belongs to.
    pub parent: Option<Named>,
    /// Companies that belong to it.
    pub children: Vec<Named>,
    /// The account that took it over.
    pub merged_into: Option<Named>,
    /// Accounts that it took over.
    pub merged_from: Vec<Named>,
}

pub(crate) fn relations(account: &Account, related: Vec<Account>) -> Relations {
    let mut found = Relations::default();
    for other in &related {
        if account.parent == Some(other.id) {
            found.parent = Some(Named::of(other));
        }
        if account.merged_into == Some(other.id) {
            found.merged_into = Some(Named::of(other));
        }
        if other.merged_into == Some(account.id) {
            found.merged_from.push(Named::of(other));
        } else if other.parent == Some(account.id) {
            found.children.push(Named::of(other));
        }
    }
    found
}

/// A contact with everybody who was present resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityItem {
    /// The contact.
    pub activity: Activity,
    /// The renewal it was about.
    pub renewal: Option<String>,
    /// Who of ours was present.
    pub ours: Vec<Person>,
    /// Names of who was present at the customer.
    pub theirs: Vec<String>,
}

/// The contacts that fit, newest first.
pub(crate) fn activity_items(facts: &Facts, persons: &BTreeMap<TeammateId, Person>, fits: impl Fn(&Activity) -> bool) -> Vec<ActivityItem> {
    let item = |activity: &Activity| ActivityItem {
        renewal: activity.renewal.and_then(|id| facts.renewals.get(&id)).map(Renewal::reference),
        ours: activity.ours.iter().filter_map(|id| persons.get(id)).cloned().collect(),
        theirs: activity.theirs.iter().filter_map(|id| facts.stakeholders.get(id)).map(|person| person.name.clone()).collect(),
        activity: activity.clone(),
    };
    let mut items: Vec<ActivityItem> = facts.activities.values().filter(|activity| fits(activity)).map(item).collect();
    items.sort_by_key(|item| std::cmp::Reverse((item.activity.held_on, item.activity.recorded_at)));
    items
}

/// ARR of one product in one division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrItem {
    /// The division.
    pub business_unit: String,
    /// The product.
    pub product: String,
    /// ARR of the lines live today, in the currency of their contract.
    pub arr: Money,
}

/// ARR live on a day by division, product and currency.
pub(crate) fn arr_items(facts: &Facts, today: Date) -> Vec<ArrItem> {
    let mut sums: BTreeMap<(String, String, &'static str), (i64, Currency)> = BTreeMap::new();
    for line in facts.lines.values().filter(|line| line.covers(today)) {
        let Some(currency) = facts.contracts.get(&line.contract).map(|contract| contract.currency) else { continue };
        let amount = arr(line, currency).minor;
        let sum = sums.entry((line.business_unit.clone(), line.product.clone(), currency.code())).or_insert((0, currency));
        sum.0 = sum.0.saturating_add(amount);
    }
    let item = |((business_unit, product, _), (minor, currency))| ArrItem { business_unit, product, arr: Money::new(minor, currency) };
    sums.into_iter().filter(|(_, (minor, _))| *minor != 0).map(item).collect()
}

/// A division of a customer, as lines and people there name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitItem {
    /// Its name.
    pub name: String,
    /// ARR of the lines live today, by currency.
    pub arr: Vec<Money>,
    /// Products of those lines.
    pub products: Vec<String>,
    /// People who are there today.
    pub stakeholders: Vec<Named>,
}

/// The divisions by name. Those that only past lines or people who left named are not among them.
pub(crate) fn unit_items(facts: &Facts, arr: &[ArrItem], today: Date) -> Vec<UnitItem> {
    let mut units: BTreeMap<String, UnitItem> = BTreeMap::new();
    let empty = |name: &str| UnitItem { name: name.into(), arr: Vec::new(), products: Vec::new(), stakeholders: Vec::new() };
    for item in arr {
        let unit = units.entry(item.business_unit.clone()).or_insert_with(|| empty(&item.business_unit));
        match unit.arr.iter_mut().find(|sum| sum.currency == item.arr.currency) {
            Some(sum) => sum.minor = sum.minor.saturating_add(item.arr.minor),
            None => unit.arr.push(item.arr),
        }
        if !unit.products.contains(&item.product) {
            unit.products.push(item.product.clone());
        }
    }
    for person in facts.stakeholders.values().filter(|person| person.is_there_on(today) && !person.business_unit.trim().is_empty()) {
        let unit = units.entry(person.business_unit.clone()).or_insert_with(|| empty(&person.business_unit));
        unit.stakeholders.push(Named { reference: person.reference.clone(), name: person.name.clone() });
    }
    units.values_mut().for_each(|unit| unit.stakeholders.sort_by(|a, b| (&a.name, &a.reference).cmp(&(&b.name, &b.reference))));
    units.into_values().collect()
}

/// Most accounts offered to choose from; beyond that a reference is typed.
const CHOICES_MAX: u32 = 2_000;

impl App {
    /// Accounts to choose from, by name.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn account_choices(&self) -> Result<Vec<Named>, AppError> {
        let names = self.store.read().await?.account_names(CHOICES_MAX).await?;
        Ok(names.into_iter().map(|(reference, name)| Named { reference, name }).collect())
    }

    /// Everybody who is with us today, by name.
    ///
    /// # Errors
    /// [`AppError::Fault`]; an instance that is empty.
    pub async fn people_choices(&self) -> Result<Vec<Person>, AppError> {
        let facts = self.store.read().await?.facts(&Scope::People, self.playbooks.clone()).await?;
        let mut persons: Vec<Person> =
            people(&facts, self.today(&facts.organisation)).into_values().filter(|person| person.active).collect();
        persons.sort_by(|a, b| (&a.name, &a.reference).cmp(&(&b.name, &b.reference)));
        Ok(persons)
    }
}
