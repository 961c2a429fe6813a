//! Verbs on the policy, the advisor and handoffs, on their pages as a browser meets them.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod browsed;

use axum::http::{Method, StatusCode};
use browsed::{Site, beside, plain};

#[tokio::test]
async fn comments_of_a_policy_stay_where_one_of_its_rules_is_edited_as_a_form() {
    let site = Site::open().await;
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let shipped =
        include_str!("../../../catalog/policies/hybrid.toml").replace("[[rule]]", "# agreed with Sales\n[[rule]]\n# and with Finance");
    let text = format!("# Reviewed in May.\n{shipped}");
    site.done("/policy/drafts/new", &format!("text={}&note=", encode(&text))).await;
    let path = "/policy/drafts/D-1/rules/red";
    let form = "id=red&note=Edited&when.risk=%22red%22&model=sales_led&motion=joint&playbook=joint-120&value=csm&commercial=ae&expansion=ae\
                &operations=ops&executive=sales_leader&phases=";
    let page = site.done(path, form).await;
    assert!(page.contains("The rule was saved."), "{}", plain(&page));
    let saved = site.get("/policy/drafts/D-1/files/policy.toml").await.body;
    assert!(saved.contains("note = \"Edited\""), "{saved}");
    let comments = |text: &str| text.lines().filter(|line| line.starts_with('#')).map(str::to_string).collect::<Vec<_>>();
    assert_eq!(comments(&saved), comments(&text), "{saved}");
    let others: Vec<&str> = text.split("# agreed with Sales").filter(|block| !block.contains("id = \"red\"")).collect();
    assert!(others.iter().all(|block| saved.contains(block.trim())), "{saved}");
}

#[tokio::test]
async fn the_advisor_takes_answers_and_says_what_follows() {
    let site = Site::open().await;
    let page = site.get("/advisor").await.body;
    assert!(page.contains("Is today&#39;s division in step?") || page.contains("Is today's division in step?"), "{}", plain(&page));
    let page = site.done("/advisor/answers", "pay=none&pods=shared&note=Plan+of+2027").await;
    assert!(page.contains("The answers are saved.") && page.contains("Plan of 2027"), "{}", plain(&page));
    assert!(page.contains("Incentives, out of step."), "{}", plain(&page));
    let page = site.refused("/advisor/answers", "pay=perhaps&pods=shared").await;
    let said = beside(&page, "pay");
    assert!(said.contains("Is none of the answers."), "{said}");
    let page = site.done("/advisor/answers", "pay=&pods=shared").await;
    assert!(!page.contains("Incentives, out of step. CSMs"), "{}", plain(&page));
}

#[tokio::test]
async fn a_draft_shows_its_gap_is_repaired_with_one_click_and_goes_into_force_after_its_plan_was_shown() {
    let site = Site::open().await;
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let text = include_str!("../../../catalog/policies/hybrid.toml").replace("when = {}", "when = { atr = \"[25000..99999.99)\" }");
    let page = site.done("/policy/drafts/new", &format!("text={}&note=New+bounds", encode(&text))).await;
    assert!(page.contains("This policy cannot be activated: ") && page.contains("ATR exactly 99,999.99 USD"), "{}", plain(&page));
    let page = site.post("/policy/drafts/D-1/activation", "effective_on=2026-11-23&review_on=2027-05-23&reason=Alone").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", plain(&page.body));
    let page = site.get("/policy/drafts/D-1").await;
    let repair = page
        .body
        .split("/policy/drafts/D-1/repair")
        .nth(1)
        .and_then(|rest| rest.split("value=\"").nth(1))
        .and_then(|rest| rest.split('"').next());
    let repaired =
        repair.expect("a repair is offered").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let page = site.done("/policy/drafts/D-1/repair", &format!("text={}", encode(&repaired))).await;
    assert!(page.contains("Every possible renewal has a rule."), "{}", plain(&page));
    let own = site.refused("/policy/drafts/D-1/review", "words=Fine").await;
    assert!(own.contains("cannot be its second reader"), "{}", plain(&own));
    let page = site.get("/policy/drafts/D-1/activation").await;
    assert!(page.body.contains("comes into force on") && page.body.contains("Activate policy"), "{}", plain(&page.body));
    let refused = site.refused("/policy/drafts/D-1/activation", "effective_on=&review_on=&reason=").await;
    assert!(refused.contains("read by nobody but its author"), "{}", plain(&refused));
    let page = site.done("/policy/drafts/D-1/activation", "effective_on=&review_on=&reason=Nobody+else+is+here").await;
    assert!(
        page.contains("The policy was activated") && page.contains("Version 3") && page.contains("Nobody else is here"),
        "{}",
        plain(&page)
    );
}

#[tokio::test]
async fn a_rule_is_added_changed_moved_and_taken_out_in_the_table() {
    let site = Site::open().await;
    let text = include_str!("../../../catalog/policies/hybrid.toml");
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    site.done("/policy/drafts/new", &format!("text={}", encode(text))).await;
    let outcome = "model=joint&motion=joint&playbook=joint-120&value=csm&commercial=ae%2C+renewals_manager&expansion=ae&operations=ops&executive=cs_leader";
    let rule = format!("id=public&when.segment=%22Public%22&phases=90+commercial+ae&support.attends=finance&{outcome}");
    let page = site.done("/policy/drafts/D-1/rules/new", &rule).await;
    assert!(page.contains("id=\"rule-public\"") && page.contains("from T-90: AE") && page.contains("Finance attends"), "{}", plain(&page));
    let page = site.refused("/policy/drafts/D-1/rules/public", &rule.replace("%22Public%22", "often")).await;
    assert!(beside(&page, "when.segment").contains("annot be decided"), "{}", plain(&page));
    let page = site.refused("/policy/drafts/D-1/rules/public", &rule.replace("90+commercial+ae", "soon")).await;
    assert!(beside(&page, "phases").contains("90 commercial ae"), "{}", plain(&page));
    let order = |page: &str| -> Vec<String> {
        page.split("id=\"rule-").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_string).collect()
    };
    assert_eq!(order(&site.get("/policy/drafts/D-1").await.body), ["small-steady", "large-or-strategic", "red", "public", "middle"]);
    let page = site.done("/policy/drafts/D-1/rules/public/up", "").await;
    assert_eq!(order(&page), ["small-steady", "large-or-strategic", "public", "red", "middle"]);
    let page = site.done("/policy/drafts/D-1/rules/public/removal", "").await;
    assert_eq!(order(&page), ["small-steady", "large-or-strategic", "red", "middle"]);
    let page = site.done("/policy/drafts/D-1/discarding", "").await;
    assert!(page.contains("D-1 was discarded"), "{}", plain(&page));
}

#[tokio::test]
async fn a_policy_leaves_as_dmn_and_comes_back_as_the_same_draft() {
    let site = Site::open().await;
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let dmn = site.get("/policy/versions/2/policy.dmn").await;
    assert!(dmn.status == StatusCode::OK && dmn.body.contains("<decisionTable"), "{}", dmn.body);
    site.done("/policy/drafts/new", &format!("text={}", encode(&dmn.body))).await;
    let back = site.get("/policy/drafts/D-1/files/policy.dmn").await;
    assert_eq!(back.body, dmn.body);
    let page = site.get("/policy/models").await;
    assert!(page.body.contains("Dual-threaded") && page.body.contains("AE from T-90"), "{}", plain(&page.body));
}

/// The first handoff of an account that waits.
async fn waiting(site: &Site, account: &str) -> tenure_app::HandoffItem {
    let query = tenure_app::HandoffQuery { waiting: true, ..tenure_app::HandoffQuery::default() };
    let page = site.app.handoffs(&query).await.expect("handoffs");
    page.items.into_iter().find(|item| item.renewal.account_reference == account).expect("a handoff that waits")
}

#[tokio::test]
async fn a_handoff_is_met_and_accepted_on_its_page_and_the_receiver_holds_it_then() {
    let site = Site::open().await;
    let item = waiting(&site, "A-8").await;
    let path = format!("/handoffs/{}", item.reference);
    let page = site.get(&path).await.body;
    assert!(page.contains("stays accountable until Aisha Khan accepts."), "{}", plain(&page));
    assert!(
        page.contains("Record the joint meeting") && page.contains(">Waive<") && !page.contains(">Accept<"),
        "accepting comes after the meeting"
    );
    let page = site.refused(&format!("{path}/acceptance"), "reason=").await;
    assert!(page.contains("have not met together yet"), "{}", plain(&page));
    let page = site.refused(&format!("{path}/meeting"), "kind=email&held_on=2026-11-23&subject=Hello").await;
    assert!(beside(&page, "subject").contains("is no meeting, call or review"), "{}", beside(&page, "subject"));
    let page = site.done(&format!("{path}/meeting"), "kind=note&held_on=2026-11-23&subject=Went+through+it+together").await;
    assert!(page.contains("The meeting was recorded.") && page.contains(">Accept<"), "{}", plain(&page));
    let page = site.done(&format!("{path}/acceptance"), "reason=").await;
    assert!(page.contains("Aisha Khan is accountable since 23 Nov 2026"), "{}", plain(&page));
    let renewal = site.get(&format!("/renewals/{}", item.renewal.reference)).await.body;
    assert!(renewal.contains("both present, then accepted"), "the strip hatches the overlap");
}

#[tokio::test]
async fn a_handoff_is_declined_or_waived_with_a_reason_and_by_nobody_without_a_part_in_it() {
    let site = Site::open().await;
    let (declined, waived) = (waiting(&site, "A-5").await, waiting(&site, "A-4").await);
    for (reference, verb) in [(&declined.reference, "refusal"), (&waived.reference, "waiver"), (&waived.reference, "meeting")] {
        let path = format!("/handoffs/{reference}/{verb}");
        let answer = site.call(Method::POST, &path, &site.outsider, "reason=no&kind=note&held_on=2026-11-23&subject=x").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    let path = format!("/handoffs/{}/refusal", declined.reference);
    assert!(beside(&site.refused(&path, "reason=").await, "reason").contains("Must be 1 to 200 characters"));
    let page = site.done(&path, "reason=No+room").await;
    assert!(page.contains("declined on 23 Nov 2026") && page.contains("No room"), "{}", plain(&page));
    let page = site.done(&format!("/handoffs/{}/waiver", waived.reference), "reason=They+sign+tomorrow").await;
    assert!(page.contains("No joint meeting took place") && page.contains("to introduce Lucia Ferrer"), "{}", plain(&page));
    let list = site.get("/handoffs?show=all").await.body;
    assert!(list.contains("Waived") && list.contains("Declined"), "{}", plain(&list));
}

#[tokio::test]
async fn a_step_of_a_playbook_is_tried_on_open_renewals_before_it_is_published() {
    let site = Site::open().await;
    let step = "/playbooks/joint-120/steps/signature-push";
    let form = |days: &str, rest: &str| {
        format!(
            "title=Signature+push&code=signature-push&phase=Sign&days={days}&counted=days_before_anchor&lead=commercial&goal=Ready&evidence=Agreed&attends=value{rest}"
        )
    };
    let page = site.post(step, &form("57", "&reason=&preview=yes")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", plain(&page.body));
    assert!(page.body.contains("would change.") && page.body.contains("Nothing is published yet."), "{}", plain(&page.body));
    assert!(page.body.contains("value=\"57\""), "what was typed stays");
    let page = site.refused(step, &form("57", "&reason=")).await;
    assert!(beside(&page, "reason").contains("Must say why"), "{}", plain(&page));
    let page = site.refused(step, &form("999", "&reason=Longer")).await;
    assert!(beside(&page, "days").contains("at most 730 days"), "{}", plain(&page));
    let page = site.done(step, &form("57", "&reason=Longer")).await;
    assert!(page.contains("The playbook is published") && page.contains("T\u{2212}57"), "{}", plain(&page));
    let page = site.done("/playbooks/joint-120/steps/expansion-proposal/removal", "reason=Nobody+needs+it").await;
    assert!(!page.contains("Expansion proposal"), "{}", plain(&page));
    let file = site.get("/playbooks/joint-120/playbook.toml").await.body;
    assert!(file.contains("days_before_anchor = 57") && !file.contains("expansion-proposal"), "{file}");
}
