//! The served program, with sign-in on, under clients that keep their connections.

use crate::{at_least, at_most, millis, now, processor_time, say};
use sea_orm::{ConnectionTrait, Database, Statement};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use tenure_app::{Access, Actor, App, NewUser};
use tenure_sim::testing::wire::Wire;
use tenure_sim::testing::{Fault, TestApp};
use tenure_store::Location;

const EMAIL: &str = "priya.raman@halden.example";
const PASSWORD: &str = "measured twice";
const CONNECTIONS: usize = 16;

/// What is asked, how often, and what is expected of it.
struct Bar {
    what: &'static str,
    alone: usize,
    together: usize,
    p50_alone: Duration,
    p99_together: Option<Duration>,
    rate: Option<u128>,
}

/// A request: method, path and body of the n-th.
pub type Request<'a> = dyn Fn(usize) -> (&'static str, String, String) + Sync + 'a;

pub struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Waits until the server has followed the calendar, which it does once a day and when it starts: until it is idle.
    pub fn settle(&self) -> Result<(), Fault> {
        let start = now();
        loop {
            let before = processor_time(self.child.id())?;
            thread::sleep(Duration::from_secs(2));
            if processor_time(self.child.id())? <= before + Duration::from_millis(50) {
                say("the day followed after the start", &format!("{:.0?}, {} MB held at most", start.elapsed(), self.memory()?));
                return Ok(());
            }
        }
    }

    /// The most memory that the server held so far, in megabytes.
    fn memory(&self) -> Result<u64, Fault> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? / 1_024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn serve(data: &Path) -> Result<Server, Fault> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tenure"))
        .args(["serve", "--listen", "127.0.0.1:0"])
        .env("TENURE_DATA", data)
        .env_remove("TENURE_DATABASE_URL")
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
    let address = line.trim().rsplit_once("http://").ok_or("no address")?.1.to_string();
    Ok(Server { child, address })
}

/// Serves the imported book and measures each kind of request.
pub async fn measure(data: &Path, accounts: usize) -> Result<(), Fault> {
    let location = Location::Sqlite(data.join("tenure.db"));
    let at = TestApp::open(&location, "2026-11-23".parse()?, u64::from(std::process::id())).await?;
    let token = sign_up(&at.app).await?;
    at.app.close().await?;
    let tasks = open_tasks(&data.join("tenure.db"), 5_000).await?;
    let started = now();
    let server = serve(data)?;
    at_most("ready", started.elapsed(), Duration::from_millis(300));
    server.settle()?;
    let bearer = format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\n");
    let cookie = sign_in(&server.address)?;
    let get = |path: String| ("GET", path, String::new());
    let ms = Duration::from_millis;
    let of = |what, p50_alone, p99_together, rate| Bar { what, alone: 200, together: 1_000, p50_alone, p99_together, rate };
    let record: &Request<'_> = &|n| get(format!("/api/v1/accounts/A-{}", n * 7_919 % accounts + 1));
    run(&server, &bearer, &of("record (account)", ms(1), None, Some(5_000)), record)?;
    let workspace: &Request<'_> = &|n| get(format!("/api/v1/renewals/R-{}", n * 7_919 % accounts + 1_001));
    run(&server, &bearer, &of("workspace of a renewal", ms(3), None, None), workspace)?;
    let list: &Request<'_> = &|n| get(format!("/api/v1/renewals?limit=50&auto_renew=true&risk=red&ends_within_days={}", 300 + n % 60));
    run(&server, &bearer, &of("list of 50", ms(3), Some(ms(25)), Some(1_500)), list)?;
    let grid: &Request<'_> = &|n| get(format!("/renewals?auto_renew=true&risk=red&ends_within_days={}", 300 + n % 60));
    run(&server, &cookie, &of("page of the grid, HTML", ms(6), None, None), grid)?;
    let search: &Request<'_> = &|n| get(format!("/api/v1/accounts?q=mer%20{}", n * 7_919 % accounts));
    run(&server, &bearer, &of("search", ms(3), None, None), search)?;
    let write: &Request<'_> = &|n| {
        let body = format!(r#"{{"outcome":"done","evidence":"measured {n}"}}"#);
        ("POST", format!("/api/v1/tasks/{}/completion", tasks[n % tasks.len()]), body)
    };
    run(&server, &bearer, &of("durable write with its event", Duration::from_micros(1_500), Some(ms(20)), Some(3_000)), write)
}

/// Adds the user of the bench, if they are not there, and gives a token of theirs.
pub async fn sign_up(app: &App) -> Result<String, Fault> {
    let new = NewUser { email: EMAIL.into(), name: String::new(), access: Access::Administrator, password: PASSWORD.into() };
    let user = match app.users().await?.into_iter().find(|user| user.email == EMAIL) {
        Some(user) => user,
        None => app.add_user(&Actor::Operator("Bench".into()), new).await?,
    };
    Ok(app.create_token(&user, "bench").await?)
}

pub async fn open_tasks(database: &Path, number: usize) -> Result<Vec<String>, Fault> {
    let db = Database::connect(format!("sqlite://{}", database.display())).await?;
    let sql = format!("SELECT id FROM task WHERE state = 'open' ORDER BY id LIMIT {number}");
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let ids = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    db.close().await?;
    Ok(ids)
}

/// Signs in as a browser does and gives the cookie back as a header line.
fn sign_in(address: &str) -> Result<String, Fault> {
    let mut wire = Wire::connect(address, "")?;
    let body = format!("email={EMAIL}&password={}", PASSWORD.replace(' ', "+"));
    let headers = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n";
    let answer = wire.send_with("POST", "/signin", &body, headers)?;
    let cookie = answer.head.lines().find(|line| line.to_ascii_lowercase().starts_with("set-cookie:"));
    let cookie = cookie.and_then(|line| line.split_once(": ")).ok_or_else(|| format!("not signed in: {answer:?}"))?.1;
    Ok(format!("Cookie: {}\r\n", cookie.split(';').next().unwrap_or_default()))
}

fn run(server: &Server, headers: &str, bar: &Bar, request: &Request<'_>) -> Result<(), Fault> {
    let (alone, _) = load(server, headers, (1, bar.alone), (0, request))?;
    let worked = processor_time(server.child.id())?;
    let (together, took) = load(server, headers, (CONNECTIONS, bar.together), (bar.alone, request))?;
    let worked = processor_time(server.child.id())? - worked;
    at_most(&format!("{}: p50 alone", bar.what), percentile(&alone, 50), bar.p50_alone);
    let p99 = percentile(&together, 99);
    let what = format!("{}: p99 at {CONNECTIONS} connections", bar.what);
    at_most(&what, p99, bar.p99_together.unwrap_or(Duration::from_millis(50)));
    at_least(
        &format!("{}: rate at {CONNECTIONS} connections", bar.what),
        together.len() as u128 * 1_000 / took.as_millis().max(1),
        bar.rate.unwrap_or(300),
    );
    // Tells two runs apart also where others keep the processors busy.
    let each = worked / u32::try_from(together.len().max(1))?;
    say(&format!("{}: processor time of the server for each", bar.what), &format!("{:>10}", millis(each)));
    Ok(())
}

/// Sends so many requests over so many connections; how long each took, sorted, and how long all took.
fn load(
    server: &Server,
    headers: &str,
    (connections, requests): (usize, usize),
    (first, request): (usize, &Request<'_>),
) -> Result<(Vec<Duration>, Duration), Fault> {
    let next = AtomicUsize::new(0);
    let start = now();
    let numbers = || Some(first + next.fetch_add(1, Ordering::Relaxed)).filter(|number| *number < first + requests);
    let outcomes: Vec<_> = thread::scope(|scope| {
        let clients: Vec<_> = (0..connections).map(|_| scope.spawn(|| client(server, headers, request, &numbers))).collect();
        clients.into_iter().map(thread::ScopedJoinHandle::join).collect()
    });
    let elapsed = start.elapsed();
    let mut took = Vec::with_capacity(requests);
    for outcome in outcomes {
        took.extend(outcome.map_err(|_| "a client failed")??);
    }
    took.sort_unstable();
    Ok((took, elapsed))
}

/// Sends requests over one connection while there are numbers for them; how long each took.
pub fn client(
    server: &Server,
    headers: &str,
    request: &Request<'_>,
    numbers: &(dyn Fn() -> Option<usize> + Sync),
) -> Result<Vec<Duration>, Fault> {
    let mut wire = Wire::connect(&server.address, "")?;
    let mut took = Vec::new();
    while let Some(number) = numbers() {
        let (method, path, body) = request(number);
        let sent = now();
        let answer = wire.send_with(method, &path, &body, headers)?;
        took.push(sent.elapsed());
        if !matches!(answer.status, 200 | 204) {
            return Err(format!("{method} {path}: {answer:?}").into());
        }
    }
    Ok(took)
}

fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    sorted.get(sorted.len().saturating_sub(1) * percent / 100).copied().unwrap_or_default()
}
