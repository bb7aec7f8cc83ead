import Providers

/// Which of Meta's products a body is of: they share the door, the signature and the app, and differ in their envelope.
enum MetaProduct: Equatable {
    case whatsApp
    case messaging(MetaMessaging.Channel)

    /// Looks at the bytes before it parses: WhatsApp's bodies, by far the most, are read once less.
    init(_ body: [UInt8]) {
        if Self.mark.utf8.withContiguousStorageIfAvailable({ Self.contains($0, in: body) }) != true,
            let channel = MetaMessaging.channel(of: body)
        {
            self = .messaging(channel)
        } else {
            self = .whatsApp
        }
    }

    private static let mark = "whatsapp_business_account"

    func addresses(in body: [UInt8]) -> [String] {
        switch self {
        case .whatsApp: MetaWhatsApp.addresses(in: body)
        case .messaging: MetaMessaging.addresses(in: body)
        }
    }

    func part(of body: [UInt8], for address: String) -> [UInt8]? {
        switch self {
        case .whatsApp: MetaWhatsApp.part(of: body, for: address)
        case .messaging: MetaMessaging.part(of: body, for: address)
        }
    }

    /// The word stands near the beginning or near the end of every body, as its `object`; a body that merely mentions it is parsed as
    /// WhatsApp's and understood as nothing, which costs nobody anything.
    private static func contains(_ word: UnsafeBufferPointer<UInt8>, in body: [UInt8]) -> Bool {
        guard let first = word.first, body.count >= word.count else { return false }
        var start = body.startIndex
        while let place = body[start...].firstIndex(of: first), place + word.count <= body.count {
            if body[place..<(place + word.count)].elementsEqual(word) { return true }
            start = place + 1
        }
        return false
    }
}
