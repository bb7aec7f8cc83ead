/// Masks personal data in text.
///
/// Text that is no personal data comes out byte for byte, and a masked text is never changed by masking it again.
package enum Mask {
    package static func text(_ text: String) -> String {
        var text = text
        let result: String? = text.withUTF8 { buffer in
            let findings = PersonalData.find(in: buffer)
            guard !findings.isEmpty else { return nil }
            return String(unsafeUninitializedCapacity: MaskWriter.capacity(buffer, findings)) {
                write(buffer, findings, into: $0)
            }
        }
        return result ?? text
    }

    /// The same for bytes that may be no valid UTF-8; those that are no personal data stay.
    package static func bytes(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { buffer in
            let findings = PersonalData.find(in: buffer)
            guard !findings.isEmpty else { return bytes }
            return [UInt8](unsafeUninitializedCapacity: MaskWriter.capacity(buffer, findings)) { output, count in
                count = write(buffer, findings, into: output)
            }
        }
    }

    /// Writes the masked text into `output`, which has ``MaskWriter/capacity(_:_:)`` bytes; how many it wrote.
    static func write(
        _ buffer: UnsafeBufferPointer<UInt8>, _ findings: [Finding], into output: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var writer = MaskWriter(output)
        var position = 0
        for finding in findings {
            writer.copy(buffer[position..<finding.range.lowerBound])
            writer.write(finding.kind, Bytes(UnsafeBufferPointer(rebasing: buffer[finding.range])))
            position = finding.range.upperBound
        }
        writer.copy(buffer[position...])
        return writer.count
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
        var address = address
        return address.withUTF8 { buffer in
            let whole = [Finding(kind: .email, range: 0..<buffer.count)]
            return String(unsafeUninitializedCapacity: MaskWriter.capacity(buffer, whole)) {
                write(buffer, whole, into: $0)
            }
        }
    }
}
