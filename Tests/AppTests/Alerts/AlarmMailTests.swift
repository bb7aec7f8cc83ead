import Domain
import Foundation
import Postgres
import Providers
import Simulators
import TestSupport
import Testing
import Web

@testable import App

/// The owner is written to when a channel stops.
@Suite(.timeLimit(.minutes(5)))
struct AlarmMailTests {
    private struct Bench: Sendable {
        let mail: MailBench
        let registry: JobRegistry

        func work(later: TimeInterval = 1) async throws {
            for _ in 0..<3 {
                try await Jobs.drain(mail.database, registry, now: Date(timeIntervalSinceNow: later))
            }
        }

        func set(_ status: String, of account: UUID) async throws {
            try await mail.database.system("test") {
                _ = try await $0.execute(
                    "UPDATE channel_accounts SET connection_status = \(status) WHERE id = \(account)")
            }
        }

        /// Down, and long enough for it to be news.
        func breaks(_ account: UUID, after seconds: TimeInterval = 130) async throws {
            try await set("connected", of: account)
            try await set("disconnected", of: account)
            try await work(later: seconds)
        }
    }

    private static func run(_ body: @escaping @Sendable (Bench) async throws -> Void) async throws {
        try await MailBench.run { mail in
            let hasher = PasswordHasher(cost: .cheap)
            for (name, role) in [("dona", Role.owner), ("gerente", .admin)] {
                let user = try await Accounts.createUser(
                    NewUser(email: "\(name)@example.com", name: name, password: "uma senha comprida"), hasher: hasher,
                    in: mail.database)
                try await mail.database.system("test") {
                    try await Accounts.setRole(role, of: user, in: mail.tenant, transaction: $0)
                }
            }
            for account in [mail.resendAccount, mail.smtpAccount] {
                try await mail.database.system("test") {
                    _ = try await $0.execute(
                        "UPDATE channel_accounts SET connection_status = 'connected' WHERE id = \(account)")
                }
            }
            let http = ProviderHTTP(logger: MailSimulation.quiet)
            let key = try #require(VAPIDKey(privateKey: VAPIDKey().privateKey, subject: "mailto:ti@loja.com.br"))
            let tell = AlertWorker(
                database: mail.database, push: .init(http: http, key: key, origin: .trusted),
                logger: MailSimulation.quiet)
            let letters = AlarmMailWorker(
                database: mail.database, channels: mail.fixture.channels, http: http, site: "https://loja.example.com",
                authorities: mail.sink.rootPEM, logger: MailSimulation.quiet)
            var registry = JobRegistry()
            registry.register(TellPeople.self) { try await tell.run($0, $1) }
            registry.register(MailAlarm.self) { try await letters.run($0, $1) }
            try await body(Bench(mail: mail, registry: registry))
        }
    }

    @Test func `one letter an outage, to owners only, from a mailbox that works, with the way to mend it`() async throws
    {
        try await Self.run { bench in
            let broken = bench.mail.smtpAccount
            try await bench.breaks(broken)
            let sent = try #require(bench.mail.sent.last)
            #expect(bench.mail.sent.count == 1 && sent.to == ["dona@example.com"])
            #expect(sent.subject == "Canal fora do ar: Ajuda")
            #expect(sent.text.contains("https://loja.example.com/settings/channels/\(broken.lowercase)"))
            #expect(sent.header("Auto-Submitted") != nil)
            // What is said of the same outage again is no news.
            try await bench.set("qr_pending", of: broken)
            try await bench.set("disconnected", of: broken)
            try await bench.mail.database.system("test") {
                _ = try await $0.execute(
                    Jobs.enqueue(
                        TellPeople(kind: .channel, subject: broken), tenant: bench.mail.tenant, options: JobOptions()))
            }
            try await bench.work(later: 4_000)
            #expect(bench.mail.sent.count == 1)
            // The next outage is.
            try await bench.breaks(broken, after: 130)
            #expect(bench.mail.sent.count == 2)
        }
    }

    @Test func `a line that comes back within two minutes is told to nobody, nor is a shop whose only mailbox is down`()
        async throws
    {
        try await Self.run { bench in
            try await bench.breaks(bench.mail.smtpAccount, after: 60)
            try await bench.set("connected", of: bench.mail.smtpAccount)
            try await bench.work(later: 130)
            #expect(bench.mail.sent.isEmpty)
            try await bench.mail.database.system("test") {
                _ = try await $0.execute(
                    "UPDATE channel_accounts SET is_enabled = false WHERE id = \(bench.mail.resendAccount)")
            }
            try await bench.breaks(bench.mail.smtpAccount)
            #expect(bench.mail.sent.isEmpty && bench.mail.letters.isEmpty)
            #expect(try await bench.mail.count("alarm_mails") == 0)
        }
    }

    @Test func `a mail server that is away is tried again; an answer that was lost is not asked for twice`()
        async throws
    {
        try await Self.run { bench in
            bench.mail.sink.fail("CONNECT", .reply("421 4.3.2 Service not available"))
            try await bench.breaks(bench.mail.resendAccount)
            #expect(bench.mail.letters.isEmpty)
            try await bench.work(later: 4_000)
            #expect(bench.mail.letters.count == 1 && bench.mail.letters.last?.to == ["dona@example.com"])
            bench.mail.sink.fail(".", .acceptThenDrop)
            try await bench.breaks(bench.mail.resendAccount)
            for round in 1...3 { try await bench.work(later: Double(round) * 4_000) }
            #expect(bench.mail.letters.count == 2)
        }
    }
}
