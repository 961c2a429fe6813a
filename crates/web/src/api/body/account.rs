//! Bodies about accounts, their contracts and lines.

use super::{FaceBody, FindingBody, MoneyBody, NamedBody, PersonBody, RenewalBody, StoodBody};
use serde::Serialize;
use tenure_app::{AccountItem, AccountPage, AccountView, ContractItem, LineItem};
use tenure_core::renewal::State;
use utoipa::ToSchema;

/// A line up for renewal.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineBody {
    /// Reference.
    pub reference: String,
    /// Product.
    pub product: String,
    /// Business unit.
    pub business_unit: String,
    /// `recurring` or `one_off`.
    pub kind: String,
    /// Decimal quantity.
    pub quantity: String,
    /// Decimal unit price.
    pub unit_price: String,
    /// `month`, `quarter` or `year`.
    pub price_period: String,
    /// Discount in basis points.
    #[schema(minimum = 0, maximum = 10_000)]
    pub discount_bps: u32,
    /// Annual recurring revenue.
    pub arr: MoneyBody,
}

impl From<&LineItem> for LineBody {
    fn from(item: &LineItem) -> Self {
        let line = &item.line;
        Self {
            reference: line.reference.clone(),
            product: line.product.clone(),
            business_unit: line.business_unit.clone(),
            kind: line.kind.code().into(),
            quantity: line.quantity.to_string(),
            unit_price: line.unit_price.to_string(),
            price_period: line.price_period.code().into(),
            discount_bps: line.discount_bps,
            arr: item.arr.into(),
        }
    }
}

/// One account in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountBody {
    /// Short reference.
    pub reference: String,
    /// Name.
    pub name: String,
    /// Tier, 1 to 3.
    #[schema(minimum = 1, maximum = 3)]
    pub tier: u8,
    /// Segment.
    pub segment: String,
    /// Region.
    pub region: String,
    /// ISO 3166 code of the customer's country; null where it is not known.
    #[schema(min_length = 2, max_length = 2)]
    pub country: Option<String>,
    /// Risk category.
    pub risk: String,
    /// Open renewals.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub open_renewals: u64,
    /// Their amount in the reporting currency.
    pub atr_reporting: MoneyBody,
    /// The next term end.
    #[schema(format = Date)]
    pub next_end_on: Option<String>,
    /// Revision of the account: changes with anything of it.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub revision: u64,
}

impl From<&AccountItem> for AccountBody {
    fn from(item: &AccountItem) -> Self {
        Self {
            reference: item.account.reference.clone(),
            name: item.account.name.clone(),
            tier: item.account.tier,
            segment: item.account.segment.clone(),
            region: item.account.region.clone(),
            country: item.account.country.map(|country| country.code().into()),
            risk: item.account.risk.code().into(),
            open_renewals: item.open_renewals,
            atr_reporting: item.atr_reporting.into(),
            next_end_on: item.next_end_on.map(|day| day.to_string()),
            revision: item.revision,
        }
    }
}

/// A page of accounts.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountList {
    /// How the list stood, where it was asked for an earlier moment; null for the list as it is.
    pub stood: Option<StoodBody>,
    /// Rows by name.
    pub items: Vec<AccountBody>,
    /// Send as `after` for the next page.
    pub next: Option<String>,
}

impl From<&AccountPage> for AccountList {
    fn from(page: &AccountPage) -> Self {
        Self {
            stood: page.stood.as_ref().map(StoodBody::from),
            items: page.items.iter().map(AccountBody::from).collect(),
            next: page.next.clone(),
        }
    }
}

/// A contract with the lines of its last term.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractBody {
    /// Contract number.
    pub reference: String,
    /// Currency.
    pub currency: String,
    /// Whether it renews by itself.
    pub auto_renew: bool,
    /// Notice period in days; absent where it is unknown.
    #[schema(minimum = 0, maximum = 65_535)]
    pub notice_days: Option<u16>,
    /// First day of the last term.
    #[schema(format = Date)]
    pub start_on: Option<String>,
    /// First day no longer of the last term.
    #[schema(format = Date)]
    pub end_on: Option<String>,
    /// Lines of the last term.
    pub lines: Vec<LineBody>,
}

impl From<&ContractItem> for ContractBody {
    fn from(item: &ContractItem) -> Self {
        Self {
            reference: item.contract.reference.clone(),
            currency: item.contract.currency.code().into(),
            auto_renew: item.contract.auto_renew,
            notice_days: item.contract.notice_days,
            start_on: item.terms.last().map(|term| term.start_on.to_string()),
            end_on: item.terms.last().map(|term| term.end_on.to_string()),
            lines: item.lines.iter().map(LineBody::from).collect(),
        }
    }
}

/// A place on an account's team.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamPlaceBody {
    /// Role code.
    pub role: String,
    /// Who.
    pub person: PersonBody,
    /// Since when.
    #[schema(format = Date)]
    pub from_on: String,
}

/// One account in full.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountDetailBody {
    /// As in the list.
    pub account: AccountBody,
    /// The company it belongs to.
    pub parent: Option<NamedBody>,
    /// The account that took it over.
    pub merged_into: Option<NamedBody>,
    /// First month of the customer's fiscal year.
    #[schema(minimum = 1, maximum = 12)]
    pub fiscal_year_start: Option<u8>,
    /// Skills that whoever looks after it should have.
    pub needs: Vec<String>,
    /// Values of the organisation's own fields, by name.
    pub fields: Vec<FieldValueBody>,
    /// Why its risk was judged as it is; absent where nobody has judged.
    pub risk_reason: Option<String>,
    /// Its team of today.
    pub team: Vec<TeamPlaceBody>,
    /// Whom of ours it met in meetings, calls and reviews of 90 days, the latest first.
    pub faces: Vec<FaceBody>,
    /// Renewals, newest term end first.
    pub renewals: Vec<RenewalBody>,
    /// Contracts.
    pub contracts: Vec<ContractBody>,
    /// Findings about it.
    pub findings: Vec<FindingBody>,
}

/// A value of an own field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldValueBody {
    /// Name of the field.
    pub name: String,
    /// The value as text.
    pub value: String,
}

impl From<&AccountView> for AccountDetailBody {
    fn from(view: &AccountView) -> Self {
        let open = view.renewals.iter().filter(|renewal| renewal.state == State::Open);
        let item = AccountItem {
            account: view.account.clone(),
            revision: view.revision,
            open_renewals: open.clone().count() as u64,
            atr_reporting: view.atr_reporting,
            next_end_on: open.map(|renewal| renewal.item.end_on).min(),
        };
        let team = view.team.iter().map(|(role, person, from_on)| TeamPlaceBody {
            role: role.code().into(),
            person: person.into(),
            from_on: from_on.to_string(),
        });
        Self {
            account: (&item).into(),
            parent: view.relations.parent.as_ref().map(NamedBody::from),
            merged_into: view.relations.merged_into.as_ref().map(NamedBody::from),
            fiscal_year_start: view.account.fiscal_year_start,
            needs: view.account.needs.iter().cloned().collect(),
            fields: view
                .account
                .fields
                .iter()
                .map(|(name, value)| FieldValueBody { name: name.to_string(), value: value.clone() })
                .collect(),
            risk_reason: view.risk_calls.first().map(|call| call.reason.clone()),
            team: team.collect(),
            faces: view.faces.iter().map(FaceBody::from).collect(),
            renewals: view.renewals.iter().map(|renewal| RenewalBody::from(&renewal.item)).collect(),
            contracts: view.contracts.iter().map(ContractBody::from).collect(),
            findings: view.findings.iter().map(FindingBody::from).collect(),
        }
    }
}
