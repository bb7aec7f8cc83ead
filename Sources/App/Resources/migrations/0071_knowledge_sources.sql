-- Where knowledge comes from, what it said before, and what is missing in it.
--
-- knowledge_base_docs      `origin`: written here, imported from a file or an address, or made from the catalogue. `source_key` is what it came from:
--                          the same file or address again replaces the document instead of adding another.
-- knowledge_base_versions  what a document said before a change. Append-only, written by a trigger, so that no writer can forget it. What is
--                          made from the catalogue keeps none: the catalogue does.
-- knowledge_imports        one file or address. `queued`, `running`, then `done` with its document, or `failed` with `error`, a code. The bytes are
--                          dropped when it ends.
-- knowledge_gaps           questions that found no evidence, personal data masked. `answered` by a document, or `dismissed`.
ALTER TABLE knowledge_base_docs
  ADD COLUMN origin text NOT NULL DEFAULT 'manual' CHECK (origin IN ('manual', 'file', 'url', 'catalogue')),
  ADD COLUMN source_key text,
  ADD COLUMN edited_by text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX knowledge_base_docs_source ON knowledge_base_docs (tenant_id, source_key) WHERE source_key IS NOT NULL;

CREATE TABLE knowledge_base_versions (
  tenant_id  uuid NOT NULL,
  doc_id     uuid NOT NULL,
  version    int NOT NULL,
  title      text NOT NULL,
  format     text NOT NULL,
  content    text NOT NULL,
  edited_by  text NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, doc_id, version),
  FOREIGN KEY (tenant_id, doc_id) REFERENCES knowledge_base_docs ON DELETE CASCADE
);
SELECT protect_table('knowledge_base_versions');
REVOKE UPDATE, DELETE ON knowledge_base_versions FROM secretaria_tenant;

CREATE FUNCTION keep_knowledge_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO knowledge_base_versions (tenant_id, doc_id, version, title, format, content, edited_by, written_at)
  VALUES (OLD.tenant_id, OLD.id, OLD.version, OLD.title, OLD.format, OLD.content, OLD.edited_by, OLD.updated_at);
  RETURN NULL;
END $$;
CREATE TRIGGER knowledge_version_kept AFTER UPDATE OF version ON knowledge_base_docs
  FOR EACH ROW WHEN (OLD.version <> NEW.version AND OLD.origin <> 'catalogue') EXECUTE FUNCTION keep_knowledge_version();

CREATE TABLE knowledge_imports (
  tenant_id   uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id          uuid NOT NULL DEFAULT new_id(),
  name        text NOT NULL,
  url         text,
  content     bytea,
  state       text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
  error       text,
  kind        text NOT NULL DEFAULT 'policy' CHECK (kind IN ('policy', 'faq', 'product', 'page')),
  doc_id      uuid,
  skipped     int NOT NULL DEFAULT 0,
  created_by  text NOT NULL DEFAULT '',
  created_at  timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, doc_id) REFERENCES knowledge_base_docs ON DELETE SET NULL (doc_id),
  CHECK ((state IN ('done', 'failed')) = (finished_at IS NOT NULL)),
  CHECK (content IS NULL OR state IN ('queued', 'running'))
);
SELECT protect_table('knowledge_imports');

CREATE TABLE knowledge_gaps (
  tenant_id       uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id              uuid NOT NULL DEFAULT new_id(),
  conversation_id uuid,
  question        text NOT NULL,
  top_relevance   double precision NOT NULL DEFAULT 0,
  state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'dismissed')),
  doc_id          uuid,
  asked_at        timestamptz NOT NULL DEFAULT now(),
  closed_at       timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations ON DELETE SET NULL (conversation_id),
  FOREIGN KEY (tenant_id, doc_id) REFERENCES knowledge_base_docs ON DELETE SET NULL (doc_id),
  CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE INDEX knowledge_gaps_open ON knowledge_gaps (tenant_id, asked_at DESC) WHERE state = 'open';
SELECT protect_table('knowledge_gaps');
