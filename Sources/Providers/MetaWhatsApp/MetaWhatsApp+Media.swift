import Domain
import Foundation

extension MetaWhatsApp {
    /// Where a media file can be fetched for the next five minutes.
    package struct MediaInfo: Sendable, Equatable {
        package let url: String
        package let mimeType: String?
        package let sha256: String?
        package let byteSize: Int?
    }

    /// Hosts that Meta serves media from. The token goes nowhere else.
    static let mediaHosts = ["fbsbx.com", "facebook.com", "fbcdn.net", "whatsapp.net"]
}

extension MetaWhatsApp.Client {
    package func mediaInfo(_ id: String) async throws(ProviderError) -> MetaWhatsApp.MediaInfo {
        let answer = try await graph.get(
            "meta.media_info", "\(try segment(id))?phone_number_id=\(try segment(phoneNumberID))")
        guard let url = MetaPeople.text(answer["url"]) else {
            throw .rejected(ProviderFault(code: "no_media_url", title: "The file is gone"))
        }
        return .init(
            url: url, mimeType: MetaPeople.text(answer["mime_type"]), sha256: MetaPeople.text(answer["sha256"]),
            byteSize: answer["file_size"]?.scalarText.flatMap { Int($0) })
    }

    /// Fetches a file. An address on the account's own base host is the operator's choice; any other must be one of Meta's.
    package func download(_ media: MetaWhatsApp.MediaInfo, limit: Int) async throws(ProviderError) -> [UInt8] {
        if let size = media.byteSize, size > limit {
            throw .rejected(
                ProviderFault(code: "file_too_large", title: "The file has \(size) bytes; the limit is \(limit)"))
        }
        let isOwnHost =
            URLComponents(string: media.url).map { [$0.scheme, $0.host, $0.port.map(String.init)] }
            == URLComponents(string: graph.base).map { [$0.scheme, $0.host, $0.port.map(String.init)] }
        let response = try await graph.http.send(
            ProviderRequest(
                "meta.media_download", url: media.url,
                origin: isOwnHost ? .trusted : .untrusted(hosts: MetaWhatsApp.mediaHosts),
                headers: graph.authorization, timeout: .seconds(120), responseLimit: limit))
        guard response.isSuccess else {
            // 404 is an address that ran out: ask for a new one.
            if response.status == 404 {
                throw .unavailable(
                    ProviderFault(code: "media_url_expired", title: "The address ran out"), retryAfter: nil)
            }
            throw MetaWhatsApp.error(response, secrets: [graph.token])
        }
        return response.body
    }

    /// Uploads a file and returns its id, good for 30 days. What WhatsApp would not take as this kind is not uploaded.
    ///
    /// - Parameter kind: nil for what its type says.
    package func upload(
        _ file: [UInt8], mimeType: String, fileName: String, as kind: MetaWhatsApp.MediaKind? = nil
    ) async throws(ProviderError) -> String {
        try (kind ?? .init(mimeType: mimeType)).check(mimeType: mimeType, byteCount: file.count)
        let boundary = "secretaria-\(UUID().uuidString)"
        // Names and types come from customers and agents: nothing of them may end a header line.
        let name = Self.headerSafe(fileName)
        let type = Self.headerSafe(mimeType)
        var body: [UInt8] = []
        for (field, value) in [("messaging_product", "whatsapp"), ("type", type)] {
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n".utf8)
        }
        body += Array(
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: \(type)\r\n\r\n"
                .utf8)
        body += file
        body += Array("\r\n--\(boundary)--\r\n".utf8)
        let answer = try await graph.call(
            ProviderRequest(
                "meta.media_upload", method: "POST", url: "\(graph.base)/\(try segment(phoneNumberID))/media",
                headers: graph.authorization + [("Content-Type", "multipart/form-data; boundary=\(boundary)")],
                body: body,
                timeout: .seconds(120), isRepeatable: true))
        guard let id = MetaPeople.text(answer["id"]) else {
            throw .unavailable(ProviderFault(code: "no_media_id", title: "Uploaded without an id"), retryAfter: nil)
        }
        return id
    }

    private static func headerSafe(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(200).filter {
                    $0.value >= 0x20 && $0 != "\"" && $0 != "\\" && $0.value != 0x7F
                }))
    }
}
