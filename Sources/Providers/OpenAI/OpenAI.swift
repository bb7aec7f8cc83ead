import Domain

/// Chat, embeddings and transcription at OpenAI or at any server that speaks its REST API.
///
/// A chat call walks a chain of models inside one deadline; what a model accepts is looked up anew for each of them
/// (``ModelCapabilities``), and what a server refuses nevertheless is left out and remembered (``OpenAIMemory``).
package struct OpenAI: Sendable {
    package struct Endpoint: Sendable, Equatable {
        package var baseURL: String
        /// Compatible servers on the shop's own machine want none.
        package var apiKey: String?
        package var organization: String?
        package var project: String?

        package init(
            baseURL: String = "https://api.openai.com/v1", apiKey: String?, organization: String? = nil,
            project: String? = nil
        ) {
            self.baseURL = baseURL
            self.apiKey = apiKey
            self.organization = organization
            self.project = project
        }

        /// Address of an operation. A base of nothing but a host gets the usual `/v1`; any path is the operator's and stays.
        package func url(_ path: String) -> String {
            var base = baseURL[...]
            while base.last == "/" { base.removeLast() }
            let host = base.firstRange(of: "://").map { base[$0.upperBound...] } ?? base
            return "\(base)\(host.contains("/") ? "" : "/v1")/\(path)"
        }

        /// Tells apart in memory what belongs to different accounts, without keeping the key.
        var identity: String {
            var hasher = Hasher()
            hasher.combine(apiKey)
            return "\(url("")) \(hasher.finalize())"
        }
    }

    let endpoint: Endpoint
    let http: ProviderHTTP
    let memory: OpenAIMemory
    let prices: ModelPrices
    let observe: @Sendable (Attempt) -> Void

    /// - Parameters:
    ///   - memory: One for the whole process.
    ///   - observe: Told of every request that was made, for metrics.
    package init(
        _ endpoint: Endpoint, http: ProviderHTTP, memory: OpenAIMemory, prices: ModelPrices = .standard,
        observe: @escaping @Sendable (Attempt) -> Void = { _ in }
    ) {
        self.endpoint = endpoint
        self.http = http
        self.memory = memory
        self.prices = prices
        self.observe = observe
    }

    /// One request. Repeating it costs money but does no harm, so a lost answer counts as unavailable.
    func post(_ path: String, _ body: JSON, timeout: Duration, limit: Int = 4 << 20) async throws(ProviderError)
        -> ProviderResponse
    {
        try await post(path, body.serialize(), "application/json", timeout: timeout, limit: limit)
    }

    /// - Parameter stream: reads an answer that comes piece by piece; what it made of it is the body that is given back.
    func post(
        _ path: String, _ body: [UInt8], _ contentType: String, timeout: Duration, limit: Int,
        into stream: ChatStream? = nil
    ) async throws(ProviderError) -> ProviderResponse {
        var headers: [(name: String, value: String)] = [("Content-Type", contentType)]
        if let key = endpoint.apiKey, !key.isEmpty { headers.append(("Authorization", "Bearer \(key)")) }
        if let organization = endpoint.organization { headers.append(("OpenAI-Organization", organization)) }
        if let project = endpoint.project { headers.append(("OpenAI-Project", project)) }
        let request = ProviderRequest(
            "openai.\(path)", method: "POST", url: endpoint.url(path), headers: headers, body: body,
            timeout: timeout, responseLimit: limit, isRepeatable: true)
        guard let stream else { return try await http.send(request) }
        var response = try await http.stream(request, idle: stream.idle) { stream.take($0) }
        if response.isEventStream { response.body = try stream.whole() }
        return response
    }
}
