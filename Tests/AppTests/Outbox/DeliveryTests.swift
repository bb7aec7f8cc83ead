import Domain
import Foundation
import Logging
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct DeliveryTests {
    /// A provider that answers as the test says and remembers every call.
    final class PretendProvider: Sendable {
        let calls = Mutex<[OutboundEnvelope]>([])
        let answers = Mutex<[SendOutcome]>([])
        /// Happens while the next call is under way.
        let meanwhile = Mutex<(@Sendable () async -> Void)?>(nil)

        var sender: MessageSender {
            { envelope in
                self.calls.withLock { $0.append(envelope) }
                let meanwhile = self.meanwhile.withLock { action in
                    defer { action = nil }
                    return action
                }
                await meanwhile?()
                return self.answers.withLock {
                    $0.isEmpty ? .accepted(externalID: "wamid.\(envelope.content)") : $0.removeFirst()
                }
            }
        }
        func answer(_ outcomes: SendOutcome...) { answers.withLock { $0 = outcomes } }
        var sent: [String] { calls.withLock { $0.map(\.content) } }
    }

    struct Bench {
        let fixture: ShopFixture
        let tenant: TenantID
        let account: UUID
        let conversation: UUID
        let provider: PretendProvider
        let registry: JobRegistry

        func say(_ words: String, clientKey: String? = nil) async throws -> UUID {
            let message = OutgoingMessage(
                conversation: conversation, account: account, senderType: "agent", senderName: "Bia", content: words,
                clientKey: clientKey)
            try await fixture.database.tenant(.service(tenant)) {
                _ = try await $0.batch(Outbox.enqueue(message, tenant: tenant))
            }
            return message.id
        }

        /// Runs what is due `later` seconds from now: retries wait, with jitter.
        func deliver(later: TimeInterval = 60) async throws {
            try await Jobs.drain(fixture.database, registry, now: Date(timeIntervalSinceNow: later))
        }

        func report(_ external: String, _ statuses: [String], outbox: UUID? = nil) async throws {
            let reports = statuses.map {
                (
                    account: account,
                    report: DeliveryReport(
                        externalID: external, status: $0, at: Date(), outboxID: outbox,
                        errorCode: $0 == "failed" ? "131026" : nil)
                )
            }
            try await fixture.database.tenant(.service(tenant)) {
                _ = try await $0.batch(Outbox.recordStatuses(tenant: tenant, reports))
            }
        }

        func state(_ message: UUID) async throws -> String {
            try await fixture.database.tenant(.service(tenant)) { tx in
                let row = try await tx.one(
                    """
                    SELECT o.state, m.delivery_status, m.external_id FROM outbox o JOIN messages m ON m.tenant_id = o.tenant_id AND m.id = o.message_id
                    WHERE o.tenant_id = \(tx.tenant) AND o.message_id = \(message)
                    """)
                return
                    "\(try row("state") as String) \(try row("delivery_status") as String) \(try (row("external_id") as String?) ?? "-")"
            }
        }
    }

    static func withBench(lastCustomerWord: Date = Date(), _ body: (Bench) async throws -> Void) async throws {
        try await withShops(1) { fixture in
            let tenant = fixture.shops[0].id
            let account = try await fixture.channels.connect(
                NewChannel(
                    channelType: .whatsapp, provider: .meta, name: "Loja", address: "100",
                    secrets: [.accessToken: "t", .appSecret: "s", .verifyToken: "v"]), as: fixture.owner(0))
            let (contact, conversation) = (UUID.v7(), UUID.v7())
            try await fixture.database.tenant(.service(tenant)) { tx in
                _ = try await tx.batch([
                    "INSERT INTO contacts (tenant_id, id, name) VALUES (\(tx.tenant), \(contact), 'Ana')",
                    """
                    INSERT INTO contact_identities (tenant_id, account_id, kind, match_key, value, contact_id)
                    VALUES (\(tx.tenant), \(account), 'phone_e164', '551187654321', '5511987654321', \(contact))
                    """,
                    """
                    INSERT INTO conversations (tenant_id, id, account_id, customer_id, channel_type, status, last_customer_message_at)
                    VALUES (\(tx.tenant), \(conversation), \(account), \(contact), 'whatsapp', 'open', \(lastCustomerWord))
                    """,
                ])
            }
            let provider = PretendProvider()
            let logger = Logger(label: "test")
            let worker = DeliverMessageWorker(
                database: fixture.database, senders: ["meta": provider.sender],
                realtime: Realtime(database: fixture.database, logger: logger),
                accountRefused: { tenant, account, failure in
                    try? await fixture.channels.markNeedsReauth(tenant, account, reason: failure.title)
                }, random: { 0 }, logger: logger)
            var registry = JobRegistry()
            registry.register(DeliverMessage.self) { try await worker.run($0, $1) }
            try await body(
                Bench(
                    fixture: fixture, tenant: tenant, account: account, conversation: conversation, provider: provider,
                    registry: registry))
        }
    }

    @Test("a message is sent once and carries the provider's id")
    func sent() async throws {
        try await Self.withBench { bench in
            let message = try await bench.say("oi")
            #expect(try await bench.state(message) == "pending queued -")
            try await bench.deliver()
            try await bench.deliver()
            #expect(try await bench.state(message) == "accepted sent wamid.oi")
            #expect(bench.provider.sent == ["oi"])
        }
    }

    @Test("messages of one conversation leave in the order they were written, also when the first has to wait")
    func order() async throws {
        try await Self.withBench { bench in
            bench.provider.answer(.notSent(.init(code: "130429", title: "slow"), retryAfter: .zero))
            for words in ["um", "dois", "três"] { _ = try await bench.say(words) }
            for round in 1...4 { try await bench.deliver(later: Double(round) * 600) }
            #expect(bench.provider.sent == ["um", "um", "dois", "três"])
        }
    }

    @Test("the same client key is the same message: one row, one send")
    func twoTaps() async throws {
        try await Self.withBench { bench in
            _ = try await bench.say("oi", clientKey: "k")
            _ = try await bench.say("oi", clientKey: "k")
            try await bench.deliver()
            #expect(bench.provider.sent == ["oi"])
        }
    }

    @Test("after an ambiguous end the message is unknown and not sent again, until its status settles it")
    func ambiguous() async throws {
        try await Self.withBench { bench in
            bench.provider.answer(.unknown(.init(code: "timeout", title: "no answer")))
            let message = try await bench.say("oi")
            try await bench.deliver()
            try await bench.deliver()
            #expect(try await bench.state(message) == "unknown queued -")
            #expect(bench.provider.sent.count == 1)
            let outbox = try #require(bench.provider.calls.withLock { $0.first?.outboxID })
            try await bench.report("wamid.X", ["delivered"], outbox: outbox)
            #expect(try await bench.state(message) == "accepted delivered wamid.X")
        }
    }

    @Test("a message found half sent after a crash is unknown, never sent again by itself")
    func interrupted() async throws {
        try await Self.withBench { bench in
            let message = try await bench.say("oi")
            try await bench.fixture.database.tenant(.service(bench.tenant)) {
                _ = try await $0.execute("UPDATE outbox SET state = 'sending' WHERE tenant_id = \($0.tenant)")
            }
            try await bench.deliver()
            #expect(try await bench.state(message) == "unknown queued -")
            #expect(bench.provider.sent.isEmpty)
        }
    }

    @Test("an attempt that lost its lease does not put back what another one has settled")
    func overtaken() async throws {
        try await Self.withBench { bench in
            bench.provider.answer(.notTried(.init(code: "no_credentials", title: "not now")))
            bench.provider.meanwhile.withLock {
                $0 = {
                    await #expect(throws: Never.self) {
                        try await bench.fixture.database.tenant(.service(bench.tenant)) {
                            _ = try await $0.execute(
                                """
                                UPDATE jobs SET state = 'ready', lease_token = NULL, lease_until = NULL WHERE tenant_id = \($0.tenant)
                                """)
                        }
                        try await bench.deliver()
                    }
                }
            }
            let message = try await bench.say("oi")
            try await bench.deliver()
            #expect(try await bench.state(message) == "unknown queued -")
        }
    }

    @Test("a person may send an unconfirmed message again")
    func retry() async throws {
        try await Self.withBench { bench in
            bench.provider.answer(.unknown(.init(code: "timeout", title: "no answer")))
            let message = try await bench.say("oi")
            try await bench.deliver()
            let again = try await bench.fixture.database.tenant(.service(bench.tenant)) {
                try await Outbox.retry($0, message: message)
            }
            let twice = try await bench.fixture.database.tenant(.service(bench.tenant)) {
                try await Outbox.retry($0, message: message)
            }
            #expect(again && !twice)
            try await bench.deliver()
            #expect(try await bench.state(message) == "accepted sent wamid.oi")
        }
    }

    @Test("a clear refusal is final and says why")
    func refused() async throws {
        try await Self.withBench { bench in
            bench.provider.answer(.refused(.init(code: "131026", title: "Undeliverable")))
            let message = try await bench.say("oi")
            try await bench.deliver()
            try await bench.deliver()
            #expect(try await bench.state(message) == "failed failed -")
            #expect(bench.provider.sent.count == 1)
        }
    }

    @Test("a revoked token fails the message and marks the account")
    func revoked() async throws {
        try await Self.withBench { bench in
            bench.provider.answer(.unauthorized(.init(code: "190", title: "Token expired")))
            let message = try await bench.say("oi")
            try await bench.deliver()
            #expect(try await bench.state(message) == "failed failed -")
            let status: String = try await bench.fixture.database.tenant(.service(bench.tenant)) {
                try await $0.one("SELECT connection_status FROM channel_accounts WHERE tenant_id = \($0.tenant)")(
                    "connection_status")
            }
            #expect(status == "needs_reauth")
        }
    }

    @Test("outside the 24-hour window nothing is sent, and the reason is kept")
    func windowClosed() async throws {
        try await Self.withBench(lastCustomerWord: Date(timeIntervalSinceNow: -25 * 3_600)) { bench in
            let message = try await bench.say("oi")
            try await bench.deliver()
            #expect(try await bench.state(message) == "failed failed -")
            #expect(bench.provider.sent.isEmpty)
        }
    }

    static let permutations: [[String]] = {
        func permute(_ rest: [String]) -> [[String]] {
            rest.isEmpty ? [[]] : rest.flatMap { head in permute(rest.filter { $0 != head }).map { [head] + $0 } }
        }
        return permute(["sent", "delivered", "read", "failed"])
    }()

    @Test("statuses in any of their twenty-four orders, before or after the answer, end at read")
    func anyOrder() async throws {
        try await Self.withBench { bench in
            for (index, order) in Self.permutations.enumerated() {
                let message = try await bench.say("m\(index)")
                let before = index % 2 == 0
                if before { for status in order { try await bench.report("wamid.m\(index)", [status]) } }
                try await bench.deliver()
                if !before { for status in order { try await bench.report("wamid.m\(index)", [status]) } }
                #expect(try await bench.state(message) == "accepted read wamid.m\(index)", "\(order)")
            }
        }
    }

    @Test("a failure reported after sending is shown, and a later delivery takes it back")
    func failedThenDelivered() async throws {
        try await Self.withBench { bench in
            let message = try await bench.say("oi")
            try await bench.deliver()
            try await bench.report("wamid.oi", ["failed"])
            #expect(try await bench.state(message) == "accepted failed wamid.oi")
            try await bench.report("wamid.oi", ["sent"])
            #expect(try await bench.state(message) == "accepted failed wamid.oi")
            try await bench.report("wamid.oi", ["delivered"])
            #expect(try await bench.state(message) == "accepted delivered wamid.oi")
        }
    }
}
