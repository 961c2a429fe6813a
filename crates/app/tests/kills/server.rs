//! A PostgreSQL server of a test's own, which the test may stop. It keeps its promises: its commits are on the disk.

use sea_orm::Database;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;
use tenure_sim::testing::Fault;

/// A running server in a temporary folder. Dropped, it is stopped.
pub struct Server {
    bin: PathBuf,
    folder: TempDir,
    port: u16,
}

impl Server {
    /// Starts one, or gives `None` where PostgreSQL is not installed.
    pub async fn start() -> Result<Option<Self>, Fault> {
        let Some(bin) = bin() else { return Ok(None) };
        let folder = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Self { bin, folder, port };
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(server.folder.path()))?;
        }
        let data = server.data();
        server.tool("initdb", &["-D", &data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])?;
        server.start_again()?;
        Database::connect(server.url()).await?.close().await?;
        Ok(Some(server))
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Stops it as a crash does: no checkpoint, no goodbye to clients.
    pub fn stop_at_once(&self) -> Result<(), Fault> {
        self.tool("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"])
    }

    /// Starts it on the same port; it recovers from its log.
    pub fn start_again(&self) -> Result<(), Fault> {
        let folder = self.folder.path().display();
        let options = format!("-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories={folder}", self.port);
        let log = format!("{}/server.log", self.data());
        self.tool("pg_ctl", &["-D", &self.data(), "-l", &log, "-o", &options, "-w", "-t", "60", "start"])
    }

    /// Stops it and takes its folder away.
    pub fn remove(self) -> Result<(), Fault> {
        self.stop_at_once()
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    /// Runs one of PostgreSQL's programs, which refuse to run as root, so root lends them to another user.
    fn tool(&self, name: &str, arguments: &[&str]) -> Result<(), Fault> {
        let program = self.bin.join(name);
        if is_root() {
            run(Command::new("runuser").args(["-u", "postgres", "--"]).arg(program).args(arguments))
        } else {
            run(Command::new(program).args(arguments))
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.stop_at_once();
    }
}

/// The folder of `initdb` and `pg_ctl`: the newest of Debian's, or the one on the path.
fn bin() -> Option<PathBuf> {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|version| version.path().join("bin"));
    let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    let mut found: Vec<PathBuf> =
        installed.chain(on_path).filter(|bin| bin.join("initdb").exists() && bin.join("pg_ctl").exists()).collect();
    found.sort();
    found.pop()
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

fn run(command: &mut Command) -> Result<(), Fault> {
    // The server inherits what pg_ctl writes to; a pipe would stay open as long as it runs.
    let status = command.current_dir(Path::new("/")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}").into()) }
}
