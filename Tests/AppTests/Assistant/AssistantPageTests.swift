import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Postgres
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct AssistantPageTests {
    /// As the page's own form sends it.
    private func form(_ page: String) -> [(String, String)] {
        var fields: [(String, String)] = []
        for match in page.matches(of: #/<input[^>]*name="(\w+)" value="([^"]*)"( checked)?/#) {
            let isCheck = match.0.contains("type=\"checkbox\"")
            if !isCheck || match.3 != nil { fields.append((String(match.1), String(match.2))) }
        }
        for match in page.matches(of: #/<textarea[^>]*name="(\w+)"[^>]*>([^<]*)</textarea>/#) {
            fields.append((String(match.1), String(match.2)))
        }
        for match in page.matches(of: #/<select[^>]*name="(\w+)"[^>]*>.*?<option value="([^"]*)" selected>/#) {
            fields.append((String(match.1), String(match.2)))
        }
        return fields
    }

    private func with(_ fields: [(String, String)], _ changes: [String: String?]) -> [(String, String)] {
        fields.filter { changes[$0.0] == nil } + changes.compactMap { name, value in value.map { (name, $0) } }
    }

    private func config(_ site: WholeSite) async throws -> AssistantConfigs {
        try await site.shops.database.tenant(.service(site.mine.tenant)) { try await Assistant.configs($0) }
    }

    @Test func `what the page shows and sends back changes nothing; what is changed is kept, with who did it`()
        async throws
    {
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                let page = String(buffer: try await site.ask(client, .get, "/settings/assistant").body)
                let fields = form(page)
                let before = try await config(site)
                #expect(try await site.ask(client, .post, "/settings/assistant", form: fields).status == .seeOther)
                #expect(try await config(site).general == before.general)
                let changed = with(
                    fields,
                    [
                        "personality_tone": "formal", "ai_model": "openai/gpt-4o", "use_emojis": "on",
                        "is_enabled": nil,
                        "handoff_keywords": "gerente\n\nprocon\nGerente", "rag_similarity_threshold": "0,45",
                        "hours_monday": "08:00-12:00, 13:00 - 18:00", "hours_holidays": "2026-12-25",
                    ])
                #expect(try await site.ask(client, .post, "/settings/assistant", form: changed).status == .seeOther)
                let after = try await config(site).general
                #expect(
                    after.personalityTone == "formal" && after.model == "gpt-4o" && after.usesEmojis && !after.isEnabled
                )
                #expect(after.handoffKeywords == ["gerente", "procon"] && after.threshold == 0.45)
                #expect(after.operatingHours?["monday"]?[1]?[0]?.string == "13:00")
                let again = String(buffer: try await site.ask(client, .get, "/settings/assistant?done=saved").body)
                #expect(again.contains("08:00-12:00, 13:00-18:00") && again.contains("value=\"0,45\""))
                let log = try JSON.parse(
                    Array(try await site.ask(client, .get, "/api/assistant/changes").body.readableBytesView))
                let entry = log["items"]?[0]
                #expect(entry?["author"]?.string == "Joana")
                #expect(entry?["changes"]?["personality_tone"]?["before"]?.string == "friendly")
                #expect(entry?["changes"]?["personality_tone"]?["after"]?.string == "formal")
                #expect(log["items"]?.array?.count == 1)
            }
        }
    }

    @Test func `what the rules refuse is shown beside its field, in words, and nothing is kept`() async throws {
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                let fields = form(String(buffer: try await site.ask(client, .get, "/settings/assistant").body))
                let before = try await config(site).general
                let wrong = with(
                    fields,
                    [
                        "rag_top_k": "muitos", "hours_friday": "das 8 às 18", "personality_name": "Bia <3",
                        "use_emojis": "on",
                    ])
                let refused = try await site.ask(client, .post, "/settings/assistant", form: wrong)
                let text = String(buffer: refused.body)
                #expect(refused.status == .unprocessableContent)
                #expect(text.contains("Um número de 1 a 20.") && text.contains("Escreva intervalos como"))
                #expect(text.contains("das 8 às 18") && text.contains("Bia &lt;3"), "nothing that was typed is lost")
                #expect(try await config(site).general == before)
            }
        }
    }

    @Test func `a channel has its own, and gives it back`() async throws {
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                let fields: [(String, String)] = [
                    ("channel", "email"), ("is_enabled", "on"), ("custom_instructions", "Assine."),
                    ("use_emojis", "no"),
                    ("max_response_length", "900"), ("debounce_seconds", "0"), ("debounce_max_seconds", ""),
                    ("forbidden_topics", "atacado"), ("act", "save"),
                ]
                #expect(try await site.ask(client, .post, "/settings/assistant", form: fields).status == .seeOther)
                let own = try await config(site).channel("email")
                #expect(own.customInstructions == "Assine." && own.usesEmojis == false && own.maxResponseLength == 900)
                #expect(own.debounceSeconds == 0 && own.debounceMaxSeconds == nil && own.isEnabled)
                let page = String(buffer: try await site.ask(client, .get, "/settings/assistant?channel=email").body)
                #expect(page.contains("Assine.") && page.contains("value=\"900\""))
                let cleared = [("channel", "email"), ("is_enabled", "on"), ("act", "save")]
                #expect(try await site.ask(client, .post, "/settings/assistant", form: cleared).status == .seeOther)
                #expect(try await config(site).channel("email") == AssistantChannelConfig())
            }
        }
    }

    /// Everything the shop has, but for when people and programs were last seen.
    private func kept(_ test: TestDatabase, _ site: WholeSite) async throws -> [String] {
        try await RouteIsolationTests.contents(test, of: site.mine.tenant)
            .filter { !$0.hasPrefix("sessions ") && !$0.hasPrefix("api_tokens ") }
    }

    @Test func `a question is tried with what is not saved, and leaves nothing behind`() async throws {
        try await withWholeSite { site, test in
            try await site.application().test(.router) { client in
                let fields = form(String(buffer: try await site.ask(client, .get, "/settings/assistant").body))
                let before = try await kept(test, site)
                let tried = with(
                    fields,
                    [
                        "custom_knowledge": "# Estacionamento\n\nO estacionamento da loja custa R$ 8,00 por hora.",
                        "rag_similarity_threshold": "0,2", "question": "Quanto custa o estacionamento?", "act": "test",
                    ])
                let page = try await site.ask(client, .post, "/settings/assistant", form: tried)
                let text = String(buffer: page.body)
                #expect(page.status == .ok)
                #expect(text.contains("A IA responderia") && text.contains("R$ 8,00 por hora"))
                #expect(text.contains("gate-good") && text.contains("US$\u{a0}0,00"))
                let part = try await site.ask(
                    client, .post, "/settings/assistant",
                    form: with(tried, ["part": "result", "question": "cancela meu pedido"]))
                let result = String(buffer: part.body)
                #expect(result.contains("Iria para uma pessoa") && !result.contains("<html"))
                let events = try await site.ask(
                    client, .post, "/settings/assistant", form: with(tried, ["part": "result"]),
                    accept: "text/event-stream")
                let told = String(buffer: events.body)
                #expect(told.contains("event: stage\ndata: {\"stage\":\"searching\",\"label\":\"Procurando"))
                #expect(told.contains("event: done\ndata: {\"html\":\"") && told.contains("R$ 8,00 por hora"))
                #expect(try await kept(test, site) == before)
                let empty = try await site.ask(
                    client, .post, "/settings/assistant", form: with(tried, ["question": " ", "part": "result"]))
                #expect(empty.status == .unprocessableContent)
            }
        }
    }

    @Test func `by API: part of the settings, faults by field, and a trial`() async throws {
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                let changed = try await site.ask(
                    client, .patch, "/api/assistant/config",
                    json: #"{"rag_top_k":3,"ai_model":"google/gemini-2.5-flash"}"#)
                #expect(changed.status == .ok)
                let general = try await config(site).general
                #expect(general.topK == 3 && general.model == "gpt-5-mini" && general.maxResponseLength == 500)
                let own = try await site.ask(
                    client, .patch, "/api/assistant/config?channel=chat", json: #"{"max_response_length":200}"#)
                #expect(own.status == .ok)
                #expect(try await config(site).channel("chat").maxResponseLength == 200)
                let refused = try await site.ask(
                    client, .patch, "/api/assistant/config", json: #"{"rag_top_k":99,"use_emojis":"sim","tone":"x"}"#)
                #expect(refused.status == .unprocessableContent)
                let faults = try JSON.parse(Array(refused.body.readableBytesView))["errors"]
                #expect(
                    Set((faults?.array ?? []).compactMap { $0["place"]?.string }) == [
                        "rag_top_k", "use_emojis", "tone",
                    ])
                #expect(try await config(site).general.topK == 3)
                #expect(
                    try await site.ask(client, .patch, "/api/assistant/config?channel=fax").status
                        == .unprocessableContent)
                let trial = try await site.ask(
                    client, .post, "/api/assistant/test",
                    json:
                        #"{"question":"Onde estaciono?","config":{"custom_knowledge":"Onde estaciono? No número 12.","rag_similarity_threshold":0.1}}"#
                )
                let json = try JSON.parse(Array(trial.body.readableBytesView))
                #expect(json["outcome"]?.string == "answer" && json["answer"]?.string?.contains("número 12") == true)
                #expect(json["gates"]?.array?.last?["verdict"]?.string == "answer")
                #expect(json["evidence"]?[0]?["score"]?.double != nil)
                #expect(try await config(site).general.customKnowledge.isEmpty)
            }
        }
    }
}
