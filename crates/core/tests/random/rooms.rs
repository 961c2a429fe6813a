//! Random acts of what is said about customers: promises, how they ended, objections, documents,
//! calls, comments that mention people.

use super::History;
use jiff::ToSpan;
use tenure_core::account::{Activity, ActivityKind};
use tenure_core::commands;
use tenure_core::ownership::handoff::Word;
use tenure_core::primitives::{AccountId, ActivityId, CommentId, CommitmentId, ContractId, DocumentId, ObjectionId, RenewalId, TeammateId};
use tenure_core::room::{Comment, Commitment, CommitmentEnd, Document, DocumentKind, Objection, ObjectionKind};

impl History {
    /// One of the acts of this file; says what it was.
    pub fn talk(&mut self) -> String {
        let Some(account) = self.some_account() else { return "no account".into() };
        match self.random.below(7) {
            0 | 1 => self.promise(account),
            2 => self.end_promise(),
            3 => self.object(account),
            4 => self.link(account),
            5 => self.log(account),
            _ => self.comment(account),
        }
    }

    fn someone(&mut self) -> TeammateId {
        let people: Vec<TeammateId> = self.company.facts.teammates.keys().copied().collect();
        self.random.any(&people)
    }

    fn renewal_of(&mut self, account: AccountId) -> Option<RenewalId> {
        let all: Vec<RenewalId> =
            self.company.facts.renewals.values().filter(|renewal| renewal.account == account).map(|renewal| renewal.id).collect();
        self.random.pick(&all).copied()
    }

    fn promise(&mut self, account: AccountId) -> String {
        let moment = self.company.moment();
        let commitment = Commitment {
            id: CommitmentId::new(&self.company.ids),
            account,
            renewal: self.renewal_of(account),
            promise: self.random.any(&["A test system", "Single sign-on"]).into(),
            to: None,
            owner: self.someone(),
            made_on: moment.today.saturating_sub(i64::from(self.random.below(12)).days()),
            due_on: moment.today.saturating_add(i64::from(self.random.below(3)).days()),
            ended: None,
            author: "Mara Lind".into(),
            recorded_at: moment.recorded_at,
            withdrawn: None,
        };
        let told = format!("{} is promised by {}", commitment.promise, self.company.facts.name_of(commitment.owner));
        self.take(told, commands::make_commitment(&self.company.facts, commitment, moment), &[account].into())
    }

    fn end_promise(&mut self) -> String {
        let all = self.company.facts.rooms.values().flat_map(|room| room.commitments.values());
        let all: Vec<(AccountId, CommitmentId)> = all.map(|commitment| (commitment.account, commitment.id)).collect();
        let Some(at) = self.random.pick(&all).copied() else { return "nothing was promised".into() };
        let end = self.random.any(&[CommitmentEnd::Kept, CommitmentEnd::Broken]);
        let word = Word {
            reason: "as agreed".into(),
            by: "Mara Lind".into(),
            on: self.company.today,
            recorded_at: self.company.moment().recorded_at,
        };
        self.take("a promise ends".into(), commands::end_commitment(&self.company.facts, at, (end, word)), &[at.0].into())
    }

    fn object(&mut self, account: AccountId) -> String {
        let moment = self.company.moment();
        let objection = Objection {
            id: ObjectionId::new(&self.company.ids),
            account,
            renewal: self.renewal_of(account),
            kind: ObjectionKind::Price,
            text: self.random.any(&["Too dear", "Nobody uses it"]).into(),
            raised_by: None,
            raised_on: moment.today,
            answer: None,
            resolved: None,
            author: "Mara Lind".into(),
            recorded_at: moment.recorded_at,
            withdrawn: None,
        };
        self.take("an objection is raised".into(), commands::raise_objection(&self.company.facts, objection, moment), &[account].into())
    }

    fn link(&mut self, account: AccountId) -> String {
        let contracts: Vec<ContractId> =
            self.company.facts.contracts.values().filter(|contract| contract.account == account).map(|contract| contract.id).collect();
        let document = Document {
            id: DocumentId::new(&self.company.ids),
            account,
            renewal: self.renewal_of(account).filter(|_| self.random.below(2) == 0),
            contract: self.random.pick(&contracts).copied().filter(|_| self.random.below(2) == 0),
            kind: DocumentKind::Contract,
            title: "The order form".into(),
            address: "https://files.example/1".into(),
            author: "Mara Lind".into(),
            recorded_at: self.company.moment().recorded_at,
            changed: None,
            withdrawn: None,
        };
        self.take("a document is linked".into(), commands::add_document(&self.company.facts, document), &[account].into())
    }

    fn log(&mut self, account: AccountId) -> String {
        let moment = self.company.moment();
        let activity = Activity {
            id: ActivityId::new(&self.company.ids),
            account,
            renewal: self.renewal_of(account),
            kind: ActivityKind::Call,
            held_on: moment.today,
            subject: "How it goes".into(),
            notes: String::new(),
            ours: [self.someone()].into(),
            theirs: [].into(),
            author: "Mara Lind".into(),
            recorded_at: moment.recorded_at,
            withdrawn: false,
        };
        self.take("a call is logged".into(), commands::log_activity(&self.company.facts, activity, moment), &[account].into())
    }

    fn comment(&mut self, account: AccountId) -> String {
        let (moment, by, mentioned) = (self.company.moment(), self.someone(), self.someone());
        let comment = Comment {
            id: CommentId::new(&self.company.ids),
            version: 1,
            account,
            renewal: self.renewal_of(account),
            text: format!("Please look, @{}", self.company.facts.teammates[&mentioned].email),
            mentions: [].into(),
            author: self.company.facts.name_of(by).to_string(),
            by: Some(by),
            written_on: moment.today,
            recorded_at: moment.recorded_at,
            withdrawn: None,
        };
        self.take("a comment is written".into(), commands::write_comment(&self.company.facts, comment, moment), &[account].into())
    }
}
