//! Every scenario comes out as its file says: lived daily in memory, and on each engine with the daily job run only now and then.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say where they are"
)]

use std::sync::Arc;
use tenure_app::App;
use tenure_sim::scenario::{Pace, SCENARIOS, Scenario, keep, play};
use tenure_sim::testing::{Fault, Instance, TestApp, each_engine};
use tenure_sim::{SeededIds, SimClock};
use tenure_store::Store;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

#[tokio::test]
async fn every_scenario_comes_out_as_its_file_says_when_the_job_runs_daily() {
    for (name, _) in SCENARIOS {
        let scenario = Scenario::named(name).unwrap();
        let clock = Arc::new(SimClock::on(scenario.begins_on));
        let app = App::over(Store::in_memory(), clock.clone(), Arc::new(SeededIds::new(clock.clone(), 1))).unwrap();
        let played = play(&app, &clock, &scenario, Pace::Daily).await;
        let played = played.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(played.differences.is_empty(), "{name}: {:#?}", played.differences);
        assert!(played.acts > 0 && played.expectations > 0, "{name} says nothing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_scenario_comes_out_the_same_on_each_engine_when_the_job_runs_now_and_then() -> Result<(), Fault> {
    for (name, _) in SCENARIOS {
        println!("{name}");
        each_engine(postgres(), |location| async move {
            let scenario = Scenario::named(name).unwrap();
            let TestApp { app, clock } = TestApp::open(&location, scenario.begins_on, 1).await.unwrap();
            let played = play(&app, &clock, &scenario, Pace::WhenSomethingIsSaid).await.unwrap();
            assert_eq!(played.differences, Vec::<String>::new());
            let report = app.check().await.unwrap();
            assert!(report.is_clean(), "{report:#?}");
            app.close().await.unwrap();
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_scenario_that_was_kept_is_clean_and_is_not_kept_twice() -> Result<(), Fault> {
    for name in ["co-term-add-on", "merger", "leaver-in-mid-renewal"] {
        let instance = Instance::sqlite()?;
        let scenario = Scenario::named(name).unwrap();
        assert_eq!(keep(&instance.location, &scenario, 1).await.unwrap().differences, Vec::<String>::new());
        let TestApp { app, .. } = TestApp::open(&instance.location, "2030-01-01".parse().unwrap(), 2).await.unwrap();
        let report = app.check().await.unwrap();
        assert!(report.is_clean(), "{name}: {report:#?}");
        app.close().await.unwrap();
        assert!(keep(&instance.location, &scenario, 1).await.is_err());
    }
    Ok(())
}

#[test]
fn a_word_that_is_not_known_is_refused_with_its_file_and_line() {
    let text = SCENARIOS[0].1.replace("role = \"csm\"", "role = \"king\"");
    let refused = Scenario::parse("changed", &text).unwrap_err();
    assert_eq!(refused.file, "changed.toml");
    assert!(Scenario::named("no-such-thing").unwrap_err().remedy.contains("--list"));
}
