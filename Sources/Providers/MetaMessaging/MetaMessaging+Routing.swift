import Domain

extension MetaMessaging {
    /// Which of the two a body is of; nil for WhatsApp's, for other products', and for what is no webhook.
    package static func channel(of body: [UInt8]) -> Channel? {
        parsed(body).flatMap { channel(named: $0["object"]?.string) }
    }

    static func channel(named object: String?) -> Channel? {
        switch object {
        case "instagram": .instagram
        case "page": .messenger
        default: nil
        }
    }

    /// The pages and Instagram accounts a body speaks of, each once, in order. Does nothing but look: it runs before the 200.
    package static func addresses(in body: [UInt8]) -> [String] {
        guard let json = parsed(body), channel(named: json["object"]?.string) != nil else { return [] }
        var seen: Set<String> = []
        return json.elements(of: "entry").compactMap(address).filter { seen.insert($0).inserted }
    }

    /// The body as it would have come had it spoken of this account only; nil when it does not speak of it. An entry is of one
    /// account and keeps its bytes.
    package static func part(of body: [UInt8], for address: String) -> [UInt8]? {
        guard !address.isEmpty, let json = parsed(body), let object = json["object"], object.scalarText != nil else {
            return nil
        }
        let entries = json.elements(of: "entry").filter { self.address($0) == address }
            .compactMap { $0.rawBytes.map(Array.init) }
        guard !entries.isEmpty else { return nil }
        return Array("{\"object\":".utf8) + object.serialize() + Array(",\"entry\":[".utf8)
            + entries.joined(separator: Array(",".utf8)) + Array("]}".utf8)
    }

    static func address(_ entry: JSON) -> String? {
        guard let id = entry["id"]?.scalarText, !id.isEmpty else { return nil }
        return id
    }

    private static func parsed(_ body: [UInt8]) -> JSON? {
        try? JSON.parse(body, limits: .init(invalidText: .replace))
    }
}
