/// What a `Range` header asks for. Several ranges at once, other units and nonsense count as none: the whole file is a right answer.
enum ByteRange: Equatable {
    case whole
    case part(Range<Int>)
    case impossible

    init(_ header: String?, length: Int) {
        self = .whole
        guard let header, header.hasPrefix("bytes=") else { return }
        let sides = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard sides.count == 2, sides.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { return }
        switch (Int(sides[0]), Int(sides[1])) {
        case (let first?, let last?):
            guard first <= last else { return }
            self = first < length ? .part(first..<(min(last, length - 1) + 1)) : .impossible
        case (let first?, nil) where sides[1].isEmpty:
            self = first < length ? .part(first..<length) : .impossible
        case (nil, let count?) where sides[0].isEmpty:
            self = count > 0 && length > 0 ? .part(max(0, length - count)..<length) : .impossible
        default: return
        }
    }
}
