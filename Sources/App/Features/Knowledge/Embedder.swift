import Domain

/// Turns texts into vectors of 1,536 dimensions. The model's name goes with every vector.
package struct Embedder: Sendable {
    package let model: String
    package let embed: @Sendable ([String]) async throws -> [[Float]]

    package init(model: String, embed: @escaping @Sendable ([String]) async throws -> [[Float]]) {
        self.model = model
        self.embed = embed
    }

    /// Needs no model, no key and no network.
    package static let offline = Embedder(model: HashedEmbedding.model) { texts in texts.map(HashedEmbedding.embed) }
}

extension [Float] {
    /// As pgvector reads it.
    var vectorText: String {
        var text = "["
        for (index, value) in enumerated() {
            if index > 0 { text += "," }
            text += value == 0 ? "0" : "\(value)"
        }
        return text + "]"
    }
}
