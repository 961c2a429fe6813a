//! Customers without a table of their own, made from the seed: who they are, who is there, what is said and judged of them.

mod paper;
mod words;

use super::agenda::Agenda;
use super::curated::{CS_LEADER, DEAL_DESK};
use super::life::Act;
use super::people::LEAVER;
use crate::deed::Deed;
use jiff::ToSpan;
use jiff::civil::Date;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tenure_app::{NewAccount, NewActivity, NewStakeholder};
use tenure_core::account::Risk;
use tenure_core::commands::Judgement;
use tenure_core::identity::Role;
use tenure_core::primitives::{Calendar, Currency};
use words::{CONTACTS, JUDGEMENTS, PARTS, REGIONS, Region, TRADES, Trade};

/// The days within which a crowd lives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// The day on which those who were customers already are entered.
    pub from_on: Date,
    /// The last day.
    pub until_on: Date,
}

/// One made customer.
struct Customer {
    reference: String,
    name: String,
    tier: u8,
    region: &'static Region,
    trade: &'static Trade,
    csm: (&'static str, &'static str),
    currency: Currency,
    /// First day of service.
    since_on: Date,
    /// The day on which it is entered.
    entered_on: Date,
}

impl Customer {
    /// Its CSM on a day; after the leaver, the first one of the region.
    fn csm_on(&self, day: Date) -> (&'static str, &'static str) {
        if self.csm.0 == LEAVER.0 && day >= LEAVER.1 { self.region.csms[0] } else { self.csm }
    }
}

/// Enters customers of these numbers. Each has a chance of its own, so that one more changes none of the others.
pub(crate) fn enter(agenda: &mut Agenda, seed: u64, numbers: std::ops::Range<u32>, span: Span) {
    for number in numbers {
        let mut chance = ChaCha8Rng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(u64::from(number)));
        let customer = customer(number, span, &mut chance);
        enter_one(agenda, &customer, span, &mut chance);
    }
}

fn customer(number: u32, span: Span, chance: &mut ChaCha8Rng) -> Customer {
    let index = usize::try_from(number).unwrap_or(0);
    let region = &REGIONS[[0, 1, 2, 0, 1, 3, 0, 1, 2, 1][index % 10]];
    // Stem and trade walk at different paces, so a name comes back only after all pairs were used.
    let (stem, trade) = (region.stems[index / 10 % region.stems.len()], &TRADES[(index + index / 130) % TRADES.len()]);
    let round = index / (10 * region.stems.len() * TRADES.len());
    let name = if round == 0 { format!("{stem} {}", trade.suffix) } else { format!("{stem} {} {}", trade.suffix, round + 1) };
    let tier = [1, 2, 3, 2, 3, 3, 2, 3, 2, 3][(index / 10 + index) % 10];
    let days = i64::from((span.until_on - span.from_on).get_days());
    let (since_on, entered_on) = if chance.random_range(0..100) < 45 {
        let entered_on = span.from_on.saturating_add(chance.random_range(1..12_i64).days());
        (span.from_on.saturating_sub(chance.random_range(1..300_i64).days()), entered_on)
    } else {
        let since_on = span.from_on.saturating_add(chance.random_range(15..(days - 60).max(16)).days());
        (since_on, since_on.saturating_sub(chance.random_range(0..10_i64).days()))
    };
    let entered_on = Calendar::default().earlier_business_day(entered_on).max(span.from_on);
    let csm = region.csms[chance.random_range(0..region.csms.len())];
    let currency = region.currencies[chance.random_range(0..region.currencies.len())];
    Customer { reference: format!("A-{number}"), name, tier, region, trade, csm, currency, since_on, entered_on }
}

fn enter_one(agenda: &mut Agenda, customer: &Customer, span: Span, chance: &mut ChaCha8Rng) {
    agenda.is_human(&customer.reference);
    let segment = ["Enterprise", "Mid-market", "Small"][usize::from(customer.tier - 1)];
    let account = NewAccount {
        reference: customer.reference.clone(),
        name: customer.name.clone(),
        tier: customer.tier,
        segment: segment.into(),
        region: customer.region.name.into(),
        country: None,
        parent: None,
        fiscal_year_start: [None, Some(1), Some(4), Some(7)][chance.random_range(0..4)],
    };
    let risk = [Risk::Green, Risk::Green, Risk::Yellow][chance.random_range(0..3)];
    let first = Judgement { risk, reason: "first impression at signature".into(), expires_on: None };
    agenda.does(customer.entered_on, DEAL_DESK, Deed::Account(Box::new(account), first));
    for (role, person) in team(customer) {
        agenda.does(customer.entered_on, CS_LEADER, Deed::Serve(customer.reference.clone(), role, person.into()));
    }
    let left_on = paper::enter(agenda, customer, span, chance);
    let until_on = left_on.unwrap_or(span.until_on).min(span.until_on);
    let people = people(agenda, &(&customer.reference, customer.region, customer.entered_on), chance);
    contacts(agenda, customer, (people, until_on), chance);
    judge(agenda, customer, until_on, chance);
}

fn team(customer: &Customer) -> Vec<(Role, &'static str)> {
    let manager = customer.region.manager.filter(|(_, from_on)| *from_on <= customer.entered_on).map(|(person, _)| person);
    let mut team = vec![(Role::Csm, customer.csm_on(customer.entered_on).0)];
    match customer.tier {
        1 => team.push((Role::AccountExecutive, customer.region.ae)),
        2 => team.extend(manager.map(|person| (Role::AccountManager, person))),
        _ => {}
    }
    team
}

/// People at a customer, two to five; the champion of one in eight leaves and somebody follows. Gives how many.
fn people(agenda: &mut Agenda, (account, region, from_on): &(&str, &Region, Date), chance: &mut ChaCha8Rng) -> u32 {
    let count = chance.random_range(2..=4_u32);
    for number in 1..=count {
        let leaves = number == 1 && chance.random_range(0..8) == 0;
        let person = somebody((account, region), number, chance);
        agenda.does(*from_on, DEAL_DESK, Deed::Stakeholder(Box::new(person.clone())));
        if leaves {
            let left_on = from_on.saturating_add(chance.random_range(120..600_i64).days());
            agenda.does(left_on, DEAL_DESK, Deed::Stakeholder(Box::new(NewStakeholder { left_on: Some(left_on), ..person.clone() })));
            let roles = person.roles;
            let next = NewStakeholder { roles, title: person.title, ..somebody((account, region), count + 1, chance) };
            agenda.does(left_on.saturating_add(20.days()), DEAL_DESK, Deed::Stakeholder(Box::new(next)));
        }
    }
    count
}

fn somebody((account, region): (&str, &Region), number: u32, chance: &mut ChaCha8Rng) -> NewStakeholder {
    let (title, roles) = PARTS[usize::try_from(number - 1).unwrap_or(0) % PARTS.len()];
    let pick = |words: &[&'static str], chance: &mut ChaCha8Rng| *words.choose(chance).unwrap_or(&"");
    let (first, last) = (pick(region.first_names, chance), pick(region.last_names, chance));
    NewStakeholder {
        reference: format!("{account}-P{number}"),
        account: account.into(),
        name: format!("{first} {last}"),
        title: title.into(),
        email: format!("{first}.{last}@{account}.example").to_lowercase(),
        business_unit: String::new(),
        roles: roles.iter().copied().collect(),
        left_on: None,
    }
}

fn contacts(agenda: &mut Agenda, customer: &Customer, (people, until_on): (u32, Date), chance: &mut ChaCha8Rng) {
    let pace = [70, 130, 220][usize::from(customer.tier - 1)];
    let mut day = customer.entered_on.saturating_add(chance.random_range(10..pace).days());
    while day < until_on {
        let (kind, subject, notes) = CONTACTS[chance.random_range(0..CONTACTS.len())];
        let mut theirs = vec![format!("{}-P1", customer.reference)];
        if kind != tenure_core::account::ActivityKind::Call && people > 1 {
            theirs.push(format!("{}-P{}", customer.reference, chance.random_range(2..=people)));
        }
        let contact = NewActivity {
            account: customer.reference.clone(),
            renewal: None,
            kind,
            held_on: None,
            subject: subject.into(),
            notes: notes.into(),
            ours: vec![customer.csm_on(day).0.into()],
            theirs,
        };
        agenda.does(Calendar::default().earlier_business_day(day), customer.csm_on(day).1, Deed::Contact(Box::new(contact)));
        day = day.saturating_add(chance.random_range(pace / 2..pace * 3 / 2).days());
    }
}

/// About once a year somebody judges the customer anew; of smaller ones some judgements expire.
fn judge(agenda: &mut Agenda, customer: &Customer, until_on: Date, chance: &mut ChaCha8Rng) {
    let mut day = customer.entered_on.saturating_add(chance.random_range(60..400_i64).days());
    while day < until_on {
        let (risk, reason) = JUDGEMENTS[chance.random_range(0..JUDGEMENTS.len())];
        let days = chance.random_range(60..200_i64);
        let expires_on = (customer.tier > 1 && chance.random_range(0..4) == 0).then(|| day.saturating_add(days.days()));
        agenda.does(
            day,
            customer.csm_on(day).1,
            Deed::Judge(customer.reference.clone(), Judgement { risk, reason: reason.into(), expires_on }),
        );
        day = day.saturating_add(chance.random_range(200..520_i64).days());
    }
}

/// People and contacts for a customer that has contracts of its own.
pub(super) fn enter_people(agenda: &mut Agenda, seed: u64, (account, from_on): (&str, Date)) {
    let mut chance = ChaCha8Rng::seed_from_u64(seed.wrapping_add(account.bytes().map(u64::from).sum::<u64>()));
    let region = &REGIONS[0];
    people(agenda, &(account, region, from_on), &mut chance);
}

/// A contract that renews itself is looked at on the day of it.
fn look(agenda: &mut Agenda, on: Date, contract: &str) {
    agenda.enter(on, Act::Look(contract.into()));
}
