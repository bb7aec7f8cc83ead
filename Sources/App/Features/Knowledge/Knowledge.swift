/// What the shop knows, as text that can be quoted.
///
/// Tables owned: knowledge_base_docs, knowledge_base_chunks, knowledge_base_versions, knowledge_imports, knowledge_gaps. Jobs: `knowledge.index`;
/// `knowledge.import`, one a file or page; `knowledge.sync`, hourly: catalogue, pages of the shop, another embedding model.
///
/// A document is stored first and indexed by a job in the same transaction: cut along its headings (`Chunker`), embedded, and its chunks
/// replaced whole, under the document's version. Until then the old version answers.
///
/// Search runs two arms in one round trip, both exact within the tenant: words (Portuguese full text, any word, accents folded on both
/// sides) and embeddings. Their ranks are fused and the best passages scored on a calibrated scale (`Relevance`).
///
/// Invariants: only published documents that are valid now are found, in the version that is indexed; a chunk is verbatim text of its
/// document; embeddings of two models are never compared.
package enum Knowledge {}
