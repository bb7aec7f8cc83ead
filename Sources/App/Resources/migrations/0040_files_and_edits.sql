-- Files that people of the shop send, and what a message said before it was edited.
--
-- media_uploads  a file that was uploaded and belongs to no message yet: its bytes lie at storage_path, under its id. Sending it moves
--                the row to message_attachments and media_files, where it keeps its id and its place on disk; what nobody sends
--                within a day is swept.
-- message_edits  the words a message had before an edit. Append-only, written by a trigger, so that no writer can forget it.
CREATE TABLE media_uploads (
  tenant_id    uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id           uuid NOT NULL,
  file_name    text NOT NULL,
  mime_type    text NOT NULL,
  byte_size    bigint NOT NULL CHECK (byte_size > 0),
  sha256       text NOT NULL,
  voice        boolean NOT NULL DEFAULT false,
  storage_path text NOT NULL,
  uploaded_by  uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX media_uploads_by_age ON media_uploads (created_at);
SELECT protect_table('media_uploads');

CREATE TABLE message_edits (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL DEFAULT new_id(),
  message_id  uuid NOT NULL,
  content     text NOT NULL,
  replaced_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, message_id) REFERENCES messages ON DELETE CASCADE
);
CREATE INDEX message_edits_by_message ON message_edits (tenant_id, message_id, id);
SELECT protect_table('message_edits');
REVOKE UPDATE, DELETE ON message_edits FROM secretaria_tenant;

CREATE FUNCTION keep_message_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO message_edits (tenant_id, message_id, content, replaced_at)
  VALUES (OLD.tenant_id, OLD.id, OLD.content, NEW.edited_at);
  RETURN NULL;
END $$;
CREATE TRIGGER message_edit_kept AFTER UPDATE OF content ON messages
  FOR EACH ROW WHEN (OLD.content IS DISTINCT FROM NEW.content AND NEW.edited_at IS NOT NULL)
  EXECUTE FUNCTION keep_message_edit();

-- The shop's own reactions are messages on their way out like any other; this finds the one that counts for a message.
CREATE INDEX messages_own_reactions ON messages (tenant_id, account_id, reply_to_external_id, id DESC)
  WHERE content_type = 'reaction' AND direction = 'outbound';
