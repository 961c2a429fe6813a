-- Indexes for lists of a large book: a page and its capped total read them and little else.

-- Renewals in the order of lists, with what totals add up and narrow by.
DROP INDEX renewal_end;
CREATE INDEX renewal_end ON renewal (state, end_on, number, auto_renew, account_id, atr_reporting_minor);

-- Narrowing renewals by the risk of their accounts without reading the accounts.
CREATE INDEX account_risk ON account (id, risk);

-- Whether a contract ever left an account.
CREATE INDEX contract_move_from ON contract_move (from_account_id);
