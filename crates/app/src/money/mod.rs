//! Questions about money: the ledger, figures with named definitions, cohorts, and what was known when.

mod asked;
mod books;
mod choices;
mod figures;
mod history;
mod ledger;
mod months;
mod query;
mod restatement;
mod retention;
mod rules;
mod sealed;
mod tables;

pub use asked::AskedRules;
pub(crate) use books::{Books, off_the_way};
pub use choices::MoneyChoices;
pub use figures::{FigureItem, MetricQuery, MetricSlice, MetricView, MetricsView, ShareItem};
pub use history::{AccountHistory, MonthItem};
pub use ledger::{ClassSum, LedgerFilter, LedgerPage, MovementItem};
pub use months::MonthsView;
pub use query::{MONEY_PARAMETERS, MoneyIn, MoneyQuery};
pub use restatement::{RestatedItem, RestatementView};
pub use retention::{CohortsView, RetentionView};
pub use rules::{LedgerRulesView, RulesItem};
pub use sealed::{Recomputed, SealView, SealedClass, SealedFigure, SealedRetention};
pub use tables::write_table;
