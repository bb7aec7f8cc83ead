/// What is known about a word.
struct Facts: OptionSet {
    let rawValue: UInt32

    static let firstName = Facts(rawValue: 1 << 8)
    static let surname = Facts(rawValue: 1 << 9)
    /// de, da, dos: inside a name, never at its end.
    static let particle = Facts(rawValue: 1 << 10)
    /// A name that is an everyday word too: rosa, lima, costa.
    static let everyday = Facts(rawValue: 1 << 11)
    /// Never part of a person's name.
    static let plain = Facts(rawValue: 1 << 12)
    /// rua, avenida: an address begins.
    static let street = Facts(rawValue: 1 << 13)
    /// SQN, QNM, quadra: an address without a street begins.
    static let block = Facts(rawValue: 1 << 14)
    /// apto, bloco, casa: a number or letter follows inside an address.
    static let unit = Facts(rawValue: 1 << 15)
    /// edifício, bairro, jardim: a name follows inside an address.
    static let quarter = Facts(rawValue: 1 << 16)
    /// A person's name follows: chamo, titular, destinatário.
    static let introducesName = Facts(rawValue: 1 << 17)
    /// A name follows if it is a known one: sou, cartão, receber.
    static let introducesKnownName = Facts(rawValue: 1 << 25)
    /// May stand between such a word and the name: é, o, do.
    static let link = Facts(rawValue: 1 << 18)
    /// What follows is somebody or something else: loja, livro, praça, atendente.
    static let namesThings = Facts(rawValue: 1 << 19)
    static let month = Facts(rawValue: 1 << 20)
    /// Abbreviates a federal state.
    static let state = Facts(rawValue: 1 << 21)
    /// Issues identity cards: SSP, DETRAN.
    static let issuer = Facts(rawValue: 1 << 22)
    /// http, www: an address of the web begins.
    static let web = Facts(rawValue: 1 << 23)
    /// Written for an @.
    static let at = Facts(rawValue: 1 << 24)

    init(rawValue: UInt32) { self.rawValue = rawValue }
    init(_ cue: Cue) { rawValue = UInt32(cue.rawValue) }

    var cue: Cue { Cue(rawValue: UInt8(truncatingIfNeeded: rawValue)) ?? .none }
    var isName: Bool { !isDisjoint(with: [.firstName, .surname]) }
}

/// All words that mean something to the rules, in a hash table made once.
final class Lexicon: Sendable {
    static let shared = Lexicon()

    private let hashes: [UInt64]
    private let facts: [UInt32]
    private let mask: Int
    /// One bit for each of 2^16 hash endings that occur: most unknown words are told from these 8 KB.
    private let endings: [UInt64]

    private init() {
        var words: [UInt64: UInt32] = [:]
        for (list, facts) in Self.lists {
            for word in list.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
                words[Word.hash(of: word), default: 0] |= facts.rawValue
            }
        }
        // A word that announces something is no name.
        for (hash, facts) in words where facts & 0xFF != 0 && facts & Facts.surname.rawValue == 0 {
            words[hash] = facts | Facts.plain.rawValue
        }
        let size = Self.size(for: words.count)
        var hashes = [UInt64](repeating: 0, count: size)
        var facts = [UInt32](repeating: 0, count: size)
        for (hash, known) in words {
            var slot = Self.slot(hash, size &- 1)
            while hashes[slot] != 0 { slot = (slot &+ 1) & (size &- 1) }
            hashes[slot] = hash
            facts[slot] = known
        }
        var endings = [UInt64](repeating: 0, count: 1024)
        for hash in words.keys { endings[Self.ending(hash) >> 6] |= 1 << UInt64(Self.ending(hash) & 63) }
        (self.hashes, self.facts, self.endings, mask) = (hashes, facts, endings, size &- 1)
    }

    /// A quarter full at most: most lookups are of unknown words and end at the first slot.
    private static func size(for count: Int) -> Int {
        var size = 1024
        while size < count * 4 { size *= 2 }
        return size
    }

    /// Lends the table without counting references for every word.
    @inline(__always)
    func withTable<Result>(_ body: (Table) -> Result) -> Result {
        hashes.withUnsafeBufferPointer { hashes in
            facts.withUnsafeBufferPointer { facts in
                endings.withUnsafeBufferPointer { endings in
                    body(Table(hashes: hashes, facts: facts, endings: endings, mask: mask))
                }
            }
        }
    }

    struct Table {
        fileprivate let hashes: UnsafeBufferPointer<UInt64>
        fileprivate let facts: UnsafeBufferPointer<UInt32>
        fileprivate let endings: UnsafeBufferPointer<UInt64>
        fileprivate let mask: Int

        /// Every index is masked to the length of its table.
        @inline(__always)
        subscript(hash: UInt64) -> Facts {
            let ending = Lexicon.ending(hash)
            guard endings[ending >> 6] >> UInt64(ending & 63) & 1 == 1 else { return [] }
            var slot = Lexicon.slot(hash, mask)
            while true {
                let found = hashes[slot]
                if found == hash { return Facts(rawValue: facts[slot]) }
                if found == 0 { return [] }
                slot = (slot &+ 1) & mask
            }
        }
    }

    @inline(__always)
    fileprivate static func ending(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: spread(hash) &>> 48) }

    @inline(__always)
    fileprivate static func slot(_ hash: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: spread(hash) &>> 24) & mask
    }

    /// Every letter counts in the upper half of it.
    @inline(__always)
    private static func spread(_ hash: UInt64) -> UInt64 { hash &* 0x9E37_79B9_7F4A_7C15 }
}
