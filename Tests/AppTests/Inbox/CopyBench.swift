import Domain
import Foundation
import Logging
import Postgres
import Synchronization
import TestSupport

@testable import App

/// An Instagram account whose provider shows everything the shop says again, when the test wants it to.
struct CopyBench: Sendable {
    enum Fate: CaseIterable, Sendable {
        case accepted
        /// It arrives, and the answer is lost.
        case lost
        /// The process dies in the middle of the call.
        case killed
        case refused
    }

    struct State: Sendable {
        var fates: [Fate] = []
        /// Bodies that the provider has made and nobody has got yet.
        var copies: [String] = []
        var calls = 0
    }

    let database: Database
    let tenant: TenantID
    let account: UUID
    let lanes: InboxLanes
    let registry: JobRegistry
    private let provider = Provider()
    var state: Box<State> { provider.state }
    /// Runs while a call is under way, after the provider has taken the message.
    var meanwhile: Box<@Sendable () async -> Void> { provider.meanwhile }

    final class Box<Value: Sendable>: Sendable {
        private let value: Mutex<Value>
        init(_ value: Value) { self.value = Mutex(value) }
        func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result { value.withLock { body(&$0) } }
    }

    private final class Provider: Sendable {
        let state = Box(State())
        let meanwhile = Box<@Sendable () async -> Void>({})

        func answer(_ envelope: OutboundEnvelope) async -> SendOutcome {
            let (fate, id) = state.withLock { state in
                state.calls += 1
                let fate = state.fates.isEmpty ? .accepted : state.fates.removeFirst()
                let id = "m_\(state.calls)"
                if fate != .refused {
                    state.copies.append(CopyBench.echo(id, envelope.content, to: envelope.recipient.value))
                }
                return (fate, id)
            }
            await meanwhile.withLock { $0 }()
            return switch fate {
            case .accepted, .killed: .accepted(externalID: id)
            case .lost: .unknown(.init(code: "timeout", title: "No answer"))
            case .refused: .refused(.init(code: "100", title: "No"))
            }
        }
    }

    static func echo(_ id: String, _ text: String, to customer: String) -> String {
        body(
            #""sender":{"id":"17840"},"recipient":{"id":"\#(customer)"}"#,
            #""mid":"\#(id)","is_echo":true,"text":"\#(text)""#)
    }

    static func body(_ people: String, _ message: String) -> String {
        let time = Int64(Date().timeIntervalSince1970 * 1_000)
        return
            #"{"object":"instagram","entry":[{"id":"17840","time":\#(time),"messaging":[{\#(people),"timestamp":\#(time),"message":{\#(message)}}]}]}"#
    }

    static func run(_ body: (CopyBench) async throws -> Void) async throws {
        try await withShops(1) { fixture in
            let account = try await fixture.channels.connect(
                NewChannel(
                    channelType: .instagram, provider: .meta, name: "Loja", address: "17840",
                    secrets: [.accessToken: "t", .appSecret: "s", .verifyToken: "v"]), as: fixture.owner(0))
            let tenant = fixture.shops[0].id
            try await fixture.database.tenant(fixture.owner(0)) {
                _ = try await $0.execute(
                    "UPDATE ai_support_config SET is_enabled = true WHERE tenant_id = \($0.tenant)")
            }
            try await body(CopyBench(fixture.database, tenant, account))
        }
    }

    init(_ database: Database, _ tenant: TenantID, _ account: UUID) {
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let realtime = Realtime(database: database, logger: logger)
        (self.database, self.tenant, self.account) = (database, tenant, account)
        lanes = InboxLanes(database: database, realtime: realtime, jobs: nil, logger: logger)
        var registry = JobRegistry()
        let sender: MessageSender = { [provider] in await provider.answer($0) }
        let worker = DeliverMessageWorker(
            database: database, senders: ["meta": sender], realtime: realtime, accountRefused: { _, _, _ in },
            random: { 0 }, logger: logger)
        registry.register(DeliverMessage.self) { try await worker.run($0, $1) }
        self.registry = registry
    }

    func typed(_ text: String, to customer: String) {
        let id = "typed_\(UUID())"
        state.withLock { $0.copies.append(Self.echo(id, text, to: customer)) }
    }

    /// The customer writes; gives the conversation.
    func hear(_ customer: String) async throws -> UUID {
        try await store(
            Self.body(
                #""sender":{"id":"\#(customer)"},"recipient":{"id":"17840"}"#, #""mid":"in_\#(customer)","text":"oi""#)
        )
        _ = try await lanes.drain(tenant)
        return try await database.tenant(.service(tenant)) {
            try await $0.one(
                "SELECT conversation_id FROM messages WHERE tenant_id = \($0.tenant) AND external_id = \("in_" + customer)"
            )(0)
        }
    }

    func store(_ body: String) async throws {
        try await database.tenant(.service(tenant)) {
            _ = try await $0.execute(
                """
                INSERT INTO webhook_events (tenant_id, account_id, provider, digest, body)
                VALUES (\($0.tenant), \(account), 'meta', sha256(\(Array(body.utf8))), \(Array(body.utf8)))
                """)
        }
    }

    /// One of the copies reaches us, if there is one.
    func receive(_ pick: (Int) -> Int) async throws {
        let copy = state.withLock { $0.copies.isEmpty ? nil : $0.copies.remove(at: pick($0.copies.count)) }
        if let copy { try await store(copy) }
        _ = try await lanes.drain(tenant)
    }

    func say(_ words: String, in conversation: UUID) async throws -> UUID {
        try await say(.text(words), in: conversation)
    }

    func say(_ content: OutboundContent, in conversation: UUID) async throws -> UUID {
        let message = OutgoingMessage(
            conversation: conversation, account: account, senderType: "bot", senderName: "", content: content.text,
            contentType: content.type, payload: content.payload?.text())
        try await database.tenant(.service(tenant)) { _ = try await $0.batch(Outbox.enqueue(message, tenant: tenant)) }
        return message.id
    }

    func deliver() async throws {
        try await Jobs.drain(database, registry, now: Date(timeIntervalSinceNow: 1))
    }

    /// All that a killed process leaves behind: `sending`, committed, and a message at the provider.
    func kill(_ message: UUID) async throws {
        let next = try await database.tenant(.service(tenant)) {
            try await Outbox.prepare(
                $0, message: message, now: Date(), completion: { "SELECT 1" }, permit: { _ in .call })
        }
        if case .send(let envelope, _, _) = next { _ = await provider.answer(envelope) }
    }

    func retry(_ message: UUID) async throws -> Bool {
        try await database.tenant(.service(tenant)) { try await Outbox.retry($0, message: message) }
    }

    struct Bubble: Equatable, CustomStringConvertible {
        let sender: String
        let text: String
        let outbox: String

        var description: String { "\(sender) \(text) \(outbox)" }
    }

    /// What the shop sees of its own words, and whose the conversation is.
    func outcome(_ conversation: UUID) async throws -> (bubbles: [Bubble], status: String, held: Int) {
        try await database.tenant(.service(tenant)) { tx in
            let rows = try await tx.query(
                """
                SELECT m.sender_type, m.content, coalesce(o.state, '-') AS state
                FROM messages m LEFT JOIN outbox o ON o.tenant_id = m.tenant_id AND o.message_id = m.id
                WHERE m.tenant_id = \(tx.tenant) AND m.conversation_id = \(conversation) AND m.direction = 'outbound'
                ORDER BY m.content, m.sender_type
                """)
            let bubbles = try rows.map {
                Bubble(sender: try $0("sender_type"), text: try $0("content"), outbox: try $0("state"))
            }
            let row = try await tx.one(
                """
                SELECT status, (SELECT count(*) FROM webhook_events WHERE tenant_id = \(tx.tenant) AND state IN ('held', 'pending', 'failed')) AS held
                FROM conversations WHERE tenant_id = \(tx.tenant) AND id = \(conversation)
                """)
            return (bubbles, try row("status"), try row("held"))
        }
    }
}
