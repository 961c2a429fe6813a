//! Bodies about the ownership policy: versions, drafts, what a check found, what activating would do.

use serde::Serialize;
use tenure_app::{DraftItem, PolicyCheck, PolicyItem, PolicyPlan, PolicyView};
use tenure_core::primitives::Money;
use utoipa::ToSchema;

/// The policy in force, the versions before it, and open drafts.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyBody {
    /// Number of the version in force today.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub active: Option<u32>,
    /// Versions, newest first.
    pub versions: Vec<PolicyVersionBody>,
    /// Drafts that are being written, newest first.
    pub drafts: Vec<PolicyDraftBody>,
}

/// One version of the policy.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyVersionBody {
    /// 1 for the first.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub version: u32,
    /// Its name.
    pub name: String,
    /// In force from this day until the next version's.
    #[schema(format = Date)]
    pub effective_on: String,
    /// How many rules it has.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub rules: u64,
    /// The TOML as it was given.
    pub text: String,
    /// Who activated it; empty where that was not kept.
    pub author: String,
    /// The second person who read it.
    pub approved_by: Option<String>,
    /// Why.
    pub reason: String,
    /// The draft it was.
    pub draft: Option<String>,
    /// The day on which it is looked at again.
    #[schema(format = Date)]
    pub review_on: Option<String>,
}

/// A draft of the policy.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyDraftBody {
    /// Its reference.
    pub draft: String,
    /// The policy as TOML; it need not be readable yet.
    pub text: String,
    /// What it is for.
    pub note: String,
    /// The version it was begun from.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub based_on: Option<u32>,
    /// Who changed it last.
    pub author: String,
    /// When.
    #[schema(format = DateTime)]
    pub changed_at: String,
    /// The second person who read it and found it right.
    pub reviewer: Option<String>,
    /// What that person said.
    pub review_words: Option<String>,
    /// The version it was activated as.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub activated_as: Option<u32>,
    /// Whether it was given up.
    pub discarded: bool,
}

/// Drafts, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyDraftList {
    /// Every draft that was begun.
    pub drafts: Vec<PolicyDraftBody>,
}

/// What a check of a policy found.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyCheckBody {
    /// Name of the policy.
    pub name: String,
    /// Whether it can be activated: every possible renewal has a rule, and only one where the policy says so.
    pub complete: bool,
    /// Renewals without a rule, smallest first.
    pub gaps: Vec<PolicyGapBody>,
    /// Whether there are more gaps than are told.
    pub more_gaps: bool,
    /// Rules in order.
    pub rules: Vec<RuleUseBody>,
    /// Rules that fit the same renewals.
    pub overlaps: Vec<PolicyOverlapBody>,
    /// Which rules take renewals of which an input is not known, or was not judged.
    pub unknown: Vec<PolicyUnknownBody>,
    /// Changes that close gaps or take out idle rules, ready to be made.
    pub repairs: Vec<PolicyRepairBody>,
    /// Roles that the policy names and nobody active has.
    pub roles_without_holder: Vec<String>,
    /// Open renewals.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals: u64,
    /// Those that would have no rule.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals_without_rule: u64,
    /// Those that would get another model, motion, playbook or other roles than under the policy in force.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals_changed: u64,
    /// Steps that the proof took.
    #[schema(minimum = 0, maximum = 400_000)]
    pub steps: u64,
}

/// Renewals that no rule takes.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyGapBody {
    /// Where the gap lies.
    pub words: String,
    /// One renewal of it, with the smallest values.
    pub example: String,
    /// Open renewals that lie in it.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals: u64,
}

/// Two rules that fit the same renewals.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyOverlapBody {
    /// The rule that decides.
    pub earlier: String,
    /// The rule that would.
    pub later: String,
    /// What both fit.
    pub words: String,
    /// Open renewals that both fit.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals: u64,
}

/// Where renewals go of which an input is not known.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyUnknownBody {
    /// The input.
    pub input: String,
    /// The rules that take them.
    pub rules: Vec<String>,
}

/// A change that can be made as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyRepairBody {
    /// The gap it closes, by its place in the list, from 1.
    #[schema(minimum = 1, maximum = 1_000)]
    pub gap: Option<u64>,
    /// What it does.
    pub title: String,
    /// The text with the change made.
    pub text: String,
}

/// One rule and the open renewals it takes.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleUseBody {
    /// Rule id.
    pub rule: String,
    /// Open renewals it decides today.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals: u64,
    /// What they are worth in the reporting currency.
    pub atr: String,
    /// Whether no renewal whatever can reach it.
    pub unreachable: bool,
    /// The rules before it that take what it would.
    pub taken_by: Vec<String>,
    /// Whether every renewal would be decided the same without it.
    pub redundant: bool,
}

/// What activating a policy would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyPlanBody {
    /// Title of the version it would be.
    pub title: String,
    /// From which day.
    #[schema(format = Date)]
    pub effective_on: String,
    /// When it would be looked at again.
    #[schema(format = Date)]
    pub review_on: Option<String>,
    /// Open renewals.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals: u64,
    /// Those that would get another model, motion, playbook or first step.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub redecided: u64,
    /// Responsibilities that would change hands.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub handovers: u64,
    /// The first of them; at most 200.
    pub moves: Vec<PolicyMoveBody>,
    /// Everybody who would gain or lose.
    pub people: Vec<PolicyPersonBody>,
}

/// One responsibility that would go to somebody else.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyMoveBody {
    /// The renewal.
    pub renewal: String,
    /// The customer.
    pub account: String,
    /// What moves.
    pub responsibility: String,
    /// Who is designated now.
    pub from: String,
    /// Who would be.
    pub to: String,
}

/// What a policy would change for one person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyPersonBody {
    /// Name.
    pub name: String,
    /// Responsibilities that would come.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub gains: u64,
    /// Responsibilities that would go.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub loses: u64,
}

impl From<&PolicyView> for PolicyBody {
    fn from(view: &PolicyView) -> Self {
        Self {
            active: view.active.as_ref().map(|active| active.version),
            versions: view.versions.iter().map(PolicyVersionBody::from).collect(),
            drafts: view.drafts.iter().map(PolicyDraftBody::from).collect(),
        }
    }
}

impl From<&PolicyItem> for PolicyVersionBody {
    fn from(item: &PolicyItem) -> Self {
        let standing = &item.standing;
        Self {
            version: item.version,
            name: item.name.clone(),
            effective_on: item.effective_on.to_string(),
            rules: item.rules as u64,
            text: item.text.clone(),
            author: standing.author.clone(),
            approved_by: standing.approved_by.clone(),
            reason: standing.reason.clone(),
            draft: standing.draft.map(|number| format!("D-{number}")),
            review_on: standing.review_on.map(|day| day.to_string()),
        }
    }
}

impl From<&DraftItem> for PolicyDraftBody {
    fn from(item: &DraftItem) -> Self {
        let review = item.draft.review.as_ref();
        Self {
            draft: item.reference(),
            text: item.draft.text.clone(),
            note: item.draft.note.clone(),
            based_on: item.draft.based_on,
            author: item.draft.author.clone(),
            changed_at: item.draft.changed_at.to_string(),
            reviewer: review.map(|review| review.reviewer.clone()),
            review_words: review.map(|review| review.words.clone()),
            activated_as: item.activated_as,
            discarded: item.draft.discarded,
        }
    }
}

impl From<&PolicyCheck> for PolicyCheckBody {
    fn from(check: &PolicyCheck) -> Self {
        let rules = check.rules.iter().map(|used| RuleUseBody {
            rule: used.rule.clone(),
            renewals: used.renewals,
            atr: Money::new(used.atr_minor, check.reporting).to_string(),
            unreachable: used.unreachable,
            taken_by: used.taken_by.clone(),
            redundant: used.redundant,
        });
        let gaps =
            check.gaps.iter().map(|gap| PolicyGapBody { words: gap.words.clone(), example: gap.example.clone(), renewals: gap.renewals });
        let overlaps = check.overlaps.iter().map(|overlap| PolicyOverlapBody {
            earlier: overlap.earlier.clone(),
            later: overlap.later.clone(),
            words: overlap.words.clone(),
            renewals: overlap.renewals,
        });
        let repairs = check.repairs.iter().map(|repair| PolicyRepairBody {
            gap: repair.gap.map(|gap| gap as u64 + 1),
            title: repair.title.clone(),
            text: repair.text.clone(),
        });
        let unknown = check.unknown.iter().map(|(input, rules)| PolicyUnknownBody { input: (*input).to_string(), rules: rules.clone() });
        Self {
            name: check.name().to_string(),
            complete: check.complete,
            gaps: gaps.collect(),
            more_gaps: check.more_gaps,
            rules: rules.collect(),
            overlaps: overlaps.collect(),
            unknown: unknown.collect(),
            repairs: repairs.collect(),
            roles_without_holder: check.roles_without_holder.iter().map(|role| role.code().to_string()).collect(),
            renewals: check.effect.renewals,
            renewals_without_rule: check.effect.without_rule,
            renewals_changed: check.effect.changed,
            steps: check.steps as u64,
        }
    }
}

impl From<&PolicyPlan> for PolicyPlanBody {
    fn from(plan: &PolicyPlan) -> Self {
        let moves = plan.moves.iter().map(|moved| PolicyMoveBody {
            renewal: moved.renewal.clone(),
            account: moved.account.clone(),
            responsibility: moved.responsibility.code().into(),
            from: moved.from.clone(),
            to: moved.to.clone(),
        });
        let people =
            plan.people.iter().map(|person| PolicyPersonBody { name: person.name.clone(), gains: person.gains, loses: person.loses });
        Self {
            title: plan.title.clone(),
            effective_on: plan.effective_on.to_string(),
            review_on: plan.review_on.map(|day| day.to_string()),
            renewals: plan.renewals,
            redecided: plan.redecided,
            handovers: plan.handovers,
            moves: moves.collect(),
            people: people.collect(),
        }
    }
}
