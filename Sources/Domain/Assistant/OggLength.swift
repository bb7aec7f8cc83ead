/// How long an Ogg recording with Opus is, by the position that its last page carries.
package enum OggLength {
    /// Opus counts 48,000 samples a second, whatever was recorded.
    private static let samplesPerSecond = 48_000.0

    /// nil for what is no Ogg file, or does not say.
    package static func seconds(_ bytes: [UInt8]) -> Double? {
        let mark = Array("OggS".utf8)
        guard bytes.starts(with: mark) else { return nil }
        // A page has at most 65,307 bytes, so the last one begins near the end.
        let start = max(0, bytes.count - 70_000)
        var place = bytes.count - 14
        while place >= start {
            if bytes[place] == mark[0], Array(bytes[place..<place + 4]) == mark {
                let position = bytes[place + 6..<place + 14].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                guard position < 1 << 40 else { return nil }
                return position == 0 ? nil : Double(position) / samplesPerSecond
            }
            place -= 1
        }
        return nil
    }
}
