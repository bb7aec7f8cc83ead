-- What people ask of the shop about their data, what went wrong with it, and who answers for it.
--
-- subject_requests   one request of a person (LGPD Art. 18) with its clock. Names the person by a mask and a keyed hash; `contact_id` while
--                    the contact exists. An answered request is kept as proof.
-- privacy_incidents  every incident with personal data, told to anybody or not, kept five years (Res. CD/ANPD 15/2024). No personal data.
-- privacy_settings   who answers for data protection, and whether the shop is a small agent (Res. CD/ANPD 2/2022: double time).

CREATE TABLE subject_requests (
  tenant_id    uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id           uuid NOT NULL DEFAULT new_id(),
  number       bigint NOT NULL,           -- protocol number of the shop
  kind         text NOT NULL CHECK (kind IN ('confirmation', 'access', 'correction', 'restriction', 'portability', 'erasure', 'sharing',
    'revocation', 'objection', 'review')),
  subject      text NOT NULL,             -- masked
  hash         text NOT NULL,
  contact_id   uuid,
  way          text NOT NULL DEFAULT '',  -- how it came
  received_at  timestamptz NOT NULL,
  due_at       timestamptz NOT NULL,
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'verified', 'answered', 'refused')),
  verified_how text NOT NULL DEFAULT '',
  verified_at  timestamptz,
  answer       text NOT NULL DEFAULT '',
  answered_at  timestamptz,
  erasure_id   uuid,
  created_by   uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts ON DELETE SET NULL (contact_id)
);
CREATE INDEX subject_requests_open ON subject_requests (tenant_id, due_at) WHERE state IN ('open', 'verified');
CREATE INDEX subject_requests_by_contact ON subject_requests (tenant_id, contact_id) WHERE contact_id IS NOT NULL;
SELECT protect_table('subject_requests', guarded => true);
REVOKE DELETE ON subject_requests FROM secretaria_tenant;

CREATE TABLE privacy_incidents (
  tenant_id    uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id           uuid NOT NULL DEFAULT new_id(),
  title        text NOT NULL CHECK (title <> ''),
  happened     text NOT NULL DEFAULT '',   -- what happened, its cause, what was done before and after
  data_kinds   text[] NOT NULL DEFAULT '{}',
  people       int NOT NULL DEFAULT 0 CHECK (people >= 0),
  minors       int NOT NULL DEFAULT 0 CHECK (minors >= 0),
  elderly      int NOT NULL DEFAULT 0 CHECK (elderly >= 0),
  is_risky     boolean NOT NULL DEFAULT false,  -- relevant risk or harm
  occurred_at  timestamptz,
  known_at     timestamptz NOT NULL,
  told_anpd_at timestamptz,
  told_people_at timestamptz,
  completed_at timestamptz,
  closed_at    timestamptz,
  created_by   uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX privacy_incidents_recent ON privacy_incidents (tenant_id, known_at DESC, id DESC);
SELECT protect_table('privacy_incidents', guarded => true);
REVOKE DELETE ON privacy_incidents FROM secretaria_tenant;
COMMENT ON TABLE privacy_incidents IS 'no customer data: what happened, told without names';

CREATE TABLE privacy_settings (
  tenant_id  uuid PRIMARY KEY REFERENCES tenants ON DELETE CASCADE,
  officer    text NOT NULL DEFAULT '',
  officer_contact text NOT NULL DEFAULT '',
  is_small_agent boolean NOT NULL DEFAULT false,
  updated_at timestamptz NOT NULL DEFAULT now()
);
SELECT protect_table('privacy_settings', guarded => true);
COMMENT ON TABLE privacy_settings IS 'no customer data: who answers in the shop';

CREATE TRIGGER audited AFTER INSERT OR UPDATE OF kind, state, due_at ON subject_requests
  FOR EACH ROW EXECUTE FUNCTION audit_row_change('subject_request', 'id', 'kind', 'state', 'number', 'due_at');
CREATE TRIGGER audited AFTER INSERT OR UPDATE ON privacy_incidents
  FOR EACH ROW EXECUTE FUNCTION audit_row_change('privacy_incident', 'id', 'known_at', 'told_anpd_at', 'told_people_at', 'completed_at', 'closed_at');
CREATE TRIGGER audited AFTER INSERT OR UPDATE ON privacy_settings
  FOR EACH ROW EXECUTE FUNCTION audit_row_change('privacy_settings', 'tenant_id');
