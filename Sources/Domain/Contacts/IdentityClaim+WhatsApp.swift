extension IdentityClaim {
    /// Reads one WhatsApp address, whatever field it came in: providers have put business-scoped ids into `wa_id` and `from`.
    ///
    /// Digits are a telephone number, `…@lid` is a hidden one, and anything else that is printable is taken for a scoped id:
    /// an address we cannot interpret is still the one that an answer goes to. Nil for a missing, empty or unprintable one.
    package init?(whatsApp address: String?) {
        guard let address, (1...160).contains(address.utf8.count) else { return nil }
        if let phone = PhoneNumber(address) {
            self.init(kind: .phone, value: address, matchKey: phone.matchKey)
        } else if address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            self.init(kind: address.hasSuffix("@lid") ? .lid : .bsuid, value: address, matchKey: address)
        } else {
            return nil
        }
    }
}
