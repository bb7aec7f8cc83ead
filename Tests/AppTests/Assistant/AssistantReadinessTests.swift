import Domain
import Foundation
import Postgres
import Testing

@testable import App

struct AssistantReadinessTests {
    @Test("the assistant is on where the shop wants it and the channel does not object", .timeLimit(.minutes(5)))
    func enabled() async throws {
        try await withShops(2) { fixture in
            let tenant = fixture.shops[0].id
            func readiness(_ channel: String) async throws -> AssistantReadiness {
                try await fixture.database.tenant(.service(tenant)) { tx in
                    try AssistantReadiness(
                        try await tx.one(AssistantReadiness.select(tenant: tenant, channel: channel)), channel: channel)
                }
            }
            #expect(
                try await readiness("whatsapp")
                    == AssistantReadiness(isOn: true, debounce: Debounce(quiet: .seconds(6), cap: .seconds(25))))
            #expect(try await readiness("chat").debounce == Debounce(quiet: .seconds(2), cap: .seconds(8)))

            _ = try await fixture.database.tenant(fixture.owner(0)) { tx in
                try await tx.execute(
                    "INSERT INTO ai_channel_config (tenant_id, channel_type, is_enabled, debounce_seconds) VALUES (\(tx.tenant), 'whatsapp', false, 0)"
                )
            }
            #expect(try await readiness("whatsapp").isOn == false)
            #expect(try await readiness("whatsapp").debounce.quiet == .zero)
            #expect(try await readiness("chat").isOn)

            _ = try await fixture.database.tenant(fixture.owner(0)) { tx in
                try await tx.execute("UPDATE ai_support_config SET is_enabled = false WHERE tenant_id = \(tx.tenant)")
            }
            #expect(try await readiness("chat").isOn == false)
        }
    }

    @Test("messages that follow quickly share one turn", .timeLimit(.minutes(5)))
    func oneTurn() async throws {
        try await withShops(1) { fixture in
            let tenant = fixture.shops[0].id
            let conversation = UUID()
            let debounce = Debounce(quiet: .seconds(6), cap: .seconds(25))
            for _ in 0..<5 {
                _ = try await fixture.database.tenant(.service(tenant)) { tx in
                    try await tx.execute(
                        Assistant.enqueueTurn(tenant: tenant, conversation: conversation, debounce: debounce))
                }
            }
            let rows = try await fixture.database.system("test") {
                try await $0.query("SELECT name, lock_key FROM jobs")
            }
            #expect(rows.count == 1)
            #expect(try rows.first?("name") == "assistant.turn")
        }
    }
}
