import Domain

/// WhatsApp through Z-API, a gateway that is not Meta's: a phone of the shop stays linked to it as WhatsApp Web is.
///
/// In: webhooks carry no signature. Their address holds a long random secret, and the instance they name must be the account's
/// (``verify(pathSecret:body:secret:instanceID:)``); ``parse(_:receivedAt:)`` says what they mean. Out: ``Client``.
///
/// One person may show up under a telephone number, a hidden id (`…@lid`), or both. All of them are claimed together, the hidden
/// id first: it never passes to somebody else, as a number may.
package enum ZAPI {
    package static let defaultBaseURL = "https://api.z-api.io"

    /// Whether a webhook may be believed: its address holds the account's secret, and it names no other instance. Constant time.
    package static func verify(pathSecret: String, body: [UInt8], secret: String, instanceID: String) -> Bool {
        guard Wire.isSame(pathSecret, as: secret) else { return false }
        return Self.instanceID(in: body).map { $0 == instanceID } ?? true
    }

    /// The instance a body speaks of; nil when it names none.
    package static func instanceID(in body: [UInt8]) -> String? {
        guard let json = try? JSON.parse(body, limits: .init(invalidText: .replace)) else { return nil }
        return Wire.text((json.kind == .array ? json[0] : json)?["instanceId"])
    }
}
