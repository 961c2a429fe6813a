//! The one import: read, mapped, planned, saved in one transaction, and reported.

use super::Material;
use crate::App;
use crate::access::Actor;
use crate::change::event;
use crate::error::AppError;
use crate::organisation::clocks;
use crate::permission::require_administrator;
use crate::request::{self, Receipt};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::borrow::Cow;
use std::collections::BTreeSet;
use tenure_core::book::{Accepted, Book, Change, FileCounts, Portioned, RecordChange, organisation_table, plan_accepted, plan_import};
use tenure_core::facts::{Facts, Moment, Write};
use tenure_core::mapping::{Entry, ImportReport, Mapped, apply};
use tenure_core::planner::{Cause, Planning};
use tenure_core::primitives::parse_date;
use tenure_core::refusal::Refusal;
use tenure_store::{Event, Scope, Tx};

/// Accounts in one portion of a book that founds an instance.
const PORTION: usize = 2_000;

/// Whether anything is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The import is saved.
    Save,
    /// Everything but saving: what would happen.
    Rehearse,
}

/// What a faulty row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Faulty {
    /// Nothing is imported.
    Stop,
    /// The row and what refers to it are left out and listed.
    LeaveOut,
}

/// What to import, and how.
pub struct ImportRequest<'a> {
    /// What.
    pub material: &'a Material,
    /// How people call it: the name of a folder.
    pub source: &'a str,
    /// The day of a sample company; `None` leaves it as it is.
    pub as_of: Option<Date>,
    /// Whether it is saved.
    pub mode: Mode,
    /// What a faulty row does.
    pub faulty: Faulty,
    /// Names of files that were given and are no part of the material; the report lists them.
    pub unread: &'a [String],
    /// Told at the beginning of each phase.
    pub progress: &'a (dyn Fn(&str) + Send + Sync),
}

/// What an import did, or would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportSummary {
    /// Rows read, created, updated, unchanged and refused by file.
    pub files: Vec<FileCounts>,
    /// Renewals that are open afterwards.
    pub open_renewals: u64,
    /// Whether anything was written, or would be.
    pub changed: bool,
    /// Whether it was a rehearsal.
    pub mode: Mode,
    /// Name of the mapping that made the book of the files, if one did.
    pub mapping: Option<String>,
    /// What became of each row of the foreign files, and everything to say.
    pub report: ImportReport,
}

/// What an import comes to: what is left of a plan once the book and the facts it was made from are let go.
struct Decided {
    summary: ImportSummary,
    writes: Vec<Write>,
    records: Vec<RecordChange>,
    moment: Moment,
}

/// What an import into an empty instance came to.
struct Founded {
    summary: ImportSummary,
    moment: Moment,
    number: Option<u64>,
}

/// The book behind a request, with what brings refusals back to the foreign files.
struct Prepared<'a> {
    book: Cow<'a, Book>,
    mapped: Option<Mapped>,
    moment: Moment,
}

impl App {
    /// Imports a book: all of it in one transaction, or nothing.
    ///
    /// # Errors
    /// Every refusal of the book, each with file, row, column and value.
    pub async fn import_book(&self, actor: &Actor, book: &Book, source: &str) -> Result<ImportSummary, AppError> {
        let material = Material::Book(Box::new(book.clone()));
        let progress = &|_: &str| {};
        let (mode, faulty) = (Mode::Save, Faulty::Stop);
        self.import(actor, ImportRequest { material: &material, source, as_of: None, mode, faulty, unread: &[], progress }).await
    }

    /// Imports a book or exports: what is accepted in one transaction, or nothing.
    ///
    /// # Errors
    /// Every refusal, each with file, row, column and value. Where faulty rows are left out, only what concerns all of it.
    pub async fn import(&self, actor: &Actor, request: ImportRequest<'_>) -> Result<ImportSummary, AppError> {
        let before = || AppError::refused(Refusal::general("this request was carried out before", ""));
        self.carry_out_import(actor, request).await?.ok_or_else(before)
    }

    /// As [`App::import`]; `None` where the same request was carried out before.
    pub(crate) async fn carry_out_import(&self, actor: &Actor, request: ImportRequest<'_>) -> Result<Option<ImportSummary>, AppError> {
        require_administrator(actor)?;
        if request.mode == Mode::Rehearse {
            let existing = self.existing_facts().await?;
            return Ok(Some(match is_founded_on(existing.as_ref(), &request) {
                true => self.found_on(actor, &request, None).await?.summary,
                false => self.decide(actor, existing.as_ref(), &request)?.summary,
            }));
        }
        let tx = self.store.write().await?;
        if request::carried_out_before(&tx, actor).await?.is_some() {
            return Ok(None);
        }
        let existing = match tx.organisation().await? {
            Some(_) => Some(tx.facts(&Scope::All, self.playbooks.clone()).await?),
            None => None,
        };
        if is_founded_on(existing.as_ref(), &request) {
            let Founded { summary, moment, number } = self.found_on(actor, &request, Some(&tx)).await?;
            let receipt =
                Receipt { subject: request.source.into(), event: number, revision: None, import: Some(Box::new(summary.clone())) };
            request::commit(tx, actor, receipt, moment.recorded_at).await?;
            return Ok(Some(summary));
        }
        let Decided { summary, writes, records, moment } = self.decide(actor, existing.as_ref(), &request)?;
        let clocks_set = existing.and_then(|facts| clocks::imported(facts.organisation.handoff_clocks, &writes));
        let mut number = None;
        if summary.changed {
            (request.progress)(&format!("saving {} records and what follows from them", records.len()));
            let mut events = vec![self.import_event(actor, moment, (request.source, records.len()))];
            events.extend(records.iter().map(|record| self.record_event(actor, moment, record)));
            events.extend(clocks_set.map(|(kind, subject, summary)| event(self, actor, moment, (kind, subject, &summary))));
            number = tx.save(&writes, moment, &events).await?;
        }
        let import = Some(Box::new(summary.clone()));
        let receipt = Receipt { subject: request.source.into(), event: number, revision: None, import };
        request::commit(tx, actor, receipt, moment.recorded_at).await?;
        Ok(Some(summary))
    }

    async fn existing_facts(&self) -> Result<Option<Facts>, AppError> {
        let session = self.store.read().await?;
        Ok(match session.organisation().await? {
            Some(_) => Some(session.facts(&Scope::All, self.playbooks.clone()).await?),
            None => None,
        })
    }

    /// Founds an instance on a book, a portion after the other; `None` for where to save them rehearses it. Gives the number of the last event
    /// too.
    async fn found_on(&self, actor: &Actor, request: &ImportRequest<'_>, saved_in: Option<&Tx>) -> Result<Founded, AppError> {
        let Prepared { book, mapped, moment } = self.prepare(None, request)?;
        let cause = Cause { author: actor.name(), reason: format!("the book {} was imported", request.source) };
        let planning = Planning { moment, cause: &cause, ids: self.ids.as_ref() };
        let rows: usize = book.tables.iter().map(|table| table.rows.len()).sum();
        (request.progress)(&format!("planning {rows} rows of the book"));
        let mut portions = Portioned::of(&book, self.playbooks.to_vec(), PORTION);
        let (mut files, mut listed, mut open_renewals, mut records, mut number) = (Vec::new(), Vec::new(), 0, 0, None);
        while let Some(plan) = portions.next(planning).map_err(|refusals| told_of(mapped.as_ref(), refusals))? {
            FileCounts::add(&mut files, &plan.counts);
            records += plan.records.len();
            open_renewals += plan.facts_after.renewals.values().filter(|renewal| renewal.is_open()).count() as u64;
            if let Some(tx) = saved_in {
                (request.progress)(&format!("saving {records} records and what follows from them"));
                let run = portions.is_at_end().then(|| self.import_event(actor, moment, (request.source, records)));
                let of_records = plan.records.iter().map(|record| self.record_event(actor, moment, record));
                let events: Vec<Event> = run.into_iter().chain(of_records).collect();
                number = tx.save(&plan.writes, moment, &events).await?;
            }
            if mapped.is_some() {
                listed.extend(plan.records);
            }
        }
        let report = reported(mapped, request, (files.clone(), &listed), Vec::new());
        let (mode, mapping) = (request.mode, request.material.mapping());
        Ok(Founded { summary: ImportSummary { files, open_renewals, changed: true, mode, mapping, report }, moment, number })
    }

    fn import_event(&self, actor: &Actor, moment: Moment, (source, records): (&str, usize)) -> Event {
        event(self, actor, moment, ("book_imported", source, &format!("The book {source} was imported: {records} records changed")))
    }

    /// Everything but saving.
    fn decide(&self, actor: &Actor, existing: Option<&Facts>, request: &ImportRequest<'_>) -> Result<Decided, AppError> {
        let Prepared { book, mapped, moment } = self.prepare(existing, request)?;
        let cause = Cause { author: actor.name(), reason: format!("the book {} was imported", request.source) };
        let planning = Planning { moment, cause: &cause, ids: self.ids.as_ref() };
        let rows: usize = book.tables.iter().map(|table| table.rows.len()).sum();
        (request.progress)(&format!("planning {rows} rows of the book"));
        let back = |refusals: Vec<Refusal>| told_of(mapped.as_ref(), refusals);
        let Accepted { plan, refused } = match request.faulty {
            Faulty::Stop => {
                let plan = plan_import(existing, &book, self.playbooks.to_vec(), planning).map_err(back)?;
                Accepted { plan, refused: Vec::new() }
            }
            Faulty::LeaveOut => {
                let tied = |file: &str, line: usize| mapped.as_ref().map_or_else(Vec::new, |mapped| mapped.tied(file, line));
                plan_accepted(existing, &book, &self.playbooks, planning, &tied).map_err(back)?
            }
        };
        let open_renewals = plan.facts_after.renewals.values().filter(|renewal| renewal.is_open()).count() as u64;
        let mapping = request.material.mapping();
        let report = reported(mapped, request, (plan.counts.clone(), &plan.records), refused);
        let changed = !plan.writes.is_empty();
        let summary = ImportSummary { files: plan.counts.clone(), open_renewals, changed, mode: request.mode, mapping, report };
        let tenure_core::book::ImportPlan { writes, records, .. } = plan;
        Ok(Decided { summary, writes, records, moment })
    }

    /// The book with its day. Foreign rows that are refused stop it here, unless they are to be left out.
    fn prepare<'a>(&self, existing: Option<&Facts>, request: &ImportRequest<'a>) -> Result<Prepared<'a>, AppError> {
        let (mut book, mapped, moment) = match request.material {
            Material::Book(book) => {
                let founded = (book.time_zone(), book.sample_today());
                (Cow::Borrowed(&**book), None, self.import_moment(existing, founded, request.as_of)?)
            }
            Material::Exports { mapping, tables, beside } => {
                (request.progress)(&format!("mapping {} rows", tables.iter().map(|table| table.rows.len()).sum::<usize>()));
                let start = |column: &str| mapping.start.organisation.get(column).map(String::as_str);
                let day = beside.sample_today().or_else(|| start("sample_today").and_then(|day| parse_date(day).ok()));
                let founded = (beside.time_zone().or(start("time_zone")), day);
                let moment = self.import_moment(existing, founded, request.as_of)?;
                let mapped = apply(mapping, tables, (**beside).clone(), (moment.today, existing.is_some()))?;
                if request.faulty == Faulty::Stop && !mapped.refusals().is_empty() {
                    return Err(mapped.refusals().to_vec().into());
                }
                (Cow::Owned(mapped.book.clone()), Some(mapped), moment)
            }
        };
        if let Some(day) = request.as_of {
            let book = book.to_mut();
            if let (Some(facts), None) = (existing, book.table("organisation.csv")) {
                book.tables.extend(organisation_table(facts));
            }
            book.set_sample_today(day);
        }
        Ok(Prepared { book, mapped, moment })
    }

    /// The day on which the import takes place. An empty instance reckons it in the zone, or on the sample day, that it is founded with.
    fn import_moment(
        &self,
        existing: Option<&Facts>,
        (zone, sample_today): (Option<&str>, Option<Date>),
        as_of: Option<Date>,
    ) -> Result<Moment, AppError> {
        let recorded_at = self.now();
        let Some(facts) = existing else {
            let zone = book_zone(zone)?;
            let today = as_of.or(sample_today).unwrap_or_else(|| recorded_at.to_zoned(zone).date());
            return Ok(Moment { today, recorded_at });
        };
        let moment = self.moment(&facts.organisation);
        let Some(day) = as_of else { return Ok(moment) };
        let problem = if facts.organisation.sample_today.is_none() {
            "is for a sample company; the today of a real one comes from the clock".to_string()
        } else if day < moment.today {
            format!("lies before today, {}", moment.today)
        } else {
            return Ok(Moment { today: day, recorded_at });
        };
        Err(Refusal { column: Some("as-of".into()), value: Some(day.to_string()), problem, ..Refusal::default() }.into())
    }

    fn record_event(&self, actor: &Actor, moment: Moment, record: &RecordChange) -> Event {
        let verb = match record.change {
            Change::Created => "created",
            Change::Updated => "updated",
        };
        let (kind, summary) = (format!("{}_{verb}", record.kind), format!("{} {} was {verb} by import", record.kind, record.reference));
        event(self, actor, moment, (&kind, &record.reference, &summary))
    }
}

/// Whether an import founds an instance: nothing is there, and nothing of the book is left out.
fn is_founded_on(existing: Option<&Facts>, request: &ImportRequest<'_>) -> bool {
    existing.is_none() && request.faulty == Faulty::Stop
}

/// Refusals as whoever sent the files knows them.
fn told_of(mapped: Option<&Mapped>, refusals: Vec<Refusal>) -> Vec<Refusal> {
    match mapped {
        Some(mapped) => told_once(refusals.into_iter().map(|refusal| mapped.translate(refusal)).collect()),
        None => refusals,
    }
}

/// What became of each row of foreign files, and everything to say.
fn reported(
    mapped: Option<Mapped>,
    request: &ImportRequest<'_>,
    (files, records): (Vec<FileCounts>, &[RecordChange]),
    refused: Vec<Refusal>,
) -> ImportReport {
    let mut report = match mapped {
        Some(mapped) => mapped.report(files, records, refused),
        None => ImportReport { sources: Vec::new(), files, entries: refused.iter().map(Entry::refused).collect() },
    };
    report.entries.extend(request.unread.iter().map(|file| Entry::unread(file)));
    report
}

/// One row of a foreign file may be several of the book: what is wrong with it is said once.
fn told_once(refusals: Vec<Refusal>) -> Vec<Refusal> {
    let mut told = BTreeSet::new();
    refusals.into_iter().filter(|refusal| told.insert((refusal.file.clone(), refusal.row, refusal.problem.clone()))).collect()
}

/// The zone in which a first import reckons today.
fn book_zone(zone: Option<&str>) -> Result<TimeZone, AppError> {
    let Some(zone) = zone else { return Ok(TimeZone::UTC) };
    TimeZone::get(zone).map_err(|_| {
        Refusal {
            file: "organisation.csv".into(),
            row: Some(2),
            column: Some("time_zone".into()),
            value: Some(zone.into()),
            problem: "is not an IANA time zone such as Europe/London".into(),
            remedy: String::new(),
        }
        .into()
    })
}
