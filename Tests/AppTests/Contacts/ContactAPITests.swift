import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing
import Web

@testable import App

@Suite(.timeLimit(.minutes(5))) struct ContactAPITests {
    @Test func `a program adds, finds, edits, tags, annotates and blocks a contact`() async throws {
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                func ask(_ method: HTTPRequest.Method, _ path: String, _ json: String = "{}") async throws -> (
                    Int, JSON
                ) {
                    let response = try await site.ask(client, method, path, json: json)
                    return (response.status.code, try JSON.parse(Array(response.body.readableBytesView)))
                }
                let (status, made) = try await ask(
                    .post, "/api/contacts",
                    #"{"name":"Ana","phone":"11 98765-4321","email":"ANA@x.com.br","tags":["VIP"]}"#)
                #expect(status == 201)
                let id = try #require(made["id"]?.string)
                let path = "/api/contacts/\(id)"
                #expect(made["email"]?.string == "ana@x.com.br")
                let identities = made["identities"]?.array ?? []
                #expect(identities.compactMap { $0["kind"]?.string } == ["phone_e164"])
                #expect(try await ask(.post, "/api/contacts", #"{"phone":"+551187654321"}"#).0 == 409)

                let list = try await ask(.get, "/api/contacts?q=ana&limit=1").1
                #expect(list["data"]?.array?.compactMap { $0["id"]?.string } == [id])
                #expect(try await ask(.patch, path, #"{"name":"Ana Lima","email":""}"#).1["name"]?.string == "Ana Lima")
                #expect(try await ask(.get, path).1["email"]?.string == nil)
                #expect(
                    try await ask(.put, path + "/tags", #"{"tags":["Novo","vip"]}"#).1["tags"]?.array?.compactMap(
                        \.string) == ["Novo", "VIP"])
                #expect(try await ask(.post, path + "/block").1["is_blocked"]?.bool == true)
                #expect(try await ask(.post, path + "/unblock").1["is_blocked"]?.bool == false)
                let note = try await ask(.post, path + "/notes", #"{"content":"Oi"}"#)
                #expect(note.0 == 201)
                let number = try #require(note.1["id"]?.string)
                #expect(try await ask(.delete, path + "/notes/\(number)").0 == 200)
                let identity = try #require(identities.first?["id"]?.string).percentEncoded
                #expect(try await ask(.delete, path + "/identities/\(identity)").1["identities"]?.array?.count == 0)
                #expect(
                    try await ask(.post, path + "/identities", #"{"address":"(21) 2222-3333"}"#).1["identities"]?.array?
                        .count == 1)
                let events = try await ask(.get, path + "/events").1["data"]?.array ?? []
                #expect(events.count == 8)
                #expect(events.last?["event_type"]?.string == "created")
                for (method, bad, json) in [
                    (HTTPRequest.Method.get, "/api/contacts?cursor=1", "{}"), (.get, "/api/contacts?channel=fax", "{}"),
                    (.post, "/api/contacts", "{}"), (.post, "/api/contacts", #"{"email":"a@b"}"#),
                    (.patch, path, #"{"locale":"fr"}"#),
                    (.post, path + "/identities", #"{"address":"oi"}"#),
                ] {
                    #expect(try await ask(method, bad, json).0 == 422, "\(method) \(bad)")
                }
            }
        }
    }
}
