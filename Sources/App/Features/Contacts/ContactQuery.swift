import Domain
import Foundation
import Web

/// Which contacts a list shows, and from where on: what the address says.
struct ContactQuery: Sendable, Equatable {
    var search: String?
    var channel: String?
    var tag: String?
    var isBlocked = false
    /// The last word on marketing: true allowed, false refused.
    var marketing: Bool?
    /// The list goes on below this contact; newest first, and ids are ordered by time.
    var cursor: UUID?

    static let channels = ["whatsapp", "instagram", "messenger", "email", "chat", "sms", "push"]

    init(
        search: String? = nil, channel: String? = nil, tag: String? = nil, isBlocked: Bool = false,
        marketing: Bool? = nil,
        cursor: UUID? = nil
    ) {
        self.search = search
        self.channel = channel
        self.tag = tag
        self.isBlocked = isBlocked
        self.marketing = marketing
        self.cursor = cursor
    }

    /// Words it does not know are left out: an old bookmark shows a list, not an error.
    init(_ form: Form) {
        search = form.text("q").map { String($0.prefix(80)) }
        channel = form["channel"].flatMap { Self.channels.contains($0) ? $0 : nil }
        tag = form.text("tag").map { String($0.prefix(Contacts.Limit.tag)) }
        isBlocked = form["state"] == "blocked" || form["blocked"] == "1"
        marketing = form["state"] == "allowed" ? true : form["state"] == "refused" ? false : nil
        cursor = form["cursor"].flatMap { UUID(uuidString: $0) }
    }

    /// `?q=ana&tag=vip`, without the cursor; empty for the plain list.
    var text: String {
        var parts: [String] = []
        if let search { parts.append("q=\(search.percentEncoded)") }
        if let channel { parts.append("channel=\(channel)") }
        if let tag { parts.append("tag=\(tag.percentEncoded)") }
        if let state { parts.append("state=\(state)") }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    static let states = ["allowed", "refused", "blocked"]
    var state: String? { isBlocked ? "blocked" : marketing.map { $0 ? "allowed" : "refused" } }

    var isNarrowed: Bool { search != nil || channel != nil || tag != nil || state != nil }

    func path(after cursor: UUID) -> String {
        "/contacts" + (text.isEmpty ? "?" : text + "&") + "cursor=\(cursor.lowercase)"
    }
}
