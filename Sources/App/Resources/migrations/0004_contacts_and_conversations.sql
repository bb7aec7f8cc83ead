-- People who write to the shop, and what is said.
--
-- contacts             a person. A phone is not an identity: see contact_identities.
-- contact_identities   one address of a person on one account; unique, so a person is found by any of them.
--                      `match_key` makes Brazilian mobiles equal with and without the ninth digit.
-- conversations        `revision` rises with every inbound message and every human act: the fence the assistant commits behind.
--                      `change_seq` rises with every visible change: what live pages resume from.
-- messages             unique (account, external id, part): redelivery is harmless. Ordered by (sent_at, id).
-- message_statuses     what the provider said of a message we may not know yet; ranks only rise (queued<sent<delivered<read).
-- conversation_events  the conversation's history: handoffs, gates, AI usage, status changes. Append-only.

CREATE SEQUENCE change_seq;
GRANT USAGE ON SEQUENCE change_seq TO secretaria_tenant, secretaria_system;

CREATE TABLE contacts (
  tenant_id  uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id         uuid NOT NULL DEFAULT new_id(),
  name       text,
  email      text,
  phone      text,
  username   text,
  locale     text,
  is_blocked boolean NOT NULL DEFAULT false,
  marketing_opt_out_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX contacts_by_name ON contacts (tenant_id, fold_text(name));
SELECT protect_table('contacts');

CREATE TABLE contact_identities (
  tenant_id  uuid NOT NULL,
  account_id uuid NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('phone_e164', 'bsuid', 'lid', 'igsid', 'psid', 'email', 'widget')),
  match_key  text NOT NULL,
  value      text NOT NULL,          -- exactly what the provider returned: the address we send to
  contact_id uuid NOT NULL,
  first_seen timestamptz NOT NULL DEFAULT now(),
  superseded_at timestamptz,
  PRIMARY KEY (tenant_id, account_id, kind, match_key),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, account_id) REFERENCES channel_accounts ON DELETE CASCADE
);
CREATE INDEX contact_identities_by_contact ON contact_identities (tenant_id, contact_id);
SELECT protect_table('contact_identities');

CREATE TABLE conversations (
  tenant_id      uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id             uuid NOT NULL DEFAULT new_id(),
  account_id     uuid NOT NULL,
  customer_id    uuid NOT NULL,
  customer_name  text NOT NULL DEFAULT '',
  customer_email text,
  customer_phone text,
  channel_type   text NOT NULL,
  status         text NOT NULL DEFAULT 'new'
    CHECK (status IN ('new', 'open', 'waiting_customer', 'waiting_agent', 'bot', 'resolved', 'closed', 'spam')),
  assigned_to    uuid,
  priority       text NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  handoff_reason text,
  handoff_summary text,               -- masked
  revision       bigint NOT NULL DEFAULT 0,
  change_seq     bigint NOT NULL DEFAULT nextval('change_seq'),
  unread_count   int NOT NULL DEFAULT 0,
  last_message_at timestamptz NOT NULL DEFAULT now(),
  last_message_preview text NOT NULL DEFAULT '',
  last_message_type text NOT NULL DEFAULT 'text',
  last_direction text NOT NULL DEFAULT 'inbound',
  last_customer_message_at timestamptz,   -- the 24-hour window counts from here
  waiting_since  timestamptz,             -- first unanswered customer message; NULL when the last word was ours
  resolved_at    timestamptz,
  created_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES channel_accounts ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, customer_id) REFERENCES contacts ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, assigned_to) REFERENCES user_roles ON DELETE SET NULL (assigned_to)
);
-- One conversation a contact and account that can still receive messages (spam receives them too, out of sight).
CREATE UNIQUE INDEX conversations_live ON conversations (tenant_id, account_id, customer_id) WHERE status <> 'closed';
CREATE INDEX conversations_by_customer ON conversations (tenant_id, customer_id, last_message_at DESC);
CREATE INDEX conversations_by_status ON conversations (tenant_id, status, last_message_at DESC, id DESC);
-- The list, newest first. Spam has its own view, so however much of it there is, it is never walked over.
CREATE INDEX conversations_recent ON conversations (tenant_id, last_message_at DESC, id DESC) WHERE status <> 'spam';
CREATE INDEX conversations_by_assignee ON conversations (tenant_id, assigned_to, last_message_at DESC, id DESC)
  WHERE assigned_to IS NOT NULL AND status NOT IN ('resolved', 'closed', 'spam');
CREATE INDEX conversations_by_change ON conversations (tenant_id, change_seq);
ALTER TABLE conversations SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
SELECT protect_table('conversations');

CREATE TABLE messages (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL DEFAULT new_id(),
  conversation_id uuid NOT NULL,
  account_id      uuid NOT NULL,
  direction       text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
  sender_type     text NOT NULL CHECK (sender_type IN ('customer', 'agent', 'bot', 'system')),
  sender_id       uuid,
  sender_name     text NOT NULL DEFAULT '',
  content         text NOT NULL DEFAULT '',
  content_type    text NOT NULL DEFAULT 'text',   -- open: an unknown kind is kept with its payload
  payload         jsonb,                          -- provider's own object for anything but plain text
  external_id     text,                           -- provider's message id
  part            int NOT NULL DEFAULT 0,         -- several messages out of one provider id
  reply_to_external_id text,
  client_key      text,                           -- sender's idempotency key: two taps, one message
  delivery_status text CHECK (delivery_status IN ('queued', 'sent', 'delivered', 'read', 'failed')),
  failure_code    text,
  failure_reason  text,
  is_ai_generated boolean NOT NULL DEFAULT false,
  is_internal     boolean NOT NULL DEFAULT false,
  is_note         boolean NOT NULL DEFAULT false,
  citations       jsonb,                          -- [{"doc_id","chunk_id","title","quote"}]
  edited_at       timestamptz,
  deleted_at      timestamptz,
  sent_at         timestamptz NOT NULL DEFAULT now(),  -- provider's time for inbound, ours for outbound
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
);
CREATE UNIQUE INDEX messages_external ON messages (tenant_id, account_id, external_id, part) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX messages_client_key ON messages (tenant_id, conversation_id, client_key) WHERE client_key IS NOT NULL;
CREATE INDEX messages_thread ON messages (tenant_id, conversation_id, sent_at, id);
SELECT protect_table('messages');

CREATE TABLE message_attachments (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL DEFAULT new_id(),
  message_id  uuid NOT NULL,
  kind        text NOT NULL,            -- image, audio, video, document, sticker
  media_id    text,                     -- provider's handle
  mime_type   text,
  file_name   text,
  byte_size   bigint,
  sha256      text,
  voice       boolean NOT NULL DEFAULT false,
  storage_path text,                    -- NULL until downloaded
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, message_id) REFERENCES messages ON DELETE CASCADE
);
CREATE INDEX message_attachments_by_message ON message_attachments (tenant_id, message_id);
SELECT protect_table('message_attachments');

CREATE TABLE message_reactions (
  tenant_id    uuid NOT NULL,
  account_id   uuid NOT NULL,
  external_id  text NOT NULL,           -- the message reacted to; it may not be stored yet
  sender       text NOT NULL,
  emoji        text NOT NULL,
  reacted_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, account_id, external_id, sender)
);
SELECT protect_table('message_reactions');

CREATE TABLE message_statuses (
  tenant_id   uuid NOT NULL,
  account_id  uuid NOT NULL,
  external_id text NOT NULL,
  status      text NOT NULL,
  outbox_id   uuid,                     -- our own id, when the provider echoes it
  error_code  text,
  error_title text,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, account_id, external_id, status)
);
SELECT protect_table('message_statuses');

CREATE TABLE conversation_events (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL DEFAULT new_id(),
  conversation_id uuid NOT NULL,
  event_type      text NOT NULL,
  actor_type      text NOT NULL DEFAULT 'system' CHECK (actor_type IN ('customer', 'agent', 'bot', 'system')),
  actor_id        uuid,
  metadata        jsonb NOT NULL DEFAULT '{}',
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
);
CREATE INDEX conversation_events_thread ON conversation_events (tenant_id, conversation_id, created_at);
CREATE INDEX conversation_events_by_type ON conversation_events (tenant_id, event_type, created_at DESC);
SELECT protect_table('conversation_events');
