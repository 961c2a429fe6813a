-- What the lines of an account bring and when, packed into one short text, so that many months of a long book are told in one pass.
-- Projection of contract_line, written with it and proven by tenure check. Nothing yet: the program packs it when the database is opened,
-- and does so again for every row that is emptied.
CREATE TABLE account_arr (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    packed TEXT
);
INSERT INTO account_arr (account_id) SELECT id FROM account;
CREATE INDEX account_arr_empty ON account_arr (account_id) WHERE packed IS NULL;
