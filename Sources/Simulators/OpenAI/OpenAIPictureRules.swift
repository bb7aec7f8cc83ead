import Domain

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the API demands of pictures in messages.
enum OpenAIPictureRules {
    private static let types = ["image/png", "image/jpeg", "image/webp", "image/gif"]
    private static let largest = 20 << 20

    static func check(_ part: JSON, role: String, at place: String) throws(OpenAIRefusal) {
        guard part["type"]?.string == "image_url" else {
            throw OpenAIRefusal(
                code: "invalid_value", param: place,
                message: "Invalid value: '\(part["type"]?.string ?? "")'. Supported values are: 'text', 'image_url'.")
        }
        guard role == "user" else {
            throw OpenAIRefusal(
                code: "invalid_value", param: place,
                message: "Image URLs are only allowed for messages with role 'user'.")
        }
        let image = part["image_url"] ?? .null
        if let detail = image["detail"]?.string, !["auto", "low", "high"].contains(detail) {
            throw OpenAIRefusal(
                code: "invalid_value", param: "\(place).image_url.detail", message: "Invalid value: '\(detail)'.")
        }
        guard let url = image["url"]?.string else {
            throw OpenAIRefusal(
                code: "missing_required_parameter", param: "\(place).image_url.url",
                message: "Missing required parameter: '\(place).image_url.url'.")
        }
        // The simulator fetches nothing.
        guard let picture = bytes(of: url) else {
            throw OpenAIRefusal(
                code: "invalid_image_url", param: place,
                message: "Expected a base64-encoded data URL with an image MIME type.")
        }
        guard picture.count <= largest else {
            throw OpenAIRefusal(code: "image_too_large", param: place, message: "Invalid image: larger than 20 MB.")
        }
        guard let type = type(of: picture), url.hasPrefix("data:\(type);") else {
            throw OpenAIRefusal(
                code: "invalid_image_format", param: place,
                message: "You uploaded an unsupported image. Please make sure your image is valid.")
        }
    }

    /// The pictures of a request that passed the rules.
    static func pictures(in body: JSON) -> [[UInt8]] {
        (body["messages"]?.array ?? []).flatMap { message in
            message.elements(of: "content").compactMap { $0["image_url"]?["url"]?.string.flatMap(bytes) }
        }
    }

    private static func bytes(of url: String) -> [UInt8]? {
        guard let type = types.first(where: { url.hasPrefix("data:\($0);base64,") }) else { return nil }
        // Strict: a line break in it is refused, as the real one does.
        return Data(base64Encoded: String(url.dropFirst("data:\(type);base64,".count))).map(Array.init)
    }

    private static func type(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if bytes.starts(with: Array("GIF8".utf8)) { return "image/gif" }
        return bytes.starts(with: Array("RIFF".utf8)) && Array(bytes.dropFirst(8).prefix(4)) == Array("WEBP".utf8)
            ? "image/webp" : nil
    }
}
