//! Expansions and what they are credited with: read from their two files, then placed once renewals are planned, since owners follow from
//! those.

use super::changes::{Change, RecordChange};
use super::export::{account_reference, teammate_reference};
use super::import::{Work, each_row};
use super::names::Seen;
use super::schema::file_schema;
use super::sheet::{Cells, Sheet, at, one_line};
use crate::commands::{CREDITS_MAX, EXPECTED_MAX};
use crate::expansion::{Credit, Expansion, ExpansionState, Source, reckoned};
use crate::facts::{Facts, Write};
use crate::ledger::Class;
use crate::ownership::handoff::Word;
use crate::primitives::{AccountId, Currency, ExpansionId, Money, TeammateId, parse_currency, parse_date, parse_minor};
use crate::refusal::Refusal;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The file of the expansions.
pub(super) const FILE: &str = "expansions.csv";
/// The file of what they are credited with.
pub(super) const CREDITS_FILE: &str = "expansion_credits.csv";

/// One sound row.
pub(super) struct Told {
    row: usize,
    number: u32,
    account: AccountId,
    kind: Class,
    expected: Money,
    what: String,
    found: (TeammateId, Date, Source),
    raised: (String, Date, Date),
    state: String,
    accepted: Option<Said>,
    settled: Option<Said>,
}

/// What a row says that somebody said.
struct Said {
    by: String,
    on: Date,
    reason: String,
}

/// One sound row of the credits.
pub(super) struct ToldCredit {
    row: usize,
    number: u32,
    movement: String,
    moved_on: Date,
    amount: Money,
}

/// Reads the rows; what follows from renewals is judged once they are planned.
pub(super) fn read(sheet: &Sheet<'_>, work: &mut Work<'_>) -> Vec<Told> {
    let mut seen = Seen::new();
    let mut sound = Vec::new();
    for (row, told) in each_row(sheet, work, told) {
        if seen.is_first(sheet, work, row, (told.number, ("id", &format!("E-{}", told.number)))) {
            work.touched.insert(told.account);
            sound.push(told);
        }
    }
    sound
}

fn told(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<Told> {
    let number = cells.read("id", number);
    let account = cells.known("account", &work.names.accounts);
    let kind = cells.read("expansion_type", expansion_type);
    let expected = amount(cells, "expected");
    let what = cells.text("what");
    let found_by = cells.known("found_by", &work.names.teammates);
    let today = work.planning.moment.today;
    let passed =
        |text: &str| parse_date(text).and_then(|day| if day <= today { Ok(day) } else { Err(format!("lies after today, {today}")) });
    let (found_on, raised_on) = (cells.read("found_on", passed), cells.read("raised_on", passed));
    let (source, raised_by, answer_by) = (cells.word("source"), cells.text("raised_by"), cells.read("answer_by", parse_date));
    if let Some((found_on, raised_on)) = found_on.zip(raised_on).filter(|(found_on, raised_on)| found_on > raised_on) {
        cells.refuse("found_on", format!("{found_on} lies after raised_on, {raised_on}"), "");
    }
    if let Some((raised_on, answer_by)) = raised_on.zip(answer_by).filter(|(raised_on, answer_by)| answer_by < raised_on) {
        cells.refuse("answer_by", format!("{answer_by} lies before raised_on, {raised_on}"), "");
    }
    let state = cells.read("state", state_word);
    let accepted = said(cells, ["accepted_by", "accepted_on", "accepted_note"], passed);
    let settled = said(cells, ["settled_by", "settled_on", "settled_reason"], passed);
    let told = Told {
        row: cells.row.line,
        number: number?,
        account: account?,
        kind: kind?,
        expected: expected?,
        what: what?,
        found: (found_by?, found_on?, source?),
        raised: (raised_by?, raised_on?, answer_by?),
        state: state?,
        accepted: accepted?,
        settled: settled?,
    };
    fits(cells, &told).then_some(told)
}

/// Whether what was said fits the state.
fn fits(cells: &mut Cells<'_, '_>, told: &Told) -> bool {
    let (needs_acceptance, needs_word) = match told.state.as_str() {
        "raised" => (false, false),
        "accepted" => (true, false),
        "won" | "lost" => (true, true),
        _ => (false, true),
    };
    for (column, needed, said) in [("accepted_by", needs_acceptance, &told.accepted), ("settled_by", needs_word, &told.settled)] {
        if needed != said.is_some() {
            let problem = if needed { "is empty".to_string() } else { "has a name".to_string() };
            cells.refuse(column, format!("{problem}, which does not fit {}", told.state), "");
            return false;
        }
    }
    let from = told.accepted.as_ref().map_or(told.raised.1, |said| said.on);
    if told.accepted.as_ref().is_some_and(|said| said.on < told.raised.1) {
        cells.refuse("accepted_on", format!("lies before raised_on, {}", told.raised.1), "");
        return false;
    }
    if told.settled.as_ref().is_some_and(|said| said.on < from) {
        cells.refuse("settled_on", format!("lies before {from}"), "");
        return false;
    }
    if ["rejected", "withdrawn", "lost"].contains(&told.state.as_str()) && told.settled.as_ref().is_some_and(|said| said.reason.is_empty())
    {
        cells.refuse("settled_reason", "is empty", "Say why.");
        return false;
    }
    true
}

/// Who said something, when and why; the outer `None` means refused.
fn said(cells: &mut Cells<'_, '_>, [by, on, reason]: [&str; 3], day: impl Fn(&str) -> Result<Date, String>) -> Option<Option<Said>> {
    if cells.raw(by).is_empty() && cells.raw(on).is_empty() && cells.raw(reason).is_empty() {
        return Some(None);
    }
    let (by, on) = (cells.text(by), cells.read(on, day));
    let reason = cells.optional(reason, (None, String::new()), one_line);
    Some(Some(Said { by: by?, on: on?, reason: reason? }))
}

fn number(text: &str) -> Result<u32, String> {
    let digits = text.strip_prefix("E-").filter(|digits| digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit()));
    let number = digits.and_then(|digits| digits.parse().ok()).filter(|number| *number > 0 && text == format!("E-{number}"));
    number.ok_or_else(|| "is not a reference such as E-12".to_string())
}

fn expansion_type(text: &str) -> Result<Class, String> {
    let types = || Class::ALL.iter().filter(|class| class.is_expansion()).map(|class| class.code());
    let found = text.parse().ok().filter(|class: &Class| class.is_expansion());
    found.ok_or_else(|| format!("is not one of: {}", types().collect::<Vec<_>>().join(", ")))
}

fn state_word(text: &str) -> Result<String, String> {
    let known = ExpansionState::WORDS.iter().any(|(code, _)| *code == text);
    if known { Ok(text.into()) } else { Err(format!("is not one of: {}", ExpansionState::WORDS.map(|(code, _)| code).join(", "))) }
}

fn amount(cells: &mut Cells<'_, '_>, column: &str) -> Option<Money> {
    let currency: Currency = cells.read("currency", parse_currency)?;
    let above_zero = |text: &str| {
        let minor = parse_minor(text, currency)?;
        if (1..=EXPECTED_MAX).contains(&minor) { Ok(minor) } else { Err("is not above zero, or is too large".into()) }
    };
    cells.read(column, above_zero).map(|minor| Money::new(minor, currency))
}

/// Reads what expansions are credited with.
pub(super) fn read_credits(sheet: &Sheet<'_>, work: &mut Work<'_>) -> Vec<ToldCredit> {
    let mut seen = Seen::new();
    let mut sound = Vec::new();
    for (row, credit) in each_row(sheet, work, |cells, _| credit(cells)) {
        if seen.is_first(sheet, work, row, (credit.movement.clone(), ("movement", &credit.movement))) {
            sound.push(credit);
        }
    }
    sound
}

fn credit(cells: &mut Cells<'_, '_>) -> Option<ToldCredit> {
    let (number, movement) = (cells.read("expansion", number), cells.text("movement"));
    let (moved_on, amount) = (cells.read("moved_on", parse_date), amount(cells, "amount"));
    Some(ToldCredit { row: cells.row.line, number: number?, movement: movement?, moved_on: moved_on?, amount: amount? })
}

/// Places the expansions. Gives the accounts whose owners follow from them.
pub(super) fn place(after: &mut Facts, (told, credits): (Vec<Told>, Vec<ToldCredit>), work: &mut Work<'_>) -> BTreeSet<AccountId> {
    let mut accounts = BTreeSet::new();
    if told.is_empty() && credits.is_empty() {
        return accounts;
    }
    let mut by_number: BTreeMap<u32, Vec<ToldCredit>> = BTreeMap::new();
    for credit in credits {
        by_number.entry(credit.number).or_default().push(credit);
    }
    let known: BTreeMap<u32, &Expansion> = work.before.expansions.values().map(|expansion| (expansion.number, expansion)).collect();
    let mut writes = Vec::new();
    for row in told {
        let before = known.get(&row.number).copied();
        let credits = by_number.remove(&row.number).unwrap_or_default();
        let placed = match placed(after, (&row, credits), before, work) {
            Ok(placed) => placed,
            Err(refusal) => {
                work.refusals.push(refusal);
                continue;
            }
        };
        let change = match before {
            Some(before) if *before == placed => None,
            Some(_) => Some(Change::Updated),
            None => Some(Change::Created),
        };
        work.changes.count(FILE, change);
        if let Some(change) = change {
            let kind = file_schema(FILE).map_or("expansion", |schema| schema.kind);
            work.changes.records.push(RecordChange { kind, reference: placed.reference(), change });
            accounts.insert(placed.account);
            writes.push(Write::Expansion(placed));
        }
    }
    for stray in by_number.into_values().flatten() {
        let problem = "is not a won expansion of expansions.csv".to_string();
        let remedy = "Add its row there, or take this one out.".to_string();
        work.refusals.push(Refusal { problem, remedy, ..at(CREDITS_FILE, stray.row, "expansion", &format!("E-{}", stray.number)) });
    }
    work.extend(after, writes);
    accounts
}

fn placed(
    after: &Facts,
    (row, credits): (&Told, Vec<ToldCredit>),
    before: Option<&Expansion>,
    work: &mut Work<'_>,
) -> Result<Expansion, Refusal> {
    if before.is_some_and(|before| before.account != row.account) {
        let problem = "is of another account".to_string();
        let remedy = "Numbers of expansions are those of this instance; give the row another one.".to_string();
        return Err(Refusal { problem, remedy, ..at(FILE, row.row, "id", &format!("E-{}", row.number)) });
    }
    let state = state(row, credits, before, work)?;
    let same = before.filter(|before| (before.expected, before.raised_on) == (row.expected, row.raised.1));
    let expected_reporting = match same {
        Some(before) => before.expected_reporting,
        None => reckoned(row.expected, row.raised.1, &after.plan_rates, after.reporting()).map_err(|refusal| Refusal {
            problem: refusal.problem,
            remedy: refusal.remedy,
            ..at(FILE, row.row, "currency", row.expected.currency.code())
        })?,
    };
    Ok(Expansion {
        id: before.map_or_else(|| ExpansionId::new(work.planning.ids), |before| before.id),
        number: row.number,
        account: row.account,
        kind: row.kind,
        expected: row.expected,
        expected_reporting,
        what: row.what.clone(),
        found_by: row.found.0,
        found_on: row.found.1,
        source: row.found.2,
        raised_by: row.raised.0.clone(),
        raised_on: row.raised.1,
        answer_by: row.raised.2,
        raised_at: before.map_or(work.planning.moment.recorded_at, |before| before.raised_at),
        routed: before.and_then(|before| before.routed.clone()),
        state,
    })
}

fn state(row: &Told, credits: Vec<ToldCredit>, before: Option<&Expansion>, work: &mut Work<'_>) -> Result<ExpansionState, Refusal> {
    let now = work.planning.moment.recorded_at;
    let word = |said: &Option<Said>, known: Option<&Word>| {
        let Said { by, on, reason } = said.as_ref()?;
        let same = known.filter(|known| (&known.by, known.on, &known.reason) == (by, *on, reason));
        Some(Word { by: by.clone(), reason: reason.clone(), on: *on, recorded_at: same.map_or(now, |known| known.recorded_at) })
    };
    let accepted = word(&row.accepted, before.and_then(|before| before.state.accepted()));
    let settled = word(&row.settled, before.and_then(|before| before.state.settled()));
    let credited = row.state == "won";
    if credited == credits.is_empty() || credits.len() > CREDITS_MAX {
        let problem =
            if credited { format!("has not 1 to {CREDITS_MAX} rows in {CREDITS_FILE}") } else { format!("has rows in {CREDITS_FILE}") };
        return Err(Refusal {
            problem,
            remedy: "A won expansion is credited with movements, another one is not.".into(),
            ..at(FILE, row.row, "state", &row.state)
        });
    }
    let known = before.map_or(&[][..], |before| before.state.credits());
    for credit in &credits {
        let same = known.iter().any(|known| known.movement == credit.movement);
        let change = if same { None } else { Some(Change::Created) };
        work.changes.count(CREDITS_FILE, change);
        let reference = format!("E-{} {}", row.number, credit.movement);
        let kind = file_schema(CREDITS_FILE).map_or("expansion_credit", |schema| schema.kind);
        work.changes.records.extend(change.map(|change| RecordChange { kind, reference, change }));
    }
    let mut credits: Vec<Credit> = credits
        .into_iter()
        .map(|credit| Credit { movement: credit.movement, moved_on: credit.moved_on, class: row.kind, amount: credit.amount })
        .collect();
    credits.sort_by(|a, b| (a.moved_on, &a.movement).cmp(&(b.moved_on, &b.movement)));
    Ok(match (row.state.as_str(), accepted, settled) {
        ("accepted", Some(accepted), _) => ExpansionState::Accepted { accepted },
        ("rejected", _, Some(word)) => ExpansionState::Rejected { word },
        ("withdrawn", _, Some(word)) => ExpansionState::Withdrawn { word },
        ("won", Some(accepted), Some(word)) => ExpansionState::Won { accepted, word, credits },
        ("lost", Some(accepted), Some(word)) => ExpansionState::Lost { accepted, word },
        _ => ExpansionState::Raised,
    })
}

fn plain(money: Money) -> String {
    crate::primitives::format_minor(money.minor, money.currency).replace(',', "")
}

/// Rows of expansions.csv, by number.
pub(super) fn expansions(facts: &Facts) -> Vec<Vec<String>> {
    let mut all: Vec<&Expansion> = facts.expansions.values().collect();
    all.sort_by_key(|expansion| expansion.number);
    let word = |word: Option<&Word>| {
        word.map_or_else(|| vec![String::new(); 3], |word| vec![word.by.clone(), word.on.to_string(), word.reason.clone()])
    };
    let row = |expansion: &&Expansion| {
        let head = vec![
            expansion.reference(),
            account_reference(facts, expansion.account),
            expansion.kind.to_string(),
            expansion.expected.currency.code().to_string(),
            plain(expansion.expected),
            expansion.what.clone(),
            teammate_reference(facts, expansion.found_by),
            expansion.found_on.to_string(),
            expansion.source.to_string(),
            expansion.raised_by.clone(),
            expansion.raised_on.to_string(),
            expansion.answer_by.to_string(),
            expansion.state.code().to_string(),
        ];
        [head, word(expansion.state.accepted()), word(expansion.state.settled())].concat()
    };
    all.iter().map(row).collect()
}

/// Rows of expansion_credits.csv, by expansion and day.
pub(super) fn credits(facts: &Facts) -> Vec<Vec<String>> {
    let mut all: Vec<&Expansion> = facts.expansions.values().collect();
    all.sort_by_key(|expansion| expansion.number);
    let row = |expansion: &Expansion, credit: &Credit| {
        vec![
            expansion.reference(),
            credit.movement.clone(),
            credit.moved_on.to_string(),
            credit.amount.currency.code().to_string(),
            plain(credit.amount),
        ]
    };
    all.iter().flat_map(|expansion| expansion.state.credits().iter().map(|credit| row(expansion, credit))).collect()
}
