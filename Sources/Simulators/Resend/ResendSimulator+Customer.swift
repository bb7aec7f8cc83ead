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
    package static func notice(_ mail: ResendState.Received) -> JSON {
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

    /// The letters between one customer and one mailbox of the shop's, oldest first.
    package func transcript(with customer: String, of mailbox: String) -> [SimulatedBubble] {
        let key = customer.lowercased()
        func holds(_ text: String, _ key: String) -> Bool { EmailAddress.list(text).contains { $0.key == key } }
        let shop = mailbox.lowercased()
        return world.read { state in
            let ours = state.sent.filter { mail in
                mail.to.contains { holds($0, key) } && holds(mail.body["from"]?.string ?? "", shop)
            }
            let known = Dictionary(ours.map { ($0.messageID, $0.id) }, uniquingKeysWith: { $1 })
            let sent = ours.map {
                SimulatedBubble(
                    id: $0.id, isFromShop: true, type: "text", text: $0.text, subject: $0.subject, at: $0.at,
                    status: $0.events.last.map { $0.replacing("email.", with: "") } ?? "accepted")
            }
            let received = state.received.filter { mail in
                holds(mail.from, key) && (holds(mail.to, shop) || mail.isAnswer(to: known))
            }.map { mail in
                SimulatedBubble(
                    id: mail.id, isFromShop: false, type: mail.files.isEmpty ? "text" : "document", text: mail.text,
                    quoted: mail.answers.flatMap { known[$0] }, subject: mail.subject, at: mail.at, status: "sent")
            }
            return (sent + received).sorted { $0.at < $1.at }
        }
    }
}

extension ResendState.Received {
    /// The Message-ID it answers.
    var answers: String? {
        headers.first { $0.name == "In-Reply-To" }?.value.trimmingCharacters(in: CharacterSet(charactersIn: "<>"))
    }

    fileprivate func isAnswer(to known: [String: String]) -> Bool { answers.map { known[$0] != nil } ?? false }
}
