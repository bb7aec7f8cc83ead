import Domain
import Foundation

/// Mail as raw MIME: from another mail server's pipe, an exported mailbox, or an upload.
package enum RawEmail {
    /// Reads one message. Never throws: what has no sender is in `failures`.
    ///
    /// - Parameter own: addresses of the shop: they tell which account it is for, and which mail is our own.
    package static func parse(_ body: [UInt8], receivedAt: Date = Date(), own: Set<String> = []) -> ProviderWebhook {
        var webhook = ProviderWebhook()
        guard !body.isEmpty else {
            webhook.failures.append(.init(path: "$", reason: "empty"))
            return webhook
        }
        webhook.add(
            EmailMessage.parse(body), path: "$", fallbackID: "raw-\(fingerprint(body))", receivedAt: receivedAt,
            own: own
        ) {
            "mime:\($0)"
        }
        return webhook
    }

    /// The file behind a `mediaID` of ``parse(_:receivedAt:own:)``, out of the same bytes.
    package static func attachment(_ mediaID: String, in body: [UInt8]) -> EmailMessage.Attachment? {
        guard mediaID.hasPrefix("mime:"), let place = Int(mediaID.dropFirst(5)), place >= 0 else { return nil }
        return EmailMessage.parse(body).attachments.dropFirst(place).first
    }

    private static func fingerprint(_ body: [UInt8]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in body { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return String(hash, radix: 16) + "-" + String(body.count, radix: 16)
    }
}

extension ProviderWebhook {
    /// Adds what a mail means, for the account it was addressed to.
    mutating func add(
        _ message: EmailMessage, path: String, fallbackID: String, receivedAt: Date, own: Set<String>,
        reference: (Int) -> String
    ) {
        let own = Set(own.map { $0.lowercased() })
        let recipients = message.thread.recipients.map { $0.lowercased() }
        let address =
            recipients.first { own.contains($0) || own.contains(Self.withoutTag($0)) } ?? recipients.first ?? ""
        guard
            let found = message.inboundItems(
                fallbackID: fallbackID, receivedAt: receivedAt, own: own, reference: reference)
        else {
            failures.append(.init(path: path, reason: "no_sender"))
            return
        }
        items += found.map { Item(path: path, address: Self.withoutTag(address), item: $0) }
    }

    /// `sac+token@loja.com` is a letter to `sac@loja.com`.
    static func withoutTag(_ address: String) -> String {
        guard let at = address.lastIndex(of: "@"), let plus = address[..<at].firstIndex(of: "+"),
            plus > address.startIndex
        else { return address }
        return String(address[..<plus] + address[at...])
    }
}
