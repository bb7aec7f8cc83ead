/// Finds a quotation in a passage, whatever was done to its spaces, letter case, quotation marks and Markdown.
package enum Quote {
    /// Fewer folded letters and digits than this prove nothing.
    static let shortest = 6

    /// The scalars of the passage that the quotation repeats; nil when it is not in there.
    package static func find(_ quote: String, in passage: ScalarText) -> Range<Int>? {
        let needle = trimmed(Normal(ScalarText(quote)).bytes[...])
        guard needle.count(where: { $0 != UInt8(ascii: " ") }) >= shortest else { return nil }
        let haystack = Normal(passage)
        guard let start = position(of: Array(needle), in: haystack.bytes) else { return nil }
        let last = start + needle.count - 1
        guard haystack.offsets.indices.contains(last) else { return nil }
        return Int(haystack.offsets[start])..<Int(haystack.offsets[last]) + 1
    }

    package static func isVerbatim(_ quote: String, in passage: String) -> Bool {
        find(quote, in: ScalarText(passage)) != nil
    }

    /// Models like to close a quotation with an ellipsis or a full stop that is not in the source.
    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let dropped = Set(" .,;:\"'-".utf8)
        var bytes = bytes
        while let first = bytes.first, dropped.contains(first) { bytes.removeFirst() }
        while let last = bytes.last, dropped.contains(last) { bytes.removeLast() }
        return bytes
    }

    /// Plain search that skips by the first byte; passages are short.
    private static func position(of needle: [UInt8], in haystack: [UInt8]) -> Int? {
        guard let first = needle.first, needle.count <= haystack.count else { return nil }
        var start = 0
        while start + needle.count <= haystack.count {
            if haystack[start] == first, haystack[start..<start + needle.count].elementsEqual(needle) { return start }
            start += 1
        }
        return nil
    }
}

/// Folded text without Markdown marks and with single spaces, each byte knowing the scalar it came from.
private struct Normal {
    var bytes: [UInt8] = []
    var offsets: [Int32] = []

    init(_ text: ScalarText) {
        var folded: [UInt8] = []
        for (index, scalar) in text.scalars.enumerated() {
            folded.removeAll(keepingCapacity: true)
            Folding.append(PromptBuilder.unmarked(scalar), to: &folded)
            for byte in folded { take(byte, at: Int32(truncatingIfNeeded: index)) }
        }
    }

    private mutating func take(_ byte: UInt8, at offset: Int32) {
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "#"), UInt8(ascii: "~"): return
        case UInt8(ascii: " "), 0x09, 0x0A, 0x0D, UInt8(ascii: "|"), UInt8(ascii: ">"):
            guard let last = bytes.last, last != UInt8(ascii: " ") else { return }
            bytes.append(UInt8(ascii: " "))
        default: bytes.append(byte)
        }
        offsets.append(offset)
    }
}
