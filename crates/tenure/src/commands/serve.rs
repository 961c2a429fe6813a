//! `tenure serve`: the web application and the API.

use super::Call;
use super::outside::OutsideArgs;
use crate::lock;
use crate::output::{Failure, print};
use clap::Args;
use jiff::SignedDuration;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tenure_app::{App, AppError, backups, keep_newest};
use tenure_store::Location;
use tenure_web::WebConfig;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// Serve the web application and the API until interrupted.
#[derive(Args)]
pub(crate) struct ServeArgs {
    /// Address to listen on; port 0 takes a free one [default: 127.0.0.1:7400]
    #[arg(long, env = "TENURE_LISTEN", value_name = "ADDRESS")]
    pub(crate) listen: Option<String>,
    /// People reach it by HTTPS through a proxy: cookies are then sent over HTTPS only
    #[arg(long, env = "TENURE_HTTPS")]
    pub(crate) https: bool,
    /// Back up so often, such as 24h [default: not at all]
    #[arg(long, env = "TENURE_BACKUP_EVERY", value_name = "TIME")]
    pub(crate) backup_every: Option<String>,
    /// How many of the newest backups are kept [default: all]
    #[arg(long, env = "TENURE_BACKUP_KEEP", value_name = "N")]
    pub(crate) backup_keep: Option<u32>,
    #[command(flatten)]
    pub(crate) outside: OutsideArgs,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ServeArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open().await?;
    serve(call, app, args).await
}

/// What is logged where nothing else is asked for. A slow statement would be told with its whole text, which may be thousands of marks.
const LOGGED: &str = "warn,sqlx::query=error";

/// Serves an open instance.
pub(crate) async fn serve(call: &Call, app: App, args: ServeArgs) -> Result<ExitCode, Failure> {
    let filter = EnvFilter::try_from_env("TENURE_LOG").unwrap_or_else(|_| EnvFilter::new(LOGGED));
    // Standard output is for the address; the log goes to the error stream.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
    let file = call.data.file()?;
    let _served = match call.data.location()? {
        Location::Sqlite(_) => Some(lock::share(&call.data.data)?),
        Location::Postgres(_) => None,
    };
    let outside = args.outside.outside(&file)?;
    let listen = args.listen.or(file.listen).unwrap_or_else(|| "127.0.0.1:7400".into());
    let config = WebConfig { https: args.https || file.https.unwrap_or(false) };
    let plan = BackupPlan::read(call, args.backup_every.or(file.backup_every), args.backup_keep.or(file.backup_keep))?;
    let listener = TcpListener::bind(&listen).await.map_err(|error| {
        Failure::refused(format!(
            "Cannot listen on {listen}: {error}. Another program may have the port; choose one with --listen 127.0.0.1:0."
        ))
    })?;
    let address = listener.local_addr().map_err(|error| Failure::fault(error.to_string()))?;
    let app = app.with_outside(outside);
    let daily = tokio::spawn(keep_up(app.clone()));
    let worker = tokio::spawn(work(app.clone()));
    let log = tokio::spawn(keep_log_short(app.clone()));
    let backups = plan.map(|plan| tokio::spawn(keep_backed_up(app.clone(), plan)));
    // Whoever looks at money first finds the book made; a very large one is made while others are answered.
    let _ = tokio::time::timeout(BOOK_WAIT, tokio::spawn(make_book(app.clone()))).await;
    print(&format!("Tenure is ready at http://{address}"));
    let service = tenure_web::router(app, config).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(interrupted()).await;
    daily.abort();
    worker.abort();
    log.abort();
    backups.inspect(tokio::task::JoinHandle::abort);
    served.map_err(|error| Failure::fault(format!("the server stopped: {error}")))?;
    Ok(ExitCode::SUCCESS)
}

/// How long the server waits for the book of revenue before it is ready without.
const BOOK_WAIT: Duration = Duration::from_secs(10);

/// Makes the book of revenue.
async fn make_book(app: App) {
    if let Err(error) = app.make_book().await {
        tracing::warn!(%error, "the book of revenue could not be made ahead");
    }
}

/// Bytes of the write-ahead log of an embedded database from which it is folded.
const LOG_BYTES: u64 = 4 << 20;

/// Folds the log of an embedded database while people write: no writer waits for it.
async fn keep_log_short(app: App) {
    let mut every = tokio::time::interval(Duration::from_secs(1));
    let mut folded = None;
    loop {
        every.tick().await;
        match app.store().fold_log(LOG_BYTES, folded).await {
            Ok(at) => folded = at,
            Err(error) => tracing::warn!(%error, "the log of the database could not be folded"),
        }
    }
}

/// Days pass: the work of a day is written down within its first hour, the book of revenue, the open renewals and what is said of the whole book are made ready, and answers kept for a day are
/// forgotten.
async fn keep_up(app: App) {
    let mut hourly = tokio::time::interval(Duration::from_secs(3600));
    let mut readied = None;
    loop {
        hourly.tick().await;
        match app.schedule_daily().await {
            Ok(day) if day != readied => {
                readied = day;
                // Whoever looks at money first on a day finds the book made.
                make_book(app.clone()).await;
                // And whoever opens the policy finds the open renewals gathered.
                if let Err(error) = app.gather_open_renewals().await {
                    tracing::warn!(%error, "the open renewals could not be gathered ahead");
                }
                // And whoever looks at findings, people or the workload finds them counted.
                if let Err(error) = app.count_whole_book().await {
                    tracing::warn!(%error, "the whole book could not be counted ahead");
                }
            }
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the work of today could not be written down"),
        }
        if let Err(error) = app.forget_answers().await {
            tracing::error!(%error, "answers of yesterday could not be removed");
        }
    }
}

/// Does the jobs that are due, one after the other. Several servers on one database share them.
async fn work(app: App) {
    let worker = format!("server {}", std::process::id());
    let mut looks = tokio::time::interval(Duration::from_secs(5));
    looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        match app.run_jobs(&worker).await {
            Ok(jobs) => {
                for job in jobs.iter().filter(|job| !job.error.is_empty()) {
                    tracing::error!(job = %job.id, kind = %job.kind, state = %job.state, error = %job.error, "a job failed");
                }
            }
            Err(error) => tracing::error!(%error, "jobs could not be done"),
        }
    }
}

/// When the server makes backups, and how many are kept.
struct BackupPlan {
    folder: PathBuf,
    every: SignedDuration,
    keep: Option<u32>,
}

impl BackupPlan {
    fn read(call: &Call, every: Option<String>, keep: Option<u32>) -> Result<Option<Self>, Failure> {
        let Some(every) = every else { return Ok(None) };
        match every.parse::<SignedDuration>() {
            Ok(every) if every >= SignedDuration::from_mins(1) => Ok(Some(Self { folder: call.data.backups(), every, keep })),
            _ => Err(Failure::refused(format!("The time between backups, {every:?}, is not one of a minute or more, such as 24h or 30m."))),
        }
    }

    /// Whether the newest backup is older than the time between two.
    fn is_due(&self, app: &App) -> Result<bool, AppError> {
        let newest = backups(&self.folder)?.into_iter().filter(|backup| backup.is_regular).find_map(|backup| backup.made_at);
        Ok(newest.is_none_or(|made_at| app.now().duration_since(made_at) >= self.every))
    }

    async fn back_up(&self, app: &App) -> Result<(), AppError> {
        if self.is_due(app)? {
            let made = app.back_up_in(&self.folder).await?;
            tracing::info!(file = %made.path.display(), "backed up");
        }
        if let Some(keep) = self.keep {
            keep_newest(&self.folder, keep as usize)?;
        }
        Ok(())
    }
}

/// Looks every ten minutes, or more often where the plan asks for it, whether a backup is due.
async fn keep_backed_up(app: App, plan: BackupPlan) {
    let pause = plan.every.unsigned_abs().min(Duration::from_secs(600));
    let mut looks = tokio::time::interval(pause);
    loop {
        looks.tick().await;
        if let Err(error) = plan.back_up(&app).await {
            tracing::error!(%error, "no backup could be made");
        }
    }
}

async fn interrupted() {
    let interrupt = async { tokio::signal::ctrl_c().await.unwrap_or(()) };
    #[cfg(unix)]
    {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    () = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => interrupt.await,
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
