//! Amending a running contract: its end, its terms of sale, its lines from a day on, its prices by an index.

use super::contract::{places, view};
use super::lines;
use super::reading::{Reader, last_day, per_cent, yes_no};
use super::{Action, At, Done};
use crate::pages::form::{Field, FormPage, Kind, LineRow, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::contract_url;
use maud::html;
use tenure_app::{Amendment, AppError, ContractView, NewLine};
use tenure_core::commands::Indexation;

/// Amends the running term.
pub(crate) struct Amend;

fn values(view: &ContractView) -> Typed {
    let contract = &view.contract;
    let mut values = Typed::of([
        ("last_day", view.running().map(|item| last_day(item.term.end_on)).unwrap_or_default()),
        ("notice_days", contract.notice_days.map(|days| days.to_string()).unwrap_or_default()),
        ("auto_renew", if contract.auto_renew { "yes".into() } else { "no".into() }),
        ("renewal_months", contract.renewal_months.to_string()),
        ("uplift_cap", contract.uplift_cap_bps.map(per_cent).unwrap_or_default()),
        ("uplift", per_cent(contract.uplift_bps)),
    ]);
    lines::fill(&mut values, view.lines.iter().map(|item| &item.line), |line| line.unit_price);
    values
}

/// The rows that change a line, or add one.
fn changed(view: &ContractView, rows: Vec<NewLine>) -> Vec<NewLine> {
    let changed = rows.into_iter().filter_map(|row| {
        let line = view.lines.iter().map(|item| &item.line).find(|line| line.reference == row.reference);
        match line {
            None => Some(row),
            Some(line) if lines::changes(&row, line) => {
                let from = row.start_on;
                Some(lines::completed(row, line, from))
            }
            Some(_) => None,
        }
    });
    changed.collect()
}

impl Action for Amend {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let fields = vec![
            Field::new("last_day", "Last day of service", Kind::Day).about("end_on").hint("The renewal date is the day after."),
            Field::new("notice_days", "Notice period, days", Kind::Number).optional().hint("Empty is unknown, not zero: 30 days are then assumed and marked as assumed."),
            Field::new("auto_renew", "Renews by itself", yes_no("Yes, unless notice is given", "No, it ends unless renewed")),
            Field::new("renewal_months", "A successor term has, months", Kind::Number),
            Field::new("uplift_cap", "Price cap at renewal, %", Kind::Number).optional().about("uplift_cap_bps").hint("Empty is no cap."),
            Field::new("uplift", "Price rise of an automatic renewal, %", Kind::Number).optional().about("uplift_bps"),
            Field::new("lines", "Lines", Kind::Lines(LineRow::Changed)).about("line").optional()
                .hint("A row that you change from a day on ends there and goes on as a new line; without a day it is corrected from its beginning. An empty row is no line."),
        ];
        let lede = html! { p { "The renewal at the end of the running term follows: its amount, its dates, its steps, and its owners where the policy decides otherwise." } };
        let title = format!("Amend {}", view.contract.reference);
        let values = values(&view);
        Ok(FormPage::new(Nav::Accounts, places(&view), title, "Amend contract").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let view = view(at).await?;
        let mut reader = Reader::new(typed);
        let amendment = Amendment {
            end_on: Some(reader.required_after_last_day("last_day")),
            notice_days: Some(reader.number("notice_days")),
            auto_renew: Some(reader.text("auto_renew") == "yes"),
            uplift_cap_bps: Some(reader.per_cent("uplift_cap")),
            uplift_bps: Some(reader.per_cent("uplift").unwrap_or(0)),
            renewal_months: Some(reader.required_number("renewal_months")),
            lines: changed(&view, lines::read(typed, &mut reader)),
        };
        reader.done()?;
        at.app.amend_contract(&at.actor, at.reference(), amendment).await?;
        Ok(Done::at(contract_url(at.reference()), format!("{} was amended; its renewal followed.", at.reference())))
    }
}

/// Raises prices as a published index says.
pub(crate) struct Index;

impl Action for Index {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let cap = view.contract.uplift_cap_bps.map(per_cent).unwrap_or_default();
        let fields = vec![
            Field::new("index", "Index", Kind::Text).hint("Its name and month, such as CPI-U October 2026."),
            Field::new("index_bps", "How much it rose, per cent", Kind::Text).hint("0 where it fell."),
            Field::new("floor_bps", "Prices rise at least, per cent", Kind::Text).optional(),
            Field::new("cap_bps", "Prices rise at most, per cent", Kind::Text)
                .optional()
                .hint("The contract's cap where it is left empty."),
            Field::new("from_on", "First day of the new prices", Kind::Day),
        ];
        let lede = html! {
            p { "The recurring lines that are live on that day go on at the new price; the renewal follows. What one-off lines cost stays." }
        };
        let title = format!("Index the prices of {}", view.contract.reference);
        let values = Typed::of([("cap_bps", cap), ("from_on", view.today.to_string())]);
        Ok(FormPage::new(Nav::Accounts, places(&view), title, "Raise prices").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let index_bps = reader.per_cent("index_bps").and_then(|bps| i32::try_from(bps).ok());
        let indexation = Indexation {
            index: typed.get("index").trim().into(),
            index_bps: index_bps.unwrap_or(0),
            floor_bps: reader.per_cent("floor_bps").unwrap_or(0),
            cap_bps: reader.per_cent("cap_bps"),
            from_on: reader.required_day("from_on"),
        };
        reader.done()?;
        at.app.index_contract(&at.actor, at.reference(), indexation).await?;
        Ok(Done::at(contract_url(at.reference()), "The prices follow the index; the renewal followed them."))
    }
}
