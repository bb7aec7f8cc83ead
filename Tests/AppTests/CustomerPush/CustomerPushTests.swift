import Crypto
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Postgres
import Providers
import Simulators
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5)))
struct CustomerPushTests {
    @Test("an invited customer turns notices on, and what the shop writes is shown in every browser of theirs, once")
    func told() async throws {
        try await CustomerPushBench.run { bench in
            let page = try await bench.ask(.get, bench.invitation())
            let html = String(buffer: page.body)
            #expect(page.status == .ok && html.contains("Avisos de Loja da Joana"))
            #expect(html.contains(bench.push.key.publicKey) && html.contains("/notices/\(bench.account.lowercase)/"))
            try await bench.turnOn("phone")
            try await bench.turnOn("laptop")
            let started = try await bench.start("Seu pedido saiu para entrega 🛵")
            let again = try await bench.start("Seu pedido saiu para entrega 🛵")
            #expect(started.isNew && !again.isNew && again.message == started.message)
            try await bench.deliver()
            #expect(try await bench.standing(started.message) == "sent -")
            for browser in ["phone", "laptop"] {
                let notices = try bench.shown(browser)
                #expect(notices.count == 1)
                #expect(notices.first?["title"]?.string == "Loja da Joana")
                #expect(notices.first?["body"]?.string == "Seu pedido saiu para entrega 🛵")
                #expect(notices.first?["url"]?.string == "https://loja.example/")
            }
            #expect(try bench.shown("phone").first?["tag"]?.string == bench.shown("laptop").first?["tag"]?.string)
        }
    }

    @Test(
        "a browser says that it showed the notice and that it was opened; reports forged, of another kind or unknown change nothing"
    )
    func receipts() async throws {
        try await CustomerPushBench.run { bench in
            try await bench.turnOn("phone")
            let message = try await bench.start("Chegou!").message
            try await bench.deliver()
            let receipt = try #require(try bench.shown("phone").first?["receipt"]?.string)
            func report(_ word: String, to path: String) async throws -> HTTPResponse.Status {
                try await bench.site.application().test(.router) {
                    try await $0.executeRequest(
                        uri: path, method: .post, headers: [:], body: ByteBuffer(string: word)
                    ).status
                }
            }
            #expect(try await report("delivered", to: receipt) == .noContent)
            #expect(try await bench.standing(message) == "delivered -")
            #expect(try await report("read", to: receipt) == .noContent)
            #expect(try await report("delivered", to: receipt) == .noContent)
            #expect(try await bench.standing(message) == "read -")
            #expect(try await report("failed", to: receipt) == .unprocessableContent)
            #expect(try await report("", to: receipt) == .unprocessableContent)
            #expect(try await report("read", to: String(receipt.dropLast()) + "~") == .notFound)
            let invitation = bench.invitation().replacing("/notices/", with: "/notices/receipts/")
            #expect(try await report("read", to: invitation) == .notFound)
            let receiptAsInvitation = receipt.replacing("/receipts/", with: "/")
            #expect(try await bench.ask(.get, receiptAsInvitation).status == .notFound)
        }
    }

    @Test(
        "invitations that ran out, were forged, or name another shop's account, another channel or nobody lead nowhere")
    func strangers() async throws {
        try await CustomerPushBench.run { bench in
            let things = bench.site.theirs
            let good = bench.invitation()
            for path in [
                bench.invitation(at: Date(timeIntervalSinceNow: -31 * 86_400)), String(good.dropLast(2)) + "AA",
                "/notices/x",
                bench.invitation(things.contact), bench.invitation(in: things.tenant),
                bench.invitation(account: bench.site.mine.account), bench.invitation(UUID()),
            ] {
                #expect(try await bench.ask(.get, path).status == .notFound, "\(path)")
                #expect(
                    try await bench.ask(.post, path, form: [("endpoint", "https://x.example/a")]).status == .notFound)
            }
            let nonsense = try await bench.ask(
                .post, good, form: [("endpoint", "http://127.0.0.1/a"), ("p256dh", "x"), ("auth", "y")])
            #expect(nonsense.status == .unprocessableContent)
            #expect(try await bench.browsers() == [])
        }
    }

    @Test(
        "a browser that has gone is forgotten; with the last one the message fails in words, and the contact has no address"
    )
    func gone() async throws {
        try await CustomerPushBench.run { bench in
            try await bench.turnOn("phone")
            try await bench.turnOn("laptop")
            bench.service.unsubscribe("phone")
            let first = try await bench.start("Um", key: "1").message
            try await bench.deliver()
            #expect(try await bench.standing(first) == "sent -")
            #expect(try await bench.browsers() == ["laptop"])
            bench.service.unsubscribe("laptop")
            let second = try await bench.start("Dois", key: "2").message
            try await bench.deliver()
            #expect(try await bench.standing(second) == "failed \(WebPush.goneCode)")
            #expect(try await bench.browsers() == [])
            let other = try await bench.site.shops.count("SELECT count(*) FROM contact_identities WHERE kind = 'push'")
            #expect(other == 0)
        }
    }

    @Test(
        "a push service that is away is asked again, one that refuses our key is not, and neither costs the subscription"
    )
    func failures() async throws {
        try await CustomerPushBench.run { bench in
            try await bench.turnOn("phone")
            bench.service.world.change { $0.answers = [(status: 503, retryAfter: 1)] }
            let first = try await bench.start("Um", key: "1").message
            try await bench.deliver()
            #expect(try await bench.standing(first) == "queued -")
            try await bench.deliver(later: 120)
            #expect(try await bench.standing(first) == "sent -")
            bench.service.world.change { $0.answers = [(status: 403, retryAfter: nil)] }
            let second = try await bench.start("Dois", key: "2").message
            try await bench.deliver(later: 240)
            #expect(try await bench.standing(second) == "failed key_refused")
            #expect(try await bench.browsers() == ["phone"])
            #expect(try bench.shown("phone").map { $0["body"]?.string } == ["Um"])
        }
    }

    @Test(
        "who turns notices off, who never turned them on and who is blocked is not told; a text too long is refused before"
    )
    func unreachable() async throws {
        try await CustomerPushBench.run { bench in
            func refusal(_ words: String, _ contact: UUID? = nil) async throws -> String? {
                do {
                    _ = try await bench.start(words, with: contact, key: UUID().uuidString)
                    return nil
                } catch let problem as Problem {
                    return problem.code
                }
            }
            #expect(try await refusal("Oi") == "no_address")
            try await bench.turnOn("phone")
            #expect(
                try await refusal(String(repeating: "a", count: CustomerPushSender.textLimit + 1)) == "text_too_long")
            #expect(try await refusal(String(repeating: "é", count: CustomerPushSender.textLimit)) == nil)
            #expect(try await refusal("Oi", bench.site.mine.otherContact) == "no_address")
            try await bench.deliver()
            #expect(try bench.shown("phone").first?["body"]?.string?.count == CustomerPushSender.textLimit)
            let endpoint = try await bench.database.system("test") {
                try await $0.one("SELECT endpoint FROM contact_browsers")("endpoint") as String
            }
            let off = try await bench.ask(.post, bench.invitation() + "/off", form: [("endpoint", endpoint)])
            #expect(off.status == .noContent)
            #expect(try await bench.browsers() == [])
        }
    }

    @Test(
        "a browser that two people use takes the notices of whoever turned them on last; a merged contact's browsers come along"
    )
    func sharedAndMerged() async throws {
        try await CustomerPushBench.run { bench in
            let other = bench.site.mine.otherContact
            try await bench.turnOn("kitchen")
            try await bench.database.system("test") {
                _ = try await $0.execute("UPDATE contact_browsers SET endpoint = replace(endpoint, 'http:', 'https:')")
            }
            try await bench.turnOn("kitchen", of: other)
            #expect(try await bench.browsers() == ["kitchen"])
            try await bench.turnOn("phone")
            let book = ContactBook(database: bench.database, realtime: bench.site.shops.realtime)
            _ = try await book.merge(other, into: bench.site.mine.contact, by: .init(scope: bench.owner, name: "Joana"))
            let message = try await bench.start("Para as duas").message
            try await bench.deliver()
            #expect(try await bench.standing(message) == "sent -")
            for browser in ["kitchen", "phone"] { #expect(try bench.shown(browser).count == 1, "\(browser)") }
            // An invitation made before leads to the survivor.
            #expect(try await bench.ask(.get, bench.invitation(other)).status == .ok)
        }
    }

    @Test(
        "the contact's page offers the invitation to agents, the API gives it to programs that know the public address")
    func invited() async throws {
        try await CustomerPushBench.run { bench in
            let path = "/contacts/\(bench.site.mine.contact.lowercase)"
            let page = String(buffer: try await bench.ask(.get, path).body)
            let link = try #require(page.firstMatch(of: #/value="http://[^"]*(/notices/[A-Za-z0-9_-]+)"/#)).1
            #expect(try await bench.ask(.get, String(link)).status == .ok)
            let body = #"{"channel_id":"\#(bench.account.lowercase)"}"#
            try await bench.site.application().test(.router) { client in
                let api = "/api" + path + "/notice-invitations"
                let unknown = try await bench.site.ask(client, .post, api, json: body)
                #expect(unknown.status == .conflict && String(buffer: unknown.body).contains("no_public_url"))
                let foreign = "/api/contacts/\(bench.site.theirs.contact.lowercase)/notice-invitations"
                #expect(try await bench.site.ask(client, .post, foreign, json: body).status == .notFound)
                let other = #"{"channel_id":"\#(bench.site.mine.account.lowercase)"}"#
                #expect(try await bench.site.ask(client, .post, api, json: other).status == .notFound)
            }
        }
    }

    @Test("at most twenty browsers a contact: the oldest gives way")
    func limit() async throws {
        try await CustomerPushBench.run { bench in
            for number in 0...CustomerPush.limit { try await bench.turnOn("b\(100 + number)") }
            let names = try await bench.browsers()
            #expect(names.count == CustomerPush.limit && names.first == "b101")
        }
    }

    @Test("the connection test looks at our own address: https, or the machine at hand")
    func connection() async throws {
        let credentials = ChannelCredentials(
            tenant: TenantID(UUID()), account: UUID(), channelType: .push, provider: .webpush, address: "loja.example",
            baseURL: nil, isEnabled: true, connectionStatus: "connected", secrets: [:])
        for (site, code) in [
            (nil, "no_public_url"), ("http://loja.example", "not_https"), ("https://crm.loja.example", nil),
            ("http://localhost:8080", nil),
        ] as [(String?, String?)] {
            let tester = try #require(
                Connections.all(http: ProviderHTTP(logger: ShopBench.quiet), site: site).testers[.webPush])
            do {
                let report = try await tester(credentials)
                #expect(code == nil && report.state == .connected)
            } catch {
                #expect(error.fault.code == code)
            }
        }
    }

    @Test("a link's token gives back its ids, and nothing for any other byte, count, key or time")
    func tokens() {
        let key = SymmetricKey(size: .bits256)
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        for count in 1...4 {
            let ids = (0..<count).map { _ in UUID() }
            let token = LinkToken.make(ids, until: now.addingTimeInterval(1), key)
            #expect(LinkToken.read(token, count: count, now: now, key) == ids)
            #expect(LinkToken.read(token, count: count + 1, now: now, key) == nil)
            #expect(LinkToken.read(token, count: count, now: now.addingTimeInterval(1), key) == nil)
            #expect(LinkToken.read(token, count: count, now: now, SymmetricKey(size: .bits256)) == nil)
            for place in token.indices {
                var changed = token
                changed.replaceSubrange(place...place, with: token[place] == "A" ? "g" : "A")
                // The last sign has bits that stand for nothing.
                guard place != token.indices.last else { continue }
                #expect(LinkToken.read(changed, count: count, now: now, key) == nil)
            }
        }
        for odd in ["", "=", "%00", String(repeating: "A", count: 10_000), "ã"] {
            #expect(LinkToken.read(odd, count: 2, now: now, key) == nil)
        }
    }
}
