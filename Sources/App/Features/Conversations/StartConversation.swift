import Crypto
import Domain
import Foundation
import Postgres
import Web

/// The shop's first word to somebody.
package struct FirstWord: Sendable {
    package enum Words: Sendable {
        /// Where the channel takes free words of ours. `subject` is of a mail.
        case text(String, subject: String? = nil)
        case template(OutgoingTemplate)
    }

    package var contact: UUID
    package var account: UUID
    package var words: Words

    package init(contact: UUID, account: UUID, words: Words) {
        self.contact = contact
        self.account = account
        self.words = words
    }
}

extension ConversationDesk {
    package struct Started: Sendable, Equatable {
        package let conversation: UUID
        package let message: UUID
        /// False when the same key had been used before: nothing was added.
        package let isNew: Bool
    }

    /// Writes to somebody who has not written, or not about this. By mail it begins a conversation of its own; on a channel where
    /// a person has one conversation it goes on with the live one. The same key again is the same message.
    package func start(
        _ word: FirstWord, key: String, by actor: Actor, _ localizer: Localizer
    ) async throws -> Started {
        let key = try Self.checked(key: key)
        let started = try await database.tenant(actor.scope) { tx in
            // Two taps at once take turns here: the second finds what the first has made.
            _ = try await tx.query("SELECT pg_advisory_xact_lock(hashtextextended(\("start:\(tx.tenant):\(key)"), 0))")
            guard let way = try await Conversations.way(word.account, tx: tx),
                let person = try await Contacts.reach(word.contact, tx: tx)
            else { throw Problem.notFound }
            let live = try await Conversations.live(with: person.contact, on: way, tx: tx)
            let place = live ?? Self.place(of: key, tx)
            if let known = try await Conversations.message(tx, conversation: place, key: key) {
                return Started(conversation: place, message: known, isNew: false)
            }
            if live == nil { try await begin(place, with: person, on: way, word, tx) }
            guard let standing = try await Conversations.lock(tx, place) else { throw Problem.notFound }
            let message = try await compose(word, in: standing, key: key, by: actor, tx, localizer)
            guard let next = standing.status.after(.personReplied) else { throw Problem.conversationMoved }
            let change = Change(
                status: next, by: "started", assignee: .ifNone(actor.scope.user), endsHandoff: true, endsWaiting: true,
                lastWord: String(message.content.prefix(160)))
            try await tx.commit(
                Outbox.enqueue(message, tenant: tx.scope.tenant) + Conversations.apply(change, to: standing, tx: tx))
            return Started(conversation: place, message: message.id, isNew: true)
        }
        if started.isNew {
            realtime.publish(LiveEvent(tenant: actor.scope.tenant, kind: .conversation(started.conversation)))
            outboxHasWork()
        }
        return started
    }

    private func begin(
        _ place: UUID, with person: ContactReach, on way: Conversations.Way, _ word: FirstWord, _ tx: TenantTransaction
    ) async throws {
        guard way.isOn else { throw Problem.channelIsOff }
        guard !person.isBlocked else { throw Problem.contactBlocked }
        try await requireAddress(of: person, on: way, tx)
        var subject: String?
        if way.channel == "email", case .text(_, let given) = word.words {
            let clean = String(EmailSubject.clean(given ?? "").prefix(300))
            guard !clean.isEmpty else { throw Problem.unprocessable("empty_subject") }
            subject = clean
        }
        _ = try await tx.batch(
            [Conversations.begin(place, with: person, on: way, subject: subject, tx: tx)]
                + [Conversations.event("created", ["by": "shop"], of: place, tx: tx)])
    }

    /// Sees to it that what is sent on the account finds the person.
    private func requireAddress(
        of person: ContactReach, on way: Conversations.Way, _ tx: TenantTransaction
    ) async throws {
        let missing = Problem.unprocessable("no_address", detail: "The contact has no address on this channel.")
        guard way.channel != "push" else {
            // An address that only the customer's own browser can make.
            guard try await CustomerPush.isReachable(person.contact, on: way.account, tx: tx) else { throw missing }
            return
        }
        guard let address = person.address(on: way.channel) else { throw missing }
        if way.channel == "email", try await Mail.isSuppressed(address.claim.matchKey, tx: tx) {
            throw Problem.addressSuppressed
        }
        guard try await Contacts.introduce(address, of: person.contact, to: way.account, tx: tx) == person.contact
        else {
            throw Problem.conflict("address_taken", detail: "On this channel the address is somebody else's.")
        }
    }

    private func compose(
        _ word: FirstWord, in standing: Standing, key: String, by actor: Actor, _ tx: TenantTransaction,
        _ localizer: Localizer
    ) async throws -> OutgoingMessage {
        let content: OutboundContent
        switch word.words {
        case .text(let text, _):
            try standing.requireWindow(for: actor, at: now())
            content = .text(try Self.checked(text))
            guard content.text.utf16.count <= MessageLimit.of(standing.channel) else {
                throw Problem.unprocessable("text_too_long")
            }
        case .template(let template):
            content = try await template.content(for: standing.account, tx: tx, localizer)
        }
        return OutgoingMessage(
            conversation: standing.id, account: standing.account, senderType: "agent", senderID: actor.scope.user,
            senderName: actor.name, content: content.text, contentType: content.type,
            payload: content.payload?.text(.storable), clientKey: key, isByPerson: actor.isPerson)
    }

    /// The conversation that a key begins: always the same, so that a repeat finds it.
    private static func place(of key: String, _ tx: TenantTransaction) -> UUID {
        var bytes = Array(SHA256.hash(data: Data("\(tx.tenant)/\(key)".utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}

extension Problem {
    static let contactBlocked = Problem.conflict("contact_blocked", detail: "The shop has blocked this contact.")
    static let addressSuppressed = Problem.conflict(
        "address_suppressed", detail: "Mail to this address bounced, or its owner complained; lift that on the contact."
    )
}
