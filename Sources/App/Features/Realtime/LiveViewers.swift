import Domain
import Web

/// Who watches which shop. Viewers that left are forgotten when they are sent something, or when their number has doubled.
struct LiveViewers {
    struct Viewer: Sendable {
        let mailbox: EventMailbox
        /// nil = this update is not for this viewer.
        let event: @Sendable (LiveUpdate) -> ServerEvent?
    }

    private struct OfTenant {
        var viewers: [Viewer] = []
        var sweepAt = 16
    }

    private var tenants: [TenantID: OfTenant] = [:]

    var watched: [TenantID] { Array(tenants.keys) }
    var count: Int { tenants.values.reduce(0) { $0 + $1.viewers.count } }

    func isWatched(_ tenant: TenantID) -> Bool { tenants[tenant] != nil }
    func of(_ tenant: TenantID) -> [Viewer] { tenants[tenant]?.viewers ?? [] }

    mutating func add(_ viewer: Viewer, tenant: TenantID) {
        tenants[tenant, default: OfTenant()].viewers.append(viewer)
        if let entry = tenants[tenant], entry.viewers.count >= entry.sweepAt { forgetGone(of: tenant) }
    }

    mutating func forgetGone(of tenant: TenantID) {
        guard var entry = tenants[tenant] else { return }
        entry.viewers.removeAll { $0.mailbox.isFinished }
        entry.sweepAt = max(16, entry.viewers.count * 2)
        tenants[tenant] = entry.viewers.isEmpty ? nil : entry
    }
}
