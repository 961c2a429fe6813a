//! Proposals: each version with its options, trades, lines and what happened to it, in five files. A version is written once.

mod place;
mod rows;

pub(super) use place::place;
pub(super) use rows::{lines, options, proposals, steps, trades};

use super::contracts::TERMS_MAX;
use super::import::{Work, each_row};
use super::rates::above_zero;
use super::sheet::{Cells, Sheet, one_line, whole, words};
use super::values::written;
use crate::contract::{Line, LineKind, LineOrigin};
use crate::primitives::{ContractId, LineId, RenewalId, TeammateId, parse_date};
use crate::proposal::{OPTIONS_MAX, Step, StepKind, Trade};
use jiff::Timestamp;
use jiff::civil::Date;

/// The file of versions.
pub(super) const FILE: &str = "proposals.csv";
/// The file of options.
pub(super) const OPTIONS_FILE: &str = "proposal_options.csv";
/// The file of trades.
pub(super) const TRADES_FILE: &str = "proposal_trades.csv";
/// The file of lines.
pub(super) const LINES_FILE: &str = "proposal_lines.csv";
/// The file of what happened.
pub(super) const STEPS_FILE: &str = "proposal_steps.csv";

/// Most versions of one renewal.
const VERSIONS_MAX: u32 = 100_000;

/// Which version: contract, term and number.
type Key = (ContractId, u32, u32);

/// A version as its row tells it.
struct Head {
    made_by: TeammateId,
    made_on: Date,
    note: String,
    start_on: Date,
    written_by: String,
    recorded_at: Timestamp,
}

/// An option as its row tells it.
struct Offered {
    number: u32,
    name: String,
    end_on: Date,
    over_cap_reason: String,
}

/// A line as its row tells it, and the line of the contract that it continues.
struct Row {
    option: u32,
    line: Line,
    follows: String,
}

/// Sound rows of a file with their places and the version they belong to.
type Rows<T> = Vec<(usize, (Key, T))>;

/// Sound rows of the five files.
#[derive(Default)]
pub(super) struct Told {
    heads: Rows<Head>,
    options: Rows<Offered>,
    trades: Rows<(u32, Trade)>,
    lines: Rows<Row>,
    steps: Rows<Step>,
}

/// Reads the files that are there.
pub(super) fn read<'a, 's>(find: impl Fn(&str) -> Option<&'s Sheet<'a>>, work: &mut Work<'_>) -> Told
where
    'a: 's,
{
    Told {
        heads: find(FILE).map_or_else(Vec::new, |sheet| each_row(sheet, work, head)),
        options: find(OPTIONS_FILE).map_or_else(Vec::new, |sheet| each_row(sheet, work, option)),
        trades: find(TRADES_FILE).map_or_else(Vec::new, |sheet| each_row(sheet, work, trade)),
        lines: find(LINES_FILE).map_or_else(Vec::new, |sheet| each_row(sheet, work, line)),
        steps: find(STEPS_FILE).map_or_else(Vec::new, |sheet| each_row(sheet, work, step)),
    }
}

fn key(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<Key> {
    let contract = cells.known("contract", &work.names.contracts);
    let term = cells.read("term", whole(1, TERMS_MAX));
    let version = cells.read("version", whole(1, VERSIONS_MAX));
    Some((contract?, term?, version?))
}

fn of_option(cells: &mut Cells<'_, '_>, least: u32) -> Option<u32> {
    cells.read("option", whole(least, u32::try_from(OPTIONS_MAX).unwrap_or(u32::MAX)))
}

fn head(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<(Key, Head)> {
    let key = key(cells, work);
    let made_by = cells.known("made_by", &work.names.teammates);
    let (made_on, start_on) = (cells.read("made_on", parse_date), cells.read("start_on", parse_date));
    let note = cells.optional("note", (None, String::new()), words);
    let (written_by, recorded_at) = written(cells, work)?;
    let head = Head { made_by: made_by?, made_on: made_on?, note: note?, start_on: start_on?, written_by, recorded_at };
    Some((key?, head))
}

fn option(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<(Key, Offered)> {
    let key = key(cells, work);
    let number = of_option(cells, 1);
    let (name, end_on) = (cells.text("name"), cells.read("end_on", parse_date));
    let over_cap_reason = cells.optional("over_cap_reason", (None, String::new()), one_line);
    Some((key?, Offered { number: number?, name: name?, end_on: end_on?, over_cap_reason: over_cap_reason? }))
}

fn trade(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<(Key, (u32, Trade))> {
    let key = key(cells, work);
    let option = of_option(cells, 1);
    let (lever, give, get) = (cells.word("lever"), cells.text("give"), cells.text("get"));
    Some((key?, (option?, Trade { lever: lever?, give: give?, get: get? })))
}

fn line(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<(Key, Row)> {
    let key = key(cells, work);
    let option = of_option(cells, 0);
    let reference = cells.optional("line", (None, String::new()), one_line);
    let version = cells.optional("line_version", (None, 1), whole(1, 999_999_999));
    let of = cells.known_or_none("line_contract", None, &work.names.contracts);
    let term_number = cells.optional("line_term", (None, None), |text| whole(1, TERMS_MAX)(text).map(Some));
    let product = cells.text("product");
    let business_unit = cells.optional("business_unit", (None, String::new()), one_line);
    let kind = cells.optional("kind", (None, LineKind::Recurring), str::parse);
    let (quantity, unit_price) = (cells.read("quantity", above_zero), cells.read("unit_price", str::parse));
    let price_period = cells.word("price_period");
    let discount_bps = cells.optional("discount_bps", (None, 0), whole(0, 10_000));
    let discount_span = span(cells);
    let (start_on, end_on) = (cells.read("start_on", parse_date), cells.read("end_on", parse_date));
    super::contracts::refuse_backwards(cells, start_on, end_on);
    let economic_buyer = cells.optional("economic_buyer", (None, String::new()), one_line);
    let origin = cells.optional("origin", (None, LineOrigin::Renewed), str::parse);
    let follows = cells.optional("follows", (None, String::new()), one_line);
    let key = key?;
    let line = Line {
        id: LineId(uuid::Uuid::nil()),
        reference: reference?,
        version: version?,
        contract: of?.unwrap_or(key.0),
        term_number: term_number?.unwrap_or(if option? == 0 { key.1 } else { key.1 + 1 }),
        product: product?,
        business_unit: business_unit?,
        kind: kind?,
        quantity: quantity?,
        unit_price: unit_price?,
        price_period: price_period?,
        discount_bps: discount_bps?,
        discount_span: discount_span?,
        start_on: start_on?,
        end_on: end_on?,
        economic_buyer: economic_buyer?,
        origin: origin?,
        follows: None,
    };
    Some((key, Row { option: option?, line, follows: follows? }))
}

/// The days of a temporary discount: both or neither. The outer `None` means refused.
fn span(cells: &mut Cells<'_, '_>) -> Option<Option<(Date, Date)>> {
    let dated = |text: &str| parse_date(text).map(Some);
    let from_on = cells.optional("discount_from_on", (None, None), dated)?;
    let to_on = cells.optional("discount_to_on", (None, None), dated)?;
    match (from_on, to_on) {
        (Some(from_on), Some(to_on)) if from_on < to_on => Some(Some((from_on, to_on))),
        (None, None) => Some(None),
        _ => {
            cells.refuse("discount_to_on", "does not come after discount_from_on", "Give both days, or neither.");
            None
        }
    }
}

fn step(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<(Key, Step)> {
    let key = key(cells, work);
    let kind = cells.word::<StepKind>("kind");
    let on = cells.read("said_on", parse_date);
    let note = cells.optional("note", (None, String::new()), words);
    let approver = cells.known_or_none("approver", None, &work.names.teammates);
    let sent_to = cells.optional("sent_to", (None, String::new()), one_line);
    let option = cells.optional("option", (None, None), |text| whole(1, u32::MAX)(text).map(Some));
    let (by, recorded_at) = written(cells, work)?;
    let (kind, approver, sent_to, option) = (kind?, approver?, sent_to?, option?);
    let fits = [
        ("approver", matches!(kind, StepKind::Asked | StepKind::Approved | StepKind::Refused) == approver.is_some()),
        ("sent_to", (kind == StepKind::Sent) != sent_to.is_empty()),
        ("option", (kind == StepKind::Accepted) == option.is_some()),
    ];
    if let Some((column, _)) = fits.iter().find(|(_, fits)| !fits) {
        let remedy = "An approver goes with asked, approved and refused, sent_to with sent, an option with accepted.";
        cells.refuse(column, format!("does not go with {}", kind.code()), remedy);
        return None;
    }
    // The renewal and the number follow from the place of the row.
    let renewal = RenewalId(uuid::Uuid::nil());
    Some((key?, Step { renewal, version: 0, number: 0, kind, by, on: on?, recorded_at, note: note?, approver, sent_to, option }))
}
