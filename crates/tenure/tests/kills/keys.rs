//! A request that is sent again with its key is carried out once, whatever happens in between. `TENURE_KEYS` says how many keys.

use super::served::{Over, Served, few_customers, tenure};
use super::{assert_sound, number, texts};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use tenure_sim::testing::wire::{Answer, Wire};
use tokio::runtime::Runtime;

const CLIENTS: u64 = 16;

/// Where the server is at present: it comes back elsewhere after it was killed.
struct Place {
    address: Mutex<String>,
    token: String,
}

/// A client that connects anew and sends again until it is answered.
struct Client<'a> {
    place: &'a Place,
    wire: Option<Wire>,
    lost: u64,
}

impl Client<'_> {
    fn send(&mut self, path: &str, body: &str, key: &str) -> Answer {
        loop {
            let address = self.place.address.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if self.wire.is_none() {
                self.wire = Wire::connect(&address, "").ok();
            }
            let headers =
                format!("Authorization: Bearer {}\r\nContent-Type: application/json\r\nIdempotency-Key: {key}\r\n", self.place.token);
            match self.wire.as_mut().and_then(|wire| wire.send_with("POST", path, body, &headers).ok()) {
                Some(answer) => return answer,
                None => {
                    (self.wire, self.lost) = (None, self.lost + 1);
                    thread::park_timeout(Duration::from_millis(5));
                }
            }
        }
    }
}

fn call(subject: &str) -> String {
    format!(r#"{{"kind":"call","subject":"{subject}","ours":["priya"]}}"#)
}

/// Sends each key one to four times, and some with another body; gives how many answers never came.
fn send_keys(place: &Place, accounts: &[String], next: &AtomicU64, (keys, seed): (u64, u64)) -> u64 {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut client = Client { place, wire: None, lost: 0 };
    loop {
        let n = next.fetch_add(1, Ordering::Relaxed);
        if n >= keys {
            return client.lost;
        }
        let path = format!("/api/v1/accounts/{}/activities", accounts[n as usize % accounts.len()]);
        let (key, body) = (format!("key-{n}"), call(&format!("call {n}")));
        let first = client.send(&path, &body, &key);
        assert_eq!(first.status, 200, "{first:?}");
        for _ in 0..dice.random_range(0..4) {
            let again = client.send(&path, &body, &key);
            assert_eq!((again.status, &again.body), (200, &first.body), "{key}");
        }
        if dice.random_ratio(1, 20) {
            assert_eq!(client.send(&path, &call("something else"), &key).status, 422, "{key}");
        }
    }
}

#[test]
fn a_key_has_one_effect_however_often_it_is_sent_and_the_server_killed() {
    let (keys, seed) = (number("TENURE_KEYS", 400), number("TENURE_SEED", 1));
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (token, accounts) = runtime.block_on(few_customers(folder.path()));
    let mut served = Some(Served::start(folder.path()));
    let address = |served: &Option<Served>| served.as_ref().map(|served| served.address.clone()).unwrap_or_default();
    let place = Place { address: Mutex::new(address(&served)), token };
    let (next, done) = (AtomicU64::new(0), AtomicBool::new(false));
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let (lost, kills) = thread::scope(|scope| {
        let (place, accounts, next, done) = (&place, &accounts, &next, &done);
        let clients: Vec<_> = (0..CLIENTS).map(|n| scope.spawn(move || send_keys(place, accounts, next, (keys, seed * 100 + n)))).collect();
        let waiting = scope.spawn(move || {
            let _over = Over(done);
            clients.into_iter().map(|client| client.join().unwrap()).sum::<u64>()
        });
        let mut kills = 0;
        while !done.load(Ordering::Relaxed) {
            thread::park_timeout(Duration::from_millis(dice.random_range(300..1_500)));
            if !done.load(Ordering::Relaxed) {
                drop(served.take());
                served = Some(Served::start(folder.path()));
                *place.address.lock().unwrap() = address(&served);
                kills += 1;
            }
        }
        (waiting.join().unwrap(), kills)
    });
    drop(served);
    let told = format!("TENURE_SEED={seed}, {keys} keys");
    runtime.block_on(assert_sound(folder.path(), &told));
    let calls = runtime.block_on(texts(folder.path(), "SELECT subject FROM activity WHERE subject LIKE 'call %'"));
    let expected: BTreeSet<String> = (0..keys).map(|n| format!("call {n}")).collect();
    assert_eq!(calls.len() as u64, keys, "{told}: each exactly once");
    assert_eq!(calls.into_iter().collect::<BTreeSet<_>>(), expected, "{told}");
    println!("{keys} keys, {kills} kills, {lost} answers that never came: each key has one effect");
    assert!(kills > 0 && lost > 0, "{told}: the server was never killed under anybody");
    let check = tenure(folder.path(), &["check"]).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}
