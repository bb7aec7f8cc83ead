import Domain

/// One parser that strangers can feed, and what must hold of its result.
package struct FuzzTarget: Sendable {
    package let name: String
    let seeds: [[UInt8]]
    let pieces: [[UInt8]]
    /// What is wrong with the result; nil when nothing is.
    let check: @Sendable ([UInt8]) -> String?

    package struct Finding: Sendable, Equatable {
        package let number: Int
        package let problem: String
    }

    /// Feeds `count` inputs of one seed. Crashes when the parser does.
    package func run(seed: UInt64, count: Int) -> [Finding] {
        var mutator = Mutator(seed: seed, seeds: seeds, pieces: pieces)
        var findings: [Finding] = []
        for number in 0..<count {
            let input = mutator.next()
            if let problem = check(input) { findings.append(.init(number: number, problem: problem)) }
        }
        return findings
    }

    /// One of the inputs again, to look at.
    package func input(seed: UInt64, number: Int) -> [UInt8] {
        var mutator = Mutator(seed: seed, seeds: seeds, pieces: pieces)
        for _ in 0..<max(0, number) { _ = mutator.next() }
        return mutator.next()
    }
}
