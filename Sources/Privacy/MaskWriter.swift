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
    mutating func append(_ byte: UInt8) {
        guard count < output.count else { return }
        output[count] = byte
        count &+= 1
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
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
    struct Piece: ExpressibleByStringLiteral {
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
    mutating func text(
        _ first: Piece, _ second: Piece = "", _ third: Piece = "", _ fourth: Piece = "", _ fifth: Piece = ""
    ) {
        append(first)
        append(second)
        append(third)
        append(fourth)
        append(fifth)
    }

    @inline(__always)
    mutating func append(_ piece: Piece) {
        append(UnsafeBufferPointer(start: piece.literal.utf8Start, count: piece.literal.utf8CodeUnitCount))
        if piece.count > 0 { append(piece.bytes.0) }
        if piece.count > 1 { append(piece.bytes.1) }
        if piece.count > 2 { append(piece.bytes.2) }
        if piece.count > 3 { append(piece.bytes.3) }
        if piece.count > 4 { append(piece.bytes.4) }
    }

    /// The digit at `index` in ASCII and its width; letters that were taken for digits count when asked to.
    static func digit(_ value: Bytes, _ index: Int, orLike: Bool) -> (digit: UInt8, width: Int)? {
        let byte = value[index]
        if Byte.isDigit(byte) { return (byte, 1) }
        if let wide = value.fullWidthDigit(at: index) { return (wide &+ 48, 3) }
        if orLike, let like = Byte.digitLike(byte) { return (like &+ 48, 1) }
        return nil
    }

    func digits(_ value: Bytes, _ start: Int, _ length: Int, orLike: Bool = false) -> Piece {
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
    func last(_ value: Bytes, _ length: Int, without: Int = 0, orLike: Bool = false, alphanumeric: Bool = false)
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

    static func count(_ value: Bytes, orLike: Bool = false, alphanumeric: Bool = false) -> Int {
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
}
