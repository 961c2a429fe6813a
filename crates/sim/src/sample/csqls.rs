//! What customers of the sample may buy more of: who found it, how it was answered, and what became of it.

use super::agenda::Agenda;
use super::life::{Act, Life};
use crate::deed::facts_of;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use tenure_app::{Actor, AppError, LedgerFilter, MoneyQuery, NewExpansion};
use tenure_core::expansion::Expansion;
use tenure_core::facts::Facts;
use tenure_core::ledger::Class;
use tenure_core::ownership::Responsibility;
use tenure_store::Scope;

/// One lead and its life.
#[derive(Debug)]
pub(crate) struct Lead {
    raised_on: Date,
    account: &'static str,
    kind: Class,
    expected_minor: i64,
    what: &'static str,
    by: &'static str,
    answer: Option<(Date, Answer)>,
    end: Option<(Date, End)>,
}

#[derive(Clone, Copy, Debug)]
enum Answer {
    Accepted(&'static str),
    Rejected(&'static str),
    Withdrawn(&'static str),
}

#[derive(Clone, Copy, Debug)]
enum End {
    /// Credited with the movements of its type on a day.
    Won(Date),
    Lost(&'static str),
}

/// A part of a lead's life.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stage {
    Raise,
    Answer,
    End,
}

const LEADS: &[Lead] = &[
    Lead {
        answer: Some((date(2025, 6, 17), Answer::Rejected("they froze all new sites until their merger is through"))),
        ..lead(
            date(2025, 6, 16),
            ("A-13", "rafael"),
            Class::BigUpsell,
            9_000_000,
            "Rolling mill two wants the quality desk, says the plant manager",
        )
    },
    Lead {
        answer: Some((date(2025, 9, 16), Answer::Accepted("meeting the head of broking next week"))),
        end: Some((date(2025, 11, 10), End::Won(date(2025, 11, 3)))),
        ..lead(
            date(2025, 9, 15),
            ("A-2", "priya"),
            Class::CrossDivision,
            5_000_000,
            "Their Dublin office asked how London settles claims so fast",
        )
    },
    Lead {
        answer: Some((date(2025, 10, 14), Answer::Accepted(""))),
        end: Some((date(2026, 1, 12), End::Won(date(2026, 1, 9)))),
        ..lead(
            date(2025, 10, 13),
            ("A-1", "rafael"),
            Class::SmallUpsell,
            1_000_000,
            "Adult services runs out of scheduling seats before Easter",
        )
    },
    Lead {
        answer: Some((date(2025, 11, 12), Answer::Accepted("demo agreed for January"))),
        end: Some((date(2026, 2, 20), End::Lost("budget went into their new booking site"))),
        ..lead(
            date(2025, 11, 10),
            ("A-7", "rafael"),
            Class::CrossSell,
            1_800_000,
            "Revenue wants to see margins by shop and asked about the audit module",
        )
    },
    Lead {
        answer: Some((date(2025, 12, 2), Answer::Withdrawn("the same as the one for the district office"))),
        ..lead(date(2025, 12, 1), ("A-25", "tomas"), Class::CrossDivision, 2_400_000, "Claims heard of it from the district office")
    },
    Lead {
        answer: Some((date(2026, 1, 20), Answer::Rejected("no budget before the audit; ask again in autumn"))),
        ..lead(
            date(2026, 1, 19),
            ("A-12", "rafael"),
            Class::CrossSell,
            1_500_000,
            "Night teams asked whether dispatch could plan their rounds",
        )
    },
    Lead {
        answer: Some((date(2026, 1, 21), Answer::Accepted("their network chief is the buyer"))),
        end: Some((date(2026, 4, 2), End::Won(date(2026, 3, 31)))),
        ..lead(
            date(2026, 1, 20),
            ("A-20", "tomas"),
            Class::CrossDivision,
            4_800_000,
            "Field service watched the network desk work and wants the same",
        )
    },
    Lead {
        answer: Some((date(2026, 2, 10), Answer::Accepted(""))),
        end: Some((date(2026, 4, 14), End::Won(date(2026, 4, 11)))),
        ..lead(
            date(2026, 2, 9),
            ("A-14", "priya"),
            Class::CrossDivision,
            2_500_000,
            "The Graz plant sends people to look at how Linz runs its robots",
        )
    },
    Lead {
        answer: Some((date(2026, 5, 6), Answer::Accepted("two trials start in summer"))),
        end: Some((date(2026, 7, 30), End::Lost("the trials were stopped by their sponsor"))),
        ..lead(
            date(2026, 5, 4),
            ("A-5", "priya"),
            Class::BigUpsell,
            4_000_000,
            "Two more trials need the platform from autumn, says clinical",
        )
    },
    Lead {
        answer: Some((date(2026, 6, 23), Answer::Accepted("prices for two depots are out"))),
        end: Some((date(2026, 9, 3), End::Won(date(2026, 9, 1)))),
        ..lead(date(2026, 6, 22), ("A-18", "rafael"), Class::BigUpsell, 500_000, "Asked for prices for two more depots")
    },
    Lead {
        answer: Some((date(2026, 9, 9), Answer::Accepted("meeting the ward managers on the 17th"))),
        ..lead(
            date(2026, 9, 7),
            ("A-1", "priya"),
            Class::CrossDivision,
            6_400_000,
            "Two community wards want discharge planning next, says their operations director",
        )
    },
    Lead {
        answer: Some((date(2026, 10, 6), Answer::Accepted(""))),
        ..lead(date(2026, 10, 5), ("A-20", "theo"), Class::BigUpsell, 12_000_000, "They roll out to the western region in spring")
    },
    lead(
        date(2026, 11, 17),
        ("A-14", "priya"),
        Class::CrossDivision,
        3_600_000,
        "The second site asked for access to the robot fleet desk",
    ),
    lead(date(2026, 11, 20), ("A-7", "priya"), Class::CrossDivision, 2_200_000, "Wants the audit module in two more units"),
];

const fn lead(raised_on: Date, (account, by): (&'static str, &'static str), kind: Class, expected_minor: i64, what: &'static str) -> Lead {
    Lead { raised_on, account, kind, expected_minor, what, by, answer: None, end: None }
}

/// Enters the leads of the customers that are kept.
pub(super) fn enter(agenda: &mut Agenda, keeps: fn(&str) -> bool) {
    for lead in LEADS.iter().filter(|lead| keeps(lead.account)) {
        agenda.enter(lead.raised_on, Act::Lead(lead, Stage::Raise));
        if let Some((on, _)) = lead.answer {
            agenda.enter(on, Act::Lead(lead, Stage::Answer));
        }
        if let Some((on, _)) = lead.end {
            agenda.enter(on, Act::Lead(lead, Stage::End));
        }
    }
}

impl Life<'_> {
    /// Lives a part of a lead's life, each by who would do it.
    pub(super) async fn lead(&self, lead: &Lead, stage: Stage) -> Result<bool, AppError> {
        let facts = facts_of(self.app(), &Scope::Account(lead.account.into())).await?;
        let finder = facts.teammates.values().find(|person| person.reference == lead.by).map_or("", |person| person.name.as_str());
        let finder = Actor::Operator(finder.into());
        if let Stage::Raise = stage {
            let new = NewExpansion {
                kind: lead.kind,
                expected_minor: lead.expected_minor,
                currency: None,
                what: lead.what.into(),
                found_by: Some(lead.by.into()),
                found_on: None,
            };
            return self.app().raise_expansion(&finder, lead.account, new).await.map(|_| true);
        }
        let Some(expansion) = facts.expansions.values().find(|expansion| expansion.what == lead.what) else { return Ok(false) };
        let (app, reference, closer) = (self.app(), expansion.reference(), closer(&facts, expansion));
        match (stage, lead.answer, lead.end) {
            (Stage::Answer, Some((_, Answer::Accepted(note))), _) => app.accept_expansion(&closer, &reference, note).await,
            (Stage::Answer, Some((_, Answer::Rejected(reason))), _) => app.reject_expansion(&closer, &reference, reason).await,
            (Stage::Answer, Some((_, Answer::Withdrawn(reason))), _) => app.withdraw_expansion(&finder, &reference, reason).await,
            (Stage::End, _, Some((_, End::Lost(reason)))) => app.lose_expansion(&closer, &reference, reason).await,
            (Stage::End, _, Some((_, End::Won(day)))) => {
                let movements = self.movements(lead, day).await?;
                app.win_expansion(&closer, &reference, (&movements, "")).await
            }
            _ => return Ok(false),
        }
        .map(|_| true)
    }

    /// The movements of a lead's type on a day.
    async fn movements(&self, lead: &Lead, day: Date) -> Result<Vec<String>, AppError> {
        let (account, since) = (Some(lead.account.to_string()), Some(day.saturating_sub(1.day())));
        let query = MoneyQuery { account, since, as_of: Some(day), ..MoneyQuery::default() };
        let filter = LedgerFilter { class: Some(lead.kind), ..LedgerFilter::default() };
        let page = self.app().ledger(&query, &filter).await?;
        Ok(page.items.into_iter().filter(|movement| movement.amount.minor > 0).map(|movement| movement.id).collect())
    }
}

/// Who has the responsibility for it.
fn closer(facts: &Facts, expansion: &Expansion) -> Actor {
    let holder = facts.holder(expansion.id, Responsibility::Expansion).unwrap_or(facts.organisation.desk_lead);
    Actor::Operator(facts.name_of(holder).into())
}
