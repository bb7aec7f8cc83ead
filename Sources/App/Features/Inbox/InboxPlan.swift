import Domain
import Foundation

/// What a batch of items needs to know of the database before it can be planned.
struct InboxKnowledge {
    struct Account {
        var id: UUID
        var channelType: String
        var assistantIsOn: Bool
        var debounce: Debounce
    }
    struct IdentityKey: Hashable {
        var account: UUID
        var kind: IdentityClaim.Kind
        var matchKey: String
    }
    struct Contact {
        var id: UUID
        var name: String?
        var phone: String?
        var isBlocked: Bool
        /// When the provider last told what they are called.
        var profileReadAt: Date?
    }
    struct ConversationKey: Hashable {
        var account: UUID
        var contact: UUID
    }
    struct Conversation {
        var id: UUID
        var status: ConversationStatus
        var resolvedAt: Date?
        var lastMessageAt: Date
        var account: UUID?
        var contact: UUID?
        /// Of the first mail.
        var subject = ""
    }
    struct MessageKey: Hashable {
        var account: UUID
        var externalID: String
        var part: Int
    }
    /// A message of ours that a provider may be showing us: its call is under way, or nobody knows what became of it.
    struct Send {
        var outbox: UUID
        var message: UUID
        var conversation: UUID
        var account: UUID
        var contact: UUID
        var state: String
        var calledAt: Date?
        /// Calls whose message has no known id.
        var unanswered: Int
        var content: SentCopy.Content
        /// The same for a channel without buttons: its choices under it, with numbers.
        var writtenOut: SentCopy.Content?
    }
    struct KnownMessage {
        var id: UUID
        var conversation: UUID
    }

    var accounts: [UUID: Account] = [:]
    var contacts: [IdentityKey: Contact] = [:]
    var conversations: [ConversationKey: Conversation] = [:]
    /// Where a mail can belong to.
    var mail = MailKnowledge()
    /// Part 0 of a known external id stands for the message that edits, revokes and reactions point at.
    var messages: [MessageKey: KnownMessage] = [:]
    /// Oldest first.
    var sends: [Send] = []
    /// Ids the providers gave to what we sent; `part` is always 0.
    var ownIDs: Set<MessageKey> = []
    /// How long after it was resolved a conversation is taken up again.
    var reopenWithin: Duration = .seconds(7 * 86_400)
    var now = Date()
}

/// Decides what a batch of items changes. Pure: the same knowledge, items and keys give the same plan.
struct InboxPlan {
    var writes = InboxWrites()
    var known: InboxKnowledge
    private var changes: [UUID: Int] = [:]
    /// Messages of one second are told apart by their keys.
    private var keys = OrderedKeys()

    init(knowing known: InboxKnowledge) { self.known = known }

    mutating func newID() -> UUID { keys.next() }

    mutating func add(_ item: InboxItem) {
        writes.count(item.event) { $0.items += 1 }
        switch item.item {
        case .message(let message): add(message, item)
        case .reaction(let reaction): add(reaction, item)
        case .edit(let edit): edited(edit, item)
        case .revoke(let externalID, let at): revoked(externalID, at, item)
        case .status(let report): writes.reports.append(.init(account: item.account, report: report))
        case .identityChange(let old, let new, let at): moved(from: old, to: new, at, item)
        case .marketingOptOut(let stop, let by, let at):
            guard let contact = find(by, item.account) else { return refuse(item, "unknown_contact") }
            writes.optOuts.append(.init(contact: contact.id, at: stop ? at : nil))
        case .watermark(let mark): writes.watermarks.append(.init(account: item.account, mark: mark))
        case .connection(let notice): writes.connections.append(.init(account: item.account, notice: notice))
        case .template(let notice): writes.templates.append(.init(businessAccount: item.address, notice: notice))
        case .notice: break
        }
    }

    mutating func refuse(_ item: InboxItem, _ reason: String) {
        writes.count(item.event) { $0.errors.append(.init(path: item.path, reason: reason)) }
    }

    // MARK: Messages

    private mutating func add(_ message: InboundMessage, _ item: InboxItem) {
        let key = InboxKnowledge.MessageKey(account: item.account, externalID: message.externalID, part: message.part)
        guard known.messages[key] == nil else { return writes.count(item.event) { $0.duplicates += 1 } }
        guard let account = known.accounts[item.account] else { return refuse(item, "unknown_account") }
        guard !message.customer.isEmpty else { return refuse(item, "no_sender") }
        if message.fromShop, isSettled(echo: message, item) { return }
        if let thread = message.email { return add(message, thread, item, account) }
        let contact = contact(of: message, item)
        guard !contact.isBlocked else { return refuse(item, "contact_blocked") }
        wantProfile(of: message, contact, item.account)

        let act: ConversationAct? =
            message.fromShop
            ? message.isByProgram ? nil : .personReplied
            : account.assistantIsOn && isForAssistant(message) ? .customerWroteAssistantOn : .customerWroteAssistantOff
        let index = conversation(with: contact, message, act, account)
        let conversation = writes.conversations[index].id
        let id = newID()
        known.messages[key] = .init(id: id, conversation: conversation)
        writes.messages.append(.init(id: id, conversation: conversation, account: item.account, message: message))

        writes.conversations[index].record(message)
        if isForAssistant(message), writes.conversations[index].status.belongsToAssistant {
            writes.turns[conversation] = account.debounce
        } else if !message.isByProgram {
            writes.turns[conversation] = nil
        }
    }

    /// The contact a message belongs to: known by any of its addresses, or new. Addresses not yet known are added to it.
    mutating func contact(of message: InboundMessage, _ item: InboxItem) -> InboxKnowledge.Contact {
        let phone = message.customer.first { $0.kind == .phone }?.value
        var contact: InboxKnowledge.Contact
        if let found = find(message.customer, item.account) {
            contact = found
            // A name the shop gave stays; a blank is filled.
            if (contact.name ?? "").isEmpty, let name = message.customerName, !name.isEmpty {
                contact.name = name
                writes.contactFills[contact.id, default: .init()].name = name
            }
            if contact.phone == nil, let phone {
                contact.phone = phone
                writes.contactFills[contact.id, default: .init()].phone = phone
            }
        } else {
            contact = .init(id: newID(), name: message.customerName, phone: phone, isBlocked: false)
            writes.contacts.append(
                .init(
                    id: contact.id, name: message.customerName, phone: phone,
                    email: message.customer.first { $0.kind == .email }?.value, username: message.username))
        }
        claim(message.customer, for: contact, item.account)
        return contact
    }

    func find(_ claims: [IdentityClaim], _ account: UUID) -> InboxKnowledge.Contact? {
        claims.lazy.compactMap { claim in
            known.contacts[.init(account: account, kind: claim.kind, matchKey: claim.matchKey)]
        }.first
    }

    private mutating func claim(_ claims: [IdentityClaim], for contact: InboxKnowledge.Contact, _ account: UUID) {
        for claim in claims {
            let key = InboxKnowledge.IdentityKey(account: account, kind: claim.kind, matchKey: claim.matchKey)
            if known.contacts[key] == nil {
                writes.identities.append(.init(account: account, claim: claim, contact: contact.id))
            }
            if known.contacts[key] == nil || known.contacts[key]?.id == contact.id { known.contacts[key] = contact }
        }
    }

    // MARK: Conversations

    /// Index, in the plan, of the conversation the message goes to.
    private mutating func conversation(
        with contact: InboxKnowledge.Contact, _ message: InboundMessage, _ act: ConversationAct?,
        _ account: InboxKnowledge.Account
    ) -> Int {
        let key = InboxKnowledge.ConversationKey(account: account.id, contact: contact.id)
        if let live = known.conversations[key], let index = goOn(live, with: message, act) { return index }
        let fresh = begin(with: contact, message, status: act.flatMap(ConversationStatus.new.after) ?? .new, account)
        known.conversations[key] = fresh
        return planned(fresh)
    }

    /// Takes a live conversation further; nil when its story is over, which ends it.
    mutating func goOn(_ live: InboxKnowledge.Conversation, with message: InboundMessage, _ act: ConversationAct?)
        -> Int?
    {
        let index = planned(live)
        guard !isTooOld(writes.conversations[index], for: message) else {
            // Resolved too long ago: that story ends and a new one begins.
            writes.conversations[index].status = .closed
            writes.event(live.id, "closed", ["by": "reopening_window_over"])
            return nil
        }
        let before = writes.conversations[index].status
        let after = act.flatMap(before.after) ?? before
        writes.conversations[index].status = after
        if before != after {
            let change = ["from": before.rawValue, "to": after.rawValue, "by": "customer_message"]
            writes.event(live.id, "status_changed", change)
        }
        return index
    }

    mutating func begin(
        with contact: InboxKnowledge.Contact, _ message: InboundMessage, status: ConversationStatus,
        _ account: InboxKnowledge.Account, subject: String? = nil
    ) -> InboxKnowledge.Conversation {
        let email = message.customer.first { $0.kind == .email }?.value
        let fresh = InboxKnowledge.Conversation(
            id: newID(), status: status, resolvedAt: nil, lastMessageAt: message.sentAt, account: account.id,
            contact: contact.id, subject: subject ?? "")
        writes.conversations.append(
            .init(
                id: fresh.id, isNew: true, account: account.id, contact: contact.id, channelType: account.channelType,
                customerName: contact.name ?? contact.phone ?? email ?? "", customerPhone: contact.phone,
                customerEmail: email, subject: subject, status: status, resolvedAt: nil, lastMessageAt: message.sentAt))
        changes[fresh.id] = writes.conversations.count - 1
        writes.event(fresh.id, "created", ["status": status.rawValue])
        return fresh
    }

    private func isTooOld(_ conversation: InboxWrites.Conversation, for message: InboundMessage) -> Bool {
        guard conversation.status == .resolved, !message.fromShop, let resolvedAt = conversation.resolvedAt else {
            return conversation.status == .closed
        }
        return known.now.timeIntervalSince(resolvedAt) > Double(known.reopenWithin.components.seconds)
    }

    mutating func planned(_ live: InboxKnowledge.Conversation) -> Int {
        if let index = changes[live.id] { return index }
        writes.conversations.append(.init(existing: live))
        changes[live.id] = writes.conversations.count - 1
        return writes.conversations.count - 1
    }

    // MARK: What happens to messages already here

    private mutating func add(_ reaction: InboundReaction, _ item: InboxItem) {
        guard let sender = reaction.by.first else { return refuse(item, "no_sender") }
        writes.reactions.append(
            .init(
                account: item.account, externalID: reaction.externalID, sender: sender.matchKey, emoji: reaction.emoji,
                at: reaction.at))
        if let target = target(reaction.externalID, item) { writes.touched.insert(target.conversation) }
    }

    private mutating func edited(_ edit: InboundEdit, _ item: InboxItem) {
        guard let target = target(edit.externalID, item) else { return refuse(item, "edited_message_unknown") }
        writes.edits.append(.init(message: target.id, edit: edit))
        writes.touched.insert(target.conversation)
        writes.event(target.conversation, "message_edited", ["message_id": target.id.uuidString.lowercased()])
    }

    private mutating func revoked(_ externalID: String, _ at: Date, _ item: InboxItem) {
        guard let target = target(externalID, item) else { return refuse(item, "revoked_message_unknown") }
        writes.revokes.append(.init(message: target.id, at: at))
        writes.touched.insert(target.conversation)
        writes.event(target.conversation, "message_revoked", ["message_id": target.id.uuidString.lowercased()])
    }

    private func target(_ externalID: String, _ item: InboxItem) -> InboxKnowledge.KnownMessage? {
        known.messages[.init(account: item.account, externalID: externalID, part: 0)]
    }

    private mutating func moved(from old: [IdentityClaim], to new: [IdentityClaim], _ at: Date, _ item: InboxItem) {
        guard let contact = find(old, item.account) ?? find(new, item.account) else {
            return refuse(item, "unknown_contact")
        }
        claim(new, for: contact, item.account)
        for claim in old where !new.contains(where: { $0.kind == claim.kind && $0.matchKey == claim.matchKey }) {
            writes.superseded.append(.init(account: item.account, claim: claim, at: at))
        }
        let key = InboxKnowledge.ConversationKey(account: item.account, contact: contact.id)
        if let conversation = known.conversations[key]?.id { writes.event(conversation, "identity_changed", [:]) }
    }
}
