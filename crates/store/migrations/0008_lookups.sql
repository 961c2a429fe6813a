-- What was merged into an account: asked for on every account's page.
CREATE INDEX account_merged ON account (merged_into_id);

-- What a person holds, and whether they hold this: lists narrowed by person ask both.
DROP INDEX ownership_holder_teammate;
CREATE INDEX ownership_holder_teammate ON ownership_holder (teammate_id, subject_id, responsibility);
