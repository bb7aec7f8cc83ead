import Domain

/// One call to a provider.
package struct ProviderRequest: Sendable {
    /// Who chose the address that is called.
    package enum Origin: Sendable, Hashable {
        /// The operator, in the configuration of the account: any host, also a local one.
        case trusted
        /// A webhook, a page, a provider's answer: https to a public host only, one of `hosts` (or a host below it) unless empty.
        case untrusted(hosts: [String])
    }

    /// What the call is for: `meta.send`. Stands in logs in place of the URL, which may hold secrets.
    package var operation: String
    package var method: String
    package var url: String
    package var origin: Origin
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]?
    /// From the first connection attempt to the last byte of the answer.
    package var timeout: Duration
    /// Bytes of an answer that are read before giving up on it.
    package var responseLimit: Int
    /// Doing it twice is the same as doing it once: a lost answer may then be retried.
    package var isRepeatable: Bool

    package init(
        _ operation: String, method: String = "GET", url: String, origin: Origin = .trusted,
        headers: [(name: String, value: String)] = [], body: [UInt8]? = nil, timeout: Duration = .seconds(15),
        responseLimit: Int = 1 << 20, isRepeatable: Bool? = nil
    ) {
        self.operation = operation
        self.method = method
        self.url = url
        self.origin = origin
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.responseLimit = responseLimit
        self.isRepeatable =
            isRepeatable ?? (method == "GET" || method == "HEAD" || method == "DELETE" || method == "PUT")
    }

    /// The same call to an address that somebody else may have chosen.
    func from(_ origin: Origin) -> ProviderRequest {
        var request = self
        request.origin = origin
        return request
    }

    package static func json(
        _ operation: String, url: String, bearer: String, body: JSON, timeout: Duration = .seconds(15),
        isRepeatable: Bool = false
    ) -> ProviderRequest {
        ProviderRequest(
            operation, method: "POST", url: url,
            headers: [("Authorization", "Bearer \(bearer)"), ("Content-Type", "application/json")],
            body: body.serialize(), timeout: timeout, isRepeatable: isRepeatable)
    }
}

/// A provider's answer, whole. Any status: what it means is the adapter's to say.
package struct ProviderResponse: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package var isSuccess: Bool { (200..<300).contains(status) }

    /// Its body is a stream of server-sent events.
    package var isEventStream: Bool {
        isSuccess && (header("Content-Type")?.lowercased().hasPrefix("text/event-stream") ?? false)
    }

    /// First value of a header, whatever its letter case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as JSON; nil for anything else, such as a proxy's HTML page.
    package var json: JSON? { try? JSON.parse(body, limits: .init(invalidText: .replace)) }

    /// `Retry-After` in seconds. The date form is not used by any provider of ours and reads as absent.
    package var retryAfter: Duration? {
        guard let text = header("Retry-After"), let seconds = Double(text.trimmed), (0...604_800).contains(seconds)
        else { return nil }
        return .milliseconds(Int64(seconds * 1_000))
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
