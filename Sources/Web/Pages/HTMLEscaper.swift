import Mustache

/// Escapes text for HTML byte by byte.
///
/// The library's own escaper walks `Character`s: a quote followed by a combining accent is one Character that equals
/// no quote, comes out raw, and closes the attribute it stands in. Registered as content type `HTML`, and named at the
/// head of every template by ``Templates``.
package struct HTMLEscaper: MustacheContentType {
    package static let contentType = "HTML"

    package init() {}

    package func escapeText(_ text: String) -> String { Self.escape(text) }

    package static func escape(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            let extra = bytes.reduce(0) { $0 + (replacement($1)?.utf8.count ?? 0) }
            guard extra > 0 else { return String(decoding: bytes, as: UTF8.self) }
            return String(unsafeUninitializedCapacity: bytes.count + extra) { output in
                var end = 0
                for byte in bytes {
                    guard let replacement = replacement(byte) else {
                        output[end] = byte
                        end += 1
                        continue
                    }
                    for byte in replacement.utf8 {
                        output[end] = byte
                        end += 1
                    }
                }
                return end
            }
        }
    }

    @inline(__always)
    private static func replacement(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
