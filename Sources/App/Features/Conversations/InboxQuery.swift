import Domain
import Foundation
import Web

/// Which conversations a list shows, and from where on: what the address says.
struct InboxQuery: Sendable, Equatable {
    enum Filter: String, Sendable, CaseIterable {
        case all, waiting, bot, mine, resolved, spam
    }

    /// A place in the list: between this conversation and the next older one.
    struct Cursor: Sendable, Equatable {
        /// Microseconds since 1970: what PostgreSQL keeps, unrounded.
        let micros: Int64
        let id: UUID

        init(micros: Int64, id: UUID) {
            self.micros = micros
            self.id = id
        }

        /// `1763690000123456_0190…`; also the order of rows as text.
        init?(_ text: String) {
            let parts = text.split(separator: "_", maxSplits: 1)
            guard parts.count == 2, let micros = Int64(parts[0]), (0..<100_000_000_000_000_000).contains(micros),
                let id = UUID(uuidString: String(parts[1]))
            else { return nil }
            self.init(micros: micros, id: id)
        }

        var text: String { "\(micros)_\(id.lowercase)" }
    }

    var filter: Filter = .all
    var channel: String?
    var search: String?
    var cursor: Cursor?

    static let channels = ["whatsapp", "instagram", "messenger", "email", "sms", "chat", "push"]

    init(filter: Filter = .all, channel: String? = nil, search: String? = nil, cursor: Cursor? = nil) {
        self.filter = filter
        self.channel = channel
        self.search = search
        self.cursor = cursor
    }

    /// Words it does not know are left out: an old bookmark shows a list, not an error.
    init(_ form: Form) {
        filter = form["filter"].flatMap(Filter.init(rawValue:)) ?? .all
        channel = form["channel"].flatMap { Self.channels.contains($0) ? $0 : nil }
        search = form.text("q").map { String($0.prefix(80)) }
        cursor = form["cursor"].flatMap(Cursor.init)
    }

    /// `?filter=bot&q=ana`, without the cursor; empty for the plain list.
    var text: String {
        var parts: [String] = []
        if filter != .all { parts.append("filter=\(filter.rawValue)") }
        if let channel { parts.append("channel=\(channel)") }
        if let search { parts.append("q=\(search.percentEncoded)") }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    func with(filter: Filter) -> InboxQuery { InboxQuery(filter: filter, channel: channel) }

    func path(after cursor: Cursor) -> String {
        "/support" + (text.isEmpty ? "?" : text + "&") + "cursor=\(cursor.text)"
    }
}
