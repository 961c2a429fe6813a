//! What people of the sample company told the advisor: once in spring, and again after a training in autumn.

use super::agenda::Agenda;
use super::curated::CS_LEADER;
use crate::deed::Deed;
use jiff::civil::{Date, date};
use tenure_core::commands::Reply;
use tenure_core::ownership::advisor::Factor;
use tenure_core::refusal::Refusal;

/// What they said of what, and what stands behind it.
type Said = (Factor, &'static str, &'static str);

/// When, and what they said.
const TOLD: &[(Date, &[Said])] = &[
    (
        date(2026, 1, 19),
        &[
            (Factor::Skill, "some", "Two of the CSMs have sold before"),
            (Factor::Will, "willing", "Asked in the January one-to-ones"),
            (Factor::Pay, "targeted", "GRR stands in their goals, the bonus does not"),
            (Factor::SalesCapacity, "large", "AEs carry renewals above 100,000"),
            (Factor::SalesPay, "new_only", "Plan of 2026"),
            (Factor::Pods, "apart", "Books follow the regions of each function"),
        ],
    ),
    (
        date(2026, 9, 14),
        &[
            (Factor::Skill, "most", "Negotiation course, five of six certified"),
            (Factor::Expansion, "own_sale", "Second product, other buyers"),
        ],
    ),
];

/// Enters them.
///
/// # Errors
/// A word that is no answer.
pub(super) fn enter(agenda: &mut Agenda) -> Result<(), Refusal> {
    for (on, answers) in TOLD {
        let reply = |(factor, code, note): &Said| -> Result<Reply, Refusal> {
            let level = factor.level(code).ok_or_else(|| Refusal::general(format!("{code} is no answer to {factor}"), ""))?;
            Ok((*factor, Some(level), (*note).to_string()))
        };
        agenda.does(*on, CS_LEADER, Deed::Answer(answers.iter().map(reply).collect::<Result<_, _>>()?));
    }
    Ok(())
}
