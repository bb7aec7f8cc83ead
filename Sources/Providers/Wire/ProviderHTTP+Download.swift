import Foundation

extension ProviderHTTP {
    /// Fetches a file from an address that a webhook or an answer gave.
    ///
    /// An address on the account's own base is the operator's choice and gets `credentials`; any other must be public and https,
    /// and is told nothing. Redirects are followed by the same rule, a few times.
    func download(
        _ operation: String, url: String, base: String, credentials: [(name: String, value: String)] = [], limit: Int
    ) async throws(ProviderError) -> [UInt8] {
        var url = url
        for _ in 0..<4 {
            let isOwn = Self.origin(of: url) != nil && Self.origin(of: url) == Self.origin(of: base)
            let response = try await send(
                ProviderRequest(
                    operation, url: url, origin: isOwn ? .trusted : .untrusted(hosts: []),
                    headers: isOwn ? credentials : [], timeout: .seconds(120), responseLimit: limit))
            switch response.status {
            case 200..<300: return response.body
            case 301, 302, 303, 307, 308:
                url = try Self.next(response.header("Location"), after: url)
            case 404, 410: throw .rejected(ProviderFault(code: "file_gone", title: "The file is gone"))
            case 401, 403:
                let fault = ProviderFault(code: "file_refused", title: "The file was refused")
                throw isOwn ? .unauthorized(fault) : .rejected(fault)
            case 429:
                throw .rateLimited(
                    .init(code: "http_429", title: "Too fast"), retryAfter: response.retryAfter, scope: .account)
            case 500...:
                throw .unavailable(
                    .init(code: "http_\(response.status)", title: "Unexpected answer"), retryAfter: response.retryAfter)
            default: throw .rejected(ProviderFault(code: "http_\(response.status)", title: "Unexpected answer"))
            }
        }
        throw .rejected(ProviderFault(code: "too_many_redirects", title: "The file moved too often"))
    }

    /// Where a redirect leads.
    static func next(_ location: String?, after url: String) throws(ProviderError) -> String {
        guard let location, let absolute = URL(string: location, relativeTo: URL(string: url)) else {
            throw .rejected(ProviderFault(code: "bad_redirect", title: "It moved without an address"))
        }
        return absolute.absoluteString
    }

    private static func origin(of url: String) -> [String?]? {
        URLComponents(string: url).map { [$0.scheme?.lowercased(), $0.host?.lowercased(), $0.port.map(String.init)] }
    }
}
