/// What a word tells about the number or the name beside it.
enum Cue: UInt8 {
    case none
    // Kinds of personal data.
    case cpf, cnpj, rg, cnh, pis, titulo, cns, passport, phone, cep, birth, card, cvv, account, anyAccount, branch,
        bank, pix
    case randomKey, boleto, plate, ip, address, email
    // What belongs to nobody.
    case order, model, version, transaction, shop, companyLine, date, money

    /// Announces numbers of the shop, the carrier or the machine.
    var isForeign: Bool { rawValue >= Cue.order.rawValue }
}

/// The last cues that were read, newest first, in memory that is lent to it.
struct CueMemory {
    struct Entry {
        fileprivate var kind: UInt8
        fileprivate var end: Int
    }

    static let capacity = 8

    private let entries: UnsafeMutablePointer<Entry>
    private var next = 0

    /// - Parameter memory: ``capacity`` entries.
    @inline(__always)
    init?(_ memory: UnsafeMutableBufferPointer<Entry>) {
        guard memory.count >= Self.capacity, let entries = memory.baseAddress else { return nil }
        entries.initialize(repeating: Entry(kind: 0, end: -10_000), count: Self.capacity)
        self.entries = entries
    }

    @inline(__always)
    private subscript(slot: Int) -> Entry { entries[slot & (Self.capacity &- 1)] }

    @inline(__always)
    mutating func note(_ cue: Cue, end: Int) {
        entries[next & (Self.capacity &- 1)] = Entry(kind: cue.rawValue, end: end)
        next &+= 1
    }

    /// The nearest cue of `wanted` before `index` within `distance` bytes that ended at `after` or later.
    func nearest(_ wanted: CueSet = .all, before index: Int, within distance: Int, after: Int = -1) -> Cue {
        for back in 1...Self.capacity {
            let entry = self[next &- back]
            if entry.end > index { continue }
            guard index &- entry.end <= distance, entry.end >= after else { return .none }
            if wanted.contains(entry.kind) { return Cue(rawValue: entry.kind) ?? .none }
        }
        return .none
    }

    /// The end of the newest `cue` within `distance` bytes before `index`.
    func last(_ cue: Cue, before index: Int, within distance: Int) -> Int? {
        for back in 1...Self.capacity {
            let entry = self[next &- back]
            if entry.end > index { continue }
            guard index &- entry.end <= distance else { return nil }
            if entry.kind == cue.rawValue { return entry.end }
        }
        return nil
    }

    func has(_ cue: Cue, before index: Int, within distance: Int) -> Bool {
        last(cue, before: index, within: distance) != nil
    }
}

/// Some cues, as bits.
struct CueSet {
    let bits: UInt64

    init(_ cues: Cue...) { bits = cues.reduce(0) { $0 | 1 << UInt64($1.rawValue) } }
    private init(bits: UInt64) { self.bits = bits }

    static let all = CueSet(bits: .max)
    /// Names of documents.
    static let labels = CueSet(.cpf, .cnpj, .rg, .cnh, .pis, .titulo, .cns, .passport, .cep, .card, .boleto, .birth)
    static let foreign = CueSet(.order, .model, .version, .transaction)
    static let named = labels + foreign + CueSet(.phone)
    static let elevenDigits = CueSet(.cpf, .cnh, .pis, .phone, .rg, .ip) + .foreign
    static let cnpj = CueSet(.cnpj) + .foreign
    static let phone = CueSet(.phone, .cep, .cpf, .rg, .cnh, .account, .branch, .companyLine, .ip) + .foreign
    static let postcode = CueSet(.cep, .order, .model, .account, .rg, .phone)
    static let network = CueSet(.ip) + .foreign
    static let birth = CueSet(.birth, .date, .order, .transaction)
    static let card = CueSet(.card, .cns, .cnpj, .boleto) + .foreign
    static let securityCode = CueSet(.cvv, .card, .order, .phone)
    static let bank = CueSet(.branch, .account, .anyAccount, .phone) + .labels + .foreign
    static let bankNames = CueSet(.bank, .branch)
    static let randomKey = CueSet(.pix, .randomKey, .order, .transaction)
    static let misread = CueSet(.phone, .cep) + .labels + .foreign
    static let plate = CueSet(.plate) + .foreign
    static let passport = CueSet(.passport) + .foreign
    static let place = CueSet(.shop, .address)
    static let inAddresses = CueSet(.phone) + .labels

    @inline(__always)
    func contains(_ kind: UInt8) -> Bool { bits >> UInt64(kind & 63) & 1 == 1 }

    static func + (left: CueSet, right: CueSet) -> CueSet { CueSet(bits: left.bits | right.bits) }
}
