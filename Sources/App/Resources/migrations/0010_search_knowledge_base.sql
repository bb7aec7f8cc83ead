-- The vector arm under the name and signature of the source document: exact, within one tenant, of passages that are valid now.
-- `similarity` is the raw cosine; the product's own search calibrates it (see Knowledge+Search.swift).
CREATE FUNCTION search_knowledge_base(p_tenant_id uuid, p_query_embedding halfvec(1536), p_top_k int DEFAULT 5, p_threshold double precision DEFAULT 0)
RETURNS TABLE (chunk_id uuid, doc_id uuid, title text, heading_path text, chunk_text text, similarity double precision)
LANGUAGE sql STABLE AS $$
  SELECT c.id, c.doc_id, d.title, c.heading_path, c.chunk_text, 1 - (c.embedding <=> p_query_embedding)
  FROM knowledge_base_chunks c
  JOIN knowledge_base_docs d ON d.tenant_id = c.tenant_id AND d.id = c.doc_id AND d.indexed_version = c.version
  WHERE c.tenant_id = p_tenant_id AND c.embedding IS NOT NULL AND d.status = 'published'
    AND coalesce(d.valid_from <= now(), true) AND coalesce(d.valid_until > now(), true)
    AND 1 - (c.embedding <=> p_query_embedding) >= p_threshold
  ORDER BY c.embedding <=> p_query_embedding
  LIMIT least(greatest(p_top_k, 1), 100)
$$;
CREATE INDEX knowledge_base_chunks_by_doc ON knowledge_base_chunks (tenant_id, doc_id);
