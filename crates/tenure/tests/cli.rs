//! The command line as somebody at a terminal meets it: what it prints, and how it ends.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn tenure(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tenure"))
        .args(arguments)
        .env("TENURE_DATA", data)
        .env_remove("TENURE_DATABASE_URL")
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).expect("the answer is JSON")
}

fn done(output: Output) -> Output {
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), err(&output));
    output
}

fn sample() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    done(tenure(folder.path(), &["demo", "--no-serve"]));
    folder
}

#[test]
fn the_sample_company_answers_every_reading_command() {
    let data = sample();
    let today = out(&done(tenure(data.path(), &["today", "--as", "priya"])));
    assert!(today.starts_with("Priya Raman, Monday 23 November 2026"), "{today}");
    assert!(today.contains("Overdue ("), "{today}");
    let page = json(&done(tenure(data.path(), &["renewals", "--search", "kestrel", "--json"])));
    let kestrel = page["items"][0].clone();
    assert_eq!(kestrel["atr"]["text"], "412,500.00 USD");
    assert_eq!(kestrel["notice_on"], "2026-11-25");
    let reference = kestrel["reference"].as_str().expect("a reference").to_string();
    let why = out(&done(tenure(data.path(), &["explain", &reference])));
    assert!(why.contains("matched  large-or-strategic: ATR 412,500.00 USD fits >= 100000"), "{why}");
    assert!(why.contains("Commercial: Daniel Osei holds commercial because"), "{why}");
    let check = out(&done(tenure(data.path(), &["check"])));
    assert!(check.contains("Clean: ") && !check.contains("FAILS"), "{check}");
    let findings = out(&done(tenure(data.path(), &["findings"])));
    assert!(findings.contains("High") && findings.contains(" findings."), "{findings}");
}

#[test]
fn questions_about_money_are_answered_in_tables_in_json_and_in_files() {
    let data = sample();
    let run = |arguments: &[&str]| done(tenure(data.path(), arguments));
    let ledger = json(&run(&["ledger", "--months", "24", "--limit", "1000", "--json"]));
    let moved: i64 =
        ledger["items"].as_array().expect("movements").iter().map(|item| item["reporting"]["minor"].as_i64().expect("cents")).sum();
    let sums = &ledger["sums"];
    let minor = |amount: &serde_json::Value| amount["minor"].as_i64().expect("cents");
    assert_eq!(minor(&sums["opening"]) + moved, minor(&sums["closing"]));
    assert!(out(&run(&["ledger", "--months", "24"])).contains(sums["closing"]["text"].as_str().expect("text").trim_end_matches(" USD")));
    let csv = out(&run(&["ledger", "--months", "24", "--format", "csv"]));
    assert_eq!(csv.lines().count(), ledger["items"].as_array().expect("movements").len() + 1);
    let file = data.path().join("ledger.xlsx").display().to_string();
    assert!(out(&run(&["ledger", "--format", "xlsx", "--output", &file])).contains(" rows are in "));
    assert!(std::fs::read(&file).expect("a workbook").starts_with(b"PK"));
    let nrr = json(&run(&["metrics", "cohort_nrr", "--by", "segment", "--versus", "cohort_grr", "--json"]));
    assert_eq!(nrr["definition"]["figure"]["definition"], "cohort_nrr");
    assert!(nrr["slices"].as_array().expect("slices").len() >= 3, "{nrr}");
    assert!(out(&run(&["metrics"])).contains("quick_ratio(reactivation=left_out)"));
    let graceful = json(&run(&["metrics", "--rule", "grace_days=30", "--json"]));
    assert_eq!(graceful["question"]["parameters"][0]["name"], "grace_days");
    assert!(out(&run(&["retention"])).contains("Net revenue retention: "));
    let months = out(&run(&["months", "--months", "24"]));
    assert_eq!(
        months.lines().filter(|line| line.contains('%')).count(),
        13,
        "retention of twelve months, from the thirteenth end on: {months}"
    );
    assert_eq!(json(&run(&["months", "--json"]))["rows"].as_array().expect("months").len(), 13);
    let restated = out(&run(&["restatement", "--then", "2026-09-01"]));
    assert!(restated.contains("Known 1 Sep 2026") && restated.contains("known otherwise now."), "{restated}");
    assert!(out(&run(&["account", "arr", "A-1"])).starts_with("A-1 Kestrel Health Systems, amounts in USD"));
    for (arguments, says) in [
        (["ledger", "--as-of", "31/10/2026"], "as_of"),
        (["metrics", "--rule", "grace=30"], "--rule"),
        (["metrics", "--format", "csv"], "definition"),
        (["ledger", "--money", "gold"], "money"),
    ] {
        let refused = tenure(data.path(), &arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(err(&refused).contains(says), "{}", err(&refused));
    }
}

#[test]
fn rules_are_confirmed_reports_are_sealed_and_renewals_are_listed_as_they_stood() {
    let data = sample();
    let run = |arguments: &[&str]| done(tenure(data.path(), arguments));
    assert!(out(&run(&["ledger-rules", "show"])).contains("Nobody has confirmed these shipped rules"));
    assert!(out(&run(&["retention"])).contains("Ledger rules: as shipped; nobody has confirmed"));
    assert_eq!(json(&run(&["report", "seal", "Board, October", "--as-of", "2026-10-31", "--json"]))["reference"], "S-1");
    run(&["ledger-rules", "set", "upsell_units=40", "lapse_days_to_new=180"]);
    let rules = json(&run(&["ledger-rules", "show", "--json"]));
    assert_eq!((&rules["rules"]["upsell_units"], &rules["rules"]["upsell_share_bps"]), (&40.into(), &1_000.into()), "the others stay");
    assert!(rules["confirmed"].as_bool().unwrap_or_default() && rules["history"][0]["set_by"] == "command line");
    assert!(out(&run(&["retention"])).contains("Ledger rules: lapse_days_to_new=180, upsell_units=40."));
    let sealed = json(&run(&["report", "show", "S-1", "--json"]));
    assert!(sealed["holds"].as_bool().unwrap_or_default() && sealed["recomputed"] == "same", "{sealed}");
    assert!(out(&run(&["report", "show", "S-1"])).contains("the same comes out again"));
    assert!(out(&run(&["report", "list"])).contains("Board, October"));
    let stood = json(&run(&["renewals", "--as-of", "2026-03-31", "--known-on", "2026-04-10", "--json"]));
    assert_eq!((&stood["stood"]["as_of"], &stood["stood"]["known_on"]), (&"2026-03-31".into(), &"2026-04-10".into()));
    assert!(stood["items"].as_array().is_some_and(|items| !items.is_empty() && items.iter().all(|item| item["next_step"].is_null())));
    assert!(out(&run(&["renewals", "--as-of", "2026-03-31"])).starts_with("As it stood on 31 Mar 2026.\n"));
    for (arguments, says) in [
        (["ledger-rules", "set", "upsell_units=many"], "upsell_units"),
        (["ledger-rules", "set", "upsell=4"], "NAME=VALUE"),
        (["renewals", "--known-on", "2019-01-01"], "known_on"),
        (["report", "show", "S-9"], "S-9"),
    ] {
        let refused = tenure(data.path(), &arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(err(&refused).contains(says), "{}", err(&refused));
    }
}

#[test]
fn an_exported_book_imports_into_an_empty_instance_and_comes_out_the_same() {
    let data = sample();
    let work = tempfile::tempdir().expect("a folder");
    let folder = |name: &str| work.path().join(name).display().to_string();
    done(tenure(data.path(), &["export", &folder("first")]));
    let other = work.path().join("other");
    done(tenure(&other, &["import", &folder("first")]));
    done(tenure(&other, &["export", &folder("second")]));
    assert_eq!(files(&work.path().join("first")), files(&work.path().join("second")));
    assert!(files(&work.path().join("first")).len() >= 9);
    let again = json(&done(tenure(&other, &["import", &folder("first"), "--json"])));
    assert_eq!(again["changed"], false, "a book that is already here changes nothing");
    done(tenure(&other, &["check"]));
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            (
                path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
                std::fs::read_to_string(path).expect("text"),
            )
        })
        .collect();
    found.sort();
    found
}

/// Exports the sample book, changes one file, and imports it into an empty instance.
fn import_changed(file: &str, from: &str, to: &str) -> (Output, PathBuf, TempDir) {
    let data = sample();
    let work = tempfile::tempdir().expect("a folder");
    let book = work.path().join("book");
    done(tenure(data.path(), &["export", &book.display().to_string()]));
    let path = book.join(file);
    let text = std::fs::read_to_string(&path).expect("the file is there");
    assert!(text.contains(from), "{file} has {from}");
    std::fs::write(&path, text.replacen(from, to, 1)).expect("the file is written");
    let other = work.path().join("other");
    (tenure(&other, &["import", &book.display().to_string()]), other, work)
}

#[test]
fn a_faulty_book_is_refused_with_file_row_column_and_value_and_nothing_is_written() {
    for (file, from, to, words) in [
        ("contracts.csv", ",A-1,", ",A-999,", vec!["contracts.csv, row ", "column account", "\"A-999\""]),
        ("contracts.csv", ",USD,", ",XXZ,", vec!["contracts.csv, row ", "column currency", "\"XXZ\""]),
        ("accounts.csv", "\nA-2,", "\nA-1,", vec!["accounts.csv, row ", "column id", "\"A-1\""]),
        ("policy.toml", "\"renewals_manager\"", "\"renewal_hero\"", vec!["policy.toml, row ", "\"renewal_hero\"", "renewals_manager"]),
        (
            "policy.toml",
            "when = {}",
            "when = { tier = \"3\" }",
            vec![
                "policy.toml, row ",
                "column when",
                "no rule down to this one fits: ATR from 25,000.00 USD to 99,999.99 USD, tier up to 2",
            ],
        ),
    ] {
        let (output, other, _work) = import_changed(file, from, to);
        let said = err(&output);
        assert_eq!(output.status.code(), Some(2), "{file} {to}: {said}");
        for word in words {
            assert!(said.contains(word), "{file} {to}: {word} is missing in: {said}");
        }
        assert!(said.contains("Nothing was written."), "{said}");
        assert_eq!(tenure(&other, &["check"]).status.code(), Some(2), "the instance stayed empty");
    }
}

#[test]
fn a_policy_with_a_gap_is_found_and_shown_with_its_smallest_amount() {
    let data = sample();
    let file = data.path().join("draft.toml");
    let text = include_str!("../../../catalog/policies/hybrid.toml").replace("when = {}", "when = { atr = \"[25000..99999.99)\" }");
    std::fs::write(&file, text).expect("written");
    let output = tenure(data.path(), &["policy", "check", &file.display().to_string()]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(out(&output).contains("No rule for: ATR exactly 99,999.99 USD, risk not Red"), "{}", out(&output));
}

#[test]
fn a_mistyped_data_directory_is_an_error_and_leaves_nothing_behind() {
    let work = tempfile::tempdir().expect("a folder");
    let nowhere = work.path().join("nowhere");
    let output = tenure(&nowhere, &["renewals"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("There is no database at"), "{}", err(&output));
    assert!(!nowhere.exists());
}

#[test]
fn unknown_names_are_refused_by_name() {
    let data = sample();
    for (arguments, words) in [
        (vec!["explain", "R-1"], "There is no renewal R-1."),
        (vec!["today", "--as", "nobody"], "There is no teammate nobody."),
        (vec!["renewals", "--risk", "purple"], "is not one of: green"),
        (vec!["import", "/no/such/folder"], "/no/such/folder"),
    ] {
        let output = tenure(data.path(), &arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(words), "{arguments:?}: {}", err(&output));
    }
}

fn with_password(data: &Path, arguments: &[&str], password: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tenure"))
        .args(arguments)
        .env("TENURE_DATA", data)
        .env_remove("TENURE_DATABASE_URL")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("input").write_all(password.as_bytes()).expect("written");
    child.wait_with_output().expect("the program ends")
}

#[test]
fn a_password_comes_from_standard_input_and_a_short_one_is_refused() {
    let data = sample();
    let add = |password: &str| {
        with_password(data.path(), &["user", "add", "--email", "Aisha.Khan@halden.example", "--password-stdin", "--json"], password)
    };
    let short = add("short\n");
    assert_eq!((short.status.code(), err(&short).contains("12 to 200 characters")), (Some(2), true), "{}", err(&short));
    let added = json(&done(add("long enough words\n")));
    assert_eq!((added["name"].as_str(), added["is_teammate"].as_bool()), (Some("Aisha Khan"), Some(true)));
    assert_eq!(add("long enough words\n").status.code(), Some(2), "an e-mail signs in one user");
    let set =
        |email: &str, password: &str| with_password(data.path(), &["user", "password", "--email", email, "--password-stdin"], password);
    assert!(out(&done(set("aisha.khan@halden.example", "other long words\n"))).starts_with("Aisha Khan has another password"));
    assert_eq!(set("nobody@halden.example", "other long words\n").status.code(), Some(2));
}
