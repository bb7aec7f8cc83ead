import Domain
import Foundation

/// What the header of a mail says to people.
struct MailFacts: Sendable, Equatable, Encodable {
    let subject: String
    let from: String?
    let to: [String]
    let cc: [String]
    /// The conversation that the mail program put below the words.
    let quoted: String?
    /// `reply`, `bulk`, …: a machine wrote it.
    let automatic: String?
    /// The words could not be had.
    let is_incomplete: Bool
}

extension MessageFacts {
    /// nil for anything but a mail.
    var mail: MailFacts? {
        // Looked for in the text first: few messages are mails.
        guard let payload, payload.contains("\"email\""), let email = (try? JSON.parse(payload))?["email"],
            let subject = email["subject"]?.string
        else { return nil }
        return MailFacts(
            subject: subject, from: email["from"]?.string, to: email.elements(of: "to").compactMap(\.string),
            cc: email.elements(of: "cc").compactMap(\.string), quoted: email["quoted"]?.string,
            automatic: email["automatic"]?.string, is_incomplete: email["incomplete"]?.bool ?? false)
    }
}
