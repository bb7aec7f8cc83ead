-- The right to be forgotten: one person's data goes from every table of the shop, and what may or must stay is named with its reason.
--
-- erasures            the register of what was erased: hashes and ids, counts and exceptions, never the data. Its rows are also written to
--                     the erasure ledger, a file beside the backups, which every restore replays. Never changed but for `ledger_at`.
-- suppression_hashes  addresses that must not be written to although nothing else is known of them any more: keyed hashes.
--
-- erase_person() deletes what hangs on the contact (foreign keys), treats the tables that know a person otherwise one by one, and then
-- looks through every text, jsonb, bytea and text[] column of every table of the shop for the person's addresses: a table made after
-- this migration is looked through, too. Exempt are the tables whose comment says why (erasure_exempt()).

CREATE TABLE erasures (
  tenant_id     uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id            uuid NOT NULL DEFAULT new_id(),
  erased_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  request_id    uuid,
  reason        text NOT NULL DEFAULT '',
  subject       text NOT NULL,           -- masked
  hashes        text[] NOT NULL,         -- HMAC-SHA256 of each address, hex
  contacts      uuid[] NOT NULL,
  counts        jsonb NOT NULL,
  exceptions    jsonb NOT NULL DEFAULT '[]',
  actor_name    text NOT NULL DEFAULT '',
  ledger_at     timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX erasures_recent ON erasures (tenant_id, erased_at DESC, id DESC);
CREATE INDEX erasures_unwritten ON erasures (tenant_id, id) WHERE ledger_at IS NULL;
SELECT protect_table('erasures', guarded => true);
REVOKE UPDATE, DELETE ON erasures FROM secretaria_tenant, secretaria_system;
GRANT UPDATE (ledger_at) ON erasures TO secretaria_system;

CREATE TABLE suppression_hashes (
  tenant_id   uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  hash        text NOT NULL,
  reason      text NOT NULL CHECK (reason IN ('bounce', 'complaint', 'provider', 'opt_out')),
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, hash, reason)
);
SELECT protect_table('suppression_hashes');

-- What is never looked through says so in its comment, with the reason. A table without such a comment holds, or may hold, customers'
-- data: whoever makes one that does not writes COMMENT ON TABLE … IS 'no customer data: …' in its migration.
COMMENT ON TABLE tenants IS 'no customer data: the shop itself';
COMMENT ON TABLE user_roles IS 'no customer data: the shop''s own people';
COMMENT ON TABLE sessions IS 'no customer data: the shop''s own people';
COMMENT ON TABLE api_tokens IS 'no customer data: the shop''s own programs';
COMMENT ON TABLE push_subscriptions IS 'no customer data: browsers of the shop''s own people';
COMMENT ON TABLE channel_accounts IS 'no customer data: the shop''s own numbers and mailboxes';
COMMENT ON TABLE channel_secrets IS 'no customer data: sealed credentials of the shop';
COMMENT ON TABLE channel_directory IS 'no customer data: the shop''s own addresses';
COMMENT ON TABLE ai_support_config IS 'no customer data: how the assistant works';
COMMENT ON TABLE ai_channel_config IS 'no customer data: how the assistant works';
COMMENT ON TABLE tenant_monthly_usage IS 'no customer data: sums';
COMMENT ON TABLE products IS 'no customer data: what the shop sells';
COMMENT ON TABLE knowledge_base_docs IS 'no customer data: what the shop publishes';
COMMENT ON TABLE knowledge_base_chunks IS 'no customer data: what the shop publishes';
COMMENT ON TABLE knowledge_base_versions IS 'no customer data: what the shop published';
COMMENT ON TABLE knowledge_imports IS 'no customer data: what the shop is about to publish';
COMMENT ON TABLE message_templates IS 'no customer data: texts with placeholders';
COMMENT ON TABLE template_files IS 'no customer data: pictures of templates';
COMMENT ON TABLE template_uploads IS 'no customer data: handles of pictures of templates';
COMMENT ON TABLE template_syncs IS 'no customer data: when templates were read';
COMMENT ON TABLE contact_fields IS 'no customer data: names of fields, not their values';
COMMENT ON TABLE media_uploads IS 'no customer data: files of the shop''s own people, sent or swept within a day';
COMMENT ON TABLE audit_log IS 'no customer data: ids and masks; must not change';
COMMENT ON TABLE audit_heads IS 'no customer data: numbers and hashes';
COMMENT ON TABLE erasures IS 'no customer data: hashes and masks; proves that the erasure was done';
COMMENT ON TABLE suppression_hashes IS 'no customer data: keyed hashes; keep a refusal known';

CREATE FUNCTION erasure_exempt() RETURNS TABLE (name text, reason text) LANGUAGE sql STABLE AS $$
  SELECT c.relname::text, substring(d.description FROM '^no customer data: (.+)$')
  FROM pg_class c JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
  WHERE c.relnamespace = 'public'::regnamespace AND d.description LIKE 'no customer data: _%'
$$;

-- `words` in lower case; every place where one stands, in any case, is overwritten.
CREATE FUNCTION without_words(value text, words text[], instead text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  word text;
BEGIN
  FOREACH word IN ARRAY words LOOP
    IF position(word IN lower(value)) > 0 THEN
      value := regexp_replace(value, regexp_replace(word, '([^[:alnum:]])', '\\\1', 'g'), instead, 'gi');
    END IF;
  END LOOP;
  RETURN value;
END $$;

-- One pattern for all of them, for `~*`: a text is looked through once. NULL, which matches nothing, for no words.
CREATE FUNCTION any_word(words text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(regexp_replace(word, '([^[:alnum:]])', '\\\1', 'g'), '|') FROM unnest(words) word
$$;

-- Ids that stand in a text, as jobs and their keys name rows.
CREATE FUNCTION ids_within(value text) RETURNS SETOF uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT m[1]::uuid FROM regexp_matches(value, '([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})', 'g') m
$$;

-- Looks through what erase_person() has not named, and overwrites the words. Gives the number of rows by table.
CREATE FUNCTION sweep_words(shop uuid, words text[]) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  one record;
  hits bigint;
  counts jsonb := '{}';
BEGIN
  FOR one IN
    SELECT c.relname::text AS name,
      string_agg(format(CASE format_type(a.atttypid, NULL)
          WHEN 'bytea' THEN 'encode(%I, ''escape'')' ELSE '%I::text' END, a.attname), ', ') AS said,
      string_agg(format(CASE format_type(a.atttypid, NULL)
          WHEN 'jsonb' THEN '%1$I = without_words(%1$I::text, $2, ''0'')::jsonb'
          WHEN 'bytea' THEN '%1$I = decode(without_words(encode(%1$I, ''escape''), $2, ''0''), ''escape'')'
          WHEN 'text[]' THEN '%1$I = (SELECT array_agg(without_words(item, $2, ''[…]'') ORDER BY n) FROM unnest(%1$I) WITH ORDINALITY i (item, n))'
          ELSE '%1$I = without_words(%1$I, $2, ''[…]'')' END, a.attname), ', ') AS change
    FROM pg_class c
    JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id' AND NOT t.attisdropped
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      AND format_type(a.atttypid, NULL) IN ('text', 'character varying', 'jsonb', 'bytea', 'text[]')
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      -- Raw bodies are treated by erase_person: a word taken out of one that waits to be read would make it speak of somebody else.
      AND c.relname <> 'webhook_events' AND c.relname NOT IN (SELECT name FROM erasure_exempt())
    GROUP BY c.relname ORDER BY c.relname
  LOOP
    EXECUTE format('UPDATE %I SET %s WHERE tenant_id = $1 AND concat_ws(chr(31), %s) ~* $3', one.name, one.change, one.said)
    USING shop, words, any_word(words);
    GET DIAGNOSTICS hits = ROW_COUNT;
    IF hits > 0 THEN counts := counts || jsonb_build_object(one.name, hits); END IF;
  END LOOP;
  RETURN counts;
END $$;

-- Everything of these contacts, and every trace of these words (addresses in all their spellings, lower case, eight bytes or more).
-- Gives {"counts": {table: rows}, "swept": {table: rows}, "files": [places on disk], "orders": kept ones, "kept_until": their newest date}.
CREATE FUNCTION erase_person(shop uuid, people uuid[], words text[]) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  talks uuid[];
  ids uuid[];
  files text[];
  names text[];
  senders text[];
  any_of text := any_word(words);
  one record;
  counts jsonb;
  kept record;
  hits bigint;
BEGIN
  SELECT coalesce(array_agg(id), '{}') INTO talks FROM conversations WHERE tenant_id = shop AND customer_id = ANY (people);
  SELECT coalesce(array_agg(value), '{}') INTO senders FROM contact_identities WHERE tenant_id = shop AND contact_id = ANY (people);
  SELECT count(*) AS orders, max(placed_at) AS newest INTO kept FROM orders WHERE tenant_id = shop AND contact_id = ANY (people);
  SELECT coalesce(array_agg(k.storage_path) FILTER (WHERE k.storage_path IS NOT NULL), '{}'), coalesce(array_agg(f.id), '{}')
  INTO files, ids
  FROM messages m JOIN message_attachments f ON f.tenant_id = m.tenant_id AND f.message_id = m.id
  LEFT JOIN media_files k ON k.tenant_id = f.tenant_id AND k.attachment_id = f.id
  WHERE m.tenant_id = shop AND m.conversation_id = ANY (talks);
  SELECT ids || talks || people || coalesce(array_agg(m.id), '{}') INTO ids
  FROM messages m WHERE m.tenant_id = shop AND m.conversation_id = ANY (talks);
  SELECT ids || coalesce(array_agg(o.id), '{}') INTO ids FROM outbox o WHERE o.tenant_id = shop AND o.conversation_id = ANY (talks);
  SELECT coalesce(array_agg(DISTINCT e), '{}') INTO names FROM (
    SELECT external_id AS e FROM messages WHERE tenant_id = shop AND conversation_id = ANY (talks) AND external_id IS NOT NULL
    UNION ALL SELECT external_id FROM outbox WHERE tenant_id = shop AND conversation_id = ANY (talks) AND external_id IS NOT NULL
    UNION ALL SELECT n.external_id FROM outbox_names n JOIN outbox o ON o.tenant_id = n.tenant_id AND o.id = n.outbox_id
      WHERE n.tenant_id = shop AND o.conversation_id = ANY (talks)) known;
  counts := jsonb_build_object(
    'contacts', (SELECT count(*) FROM contacts WHERE tenant_id = shop AND id = ANY (people)),
    'contact_identities', cardinality(senders), 'conversations', cardinality(talks),
    'messages', (SELECT count(*) FROM messages WHERE tenant_id = shop AND conversation_id = ANY (talks)),
    'outbox', (SELECT count(*) FROM outbox WHERE tenant_id = shop AND conversation_id = ANY (talks)),
    'message_attachments', (SELECT count(*) FROM messages m JOIN message_attachments f
      ON f.tenant_id = m.tenant_id AND f.message_id = m.id WHERE m.tenant_id = shop AND m.conversation_id = ANY (talks)),
    'contact_notes', (SELECT count(*) FROM contact_notes WHERE tenant_id = shop AND contact_id = ANY (people)),
    'contact_events', (SELECT count(*) FROM contact_events WHERE tenant_id = shop AND contact_id = ANY (people)),
    'contact_consent_events', (SELECT count(*) FROM contact_consent_events WHERE tenant_id = shop AND contact_id = ANY (people)),
    'contact_field_values', (SELECT count(*) FROM contact_field_values WHERE tenant_id = shop AND contact_id = ANY (people)),
    'contact_tags', (SELECT count(*) FROM contact_tags WHERE tenant_id = shop AND contact_id = ANY (people)));

  -- Raw bodies that speak of the person. The digest stays, so that the same delivery does not bring the person back. One that was not
  -- read yet may hold other people's messages: it is read first, and what it says of this person is erased by the follow-up.
  UPDATE webhook_events e SET body = '{}', headers = '{}', item_errors = NULL
  WHERE e.tenant_id = shop AND e.state <> 'pending' AND encode(e.body, 'escape') ~* any_of;
  GET DIAGNOSTICS hits = ROW_COUNT;
  counts := counts || jsonb_build_object('webhook_events', hits);

  DELETE FROM message_statuses WHERE tenant_id = shop AND (external_id = ANY (names) OR outbox_id = ANY (ids));
  GET DIAGNOSTICS hits = ROW_COUNT;
  counts := counts || jsonb_build_object('message_statuses', hits);
  DELETE FROM message_reactions WHERE tenant_id = shop AND (external_id = ANY (names) OR sender = ANY (senders));
  GET DIAGNOSTICS hits = ROW_COUNT;
  counts := counts || jsonb_build_object('message_reactions', hits);

  DELETE FROM jobs j WHERE j.tenant_id = shop AND (
    concat_ws(' ', j.arguments, j.unique_key, j.lock_key, j.last_error) ~* any_of
    OR EXISTS (SELECT FROM ids_within(concat_ws(' ', j.arguments, j.unique_key, j.lock_key)) i
               WHERE i = ANY (ids)));
  GET DIAGNOSTICS hits = ROW_COUNT;
  counts := counts || jsonb_build_object('jobs', hits);
  DELETE FROM jobs_dead j WHERE j.tenant_id = shop AND (
    concat_ws(' ', j.arguments, j.unique_key, j.lock_key, j.reason) ~* any_of
    OR EXISTS (SELECT FROM ids_within(concat_ws(' ', j.arguments, j.unique_key, j.lock_key)) i
               WHERE i = ANY (ids)));
  GET DIAGNOSTICS hits = ROW_COUNT;
  counts := counts || jsonb_build_object('jobs_dead', hits);

  -- Lines of uploaded tables.
  DELETE FROM contact_import_errors WHERE tenant_id = shop AND array_to_string(fields, ' ') ~* any_of;
  GET DIAGNOSTICS hits = ROW_COUNT;
  counts := counts || jsonb_build_object('contact_import_errors', hits);
  UPDATE contact_imports SET content = decode((
      SELECT coalesce(string_agg(CASE WHEN line ~* any_of THEN '' ELSE line END, E'\n' ORDER BY n), '')
      FROM string_to_table(encode(content, 'escape'), E'\n') WITH ORDINALITY l (line, n)), 'escape')
  WHERE tenant_id = shop AND encode(content, 'escape') ~* any_of;
  GET DIAGNOSTICS hits = ROW_COUNT;
  counts := counts || jsonb_build_object('contact_imports', hits);

  DELETE FROM mail_suppressions WHERE tenant_id = shop AND address_key = ANY (words);
  GET DIAGNOSTICS hits = ROW_COUNT;
  counts := counts || jsonb_build_object('mail_suppressions', hits);

  -- Somebody else's history may name the person, where the two were thought to be one.
  UPDATE contact_events SET metadata = metadata - 'name'
  WHERE tenant_id = shop AND metadata ->> 'merge_id' IN (
    SELECT id::text FROM contact_merges WHERE tenant_id = shop AND (survivor_id = ANY (people) OR merged_id = ANY (people)));

  -- What would only lose its reference to the person goes with them, but for fiscal records and the proof of their request.
  FOR one IN
    SELECT k.conrelid::regclass::text AS name, a.attname AS field FROM pg_constraint k
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[2]
    WHERE k.contype = 'f' AND k.confdeltype = 'n' AND k.confrelid IN ('contacts'::regclass, 'conversations'::regclass, 'messages'::regclass)
      AND k.conrelid NOT IN ('orders'::regclass, to_regclass('subject_requests'))
    ORDER BY 1, 2
  LOOP
    EXECUTE format('DELETE FROM %s WHERE tenant_id = $1 AND %I = ANY ($2)', one.name, one.field) USING shop, ids;
    GET DIAGNOSTICS hits = ROW_COUNT;
    counts := counts || jsonb_build_object(one.name, coalesce((counts ->> one.name)::bigint, 0) + hits);
  END LOOP;

  DELETE FROM contacts WHERE tenant_id = shop AND id = ANY (people);

  RETURN jsonb_build_object('counts', counts, 'swept', sweep_words(shop, words), 'files', to_jsonb(files),
    'orders', kept.orders, 'newest_order', kept.newest);
END $$;
