/// Times in microseconds, all of them kept: nothing is estimated.
public struct Samples: Sendable {
    private var values: [UInt32] = []

    public init() {}

    public var count: Int { values.count }

    public mutating func add(nanoseconds: UInt64) { values.append(UInt32(clamping: nanoseconds / 1_000)) }

    public mutating func merge(_ other: Samples) { values += other.values }

    /// Milliseconds below which `shares` of the samples lie.
    public func milliseconds(_ shares: [Double]) -> [Double] {
        guard !values.isEmpty else { return shares.map { _ in .nan } }
        let sorted = values.sorted()
        return shares.map { share in
            let index = min(sorted.count - 1, max(0, Int((Double(sorted.count) * share).rounded(.up)) - 1))
            return Double(sorted[index]) / 1_000
        }
    }
}
