import Domain
import Foundation
import Providers

/// What is known of a file before it is here.
package struct MediaReference: Sendable {
    package let kind: String
    /// The provider's handle.
    package let mediaID: String?
    /// Where the provider keeps it. From outside: never trusted.
    package let url: String?
    package let mimeType: String?
    package let limit: Int
}

/// A file's bytes and what the provider says they are.
package struct FetchedMedia: Sendable {
    package let bytes: [UInt8]
    package let mimeType: String?

    package init(bytes: [UInt8], mimeType: String?) {
        self.bytes = bytes
        self.mimeType = mimeType
    }
}

/// Brings a file from a provider: one a provider name.
package typealias MediaSource =
    @Sendable (MediaReference, ChannelCredentials) async throws(ProviderError) -> FetchedMedia

extension Media {
    /// Meta's Cloud API: the handle is exchanged for an address that lives five minutes, then fetched with the token. Pages of Instagram
    /// and Messenger give the address at once.
    package static func metaSource(http: ProviderHTTP) -> MediaSource {
        { (file, credentials) async throws(ProviderError) in
            guard let mediaID = file.mediaID else { return try await fetch(file, credentials, http) }
            guard let token = credentials[.accessToken] else {
                throw .unauthorized(ProviderFault(code: "no_token", title: "The account has no access token"))
            }
            let client = MetaWhatsApp.Client(
                http: http, baseURL: credentials.baseURL, token: token, phoneNumberID: credentials.address)
            let info = try await client.mediaInfo(mediaID)
            return FetchedMedia(bytes: try await client.download(info, limit: file.limit), mimeType: info.mimeType)
        }
    }

    /// A file at a public address: https, no private network, no credentials of ours. Or one that the account's own provider keeps,
    /// where the operator said that it is (`base_url`): a server in our own network, or a pretend one.
    package static func webSource(http: ProviderHTTP) -> MediaSource {
        { (file, credentials) async throws(ProviderError) in try await fetch(file, credentials, http) }
    }

    /// Twilio's files ask for the account's credentials, and lead to another host that is told nothing.
    package static func twilioSource(http: ProviderHTTP) -> MediaSource {
        { (file, credentials) async throws(ProviderError) in
            guard let url = file.url else {
                throw .rejected(ProviderFault(code: "no_media_url", title: "The provider named no file"))
            }
            guard let token = credentials[.apiToken] else {
                throw .unauthorized(ProviderFault(code: "no_token", title: "The account has no token"))
            }
            let client = Twilio.Client(
                http: http, baseURL: credentials.baseURL, accountSID: credentials.settings["account_sid"] ?? "",
                password: token, sender: credentials.address, statusCallback: nil)
            return FetchedMedia(bytes: try await client.download(url, limit: file.limit), mimeType: file.mimeType)
        }
    }

    /// Same scheme, host and port as the provider the operator named: compared as parts, so that no user name or longer host passes.
    static func isAtHome(_ url: String, _ credentials: ChannelCredentials) -> Bool {
        guard let base = credentials.baseURL, let home = URLComponents(string: base),
            let place = URLComponents(string: url), let host = place.host, place.user == nil, place.password == nil
        else { return false }
        return place.scheme == home.scheme && host == home.host && place.port == home.port
    }

    private static func fetch(
        _ file: MediaReference, _ credentials: ChannelCredentials, _ http: ProviderHTTP
    ) async throws(ProviderError) -> FetchedMedia {
        guard let url = file.url else {
            throw .rejected(ProviderFault(code: "no_media_url", title: "The provider named no file"))
        }
        let response = try await http.send(
            ProviderRequest(
                "media.download", url: url, origin: isAtHome(url, credentials) ? .trusted : .untrusted(hosts: []),
                timeout: .seconds(120),
                responseLimit: file.limit))
        switch response.status {
        case 200..<300: return FetchedMedia(bytes: response.body, mimeType: response.header("Content-Type"))
        case 404, 410: throw .rejected(ProviderFault(code: "media_gone", title: "The file is gone"))
        case 400..<500 where response.status != 429 && response.status != 408:
            throw .rejected(ProviderFault(code: "http_\(response.status)", title: "The file is refused"))
        default:
            throw .unavailable(
                ProviderFault(code: "http_\(response.status)", title: "The file cannot be had now"),
                retryAfter: response.retryAfter)
        }
    }
}
