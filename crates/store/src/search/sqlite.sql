-- Lists by name need no other table.
CREATE INDEX account_text_order ON account_text (folded_name, account_id, folded_reference);

-- Pieces of three letters. Triggers keep it in step. An entry is found by its old text, because a row of account_text has no number that
-- lasts: a copy may number its rows anew.
CREATE VIRTUAL TABLE account_search USING fts5
    (account_id UNINDEXED, folded_name, folded_reference, tokenize = 'trigram case_sensitive 1', columnsize = 0);

CREATE TRIGGER account_text_added AFTER INSERT ON account_text BEGIN
    INSERT INTO account_search (account_id, folded_name, folded_reference) VALUES (new.account_id, new.folded_name, new.folded_reference);
END;

CREATE TRIGGER account_text_removed AFTER DELETE ON account_text BEGIN
    DELETE FROM account_search WHERE rowid IN (SELECT rowid FROM account_search WHERE account_id = old.account_id AND account_search MATCH
        CASE WHEN LENGTH(old.folded_name) >= 3 THEN 'folded_name : "' || REPLACE(old.folded_name, '"', '""') || '"'
        ELSE 'folded_reference : "' || REPLACE(old.folded_reference, '"', '""') || '"' END);
    -- Too short to have a piece.
    DELETE FROM account_search WHERE LENGTH(old.folded_name) < 3 AND LENGTH(old.folded_reference) < 3 AND account_id = old.account_id;
END;

CREATE TRIGGER account_text_changed AFTER UPDATE ON account_text
WHEN old.folded_name <> new.folded_name OR old.folded_reference <> new.folded_reference BEGIN
    DELETE FROM account_search WHERE rowid IN (SELECT rowid FROM account_search WHERE account_id = old.account_id AND account_search MATCH
        CASE WHEN LENGTH(old.folded_name) >= 3 THEN 'folded_name : "' || REPLACE(old.folded_name, '"', '""') || '"'
        ELSE 'folded_reference : "' || REPLACE(old.folded_reference, '"', '""') || '"' END);
    DELETE FROM account_search WHERE LENGTH(old.folded_name) < 3 AND LENGTH(old.folded_reference) < 3 AND account_id = old.account_id;
    INSERT INTO account_search (account_id, folded_name, folded_reference) VALUES (new.account_id, new.folded_name, new.folded_reference);
END;
