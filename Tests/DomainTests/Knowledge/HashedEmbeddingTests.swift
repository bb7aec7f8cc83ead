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

    @Test("accents change nothing; relatives are nearer than strangers")
    func neighbours() {
        let question = HashedEmbedding.embed("qual o prazo de devolucao?")
        let same = HashedEmbedding.embed("Qual o prazo de devolução?")
        let relative = HashedEmbedding.embed("Trocas e devoluções: você tem 30 dias")
        let stranger = HashedEmbedding.embed("Lave à mão com sabão neutro")
        #expect(HashedEmbedding.cosine(question, same) > 0.999)
        #expect(HashedEmbedding.cosine(question, relative) > HashedEmbedding.cosine(question, stranger) + 0.1)
    }

    @Test(
        "a question lies nearer to a passage about the same theme than to one about another, without a word in common")
    func themes() {
        let asked = HashedEmbedding.embed("tem onde parar o carro aí?")
        let right = HashedEmbedding.embed("Há estacionamento conveniado ao lado, com a primeira hora grátis.")
        for other in ["Trocas em até 30 dias após o recebimento.", "Pix, boleto e cartão em até 6 vezes."] {
            let wrong = HashedEmbedding.embed(other)
            #expect(HashedEmbedding.cosine(asked, right) > HashedEmbedding.cosine(asked, wrong) + 0.05)
        }
    }

    /// Vectors lie in databases: whatever changes them (a concept put in before others, too) needs another name of the model, so that
    /// every passage is embedded anew.
    @Test("the same texts have the same vectors as long as the model has the same name")
    func fingerprint() {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for shop in ["moda", "cafe", "pet", "eletro", "musica", "otica", "pesca", "bomsono", "pistao"] {
            for chunk in AttendantFixtures.chunks(of: shop) {
                for number in HashedEmbedding.embed(chunk.text) {
                    hash = (hash ^ UInt64(bitPattern: Int64((number * 1_000).rounded()))) &* 0x100_0000_01b3
                }
            }
        }
        #expect("\(HashedEmbedding.model) \(hash)" == "hashed-pt-5 18438436794339288760")
    }
}
