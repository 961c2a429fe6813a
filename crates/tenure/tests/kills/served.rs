//! The program as it is served, on a free port of this machine.

use super::{location, texts};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use tenure_app::{Access, Actor, App, NewUser};
use tenure_sim::testing::TestApp;

/// The program with a folder of data.
pub fn tenure(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenure"));
    command.args(arguments).env("TENURE_DATA", data).env_remove("TENURE_DATABASE_URL").env_remove("TENURE_LISTEN").stdin(Stdio::null());
    command
}

/// A server of ours. Killed when it is dropped.
pub struct Served {
    child: Child,
    pub address: String,
}

impl Served {
    pub fn start(data: &Path) -> Self {
        let mut command = tenure(data, &["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap_or_else(|| panic!("no address in {line:?}")).1.to_string();
        Self { child, address }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Says that something is over once it is dropped, a panic included: nobody waits for what stopped.
pub struct Over<'a>(pub &'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A token of an administrator who is added for it.
pub async fn token_of(app: &App) -> String {
    let by = Actor::Operator("Ingrid Solberg".into());
    let (email, password) = ("priya.raman@halden.example".into(), "killed and opened".into());
    let user = app.add_user(&by, NewUser { email, name: String::new(), access: Access::Administrator, password }).await.unwrap();
    app.create_token(&user, "kills").await.unwrap()
}

/// Sets up a few customers of the sample company: a token, and the accounts that nobody took over.
pub async fn few_customers(folder: &Path) -> (String, Vec<String>) {
    let at = TestApp::few(&location(folder)).await.unwrap();
    let token = token_of(&at.app).await;
    at.app.close().await.unwrap();
    (token, texts(folder, "SELECT reference FROM account WHERE merged_into_id IS NULL ORDER BY reference").await)
}
