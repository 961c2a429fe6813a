//! What requests bring: bodies that were read strictly, each made into what its verb takes. Kept apart from the core's types, as the
//! answers are.

mod account;
mod advice;
mod care;
mod close;
mod contract;
mod expansion;
mod forecast;
mod handoff;
mod line;
mod listed;
mod money;
mod notice;
mod organisation;
mod outcome;
mod people;
mod playbook;
mod policy;
mod proposal;
mod renewal;
mod room;
mod talk;
mod value;
mod word;

pub(crate) use account::{
    AccountFieldsInput, AccountInput, AccountPutInput, ActivityInput, MergerInput, RiskInput, StakeholderInput, TeamInput,
};
pub(crate) use advice::AdvisorAnswersInput;
pub(crate) use care::CareInput;
pub(crate) use close::ClosingInput;
pub(crate) use contract::{
    AmendmentInput, CancellationInput, CoTermInput, ContractInput, ContractMoveInput, IndexationInput, NoticeInput, TermInput,
};
pub(crate) use expansion::{ExpansionAcceptanceInput, ExpansionInput, ExpansionPutInput, ExpansionReasonInput, WinInput};
pub(crate) use forecast::{AdjustmentInput, CallInput, CallWithdrawalInput, SubmissionInput};
pub(crate) use handoff::{AcceptanceInput, HandoffClocksInput, MeetingInput, SettlementInput};
pub(crate) use listed::{FieldInput, HolidayInput, ProductInput, RateInput};
pub(crate) use money::{LedgerRulesInput, ReportInput};
pub(crate) use notice::{ChannelInput, NoticePreferenceInput, SeenInput};
pub(crate) use organisation::OrganisationInput;
pub(crate) use outcome::LessonsInput;
pub(crate) use people::{AbsenceInput, DepartureInput, PersonInput, PlaceInput, ProfileInput};
pub(crate) use playbook::PlaybookInput;
pub(crate) use policy::{ActivationInput, DraftActivationInput, DraftInput, DraftReviewInput, PolicyTextInput};
pub(crate) use proposal::{
    ApprovalInput, DiscountLimitInput, ProposalAcceptanceInput, ProposalInput, ProposalNoteInput, ProposalReasonInput, SendingInput,
};
pub(crate) use renewal::{CorrectionInput, LossInput, ReassignmentInput};
pub(crate) use room::{CommitmentEndInput, CommitmentInput, ObjectionInput, StandpointInput, WordInput};
pub(crate) use talk::{CommentCorrectionInput, CommentInput, DocumentInput};
pub(crate) use value::{ConfirmationInput, ReadingInput, ValueInput, WithdrawalInput};
pub(crate) use word::{
    CauseWord, ClassWord, DayText, DiscountsWord, ExpansionTypeWord, FormatWord, GroupingWord, JobStateWord, LevelWord, NoticeKindWord,
    OverlapsWord, ReasonWord, RenewedByWord, ReturningWord, RiskWord, RoleWord, SliceWord, SourceWord,
};
