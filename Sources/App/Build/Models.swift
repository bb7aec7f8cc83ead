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
        _ config: Config, database: Database, voice: VoiceConverter? = nil, logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
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
        let budget = AIBudget(database: database)
        reader = MediaReader(model: client, budget: budget, voice: voice, now: now)
        embedder = Embedder(client: client, budget: budget, now: now)
    }
}
