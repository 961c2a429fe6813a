//! Imports by the browser and by the API: rehearsed first, saved once, refused with their place, bounded in what they take.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod client;

use axum::http::{Method, StatusCode};
use client::{Answer, Ask, Browser, Reply, Site};
use serde_json::Value;
use tenure_app::Access;
use tenure_sim::testing::{Instance, each_engine};

const PRODUCTS: &str = "name,easy_setup,low_effort\nOre ledger,true,true\nDeep survey,false,true\n";
const FAULTY: &str = "name,easy_setup,low_effort\nOre ledger,true,true\nDeep survey,perhaps,true\n";
const BOUNDARY: &str = "----tenure-test";
const MULTIPART: &str = "multipart/form-data; boundary=----tenure-test";

/// A form with files and texts.
fn form(files: &[(&str, &str)], texts: &[(&str, &str)]) -> String {
    let mut body = String::new();
    for (name, content) in files {
        let (field, name) = name.split_once(':').unwrap_or(("files", name));
        body += &format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n{content}\r\n"
        );
    }
    for (name, text) in texts {
        body += &format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
    }
    body + &format!("--{BOUNDARY}--\r\n")
}

fn ask(token: &str, files: &[(&str, &str)], texts: &[(&str, &str)]) -> Ask {
    let ask = Ask::new(Method::POST, "/imports").token(token).header("content-type", MULTIPART);
    Ask { body: form(files, texts), ..ask }
}

/// A number of the row of products.csv.
fn products(told: &Value, count: &str) -> u64 {
    let files = told["files"].as_array().expect("files");
    files.iter().find(|file| file["file"] == "products.csv").and_then(|file| file[count].as_u64()).expect("a count")
}

fn refused(reply: &Reply) -> String {
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text);
    reply.json()["errors"].to_string()
}

#[tokio::test]
async fn an_import_over_the_api_is_rehearsed_saved_once_and_answered_alike() {
    let body = |location| async move {
        let site = Site::open(&location).await;
        let token = site.token("ada@halden.example", Access::Administrator).await;
        let files = [("book/products.csv", PRODUCTS), ("notes.docx", "nothing")];
        let rehearsed = site.send(ask(&token, &files, &[])).await;
        assert_eq!(rehearsed.status, StatusCode::OK, "{}", rehearsed.text);
        let told = rehearsed.json();
        assert_eq!((told["dry_run"].as_bool(), told["changed"].as_bool(), told["event"].as_u64()), (Some(true), Some(true), None));
        assert_eq!((products(&told, "read"), products(&told, "created")), (2, 2));
        assert_eq!(told["entries"][0]["file"], "notes.docx", "what is not read is listed");
        assert_eq!(site.events(&token, "book_imported").await, 1, "the rehearsal wrote nothing");
        let save = || ask(&token, &files, &[("mode", "save")]).header("Idempotency-Key", "import-1");
        let (saved, again) = (site.send(save()).await, site.send(save()).await);
        assert_eq!((saved.status, &saved.text), (StatusCode::OK, &again.text));
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert!(saved.json()["event"].as_u64().is_some(), "{}", saved.text);
        assert_eq!((site.events(&token, "book_imported").await, site.events(&token, "product_created").await), (2, 2));
        let other = ask(&token, &[("products.csv", FAULTY)], &[("mode", "save")]).header("Idempotency-Key", "import-1");
        assert!(refused(&site.send(other).await).contains("with another body"));
        let unchanged = site.send(ask(&token, &files, &[("mode", "save")])).await.json();
        assert_eq!((unchanged["changed"].as_bool(), products(&unchanged, "unchanged")), (Some(false), 2));
        assert!(site.at.app.check().await.unwrap().is_clean());
        site.at.app.close().await.unwrap();
    };
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), body).await.unwrap();
}

#[tokio::test]
async fn faulty_rows_stop_it_with_their_place_unless_they_are_to_be_left_out() {
    let instance = Instance::sqlite().unwrap();
    let site = Site::open(&instance.location).await;
    let token = site.token("ada@halden.example", Access::Administrator).await;
    let files = [("products.csv", FAULTY)];
    let stopped = site.send(ask(&token, &files, &[("mode", "save")])).await;
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
    let error = &stopped.json()["errors"][0];
    let place = (error["file"].as_str(), error["row"].as_u64(), error["column"].as_str(), error["value"].as_str());
    assert_eq!(place, (Some("products.csv"), Some(3), Some("easy_setup"), Some("perhaps")));
    let partly = site.send(ask(&token, &files, &[("mode", "save"), ("skip_refused", "true")])).await.json();
    assert_eq!((products(&partly, "created"), products(&partly, "refused")), (1, 1), "{partly}");
    assert_eq!((partly["entries"][0]["kind"].as_str(), partly["entries"][0]["row"].as_u64()), (Some("refused"), Some(3)));
}

#[tokio::test]
async fn what_is_no_import_is_refused_by_the_part_that_does_not_fit() {
    let instance = Instance::sqlite().unwrap();
    let site = Site::open(&instance.location).await;
    let token = site.token("ada@halden.example", Access::Administrator).await;
    for (files, texts, says) in [
        (&[][..], &[][..], "no file was sent"),
        (&[("products.csv", PRODUCTS), ("x/products.csv", PRODUCTS)], &[], "was sent twice"),
        (&[("prodcts.csv", PRODUCTS)], &[], "Rename it to products.csv"),
        (&[("products.csv", "\u{0}\u{1}")], &[], "has a NUL byte"),
        (&[("products.csv", PRODUCTS)], &[("mode", "now")], "is neither rehearse nor save"),
        (&[("products.csv", PRODUCTS)], &[("skip_refused", "yes")], "is neither true nor false"),
        (&[("products.csv", PRODUCTS)], &[("mode", "save"), ("mode", "save")], "is given twice"),
        (&[("products.csv", PRODUCTS)], &[("surprise", "1")], "is not a part of this form"),
        (&[("products.csv", PRODUCTS)], &[("files", "text")], "has no file name"),
        (&[("products.csv", PRODUCTS)], &[("mapping", "nobodys")], "is not a shipped mapping"),
        (&[("products.csv", PRODUCTS), ("mapping_file:m.toml", "name = ")], &[], "m.toml"),
        (&[("products.csv", PRODUCTS), ("mapping_file:m.toml", "")], &[("mapping", "ravenstack")], "choose one of them"),
        (&[("products.csv", PRODUCTS), ("mode:x", "save")], &[], "is a file where a text is expected"),
    ] {
        let said = refused(&site.send(ask(&token, files, texts)).await);
        assert!(said.contains(says), "{files:?} {texts:?}: {said}");
    }
    let mut cut = ask(&token, &[("products.csv", PRODUCTS)], &[]);
    cut.body.truncate(120);
    assert_eq!(site.send(cut).await.status, StatusCode::BAD_REQUEST);
    let many: String = (0..150_000).map(|i| format!("Product {i},true,true\n")).collect();
    let medium = format!("name,easy_setup,low_effort\n{many}");
    assert!(medium.len() > 3_000_000, "more than bodies without files may have");
    assert_eq!(site.send(ask(&token, &[("products.csv", &medium)], &[])).await.status, StatusCode::OK);
    let large = "x".repeat(33 * 1024 * 1024);
    let reply = site.send(ask(&token, &[("products.csv", &large)], &[])).await;
    assert_eq!((reply.status, reply.json()["type"].as_str()), (StatusCode::PAYLOAD_TOO_LARGE, Some("too-large")));
    assert!(reply.text.contains("32 MiB"), "{}", reply.text);
}

/// Sends files in a browser, which sends an empty part for a file that was not chosen.
async fn send(browser: &Browser, files: &[(&str, &str)]) -> Answer {
    let files = [files, &[("mapping_file:", "")]].concat();
    browser.call(Method::POST, "/settings/import", (MULTIPART, form(&files, &[("mapping", "")]))).await
}

#[tokio::test]
async fn in_the_browser_files_are_rehearsed_then_imported_with_the_faulty_rows_left_out_by_choice_alone() {
    let instance = Instance::sqlite().unwrap();
    let site = Site::open(&instance.location).await;
    let token = site.token("ada@halden.example", Access::Administrator).await;
    let boss = Browser::open(&site, "boss@halden.example", Access::Administrator).await;
    assert!(boss.get("/settings").await.text.contains("/settings/import"));
    assert!(boss.get("/settings/import").await.text.contains("multipart/form-data"));
    let sent = send(&boss, &[("products.csv", FAULTY), ("photo.png", "x")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let rehearsal = boss.get(&sent.location).await;
    for says in ["Nothing is saved yet.", "easy_setup", "perhaps", "name=\"skip_refused\"", "photo.png", "Import these rows"] {
        assert!(rehearsal.text.contains(says), "{says} is not on the page");
    }
    let report = boss.get(&format!("{}/report", sent.location)).await;
    assert!(
        report.text.starts_with("kind,file,row,column,value,became,reason\nrefused,products.csv,3,easy_setup,perhaps"),
        "{}",
        report.text
    );
    let stopped = boss.post(&sent.location, "").await;
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stopped.text.contains("Nothing was saved"), "not without the choice");
    assert_eq!(site.events(&token, "product_created").await, 0);
    let next = stopped.text.split("action=\"/settings/import/").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    let path = format!("/settings/import/{next}");
    let done = boss.post(&path, "skip_refused=true").await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    assert!(done.text.contains("Imported.") && done.text.contains("/activity?subject=products.csv"), "{}", done.text);
    assert_eq!(site.events(&token, "product_created").await, 1);
    let twice = boss.post(&path, "skip_refused=true").await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND);
    assert!(twice.text.contains("no longer here"));
}

#[tokio::test]
async fn nobody_but_the_session_that_sent_files_sees_them_and_nobody_but_administrators_sends_any() {
    let instance = Instance::sqlite().unwrap();
    let site = Site::open(&instance.location).await;
    let boss = Browser::open(&site, "boss@halden.example", Access::Administrator).await;
    let member = Browser::open(&site, "member@halden.example", Access::Member).await;
    let sent = send(&boss, &[("products.csv", PRODUCTS)]).await;
    let elsewhere = Browser::again(&site, "boss@halden.example").await;
    assert_eq!(elsewhere.get(&sent.location).await.status, StatusCode::NOT_FOUND, "another session of the same person");
    assert_eq!(elsewhere.post(&sent.location, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(boss.get(&sent.location).await.status, StatusCode::OK);
    for answer in
        [member.get("/settings/import").await, send(&member, &[("products.csv", PRODUCTS)]).await, member.get(&sent.location).await]
    {
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    let empty = send(&boss, &[("", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("No file was sent"), "{}", empty.text);
    let damaged = send(&boss, &[("products.csv", "a,\"b")]).await;
    let page = boss.get(&damaged.location).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("never closed") && !page.text.contains("Import these rows"), "{}", page.text);
}
