/// One address of a person on one account. A person has many; a telephone number is only one of the kinds.
package struct ContactIdentity: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case phone = "phone_e164"
        case bsuid, lid, igsid, psid, email, widget
    }

    package let kind: Kind
    /// Exactly what the provider gave: the address that is sent to.
    package let value: String
    /// What people are looked up by.
    package let matchKey: String

    package init(kind: Kind, value: String, matchKey: String) {
        self.kind = kind
        self.value = value
        self.matchKey = matchKey
    }

    /// Reads one WhatsApp address, whatever field it came in: providers have put business-scoped ids into `wa_id` and `from`.
    /// Nil for a missing, empty or unreadable one.
    package init?(whatsApp address: String?) {
        guard let address, !address.isEmpty, address.utf8.count <= 160 else { return nil }
        if let phone = PhoneNumber(address) {
            self.init(kind: .phone, value: address, matchKey: phone.matchKey)
        } else if Self.isBusinessScoped(address) {
            self.init(kind: .bsuid, value: address, matchKey: address)
        } else if address.hasSuffix("@lid") {
            self.init(kind: .lid, value: address, matchKey: address)
        } else {
            return nil
        }
    }

    /// `CC.` and up to 128 letters and digits; a linked portfolio puts `ENT.` in between.
    private static func isBusinessScoped(_ text: String) -> Bool {
        let code = Array(text.utf8)
        guard code.count > 3, code[2] == UInt8(ascii: ".") else { return false }
        guard code[..<2].allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return false }
        return code[3...].allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: ".")
        }
    }
}
