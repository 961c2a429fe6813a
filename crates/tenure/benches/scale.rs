//! Speed at 100,000 accounts against its targets: import beside a bulk load of the same rows, planning in memory, and the served
//! program under a load over loopback, also while a backup is made, and questions about money. Prints; fails nothing.
//! `TENURE_BENCH_ACCOUNTS` asks for another size, `TENURE_BENCH_PART=memory` for planning alone. `TENURE_BENCH_DATA` names a folder that
//! keeps the imported book: if it has one, the served program alone is measured, on that book.

#[path = "scale/backup.rs"]
mod backup;
#[path = "scale/book.rs"]
mod book;
#[path = "scale/money.rs"]
mod money;
#[path = "scale/serving.rs"]
mod serving;

use std::path::PathBuf;
use std::time::{Duration, Instant};
use tenure_sim::testing::Fault;

fn main() -> Result<(), Fault> {
    // `cargo test --benches` runs this too; only `cargo bench` asks for figures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let accounts = std::env::var("TENURE_BENCH_ACCOUNTS").map_or(Ok(100_000), |text| text.parse())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        if let Some(kept) = std::env::var_os("TENURE_BENCH_DATA").map(PathBuf::from) {
            if !kept.join("tenure.db").exists() {
                book::import(&kept, accounts).await?;
            }
            return serving::measure(&kept, accounts).await;
        }
        book::plan_in_memory(accounts)?;
        if std::env::var("TENURE_BENCH_PART").is_ok_and(|part| part == "memory") {
            return Ok(());
        }
        let folder = tempfile::tempdir()?;
        book::import(folder.path(), accounts).await?;
        money::measure(folder.path()).await?;
        serving::measure(folder.path(), accounts).await?;
        let folder = tempfile::tempdir()?;
        backup::measure(folder.path()).await
    })
}

/// Prints a figure beside its target, both in the same unit, smaller being better.
fn at_most(what: &str, figure: Duration, target: Duration) {
    let verdict = if figure <= target { "met" } else { "MISSED" };
    say(what, &format!("{:>10}  target <= {:<8} {verdict}", millis(figure), millis(target)));
}

/// Prints a ratio in tenths beside its target.
fn ratio(what: &str, of: Duration, to: Duration, target: u128) {
    let tenths = of.as_micros() * 10 / to.as_micros().max(1);
    let verdict = if tenths <= target * 10 { "met" } else { "MISSED" };
    say(what, &format!("{:>8}.{}x  target <= {:<8} {verdict}", tenths / 10, tenths % 10, format!("{target}x")));
}

/// Prints a rate beside its target.
fn at_least(what: &str, rate: u128, target: u128) {
    let verdict = if rate >= target { "met" } else { "MISSED" };
    say(what, &format!("{rate:>8}/s  target >= {:<8} {verdict}", format!("{target}/s")));
}

/// The user and system time of a process so far.
fn processor_time(process: u32) -> Result<Duration, Fault> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let mut fields = stat.rsplit(") ").next().unwrap_or_default().split(' ').skip(11).take(2);
    // In hundredths of a second.
    let hundredths = fields.try_fold(0_u64, |sum, field| Ok::<_, std::num::ParseIntError>(sum + field.parse::<u64>()?))?;
    Ok(Duration::from_millis(hundredths * 10))
}

fn millis(duration: Duration) -> String {
    format!("{}.{:02} ms", duration.as_millis(), duration.as_micros() % 1_000 / 10)
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn say(what: &str, figure: &str) {
    println!("{what:<58} {figure}");
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn now() -> Instant {
    Instant::now()
}
