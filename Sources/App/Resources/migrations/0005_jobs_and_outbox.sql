-- Work that survives a crash.
--
-- jobs       hot rows only: ready or running. A finished job is deleted, a hopeless one moves to jobs_dead.
--            System work carries the nil tenant. Invariants: a running row has a lease and a token, and whoever completes it
--            must show that token; one running row per lock_key; one ready row per unique_key.
-- jobs_dead  what gave up, with its reason, replayable.
-- cron       one row a schedule; `next_run` moves in the transaction that enqueues.
-- outbox     one row a message on its way out. pending → sending → accepted | failed | unknown. A provider without idempotency keys is
--            called only after `sending` is committed; a row found in `sending` by a later attempt is `unknown`: never resent blindly,
--            settled by the provider's status (which echoes the outbox id) or by a person.

CREATE TABLE jobs (
  tenant_id   uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  id          uuid NOT NULL DEFAULT new_id(),
  queue       text NOT NULL,
  name        text NOT NULL,
  arguments   jsonb NOT NULL DEFAULT '{}',
  state       text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'running')),
  priority    smallint NOT NULL DEFAULT 100,
  run_at      timestamptz NOT NULL DEFAULT now(),
  attempt     int NOT NULL DEFAULT 0,
  max_attempts int NOT NULL DEFAULT 20,
  lock_key    text,
  unique_key  text,
  burst_started_at timestamptz,         -- first moment of a debounced burst: bounds how far run_at may be pushed
  lease_token uuid,
  lease_until timestamptz,
  last_error  text,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  CHECK ((state = 'running') = (lease_token IS NOT NULL AND lease_until IS NOT NULL))
);
CREATE INDEX jobs_ready ON jobs (queue, priority, run_at, id) WHERE state = 'ready';
CREATE INDEX jobs_leases ON jobs (lease_until) WHERE state = 'running';
CREATE UNIQUE INDEX jobs_lock ON jobs (tenant_id, lock_key) WHERE state = 'running' AND lock_key IS NOT NULL;
CREATE UNIQUE INDEX jobs_unique ON jobs (tenant_id, unique_key) WHERE state = 'ready' AND unique_key IS NOT NULL;
ALTER TABLE jobs SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
SELECT protect_table('jobs');

CREATE TABLE jobs_dead (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  queue       text NOT NULL,
  name        text NOT NULL,
  arguments   jsonb NOT NULL,
  attempt     int NOT NULL,
  lock_key    text,
  unique_key  text,
  reason      text NOT NULL,
  created_at  timestamptz NOT NULL,
  died_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX jobs_dead_recent ON jobs_dead (tenant_id, died_at DESC);
SELECT protect_table('jobs_dead');

CREATE TABLE cron (
  name      text PRIMARY KEY,
  every_seconds int NOT NULL CHECK (every_seconds > 0),
  next_run  timestamptz NOT NULL DEFAULT now(),
  last_run  timestamptz
);
ALTER TABLE cron ENABLE ROW LEVEL SECURITY;
ALTER TABLE cron FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON cron TO secretaria_system;
CREATE POLICY system_all ON cron TO secretaria_system USING (true) WITH CHECK (true);

CREATE TABLE outbox (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL DEFAULT new_id(),
  message_id      uuid NOT NULL,
  conversation_id uuid NOT NULL,
  account_id      uuid NOT NULL,
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sending', 'accepted', 'failed', 'unknown')),
  attempts        int NOT NULL DEFAULT 0,
  external_id     text,
  last_error_code text,
  last_error      text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, message_id),
  FOREIGN KEY (tenant_id, message_id) REFERENCES messages ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
);
CREATE INDEX outbox_open ON outbox (tenant_id, conversation_id, id) WHERE state IN ('pending', 'sending', 'unknown');
CREATE INDEX outbox_by_external ON outbox (tenant_id, account_id, external_id) WHERE external_id IS NOT NULL;
SELECT protect_table('outbox');
