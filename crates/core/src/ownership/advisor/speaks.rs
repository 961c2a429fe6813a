//! What speaks for each model and what against it: one line for each, with where it comes from. Nothing is added up; people read and judge.

use super::factor::{Factor, Level};
use super::rules::{Need, Source};
use crate::ownership::Model;
use std::collections::BTreeMap;

/// Which way a line speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    /// For the model.
    For,
    /// Against it.
    Against,
}

/// One line.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The model.
    pub model: Model,
    /// It speaks where the factor has one of these values.
    pub when: Need,
    /// Which way.
    pub speaks: Speaks,
    /// What it says.
    pub says: &'static str,
    /// Where it comes from.
    pub source: Source,
}

/// The lines on a model that speak, by what is known, in the order of the table.
pub fn lines_of(model: Model, known: &BTreeMap<Factor, Level>) -> Vec<&'static Line> {
    let speaks = |line: &&Line| {
        let (factor, codes) = line.when;
        line.model == model && known.get(&factor).is_some_and(|level| codes.contains(&factor.code_of(*level)))
    };
    LINES.iter().filter(speaks).collect()
}

const fn pro(model: Model, when: Need, says: &'static str, source: Source) -> Line {
    Line { model, when, speaks: Speaks::For, says, source }
}

const fn con(model: Model, when: Need, says: &'static str, source: Source) -> Line {
    Line { model, when, speaks: Speaks::Against, says, source }
}

/// Every line.
pub const LINES: &[Line] = &[
    pro(
        Model::CsLed,
        (Factor::Product, &["simple"]),
        "Low effort until value leaves the CSM time and skill for the renewal.",
        Source::RolesChapter,
    ),
    pro(Model::CsLed, (Factor::Nature, &["administrative", "mixed"]), "Renewals mostly confirm what goes well.", Source::ModelsCompared),
    pro(Model::CsLed, (Factor::Skill, &["most"]), "CSMs have business sense and can sell.", Source::ModelsCompared),
    pro(
        Model::CsLed,
        (Factor::Stage, &["early"]),
        "A young company has few renewals, and CS is close to the product.",
        Source::StageSkillScale,
    ),
    pro(Model::CsLed, (Factor::Expansion, &["from_use"]), "Expansion grows out of the CSM's daily work.", Source::RolesChapter),
    con(
        Model::CsLed,
        (Factor::Nature, &["negotiated"]),
        "Terms are negotiated hard; procurement and lawyers take part.",
        Source::ModelsCompared,
    ),
    con(
        Model::CsLed,
        (Factor::Skill, &["none"]),
        "CSMs who cannot negotiate lose deals and their pleasure in the work.",
        Source::FiveThings,
    ),
    con(
        Model::CsLed,
        (Factor::Pay, &["none"]),
        "Whoever owns revenue needs variable pay; flat salaries make passive relationships.",
        Source::StageSkillScale,
    ),
    con(
        Model::CsLed,
        (Factor::Volume, &["heavy"]),
        "A CSM with reviews and plans should not process a hundred renewals a quarter.",
        Source::FiveThings,
    ),
    con(
        Model::CsLed,
        (Factor::Will, &["unwilling"]),
        "Asked against their will, CSMs feel the friction and the customer does too.",
        Source::FiveThings,
    ),
    pro(Model::SalesLed, (Factor::Nature, &["negotiated"]), "Sales has the depth in deal structure and pricing.", Source::ModelsCompared),
    pro(Model::SalesLed, (Factor::Size, &["large"]), "The contract is worth a seller's time.", Source::ModelsCompared),
    pro(Model::SalesLed, (Factor::SalesCapacity, &["every"]), "Sales has the room.", Source::ModelsCompared),
    con(
        Model::SalesLed,
        (Factor::Nature, &["administrative"]),
        "A renewal that needs no sale becomes a transaction.",
        Source::ModelsCompared,
    ),
    con(
        Model::SalesLed,
        (Factor::SalesPay, &["new_only"]),
        "Sellers who are paid on new customers put renewals last.",
        Source::RolesChapter,
    ),
    con(Model::SalesLed, (Factor::SalesCapacity, &["none"]), "Sales has no room.", Source::ModelsCompared),
    pro(
        Model::Hybrid,
        (Factor::Nature, &["mixed"]),
        "Some renewals are negotiations and some are not: a rule can tell them apart.",
        Source::ModelsCompared,
    ),
    pro(
        Model::Hybrid,
        (Factor::SalesCapacity, &["large"]),
        "Sales cannot be afforded on every renewal, only on the large and endangered ones.",
        Source::ModelsCompared,
    ),
    pro(Model::Hybrid, (Factor::Stage, &["growth", "mature"]), "It scales best, and most companies end here.", Source::ModelsCompared),
    con(
        Model::Hybrid,
        (Factor::SalesCapacity, &["none"]),
        "The rules would give renewals to people who have no room.",
        Source::ModelsCompared,
    ),
    pro(
        Model::Joint,
        (Factor::Size, &["large"]),
        "Forty minutes of an AE return many times their cost on a renewal of this size.",
        Source::JointMotion,
    ),
    pro(
        Model::Joint,
        (Factor::Stage, &["growth"]),
        "Customers expect business impact, and ownership is often joint at this stage.",
        Source::StageSkillScale,
    ),
    pro(Model::Joint, (Factor::SalesPay, &["kept"]), "Both are paid on what the customer keeps.", Source::JointMotion),
    con(Model::Joint, (Factor::Size, &["small"]), "Small renewals do not return two people's hours.", Source::JointMotion),
    con(Model::Joint, (Factor::Volume, &["heavy"]), "CSMs cannot attend every renewal.", Source::JointMotion),
    con(Model::Joint, (Factor::SalesCapacity, &["none"]), "There is nobody in Sales to be in the room.", Source::JointMotion),
    pro(
        Model::CsRenewalSalesExpansion,
        (Factor::Expansion, &["own_sale", "specialist"]),
        "Complex pricing and several products keep Sales involved in what is new.",
        Source::StageSkillScale,
    ),
    pro(Model::CsRenewalSalesExpansion, (Factor::Skill, &["most"]), "CSMs can negotiate what stands.", Source::FiveThings),
    pro(Model::CsRenewalSalesExpansion, (Factor::SalesPay, &["kept"]), "Sales is paid on what it expands.", Source::StageSkillScale),
    con(
        Model::CsRenewalSalesExpansion,
        (Factor::Expansion, &["from_use"]),
        "Use and expansion are one conversation, held by two people.",
        Source::RolesChapter,
    ),
    con(
        Model::CsRenewalSalesExpansion,
        (Factor::SalesPay, &["new_only"]),
        "CS is paid on retention and Sales on new customers: nobody owns expansion.",
        Source::JointMotion,
    ),
    pro(Model::RevenuePod, (Factor::Pods, &["shared"]), "One team owns a book and is paid on its NRR and GRR.", Source::StageSkillScale),
    pro(Model::RevenuePod, (Factor::Product, &["complex"]), "Value takes several kinds of people.", Source::StageSkillScale),
    con(Model::RevenuePod, (Factor::Pods, &["apart"]), "Books and pay follow the old functions.", Source::StageSkillScale),
    con(Model::RevenuePod, (Factor::Size, &["small"]), "Three people for small renewals cost more than they keep.", Source::JointMotion),
    pro(
        Model::DedicatedExpansion,
        (Factor::Expansion, &["specialist"]),
        "There is whitespace enough to fill a specialist's year.",
        Source::StageSkillScale,
    ),
    pro(
        Model::DedicatedExpansion,
        (Factor::Stage, &["mature", "scale"]),
        "The lanes are clear enough for one more specialist.",
        Source::StageSkillScale,
    ),
    con(
        Model::DedicatedExpansion,
        (Factor::Expansion, &["from_use", "own_sale"]),
        "There is not enough to expand for a specialist.",
        Source::StageSkillScale,
    ),
    con(Model::DedicatedExpansion, (Factor::Stage, &["early"]), "Expansion is ad hoc at this stage.", Source::StageSkillScale),
    pro(
        Model::RenewalsManagerCs,
        (Factor::Volume, &["heavy"]),
        "Volume needs a repeatable process and a team of its own.",
        Source::FiveThings,
    ),
    pro(Model::RenewalsManagerCs, (Factor::Stage, &["scale"]), "At 200M to 300M the two functions should diverge.", Source::RolesChapter),
    pro(
        Model::RenewalsManagerCs,
        (Factor::Accountable, &["cs"]),
        "CSM and renewals manager under one leader hold each other to account.",
        Source::RolesChapter,
    ),
    pro(Model::RenewalsManagerCs, (Factor::Will, &["unwilling"]), "CSMs stay trusted advisers.", Source::RolesChapter),
    con(Model::RenewalsManagerCs, (Factor::Stage, &["early"]), "There are too few renewals for a specialist.", Source::FiveThings),
    pro(
        Model::RenewalsManagerSales,
        (Factor::Volume, &["heavy"]),
        "Volume needs a repeatable process and a team of its own.",
        Source::FiveThings,
    ),
    pro(
        Model::RenewalsManagerSales,
        (Factor::Nature, &["negotiated"]),
        "Negotiation is a skill of its own, and Sales has it.",
        Source::FiveThings,
    ),
    pro(Model::RenewalsManagerSales, (Factor::Accountable, &["sales"]), "The sales leader answers for the number.", Source::RolesChapter),
    con(
        Model::RenewalsManagerSales,
        (Factor::Accountable, &["cs"]),
        "The one who answers cannot direct those who execute.",
        Source::RolesChapter,
    ),
    con(Model::RenewalsManagerSales, (Factor::Stage, &["early"]), "There are too few renewals for a specialist.", Source::FiveThings),
    pro(
        Model::RenewalsCoordinator,
        (Factor::Nature, &["administrative"]),
        "Auto-renewing, flat and not negotiated: somebody has to see that the paper gets done.",
        Source::FiveThings,
    ),
    pro(Model::RenewalsCoordinator, (Factor::Volume, &["heavy"]), "High volume needs a repeatable process.", Source::FiveThings),
    con(
        Model::RenewalsCoordinator,
        (Factor::Nature, &["negotiated", "mixed"]),
        "Custom terms, upsell potential and risk are a negotiation, which needs another skill.",
        Source::FiveThings,
    ),
    pro(
        Model::AccountManagement,
        (Factor::Skill, &["none"]),
        "Somebody with the right commercial background, not CSMs who are forced.",
        Source::FiveThings,
    ),
    pro(
        Model::AccountManagement,
        (Factor::Will, &["unwilling"]),
        "CSMs stay trusted advisers, and renewals stay in CS.",
        Source::RolesChapter,
    ),
    pro(
        Model::AccountManagement,
        (Factor::Accountable, &["cs"]),
        "The team reports to the one who answers for retention.",
        Source::RolesChapter,
    ),
    con(
        Model::AccountManagement,
        (Factor::Skill, &["most"]),
        "CSMs can do it themselves; two people call the same customer.",
        Source::RolesChapter,
    ),
    pro(
        Model::SalesDigital,
        (Factor::Size, &["small"]),
        "Small accounts run with a seller and a digital hand-over of their health.",
        Source::JointMotion,
    ),
    pro(Model::SalesDigital, (Factor::Nature, &["administrative"]), "Nobody has to negotiate.", Source::FiveThings),
    pro(Model::SalesDigital, (Factor::SalesCapacity, &["every"]), "Sales has the room.", Source::JointMotion),
    con(
        Model::SalesDigital,
        (Factor::Size, &["large"]),
        "AE-only renewals close less often and leave customers who feel sold to.",
        Source::JointMotion,
    ),
    con(
        Model::SalesDigital,
        (Factor::Product, &["complex"]),
        "A product that takes people is not read from data alone.",
        Source::RolesChapter,
    ),
    pro(
        Model::CcoSalesExecutes,
        (Factor::Accountable, &["cs"]),
        "The CS leader answers for retention without closing; one in four or five does.",
        Source::RolesChapter,
    ),
    pro(Model::CcoSalesExecutes, (Factor::SalesCapacity, &["every"]), "Sales has the room to execute.", Source::RolesChapter),
    pro(Model::CcoSalesExecutes, (Factor::Skill, &["none"]), "CSMs do not negotiate.", Source::FiveThings),
    con(Model::CcoSalesExecutes, (Factor::Accountable, &["sales"]), "The sales leader answers already.", Source::RolesChapter),
    con(
        Model::CcoSalesExecutes,
        (Factor::SalesPay, &["new_only"]),
        "Sellers are paid on new customers, and the CS leader cannot change it.",
        Source::StageSkillScale,
    ),
    pro(
        Model::DualThreaded,
        (Factor::Product, &["complex"]),
        "Deep knowledge shows the value; it is rare to find it in a negotiator.",
        Source::FiveThings,
    ),
    pro(Model::DualThreaded, (Factor::Skill, &["none", "some"]), "Those who know the product do not negotiate.", Source::FiveThings),
    pro(Model::DualThreaded, (Factor::SalesCapacity, &["every", "large"]), "Sales can own the close.", Source::FiveThings),
    con(Model::DualThreaded, (Factor::Product, &["simple"]), "Two people for what one can do.", Source::RolesChapter),
    con(Model::DualThreaded, (Factor::SalesCapacity, &["none"]), "There is nobody in Sales to own the close.", Source::FiveThings),
];
