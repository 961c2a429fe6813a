//! Tells one change as movements: how much of it is quantity, how much price, of which class, from which cause.

use super::book::{Book, Edge, NONE, Stretch};
use super::changes::Change;
use super::day::{Day, date_of};
use super::movement::{Cause, Class, Movement, Part};
use super::question::Question;
use crate::contract::LineOrigin;
use crate::primitives::divide_half_even;
use crate::refusal::Refusal;

/// Where a customer stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It paid nothing before; what comes is of this class, or growth.
    Arrives(Option<Class>),
    /// It pays nothing after.
    Leaves,
    /// It paid before and pays after, or neither.
    Stays,
}

/// One day of one customer.
pub(super) struct Scene<'a> {
    pub(super) book: &'a Book,
    pub(super) question: &'a Question<'a>,
    pub(super) day: Day,
    pub(super) stretches: &'a [Stretch],
    /// Live on the day before.
    pub(super) live: &'a [u32],
    pub(super) outs: &'a [u32],
    pub(super) ins: &'a [u32],
    pub(super) standing: Standing,
}

/// An amount in the contract's money and in the money of the question.
#[derive(Clone, Copy, Default)]
struct Amount {
    contract: i64,
    reporting: i64,
}

impl Amount {
    const fn less(self, other: Self) -> Self {
        Self { contract: self.contract - other.contract, reporting: self.reporting - other.reporting }
    }

    /// What another quantity at the same price makes of it, less itself: rounded once, half to even.
    fn for_quantity(self, from: i64, to: i64) -> Self {
        let share = |minor: i64| match from {
            0 => 0,
            from => {
                let numerator = i128::from(minor) * (i128::from(to) - i128::from(from)) * i128::from(from.signum());
                i64::try_from(divide_half_even(numerator, i128::from(from).abs())).unwrap_or(0)
            }
        };
        Self { contract: share(self.contract), reporting: share(self.reporting) }
    }
}

impl Scene<'_> {
    fn at(&self, position: Option<u32>) -> Option<&Stretch> {
        position.map(|at| &self.stretches[at as usize])
    }

    fn amount(&self, stretch: Option<&Stretch>) -> Result<Amount, Refusal> {
        let Some(stretch) = stretch else { return Ok(Amount::default()) };
        let reporting = self.question.prices.value(stretch.arr_minor, usize::from(stretch.currency), self.day)?;
        Ok(Amount { contract: stretch.arr_minor, reporting })
    }

    fn before(&self) -> impl Iterator<Item = &Stretch> {
        self.live.iter().map(|at| &self.stretches[*at as usize])
    }
}

/// Tells the movements of one change, if the question takes it.
pub(super) fn tell(scene: &Scene<'_>, change: Change, movements: &mut Vec<Movement>) -> Result<(), Refusal> {
    let (old, new) = (scene.at(change.before), scene.at(change.after));
    let Some(of) = new.or(old).filter(|of| scene.question.filter.takes(of)) else { return Ok(()) };
    let (was, is) = (scene.amount(old)?, scene.amount(new)?);
    let whole = is.less(was);
    let mut push = |told: Told, amount: Amount| movements.extend(movement(scene.day, (old, new), told, amount));
    match (old, new) {
        _ if change.is_arrival(scene.stretches) => push((Class::MigrationIn, Cause::Transfer, Part::Whole), whole),
        _ if change.is_departure(scene.stretches) => push((Class::MigrationOut, Cause::Transfer, Part::Whole), whole),
        (Some(old), Some(new)) => {
            let quantity = was.for_quantity(old.quantity, new.quantity);
            let price = whole.less(quantity);
            for (part, amount) in [(Part::Quantity, quantity), (Part::Price, price)] {
                push((class_of(scene, (new, part), amount)?, cause_of_change(scene.book, old, new, part), part), amount);
            }
            if old.account != new.account {
                // Within one company, from one of its accounts to another.
                let moved = |class| (class, Cause::Transfer, Part::Whole);
                let gone = Amount::default().less(was);
                movements.extend(movement(scene.day, (Some(old), None), moved(Class::MigrationOut), gone));
                movements.extend(movement(scene.day, (None, Some(new)), moved(Class::MigrationIn), was));
            }
        }
        (None, Some(new)) => push((class_of(scene, (new, Part::Whole), whole)?, cause_of_start(scene.book, new), Part::Whole), whole),
        (Some(_), None) if whole.contract > 0 => push((Class::SmallUpsell, cause_of_end(scene, of), Part::Whole), whole),
        (Some(_), None) => {
            let class = if scene.standing == Standing::Leaves { Class::Churn } else { Class::Contraction };
            push((class, cause_of_end(scene, of), Part::Whole), whole);
        }
        (None, None) => {}
    }
    Ok(())
}

/// Class, cause and part of a movement.
type Told = (Class, Cause, Part);

/// A movement of a stretch that took the place of another, or began, or ended; none of nothing.
fn movement(day: Day, (old, new): (Option<&Stretch>, Option<&Stretch>), (class, cause, part): Told, amount: Amount) -> Option<Movement> {
    let of = new.or(old).filter(|_| amount.contract != 0 || amount.reporting != 0)?;
    Some(Movement {
        day: date_of(day),
        account: of.account,
        unit: of.unit,
        product: of.product,
        contract: of.contract,
        currency: of.currency,
        class,
        cause,
        part,
        amount_minor: amount.contract,
        reporting_minor: amount.reporting,
        before: old.map(|stretch| stretch.line),
        after: new.map(|stretch| stretch.line),
    })
}

/// What exchange rates made of each stretch between the two days of the question.
pub(super) fn drift(question: &Question<'_>, stretches: &[Stretch], movements: &mut Vec<Movement>) -> Result<(), Refusal> {
    for stretch in stretches.iter().filter(|stretch| question.filter.takes(stretch)) {
        let (from, to) = (stretch.start.max(question.after), stretch.end.min(question.through));
        if from >= to {
            continue;
        }
        let value = |day: Day| question.prices.value(stretch.arr_minor, usize::from(stretch.currency), day);
        let drifted = Amount { contract: 0, reporting: value(to)? - value(from)? };
        movements.extend(movement(to, (Some(stretch), Some(stretch)), (Class::Fx, Cause::Rates, Part::Whole), drifted));
    }
    Ok(())
}

/// The class of a part of what a stretch brings, or takes from the one before it.
fn class_of(scene: &Scene<'_>, (new, part): (&Stretch, Part), amount: Amount) -> Result<Class, Refusal> {
    match scene.standing {
        Standing::Leaves if amount.contract < 0 => Ok(Class::Churn),
        Standing::Arrives(Some(class)) if amount.contract > 0 => Ok(class),
        _ if amount.contract < 0 => Ok(Class::Contraction),
        _ if part == Part::Price => Ok(Class::PriceIncrease),
        _ => type_of_growth(scene, new, amount.reporting),
    }
}

/// The type of an expansion (OWN-8): the first of the declared precedence that fits, else an upsell below or above the line.
fn type_of_growth(scene: &Scene<'_>, new: &Stretch, minor: i64) -> Result<Class, Refusal> {
    let another = |of: fn(&Stretch) -> u32| scene.before().all(|live| of(live) != of(new));
    let fits = |class: &Class| match class {
        Class::CrossDivision => another(|stretch| stretch.unit),
        Class::CrossStakeholder => {
            let known_buyers = scene.before().any(|live| live.buyer != NONE);
            new.buyer != NONE && known_buyers && another(|stretch| stretch.buyer)
        }
        Class::CrossSell => another(|stretch| stretch.product),
        _ => false,
    };
    let started = scene.live.is_empty();
    if let Some(class) = scene.book.rules.precedence.iter().find(|class| !started && fits(class)) {
        return Ok(*class);
    }
    Ok(if minor > upsell_threshold(scene, new)? { Class::BigUpsell } else { Class::SmallUpsell })
}

/// The amount above which an upsell is big: a share of what the customer paid the day before, or the price of so many units.
fn upsell_threshold(scene: &Scene<'_>, new: &Stretch) -> Result<i64, Refusal> {
    let mut paid: i128 = 0;
    for stretch in scene.before() {
        paid += i128::from(scene.amount(Some(stretch))?.reporting);
    }
    let line = scene.book.rules.upsell_line;
    let share = divide_half_even(paid * i128::from(line.share_bps), 10_000);
    let value = i128::from(scene.amount(Some(new))?.reporting);
    let units = match i128::from(new.quantity).abs() {
        0 => share,
        quantity => divide_half_even(value * i128::from(line.units) * 1_000_000, quantity),
    };
    Ok(i64::try_from(share.min(units)).unwrap_or(i64::MAX))
}

/// Why a stretch took the place of another.
fn cause_of_change(book: &Book, old: &Stretch, new: &Stretch, part: Part) -> Cause {
    if new.begins == Edge::Discount && old.line == new.line {
        return Cause::Discount;
    }
    let same_price = old.unit_price == new.unit_price;
    match cause_of_start(book, new) {
        Cause::Signature | Cause::Amendment if part == Part::Price && same_price => Cause::Discount,
        cause => cause,
    }
}

/// Why a stretch began.
fn cause_of_start(book: &Book, new: &Stretch) -> Cause {
    match new.origin {
        _ if new.begins == Edge::Discount => Cause::Discount,
        _ if new.corrected => Cause::Correction,
        LineOrigin::Sold if book.names.contracts[new.contract as usize].lead.is_some() => Cause::CoTerm,
        LineOrigin::Sold => Cause::Signature,
        LineOrigin::Amended => Cause::Amendment,
        LineOrigin::Escalated => Cause::Escalator,
        LineOrigin::Ramped => Cause::Ramp,
        LineOrigin::Renewed => Cause::Renewal,
        LineOrigin::AutoRenewed => Cause::AutoRenewal,
    }
}

/// Why a stretch ended and nothing took its place.
fn cause_of_end(scene: &Scene<'_>, old: &Stretch) -> Cause {
    let same_contract = |at: &u32| scene.stretches[*at as usize].contract == old.contract;
    let renewed = scene.ins.iter().any(|at| same_contract(at) && scene.stretches[*at as usize].term > old.term);
    let stays = scene.live.iter().any(|at| same_contract(at) && !scene.outs.contains(at));
    match old.ends {
        Edge::Discount => Cause::Discount,
        _ if renewed => Cause::Renewal,
        Edge::Cut if stays => Cause::Amendment,
        Edge::Cut => Cause::Cancellation,
        _ if stays => Cause::Amendment,
        _ => Cause::NotRenewed,
    }
}
