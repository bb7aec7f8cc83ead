import Domain

extension OpenAI {
    package struct Embeddings: Sendable {
        /// One for each text, in their order, of unit length.
        package let vectors: [[Float]]
        package let snapshot: String
        package let attempts: [Attempt]

        package var usage: TokenUsage { attempts.reduce(.none) { $0 + $1.usage } }
        package var microUSD: Int64 { attempts.microUSD }
    }

    /// Texts of one request. Longer lists are cut into several.
    private static let batch = 128
    /// Bytes of the texts of one request, well below 300,000 tokens.
    private static let batchBytes = 400_000
    /// Tries of each batch while the server is busy.
    private static let tries = 4

    /// The most that embedding these texts can cost: no token is shorter than a byte.
    package static func most(of texts: some Sequence<String>) -> TokenUsage {
        TokenUsage(input: texts.reduce(0) { $0 + $1.utf8.count + 1 }, output: 0)
    }

    /// Embeds texts, none of them empty. Fails as a whole: half a document's vectors help nobody.
    ///
    /// - Parameters:
    ///   - prices: those of the shop that pays; nil takes the client's.
    ///   - mayCost: as ``ChatRequest/mayCost``.
    package func embeddings(
        _ texts: [String], model: String = ModelCatalogue.embedding, dimensions: Int = 1536, day: String,
        deadline: Duration = .seconds(60), prices: ModelPrices? = nil, mayCost: (@Sendable (Int64) async -> Bool)? = nil
    ) async throws(OpenAIFailure) -> Embeddings {
        let end = ContinuousClock.now + deadline
        let order = EmbeddingOrder(
            model: model, dimensions: dimensions, day: day, prices: prices ?? self.prices, mayCost: mayCost)
        var attempts: [Attempt] = []
        var vectors: [[Float]] = []
        for batch in Self.batches(texts) {
            vectors += try await embed(batch, order, until: end, &attempts)
        }
        return Embeddings(vectors: vectors, snapshot: attempts.last?.snapshot ?? model, attempts: attempts)
    }

    /// What all batches of a call have in common.
    private struct EmbeddingOrder {
        let model: String
        let dimensions: Int
        let day: String
        let prices: ModelPrices
        let mayCost: (@Sendable (Int64) async -> Bool)?
    }

    private func embed(
        _ texts: ArraySlice<String>, _ order: EmbeddingOrder, until end: ContinuousClock.Instant,
        _ attempts: inout [Attempt]
    ) async throws(OpenAIFailure) -> [[Float]] {
        let (model, dimensions, day) = (order.model, order.dimensions, order.day)
        for round in 0..<Self.tries {
            let most = order.prices.cost(of: model, Self.most(of: texts), on: day).microUSD
            if let mayCost = order.mayCost, await !mayCost(attempts.microUSD(with: most)) {
                attempts.append(Attempt(model: model, outcome: .overBudget))
                break
            }
            let remaining = ContinuousClock.now.duration(to: end)
            let refused = memory.refused(by: model, at: endpoint)
            let body = Self.body(texts, model, dimensions, without: refused)
            var (attempt, json) = await exchange(
                "embeddings", body, model: model, timeout: max(remaining, .milliseconds(1)), limit: 32 << 20
            ) { complaint in Self.optional.first { complaint.names($0) && body[$0] != nil } }
            let vectors = json.flatMap { EmbeddingReply.vectors($0, count: texts.count, dimensions: dimensions) }
            if let json {
                if vectors == nil { (attempt.outcome, attempt.code) = (.invalid, "wrong_vectors") }
                attempt.snapshot = json["model"]?.string.map { String($0.prefix(100)) }
                let tokens = json["usage"]?["prompt_tokens"]?.int ?? json["usage"]?["total_tokens"]?.int
                let length = texts.reduce(0) { $0 + $1.utf8.count / 4 + 1 }
                charge(
                    &attempt, tokens.map { TokenUsage(input: max($0, 0), output: 0) },
                    estimate: TokenUsage(input: length, output: 0), on: day, by: order.prices)
            }
            observe(attempt)
            attempts.append(attempt)
            if let vectors { return vectors }
            if let field = attempt.field {
                memory.markRefused([field], by: model, at: endpoint)
            } else {
                let wait = attempt.retryAfter ?? .milliseconds(500 << round)
                guard attempt.outcome.next == .later, round + 1 < Self.tries,
                    wait < ContinuousClock.now.duration(to: end), (try? await Task.sleep(for: wait)) != nil
                else { break }
            }
        }
        throw OpenAIFailure(
            outcome: attempts.last?.outcome ?? .unavailable, attempts: attempts, retryAfter: attempts.last?.retryAfter)
    }

    private static let optional = ["dimensions", "encoding_format"]

    private static func body(
        _ texts: ArraySlice<String>, _ model: String, _ dimensions: Int, without refused: Set<String>
    )
        -> JSON
    {
        // The oldest model has one length only and refuses to be asked for it.
        let takesDimensions = !model.hasPrefix("text-embedding-ada") && !refused.contains("dimensions")
        // A bare nil would become a JSON null, which is sent; what is left out must be an absent value.
        let length: JSON? = takesDimensions ? .some(JSON(dimensions)) : .none
        let format: JSON? = refused.contains("encoding_format") ? .none : .some("base64")
        return .object([
            ("model", JSON(model)), ("input", JSON(texts.map { JSON($0) })), ("dimensions", length),
            ("encoding_format", format),
        ])
    }

    private static func batches(_ texts: [String]) -> [ArraySlice<String>] {
        var batches: [ArraySlice<String>] = []
        var start = 0, bytes = 0
        for (index, text) in texts.enumerated() {
            if index > start, index - start >= batch || bytes + text.utf8.count > batchBytes {
                batches.append(texts[start..<index])
                (start, bytes) = (index, 0)
            }
            bytes += text.utf8.count
        }
        if start < texts.count { batches.append(texts[start...]) }
        return batches
    }
}
