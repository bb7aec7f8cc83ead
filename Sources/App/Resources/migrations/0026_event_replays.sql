-- Replays of webhooks are counted together: the moment of the transaction that put events back names the run.
ALTER TABLE webhook_events ADD COLUMN replayed_at timestamptz;
CREATE INDEX webhook_events_replayed ON webhook_events (tenant_id, replayed_at) WHERE replayed_at IS NOT NULL;
