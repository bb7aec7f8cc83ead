import Domain
import Foundation
import Postgres
import Simulators
import TestSupport
import Testing
import Web

@testable import App

/// The service window from Meta's bytes to Meta's door, with the time in the test's hand.
@Suite(.timeLimit(.minutes(5)))
struct WindowTests {
    private static let wrote = Date(timeIntervalSince1970: 1_790_000_000)
    private static let day: TimeInterval = 86_400

    private func agent(_ bench: MetaBench, isPerson: Bool = true) -> ConversationDesk.Actor {
        .init(scope: TenantScope(tenant: bench.tenant, role: .agent), name: "Bia", isPerson: isPerson)
    }

    @Test(
        "WhatsApp takes words until a minute before the day is over: the minute they may travel",
        arguments: [
            (0.0, true), (day - 61, true), (day - 60, false), (day - 1, false), (day, false), (day + 1, false),
            (8 * day, false),
        ])
    func edge(after seconds: TimeInterval, leaves: Bool) async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear(at: Self.wrote)
            let message = try await bench.say("Olá", in: conversation)
            bench.clock.set(Self.wrote.addingTimeInterval(seconds))
            try await bench.deliver()
            #expect(bench.sent.map(\.text) == (leaves ? ["Olá"] : []))
            let standing = try await bench.standing(message)
            #expect(standing.delivery == (leaves ? "sent" : "failed"))
            #expect(standing.code == (leaves ? nil : "window_closed"))
            #expect(standing.reason?.contains("só um modelo aprovado pode ser enviado") == (leaves ? nil : true))

            if leaves {
                _ = try await bench.desk.reply(conversation, text: "Oi", key: "k", by: agent(bench))
            } else {
                await #expect(throws: Problem.windowClosed) {
                    try await bench.desk.reply(conversation, text: "Oi", key: "k", by: agent(bench))
                }
                await #expect(throws: Problem.windowClosed) {
                    try await bench.desk.retry(message, in: conversation, by: agent(bench))
                }
            }
        }
    }

    @Test("a message queued inside the window and due outside it fails with its reason and is never sent")
    func dueTooLate() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear(at: Self.wrote)
            bench.clock.set(Self.wrote.addingTimeInterval(Self.day - 3_600))
            bench.meta.fail(.send, .error(code: 131_016, status: 503))
            let message = try await bench.say("Olá", in: conversation)
            try await bench.deliver()
            #expect(try await bench.standing(message).outbox == "pending")
            bench.clock.set(Self.wrote.addingTimeInterval(Self.day))
            try await bench.deliver(later: 600)
            let standing = try await bench.standing(message)
            #expect(standing.outbox == "failed" && standing.code == "window_closed" && standing.attempts == 1)
            #expect(bench.sent.isEmpty)

            // The customer writes again: the way on is open, for a person to take.
            let again = bench.clock.date.addingTimeInterval(60)
            bench.clock.set(again)
            #expect(try await bench.hear("cadê?", at: again) == conversation)
            try await bench.desk.retry(message, in: conversation, by: agent(bench))
            try await bench.deliver(later: 700)
            #expect(bench.sent.map(\.text) == ["Olá"])
        }
    }

    @Test("what Meta knows better (131047) reads the same as what we knew")
    func metaKnowsBetter() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            bench.meta.fail(.send, .error(code: 131_047))
            let late = try await bench.say("um", in: conversation)
            try await bench.deliver()
            bench.clock.advance(.seconds(86_400))
            let known = try await bench.say("dois", in: conversation)
            try await bench.deliver()
            #expect(try await bench.standing(late).code == "131047")
            #expect(try await bench.standing(late).reason == bench.standing(known).reason)
        }
    }

    @Test("the window is the customer's, not the conversation's: a new conversation does not close it")
    func otherConversation() async throws {
        try await MetaBench.run { bench in
            let first = try await bench.hear(at: Self.wrote)
            bench.clock.set(Self.wrote.addingTimeInterval(3_600))
            try await bench.desk.close(first, by: agent(bench))
            let second: UUID = try await bench.database.system("test") {
                try await $0.one(
                    """
                    INSERT INTO conversations (tenant_id, account_id, customer_id, channel_type, status)
                    SELECT tenant_id, account_id, customer_id, channel_type, 'open' FROM conversations WHERE id = \(first) RETURNING id
                    """)("id")
            }
            _ = try await bench.desk.reply(second, text: "Mais uma coisa", key: "k", by: agent(bench))
            try await bench.deliver()
            #expect(bench.sent.map(\.text) == ["Mais uma coisa"])
        }
    }

    @Test(
        "after a day Messenger and Instagram take a person's answer, marked as one, for a week, and a program's not at all",
        arguments: [GraphState.Page.Kind.messenger, .instagram])
    func people(kind: GraphState.Page.Kind) async throws {
        try await MetaBench.run { bench in
            var page = GraphState.Page(
                id: "700100", kind: kind, accessToken: "EAApage-token-1234567890", appSecret: "page-secret",
                appID: "424242")
            // Its clock is the real one.
            page.enforcesWindow = false
            bench.meta.change { [page] in
                $0.pages[page.id] = page
                $0.plan.steps = []
            }
            let account = try await bench.fixture.channels.connect(
                NewChannel(
                    channelType: kind == .messenger ? .messenger : .instagram, provider: .meta, name: "Página",
                    address: page.id, baseURL: bench.simulation.baseURL,
                    secrets: [.accessToken: page.accessToken, .appSecret: page.appSecret, .verifyToken: "v"]),
                as: bench.fixture.owner(0))
            try await bench.meta.receive(
                .text("oi"), from: PageCustomer(id: "55001", name: "Ana"), onPage: page.id, at: Self.wrote)
            _ = try await bench.lanes.drain(bench.tenant)
            let conversation: UUID = try await bench.database.tenant(.service(bench.tenant)) {
                try await $0.one(
                    "SELECT id FROM conversations WHERE tenant_id = \($0.tenant) AND account_id = \(account)")(
                        "id")
            }
            @Sendable func tag() -> String? {
                bench.meta.read { $0.calls.filter { $0.operation == .send }.suffix(1).first?.body["tag"]?.string }
            }

            bench.clock.set(Self.wrote.addingTimeInterval(Self.day - 61))
            let program = agent(bench, isPerson: false)
            _ = try await bench.desk.reply(conversation, text: "um", key: "1", by: program)
            try await bench.deliver()
            #expect(bench.meta.read { $0.pageMessages.count { $0.isFromShop } } == 1 && tag() == nil)

            bench.clock.set(Self.wrote.addingTimeInterval(Self.day))
            await #expect(throws: Problem.peopleOnly) {
                try await bench.desk.reply(conversation, text: "dois", key: "2", by: program)
            }
            // Queued by a machine in time, due too late: not even then.
            let machine = OutgoingMessage(
                conversation: conversation, account: account, senderType: "bot", senderName: "IA", content: "robô")
            try await bench.database.tenant(.service(bench.tenant)) {
                _ = try await $0.batch(Outbox.enqueue(machine, tenant: bench.tenant))
            }
            _ = try await bench.desk.reply(conversation, text: "três", key: "3", by: agent(bench))
            try await bench.deliver()
            #expect(try await bench.standing(machine.id).code == "people_only")
            #expect(bench.meta.read { $0.pageMessages.count { $0.isFromShop } } == 2 && tag() == "HUMAN_AGENT")

            bench.clock.set(Self.wrote.addingTimeInterval(7 * Self.day))
            await #expect(throws: Problem.responseTimeOver) {
                try await bench.desk.reply(conversation, text: "quatro", key: "4", by: agent(bench))
            }
        }
    }
}
