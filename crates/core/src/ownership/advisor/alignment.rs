//! Whether skills, incentives, volume, complexity and will fit the way in which the work is divided today. Each one out of step is named.

use super::factor::{Factor, Level};
use super::figures::Figures;
use crate::identity::Role;
use crate::primitives::closed_words;
use std::collections::BTreeMap;

closed_words! {
    /// What has to fit.
    Aspect {
        Skills = "skills", "Skills";
        Incentives = "incentives", "Incentives";
        Volume = "volume", "Volume";
        Complexity = "complexity", "Complexity";
        Will = "will", "Will";
    }
}

/// One thing out of step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misalignment {
    /// The numbers that show it.
    pub evidence: String,
    /// What to do.
    pub remedy: &'static str,
}

/// How an aspect stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It fits.
    InStep,
    /// It does not: each reason.
    OutOfStep(Vec<Misalignment>),
    /// What would have to be known to tell.
    NotKnown(Vec<Factor>),
}

/// Roles that sell.
const SELLERS: &[Role] = &[Role::AccountExecutive, Role::ExpansionAe, Role::SalesLeader];

/// What each aspect is judged by.
struct Desk<'a> {
    figures: &'a Figures,
    known: &'a BTreeMap<Factor, Level>,
}

impl Desk<'_> {
    /// Whether a factor has a value; `None` where it is not known.
    fn is(&self, factor: Factor, code: &str) -> Option<bool> {
        self.known.get(&factor).map(|level| factor.code_of(*level) == code)
    }

    fn by_csms(&self) -> u64 {
        self.figures.commercial_of(&[Role::Csm])
    }

    fn by_sellers(&self) -> u64 {
        self.figures.commercial_of(SELLERS)
    }

    fn held(&self, who: &str, count: u64) -> String {
        format!("{who} answer for price and terms on {count} of {} open renewals", self.figures.open)
    }
}

/// A check: out of step where it says so, `Err` with the factor that is not known.
type Check = Result<Option<Misalignment>, Factor>;

/// Every aspect of the division that is in force.
pub fn alignment(figures: &Figures, known: &BTreeMap<Factor, Level>) -> Vec<(Aspect, Standing)> {
    let desk = Desk { figures, known };
    let of = |aspect: &Aspect| match aspect {
        Aspect::Skills => vec![skills(&desk)],
        Aspect::Incentives => vec![pay_of_csms(&desk), pay_of_sellers(&desk)],
        Aspect::Volume => vec![volume(&desk)],
        Aspect::Complexity => vec![one_person_for_a_complex_product(&desk), paperwork_for_negotiations(&desk)],
        Aspect::Will => vec![will(&desk)],
    };
    Aspect::ALL.iter().map(|aspect| (*aspect, standing(of(aspect)))).collect()
}

fn standing(checks: Vec<Check>) -> Standing {
    let unknown: Vec<Factor> = checks.iter().filter_map(|check| check.as_ref().err().copied()).collect();
    let out: Vec<Misalignment> = checks.into_iter().filter_map(|check| check.ok().flatten()).collect();
    match (out.is_empty(), unknown.is_empty()) {
        (false, _) => Standing::OutOfStep(out),
        (true, true) => Standing::InStep,
        (true, false) => Standing::NotKnown(unknown),
    }
}

fn out(evidence: String, remedy: &'static str) -> Option<Misalignment> {
    Some(Misalignment { evidence, remedy })
}

fn skills(desk: &Desk<'_>) -> Check {
    let held = desk.by_csms();
    if held == 0 {
        return Ok(None);
    }
    let unskilled = desk.is(Factor::Skill, "none").ok_or(Factor::Skill)?;
    let evidence = format!("{}, and few of them can negotiate.", desk.held("CSMs", held));
    Ok(unskilled.then(|| out(evidence, "Train them, or give price and terms to somebody with a commercial background.")).flatten())
}

fn pay_of_csms(desk: &Desk<'_>) -> Check {
    let unpaid = desk.is(Factor::Pay, "none").ok_or(Factor::Pay)?;
    let held = desk.by_csms();
    if unpaid {
        let evidence = if held > 0 {
            format!("{}, and are neither paid nor measured on GRR or NRR.", desk.held("CSMs", held))
        } else {
            "CSMs are neither paid nor measured on GRR or NRR, though retention is their work.".into()
        };
        return Ok(out(evidence, "Measure CSMs on GRR or NRR at the least; pay them on it where they own the renewal."));
    }
    let targeted = desk.is(Factor::Pay, "targeted").unwrap_or(false);
    let evidence = format!("{}, and are measured but not paid on GRR or NRR.", desk.held("CSMs", held));
    Ok((targeted && held > 0).then(|| out(evidence, "Whoever owns revenue needs variable pay.")).flatten())
}

fn pay_of_sellers(desk: &Desk<'_>) -> Check {
    let held = desk.by_sellers();
    if held == 0 {
        return Ok(None);
    }
    let new_only = desk.is(Factor::SalesPay, "new_only").ok_or(Factor::SalesPay)?;
    let evidence = format!("{}, and are paid on new customers alone.", desk.held("Sellers", held));
    Ok(new_only
        .then(|| out(evidence, "Pay Sales on what is renewed and expanded: a shared expansion quota, and no credit twice."))
        .flatten())
}

fn volume(desk: &Desk<'_>) -> Check {
    let heavy = desk.is(Factor::Volume, "heavy").ok_or(Factor::Volume)?;
    let held = desk.by_csms();
    let each = desk.figures.per_csm_and_quarter().unwrap_or(0);
    let evidence = format!("{}, about {each} a quarter each.", desk.held("CSMs", held));
    Ok((heavy && held > 0)
        .then(|| out(evidence, "Give renewals to renewals managers, the administrative ones to a coordinator."))
        .flatten())
}

fn one_person_for_a_complex_product(desk: &Desk<'_>) -> Check {
    let alone = desk.figures.one_person;
    if alone == 0 {
        return Ok(None);
    }
    let complex = desk.is(Factor::Product, "complex").ok_or(Factor::Product)?;
    if !complex {
        return Ok(None);
    }
    let unicorns = desk.is(Factor::Skill, "most").ok_or(Factor::Skill)?;
    let evidence = format!(
        "One person holds value and price on {alone} of {} open renewals, though the product takes deep knowledge.",
        desk.figures.open
    );
    Ok((!unicorns).then(|| out(evidence, "Two threads: CS proves the value, somebody who negotiates closes.")).flatten())
}

fn paperwork_for_negotiations(desk: &Desk<'_>) -> Check {
    let paper = desk.figures.commercial_of(&[Role::RenewalsCoordinator]);
    if paper == 0 {
        return Ok(None);
    }
    let negotiated = desk.is(Factor::Nature, "negotiated").ok_or(Factor::Nature)?;
    let evidence = format!("{}, and most renewals have to be negotiated.", desk.held("Coordinators", paper));
    Ok(negotiated
        .then(|| out(evidence, "Give what is negotiated to somebody who negotiates; leave the coordinator what is flat."))
        .flatten())
}

fn will(desk: &Desk<'_>) -> Check {
    let held = desk.by_csms();
    if held == 0 {
        return Ok(None);
    }
    let unwilling = desk.is(Factor::Will, "unwilling").ok_or(Factor::Will)?;
    let evidence = format!("{}, and do not want to.", desk.held("CSMs", held));
    Ok(unwilling.then(|| out(evidence, "Ask why; then change pay or training, or give price and terms to others.")).flatten())
}
