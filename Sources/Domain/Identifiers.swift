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
        return UUID(uuid: (
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
