//! What is kept between two questions, about a policy and about what a person has to do, beside the same read anew.

use super::History;
use tenure_sim::testing::TestApp;

/// Asks for most of what a policy may see.
const CURIOUS: &str = r#"
name = "Curious"
hit_policy = "first"
[[rule]]
id = "red"
when = { risk = "\"red\"" }
model = "cs_led"
motion = "joint"
playbook = "joint-120"
value = ["csm"]
commercial = ["ae"]
expansion = ["csm"]
operations = ["csm"]
executive = ["cs_leader"]
[[rule]]
id = "by-itself"
when = { auto_renew = "true", negotiation = "\"administrative\"", notice_days = "< 60" }
model = "cs_led"
motion = "digital"
playbook = "joint-120"
value = ["csm"]
commercial = ["csm"]
expansion = ["csm"]
operations = ["csm"]
executive = ["cs_leader"]
[[rule]]
id = "one-year-of-a-large-customer"
when = { arr = "> 50000", term_months = "<= 12", tier = "[1..2]" }
model = "cs_led"
motion = "joint"
playbook = "classic-90"
value = ["csm"]
commercial = ["ae"]
expansion = ["csm"]
operations = ["csm"]
executive = ["cs_leader"]
[[rule]]
id = "much-to-renew"
when = { atr = "> 20000", region = "\"EMEA\"" }
model = "cs_led"
motion = "joint"
playbook = "joint-120"
value = ["csm"]
commercial = ["ae", "csm"]
expansion = ["csm"]
operations = ["csm"]
executive = ["cs_leader"]
"#;

impl History {
    /// Whoever kept something from an earlier question sees the same as somebody who reads everything anew: of the open renewals what a
    /// policy would do, and of some people what today brings.
    /// Gives how many renewals are open.
    pub(crate) async fn assert_what_is_kept_is_what_is_read(&self, place: &str) -> u64 {
        let anew = TestApp::over(self.at.app.store().clone(), self.today, 0).unwrap();
        let kept = self.at.app.check_policy("curious.toml", CURIOUS).await.unwrap();
        assert_eq!(kept, anew.app.check_policy("curious.toml", CURIOUS).await.unwrap(), "{place}");
        for person in self.facts().await.teammates.values().step_by(6) {
            let today = self.at.app.today_of(&person.reference).await.unwrap();
            assert_eq!(today, anew.app.today_of(&person.reference).await.unwrap(), "{place}: {}", person.reference);
        }
        kept.effect.renewals
    }
}
