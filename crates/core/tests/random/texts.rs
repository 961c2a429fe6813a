//! The policy and the playbook that random histories live under, beside those of the catalog.

pub const SHORT_PLAYBOOK: &str = r#"
code = "short-30"
name = "Short 30"
summary = "A reminder and a confirmation."
anchor = "end_date"
[[step]]
code = "renewal-proposal"
days_before_anchor = 30
phase = "Propose"
title = "Renewal proposal"
goal = "Terms are known."
evidence = "What was sent."
lead = "commercial"
[[step]]
code = "rescue-call"
days_before_anchor = 25
phase = "Propose"
title = "Rescue call"
goal = "Heard."
evidence = "What was said."
lead = "value"
repeat = { every_days = 5, until_days = 4 }
when = { risk = ["red"] }
[[step]]
code = "account-confirmation"
days_before_anchor = 3
phase = "Confirm"
title = "Account confirmation"
goal = "Service continues."
evidence = "To whom."
lead = "operations"
optional = true
[[step]]
code = "thanks"
days_after_signature = 10
phase = "After"
title = "Thanks"
goal = "Thanked."
evidence = "Who."
lead = "value"
"#;

pub const FLAT_POLICY: &str = r#"
name = "Flat"
hit_policy = "first"
[[rule]]
id = "renews-itself"
when = { auto_renew = "true", tier = "[2..3]" }
model = "renewals_coordinator"
motion = "digital"
playbook = "short-30"
value = ["csm"]
commercial = ["renewals_coordinator"]
expansion = ["solutions_engineer"]
operations = ["finance"]
executive = ["executive_sponsor"]
[[rule]]
id = "everything"
when = {}
model = "cs_led"
motion = "joint"
playbook = "joint-120"
value = ["csm"]
commercial = ["csm", "ae"]
expansion = ["csm"]
operations = ["csm"]
executive = ["cs_leader"]
"#;
