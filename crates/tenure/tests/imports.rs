//! Imports at the command line: by a mapping, rehearsed, reported, and killed in the middle.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenure"));
    command.args(arguments).env("TENURE_DATA", data).env_remove("TENURE_DATABASE_URL").stdin(Stdio::null());
    command
}

fn tenure(data: &Path, arguments: &[&str]) -> Output {
    command(data, arguments).output().expect("the program starts")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn done(output: Output) -> Output {
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), err(&output));
    output
}

/// Files that the shipped mapping reads, with as many accounts and two subscriptions of each.
fn exports(folder: &Path, accounts: usize) {
    let mut customers = String::from("account_id,account_name,industry,country,plan_tier\n");
    let mut subscriptions =
        String::from("subscription_id,account_id,start_date,end_date,plan_tier,seats,mrr_amount,is_trial,auto_renew_flag\n");
    for i in 0..accounts {
        writeln!(customers, "A-{i},Company {i},EdTech,US,Pro").expect("written");
        writeln!(subscriptions, "S-{i}a,A-{i},2024-03-0{},,Pro,10,490,False,True", i % 9 + 1).expect("written");
        writeln!(subscriptions, "S-{i}b,A-{i},2024-05-01,2025-05-01,Basic,1,19,False,False").expect("written");
    }
    std::fs::create_dir_all(folder).expect("a folder");
    std::fs::write(folder.join("ravenstack_accounts.csv"), customers).expect("written");
    std::fs::write(folder.join("ravenstack_subscriptions.csv"), subscriptions).expect("written");
}

#[test]
fn exports_are_recognised_rehearsed_imported_and_reported() {
    let work = tempfile::tempdir().expect("a folder");
    let (folder, data) = (work.path().join("exports"), work.path().join("data"));
    exports(&folder, 5);
    std::fs::write(folder.join("extra.csv"), "a\n1\n2\n").expect("written");
    let folder = folder.display().to_string();
    let mappings = out(&done(tenure(&data, &["mappings"])));
    assert!(mappings.contains("ravenstack") && mappings.contains("ravenstack_accounts.csv, ravenstack_subscriptions.csv"), "{mappings}");
    let bare = tenure(&data, &["import", &folder]);
    assert_eq!(bare.status.code(), Some(2));
    assert!(err(&bare).contains("the files of the shipped mapping ravenstack. Add: --mapping ravenstack"), "{}", err(&bare));
    let report = work.path().join("report.csv").display().to_string();
    let arguments = ["import", &folder, "--mapping", "ravenstack", "--as-of", "2025-01-01", "--report", &report];
    let rehearsed = out(&done(tenure(&data, &[&arguments[..], &["--dry-run"]].concat())));
    assert!(rehearsed.contains("This was a rehearsal: nothing was saved."), "{rehearsed}");
    assert_eq!(tenure(&data, &["check"]).status.code(), Some(2), "the instance is still empty");
    let text = std::fs::read_to_string(&report).expect("the report");
    for line in [
        "changed,ravenstack_accounts.csv,2,plan_tier,Pro,2,read as text for tier",
        "noted,ravenstack_subscriptions.csv,3,start_date,2024-05-01,,S-0a from 2024-03-01 open-ended",
        "unused,extra.csv,,,,,2 rows; the mapping does not use this file.",
    ] {
        let needle = line.rsplit_once(',').map_or(line, |(head, _)| head);
        assert!(text.contains(needle), "{line} is missing in {text}");
    }
    let imported = out(&done(tenure(&data, &arguments)));
    assert!(imported.contains("Imported. 10 renewals are open"), "{imported}");
    let again = out(&done(tenure(&data, &arguments)));
    assert!(again.contains("Nothing changed"), "{again}");
    done(tenure(&data, &["check"]));
}

#[test]
fn a_refused_import_says_why_writes_its_report_and_nothing_else() {
    let work = tempfile::tempdir().expect("a folder");
    let (folder, data) = (work.path().join("exports"), work.path().join("data"));
    exports(&folder, 3);
    let path = folder.join("ravenstack_subscriptions.csv");
    let text = std::fs::read_to_string(&path).expect("text");
    std::fs::write(&path, text.replacen(",490,", ",4 9 0,", 1)).expect("written");
    let (folder, report) = (folder.display().to_string(), work.path().join("report.csv").display().to_string());
    let arguments = ["import", &folder, "--mapping", "ravenstack", "--report", &report];
    let refused = tenure(&data, &arguments);
    assert_eq!(refused.status.code(), Some(2));
    let words = "ravenstack_subscriptions.csv, row 2, column mrr_amount: \"4 9 0\" is not a number such as 1,234.50.";
    assert!(err(&refused).contains(words) && err(&refused).contains("Nothing was written."), "{}", err(&refused));
    let listed = std::fs::read_to_string(&report).expect("the report");
    assert!(listed.contains("refused,ravenstack_subscriptions.csv,2,mrr_amount,4 9 0,,"), "{listed}");
    let partly = out(&done(tenure(&data, &[&arguments[..], &["--skip-refused", "--json"]].concat())));
    let body: serde_json::Value = serde_json::from_str(&partly).expect("JSON");
    assert_eq!((body["sources"][1]["created"].as_u64(), body["sources"][1]["refused"].as_u64()), (Some(5), Some(1)), "{partly}");
    for (arguments, words) in [
        (vec!["import", &folder, "--mapping", "ravenstak"], "\"ravenstak\" is not a shipped mapping"),
        (vec!["import", &folder, "--mapping", "nowhere.toml"], "nowhere.toml: cannot be read"),
        (vec!["import", &folder, "--mapping", "ravenstack", "--as-of", "soon"], "column as-of: \"soon\" is not a date"),
    ] {
        let output = tenure(&data, &arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(words), "{arguments:?}: {}", err(&output));
    }
}

#[test]
fn a_killed_import_leaves_nothing_behind_and_is_completed_by_another() {
    let work = tempfile::tempdir().expect("a folder");
    let folder = work.path().join("exports");
    exports(&folder, 400);
    let folder = folder.display().to_string();
    let arguments = ["import", &folder, "--mapping", "ravenstack", "--as-of", "2025-01-01"];
    for threshold in [1, 200_000, 1_500_000] {
        let data = work.path().join(format!("data-{threshold}"));
        let log = data.join("tenure.db-wal");
        let mut child = command(&data, &arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
        let written = || std::fs::metadata(&log).map_or(0, |metadata| metadata.len());
        while child.try_wait().expect("the child").is_none() && written() < threshold {
            std::thread::yield_now();
        }
        // It may have come to its end just before.
        let _ = child.kill();
        child.wait().expect("the child");
        let check = tenure(&data, &["check"]);
        let empty = check.status.code() == Some(2) && err(&check).contains("no organisation");
        let complete = check.status.code() == Some(0);
        assert!(empty || complete, "{}{}", out(&check), err(&check));
        let completed = out(&done(tenure(&data, &arguments)));
        assert!(completed.contains("800 renewals are open"), "{completed}");
        done(tenure(&data, &["check"]));
    }
}
