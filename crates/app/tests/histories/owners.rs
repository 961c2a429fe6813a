//! Imports among everything else that people do, and who was accountable on each day, looked up without the code under test.

use super::{History, Told};
use jiff::ToSpan;
use rand::Rng;
use tenure_core::book::{Book, Row, Table};
use tenure_core::facts::Facts;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::ledger::{OwnershipEntry, Passage, Stream};
use tenure_core::primitives::SubjectId;

impl History {
    /// A book of another system comes: a customer with a contract, of whom some are known already and then change.
    pub async fn import(&mut self) -> Told {
        let number = self.chance.random_range(1..=4);
        let (tier, risk) = (self.chance.random_range(1..=3), self.pick(&["green", "yellow", "red"]));
        let (price, renews) = (self.pick(&["9000", "60000", "250000"]), self.pick(&["true", "false"]));
        let start_on = tenure_sim::sample::people::FOUNDED_ON.saturating_sub(i64::from(number * 30).days());
        let end_on = start_on.saturating_add(i64::from(400 + number * 90).days());
        let row = |cells: String| cells.split(',').map(String::from).collect::<Vec<_>>();
        let table = |file: &str, header: &str, cells: String| Table {
            file: file.into(),
            header: row(header.into()),
            rows: vec![Row { line: 2, cells: row(cells) }],
        };
        let book = Book {
            tables: vec![
                table(
                    "accounts.csv",
                    "id,name,tier,segment,region,risk",
                    format!("I-{number},Import {number},{tier},Enterprise,EMEA,{risk}"),
                ),
                table(
                    "contracts.csv",
                    "id,account,currency,auto_renew,notice_days,renewal_months",
                    format!("IC-{number},I-{number},USD,{renews},30,12"),
                ),
                table("terms.csv", "contract,number,start_on,end_on", format!("IC-{number},1,{start_on},{end_on}")),
                table(
                    "lines.csv",
                    "id,contract,term,product,quantity,unit_price,price_period",
                    format!("IL-{number},IC-{number},1,Platform,1,{price},year"),
                ),
            ],
            policy: None,
        };
        (
            format!("I-{number} is imported, tier {tier}, {risk}, {price}"),
            self.at.app.import_book(&self.by, &book, "billing").await.map(drop),
        )
    }

    /// Each day of each renewal and expansion that is open has exactly one accountable person for each responsibility, who is with us;
    /// whoever became accountable later did so after a meeting of both, or because somebody let it pass by name.
    pub async fn assert_one_is_accountable(&self, told: &str) {
        let facts = self.facts().await;
        let renewals = facts.renewals.values().filter(|renewal| renewal.is_open()).map(|r| (r.id.into(), r.scheduled_on));
        let expansions = facts.expansions.values().filter(|expansion| expansion.is_open()).map(|e| (e.id.into(), e.raised_on));
        for (subject, since) in renewals.chain(expansions) {
            for responsibility in Responsibility::ALL {
                let place = format!("{told}\n{:?} {responsibility}", facts.reference_of(subject));
                let all = facts.entries(subject).iter();
                let row: Vec<&OwnershipEntry> =
                    all.filter(|e| e.stream == Stream::Accountable && e.responsibility == *responsibility).collect();
                for day in since.series(1.day()).take_while(|day| *day <= self.today) {
                    let latest = row.iter().filter(|e| e.effective_on <= day).map(|e| (e.effective_on, e.sequence)).max();
                    let holders: Vec<_> = row.iter().filter(|e| Some((e.effective_on, e.sequence)) == latest).collect();
                    assert_eq!(holders.len(), 1, "{place} on {day}");
                    assert!(facts.teammates[&holders[0].holder].is_active_on(day), "{place} on {day}: not with us");
                }
                assert_passages(&facts, subject, (&row, &place));
            }
        }
    }
}

fn assert_passages(facts: &Facts, subject: SubjectId, (row, place): (&[&OwnershipEntry], &str)) {
    for entry in row.iter().filter(|entry| entry.sequence > 0) {
        match &entry.passage {
            Passage::Initial => panic!("{place} passed in silence"),
            Passage::Waived { by, reason, .. } => assert!(!by.is_empty() && !reason.is_empty(), "{place}"),
            Passage::Joint { handoff } => {
                let handoff = &facts.handoffs[handoff];
                let met = handoff.state.touch().and_then(|touch| facts.activities.get(&touch));
                let both = met.is_some_and(|met| met.ours.contains(&handoff.giver) && met.ours.contains(&entry.holder));
                assert!(both && SubjectId::from(handoff.renewal) == subject, "{place}: no meeting of both");
            }
        }
    }
}
