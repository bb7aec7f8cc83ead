import Foundation
import Hummingbird
import NIOCore

extension Request {
    /// The JSON document in the body. Wrong type: 415; not JSON: 400; not what was asked for: 422.
    package func json<Value: Decodable>(as type: Value.Type, limit: Int = 1024 * 1024) async throws -> Value {
        let body = try await jsonBody(limit: limit)
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do {
            return try decoder.decode(type, from: Data(body.readableBytesView))
        } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
            throw Problem.badRequest("invalid_json")
        } catch let error as DecodingError {
            throw Problem.unprocessable(error.field.map { "invalid_\($0)" } ?? "invalid_body")
        }
    }
}

extension Request {
    /// The bytes of a JSON document, for what has no fixed shape. They may still not be JSON.
    package func jsonBody(limit: Int = 1024 * 1024) async throws -> ByteBuffer {
        guard MediaType.isJSON(headers[.contentType]) else { throw Problem.unsupportedMediaType }
        let body = try await bytes(limit: limit)
        guard JSONShape.isShallow(body.readableBytesView) else { throw Problem.badRequest("json_too_deep") }
        return body
    }
}

extension DecodingError {
    /// The top-level field that was wrong or missing, if its name is a plain one (ours, not the client's).
    fileprivate var field: String? {
        let name: String? =
            switch self {
            case .keyNotFound(let key, let context): (context.codingPath.first ?? key).stringValue
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath.first?.stringValue
            @unknown default: nil
            }
        guard let name, name.count <= 40, name.utf8.allSatisfy({ $0 == 0x5f || (0x61...0x7a).contains($0) }) else {
            return nil
        }
        return name
    }
}

/// Looks at a JSON text before the parser does: nesting is what exhausts stacks.
enum JSONShape {
    static let maximumDepth = 64

    static func isShallow(_ bytes: some Sequence<UInt8>) -> Bool {
        var depth = 0
        var inString = false
        var escaped = false
        for byte in bytes {
            if inString {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): inString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                if depth > maximumDepth { return false }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return true
    }
}
