import Domain

extension OpenAI {
    /// One chat request: what came of it, and the text of the answer.
    func attempt(_ body: ChatBody, timeout: Duration) async -> (Attempt, content: String) {
        let stream = body.streams ? body.request.tell.map { ChatStream(idle: body.request.idle, tell: $0) } : nil
        var (attempt, json) = await exchange(
            "chat/completions", body.json.serialize(), "application/json", model: body.model, timeout: timeout,
            into: stream
        ) { complaint in complaint.field.flatMap(body.droppable) }
        guard let json else {
            // Cut off in the middle, nobody tells what it cost: the most that it can have, unless the server counted before.
            if let stream, stream.isPaid || attempt.outcome == .cancelled {
                charge(
                    &attempt, stream.usage, estimate: body.most, on: body.request.day, by: body.request.prices)
            }
            return (attempt, "")
        }
        let reply = ChatReply(json)
        attempt.outcome = reply.outcome
        attempt.snapshot = reply.snapshot
        let asked = body.request.messages.reduce(0) {
            $0 + $1.content.utf8.count / 4 + 4 + $1.images.count * Self.imageTokens
        }
        charge(
            &attempt, reply.usage, estimate: TokenUsage(input: asked, output: reply.content.utf8.count / 4 + 1),
            on: body.request.day, by: body.request.prices)
        // Servers that do not stream answer whole.
        if attempt.outcome == .answered, stream?.hasWords != true { body.request.tell?(.words(reply.content)) }
        return (attempt, reply.content)
    }

    /// What a picture counts for where the server does not count: a large one, looked at closely.
    private static let imageTokens = 1_105

    /// One request to any operation; the JSON of a successful answer, with outcome ``Outcome/answered``.
    func exchange(
        _ path: String, _ body: JSON, model: String, timeout: Duration, limit: Int = 4 << 20,
        droppable: (OpenAIComplaint) -> String?
    ) async -> (Attempt, JSON?) {
        await exchange(
            path, body.serialize(), "application/json", model: model, timeout: timeout, limit: limit,
            droppable: droppable)
    }

    func exchange(
        _ path: String, _ body: [UInt8], _ contentType: String, model: String, timeout: Duration, limit: Int = 4 << 20,
        into stream: ChatStream? = nil, droppable: (OpenAIComplaint) -> String?
    ) async -> (Attempt, JSON?) {
        let start = ContinuousClock.now
        var attempt = Attempt(model: model, outcome: .answered)
        do {
            let response = try await post(path, body, contentType, timeout: timeout, limit: limit, into: stream)
            attempt.latency = start.duration(to: .now)
            attempt.status = response.status
            attempt.requestID = response.header("x-request-id").map { String($0.prefix(100)) }
            let json = response.json
            if response.isSuccess, let json, json.kind == .object, json["error"].map(\.isNull) ?? true {
                return (attempt, json)
            }
            judge(&attempt, response, json, droppable)
        } catch {
            attempt.latency = start.duration(to: .now)
            attempt.code = error.fault.code
            attempt.outcome = Self.outcome(of: error)
        }
        return (attempt, nil)
    }

    private func judge(
        _ attempt: inout Attempt, _ response: ProviderResponse, _ json: JSON?, _ droppable: (OpenAIComplaint) -> String?
    ) {
        guard !response.isSuccess || json?["error"] != nil else {
            attempt.outcome = .malformed
            return
        }
        let complaint = OpenAIComplaint(status: response.status, json)
        attempt.outcome = complaint.outcome
        attempt.code = complaint.code
        if attempt.outcome == .rejected, let field = droppable(complaint) {
            attempt.outcome = .refusedField
            attempt.field = field
        }
        if attempt.outcome.next == .later { attempt.retryAfter = Self.retryAfter(response) }
    }

    /// OpenAI's own header is the finer one.
    private static func retryAfter(_ response: ProviderResponse) -> Duration? {
        if let text = response.header("retry-after-ms"), let time = Double(text), (0...600_000).contains(time) {
            return .milliseconds(Int64(time))
        }
        return response.retryAfter
    }

    private static func outcome(of error: ProviderError) -> Outcome {
        switch error {
        case .blocked: .blocked
        case .rateLimited: .rateLimited
        case .rejected, .unauthorized: .rejected
        case .unavailable(let fault, _), .ambiguous(let fault):
            switch fault.code {
            case "timeout", "stalled": .timeout
            case "cancelled": .cancelled
            case "answer_too_large": .malformed
            case "connection_closed": .unavailable
            default: .unreachable
            }
        }
    }

    /// What an answer cost. The dated name is looked up first: that is what is billed.
    func charge(
        _ attempt: inout Attempt, _ usage: TokenUsage?, estimate: TokenUsage, on day: String, by own: ModelPrices? = nil
    ) {
        let prices = own ?? self.prices
        attempt.usage = usage ?? estimate
        attempt.isUsageEstimated = usage == nil
        let billed = attempt.snapshot.flatMap { prices.price(of: $0, on: day) == nil ? nil : $0 } ?? attempt.model
        (attempt.microUSD, attempt.isPriceKnown) = prices.cost(of: billed, attempt.usage, on: day)
    }
}
