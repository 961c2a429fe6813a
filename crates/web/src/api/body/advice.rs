//! Bodies of the advisor.

use serde::Serialize;
use std::collections::BTreeSet;
use tenure_app::{AdviceView, FactorItem, ModelItem};
use tenure_core::ownership::Model;
use tenure_core::ownership::advisor::{Advice, Deciding, Factor, Level, Line, Origin, Standing};
use utoipa::ToSchema;

/// What the advisor says today.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdviceBody {
    /// The day.
    #[schema(format = Date)]
    pub today: String,
    /// The model that fits; null where what is not known decides.
    pub recommended: Option<String>,
    /// The rule that came to it; null where several do, or none yet.
    pub rule: Option<AdviceRuleBody>,
    /// The models that still fit; the recommended one alone, where there is one.
    pub possible: Vec<String>,
    /// What is not known and decides, the narrowing first.
    pub deciding: Vec<DecidingBody>,
    /// What would change the recommendation.
    pub changes: Vec<AdviceChangeBody>,
    /// What it rests on.
    pub facts: Vec<FactBody>,
    /// Every model with what speaks for it and against it.
    pub models: Vec<ModelAdviceBody>,
    /// Skills, incentives, volume, complexity and will against the division of today.
    pub alignment: Vec<AlignmentBody>,
    /// Reasons to look at the policy in force sooner.
    pub outgrown: Vec<ReasonBody>,
}

/// A rule of the advisor.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdviceRuleBody {
    /// Its name.
    pub id: String,
    /// Why, in one sentence.
    pub because: String,
    /// Where it comes from.
    pub source: String,
}

/// A fact that is not known and decides.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecidingBody {
    /// The fact.
    pub fact: String,
    /// What people are asked about it; null where only the book could say.
    pub question: Option<String>,
    /// For each answer, the models that it may then be.
    pub then: Vec<OutcomeOfBody>,
}

/// An answer and where it leads.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeOfBody {
    /// The answer.
    pub value: String,
    /// The models.
    pub models: Vec<String>,
}

/// Another value of a fact that gives another model.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdviceChangeBody {
    /// The fact.
    pub fact: String,
    /// From this value.
    pub from: String,
    /// To this one.
    pub to: String,
    /// The models that it may then be.
    pub models: Vec<String>,
}

/// One fact.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactBody {
    /// Its stable name.
    pub fact: String,
    /// In words.
    pub label: String,
    /// Its value; null is not known.
    pub value: Option<String>,
    /// The value in words.
    pub says: Option<String>,
    /// What shows it.
    pub evidence: Option<String>,
    /// Who answered; null where the book says it, or nobody.
    pub answered_by: Option<String>,
    /// On which day.
    #[schema(format = Date)]
    pub answered_on: Option<String>,
    /// What people are asked about it.
    pub question: Option<String>,
    /// The values that it may have.
    pub values: Vec<String>,
}

/// A model with what speaks for it and against it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelAdviceBody {
    /// The model.
    pub model: String,
    /// Open renewals that are under it today.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub open_renewals: u64,
    /// What speaks for it.
    pub r#for: Vec<LineOfAdviceBody>,
    /// What speaks against it.
    pub against: Vec<LineOfAdviceBody>,
}

/// One reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineOfAdviceBody {
    /// By which fact.
    pub fact: String,
    /// What it says.
    pub says: String,
    /// Where it comes from.
    pub source: String,
}

/// How one of the five stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct AlignmentBody {
    /// `skills`, `incentives`, `volume`, `complexity` or `will`.
    pub aspect: String,
    /// `in_step`, `out_of_step` or `not_known`.
    pub standing: String,
    /// What is out of step.
    pub found: Vec<MisalignmentBody>,
    /// Facts that would tell.
    pub missing: Vec<String>,
}

/// One thing out of step.
#[derive(Debug, Serialize, ToSchema)]
pub struct MisalignmentBody {
    /// What shows it.
    pub evidence: String,
    /// What to do.
    pub remedy: String,
}

/// A reason with its numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReasonBody {
    /// What changed.
    pub title: String,
    /// The numbers.
    pub evidence: String,
}

fn codes(models: &BTreeSet<Model>) -> Vec<String> {
    models.iter().map(|model| model.code().into()).collect()
}

fn value(factor: Factor, level: Level) -> String {
    factor.code_of(level).into()
}

fn line(line: &&Line) -> LineOfAdviceBody {
    LineOfAdviceBody { fact: line.when.0.code().into(), says: line.says.into(), source: line.source.title().into() }
}

impl From<&AdviceView> for AdviceBody {
    fn from(view: &AdviceView) -> Self {
        let (rule, possible) = match &view.advice {
            Advice::Recommended(rule) => (Some(*rule), [rule.model].into()),
            Advice::RecommendedAnyway(model) => (None, [*model].into()),
            Advice::CannotTell { possible, .. } => (None, possible.clone()),
        };
        let rule = rule.map(|rule| AdviceRuleBody { id: rule.id.into(), because: rule.because.into(), source: rule.source.title().into() });
        let reason = |(title, evidence): &(String, String)| ReasonBody { title: title.clone(), evidence: evidence.clone() };
        let change = |change: &tenure_core::ownership::advisor::Change| AdviceChangeBody {
            fact: change.factor.code().into(),
            from: value(change.factor, change.from),
            to: value(change.factor, change.to),
            models: codes(&change.then),
        };
        Self {
            today: view.today.to_string(),
            recommended: view.advice.model().map(|model| model.code().into()),
            rule,
            possible: codes(&possible),
            deciding: view.deciding().iter().map(|item| deciding(view, item)).collect(),
            changes: view.changes.iter().map(change).collect(),
            facts: view.factors.iter().map(fact).collect(),
            models: view.models.iter().map(model).collect(),
            alignment: view.alignment.iter().map(|(aspect, standing)| alignment(aspect.code(), standing)).collect(),
            outgrown: view.outgrown.iter().map(reason).collect(),
        }
    }
}

fn deciding(view: &AdviceView, item: &Deciding) -> DecidingBody {
    let question = view.factors.iter().find(|of| of.factor == item.factor).and_then(|of| of.question);
    let then = |(level, models): &(Level, BTreeSet<Model>)| OutcomeOfBody { value: value(item.factor, *level), models: codes(models) };
    DecidingBody {
        fact: item.factor.code().into(),
        question: question.map(|question| question.asks.into()),
        then: item.then.iter().map(then).collect(),
    }
}

fn fact(item: &FactorItem) -> FactBody {
    let known = item.known.as_ref();
    let answered = known.and_then(|known| if let Origin::Answered { by, on } = &known.origin { Some((by, on)) } else { None });
    FactBody {
        fact: item.factor.code().into(),
        label: item.factor.label().into(),
        value: known.map(|known| value(item.factor, known.level)),
        says: known.map(|known| item.factor.says(known.level).into()),
        evidence: known.map(|known| known.evidence.clone()),
        answered_by: answered.map(|(by, _)| by.clone()),
        answered_on: answered.map(|(_, on)| on.to_string()),
        question: item.question.map(|question| question.asks.into()),
        values: item.factor.levels().iter().map(|(code, _)| (*code).into()).collect(),
    }
}

fn model(item: &ModelItem) -> ModelAdviceBody {
    ModelAdviceBody {
        model: item.model.code().into(),
        open_renewals: item.open_renewals,
        r#for: item.pro.iter().map(line).collect(),
        against: item.con.iter().map(line).collect(),
    }
}

fn alignment(aspect: &str, standing: &Standing) -> AlignmentBody {
    let (word, found, missing) = match standing {
        Standing::InStep => ("in_step", &[][..], &[][..]),
        Standing::OutOfStep(found) => ("out_of_step", found.as_slice(), &[][..]),
        Standing::NotKnown(missing) => ("not_known", &[][..], missing.as_slice()),
    };
    AlignmentBody {
        aspect: aspect.into(),
        standing: word.into(),
        found: found.iter().map(|item| MisalignmentBody { evidence: item.evidence.clone(), remedy: item.remedy.into() }).collect(),
        missing: missing.iter().map(|factor| factor.code().into()).collect(),
    }
}
