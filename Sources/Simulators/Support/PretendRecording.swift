/// Recordings made on the spot: an Ogg file with an Opus header, whose comment tells the pretend transcriber what is said.
package enum PretendRecording {
    /// - Parameter words: nil for silence.
    package static func ogg(saying words: String?, seconds: Double = 3) -> [UInt8] {
        let comment = words.map { Array("SPOKEN=\($0)".utf8) }
        let head = Array("OpusHead".utf8) + [1, 1, 0x38, 0x01, 0x80, 0xBB, 0, 0, 0, 0, 0]
        let vendor = Array("secretaria".utf8)
        var tags = Array("OpusTags".utf8) + little(UInt64(vendor.count), 4) + vendor
        tags += little(comment == nil ? 0 : 1, 4)
        if let comment { tags += little(UInt64(comment.count), 4) + comment }
        let samples = UInt64(max(0, min(seconds, 36_000)) * 48_000)
        return page(head, kind: 2, position: 0, number: 0) + page(tags, kind: 0, position: 0, number: 1)
            + page([0xFC, 0xFF, 0xFE], kind: 4, position: samples, number: 2)
    }

    /// What ``ogg(saying:seconds:)`` put into a file; nil for silence and for recordings of other makers.
    static func words(in bytes: [UInt8]) -> String? {
        let mark = Array("SPOKEN=".utf8)
        guard let place = find(mark, in: bytes), place >= 4 else { return nil }
        let length = bytes[place - 4..<place].reversed().reduce(0) { $0 << 8 | Int($1) }
        let end = place + length
        guard length >= mark.count, end <= bytes.count else { return nil }
        return String(decoding: bytes[place + mark.count..<end], as: UTF8.self)
    }

    /// Seconds, by the position of the last page.
    static func seconds(of bytes: [UInt8]) -> Double? {
        let mark = Array("OggS".utf8)
        var place = bytes.count - 14
        while place >= 0 {
            if bytes[place] == mark[0], Array(bytes[place..<place + 4]) == mark {
                let position = bytes[place + 6..<place + 14].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                return Double(position) / 48_000
            }
            place -= 1
        }
        return nil
    }

    private static func find(_ mark: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= mark.count else { return nil }
        return (0...bytes.count - mark.count).first {
            bytes[$0] == mark[0] && Array(bytes[$0..<$0 + mark.count]) == mark
        }
    }

    /// One packet, one page.
    private static func page(_ packet: [UInt8], kind: UInt8, position: UInt64, number: UInt64) -> [UInt8] {
        let packet = Array(packet.prefix(255 * 254))
        let lacing = [UInt8](repeating: 255, count: packet.count / 255) + [UInt8(packet.count % 255)]
        var page = Array("OggS".utf8) + [0, kind] + little(position, 8) + little(7, 4) + little(number, 4)
        let checksum = page.count
        page += [0, 0, 0, 0, UInt8(lacing.count)] + lacing + packet
        let sum = page.reduce(UInt32(0)) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte) << 24) { value, _ in
                value & 0x8000_0000 != 0 ? value << 1 ^ 0x04C1_1DB7 : value << 1
            }
        }
        for (index, byte) in little(UInt64(sum), 4).enumerated() { page[checksum + index] = byte }
        return page
    }

    private static func little(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
    }
}
