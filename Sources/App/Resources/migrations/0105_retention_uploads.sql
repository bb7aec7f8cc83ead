-- As 0097: a message whose file is on its way up waits like one that is being sent.
CREATE OR REPLACE FUNCTION retention_batch(shop uuid, rule text, before timestamptz, most int, OUT rows bigint, OUT files text[]) LANGUAGE plpgsql AS $$
DECLARE
  r record;
  held uuid[] := held_talks(shop);
BEGIN
  SELECT * INTO STRICT r FROM retention_rules_here() h WHERE h.name = rule;
  files := '{}';
  IF r.table_name = 'messages' THEN
    WITH old AS (
      SELECT t.id FROM messages t WHERE t.tenant_id = shop AND t.sent_at < before AND t.conversation_id <> ALL (held)
        AND NOT EXISTS (SELECT FROM outbox o WHERE o.tenant_id = t.tenant_id AND o.message_id = t.id AND o.state IN ('pending', 'uploading', 'sending', 'unknown'))
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
