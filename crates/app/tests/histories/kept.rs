//! What is kept between two questions, about a policy and about what a person has to do, beside the same read anew.

use super::History;
use tenure_app::{Actor, Moments};
use tenure_core::ownership::Responsibility;
use tenure_core::renewal::{Renewal, RenewalKind};
use tenure_sim::testing::TestApp;

/// Asks for most of what a policy may see: each rule with what it wants.
const CURIOUS: [(&str, &str); 4] = [
    ("red", r#"risk = "\"red\"""#),
    ("by-itself", r#"auto_renew = "true", negotiation = "\"administrative\"", notice_days = "< 60""#),
    ("one-year-of-a-large-customer", r#"arr = "> 50000", term_months = "<= 12", tier = "[1..2]""#),
    ("much-to-renew", r#"atr = "> 20000", region = "\"EMEA\"""#),
];

fn curious() -> String {
    let rule = |(id, when): (&str, &str)| {
        format!(
            "[[rule]]\nid = \"{id}\"\nwhen = {{ {when} }}\nmodel = \"cs_led\"\nmotion = \"joint\"\nplaybook = \"joint-120\"\n\
             value = [\"csm\"]\ncommercial = [\"ae\"]\nexpansion = [\"csm\"]\noperations = [\"csm\"]\nexecutive = [\"cs_leader\"]\n"
        )
    };
    format!("name = \"Curious\"\nhit_policy = \"first\"\n{}", CURIOUS.map(rule).concat())
}

impl History {
    /// Whoever kept something from an earlier question sees the same as somebody who reads everything anew: of the open renewals what a
    /// policy would do, and of some people what today brings.
    /// Gives how many renewals are open.
    pub(crate) async fn assert_what_is_kept_is_what_is_read(&self, place: &str) -> u64 {
        let anew = TestApp::over(self.at.app.store().clone(), self.today, 0).unwrap();
        let kept = self.at.app.check_policy("curious.toml", &curious()).await.unwrap();
        assert_eq!(kept, anew.app.check_policy("curious.toml", &curious()).await.unwrap(), "{place}");
        for person in self.facts().await.teammates.values().step_by(6) {
            let today = self.at.app.today_of(&person.reference).await.unwrap();
            assert_eq!(today, anew.app.today_of(&person.reference).await.unwrap(), "{place}: {}", person.reference);
        }
        let (app, whole) = (&self.at.app, &anew.app);
        assert_eq!(app.all_findings().await.unwrap(), whole.all_findings().await.unwrap(), "{place}");
        assert_eq!(app.workload(None).await.unwrap(), whole.workload(None).await.unwrap(), "{place}");
        let (now, them) = (Moments::default(), Actor::Operator("Mara Lind".into()));
        assert_eq!(app.coverage(now).await.unwrap(), whole.coverage(now).await.unwrap(), "{place}");
        let advice = [app.advice(&them).await.unwrap(), whole.advice(&them).await.unwrap()].map(|view| format!("{view:?}"));
        assert_eq!(advice[0], advice[1], "{place}");
        self.assert_holdings_are_what_is_held(place).await;
        kept.effect.renewals
    }

    /// The page of people counts what the facts say one by one.
    async fn assert_holdings_are_what_is_held(&self, place: &str) {
        let facts = self.facts().await;
        for item in self.at.app.people().await.unwrap().items {
            let person = facts.teammates.values().find(|person| person.reference == item.person.reference).unwrap().id;
            let open = || facts.renewals.values().filter(|renewal| renewal.is_open());
            let holds = |renewal: &&Renewal, part| facts.holder(renewal.id, part) == Some(person);
            for part in Responsibility::ALL {
                let held = open().filter(|renewal| holds(renewal, *part)).count() as u64;
                assert_eq!(item.held.get(part).copied().unwrap_or_default(), held, "{place}: {part} of {}", item.person.name);
            }
            let mine: Vec<&Renewal> = open().filter(|renewal| Responsibility::ALL.iter().any(|part| holds(renewal, *part))).collect();
            let paid = mine.iter().filter(|renewal| renewal.kind == RenewalKind::Renewal);
            let minor: i64 = paid.map(|renewal| renewal.target.atr_reporting.minor).sum();
            let late =
                facts.tasks.values().filter(|task| task.is_overdue(self.today) && facts.holder(task.renewal, task.lead) == Some(person));
            let expected = (mine.len() as u64, minor, late.count() as u64);
            assert_eq!((item.open_renewals, item.atr_reporting.minor, item.overdue), expected, "{place}: {}", item.person.name);
        }
    }
}
