//! Acts as a scenario's file writes them, and the deeds that they are.

mod customer;

use crate::deed::Deed;
use customer::WithCustomer;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::{Deserializer, Error};
use std::str::FromStr;
use tenure_app::{Amendment, NewAbsence, NewAccount, NewContract, NewLine, NewOverride, NewTerm};
use tenure_core::account::Risk;
use tenure_core::catalog;
use tenure_core::commands::Judgement;
use tenure_core::contract::{ContractKind, LineKind, PricePeriod};
use tenure_core::identity::Role;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::advisor::Factor;
use tenure_core::primitives::{Currency, Decimal6, parse_currency};
use tenure_core::renewal::OutcomeReason;

/// One act: when, what, and the words of the refusal where it must be refused. `times` repeats it with `{n}` counted up.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct ActRow {
    pub on: Date,
    #[serde(default)]
    pub refused: Option<String>,
    /// Reference of who acts; the desk lead where nobody is named.
    pub by: Option<String>,
    #[serde(default = "once")]
    times: u32,
    #[serde(default = "once")]
    first: u32,
    /// How many days later each repeated term ends.
    #[serde(default)]
    every_days: i64,
    #[serde(flatten)]
    what: What,
}

const fn once() -> u32 {
    1
}

/// What is done: the shapes that `{n}` counts up, and the plain ones.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
enum What {
    Account {
        account: String,
        #[serde(default = "second")]
        tier: u8,
        #[serde(default)]
        parent: Option<String>,
    },
    Serve {
        account: String,
        #[serde(deserialize_with = "word")]
        role: Role,
        person: String,
    },
    Judge {
        account: String,
        #[serde(deserialize_with = "word")]
        risk: Risk,
        reason: String,
        #[serde(default)]
        until: Option<Date>,
    },
    Sign(Paper),
    Renew {
        contract: String,
        until: Date,
        #[serde(default)]
        uplift_bps: u32,
        #[serde(default)]
        lines: Vec<LineRow>,
        #[serde(default)]
        words: String,
    },
    Amend {
        contract: String,
        #[serde(default)]
        until: Option<Date>,
        #[serde(default)]
        notice_days: Option<u16>,
        #[serde(default)]
        lines: Vec<LineRow>,
    },
    #[serde(untagged)]
    Plain(Plain),
}

/// Acts that are written once each.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
enum Plain {
    CoTerm {
        contract: String,
        with: String,
    },
    LeaveGroup {
        contract: String,
    },
    Notice {
        contract: String,
    },
    WithdrawNotice {
        contract: String,
    },
    Cancel {
        contract: String,
        until: Date,
        #[serde(deserialize_with = "word")]
        reason: OutcomeReason,
        words: String,
    },
    Lose {
        contract: String,
        term: u32,
        #[serde(deserialize_with = "word")]
        reason: OutcomeReason,
        words: String,
    },
    Reopen {
        contract: String,
        term: u32,
        reason: String,
    },
    Reassign {
        contract: String,
        term: u32,
        #[serde(deserialize_with = "word")]
        responsibility: Responsibility,
        person: String,
        until: Date,
        reason: String,
    },
    Away {
        person: String,
        from: Date,
        back: Date,
        #[serde(default)]
        delegate: Option<String>,
    },
    Leave {
        person: String,
    },
    Merge {
        account: String,
        into: String,
        reason: String,
    },
    MoveContract {
        contract: String,
        to: String,
        reason: String,
    },
    /// A shipped policy comes into force, by the name of its file.
    Policy {
        policy: String,
    },
    /// A question of the advisor is answered.
    Answer {
        #[serde(deserialize_with = "word")]
        question: Factor,
        answer: String,
    },
    #[serde(untagged)]
    WithCustomer(WithCustomer),
}

const fn second() -> u8 {
    2
}

#[derive(Clone, Debug, Deserialize)]
struct Paper {
    contract: String,
    account: String,
    from: Date,
    until: Date,
    #[serde(default)]
    auto_renew: bool,
    #[serde(default)]
    notice_days: Option<u16>,
    #[serde(default)]
    open_ended: bool,
    #[serde(default)]
    uplift_bps: u32,
    #[serde(default = "year")]
    renewal_months: u16,
    #[serde(default)]
    currency: Option<String>,
    lines: Vec<LineRow>,
}

const fn year() -> u16 {
    12
}

/// So many of a product at a price per year, unless another period is named.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineRow {
    #[serde(default)]
    line: String,
    product: String,
    #[serde(deserialize_with = "word")]
    quantity: Decimal6,
    #[serde(deserialize_with = "word")]
    price: Decimal6,
    #[serde(default)]
    monthly: bool,
    #[serde(default)]
    once: bool,
    #[serde(default)]
    from: Option<Date>,
    #[serde(default)]
    escalator_bps: u32,
    #[serde(default)]
    discount_bps: u32,
    #[serde(default)]
    discount_until: Option<Date>,
}

/// A word of a closed list, or a number as text.
fn word<'de, D: Deserializer<'de>, T: FromStr>(deserializer: D) -> Result<T, D::Error>
where
    T::Err: std::fmt::Display,
{
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|problem: T::Err| D::Error::custom(format!("{text:?} {problem}")))
}

impl ActRow {
    /// The deeds of the act: one, or as many as it is repeated.
    pub fn deeds(&self) -> Vec<Deed> {
        (0..self.times).map(|step| self.what.clone().deed(self.first + step, i64::from(step) * self.every_days)).collect()
    }
}

impl What {
    fn deed(self, n: u32, later: i64) -> Deed {
        let named = |text: String| text.replace("{n}", &n.to_string());
        match self {
            Self::Account { account, tier, parent } => Deed::Account(Box::new(customer(named(account), tier, parent)), green()),
            Self::Serve { account, role, person } => Deed::Serve(named(account), role, person),
            Self::Judge { account, risk, reason, until } => Deed::Judge(account, Judgement { risk, reason, expires_on: until }),
            Self::Sign(paper) => {
                let until = paper.until.saturating_add(later.days());
                Deed::Sign(Box::new(contract(Paper {
                    contract: named(paper.contract.clone()),
                    account: named(paper.account.clone()),
                    until,
                    ..paper
                })))
            }
            Self::Renew { contract, until, uplift_bps, lines, words } => {
                let lines = lines.into_iter().map(|row| line(row, None)).collect();
                Deed::Renew(contract, Box::new(NewTerm { end_on: until, lines, uplift_bps, signed_on: None, reason: None, words }))
            }
            Self::Amend { contract, until, notice_days, lines } => {
                let lines = lines.into_iter().map(|row| line(row, None)).collect();
                let amendment = Amendment { end_on: until, notice_days: notice_days.map(Some), lines, ..Amendment::default() };
                Deed::Amend(contract, Box::new(amendment))
            }
            Self::Plain(plain) => plain.deed(),
        }
    }
}

impl Plain {
    fn deed(self) -> Deed {
        match self {
            Self::Cancel { contract, until, reason, words } => Deed::Cancel(contract, until, reason, words),
            Self::Lose { contract, term, reason, words } => Deed::Lose(contract, term, reason, words),
            Self::Reopen { contract, term, reason } => Deed::Reopen(contract, term, reason),
            Self::CoTerm { contract, with } => Deed::CoTerm(contract, with),
            Self::LeaveGroup { contract } => Deed::LeaveCoTerm(contract),
            Self::Notice { contract } => Deed::Notice(contract, None),
            Self::WithdrawNotice { contract } => Deed::WithdrawNotice(contract),
            Self::Reassign { contract, term, responsibility, person, until, reason } => {
                Deed::Reassign(contract, term, Box::new(NewOverride { responsibility, teammate: person, reason, until_on: until }))
            }
            Self::Away { person, from, back, delegate } => {
                Deed::Away(Box::new(NewAbsence { teammate: person, from_on: from, to_on: back, delegate, note: String::new() }))
            }
            Self::Leave { person } => Deed::Leave(person),
            Self::Merge { account, into, reason } => Deed::Merge(account, into, reason),
            Self::MoveContract { contract, to, reason } => Deed::MoveContract(contract, to, reason),
            Self::Policy { policy } => Deed::Policy(policy_text(&policy)),
            Self::Answer { question, answer } => Deed::Answer(vec![(question, question.level(&answer), String::new())]),
            Self::WithCustomer(act) => act.deed(),
        }
    }
}

/// The text of a shipped policy; a name that no file has is a text that is refused.
fn policy_text(name: &str) -> String {
    catalog::policy(name).unwrap_or(name).to_string()
}

fn green() -> Judgement {
    Judgement { risk: Risk::Green, reason: "as we know them".into(), expires_on: None }
}

fn customer(reference: String, tier: u8, parent: Option<String>) -> NewAccount {
    let name = format!("Customer {reference}");
    NewAccount {
        reference,
        name,
        tier,
        segment: "Mid-market".into(),
        region: "EMEA".into(),
        country: None,
        parent,
        fiscal_year_start: None,
    }
}

fn contract(paper: Paper) -> NewContract {
    let currency = paper.currency.and_then(|code| parse_currency(&code).ok()).unwrap_or(Currency::USD);
    let reference = paper.contract;
    let lines = paper.lines.into_iter().map(|row| line(LineRow { line: row.line.replace("{c}", &reference), ..row }, Some(paper.from)));
    NewContract {
        account: paper.account,
        currency,
        kind: if paper.open_ended { ContractKind::OpenEnded } else { ContractKind::Fixed },
        auto_renew: paper.auto_renew,
        notice_days: paper.notice_days,
        renewal_months: paper.renewal_months,
        uplift_cap_bps: None,
        uplift_bps: paper.uplift_bps,
        start_on: paper.from,
        end_on: paper.until,
        signed_on: None,
        lines: lines.collect(),
        reference,
    }
}

fn line(row: LineRow, starts_on: Option<Date>) -> NewLine {
    NewLine {
        reference: row.line,
        product: row.product,
        business_unit: String::new(),
        kind: if row.once { LineKind::OneOff } else { LineKind::Recurring },
        quantity: row.quantity,
        unit_price: row.price,
        price_period: if row.monthly { PricePeriod::Month } else { PricePeriod::Year },
        discount_bps: row.discount_bps,
        discount_span: row.from.or(starts_on).zip(row.discount_until),
        start_on: row.from,
        end_on: None,
        economic_buyer: String::new(),
        escalator_bps: row.escalator_bps,
    }
}
