/// Turns byte offsets into counts of Unicode scalars, walking over the text once.
package struct ScalarOffsets {
    private var byte = 0
    private var scalar = 0

    package init() {}

    /// The scalars before `offset`, which must not lie before the offset asked last.
    package mutating func scalars(before offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let end = min(max(offset, byte), bytes.count)
        while byte < end {
            // Bytes 10xxxxxx continue a scalar.
            if bytes[byte] & 0xC0 != 0x80 { scalar &+= 1 }
            byte &+= 1
        }
        return scalar
    }
}

extension PersonalData {
    /// Personal data of a text with offsets in Unicode scalars, as other languages count.
    package static func findScalars(in text: String) -> [(kind: PersonalData, start: Int, end: Int)] {
        var text = text
        return text.withUTF8 { bytes in
            var offsets = ScalarOffsets()
            return find(in: bytes).map { finding in
                let start = offsets.scalars(before: finding.range.lowerBound, in: bytes)
                return (finding.kind, start, offsets.scalars(before: finding.range.upperBound, in: bytes))
            }
        }
    }
}
