/// Questions that nobody could answer, put together where they ask for the same.
package struct GapCluster: Sendable, Equatable {
    /// Places of its questions in the list that was clustered, in their order.
    package let members: [Int]
    /// The one that says best what all of them ask.
    package let representative: Int

    /// From this likeness on two questions ask for the same.
    static let likeness = 0.58

    /// Greedy and in the order given, so that the same list gives the same clusters; largest first.
    package static func of(_ questions: [String]) -> [GapCluster] {
        let words = questions.map { Question($0).terms.map(\.word) }
        let vectors = words.map { HashedEmbedding.embed($0.joined(separator: " ")) }
        let stems = words.map { Set($0.map(Stemming.stem)) }
        var clusters: [[Int]] = []
        for index in questions.indices {
            let best = clusters.indices.map { ($0, near(index, clusters[$0], vectors, stems)) }.max {
                $0.1 < $1.1
            }
            if let best, best.1 >= likeness {
                clusters[best.0].append(index)
            } else {
                clusters.append([index])
            }
        }
        return clusters.map { members in
            GapCluster(members: members, representative: centre(of: members, vectors))
        }.enumerated().sorted {
            ($1.element.members.count, $0.offset) < ($0.element.members.count, $1.offset)
        }
        .map(\.element)
    }

    /// Likeness to the nearest few of a cluster: chains of ever less like questions must not grow together.
    private static func near(
        _ index: Int, _ cluster: [Int], _ vectors: [[Float]], _ stems: [Set<String>]
    ) -> Double {
        let all = cluster.prefix(12).map { other in
            max(
                HashedEmbedding.cosine(vectors[index], vectors[other]), overlap(stems[index], stems[other]))
        }
        return all.isEmpty ? 0 : all.reduce(0, +) / Double(all.count)
    }

    private static func overlap(_ left: Set<String>, _ right: Set<String>) -> Double {
        let all = left.union(right).count
        return all == 0 ? 0 : Double(left.intersection(right).count) / Double(all)
    }

    private static func centre(of members: [Int], _ vectors: [[Float]]) -> Int {
        let scores = members.map { one in
            members.reduce(0.0) { $0 + HashedEmbedding.cosine(vectors[one], vectors[$1]) }
        }
        let best = scores.indices.max { (scores[$0], $1) < (scores[$1], $0) }
        return best.map { members[$0] } ?? members.first ?? 0
    }
}
