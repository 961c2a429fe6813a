//! Expansions through the verbs, on each engine: who may do what, what the ledger closes, and what comes back from the database.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use tenure_app::{Actor, AppError, ExpansionQuery, LedgerFilter, MoneyQuery, NewExpansion};
use tenure_core::expansion::Source;
use tenure_core::ledger::Class;
use tenure_core::ownership::Responsibility;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::Location;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

fn open() -> ExpansionQuery {
    ExpansionQuery { state: Some("open".into()), ..ExpansionQuery::default() }
}

#[tokio::test]
async fn the_sample_raised_answered_and_closed_some_and_each_credit_is_a_movement_of_the_ledger() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let page = app.expansions(&ExpansionQuery::default()).await.unwrap();
        assert!(page.items.len() >= 7, "{}", page.items.len());
        let won: Vec<_> = page.items.iter().filter(|item| item.expansion.state.code() == "won").collect();
        assert!(won.len() >= 3);
        for item in won {
            let account = Some(item.account.reference.clone());
            let query = MoneyQuery { account, since: Some("2024-01-01".parse().unwrap()), ..MoneyQuery::default() };
            let filter = LedgerFilter { class: Some(item.expansion.kind), limit: Some(1_000), ..LedgerFilter::default() };
            let ledger = app.ledger(&query, &filter).await.unwrap();
            for credit in item.expansion.state.credits() {
                let movement = ledger.items.iter().find(|movement| movement.id == credit.movement).unwrap();
                assert_eq!((movement.day, movement.amount), (credit.moved_on, credit.amount));
            }
            let view = app.expansion(&operator(), &item.reference).await.unwrap();
            assert_eq!(view.owners.len(), Responsibility::ALL.len());
            assert!(view.closed_by.is_some());
        }
        assert!(app.check().await.unwrap().is_clean());
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn lists_narrow_by_state_clock_person_type_source_account_and_amount() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let all = app.expansions(&ExpansionQuery::default()).await.unwrap();
        let list = async |query: ExpansionQuery| {
            let page = app.expansions(&query).await.unwrap();
            assert_eq!(page.total, page.items.len() as u64);
            let sum: i64 = page.items.iter().map(|item| item.expansion.expected_reporting.minor).sum();
            assert_eq!(page.expected.minor, sum);
            page.items.into_iter().map(|item| item.reference).collect::<Vec<_>>()
        };
        let expected = |fits: &dyn Fn(&tenure_app::ExpansionItem) -> bool| {
            all.items.iter().filter(|item| fits(item)).map(|item| item.reference.clone()).collect::<Vec<_>>()
        };
        assert_eq!(list(open()).await, expected(&|item| item.expansion.is_open()));
        assert_eq!(list(ExpansionQuery { overdue: true, ..open() }).await, expected(&|item| item.overdue));
        let person = Some("hannah".to_string());
        assert_eq!(
            list(ExpansionQuery { person, ..ExpansionQuery::default() }).await,
            expected(&|item| item.closer.as_ref().is_some_and(|closer| closer.reference == "hannah"))
        );
        let finder = Some("priya".to_string());
        assert_eq!(list(ExpansionQuery { finder, ..ExpansionQuery::default() }).await, expected(&|item| item.finder.reference == "priya"));
        let kind = Some(Class::CrossDivision);
        assert_eq!(list(ExpansionQuery { kind, ..ExpansionQuery::default() }).await, expected(&|item| Some(item.expansion.kind) == kind));
        let source = Some(Source::Sales);
        assert_eq!(
            list(ExpansionQuery { source, ..ExpansionQuery::default() }).await,
            expected(&|item| item.expansion.source == Source::Sales)
        );
        let account = Some("A-1".to_string());
        assert_eq!(list(ExpansionQuery { account, ..ExpansionQuery::default() }).await, expected(&|item| item.account.reference == "A-1"));
        let expected_from_minor = Some(4_000_000);
        assert_eq!(
            list(ExpansionQuery { expected_from_minor, ..ExpansionQuery::default() }).await,
            expected(&|item| item.expansion.expected_reporting.minor >= 4_000_000)
        );
        let first = app.expansions(&ExpansionQuery { limit: Some(2), ..ExpansionQuery::default() }).await.unwrap();
        let next =
            app.expansions(&ExpansionQuery { limit: Some(2), after: first.next.clone(), ..ExpansionQuery::default() }).await.unwrap();
        let paged: Vec<String> = first.items.iter().chain(&next.items).map(|item| item.reference.clone()).collect();
        assert_eq!(paged, expected(&|_| true).into_iter().take(4).collect::<Vec<_>>());
        assert!(app.expansions(&ExpansionQuery { state: Some("gone".into()), ..ExpansionQuery::default() }).await.is_err());
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn one_is_raised_answered_reassigned_lost_and_opened_again_and_leaves_a_history() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let new = NewExpansion {
            kind: Class::CrossSell,
            expected_minor: 123_456,
            currency: None,
            what: "Paediatrics asked for analytics".into(),
            found_by: Some("priya".into()),
            found_on: None,
        };
        let reference = app.raise_expansion(&operator(), "A-1", new).await.unwrap();
        let early = app.win_expansion(&operator(), &reference, (&["x".to_string()], "")).await.unwrap_err();
        assert!(early.to_string().contains("is no expansion in the ledger"), "{early}");
        app.accept_expansion(&operator(), &reference, "").await.unwrap();
        let named = tenure_app::NewOverride {
            responsibility: Responsibility::Expansion,
            teammate: "theo".into(),
            reason: "knows them".into(),
            until_on: "2026-12-01".parse().unwrap(),
        };
        app.reassign(&operator(), &reference, named).await.unwrap();
        let view = app.expansion(&operator(), &reference).await.unwrap();
        assert_eq!(view.item.closer.as_ref().map(|closer| closer.reference.as_str()), Some("theo"));
        app.end_reassignment(&operator(), &reference, view.overrides[0].id).await.unwrap();
        app.lose_expansion(&operator(), &reference, "no budget").await.unwrap();
        assert!(app.lose_expansion(&operator(), &reference, "again").await.is_err());
        app.reopen_expansion(&operator(), &reference, "the budget came").await.unwrap();
        let view = app.expansion(&operator(), &reference).await.unwrap();
        assert_eq!(view.item.expansion.state.code(), "accepted");
        let kinds: Vec<&str> = view.events.iter().rev().map(|event| event.kind.as_str()).collect();
        assert_eq!(
            kinds,
            [
                "expansion_raised",
                "expansion_accepted",
                "expansion_reassigned",
                "reassignment_ended",
                "expansion_lost",
                "expansion_reopened"
            ]
        );
        assert!(matches!(app.expansion(&operator(), "E-999").await, Err(AppError::NotFound(_))));
        assert!(app.check().await.unwrap().is_clean());
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn a_movement_of_one_sale_closes_no_other_and_is_free_again_once_that_is_opened_again() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let all = app.expansions(&ExpansionQuery { state: Some("won".into()), ..ExpansionQuery::default() }).await.unwrap();
        let won = all.items.iter().find(|item| item.account.reference == "A-20").unwrap();
        let movement = vec![won.expansion.state.credits()[0].movement.clone()];
        app.reopen_expansion(&operator(), &won.reference, "credited too early").await.unwrap();
        app.win_expansion(&operator(), &won.reference, (&movement, "now it is right")).await.unwrap();
        let again = app.win_expansion(&operator(), &won.reference, (&movement, "")).await.unwrap_err();
        assert!(again.to_string().contains("cannot be won") || again.to_string().contains("is no expansion"), "{again}");
        let view = app.expansion(&operator(), &won.reference).await.unwrap();
        assert_eq!(view.item.expansion.state.credits().len(), 1);
        assert_eq!(view.item.expansion.state.settled().map(|word| word.reason.as_str()), Some("now it is right"));
        assert!(app.check().await.unwrap().is_clean());
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn what_a_leaver_holds_of_expansions_goes_where_the_plan_said() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let person = app.person(&operator(), "hannah").await.unwrap();
        assert!(!person.expansions.is_empty());
        let load = |view: &tenure_app::WorkloadView, reference: &str| {
            view.people.iter().find(|item| item.person.reference == reference).map(|item| item.expansions)
        };
        let before = app.workload(None).await.unwrap();
        assert_eq!(load(&before, "hannah"), Some(person.expansions.len() as u64));
        assert_eq!(before.expansions, app.expansions(&open()).await.unwrap().total);
        assert_eq!(before.responsibilities, (before.renewals + before.expansions) * 5);

        let plan = app.plan_leaving(&operator(), "hannah", None).await.unwrap();
        let held: usize = person.expansions.iter().map(|item| item.responsibilities.len()).sum();
        assert_eq!(plan.expansions.len(), held, "everything moves");
        app.mark_left(&operator(), "hannah", None).await.unwrap();
        for moved in &plan.expansions {
            let to = app.person(&operator(), &moved.to.reference).await.unwrap();
            let item = to.expansions.iter().find(|item| item.expansion == moved.expansion).unwrap();
            assert!(item.responsibilities.contains(&moved.responsibility), "{moved:?}");
        }
        let after = app.workload(None).await.unwrap();
        assert_eq!((load(&after, "hannah"), after.uncovered.len()), (None, 0));
        assert!(app.check().await.unwrap().is_clean());
        app.close().await.unwrap();
    })
    .await
}
