#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What of a mail tells which conversation it belongs to.
package struct EmailThread: Sendable, Equatable {
    /// Its own Message-ID, without brackets.
    package var messageID: String?
    /// Ids of the mails it answers, the nearest first.
    package var references: [String]
    package var subject: String
    /// Everybody it was addressed to, headers and envelope: one of them may carry our reply token.
    package var recipients: [String]
    package var automatic: AutomaticMail?
    /// The words of the mail are not known: a person has to look.
    package var isIncomplete: Bool
    /// As it was sent, where it was sent as HTML.
    package var html: String?

    package init(
        messageID: String?, references: [String], subject: String, recipients: [String],
        automatic: AutomaticMail? = nil, isIncomplete: Bool = false
    ) {
        self.messageID = messageID
        self.references = references
        self.subject = subject
        self.recipients = recipients
        self.automatic = automatic
        self.isIncomplete = isIncomplete
    }

    /// Whether an id may stand in a header of ours: what a stranger's mail is called must not write headers or stop an answer.
    package static func isLegal(_ id: String) -> Bool {
        (1...512).contains(id.utf8.count)
            && id.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
    }

    /// What stands between `<` and `>`; a lone word with an `@` also counts. Ids are compared letter by letter.
    package static func ids(in text: String, limit: Int = 100) -> [String] {
        var ids: [String] = []
        for piece in text.split(whereSeparator: { $0 == "<" || $0 == ">" || $0 == " " || $0 == "\t" || $0 == "," }) {
            if piece.utf8.count <= 512, piece.contains("@"), !ids.contains(String(piece)), ids.count < limit {
                ids.append(String(piece))
            }
        }
        return ids
    }
}

/// Which conversation a mail goes to. Pure; the caller looks the candidates up.
package enum EmailThreading {
    package struct Candidate: Sendable, Equatable {
        package var conversation: UUID
        /// The sender of the new mail is (an identity of) the conversation's contact.
        package var isSenders: Bool
        package var subject: String

        package init(conversation: UUID, isSenders: Bool, subject: String) {
            self.conversation = conversation
            self.isSenders = isSenders
            self.subject = subject
        }
    }

    package enum Choice: Sendable, Equatable {
        case append(UUID)
        case new
    }

    /// - Parameters:
    ///   - token: the conversation our signed reply address names.
    ///   - referenced: conversations of the mails it answers, the nearest first.
    ///   - recent: the sender's own open conversations by mail, the newest first.
    ///
    /// The token is proof; a referenced id is not, for a newsletter has one id and many readers: it counts for the contact
    /// whose conversation it is only. A subject of its own begins a new conversation: an old mail is a handy way to find our address.
    package static func choose(
        _ thread: EmailThread, token: Candidate?, referenced: [Candidate], recent: [Candidate]
    ) -> Choice {
        if let token { return .append(token.conversation) }
        let subject = EmailSubject.key(thread.subject)
        func isSame(_ other: String) -> Bool { EmailSubject.key(other) == subject }
        if let found = referenced.first(where: { $0.isSenders && (subject.isEmpty || isSame($0.subject)) }) {
            return .append(found.conversation)
        }
        guard !subject.isEmpty, let found = recent.first(where: { $0.isSenders && isSame($0.subject) }) else {
            return .new
        }
        return .append(found.conversation)
    }
}
