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

/// Every route there is, asked by one shop for what belongs to another. The routes come from the router itself: a new one
/// is tried as soon as it exists, and one whose parameters are unknown here fails until somebody says what they mean.
@Suite(.timeLimit(.minutes(5)))
struct RouteIsolationTests {
    /// No row of any shop behind them.
    private static let shared: Set<String> = [
        "/assets/{digest}/**", "/webhooks/zapi/{secret}", "/webhooks/zenvia/{secret}", "/webhooks/twilio/{secret}",
        "/webhooks/resend/{secret}", "/webhooks/mail/{secret}",
        "/webhooks/twilio/status/{tenant}/{account}", "/webhook/whaticket/{secret}",
    ]

    /// What a parameter names: by the path up to it.
    private func foreign(_ things: WholeSite.Things) -> [String: String] {
        [
            "/support/{id}": things.conversation.lowercase,
            "/support/{id}/messages/{message}": things.message.lowercase,
            "/api/conversations/{id}/messages/{message}": things.message.lowercase,
            "/support/{id}/drafts/{draft}": things.note.lowercase,
            "/api/conversations/{id}/drafts/{draft}": things.note.lowercase,
            "/api/conversations/{id}": things.conversation.lowercase,
            "/api/knowledge/docs/{id}": things.document.lowercase,
            "/api/knowledge/imports/{id}": things.knowledgeImport.lowercase,
            "/knowledge/docs/{id}": things.document.lowercase,
            "/knowledge/docs/{id}/versions/{version}": "1",
            "/media/{id}": things.file.lowercase,
            "/api/media/{id}": things.file.lowercase,
            "/contacts/imports/{id}": things.table.lowercase,
            "/api/contacts/imports/{id}": things.table.lowercase,
            "/contacts/fields/{field}": things.field.lowercase,
            "/api/contacts/fields/{field}": things.field.lowercase,
            "/contacts/{id}": things.contact.lowercase,
            "/contacts/{id}/notes/{note}": things.note.lowercase,
            "/contacts/{id}/merge/{other}": things.otherContact.lowercase,
            "/contacts/{id}/unmerge/{merge}": things.note.lowercase,
            "/api/contacts/{id}/merges/{merge}": things.note.lowercase,
            "/api/contacts/{id}": things.contact.lowercase,
            "/api/contacts/{id}/notes/{note}": things.note.lowercase,
            "/api/contacts/{id}/identities/{identity}": "\(things.account.lowercase)~phone_e164~551187654321",
            "/api/contacts/{id}/suppressions/{address}": "x%40example.com",
            "/settings/events/{id}": things.event.lowercase,
            "/settings/events/jobs/{job}": things.deadJob.lowercase,
            "/settings/templates/files/{id}": things.templateFile.lowercase,
            "/settings/templates/{id}": things.template.lowercase,
            "/api/templates/files/{id}": things.templateFile.lowercase,
            "/api/templates/{id}": things.template.lowercase,
            "/settings/channels/{id}": things.account.lowercase,
            "/api/channels/{id}": things.account.lowercase,
            "/settings/notifications/{device}": things.device.lowercase,
            "/compliance/erasures/{id}": things.erasure.lowercase,
            "/compliance/requests/{id}": things.request.lowercase,
            "/compliance/holds/{id}": things.hold.lowercase,
            "/api/compliance/holds/{id}": things.hold.lowercase,
            "/compliance/incidents/{id}": things.incident.lowercase,
            // No token of ours; those that name another shop's rows are tried in CustomerPushTests.
            "/notices/{token}": things.contact.lowercase,
            "/notices/receipts/{token}": things.contact.lowercase,
            "/simulator/{account}": things.account.lowercase,
            "/simulator/{account}/{customer}": "5511987654321",
        ]
    }

    /// Values that the handlers' own checks let pass, so that the row is really looked for.
    private let form = [
        ("content", "oi"), ("text", "oi"), ("key", "01990000-0000-7000-8000-000000000001"), ("kind", "reply"),
        ("emoji", "👍"),
        ("mode", "read"), ("fault", "rate"), ("what", "burst"), ("client_key", "01990000-0000-7000-8000-000000000001"),
        ("tag", "x"), ("purpose", "marketing"), ("source", "x"), ("c0", "name"), ("name", "x"),
        ("address", "11 98888-7777"), ("reference", "01990000-0000-7000-8000-000000000001~email~a@b.co"),
        ("sure", "yes"), ("on", "false"), ("reason", "x"),
    ]
    private let json =
        #"{"content":"oi","reason":"x","body":"x","title":"t","question":"q","name":"x","tags":["x"],"purpose":"marketing","granted":true,"source":"x","values":{},"address":"11 98888-7777","emoji":"👍","contact_id":"01990000-0000-7000-8000-000000000001","channel_id":"01990000-0000-7000-8000-000000000001"}"#

    private func path(_ route: RouteTable.Route, _ values: [String: String]) -> String? {
        var pattern = ""
        var path = ""
        for part in route.path.split(separator: "/") {
            pattern += "/" + part
            if part.hasPrefix("{") {
                guard let value = values[pattern] else { return nil }
                path += "/" + value
            } else {
                path += "/" + part
            }
        }
        return path
    }

    @Test func `another shop's row is not found by any route, and no route changes it`() async throws {
        try await withWholeSite { site, test in
            let before = try await Self.contents(test, of: site.theirs.tenant)
            try await site.application().test(.router) { client in
                var tried = 0
                for route in site.routes where route.path.contains("{") && !Self.shared.contains(route.path) {
                    guard let path = path(route, foreign(site.theirs)) else {
                        Issue.record("say what the parameters of \(route.path) name")
                        continue
                    }
                    let response = try await site.ask(client, route.method, path, form: form, json: json)
                    // "Seen" answers 204 whether or not there was anything to see.
                    let expected: HTTPResponse.Status = route.path.hasSuffix("/seen") ? .noContent : .notFound
                    #expect(response.status == expected, "\(route.method) \(route.path): \(response.status)")
                    tried += 1
                }
                #expect(tried > 25)
            }
            #expect(try await Self.contents(test, of: site.theirs.tenant) == before)
        }
    }

    @Test func `the same routes find one's own rows: the ids above are not refused for their looks`() async throws {
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                for route in site.routes
                where route.method == .get && route.path.contains("{") && !Self.shared.contains(route.path) {
                    guard let path = path(route, foreign(site.mine)) else { continue }
                    let response = try await site.ask(client, .get, path)
                    // The simulator plays numbers of connected accounts only; the fixture's are bare rows.
                    if route.path.hasPrefix("/simulator") { continue }
                    // A code to read is there only for accounts that are linked by one.
                    if route.path.hasSuffix("/qr") { continue }
                    // Opened by a token that we made; CustomerPushTests has one.
                    if route.path.hasPrefix("/notices") { continue }
                    #expect(response.status == .ok, "\(route.path): \(response.status)")
                }
            }
        }
    }

    @Test func `no list shows anything of another shop`() async throws {
        try await withWholeSite { site, _ in
            let theirs = site.theirs
            let words = [
                theirs.conversation.lowercase, theirs.message.lowercase, theirs.document.lowercase,
                theirs.account.lowercase, theirs.person.lowercase, theirs.contact.lowercase, theirs.tenant.description,
                "Segredo",
                "olga@example.com",
            ]
            let id = theirs.conversation.lowercase
            let extra = [
                "/support?part=changed&ids=\(id)", "/support?part=list&q=texto",
                "/support?part=rows&filter=all&q=Cliente",
                "/support?open=\(id)", "/api/conversations?q=texto", "/settings/events?filter=all",
                "/contacts?q=cliente", "/contacts?q=segunda&channel=whatsapp", "/api/contacts?q=segredo",
            ]
            try await site.application().test(.router) { client in
                // The live stream does not end; it has a test of its own below.
                let lists = site.routes.filter { $0.method == .get && !$0.path.contains("{") }.map(\.path)
                    .filter { $0 != "/support/events" }
                for path in lists + extra {
                    let response = try await site.ask(client, .get, path)
                    let text = String(buffer: response.body)
                    #expect(response.status.code < 500, "\(path)")
                    for word in words { #expect(!text.contains(word), "\(path) shows \(word)") }
                }
            }
        }
    }

    @Test func `ids of another shop in a body lead nowhere`() async throws {
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                for (path, fields) in [
                    ("/account/shop", [("number", "\(site.theirs.number)")]),
                    ("/simulator/customers", [("account", site.theirs.account.lowercase), ("name", "X")]),
                ] {
                    let response = try await site.ask(client, .post, path, form: fields)
                    #expect(response.status == .notFound, "\(path): \(response.status)")
                }
                let found = try await site.ask(
                    client, .post, "/api/knowledge/search", json: #"{"question":"Segredo conteúdo"}"#)
                #expect(!String(buffer: found.body).contains("Segredo"))
            }
        }
    }

    @Test func `the live stream resumes with one's own changes only`() async throws {
        try await withWholeSite { site, _ in
            try await site.application().test(.live) { client in
                let port = try #require(client.port)
                let reader = try await EventReader(
                    url: "http://localhost:\(port)/support/events",
                    headers: [
                        ("cookie", "secretaria-session=\(WholeSite.cookie)"), ("last-event-id", "0"),
                        ("accept", "text/event-stream"),
                    ])
                var events = reader.makeAsyncIterator()
                let event = try #require(try await events.next())
                #expect(event.data.contains(site.mine.conversation.lowercase))
                #expect(!event.data.contains(site.theirs.conversation.lowercase))
            }
        }
    }

    /// All rows of a shop in all tables, as one text.
    static func contents(_ test: TestDatabase, of tenant: TenantID) async throws -> [String] {
        try await withSuperuser(test) { transaction in
            var contents: [String] = []
            for table in try await TenantTables.all(transaction) {
                let rows = try await transaction.query(
                    """
                    SELECT to_jsonb(t)::text AS row FROM \(unsafeRaw: table.name) t WHERE tenant_id = \(tenant.value)
                    ORDER BY 1
                    """)
                contents += try rows.map { "\(table.name) " + (try $0("row") as String) }
            }
            return contents
        }
    }
}
