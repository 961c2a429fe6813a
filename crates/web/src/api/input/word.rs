//! Words of closed lists, days, decimals and currencies as they are sent: texts that the document bounds.

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::str::FromStr;
use tenure_app::Grouping;
use tenure_app::tables::Format;
use tenure_core::account::{ActivityKind, EvidenceGate, FieldKind, Risk, StakeholderRole};
use tenure_core::contract::{ContractKind, LineKind, PricePeriod};
use tenure_core::deal::Way;
use tenure_core::expansion::Source;
use tenure_core::forecast::{Category, Kind as Submission};
use tenure_core::identity::{Role, Stage};
use tenure_core::job::JobState;
use tenure_core::ledger::{Cause, Class, Discounts, Level, Overlaps, RenewedBy, Returning, Slice};
use tenure_core::notice::{ChatService, Digest, NoticeKind};
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::advisor::Factor;
use tenure_core::primitives::{Country, Currency, Decimal6, NoticeId, parse_currency, parse_date};
use tenure_core::proposal::Lever;
use tenure_core::renewal::{OutcomeReason, Strength, Theme};
use tenure_core::room::{CommitmentEnd, DocumentKind, Influence, ObjectionKind, Sentiment, ValueKind};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

fn read<'de, D: Deserializer<'de>, T>(deserializer: D, parse: impl FnOnce(&str) -> Result<T, String>) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse(&text).map_err(|problem| D::Error::custom(format!("{text:?} {problem}")))
}

fn text(description: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).description(Some(description))
}

/// One type of text that is sent: how it is read and how the document describes it.
macro_rules! sent {
    ($(#[doc = $doc:literal] $name:ident($inner:ty), $parse:expr, $schema:expr;)*) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name(pub(crate) $inner);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                read(deserializer, $parse).map(Self)
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let described: fn(ObjectBuilder) -> ObjectBuilder = $schema;
                Schema::Object(described(text($doc.trim())).build()).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    )*};
}

/// The codes of a closed list as the schema's words.
macro_rules! codes {
    ($list:ty) => {
        |schema| schema.enum_values(Some(<$list>::ALL.iter().map(|word| word.code())))
    };
}

sent! {
    /// ISO 3166 code of a country.
    CountryWord(Country), Country::from_str, |schema| schema.min_length(Some(2)).max_length(Some(2)).examples(["DE"]);
    /// How large a company is.
    StageWord(Stage), Stage::from_str, codes!(Stage);
    /// What stands together in a queue.
    GroupingWord(Grouping), Grouping::from_str, codes!(Grouping);
    /// A risk category.
    RiskWord(Risk), Risk::from_str, codes!(Risk);
    /// What somebody does with us.
    RoleWord(Role), Role::from_str, codes!(Role);
    /// What values of a field of accounts are.
    FieldKindWord(FieldKind), FieldKind::from_str, codes!(FieldKind);
    /// A part that somebody plays at a customer.
    StakeholderRoleWord(StakeholderRole), StakeholderRole::from_str, codes!(StakeholderRole);
    /// A kind of contact.
    ActivityKindWord(ActivityKind), ActivityKind::from_str, codes!(ActivityKind);
    /// What an entry of the value record is.
    ValueKindWord(ValueKind), ValueKind::from_str, codes!(ValueKind);
    /// How much somebody's word weighs.
    InfluenceWord(Influence), Influence::from_str, codes!(Influence);
    /// Whether somebody speaks for us.
    SentimentWord(Sentiment), Sentiment::from_str, codes!(Sentiment);
    /// What an objection is about.
    ObjectionKindWord(ObjectionKind), ObjectionKind::from_str, codes!(ObjectionKind);
    /// What a document is.
    DocumentKindWord(DocumentKind), DocumentKind::from_str, codes!(DocumentKind);
    /// How a commitment ended.
    CommitmentEndWord(CommitmentEnd), CommitmentEnd::from_str, codes!(CommitmentEnd);
    /// Whether a contract has an agreed end.
    ContractKindWord(ContractKind), ContractKind::from_str, codes!(ContractKind);
    /// Whether a line recurs.
    LineKindWord(LineKind), LineKind::from_str, codes!(LineKind);
    /// What a price pays for.
    PricePeriodWord(PricePeriod), PricePeriod::from_str, codes!(PricePeriod);
    /// Why a customer stayed or left, as we class it.
    ReasonWord(OutcomeReason), OutcomeReason::from_str, codes!(OutcomeReason);
    /// What is traded in an option of a proposal.
    LeverWord(Lever), Lever::from_str, codes!(Lever);
    /// What happens to a proposal without confirmed value.
    EvidenceWord(EvidenceGate), EvidenceGate::from_str, codes!(EvidenceGate);
    /// A forecast category; closed follows from the outcome and is not sent.
    CategoryWord(Category), category, |schema| schema.enum_values(Some(Category::CALLED.map(Category::code)));
    /// Whose renewals a forecast has: one's own, or those of the team.
    SubmissionWord(Submission), Submission::from_str, codes!(Submission);
    /// How a renewal is closed.
    WayWord(Way), Way::from_str, codes!(Way);
    /// How firmly a customer is held.
    StrengthWord(Strength), Strength::from_str, codes!(Strength);
    /// One of the five responsibilities.
    ResponsibilityWord(Responsibility), Responsibility::from_str, codes!(Responsibility);
    /// What the choice of an ownership model rests on.
    FactorWord(Factor), Factor::from_str, codes!(Factor);
    /// Who counts as one customer.
    LevelWord(Level), Level::from_str, codes!(Level);
    /// By what a figure is cut into slices.
    SliceWord(Slice), Slice::from_str, codes!(Slice);
    /// Which discounts lessen recurring revenue.
    DiscountsWord(Discounts), Discounts::from_str, codes!(Discounts);
    /// What a customer is who comes back.
    ReturningWord(Returning), Returning::from_str, codes!(Returning);
    /// What an account pays while several of its lines overlap.
    OverlapsWord(Overlaps), Overlaps::from_str, codes!(Overlaps);
    /// What counts as the renewal of revenue that was due.
    RenewedByWord(RenewedBy), RenewedBy::from_str, codes!(RenewedBy);
    /// The class of a movement.
    ClassWord(Class), Class::from_str, codes!(Class);
    /// A type of expansion.
    ExpansionTypeWord(Class), expansion_type, |schema| schema.enum_values(Some(Class::ALL.iter().filter(|class| class.is_expansion()).map(|class| class.code())));
    /// Who found an expansion.
    SourceWord(Source), Source::from_str, codes!(Source);
    /// What brought a movement about.
    CauseWord(Cause), Cause::from_str, codes!(Cause);
    /// What an answer is written as.
    FormatWord(Format), Format::from_str, |schema| schema.enum_values(Some(Format::ALL.map(Format::code)));
    /// What a notice is about.
    NoticeKindWord(NoticeKind), NoticeKind::from_str, codes!(NoticeKind);
    /// How often e-mail goes out.
    DigestWord(Digest), Digest::from_str, codes!(Digest);
    /// Whose chat it is.
    ChatServiceWord(ChatService), ChatService::from_str, codes!(ChatService);
    /// Where a job stands.
    JobStateWord(JobState), JobState::from_str, codes!(JobState);
    /// An id that was sent.
    IdText(NoticeId), notice_id, |schema| schema.max_length(Some(36)).pattern(Some("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"));
    /// A day such as 2027-01-09, of the years 1990 to 2100.
    DayText(jiff::civil::Date), parse_date, |schema| {
        schema.format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))).max_length(Some(10))
    };
    /// An exact decimal number such as 1250.50, with up to six places.
    DecimalText(Decimal6), Decimal6::from_str, |schema| {
        schema.max_length(Some(18)).pattern(Some("^-?[0-9]{1,10}([.][0-9]{1,6})?$"))
    };
    /// An ISO 4217 code such as USD.
    CurrencyText(Currency), parse_currency, |schema| schema.max_length(Some(3)).pattern(Some("^[A-Z]{3}$"));
}

fn notice_id(text: &str) -> Result<NoticeId, String> {
    text.parse().map_err(|_| "is no id".to_string())
}

/// A theme: an area and a word, such as `product: reporting`.
#[derive(Clone, Debug)]
pub(crate) struct ThemeText(pub(crate) Theme);

impl<'de> Deserialize<'de> for ThemeText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(deserializer, Theme::from_str).map(Self)
    }
}

impl PartialSchema for ThemeText {
    fn schema() -> RefOr<Schema> {
        let described = text("A theme: an area and a word, such as product: reporting.");
        Schema::Object(
            described
                .max_length(Some(80))
                .pattern(Some("^(product|service|pricing|relationship|market): [a-z0-9][a-z0-9 ]{0,58}$"))
                .build(),
        )
        .into()
    }
}

impl ToSchema for ThemeText {
    fn name() -> Cow<'static, str> {
        "ThemeText".into()
    }
}

fn category(text: &str) -> Result<Category, String> {
    let found = text.parse().ok().filter(|word| Category::CALLED.contains(word));
    found.ok_or_else(|| format!("is not one of: {}", Category::CALLED.map(Category::code).join(", ")))
}

fn expansion_type(text: &str) -> Result<Class, String> {
    text.parse().ok().filter(|class: &Class| class.is_expansion()).ok_or_else(|| "is not a type of expansion".to_string())
}

/// Reads a field that may be absent, null or there: absent stays as it is, null takes the value away.
pub(super) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// The day in it.
pub(super) fn day(text: Option<DayText>) -> Option<jiff::civil::Date> {
    text.map(|DayText(day)| day)
}
