-- Requests that came for an account and did not prove to be its provider's: a secret that was typed wrong, or a stranger. Counted since
-- the account's secrets were last given.

ALTER TABLE channel_accounts ADD COLUMN refused_count bigint NOT NULL DEFAULT 0;
ALTER TABLE channel_accounts ADD COLUMN refused_at timestamptz;
