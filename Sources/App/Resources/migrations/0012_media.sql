-- Files of messages. What a provider gave us (its handle or its address) stands in message_attachments; what we keep stands here.
--
-- One row an attachment, made with it. `state`: waiting (to be fetched), here (its bytes lie at storage_path), refused (too large, of a
-- forbidden kind, or the provider says no), gone (the provider no longer has it). A row reaches `here` in the transaction after its
-- bytes are safe on disk, and never leaves it but by erasure. storage_path is relative to the media folder; sha256 is of the bytes.

ALTER TABLE message_attachments DROP COLUMN storage_path;
ALTER TABLE message_attachments ADD COLUMN url text;  -- where the provider keeps it, for those that give an address

CREATE TABLE media_files (
  tenant_id     uuid NOT NULL,
  attachment_id uuid NOT NULL,
  state         text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'here', 'refused', 'gone')),
  reason        text,
  storage_path  text,
  byte_size     bigint,
  mime_type     text,
  sha256        text,
  fetched_at    timestamptz,
  PRIMARY KEY (tenant_id, attachment_id),
  FOREIGN KEY (tenant_id, attachment_id) REFERENCES message_attachments ON DELETE CASCADE,
  CHECK ((state = 'here') = (storage_path IS NOT NULL))
);
SELECT protect_table('media_files');
