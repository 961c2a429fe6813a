//! The advisor: what fits, why, what would change it, what is out of step; and the answers it asks people for.

use super::book::open;
use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::permission::require_administrator;
use crate::whole::Whole;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::checks::{POLICY_OUTGROWN, findings_of_book};
use tenure_core::commands::{self, Reply};
use tenure_core::facts::Facts;
use tenure_core::ownership::Model;
use tenure_core::ownership::advisor::{
    Advice, Aspect, Change, Deciding, Factor, Figures, Known, Level, Line, QUESTIONS, Question, RULES, Rule, Speaks, Standing, advise,
    alignment, changes, known, lines_of,
};
use tenure_core::primitives::Currency;
use tenure_store::Scope;

/// A factor with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorItem {
    /// Which.
    pub factor: Factor,
    /// The value with its evidence; `None` is not known.
    pub known: Option<Known>,
    /// What people are asked about it, where they are.
    pub question: Option<&'static Question>,
}

/// A model with what speaks for it and against it.
#[derive(Clone, Debug)]
pub struct ModelItem {
    /// The model.
    pub model: Model,
    /// Lines that speak for it.
    pub pro: Vec<&'static Line>,
    /// Lines that speak against it.
    pub con: Vec<&'static Line>,
    /// Open renewals that are under it today.
    pub open_renewals: u64,
    /// The rules that come to it.
    pub rules: Vec<&'static Rule>,
}

/// What the advisor says on a day.
#[derive(Clone, Debug)]
pub struct AdviceView {
    /// The day.
    pub today: Date,
    /// The reporting currency.
    pub reporting: Currency,
    /// Every factor, in order.
    pub factors: Vec<FactorItem>,
    /// The recommendation, or what decides.
    pub advice: Advice,
    /// What would change it.
    pub changes: Vec<Change>,
    /// Every model, the recommended one first.
    pub models: Vec<ModelItem>,
    /// The five that have to fit the present division.
    pub alignment: Vec<(Aspect, Standing)>,
    /// Reasons to look at the policy in force sooner than it is due: what changed, and the evidence.
    pub outgrown: Vec<(String, String)>,
    /// Open renewals.
    pub open_renewals: u64,
    /// Whether whoever asks may answer the questions and begin a draft.
    pub may_answer: bool,
}

impl AdviceView {
    /// What is known of a factor.
    pub fn known(&self, factor: Factor) -> Option<&Known> {
        self.factors.iter().find(|item| item.factor == factor)?.known.as_ref()
    }

    /// What is still to be decided.
    pub fn deciding(&self) -> &[Deciding] {
        if let Advice::CannotTell { deciding, .. } = &self.advice { deciding } else { &[] }
    }
}

impl App {
    /// What fits this company, by its book and what people answered.
    ///
    /// # Errors
    /// [`AppError::Fault`]; an instance that is empty.
    pub async fn advice(&self, actor: &Actor) -> Result<AdviceView, AppError> {
        let whole = self.whole().await?;
        Ok(view(&whole, actor.is_administrator()))
    }

    /// Answers questions of the advisor, or takes answers back. For administrators.
    ///
    /// # Errors
    /// Anybody but an administrator; a question that nobody is asked, an answer it has not, a note that is too long.
    pub async fn answer_advisor(&self, actor: &Actor, replies: &[Reply]) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::People, |context| {
            let writes = commands::answer_advisor(context.facts, replies, (&actor.name(), context.moment))?;
            let summary = told(replies);
            Ok(Decided { writes, kind: "advisor_answered", subject: "advisor".into(), summary })
        })
        .await
    }
}

fn told(replies: &[Reply]) -> String {
    let one = |(factor, level, _): &Reply| {
        format!("{}: {}", factor.label().to_lowercase(), level.map_or("not known", |level| factor.says(level)))
    };
    format!("The advisor was told: {}", replies.iter().map(one).collect::<Vec<_>>().join("; "))
}

/// What the advisor counts in the accounts of the facts.
pub(crate) fn figures_of_accounts(facts: &Facts, today: Date) -> Result<Figures, AppError> {
    let open = open(facts, today)?;
    Ok(Figures::of_accounts(facts, today, open.iter().map(|open| &open.seen)))
}

fn view(whole: &Whole, may_answer: bool) -> AdviceView {
    let (figures, general) = (whole.figures(), &whole.general);
    let mut found = known(&figures, &general.answers, general.reporting());
    let levels: BTreeMap<Factor, Level> = found.iter().map(|(factor, known)| (*factor, known.level)).collect();
    let advice = advise(&levels);
    let outgrown = findings_of_book(general, &whole.counts(), whole.today).into_iter().filter(|finding| finding.code == POLICY_OUTGROWN);
    let question = |factor: Factor| QUESTIONS.iter().find(|question| question.factor == factor);
    let factors = Factor::ALL.iter().map(|factor| FactorItem { factor: *factor, known: found.remove(factor), question: question(*factor) });
    let factors = factors.collect();
    AdviceView {
        today: whole.today,
        reporting: general.reporting(),
        factors,
        changes: changes(&levels),
        models: models(&figures, &levels, advice.model()),
        alignment: alignment(&figures, &levels),
        outgrown: outgrown.into_iter().map(|finding| (finding.title, finding.evidence)).collect(),
        open_renewals: figures.open,
        advice,
        may_answer,
    }
}

/// Every model in the order of the list, the recommended one first.
fn models(figures: &Figures, levels: &BTreeMap<Factor, Level>, first: Option<Model>) -> Vec<ModelItem> {
    let item = |model: &Model| {
        let (pro, con) = lines_of(*model, levels).into_iter().partition(|line| line.speaks == Speaks::For);
        let rules = RULES.iter().filter(|rule| rule.model == *model).collect();
        ModelItem { model: *model, pro, con, open_renewals: figures.models.get(model).copied().unwrap_or(0), rules }
    };
    let mut models: Vec<ModelItem> = Model::ALL.iter().map(item).collect();
    models.sort_by_key(|item| Some(item.model) != first);
    models
}
