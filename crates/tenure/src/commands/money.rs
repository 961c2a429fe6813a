//! Questions about money on the command line: the flags that all of them share, and answers as files.

use super::Call;
use super::ledger_rules::named;
use super::word::word;
use crate::output::{Failure, print};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use tenure_app::tables::{Format, Table};
use tenure_app::{AskedRules, MoneyQuery, write_table};
use tenure_core::ledger::Rules;
use tenure_core::primitives::{Currency, format_minor};

/// A question about money.
#[derive(Args)]
pub(crate) struct MoneyArgs {
    /// Closing day; today if left out
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// Count what was recorded by the end of this day
    #[arg(long, value_name = "DAY")]
    known_on: Option<String>,
    /// Opening day; so many months before the closing day if left out
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// Months from the opening to the closing day, 1 to 120
    #[arg(long, value_name = "N")]
    months: Option<String>,
    /// Who counts as one customer: parent, account, unit or product
    #[arg(long)]
    level: Option<String>,
    /// plan, plan-2026 (rates of one year), dated (rates of each day), or a currency
    #[arg(long)]
    money: Option<String>,
    /// Accounts of a segment
    #[arg(long)]
    segment: Option<String>,
    /// Accounts of a region
    #[arg(long)]
    region: Option<String>,
    /// Accounts of a tier, 1 to 3
    #[arg(long)]
    tier: Option<String>,
    /// One business unit
    #[arg(long)]
    unit: Option<String>,
    /// One product
    #[arg(long)]
    product: Option<String>,
    /// A rule of the ledger, such as grace_days=30; may be given several times
    #[arg(long = "rule", value_name = "NAME=VALUE")]
    rules: Vec<String>,
}

impl MoneyArgs {
    /// The question; `account` where one is asked about.
    pub(crate) fn query(&self, account: Option<&str>) -> Result<MoneyQuery, Failure> {
        let flags = [
            ("as_of", &self.as_of),
            ("known_on", &self.known_on),
            ("since", &self.since),
            ("months", &self.months),
            ("level", &self.level),
            ("money", &self.money),
            ("segment", &self.segment),
            ("region", &self.region),
            ("tier", &self.tier),
            ("unit", &self.unit),
            ("product", &self.product),
        ];
        let flags = flags.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        let mut pairs: Vec<(&str, &str)> = flags.chain(account.map(|reference| ("account", reference))).collect();
        for rule in &self.rules {
            pairs.push(named(rule).map_err(|problem| Failure::refused(format!("--rule {problem}")))?);
        }
        MoneyQuery::read(pairs).map_err(|refusal| Failure::refusals(&[refusal]))
    }
}

/// Where the answer goes.
#[derive(Args)]
pub(crate) struct FileArgs {
    /// Write all rows as csv, xlsx or json
    #[arg(long, value_parser = word::<Format>)]
    format: Option<Format>,
    /// The file that --format is written to; - is the output, where it is left out
    #[arg(long, value_name = "FILE", requires = "format")]
    output: Option<PathBuf>,
}

impl FileArgs {
    /// The format of the file, if one was asked for.
    pub(crate) const fn format(&self) -> Option<Format> {
        self.format
    }

    /// Writes the table to the file or the output.
    pub(crate) async fn write(&self, call: &Call, table: Table) -> Result<ExitCode, Failure> {
        let rows = table.rows.len();
        let bytes = write_table(table, self.format.unwrap_or(Format::Csv)).await?;
        match self.output.as_ref().filter(|path| path.as_os_str() != "-") {
            None => crate::output::bytes(&bytes),
            Some(path) => {
                std::fs::write(path, bytes).map_err(|error| Failure::refused(format!("{} cannot be written: {error}.", path.display())))?;
                if !call.json {
                    print(&format!("{rows} rows are in {}.", path.display()));
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The rules that an answer stands on, as far as they are not the shipped ones, and whether anybody confirmed them.
pub(crate) fn rules_said(asked: &AskedRules) -> String {
    let (shipped, rules) = (Rules::default().values(), asked.rules.values());
    let other: Vec<String> =
        rules.iter().zip(&shipped).filter(|(is, was)| is.1 != was.1).map(|(is, _)| format!("{}={}", is.0, is.1)).collect();
    let said = if other.is_empty() { "as shipped".to_string() } else { other.join(", ") };
    let confirmed = if asked.confirmed { "" } else { "; nobody has confirmed the shipped rules (tenure ledger-rules)" };
    format!("Ledger rules: {said}{confirmed}.")
}

/// An amount without its currency, which stands above or in the heading.
pub(crate) fn plain(minor: i64, currency: Currency) -> String {
    format_minor(minor, currency)
}
