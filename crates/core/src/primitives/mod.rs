//! Money, decimals, civil dates and ids: the values everything else is made of.

mod calendar;
mod closed;
mod country;
mod dates;
mod decimal;
mod ids;
mod money;
mod public_holidays;

pub use calendar::{Calendar, Calendars};
pub(crate) use closed::closed_words;
pub use country::{Country, WEEKEND};
pub use dates::{
    MONTHS, add_months, day_number, day_of_number, days_between, display_date, display_date_long, last_day_of_service, month_name,
    parse_date, t_minus, weekday_date, whole_months,
};
pub use decimal::Decimal6;
pub(crate) use ids::UnsavedIds;
pub use ids::{
    AbsenceId, AccountId, ActivityId, ChannelId, CommentId, CommitmentId, ContractId, DocumentId, DraftId, EntryId, EventId, ExpansionId,
    ForecastId, HandoffId, IdSource, JobId, LineId, LinkId, NoticeId, ObjectionId, OverrideId, PolicyId, ReadingId, RenewalId, RiskCallId,
    SealId, StakeholderId, StandpointId, SubjectId, TaskId, TeammateId, UserId, ValueId,
};
pub use money::{Currency, Money, divide_half_even, format_minor, group_thousands, parse_currency, parse_minor};
pub use public_holidays::{HOLIDAY_YEARS, public_holidays};
