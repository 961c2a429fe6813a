-- What lists narrow by and order by stands where they look for it: the folded texts of accounts, and the risk of an account on its renewals.

-- Projection of account: name and reference as searches compare them. Written with the account, proven by tenure check. The index that finds
-- parts of them differs between the engines: crates/store/src/search.rs makes it when the database is opened, and fills this table.
CREATE TABLE account_text (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    folded_name TEXT NOT NULL,
    folded_reference TEXT NOT NULL
);
CREATE INDEX account_text_reference ON account_text (folded_reference);

-- Projection of account.risk.
ALTER TABLE renewal ADD COLUMN risk TEXT NOT NULL DEFAULT 'unknown';
UPDATE renewal SET risk = (SELECT a.risk FROM account a WHERE a.id = renewal.account_id);
DROP INDEX account_risk;

-- Lists in their order, with all that totals add up and that is narrowed by.
DROP INDEX renewal_end;
CREATE INDEX renewal_end ON renewal (state, end_on, number, auto_renew, kind, atr_reporting_minor, account_id, decision_on);
CREATE INDEX renewal_risk ON renewal (state, risk, end_on, number, auto_renew, kind, atr_reporting_minor);

-- What is open of one account, without reading the renewals.
DROP INDEX renewal_account;
CREATE INDEX renewal_account ON renewal (account_id, state, end_on, kind, atr_reporting_minor);

-- Lists with what is closed.
CREATE INDEX renewal_order ON renewal (end_on, number);
