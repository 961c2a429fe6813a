//! `tenure advise`: which ownership model fits, and the answers that the advisor asks for.

use super::Call;
use crate::output::{Failure, json, print, table};
use clap::Args;
use std::process::ExitCode;
use tenure_app::{AdviceView, App};
use tenure_core::commands::Reply;
use tenure_core::ownership::advisor::{Advice, Factor, Line, Standing};
use tenure_web::api::body::AdviceBody;

/// Which ownership model fits, why, what would change it, and what is out of step.
#[derive(Args)]
pub(crate) struct AdviseArgs {
    /// Answer a question first, such as pay=paid; pay= takes the answer back. May be given several times
    #[arg(long, value_name = "FACT=VALUE", value_parser = reply)]
    answer: Vec<Reply>,
    /// What stands behind the answers
    #[arg(long, value_name = "WORDS", requires = "answer", default_value = "")]
    note: String,
}

fn reply(text: &str) -> Result<Reply, String> {
    let (name, value) = text.split_once('=').ok_or_else(|| format!("{text:?} is not FACT=VALUE"))?;
    let factor: Factor = name.parse().map_err(|problem| format!("{name:?} {problem}"))?;
    if value.is_empty() {
        return Ok((factor, None, String::new()));
    }
    let codes = || factor.levels().iter().map(|(code, _)| *code).collect::<Vec<_>>().join(", ");
    let level = factor.level(value).ok_or_else(|| format!("{value:?} is none of: {}", codes()))?;
    Ok((factor, Some(level), String::new()))
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: AdviseArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    if !args.answer.is_empty() {
        let replies: Vec<Reply> = args.answer.into_iter().map(|(factor, level, _)| (factor, level, args.note.clone())).collect();
        app.answer_advisor(&call.actor(), &replies).await?;
    }
    show(call, &app).await
}

async fn show(call: &Call, app: &App) -> Result<ExitCode, Failure> {
    let view = app.advice(&call.actor()).await?;
    if call.json {
        json(&AdviceBody::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    recommendation(&view);
    let rows = view.factors.iter().map(|item| {
        let (says, evidence) = match &item.known {
            Some(known) => (item.factor.says(known.level).to_string(), known.evidence.clone()),
            None => ("not known".to_string(), item.question.map_or_else(String::new, |question| question.asks.into())),
        };
        vec![item.factor.code().to_string(), says, evidence]
    });
    print(&table(&["Fact", "Is", "Shown by"], &[false, false, false], &rows.collect::<Vec<_>>()));
    for (aspect, standing) in &view.alignment {
        match standing {
            Standing::InStep => print(&format!("{}: in step.", aspect.label())),
            Standing::OutOfStep(found) => {
                found.iter().for_each(|item| print(&format!("{}: out of step. {} {}", aspect.label(), item.evidence, item.remedy)));
            }
            Standing::NotKnown(missing) => {
                let missing: Vec<&str> = missing.iter().map(|factor| factor.code()).collect();
                print(&format!("{}: not known; {} would tell.", aspect.label(), missing.join(", ")));
            }
        }
    }
    for (title, evidence) in &view.outgrown {
        print(&format!("{title}. {evidence}"));
    }
    Ok(ExitCode::SUCCESS)
}

fn recommendation(view: &AdviceView) {
    match &view.advice {
        Advice::CannotTell { possible, deciding } => {
            let models: Vec<&str> = possible.iter().map(|model| model.label()).collect();
            print(&format!("Cannot tell yet: {}.", models.join(", ")));
            for item in deciding {
                print(&format!("  decides: {}", item.factor.code()));
            }
        }
        advice => {
            let label = advice.model().map_or("", |model| model.label());
            print(&format!("It fits: {label}."));
            if let Advice::Recommended(rule) = advice {
                print(&format!("  {} ({})", rule.because, rule.source.title()));
            }
        }
    }
    if let Some(item) = view.models.first().filter(|item| Some(item.model) == view.advice.model()) {
        let told = |sign: &str, lines: &[&Line]| lines.iter().for_each(|line| print(&format!("  {sign} {}", line.says)));
        told("+", &item.pro);
        told("-", &item.con);
    }
    for change in &view.changes {
        let models: Vec<&str> = change.then.iter().map(|model| model.label()).collect();
        print(&format!("  were {} {}: {}", change.factor.code(), change.factor.code_of(change.to), models.join(" or ")));
    }
}
