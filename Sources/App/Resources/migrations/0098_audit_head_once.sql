-- Many acts in one transaction: the head of a chain moves once, at its end.
--
-- Until now every act wrote the head anew, twice. Versions that the same transaction made cannot be cleared away, and each look at the head
-- walked through all of them: the time for n acts grew with n². Now the first act of a transaction locks the head; from then on number and hash
-- of the last act go along in a setting of the transaction (app.audit_tail: shop, number, hash), which a savepoint that is undone takes back, too;
-- the last act moves the head before the commit. Rows, hashes and rights are as they were: whoever may write the setting may write the head.

CREATE FUNCTION move_audit_head(shop uuid, number bigint, digest bytea) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  -- At the end of a transaction its scope may be another one than that of the act.
  scope text := coalesce(current_setting('app.tenant_id', true), '');
BEGIN
  PERFORM set_config('app.tenant_id', shop::text, true);
  UPDATE audit_heads SET seq = number, hash = digest WHERE tenant_id = shop;
  IF NOT FOUND THEN RAISE EXCEPTION 'the head of the audit log cannot be moved'; END IF;
  PERFORM set_config('app.tenant_id', scope, true);
END $$;

CREATE OR REPLACE FUNCTION chain_audit_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  tail text[] := string_to_array(nullif(current_setting('app.audit_tail', true), ''), ' ');
  head record;
BEGIN
  IF tail[1] = NEW.tenant_id::text THEN
    NEW.seq := tail[2]::bigint + 1;
    NEW.prev_hash := decode(tail[3], 'hex');
  ELSE
    -- The acts of another shop in the same transaction: its head stands where it is from here on.
    IF tail IS NOT NULL THEN PERFORM move_audit_head(tail[1]::uuid, tail[2]::bigint, decode(tail[3], 'hex')); END IF;
    -- Whoever writes next waits here until this transaction has moved the head, or was rolled back.
    SELECT h.seq, h.hash INTO head FROM audit_heads h WHERE h.tenant_id = NEW.tenant_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
      INSERT INTO audit_heads (tenant_id, seq, hash) VALUES (NEW.tenant_id, 0, '') ON CONFLICT DO NOTHING;
      SELECT h.seq, h.hash INTO STRICT head FROM audit_heads h WHERE h.tenant_id = NEW.tenant_id FOR NO KEY UPDATE;
    END IF;
    NEW.seq := head.seq + 1;
    NEW.prev_hash := head.hash;
  END IF;
  NEW.at := clock_timestamp();
  NEW.actor_type := coalesce(NEW.actor_type, nullif(current_setting('app.actor_type', true), ''), 'system');
  NEW.actor := coalesce(NEW.actor, nullif(current_setting('app.actor', true), ''), current_setting('application_name'));
  NEW.ip := coalesce(NEW.ip, nullif(current_setting('app.client_address', true), ''));
  NEW.hash := sha256(NEW.prev_hash || convert_to(audit_words(NEW), 'UTF8'));
  PERFORM set_config('app.audit_tail', NEW.tenant_id || ' ' || NEW.seq || ' ' || encode(NEW.hash, 'hex'), true);
  RETURN NEW;
END $$;

CREATE FUNCTION end_audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Only for the last act: the setting speaks of no other.
  IF current_setting('app.audit_tail', true) = NEW.tenant_id || ' ' || NEW.seq || ' ' || encode(NEW.hash, 'hex') THEN
    PERFORM move_audit_head(NEW.tenant_id, NEW.seq, NEW.hash);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audit_head AFTER INSERT ON audit_log DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION end_audit_chain();
