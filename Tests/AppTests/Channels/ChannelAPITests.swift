import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct ChannelAPITests {
    private let draft =
        #"{"kind":"whatsapp-meta","name":"Vendas","fields":{"phone_number_id":"555000111","access_token":"EAAG-secret","app_secret":"shh-shh"}}"#

    @Test func `a program connects, changes and removes a channel, and sees no secret but the one made for it`()
        async throws
    {
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                let made = try await site.ask(client, .post, "/api/channels", json: draft)
                #expect(made.status == .created)
                let answer = try JSON.parse(Array(made.body.readableBytesView))
                #expect(
                    answer["webhook_path"]?.string == "/webhooks/meta"
                        && answer["made_up"]?["verify_token"]?.string?.utf8.count == 43)
                #expect(
                    !String(buffer: made.body).contains("EAAG-secret") && !String(buffer: made.body).contains("shh-shh")
                )
                let id = try #require(answer["channel"]?["id"]?.string)
                #expect(
                    answer["channel"]?["secrets"]?.array?.compactMap(\.string) == [
                        "access_token", "app_secret", "verify_token",
                    ])
                #expect(try await site.ask(client, .post, "/api/channels", json: draft).status == .conflict)
                let changed = try await site.ask(
                    client, .patch, "/api/channels/\(id)",
                    json: #"{"name":"Loja","is_enabled":false,"fields":{"business_account_id":"42"}}"#)
                let now = try JSON.parse(Array(changed.body.readableBytesView))
                #expect(changed.status == .ok && now["name"]?.string == "Loja" && now["is_enabled"]?.bool == false)
                #expect(now["health"]?.string == "disabled" && now["settings"]?["business_account_id"]?.string == "42")
                #expect(try await site.ask(client, .post, "/api/channels/\(id)/webhook").status == .conflict)
                #expect(try await site.ask(client, .delete, "/api/channels/\(id)").status == .noContent)
                #expect(try await site.ask(client, .get, "/api/channels/\(id)").status == .notFound)
            }
        }
    }

    @Test func `what cannot be connected is refused by the name of what is wrong`() async throws {
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                for (body, code) in [
                    (#"{"kind":"pigeon","name":"x","fields":{}}"#, "invalid_kind"),
                    (#"{"kind":"whatsapp-meta","name":"x","fields":{"phone":"1"}}"#, "unknown_field"),
                    (#"{"kind":"whatsapp-meta","name":"","fields":{}}"#, "invalid_name"),
                    (
                        #"{"kind":"whatsapp-meta","name":"x","fields":{"phone_number_id":"a"}}"#,
                        "invalid_phone_number_id"
                    ),
                ] {
                    for path in ["/api/channels", "/api/channels/test"] {
                        let refused = try await site.ask(client, .post, path, json: body)
                        #expect(refused.status == .unprocessableContent)
                        #expect(
                            try JSON.parse(Array(refused.body.readableBytesView))["error"]?.string == code, "\(path)")
                    }
                }
            }
        }
    }
}
