import Domain
import Foundation
import Web

/// The assistant's answer before it is sent: accept it, change it, or throw it away.
struct DraftModel: Sendable, Encodable {
    let href: String
    let text: String
    let rows: Int
    let since: String
    let cites: MessageModel.Cites?
    let limit: Int
    let mayDecide: Bool

    static let sample = DraftModel(
        href: "/support/1/drafts/2", text: "De 2 a 3 dias.", rows: 3, since: "há 1 min",
        cites: .init(title: "1 fonte", sources: [.init(title: "Entrega", quote: "2 a 3 dias")]), limit: 4096,
        mayDecide: true)
}

extension InboxView {
    func draft(_ facts: ThreadFacts, _ role: Role) -> DraftModel? {
        guard let draft = facts.draft, draft.isPending, facts.line.status == .bot else { return nil }
        let sources = (draft.citations.flatMap { try? JSON.parse($0) }?.array ?? []).compactMap {
            item -> MessageModel.Cites.Source? in
            item["quote"]?.string.map { .init(title: item["title"]?.string ?? "", quote: $0) }
        }
        return DraftModel(
            href: "/support/\(facts.line.id.lowercase)/drafts/\(draft.id.lowercase)", text: draft.content,
            rows: min(max(draft.content.utf16.count / 60 + 1, 3), 10), since: localizer.ago(draft.at, now: now),
            cites: sources.isEmpty
                ? nil : .init(title: localizer("message.sources", count: sources.count), sources: sources),
            limit: MessageLimit.of(facts.line.channel), mayDecide: role >= .agent)
    }
}
