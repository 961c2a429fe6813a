//! One function per verb: authorise, load, decide, save, emit. Pages, API, command line and jobs all call these.
//!
//! # Adding a verb
//! A decision in `tenure_core::commands`, a file under the noun's folder here that calls [`change::carry_out`], and a line in
//! the noun's `mod.rs`.

mod access;
mod account;
mod archive;
mod backup;
mod book;
mod change;
mod checks;
mod contract;
mod error;
mod expansion;
mod forecast;
mod handoff;
mod identity;
mod job;
mod money;
mod notice;
mod organisation;
mod ownership;
mod permission;
mod planning;
mod playbook;
mod proposal;
mod renewal;
mod request;
mod room;
mod seal;
mod task;
mod views;
mod whole;

pub use access::{Access, Actor, ApiToken, NewUser, SessionRecord, User};
pub use account::{AccountDetails, CareItem, CareView, NewAccount, NewActivity, NewStakeholder};
pub use archive::TableCount;
pub use backup::{Backup, Existing, Restored, Tools, backups, check_backup, keep_newest, restore};
pub use book::{
    ChosenMapping, Faulty, ImportRequest, ImportSummary, Material, Mode, NamedFile, SENT_FILES_MAX, SentFiles, fitting_mapping,
    mapping_named, report_csv, shipped_mappings,
};
pub use checks::{CheckReport, FindingItem, FindingPage, FindingsView, InvariantResult};
pub use contract::{Amendment, NewContract, NewLine, NewTerm};
pub use error::AppError;
pub use expansion::NewExpansion;
pub use forecast::{
    AccuracyView, AdjustmentItem, BridgeRow, CallItem, ForecastItem, ForecastPerson, ForecastShow, ForecastToDo, ForecasterItem, NewCall,
    OpeningItem, RenewalForecastView, StatedAmount, TeamForecastView, WalkView, WeekMeasured,
};
pub use handoff::{NewMeeting, TOGETHER_MAX};
pub use identity::{LeavingPlan, MovedExpansion, MovedResponsibility, NewAbsence, NewPlace, NewProfile, NewTeammate};
pub use job::JobPage;
pub use money::{
    AccountHistory, AskedRules, ClassSum, CohortsView, FigureItem, LedgerFilter, LedgerPage, LedgerRulesView, MONEY_PARAMETERS,
    MetricQuery, MetricSlice, MetricView, MetricsView, MoneyChoices, MoneyIn, MoneyQuery, MonthItem, MonthsView, MovementItem, Recomputed,
    RestatedItem, RestatementView, RetentionView, RulesItem, SealView, SealedClass, SealedFigure, SealedRetention, ShareItem, write_table,
};
pub use notice::{CalendarFile, ChannelItem, Feed, NewChannel, NoticePage, NoticeQuery, Outside, Seen};
pub use organisation::{Consequences, DecisionItem, HandoffClocksView, OrganisationView, Reckoned};
pub use ownership::{
    Activation, AdviceView, CoverageMonth, CoverageView, Decision, DraftItem, Effect, FactorItem, GapItem, LoadItem, ModelItem,
    OverlapItem, PersonChange, PolicyCheck, PolicyMove, PolicyPlan, RepairItem, RuleUse, TeamLoad, Uncovered, WorkloadView,
};
pub use permission::Rights;
pub use playbook::{PlacedItem, PlaybookItem, PlaybookOn, PlaybookPlan, PlaybookView, StepMove, VersionItem};
pub use proposal::{
    Acceptance, LimitItem, LimitsView, LineCompared, NewOption, NewProposal, OptionView, ProposalItem, ProposalView, ProposalsView, Waiting,
};
pub use renewal::{
    CloseForeseen, ClosingView, Counted, NewClosing, NewDecision, NewOverride, NewReview, NextRenewal, OutcomeItem, OutcomeQuery,
    OutcomesView,
};
pub use request::{Answer, Receipt, RequestKey, RequestTerms, Stale, Wording};
pub use room::{NewComment, NewCommitment, NewDocument, NewMatter, NewObjection, NewReading, NewStandpoint, NewValue};
pub use seal::SealedReport;
pub use task::{PickedStep, StepsDeed, StepsDone};
pub use tenure_connect::mail::{MailSettings, Mailer};
pub use tenure_connect::tables;
pub use tenure_store::{CalendarLink, KeptNotice, LogFilter, LogPlace};
pub use views::{
    AbsenceItem, AccountItem, AccountPage, AccountRenewal, AccountView, ActivityItem, ArrItem, AwayItem, Brief, Bucket, CommentItem,
    CommitmentItem, ContractClock, ContractItem, ContractView, Deadline, DocumentItem, EventItem, ExchangeRateItem, ExchangeRatePage,
    ExpansionItem, ExpansionOwner, ExpansionPage, ExpansionQuery, ExpansionRights, ExpansionStretch, ExpansionView, Explanation, FaceItem,
    Group, GroupItem, Grouping, HandoffItem, HandoffPage, HandoffQuery, HandoffRights, HandoffToDo, HandoffView, HeldExpansion, HeldItem,
    HoldingItem, LineHistory, LineItem, ListsView, LogItem, LogPage, Moments, MoveItem, MovedOff, Named, NavFigures, ObjectionItem,
    Otherwise, OverrideItem, PendingHandoff, PeopleView, Person, PersonItem, PersonView, PlanRateItem, PolicyItem, PolicyView,
    PositionItem, ProductItem, RateNeed, Relations, RenewalItem, RenewalPage, RenewalQuery, RenewalView, ResponsibilityView, ReviewDue,
    Reviewed, ReviewsView, RoomView, RuleTrace, StakeMap, StandIn, StandItem, Standing, StepItem, StepState, Stood, TalkView, TaskItem,
    TermItem, TodayView, UnitItem, ValueItem, ValueView, grouped,
};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::PathBuf;
use std::sync::Arc;
use tenure_core::facts::Moment;
use tenure_core::identity::Organisation;
use tenure_core::playbook::Playbook;
use tenure_core::primitives::IdSource;
use tenure_store::{Location, Store};

/// The one clock. The binary's reads the system; a simulation's is set by the simulation.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// A running instance: its database, its clock and its source of ids.
#[derive(Clone)]
pub struct App {
    store: Store,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
    /// The shipped ones; what was published here instead is in the database.
    playbooks: Arc<Vec<Playbook>>,
    backups: Option<PathBuf>,
    books: money::Books,
    nav: views::NavKept,
    policy_book: ownership::PolicyBook,
    whole_book: whole::WholeBook,
    noted_book: views::NotedBook,
    outside: notice::Outside,
}

impl App {
    /// Opens an instance and brings its database up to date.
    ///
    /// # Errors
    /// A database that cannot be opened, or a shipped playbook that cannot be read.
    pub async fn open(location: &Location, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Result<Self, AppError> {
        Self::over(Store::open(location).await?, clock, ids)
    }

    /// An instance over a database that is open already.
    ///
    /// # Errors
    /// A shipped playbook that cannot be read.
    pub fn over(store: Store, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Result<Self, AppError> {
        let playbooks = tenure_core::catalog::playbooks().map_err(AppError::refused)?.into();
        Ok(Self {
            store,
            clock,
            ids,
            playbooks,
            backups: None,
            books: money::Books::default(),
            nav: views::NavKept::default(),
            policy_book: ownership::PolicyBook::default(),
            whole_book: whole::WholeBook::default(),
            noted_book: views::NotedBook::default(),
            outside: notice::Outside::default(),
        })
    }

    /// The same instance, keeping its backups in a folder.
    #[must_use]
    pub fn with_backups_in(self, folder: PathBuf) -> Self {
        Self { backups: Some(folder), ..self }
    }

    /// The database, for its keeping, and for tests and tools that look beneath the verbs.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Now, by the one clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The organisation, or `None` while the instance is empty.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn organisation(&self) -> Result<Option<Organisation>, AppError> {
        Ok(self.store.read().await?.organisation().await?)
    }

    /// The day that it is for the organisation, or `None` while the instance is empty.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn day(&self) -> Result<Option<Date>, AppError> {
        Ok(self.organisation().await?.map(|organisation| self.today(&organisation)))
    }

    /// Answers when the database answers.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn ping(&self) -> Result<(), AppError> {
        Ok(self.store.ping().await?)
    }

    /// Closes the database.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn close(self) -> Result<(), AppError> {
        Ok(self.store.close().await?)
    }

    /// Today for an organisation: its sample day if it has one, else the day in its time zone.
    pub(crate) fn today(&self, organisation: &Organisation) -> Date {
        organisation.sample_today.unwrap_or_else(|| self.now().to_zoned(zone(organisation)).date())
    }

    pub(crate) fn moment(&self, organisation: &Organisation) -> Moment {
        Moment { today: self.today(organisation), recorded_at: self.now() }
    }
}

/// The zone in which an organisation reckons its days.
pub(crate) fn zone(organisation: &Organisation) -> TimeZone {
    TimeZone::get(&organisation.time_zone).unwrap_or(TimeZone::UTC)
}
