//! From line versions to stretches: the latest version of each line, cut where it changes account or a temporary discount begins or ends.

use super::book::{DueFact, Edge, NONE, Stretch};
use super::day::{Day, day_of};
use super::known::{Known, LineVersion};
use super::names::{LineName, Names, index};
use super::overlaps::latest_only;
use super::rules::{Discounts, Overlaps, Rules};
use crate::contract::{Line, LineKind};
use crate::primitives::{ContractId, Currency, LineId};
use crate::refusal::Refusal;
use crate::renewal::{Outcome, RenewalKind, State};
use std::collections::{BTreeMap, BTreeSet};

/// Words by index, in the order in which they came.
#[derive(Default)]
struct Words<'a>(BTreeMap<&'a str, u32>);

impl<'a> Words<'a> {
    fn index(&mut self, word: &'a str, list: &mut Vec<String>) -> u32 {
        *self.0.entry(word).or_insert_with(|| {
            list.push(word.to_string());
            index(list.len() - 1)
        })
    }
}

/// What one line needs of the others.
struct Context<'a> {
    known: &'a Known,
    rules: &'a Rules,
    /// Terms whose revenue is held past their end.
    held: BTreeSet<(ContractId, u32)>,
}

/// What the lines of one contract have in common: looked up once for all of them.
#[derive(Clone, Copy)]
struct OfContract {
    contract: u32,
    currency: Currency,
    /// Its index among the currencies.
    currency_at: u8,
}

/// The names and the stretches of a book, by account, first day and line.
pub(super) fn build(known: &Known, rules: &Rules) -> Result<(Names, Vec<Stretch>), Refusal> {
    let mut names = Names::of(known);
    let context = Context { known, rules, held: if rules.grace_days == 0 { BTreeSet::new() } else { held(known) } };
    let (mut units, mut products, mut buyers) = (Words::default(), Words::default(), Words::default());
    let mut line_at: Vec<(LineId, u32)> = Vec::with_capacity(known.versions.len());
    let mut stretches = Vec::with_capacity(known.versions.len());
    let mut follows: Vec<(usize, LineId)> = Vec::new();
    for of_contract in known.versions.chunk_by(|a, b| a.line.contract == b.line.contract) {
        let Some(shared) = shared(known, of_contract[0].line.contract, &mut names) else { continue };
        for versions in of_contract.chunk_by(|a, b| a.line.id == b.line.id) {
            let Some(last) = versions.last().filter(|last| !last.voided && last.line.kind == LineKind::Recurring) else { continue };
            let line = &last.line;
            let at = index(names.lines.len());
            line_at.push((line.id, at));
            names.lines.push(line_name(last));
            let whole = Stretch {
                line: at,
                account: NONE,
                contract: shared.contract,
                term: line.term_number,
                unit: units.index(&line.business_unit, &mut names.units),
                product: products.index(&line.product, &mut names.products),
                buyer: if line.economic_buyer.is_empty() { NONE } else { buyers.index(&line.economic_buyer, &mut names.buyers) },
                follows: NONE,
                currency: shared.currency_at,
                origin: line.origin,
                begins: Edge::Line,
                ends: if was_cut(versions) { Edge::Cut } else { Edge::Line },
                corrected: was_corrected(versions),
                start: day_of(line.start_on),
                end: context.end_of(line),
                quantity: line.quantity.millionths(),
                unit_price: line.unit_price.millionths(),
                arr_minor: 0,
            };
            follows.extend(line.follows.map(|before| (stretches.len(), before)));
            context.discounted((line, shared.currency), whole, &mut |piece| owned(piece, &names, &mut stretches))?;
        }
    }
    if !follows.is_empty() {
        line_at.sort_unstable();
    }
    for (at, before) in follows {
        stretches[at].follows = line_at.binary_search_by_key(&before, |(line, _)| *line).map_or(NONE, |found| line_at[found].1);
    }
    hand_over(&names, &mut stretches);
    stretches.sort_unstable_by_key(|stretch| (stretch.account, stretch.start, stretch.line, stretch.end));
    if rules.overlaps == Overlaps::Latest {
        stretches = latest_only(&names, stretches);
    }
    Ok((names, stretches))
}

fn line_name(version: &LineVersion) -> LineName {
    LineName {
        reference: version.line.reference.clone(),
        version: version.line.version,
        event: version.event,
        recorded_at: version.recorded_at,
    }
}

/// What the lines of a contract have in common; `None` where the contract is not known.
fn shared(known: &Known, contract: ContractId, names: &mut Names) -> Option<OfContract> {
    let currency = known.contracts.get(&contract)?.currency;
    let at = names.currencies.iter().position(|other| *other == currency).unwrap_or_else(|| {
        names.currencies.push(currency);
        names.currencies.len() - 1
    });
    Some(OfContract { contract: names.contract(contract)?, currency, currency_at: u8::try_from(at).ok()? })
}

/// Where a contract moved on the very day on which a line of it gave way to the next: the line before arrives at the new account for no
/// day, so that what moved and what changed are told apart.
fn hand_over(names: &Names, stretches: &mut Vec<Stretch>) {
    let moved_on =
        |stretch: &Stretch| names.contracts[stretch.contract as usize].owners[1..].iter().any(|owner| owner.from == stretch.start);
    let successors: Vec<Stretch> = stretches.iter().filter(|next| next.follows != NONE && moved_on(next)).copied().collect();
    for next in successors {
        let before = stretches.iter_mut().find(|old| old.line == next.follows && old.end == next.start && old.account != next.account);
        if let Some(old) = before {
            old.ends = Edge::Moved;
            let arrived =
                Stretch { account: next.account, start: next.start, begins: Edge::Moved, ends: Edge::Line, follows: NONE, ..*old };
            stretches.push(arrived);
        }
    }
}

/// Terms that ended, or will end, without a successor and whose renewal is undecided.
fn held(known: &Known) -> BTreeSet<(ContractId, u32)> {
    let open = known.renewals.iter().filter(|renewal| renewal.is_open()).map(|renewal| (renewal.contract, renewal.term_number));
    open.filter(|(contract, number)| !known.terms.contains_key(&(*contract, number + 1))).collect()
}

fn was_cut(versions: &[LineVersion]) -> bool {
    let longest = versions.iter().map(|version| version.line.end_on).max();
    versions.last().is_some_and(|last| Some(last.line.end_on) < longest)
}

/// Whether a later version changed the amount or the beginning after the line had begun.
fn was_corrected(versions: &[LineVersion]) -> bool {
    let changed = |pair: &[LineVersion]| {
        let (before, after) = (&pair[0].line, &pair[1].line);
        let of = |line: &Line| (line.quantity, line.unit_price, line.price_period, line.lasting_discount_bps(), line.start_on);
        let recorded = pair[1].recorded_at.as_second().div_euclid(86_400);
        of(before) != of(after) && recorded > i64::from(day_of(after.start_on))
    };
    versions.windows(2).any(changed)
}

impl Context<'_> {
    fn end_of(&self, line: &Line) -> Day {
        let key = (line.contract, line.term_number);
        let with_term = || self.known.terms.get(&key).is_some_and(|term| term.end_on == line.end_on);
        let grace = if self.held.contains(&key) && with_term() { Day::from(self.rules.grace_days) } else { 0 };
        day_of(line.end_on) + grace
    }

    /// Hands over the line at its amounts: one piece, or up to three around a temporary discount.
    fn discounted(&self, (line, currency): (&Line, Currency), whole: Stretch, each: &mut dyn FnMut(Stretch)) -> Result<(), Refusal> {
        let too_large = |problem: String| Refusal::general(format!("line {} {problem}", line.reference), "");
        let arr = |discount_bps: u32| {
            let priced = Line { discount_bps, discount_span: None, ..line.clone() };
            priced.arr_minor(currency).map_err(too_large)
        };
        let lasting = match self.rules.discounts {
            Discounts::Ignored => 0,
            Discounts::Lasting | Discounts::Every => line.lasting_discount_bps(),
        };
        let as_it_is = line.discount_bps == lasting && line.discount_span.is_none();
        let arr_minor = if as_it_is { line.arr_minor(currency).map_err(too_large)? } else { arr(lasting)? };
        let full = Stretch { arr_minor, ..whole };
        let Some((from_on, to_on)) = line.discount_span.filter(|_| self.rules.discounts == Discounts::Every) else {
            each(full);
            return Ok(());
        };
        let (from, to) = (day_of(from_on).max(whole.start), day_of(to_on).min(day_of(line.end_on)));
        if whole.start < from {
            each(Stretch { end: from, ends: Edge::Discount, ..full });
        }
        let begins = if whole.start < from { Edge::Discount } else { whole.begins };
        let goes_on = to < day_of(line.end_on);
        let ends = if goes_on { Edge::Discount } else { whole.ends };
        let end = if goes_on { to } else { whole.end };
        each(Stretch { start: from, end, begins, ends, arr_minor: arr(line.discount_bps)?, ..full });
        if goes_on {
            each(Stretch { start: to, begins: Edge::Discount, ..full });
        }
        Ok(())
    }
}

/// Cuts a piece where its contract changed account.
fn owned(piece: Stretch, names: &Names, stretches: &mut Vec<Stretch>) {
    let owners = &names.contracts[piece.contract as usize].owners;
    let mut rest = piece;
    for pair in owners.windows(2) {
        let (moved, account) = (pair[1].from, pair[0].account);
        if rest.start < moved && moved < rest.end {
            stretches.push(Stretch { account, end: moved, ends: Edge::Moved, ..rest });
            rest = Stretch { start: moved, begins: Edge::Moved, ..rest };
        }
    }
    let account = names.contracts[piece.contract as usize].owner(rest.start);
    stretches.push(Stretch { account, ..rest });
}

/// What was due: renewals that decide money, by contract and term.
pub(super) fn dues(known: &Known, names: &Names) -> Vec<DueFact> {
    let decides = |state: &State| match state {
        State::Open => true,
        State::Closed { outcome, .. } => *outcome != Outcome::Merged && *outcome != Outcome::Voided,
    };
    let renewals = known.renewals.iter().filter(|renewal| renewal.kind == RenewalKind::Renewal && decides(&renewal.state));
    let mut groups: BTreeMap<ContractId, Vec<ContractId>> = BTreeMap::new();
    for contract in known.contracts.values() {
        groups.entry(contract.co_term_lead.unwrap_or(contract.id)).or_default().push(contract.id);
    }
    let mut dues: Vec<DueFact> = renewals
        .filter_map(|renewal| {
            let next = known.terms.get(&(renewal.contract, renewal.term_number + 1));
            let end_on = renewal.target.end_on;
            let others = groups.get(&renewal.contract).into_iter().flatten().filter(|other| **other != renewal.contract);
            let ending = |other: &ContractId| {
                let mut terms = known.terms.range((*other, 0)..=(*other, u32::MAX));
                terms.find(|(_, term)| term.end_on == end_on).map(|((_, number), _)| *number)
            };
            Some(DueFact {
                number: renewal.number,
                contract: names.contract(renewal.contract)?,
                term: renewal.term_number,
                with: others.filter_map(|other| names.contract(*other).zip(ending(other))).collect(),
                end: day_of(end_on),
                open: renewal.is_open(),
                signed: next.and_then(|term| term.signature.as_ref()).map(|signature| day_of(signature.signed_on)),
            })
        })
        .collect();
    dues.sort_unstable_by_key(|due| (due.contract, due.term));
    dues
}
