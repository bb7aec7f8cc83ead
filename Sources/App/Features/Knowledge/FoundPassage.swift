import Foundation

/// A passage of the shop's knowledge that may answer a question.
package struct FoundPassage: Sendable, Equatable {
    package let document: UUID
    package let chunk: UUID
    package let title: String
    package let headingPath: String
    /// Verbatim from the document.
    package let text: String
    /// Calibrated: of the passages with about 0.7, about 70 % are relevant.
    package let relevance: Double

    package init(document: UUID, chunk: UUID, title: String, headingPath: String, text: String, relevance: Double) {
        self.document = document
        self.chunk = chunk
        self.title = title
        self.headingPath = headingPath
        self.text = text
        self.relevance = relevance
    }

    /// The same, where a person has said that it is the right one.
    var certain: FoundPassage {
        FoundPassage(
            document: document, chunk: chunk, title: title, headingPath: headingPath, text: text, relevance: 1)
    }
}
