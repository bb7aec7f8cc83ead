/// A page that somebody of a shop named by its address.
package struct WebPage: Sendable {
    package let bytes: [UInt8]
    package let contentType: String?
    /// Where the redirects led.
    package let url: String

    package init(bytes: [UInt8], contentType: String?, url: String) {
        self.bytes = bytes
        self.contentType = contentType
        self.url = url
    }

    /// Pages are text; more than this is none.
    package static let limit = 10 << 20
}

extension ProviderHTTP {
    /// Fetches a page from the public web: https only, no private network at any of its redirects, nothing told but what we are.
    package func page(_ url: String) async throws(ProviderError) -> WebPage {
        var url = url
        for _ in 0..<5 {
            let response = try await send(
                ProviderRequest(
                    "knowledge.page", url: url, origin: .untrusted(hosts: []),
                    headers: [("Accept", "text/html, text/plain, text/markdown, application/pdf, text/csv")],
                    timeout: .seconds(30), responseLimit: WebPage.limit))
            switch response.status {
            case 200..<300:
                return WebPage(bytes: response.body, contentType: response.header("Content-Type"), url: url)
            case 301, 302, 303, 307, 308: url = try Self.next(response.header("Location"), after: url)
            case 404, 410:
                throw .rejected(ProviderFault(code: "page_gone", title: "There is no such page"))
            case 401, 403:
                throw .rejected(ProviderFault(code: "page_refused", title: "The page wants a login"))
            case 429, 500...:
                throw .unavailable(
                    ProviderFault(code: "page_unavailable", title: "The page cannot be had now"),
                    retryAfter: response.retryAfter)
            default:
                throw .rejected(ProviderFault(code: "page_refused", title: "Unexpected answer"))
            }
        }
        throw .rejected(ProviderFault(code: "too_many_redirects", title: "The page moved too often"))
    }
}
