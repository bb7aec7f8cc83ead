import Domain
import Foundation

/// `custom_knowledge`: what a shop writes straight into the settings is found and quoted like a document of its knowledge base.
enum CustomKnowledge {
    static let title = "Conhecimento da loja"
    /// Stands for the settings where a citation names its document.
    static let document = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    /// Its passages, scored together with those that were found in the base: a score only tells something beside the others'.
    static func find(_ question: String, in text: String, beside found: [FoundPassage]) -> [FoundPassage] {
        guard !text.isEmpty else { return [] }
        let asked = Question(question)
        guard !asked.isEmpty else { return [] }
        let chunks = IndexDocumentWorker.chunks(title: title, format: "markdown", content: text)
        let passages = chunks.map { Relevance.Passage(headingPath: $0.headingPath, text: $0.text, cosine: nil) }
        let others = found.map { Relevance.Passage(headingPath: $0.headingPath, text: $0.text, cosine: nil) }
        let scores = Relevance.scores(asked, passages + others)
        return zip(chunks, scores).map { chunk, score in
            FoundPassage(
                document: document, chunk: id(chunk.ordinal), title: title, headingPath: chunk.headingPath,
                text: chunk.text, relevance: score)
        }
    }

    private static func id(_ ordinal: Int) -> UUID {
        let (high, low) = (UInt8(truncatingIfNeeded: ordinal >> 8), UInt8(truncatingIfNeeded: ordinal))
        return UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, high, low))
    }
}
