import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Postgres
import Providers
import Simulators
import Synchronization
import TestSupport
import Testing
import Web

@testable import App

/// Help with writing as it comes, and what is never shown before its end.
@Suite(.timeLimit(.minutes(5)))
struct CopilotStreamTests {
    private let question = "Qual o prazo de entrega para São Paulo?"

    private final class Told: Sendable {
        private let state = Mutex([TurnProgress]())
        var all: [TurnProgress] { state.withLock { $0 } }
        func note(_ progress: TurnProgress) { state.withLock { $0.append(progress) } }
        var words: [String] {
            all.compactMap { if case .words(let words) = $0 { words } else { nil } }
        }
    }

    private func withModel(_ body: (AssistantFixture, OpenAISimulator, Copilot) async throws -> Void) async throws {
        try await OpenAISimulator.serving { simulator, url in
            let model = OpenAI(
                .init(baseURL: url, apiKey: OpenAISimulator.key), http: ProviderHTTP(logger: Logger(label: "test")),
                memory: OpenAIMemory())
            try await withAssistant { try await body($0, simulator, $0.copilot(model)) }
        }
    }

    private func begin(_ copilot: Copilot, _ order: Copilot.Order, _ fixture: AssistantFixture) async throws -> Turn {
        try #require(try await copilot.begin(order, in: fixture.conversation, of: fixture.shop))
    }

    @Test func `a suggestion tells where it is, not a word before its checks, and asks for no stream`() async throws {
        try await withModel { fixture, simulator, copilot in
            try await fixture.customerWrites(question)
            let order = Copilot.Order(task: .suggest)
            let told = Told()
            let help = try await copilot.help(order, try await begin(copilot, order, fixture)) { told.note($0) }
            #expect(told.all == [.stage(.searching), .stage(.writing), .stage(.checking)])
            #expect(help.text.contains("1 a 2 dias úteis"))
            let lie =
                #"{"kind":"answer","intent":"question","sentiment":"neutral","urgency":"low","requires_action":false,"topic":null,"answer":"Cancelei seu pedido.","quotes":[]}"#
            simulator.next(.content(lie), .content(lie))
            let again = Told()
            let turn = try await begin(copilot, order, fixture)
            await #expect(throws: Problem.unprocessable("no_answer_found")) {
                try await copilot.help(order, turn) { again.note($0) }
            }
            #expect(
                again.all == [.searching, .writing, .checking, .writing, .checking].map { .stage($0) })
            #expect(simulator.requests.allSatisfy { $0.body["stream"] == nil })
        }
    }

    @Test func `words of a rewriting come in pieces, with the personal data put back though its token is torn`()
        async throws
    {
        try await withModel { fixture, simulator, copilot in
            simulator.next(.content("Prezado, o CPF [CPF_1] e o [outro] estão confirmados [CPF_1]."))
            let order = Copilot.Order(task: .rewrite, text: "cpf 529.982.247-25 confirmado", manner: "formal")
            let told = Told()
            let help = try await copilot.help(order, try await begin(copilot, order, fixture)) { told.note($0) }
            #expect(
                help.text == "Prezado, o CPF 529.982.247-25 e o [outro] estão confirmados 529.982.247-25.")
            #expect(told.all.first == .stage(.writing) && told.words.count > 5)
            #expect(told.words.joined() == help.text && !told.words.contains { $0.contains("CPF_") })
        }
    }

    @Test(
        "however the words are cut, they are put back as in one piece", arguments: [1, 2, 3, 4])
    func torn(seed: UInt64) {
        var names = Pseudonyms()
        _ = names.hide("cpf 529.982.247-25, email ana@example.com, tel (11) 98765-4321")
        let parts = ["[CPF_1]", "[", "]", "[CPF_", "[E", " oi ", "[EMAIL_1]", "[CPF_9]", "é", "[[CPF_1]]", "1]", "\n"]
        var random = SeededRandom(seed: seed)
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in parts.randomElement(using: &random) ?? ""
            }
            .joined()
            var words = RevealedWords(names)
            var shown = ""
            var rest = Array(text)[...]
            while !rest.isEmpty {
                let size = Int.random(in: 1...4, using: &random)
                shown += words.pass(String(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            #expect(shown + words.finish() == names.reveal(text))
        }
    }

    @Test func `a model that breaks off in the middle: what was shown begins anew with the next one`() async throws {
        try await withModel { fixture, simulator, copilot in
            simulator.next(.stream(.cut, after: 3), .content("Tudo certo."))
            let order = Copilot.Order(task: .rewrite, text: "ok", manner: "formal")
            let told = Told()
            let help = try await copilot.help(order, try await begin(copilot, order, fixture)) { told.note($0) }
            #expect(help.text == "Tudo certo." && told.all.contains(.restart))
            let report = try await fixture.database.tenant(fixture.scope) { try await Usage.report($0) }
            #expect(report.slices.reduce(0) { $0 + $1.calls } == 2)
        }
    }

    @Test func `over HTTP: events for who asks for them, by page and by API; refusals before the stream are answers`()
        async throws
    {
        try await OpenAISimulator.serving { simulator, url in
            try await withWholeSite(model: url) { site, _ in
                try await site.application().test(.router) { client in
                    let talk = site.mine.conversation.lowercase
                    simulator.next(.content("Olá!"))
                    let page = try await site.ask(
                        client, .post, "/support/\(talk)/copilot",
                        form: [("task", "rewrite"), ("manner", "formal"), ("content", "oi")], accept: Self.events)
                    #expect(page.headers[.contentType]?.hasPrefix("text/event-stream") == true)
                    let told = String(buffer: page.body)
                    #expect(told.contains("event: stage\ndata: {\"stage\":\"writing\",\"label\":\"Escrevendo…\"}"))
                    #expect(told.contains("event: words\ndata: {\"text\":\"Olá!\"}"))
                    #expect(told.contains("event: done\ndata: {") && told.contains("\"text\":\"Olá!\""))
                    simulator.next(.content("Resumo."))
                    let api = try await site.ask(
                        client, .post, "/api/conversations/\(talk)/copilot", json: #"{"task":"summarise"}"#,
                        accept: Self.events)
                    #expect(String(buffer: api.body).contains("\"text\":\"Resumo.\""))
                    let empty = try await site.ask(
                        client, .post, "/support/\(talk)/copilot", form: [("task", "rewrite"), ("content", " ")],
                        accept: Self.events)
                    #expect(empty.status == .unprocessableContent)
                    let foreign = try await site.ask(
                        client, .post, "/api/conversations/\(site.theirs.conversation.lowercase)/copilot",
                        json: #"{"task":"summarise"}"#, accept: Self.events)
                    #expect(foreign.status == .notFound)
                    let failed = OpenAISimulator.Fault.error(status: 401, code: "invalid_api_key")
                    simulator.next(failed)
                    let refused = try await site.ask(
                        client, .post, "/support/\(talk)/copilot",
                        form: [("task", "rewrite"), ("manner", "formal"), ("content", "oi")], accept: Self.events)
                    #expect(refused.status == .ok)
                    let words = String(buffer: refused.body)
                    #expect(words.contains("event: error\ndata: {\"error\":\"copilot_needs_model\""))
                }
            }
        }
    }

    @Test func `who hangs up in the middle ends the call; what it may have cost counts, and nothing stays set aside`()
        async throws
    {
        try await OpenAISimulator.serving { simulator, url in
            try await withWholeSite(model: url) { site, _ in
                try await site.application().test(.live) { client in
                    let port = try #require(client.port)
                    simulator.next(.stream(.stall, after: 3))
                    let talk = site.mine.conversation.lowercase
                    let first = try await {
                        let reader = try await EventReader(
                            url: "http://localhost:\(port)/api/conversations/\(talk)/copilot",
                            headers: [
                                ("authorization", "Bearer \(site.token)"), ("content-type", "application/json"),
                                ("accept", Self.events),
                            ], posting: #"{"task":"rewrite","text":"oi, tudo bem por aí?","manner":"formal"}"#)
                        var events = reader.makeAsyncIterator()
                        while let event = try await events.next(), event.name != "words" {}
                        return reader.status  // the reader is dropped here: its connection closes
                    }()
                    #expect(first == 200)
                    #expect(await simulator.wait(forAbandoned: 1))
                }
                // The server has ended: whatever it had to put in order is done.
                let (held, spent) = try await site.shops.database.system("test") { system -> (Int64, Int64) in
                    let row = try await system.one(
                        """
                        SELECT (SELECT count(*) FROM ai_reservations)::bigint AS held,
                          (SELECT coalesce(sum(micro_usd), 0)::bigint FROM ai_usage_daily WHERE purpose = 'copilot') AS spent
                        """)
                    return (try row("held"), try row("spent"))
                }
                #expect(held == 0 && spent > 0)
            }
        }
    }

    private static let events = "text/event-stream"
}
