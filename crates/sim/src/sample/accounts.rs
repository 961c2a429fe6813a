//! Thirty customers and who starts with them.

use super::table::Account;
use tenure_core::account::Risk;
use tenure_core::identity::Role;
use tenure_core::identity::Role::{AccountExecutive as Ae, AccountManager as Manager, Csm, ExpansionAe as Expansion};
use tenure_core::primitives::Country;

type Team = &'static [(Role, &'static str)];

/// Every customer, by reference.
pub const ACCOUNTS: &[Account] = &[
    large("A-1", "Kestrel Health Systems", "EMEA", Risk::Green, &[(Csm, "rafael"), (Ae, "daniel"), (Expansion, "hannah")]),
    large("A-2", "Castellan Insurance", "EMEA", Risk::Green, &[(Csm, "priya"), (Ae, "daniel")]),
    middle("A-3", "Bluefin Logistics", "EMEA", Risk::Unknown, &[(Csm, "priya"), (Ae, "daniel")]),
    middle("A-4", "Verity Labs", "EMEA", Risk::Green, &[(Csm, "priya"), (Manager, "jonas")]),
    within(Country::GERMANY, middle("A-5", "Maren Biotech", "EMEA", Risk::Green, &[(Csm, "priya"), (Manager, "jonas")])),
    small("A-6", "Quillfeather Media", "EMEA", Risk::Green, &[(Csm, "priya")]),
    middle("A-7", "Sundial Travel", "EMEA", Risk::Green, &[(Csm, "rafael"), (Manager, "jonas")]),
    small("A-8", "Fathom Analytics", "EMEA", Risk::Green, &[(Csm, "priya")]),
    small("A-9", "Harrow Publishing", "EMEA", Risk::Green, &[(Csm, "priya")]),
    middle("A-10", "Pemberton Foods", "EMEA", Risk::Yellow, &[(Csm, "priya"), (Manager, "jonas")]),
    small("A-11", "Ember and Oak Hospitality", "EMEA", Risk::Green, &[(Csm, "rafael")]),
    middle("A-12", "Solace Home Care", "EMEA", Risk::Yellow, &[(Csm, "rafael"), (Manager, "jonas")]),
    large("A-13", "Ostrava Steel", "EMEA", Risk::Yellow, &[(Csm, "rafael"), (Ae, "daniel"), (Expansion, "hannah")]),
    large("A-14", "Talus Robotics", "EMEA", Risk::Expansion, &[(Csm, "aisha"), (Ae, "daniel"), (Expansion, "hannah")]),
    large("A-15", "Oakhurst Bank", "EMEA", Risk::Green, &[(Csm, "aisha"), (Ae, "daniel"), (Expansion, "hannah")]),
    within(Country::SAUDI_ARABIA, large("A-16", "Lumen Grid Energy", "EMEA", Risk::Unknown, &[(Csm, "aisha"), (Ae, "daniel")])),
    middle("A-17", "Fenwick Rail", "EMEA", Risk::Green, &[(Csm, "aisha"), (Manager, "jonas")]),
    middle("A-18", "Northgate Ceramics", "EMEA", Risk::Green, &[(Csm, "rafael")]),
    small("A-19", "Ridgeline Outdoors", "AMER", Risk::Yellow, &[(Csm, "tomas")]),
    large("A-20", "Copperline Telecom", "AMER", Risk::Expansion, &[(Csm, "tomas"), (Ae, "theo")]),
    middle("A-21", "Brightwater Schools", "AMER", Risk::Green, &[(Csm, "tomas")]),
    middle("A-22", "Halyard Freight", "AMER", Risk::Yellow, &[(Csm, "tomas"), (Ae, "theo")]),
    small("A-23", "Juniper Street Dental", "AMER", Risk::Green, &[]),
    middle("A-24", "Prairie Wind Energy", "AMER", Risk::Yellow, &[(Csm, "tomas")]),
    middle("A-25", "Tallgrass Insurance", "AMER", Risk::Green, &[(Csm, "tomas")]),
    small("A-26", "Cobalt Harbor Marine", "AMER", Risk::Green, &[(Csm, "tomas")]),
    middle("A-27", "Vantage Point Optics", "EMEA", Risk::Expansion, &[(Csm, "aisha"), (Manager, "jonas")]),
    small("A-28", "Larkspur Cosmetics", "EMEA", Risk::Green, &[(Csm, "aisha")]),
    small("A-29", "Granary Row Bakeries", "EMEA", Risk::Green, &[]),
    middle("A-30", "Saltmarsh Ferries", "EMEA", Risk::Unknown, &[(Csm, "aisha")]),
];

const fn large(reference: &'static str, name: &'static str, region: &'static str, risk: Risk, team: Team) -> Account {
    Account { reference, name, tier: 1, segment: "Enterprise", region, country: None, risk, team }
}

const fn middle(reference: &'static str, name: &'static str, region: &'static str, risk: Risk, team: Team) -> Account {
    Account { tier: 2, segment: "Mid-market", ..large(reference, name, region, risk, team) }
}

const fn small(reference: &'static str, name: &'static str, region: &'static str, risk: Risk, team: Team) -> Account {
    Account { tier: 3, segment: "Small", ..large(reference, name, region, risk, team) }
}

const fn within(country: Country, account: Account) -> Account {
    Account { country: Some(country), ..account }
}
