/// Turns bytes into the tape. One pass, no recursion: nesting lives in `open`, so a hostile body cannot exhaust the stack.
struct JSONParser {
    typealias Node = JSONDocument.Node

    private let bytes: [UInt8]
    private let limits: JSON.Limits
    private var position = 0
    private var open: [Int] = []
    private(set) var nodes: [Node] = []

    init(_ bytes: [UInt8], limits: JSON.Limits) {
        self.bytes = bytes
        self.limits = limits
        // Provider webhooks have a token every ten to fourteen bytes; a denser body only makes the array grow.
        nodes.reserveCapacity(bytes.count / 10 + 4)
        open.reserveCapacity(16)
    }

    mutating func run() throws(JSONError) {
        guard bytes.count < Int(Int32.max) else { throw failure(.tooLarge) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipSpace()
        guard position < bytes.count else { throw failure(.empty) }
        while true {
            if try value() { continue }
            if try afterValue() { return }
        }
    }

    /// Reads one scalar or opens one container. True when the next thing to read is another value.
    private mutating func value() throws(JSONError) -> Bool {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        switch bytes[position] {
        case UInt8(ascii: "\""):
            try string()
        case UInt8(ascii: "{"):
            return try enter(.object, closing: UInt8(ascii: "}"))
        case UInt8(ascii: "["):
            return try enter(.array, closing: UInt8(ascii: "]"))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try number()
        case UInt8(ascii: "t"):
            try literal("true", .true)
        case UInt8(ascii: "f"):
            try literal("false", .false)
        case UInt8(ascii: "n"):
            try literal("null", .null)
        default:
            throw failure(.unexpectedByte)
        }
        return false
    }

    private mutating func enter(_ kind: JSON.Kind, closing: UInt8) throws(JSONError) -> Bool {
        guard open.count < limits.depth else { throw failure(.tooDeep) }
        open.append(nodes.count)
        append(kind, from: position, to: position)
        position += 1
        skipSpace()
        if position < bytes.count, bytes[position] == closing {
            position += 1
            close()
            return false
        }
        if kind == .object { try key() }
        return true
    }

    /// What may follow a value: a comma, the end of its container, or the end of the text. True at the end of the text.
    private mutating func afterValue() throws(JSONError) -> Bool {
        while let container = open.last {
            skipSpace()
            guard position < bytes.count else { throw failure(.unexpectedEnd) }
            let isObject = nodes[container].kind == .object
            switch bytes[position] {
            case UInt8(ascii: ","):
                position += 1
                skipSpace()
                if isObject { try key() }
                return false
            case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject:
                position += 1
                close()
            default:
                throw failure(.unexpectedByte)
            }
        }
        skipSpace()
        guard position == bytes.count else { throw failure(.trailingData) }
        return true
    }

    private mutating func key() throws(JSONError) {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        guard bytes[position] == UInt8(ascii: "\"") else { throw failure(.unexpectedByte) }
        try string()
        skipSpace()
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        guard bytes[position] == UInt8(ascii: ":") else { throw failure(.unexpectedByte) }
        position += 1
        skipSpace()
    }

    private mutating func close() {
        let index = open.removeLast()
        nodes[index].end = UInt32(truncatingIfNeeded: position)
        nodes[index].next = UInt32(truncatingIfNeeded: nodes.count)
    }

    private mutating func append(_ kind: JSON.Kind, from start: Int, to end: Int, isEncoded: Bool = false) {
        nodes.append(
            Node(
                start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
                next: UInt32(truncatingIfNeeded: nodes.count + 1), kind: kind, isEncoded: isEncoded))
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func literal(_ word: StaticString, _ kind: JSON.Kind) throws(JSONError) {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw failure(.unexpectedEnd) }
        guard
            bytes[position..<end].elementsEqual(
                UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        else { throw failure(.unexpectedByte) }
        append(kind, from: position, to: end)
        position = end
    }

    private mutating func number() throws(JSONError) {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let integer = digits()
        guard integer > 0, integer == 1 || bytes[position - integer] != UInt8(ascii: "0") else {
            throw failure(.badNumber)
        }
        if take(UInt8(ascii: ".")) {
            guard digits() > 0 else { throw failure(.badNumber) }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw failure(.badNumber) }
        }
        append(.number, from: start, to: position)
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Reads a string; its node covers the bytes between the quotes.
    private mutating func string() throws(JSONError) {
        let start = position + 1
        var isEncoded = false
        position = start
        while true {
            position = JSONBytes.plainEnd(bytes, from: position)
            guard position < bytes.count else { throw failure(.unexpectedEnd) }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                append(.string, from: start, to: position, isEncoded: isEncoded)
                position += 1
                return
            case UInt8(ascii: "\\"):
                isEncoded = true
                try escape()
            case 0..<0x20:
                throw failure(.controlCharacter)
            default:
                let length = JSONBytes.sequenceLength(bytes, at: position)
                if length == 0 {
                    guard limits.invalidText == .replace else { throw failure(.invalidUTF8) }
                    isEncoded = true
                }
                position += max(length, 1)
            }
        }
    }

    private mutating func escape() throws(JSONError) {
        guard position + 1 < bytes.count else { throw failure(.unexpectedEnd) }
        switch bytes[position + 1] {
        case UInt8(ascii: "u"):
            guard position + 6 <= bytes.count else { throw failure(.unexpectedEnd) }
            guard JSONBytes.hex4(bytes, at: position + 2) != nil else { throw failure(.badEscape) }
            position += 6
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        default:
            throw failure(.badEscape)
        }
    }

    private func failure(_ reason: JSONError.Reason) -> JSONError {
        JSONError(reason: reason, offset: position)
    }
}
