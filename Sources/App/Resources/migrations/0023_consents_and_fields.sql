-- What a person allowed, and what the shop wants to know about its people.
--
-- contact_consent_events  every decision: who recorded it, when, from what source. Append-only. `granted` NULL: no longer known.
-- contact_consents        the last word of each purpose and channel ('' = all channels); kept by a trigger, written by nobody else.
--                         A word about all channels replaces what was said of single ones, so a row of a channel is always the newer
--                         one and holds before the general row. Where two people become one, no refusal is lost.
-- contact_fields          the shop's own fields. `contact_field_values` their values as text in the form of their type.
CREATE TABLE contact_consent_events (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL DEFAULT new_id(),
  contact_id uuid NOT NULL,
  purpose    text NOT NULL CHECK (purpose IN ('marketing', 'reviews', 'profiling')),
  channel    text NOT NULL DEFAULT '' CHECK (channel IN ('', 'whatsapp', 'instagram', 'messenger', 'email', 'sms', 'push')),
  granted    boolean,
  source     text NOT NULL,
  actor_id   uuid,
  actor_name text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts ON DELETE CASCADE
);
CREATE INDEX contact_consent_events_by_contact ON contact_consent_events (tenant_id, contact_id, id DESC);
SELECT protect_table('contact_consent_events');
REVOKE UPDATE, DELETE ON contact_consent_events FROM secretaria_tenant;

CREATE TABLE contact_consents (
  tenant_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  purpose    text NOT NULL,
  channel    text NOT NULL,
  granted    boolean NOT NULL,
  source     text NOT NULL,
  actor_name text NOT NULL,
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, contact_id, purpose, channel),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts ON DELETE CASCADE
);
CREATE INDEX contact_consents_by_purpose ON contact_consents (tenant_id, purpose, granted, contact_id);
SELECT protect_table('contact_consents');

CREATE FUNCTION keep_contact_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.channel = '' AND (NEW.source <> 'merge' OR NEW.granted IS FALSE) THEN
    DELETE FROM contact_consents WHERE tenant_id = NEW.tenant_id AND contact_id = NEW.contact_id AND purpose = NEW.purpose
      AND channel <> '';
  END IF;
  IF NEW.granted IS NULL THEN
    DELETE FROM contact_consents WHERE tenant_id = NEW.tenant_id AND contact_id = NEW.contact_id AND purpose = NEW.purpose
      AND channel = NEW.channel;
  ELSE
    INSERT INTO contact_consents (tenant_id, contact_id, purpose, channel, granted, source, actor_name, decided_at)
    VALUES (NEW.tenant_id, NEW.contact_id, NEW.purpose, NEW.channel, NEW.granted, NEW.source, NEW.actor_name, NEW.created_at)
    ON CONFLICT (tenant_id, contact_id, purpose, channel) DO UPDATE SET granted = excluded.granted, source = excluded.source,
      actor_name = excluded.actor_name, decided_at = excluded.decided_at;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER contact_consent_kept AFTER INSERT ON contact_consent_events
  FOR EACH ROW EXECUTE FUNCTION keep_contact_consent();

-- A channel reports that somebody stopped or resumed marketing: the inbox notes it on the contact, and it is a decision like any other.
CREATE FUNCTION note_marketing_choice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO contact_consent_events (tenant_id, contact_id, purpose, channel, granted, source)
  VALUES (NEW.tenant_id, NEW.id, 'marketing', 'whatsapp', NEW.marketing_opt_out_at IS NULL, 'channel');
  RETURN NULL;
END $$;
CREATE TRIGGER contact_marketing_choice AFTER UPDATE OF marketing_opt_out_at ON contacts
  FOR EACH ROW WHEN (OLD.marketing_opt_out_at IS DISTINCT FROM NEW.marketing_opt_out_at)
  EXECUTE FUNCTION note_marketing_choice();

CREATE TABLE contact_fields (
  tenant_id  uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id         uuid NOT NULL DEFAULT new_id(),
  label      text NOT NULL CHECK (label <> ''),
  label_key  text GENERATED ALWAYS AS (fold_text(label)) STORED,
  type       text NOT NULL CHECK (type IN ('text', 'number', 'date', 'boolean', 'choice')),
  options    text[] NOT NULL DEFAULT '{}',
  archived_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX contact_fields_by_label ON contact_fields (tenant_id, label_key) WHERE archived_at IS NULL;
SELECT protect_table('contact_fields', guarded => true);

CREATE TABLE contact_field_values (
  tenant_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  field_id   uuid NOT NULL,
  value      text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, contact_id, field_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, field_id) REFERENCES contact_fields ON DELETE CASCADE
);
CREATE INDEX contact_field_values_by_field ON contact_field_values (tenant_id, field_id);
SELECT protect_table('contact_field_values');
