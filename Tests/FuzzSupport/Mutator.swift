import Domain

/// Turns good inputs into bad ones. The same seed gives the same inputs, so that what crashed, crashes again.
package struct Mutator {
    private var state: UInt64
    private let seeds: [[UInt8]]
    private let pieces: [[UInt8]]

    package init(seed: UInt64, seeds: [[UInt8]], pieces: [[UInt8]]) {
        state = seed
        self.seeds = seeds.isEmpty ? [[]] : seeds
        self.pieces = pieces
    }

    package mutating func next() -> [UInt8] {
        var input = seeds[below(seeds.count)]
        for _ in 0...below(6) { change(&input) }
        return Array(input.prefix(200_000))
    }

    private mutating func change(_ input: inout [UInt8]) {
        let place = below(input.count + 1)
        let end = min(input.count, place + below(40))
        switch below(10) {
        case 0: if place < input.count { input[place] = UInt8(truncatingIfNeeded: random()) }
        case 1: if place < input.count { input[place] ^= 1 << UInt8(below(8)) }
        case 2: input.insert(contentsOf: piece(), at: place)
        case 3: input.replaceSubrange(place..<end, with: piece())
        case 4: input.removeSubrange(place..<end)
        case 5: input.removeSubrange(place...)
        case 6: input.insert(contentsOf: Array(input[place..<end]), at: below(input.count + 1))
        case 7:
            // The beginning of one, the end of another.
            let other = seeds[below(seeds.count)]
            input = Array(input[..<place]) + other[below(other.count + 1)...]
        case 8: input.insert(contentsOf: (0..<below(30)).map { _ in UInt8(truncatingIfNeeded: random()) }, at: place)
        default:
            let text = piece()
            input.insert(contentsOf: (0..<below(200)).flatMap { _ in text }, at: place)
        }
    }

    private mutating func piece() -> [UInt8] { pieces.isEmpty ? [0] : pieces[below(pieces.count)] }

    private mutating func below(_ limit: Int) -> Int { limit <= 1 ? 0 : Int(random() % UInt64(limit)) }

    private mutating func random() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
