import Domain
import Foundation
import Web

extension InboxView {
    /// Bubbles in order, with day headings, and the author where a run of messages begins.
    func messages(_ all: [MessageFacts], of line: ConversationLine?) -> [MessageModel] {
        let shown = all.suffix(Conversations.threadLength)
        var models: [MessageModel] = []
        var before: MessageFacts?
        for message in shown {
            models.append(bubble(message, after: before, in: line))
            before = message
        }
        return models
    }

    private func bubble(_ message: MessageFacts, after before: MessageFacts?, in line: ConversationLine?)
        -> MessageModel
    {
        let day = localizer.day(message.sentAt)
        let isNewDay = before.map { localizer.day($0.sentAt) } != day
        let isFirst = isNewDay || before.map { voice($0) != voice(message) } ?? true
        let state = DeliveryMark(message)
        let kind = MessageKind(message.kind)
        let mail = message.isInbound ? message.mail : nil
        let shown = shownTemplate(message)
        let by = isFirst ? author(message) ?? writer(mail) : nil
        let text = message.deletedAt == nil ? shown?.body ?? message.content : ""
        return MessageModel(
            id: message.id.lowercase, version: version(message), key: message.clientKey,
            style: style(message, isFirst: isFirst, state: state),
            bubbleStyle: message.deletedAt == nil ? "" : " bubble-gone",
            day: isNewDay ? .init(key: day, label: dayLabel(message.sentAt)) : nil,
            by: by, unseenBy: isFirst && by == nil && message.isInbound ? localizer("message.by.customer") : nil,
            quote: mail == nil ? quote(message) : nil, subject: subject(mail, after: before?.mail),
            attachments: message.deletedAt == nil ? headerFile(shown) + attachments(message, kind) : [],
            label: label(message), head: shown?.header, text: text.isEmpty ? nil : text, foot: shown?.footer,
            choices: choices(message), gone: gone(message, kind), earlier: earlier(message),
            odd: odd(message, kind),
            folded: mail?.quoted.map { .init(title: localizer("message.mail.quoted"), payload: $0) },
            asSent: asSent(message, in: line),
            marks: marks(message, mail), at: localizer.iso(message.sentAt), time: localizer.time(message.sentAt),
            tick: state.map { .init(key: $0.rawValue, icon: $0.icon, label: localizer("tick.\($0.rawValue)")) },
            reactions: message.reactions, acts: acts(message), problem: trouble(message, state, in: line),
            cites: cites(message))
    }

    /// Whose run of messages it belongs to.
    private func voice(_ message: MessageFacts) -> String {
        (message.isNote ? "note" : message.senderType) + (message.senderID?.uuidString ?? message.senderName)
    }

    private func style(_ message: MessageFacts, isFirst: Bool, state: DeliveryMark?) -> String {
        var style = "msg-out"
        if message.senderType == "system" {
            style = "msg-mid"
        } else if message.isInbound {
            style = "msg-in"
        } else if message.isNote {
            style += " msg-note"
        } else if message.isAI || message.senderType == "bot" {
            style += " msg-bot"
        }
        if isFirst { style += " msg-first" }
        if state == .failed { style += " msg-failed" }
        return style
    }

    private func author(_ message: MessageFacts) -> MessageModel.Author? {
        if message.isInbound || message.senderType == "system" { return nil }
        if message.isNote {
            return .init(name: localizer("message.by.note", ["name": message.senderName]), icon: "note")
        }
        if message.isAI || message.senderType == "bot" {
            return .init(name: localizer("message.by.bot"), icon: "spark")
        }
        // Typed on the shop's own phone: no account of ours knows who.
        if message.senderName.isEmpty { return .init(name: localizer("message.by.shop_phone"), icon: "phone") }
        return .init(name: message.senderName, icon: nil)
    }

    private func dayLabel(_ date: Date) -> String {
        let day = localizer.day(date)
        if day == localizer.day(now) { return localizer("day.today") }
        if day == localizer.day(now.addingTimeInterval(-86_400)) { return localizer("day.yesterday") }
        return localizer.date(date)
    }

    private func quote(_ message: MessageFacts) -> MessageModel.Quote? {
        guard message.replyTo != nil else { return nil }
        guard let quote = message.quote else { return .init(id: "", by: "", text: localizer("message.quoted.gone")) }
        let by =
            switch quote.senderType {
            case "customer": quote.senderName.isEmpty ? localizer("message.quoted.customer") : quote.senderName
            case "bot": localizer("message.by.bot")
            default: quote.senderName.isEmpty ? localizer("message.by.shop_phone") : quote.senderName
            }
        let text = quote.content.isEmpty ? MessageKind(quote.kind).label(localizer) : String(quote.content.prefix(200))
        return .init(id: quote.id.lowercase, by: by, text: text)
    }

    private func marks(_ message: MessageFacts, _ mail: MailFacts?) -> String? {
        if message.deletedAt != nil { return localizer("message.deleted") }
        if let kind = mail?.automatic {
            return localizer.strings["message.mail.automatic.\(kind)"] ?? localizer("message.mail.automatic.reply")
        }
        if mail?.is_incomplete == true { return localizer("message.mail.incomplete") }
        return message.editedAt == nil ? nil : localizer("message.edited")
    }

    private func asSent(_ message: MessageFacts, in line: ConversationLine?) -> String? {
        guard message.hasHTML, message.deletedAt == nil, let line else { return nil }
        return "/support/\(line.id.lowercase)/messages/\(message.id.lowercase)/mail"
    }

    /// By mail one conversation may have several addresses, and guests.
    private func writer(_ mail: MailFacts?) -> MessageModel.Author? {
        mail?.from.map { .init(name: $0, icon: "email") }
    }

    private func subject(_ mail: MailFacts?, after before: MailFacts?) -> String? {
        guard let mail, !mail.subject.isEmpty else { return nil }
        if let before, EmailSubject.key(before.subject) == EmailSubject.key(mail.subject) { return nil }
        return mail.subject
    }

    private func odd(_ message: MessageFacts, _ kind: MessageKind) -> MessageModel.Odd? {
        guard let payload = message.payload else { return nil }
        switch kind {
        case .unknown, .unsupported:
            return .init(title: localizer("message.details"), payload: String(payload.prefix(4000)))
        case .text, .media: return nil
        }
    }

    private func trouble(_ message: MessageFacts, _ state: DeliveryMark?, in line: ConversationLine?) -> MessageModel
        .Trouble?
    {
        let retry = line.map { "/support/\($0.id.lowercase)/messages/\(message.id.lowercase)/retry" }
        switch state {
        case .unknown: return .init(text: localizer("problem.unknown"), retry: retry)
        case .failed:
            let known = message.failureCode.flatMap { localizer.strings["problem.code.\($0)"] }
            guard let reason = known ?? message.failureReason, !reason.isEmpty else {
                return .init(text: localizer("problem.failed.plain"), retry: retry)
            }
            return .init(text: localizer("problem.failed", ["reason": reason]), retry: retry)
        default: return nil
        }
    }

    private func cites(_ message: MessageFacts) -> MessageModel.Cites? {
        let sources = (message.citations?.array ?? []).compactMap { item -> MessageModel.Cites.Source? in
            guard let quote = item["quote"]?.string else { return nil }
            return .init(title: item["title"]?.string ?? "", quote: quote)
        }
        guard !sources.isEmpty else { return nil }
        return .init(title: localizer("message.sources", count: sources.count), sources: sources)
    }

    private func version(_ message: MessageFacts) -> String {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a: the same in every process
        let parts: [String] = [
            message.content, message.kind, message.delivery?.rawValue ?? "", message.outboxState ?? "",
            message.failureCode ?? "",
            message.reactions ?? "", message.editedAt == nil ? "" : "e", message.deletedAt == nil ? "" : "d",
            message.attachments.map { ($0.state ?? "") + ($0.reading.status ?? "") }.joined(),
            message.quote == nil ? "" : "q",
            message.externalID == nil ? "" : "x", message.ownReaction ?? "",
        ]
        for part in parts {
            for byte in part.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
            digest = (digest ^ 0xff) &* 0x100_0000_01b3
        }
        return String(digest, radix: 36)
    }
}

/// The small sign at the foot of what the shop sent.
enum DeliveryMark: String, Sendable {
    case queued, sent, delivered, read, failed, unknown

    init?(_ message: MessageFacts) {
        guard !message.isInbound, !message.isNote, message.senderType != "system" else { return nil }
        switch (message.delivery, message.outboxState) {
        case (.queued?, "unknown"): self = .unknown
        case (.queued?, _): self = .queued
        case (.sent?, _): self = .sent
        case (.delivered?, _): self = .delivered
        case (.read?, _): self = .read
        case (.failed?, _): self = .failed
        case (nil, _): return nil
        }
    }

    var icon: String {
        switch self {
        case .queued: "clock"
        case .sent: "check"
        case .delivered, .read: "checks"
        case .failed: "alert"
        case .unknown: "question"
        }
    }
}
