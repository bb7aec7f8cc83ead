import Domain
import Foundation
import Web

/// An address as a person types it: a telephone number or an e-mail.
struct ContactAddress: Sendable, Equatable {
    let claim: IdentityClaim
    /// As `contacts.phone` or `contacts.email` keep it.
    let stored: String

    init?(_ text: String) {
        let text = text.trimmingWhitespace
        if text.contains("@") {
            guard let email = Self.email(text) else { return nil }
            claim = IdentityClaim(kind: .email, value: email, matchKey: email)
            stored = email
        } else {
            guard let phone = PhoneNumber(typed: text) else { return nil }
            claim = IdentityClaim(kind: .phone, value: phone.digits, matchKey: phone.matchKey)
            stored = phone.e164
        }
    }

    /// Channels whose accounts know a person by such an address.
    var channels: [String] { claim.kind == .email ? ["email"] : ["whatsapp", "sms"] }

    /// An address that mail can be sent to: one `@`, something before it, a name with a dot after it. Lower-cased.
    static func email(_ text: String) -> String? {
        let text = text.trimmingWhitespace.lowercased()
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard (5...Contacts.Limit.email).contains(text.utf8.count), parts.count == 2,
            (1...64).contains(parts[0].utf8.count),
            text.unicodeScalars.allSatisfy({
                $0.value > 0x20 && $0.value != 0x7F && !",;<>()[]\"\\".unicodeScalars.contains($0)
            })
        else { return nil }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty && !$0.hasPrefix("-") && !$0.hasSuffix("-") }) else {
            return nil
        }
        return text
    }
}
