import Testing

@testable import Domain

struct HashedEmbeddingTests {
    @Test("vectors have the right size and unit length")
    func shape() {
        let vector = HashedEmbedding.embed("Qual o prazo de entrega?")
        #expect(vector.count == 1536)
        #expect(abs(HashedEmbedding.cosine(vector, vector) - 1) < 1e-5)
    }

    @Test("a text without meaning has no direction")
    func empty() {
        #expect(HashedEmbedding.embed("").allSatisfy { $0 == 0 })
        #expect(HashedEmbedding.embed("?!").allSatisfy { $0 == 0 })
    }

    /// Chunks in databases were embedded by this very function: changing it silently would make them incomparable.
    @Test("the embedding stays the same from version to version")
    func stable() {
        let vector = HashedEmbedding.embed("prazo de entrega")
        let fingerprint = vector.enumerated().filter { $0.element != 0 }
            .reduce(into: UInt64(7)) { $0 = $0 &* 31 &+ UInt64($1.offset) &+ ($1.element > 0 ? 1 : 0) }
        #expect(fingerprint == HashedEmbeddingTests.expected)
    }

    static let expected: UInt64 = 18_108_325_028_074_450_987

    @Test("accents change nothing; relatives are nearer than strangers")
    func neighbours() {
        let question = HashedEmbedding.embed("qual o prazo de devolucao?")
        let same = HashedEmbedding.embed("Qual o prazo de devolução?")
        let relative = HashedEmbedding.embed("Trocas e devoluções: você tem 30 dias")
        let stranger = HashedEmbedding.embed("Lave à mão com sabão neutro")
        #expect(HashedEmbedding.cosine(question, same) > 0.999)
        #expect(HashedEmbedding.cosine(question, relative) > HashedEmbedding.cosine(question, stranger) + 0.1)
    }
}
