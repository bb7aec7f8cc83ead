-- Two contacts found to be one person, and the way back.
--
-- `moved` says exactly what the merge changed (ids of rows, fields of the survivor before and after), so that undoing it gives
-- each contact its own again. A contact is merged into one other at a time.
CREATE TABLE contact_merges (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL DEFAULT new_id(),
  survivor_id uuid NOT NULL,
  merged_id   uuid NOT NULL,
  moved       jsonb NOT NULL,
  merged_by   uuid,
  merged_at   timestamptz NOT NULL DEFAULT now(),
  undone_by   uuid,
  undone_at   timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, survivor_id) REFERENCES contacts (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, merged_id) REFERENCES contacts (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX contact_merges_standing ON contact_merges (tenant_id, merged_id) WHERE undone_at IS NULL;
CREATE INDEX contact_merges_by_survivor ON contact_merges (tenant_id, survivor_id) WHERE undone_at IS NULL;
SELECT protect_table('contact_merges');
