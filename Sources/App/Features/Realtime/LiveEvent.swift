import Domain
import Foundation
import Web

/// Something an agent may be looking at has changed. Says what, never what it says now: whoever sees it reads the row himself,
/// behind his own permissions.
package struct LiveEvent: Codable, Sendable, Hashable {
    package enum Kind: Codable, Sendable, Hashable {
        case conversation(UUID)
        /// Everything may have changed.
        case everything
    }

    package let tenant: TenantID
    package let kind: Kind

    package init(tenant: TenantID, kind: Kind) {
        self.tenant = tenant
        self.kind = kind
    }
}

/// What a viewer receives: the changes of one tenant since the last update, folded together.
package struct LiveUpdate: Sendable, Equatable {
    package let conversations: Set<UUID>
    /// Changes may be missing: read everything after your cursor again.
    package let isReload: Bool
    /// Where to resume: `conversations.change_seq` when the update was made. nil = unknown, keep the old one.
    package let cursor: Int64?
    /// The update for a browser, made once for all viewers: `change` with `{"conversations":["…"]}`, or `reload`.
    package let event: ServerEvent

    init(conversations: Set<UUID>, isReload: Bool, cursor: Int64?) {
        self.conversations = conversations
        self.isReload = isReload
        self.cursor = cursor
        let id = cursor.map(String.init)
        if isReload {
            event = ServerEvent(id: id, name: ServerEvent.reload.name, data: ServerEvent.reload.data)
        } else {
            // UUIDs need no escaping.
            let ids = conversations.map { "\"\($0.uuidString.lowercased())\"" }.sorted().joined(separator: ",")
            event = ServerEvent(id: id, name: "change", data: "{\"conversations\":[\(ids)]}")
        }
    }

    static func reload(cursor: Int64? = nil) -> LiveUpdate {
        LiveUpdate(conversations: [], isReload: true, cursor: cursor)
    }
}
