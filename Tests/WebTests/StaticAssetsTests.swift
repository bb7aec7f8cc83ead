import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

struct StaticAssetsTests {
    private let assets = StaticAssets(files: ["app.css": Data("body{}".utf8), "js/app.js": Data("export{}".utf8)])

    @Test("the current digest may be kept for ever, an old one may not")
    func caching() async throws {
        let address = try #require(assets.address(of: "js/app.js"))
        try await WebFixture().application().test(.router) { client in
            let current = try await client.executeRequest(uri: address, method: .get, headers: [:], body: nil)
            #expect(current.text == "export{}")
            #expect(current.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(current.headers[.contentType] == "text/javascript; charset=utf-8")
            let etag = try #require(current.headers[.eTag])
            let again = try await client.executeRequest(
                uri: "/assets/older/js/app.js", method: .get, headers: [.ifNoneMatch: etag], body: nil)
            #expect(again.status == .notModified)
            #expect(again.headers[.cacheControl] == "no-cache")
        }
    }

    @Test(
        "nothing outside the folder can be named",
        arguments: ["/assets/x/../app.css", "/assets/x/%2e%2e/x", "/assets/x/"])
    func outside(path: String) async throws {
        let response = try await WebFixture().application().test(.router) { client in
            try await client.executeRequest(uri: path, method: .get, headers: [:], body: nil)
        }
        #expect(response.status == .notFound)
    }

    @Test("any change changes the digest")
    func digest() {
        #expect(StaticAssets(files: ["a": Data("1".utf8)]).digest != StaticAssets(files: ["a": Data("2".utf8)]).digest)
        #expect(StaticAssets(files: ["a": Data("1".utf8)]).digest != StaticAssets(files: ["b": Data("1".utf8)]).digest)
    }
}
