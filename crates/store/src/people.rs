//! People, rates and policies: loaded whole by every decision, changed rarely, and therefore kept between transactions.
//!
//! Every accepted write has an event with the next number, so what stands in the database at one number never differs. What is
//! kept names the numbers at which it holds; a transaction that sees another number loads again. A commit of this process that
//! changed none of it adds its number. A transaction that has written neither uses nor changes what is kept.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Record, Row, get};
use crate::records::{HolidayRow, PlanRate, PlaybookRow, PolicyRow};
use jiff::civil::Date;
use sea_orm::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tenure_core::account::{Care, Field, FieldName};
use tenure_core::checks::Dismissal;
use tenure_core::contract::Product;
use tenure_core::facts::{FIRST_RENEWAL_NUMBER, Facts, LedgerRules, PolicyVersion, Write};
use tenure_core::forecast::Kind;
use tenure_core::identity::{Absence, Organisation, Position, Profile, Teammate};
use tenure_core::ownership::advisor::Answer;
use tenure_core::ownership::policy::Policy;
use tenure_core::playbook::{Playbook, PlaybookVersion, in_use};
use tenure_core::primitives::{AbsenceId, Calendars, Currency, PolicyId, TeammateId};
use tenure_core::proposal::DiscountLimit;
use tenure_core::renewal::PlanRates;

/// What every decision needs. A kind of fact added here is also named in [`Seen::saved`].
#[derive(Debug)]
pub(crate) struct People {
    organisation: Organisation,
    plan_rates: PlanRates,
    ledger_rules: Option<LedgerRules>,
    teammates: BTreeMap<TeammateId, Teammate>,
    absences: BTreeMap<AbsenceId, Absence>,
    positions: Vec<Position>,
    profiles: Vec<Profile>,
    fields: BTreeMap<FieldName, Field>,
    products: BTreeMap<String, Product>,
    calendar: Calendars,
    playbooks: Arc<Vec<Playbook>>,
    playbook_versions: Arc<Vec<PlaybookVersion>>,
    policies: Vec<PolicyVersion>,
    dismissals: BTreeMap<String, Dismissal>,
    answers: Vec<Answer>,
    discount_limits: Vec<DiscountLimit>,
    cares: Vec<Care>,
    forecast_weeks: BTreeMap<(TeammateId, Kind), Date>,
}

impl People {
    /// Facts of the organisation that have no account yet.
    pub(crate) fn facts(&self) -> Facts {
        Facts {
            plan_rates: self.plan_rates.clone(),
            ledger_rules: self.ledger_rules.clone(),
            teammates: self.teammates.clone(),
            absences: self.absences.clone(),
            positions: self.positions.clone(),
            profiles: self.profiles.clone(),
            fields: self.fields.clone(),
            products: self.products.clone(),
            calendar: self.calendar.clone(),
            policies: self.policies.clone(),
            dismissals: self.dismissals.clone(),
            answers: self.answers.clone(),
            discount_limits: self.discount_limits.clone(),
            cares: self.cares.clone(),
            forecast_weeks: self.forecast_weeks.clone(),
            playbook_versions: Arc::clone(&self.playbook_versions),
            ..Facts::empty(self.organisation.clone(), Arc::clone(&self.playbooks))
        }
    }
}

/// What is kept between transactions of one open database.
#[derive(Clone, Debug, Default)]
pub(crate) struct PeopleCache {
    people: Arc<Mutex<Option<Kept>>>,
    /// Policy versions never change once they are written, so each is parsed once.
    policies: Arc<Mutex<BTreeMap<PolicyId, PolicyVersion>>>,
}

/// People, and the first and last event number at which they are known to hold.
#[derive(Clone, Debug)]
struct Kept {
    since: i64,
    until: i64,
    people: Arc<People>,
}

/// What one transaction learned about event numbers.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<Numbers>);

#[derive(Clone, Copy, Debug, Default)]
struct Numbers {
    /// The number of the state that the transaction began with.
    began_at: Option<i64>,
    /// The number that its own events reached.
    reached: Option<i64>,
    people_changed: bool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Seen {
    /// The number of the last event as the transaction knows it, if it asked.
    pub(crate) fn last_event(&self) -> Option<i64> {
        let numbers = lock(&self.0);
        numbers.reached.or(numbers.began_at)
    }

    /// Notes what a transaction saves and the number that its events reach.
    pub(crate) fn saved(&self, writes: &[&Write], reached: i64) {
        let mut numbers = lock(&self.0);
        numbers.reached = Some(reached);
        let kept = |write: &Write| {
            let of_all = matches!(write, Write::Organisation(_) | Write::PlanRate(..) | Write::Holiday(..) | Write::Product(_));
            let of_people = matches!(write, Write::Teammate(_) | Write::Absence(_) | Write::Position(_) | Write::Profile(_));
            of_all
                || of_people
                || matches!(
                    write,
                    Write::Policy(_)
                        | Write::Playbook(_)
                        | Write::Dismissal(_)
                        | Write::DiscountLimit(_)
                        | Write::Care(_)
                        | Write::Forecast(_)
                        | Write::LedgerRules(_)
                        | Write::Answer(_)
                        | Write::Field(_)
                        | Write::Unlisted(_)
                )
        };
        numbers.people_changed |= writes.iter().copied().any(kept);
    }
}

impl PeopleCache {
    /// What is known now, for transactions that begin on what is not committed yet.
    pub(crate) fn fork(&self) -> Self {
        Self { people: Arc::new(Mutex::new(lock(&self.people).clone())), policies: Arc::clone(&self.policies) }
    }

    /// Learns what became known to a fork, once that is committed.
    pub(crate) fn renew(&self, fork: &Self) {
        if let Some(kept) = lock(&fork.people).take() {
            self.learn(kept);
        }
    }

    /// After a commit: what is kept holds at the new number too, if the transaction left it alone.
    pub(crate) fn committed(&self, seen: &Seen) {
        let Numbers { began_at: Some(began_at), reached: Some(reached), people_changed: false } = *lock(&seen.0) else { return };
        if let Some(kept) = lock(&self.people).as_mut().filter(|kept| kept.until == began_at) {
            kept.until = reached;
        }
    }

    fn at(&self, number: i64) -> Option<Arc<People>> {
        let people = lock(&self.people);
        people.as_ref().filter(|kept| (kept.since..=kept.until).contains(&number)).map(|kept| Arc::clone(&kept.people))
    }

    /// Keeps the newest. A transaction that began long ago does not push it out.
    fn learn(&self, kept: Kept) {
        let mut people = lock(&self.people);
        if people.as_ref().is_none_or(|known| known.until < kept.until) {
            *people = Some(kept);
        }
    }
}

impl Tx {
    /// Facts of the organisation that have no account yet, as this transaction sees them.
    pub(crate) async fn facts_at(&self, counters: &Counters, shipped: &[Playbook]) -> Result<Facts, StoreError> {
        let people = self.people_at(counters.event, shipped).await?;
        let next_renewal_number = (counters.renewal + 1).max(FIRST_RENEWAL_NUMBER);
        Ok(Facts { next_renewal_number, next_expansion_number: counters.expansion + 1, ..people.facts() })
    }

    async fn people_at(&self, number: i64, shipped: &[Playbook]) -> Result<Arc<People>, StoreError> {
        if lock(&self.seen.0).reached.is_some() {
            return Ok(Arc::new(self.load_people(shipped).await?));
        }
        lock(&self.seen.0).began_at = Some(number);
        if let Some(people) = self.people.at(number) {
            return Ok(people);
        }
        let people = Arc::new(self.load_people(shipped).await?);
        self.people.learn(Kept { since: number, until: number, people: Arc::clone(&people) });
        Ok(people)
    }

    async fn load_people(&self, shipped: &[Playbook]) -> Result<People, StoreError> {
        let published = get::<PlaybookRow>(self, "ORDER BY t.recorded_at, t.code, t.version", vec![]).await?;
        let published = published.into_iter().map(parse_playbook).collect::<Result<Vec<_>, _>>()?;
        let playbooks = in_use(shipped, &published);
        let organisation = self.organisation().await?.ok_or(StoreError::Empty)?;
        let rates = get::<PlanRate>(self, "", vec![]).await?;
        let mut calendar = Calendars::default();
        get::<HolidayRow>(self, "", vec![]).await?.into_iter().for_each(|row| calendar.list(row.country, row.held_on, row.name));
        Ok(People {
            ledger_rules: get::<LedgerRules>(self, "", vec![]).await?.pop(),
            plan_rates: rates.into_iter().map(|rate| ((rate.year, rate.currency), rate.rate)).collect(),
            teammates: get::<Teammate>(self, "", vec![]).await?.into_iter().map(|t| (t.id, t)).collect(),
            absences: get::<Absence>(self, "", vec![]).await?.into_iter().map(|absence| (absence.id, absence)).collect(),
            positions: get::<Position>(self, "ORDER BY t.recorded_at, t.from_on", vec![]).await?,
            profiles: get::<Profile>(self, "ORDER BY t.recorded_at, t.teammate_id, t.from_on", vec![]).await?,
            fields: get::<Field>(self, "", vec![]).await?.into_iter().map(|field| (field.name, field)).collect(),
            products: get::<Product>(self, "", vec![]).await?.into_iter().map(|product| (product.name.clone(), product)).collect(),
            calendar,
            policies: self.load_policies(organisation.currency, &playbooks).await?,
            playbooks: Arc::new(playbooks),
            playbook_versions: Arc::new(published),
            dismissals: get::<Dismissal>(self, "ORDER BY t.finding, t.number", vec![])
                .await?
                .into_iter()
                .map(|said| (said.finding.clone(), said))
                .collect(),
            answers: get::<Answer>(self, "ORDER BY t.number", vec![]).await?,
            discount_limits: get::<DiscountLimit>(self, "ORDER BY t.recorded_at, t.role, t.from_on", vec![]).await?,
            cares: get::<Care>(self, "ORDER BY t.recorded_at, t.tier, t.number", vec![]).await?,
            forecast_weeks: crate::forecasts::weeks(self).await?,
            organisation,
        })
    }

    async fn load_policies(&self, reporting: Currency, playbooks: &[Playbook]) -> Result<Vec<PolicyVersion>, StoreError> {
        let codes: Vec<&str> = playbooks.iter().map(|playbook| playbook.code.as_str()).collect();
        let mut versions = Vec::new();
        for row in get::<PolicyRow>(self, "ORDER BY t.version", vec![]).await? {
            let known = lock(&self.people.policies).get(&row.id).cloned();
            let version = match known {
                Some(version) => version,
                None => parse(row, reporting, &codes)?,
            };
            lock(&self.people.policies).insert(version.id, version.clone());
            versions.push(version);
        }
        Ok(versions)
    }
}

/// The highest numbers given so far.
pub(crate) struct Counters {
    /// Of events: names the state of the facts.
    event: i64,
    /// Of renewals.
    renewal: u32,
    /// Of expansions.
    expansion: u32,
}

impl Record for Counters {
    const TABLE: &'static str = "(SELECT c.last_sequence, (SELECT COALESCE(MAX(r.number), 0) FROM renewal r) AS number,
          (SELECT COALESCE(MAX(e.number), 0) FROM expansion e) AS expansion_number FROM event_counter c WHERE c.id = 1)";
    const COLUMNS: &'static [&'static str] = &["last_sequence", "number", "expansion_number"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![self.event.into(), i64::from(self.renewal).into(), i64::from(self.expansion).into()]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { event: row.get("last_sequence")?, renewal: row.number("number")?, expansion: row.number("expansion_number")? })
    }
}

fn parse_playbook(row: PlaybookRow) -> Result<PlaybookVersion, StoreError> {
    let PlaybookRow { code, version, text, reason, author, recorded_at } = row;
    let playbook = Playbook::parse("playbook_version", &text).map_err(|refusal| StoreError::Unreadable {
        table: "playbook_version",
        column: "playbook_text",
        value: code,
        problem: refusal.to_string(),
    })?;
    Ok(PlaybookVersion { playbook, version, text, reason, author, recorded_at })
}

fn parse(row: PolicyRow, reporting: Currency, playbooks: &[&str]) -> Result<PolicyVersion, StoreError> {
    let policy = Policy::parse("policy_version", &row.text, reporting, playbooks).map_err(|refusals| StoreError::Unreadable {
        table: "policy_version",
        column: "policy_text",
        value: row.name,
        problem: refusals.first().map_or_else(String::new, ToString::to_string),
    })?;
    Ok(PolicyVersion { id: row.id, version: row.version, text: row.text, policy, effective_on: row.effective_on, standing: row.standing })
}
