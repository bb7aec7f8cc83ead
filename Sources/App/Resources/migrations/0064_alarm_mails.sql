-- The owner of a shop is written to when a channel stops, once an outage.
--
-- alarm_mails   who was told of which outage. An outage is named by when it began (channel_accounts.broken_since).

CREATE TABLE alarm_mails (
  tenant_id    uuid NOT NULL,
  account_id   uuid NOT NULL,
  user_id      uuid NOT NULL,
  broken_since timestamptz NOT NULL,
  sent_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, account_id, user_id, broken_since),
  FOREIGN KEY (tenant_id, account_id) REFERENCES channel_accounts ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_roles ON DELETE CASCADE
);
SELECT protect_table('alarm_mails');

-- Also where no browser is subscribed: the owner has a mailbox. A line that comes back within two minutes is no news.
CREATE OR REPLACE FUNCTION tell_of_channel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO jobs (tenant_id, queue, name, arguments, run_at, unique_key)
  VALUES (NEW.tenant_id, 'outbox', 'alerts.tell', jsonb_build_object('kind', 'channel', 'subject', NEW.id), now() + interval '2 minutes',
    'channel:' || NEW.id)
  ON CONFLICT (tenant_id, unique_key) WHERE state = 'ready' AND unique_key IS NOT NULL
    DO UPDATE SET run_at = least(jobs.run_at, excluded.run_at);
  RETURN NULL;
END $$;
