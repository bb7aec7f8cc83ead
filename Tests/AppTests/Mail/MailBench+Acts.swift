import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOHTTP1
import Postgres
import Simulators
import Testing

@testable import App

extension MailBench {
    /// Reads what came, fetches what it names, reads that: until nothing is left to do.
    ///
    /// - Parameter rounds: one, where something is to be tried again later: on a slow machine that comes due before a second.
    func work(later: TimeInterval = 0, rounds: Int = 6) async throws {
        for _ in 0..<rounds {
            let read = try await lanes.drain(tenant)
            let jobs = try await Jobs.drain(database, registry, now: Date(timeIntervalSinceNow: later + 1))
            // What has failed waits for its time, however slowly this machine runs: the next round must not find that it has come.
            if read == 0, !jobs.contains(where: { $0.outcome == "completed" }) { return }
        }
    }

    /// Brings bytes to the door, as a mail server's pipe does.
    func post(
        _ body: [UInt8], to path: String = "/webhooks/mail/\(smtpHook)", type: String = "message/rfc822",
        headers: [(name: String, value: String)] = []
    ) async throws -> Int {
        var request = HTTPClientRequest(url: door + path)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: type)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        _ = try await response.body.collect(upTo: 1 << 16)
        return Int(response.status.code)
    }

    /// A raw mail comes in and is read.
    func receive(_ text: String) async throws {
        #expect(try await post(Array(text.replacing("\n", with: "\r\n").utf8)) == 200)
        try await work()
    }

    /// Somebody of the shop answers.
    func say(_ words: String, in conversation: UUID, by sender: String = "agent", account: UUID? = nil) async throws
        -> UUID
    {
        let message = OutgoingMessage(
            conversation: conversation, account: account ?? resendAccount, senderType: sender, senderName: "Bia",
            content: words)
        try await database.tenant(.service(tenant)) { _ = try await $0.batch(Outbox.enqueue(message, tenant: tenant)) }
        return message.id
    }

    struct Line: Sendable {
        var conversation: UUID
        var subject: String?
        var status: String
        var text: String
        var sender: String
        var payload: JSON?
        var part: Int
        var externalID: String?
        var direction: String
    }

    /// Every message of the shop, in the order of the conversations.
    func lines(_ shop: TenantID? = nil) async throws -> [Line] {
        try await database.tenant(.service(shop ?? tenant)) { tx in
            try await tx.query(
                """
                SELECT v.id, v.subject, v.status, m.content, m.sender_name, m.payload::text AS payload, m.part, m.external_id, m.direction
                FROM messages m JOIN conversations v ON v.tenant_id = m.tenant_id AND v.id = m.conversation_id
                WHERE m.tenant_id = \(tx.tenant) ORDER BY m.created_at, m.id
                """
            ).map { row in
                Line(
                    conversation: try row("id"), subject: try row("subject"), status: try row("status"),
                    text: try row("content"), sender: try row("sender_name"),
                    payload: (try row("payload") as String?).flatMap { try? JSON.parse($0) }, part: try row("part"),
                    externalID: try row("external_id"), direction: try row("direction"))
            }
        }
    }

    func count(_ table: String, _ condition: String = "true") async throws -> Int {
        try await database.tenant(.service(tenant)) {
            try await $0.one(
                "SELECT count(*) AS n FROM \(unsafeRaw: table) WHERE tenant_id = \($0.tenant) AND \(unsafeRaw: condition)"
            )("n")
        }
    }

    func standing(_ message: UUID) async throws -> MetaBench.Standing {
        try await database.tenant(.service(tenant)) { tx in
            let row = try await tx.one(
                """
                SELECT o.state, o.attempts, m.delivery_status, m.external_id, m.failure_code, m.failure_reason
                FROM outbox o JOIN messages m ON m.tenant_id = o.tenant_id AND m.id = o.message_id
                WHERE o.tenant_id = \(tx.tenant) AND o.message_id = \(message)
                """)
            return .init(
                outbox: try row("state"), delivery: try row("delivery_status"), externalID: try row("external_id"),
                code: try row("failure_code"), reason: try row("failure_reason"), attempts: try row("attempts"))
        }
    }

    var sent: [ResendState.Sent] { resend.world.read { Array($0.sent) } }
    var letters: [SMTPSink.Letter] { sink.world.read { Array($0.letters) } }

    func suppressed() async throws -> [String] {
        try await database.tenant(.service(tenant)) { tx in
            try await tx.query(Mail.suppressions(after: "", limit: 100, tx: tx)).map {
                "\(try $0("address_key") as String) \(try $0("reason") as String)"
            }
        }
    }
}
