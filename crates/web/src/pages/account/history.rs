//! The ARR of one account: two years of month ends as steps, and every movement with what it comes from.

use crate::pages::charts::steps::steps;
use crate::pages::figure::signed;
use crate::pages::movements;
use crate::pages::question::address;
use crate::pages::shell::Shell;
use maud::{Markup, html};
use tenure_app::{AccountHistory, MoneyQuery};
use tenure_core::primitives::{display_date, format_minor};

/// Months of history that the page of an account shows.
pub const MONTHS: u16 = 24;
/// Movements that it shows; the ledger has all.
const SHOWN: usize = 6;

/// The history of an account, or why there is none to show.
pub type History = Result<AccountHistory, String>;

/// The block; nothing where the account never had revenue in the two years.
pub(super) fn history(shell: &Shell<'_>, history: &History) -> Markup {
    html! {
        section aria-labelledby="history-h" {
            @match history {
                Ok(history) => (known(shell, history)),
                Err(why) => {
                    div class="section-head" { h2 id="history-h" { "ARR" } }
                    p class="quiet" { (why) }
                },
            }
        }
    }
}

fn known(shell: &Shell<'_>, history: &AccountHistory) -> Markup {
    let currency = history.currency;
    let code = currency.code();
    let months: Vec<_> = history.months.iter().map(|month| (month.day, month.arr_minor)).collect();
    let (from, to) = (format_minor(history.opening_minor, currency), format_minor(history.closing_minor, currency));
    let query = MoneyQuery { account: Some(history.reference.clone()), months: MONTHS, ..MoneyQuery::default() };
    html! {
        div class="section-head" {
            h2 id="history-h" { "ARR, two years" }
            span class="note" { (code) " at plan rates" }
            a class="link end" href=(address("/ledger", &query, &[])) { "All movements" }
        }
        @if months.iter().all(|(_, minor)| *minor == 0) && history.movements.is_empty() {
            p class="quiet" { "No recurring revenue since " (display_date(history.opening_on)) "." }
        } @else {
            div class="history" {
                (steps(&format!("ARR at month ends went from {from} to {to} {code}"), &months, currency))
                dl class="kv" {
                    dt { (display_date(history.opening_on)) } dd class="num" { (from) }
                    dt { "Movements" } dd class="num" { (signed(history.closing_minor - history.opening_minor, currency)) }
                    dt { (display_date(history.closing_on)) } dd class="num med" { (to) }
                }
            }
            @if history.movements.is_empty() { p class="quiet" { "Nothing moved." } }
            @else {
                (movements::of_account(&history.movements[..history.movements.len().min(SHOWN)], shell))
                @if history.movements.len() > SHOWN { p class="small quiet" { "The latest " (SHOWN) " of " (history.movements.len()) "." } }
            }
        }
    }
}
