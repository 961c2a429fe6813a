//! Speed of the large book: signing, loading facts, and the grid at 240 and at 3,000 accounts. Prints; fails nothing.

use std::fmt::Display;
use std::time::Instant;
use tenure_app::{Actor, NewContract, RenewalQuery};
use tenure_core::primitives::Currency;
use tenure_sim::load_sample;
use tenure_sim::testing::large::large_book;
use tenure_sim::testing::{Fault, Instance, TestApp};
use tenure_store::Scope;

const LARGE: usize = 3_000;
const SIGNED: u32 = 200;
const REPEATED: u32 = 50;

fn main() -> Result<(), Fault> {
    // `cargo test --benches` runs this too; only `cargo bench` asks for figures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        for instance in Instance::each(std::env::var("TENURE_TEST_POSTGRES").ok().as_deref()).await? {
            measure(&instance).await?;
            instance.remove().await?;
        }
        for instance in Instance::each(std::env::var("TENURE_TEST_POSTGRES").ok().as_deref()).await? {
            measure_large(&instance).await?;
            instance.remove().await?;
        }
        Ok(())
    })
}

/// The sample company: 240 accounts.
async fn measure(instance: &Instance) -> Result<(), Fault> {
    let watch = Watch::start();
    let summary = load_sample(&instance.location, 1).await?;
    let at = TestApp::open(&instance.location, summary.today, 2).await?;
    say(instance, "sample company loaded", format!("{} ms, {} verbs a second", watch.ms(1), watch.per_second(summary.verbs)));
    compare(instance, &at, 240).await?;
    let watch = Watch::start();
    for number in 0..SIGNED {
        at.app.sign_contract(&operator(), contract(number)?).await?;
    }
    say(instance, "contracts signed", format!("{} a second", watch.per_second(SIGNED as usize)));
    Ok(at.app.close().await?)
}

/// An imported company of [`LARGE`] accounts.
async fn measure_large(instance: &Instance) -> Result<(), Fault> {
    let at = TestApp::open(&instance.location, "2026-11-23".parse()?, 2).await?;
    let watch = Watch::start();
    at.app.import_book(&operator(), &large_book(LARGE, 1), "large").await?;
    say(instance, "large book imported", format!("{} ms, {} accounts a second", watch.ms(1), watch.per_second(LARGE)));
    compare(instance, &at, LARGE).await?;
    Ok(at.app.close().await?)
}

async fn compare(instance: &Instance, at: &TestApp, accounts: usize) -> Result<(), Fault> {
    let playbooks = tenure_core::catalog::playbooks()?;
    for (what, scope, times) in [("one account", Scope::Account("A-2".into()), REPEATED), ("all accounts", Scope::All, 3)] {
        let watch = Watch::start();
        for _ in 0..times {
            at.app.store().read().await?.facts(&scope, playbooks.clone()).await?;
        }
        say(instance, &format!("facts of {what} of {accounts}"), format!("{} ms", watch.ms(times)));
    }
    let watch = Watch::start();
    for _ in 0..REPEATED {
        at.app.renewals(&RenewalQuery::default()).await?;
    }
    say(instance, &format!("page of the grid at {accounts} accounts"), format!("{} ms", watch.ms(REPEATED)));
    Ok(())
}

fn operator() -> Actor {
    Actor::Operator("Bench".into())
}

fn contract(number: u32) -> Result<NewContract, Fault> {
    Ok(NewContract {
        reference: format!("B-{number}"),
        account: format!("A-{}", number % 30 + 1),
        currency: Currency::USD,
        auto_renew: true,
        notice_days: Some(30),
        renewal_months: 12,
        uplift_cap_bps: None,
        uplift_bps: 0,
        kind: tenure_core::contract::ContractKind::Fixed,
        signed_on: None,
        start_on: "2026-11-23".parse()?,
        end_on: "2027-11-23".parse()?,
        lines: Vec::new(),
    })
}

struct Watch(Instant);

impl Watch {
    #[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
    fn start() -> Self {
        Self(Instant::now())
    }

    /// Milliseconds with two decimals for each of so many.
    fn ms(&self, times: u32) -> String {
        let hundredths = self.0.elapsed().as_micros() / 10 / u128::from(times);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }

    fn per_second(&self, count: usize) -> u128 {
        count as u128 * 1_000_000 / self.0.elapsed().as_micros().max(1)
    }
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn say(instance: &Instance, what: &str, figure: impl Display) {
    println!("{:10} {what:42} {figure}", instance.to_string());
}
