/// What listening costs. Recordings are billed by the second, where the server does not count tokens.
package enum AudioPrice {
    /// USD 0.006 a minute, the price of `whisper-1`; the same is taken for a model without a price.
    private static let microUSDPerSecond = 100.0

    /// Millionths of a dollar. Lengths come from outside: what is no length costs nothing, a day is the most.
    package static func cost(seconds: Double) -> Int64 {
        guard seconds.isFinite, seconds > 0 else { return 0 }
        return Int64((min(seconds, 86_400) * microUSDPerSecond).rounded(.up))
    }
}
