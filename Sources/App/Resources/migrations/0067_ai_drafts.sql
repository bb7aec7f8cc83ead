-- Answers of the assistant that wait for a person (approval_mode), and what became of them.
--
-- Invariant: a draft can be sent only while the conversation is as it was when the draft was written (`revision`): a customer's new
-- message or a person's act leaves it behind, and the next turn writes another. One pending draft a conversation.
-- What was decided stays: `final_content` beside `content` is the difference a person made.

CREATE TABLE ai_drafts (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL DEFAULT new_id(),
  conversation_id uuid NOT NULL,
  revision        bigint NOT NULL,
  content         text NOT NULL,
  citations       jsonb,
  facts           jsonb NOT NULL DEFAULT '{}',   -- what the event of the answer will say
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'accepted', 'edited', 'discarded', 'replaced')),
  final_content   text,
  difference      jsonb,                         -- {"removed": [...], "added": [...]}, runs of words
  decided_by      uuid,
  decided_name    text,
  decided_at      timestamptz,
  message_id      uuid,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
);
CREATE UNIQUE INDEX ai_drafts_pending ON ai_drafts (tenant_id, conversation_id) WHERE state = 'pending';
CREATE INDEX ai_drafts_recent ON ai_drafts (tenant_id, conversation_id, created_at DESC);
SELECT protect_table('ai_drafts');
