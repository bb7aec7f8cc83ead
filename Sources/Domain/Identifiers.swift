#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A shop. A value of its own, so that no other UUID can be passed for it.
package struct TenantID: Hashable, Sendable, Codable, CustomStringConvertible {
    package let value: UUID

    package init(_ value: UUID) { self.value = value }
    package init(from decoder: any Decoder) throws { value = try UUID(from: decoder) }
    package func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }

    package var description: String { value.uuidString.lowercased() }
}

extension UUID {
    /// A time-ordered key (RFC 9562 version 7): 48 bits of milliseconds, 74 random bits. The same layout as the database's
    /// `new_id()`, for rows whose keys must be known before they are written.
    package static func v7(
        at time: Date = Date(), using generator: inout some RandomNumberGenerator
    ) -> UUID {
        let milliseconds = UInt64(clamping: Int64((time.timeIntervalSince1970 * 1000).rounded(.down)))
        let a = generator.next()
        let b = generator.next()
        func byte(_ value: UInt64, _ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) }
        return UUID(
            uuid: (
                byte(milliseconds, 40), byte(milliseconds, 32), byte(milliseconds, 24),
                byte(milliseconds, 16), byte(milliseconds, 8), byte(milliseconds, 0),
                0x70 | (byte(a, 0) & 0x0F), byte(a, 8),
                0x80 | (byte(b, 0) & 0x3F), byte(b, 8), byte(b, 16), byte(b, 24),
                byte(b, 32), byte(b, 40), byte(b, 48), byte(b, 56)
            ))
    }

    package static func v7() -> UUID {
        var generator = SystemRandomNumberGenerator()
        return v7(using: &generator)
    }
}

/// Time-ordered keys that keep the order in which they were made, also within one millisecond: the twelve bits after the time
/// count up. For rows whose order is read off their keys.
package struct OrderedKeys {
    private var milliseconds: UInt64 = 0
    private var count: UInt64 = 0

    package init() {}

    package mutating func next(at time: Date = Date(), using generator: inout some RandomNumberGenerator) -> UUID {
        let now = UInt64(clamping: Int64((time.timeIntervalSince1970 * 1000).rounded(.down)))
        if now > milliseconds {
            (milliseconds, count) = (now, 0)
        } else if count == 0xFFF {
            (milliseconds, count) = (milliseconds &+ 1, 0)
        } else {
            count += 1
        }
        var bytes = UUID.v7(at: Date(timeIntervalSince1970: (Double(milliseconds) + 0.5) / 1000), using: &generator)
            .uuid
        bytes.6 = 0x70 | UInt8(truncatingIfNeeded: count >> 8)
        bytes.7 = UInt8(truncatingIfNeeded: count)
        return UUID(uuid: bytes)
    }

    package mutating func next() -> UUID {
        var generator = SystemRandomNumberGenerator()
        return next(using: &generator)
    }
}
