//! Rows of comments and of documents that lie elsewhere.

use super::promise::gone;
use super::room::withdrawal;
use crate::error::StoreError;
use crate::record::{Record, Row, day, instant};
use sea_orm::Value;
use tenure_core::primitives::TeammateId;
use tenure_core::room::{Comment, Document};

impl Record for Comment {
    const TABLE: &'static str = "room_comment";
    #[rustfmt::skip]
    const COLUMNS: &'static [&'static str] = &[
        "id", "version", "account_id", "renewal_id", "comment_text", "mentions", "author", "author_id", "written_on", "recorded_at",
        "withdrawn_reason", "withdrawn_by", "withdrawn_at",
    ];
    const KEY: &'static [&'static str] = &["id", "version"];

    fn values(&self) -> Vec<Value> {
        let mentions: Vec<String> = self.mentions.iter().map(ToString::to_string).collect();
        let head: Vec<Value> = vec![
            self.id.to_string().into(),
            i64::from(self.version).into(),
            self.account.to_string().into(),
            self.renewal.map(|id| id.to_string()).into(),
            self.text.clone().into(),
            mentions.join(" ").into(),
            self.author.clone().into(),
            self.by.map(|id| id.to_string()).into(),
            day(self.written_on),
            instant(self.recorded_at),
        ];
        head.into_iter().chain(gone(self.withdrawn.as_ref())).collect()
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let mentions = row.text("mentions")?;
        let person = |id: &str| id.parse::<TeammateId>().map_err(|problem| row.unreadable("mentions", id, &problem.to_string()));
        Ok(Self {
            id: row.parsed("id")?,
            version: row.number("version")?,
            account: row.parsed("account_id")?,
            renewal: row.parsed_or_none("renewal_id")?,
            text: row.text("comment_text")?,
            mentions: mentions.split_whitespace().map(person).collect::<Result<_, _>>()?,
            author: row.text("author")?,
            by: row.parsed_or_none("author_id")?,
            written_on: row.parsed("written_on")?,
            recorded_at: row.parsed("recorded_at")?,
            withdrawn: withdrawal(row)?,
        })
    }
}

impl Record for Document {
    const TABLE: &'static str = "document_link";
    #[rustfmt::skip]
    const COLUMNS: &'static [&'static str] = &[
        "id", "account_id", "renewal_id", "contract_id", "kind", "title", "address", "author", "recorded_at", "changed_by", "changed_at",
        "withdrawn_reason", "withdrawn_by", "withdrawn_at",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        let head: Vec<Value> = vec![
            self.id.to_string().into(),
            self.account.to_string().into(),
            self.renewal.map(|id| id.to_string()).into(),
            self.contract.map(|id| id.to_string()).into(),
            self.kind.code().into(),
            self.title.clone().into(),
            self.address.clone().into(),
            self.author.clone().into(),
            instant(self.recorded_at),
            self.changed.as_ref().map(|(by, _)| by.clone()).into(),
            self.changed.as_ref().map_or_else(|| None::<String>.into(), |(_, at)| instant(*at)),
        ];
        head.into_iter().chain(gone(self.withdrawn.as_ref())).collect()
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let changed = match row.parsed_or_none("changed_at")? {
            Some(at) => Some((row.text("changed_by")?, at)),
            None => None,
        };
        Ok(Self {
            id: row.parsed("id")?,
            account: row.parsed("account_id")?,
            renewal: row.parsed_or_none("renewal_id")?,
            contract: row.parsed_or_none("contract_id")?,
            kind: row.parsed("kind")?,
            title: row.text("title")?,
            address: row.text("address")?,
            author: row.text("author")?,
            recorded_at: row.parsed("recorded_at")?,
            changed,
            withdrawn: withdrawal(row)?,
        })
    }
}
