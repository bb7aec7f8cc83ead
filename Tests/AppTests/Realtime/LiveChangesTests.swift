import Domain
import Foundation
import Testing

@testable import App

struct LiveChangesTests {
    let tenant = TenantID(UUID())

    @Test("a conversation that changed twice changed once")
    func folds() {
        var changes = LiveChanges()
        let id = UUID()
        changes.add(LiveEvent(tenant: tenant, kind: .conversation(id)))
        changes.add(LiveEvent(tenant: tenant, kind: .conversation(id)))
        #expect(changes.tenants[tenant] == .init(conversations: [id]))
    }

    @Test("a tenant with very many changes is told to reload, and stays told")
    func tooManyConversations() {
        var changes = LiveChanges()
        for _ in 0...LiveChanges.conversationsAtMost {
            changes.add(LiveEvent(tenant: tenant, kind: .conversation(UUID())))
        }
        #expect(changes.tenants[tenant] == .init(isReload: true))
        changes.add(LiveEvent(tenant: tenant, kind: .conversation(UUID())))
        #expect(changes.tenants[tenant] == .init(isReload: true))
    }

    @Test("very many tenants become one reload of all")
    func tooManyTenants() {
        var changes = LiveChanges()
        for _ in 0...LiveChanges.tenantsAtMost {
            changes.add(LiveEvent(tenant: TenantID(UUID()), kind: .conversation(UUID())))
        }
        #expect(changes.isReloadOfAll)
        #expect(changes.tenants.isEmpty)
        #expect(changes.payloads() == ["*"])
    }

    @Test(
        "what is told to other processes fits PostgreSQL's limit and arrives as it left",
        arguments: [(1, 1), (1, 200), (3, 100), (40, 7), (150, 1), (200, 9)])
    func payloads(tenants: Int, conversations: Int) {
        var changes = LiveChanges()
        for _ in 0..<tenants {
            let tenant = TenantID(UUID())
            for _ in 0..<conversations { changes.add(LiveEvent(tenant: tenant, kind: .conversation(UUID()))) }
        }
        changes.add(LiveEvent(tenant: tenant, kind: .everything))
        let payloads = changes.payloads()
        #expect(payloads.allSatisfy { $0.utf8.count <= ProcessBus.payloadLimit })
        #expect(payloads.count <= ProcessBus.payloadsAtOnce)
        var received = LiveChanges()
        for payload in payloads { received.merge(LiveChanges(payload: payload)) }
        #expect(received == changes)
    }

    @Test("more payloads than may leave at once become one that says: reload all")
    func tooManyPayloads() {
        var changes = LiveChanges()
        for _ in 0..<1_000 {
            let tenant = TenantID(UUID())
            for _ in 0..<20 { changes.add(LiveEvent(tenant: tenant, kind: .conversation(UUID()))) }
        }
        #expect(changes.payloads() == ["*"])
    }

    @Test(
        "a payload that cannot be read means that something is missing", arguments: ["x", ":", "abc:def", "0:*", "é:*"])
    func unreadable(payload: String) {
        #expect(LiveChanges(payload: payload).isReloadOfAll)
    }
}
