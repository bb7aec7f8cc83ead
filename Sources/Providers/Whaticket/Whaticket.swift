import Crypto
import Domain
import Foundation

/// WhatsApp through a server of the Whaticket family, which the shop runs itself.
///
/// In: `POST /webhook/whaticket`, signed by the shop (``verifySignature(timestamp:signature:body:secret:now:)``), in the many shapes
/// such servers and their bridges send: the contract's own, raw Baileys messages, and Baileys events. ``check(_:)`` decides
/// between 202 and 400 before anything is stored, ``parse(_:receivedAt:signedAt:)`` reads what was stored. Out: ``Client``.
///
/// There is no delivery report and, from most of these servers, no message id: an own send that comes back cannot be told from a
/// person typing, hence messages of the shop's own number are never taken for a person's.
package enum Whaticket {
    package static let defaultURL = "http://whaticket:8080"
    static let sendPath = "/api/messages/send"
    /// Seconds that a signature may be old, or early.
    package static let signatureWindow = 300.0

    /// Whether `X-Signature` was made over `<X-Timestamp, whole seconds>.<body>` with the shop's secret, lately. Constant time.
    ///
    /// A fractional time is cut before signing; one that is no number, or not finite, verifies nothing.
    package static func verifySignature(
        timestamp: String?, signature: String?, body: [UInt8], secret: String, now: Date
    ) -> Bool {
        guard !secret.isEmpty, let signature, let seconds = signedAt(timestamp),
            abs(now.timeIntervalSince1970 - (Double(timestamp?.trimmingCharacters(in: .whitespaces) ?? "") ?? 0))
                <= signatureWindow
        else { return false }
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(seconds).".utf8) + body, using: SymmetricKey(data: Array(secret.utf8)))
        return Wire.isSame(signature, as: Wire.hex(code))
    }

    /// Whole seconds of an `X-Timestamp`; nil for what is no time.
    package static func signedAt(_ timestamp: String?) -> Int64? {
        guard let timestamp, let number = Double(timestamp.trimmingCharacters(in: .whitespaces)), number.isFinite else {
            return nil
        }
        return Int64(exactly: number.rounded(.towardZero))
    }

    /// Whether `X-Webhook-Token` is the one that was set; without one set, every webhook passes. Constant time.
    package static func verifyToken(_ header: String?, expected: String) -> Bool {
        expected.isEmpty || Wire.isSame(header ?? "", as: expected)
    }

    /// A number as these servers give it. With `+` or `00` it is international; ten or eleven digits that can be a Brazilian
    /// number with its area code are one, and get the 55 in front; everything else has its country code already.
    package static func phone(_ text: String) -> PhoneNumber? {
        guard text.utf8.count <= 64 else { return nil }
        let digits = String(String.UnicodeScalarView(text.unicodeScalars.filter { ("0"..."9").contains($0) }))
        if text.contains("+") || digits.hasPrefix("00") { return PhoneNumber(digits) }
        let national = digits.hasPrefix("0") ? String(digits.dropFirst()) : digits
        return PhoneNumber(isBrazilian(Array(national.utf8)) ? "55" + national : national)
    }

    private static let areaCodes: Set<Int> = [
        11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 24, 27, 28, 31, 32, 33, 34, 35, 37, 38, 41, 42, 43, 44, 45, 46, 47,
        48, 49, 51,
        53, 54, 55, 61, 62, 63, 64, 65, 66, 67, 68, 69, 71, 73, 74, 75, 77, 79, 81, 82, 83, 84, 85, 86, 87, 88, 89, 91,
        92, 93, 94,
        95, 96, 97, 98, 99,
    ]

    /// An area code of Brazil, then nine digits that begin with 9 or eight that begin with 2 to 9: a country code in front of a
    /// foreign number (1 415…, 34 612…, 56 9…) does not look like that.
    private static func isBrazilian(_ digits: [UInt8]) -> Bool {
        guard digits.count == 10 || digits.count == 11 else { return false }
        let area = Int(digits[0] &- 0x30) * 10 + Int(digits[1] &- 0x30)
        let first = digits[2]
        return areaCodes.contains(area) && (digits.count == 11 ? first == 0x39 : (0x32...0x39).contains(first))
    }
}
