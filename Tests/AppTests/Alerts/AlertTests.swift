import Domain
import Foundation
import Postgres
import Providers
import Simulators
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct AlertTests {
    @Test("a conversation that needs a person is told to the browsers of those who can answer, masked, once")
    func waiting() async throws {
        try await AlertBench.run { bench in
            try await bench.subscribe("joana", of: bench.shops.joana)
            try await bench.subscribe("pedro", of: bench.shops.pedro)  // may only look
            let id = try await bench.shops.conversation("Mariana Alves 11 98765-4321", status: .bot)
            try await bench.work()
            #expect(bench.shown.isEmpty)
            try await bench.change(id, "last_message_preview = 'meu CPF é 529.982.247-25', status = 'waiting_agent'")
            try await bench.work()
            let note = try #require(bench.shown.first)
            #expect(bench.shown.map(\.browser) == ["joana"])
            #expect(note.urgency == "high" && note.timeToLive == 3_600 && note.topic?.utf8.count == 22)
            let json = try JSON.parse(Array(note.text.utf8))
            #expect(json["title"]?.string == "Cliente esperando atendimento")
            #expect(json["body"]?.string?.hasPrefix("Mariana: meu CPF é ***") == true)
            #expect(!note.text.contains("98765") && !note.text.contains("529.982") && !note.text.contains("Alves"))
            #expect(json["url"]?.string == "/support/\(id.lowercase)")
            try await bench.work(later: 600)
            #expect(bench.shown.count == 1)
        }
    }

    @Test("nobody is told of what is over, nor another shop of it at all")
    func over() async throws {
        try await AlertBench.run { bench in
            try await bench.subscribe("joana", of: bench.shops.joana)
            let id = try await bench.shops.conversation(status: .bot)
            try await bench.change(id, "status = 'waiting_agent'")
            try await bench.change(id, "status = 'bot'")
            _ = try await bench.shops.conversation("Outra", status: .waitingAgent, in: bench.shops.other)
            try await bench.work()
            #expect(bench.shown.isEmpty)
        }
    }

    @Test(
        "a draft of the assistant is told to those who can decide, once; one that was left behind or decided to nobody")
    func draft() async throws {
        try await AlertBench.run { bench in
            try await bench.subscribe("joana", of: bench.shops.joana)
            try await bench.subscribe("pedro", of: bench.shops.pedro)  // may only look
            let id = try await bench.shops.conversation("Mariana Alves 11 98765-4321", status: .bot)
            try await bench.change(id, "last_message_preview = 'meu CPF é 529.982.247-25'")
            _ = try await bench.shops.draft("São 2 dias.", in: id)
            try await bench.work()
            let note = try #require(bench.shown.first)
            #expect(bench.shown.map(\.browser) == ["joana"])
            let json = try JSON.parse(Array(note.text.utf8))
            #expect(json["title"]?.string == "Rascunho da IA espera sua decisão")
            #expect(json["body"]?.string?.hasPrefix("Mariana: meu CPF é ***") == true)
            #expect(json["url"]?.string == "/support/\(id.lowercase)")
            // Another change of the conversation is no new draft.
            try await bench.change(id, "unread_count = 3")
            try await bench.work(later: 600)
            #expect(bench.shown.count == 1)
            // The customer writes on before anybody is told: that draft is left behind, its successor is told.
            try await bench.shops.decideDrafts(of: id, "replaced")
            _ = try await bench.shops.draft("São 3 dias.", in: id)
            try await bench.change(id, "revision = revision + 1")
            try await bench.work(later: 1_200)
            #expect(bench.shown.count == 1)
            try await bench.shops.decideDrafts(of: id, "replaced")
            _ = try await bench.shops.draft("São 3 dias ou 4.", in: id)
            try await bench.work(later: 1_200)
            #expect(bench.shown.count == 2 && Set(bench.shown.map(\.topic)).count == 1)
            // Decided before the browser is told.
            try await bench.shops.decideDrafts(of: id, "replaced")
            _ = try await bench.shops.draft("São 5 dias.", in: id)
            try await bench.shops.decideDrafts(of: id, "accepted")
            try await bench.work(later: 1_800)
            #expect(bench.shown.count == 2)
        }
    }

    @Test("given to me by somebody else I am told; what I take myself I know")
    func assigned() async throws {
        try await AlertBench.run { bench in
            try await bench.subscribe("joana", of: bench.shops.joana)
            let given = try await bench.shops.conversation(status: .open)
            try await bench.change(given, "assigned_to = \(bench.shops.joana)")
            try await bench.work()
            #expect(bench.shown.map { $0.text.contains("atribuída a você") } == [true])
            let taken = try await bench.shops.conversation("Rui", status: .waitingCustomer)
            try await bench.shops.desk.assignToMe(taken, by: bench.shops.actor)
            try await bench.work()
            #expect(bench.shown.count == 1)
        }
    }

    @Test("a channel that stays down for two minutes is told to owners; one that comes back is no news")
    func channel() async throws {
        try await AlertBench.run { bench in
            try await bench.channel("connection_status = 'connected'")
            let (shop, joana) = (bench.shops.shop, bench.shops.joana)
            try await bench.subscribe("joana", of: joana)
            try await bench.channel("connection_status = 'disconnected'")
            try await bench.work(later: 130)
            #expect(bench.shown.isEmpty, "an agent cannot mend it")
            try await bench.shops.database.system("test") {
                try await Accounts.setRole(.owner, of: joana, in: shop, transaction: $0)
            }
            for _ in 0..<5 {
                try await bench.channel("connection_status = 'connected'")
                try await bench.channel("connection_status = 'disconnected'")
            }
            try await bench.channel("connection_status = 'connected'")
            try await bench.work(later: 300)
            #expect(bench.shown.isEmpty)
            try await bench.channel("connection_status = 'disconnected', last_error = 'x'")
            try await bench.work(later: 60)
            #expect(bench.shown.isEmpty)
            try await bench.work(later: 130)
            #expect(bench.shown.count == 1 && bench.shown[0].text.contains("/settings/channels/"))
            #expect(bench.shown.first?.timeToLive == 86_400)
        }
    }

    @Test(
        "a browser that has gone is forgotten; a push service that is away is tried again; a refused key forgets nobody"
    )
    func trouble() async throws {
        try await AlertBench.run { bench in
            try await bench.subscribe("gone", of: bench.shops.joana)
            try await bench.subscribe("here", of: bench.shops.joana)
            bench.service.unsubscribe("gone")
            let id = try await bench.shops.conversation(status: .bot)
            try await bench.change(id, "status = 'waiting_agent'")
            try await bench.work()
            #expect(bench.shown.map(\.browser) == ["here"])
            #expect(try await bench.devices() == 1)

            bench.service.world.change { $0.answers = [(503, nil), (429, 30), (403, nil)] }
            try await bench.change(id, "status = 'open'")
            try await bench.change(id, "status = 'waiting_agent'")
            let first = try await bench.work(later: 2)
            #expect(first.last?.outcome == "failed" && bench.shown.count == 1)
            for round in 1...6 { try await bench.work(later: Double(round) * 400) }
            #expect(try await bench.devices() == 1)
            #expect(bench.service.world.read { $0.answers.isEmpty })
        }
    }

    @Test("a shop nobody wants to be told of gets no jobs")
    func silence() async throws {
        try await AlertBench.run { bench in
            let id = try await bench.shops.conversation(status: .bot)
            try await bench.change(id, "status = 'waiting_agent'")
            #expect(try await bench.shops.count("SELECT count(*) FROM jobs WHERE name LIKE 'alerts.%'") == 0)
        }
    }

    @Test("the key is the installation's own: the same in every process, another for another master key")
    func key() throws {
        let (one, again) = (try ShopFixture.vault(), try ShopFixture.vault())
        let other = try Vault(master: .given([UInt8](repeating: 4, count: 32)))
        #expect(AlertBench.bytes(one.key(for: "web push 0")) == AlertBench.bytes(again.key(for: "web push 0")))
        #expect(AlertBench.bytes(one.key(for: "web push 0")) != AlertBench.bytes(other.key(for: "web push 0")))
        #expect(AlertBench.bytes(one.key(for: "web push 0")) != AlertBench.bytes(one.key(for: "web push 1")))
        let zero = [UInt8](repeating: 0, count: 32)
        #expect(VAPIDKey(secrets: [zero], subject: "mailto:a@b.co") == nil)
        #expect(VAPIDKey(secrets: [zero, AlertBench.bytes(one.key(for: "x"))], subject: "mailto:a@b.co") != nil)
    }
}
