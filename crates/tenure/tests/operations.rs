//! Backing up, restoring, moving and taking everything out, as whoever runs the program does it.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output, Stdio};

fn tenure(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tenure"))
        .args(arguments)
        .env("TENURE_DATA", data)
        .env_remove("TENURE_DATABASE_URL")
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn done(output: Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    said(&output)
}

fn refused(output: Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    said(&output)
}

#[test]
fn an_instance_is_backed_up_listed_restored_moved_and_taken_out() {
    let work = tempfile::tempdir().expect("a folder");
    let at = |name: &str| work.path().join(name);
    let text = |name: &str| at(name).display().to_string();
    let data = at("data");
    done(tenure(&data, &["demo", "--no-serve"]));
    assert!(done(tenure(&data, &["backup", "--keep", "2"])).contains("is backed up and proven"));
    let listed = tenure(&data, &["backups", "--verify", "--json"]);
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).expect("JSON");
    assert_eq!((listed.as_array().map(Vec::len), listed[0]["state"].as_str()), (Some(1), Some("intact")));
    let name = listed[0]["file"].as_str().expect("a name").to_string();
    let backup = data.join("backups").join(&name).display().to_string();

    assert!(done(tenure(&at("nowhere"), &["restore", &backup, "--dry-run"])).contains("can be restored: Halden Systems"));
    assert!(!at("nowhere").exists(), "a trial leaves nothing behind");
    assert!(refused(tenure(&data, &["restore", &backup])).contains("holds an instance already"));
    assert!(done(tenure(&at("restored"), &["restore", &backup])).contains("Halden Systems is restored"));
    assert!(done(tenure(&at("restored"), &["check"])).contains("Clean: "));
    assert!(done(tenure(&data, &["restore", &backup, "--replace"])).contains("What was there before is kept in"));

    assert!(done(tenure(&at("restored"), &["move", "--to", &text("moved")])).contains("proven equal"));
    assert!(refused(tenure(&data, &["move", "--to", &text("moved")])).contains("not empty"));
    done(tenure(&data, &["export", "--archive", &text("first")]));
    done(tenure(&at("moved"), &["export", "--archive", &text("second")]));
    done(tenure(&at("imported"), &["import", "--archive", &text("first")]));
    done(tenure(&at("imported"), &["export", "--archive", &text("third")]));
    let manifest = |name: &str| std::fs::read_to_string(at(name).join("manifest.json")).expect("a manifest");
    assert_eq!(manifest("first"), manifest("second"));
    assert_eq!(manifest("first"), manifest("third"));

    let mut bytes = std::fs::read(&backup).expect("the backup");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&backup, bytes).expect("written");
    assert_eq!(tenure(&data, &["backups", "--verify"]).status.code(), Some(1));
    let hurt = refused(tenure(&at("other"), &["restore", &backup]));
    assert!(hurt.contains("is damaged") && hurt.contains("Nothing was written."), "{hurt}");
}

#[test]
fn a_served_instance_is_neither_replaced_nor_moved() {
    let work = tempfile::tempdir().expect("a folder");
    let data = work.path().join("data");
    done(tenure(&data, &["demo", "--no-serve"]));
    let backup = work.path().join("b.tenure").display().to_string();
    done(tenure(&data, &["backup", &backup]));
    let lock = std::fs::File::create(data.join("tenure.lock")).expect("the lock's file");
    lock.lock_shared().expect("locked as a server does");
    for arguments in [vec!["restore", &backup, "--replace"], vec!["move", "--to", "elsewhere"]] {
        assert!(refused(tenure(&data, &arguments)).contains("A server uses the instance"), "{arguments:?}");
    }
    drop(lock);
    done(tenure(&data, &["restore", &backup, "--replace"]));
    assert!(refused(tenure(&data, &["serve", "--listen", "127.0.0.1:0", "--backup-every", "often"])).contains("is not one of a minute"));
}
