import Domain
import Foundation

/// Mail as raw MIME: from another mail server's pipe, an exported mailbox, or an upload. Also the forms that relays post (SendGrid's
/// Inbound Parse, Mailgun's routes), which hold the same.
package enum RawEmail {
    /// Reads one message. Never throws: what has no sender is in `failures`.
    ///
    /// - Parameters:
    ///   - own: addresses of the shop: they tell which account it is for, and which mail is our own.
    ///   - key: names the bytes: a file of the mail is asked for as `mime:key/place`.
    package static func parse(_ body: [UInt8], receivedAt: Date = Date(), own: Set<String> = [], key: String = "")
        -> ProviderWebhook
    {
        var webhook = ProviderWebhook()
        guard !body.isEmpty else {
            webhook.failures.append(.init(path: "$", reason: "empty"))
            return webhook
        }
        webhook.add(
            message(body), path: "$", fallbackID: "raw-\(fingerprint(body))", receivedAt: receivedAt, own: own
        ) {
            "mime:\(key)/\($0)"
        }
        return webhook
    }

    /// The key and the place in a `mediaID` of ``parse(_:receivedAt:own:key:)``; nil for one that is not of its making.
    package static func reference(_ mediaID: String) -> (key: String, place: Int)? {
        let parts = mediaID.split(separator: "/", omittingEmptySubsequences: false)
        guard mediaID.hasPrefix("mime:"), parts.count == 2, let place = Int(parts[1]), place >= 0 else { return nil }
        return (String(parts[0].dropFirst(5)), place)
    }

    /// The file behind a `mediaID`, out of the same bytes.
    package static func attachment(_ mediaID: String, in body: [UInt8]) -> EmailMessage.Attachment? {
        guard let place = reference(mediaID)?.place else { return nil }
        return message(body).attachments.dropFirst(place).first
    }

    private static func message(_ body: [UInt8]) -> EmailMessage {
        EmailMessage.parse(form: body) ?? EmailMessage.parse(body)
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
    package static func withoutTag(_ address: String) -> String {
        guard let at = address.lastIndex(of: "@"), let plus = address[..<at].firstIndex(of: "+"),
            plus > address.startIndex
        else { return address }
        return String(address[..<plus] + address[at...])
    }
}
