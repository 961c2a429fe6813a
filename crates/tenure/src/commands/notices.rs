//! `tenure notices`: what a person was told.

use super::Call;
use super::word::word;
use crate::output::{Failure, json, print, table};
use clap::Args;
use std::process::ExitCode;
use tenure_app::{KeptNotice, NoticeQuery};
use tenure_core::notice::NoticeKind;
use tenure_web::api::body::NoticeList;

/// Show what a person was told, the latest first.
#[derive(Args)]
pub(crate) struct NoticesArgs {
    /// Reference or e-mail of a teammate
    #[arg(long, value_name = "PERSON")]
    person: String,
    /// Only those of a kind, such as notice_deadline
    #[arg(long, value_parser = word::<NoticeKind>)]
    kind: Option<NoticeKind>,
    /// Only those that were not seen
    #[arg(long)]
    unseen: bool,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: NoticesArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let query = NoticeQuery { kind: args.kind, unseen: args.unseen, after: None, limit: Some(200) };
    let (person, page) = app.notices_of(&args.person, &query).await?;
    if call.json {
        json(&NoticeList::from(&page))?;
        return Ok(ExitCode::SUCCESS);
    }
    let row = |kept: &KeptNotice| {
        let late = if kept.notice.late { "late" } else { "" };
        let seen = if kept.seen_at.is_some() { "seen" } else { "" };
        vec![kept.made_on.to_string(), kept.notice.kind.label().into(), kept.notice.text.clone(), late.into(), seen.into()]
    };
    let rows: Vec<Vec<String>> = page.items.iter().map(row).collect();
    print(&table(&["Day", "Kind", "Notice", "", ""], &[false; 5], &rows));
    print(&format!("{} has not seen {} of them.", person.name, page.unseen));
    Ok(ExitCode::SUCCESS)
}
