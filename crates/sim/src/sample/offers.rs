//! What customers of the sample are offered for their next terms: one that was sent, and one that waits for approval above its maker's
//! authority.

use super::agenda::Agenda;
use super::life::{Act, Life};
use crate::deed::facts_of;
use jiff::civil::{Date, date};
use tenure_app::{Actor, AppError, NewOption, NewProposal};
use tenure_core::identity::Teammate;
use tenure_core::ownership::Responsibility;
use tenure_core::proposal::{Lever, Trade};
use tenure_core::renewal::Renewal;
use tenure_store::Scope;

/// One proposal and its life.
#[derive(Debug)]
pub(crate) struct Offer {
    made_on: Date,
    account: &'static str,
    by: &'static str,
    note: &'static str,
    options: &'static [Plan],
    then: Then,
}

/// An option.
#[derive(Debug)]
struct Plan {
    name: &'static str,
    months: u16,
    uplift_bps: u32,
    discount_bps: Option<u32>,
    trade: Option<(Lever, &'static str, &'static str)>,
    over_cap_reason: &'static str,
}

/// What becomes of it on the day on which it was made.
#[derive(Clone, Copy, Debug)]
enum Then {
    /// It went to somebody at the customer.
    Sent(&'static str),
    /// Somebody is asked for approval.
    Asked(&'static str, &'static str),
}

const AS_IT_IS: Plan =
    Plan { name: "One year at today's price", months: 12, uplift_bps: 0, discount_bps: None, trade: None, over_cap_reason: "" };

const OFFERS: &[Offer] = &[
    Offer {
        made_on: date(2026, 11, 16),
        account: "A-2",
        by: "priya",
        note: "They will ask for the two-year price in one year. Hold it.",
        options: &[
            Plan {
                name: "One year, prices up 3%",
                uplift_bps: 300,
                trade: Some((Lever::Uplift, "the same terms for a year", "prices up 3%")),
                ..AS_IT_IS
            },
            Plan {
                name: "Two years, prices held",
                months: 24,
                trade: Some((Lever::LongerTerm, "today's prices for two years", "a signature for two years")),
                ..AS_IT_IS
            },
        ],
        then: Then::Sent("Head of procurement"),
    },
    Offer {
        made_on: date(2026, 11, 19),
        account: "A-7",
        by: "priya",
        note: "A competitor offered 20% off the first year.",
        options: &[
            AS_IT_IS,
            Plan {
                name: "Three years, 12% off",
                months: 36,
                discount_bps: Some(1_200),
                trade: Some((Lever::LongerTerm, "12% off every line", "three years, paid yearly in advance")),
                ..AS_IT_IS
            },
        ],
        then: Then::Asked("elena", "They sign this month if we hold 12%."),
    },
];

/// Enters the offers to the customers that are kept.
pub(super) fn enter(agenda: &mut Agenda, keeps: fn(&str) -> bool) {
    for offer in OFFERS.iter().filter(|offer| keeps(offer.account)) {
        agenda.enter(offer.made_on, Act::Offer(offer));
    }
}

impl Life<'_> {
    /// Makes a proposal on the customer's next renewal, and does with it what follows.
    pub(super) async fn offer(&self, offer: &Offer) -> Result<bool, AppError> {
        let facts = facts_of(self.app(), &Scope::Account(offer.account.into())).await?;
        let open = facts.renewals.values().filter(|renewal| renewal.is_open());
        let Some(next) = open.min_by_key(|renewal| renewal.target.end_on) else { return Ok(false) };
        let here = |person: &&Teammate| person.reference == offer.by && facts.people().is_available(person.id, offer.made_on);
        let maker = facts.teammates.values().find(here);
        let holder = facts.holder(next.id, Responsibility::Commercial).and_then(|id| facts.teammates.get(&id));
        let Some(maker) = maker.or(holder) else { return Ok(false) };
        let actor = Actor::Operator(maker.name.clone());
        let new = NewProposal {
            made_by: Some(maker.reference.clone()),
            note: offer.note.into(),
            options: offer.options.iter().map(Plan::option).collect(),
        };
        let reference = Renewal::reference(next);
        self.app().make_proposal(&actor, &reference, new).await?;
        match offer.then {
            Then::Sent(whom) => self.app().send_proposal(&actor, (&reference, 1), (whom, "")).await?,
            Then::Asked(whom, note) => self.app().ask_approval(&actor, (&reference, 1), (whom, note)).await?,
        };
        Ok(true)
    }
}

impl Plan {
    fn option(&self) -> NewOption {
        let trade = |(lever, give, get): (Lever, &str, &str)| Trade { lever, give: give.into(), get: get.into() };
        NewOption {
            name: self.name.into(),
            months: self.months,
            lines: Vec::new(),
            uplift_bps: self.uplift_bps,
            discount_bps: self.discount_bps,
            trades: self.trade.map(trade).into_iter().collect(),
            over_cap_reason: self.over_cap_reason.into(),
        }
    }
}
