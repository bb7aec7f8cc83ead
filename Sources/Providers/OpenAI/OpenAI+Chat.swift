import Domain

extension OpenAI {
    /// Asks the models of the request in turn until one gives an answer that `read` accepts.
    ///
    /// Models that are known to be missing are left out. When none answered and one was only busy, that one is asked once more,
    /// if the wait that the server asks for fits into the deadline.
    package func chat<Answer: Sendable>(_ request: ChatRequest, read: (String) -> Answer?) async throws(OpenAIFailure)
        -> ChatOutcome<Answer>
    {
        var call = ChatCall(client: self, request: request)
        var busy: [Attempt] = []
        for model in call.models {
            guard call.hasTime else { break }
            if let outcome = await call.ask(model, read) { return outcome }
            guard let last = call.attempts.last else { continue }
            if last.outcome.next == .stop { break }
            if last.outcome.next == .later { busy.append(last) }
            // All of them live at the same address.
            if last.outcome == .unreachable { break }
        }
        if call.attempts.last?.outcome.next != .stop,
            let again = busy.min(by: { ($0.retryAfter ?? .zero) < ($1.retryAfter ?? .zero) }),
            await call.pause(again.retryAfter ?? .milliseconds(500)),
            let outcome = await call.ask(again.model, read)
        {
            return outcome
        }
        throw call.failure
    }

    /// The most that the first request of a call can cost, in millionths of a dollar.
    package func most(of request: ChatRequest) -> Int64 {
        let model = ModelCatalogue.current(request.models.first ?? ModelCatalogue.standard)
        let usage = ChatBody(request: request, model: model, refused: []).most
        return (request.prices ?? prices).cost(of: model, usage, on: request.day).microUSD
    }

    /// Reads nothing out of the answer: its text is the answer.
    package func chat(_ request: ChatRequest) async throws(OpenAIFailure) -> ChatOutcome<String> {
        try await chat(request) { $0 }
    }
}

/// The walk along the chain of one call.
struct ChatCall {
    let client: OpenAI
    let request: OpenAI.ChatRequest
    let models: [String]
    private let deadline: Deadline
    private(set) var attempts: [OpenAI.Attempt] = []
    private var waiting: Set<String>

    /// A request with less time than this is not worth making.
    private static let least = Duration.milliseconds(50)
    /// Fields that may be refused one after the other before a model is given up.
    private static let repairs = 5

    init(client: OpenAI, request: OpenAI.ChatRequest) {
        self.client = client
        self.request = request
        var seen: Set<String> = []
        models = request.models.map(ModelCatalogue.current).filter { model in
            seen.insert(model).inserted && !client.memory.isUnknown(model, at: client.endpoint)
        }
        waiting = Set(models)
        deadline = Deadline(request.deadline, on: client.http.clock)
    }

    private var remaining: Duration { deadline.remaining }
    var hasTime: Bool { remaining > Self.least }

    /// A slow model must leave time for the next one.
    private var limit: Duration { waiting.isEmpty ? remaining : remaining * 0.6 }

    mutating func ask<Answer: Sendable>(_ model: String, _ read: (String) -> Answer?) async -> OpenAI.ChatOutcome<
        Answer
    >? {
        waiting.remove(model)
        var body = ChatBody(
            request: request, model: model, refused: client.memory.refused(by: model, at: client.endpoint))
        for _ in 0...Self.repairs where hasTime {
            guard await mayAfford(body) else {
                attempts.append(OpenAI.Attempt(model: model, outcome: .overBudget))
                return nil
            }
            var (attempt, content) = await client.attempt(body, timeout: limit)
            let answer = attempt.outcome == .answered ? read(content) : nil
            if attempt.outcome == .answered, answer == nil { attempt.outcome = .invalid }
            client.observe(attempt)
            attempts.append(attempt)
            // What was told of it is not the answer.
            if answer == nil { request.tell?(.restart) }
            if let answer {
                return .init(
                    answer: answer, content: content, model: model, snapshot: attempt.snapshot ?? model,
                    attempts: attempts)
            }
            guard repair(&body, after: attempt) else { return nil }
        }
        return nil
    }

    /// What the call has cost so far and the most that this request can.
    private func mayAfford(_ body: ChatBody) async -> Bool {
        guard let mayCost = request.mayCost else { return true }
        let most = (request.prices ?? client.prices).cost(of: body.model, body.most, on: request.day).microUSD
        return await mayCost(attempts.microUSD(with: most))
    }

    /// Changes the body so that the same model may take it.
    private func repair(_ body: inout ChatBody, after attempt: OpenAI.Attempt) -> Bool {
        switch attempt.outcome {
        case .refusedField:
            guard let field = attempt.field else { return false }
            body.refused.insert(field)
            client.memory.markRefused([field], by: body.model, at: client.endpoint)
            return true
        case .contextTooLong:
            guard !body.isTrimmed, request.messages.contains(where: { $0.role == .assistant }) else { return false }
            body.isTrimmed = true
            return true
        case .unknownModel:
            client.memory.markUnknown(body.model, at: client.endpoint)
            return false
        default: return false
        }
    }

    /// False when the wait does not fit, or was interrupted.
    func pause(_ time: Duration) async -> Bool {
        guard time + Self.least < remaining else { return false }
        do {
            try await client.http.clock.sleep(for: time)
            return true
        } catch {
            return false
        }
    }

    var failure: OpenAIFailure {
        let last = attempts.last
        let decisive =
            last.flatMap { $0.outcome.next == .stop ? $0 : nil }
            ?? attempts.last { $0.outcome.next == .later || $0.outcome == .timeout }
            ?? attempts.last { $0.outcome != .unknownModel } ?? last
        let wait = attempts.compactMap(\.retryAfter).min()
        return OpenAIFailure(outcome: decisive?.outcome ?? .unknownModel, attempts: attempts, retryAfter: wait)
    }
}
