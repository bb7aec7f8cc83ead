-- What a law suit, an authority or a fiscal duty still needs is neither erased nor swept (LGPD Art. 7 VI, Art. 16 I).
--
-- legal_holds  one row a hold on a person: who placed it and why, who lifted it and why. It names the person by mask, keyed hashes and ids;
--              a hold that stands keeps the person's contacts, talks and files from erasure and from retention. Never deleted.
-- erasures     an erasure that a hold prevented is a row of its own with `is_held`: the reasoned answer. It is no erasure: no ledger has it.

CREATE TABLE legal_holds (
  tenant_id    uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id           uuid NOT NULL DEFAULT new_id(),
  subject      text NOT NULL,             -- masked
  contacts     uuid[] NOT NULL,
  hashes       text[] NOT NULL,           -- HMAC-SHA256 of each address, hex
  request_id   uuid,
  reason       text NOT NULL CHECK (reason <> ''),
  placed_at    timestamptz NOT NULL DEFAULT now(),
  placed_by    text NOT NULL,
  lifted_at    timestamptz,
  lifted_by    text NOT NULL DEFAULT '',
  lift_reason  text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, id),
  CHECK ((lifted_at IS NULL) = (lift_reason = ''))
);
CREATE INDEX legal_holds_standing ON legal_holds (tenant_id, placed_at DESC) WHERE lifted_at IS NULL;
SELECT protect_table('legal_holds', guarded => true);
REVOKE DELETE ON legal_holds FROM secretaria_tenant;
COMMENT ON TABLE legal_holds IS 'no customer data: masks, keyed hashes and ids; proves why data was kept';

CREATE TRIGGER audited AFTER INSERT OR UPDATE OF lifted_at ON legal_holds
  FOR EACH ROW EXECUTE FUNCTION audit_row_change('legal_hold', 'id', 'subject', 'reason', 'lift_reason', 'lifted_at');

ALTER TABLE erasures ADD COLUMN is_held boolean NOT NULL DEFAULT false;
DROP INDEX erasures_unwritten;
CREATE INDEX erasures_unwritten ON erasures (tenant_id, id) WHERE ledger_at IS NULL AND NOT is_held;

-- Contacts under a hold that stands, and whoever they were merged into since.
CREATE FUNCTION held_contacts(shop uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
  WITH RECURSIVE held AS (
    SELECT unnest(contacts) AS id FROM legal_holds WHERE tenant_id = shop AND lifted_at IS NULL
    UNION
    SELECT m.survivor_id FROM held h JOIN contact_merges m ON m.tenant_id = shop AND m.merged_id = h.id AND m.undone_at IS NULL
  ) SELECT coalesce(array_agg(id), '{}') FROM held
$$;

CREATE FUNCTION held_talks(shop uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(id), '{}') FROM conversations WHERE tenant_id = shop AND customer_id = ANY (held_contacts(shop))
$$;

-- As 0078, but for what a hold keeps. Conditions may ask with $1, the shop; in brackets, such a question is asked once a statement.
CREATE OR REPLACE FUNCTION retention_rules()
RETURNS TABLE (place int, name text, table_name text, time_column text, period text, condition text)
LANGUAGE sql IMMUTABLE AS $$
  VALUES
    -- The order matters: what hangs on a conversation goes before it.
    (1, 'messages', 'messages', 'sent_at', 'shop', 't.conversation_id <> ALL ((SELECT held_talks($1))::uuid[])'),
    (2, 'conversations', 'conversations', 'last_message_at', 'shop',
      't.status IN (''resolved'', ''closed'', ''spam'') AND NOT EXISTS (SELECT FROM messages m WHERE m.tenant_id = t.tenant_id AND m.conversation_id = t.id)
       AND t.id <> ALL ((SELECT held_talks($1))::uuid[])'),
    (3, 'events', 'webhook_events', 'received_at', 'shop', 't.state NOT IN (''pending'', ''held'')'),
    (4, 'contexts', 'conversation_events', 'created_at', 'contexts',
      't.actor_type = ''bot'' AND EXISTS (SELECT FROM conversations v WHERE v.tenant_id = t.tenant_id AND v.id = t.conversation_id
         AND v.status IN (''resolved'', ''closed'', ''spam'')) AND t.conversation_id <> ALL ((SELECT held_talks($1))::uuid[])'),
    (5, 'feedback', 'feedback_events', 'created_at', 'feedback', 'true'),
    (6, 'experiments', 'ab_events', 'bucket_date', 'ab_events', 'true'),
    (7, 'statuses', 'message_statuses', 'received_at', 'shop', 'true'),
    (8, 'reactions', 'message_reactions', 'reacted_at', 'shop',
      't.sender NOT IN (SELECT i.value FROM contact_identities i WHERE i.tenant_id = $1 AND i.contact_id = ANY ((SELECT held_contacts($1))::uuid[]))'),
    (9, 'dead_jobs', 'jobs_dead', 'died_at', 'shop', 'true'),
    (10, 'imports', 'contact_imports', 'created_at', 'shop', 't.state IN (''draft'', ''done'', ''failed'')')
$$;

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
