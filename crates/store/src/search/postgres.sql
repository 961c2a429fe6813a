-- Instances that start at once do this one after the other.
SELECT pg_advisory_xact_lock(7405913320176);

-- Lists by name and beginnings of names, by bytes whatever the language of the database.
CREATE INDEX IF NOT EXISTS account_text_order ON account_text (folded_name COLLATE "C", account_id);

-- Pieces of three letters, where the extension is there or may be made. Elsewhere a search reads every account; the next start tries again.
DO $$
DECLARE home TEXT;
BEGIN
    BEGIN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
    EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
        NULL;
    END;
    SELECT n.nspname INTO home FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm';
    IF home IS NOT NULL THEN
        EXECUTE format('CREATE INDEX IF NOT EXISTS account_text_pieces ON account_text USING gin
            (folded_name %1$I.gin_trgm_ops, folded_reference %1$I.gin_trgm_ops)', home);
    END IF;
END $$;
