//! Rows of renewals and tasks.

use crate::error::StoreError;
use crate::history::Kept;
use crate::record::{Record, Row, day, day_or_null, instant_text};
use sea_orm::Value;
use tenure_core::primitives::{Money, RenewalId};
use tenure_core::renewal::{Decided, Given, PutOff, Renewal, State, Target, Task};

impl Record for Renewal {
    const TABLE: &'static str = "renewal";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "number",
        "contract_id",
        "term_number",
        "account_id",
        "scheduled_on",
        "currency",
        "atr_minor",
        "reporting_currency",
        "atr_reporting_minor",
        "end_on",
        "notice_on",
        "notice_assumed",
        "auto_renew",
        "decision_on",
        "policy_id",
        "rule",
        "model",
        "motion",
        "playbook",
        "opens_on",
        "state",
        "outcome",
        "closed_on",
        "outcome_inferred",
        "first_sequence",
        "outcome_reason",
        "outcome_words",
        "kind",
        "frozen_tier",
        "outcome_told_by_book",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        let target = &self.target;
        let decided = self.decided.as_ref();
        let (state, outcome, closed_on, inferred) = match &self.state {
            State::Open => ("open", None, None, false),
            State::Closed { outcome, closed_on, inferred, .. } => ("closed", Some(outcome.code().to_string()), Some(*closed_on), *inferred),
        };
        // Nobody owned a renewal here whose outcome was inferred, nor one whose outcome a book told.
        let told_by_book = state == "closed" && !inferred && decided.is_none();
        let (reason, words) = match &self.state {
            State::Closed { reason, words, .. } => (reason.map(|reason| reason.code().to_string()), words.clone()),
            State::Open => (None, String::new()),
        };
        let head: [Value; 6] = [
            self.id.to_string().into(),
            i64::from(self.number).into(),
            self.contract.to_string().into(),
            i64::from(self.term_number).into(),
            self.account.to_string().into(),
            day(self.scheduled_on),
        ];
        let amounts: [Value; 4] = [
            target.atr.currency.code().into(),
            target.atr.minor.into(),
            target.atr_reporting.currency.code().into(),
            target.atr_reporting.minor.into(),
        ];
        let dates: [Value; 5] =
            [day(target.end_on), day(target.notice_on), target.notice_assumed.into(), target.auto_renew.into(), day(target.decision_on)];
        let policy: [Value; 6] = [
            decided.map(|d| d.policy.to_string()).into(),
            decided.map(|d| d.rule.clone()).into(),
            decided.map(|d| d.model.code().to_string()).into(),
            decided.map(|d| d.motion.code().to_string()).into(),
            decided.map(|d| d.playbook.clone()).into(),
            day_or_null(decided.map(|d| d.opens_on)),
        ];
        let first_sequence: Option<i64> = decided.map(|_| 0);
        let end: [Value; 5] =
            [state.into(), outcome.into(), day_or_null(closed_on), (inferred || told_by_book).into(), first_sequence.into()];
        let why: [Value; 5] =
            [reason.into(), words.into(), self.kind.code().into(), self.frozen_tier.map(i64::from).into(), told_by_book.into()];
        head.into_iter().chain(amounts).chain(dates).chain(policy).chain(end).chain(why).collect()
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            number: row.number("number")?,
            contract: row.parsed("contract_id")?,
            term_number: row.number("term_number")?,
            account: row.parsed("account_id")?,
            kind: row.parsed("kind")?,
            frozen_tier: row.number_or_none("frozen_tier")?,
            scheduled_on: row.parsed("scheduled_on")?,
            target: read_target(row)?,
            decided: read_decided(row)?,
            state: read_state(row)?,
        })
    }
}

impl Kept for Renewal {
    const HISTORY: &'static str = "renewal_history";
    type Id = RenewalId;

    fn id(&self) -> Self::Id {
        self.id
    }

    fn key(id: &Self::Id) -> Vec<Value> {
        vec![id.to_string().into()]
    }
}

fn read_target(row: &Row<'_>) -> Result<Target, StoreError> {
    Ok(Target {
        atr: Money::new(row.get("atr_minor")?, row.currency("currency")?),
        atr_reporting: Money::new(row.get("atr_reporting_minor")?, row.currency("reporting_currency")?),
        end_on: row.parsed("end_on")?,
        notice_on: row.parsed("notice_on")?,
        notice_assumed: row.get("notice_assumed")?,
        auto_renew: row.get("auto_renew")?,
        decision_on: row.parsed("decision_on")?,
    })
}

fn read_decided(row: &Row<'_>) -> Result<Option<Decided>, StoreError> {
    let Some(policy) = row.parsed_or_none("policy_id")? else { return Ok(None) };
    Ok(Some(Decided {
        policy,
        rule: row.text("rule")?,
        model: row.parsed("model")?,
        motion: row.parsed("motion")?,
        playbook: row.text("playbook")?,
        opens_on: row.parsed("opens_on")?,
    }))
}

fn read_state(row: &Row<'_>) -> Result<State, StoreError> {
    let state = row.text("state")?;
    match state.as_str() {
        "open" => Ok(State::Open),
        "closed" => Ok(State::Closed {
            outcome: row.parsed("outcome")?,
            closed_on: row.parsed("closed_on")?,
            inferred: row.get::<bool>("outcome_inferred")? && !row.get::<bool>("outcome_told_by_book")?,
            reason: row.parsed_or_none("outcome_reason")?,
            words: row.text("outcome_words")?,
        }),
        _ => Err(row.unreadable("state", &state, "is neither open nor closed")),
    }
}

impl Record for Task {
    const TABLE: &'static str = "task";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "renewal_id",
        "step",
        "title",
        "lead",
        "due_on",
        "state",
        "evidence",
        "completed_by",
        "completed_at",
        "put_off_until",
        "put_off_reason",
        "put_off_by",
        "given_to_id",
        "given_reason",
        "given_by",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.renewal.to_string().into(),
            self.step.clone().into(),
            self.title.clone().into(),
            self.lead.code().into(),
            day(self.due_on),
            self.state.code().into(),
            self.evidence.clone().into(),
            self.completed_by.clone().into(),
            self.completed_at.map(instant_text).into(),
            day_or_null(self.put_off.as_ref().map(|put_off| put_off.until)),
            self.put_off.as_ref().map(|put_off| put_off.reason.clone()).into(),
            self.put_off.as_ref().map(|put_off| put_off.by.clone()).into(),
            self.given.as_ref().map(|given| given.to.to_string()).into(),
            self.given.as_ref().map(|given| given.reason.clone()).into(),
            self.given.as_ref().map(|given| given.by.clone()).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let put_off = row
            .parsed_or_none("put_off_until")?
            .map(|until| Ok::<_, StoreError>(PutOff { until, reason: row.text("put_off_reason")?, by: row.text("put_off_by")? }));
        let given = row
            .parsed_or_none("given_to_id")?
            .map(|to| Ok::<_, StoreError>(Given { to, reason: row.text("given_reason")?, by: row.text("given_by")? }));
        Ok(Self {
            put_off: put_off.transpose()?,
            given: given.transpose()?,
            id: row.parsed("id")?,
            renewal: row.parsed("renewal_id")?,
            step: row.text("step")?,
            title: row.text("title")?,
            lead: row.parsed("lead")?,
            due_on: row.parsed("due_on")?,
            state: row.parsed("state")?,
            evidence: row.text("evidence")?,
            completed_by: row.text("completed_by")?,
            completed_at: row.parsed_or_none("completed_at")?,
        })
    }
}
