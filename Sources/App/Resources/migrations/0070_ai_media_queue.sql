-- What machines read in the files that customers send: what a picture shows, what a recording says.
--
-- ai_media_queue       one row a file that is to be read, made in the transaction that stores its message. `pending`: its bytes are not
--                      here yet, or nobody has looked; `processing`; `completed`; `failed` after max_attempts, or at once where another
--                      try leads nowhere. `reason` is a code, never content. `awaited_at`: a turn of the assistant waits for it and is
--                      woken when it ends. `consumed_at`: an outcome of the assistant rests on it.
-- message_attachments  the result stands with the file, under the names of the source document. All of it is a machine's guess.
ALTER TABLE message_attachments
  ADD COLUMN ai_description text,
  ADD COLUMN ai_extracted_text text,
  ADD COLUMN ai_suggested_actions text[],
  ADD COLUMN vision_processed_at timestamptz,
  ADD COLUMN transcription text,
  ADD COLUMN transcription_duration_seconds int,
  ADD COLUMN transcription_processed_at timestamptz;

CREATE TABLE ai_media_queue (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL DEFAULT new_id(),
  message_id    uuid NOT NULL,
  attachment_id uuid NOT NULL,
  process_type  text NOT NULL CHECK (process_type IN ('vision', 'transcription')),
  status        text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'processing', 'completed', 'failed')),
  attempts      int NOT NULL DEFAULT 0,
  max_attempts  int NOT NULL DEFAULT 3 CHECK (max_attempts > 0),
  reason        text,
  awaited_at    timestamptz,
  consumed_at   timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now(),
  finished_at   timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, attachment_id),
  FOREIGN KEY (tenant_id, message_id) REFERENCES messages ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, attachment_id) REFERENCES message_attachments ON DELETE CASCADE,
  CHECK ((status IN ('completed', 'failed')) = (finished_at IS NOT NULL))
);
CREATE INDEX ai_media_queue_by_message ON ai_media_queue (tenant_id, message_id);
SELECT protect_table('ai_media_queue');
