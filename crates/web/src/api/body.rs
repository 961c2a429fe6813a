//! What the API sends and takes, and what the command line prints with `--json`. Kept apart from the core's types, so that a
//! change inside never changes the wire by accident.

mod account;
mod advice;
mod authority;
mod book;
mod care;
mod clocks;
mod contract;
mod coverage;
mod customer;
mod decision;
mod event;
mod expansion;
mod explanation;
mod figure;
mod forecast;
mod forecaster;
mod handoff;
mod ledger;
mod listed;
mod notice;
mod organisation;
mod outcome;
mod people;
mod person;
mod playbook;
mod policy;
mod proposal;
mod renewal;
mod report;
mod retention;
mod review;
mod room;
mod rules;
mod step;
mod talk;
mod today;
mod value;
mod workload;

pub use account::{AccountBody, AccountDetailBody, AccountList, ContractBody, FieldValueBody, LineBody, TeamPlaceBody};
pub use advice::{
    AdviceBody, AdviceChangeBody, AdviceRuleBody, AlignmentBody, DecidingBody, FactBody, LineOfAdviceBody, MisalignmentBody,
    ModelAdviceBody, OutcomeOfBody, ReasonBody,
};
pub use authority::{DiscountLimitBody, DiscountLimitsBody, WaitingApprovalBody};
pub use book::{
    CheckBody, FindingBody, FindingList, ImportBody, ImportFileBody, ImportNoteBody, ImportSourceBody, InvariantBody, ViolationBody,
};
pub use care::{CareBody, CaresBody};
pub use clocks::HandoffClocksBody;
pub use contract::{ContractClockBody, ContractDetailBody, ContractMoveBody, GroupMemberBody, LineHistoryBody, LineVersionBody, TermBody};
pub use coverage::{CoverageBody, CoverageMonthBody, StoodInBody};
pub use customer::{ActivityBody, ActivityList, StakeholderBody, StakeholderList, StandpointBody, UnitBody, UnitList};
pub use decision::DecisionBody;
pub use event::{ChangeBody, EventBody, EventList};
pub use expansion::{ClosingMovementBody, CreditBody, ExpansionBody, ExpansionDetailBody, ExpansionList, ExpansionOwnerBody, HappenedBody};
pub use explanation::{ExplainedOwnerBody, ExplanationBody, OtherwiseBody, RuleTraceBody};
pub use figure::{
    AddedBody, ChoiceBody, DefinitionBody, FigureBody, MetricBody, MetricList, ParameterBody, QuestionBody, RateBody, ShareBody, SliceBody,
};
pub use forecast::{
    ForecastBody, ForecastCallBody, ForecastChangeBody, ForecastLineBody, ForecastPersonBody, ForecastTotalsBody, RenewalForecastBody,
    SubmissionBody, SuggestionBody, TeamForecastBody,
};
pub use forecaster::{AccuracyFiguresBody, AccuracyWeekBody, ForecastAccuracyBody, ForecasterBody};
pub use handoff::{FaceBody, HandoffBody, HandoffDetailBody, HandoffFiguresBody, HandoffList, SaidBody, SettlementBody};
pub use ledger::{
    AccountArrBody, ArrOnBody, BalancesBody, ClassSumBody, FigureThenNowBody, LedgerBody, MovementBody, RestatedBody, RestatementBody,
    WaterfallBody, WrittenBody,
};
pub use listed::{
    ExchangeRateBody, ExchangeRateList, FieldBody, FieldList, HolidayBody, HolidayList, PlanRateBody, PlanRateList, ProductBody,
    ProductList, RateNeedBody,
};
pub use notice::{ChannelBody, ChannelList, JobBody, JobList, NoticeBody, NoticeList, NoticePreferenceBody};
pub use organisation::OrganisationBody;
pub use outcome::{DecidedBody, LessonsBody, MarkBody, OutcomeCountBody, OutcomeList, PlanBody};
pub use people::{HeldBody, PeopleBody, TeammateBody};
pub use person::{
    AbsenceBody, DepartureBody, ExpansionHandoverBody, HandoverBody, HeldExpansionBody, HeldRenewalBody, PersonDetailBody, ProfileBody,
};
pub use playbook::{
    PlacedStepBody, PlaybookBody, PlaybookDetailBody, PlaybookList, PlaybookOnBody, PlaybookPlanBody, PlaybookStepBody,
    PlaybookVersionBody, StepMoveBody,
};
pub use policy::{
    PolicyBody, PolicyCheckBody, PolicyDraftBody, PolicyDraftList, PolicyGapBody, PolicyMoveBody, PolicyOverlapBody, PolicyPersonBody,
    PolicyPlanBody, PolicyRepairBody, PolicyUnknownBody, PolicyVersionBody, RuleUseBody,
};
pub use proposal::{
    ComparedBody, ContractChangeBody, DeltaBody, OfferedLineBody, OptionBody, ProposalBody, ProposalDetailBody, ProposalList,
    ProposalStepBody, TradeBody,
};
pub use renewal::{
    OutcomeBody, OwnerReasonBody, OwnershipBody, ReassignmentBody, RenewalBody, RenewalDetailBody, RenewalList, StoodBody, StretchBody,
};
pub use report::{ReportBody, SealBody, SealList};
pub use retention::{CohortBody, CohortCellBody, MonthBody, RetentionBody};
pub use review::{PersonReviewedBody, ReviewDueBody, ReviewedBody, ReviewsBody, TierReviewedBody};
pub use room::{CommitmentBody, CommitmentList, ObjectionBody, ObjectionList, SaidOnBody};
pub use rules::{LedgerRulesBody, RulesBody, RulesSetBody};
pub use step::StepBody;
pub use talk::{CommentBody, CommentList, DocumentBody, DocumentList};
pub use today::{TaskBody, TodayBody, TodayBucketBody, TodayGroupBody};
pub use value::{ConfirmedBody, FactorBody, ReadingBody, ValueBody, ValueList, WithdrawnBody};
pub use workload::{LoadBody, TeamLoadBody, UncoveredBody, WorkloadBody};

use serde::Serialize;
use tenure_app::{Named, Person};
use tenure_core::primitives::Money;
use utoipa::ToSchema;

/// An exact amount.
#[derive(Debug, Serialize, ToSchema)]
pub struct MoneyBody {
    /// Minor units: cents for USD.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64)]
    pub minor: i64,
    /// ISO 4217 code.
    #[schema(example = "USD")]
    pub currency: String,
    /// For people: `412,500.00 USD`.
    #[schema(example = "412,500.00 USD")]
    pub text: String,
}

impl From<Money> for MoneyBody {
    fn from(money: Money) -> Self {
        Self { minor: money.minor, currency: money.currency.code().into(), text: money.to_string() }
    }
}

/// A teammate beside what they hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonBody {
    /// Short reference.
    pub reference: String,
    /// Full name.
    pub name: String,
    /// Role code.
    pub role: String,
}

impl From<&Person> for PersonBody {
    fn from(person: &Person) -> Self {
        Self { reference: person.reference.clone(), name: person.name.clone(), role: person.role.code().into() }
    }
}

/// A part of something longer: the account of a renewal.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamedBody {
    /// Short reference.
    pub reference: String,
    /// Name.
    pub name: String,
}

impl From<&Named> for NamedBody {
    fn from(named: &Named) -> Self {
        Self { reference: named.reference.clone(), name: named.name.clone() }
    }
}
