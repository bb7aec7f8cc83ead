-- Who changed what in the assistant's settings. Append-only for the shop: nobody of it changes or removes a line.
--
-- `channel` is '' for the shop's own settings. `changes`: {"field": [before, after]}.

CREATE TABLE ai_config_changes (
  tenant_id  uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id         uuid NOT NULL DEFAULT new_id(),
  channel    text NOT NULL DEFAULT '',
  actor_id   uuid,
  actor_name text NOT NULL DEFAULT '',
  changes    jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX ai_config_changes_recent ON ai_config_changes (tenant_id, created_at DESC);
SELECT protect_table('ai_config_changes', guarded => true);
REVOKE UPDATE, DELETE ON ai_config_changes FROM secretaria_tenant;
