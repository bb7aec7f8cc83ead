-- How long what is kept, and who makes sure of it.
--
-- retention_rules()  what grows old: table, the time that counts, which period holds (`contexts`, `feedback`, `ab_events`: the operator's
--                    RETENTION_DAYS_…; `shop`: the shop's own data_retention_days), and what may go. Rules of tables or columns that this
--                    database does not have yet are skipped.
-- retention_batch()  removes at most `most` rows of one rule, whose locks it gets without waiting: work goes on meanwhile.
-- retention_runs     what each run removed, or would have removed.

CREATE FUNCTION retention_rules() RETURNS TABLE (place int, name text, table_name text, time_column text, period text, condition text)
LANGUAGE sql IMMUTABLE AS $$
  VALUES
    -- The order matters: what hangs on a conversation goes before it.
    (1, 'messages', 'messages', 'sent_at', 'shop', 'true'),
    (2, 'conversations', 'conversations', 'last_message_at', 'shop',
      't.status IN (''resolved'', ''closed'', ''spam'') AND NOT EXISTS (SELECT FROM messages m WHERE m.tenant_id = t.tenant_id AND m.conversation_id = t.id)'),
    (3, 'events', 'webhook_events', 'received_at', 'shop', 't.state NOT IN (''pending'', ''held'')'),
    (4, 'contexts', 'conversation_events', 'created_at', 'contexts',
      't.actor_type = ''bot'' AND EXISTS (SELECT FROM conversations v WHERE v.tenant_id = t.tenant_id AND v.id = t.conversation_id
         AND v.status IN (''resolved'', ''closed'', ''spam''))'),
    (5, 'feedback', 'feedback_events', 'created_at', 'feedback', 'true'),
    (6, 'experiments', 'ab_events', 'bucket_date', 'ab_events', 'true'),
    (7, 'statuses', 'message_statuses', 'received_at', 'shop', 'true'),
    (8, 'reactions', 'message_reactions', 'reacted_at', 'shop', 'true'),
    (9, 'dead_jobs', 'jobs_dead', 'died_at', 'shop', 'true'),
    (10, 'imports', 'contact_imports', 'created_at', 'shop', 't.state IN (''draft'', ''done'', ''failed'')')
$$;

-- Rules that this database has tables and columns for.
CREATE FUNCTION retention_rules_here() RETURNS TABLE (place int, name text, table_name text, time_column text, period text, condition text)
LANGUAGE sql STABLE AS $$
  SELECT r.* FROM retention_rules() r
  WHERE EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = to_regclass('public.' || r.table_name) AND a.attname = r.time_column
    AND NOT a.attisdropped)
  ORDER BY r.place
$$;

CREATE FUNCTION retention_count(shop uuid, rule text, before timestamptz, OUT rows bigint, OUT oldest timestamptz) LANGUAGE plpgsql STABLE AS $$
DECLARE
  r record;
BEGIN
  SELECT * INTO STRICT r FROM retention_rules_here() h WHERE h.name = rule;
  EXECUTE format('SELECT count(*), min(t.%I)::timestamptz FROM %I t WHERE t.tenant_id = $1 AND t.%I < $2 AND %s',
    r.time_column, r.table_name, r.time_column, r.condition) INTO rows, oldest USING shop, before;
END $$;

-- Gives the rows that went and the files on disk that nothing names any more.
CREATE FUNCTION retention_batch(shop uuid, rule text, before timestamptz, most int, OUT rows bigint, OUT files text[]) LANGUAGE plpgsql AS $$
DECLARE
  r record;
BEGIN
  SELECT * INTO STRICT r FROM retention_rules_here() h WHERE h.name = rule;
  files := '{}';
  IF r.table_name = 'messages' THEN
    WITH old AS (
      SELECT t.id FROM messages t WHERE t.tenant_id = shop AND t.sent_at < before
        AND NOT EXISTS (SELECT FROM outbox o WHERE o.tenant_id = t.tenant_id AND o.message_id = t.id AND o.state IN ('pending', 'sending', 'unknown'))
      LIMIT most FOR UPDATE SKIP LOCKED
    ), kept AS (
      SELECT k.storage_path FROM message_attachments f JOIN media_files k ON k.tenant_id = f.tenant_id AND k.attachment_id = f.id
      WHERE f.tenant_id = shop AND f.message_id IN (SELECT id FROM old) AND k.storage_path IS NOT NULL
    ), gone AS (
      DELETE FROM messages t USING old WHERE t.tenant_id = shop AND t.id = old.id RETURNING t.conversation_id
    ), quiet AS (
      UPDATE conversations v SET last_message_preview = '' WHERE v.tenant_id = shop AND v.last_message_at < before
        AND v.id IN (SELECT conversation_id FROM gone)
    )
    SELECT (SELECT count(*) FROM gone), coalesce((SELECT array_agg(storage_path) FROM kept), '{}') INTO rows, files;
    RETURN;
  END IF;
  EXECUTE format(
    'DELETE FROM %1$I t WHERE t.tenant_id = $1 AND t.ctid = ANY (ARRAY(
       SELECT t.ctid FROM %1$I t WHERE t.tenant_id = $1 AND t.%2$I < $2 AND %3$s LIMIT $3 FOR UPDATE SKIP LOCKED))',
    r.table_name, r.time_column, r.condition) USING shop, before, most;
  GET DIAGNOSTICS rows = ROW_COUNT;
END $$;

CREATE TABLE retention_runs (
  tenant_id   uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id          uuid NOT NULL DEFAULT new_id(),
  started_at  timestamptz NOT NULL,
  finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  is_rehearsal boolean NOT NULL DEFAULT false,
  counts      jsonb NOT NULL DEFAULT '{}',   -- {rule: {"rows", "before", "oldest"}}
  files       int NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX retention_runs_recent ON retention_runs (tenant_id, started_at DESC);
SELECT protect_table('retention_runs');
COMMENT ON TABLE retention_runs IS 'no customer data: sums';
