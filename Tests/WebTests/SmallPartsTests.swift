import Foundation
import HTTPTypes
import Testing

@testable import Web

struct ClientAddressTests {
    private func configuration(_ ranges: String...) -> WebConfiguration {
        var configuration = WebConfiguration()
        configuration.trustedProxies = ranges.compactMap { AddressRange($0) }
        return configuration
    }

    @Test(
        "the first stranger from the right is the client",
        arguments: [
            ("203.0.113.9", "", "203.0.113.9"),
            ("203.0.113.9", "1.1.1.1", "203.0.113.9"),  // spoofed: the peer is no proxy of ours
            ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
            ("10.0.0.1", "6.6.6.6, 198.51.100.7", "198.51.100.7"),
            ("10.0.0.1", "6.6.6.6, 198.51.100.7, 10.2.3.4", "198.51.100.7"),
            ("10.0.0.1", "rubbish", "10.0.0.1"), ("10.0.0.1", "", "10.0.0.1"),
            ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
            ("10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ])
    func chain(peer: String, forwarded: String, client: String) {
        var headers = HTTPFields()
        if !forwarded.isEmpty { headers[.forwardedFor] = forwarded }
        #expect(configuration("10.0.0.0/8").clientAddress(peer: peer, headers: headers) == client)
    }

    @Test("only a trusted proxy may say that TLS was used")
    func forwardedProto() {
        let headers: HTTPFields = [.forwardedProto: "https"]
        #expect(configuration("10.0.0.0/8").isSecure(peer: "10.9.9.9", headers: headers))
        #expect(!configuration("10.0.0.0/8").isSecure(peer: "11.9.9.9", headers: headers))
        #expect(!configuration("10.0.0.0/8").isSecure(peer: nil, headers: headers))
    }

    @Test(
        "ranges match by their bits",
        arguments: [
            ("192.168.4.0/22", "192.168.7.255", true), ("192.168.4.0/22", "192.168.8.0", false),
            ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
            ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false), ("10.0.0.1", "10.0.0.1", true),
            ("10.0.0.1", "10.0.0.2", false),
        ])
    func ranges(range: String, address: String, matches: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == matches)
    }

    @Test("what is no range is none", arguments: ["", "10.0.0.0/33", "10.0.0.0/-1", "host", "10.0.0/8", "::/129"])
    func noRange(text: String) { #expect(AddressRange(text) == nil) }
}

struct LocalPathTests {
    @Test("a path of this site is kept", arguments: ["/support", "/support?status=open&q=a%20b", "/a//b", "/"])
    func kept(path: String) { #expect(LocalPath.checked(path, otherwise: "/home") == path) }

    @Test(
        "anything that leads elsewhere is dropped",
        arguments: [
            "//evil.example", "/\\evil.example", "https://evil.example", "evil", "", "/\tevil", "/\u{0}",
            "/a\r\nSet-Cookie: x",
            "javascript:alert(1)", "/a\\..\\b", "/é", " /a",
        ])
    func dropped(path: String) { #expect(LocalPath.checked(path, otherwise: "/home") == "/home") }
}

struct RateLimiterTests {
    @Test("a burst passes, then one each interval, for each key alone")
    func bucket() {
        let limiter = RateLimiter(capacity: 2, interval: .seconds(10))
        let start = ContinuousClock.now
        #expect(limiter.take("a", now: start) == nil)
        #expect(limiter.take("a", now: start) == nil)
        #expect(limiter.take("a", now: start) == .seconds(10))
        #expect(limiter.take("b", now: start) == nil)
        #expect(limiter.take("a", now: start + .seconds(4)) == .seconds(6))
        #expect(limiter.take("a", now: start + .seconds(10)) == nil)
        #expect(limiter.take("a", now: start + .seconds(10)) != nil)
    }

    @Test("many keys do not fill the memory, and those in use are the ones kept")
    func bounded() {
        let limiter = RateLimiter(capacity: 1, interval: .seconds(1000), maximumKeys: 100)
        let start = ContinuousClock.now
        for index in 0..<1000 { _ = limiter.take("k\(index)", now: start + .milliseconds(index)) }
        #expect(limiter.take("k999", now: start + .seconds(1)) != nil)
        #expect(limiter.take("k0", now: start + .seconds(1)) == nil)
    }

    @Test("waiting is told in whole seconds, at least one")
    func problem() {
        #expect(Problem.rateLimited(retryAfter: .milliseconds(10)).headers[.retryAfter] == "1")
        #expect(Problem.rateLimited(retryAfter: .milliseconds(2001)).headers[.retryAfter] == "3")
    }
}

struct SecretsTests {
    @Test("secrets are 256 bits, well-formed and never the same")
    func random() {
        let many = (0..<100).map { _ in Secrets.random() }
        #expect(Set(many).count == 100)
        #expect(many.allSatisfy(Secrets.isWellFormed))
    }

    @Test("rubbish is not well-formed", arguments: ["", "short", String(repeating: "=", count: 43)])
    func rubbish(text: String) { #expect(!Secrets.isWellFormed(text)) }

    @Test(
        "equality is by value", arguments: [("a", "a", true), ("a", "b", false), ("", "a", false), ("a", "aa", false)])
    func equality(left: String, right: String, same: Bool) { #expect(Secrets.equal(left, right) == same) }
}

struct LanguageTests {
    @Test(
        "the best language of ours is taken",
        arguments: [
            ("pt-BR,pt;q=0.9,en;q=0.8", SiteLanguage.portuguese), ("en-US,en;q=0.5", .english), ("es-AR", .spanish),
            ("fr,es;q=0.3,en;q=0.2", .spanish), ("en;q=0.1, pt;q=0.2", .portuguese), ("pt-PT", .portuguese),
            ("en;q=0, es;q=0.1", .spanish),
        ])
    func accepted(header: String, language: SiteLanguage) { #expect(SiteLanguage.accepted(header) == language) }

    @Test("none of ours is nothing", arguments: ["", "fr", "de-DE,de", ";;;,,,", "en;q=rubbish"])
    func nothing(header: String) { #expect(SiteLanguage.accepted(header) == nil) }
}

struct LocalizerTests {
    private func localizer(_ language: SiteLanguage, zone: String = "America/Sao_Paulo", currency: String = "BRL")
        -> Localizer
    {
        Localizer(language: language, strings: Strings(WebFixture.texts), timeZone: zone, currency: currency)
    }

    private let noon = Date(timeIntervalSince1970: 1_773_327_900)  // 2026-03-12 15:05 UTC

    @Test("dates and times are those of the shop's zone, in the reader's form")
    func dates() {
        #expect(localizer(.portuguese).dateTime(noon) == "12/03/2026 12:05")
        #expect(localizer(.spanish, zone: "Europe/Madrid").dateTime(noon) == "12/03/2026 16:05")
        #expect(localizer(.english, zone: "Asia/Tokyo").dateTime(noon) == "13 Mar 2026, 00:05")
        #expect(localizer(.portuguese, zone: "Nowhere/None").time(noon) == "12:05")
        #expect(localizer(.portuguese).day(noon) == "2026-03-12")
    }

    @Test("a date is as short as it can be without doubt")
    func short() {
        let pt = localizer(.portuguese)
        #expect(pt.short(noon, now: noon.addingTimeInterval(3600)) == "12:05")
        #expect(pt.short(noon, now: noon.addingTimeInterval(86_400)) == "12/03")
        #expect(pt.short(noon, now: noon.addingTimeInterval(86_400 * 365)) == "12/03/2026")
        #expect(localizer(.english).short(noon, now: noon.addingTimeInterval(86_400)) == "12 Mar")
    }

    @Test(
        "civil dates are right over leap years and before the epoch",
        arguments: [
            (0.0, "1970-1-1 0:0"), (-1, "1969-12-31 23:59"), (951_782_399, "2000-2-28 23:59"),
            (951_782_400, "2000-2-29 0:0"), (1_709_164_800, "2024-2-29 0:0"), (4_107_542_400, "2100-3-1 0:0"),
            (1e300, "9999-12-31 23:59"), (-1e300, "1-1-1 0:0"),
        ])
    func civil(seconds: Double, text: String) {
        let civil = CivilTime(secondsSinceEpoch: seconds)
        #expect("\(civil.year)-\(civil.month)-\(civil.day) \(civil.hour):\(civil.minute)" == text)
    }

    @Test("money and numbers carry the reader's separators")
    func money() {
        #expect(localizer(.portuguese).money(cents: 123_456_789) == "R$\u{a0}1.234.567,89")
        #expect(localizer(.english, currency: "USD").money(cents: -5) == "-US$\u{a0}0.05")
        #expect(localizer(.portuguese).money(cents: .min).hasPrefix("-R$"))
        #expect(localizer(.english).number(-1000) == "-1,000")
        #expect(localizer(.spanish).number(999) == "999")
        #expect(localizer(.portuguese).decimal(tenths: 125) == "12,5")
    }

    @Test("plural forms and arguments")
    func texts() {
        #expect(localizer(.portuguese)("many", count: 1) == "1 item")
        #expect(localizer(.portuguese)("many", count: 1200) == "1.200 itens")
        #expect(localizer(.portuguese)("hello.greet", ["name": "{name}"]) == "Olá, {name}!")
        #expect(localizer(.portuguese)("no.such") == "no.such")
    }
}
