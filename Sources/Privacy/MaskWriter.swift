/// How each kind looks masked: always in its full written form, so that a mask is known for one whatever it was made from.
struct MaskWriter {
    private let output: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ output: UnsafeMutableBufferPointer<UInt8>) { self.output = output }

    /// Bytes that are enough for the masked text: of a name each letter can become five bytes, no other mask is 64 bytes longer
    /// than what it covers.
    static func capacity(_ bytes: UnsafeBufferPointer<UInt8>, _ findings: [Finding]) -> Int {
        findings.reduce(bytes.count) { $0 &+ ($1.kind == .name ? $1.range.count &* 4 : 64) }
    }

    mutating func copy(_ bytes: UnsafeBufferPointer<UInt8>.SubSequence) {
        append(UnsafeBufferPointer(rebasing: bytes))
    }

    /// Never beyond the end, whatever a rule may find one day.
    private mutating func append(_ byte: UInt8) {
        guard count < output.count else { return }
        output[count] = byte
        count &+= 1
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        let length = min(bytes.count, output.count &- count)
        guard length > 0, let target = output.baseAddress, let source = bytes.baseAddress else { return }
        (target + count).update(from: source, count: length)
        count &+= length
    }

    mutating func write(_ kind: PersonalData, _ value: Bytes) {
        switch kind {
        case .cpf: text("***.", digits(value, 3, 3, orLike: true), ".", digits(value, 6, 3, orLike: true), "-**")
        case .cnpj: cnpj(value)
        case .rg: text("**.***.*", hasCheckDigit(value) ? last(value, 3, without: 1) : last(value, 2), "-*")
        case .cnh: text("*********", last(value, 2))
        case .pis: text("***.*****.", digits(value, 8, 2), "-*")
        case .titulo: text("**** **** ", last(value, 4))
        case .cns: text("*** **** **** ", last(value, 4))
        case .passport: text("******", last(value, 2))
        case .phone: phone(value)
        case .whatsAppID: messengerID(value)
        case .email: email(value)
        case .cep: text("*****-", last(value, 3, orLike: true))
        case .address: text("[ENDEREÇO]")
        case .name: name(value)
        case .birthDate: birthDate(value)
        case .card: text("**** **** **** ", last(value, 4, orLike: true))
        case .cvv: text("***")
        case .bankAccount:
            text("*****", last(value, 3, without: 1, alphanumeric: true), "-", last(value, 1, alphanumeric: true))
        case .bankBranch: text("**", last(value, 2))
        case .pixKey: text("********-****-****-****-********", last(value, 4, alphanumeric: true))
        case .pixCode: text("[PIX-COPIA-E-COLA …", last(value, 4, alphanumeric: true), "]")
        case .boleto: text(digits(value, 0, 5), ".***** … *", last(value, 4))
        case .plate: text("***-**", last(value, 2))
        case .ip: ip(value)
        }
    }

    // MARK: Pieces

    /// Some bytes of a value: four at most are ever shown in a row, five of a slip.
    private struct Piece: ExpressibleByStringLiteral {
        var literal: StaticString = ""
        var bytes: (UInt8, UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0, 0)
        var count = 0

        init() {}
        init(stringLiteral value: StaticString) { literal = value }

        mutating func append(_ byte: UInt8) {
            switch count {
            case 0: bytes.0 = byte
            case 1: bytes.1 = byte
            case 2: bytes.2 = byte
            case 3: bytes.3 = byte
            case 4: bytes.4 = byte
            default: return
            }
            count &+= 1
        }
    }

    /// One after the other; no list of them, which would be allocated for each mask.
    @inline(__always)
    private mutating func text(
        _ first: Piece, _ second: Piece = "", _ third: Piece = "", _ fourth: Piece = "", _ fifth: Piece = ""
    ) {
        append(first)
        append(second)
        append(third)
        append(fourth)
        append(fifth)
    }

    @inline(__always)
    private mutating func append(_ piece: Piece) {
        append(UnsafeBufferPointer(start: piece.literal.utf8Start, count: piece.literal.utf8CodeUnitCount))
        if piece.count > 0 { append(piece.bytes.0) }
        if piece.count > 1 { append(piece.bytes.1) }
        if piece.count > 2 { append(piece.bytes.2) }
        if piece.count > 3 { append(piece.bytes.3) }
        if piece.count > 4 { append(piece.bytes.4) }
    }

    /// The digit at `index` in ASCII and its width; letters that were taken for digits count when asked to.
    private static func digit(_ value: Bytes, _ index: Int, orLike: Bool) -> (digit: UInt8, width: Int)? {
        let byte = value[index]
        if Byte.isDigit(byte) { return (byte, 1) }
        if let wide = value.fullWidthDigit(at: index) { return (wide &+ 48, 3) }
        if orLike, let like = Byte.digitLike(byte) { return (like &+ 48, 1) }
        return nil
    }

    private func digits(_ value: Bytes, _ start: Int, _ length: Int, orLike: Bool = false) -> Piece {
        var piece = Piece(), index = 0, number = 0
        while index < value.count, piece.count < length {
            guard let (digit, width) = Self.digit(value, index, orLike: orLike) else {
                index &+= 1
                continue
            }
            if number >= start { piece.append(digit) }
            (number, index) = (number &+ 1, index &+ width)
        }
        return piece
    }

    /// The last `length` digits (or letters and digits), leaving out the very last `without`; both together eight at most.
    private func last(_ value: Bytes, _ length: Int, without: Int = 0, orLike: Bool = false, alphanumeric: Bool = false)
        -> Piece
    {
        // The newest of them in the lowest byte.
        var window: UInt64 = 0
        var total = 0, index = 0
        while index < value.count {
            let found =
                alphanumeric
                ? (Byte.isAlphanumeric(value[index]) ? (value[index], 1) : nil)
                : Self.digit(value, index, orLike: orLike)
            guard let (digit, width) = found else {
                index &+= 1
                continue
            }
            window = window &<< 8 | UInt64(digit)
            (total, index) = (total &+ 1, index &+ width)
        }
        var piece = Piece()
        var position = min(length, total)
        while position > without {
            position &-= 1
            piece.append(UInt8(truncatingIfNeeded: window &>> (UInt64(position) &* 8)))
        }
        return piece
    }

    private static func count(_ value: Bytes, orLike: Bool = false, alphanumeric: Bool = false) -> Int {
        var total = 0, index = 0
        while index < value.count {
            if alphanumeric {
                total &+= Byte.isAlphanumeric(value[index]) ? 1 : 0
                index &+= 1
            } else if let (_, width) = digit(value, index, orLike: orLike) {
                (total, index) = (total &+ 1, index &+ width)
            } else {
                index &+= 1
            }
        }
        return total
    }

    // MARK: Kinds with a form of their own

    /// Of an RG: a digit behind a dash, or the ninth and those beyond.
    private func hasCheckDigit(_ value: Bytes) -> Bool {
        let end = value.count
        return Self.count(value) > 8 || Byte.isDigit(value[end &- 1]) && value[end &- 2] == 0x2D
    }

    private mutating func cnpj(_ value: Bytes) {
        var number = 0
        for index in 0..<value.count where Byte.isAlphanumeric(value[index]) {
            switch number {
            case 2: text(".")
            case 5: text(".***/")
            case 12: text("-**")
            default: break
            }
            if number < 5 || number >= 8 && number < 12 { append(value[index]) }
            number &+= 1
        }
    }

    private mutating func phone(_ value: Bytes) {
        let total = Self.count(value, orLike: true)
        text(total == 10 || total == 8 ? "(**) ****-" : "(**) *****-", last(value, 4, orLike: true))
    }

    private mutating func messengerID(_ value: Bytes) {
        if value.has("@lid", at: value.count &- 4) { return text("***@lid") }
        var end = 0
        while Byte.isDigit(value[end]) { end &+= 1 }
        text("**")
        for index in max(0, end &- 4)..<end { append(value[index]) }
        text("@s.whatsapp.net")
    }

    /// The beginning and, where the country's own endings have two parts, both of them.
    private mutating func email(_ value: Bytes) {
        var at = 0
        while at < value.count, !isAt(value, at) { at &+= 1 }
        var shown = 0
        for _ in 0..<(at > 2 ? 2 : 1) {
            append(value[shown])
            shown &+= 1
            while value[shown] & 0xC0 == 0x80 {
                append(value[shown])
                shown &+= 1
            }
        }
        text("***@***.")
        let last = startOfLabel(value, value.count)
        let before = startOfLabel(value, endOfLabelBefore(value, last))
        let isTwofold = value.count &- last == 2 && before > at &+ 1 && isSecondLevel(value, before)
        if isTwofold {
            for index in before..<value.endOfAlphanumerics(before) { append(Byte.lower(value[index])) }
            text(".")
        }
        for index in last..<value.count { append(Byte.lower(value[index])) }
    }

    private func isAt(_ value: Bytes, _ index: Int) -> Bool {
        value[index] == 0x40 || value.has("%40", at: index) || value.has(" arroba ", at: index)
            || value.has("(arroba)", at: index) || value.has("[arroba]", at: index)
            || value.has("(at)", at: index) || value.has("[at]", at: index)
    }

    private func startOfLabel(_ value: Bytes, _ end: Int) -> Int {
        var start = end
        while start > 0,
            Byte.isAlphanumeric(value[start &- 1]) || value[start &- 1] == 0x2D || value[start &- 1] >= 0x80
        { start &-= 1 }
        return start
    }

    /// Over the dot, however it was written.
    private func endOfLabelBefore(_ value: Bytes, _ start: Int) -> Int {
        if value.has(" ponto ", at: start &- 7) { return start &- 7 }
        var end = start
        while end > 0, [0x2E, 0x2C, 0x20].contains(value[end &- 1]) { end &-= 1 }
        return end
    }

    private func isSecondLevel(_ value: Bytes, _ start: Int) -> Bool {
        let length = value.endOfAlphanumerics(start) &- start
        let known: [StaticString] = ["com", "net", "org", "gov", "edu", "ind", "adv", "eco", "art", "blog"]
        return known.contains { $0.utf8CodeUnitCount == length && value.has($0, at: start) }
    }

    /// `M*** S***`
    private mutating func name(_ value: Bytes) {
        var index = 0
        while index < value.count {
            let space = value.spaceWidth(at: index)
            guard space == 0 else {
                text(" ")
                index = value.skippingSpaces(index, limit: 8)
                continue
            }
            let start = index
            while index < value.count, value.spaceWidth(at: index) == 0 { index &+= 1 }
            let isParticle = index &- start <= 3 && !Byte.isUpper(value[start]) && start > 0
            if isParticle {
                for position in start..<index { append(value[position]) }
            } else {
                append(value[start])
                if value[start] >= 0x80 { append(value[start &+ 1]) }
                text("***")
            }
        }
    }

    private mutating func birthDate(_ value: Bytes) {
        text("**/**/")
        // A run of four digits is the year; else the last of eight or six.
        var index = 0
        while index < value.count {
            let end = value.endOfAlphanumerics(index)
            if end &- index == 4, Byte.isDigit(value[index]) {
                for position in index..<end { append(value[position]) }
                return
            }
            index = max(end, index &+ 1)
        }
        switch Self.count(value) {
        case 8: text(last(value, 4))
        case 6: text(last(value, 2))
        default: text("****")
        }
    }

    private mutating func ip(_ value: Bytes) {
        let mark: UInt8 = (0..<value.count).contains { value[$0] == 0x3A } ? 0x3A : 0x2E
        var parts = 0
        for index in 0..<value.count {
            if value[index] == mark { parts &+= 1 }
            if parts == (mark == 0x3A ? 3 : 2) { break }
            append(value[index])
        }
        text(mark == 0x3A ? ":*" : ".*.*")
    }
}
