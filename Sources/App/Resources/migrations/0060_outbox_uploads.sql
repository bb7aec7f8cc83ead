-- Some providers take a file first and the message that names it afterwards. `uploading` stands before the message's own call: whoever
-- finds a row in it knows that nothing was sent, and begins again; only `sending` may have sent something.

ALTER TABLE outbox DROP CONSTRAINT outbox_state_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_state_check
  CHECK (state IN ('pending', 'uploading', 'sending', 'accepted', 'failed', 'unknown'));
DROP INDEX outbox_open;
CREATE INDEX outbox_open ON outbox (tenant_id, conversation_id, id) WHERE state IN ('pending', 'uploading', 'sending', 'unknown');
