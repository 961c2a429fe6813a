//! Deeds: what a person does on a day of a life, each one verb of the application.

use jiff::civil::Date;
use tenure_app::{
    AccountDetails, Actor, Amendment, App, AppError, NewAbsence, NewAccount, NewActivity, NewContract, NewOverride, NewPlace, NewProfile,
    NewStakeholder, NewTeammate, NewTerm, NewValue,
};
use tenure_core::commands::{Completion, Judgement, Publication, Reply};
use tenure_core::facts::{Facts, Listed};
use tenure_core::identity::Role;
use tenure_core::primitives::TaskId;
use tenure_core::refusal::Refusal;
use tenure_core::renewal::{OutcomeReason, Renewal};
use tenure_store::Scope;

/// One verb with what it takes. References name what people name; a renewal is named by its contract and term.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Somebody joins.
    Hire(Box<NewTeammate>),
    /// Somebody gets another role, manager or region.
    Move(String, NewPlace),
    /// Somebody brings something from today on.
    Brings(Box<NewProfile>),
    /// Somebody leaves today.
    Leave(String),
    /// Somebody is away.
    Away(Box<NewAbsence>),
    /// A policy text comes into force.
    Policy(String),
    /// A text of a playbook is published, and why.
    Playbook(String, &'static str),
    /// An entry of a list of the organisation: a rate, a holiday, a product.
    List(Listed),
    /// Questions of the advisor are answered.
    Answer(Vec<Reply>),
    /// A customer comes.
    Account(Box<NewAccount>, Judgement),
    /// Somebody serves a customer in a role.
    Serve(String, Role, String),
    /// What a customer asks of people, and what the company's own fields say of it.
    Describe(String, AccountDetails),
    /// A customer is judged anew.
    Judge(String, Judgement),
    /// A person at a customer comes, changes or leaves.
    Stakeholder(Box<NewStakeholder>),
    /// A contact took place.
    Contact(Box<NewActivity>),
    /// A step of the playbook is completed on the renewal of a contract's term: which, how, and what is written down.
    Complete(String, u32, Box<(String, Completion, String)>),
    /// The customer got something and says so: what, and the reference of who confirms it.
    Value(Box<NewValue>, String),
    /// One account takes over another.
    Merge(String, String, String),
    /// A contract goes to another account.
    MoveContract(String, String, String),
    /// A contract is signed.
    Sign(Box<NewContract>),
    /// The next term is signed.
    Renew(String, Box<NewTerm>),
    /// The running term changes.
    Amend(String, Box<Amendment>),
    /// A contract ends with another one from now on.
    CoTerm(String, String),
    /// A contract leaves its group.
    LeaveCoTerm(String),
    /// The customer's notice was received.
    Notice(String, Option<Date>),
    /// A notice is taken back.
    WithdrawNotice(String),
    /// A contract is cancelled from a day on.
    Cancel(String, Date, OutcomeReason, String),
    /// The renewal of a term is lost.
    Lose(String, u32, OutcomeReason, String),
    /// The renewal of a term is opened again as a correction.
    Reopen(String, u32, String),
    /// A responsibility goes to a person by name.
    Reassign(String, u32, Box<NewOverride>),
}

impl Deed {
    /// Carries the deed out.
    ///
    /// # Errors
    /// What the verb refuses.
    pub async fn carry_out(self, app: &App, by: &Actor) -> Result<(), AppError> {
        match self {
            Self::Hire(new) => app.add_teammate(by, *new).await,
            Self::Move(person, to) => app.move_teammate(by, &person, to).await,
            Self::Brings(new) => app.set_profile(by, *new).await,
            Self::Describe(account, details) => app.describe_account(by, &account, details).await,
            Self::Leave(person) => app.mark_left(by, &person, None).await,
            Self::Away(new) => app.set_absence(by, *new).await,
            Self::List(entry) => app.set_listed(by, entry).await,
            Self::Playbook(text, reason) => {
                let publication = Publication { file: "playbook".into(), text, reason: reason.into(), author: String::new() };
                app.publish_playbook(by, &publication).await
            }
            Self::Policy(text) => app.activate_policy(by, &tenure_app::Activation::of(tenure_core::book::POLICY_FILE, &text, "")).await,
            Self::Answer(replies) => app.answer_advisor(by, &replies).await,
            Self::Account(new, judgement) => app.add_account(by, *new, judgement).await,
            Self::Serve(account, role, person) => app.set_team(by, &account, role, &person).await,
            Self::Judge(account, judgement) => app.set_risk(by, &account, judgement).await,
            Self::Stakeholder(new) => app.set_stakeholder(by, *new).await,
            Self::Contact(new) => app.log_activity(by, *new).await,
            Self::Value(new, confirmed_by) => {
                let account = new.account.clone();
                let id = app.note_value(by, *new).await?;
                let id = id.parse().map_err(|_| Refusal::general(format!("{id} is no id of a value entry"), ""))?;
                app.confirm_value(by, (&account, id), (&confirmed_by, None)).await
            }
            Self::Merge(from, into, reason) => app.merge_accounts(by, &from, &into, &reason).await,
            Self::MoveContract(contract, to, reason) => app.move_contract(by, &contract, &to, &reason).await,
            other => other.carry_out_on_contract(app, by).await,
        }
        .map(drop)
    }

    async fn carry_out_on_contract(self, app: &App, by: &Actor) -> Result<String, AppError> {
        match self {
            Self::Sign(new) => app.sign_contract(by, *new).await,
            Self::Renew(contract, next) => app.renew_contract(by, &contract, *next).await,
            Self::Amend(contract, amendment) => app.amend_contract(by, &contract, *amendment).await,
            Self::CoTerm(contract, lead) => app.co_term(by, &contract, &lead).await,
            Self::LeaveCoTerm(contract) => app.leave_co_term(by, &contract).await,
            Self::Notice(contract, received_on) => app.give_notice(by, &contract, received_on).await,
            Self::WithdrawNotice(contract) => app.withdraw_notice(by, &contract).await,
            Self::Cancel(contract, end_on, reason, words) => app.cancel_contract(by, &contract, end_on, (reason, &words)).await,
            Self::Lose(contract, term, reason, words) => app.close_lost(by, &renewal_of(app, &contract, term).await?, reason, &words).await,
            Self::Reopen(contract, term, reason) => app.reopen_renewal(by, &renewal_of(app, &contract, term).await?, &reason).await,
            Self::Complete(contract, term, done) => {
                let (step, completion, evidence) = *done;
                app.complete_task(by, task_of(app, (&contract, term), &step).await?, completion, &evidence).await
            }
            Self::Reassign(contract, term, named) => app.reassign(by, &renewal_of(app, &contract, term).await?, *named).await,
            _ => Ok(String::new()),
        }
    }

    /// The contract whose steps the deed may have placed anew.
    pub fn contract(&self) -> Option<&str> {
        match self {
            Self::Sign(new) => Some(&new.reference),
            Self::Renew(contract, _)
            | Self::Amend(contract, _)
            | Self::CoTerm(contract, _)
            | Self::LeaveCoTerm(contract)
            | Self::WithdrawNotice(contract)
            | Self::Notice(contract, _)
            | Self::Reopen(contract, ..) => Some(contract),
            _ => None,
        }
    }

    /// The account that is judged anew.
    pub fn judged(&self) -> Option<&str> {
        if let Self::Judge(account, _) = self { Some(account) } else { None }
    }
}

/// The facts of a contract's account.
pub(crate) async fn facts_of(app: &App, scope: &Scope) -> Result<Facts, AppError> {
    Ok(app.store().read().await?.facts(scope, tenure_core::catalog::playbooks()?).await?)
}

/// The renewal at the end of a contract's term, among facts that have it.
pub(crate) fn renewal_among<'a>(facts: &'a Facts, contract: &str, term: u32) -> Option<&'a Renewal> {
    let id = facts.contracts.values().find(|found| found.reference == contract)?.id;
    facts.renewal_of(id, term)
}

async fn renewal_of(app: &App, contract: &str, term: u32) -> Result<String, AppError> {
    let facts = facts_of(app, &Scope::Contract(contract.into())).await?;
    let missing = || Refusal::general(format!("contract {contract} has no renewal of term {term}"), "");
    Ok(renewal_among(&facts, contract, term).ok_or_else(missing)?.reference())
}

async fn task_of(app: &App, (contract, term): (&str, u32), step: &str) -> Result<TaskId, AppError> {
    let facts = facts_of(app, &Scope::Contract(contract.into())).await?;
    let missing = || Refusal::general(format!("contract {contract} has no step {step} at the end of term {term}"), "");
    let renewal = renewal_among(&facts, contract, term).ok_or_else(missing)?;
    let task = facts.tasks_of(renewal.id).into_iter().find(|task| task.step == step);
    Ok(task.ok_or_else(missing)?.id)
}
