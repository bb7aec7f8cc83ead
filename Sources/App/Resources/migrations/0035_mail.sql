-- Conversations by e-mail.
--
-- conversations.subject  what the first mail was about. Unlike on a chat channel, one person may have several live conversations with
--   a mailbox, one a subject: `thread` tells them apart ('' everywhere else, so that there the rule stays one).
-- mail_ids               the Message-ID of every mail that came or went, and the conversation it belongs to: what `References` of an
--                        answer are looked up in, and made of. The first to use an id keeps it.
-- mail_suppressions      addresses that are not written to: they bounced for good, complained, or are on the provider's own list.
--                        A person may take one off.

ALTER TABLE conversations
  ADD COLUMN subject text,
  ADD COLUMN thread text NOT NULL DEFAULT '';
DROP INDEX conversations_live;
-- One conversation a contact, account and thread that can still receive messages (spam receives them too, out of sight).
CREATE UNIQUE INDEX conversations_live ON conversations (tenant_id, account_id, customer_id, thread) WHERE status <> 'closed';

CREATE TABLE mail_ids (
  tenant_id       uuid NOT NULL,
  account_id      uuid NOT NULL,
  mail_id         text NOT NULL,      -- without brackets, letter by letter
  conversation_id uuid NOT NULL,
  message_id      uuid NOT NULL,
  PRIMARY KEY (tenant_id, account_id, mail_id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, message_id) REFERENCES messages ON DELETE CASCADE
);
CREATE INDEX mail_ids_by_conversation ON mail_ids (tenant_id, conversation_id);
CREATE INDEX mail_ids_by_message ON mail_ids (tenant_id, message_id);
SELECT protect_table('mail_ids');

CREATE TABLE mail_suppressions (
  tenant_id   uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  address_key text NOT NULL,          -- lower case
  reason      text NOT NULL CHECK (reason IN ('bounce', 'complaint', 'provider')),
  account_id  uuid,                   -- where it was learnt
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, address_key)
);
SELECT protect_table('mail_suppressions');

-- A person decided to send a failed message again: providers that know our key from before must not take it for a repetition.
ALTER TABLE outbox ADD COLUMN repeats int NOT NULL DEFAULT 0;
