import Domain

extension MetaWhatsApp {
    /// The accounts a body speaks about, each once, in order: phone number ids, and for changes without one (templates,
    /// account notices) the business account's id. Empty for what is no webhook. Does nothing but look: it runs before the 200.
    package static func addresses(in body: [UInt8]) -> [String] {
        guard let json = try? JSON.parse(body, limits: .init(invalidText: .replace)) else { return [] }
        var seen: Set<String> = []
        var addresses: [String] = []
        func add(_ address: String) {
            if !address.isEmpty, seen.insert(address).inserted { addresses.append(address) }
        }
        for entry in json.elements(of: "entry") {
            for change in entry.elements(of: "changes") { add(address(of: change, in: entry)) }
        }
        if json["entry"] == nil { add(phoneNumberID(in: json) ?? "") }
        return addresses
    }

    /// The body as it would have come had it spoken of this account only; nil when it does not speak of it.
    /// Each change keeps its bytes, so nothing is lost or rewritten by the cut.
    package static func part(of body: [UInt8], for address: String) -> [UInt8]? {
        guard !address.isEmpty, let json = try? JSON.parse(body, limits: .init(invalidText: .replace)) else {
            return nil
        }
        var entries: [[UInt8]] = []
        for entry in json.elements(of: "entry") {
            let changes = entry.elements(of: "changes")
                .filter { self.address(of: $0, in: entry) == address }
                .compactMap { $0.rawBytes.map(Array.init) }
            guard !changes.isEmpty else { continue }
            entries.append(object(["id", "time"], of: entry, adding: "changes", changes))
        }
        return entries.isEmpty ? nil : object(["object"], of: json, adding: "entry", entries)
    }

    static func address(of change: JSON, in entry: JSON) -> String {
        change["value"].flatMap(phoneNumberID) ?? entry["id"]?.scalarText ?? ""
    }

    static func phoneNumberID(in value: JSON) -> String? {
        guard let id = value["metadata"]?["phone_number_id"]?.scalarText, !id.isEmpty else { return nil }
        return id
    }

    /// An object of the named scalar members and one array. Members we do not know stay out: they could speak of another account.
    private static func object(_ names: [String], of json: JSON, adding key: String, _ items: [[UInt8]]) -> [UInt8] {
        var output = Array("{".utf8)
        for name in names {
            guard let value = json[name], value.scalarText != nil else { continue }
            output += JSON(name).serialize() + Array(":".utf8) + value.serialize() + Array(",".utf8)
        }
        return output + JSON(key).serialize() + Array(":[".utf8) + items.joined(separator: Array(",".utf8))
            + Array("]}".utf8)
    }
}
