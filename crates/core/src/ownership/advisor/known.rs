//! What is known of each factor, from the book or from an answer, with the evidence; what neither says is not known.

use super::answer::{Answer, QUESTIONS};
use super::factor::{Factor, Level};
use super::figures::Figures;
use crate::identity::Role;
use crate::primitives::{Currency, format_minor};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Counted in the book.
    Book,
    /// Answered by somebody.
    Answered {
        /// Who.
        by: String,
        /// On which day.
        on: Date,
    },
}

/// A value with what shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The value.
    pub level: Level,
    /// The numbers, or the note beside the answer; may be empty.
    pub evidence: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Renewals in a quarter for one CSM from which volume is heavy.
const HEAVY: u64 = 100;

/// What is known of each factor: the book first, then the last answer.
pub fn known(figures: &Figures, answers: &[Answer], currency: Currency) -> BTreeMap<Factor, Known> {
    let mut found = BTreeMap::new();
    for factor in Factor::ALL {
        let counted = counted(*factor, figures, currency);
        let told = counted.map(|(level, evidence)| Known { level, evidence, origin: Origin::Book }).or_else(|| answered(*factor, answers));
        found.extend(told.map(|known| (*factor, known)));
    }
    found
}

fn answered(factor: Factor, answers: &[Answer]) -> Option<Known> {
    QUESTIONS.iter().find(|question| question.factor == factor)?;
    let last = answers.iter().rfind(|answer| answer.factor == factor)?;
    let origin = Origin::Answered { by: last.author.clone(), on: last.answered_on };
    Some(Known { level: last.level?, evidence: last.note.clone(), origin })
}

fn counted(factor: Factor, figures: &Figures, currency: Currency) -> Option<(Level, String)> {
    let amount = |minor: i64| format!("{} {}", format_minor(minor, currency), currency.code());
    let code = |code: &str, evidence: String| factor.level(code).map(|level| (level, evidence));
    match factor {
        Factor::Stage => {
            let arr = figures.arr_minor?;
            let stage = band(arr, currency, &[5_000_000, 25_000_000, 200_000_000]);
            Some((stage, format!("ARR is {}.", amount(arr))))
        }
        Factor::Volume => {
            let each = figures.per_csm_and_quarter()?;
            let says = format!("{} renewals end within twelve months, {} CSMs: about {each} a quarter each.", figures.due, figures.csms);
            code(if each >= HEAVY { "heavy" } else { "bearable" }, says)
        }
        Factor::Nature if figures.open > 0 => {
            let (share, open) = (figures.negotiated * 3, figures.open);
            let word = if share < open {
                "administrative"
            } else if share > open * 2 {
                "negotiated"
            } else {
                "mixed"
            };
            code(word, format!("{} of {open} open renewals have to be negotiated.", figures.negotiated))
        }
        Factor::Size => {
            let average = figures.average_atr_minor()?;
            Some((band(average, currency, &[25_000, 100_000]), format!("{} is up in an open renewal on average.", amount(average))))
        }
        Factor::Product => product(figures).and_then(|(word, says)| code(word, says)),
        Factor::Skill => skill(figures).and_then(|(word, says)| code(word, says)),
        Factor::Accountable => accountable(figures).and_then(|(word, says)| code(word, says)),
        _ => None,
    }
}

/// The place of an amount among bounds in whole units of a currency, each belonging to the band above it.
fn band(minor: i64, currency: Currency, bounds: &[i64]) -> Level {
    let unit = 10_i128.pow(u32::from(currency.exponent().unwrap_or(0)));
    let above = bounds.iter().filter(|bound| i128::from(minor) >= i128::from(**bound) * unit).count();
    Level(u8::try_from(above).unwrap_or(u8::MAX))
}

/// What most open renewals are of; nothing where products that are not on the list could turn it.
fn product(figures: &Figures) -> Option<(&'static str, String)> {
    let (simple, complex) = (figures.simple, figures.complex);
    let says =
        format!("{simple} of {} open renewals are of products that pass both tests, {complex} of products that do not.", figures.open);
    if simple * 2 > figures.open {
        Some(("simple", says))
    } else if complex * 2 >= figures.open && complex > 0 {
        Some(("complex", says))
    } else {
        None
    }
}

/// How many CSMs can negotiate; nothing where those of whom nobody said could turn it.
fn skill(figures: &Figures) -> Option<(&'static str, String)> {
    let (csms, can) = (figures.csms, figures.commercial_csms);
    let word = |can: u64| {
        if can * 3 >= csms * 2 {
            "most"
        } else if can * 3 < csms {
            "none"
        } else {
            "some"
        }
    };
    let at_most = word(can + figures.unjudged_csms);
    (csms > 0 && word(can) == at_most).then(|| (at_most, format!("{can} of {csms} CSMs can lead a commercial negotiation.")))
}

/// Who answers for two thirds of the open renewals and more.
fn accountable(figures: &Figures) -> Option<(&'static str, String)> {
    let of = |role: Role| figures.executive.get(&role).copied().unwrap_or(0);
    let says = |count: u64, who: &str| format!("{who} answers for the number on {count} of {} open renewals.", figures.open);
    let (cs, sales) = (of(Role::CsLeader), of(Role::SalesLeader));
    if cs > 0 && cs * 3 >= figures.open * 2 {
        Some(("cs", says(cs, "The CS leader")))
    } else if sales > 0 && sales * 3 >= figures.open * 2 {
        Some(("sales", says(sales, "The sales leader")))
    } else {
        None
    }
}
