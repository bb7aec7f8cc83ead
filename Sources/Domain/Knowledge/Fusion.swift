/// Reciprocal rank fusion of several result lists.
package enum Fusion {
    package static let k = 60.0

    package struct Arm<ID: Hashable & Sendable>: Sendable {
        /// Best first.
        package let ids: [ID]
        package let weight: Double

        package init(ids: [ID], weight: Double = 1) {
            self.ids = ids
            self.weight = weight
        }
    }

    /// All ids with their fused scores, best first; equal scores keep the order of the first arm that has them.
    package static func fuse<ID>(_ arms: [Arm<ID>]) -> [(id: ID, score: Double)] {
        var scores: [ID: Double] = [:]
        var order: [ID] = []
        for arm in arms where arm.weight > 0 {
            for (rank, id) in arm.ids.enumerated() {
                if scores[id] == nil { order.append(id) }
                scores[id, default: 0] += arm.weight / (k + Double(rank) + 1)
            }
        }
        return order.map { (id: $0, score: scores[$0] ?? 0) }.enumerated()
            .sorted { ($0.element.score, -$0.offset) > ($1.element.score, -$1.offset) }.map(\.element)
    }

    /// A lexical arm whose best hit is this weak is noise and would only drag good vector hits down (`ts_rank` values).
    package static let weakestLexicalTop = 0.01

    /// Weight of the lexical arm, by the rank value of its best hit.
    package static func lexicalWeight(top: Double?) -> Double {
        (top ?? 0) < weakestLexicalTop ? 0 : 1
    }
}
