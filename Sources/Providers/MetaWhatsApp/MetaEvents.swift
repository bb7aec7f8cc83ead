import Crypto
import Domain
import Foundation

/// Reading what is not a message: statuses, preferences, times and words.
enum MetaEvents {
    static func status(_ json: JSON, _ receivedAt: Date) throws -> InboundItem {
        guard let id = MetaPeople.text(json["id"]), id.utf8.count <= 512 else { throw Unreadable(reason: "missing_id") }
        guard let status = MetaPeople.text(json["status"]) else { throw Unreadable(reason: "missing_status") }
        let error = json["errors"]?[0]
        return .status(
            DeliveryReport(
                externalID: id, status: word(status), at: time(json["timestamp"], or: receivedAt),
                outboxID: MetaPeople.text(json["biz_opaque_callback_data"]).flatMap { UUID(uuidString: $0) },
                errorCode: MetaPeople.text(error?["code"]).map { MetaPeople.cut($0, 40) },
                errorTitle: (MetaPeople.text(error?["title"]) ?? MetaPeople.text(error?["message"])).map {
                    Redaction.clean($0)
                }))
    }

    static func preference(_ json: JSON, _ people: MetaPeople, _ receivedAt: Date) throws -> InboundItem {
        let person = people.claims(phone: MetaPeople.text(json["wa_id"]), userID: MetaPeople.text(json["user_id"]))
        guard !person.isEmpty else { throw Unreadable(reason: "missing_address") }
        let at = time(json["timestamp"], or: receivedAt)
        switch json["value"]?.string {
        case "stop": return .marketingOptOut(true, by: person, at: at)
        case "resume", "signup": return .marketingOptOut(false, by: person, at: at)
        default: return .notice("user_preference_\(word(json["value"]?.string ?? ""))")
        }
    }

    /// Without an id the bytes themselves are one: the same message sent again is still known.
    static func externalID(_ id: JSON?, of item: JSON) -> String {
        if let id = MetaPeople.text(id), id.utf8.count <= 512 { return id }
        let digest = SHA256.hash(data: item.rawBytes.map(Array.init) ?? item.serialize())
        return "raw:" + digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Seconds, or milliseconds, as a string or a number. What is missing, in the future or from before WhatsApp is not believed:
    /// a conversation must not be pinned to the top of the list by a wrong clock.
    static func time(_ json: JSON?, or receivedAt: Date) -> Date {
        guard let date = moment(json), date <= receivedAt.addingTimeInterval(86_400) else { return receivedAt }
        return date
    }

    static func moment(_ json: JSON?) -> Date? {
        guard let text = json?.scalarText, let number = Double(text), number.isFinite else { return nil }
        let date = Date(timeIntervalSince1970: number >= 1e11 ? number / 1_000 : number)
        return date < Date(timeIntervalSince1970: 1_230_768_000) ? nil : date
    }

    /// A provider's word fit for a column and a log: lower case, digits and `_`, at most 40.
    static func word(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(40).map { scalar -> Unicode.Scalar in
            switch scalar {
            case "a"..."z", "0"..."9", "_": scalar
            case "A"..."Z": Unicode.Scalar(UInt8(scalar.value) + 32)
            default: "_"
            }
        }
        return scalars.isEmpty ? "unknown" : String(String.UnicodeScalarView(scalars))
    }
}
