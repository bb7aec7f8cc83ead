import Crypto
import Domain
import Foundation

extension MetaWhatsApp {
    /// What a file is sent as. A voice note is an audio that plays at once and shows its wave.
    package enum MediaKind: String, Sendable, CaseIterable {
        case image, video, audio, voice, document, sticker

        /// Kind of message it goes in.
        package var messageType: String { self == .voice ? "audio" : rawValue }

        /// The kind a file of this type is; whatever is neither picture, film, sound nor sticker goes as a document.
        package init(mimeType: String, isVoice: Bool = false) {
            let type = MediaKind.bare(mimeType)
            switch type {
            case "image/webp": self = .sticker
            case _ where type.hasPrefix("image/"): self = .image
            case _ where type.hasPrefix("video/"): self = .video
            case _ where type.hasPrefix("audio/"): self = isVoice ? .voice : .audio
            default: self = .document
            }
        }

        package var sizeLimit: Int {
            switch self {
            case .image: 5 << 20
            case .video, .audio, .voice: 16 << 20
            case .document: 100 << 20
            case .sticker: 500 << 10
            }
        }

        /// Types WhatsApp takes; nil where it takes any.
        private var types: Set<String>? {
            switch self {
            case .image: ["image/jpeg", "image/png"]
            case .video: ["video/mp4", "video/3gpp"]
            case .audio: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/m4a", "audio/ogg"]
            case .voice: ["audio/ogg"]
            case .sticker: ["image/webp"]
            case .document: nil
            }
        }

        /// Without its parameters: `audio/ogg; codecs=opus` is `audio/ogg`.
        static func bare(_ mimeType: String) -> String {
            String(mimeType.lowercased().prefix { $0 != ";" }.filter { !$0.isWhitespace })
        }

        /// Throws what WhatsApp would, before a byte is uploaded.
        package func check(mimeType: String, byteCount: Int) throws(ProviderError) {
            let type = Self.bare(mimeType)
            if let types, !types.contains(type) {
                throw MediaKind.refusal("WhatsApp takes no \(rawValue) of type \(MetaPeople.cut(type, 60))")
            }
            guard type.split(separator: "/", omittingEmptySubsequences: false).filter({ !$0.isEmpty }).count == 2 else {
                throw MediaKind.refusal("Not a type of file")
            }
            guard byteCount > 0 else { throw MediaKind.refusal("The file is empty") }
            guard byteCount <= sizeLimit else {
                throw MediaKind.refusal("The file has \(byteCount) bytes; the limit for \(rawValue) is \(sizeLimit)")
            }
        }

        private static func refusal(_ title: String) -> ProviderError {
            .rejected(ProviderFault(code: "bad_media", title: title))
        }
    }

    /// A file that came down whole.
    package struct MediaFile: Sendable {
        package let bytes: [UInt8]
        package let mimeType: String?
        /// Hexadecimal.
        package let sha256: String
    }

    /// Whether these bytes are the ones meant. Meta writes the digest as base64 in webhooks and as hexadecimal in answers; a text
    /// that is neither says nothing.
    static func matches(_ digest: SHA256.Digest, _ expected: String?) -> Bool {
        guard let expected else { return true }
        if expected.utf8.count == 64, let bytes = bytes(hex: expected.utf8) { return Array(digest) == bytes }
        guard let bytes = Data(base64Encoded: expected), bytes.count == 32 else { return true }
        return Array(digest) == Array(bytes)
    }
}

extension MetaWhatsApp.Client {
    /// Fetches a customer's file by its id. Its address lives for five minutes: one that has run out is asked for once more.
    ///
    /// - Parameter sha256: as the webhook had it, in either writing.
    package func fetchMedia(_ id: String, sha256 expected: String? = nil, limit: Int = 100 << 20)
        async throws(ProviderError) -> MetaWhatsApp.MediaFile
    {
        var info = try await mediaInfo(id)
        let bytes: [UInt8]
        do {
            bytes = try await download(info, limit: limit)
        } catch .unavailable(let fault, _) where fault.code == "media_url_expired" {
            info = try await mediaInfo(id)
            bytes = try await download(info, limit: limit)
        }
        let digest = SHA256.hash(data: bytes)
        // Something in between answered with a page of its own, or the file was cut.
        guard MetaWhatsApp.matches(digest, info.sha256), MetaWhatsApp.matches(digest, expected) else {
            throw .unavailable(
                ProviderFault(code: "checksum_mismatch", title: "The file came damaged"), retryAfter: nil)
        }
        return .init(
            bytes: bytes, mimeType: info.mimeType,
            sha256: digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }
}
