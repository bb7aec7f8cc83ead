-- What the assistant knows, how it may behave, and what it costs.
--
-- knowledge_base_docs    a source text with validity; `content` is what a person wrote or imported.
-- knowledge_base_chunks  heading-aware passages of it, replaced whole when the document changes (`version`).
--                        Invariant: a chunk quotes its document verbatim (start/end offsets in Unicode scalars), so a citation can be checked.
-- ai_support_config      one row a tenant; ai_channel_config narrows it per channel. Every column has an effect.
-- tenant_monthly_usage   exact micro-USD behind ai_usage_cents.

CREATE TABLE knowledge_base_docs (
  tenant_id   uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id          uuid NOT NULL DEFAULT new_id(),
  title       text NOT NULL CHECK (title <> ''),
  kind        text NOT NULL DEFAULT 'policy' CHECK (kind IN ('policy', 'faq', 'product', 'page')),
  format      text NOT NULL DEFAULT 'markdown' CHECK (format IN ('text', 'markdown')),
  content     text NOT NULL,
  content_hash bytea NOT NULL,
  version     int NOT NULL DEFAULT 1,
  priority    int NOT NULL DEFAULT 0,
  status      text NOT NULL DEFAULT 'published' CHECK (status IN ('draft', 'published', 'archived')),
  valid_from  timestamptz,
  valid_until timestamptz,
  -- Version whose chunks are in place; < version while indexing is pending.
  indexed_version int NOT NULL DEFAULT 0,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
SELECT protect_table('knowledge_base_docs');

CREATE TABLE knowledge_base_chunks (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL DEFAULT new_id(),
  doc_id      uuid NOT NULL,
  version     int NOT NULL,
  ordinal     int NOT NULL,
  heading_path text NOT NULL DEFAULT '',
  chunk_text  text NOT NULL,
  start_offset int NOT NULL,
  end_offset  int NOT NULL,
  token_count int NOT NULL,
  search      tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('portuguese', fold_text(heading_path)), 'A') || to_tsvector('portuguese', fold_text(chunk_text))) STORED,
  embedding   halfvec(1536),
  embedding_model text,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, doc_id, version, ordinal),
  FOREIGN KEY (tenant_id, doc_id) REFERENCES knowledge_base_docs ON DELETE CASCADE
);
CREATE INDEX knowledge_base_chunks_search ON knowledge_base_chunks USING gin (search);
SELECT protect_table('knowledge_base_chunks');

CREATE TABLE ai_support_config (
  tenant_id          uuid PRIMARY KEY REFERENCES tenants ON DELETE CASCADE,
  is_enabled         boolean NOT NULL DEFAULT true,
  ai_model           text NOT NULL DEFAULT 'gpt-5.2',
  system_prompt      text NOT NULL DEFAULT '',
  custom_knowledge   text NOT NULL DEFAULT '',
  personality_name   text NOT NULL DEFAULT '',
  personality_tone   text NOT NULL DEFAULT 'friendly' CHECK (personality_tone IN ('formal', 'casual', 'friendly')),
  use_emojis         boolean NOT NULL DEFAULT false,
  max_response_length int NOT NULL DEFAULT 500 CHECK (max_response_length BETWEEN 50 AND 4000),
  max_messages_before_handoff int NOT NULL DEFAULT 20 CHECK (max_messages_before_handoff > 0),
  handoff_keywords   text[] NOT NULL DEFAULT '{}',
  forbidden_topics   text[] NOT NULL DEFAULT '{}',
  operating_hours    jsonb,
  out_of_hours_message text NOT NULL DEFAULT '',
  auto_import_products boolean NOT NULL DEFAULT false,
  auto_import_categories boolean NOT NULL DEFAULT false,
  auto_import_policies boolean NOT NULL DEFAULT false,
  auto_import_faqs   boolean NOT NULL DEFAULT false,
  handle_images      boolean NOT NULL DEFAULT true,
  handle_audio       boolean NOT NULL DEFAULT true,
  approval_mode      boolean NOT NULL DEFAULT false,
  rag_top_k          int NOT NULL DEFAULT 5 CHECK (rag_top_k BETWEEN 1 AND 20),
  rag_similarity_threshold double precision NOT NULL DEFAULT 0.7 CHECK (rag_similarity_threshold BETWEEN 0 AND 1),
  rag_min_evidence_chunks int NOT NULL DEFAULT 1 CHECK (rag_min_evidence_chunks BETWEEN 0 AND 20),
  handoff_on_no_evidence boolean NOT NULL DEFAULT true,
  redact_pii_in_logs boolean NOT NULL DEFAULT true,
  redact_pii_to_provider boolean NOT NULL DEFAULT true,
  -- With no model to be reached: quote the knowledge base without one (true), or give the conversation to a person.
  answer_offline_when_unavailable boolean NOT NULL DEFAULT true,
  data_retention_days int NOT NULL DEFAULT 365 CHECK (data_retention_days > 0),
  debounce_seconds   double precision NOT NULL DEFAULT 6 CHECK (debounce_seconds BETWEEN 0 AND 60),
  debounce_max_seconds double precision NOT NULL DEFAULT 25 CHECK (debounce_max_seconds BETWEEN 0 AND 300),
  updated_at         timestamptz NOT NULL DEFAULT now()
);
SELECT protect_table('ai_support_config', guarded => true);

CREATE TABLE ai_channel_config (
  tenant_id          uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  channel_type       text NOT NULL CHECK (channel_type IN ('whatsapp', 'email', 'chat', 'instagram', 'messenger')),
  is_enabled         boolean NOT NULL DEFAULT true,
  system_prompt_override text,
  forbidden_topics   text[] NOT NULL DEFAULT '{}',
  max_response_length int CHECK (max_response_length BETWEEN 50 AND 4000),
  use_emojis         boolean,
  custom_instructions text,
  debounce_seconds   double precision CHECK (debounce_seconds BETWEEN 0 AND 60),
  debounce_max_seconds double precision CHECK (debounce_max_seconds BETWEEN 0 AND 300),
  updated_at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, channel_type)
);
SELECT protect_table('ai_channel_config', guarded => true);

CREATE TABLE tenant_monthly_usage (
  tenant_id     uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  year_month    text NOT NULL CHECK (year_month ~ '^[0-9]{4}-[0-9]{2}$'),
  ai_messages_count bigint NOT NULL DEFAULT 0,
  ai_image_analysis_count bigint NOT NULL DEFAULT 0,
  ai_audio_transcription_count bigint NOT NULL DEFAULT 0,
  ai_audio_duration_seconds bigint NOT NULL DEFAULT 0,
  ai_handoff_count bigint NOT NULL DEFAULT 0,
  ai_no_evidence_count bigint NOT NULL DEFAULT 0,
  ai_embedding_tokens bigint NOT NULL DEFAULT 0,
  ai_usage_micro_usd bigint NOT NULL DEFAULT 0,
  ai_usage_cents numeric GENERATED ALWAYS AS (ai_usage_micro_usd / 10000.0) STORED,
  PRIMARY KEY (tenant_id, year_month)
);
SELECT protect_table('tenant_monthly_usage');

-- Month in the tenant's own time zone.
CREATE FUNCTION usage_month(p_tenant_id uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char(now() AT TIME ZONE coalesce((SELECT time_zone FROM tenants WHERE tenant_id = p_tenant_id), 'America/Sao_Paulo'), 'YYYY-MM')
$$;

-- Cost of one call. Micro-USD (1 cent = 10,000), so that a reply of 0.16 cent is not rounded away.
CREATE FUNCTION record_ai_usage(p_tenant_id uuid, p_usage_micro_usd bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO tenant_monthly_usage AS u (tenant_id, year_month, ai_usage_micro_usd)
  VALUES (p_tenant_id, usage_month(p_tenant_id), p_usage_micro_usd)
  ON CONFLICT (tenant_id, year_month) DO UPDATE SET ai_usage_micro_usd = u.ai_usage_micro_usd + excluded.ai_usage_micro_usd
$$;

-- The name and argument of the source document: cents.
CREATE FUNCTION record_ai_usage(p_tenant_id uuid, p_usage_cents numeric) RETURNS void LANGUAGE sql AS $$
  SELECT record_ai_usage(p_tenant_id, round(p_usage_cents * 10000)::bigint)
$$;

CREATE FUNCTION increment_ai_metrics(
  p_tenant_id uuid, p_messages bigint DEFAULT 0, p_images bigint DEFAULT 0, p_audio_count bigint DEFAULT 0,
  p_audio_seconds bigint DEFAULT 0, p_handoffs bigint DEFAULT 0, p_no_evidence bigint DEFAULT 0, p_embedding_tokens bigint DEFAULT 0)
RETURNS void LANGUAGE sql AS $$
  INSERT INTO tenant_monthly_usage AS u (tenant_id, year_month, ai_messages_count, ai_image_analysis_count,
    ai_audio_transcription_count, ai_audio_duration_seconds, ai_handoff_count, ai_no_evidence_count, ai_embedding_tokens)
  VALUES (p_tenant_id, usage_month(p_tenant_id), p_messages, p_images, p_audio_count, p_audio_seconds, p_handoffs,
    p_no_evidence, p_embedding_tokens)
  ON CONFLICT (tenant_id, year_month) DO UPDATE SET
    ai_messages_count = u.ai_messages_count + excluded.ai_messages_count,
    ai_image_analysis_count = u.ai_image_analysis_count + excluded.ai_image_analysis_count,
    ai_audio_transcription_count = u.ai_audio_transcription_count + excluded.ai_audio_transcription_count,
    ai_audio_duration_seconds = u.ai_audio_duration_seconds + excluded.ai_audio_duration_seconds,
    ai_handoff_count = u.ai_handoff_count + excluded.ai_handoff_count,
    ai_no_evidence_count = u.ai_no_evidence_count + excluded.ai_no_evidence_count,
    ai_embedding_tokens = u.ai_embedding_tokens + excluded.ai_embedding_tokens
$$;
