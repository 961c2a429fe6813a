//! Amending a running contract: its end, its terms of sale, its lines from a day on.

use super::contract::{places, view};
use super::lines;
use super::reading::{Reader, last_day, per_cent, yes_no};
use super::{Action, At, Done};
use crate::pages::form::{Field, FormPage, Kind, LineRow, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::contract_url;
use maud::html;
use tenure_app::{Amendment, AppError, ContractView, NewLine};

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
