import Domain

/// How the Graph API is called, whichever of Meta's products: base address, version, token, ids in paths, errors.
struct GraphAPI: Sendable {
    /// Put behind a base URL that names no version.
    static let version = "v25.0"

    let http: ProviderHTTP
    let base: String
    let token: String
    /// Reads an answer that is no success; each product has its own table.
    let readError: @Sendable (_ answer: ProviderResponse, _ secrets: [String]) -> ProviderError

    init(
        http: ProviderHTTP, baseURL: String, token: String,
        readError: @escaping @Sendable (ProviderResponse, [String]) -> ProviderError
    ) {
        self.http = http
        self.token = token
        self.readError = readError
        var base = baseURL
        while base.hasSuffix("/") { base.removeLast() }
        let last = base.split(separator: "/").last ?? ""
        let hasVersion =
            last.hasPrefix("v") && last.contains(".") && last.dropFirst().allSatisfy { $0.isNumber || $0 == "." }
        self.base = hasVersion ? base : "\(base)/\(Self.version)"
    }

    func post(
        _ operation: String, _ path: String, _ body: JSON, isRepeatable: Bool = false
    ) async throws(ProviderError) -> JSON {
        try await call(.json(operation, url: "\(base)/\(path)", bearer: token, body: body, isRepeatable: isRepeatable))
    }

    func get(_ operation: String, _ path: String) async throws(ProviderError) -> JSON {
        try await call(ProviderRequest(operation, url: "\(base)/\(path)", headers: authorization))
    }

    func call(_ request: ProviderRequest) async throws(ProviderError) -> JSON {
        let response = try await http.send(request)
        guard response.isSuccess else {
            let error = readError(response, [token])
            if request.isRepeatable, case .ambiguous(let fault) = error {
                throw .unavailable(fault, retryAfter: response.retryAfter)
            }
            throw error
        }
        return response.json ?? .null
    }

    var authorization: [(name: String, value: String)] { [("Authorization", "Bearer \(token)")] }

    /// Ids are typed in by people: nothing but what ids are made of may go into a path.
    static func segment(_ id: String) throws(ProviderError) -> String {
        let isPlain = id.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: "-")
        }
        guard !id.isEmpty, isPlain else {
            throw .rejected(ProviderFault(code: "bad_id", title: "Not an id of Meta's"))
        }
        return id
    }
}
