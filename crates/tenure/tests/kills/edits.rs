//! Many clients edit one account, each on the revision that it read: no edit is lost. And backups that are made meanwhile hold all that
//! was answered before them. `TENURE_EDITS` and `TENURE_BACKUPS` say how many.

use super::served::{Over, Served, few_customers, tenure};
use super::{assert_sound, number, texts};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;
use tenure_sim::testing::wire::{Answer, Wire};
use tokio::runtime::Runtime;

const CLIENTS: usize = 16;

struct Stage {
    served: Served,
    token: String,
    accounts: Vec<String>,
}

impl Stage {
    fn set(runtime: &Runtime, folder: &Path) -> Self {
        let (token, accounts) = runtime.block_on(few_customers(folder));
        Self { served: Served::start(folder), token, accounts }
    }

    fn connect(&self) -> Wire {
        Wire::connect(&self.served.address, &self.token).unwrap()
    }
}

/// The revision of an account, and the number in its name.
fn seen(answer: &Answer) -> (String, u64) {
    let tag = answer.head.lines().find_map(|line| line.split_once(": ").filter(|(name, _)| name.eq_ignore_ascii_case("etag"))).unwrap().1;
    let number = answer.body.split_once("Edited ").map_or(0, |(_, rest)| rest.split_once('"').unwrap().0.parse().unwrap());
    (tag.to_string(), number)
}

fn edit(wire: &mut Wire, stage: &Stage, (tag, number): (&str, u64)) -> Answer {
    let body = format!(r#"{{"name":"Edited {number}","tier":2,"segment":"Enterprise","region":"EMEA"}}"#);
    let headers = format!("Authorization: Bearer {}\r\nContent-Type: application/json\r\nIf-Match: {tag}\r\n", stage.token);
    wire.send_with("PUT", &format!("/api/v1/accounts/{}", stage.accounts[0]), &body, &headers).unwrap()
}

#[test]
fn no_edit_on_a_revision_that_was_read_is_lost() {
    let edits = number("TENURE_EDITS", 300);
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::set(&runtime, folder.path());
    let path = format!("/api/v1/accounts/{}", stage.accounts[0]);
    let (taken, stale) = (AtomicU64::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                let mut wire = stage.connect();
                while taken.load(Ordering::Relaxed) < edits {
                    let (tag, number) = seen(&wire.send("GET", &path, "").unwrap());
                    let answer = edit(&mut wire, &stage, (&tag, number + 1));
                    match answer.status {
                        200 => taken.fetch_add(1, Ordering::Relaxed),
                        412 => stale.fetch_add(1, Ordering::Relaxed),
                        _ => panic!("{answer:?}"),
                    };
                }
            });
        }
    });
    let (taken, stale) = (taken.into_inner(), stale.into_inner());
    let (_, number) = seen(&stage.connect().send("GET", &path, "").unwrap());
    drop(stage);
    assert_eq!(number, taken, "each edit that was taken counted on by one");
    assert!(taken >= edits && stale > 0, "{taken} taken, {stale} stale");
    runtime.block_on(assert_sound(folder.path(), "after the edits"));
    println!("{taken} edits taken, none lost; {stale} refused as stale");
}

#[test]
fn a_backup_under_writes_holds_all_that_was_answered_before_it() {
    let backups = number("TENURE_BACKUPS", 5);
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::set(&runtime, folder.path());
    let (sent, answered, stop) = (AtomicU64::new(0), Mutex::new(Vec::new()), AtomicBool::new(false));
    let write = || {
        let mut wire = stage.connect();
        while !stop.load(Ordering::Relaxed) {
            let n = sent.fetch_add(1, Ordering::Relaxed);
            let body = format!(r#"{{"kind":"call","subject":"call {n}","ours":["priya"]}}"#);
            let path = format!("/api/v1/accounts/{}/activities", stage.accounts[n as usize % stage.accounts.len()]);
            assert_eq!(wire.send("POST", &path, &body).unwrap().status, 200);
            answered.lock().unwrap().push(n);
        }
    };
    thread::scope(|scope| {
        (0..4).for_each(|_| drop(scope.spawn(write)));
        let _over = Over(&stop);
        for n in 0..backups {
            thread::park_timeout(Duration::from_millis(100 + n % 7 * 40));
            let before = answered.lock().unwrap().clone();
            let copy = folder.path().join(format!("{n}.backup"));
            let restored = folder.path().join(format!("restored {n}"));
            let made = tenure(folder.path(), &["backup", copy.to_str().unwrap()]).output().unwrap();
            let after = sent.load(Ordering::Relaxed);
            let put_back = tenure(&restored, &["restore", copy.to_str().unwrap()]).output().unwrap();
            let told = format!("backup {n}: {made:?} {put_back:?}");
            assert!(made.status.success() && put_back.status.success(), "{told}");
            runtime.block_on(assert_sound(&restored, &told));
            let held = runtime.block_on(texts(&restored, "SELECT subject FROM activity WHERE subject LIKE 'call %'"));
            let held: Vec<u64> = held.iter().map(|subject| subject["call ".len()..].parse().unwrap()).collect();
            assert!(before.iter().all(|n| held.contains(n)), "{told}: what was answered before is in it");
            assert!(held.iter().all(|n| *n < after), "{told}: nothing of later is in it");
            std::fs::remove_dir_all(&restored).unwrap();
        }
    });
    println!("{backups} backups while {} writes were answered: all whole", answered.into_inner().unwrap().len());
}
