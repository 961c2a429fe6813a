//! Columns of rates and of how the ledger of revenue is read.

use super::{Column, required};

pub(super) const PLAN_RATES: &[Column] = &[
    required("year", "Year of the plan", "2026"),
    required("currency", "Currency that is converted, an ISO 4217 code", "EUR"),
    required("rate", "Reporting currency per one unit of it, above zero, six decimal places at most", "1.14"),
];

pub(super) const EXCHANGE_RATES: &[Column] = &[
    required("rated_on", "The day of the rate", "2026-11-20"),
    required("currency", "Currency that is converted, an ISO 4217 code", "EUR"),
    required("rate", "Reporting currency per one unit of it on that day, above zero, six decimal places at most", "1.0832"),
];

pub(super) const LEDGER_RULES: &[Column] = &[
    required("discounts", "Which discounts lessen ARR: `lasting`, `every` or `ignored`", "lasting"),
    required("grace_days", "Days for which ARR goes on past the end of a term, 0 to 366", "0"),
    required("returning", "What a customer is who comes back: `reactivation`, `new` or `expansion`", "reactivation"),
    required("overlaps", "What an account pays while lines overlap: `sum` or `latest`", "sum"),
    required("renewed_by", "What counts as the renewal of what was due: `contract` or `account`", "contract"),
    required("lapse_days_to_new", "A customer away for so many days, 1 to 3650, comes new; `never`", "never"),
    required("upsell_share_bps", "An upsell above this share of ARR is big, in basis points, 0 to 10000", "1000"),
    required("upsell_units", "An upsell of more than so many units is big, 0 to 65535", "25"),
    required(
        "precedence",
        "Which type of expansion counts where several fit: `cross_division`, `cross_stakeholder` and `cross_sell` in an order",
        "cross_division cross_stakeholder cross_sell",
    ),
];
