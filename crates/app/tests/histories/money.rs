//! Random acts on what figures about money are derived from, and what was known of it at the end of each day.

use super::{History, Told};
use jiff::ToSpan;
use jiff::civil::Date;
use rand::Rng;
use std::collections::BTreeMap;
use std::fmt::Write;
use tenure_app::tables::{Format, Table as Outgoing};
use tenure_app::{Amendment, LedgerFilter, MoneyQuery, NewAccount, RetentionView};
use tenure_core::book::{Book, Row, Table};
use tenure_core::contract::Line;
use tenure_core::facts::Facts;
use tenure_core::ledger::Known;
use tenure_core::primitives::Country;
use tenure_sim::testing::{Fault, Instance};

/// Days whose answers are kept.
const KEPT_DAYS: usize = 20;
/// Corrections after the last of them.
const CORRECTIONS: u32 = 500;

/// Questions of one day: as people ask them, and with everything otherwise.
const QUESTIONS: [&[(&str, &str)]; 3] = [
    &[],
    &[("level", "product"), ("discounts", "every"), ("grace_days", "30"), ("returning", "new"), ("months", "6")],
    &[("level", "parent"), ("money", "EUR"), ("region", "EMEA"), ("lapse_days_to_new", "60")],
];

/// What was answered on a day is answered about that day for ever: every figure, cohort, month and movement, to the byte.
#[tokio::test(flavor = "multi_thread")]
async fn answers_about_money_stay_the_same_to_the_byte_however_the_past_is_corrected() -> Result<(), Fault> {
    for instance in Instance::each(std::env::var("TENURE_TEST_POSTGRES").ok().as_deref()).await? {
        let mut history = History::begin(&instance, 11).await;
        let mut kept = Vec::new();
        while kept.len() < KEPT_DAYS {
            for _ in 0..6 {
                history.change_money().await.1.ok();
                history.step().await.1.ok();
            }
            kept.push((history.today, history.answers(history.today, None).await));
            history.pass_days(6).await.1.unwrap();
        }
        let mut corrected = 0;
        while corrected < CORRECTIONS {
            corrected += u32::from(history.change_money().await.1.is_ok());
            if history.chance.random_range(0..5) == 0 {
                history.step().await.1.ok();
            }
        }
        let mut otherwise = 0;
        for (day, then) in &kept {
            let known = history.answers(*day, Some(*day)).await;
            assert!(known == *then, "{instance}, {day}: {}", first_difference(then, &known));
            otherwise += usize::from(history.answers(*day, None).await != *then);
        }
        assert!(otherwise > KEPT_DAYS / 2, "the corrections changed {otherwise} of the days: they prove little");
        history.at.app.close().await.unwrap();
        instance.remove().await?;
    }
    Ok(())
}

/// The first line that differs, in both.
fn first_difference(then: &str, now: &str) -> String {
    let differs = then.lines().zip(now.lines()).find(|(then, now)| then != now);
    differs.map_or("the one is longer".into(), |(then, now)| format!("\nthen {then}\nnow  {now}"))
}

impl History {
    /// What is answered about a day by what was known by the end of another, or by what is known now.
    async fn answers(&self, as_of: Date, known_on: Option<Date>) -> String {
        let mut told = String::new();
        for question in QUESTIONS {
            let asked = MoneyQuery { as_of: Some(as_of), known_on, ..MoneyQuery::read(question.iter().copied()).unwrap() };
            let retention = self.at.app.retention(&asked).await.map(|view| {
                let cohorts = view.cohorts_table().rows;
                // What was asked, and when, is not what was answered.
                let view = RetentionView { today: as_of, query: MoneyQuery::default(), ..view };
                format!("{view:#?}\n{cohorts:#?}")
            });
            let ledger = self.at.app.ledger_table(&asked, &LedgerFilter::default()).await;
            let ledger =
                ledger.map(|table| String::from_utf8(Outgoing { about: Vec::new(), ..table }.write(Format::Json).unwrap()).unwrap());
            for answer in [retention, ledger] {
                // A currency without a rate yet is refused, and later refused in the same words.
                writeln!(told, "{}", answer.unwrap_or_else(|error| format!("{error:?}"))).unwrap();
            }
        }
        told
    }

    /// One of the acts of this file; says what it was.
    pub async fn change_money(&mut self) -> Told {
        match self.chance.random_range(0..11) {
            0 | 1 => self.edit_account().await,
            2 => self.rate("plan_rates.csv").await,
            3 => self.rate("exchange_rates.csv").await,
            4..8 => self.change_line().await,
            8 => self.sign_for_known_account().await,
            9 => self.set_rules().await,
            _ => self.amend().await,
        }
    }

    async fn edit_account(&mut self) -> Told {
        let facts = self.facts().await;
        let accounts: Vec<String> = facts.accounts.values().map(|account| account.reference.clone()).collect();
        let (reference, other) = (self.pick(&accounts), self.pick(&accounts));
        let new = NewAccount {
            name: self.name("Customer"),
            tier: self.chance.random_range(1..=3),
            segment: self.pick(&["Enterprise", "Small"]).into(),
            region: self.pick(&["EMEA", "AMER", "APAC"]).into(),
            country: self.pick(&[None, Some(Country::GERMANY), Some(Country::SAUDI_ARABIA)]),
            parent: Some(other).filter(|other| *other != reference && self.chance.random()),
            fiscal_year_start: self.pick(&[None, Some(4)]),
            reference,
        };
        (format!("{} is changed", new.reference), self.at.app.edit_account(&self.by, new).await.map(drop))
    }

    /// The organisation decides otherwise on a rule of its ledger.
    async fn set_rules(&mut self) -> Told {
        let (days, share) = (self.chance.random_range(0..=366_u16), self.chance.random_range(0..=10_000_u16));
        let rules = [
            ("grace_days", days.to_string()),
            ("upsell_share_bps", share.to_string()),
            ("discounts", self.pick(&["lasting", "every", "ignored"]).into()),
            ("returning", self.pick(&["reactivation", "new", "expansion"]).into()),
            ("lapse_days_to_new", self.pick(&["never", "90"]).into()),
        ];
        let (name, value) = self.pick(&rules);
        let mut all = self.at.app.ledger_rules().await.unwrap().rules;
        all.set(name, &value).unwrap();
        (format!("{name} is {value}"), self.at.app.set_ledger_rules(&self.by, all).await.map(drop))
    }

    /// A rate comes or is corrected.
    async fn rate(&mut self, file: &str) -> Told {
        let year = self.chance.random_range(2024..=2027);
        let (column, key) = if file == "plan_rates.csv" {
            ("year", year.to_string())
        } else {
            ("rated_on", format!("{year}-0{}-15", self.chance.random_range(1..=9)))
        };
        let currency = self.pick(&["EUR", "GBP"]);
        let rate = format!("1.{:06}", self.chance.random_range(0..1_000_000));
        let header = vec![column.to_string(), "currency".into(), "rate".into()];
        let rows = vec![Row { line: 2, cells: vec![key, currency.into(), rate.clone()] }];
        let book = Book { tables: vec![Table { file: file.into(), header, rows }], policy: None };
        (format!("{currency} is at {rate} in {file}"), self.at.app.import_book(&self.by, &book, file).await.map(drop))
    }

    /// A line of a running term gets another quantity or price: from a day on, or all the way back.
    async fn change_line(&mut self) -> Told {
        let facts = self.facts().await;
        let lines: Vec<Line> = facts.lines.values().filter(|line| is_of_the_last_term(&facts, line)).cloned().collect();
        let line = self.pick(&lines);
        let mut new = self.line();
        new.reference.clone_from(&line.reference);
        (new.kind, new.price_period) = (line.kind, line.price_period);
        new.start_on = match self.chance.random_range(0..3) {
            0 => None,
            1 => Some(self.today),
            _ => line.start_on.checked_add(self.chance.random_range(1..300_i64).days()).ok(),
        };
        let told = format!("{} changes from {:?}", line.reference, new.start_on);
        let contract = facts.contracts[&line.contract].reference.clone();
        let amendment = Amendment { lines: vec![new], ..Amendment::default() };
        (told, self.at.app.amend_contract(&self.by, &contract, amendment).await.map(drop))
    }

    /// Keeps what is known now; nothing more happens on this day.
    pub async fn remember_the_end_of_the_day(&mut self) {
        let known = self.at.app.known_on(None).await.unwrap().unwrap();
        let tx = self.at.app.store().read().await.unwrap();
        let followed = match self.followed.take() {
            None => (tx.last_event().await.unwrap().unwrap(), known.clone()),
            Some((after, mut before)) => {
                let (reached, changed) = tx.known_since(after).await.unwrap();
                before.renew(changed);
                (reached, before)
            }
        };
        assert!(
            followed.1 == known,
            "{}: followed by what changed, it is told differently\n{}",
            self.today,
            difference(&known, &followed.1)
        );
        self.followed = Some(followed);
        self.ends.push((self.today, known));
    }

    /// Asked again of each day that passed, the answer is what it was then; gives the number of days. Followed from day to day by what
    /// changed, it is the same.
    pub async fn assert_ends_stay_known(&self, place: &str) -> usize {
        let ends: BTreeMap<_, &Known> = self.ends.iter().map(|(day, known)| (*day, known)).collect();
        for (day, then) in &ends {
            let now = self.at.app.known_on(Some(*day)).await.unwrap().unwrap();
            assert!(now == **then, "{place}: what was known on {day} is told differently\n{}", difference(then, &now));
        }
        let first = self.ends.first().map(|(day, _)| day.yesterday().unwrap());
        if let Some(before) = first {
            assert!(self.at.app.known_on(Some(before)).await.unwrap().is_none(), "{place}: nothing was known on {before}");
        }
        ends.len()
    }
}

fn is_of_the_last_term(facts: &Facts, line: &Line) -> bool {
    let last = facts.terms.range((line.contract, 0)..=(line.contract, u32::MAX)).next_back();
    last.is_some_and(|((_, number), _)| *number == line.term_number)
}

/// The parts that differ, by name.
fn difference(then: &Known, now: &Known) -> String {
    let parts = |known: &Known| {
        [
            format!("{:#?}", known.accounts),
            format!("{:#?}", known.contracts),
            format!("{:#?}", known.terms),
            format!("{:#?}", known.versions),
            format!("{:#?}", known.moves),
            format!("{:#?}", (&known.plan_rates, &known.dated_rates)),
            format!("{:#?}", known.renewals),
        ]
    };
    let (then, now) = (parts(then), parts(now));
    let differing = then.iter().zip(&now).filter(|(then, now)| then != now);
    let first = |(then, now): (&String, &String)| {
        let line = then.lines().zip(now.lines()).position(|(then, now)| then != now).unwrap_or(0);
        let around = |text: &str| text.lines().skip(line.saturating_sub(25)).take(40).collect::<Vec<_>>().join("\n");
        format!("then\n{}\nnow\n{}", around(then), around(now))
    };
    differing.map(first).collect::<Vec<_>>().join("\n")
}
