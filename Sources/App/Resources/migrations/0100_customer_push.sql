-- Notices to customers' browsers (Web Push).
--
-- contact_browsers  a browser in which a contact turned an account's notices on. It belongs to the contact's identity of kind `push` on
--                   that account and goes with it: when the identity is merged, taken away or erased, so is what would be told there.
--                   Whoever holds its address could not push without the installation's key.
--
-- Invariants: a browser takes notices of an account for one contact, the last that turned them on in it; a contact has at most twenty
-- on an account. A row that the push service calls gone is deleted by whoever learns it.

ALTER TABLE contact_identities DROP CONSTRAINT contact_identities_kind_check;
ALTER TABLE contact_identities ADD CONSTRAINT contact_identities_kind_check
  CHECK (kind IN ('phone_e164', 'bsuid', 'lid', 'igsid', 'psid', 'email', 'widget', 'push'));

CREATE TABLE contact_browsers (
  tenant_id      uuid NOT NULL,
  id             uuid NOT NULL DEFAULT new_id(),
  account_id     uuid NOT NULL,
  kind           text NOT NULL DEFAULT 'push' CHECK (kind = 'push'),
  match_key      text NOT NULL,
  endpoint       text NOT NULL,
  p256dh         text NOT NULL,
  auth           text NOT NULL,
  device         text NOT NULL DEFAULT '',
  created_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, account_id, endpoint),
  FOREIGN KEY (tenant_id, account_id, kind, match_key) REFERENCES contact_identities ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX contact_browsers_by_identity ON contact_browsers (tenant_id, account_id, kind, match_key);
SELECT protect_table('contact_browsers');
