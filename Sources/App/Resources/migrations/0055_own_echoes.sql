-- Providers send back what the shop itself said, and the copy may overtake the answer to the call that caused it.
--
-- outbox.called_at    when the call that is under way, or was last, began: a copy that came earlier is of something else.
-- outbox.unanswered   calls of this message of which nobody knows under which id the provider keeps what they sent.
-- outbox_names        further ids of a message we sent: of its parts, and of attempts before the one it is known by.
-- webhook_events      `held` waits for one outbox row to leave `sending`; then it is read again.

ALTER TABLE outbox ADD COLUMN called_at timestamptz;
ALTER TABLE outbox ADD COLUMN unanswered int NOT NULL DEFAULT 0 CHECK (unanswered >= 0);
CREATE INDEX outbox_unsure ON outbox (tenant_id, conversation_id) WHERE state = 'sending' OR unanswered > 0;

CREATE TABLE outbox_names (
  tenant_id   uuid NOT NULL,
  account_id  uuid NOT NULL,
  external_id text NOT NULL,
  outbox_id   uuid NOT NULL,
  PRIMARY KEY (tenant_id, account_id, external_id),
  FOREIGN KEY (tenant_id, outbox_id) REFERENCES outbox ON DELETE CASCADE
);
CREATE INDEX outbox_names_by_outbox ON outbox_names (tenant_id, outbox_id);
SELECT protect_table('outbox_names');

ALTER TABLE webhook_events DROP CONSTRAINT webhook_events_state_check;
ALTER TABLE webhook_events ADD CONSTRAINT webhook_events_state_check
  CHECK (state IN ('pending', 'processed', 'failed', 'ignored', 'held'));
ALTER TABLE webhook_events ADD COLUMN held_for uuid;
CREATE INDEX webhook_events_held ON webhook_events (tenant_id, held_for) WHERE state = 'held';

-- Whatever ends a call lets go of what waited for it: no path of the outbox can forget to.
CREATE FUNCTION release_held_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE webhook_events SET state = 'pending', held_for = NULL
  WHERE tenant_id = NEW.tenant_id AND state = 'held' AND held_for = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER outbox_call_ended AFTER UPDATE OF state ON outbox
  FOR EACH ROW WHEN (OLD.state = 'sending' AND NEW.state <> 'sending') EXECUTE FUNCTION release_held_events();
