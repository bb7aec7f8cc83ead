import Domain

extension OutboundContent {
    /// The message as a text message can say it: words, and for a file its address.
    func smsText(limit: Int, plain: Bool) throws(ProviderError) -> String {
        let words: String
        if Self.mediaTypes.contains(type) {
            guard let link = mediaLink, !link.hasPrefix("data:") else {
                throw .rejected(ProviderFault(code: "bad_media", title: "A text message carries no files"))
            }
            words = (text.isEmpty ? "" : text + "\n") + link
        } else if let text = plainText {
            words = text
        } else {
            throw type == "text" ? Self.empty() : Self.unsupported(type, by: "SMS")
        }
        let said = plain ? SMSText.withoutAccents(words) : words
        guard said.utf16.count <= limit else {
            throw .rejected(
                ProviderFault(
                    code: "too_long", title: "A text of \(said.utf16.count) characters; the limit is \(limit)"))
        }
        return said
    }

    /// `+5511…`
    static func smsNumber(_ claim: IdentityClaim) throws(ProviderError) -> PhoneNumber {
        guard claim.kind == .phone, let phone = PhoneNumber(claim.value) else {
            throw .rejected(ProviderFault(code: "bad_address", title: "Not a telephone number"))
        }
        return phone
    }
}
