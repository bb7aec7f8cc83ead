import Domain
import Foundation
import Logging
import Providers

/// The language model of this process, if there is one: what writes answers and what makes embeddings.
struct Models: Sendable {
    let generator: AnswerGenerator
    let embedder: Embedder
    /// What looks at pictures and listens to recordings; nil without a model.
    let reader: MediaReader?

    init(
        _ config: Config, voice: VoiceConverter? = nil, logger: Logger, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        guard let endpoint = config.openAI else {
            generator = AnswerGenerator(model: nil, now: now, logger: logger)
            embedder = .offline
            reader = nil
            return
        }
        let client = OpenAI(
            .init(baseURL: endpoint.baseURL, apiKey: endpoint.key), http: ProviderHTTP(logger: logger),
            memory: OpenAIMemory())
        generator = AnswerGenerator(model: client, now: now, logger: logger)
        reader = MediaReader(model: client, voice: voice, now: now)
        embedder = Embedder(model: ModelCatalogue.embedding) { texts in
            try await client.embeddings(
                texts, model: ModelCatalogue.embedding, dimensions: HashedEmbedding.dimensions,
                day: String(now().formatted(.iso8601.year().month().day())), deadline: .seconds(20)
            ).vectors
        }
    }
}
