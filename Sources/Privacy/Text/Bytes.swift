/// A text as bytes. Every question has an answer: outside of the text stands 0, so no rule can reach past an end.
struct Bytes {
    private let buffer: UnsafeBufferPointer<UInt8>
    let count: Int

    init(_ buffer: UnsafeBufferPointer<UInt8>) {
        self.buffer = buffer
        count = buffer.count
    }

    @inline(__always)
    subscript(index: Int) -> UInt8 {
        UInt(bitPattern: index) < UInt(bitPattern: count) ? buffer[index] : 0
    }

    /// Whether `text`, in lower case, stands at `index` in any case.
    func has(_ text: StaticString, at index: Int) -> Bool {
        text.withUTF8Buffer { wanted in
            for offset in 0..<wanted.count where Byte.lower(self[index &+ offset]) != wanted[offset] { return false }
            return true
        }
    }

    /// The first index from `index` on that holds none of the blanks that people put between words.
    func skippingSpaces(_ index: Int, limit: Int = 4) -> Int {
        var position = index
        for _ in 0..<limit {
            let width = spaceWidth(at: position)
            if width == 0 { break }
            position &+= width
        }
        return position
    }

    /// Bytes of the blank at `index`: space, tab, no-break and thin spaces; 0 when there is none.
    @inline(__always)
    func spaceWidth(at index: Int) -> Int {
        let byte = self[index]
        if byte == 0x20 || byte == 0x09 { return 1 }
        if byte == 0xC2 { return self[index &+ 1] == 0xA0 ? 2 : 0 }
        guard byte == 0xE2, self[index &+ 1] == 0x80 else { return 0 }
        let last = self[index &+ 2]
        return last >= 0x80 && last <= 0x8A || last == 0xAF ? 3 : 0
    }

    /// Where the alphanumeric run around `index` ends.
    func endOfAlphanumerics(_ index: Int) -> Int {
        var end = index
        while Byte.isAlphanumeric(self[end]) { end &+= 1 }
        return end
    }
}

/// Questions about one byte.
enum Byte {
    @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    @inline(__always) static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    @inline(__always) static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
    @inline(__always) static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
    @inline(__always) static func lower(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 0x20 : byte }

    /// 0–15, or nil for what is no hexadecimal digit.
    static func hex(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte &- 0x30 }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : nil
    }

    /// The digit that optical recognition or a hurried thumb took this letter for.
    static func digitLike(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte &- 0x30
        case 0x4F, 0x6F, 0x51, 0x44: 0  // O o Q D
        case 0x49, 0x69, 0x6C, 0x7C: 1  // I i l |
        case 0x5A, 0x7A: 2
        case 0x53, 0x73: 5
        case 0x47, 0x62: 6  // G b
        case 0x54: 7
        case 0x42: 8
        case 0x67, 0x71: 9  // g q
        default: nil
        }
    }
}
