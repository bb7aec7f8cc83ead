import Domain
import Foundation
import Providers

extension Media {
    /// The bytes of a stored mail, by the event it came as.
    package typealias RawMail = @Sendable (TenantID, _ event: UUID) async throws -> [UInt8]?

    /// Files of mail: out of the raw message that we keep, or from Resend, which gives an address that lives an hour.
    package static func mailSource(http: ProviderHTTP, body: @escaping RawMail) -> MediaSource {
        { (file, credentials) async throws(ProviderError) in
            guard let mediaID = file.mediaID else {
                throw .rejected(ProviderFault(code: "no_media_url", title: "The mail names no file"))
            }
            if let kept = RawEmail.reference(mediaID) {
                return try await fromRaw(mediaID, event: UUID(uuidString: kept.key), credentials.tenant, body)
            }
            let client = Resend.Client(
                http: http, baseURL: credentials.baseURL, apiKey: credentials[.apiToken] ?? "",
                account: credentials.mailbox)
            return FetchedMedia(
                bytes: try await client.attachment(mediaID, limit: file.limit), mimeType: file.mimeType)
        }
    }

    private static func fromRaw(_ mediaID: String, event: UUID?, _ tenant: TenantID, _ body: RawMail)
        async throws(ProviderError) -> FetchedMedia
    {
        let raw: [UInt8]?
        do {
            raw = if let event { try await body(tenant, event) } else { nil }
        } catch {
            throw .unavailable(
                ProviderFault(code: "no_raw_mail", title: "The mail cannot be read now"), retryAfter: nil)
        }
        guard let file = raw.flatMap({ RawEmail.attachment(mediaID, in: $0) }) else {
            throw .rejected(ProviderFault(code: "media_gone", title: "The mail is not kept any more"))
        }
        return FetchedMedia(bytes: file.data, mimeType: file.type)
    }
}
