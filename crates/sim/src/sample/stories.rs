//! Ten customers to whom something rare happened: a family of companies, a merger, a split, a correction, a wrong ending, a ramp;
//! and people for some of the thirty.

use super::agenda::Agenda;
use super::crowd;
use super::curated::{CS_LEADER, DEAL_DESK};
use super::life::Act;
use crate::deed::Deed;
use jiff::civil::{Date, date};
use tenure_app::{Amendment, NewAccount, NewContract, NewLine, NewOverride, NewTerm};
use tenure_core::account::Risk;
use tenure_core::commands::Judgement;
use tenure_core::contract::{ContractKind, LineKind, PricePeriod};
use tenure_core::identity::Role;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{Currency, Decimal6};
use tenure_core::renewal::OutcomeReason;

/// Customers with tables of their own whose people are known, and since when.
const KNOWN: &[(&str, Date)] = &[
    ("A-1", date(2025, 2, 10)),
    ("A-2", date(2025, 6, 2)),
    ("A-4", date(2025, 3, 10)),
    ("A-5", date(2025, 5, 5)),
    ("A-7", date(2025, 6, 9)),
    ("A-13", date(2025, 2, 17)),
    ("A-14", date(2025, 5, 12)),
    ("A-15", date(2025, 3, 3)),
    ("A-20", date(2025, 5, 5)),
];

/// Enters everything.
pub(super) fn enter(agenda: &mut Agenda, seed: u64) {
    KNOWN.iter().for_each(|known| crowd::enter_people(agenda, seed, *known));
    family(agenda);
    merger_and_split(agenda);
    corrections(agenda);
    ramp(agenda);
    reassignments(agenda);
}

/// A group and two daughters with contracts of their own.
fn family(agenda: &mut Agenda) {
    let on = date(2024, 3, 4);
    comes(agenda, on, ("A-231", "Orlanda Group", 1), None);
    comes(agenda, on, ("A-232", "Orlanda Dairies", 2), Some("A-231"));
    comes(agenda, on, ("A-233", "Orlanda Cold Chain", 3), Some("A-231"));
    for (account, contract, quantity) in [("A-231", "HC-2024-231", 300), ("A-232", "HC-2024-232", 90), ("A-233", "HC-2024-233", 30)] {
        signs(agenda, on, (account, contract), (on, date(2025, 3, 4)), quantity);
        goes_on(agenda, date(2025, 2, 11), contract, date(2026, 3, 4));
        goes_on(agenda, date(2026, 2, 13), contract, date(2027, 3, 4));
    }
}

/// Teal is bought by Harbourline; Fernhill lets go of its laboratories.
fn merger_and_split(agenda: &mut Agenda) {
    let on = date(2024, 5, 13);
    comes(agenda, on, ("A-234", "Teal Couriers", 3), None);
    comes(agenda, on, ("A-235", "Harbourline Parcels", 2), None);
    signs(agenda, on, ("A-234", "HC-2024-234"), (on, date(2025, 5, 13)), 40);
    signs(agenda, on, ("A-235", "HC-2024-235"), (on, date(2025, 5, 13)), 130);
    for contract in ["HC-2024-234", "HC-2024-235"] {
        goes_on(agenda, date(2025, 4, 22), contract, date(2026, 5, 13));
    }
    let reason = "Harbourline bought Teal; one customer from today".to_string();
    agenda.does(date(2025, 10, 6), super::AUTHOR, Deed::Merge("A-234".into(), "A-235".into(), reason));
    for contract in ["HC-2024-234", "HC-2024-235"] {
        goes_on(agenda, date(2026, 4, 20), contract, date(2027, 5, 13));
    }
    let on = date(2024, 9, 2);
    comes(agenda, on, ("A-236", "Fernhill Diagnostics", 2), None);
    signs(agenda, on, ("A-236", "HC-2024-236"), (on, date(2026, 9, 2)), 110);
    signs(agenda, on, ("A-236", "HC-2024-236-L"), (on, date(2026, 9, 2)), 60);
    let split_on = date(2026, 2, 16);
    comes(agenda, split_on, ("A-237", "Fernhill Laboratories", 2), None);
    let reason = "the laboratories became a company of their own".to_string();
    agenda.does(split_on, super::AUTHOR, Deed::MoveContract("HC-2024-236-L".into(), "A-237".into(), reason));
    goes_on(agenda, date(2026, 8, 12), "HC-2024-236", date(2027, 9, 2));
    goes_on(agenda, date(2026, 8, 19), "HC-2024-236-L", date(2027, 9, 2));
}

/// A price that was wrong since March is found in May; a renewal is closed by mistake and opened again.
fn corrections(agenda: &mut Agenda) {
    let on = date(2026, 3, 2);
    comes(agenda, on, ("A-238", "Sable Ridge Mining", 1), None);
    signs(agenda, on, ("A-238", "HC-2026-238"), (on, date(2027, 3, 2)), 250);
    let corrected = NewLine { unit_price: whole(360), ..line("HC-2026-238-1a", 250) };
    let amendment = Amendment { lines: vec![corrected], ..Amendment::default() };
    agenda.does(date(2026, 5, 5), "Grace Lin", Deed::Amend("HC-2026-238".into(), Box::new(amendment)));

    let on = date(2025, 1, 13);
    comes(agenda, on, ("A-239", "Wickham Post", 3), None);
    signs(agenda, on, ("A-239", "HC-2025-239"), (on, date(2026, 1, 13)), 35);
    let words = "We stop at the end of the year.".to_string();
    agenda.does(date(2025, 12, 1), DEAL_DESK, Deed::Lose("HC-2025-239".into(), 1, OutcomeReason::Budget, words));
    let reason = "the letter came from Wickham Ports, another company".to_string();
    agenda.does(date(2025, 12, 3), super::AUTHOR, Deed::Reopen("HC-2025-239".into(), 1, reason));
    goes_on(agenda, date(2025, 12, 18), "HC-2025-239", date(2027, 1, 13));
}

/// Three years that grow by design: a hundred seats, then two hundred, then three hundred.
fn ramp(agenda: &mut Agenda) {
    let on = date(2025, 2, 3);
    comes(agenda, on, ("A-240", "Cinder Peak Geothermal", 1), None);
    let steps = [("a", date(2025, 2, 3)), ("b", date(2026, 2, 3)), ("c", date(2027, 2, 3))];
    let lines = steps.map(|(letter, from_on)| NewLine { start_on: Some(from_on), ..line(&format!("HC-2025-240-1{letter}"), 100) });
    let contract = paper(("A-240", "HC-2025-240"), (on, date(2028, 2, 3)), lines.to_vec());
    agenda.does(on, DEAL_DESK, Deed::Sign(Box::new(contract)));
}

/// Responsibilities given by name for a while.
fn reassignments(agenda: &mut Agenda) {
    let named = [
        (date(2026, 10, 12), "HC-2026-238", 1, Responsibility::Commercial, "victor", "the chairman asked for him", date(2027, 3, 2)),
        (date(2026, 11, 9), "HC-2024-231", 3, Responsibility::Value, "tomas", "knows the plant manager from before", date(2027, 2, 1)),
        (date(2026, 9, 21), "HC-2024-235", 3, Responsibility::Commercial, "jonas", "led the talks at the merger", date(2027, 1, 11)),
        (
            date(2025, 11, 10),
            "HC-2024-232",
            2,
            Responsibility::Operations,
            "rina",
            "papers are signed in Singapore this year",
            date(2026, 3, 4),
        ),
    ];
    for (on, contract, term, responsibility, person, reason, until_on) in named {
        let new = NewOverride { responsibility, teammate: person.into(), reason: reason.into(), until_on };
        agenda.does(on, CS_LEADER, Deed::Reassign(contract.into(), term, Box::new(new)));
    }
}

fn comes(agenda: &mut Agenda, on: Date, (reference, name, tier): (&str, &str, u8), parent: Option<&str>) {
    let account = NewAccount {
        reference: reference.into(),
        name: name.into(),
        tier,
        segment: ["Enterprise", "Mid-market", "Small"][usize::from(tier.clamp(1, 3) - 1)].into(),
        country: None,
        region: "EMEA".into(),
        parent: parent.map(str::to_string),
        fiscal_year_start: Some(1),
    };
    let judgement = Judgement { risk: Risk::Green, reason: "first impression at signature".into(), expires_on: None };
    agenda.does(on, DEAL_DESK, Deed::Account(Box::new(account), judgement));
    agenda.does(on, CS_LEADER, Deed::Serve(reference.into(), Role::Csm, "aisha".into()));
    if tier == 1 {
        agenda.does(on, CS_LEADER, Deed::Serve(reference.into(), Role::AccountExecutive, "daniel".into()));
    }
}

fn signs(agenda: &mut Agenda, on: Date, names: (&str, &str), term: (Date, Date), quantity: i64) {
    let contract = paper(names, term, vec![line(&format!("{}-1a", names.1), quantity)]);
    agenda.does(on, DEAL_DESK, Deed::Sign(Box::new(contract)));
}

fn paper((account, reference): (&str, &str), (start_on, end_on): (Date, Date), lines: Vec<NewLine>) -> NewContract {
    NewContract {
        reference: reference.into(),
        account: account.into(),
        currency: Currency::USD,
        kind: ContractKind::Fixed,
        auto_renew: false,
        notice_days: Some(60),
        renewal_months: 12,
        uplift_cap_bps: None,
        uplift_bps: 0,
        start_on,
        end_on,
        signed_on: None,
        lines,
    }
}

fn line(reference: &str, quantity: i64) -> NewLine {
    NewLine {
        reference: reference.into(),
        product: "Quality desk".into(),
        business_unit: "Operations".into(),
        kind: LineKind::Recurring,
        quantity: whole(quantity),
        unit_price: whole(480),
        price_period: PricePeriod::Year,
        discount_bps: 0,
        discount_span: None,
        start_on: None,
        end_on: None,
        economic_buyer: String::new(),
        escalator_bps: 0,
    }
}

fn whole(number: i64) -> Decimal6 {
    Decimal6::from_millionths(number * 1_000_000)
}

fn goes_on(agenda: &mut Agenda, on: Date, contract: &str, end_on: Date) {
    let reason = Some(OutcomeReason::ValueProven);
    let next = NewTerm { end_on, lines: Vec::new(), uplift_bps: 300, signed_on: None, reason, words: "It pays for itself.".into() };
    agenda.does(on, DEAL_DESK, Deed::Renew(contract.into(), Box::new(next)));
    agenda.enter(on, Act::Look(contract.into()));
}
