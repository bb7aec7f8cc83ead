import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing
import Web

@testable import App

/// The document of the API, held against the router in both directions, and against what is really answered.
@Suite(.timeLimit(.minutes(5)))
struct OpenAPITests {
    private let document: JSON

    init() throws {
        document = try JSON.parse(Array(Data(contentsOf: AppResources.current.openAPI)))
    }

    /// Whether a route is for programs, and so belongs into the document.
    private static func isPublished(_ path: String) -> Bool {
        ["/api/", "/auth/", "/webhook", "/functions/", "/healthz", "/readyz", "/metrics"].contains {
            path.hasPrefix($0)
        }
    }

    private var operations: [(method: String, path: String, operation: JSON)] {
        (document["paths"]?.fields ?? []).flatMap { path, item in
            item.fields.map { ($0.key.uppercased(), path, $0.value) }
        }
    }

    @Test func `every route for programs is described, and everything described exists`() async throws {
        try await withWholeSite { site, _ in
            let routes = Set(
                site.routes.filter { Self.isPublished($0.path) }.map { "\($0.method.rawValue) \($0.path)" })
            let described = Set(operations.map { "\($0.method) \($0.path)" })
            #expect(routes.subtracting(described) == [], "not described")
            #expect(described.subtracting(routes) == [], "described, but not there")
        }
    }

    @Test func `operations have names of their own, declare their path parameters and say who may call`() {
        var names: Set<String> = []
        for (method, path, operation) in operations {
            let name = operation["operationId"]?.string ?? ""
            #expect(!name.isEmpty && names.insert(name).inserted, "\(method) \(path)")
            #expect(operation["security"] != nil, "\(method) \(path)")
            let inPath = Set(path.matches(of: #/\{(\w+)\}/#).map { String($0.1) })
            let declared = Set(
                (operation["parameters"]?.array ?? []).filter { $0["in"]?.string == "path" }.compactMap {
                    $0["name"]?.string
                })
            #expect(inPath == declared, "\(method) \(path)")
            #expect((operation["responses"]?.fields ?? []).contains { $0.key.hasPrefix("2") }, "\(method) \(path)")
        }
    }

    @Test func `every reference leads somewhere`() throws {
        let text = String(decoding: try Data(contentsOf: AppResources.current.openAPI), as: UTF8.self)
        for match in text.matches(of: #/"\$ref": "#/([^"]+)"/#) {
            var node: JSON? = document
            for step in match.1.split(separator: "/") { node = node?[String(step)] }
            #expect(node != nil, "\(match.1)")
        }
    }

    @Test func `what is answered has the shape that is described`() async throws {
        try await withWholeSite { site, _ in
            let ids = [
                "/api/conversations/{id}": site.mine.conversation.lowercase,
                "/api/knowledge/docs/{id}": site.mine.document.lowercase,
                "/api/knowledge/imports/{id}": site.mine.knowledgeImport.lowercase,
                "/api/contacts/{id}": site.mine.contact.lowercase,
                "/api/channels/{id}": site.mine.account.lowercase,
                "/api/templates/{id}": site.mine.template.lowercase,
                "/api/contacts/imports/{id}": site.mine.table.lowercase,
            ]
            try await site.application().test(.router) { client in
                for (method, path, operation) in operations where path.hasPrefix("/api/") || path.hasSuffix("z") {
                    guard method == "GET" || path == "/api/knowledge/search" else { continue }
                    let described = operation["responses"]?["200"]?["content"]
                    if described?["application/octet-stream"] != nil { continue }  // bytes have no shape
                    var address = path
                    for (prefix, id) in ids where path.hasPrefix(prefix) {
                        address = address.replacing("{id}", with: id)
                    }
                    let verb: HTTPRequest.Method = method == "GET" ? .get : .post
                    let response = try await site.ask(
                        client, verb, address, json: #"{"question":"Qual o documento?"}"#)
                    #expect(response.status == .ok, "\(method) \(path)")
                    let answer = try JSON.parse(Array(response.body.readableBytesView))
                    let schema = described?["application/json"]?["schema"]
                    let faults = SchemaCheck(document: document).faults(
                        in: answer, against: try #require(schema), at: path)
                    #expect(faults == [])
                }
            }
        }
    }

    @Test func `problems have the described shape, with the status in it`() async throws {
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                let schema = try #require(document["components"]?["schemas"]?["Problem"])
                for (method, path, status) in [
                    (HTTPRequest.Method.get, "/api/conversations/x", 404), (.get, "/api/conversations?limit=0", 422),
                    (.post, "/api/knowledge/search", 422), (.post, "/auth/token", 415),
                ] {
                    let response = try await site.ask(client, method, path)
                    #expect(response.status.code == status, "\(path)")
                    let answer = try JSON.parse(Array(response.body.readableBytesView))
                    #expect(SchemaCheck(document: document).faults(in: answer, against: schema, at: path) == [])
                    #expect(answer["status"]?.int64 == Int64(status))
                }
            }
        }
    }
}
