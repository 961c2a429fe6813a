//! What is kept between two questions, about a policy and about what a person has to do, beside the same read anew.

use super::History;
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
        kept.effect.renewals
    }
}
