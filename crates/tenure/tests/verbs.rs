//! The verbs on the command line: done with a sentence or as JSON, refused with the reason, and by the same rules as the pages.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn tenure(data: &Path, call: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tenure"))
        .args(words(call))
        .env("TENURE_DATA", data)
        .env_remove("TENURE_DATABASE_URL")
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

/// The words of a call; what stands between apostrophes is one.
fn words(call: &str) -> Vec<String> {
    let parts = call.split('\'').enumerate();
    parts
        .flat_map(|(at, part)| if at % 2 == 1 { vec![part.to_string()] } else { part.split_whitespace().map(str::to_string).collect() })
        .collect()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn done(data: &Path, call: &str, says: &str) -> String {
    let output = tenure(data, call);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(0), "{call}: {text}");
    assert!(text.contains(says), "{call}: {says:?} is missing in: {text}");
    text
}

fn refused(data: &Path, call: &str, says: &str) {
    let output = tenure(data, call);
    assert_eq!(output.status.code(), Some(2), "{call}: {}", said(&output));
    assert!(said(&output).contains(says), "{call}: {says:?} is missing in: {}", said(&output));
}

fn sample() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    done(folder.path(), "demo --no-serve", "");
    folder
}

#[test]
fn a_contract_lives_from_signature_to_cancellation() {
    let folder = sample();
    let data = folder.path();
    let line = "--line 'product=Care platform,unit=Group,quantity=40,price=1200,discount_bps=500'";
    let sign = format!("contract sign CLI-1 --account A-1 --start 2026-11-01 --last-day 2027-10-31 {line}");
    done(data, &sign, "CLI-1 was signed until 31 Oct 2027");
    refused(data, &sign, "is already a contract");
    refused(
        data,
        "contract sign CLI-2 --account A-1 --start 2026-11-01 --line 'product=P,quantity=x,price=1'",
        "is not a plain decimal number",
    );
    let shown = done(data, "contract show CLI-1", "Ends after 31 Oct 2027 unless renewed; 45,600.00 USD up for renewal.");
    assert!(shown.contains("CLI-1-t1-1"), "{shown}");
    done(data, "contract amend CLI-1 --notice-days 60 --auto-renew yes", "was amended");
    done(data, "contract show CLI-1", "unless notice comes by 2 Sep 2027");
    done(data, "contract amend CLI-1 --notice-days unknown", "was amended");
    done(data, "contract show CLI-1", "(assumed: notice period unknown)");
    done(data, "contract notice CLI-1 --received 2026-11-20", "no longer renews by itself");
    done(data, "contract notice CLI-1 --withdraw", "was withdrawn");
    done(data, "contract renew CLI-1 --uplift 10 --reason value_proven", "CLI-1 was renewed until 31 Oct 2028");
    let body: serde_json::Value = serde_json::from_str(&done(data, "contract show CLI-1 --json", "")).expect("JSON");
    assert_eq!((body["up_for_renewal"].as_str(), body["end_on"].as_str()), (Some("50,160.00 USD"), Some("2028-11-01")));
    done(data, "contract cancel CLI-1 --last-day 2028-01-31 --reason budget", "last day 31 Jan 2028");
    refused(data, "contract cancel CLI-1 --last-day 2028-01-31 --reason boredom", "is not one of: value_proven");
    done(data, "check", "Clean: ");
}

#[test]
fn accounts_are_added_judged_merged_and_shown() {
    let folder = sample();
    let data = folder.path();
    done(data, "account add A-900 --name 'New Customer' --tier 2 --region EMEA", "A-900 was added.");
    refused(data, "account add A-900 --name Other", "is already an account");
    done(data, "account edit A-900 --tier 1", "A-900 was saved.");
    done(data, "account risk A-900 red --reason 'Champion left' --until 2026-12-31", "A-900 is Red from today.");
    refused(data, "account risk A-900 green", "must be 1 to 200 characters");
    done(data, "account team A-900 csm priya", "priya is CSM of A-900 from today.");
    done(data, "stakeholder set A-900 --name 'Rachel Tan' --role champion --role economic_buyer", "Rachel Tan was saved");
    done(data, "activity log A-900 --kind call --subject 'Budget agreed' --ours priya --theirs A-900-P1", "was logged");
    refused(data, "activity log A-900 --kind call --subject Later --ours priya --on 2026-12-24", "lies after today");
    let shown = done(data, "account show A-900", "Tier 1, ");
    assert!(shown.contains("Risk Red.") && shown.contains("Rachel Tan: Champion, Economic buyer"), "{shown}");
    done(data, "account merge A-900 --into A-1 --reason Bought", "A-900 was merged into A-1.");
    let body: serde_json::Value = serde_json::from_str(&done(data, "account risk A-1 yellow --reason Same --json", "")).expect("JSON");
    assert_eq!(body["reference"], "A-1");
}

#[test]
fn a_renewal_is_reassigned_lost_and_reopened() {
    let folder = sample();
    let data = folder.path();
    let renewals = done(data, "renewals --search kestrel --json", "");
    let body: serde_json::Value = serde_json::from_str(&renewals).expect("JSON");
    let (renewal, contract) =
        (body["items"][0]["reference"].as_str().expect("a renewal"), body["items"][0]["contract"].as_str().expect("a contract"));
    done(data, &format!("renewal reassign {renewal} commercial --to priya --reason Leave --until 2026-12-31"), "went to priya");
    done(data, &format!("explain {renewal}"), "Leave");
    done(data, &format!("renewal reassign {renewal} commercial --end"), "the policy decides again");
    refused(data, &format!("renewal lost {renewal} --reason price"), "renews by itself");
    done(data, &format!("contract notice {contract}"), "was recorded");
    done(data, &format!("renewal lost {renewal} --reason price --words 'Too much'"), "was closed as lost: price.");
    done(data, &format!("renewal reopen {renewal} --reason 'Wrong renewal'"), "is open again.");
}

#[test]
fn people_join_move_are_away_and_leave_after_a_plan() {
    let folder = sample();
    let data = folder.path();
    done(
        data,
        "person add mina --name 'Mina Ode' --email mina@halden.example --role csm --region EMEA --from 2026-11-23",
        "Mina Ode was added.",
    );
    done(data, "person move mina --region AMER", "mina moved");
    done(data, "person absence mina --from 2026-11-23 --until 2026-12-04 --delegate priya", "away until 4 Dec 2026");
    done(data, "person absence mina --end", "The absence of Mina Ode ended.");
    let plan = done(data, "person leave priya --plan --last-day 2026-11-30", "Nothing was written.");
    assert!(plan.contains("Kestrel Health Systems"), "{plan}");
    let body: serde_json::Value = serde_json::from_str(&done(data, "person leave priya --plan --json", "")).expect("JSON");
    assert!(body["moves"].as_array().is_some_and(|moves| moves.len() > 1 && moves.iter().all(|moved| moved["to"] != "priya")), "{body}");
    done(data, "person leave priya", "What they held has other owners");
    refused(data, "person leave priya", "may leave once");
    let policy = format!("{}/../../catalog/policies/hybrid.toml", env!("CARGO_MANIFEST_DIR"));
    done(data, &format!("policy plan '{policy}'"), "Nothing was written.");
    refused(data, &format!("policy activate '{policy}' --from 2020-01-01"), "has passed");
    done(data, &format!("policy activate '{policy}' --reason 'the yearly look'"), "version 3, is in force");
    done(data, &format!("policy diff '{policy}'"), "The rules are the same.");
    let joint = policy.replace("hybrid", "joint");
    done(data, &format!("policy diff '{joint}'"), "- small-steady");
    done(data, &format!("policy draft '{joint}' --note 'for the new year'"), "D-1 was begun.");
    done(data, "policy versions", "Draft D-1");
    let dmn = done(data, "policy export --dmn", "<decisionTable");
    let file = folder.path().join("policy.dmn");
    std::fs::write(&file, dmn).expect("written");
    done(data, &format!("policy diff '{}'", file.display()), "The rules are the same.");
    done(data, "check", "Clean: ");
}

#[test]
fn rates_holidays_and_products_are_set_listed_and_removed() {
    let folder = sample();
    let data = folder.path();
    done(data, "rate set CHF 1.12 --year 2031", "The plan rate 2031 CHF is 1.12.");
    done(data, "rate list", "2031  CHF");
    refused(data, "rate set USD 1 --year 2031", "is the reporting currency");
    refused(data, "rate set CHF 0 --year 2031", "is not above zero");
    refused(data, "rate set CHF 1.1", "--year");
    done(data, "rate remove CHF --year 2031", "was removed");
    refused(data, "rate remove CHF --year 2031", "there is no plan rate 2031 CHF");
    done(data, "rate set CHF 1.1 --day 2026-01-05", "The exchange rate 2026-01-05 CHF is 1.1.");
    done(data, "rate list --days --json", "\"2026-01-05\"");
    done(data, "holiday set 2031-12-24 'Christmas Eve'", "2031-12-24 is a holiday: Christmas Eve.");
    done(data, "holiday list", "Christmas Eve");
    done(data, "holiday set 2031-12-24 Heiligabend --country de", "2031-12-24 is a holiday in Germany: Heiligabend.");
    done(data, "holiday remove 2031-12-24 --country DE", "a holiday in Germany no more");
    refused(data, "holiday set 2031-12-24 Eve --country XX", "is not the ISO 3166 code of a country");
    refused(data, "holiday public SA 2027", "is not one of US, GB, DE, FR, NL, whose public holidays are known");
    done(data, "person move priya --country DE --plan", "Steps that would move");
    done(data, "person move priya --country DE", "priya moved");
    done(data, "account edit A-9 --country SA", "A-9 was saved.");
    done(data, "account show A-9", "Saudi Arabia");
    done(data, "holiday remove 2031-12-24", "a holiday no more");
    done(data, "product set 'Ore ledger' --easy-setup yes --low-effort no", "The product Ore ledger is saved.");
    done(data, "product list", "Ore ledger");
    done(data, "product remove 'Ore ledger'", "was removed");
    done(data, "check", "");
}
