-- WhatsApp's message templates: what may be sent when the 24-hour window is closed.
--
-- message_templates  one template in one language of one business account (WABA), which may have several numbers. `draft` is what the
--                    shop wrote (also a change not yet submitted); `components` is what the provider has and what is sent. `names` are
--                    the friendly names behind its numbers. `status` is Meta's word in our spelling, `draft` for one never submitted,
--                    `unknown` for a word nobody knows yet. `status_at` is the provider's time of its last notice, `noticed_at` ours.
-- template_files     pictures, films and documents for headers; bytes on disk, as with other files.
-- template_uploads   what a provider calls such a file for one account, good for some weeks.
-- template_syncs     when the list of a business account was last read, and how that went.

CREATE TABLE template_files (
  tenant_id    uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id           uuid NOT NULL DEFAULT new_id(),
  mime_type    text NOT NULL,
  file_name    text NOT NULL,
  byte_size    bigint NOT NULL,
  storage_path text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
SELECT protect_table('template_files');

CREATE TABLE template_uploads (
  tenant_id   uuid NOT NULL,
  file_id     uuid NOT NULL,
  account_id  uuid NOT NULL,
  media_id    text NOT NULL,
  uploaded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, file_id, account_id),
  FOREIGN KEY (tenant_id, file_id) REFERENCES template_files ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, account_id) REFERENCES channel_accounts ON DELETE CASCADE
);
SELECT protect_table('template_uploads');

CREATE TABLE message_templates (
  tenant_id   uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id          uuid NOT NULL DEFAULT new_id(),
  business_account_id text NOT NULL,
  name        text NOT NULL,
  language    text NOT NULL,
  category    text NOT NULL,
  status      text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'pending', 'approved', 'rejected', 'paused', 'disabled',
    'flagged', 'archived', 'locked', 'deleted', 'in_appeal', 'limit_exceeded', 'unknown')),
  provider_id text,
  rejection   text,
  detail      text,                         -- the provider's own words on its status
  quality     text,
  components  jsonb NOT NULL DEFAULT '[]',
  names       jsonb NOT NULL DEFAULT '{}',
  draft       jsonb,
  header_file uuid,
  status_at   timestamptz,
  noticed_at  timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, business_account_id, name, language),
  FOREIGN KEY (tenant_id, header_file) REFERENCES template_files ON DELETE SET NULL (header_file)
);
CREATE INDEX message_templates_by_file ON message_templates (tenant_id, header_file) WHERE header_file IS NOT NULL;
SELECT protect_table('message_templates', guarded => true);

CREATE TABLE template_syncs (
  tenant_id   uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  business_account_id text NOT NULL,
  started_at  timestamptz NOT NULL,
  finished_at timestamptz,                  -- of the last one that went well
  error_code  text,
  error_title text,
  PRIMARY KEY (tenant_id, business_account_id)
);
SELECT protect_table('template_syncs', guarded => true);

-- Webhooks about templates name the business account, which is a setting of the account.
CREATE INDEX channel_accounts_by_business ON channel_accounts ((settings ->> 'business_account_id')) WHERE provider = 'meta';
