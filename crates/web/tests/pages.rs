//! Every page from hand-made facts: a snapshot of each, and what must hold on all of them.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot make its facts must stop")]

mod fixture;
#[path = "pages/lanes.rs"]
mod lanes;

use fixture::*;
use tenure_app::{
    AccountView, ExchangeRatePage, ExpansionQuery, FindingItem, FindingPage, FindingsView, Grouping, HandoffQuery, ImportSummary,
    ListsView, LogFilter, Mode, Moments, PeopleView, PersonView, RenewalPage, RenewalQuery, RoomView, TodayView,
};
use tenure_core::account::Risk;
use tenure_core::checks::Severity;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{Currency, Money};
use tenure_core::refusal::Refusal;
use tenure_web::pages;
use tenure_web::pages::form::FormPage;
use tenure_web::pages::import::{Choice, Rehearsed};
use tenure_web::pages::policy::Checked;
use tenure_web::pages::queue::Look;
use tenure_web::pages::renewal::Opened;
use tenure_web::pages::settings::Settings;
use tenure_web::pages::shell::{Nav, Shell, Toast, ToastKind};
use tenure_web::pages::signin::FirstRunForm;

fn findings_view(items: &[FindingItem]) -> FindingsView {
    let mut view = FindingsView { page: FindingPage { items: items.to_vec(), next: None }, ..FindingsView::default() };
    items.iter().for_each(|item| *view.counts.entry(item.severity).or_default() += 1);
    view
}

/// One of three is shown, more stand before and behind it.
fn second_page_of_findings() -> FindingsView {
    let items = vec![finding(Severity::High, HOSTILE)];
    let page = FindingPage { items, next: Some("high.2026-12-01.1042.00aa".into()) };
    FindingsView { counts: [(Severity::High, 3)].into(), page, continued: true, aside: Vec::new() }
}

fn waiting() -> HandoffQuery {
    HandoffQuery { waiting: true, ..HandoffQuery::default() }
}

fn open_expansions() -> ExpansionQuery {
    ExpansionQuery { state: Some("open".into()), ..ExpansionQuery::default() }
}

fn opened() -> Opened {
    Opened { lane: Responsibility::Commercial, complete: None, error: None }
}

fn urgent() -> Look {
    Look { grouping: Grouping::Urgency, team: None }
}

fn of_team() -> Look {
    Look { grouping: Grouping::Account, team: Some(today_view().buckets) }
}

/// Every page with its name; the states of a page that differ in shape are pages of their own.
fn every_page() -> Vec<(&'static str, String)> {
    let mut all = signed_out();
    all.extend(desk());
    all.extend(book());
    all.extend(number_pages());
    all.extend(verbs());
    all.extend(imports());
    all.extend(lists());
    all.extend(notice_pages());
    all.extend(forecast_pages());
    all.extend(empty_ones());
    all
}

fn signed_out() -> Vec<(&'static str, String)> {
    let typed = FirstRunForm { email: "no".into(), name: HOSTILE.into() };
    let errors = [("email".to_string(), "Is not an e-mail address.".to_string()), (String::new(), "Something else.".to_string())];
    vec![
        ("signin", pages::signin::sign_in(Some(HOSTILE), "", "/today", None)),
        (
            "signin_refused",
            pages::signin::sign_in(None, "a@b.example", "/renewals?q=a&risk=red", Some("E-mail and password do not match.")),
        ),
        ("first_run", pages::signin::first_run(&FirstRunForm::default(), &[])),
        ("first_run_refused", pages::signin::first_run(&typed, &errors)),
        ("error_bare", pages::error::error(None, 404, "Not found", "There is no renewal R-9.", "Search for it in the list.")),
    ]
    .into_iter()
    .map(|(name, page)| (name, page.into_string()))
    .collect()
}

fn desk() -> Vec<(&'static str, String)> {
    let failed = Toast { text: "Not saved.".into(), undo: None, kind: ToastKind::Failed };
    let refused = Opened { complete: Some(id(13)), error: Some((HOSTILE.into(), "Must say what happened.".into())), ..opened() };
    let from_today = Opened { complete: Some(id(14)), ..opened() };
    let filtered = RenewalQuery {
        search: Some("kestrel & co".into()),
        person: Some("P-1".into()),
        risk: Some(Risk::Red),
        ends_within_days: Some(45),
        decides_within_days: Some(30),
        auto_renew: Some(false),
        include_closed: true,
        moments: Moments::default(),
        after: Some("2027-01-01.3".into()),
        limit: None,
    };
    let then = Moments { as_of: Some("2026-03-31".parse().expect("a day")), known_on: Some("2026-04-10".parse().expect("a day")) };
    let then = RenewalQuery { moments: then, ..RenewalQuery::default() };
    let renewals = shell(Nav::Renewals);
    vec![
        ("today", pages::today::today(&shell_with_toast(), &today_view(), &urgent())),
        ("today_of_team_by_account", pages::today::today(&shell(Nav::Today), &today_view(), &of_team())),
        (
            "today_without_person",
            pages::today::today_without_person(&Shell { toast: Some(failed), user_family: None, ..shell(Nav::Today) }),
        ),
        ("handoffs", pages::handoffs::handoffs(&shell(Nav::Handoffs), &handoff_page(), &waiting(), Some("P-1"))),
        ("handoffs_none", pages::handoffs::handoffs(&shell(Nav::Handoffs), &no_handoffs(), &waiting(), None)),
        ("handoffs_never", pages::handoffs::handoffs(&shell(Nav::Handoffs), &no_handoffs(), &HandoffQuery::default(), None)),
        ("handoff", pages::handoffs::handoff(&shell(Nav::Handoffs), &handoff_view())),
        ("handoff_settled", pages::handoffs::handoff(&shell(Nav::Handoffs), &handoff_settled())),
        (
            "expansions",
            pages::expansions::expansions(&shell(Nav::Expansions), &expansion_page(), (&open_expansions(), "40000"), Some("P-1")),
        ),
        ("expansions_none", pages::expansions::expansions(&shell(Nav::Expansions), &no_expansions(), (&open_expansions(), ""), None)),
        (
            "expansions_never",
            pages::expansions::expansions(&shell(Nav::Expansions), &no_expansions(), (&ExpansionQuery::default(), ""), None),
        ),
        ("expansion", pages::expansion::expansion(&shell(Nav::Expansions), &expansion_raised())),
        ("expansion_won", pages::expansion::expansion(&shell(Nav::Expansions), &expansion_won())),
        ("expansion_unowned", pages::expansion::expansion(&shell(Nav::Expansions), &expansion_unowned())),
        ("renewals", pages::renewals::renewals(&renewals, &renewal_page(), &RenewalQuery::default(), Some("P-1"))),
        ("renewals_then", pages::renewals::renewals(&renewals, &renewal_page_then(), &then, Some("P-1"))),
        ("renewals_filtered", pages::renewals::renewals(&renewals, &renewal_page(), &filtered, Some("P-1"))),
        ("renewal", pages::renewal::renewal(&renewals, &renewal_view(), &opened())),
        ("renewal_from_today", pages::renewal::renewal(&renewals, &renewal_view(), &from_today)),
        ("renewal_refused", pages::renewal::renewal(&renewals, &renewal_view(), &refused)),
        ("renewal_closed", pages::renewal::renewal(&renewals, &closed_view(), &opened())),
        ("proposals", pages::proposal::proposals(&renewals, &proposals_view())),
        ("proposals_none", pages::proposal::proposals(&renewals, &proposals_none())),
        ("proposal", pages::proposal::proposal(&renewals, &proposal_view())),
        ("proposal_stale", pages::proposal::proposal(&renewals, &proposal_stale())),
        ("proposal_paper", pages::proposal::paper(&renewals, &proposal_view())),
        ("discount_limits", pages::discount_limits::discount_limits(&shell(Nav::Settings), &limits_view())),
        ("care", pages::care::care(&shell(Nav::Settings), &care_view())),
        ("why", pages::why::why(&renewals, &explanation())),
    ]
    .into_iter()
    .map(|(name, page)| (name, page.into_string()))
    .collect()
}

fn book() -> Vec<(&'static str, String)> {
    let (tokens, users) = ([token()], [user()]);
    let backups = backups();
    let settings = Settings { tokens: &tokens, new_secret: Some("tnr_secret"), error: None, users: Some(&users), backups: Some(&backups) };
    let member = Settings { tokens: &[], new_secret: None, error: Some("The name is empty."), users: None, backups: None };
    let findings = [finding(Severity::High, HOSTILE), finding(Severity::Low, "Kestrel Health Systems")];
    vec![
        ("accounts", pages::accounts::accounts(&shell(Nav::Accounts), &account_page(), "")),
        ("account", pages::account::account(&shell(Nav::Accounts), &account_view(), &Ok(history()))),
        ("account_without_rates", pages::account::account(&shell(Nav::Accounts), &account_view(), &Err(HOSTILE.into()))),
        ("value", pages::value::value(&shell(Nav::Accounts), &account_view())),
        ("stakeholders", pages::stakeholders::stakeholders(&shell(Nav::Accounts), &account_view())),
        (
            "stakeholders_none",
            pages::stakeholders::stakeholders(&shell(Nav::Accounts), &AccountView { room: RoomView::default(), ..account_view() }),
        ),
        ("value_none", pages::value::value(&shell(Nav::Accounts), &AccountView { room: RoomView::default(), ..account_view() })),
        ("people", pages::people::people(&shell(Nav::People), &people_view())),
        ("findings", pages::findings::findings(&shell(Nav::Findings), &findings_view(&findings))),
        ("settings", pages::settings::settings(&shell(Nav::Settings), &settings)),
        ("settings_member", pages::settings::settings(&shell(Nav::Settings), &member)),
        ("activity", pages::activity::activity(&shell(Nav::Settings), &log_page(), &LogFilter::default())),
        ("error", pages::error::error(Some(&shell(Nav::Today)), 403, "Not allowed", "Only the holder completes it.", "Ask them.")),
    ]
    .into_iter()
    .map(|(name, page)| (name, page.into_string()))
    .collect()
}

/// The pages that verbs stand on.
fn verbs() -> Vec<(&'static str, String)> {
    let problems = [
        ("end_on".to_string(), "Is not after the start.".to_string()),
        ("line".into(), HOSTILE.into()),
        ("other".into(), "Something else.".into()),
    ];
    let leaving = FormPage {
        danger: true,
        action: "/people/P-1/leaving".into(),
        ..FormPage::new(Nav::People, vec![("People".into(), "/people".into())], "Priya leaves", "Priya leaves")
    };
    let gone = PersonView { held: vec![], places: vec![], absences: vec![], positions: vec![], may_administer: false, ..person_view() };
    let planned = FormPage::new(Nav::Playbooks, vec![("Playbooks".into(), "/playbooks".into())], "Edit", "Publish");
    let planned = FormPage { action: "/playbooks/joint-120/text".into(), ..planned.lede(pages::playbooks::plan(&playbook_plan())) };
    let refusal = Refusal::general(HOSTILE, "Mend it.");
    let read = |gaps: Vec<String>| Checked::Read(Box::new(policy_check(gaps)));
    let view = policy_view();
    let version =
        |checked: &Checked| pages::policy::policy(&shell(Nav::Policy), &view, view.active.as_ref().map(|active| (active, checked)));
    let draft = |checked: &Checked| pages::policy::draft(&shell(Nav::Policy), &policy_draft(), checked, true);
    vec![
        ("contract", pages::contract::contract(&shell(Nav::Accounts), &contract_view())),
        ("contract_of_others", pages::contract::contract(&shell(Nav::Accounts), &contract_of_others())),
        ("person", pages::person::person(&shell(Nav::People), &person_view())),
        ("person_holding_nothing", pages::person::person(&shell(Nav::People), &gone)),
        ("policy", version(&read(vec![]))),
        ("policy_draft_gaps", draft(&read(vec![HOSTILE.into()]))),
        ("policy_draft_complete", draft(&read(vec![]))),
        ("policy_refused", draft(&Checked::Refused(vec![refusal]))),
        ("workload", pages::workload::workload(&shell(Nav::People), &workload(false), (&coverage(0), Moments::default()))),
        ("workload_uncovered", pages::workload::workload(&shell(Nav::People), &workload(true), (&coverage(3), moments_of_then()))),
        ("playbooks", pages::playbooks::playbooks(&shell(Nav::Playbooks), &playbook_items())),
        ("playbook", pages::playbooks::playbook(&shell(Nav::Playbooks), &playbook_view(0))),
        ("playbook_as_shipped", pages::playbooks::playbook(&shell(Nav::Playbooks), &playbook_view(1))),
        ("playbook_plan", pages::form::form(&shell(Nav::Playbooks), &planned, &[])),
        ("reviews", pages::reviews::reviews(&shell(Nav::Reviews), &reviews_view())),
        ("advisor", pages::advisor::advisor(&shell(Nav::Advisor), &advice_view())),
        ("advisor_cannot_tell", pages::advisor::advisor(&shell(Nav::Advisor), &advice_unknown())),
        ("policy_models", pages::policy::models(&shell(Nav::Policy), &shipped_models(), true)),
        ("form", pages::form::form(&shell(Nav::Accounts), &question(), &[])),
        ("form_refused", pages::form::form(&shell(Nav::Accounts), &question(), &problems)),
        ("leaving", pages::form::form(&shell(Nav::People), &leaving.lede(pages::leaving::plan(&leaving_plan())), &[])),
    ]
    .into_iter()
    .map(|(name, page)| (name, page.into_string()))
    .collect()
}

/// An import, step by step.
fn imports() -> Vec<(&'static str, String)> {
    let settings = shell(Nav::Settings);
    let mappings = [("billing".to_string(), format!("Billing: {HOSTILE}"))];
    let problems = [("files".to_string(), HOSTILE.to_string()), ("mapping".into(), "Is not a shipped mapping.".into())];
    let choice = Choice { is_empty: false, mappings: &mappings, limit: "32 MiB", problems: &[] };
    let (rehearsal, result) = (import_summary(Mode::Rehearse), import_summary(Mode::Save));
    let nothing = ImportSummary { changed: false, ..import_summary(Mode::Rehearse) };
    let refusals = import_refusals();
    let rehearsed = |summary, problems| Rehearsed { id: "abc", files: &["subs.csv", HOSTILE], summary, problems };
    vec![
        ("import", pages::import::choose(&settings, &choice)),
        ("import_not_taken", pages::import::choose(&settings, &Choice { is_empty: true, problems: &problems, ..choice })),
        ("import_rehearsed", pages::import::rehearsed(&settings, &rehearsed(&rehearsal, &[]))),
        ("import_stopped", pages::import::rehearsed(&settings, &rehearsed(&rehearsal, &refusals))),
        ("import_of_nothing_new", pages::import::rehearsed(&settings, &rehearsed(&nothing, &[]))),
        ("import_refused", pages::import::refused(&settings, &[HOSTILE], &refusals)),
        ("imported", pages::import::imported(&settings, "subs.csv and 1 more", &result)),
    ]
    .into_iter()
    .map(|(name, page)| (name, page.into_string()))
    .collect()
}

/// The organisation's lists.
fn lists() -> Vec<(&'static str, String)> {
    let settings = shell(Nav::Settings);
    let reader = Shell { is_administrator: false, ..shell(Nav::Settings) };
    let none = ListsView { products: vec![], holidays: vec![], plan_rates: vec![], needs: vec![], ..lists_view() };
    let no_rates = ExchangeRatePage { items: vec![], next: None };
    let asked = FormPage::new(Nav::Settings, vec![("Settings".into(), "/settings".into())], "Set a plan rate", "Save")
        .preview("Show what would change");
    let asked = FormPage { action: "/settings/plan-rates/new".into(), ..asked };
    let previewed = asked.lede(pages::listed::consequences(&consequences()));
    vec![
        ("rates", pages::listed::rates(&settings, &lists_view(), &dated_rates())),
        ("rates_none", pages::listed::rates(&reader, &none, &no_rates)),
        ("holidays", pages::listed::holidays(&settings, &lists_view())),
        ("holidays_none", pages::listed::holidays(&settings, &none)),
        ("products", pages::listed::products(&reader, &lists_view())),
        ("products_none", pages::listed::products(&settings, &none)),
        ("list_entry_previewed", pages::form::form(&settings, &previewed, &[])),
    ]
    .into_iter()
    .map(|(name, page)| (name, page.into_string()))
    .collect()
}

fn empty_ones() -> Vec<(&'static str, String)> {
    let nothing_due = TodayView { buckets: vec![], escalated: vec![], standing_in: vec![], findings: vec![], ..today_view() };
    let no_rows = RenewalPage { items: vec![], total: 0, next: None, atr_total: Money::new(0, Currency::USD), ..renewal_page() };
    let narrowed = RenewalQuery { risk: Some(Risk::Green), ..RenewalQuery::default() };
    let no_accounts = tenure_app::AccountPage { items: vec![], next: None, ..account_page() };
    let no_events = tenure_app::LogPage { items: vec![], next: None };
    let of_nobody = LogFilter { subject: Some(HOSTILE.into()), actor: Some("Nobody".into()) };
    let new = Shell { today: None, is_sample: false, ..shell(Nav::Today) };
    vec![
        ("empty_instance", pages::empty::empty_instance(&new)),
        ("today_nothing_due", pages::today::today(&shell(Nav::Today), &nothing_due, &urgent())),
        ("renewals_nothing_fits", pages::renewals::renewals(&shell(Nav::Renewals), &no_rows, &narrowed, None)),
        ("renewals_none", pages::renewals::renewals(&shell(Nav::Renewals), &no_rows, &RenewalQuery::default(), None)),
        ("accounts_nothing_fits", pages::accounts::accounts(&shell(Nav::Accounts), &no_accounts, HOSTILE)),
        ("people_nobody", pages::people::people(&shell(Nav::People), &PeopleView { today: TODAY, items: vec![] })),
        ("activity_nothing_fits", pages::activity::activity(&shell(Nav::Settings), &no_events, &of_nobody)),
        ("findings_continued", pages::findings::findings(&shell(Nav::Findings), &second_page_of_findings())),
        ("findings_none", pages::findings::findings(&shell(Nav::Findings), &FindingsView::default())),
    ]
    .into_iter()
    .map(|(name, page)| (name, page.into_string()))
    .collect()
}

/// One tag a line, and addresses of embedded files without the hash of their content.
fn readable(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find("/assets/") {
        let end = at + rest[at..].find(['"', '#']).unwrap_or(rest.len() - at);
        let name = &rest[at..end];
        let (stem, extension) = (name.rsplit_once('-').map_or(name, |(stem, _)| stem), name.rsplit_once('.').map_or("", |(_, end)| end));
        text.push_str(&rest[..at]);
        text.push_str(&format!("{stem}.{extension}"));
        rest = &rest[end..];
    }
    text.push_str(rest);
    text.replace("><", ">\n<")
}

#[test]
fn pages_look_as_reviewed() {
    for (name, page) in every_page() {
        insta::assert_snapshot!(name, readable(&page));
    }
}

/// The opening tags of an element, each up to its `>`.
fn tags<'a>(page: &'a str, element: &str) -> Vec<&'a str> {
    let open = format!("<{element}");
    page.match_indices(&open)
        .filter(|(at, _)| page[at + open.len()..].starts_with([' ', '>']))
        .map(|(at, _)| &page[at..at + page[at..].find('>').expect("a closed tag")])
        .collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let begin = format!(" {name}=\"");
    let at = tag.find(&begin)? + begin.len();
    tag[at..].split('"').next()
}

#[test]
fn a_page_has_one_title_and_one_main() {
    for (name, page) in every_page() {
        assert_eq!(tags(&page, "h1").len(), 1, "{name}: h1");
        assert_eq!(tags(&page, "main").len(), 1, "{name}: main");
        assert_eq!(tags(&page, "title").len(), 1, "{name}: title");
        assert!(page.starts_with("<!DOCTYPE html>"), "{name}: no doctype");
    }
}

#[test]
fn links_and_forms_lead_to_pages_that_exist() {
    const PLACES: [&str; 29] = [
        "/forecast",
        "/playbooks",
        "/reviews",
        "/notices",
        "/outcomes",
        "/workload",
        "/expansions",
        "/advisor",
        "/handoffs",
        "/retention",
        "/metrics",
        "/ledger",
        "/reports",
        "/contracts/",
        "/policy",
        "/absences/",
        "/activity",
        "/today",
        "/renewals",
        "/accounts",
        "/people",
        "/findings",
        "/settings",
        "https://files.kestrel.example/",
        "/signin",
        "/signout",
        "/welcome",
        "/tasks/",
        "/assets/",
    ];
    for (name, page) in every_page() {
        let links = tags(&page, "a").into_iter().map(|tag| attribute(tag, "href"));
        let forms = tags(&page, "form").into_iter().map(|tag| attribute(tag, "action"));
        for place in links.chain(forms) {
            let place = place.unwrap_or_else(|| panic!("{name}: a link or form that leads nowhere"));
            assert!(
                place.strip_prefix('#').is_some_and(|id| page.contains(&format!(" id=\"{id}\"")))
                    || PLACES.iter().any(|known| place.starts_with(known)),
                "{name}: leads to {place:?}"
            );
        }
    }
}

#[test]
fn forms_that_change_something_post() {
    for (name, page) in every_page() {
        for tag in tags(&page, "form") {
            let action = attribute(tag, "action").unwrap_or_default();
            // Somebody's leaving is looked at and confirmed at one address: the day is asked for with GET, the answer is sent with POST.
            if action.ends_with("/leaving") {
                continue;
            }
            let changes = [
                "/playbooks/joint-120/text",
                "/tasks/",
                "/signout",
                "/signin",
                "/welcome",
                "/settings",
                "/policy/",
                "/accounts/A-17/",
                "/accounts/A-1042/",
                "/notices/",
                "/forecast/",
                "/renewals/R-1042/forecast",
                "/renewals/R-1043/forecast",
            ]
            .iter()
            .any(|place| action.starts_with(place));
            assert_eq!(attribute(tag, "method") == Some("post"), changes, "{name}: {tag}");
        }
    }
}

#[test]
fn scripts_come_from_files_and_names_never_become_markup() {
    for (name, page) in every_page() {
        for tag in tags(&page, "script") {
            assert!(attribute(tag, "src").is_some_and(|src| src.starts_with("/assets/")), "{name}: inline script");
        }
        assert!(!page.contains("alert(1)</script>"), "{name}: a name became markup");
        assert!(!page.contains(" onclick=") && !page.contains("<style"), "{name}: inline script or style sheet");
        assert!(!page.contains("secret-hash"), "{name}: shows a password hash");
    }
}

#[test]
fn every_field_has_its_label_and_ids_are_unique() {
    for (name, page) in every_page() {
        let mut ids: Vec<&str> = page.match_indices(" id=\"").map(|(at, _)| page[at + 5..].split('"').next().unwrap_or_default()).collect();
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name}: an id twice");
        let labels: Vec<&str> = tags(&page, "label").into_iter().filter_map(|tag| attribute(tag, "for")).collect();
        let fields = ["input", "select", "textarea"].iter().flat_map(|element| tags(&page, element));
        for field in fields.filter(|tag| attribute(tag, "type") != Some("hidden")) {
            let id = attribute(field, "id").unwrap_or_else(|| panic!("{name}: a field without id: {field}"));
            assert!(labels.contains(&id), "{name}: {id} has no label");
        }
        let known = |id: &str| ids.binary_search(&id).is_ok();
        for named in ["aria-labelledby", "aria-describedby", "for"] {
            for (at, _) in page.match_indices(&format!(" {named}=\"")) {
                let value = page[at + named.len() + 3..].split('"').next().unwrap_or_default();
                assert!(value.split(' ').all(known), "{name}: {named} names {value:?}, which is not on the page");
            }
        }
    }
}

#[test]
fn the_form_that_today_opens_leads_back_to_today() {
    let from_today = Opened { complete: Some(id(14)), ..opened() };
    let page = pages::renewal::renewal(&shell(Nav::Renewals), &renewal_view(), &from_today).into_string();
    assert_eq!(page.matches("value=\"/today\"").count(), 1);
    assert_eq!(page.matches("<details class=\"complete\" open>").count(), 1);
}
