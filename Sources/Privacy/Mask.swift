/// Masks personal data in text.
///
/// Text that is no personal data comes out byte for byte, and a masked text is never changed by masking it again.
package enum Mask {
    package static func text(_ text: String) -> String {
        var text = text
        let result: String? = text.withUTF8 { buffer in
            let findings = PersonalData.find(in: buffer)
            return findings.isEmpty ? nil : String(decoding: masked(buffer, findings), as: UTF8.self)
        }
        return result ?? text
    }

    /// The same for bytes that may be no valid UTF-8; those that are no personal data stay.
    package static func bytes(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { masked($0, PersonalData.find(in: $0)) }
    }

    private static func masked(_ buffer: UnsafeBufferPointer<UInt8>, _ findings: [Finding]) -> [UInt8] {
        var writer = MaskWriter(capacity: buffer.count &+ 64)
        var position = 0
        for finding in findings {
            writer.copy(buffer[position..<finding.range.lowerBound])
            writer.write(finding.kind, Bytes(UnsafeBufferPointer(rebasing: buffer[finding.range])))
            position = finding.range.upperBound
        }
        writer.copy(buffer[position...])
        return writer.output
    }

    /// `(**) *****-1234`, for what is known to be a telephone number.
    package static func phone(_ number: String) -> String {
        guard number.utf8.lazy.filter(Byte.isDigit).count >= 4 else { return "(**) *****-****" }
        let last = Array(number.utf8.filter(Byte.isDigit).suffix(4))
        return "(**) *****-\(String(decoding: last, as: UTF8.self))"
    }

    /// `jo***@***.com`, for what is known to be an address.
    package static func email(_ address: String) -> String {
        let parts = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains(UInt8(ascii: ".")) else { return "***@***" }
        return Array(address.utf8).withUnsafeBufferPointer { buffer in
            var writer = MaskWriter(capacity: 32)
            writer.write(.email, Bytes(buffer))
            return String(decoding: writer.output, as: UTF8.self)
        }
    }
}
