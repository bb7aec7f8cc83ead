import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Postgres
import Simulators
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(5))) struct AlertPageTests {
    @Test("a browser is added, listed and removed; nonsense is refused in words")
    func devices() async throws {
        try await withWholeSite { site, _ in
            let key = VAPIDSample.p256dh
            try await site.application().test(.router) { client in
                let bad = try await site.ask(
                    client, .post, "/settings/notifications",
                    form: [("endpoint", "https://push.example/x"), ("p256dh", "x"), ("auth", "y")])
                #expect(bad.status == .unprocessableContent)
                let on = try await site.ask(
                    client, .post, "/settings/notifications",
                    form: [
                        ("endpoint", "https://push.example/minha"), ("p256dh", key), ("auth", "BTBZMqHH6r4Tts7J_aSIgg"),
                        ("device", "Firefox <b>"),
                    ])
                #expect(on.status == .noContent)
                let page = String(buffer: try await site.ask(client, .get, "/settings/notifications").body)
                #expect(page.contains("Firefox &lt;b&gt;") && page.contains("data-key="))
                let off = try await site.ask(
                    client, .post, "/settings/notifications/off", form: [("endpoint", "https://push.example/minha")])
                #expect(off.status == .noContent)
                #expect(
                    !String(buffer: try await site.ask(client, .get, "/settings/notifications").body).contains(
                        "Firefox"))
                let worker = try await site.ask(client, .get, "/push-worker.js")
                #expect(worker.headers[.contentType] == "text/javascript; charset=utf-8")
            }
        }
    }

    @Test("a channel that is down stands on every page of who can mend it, and goes by itself")
    func banner() async throws {
        try await withWholeSite { site, _ in
            let account = site.mine.account
            @Sendable func state(_ status: String, age: Int) async throws {
                try await site.shops.database.system("test") {
                    _ = try await $0.batch([
                        "UPDATE channel_accounts SET connection_status = \(status) WHERE id = \(account)",
                        "UPDATE channel_accounts SET broken_since = broken_since - \(age) * interval '1 second' WHERE id = \(account)",
                    ])
                }
            }
            try await site.application().test(.router) { client in
                func text(_ path: String) async throws -> String {
                    String(buffer: try await site.ask(client, .get, path).body)
                }
                let quiet = "\"text\":"
                try await state("connected", age: 0)
                #expect(try await text("/alarms") == "{}")
                try await state("disconnected", age: 0)
                #expect(try await text("/alarms") == "{}", "a minute's break is no news")
                try await state("disconnected", age: 70)
                #expect(try await text("/alarms").contains(quiet))
                #expect(try await text("/contacts").contains("1 canal parou de funcionar"))
                try await state("connected", age: 0)
                #expect(!(try await text("/contacts")).contains("canal parou"))
                try await state("needs_reauth", age: 1)
                #expect(try await text("/support").contains("1 canal parou de funcionar"))
            }
        }
    }
}

private enum VAPIDSample {
    static let p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
}
