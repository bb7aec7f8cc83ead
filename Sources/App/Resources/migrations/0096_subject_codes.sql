-- Who asks for a person's data proves to be that person: a code goes to an address on file, over the shop's own channel, and is told back.
--
-- subject_codes  one row a code that was sent. The code itself is stored nowhere: it follows from the row's id and a key of the shop, and the
--                message that carries it is kept without it. One open code a contact; five attempts; a quarter of an hour. A confirmed row
--                is the proof, and goes with the contact.

CREATE TABLE subject_codes (
  tenant_id    uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id           uuid NOT NULL DEFAULT new_id(),
  contact_id   uuid NOT NULL,
  message_id   uuid NOT NULL,
  channel      text NOT NULL,
  address      text NOT NULL,             -- masked
  attempts     int NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,
  verified_at  timestamptz,
  closed_at    timestamptz,               -- replaced by a newer one, or out of attempts
  created_by   text NOT NULL DEFAULT '',  -- name of whoever had it sent
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts ON DELETE CASCADE
);
CREATE UNIQUE INDEX subject_codes_open ON subject_codes (tenant_id, contact_id) WHERE verified_at IS NULL AND closed_at IS NULL;
CREATE INDEX subject_codes_recent ON subject_codes (tenant_id, contact_id, created_at DESC);
SELECT protect_table('subject_codes', guarded => true);
REVOKE DELETE ON subject_codes FROM secretaria_tenant;

CREATE TRIGGER audited AFTER INSERT OR UPDATE OF verified_at, closed_at ON subject_codes
  FOR EACH ROW EXECUTE FUNCTION audit_row_change('subject_code', 'contact_id', 'channel', 'address', 'verified_at');

-- How the person had proved who they are when they were erased; empty: not proved to the program.
ALTER TABLE erasures ADD COLUMN proof text NOT NULL DEFAULT '';
