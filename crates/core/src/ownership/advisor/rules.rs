//! The rules by which a model is recommended, from the top: the first one whose conditions hold. Each names where it comes from.

use super::factor::{Factor, Level};
use crate::ownership::Model;
use std::collections::BTreeMap;

/// Where a rule or a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Five things to consider: volume, negotiation or administration, skill, complexity, will.
    FiveThings,
    /// Who owns renewals and revenue: accountability, specialisation, types of CSM, expansion.
    RolesChapter,
    /// The joint motion of AE and CSM, tiered, with its benchmark.
    JointMotion,
    /// Ownership by stage, skill and scale, and pay that follows it.
    StageSkillScale,
    /// CS-led, sales-led, hybrid: when each works and struggles.
    ModelsCompared,
}

impl Source {
    /// The title people may look for.
    pub const fn title(self) -> &'static str {
        match self {
            Self::FiveThings => "Where should the ownership of the renewal negotiation sit? Five things to consider",
            Self::RolesChapter => "Roles and responsibilities: who owns renewals and revenue? (chapter 21)",
            Self::JointMotion => "When should AE or CSM own the renewal conversation? (with Pavilion 2025)",
            Self::StageSkillScale => "Who should own retention, renewals, upsells and cross-sells?",
            Self::ModelsCompared => "Post-sale management: renewal ownership models",
        }
    }
}

/// A condition: the factor has one of these values, by code.
pub type Need = (Factor, &'static [&'static str]);

/// One rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable name.
    pub id: &'static str,
    /// What it recommends.
    pub model: Model,
    /// All of these must hold.
    pub needs: &'static [Need],
    /// Why, in one sentence.
    pub because: &'static str,
    /// Where it comes from.
    pub source: Source,
}

/// Whether a rule holds, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Yes,
    No,
    /// It depends on this factor first.
    DependsOn(Factor),
}

impl Rule {
    pub(super) fn holds(&self, known: &BTreeMap<Factor, Level>) -> Holds {
        let mut open = None;
        for (factor, codes) in self.needs {
            match known.get(factor) {
                Some(level) if !codes.contains(&factor.code_of(*level)) => return Holds::No,
                Some(_) => {}
                None => open = open.or(Some(*factor)),
            }
        }
        open.map_or(Holds::Yes, Holds::DependsOn)
    }
}

/// The first rule that holds by what is known, where none before it may hold.
pub fn rule_for(known: &BTreeMap<Factor, Level>) -> Option<&'static Rule> {
    let first = RULES.iter().find(|rule| rule.holds(known) != Holds::No)?;
    (first.holds(known) == Holds::Yes).then_some(first)
}

const CAN: &[&str] = &["large", "every"];
const IN_PART: &[&str] = &["none", "some"];
const REWARDED: &[&str] = &["targeted", "paid"];

const fn rule(id: &'static str, model: Model, needs: &'static [Need], because: &'static str, source: Source) -> Rule {
    Rule { id, model, needs, because, source }
}

/// The rules. The last one needs nothing, so that whatever is known in full has an answer.
pub const RULES: &[Rule] = &[
    rule(
        "small-and-administrative",
        Model::SalesDigital,
        &[(Factor::Nature, &["administrative"]), (Factor::Size, &["small"]), (Factor::SalesCapacity, &["every"])],
        "Small renewals that nobody has to negotiate need a written hand-over of their health, and one seller.",
        Source::JointMotion,
    ),
    rule(
        "paperwork",
        Model::RenewalsCoordinator,
        &[(Factor::Nature, &["administrative"]), (Factor::Stage, &["growth", "mature", "scale"])],
        "Renewals that mostly run by themselves need somebody who sees to the paper, not a negotiator.",
        Source::FiveThings,
    ),
    rule(
        "much-paperwork",
        Model::RenewalsCoordinator,
        &[(Factor::Nature, &["administrative"]), (Factor::Volume, &["heavy"])],
        "Many renewals that mostly run by themselves need somebody who sees to the paper.",
        Source::FiveThings,
    ),
    rule(
        "many-for-sales",
        Model::RenewalsManagerSales,
        &[(Factor::Volume, &["heavy"]), (Factor::Accountable, &["sales"])],
        "A hundred renewals a quarter for each CSM are a job of their own, and the sales leader answers for the number.",
        Source::FiveThings,
    ),
    rule(
        "many-for-cs",
        Model::RenewalsManagerCs,
        &[(Factor::Volume, &["heavy"]), (Factor::Accountable, &["cs"])],
        "A hundred renewals a quarter for each CSM are a job of their own, and the CS leader answers for the number.",
        Source::FiveThings,
    ),
    rule(
        "scale-for-sales",
        Model::RenewalsManagerSales,
        &[(Factor::Stage, &["scale"]), (Factor::Accountable, &["sales"])],
        "From about 200M to 300M of recurring revenue on, value and renewal are two specialities.",
        Source::RolesChapter,
    ),
    rule(
        "scale-for-cs",
        Model::RenewalsManagerCs,
        &[(Factor::Stage, &["scale"]), (Factor::Accountable, &["cs"])],
        "From about 200M to 300M of recurring revenue on, value and renewal are two specialities; under one leader they stay together.",
        Source::RolesChapter,
    ),
    rule(
        "pods",
        Model::RevenuePod,
        &[(Factor::Pods, &["shared"]), (Factor::Product, &["complex"])],
        "A product that takes several kinds of people is renewed by the team that made it work, all paid on what it keeps.",
        Source::StageSkillScale,
    ),
    rule(
        "value-then-close",
        Model::DualThreaded,
        &[(Factor::Product, &["complex"]), (Factor::Skill, IN_PART), (Factor::SalesCapacity, &["every"])],
        "Whoever knows the product deeply is seldom a negotiator too: CS owns the value, Sales the close.",
        Source::FiveThings,
    ),
    rule(
        "cs-answers-sales-signs",
        Model::CcoSalesExecutes,
        &[(Factor::Skill, &["none"]), (Factor::SalesCapacity, &["every"]), (Factor::Accountable, &["cs"])],
        "Sales can execute while the CS leader answers for retention.",
        Source::RolesChapter,
    ),
    rule(
        "sellers-negotiate",
        Model::SalesLed,
        &[(Factor::Nature, &["negotiated"]), (Factor::Skill, IN_PART), (Factor::SalesCapacity, &["every"])],
        "Most renewals are negotiations, and those who can negotiate are in Sales.",
        Source::ModelsCompared,
    ),
    rule(
        "sellers-want-to",
        Model::SalesLed,
        &[(Factor::Will, &["unwilling"]), (Factor::SalesCapacity, &["every"])],
        "Whoever does not want to negotiate should not have to; Sales has the room.",
        Source::FiveThings,
    ),
    rule(
        "background",
        Model::AccountManagement,
        &[(Factor::Skill, &["none"]), (Factor::SalesCapacity, &["none", "large"])],
        "CSMs do not negotiate and Sales has no room: better somebody with the right background inside CS.",
        Source::FiveThings,
    ),
    rule(
        "background-and-will",
        Model::AccountManagement,
        &[(Factor::Will, &["unwilling"]), (Factor::SalesCapacity, &["none", "large"])],
        "CSMs do not want to negotiate and Sales has no room: better somebody inside CS who does.",
        Source::RolesChapter,
    ),
    rule(
        "expansion-specialist",
        Model::DedicatedExpansion,
        &[(Factor::Skill, &["most"]), (Factor::Pay, REWARDED), (Factor::Expansion, &["specialist"]), (Factor::Stage, &["mature", "scale"])],
        "CS can own relationship and renewal, and what can be added fills a specialist's year.",
        Source::StageSkillScale,
    ),
    rule(
        "two-conversations",
        Model::CsRenewalSalesExpansion,
        &[
            (Factor::Skill, &["most"]),
            (Factor::Pay, REWARDED),
            (Factor::Expansion, &["own_sale", "specialist"]),
            (Factor::SalesCapacity, CAN),
        ],
        "CSMs can renew what stands; what is new is another sale, for those who sell.",
        Source::StageSkillScale,
    ),
    rule(
        "value-capture",
        Model::CsLed,
        &[
            (Factor::Product, &["simple"]),
            (Factor::Skill, &["most"]),
            (Factor::Pay, REWARDED),
            (Factor::Expansion, &["from_use"]),
            (Factor::Nature, &["administrative", "mixed"]),
        ],
        "The product needs little of the CSM, who can negotiate and is rewarded for it: one person for the customer.",
        Source::RolesChapter,
    ),
    rule(
        "early",
        Model::CsLed,
        &[(Factor::Stage, &["early"]), (Factor::Skill, &["some", "most"]), (Factor::SalesCapacity, &["none"])],
        "A young company with few renewals and no seller to spare lets its CSMs renew.",
        Source::StageSkillScale,
    ),
    rule(
        "growing-together",
        Model::Joint,
        &[(Factor::Stage, &["growth"]), (Factor::SalesCapacity, CAN)],
        "Between 5M and 25M ownership begins to shift; both in the room keeps what each of them knows.",
        Source::StageSkillScale,
    ),
    rule(
        "worth-two",
        Model::Joint,
        &[(Factor::Size, &["large"]), (Factor::SalesCapacity, CAN)],
        "Renewals of this size return the hours of two people.",
        Source::JointMotion,
    ),
    rule(
        "by-rule",
        Model::Hybrid,
        &[],
        "Nothing speaks for one model for all: written rules give the large and the endangered ones to Sales, CS keeps the rest.",
        Source::ModelsCompared,
    ),
];
