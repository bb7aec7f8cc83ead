import Domain
import HTTPTypes
import Hummingbird
import Synchronization

extension OpenAISimulator {
    /// Larger than any prompt or batch of texts.
    private static let largestBody = 32 << 20

    func routes() -> Router<OpenAISimulatorContext> {
        let router = Router(context: OpenAISimulatorContext.self)
        router.post("v1/chat/completions") { [self] request, context in
            try await handle(request) { try chat($0, $1, context) }
        }
        router.post("v1/embeddings") { [self] request, _ in
            try await handle(request, writes: false) { body, _ in Self.answer(.ok, try embeddings(body).serialize()) }
        }
        router.post("v1/audio/transcriptions") { [self] request, _ in try await hear(request) }
        // Ours, not the API's: what the model is to say next, for people who try what becomes of it.
        router.post("next") { [self] request, _ -> Response in
            let bytes = try await request.body.collect(upTo: 1 << 20)
            guard let body = try? JSON.parse(Array(bytes.readableBytesView)),
                let content = body["content"]?.string ?? body["answer"]?.string.map(Self.attendantSaying)
            else { return OpenAIRefusal(message: "Send {\"answer\": \"…\"} or {\"content\": \"…\"}.").response }
            for _ in 0..<min(max(body["times"]?.int ?? 1, 1), 100) { next(.content(content)) }
            return Self.answer(.ok, (["ok": true] as JSON).serialize())
        }
        router.get("v1/models") { [self] request, _ -> Response in
            guard isKnown(request.headers[.authorization]) else { return Self.wrongKey.response }
            let models = OpenAIModelRules.all.map { ["id": JSON($0.name), "object": "model"] as JSON }
            return Self.answer(.ok, (["object": "list", "data": JSON(models)] as JSON).serialize())
        }
        return router
    }

    /// An answer of the attendant in its form, quoting nothing.
    private static func attendantSaying(_ text: String) -> String {
        let answer: JSON = [
            "kind": "answer", "intent": "question", "sentiment": "neutral", "urgency": "low", "requires_action": false,
            "topic": .null, "answer": JSON(text), "quotes": [],
        ]
        return answer.text()
    }

    private func handle(_ request: Request, writes: Bool = true, _ respond: (JSON, Fault?) throws -> Response)
        async throws -> Response
    {
        let bytes = try await request.body.collect(upTo: Self.largestBody)
        let body = (try? JSON.parse(Array(bytes.readableBytesView))) ?? .null
        let authorization = request.headers[.authorization]
        record(Recorded(path: request.uri.path, authorization: authorization, body: body))
        let fault = takeFault(writes: writes)
        do {
            if let fault, let response = try await response(to: fault) { return response }
            guard isKnown(authorization) else { throw Self.wrongKey }
            guard body.kind == .object else {
                throw OpenAIRefusal(message: "We could not parse the JSON body of your request.")
            }
            return try respond(body, fault)
        } catch let refusal as OpenAIRefusal {
            return refusal.response
        }
    }

    /// The same for a form with a file.
    private func hear(_ request: Request) async throws -> Response {
        let bytes = Array(try await request.body.collect(upTo: Self.largestBody).readableBytesView)
        let form = SimulatedForm(bytes, contentType: request.headers[.contentType] ?? "")
        let authorization = request.headers[.authorization]
        record(
            Recorded(
                path: request.uri.path, authorization: authorization, body: form?.json ?? .null,
                files: form?.files ?? []))
        let fault = takeFault()
        do {
            if let fault, let response = try await response(to: fault) { return response }
            guard isKnown(authorization) else { throw Self.wrongKey }
            guard let form else {
                throw OpenAIRefusal(message: "Could not parse multipart form")
            }
            return try transcribe(form, size: bytes.count, fault)
        } catch let refusal as OpenAIRefusal {
            return refusal.response
        }
    }

    private func isKnown(_ authorization: String?) -> Bool {
        guard let keys else { return true }
        return keys.contains { authorization == "Bearer \($0)" }
    }

    private static let wrongKey = OpenAIRefusal(
        status: 401, code: "invalid_api_key", message: "Incorrect API key provided.")

    /// The rules of a model that is there.
    func rules(for body: JSON) throws -> OpenAIModelRules {
        guard let name = body["model"]?.string, !name.isEmpty else {
            throw OpenAIRefusal(message: "you must provide a model parameter")
        }
        let isHidden = state.withLock { $0.unknownModels.contains(name) }
        guard !isHidden, let rules = OpenAIModelRules.of(name) else {
            throw OpenAIRefusal(
                status: 404, code: "model_not_found",
                message: "The model `\(name)` does not exist or you do not have access to it.")
        }
        return rules
    }
}
