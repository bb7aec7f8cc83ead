-- Where messages come from and leave by.
--
-- channel_accounts   one connected number, page, mailbox or widget of a shop. `settings` holds what may be shown.
-- channel_secrets    its tokens, sealed with the tenant's data key (AES-256-GCM; AAD = tenant, account, name). Write-only in UI and API.
-- channel_directory  which account owns a provider address, over all shops: two tenants can never claim one number, and a
--                    webhook finds its tenant with one look-up. Machinery only, hence no tenant_id in front of its key.

CREATE TABLE channel_accounts (
  tenant_id    uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id           uuid NOT NULL DEFAULT new_id(),
  channel_type text NOT NULL CHECK (channel_type IN ('whatsapp', 'instagram', 'messenger', 'email', 'chat', 'sms', 'push')),
  provider     text NOT NULL CHECK (provider IN ('meta', 'z-api', 'whaticket', 'resend', 'smtp', 'twilio', 'zenvia', 'widget', 'webpush')),
  name         text NOT NULL,
  -- What the provider routes on: phone_number_id, instance id, page id, address.
  address      text NOT NULL,
  display_address text,
  -- Where the provider's API is reached; NULL = the provider's own. Set by the operator, never from a page.
  base_url     text,
  settings     jsonb NOT NULL DEFAULT '{}',
  is_enabled   boolean NOT NULL DEFAULT true,
  connection_status text NOT NULL DEFAULT 'disconnected'
    CHECK (connection_status IN ('connected', 'disconnected', 'qr_pending', 'needs_reauth')),
  last_event_at timestamptz,
  last_error   text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
SELECT protect_table('channel_accounts', guarded => true);

CREATE TABLE channel_secrets (
  tenant_id  uuid NOT NULL,
  account_id uuid NOT NULL,
  name       text NOT NULL CHECK (name IN ('access_token', 'app_secret', 'verify_token', 'api_token', 'client_token', 'webhook_secret')),
  sealed     bytea NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, account_id, name),
  FOREIGN KEY (tenant_id, account_id) REFERENCES channel_accounts ON DELETE CASCADE
);
SELECT protect_table('channel_secrets', guarded => true, secret => true);

CREATE TABLE channel_directory (
  provider   text NOT NULL,
  address    text NOT NULL,
  tenant_id  uuid NOT NULL,
  account_id uuid NOT NULL,
  PRIMARY KEY (provider, address),
  FOREIGN KEY (tenant_id, account_id) REFERENCES channel_accounts ON DELETE CASCADE
);
CREATE INDEX channel_directory_by_account ON channel_directory (tenant_id, account_id);
ALTER TABLE channel_directory ENABLE ROW LEVEL SECURITY;
ALTER TABLE channel_directory FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON channel_directory TO secretaria_system;
CREATE POLICY system_all ON channel_directory TO secretaria_system USING (true) WITH CHECK (true);

-- Every webhook as it arrived, before its sender got a 200.
--
-- One row per (account, body): the same body again raises `deliveries` and nothing else. A body that speaks of several
-- accounts is cut into one row each, so a row never holds another tenant's data. `state`: pending (not yet read),
-- processed, failed (at least one item could not be understood; see item_errors), ignored (nothing in it for us).
-- A row leaves `pending` in the same transaction that stores what it says.
CREATE TABLE webhook_events (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL DEFAULT new_id(),
  account_id  uuid NOT NULL,
  provider    text NOT NULL,
  digest      bytea NOT NULL,               -- SHA-256 of the body
  body        bytea NOT NULL,
  headers     jsonb NOT NULL DEFAULT '{}',  -- the few that matter, never the signature
  signature   text NOT NULL DEFAULT 'valid' CHECK (signature IN ('valid', 'replayed')),
  state       text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'processed', 'failed', 'ignored')),
  deliveries  int NOT NULL DEFAULT 1,
  items       int NOT NULL DEFAULT 0,       -- messages, statuses and notices found inside
  duplicates  int NOT NULL DEFAULT 0,       -- items that were known already
  item_errors jsonb,                        -- [{"path","reason"}], masked
  received_at timestamptz NOT NULL DEFAULT now(),
  processed_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, account_id, digest),
  FOREIGN KEY (tenant_id, account_id) REFERENCES channel_accounts ON DELETE CASCADE
);
CREATE INDEX webhook_events_pending ON webhook_events (tenant_id, id) WHERE state = 'pending';
CREATE INDEX webhook_events_recent ON webhook_events (tenant_id, received_at DESC, id DESC);
CREATE INDEX webhook_events_failed ON webhook_events (tenant_id, received_at DESC, id DESC) WHERE state = 'failed';
ALTER TABLE webhook_events SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
SELECT protect_table('webhook_events');
