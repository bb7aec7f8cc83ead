/// Pictures drawn on the spot.
package enum PretendPicture {
    /// Looks like a code to link with: black and white squares, drawn from a number.
    static func code(seed: UInt64, squares: Int = 29, size: Int = 8) -> [UInt8] {
        let width = squares * size
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        var rows: [UInt8] = []
        for _ in 0..<squares {
            var line: [UInt8] = [0]
            for _ in 0..<squares {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                line += [UInt8](repeating: state & 1 == 0 ? 0xFF : 0, count: size)
            }
            for _ in 0..<size { rows += line }
        }
        return png(width: width, height: width, isColored: false, rows)
    }

    /// What a customer sends as a photo: an evening sky.
    package static let photo: [UInt8] = {
        let (width, height) = (160, 120)
        var rows: [UInt8] = []
        for y in 0..<height {
            rows.append(0)
            for x in 0..<width {
                let (dx, dy) = (x - 110, y - 70)
                let isSun = dx * dx + dy * dy < 400
                let isSea = y > 84
                rows +=
                    isSea
                    ? [UInt8(24 + y / 4), UInt8(60 + (x + y) % 24), 96]
                    : isSun ? [255, 214, 130] : [UInt8(90 + y), UInt8(70 + y / 2), UInt8(120 - y / 2)]
            }
        }
        return png(width: width, height: height, isColored: true, rows)
    }()

    /// A small picture whose own notes tell the pretend eye what it shows and what stands written in it.
    package static func showing(_ description: String, writing: String = "") -> [UInt8] {
        let rows = [UInt8](repeating: 0, count: 4 * (1 + 4 * 3))
        return png(
            width: 4, height: 4, isColored: true, rows, notes: [("Description", description), ("Writing", writing)])
    }

    /// The notes of a PNG file by their keywords.
    static func notes(of bytes: [UInt8]) -> [String: String] {
        var notes: [String: String] = [:]
        var place = 8
        while place + 12 <= bytes.count {
            let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - place - 12 else { break }
            let name = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
            let parts = bytes[place + 8..<place + 8 + length].split(
                separator: 0, maxSplits: 5, omittingEmptySubsequences: false)
            if name == "iTXt", parts.count == 6 {
                notes[String(decoding: parts[0], as: UTF8.self)] = String(decoding: parts[5], as: UTF8.self)
            }
            place += 12 + length
        }
        return notes
    }

    /// Rows begin with a zero each.
    private static func png(
        width: Int, height: Int, isColored: Bool, _ rows: [UInt8], notes: [(String, String)] = []
    ) -> [UInt8] {
        func big(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
        func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
            let body = Array(name.utf8) + data
            return big(data.count) + body + big(Int(crc(body)))
        }
        let header = big(width) + big(height) + [8, isColored ? 2 : 0, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
            // Keyword, not compressed (two zeros), no language, no translation.
            + notes.flatMap { chunk("iTXt", Array($0.0.utf8) + [0, 0, 0, 0, 0] + Array($0.1.utf8)) }
            + chunk("IDAT", zlib(rows)) + chunk("IEND", [])
    }

    /// Stored, not compressed.
    private static func zlib(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = [0x78, 0x01]
        var start = 0
        while start < bytes.count {
            let part = bytes[start..<min(start + 65_535, bytes.count)]
            start += part.count
            output += [start == bytes.count ? 1 : 0, UInt8(part.count & 255), UInt8(part.count >> 8)]
            output += [UInt8(~part.count & 255), UInt8((~part.count >> 8) & 255)] + part
        }
        let (a, b) = bytes.reduce((UInt32(1), UInt32(0))) { sums, byte in
            let a = (sums.0 + UInt32(byte)) % 65_521
            return (a, (sums.1 + a) % 65_521)
        }
        return output + [UInt8(b >> 8), UInt8(b & 255), UInt8(a >> 8), UInt8(a & 255)]
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
    }
}
