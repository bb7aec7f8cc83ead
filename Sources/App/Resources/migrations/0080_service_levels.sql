-- How well the service does for each shop, and which processes run its jobs.
--
-- service_levels  good and bad events of five minutes, by objective: what error budgets are made of
-- worker_beats    one row a process that runs jobs, renewed while it lives

CREATE TABLE service_levels (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  objective text NOT NULL CHECK (objective IN ('webhook', 'delivery', 'model')),
  bucket    timestamptz NOT NULL,
  good      bigint NOT NULL DEFAULT 0 CHECK (good >= 0),
  bad       bigint NOT NULL DEFAULT 0 CHECK (bad >= 0),
  PRIMARY KEY (tenant_id, objective, bucket)
);
SELECT protect_table('service_levels');

CREATE TABLE worker_beats (
  id      uuid PRIMARY KEY,
  queues  text[] NOT NULL,
  beat_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE worker_beats ENABLE ROW LEVEL SECURITY;
ALTER TABLE worker_beats FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON worker_beats TO secretaria_system;
CREATE POLICY system_all ON worker_beats TO secretaria_system USING (true) WITH CHECK (true);

COMMENT ON TABLE service_levels IS 'no customer data: counts of events';
COMMENT ON TABLE worker_beats IS 'no customer data: which processes run';
