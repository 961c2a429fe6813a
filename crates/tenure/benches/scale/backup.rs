//! A backup of a served instance under write load: how long the slowest write waited for it.

use crate::serving::{client, open_tasks, serve, sign_up};
use crate::{at_most, now, say};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use tenure_app::Actor;
use tenure_sim::testing::large::large_book;
use tenure_sim::testing::{Fault, TestApp};
use tenure_store::Location;

/// Small enough that what is proven of the copy takes seconds.
const ACCOUNTS: usize = 3_000;
const WRITERS: usize = 4;

/// Writes through the served program for as long as `tenure backup` runs beside it, and as long again without.
pub async fn measure(folder: &Path) -> Result<(), Fault> {
    let location = Location::Sqlite(folder.join("tenure.db"));
    let at = TestApp::open(&location, "2026-11-23".parse()?, 3).await?;
    at.app.import_book(&Actor::Operator("Bench".into()), &large_book(ACCOUNTS, 3), "large").await?;
    at.app.set_sample_today(&Actor::Operator("Bench".into()), Some("2026-11-23".parse()?)).await?;
    let token = sign_up(&at.app).await?;
    at.app.close().await?;
    let tasks = open_tasks(&folder.join("tenure.db"), 20_000).await?;
    let server = serve(folder)?;
    server.settle()?;
    let headers = format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\n");
    let next = AtomicUsize::new(0);
    let write = |_| {
        let body = r#"{"outcome":"done","evidence":"written beside a backup"}"#.to_string();
        ("POST", format!("/api/v1/tasks/{}/completion", tasks[next.fetch_add(1, Ordering::Relaxed) % tasks.len()]), body)
    };
    let during = |work: &dyn Fn() -> Result<(), Fault>| -> Result<(Vec<Duration>, Duration), Fault> {
        let (done, start) = (AtomicBool::new(false), now());
        thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|_| scope.spawn(|| client(&server, &headers, &write, &|| (!done.load(Ordering::Relaxed)).then_some(0))))
                .collect();
            let worked = work();
            let elapsed = start.elapsed();
            done.store(true, Ordering::Relaxed);
            let mut took = Vec::new();
            for writer in writers {
                took.extend(writer.join().map_err(|_| "a writer failed")??);
            }
            worked.map(|()| (took, elapsed))
        })
    };
    let (beside, elapsed) = during(&|| back_up(folder))?;
    let (alone, _) = during(&|| {
        thread::sleep(elapsed);
        Ok(())
    })?;
    let longest = |took: &[Duration]| took.iter().max().copied().unwrap_or_default();
    let size = std::fs::metadata(folder.join("copy.tenure"))?.len() / 1_000_000;
    say(
        &format!("backup of {size} MB, made and proven beside {WRITERS} writers"),
        &format!("{elapsed:.1?}, {} writes meanwhile", beside.len()),
    );
    at_most("longest wait of a write beside the backup", longest(&beside), Duration::from_millis(250));
    say("longest wait of a write without it, as long", &format!("{:.1?}, {} writes", longest(&alone), alone.len()));
    Ok(())
}

fn back_up(folder: &Path) -> Result<(), Fault> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenure"));
    command.arg("backup").arg(folder.join("copy.tenure")).env("TENURE_DATA", folder).env_remove("TENURE_DATABASE_URL");
    let output = command.output()?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned().into()) }
}
