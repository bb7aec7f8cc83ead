import HTTPTypes
import Hummingbird
import NIOCore

/// A flat `application/x-www-form-urlencoded` form or query. No nesting, so there is no depth to exhaust.
package struct Form: Sendable, Equatable {
    private var fields: [(name: String, value: String)] = []

    package static let maximumFields = 200

    package init() {}

    /// Refuses what is not well-formed UTF-8, NUL, and more than ``maximumFields`` fields.
    package init(parsing bytes: some Sequence<UInt8>) throws(Problem) {
        var name: [UInt8]?
        var current: [UInt8] = []
        var pending: [UInt8]?  // the digits after a % so far

        func text(_ bytes: [UInt8]) throws(Problem) -> String {
            guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
                throw .badRequest("invalid_form")
            }
            return text
        }
        func flush() throws(Problem) {
            if let digits = pending { current += [UInt8(ascii: "%")] + digits }
            pending = nil
            guard name != nil || !current.isEmpty else { return }
            guard fields.count < Self.maximumFields else { throw .badRequest("too_many_fields") }
            let value = try text(name == nil ? [] : current)
            fields.append((try text(name ?? current), value))
            name = nil
            current = []
        }
        for byte in bytes {
            if var digits = pending {
                if hexValue(byte) != nil {
                    digits.append(byte)
                    if digits.count == 2, let high = hexValue(digits[0]), let low = hexValue(digits[1]) {
                        current.append(high << 4 | low)
                        pending = nil
                    } else {
                        pending = digits
                    }
                    continue
                }
                current += [UInt8(ascii: "%")] + digits
                pending = nil
            }
            switch byte {
            case UInt8(ascii: "%"): pending = []
            case UInt8(ascii: "+"): current.append(UInt8(ascii: " "))
            case UInt8(ascii: "&"): try flush()
            case UInt8(ascii: "=") where name == nil:
                name = current
                current = []
            default: current.append(byte)
            }
        }
        try flush()
    }

    /// The first value of that name.
    package subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    package var names: [String] { fields.map(\.name) }

    package func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// The value without white space around it; nil when there is nothing in it.
    package func text(_ name: String) -> String? {
        guard let value = self[name]?.trimmingWhitespace, !value.isEmpty else { return nil }
        return value
    }

    /// As ``text(_:)``, but missing or too long is a 422.
    package func required(_ name: String, maxBytes: Int = 65_536) throws(Problem) -> String {
        guard let value = text(name) else { throw .unprocessable("missing_\(name)") }
        guard value.utf8.count <= maxBytes else { throw .unprocessable("too_long_\(name)") }
        return value
    }

    package static func == (left: Form, right: Form) -> Bool {
        left.fields.elementsEqual(right.fields) { $0 == $1 }
    }
}

func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

extension String {
    /// Without white space (Unicode's) at both ends.
    package var trimmingWhitespace: String {
        let scalars = unicodeScalars
        let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(scalars[first...last])
    }
}

extension Request {
    /// The form in the body.
    package func form(limit: Int = 1024 * 1024) async throws -> Form {
        guard MediaType.isForm(headers[.contentType]) else { throw Problem.unsupportedMediaType }
        let body = try await bytes(limit: limit)
        return try Form(parsing: body.readableBytesView)
    }

    /// The address's query. (The framework's own reading leaves `+` as it is.)
    package func query() throws -> Form { try Form(parsing: (uri.query ?? "").utf8) }

    /// The whole body, `limit` bytes at most. A declared length is believed first, so an oversized body is refused
    /// before any of it is read.
    package func bytes(limit: Int) async throws -> ByteBuffer {
        if let declared = headers[.contentLength].flatMap(Int.init), declared > limit { throw Problem.bodyTooLarge }
        return try await body.collect(upTo: limit)
    }
}
