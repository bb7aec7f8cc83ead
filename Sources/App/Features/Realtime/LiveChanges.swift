import Domain
import Foundation

/// Changes that wait to be told, folded: a conversation that changed twice changed once.
struct LiveChanges: Sendable, Equatable {
    struct OfTenant: Sendable, Equatable {
        var conversations: Set<UUID> = []
        var isReload = false
    }

    /// A tenant with more changes than this at once is told to reload: cheaper for everybody.
    static let conversationsAtMost = 200
    /// With more tenants than this at once, everybody is.
    static let tenantsAtMost = 2_000

    private(set) var tenants: [TenantID: OfTenant] = [:]
    private(set) var isReloadOfAll = false

    var isEmpty: Bool { tenants.isEmpty && !isReloadOfAll }

    mutating func add(_ event: LiveEvent) {
        guard !isReloadOfAll else { return }
        var changes = tenants[event.tenant] ?? OfTenant()
        switch event.kind {
        case .everything: changes.isReload = true
        case .conversation(let id): if !changes.isReload { changes.conversations.insert(id) }
        }
        if changes.isReload || changes.conversations.count > Self.conversationsAtMost {
            changes = OfTenant(isReload: true)
        }
        tenants[event.tenant] = changes
        if tenants.count > Self.tenantsAtMost { addReloadOfAll() }
    }

    mutating func addReloadOfAll() {
        tenants = [:]
        isReloadOfAll = true
    }

    mutating func merge(_ other: LiveChanges) {
        if other.isReloadOfAll { return addReloadOfAll() }
        for event in other.events { add(event) }
    }

    mutating func take() -> LiveChanges {
        defer { self = LiveChanges() }
        return self
    }

    private var events: [LiveEvent] {
        tenants.flatMap { tenant, changes in
            changes.isReload
                ? [LiveEvent(tenant: tenant, kind: .everything)]
                : changes.conversations.map { LiveEvent(tenant: tenant, kind: .conversation($0)) }
        }
    }
}

// Between processes: `tenant:conversation,conversation;tenant:*`, or `*` for all tenants. UUIDs as 32 hexadecimal digits.
extension LiveChanges {
    /// As few payloads as fit, each at most `limit` bytes; more than `most` become one that says "all".
    func payloads(limit: Int = ProcessBus.payloadLimit, most: Int = ProcessBus.payloadsAtOnce) -> [String] {
        if isReloadOfAll { return ["*"] }
        var payloads: [String] = []
        var current = ""
        for (tenant, changes) in tenants {
            var ids = changes.isReload ? ["*"] : changes.conversations.map(\.compact)
            while !ids.isEmpty {
                let head = tenant.value.compact + ":"
                // 34: a separator and one more id.
                if current.utf8.count + head.utf8.count + 34 > limit {
                    payloads.append(current)
                    current = ""
                }
                let room = (limit - current.utf8.count - head.utf8.count - 1) / 33
                let taken = ids.prefix(max(room, 1))
                ids.removeFirst(taken.count)
                current += (current.isEmpty ? "" : ";") + head + taken.joined(separator: ",")
            }
        }
        if !current.isEmpty { payloads.append(current) }
        return payloads.count > most ? ["*"] : payloads
    }

    /// Reads a payload; what cannot be read means that something is missing.
    init(payload: String) {
        self.init()
        for part in payload.split(separator: ";") {
            let sides = part.split(separator: ":", maxSplits: 1)
            guard sides.count == 2, let tenant = UUID(compact: sides[0]) else {
                addReloadOfAll()
                return
            }
            for id in sides[1].split(separator: ",") {
                if let conversation = UUID(compact: id) {
                    add(LiveEvent(tenant: TenantID(tenant), kind: .conversation(conversation)))
                } else {
                    add(LiveEvent(tenant: TenantID(tenant), kind: .everything))
                }
            }
        }
    }
}

extension UUID {
    fileprivate var compact: String { uuidString.filter { $0 != "-" } }

    fileprivate init?(compact: Substring) {
        let digits = Array(compact)
        guard digits.count == 32 else { return nil }
        let dashed = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
        self.init(uuidString: dashed)
    }
}
