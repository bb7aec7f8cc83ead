/// Walks over the bytes of a text and copies them, masking what it recognises.
struct MaskScanner {
    private let input: [UInt8]
    private(set) var output: [UInt8] = []
    private(set) var hits = 0
    private var index = 0

    init(_ input: [UInt8]) {
        self.input = input
        output.reserveCapacity(input.count)
    }

    mutating func run() {
        while index < input.count {
            let byte = input[index]
            if byte == UInt8(ascii: "@"), maskEmail() { continue }
            if Self.isDigit(byte) || byte == UInt8(ascii: "(") || byte == UInt8(ascii: "+"), !followsWord, takeNumber()
            {
                continue
            }
            output.append(byte)
            index += 1
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z") || byte >= 0x80
    }

    /// The byte before is part of a word or number: tracking codes and hexadecimal keys begin with letters.
    private var followsWord: Bool {
        guard index > 0 else { return false }
        return Self.isLetter(input[index - 1]) || Self.isDigit(input[index - 1])
    }

    // MARK: Numbers

    /// Consumes a whole run of digits with its separators; false when there is none here.
    private mutating func takeNumber() -> Bool {
        let end = endOfRun(from: index)
        let run = input[index..<end]
        let digits = run.filter(Self.isDigit)
        guard !digits.isEmpty else { return false }
        let isGlued = end < input.count && Self.isLetter(input[end]) && input[end] < 0x80
        if !isGlued, let mask = NumberKind.mask(digits: digits, written: run, after: input[..<index].suffix(24)) {
            output.append(contentsOf: mask.utf8)
            hits += 1
        } else {
            output.append(contentsOf: run)
        }
        index = end
        return true
    }

    /// Digits with at most two of `. - / ( )` and space between two of them; ends with a digit.
    private func endOfRun(from start: Int) -> Int {
        var end = start, position = start, gap = 0
        while position < input.count {
            let byte = input[position]
            if Self.isDigit(byte) {
                end = position + 1
                gap = 0
            } else if " .-/()+".utf8.contains(byte), gap < 2 {
                gap += 1
            } else {
                break
            }
            position += 1
        }
        return end
    }

    // MARK: E-mail

    private mutating func maskEmail() -> Bool {
        let local = output.suffix(64).reversed().prefix {
            Self.isLetter($0) && $0 < 0x80 || Self.isDigit($0) || "._%+-".utf8.contains($0)
        }
        var end = index + 1
        while end < input.count,
            Self.isLetter(input[end]) && input[end] < 0x80 || Self.isDigit(input[end]) || ".-".utf8.contains(input[end])
        {
            end += 1
        }
        while end > index + 1, !Self.isLetter(input[end - 1]) { end -= 1 }
        let domain = input[(index + 1)..<end]
        guard !local.isEmpty, let dot = domain.lastIndex(of: UInt8(ascii: ".")), dot > domain.startIndex, end - dot > 2
        else { return false }
        let name = output.suffix(local.count).prefix(2)
        output.removeLast(local.count)
        output.append(contentsOf: Array(name) + "***@***".utf8 + domain[dot...])
        hits += 1
        index = end
        return true
    }
}
