-- Who did what: every sensitive act, in a chain that shows whether somebody changed it.
--
-- audit_log    one row an act, numbered without a gap within its shop. `hash` is the SHA-256 of the row before and of this one, so a row
--              that was changed, removed, put in or moved is found by whoever reads the chain again (`secretaria audit verify`).
--              Acts that belong to no shop (a sign-in that named nobody) stand in the chain of the nil tenant.
-- audit_heads  the last number and hash of each chain: writers wait for each other here, and rows cut off at the end are missed.
--
-- Only ever added to: no role may change or remove a row, and a trigger refuses it to the owner of the table, too. Neither table has a
-- foreign key: the log outlives what it speaks of. `payload` and `actor` hold no personal data of customers: ids, names of fields, masks.
--
-- An act is written in the transaction that makes it true, and last in it: the head is locked until the commit. What changes
-- configuration, roles, tokens, secrets and templates is written by triggers, so that no feature can forget it.

CREATE TABLE audit_heads (
  tenant_id uuid PRIMARY KEY,
  seq       bigint NOT NULL,
  hash      bytea NOT NULL
);
SELECT protect_table('audit_heads');
REVOKE DELETE ON audit_heads FROM secretaria_tenant, secretaria_system;

CREATE TABLE audit_log (
  tenant_id   uuid NOT NULL,
  seq         bigint NOT NULL,
  at          timestamptz NOT NULL,
  actor_type  text NOT NULL CHECK (actor_type IN ('user', 'token', 'operator', 'system', 'anonymous')),
  actor       text NOT NULL,          -- id of the user or token; a masked e-mail for one that nobody knows
  action      text NOT NULL CHECK (action <> ''),
  resource    text NOT NULL,
  resource_id text,
  outcome     text NOT NULL DEFAULT 'success' CHECK (outcome IN ('success', 'failure', 'denied')),
  payload     jsonb NOT NULL DEFAULT '{}',
  ip          text,
  prev_hash   bytea NOT NULL,
  hash        bytea NOT NULL,
  PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX audit_log_by_action ON audit_log (tenant_id, action, seq DESC);
CREATE INDEX audit_log_by_actor ON audit_log (tenant_id, actor, seq DESC);
CREATE INDEX audit_log_by_resource ON audit_log (tenant_id, resource, resource_id, seq DESC);
CREATE INDEX audit_log_by_time ON audit_log (tenant_id, at);
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
-- Number, time, hashes and, for a shop's own transactions, the actor are not for writers to choose.
GRANT SELECT ON audit_log TO secretaria_tenant, secretaria_system;
GRANT INSERT (tenant_id, action, resource, resource_id, outcome, payload) ON audit_log TO secretaria_tenant;
GRANT INSERT (tenant_id, actor_type, actor, action, resource, resource_id, outcome, payload, ip) ON audit_log TO secretaria_system;
CREATE POLICY system_all ON audit_log TO secretaria_system USING (true) WITH CHECK (true);
CREATE POLICY tenant_read ON audit_log FOR SELECT TO secretaria_tenant
  USING (tenant_id = current_tenant() AND current_user_role() IN ('owner', 'admin'));
CREATE POLICY tenant_insert ON audit_log FOR INSERT TO secretaria_tenant WITH CHECK (tenant_id = current_tenant());

-- The words of a row that its hash is made of. A new version gets a new number in front, never another meaning of this one.
CREATE FUNCTION audit_words(r audit_log) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(1, r.tenant_id, r.seq, (extract(epoch FROM r.at) * 1000000)::bigint, r.actor_type, r.actor, r.action,
    r.resource, r.resource_id, r.outcome, r.payload, r.ip)::text
$$;

CREATE FUNCTION chain_audit_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  head audit_heads;
BEGIN
  -- The update locks the head: whoever writes next sees this row's number and hash, or that it was rolled back.
  INSERT INTO audit_heads AS h (tenant_id, seq, hash) VALUES (NEW.tenant_id, 0, '')
  ON CONFLICT (tenant_id) DO UPDATE SET seq = h.seq RETURNING * INTO head;
  NEW.seq := head.seq + 1;
  NEW.prev_hash := head.hash;
  NEW.at := clock_timestamp();
  NEW.actor_type := coalesce(NEW.actor_type, nullif(current_setting('app.actor_type', true), ''), 'system');
  NEW.actor := coalesce(NEW.actor, nullif(current_setting('app.actor', true), ''), current_setting('application_name'));
  NEW.ip := coalesce(NEW.ip, nullif(current_setting('app.client_address', true), ''));
  NEW.hash := sha256(NEW.prev_hash || convert_to(audit_words(NEW), 'UTF8'));
  UPDATE audit_heads SET seq = NEW.seq, hash = NEW.hash WHERE tenant_id = NEW.tenant_id;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_chain BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION chain_audit_row();

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- An act with the actor of this transaction. What a foreign key changes on its own (it acts as the tables' owner, for whom there are walls)
-- is no act: the row that let it do so has told.
CREATE FUNCTION audit(shop uuid, act text, what text, which text, facts jsonb DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_user NOT IN ('secretaria_tenant', 'secretaria_system') THEN RETURN; END IF;
  INSERT INTO audit_log (tenant_id, action, resource, resource_id, payload) VALUES (shop, act, what, which, facts);
END $$;

-- What differs between two rows: names of columns and, of numbers, flags and the words of closed lists, the values. Free text may hold
-- personal data or secrets and is only named.
CREATE FUNCTION audit_difference(old_row jsonb, new_row jsonb, told text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_object_agg(key, CASE
      WHEN key = ANY (told) OR jsonb_typeof(n.value) IN ('number', 'boolean') THEN jsonb_build_array(old_row -> key, n.value)
      ELSE '"changed"' END), '{}')
  FROM jsonb_each(new_row) n
  WHERE old_row -> key IS DISTINCT FROM n.value
    AND key NOT IN ('updated_at', 'wrapped_key', 'phone_key', 'email_key', 'broken_since', 'connection_status', 'last_error', 'last_event_at')
$$;

-- Arguments: resource; column of its id; then the columns whose words may be told. The act is <resource>_create, _change or _remove.
CREATE FUNCTION audit_row_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told text[] := TG_ARGV[2:];
  old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  one jsonb := coalesce(new_row, old_row);
  facts jsonb;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    facts := audit_difference(old_row, new_row, told);
    IF facts = '{}' THEN RETURN NULL; END IF;
  ELSE
    SELECT coalesce(jsonb_object_agg(key, value), '{}') INTO facts FROM jsonb_each(one) WHERE key = ANY (told) AND value <> 'null';
  END IF;
  PERFORM audit((one ->> 'tenant_id')::uuid,
    TG_ARGV[0] || CASE TG_OP WHEN 'INSERT' THEN '_create' WHEN 'UPDATE' THEN '_change' ELSE '_remove' END,
    TG_ARGV[0], one ->> TG_ARGV[1], facts);
  RETURN NULL;
END $$;

CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON user_roles
  FOR EACH ROW EXECUTE FUNCTION audit_row_change('role', 'user_id', 'role');
CREATE TRIGGER audited AFTER INSERT ON tenants
  FOR EACH ROW EXECUTE FUNCTION audit_row_change('shop', 'tenant_id', 'plan');
CREATE TRIGGER audited_change AFTER UPDATE ON tenants
  FOR EACH ROW EXECUTE FUNCTION audit_row_change('shop', 'tenant_id', 'plan', 'time_zone', 'locale', 'currency');
CREATE TRIGGER audited AFTER INSERT ON api_tokens
  FOR EACH ROW EXECUTE FUNCTION audit_row_change('token', 'id', 'scopes', 'created_by', 'expires_at');
CREATE TRIGGER audited AFTER INSERT ON channel_accounts
  FOR EACH ROW EXECUTE FUNCTION audit_row_change('channel', 'id', 'provider', 'channel_type');
CREATE TRIGGER audited_change AFTER UPDATE OF name, settings, is_enabled, base_url, address, removed_at ON channel_accounts
  FOR EACH ROW EXECUTE FUNCTION audit_row_change('channel', 'id', 'removed_at');
CREATE TRIGGER audited AFTER UPDATE OR DELETE ON ai_support_config
  FOR EACH ROW EXECUTE FUNCTION audit_row_change('assistant_settings', 'tenant_id', 'ai_model', 'personality_tone');
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON ai_channel_config
  FOR EACH ROW EXECUTE FUNCTION audit_row_change('channel_settings', 'channel_type');
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON contact_fields
  FOR EACH ROW EXECUTE FUNCTION audit_row_change('contact_field', 'id', 'type', 'archived_at');

CREATE FUNCTION audit_secret() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  one channel_secrets := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  PERFORM audit(one.tenant_id, CASE WHEN TG_OP = 'DELETE' THEN 'secret_remove' ELSE 'secret_change' END, 'channel', one.account_id::text,
    jsonb_build_object('secret', one.name));
  RETURN NULL;
END $$;
CREATE TRIGGER audited AFTER INSERT OR UPDATE OF sealed OR DELETE ON channel_secrets
  FOR EACH ROW EXECUTE FUNCTION audit_secret();

CREATE FUNCTION audit_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM audit(NEW.tenant_id, CASE WHEN OLD.wrapped_key IS NULL THEN 'data_key_create' ELSE 'data_key_wrap' END, 'shop',
    NEW.tenant_id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER audited_key AFTER UPDATE OF wrapped_key ON tenants
  FOR EACH ROW WHEN (OLD.wrapped_key IS DISTINCT FROM NEW.wrapped_key) EXECUTE FUNCTION audit_key();

CREATE FUNCTION audit_token_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM audit(NEW.tenant_id, 'token_revoke', 'token', NEW.id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER audited_end AFTER UPDATE OF revoked_at ON api_tokens
  FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION audit_token_end();

-- Templates: what people do to them. What the provider says of them is no act of the shop.
CREATE FUNCTION audit_template() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  one message_templates := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  act text := CASE TG_OP WHEN 'INSERT' THEN 'template_create' WHEN 'DELETE' THEN 'template_remove' ELSE 'template_change' END;
BEGIN
  IF coalesce(current_setting('app.actor_type', true), '') IN ('', 'system') THEN RETURN NULL; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF NEW.status IS DISTINCT FROM OLD.status THEN
      act := CASE NEW.status WHEN 'pending' THEN 'template_submit' WHEN 'deleted' THEN 'template_remove' ELSE 'template_change' END;
    ELSIF (NEW.draft, NEW.header_file, NEW.category) IS NOT DISTINCT FROM (OLD.draft, OLD.header_file, OLD.category) THEN
      RETURN NULL;
    END IF;
  END IF;
  PERFORM audit(one.tenant_id, act, 'template', one.id::text,
    jsonb_build_object('name', one.name, 'language', one.language, 'status', one.status));
  RETURN NULL;
END $$;
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON message_templates
  FOR EACH ROW EXECUTE FUNCTION audit_template();

-- People: blocked, made one, brought in from files, their consent, addresses taken off the list of those not written to.
CREATE FUNCTION audit_block() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM audit(NEW.tenant_id, CASE WHEN NEW.is_blocked THEN 'contact_block' ELSE 'contact_unblock' END, 'contact', NEW.id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER audited_block AFTER UPDATE OF is_blocked ON contacts
  FOR EACH ROW WHEN (OLD.is_blocked IS DISTINCT FROM NEW.is_blocked) EXECUTE FUNCTION audit_block();

CREATE FUNCTION audit_merge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM audit(NEW.tenant_id, CASE WHEN NEW.undone_at IS NULL THEN 'contact_merge' ELSE 'contact_unmerge' END, 'contact',
    NEW.survivor_id::text, jsonb_build_object('merged', NEW.merged_id));
  RETURN NULL;
END $$;
CREATE TRIGGER audited AFTER INSERT OR UPDATE OF undone_at ON contact_merges
  FOR EACH ROW EXECUTE FUNCTION audit_merge();

CREATE FUNCTION audit_import() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM audit(NEW.tenant_id, 'contact_import', 'contact_import', NEW.id::text, jsonb_build_object('rows', NEW.total));
  RETURN NULL;
END $$;
CREATE TRIGGER audited AFTER UPDATE OF state ON contact_imports
  FOR EACH ROW WHEN (NEW.state = 'queued' AND OLD.state <> 'queued') EXECUTE FUNCTION audit_import();

CREATE FUNCTION audit_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM audit(NEW.tenant_id, 'consent_change', 'contact', NEW.contact_id::text,
    jsonb_build_object('purpose', NEW.purpose, 'channel', NEW.channel, 'granted', NEW.granted));
  RETURN NULL;
END $$;
CREATE TRIGGER audited AFTER INSERT ON contact_consent_events
  FOR EACH ROW WHEN (NEW.actor_id IS NOT NULL AND NEW.source NOT IN ('merge', 'unmerge')) EXECUTE FUNCTION audit_consent();

CREATE FUNCTION audit_suppression() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM audit(OLD.tenant_id, 'suppression_remove', 'mail_suppression', NULL, jsonb_build_object('reason', OLD.reason));
  RETURN NULL;
END $$;
CREATE TRIGGER audited AFTER DELETE ON mail_suppressions FOR EACH ROW EXECUTE FUNCTION audit_suppression();
