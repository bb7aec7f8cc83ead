-- What a queue costs that takes one job at a time: claim it, commit, delete it, commit.
BEGIN;
UPDATE jobs SET state = 'running', attempt = attempt + 1, lease_token = gen_random_uuid(), lease_until = now() + interval '30 s'
  WHERE (tenant_id, id) = (
    SELECT tenant_id, id FROM jobs
    WHERE queue = 'maintenance' AND state = 'ready' AND run_at <= now()
    ORDER BY priority, run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id, lease_token \gset
COMMIT;
BEGIN;
DELETE FROM jobs WHERE tenant_id = '00000000-0000-0000-0000-000000000000' AND id = :id AND lease_token = :lease_token;
COMMIT;
