/// Numbers in which letters stand for digits: `529.982.247-2S`, `l23…`. Optical recognition and thumbs make them.
extension TextScanner {
    private struct Misread {
        var digits: [UInt8] = []
        var cuts: [Int] = []
        var letters = 0
    }

    mutating func takeMisread(_ start: Int) -> Bool {
        var read = Misread()
        var position = start
        while read.digits.count < 16 {
            let byte = bytes[position]
            if let digit = Byte.digitLike(byte) {
                read.digits.append(digit)
                if !Byte.isDigit(byte) { read.letters += 1 }
                position &+= 1
                if !Byte.isAlphanumeric(bytes[position]), let kind = kind(of: read, start, position) {
                    note(kind, start, position)
                    (index, spent) = (position, position)
                    return true
                }
                continue
            }
            let isMark = byte == 0x2E || byte == 0x2D || byte == 0x2F || byte == 0x20 || byte == 0x28 || byte == 0x29
            guard isMark, !read.digits.isEmpty else { return false }
            if read.cuts.last != read.digits.count {
                read.cuts.append(read.digits.count)
            } else if byte != 0x20 {
                return false
            }
            position &+= 1
        }
        return false
    }

    private mutating func kind(of read: Misread, _ start: Int, _ end: Int) -> PersonalData? {
        let count = read.digits.count
        guard read.letters > 0, count >= 8, read.letters * 2 < count else { return nil }
        let isCPF = read.digits.withUnsafeBufferPointer { CheckDigits.cpf(Digits($0, count: count)) }
        let area = count > 1 ? Int(read.digits[0]) * 10 + Int(read.digits[1]) : 0
        func fits(_ cuts: [Int]) -> Bool { read.cuts.allSatisfy(cuts.contains) }
        let near = cue(CueSet.misread, before: start, within: 35)
        switch count {
        case 11 where fits([3, 6, 9]):
            guard near == .cpf || isCPF && !read.cuts.isEmpty || near == .none && cue(.labels, after: end) == .cpf
            else {
                return nil
            }
            return .cpf
        case 14 where fits([2, 5, 8, 12]):
            let isRight = CheckDigits.cnpj(read.digits.map { $0 &+ 48 })
            return near == .cnpj || isRight && !read.cuts.isEmpty ? .cnpj : nil
        case 10, 11:
            guard near == .phone, fits([2, 3, count - 4]), PhoneNumbers.isArea(area) else { return nil }
            return .phone
        case 8 where near == .cep && fits([2, 5]): return .cep
        case 16 where near == .card && fits([4, 8, 12]): return .card
        default: return nil
        }
    }
}
