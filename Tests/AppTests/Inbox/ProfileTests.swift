import Domain
import Foundation
import Postgres
import Simulators
import TestSupport
import Testing

@testable import App

/// Instagram and Messenger send no names: the pretend Graph is asked for them.
@Suite(.timeLimit(.minutes(5)))
struct ProfileTests {
    private static let instagram = GraphState.Page(
        id: "17840", kind: .instagram, accessToken: "IGAAtoken1234567890", appSecret: "instagram-secret")
    private static let messenger = GraphState.Page(
        id: "700100", kind: .messenger, accessToken: "EAApage-token-1234567890", appSecret: "page-secret")

    private func connect(_ page: GraphState.Page, _ bench: MetaBench) async throws {
        bench.meta.change { $0.pages[page.id] = page }
        _ = try await bench.fixture.channels.connect(
            NewChannel(
                channelType: page.kind == .instagram ? .instagram : .messenger, provider: .meta, name: "Página",
                address: page.id, baseURL: bench.simulation.baseURL,
                secrets: [.accessToken: page.accessToken, .appSecret: page.appSecret, .verifyToken: "v"]),
            as: bench.fixture.owner(0))
    }

    /// The person writes, the inbox reads it, and what is due is done.
    private func write(
        _ words: String, _ person: PageCustomer, to page: GraphState.Page, _ bench: MetaBench, later: TimeInterval = 0
    ) async throws {
        try await bench.meta.receive(.text(words), from: person, onPage: page.id)
        _ = try await bench.lanes.drain(bench.tenant)
        try await bench.deliver(later: later)
    }

    /// Name and handle of the contact, and what the inbox shows.
    private func shown(_ bench: MetaBench) async throws -> [[String?]] {
        try await bench.database.tenant(.service(bench.tenant)) { tx in
            try await tx.query(
                """
                SELECT c.name, c.username, v.customer_name FROM contacts c
                JOIN conversations v ON v.tenant_id = c.tenant_id AND v.customer_id = c.id
                WHERE c.tenant_id = \(tx.tenant) ORDER BY c.created_at, c.id
                """
            ).map { [try $0("name"), try $0("username"), try $0("customer_name")] }
        }
    }

    private func asked(_ bench: MetaBench) -> Int { bench.meta.read { $0.calls.count { $0.operation == .profile } } }

    /// The last answer becomes so many days old.
    private func age(_ days: Int, _ bench: MetaBench) async throws {
        try await bench.database.tenant(.service(bench.tenant)) {
            _ = try await $0.execute(
                "UPDATE contact_identities SET profile_read_at = now() - make_interval(days => \(days)) WHERE tenant_id = \($0.tenant)"
            )
        }
    }

    @Test func `a customer of Instagram and of Messenger has a name in the inbox, asked for once`() async throws {
        try await MetaBench.run { bench in
            try await connect(Self.instagram, bench)
            try await connect(Self.messenger, bench)
            let bia = PageCustomer(id: "88001", name: "Bia Souza", username: "bia.souza")
            let ana = PageCustomer(id: "55001", name: "Ana Lima")
            for words in ["oi", "tem azul?"] { try await write(words, bia, to: Self.instagram, bench) }
            try await write("oi", ana, to: Self.messenger, bench)
            let known = try await shown(bench)
            #expect(
                known == [["Bia Souza", "bia.souza", "Bia Souza"], ["Ana Lima", nil, "Ana Lima"]] && asked(bench) == 2)
        }
    }

    @Test func `a new name is learned after a month, and a name that the shop gave stays`() async throws {
        try await MetaBench.run { bench in
            try await connect(Self.instagram, bench)
            try await write("oi", PageCustomer(id: "88001", name: "Bia", username: "bia"), to: Self.instagram, bench)
            let renamed = PageCustomer(id: "88001", name: "Bia Ateliê", username: "bia.atelie")
            try await age(29, bench)
            try await write("um", renamed, to: Self.instagram, bench)
            #expect(try await shown(bench) == [["Bia", "bia", "Bia"]])
            try await age(31, bench)
            try await write("dois", renamed, to: Self.instagram, bench)
            #expect(try await shown(bench) == [["Bia Ateliê", "bia.atelie", "Bia Ateliê"]])

            try await bench.database.tenant(.service(bench.tenant)) {
                _ = try await $0.execute("UPDATE contacts SET name = 'Beatriz' WHERE tenant_id = \($0.tenant)")
            }
            try await age(31, bench)
            try await write("três", PageCustomer(id: "88001", name: "Outra", username: "b"), to: Self.instagram, bench)
            #expect(try await shown(bench).map { $0.prefix(2) } == [["Beatriz", "b"]] && asked(bench) == 3)
        }
    }

    @Test func `who has not agreed stays without a name and is not asked about again; nobody's name is only a handle`()
        async throws
    {
        try await MetaBench.run { bench in
            try await connect(Self.messenger, bench)
            let shy = PageCustomer(id: "55001", name: "Ana", sharesProfile: false)
            for words in ["oi", "alô?"] { try await write(words, shy, to: Self.messenger, bench) }
            #expect(try await shown(bench) == [[nil, nil, ""]] && asked(bench) == 1)

            try await connect(Self.instagram, bench)
            try await write("oi", PageCustomer(id: "88001", name: "", username: "sem.nome"), to: Self.instagram, bench)
            #expect(try await shown(bench).last == ["@sem.nome", "sem.nome", "@sem.nome"])
        }
    }

    @Test func `Graph away or refusing costs the conversation nothing, and the channel stays connected`() async throws {
        try await MetaBench.run { bench in
            try await connect(Self.instagram, bench)
            let bia = PageCustomer(id: "88001", name: "Bia", username: "bia")
            bench.meta.fail(.profile, .page(status: 503))
            try await write("oi", bia, to: Self.instagram, bench)
            #expect(try await shown(bench) == [[nil, nil, ""]])
            try await bench.deliver(later: 4_000)
            #expect(try await shown(bench) == [["Bia", "bia", "Bia"]])

            try await age(31, bench)
            bench.meta.fail(.profile, .error(code: 190, status: 401))
            try await write("de novo", bia, to: Self.instagram, bench)
            let status: String = try await bench.database.tenant(.service(bench.tenant)) {
                try await $0.one(
                    "SELECT connection_status FROM channel_accounts WHERE tenant_id = \($0.tenant) AND address = '17840'"
                )(0)
            }
            #expect(status != "needs_reauth")
            #expect(try await shown(bench) == [["Bia", "bia", "Bia"]])
        }
    }
}
