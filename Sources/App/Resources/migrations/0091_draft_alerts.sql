-- An answer of the assistant that waits for a person (approval_mode) is told like a conversation that does: once a draft, and the jobs look
-- again, so nobody is told of one that was decided or left behind.

CREATE FUNCTION tell_of_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM enqueue_alert(
    NEW.tenant_id, jsonb_build_object('kind', 'draft', 'subject', NEW.conversation_id), 'draft:' || NEW.conversation_id, '0');
  RETURN NULL;
END $$;
CREATE TRIGGER draft_waits AFTER INSERT ON ai_drafts
  FOR EACH ROW WHEN (NEW.state = 'pending') EXECUTE FUNCTION tell_of_draft();
