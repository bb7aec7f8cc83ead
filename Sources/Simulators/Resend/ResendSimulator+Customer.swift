import Domain
import Foundation

extension ResendSimulator {
    /// Writes to the shop as a customer, through the real webhook; returns when the server has answered.
    ///
    /// - Parameter answering: the mail of the shop's that is answered: its Message-ID and reply address are used.
    @discardableResult
    package func write(
        from: String, to: String, subject: String, text: String, html: String? = nil, files: [ResendState.File] = [],
        answering: ResendState.Sent? = nil, headers: [(name: String, value: String)] = [], at time: Date = Date()
    ) async throws -> (id: String, messageID: String, status: Int) {
        let id = UUID().uuidString.lowercased()
        let messageID = "\(UUID().uuidString.lowercased())@mail.example.com"
        var all = headers
        if let answering {
            let chain = [answering.header("References"), "<\(answering.messageID)>"].compactMap { $0 }.joined(
                separator: " ")
            all += [("In-Reply-To", "<\(answering.messageID)>"), ("References", chain)]
        }
        let mailbox = answering?.body["reply_to"]?.string.map { EmailAddress.list($0).first?.address ?? $0 } ?? to
        let mail = ResendState.Received(
            id: id, messageID: messageID, from: from, to: mailbox, subject: subject, text: text, html: html,
            headers: all, files: files, at: time)
        world.change { $0.received.append(mail) }
        return (id, messageID, try await post("email.received", Self.notice(mail)))
    }

    /// What the webhook says of a mail: no words, no headers.
    static func notice(_ mail: ResendState.Received) -> JSON {
        .object([
            ("email_id", JSON(mail.id)), ("created_at", JSON(time(mail.at))), ("from", JSON(mail.from)),
            ("to", [JSON(mail.to)]), ("cc", []), ("bcc", []),
            ("received_for", [JSON(EmailAddress.list(mail.to).first?.address ?? mail.to)]),
            ("message_id", JSON("<\(mail.messageID)>")),
            ("subject", JSON(mail.subject)), ("attachments", files(mail)),
        ])
    }

    static func files(_ mail: ResendState.Received) -> JSON {
        JSON(
            mail.files.enumerated().map { place, file in
                [
                    "id": JSON("att_\(place)"), "filename": JSON(file.name), "content_type": JSON(file.type),
                    "content_disposition": "attachment",
                    "size": JSON(file.data.count),
                ]
            })
    }

    /// One mail as the customer sees it.
    package struct Letter: Sendable {
        package let id: String
        package let isFromShop: Bool
        package let subject: String
        package let text: String
        package let at: Date
        /// For the shop's: the last event we reported.
        package let status: String
    }

    /// The customer's mailbox, oldest first.
    package func letters(with customer: String) -> [Letter] {
        let key = customer.lowercased()
        func isCustomer(_ text: String) -> Bool { EmailAddress.list(text).contains { $0.key == key } }
        return world.read { state in
            let ours = state.sent.filter { $0.to.contains(where: isCustomer) }.map {
                Letter(
                    id: $0.id, isFromShop: true, subject: $0.subject, text: $0.text, at: $0.at,
                    status: $0.events.last ?? "accepted")
            }
            let theirs = state.received.filter { isCustomer($0.from) }.map {
                Letter(id: $0.id, isFromShop: false, subject: $0.subject, text: $0.text, at: $0.at, status: "sent")
            }
            return (ours + theirs).sorted { $0.at < $1.at }
        }
    }
}
