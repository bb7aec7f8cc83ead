-- What people of a shop are told wherever they are, and where.
--
-- push_subscriptions   a browser of a person that wants to be told. Whoever holds its address could not push without our key.
-- channel_accounts     broken_since: when a channel that worked stopped working; NULL while it works.
--
-- What people are told of starts here, in the transaction that makes it true: no feature that moves a conversation or a channel can
-- forget it. The jobs read the row again before they tell anybody. A shop without subscriptions gets no job.

CREATE TABLE push_subscriptions (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL DEFAULT new_id(),
  user_id      uuid NOT NULL,
  endpoint     text NOT NULL,
  p256dh       text NOT NULL,
  auth         text NOT NULL,
  device       text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_push_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, endpoint),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_roles ON DELETE CASCADE
);
CREATE INDEX push_subscriptions_by_user ON push_subscriptions (tenant_id, user_id);
SELECT protect_table('push_subscriptions');
-- A colleague's language, to tell him in it.
GRANT SELECT (locale) ON users TO secretaria_tenant;

ALTER TABLE channel_accounts ADD COLUMN broken_since timestamptz;

CREATE FUNCTION note_channel_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.connection_status = 'connected' OR NOT NEW.is_enabled OR NEW.removed_at IS NOT NULL THEN
    NEW.broken_since := NULL;
  ELSIF OLD.connection_status = 'connected' OR NEW.connection_status = 'needs_reauth' AND OLD.connection_status <> 'needs_reauth' THEN
    NEW.broken_since := coalesce(NEW.broken_since, now());
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER channel_state BEFORE UPDATE OF connection_status, is_enabled, removed_at ON channel_accounts
  FOR EACH ROW EXECUTE FUNCTION note_channel_state();

CREATE FUNCTION enqueue_alert(shop uuid, alert jsonb, unique_name text, wait interval) RETURNS void LANGUAGE sql AS $$
  INSERT INTO jobs (tenant_id, queue, name, arguments, run_at, unique_key)
  SELECT shop, 'outbox', 'alerts.tell', alert, now() + wait, unique_name
  WHERE EXISTS (SELECT FROM push_subscriptions WHERE tenant_id = shop)
  ON CONFLICT (tenant_id, unique_key) WHERE state = 'ready' AND unique_key IS NOT NULL
    DO UPDATE SET run_at = least(jobs.run_at, excluded.run_at)
$$;

CREATE FUNCTION tell_of_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM enqueue_alert(NEW.tenant_id, jsonb_build_object('kind', TG_ARGV[0], 'subject', NEW.id), TG_ARGV[0] || ':' || NEW.id, '0');
  RETURN NULL;
END $$;
CREATE TRIGGER conversation_needs_person AFTER UPDATE OF status ON conversations
  FOR EACH ROW WHEN (NEW.status = 'waiting_agent' AND OLD.status <> 'waiting_agent') EXECUTE FUNCTION tell_of_conversation('waiting');
CREATE TRIGGER conversation_is_new AFTER INSERT ON conversations
  FOR EACH ROW WHEN (NEW.status IN ('new', 'waiting_agent') AND NEW.last_direction = 'inbound')
  EXECUTE FUNCTION tell_of_conversation('waiting');
CREATE TRIGGER conversation_assigned AFTER UPDATE OF assigned_to ON conversations
  FOR EACH ROW WHEN (NEW.assigned_to IS NOT NULL AND NEW.assigned_to IS DISTINCT FROM OLD.assigned_to)
  EXECUTE FUNCTION tell_of_conversation('assigned');

-- A line that comes back within two minutes is no news.
CREATE FUNCTION tell_of_channel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM enqueue_alert(NEW.tenant_id, jsonb_build_object('kind', 'channel', 'subject', NEW.id), 'channel:' || NEW.id, '2 minutes');
  RETURN NULL;
END $$;
CREATE TRIGGER channel_broke AFTER UPDATE OF connection_status ON channel_accounts
  FOR EACH ROW WHEN (NEW.broken_since IS NOT NULL AND OLD.broken_since IS NULL) EXECUTE FUNCTION tell_of_channel();
