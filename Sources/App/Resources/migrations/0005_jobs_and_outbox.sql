-- Work that survives a crash.
--
-- jobs       hot rows only: ready or running. A finished job is deleted, a hopeless one moves to jobs_dead.
--            System work carries the nil tenant. Invariants: a running row has a lease and a token, and whoever completes it
--            must show that token; one running row per queue and lock_key, in the order (ordered_at, id); one ready row per unique_key.
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
  ordered_at  timestamptz NOT NULL DEFAULT now(),  -- place among the jobs of its lock_key; a retry moves run_at, never this
  lock_key    text,
  unique_key  text,
  burst_until timestamptz,              -- a debounced job is pushed no further than this
  lease_token uuid,
  lease_until timestamptz,
  last_error  text,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  CHECK ((state = 'running') = (lease_token IS NOT NULL AND lease_until IS NOT NULL))
);
CREATE INDEX jobs_ready ON jobs (queue, priority, run_at, id) WHERE state = 'ready';
CREATE INDEX jobs_leases ON jobs (lease_until) WHERE state = 'running';
CREATE UNIQUE INDEX jobs_lock ON jobs (tenant_id, queue, lock_key) WHERE state = 'running' AND lock_key IS NOT NULL;
CREATE INDEX jobs_lock_order ON jobs (tenant_id, queue, lock_key, ordered_at, id) WHERE lock_key IS NOT NULL;
CREATE UNIQUE INDEX jobs_unique ON jobs (tenant_id, unique_key) WHERE state = 'ready' AND unique_key IS NOT NULL;
ALTER TABLE jobs SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
SELECT protect_table('jobs');

CREATE TABLE jobs_dead (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  queue       text NOT NULL,
  name        text NOT NULL,
  arguments   jsonb NOT NULL,
  priority    smallint NOT NULL,
  attempt     int NOT NULL,
  max_attempts int NOT NULL,
  lock_key    text,
  unique_key  text,
  reason      text NOT NULL,
  created_at  timestamptz NOT NULL,
  died_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX jobs_dead_recent ON jobs_dead (tenant_id, died_at DESC);
SELECT protect_table('jobs_dead');

-- Finishes a job inside the transaction of its effects. Raises SJ001 when the lease is no longer the caller's: nothing of
-- that transaction may stand, for somebody else is doing the same work.
CREATE FUNCTION finish_job(job_tenant uuid, job_id uuid, token uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM jobs WHERE tenant_id = job_tenant AND id = job_id AND lease_token = token;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the lease of this job is lost' USING ERRCODE = 'SJ001';
  END IF;
END $$;

-- Gives a job up. Outcome: dead, or lost when the lease is no longer the caller's.
CREATE FUNCTION bury_job(job_tenant uuid, job_id uuid, token uuid, why text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  WITH given_up AS (
    DELETE FROM jobs WHERE tenant_id = job_tenant AND id = job_id AND lease_token = token RETURNING *
  )
  INSERT INTO jobs_dead (tenant_id, id, queue, name, arguments, priority, attempt, max_attempts, lock_key, unique_key, reason, created_at)
  SELECT tenant_id, id, queue, name, arguments, priority, attempt, max_attempts, lock_key, unique_key, why, created_at FROM given_up;
  RETURN CASE WHEN FOUND THEN 'dead' ELSE 'lost' END;
END $$;

-- Puts a running job back to run at `run_at`. `counts`: the attempt stays counted (a failure); otherwise it never was one (a
-- snooze, a release at shutdown). Outcome: ready; dead (attempts used up); absorbed (a newer job with its unique key already
-- waits and does its work); lost (the lease is no longer the caller's).
CREATE FUNCTION return_job(job_tenant uuid, job_id uuid, token uuid, next_run timestamptz, counts boolean, why text)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  job jobs;
BEGIN
  SELECT * INTO job FROM jobs WHERE tenant_id = job_tenant AND id = job_id AND lease_token = token FOR UPDATE;
  IF NOT FOUND THEN
    RETURN 'lost';
  ELSIF counts AND job.attempt >= job.max_attempts THEN
    RETURN bury_job(job_tenant, job_id, token, coalesce(why, 'attempts used up'));
  END IF;
  BEGIN
    UPDATE jobs SET state = 'ready', lease_token = NULL, lease_until = NULL, run_at = next_run,
      attempt = CASE WHEN counts THEN job.attempt ELSE greatest(job.attempt - 1, 0) END, last_error = coalesce(why, last_error)
    WHERE tenant_id = job_tenant AND id = job_id;
    RETURN 'ready';
  EXCEPTION WHEN unique_violation THEN
    DELETE FROM jobs WHERE tenant_id = job_tenant AND id = job_id;
    RETURN 'absorbed';
  END;
END $$;

-- Takes back jobs whose holder went silent. Rows being finished right now are locked by that transaction and left alone.
CREATE FUNCTION rescue_jobs(moment timestamptz, most int)
RETURNS TABLE (name text, outcome text) LANGUAGE plpgsql AS $$
DECLARE
  job record;
BEGIN
  FOR job IN
    SELECT j.tenant_id, j.id, j.lease_token, j.name FROM jobs j
    WHERE j.state = 'running' AND j.lease_until < moment
    ORDER BY j.lease_until LIMIT most FOR UPDATE SKIP LOCKED
  LOOP
    name := job.name;
    outcome := return_job(job.tenant_id, job.id, job.lease_token, moment, true, 'lease expired');
    RETURN NEXT;
  END LOOP;
END $$;

-- Gives a dead job a new life. Outcome: ready, absorbed, or gone.
CREATE FUNCTION replay_job(job_tenant uuid, job_id uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  dead jobs_dead;
BEGIN
  DELETE FROM jobs_dead WHERE tenant_id = job_tenant AND id = job_id RETURNING * INTO dead;
  IF NOT FOUND THEN
    RETURN 'gone';
  END IF;
  INSERT INTO jobs (tenant_id, id, queue, name, arguments, priority, max_attempts, lock_key, unique_key, last_error)
  VALUES (dead.tenant_id, dead.id, dead.queue, dead.name, dead.arguments, dead.priority, dead.max_attempts, dead.lock_key,
          dead.unique_key, dead.reason)
  ON CONFLICT (tenant_id, unique_key) WHERE state = 'ready' AND unique_key IS NOT NULL DO NOTHING;
  RETURN CASE WHEN FOUND THEN 'ready' ELSE 'absorbed' END;
END $$;

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
