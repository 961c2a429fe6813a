//! What made customers sign, and how each term of it ended.

use super::words::{LEAVES, STAYS};
use super::{Customer, Span, look};
use crate::deed::Deed;
use crate::sample::agenda::Agenda;
use crate::sample::curated::DEAL_DESK;
use jiff::ToSpan;
use jiff::civil::Date;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use tenure_app::{Amendment, NewContract, NewLine, NewTerm};
use tenure_core::contract::{ContractKind, LineKind, PricePeriod, raised};
use tenure_core::primitives::{Calendar, Currency, Decimal6, add_months};

/// A contract while its terms follow one another.
struct Paper {
    contract: NewContract,
    /// The recurring lines as they stand.
    lines: Vec<NewLine>,
    term: u32,
    end_on: Date,
    /// Another contract ends with it, so its lines are carried over and never written anew.
    leads: bool,
    /// When seats changed within the first term; what becomes of the term is decided later.
    amended_on: Option<Date>,
}

/// Enters the contracts of a customer. Gives the day on which it left for good.
pub(super) fn enter(agenda: &mut Agenda, customer: &Customer, span: Span, chance: &mut ChaCha8Rng) -> Option<Date> {
    let suffix = customer.reference.trim_start_matches("A-");
    let reference = format!("HC-{}-{suffix}", customer.since_on.year());
    let kind = chance.random_range(0..100);
    let mut paper = sign(agenda, customer, (reference.clone(), customer.since_on, customer.entered_on), kind, chance);
    amend(agenda, customer, &mut paper, chance);
    if chance.random_range(0..100) < 9 && paper.contract.kind == ContractKind::Fixed {
        add_on(agenda, customer, &mut paper, chance);
    }
    let mut left_on = None;
    for attempt in 0..2 {
        left_on = live(agenda, &mut paper, span, chance);
        let back_on = left_on.map(|left_on| left_on.saturating_add(chance.random_range(40..200_i64).days()));
        match back_on.filter(|back_on| attempt == 0 && *back_on < span.until_on && chance.random_range(0..3) == 0) {
            Some(back_on) => paper = sign(agenda, customer, (format!("{reference}-R"), back_on, back_on), 0, chance),
            None => break,
        }
    }
    left_on
}

/// Signs a contract: yearly, yearly and renewing itself, for years with a price rise or a ramp, or month by month without end.
fn sign(
    agenda: &mut Agenda,
    customer: &Customer,
    (reference, start_on, entered_on): (String, Date, Date),
    kind: u32,
    chance: &mut ChaCha8Rng,
) -> Paper {
    let months: u16 = if (75..90).contains(&kind) { [24, 36][chance.random_range(0..2)] } else { 12 };
    let open_ended = kind >= 90;
    let auto_renew = !open_ended && (35..80).contains(&kind);
    let lines = lines(customer, &reference, chance);
    let mut signed = lines.clone();
    if let Some(line) = signed.first_mut() {
        match kind {
            75..85 => line.escalator_bps = [300, 400, 500][chance.random_range(0..3)],
            60..66 => {
                line.discount_bps = 2_000;
                line.discount_span = Some((start_on, start_on.saturating_add(90.days())));
            }
            _ => {}
        }
    }
    if (85..90).contains(&kind)
        && let Some(line) = lines.first()
    {
        let ramp_on = Some(add_months(start_on, 12, start_on));
        signed.push(NewLine { reference: format!("{reference}-1r"), start_on: ramp_on, ..line.clone() });
    }
    if chance.random_range(0..7) == 0
        && let Some(line) = lines.first()
    {
        let price = rounded(line.unit_price.millionths() * 8);
        let (kind, product, quantity) = (LineKind::OneOff, "Onboarding".to_string(), Decimal6::ONE);
        signed.push(NewLine { reference: format!("{reference}-1s"), kind, product, quantity, unit_price: price, ..line.clone() });
    }
    let contract = NewContract {
        reference,
        account: customer.reference.clone(),
        currency: customer.currency,
        kind: if open_ended { ContractKind::OpenEnded } else { ContractKind::Fixed },
        auto_renew,
        notice_days: if chance.random_range(0..60) == 0 { None } else { Some([30, 30, 45, 60, 90][chance.random_range(0..5)]) },
        renewal_months: 12,
        uplift_cap_bps: [None, Some(300), Some(500)][chance.random_range(0..3)],
        uplift_bps: if auto_renew { [0, 250, 300][chance.random_range(0..3)] } else { 0 },
        start_on,
        end_on: add_months(start_on, months, start_on),
        signed_on: None,
        lines: signed,
    };
    agenda.does(entered_on, DEAL_DESK, Deed::Sign(Box::new(contract.clone())));
    Paper { lines, term: 1, end_on: contract.end_on, leads: false, amended_on: None, contract }
}

/// One or two recurring lines that together come near what a customer of the tier pays.
fn lines(customer: &Customer, reference: &str, chance: &mut ChaCha8Rng) -> Vec<NewLine> {
    let yearly: i64 = match customer.tier {
        1 => chance.random_range(105_000..360_000),
        2 => chance.random_range(27_000..95_000),
        _ => chance.random_range(4_000..23_000),
    };
    let price: i64 = [120, 240, 360, 480, 600][chance.random_range(0..5)];
    let scale = if customer.currency == Currency::JPY { 140 } else { 1 };
    let share = if chance.random_range(0..3) == 0 { 70 } else { 100 };
    let line = |(letter, product, unit, share): (char, &str, &str, i64)| NewLine {
        reference: format!("{reference}-1{letter}"),
        product: product.into(),
        business_unit: unit.into(),
        kind: LineKind::Recurring,
        quantity: rounded((yearly * share / 100 / price).max(1) * 1_000_000),
        unit_price: rounded(price * scale * 1_000_000),
        price_period: PricePeriod::Year,
        discount_bps: 0,
        discount_span: None,
        start_on: None,
        end_on: None,
        economic_buyer: String::new(),
        escalator_bps: 0,
    };
    let trade = customer.trade;
    let mut lines = vec![line(('a', trade.product, trade.units[0], share))];
    if share < 100 {
        lines.push(line(('b', trade.addition, trade.units[1], 100 - share)));
    }
    lines
}

/// A quantity or price without fractions below one.
fn rounded(millionths: i64) -> Decimal6 {
    Decimal6::from_millionths((millionths / 1_000_000).max(1) * 1_000_000)
}

/// One in seven customers buys or gives back seats within the first term.
fn amend(agenda: &mut Agenda, customer: &Customer, paper: &mut Paper, chance: &mut ChaCha8Rng) {
    let Some(line) = paper.lines.first().filter(|_| paper.contract.kind == ContractKind::Fixed && chance.random_range(0..7) == 0) else {
        return;
    };
    let on = customer.entered_on.max(paper.contract.start_on).saturating_add(chance.random_range(30..150_i64).days());
    // Lines of several years are cut at each anniversary, so seats change within the first year.
    if on >= paper.contract.start_on.saturating_add(325.days()) {
        return;
    }
    let share = [80, 115, 125, 140][chance.random_range(0..4)];
    let escalator = 0;
    let quantity = rounded(line.quantity.millionths() * share / 100);
    let changed = NewLine { quantity, start_on: Some(on), escalator_bps: escalator, ..line.clone() };
    let amendment = Amendment { lines: vec![changed], ..Amendment::default() };
    agenda.does(on, DEAL_DESK, Deed::Amend(paper.contract.reference.clone(), Box::new(amendment)));
    paper.amended_on = Some(on);
}

/// A second contract within the first term that ends with it and is decided with it.
fn add_on(agenda: &mut Agenda, customer: &Customer, paper: &mut Paper, chance: &mut ChaCha8Rng) {
    let on = Calendar::default().earlier_business_day(paper.end_on.saturating_sub(chance.random_range(130..230_i64).days()));
    if on <= customer.entered_on || on <= paper.contract.start_on {
        return;
    }
    let reference = format!("{}-X", paper.contract.reference);
    let trade = customer.trade;
    let Some(line) = paper.lines.first() else { return };
    let quantity = rounded(line.quantity.millionths() / 5);
    let line = NewLine { reference: format!("{reference}-1a"), product: trade.addition.into(), quantity, ..line.clone() };
    let contract = NewContract {
        reference: reference.clone(),
        start_on: on,
        end_on: add_months(on, 12, on),
        lines: vec![line],
        ..paper.contract.clone()
    };
    agenda.does(on, DEAL_DESK, Deed::Sign(Box::new(contract)));
    agenda.does(on, DEAL_DESK, Deed::CoTerm(reference, paper.contract.reference.clone()));
    paper.leads = true;
}

/// Decides term after term until the customer leaves or nothing more is due. Gives the day on which it left.
fn live(agenda: &mut Agenda, paper: &mut Paper, span: Span, chance: &mut ChaCha8Rng) -> Option<Date> {
    while paper.end_on.saturating_sub(130.days()) <= span.until_on {
        let known_on = span.from_on.saturating_add(14.days());
        let known_on = paper.amended_on.map_or(known_on, |amended_on| known_on.max(amended_on.saturating_add(1.days())));
        if paper.contract.kind == ContractKind::OpenEnded {
            let cancels = chance.random_range(0..100) < 12 && !paper.leads;
            let end_on = paper.end_on.saturating_sub(chance.random_range(20..200_i64).days());
            if cancels && end_on > known_on.saturating_add(30.days()) {
                return Some(cancel(agenda, paper, end_on, chance));
            }
            roll(agenda, paper);
            continue;
        }
        let fate = chance.random_range(0..100);
        let signs_on = |days: i64| Calendar::default().earlier_business_day(paper.end_on.saturating_sub(days.days())).max(known_on);
        match fate {
            0..=6 if paper.end_on > known_on.saturating_add(120.days()) && !paper.leads => return Some(lose(agenda, paper, chance)),
            7 if paper.end_on > known_on.saturating_add(150.days()) && !paper.leads => {
                let end_on = paper.end_on.saturating_sub(chance.random_range(40..110_i64).days());
                return Some(cancel(agenda, paper, end_on, chance));
            }
            _ if paper.contract.auto_renew && fate < 60 && paper.end_on > known_on => roll(agenda, paper),
            8..=11 if !paper.contract.auto_renew => {
                let late_on = paper.end_on.saturating_add(chance.random_range(3..26_i64).days());
                renew(agenda, paper, late_on.max(known_on), chance);
            }
            12..=15 => renew(agenda, paper, signs_on(chance.random_range(90..125)), chance),
            _ => renew(agenda, paper, signs_on(chance.random_range(3..45)), chance),
        }
    }
    None
}

fn roll(agenda: &mut Agenda, paper: &mut Paper) {
    look(agenda, paper.end_on, &paper.contract.reference);
    next(paper);
}

fn next(paper: &mut Paper) {
    paper.term += 1;
    paper.end_on = add_months(paper.end_on, 12, paper.contract.start_on);
}

/// Signs the next term: flat, at a higher price, or with more or fewer seats.
fn renew(agenda: &mut Agenda, paper: &mut Paper, on: Date, chance: &mut ChaCha8Rng) {
    let (reason, words) = STAYS[chance.random_range(0..STAYS.len())];
    let share = if paper.leads { 100 } else { [100, 100, 100, 112, 125, 85, 45][chance.random_range(0..7)] };
    let uplift_bps = if share == 100 { [0, 0, 250, 300, 400][chance.random_range(0..5)] } else { 0 };
    for line in &mut paper.lines {
        line.reference = String::new();
        line.quantity = rounded(line.quantity.millionths() * share / 100);
        line.unit_price = raised(line.unit_price, uplift_bps);
    }
    let lines = if share == 100 { Vec::new() } else { paper.lines.clone() };
    next(paper);
    let term = NewTerm { end_on: paper.end_on, lines, uplift_bps, signed_on: None, reason: Some(reason), words: words.into() };
    agenda.does(on, DEAL_DESK, Deed::Renew(paper.contract.reference.clone(), Box::new(term)));
}

/// The customer gives notice, or says that it will not sign; the renewal is lost.
fn lose(agenda: &mut Agenda, paper: &Paper, chance: &mut ChaCha8Rng) -> Date {
    let (reason, words) = LEAVES[chance.random_range(0..LEAVES.len())];
    let reference = || paper.contract.reference.clone();
    let notice = i64::from(paper.contract.notice_days.unwrap_or(30)) + chance.random_range(2..20);
    let said_on = paper.end_on.saturating_sub(if paper.contract.auto_renew { notice } else { chance.random_range(5..50) }.days());
    if paper.contract.auto_renew {
        agenda.does(said_on, DEAL_DESK, Deed::Notice(reference(), None));
    }
    let told_on = said_on.saturating_add(1.days());
    agenda.does(told_on, DEAL_DESK, Deed::Lose(reference(), paper.term, reason, words.into()));
    paper.end_on
}

/// The contract is cancelled within its term.
fn cancel(agenda: &mut Agenda, paper: &Paper, end_on: Date, chance: &mut ChaCha8Rng) -> Date {
    let (reason, words) = LEAVES[chance.random_range(0..LEAVES.len())];
    let said_on = end_on.saturating_sub(chance.random_range(5..25_i64).days());
    agenda.does(said_on, DEAL_DESK, Deed::Cancel(paper.contract.reference.clone(), end_on, reason, words.into()));
    end_on
}
