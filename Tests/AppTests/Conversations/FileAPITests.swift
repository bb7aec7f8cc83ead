import Crypto
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Postgres
import TestSupport
import Testing
import Web

@testable import App

/// Files through the doors: the composer's, the API's, and the signed one for providers.
@Suite(.timeLimit(.minutes(5))) struct FileAPITests {
    private static let key = SymmetricKey(data: [UInt8](repeating: 9, count: 32))
    private static let links = MediaLinks(key: key, publicURL: "https://loja.example")
    private static let photo: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + Array(repeating: 7, count: 5_000)

    struct Caller {
        let client: any TestClientProtocol
        let token: String

        func send(
            _ path: String, _ body: [UInt8], _ type: String, method: HTTPRequest.Method = .post
        ) async throws -> TestResponse {
            try await client.executeRequest(
                uri: path, method: method, headers: [.authorization: "Bearer \(token)", .contentType: type],
                body: ByteBuffer(bytes: body))
        }
        func post(_ path: String, _ json: String) async throws -> (status: Int, json: JSON) {
            let answer = try await send(path, Array(json.utf8), "application/json")
            return (answer.status.code, try JSON.parse(answer.text))
        }
    }

    private func call(
        _ fixture: InboxFixture, _ body: @Sendable (Caller, MediaFolder) async throws -> Void
    ) async throws {
        let folder = MediaFolder(
            folder: FileManager.default.temporaryDirectory.appending(path: "secretaria-media-\(UUID())"))
        defer { try? FileManager.default.removeItem(at: folder.folder) }
        let secret = Secrets.random()
        try await fixture.database.system("test") { system in
            _ = try await system.execute(
                """
                INSERT INTO api_tokens (tenant_id, token_hash, name, scopes)
                VALUES (\(fixture.shop.value), \(Secrets.sha256(secret)), 'test', '{read,write}')
                """)
        }
        let media = MediaRoutes(database: fixture.database, store: folder, links: Self.links)
        let application = try fixture.application { table, agents, _ in
            media.add(to: agents)
            media.add(toAPI: table.api(tokens: AccountStore(database: fixture.database)))
            media.add(toPublic: table.webhooks())
            ConversationFileRoutes(database: fixture.database, intake: media.intake).add(to: agents)
        }
        try await application.test(.router) { client in try await body(Caller(client: client, token: secret), folder) }
    }

    @Test func `upload, send, read back: the file is the message's, and only once`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(phone: "+5511987654321")
            try await call(fixture) { api, _ in
                let made = try await api.send("/api/media?name=../foto%01%E2%80%AEgpj.jpg", Self.photo, "image/jpeg")
                #expect(made.status == .created)
                let upload = try JSON.parse(made.text)
                #expect(upload["file_name"]?.string == "fotogpj.jpg" && upload["byte_size"]?.int64 == 5_004)
                let file = try #require(upload["id"]?.string)
                let path = "/api/conversations/\(id.lowercase)/messages"
                let sent = try await api.post(path, #"{"content":"veja","media_id":"\#(file)"}"#)
                #expect(sent.status == 201 && sent.json["content_type"]?.string == "image")
                #expect(sent.json["attachments"]?[0]?["id"]?.string == file)
                let bytes = try await api.send("/api/media/\(file)", [], "text/plain", method: .get)
                #expect(Array(bytes.body.readableBytesView) == Self.photo)
                #expect(try await api.post(path, #"{"media_id":"\#(file)"}"#).json["error"]?.string == "file_not_found")
                let list = try await fixture.row(id)
                #expect(try list("last_message_type") as String == "image")
            }
        }
    }

    @Test func `another shop's upload is not found, by whatever door`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(phone: "+5511987654321")
            let theirs = UUID.v7()
            try await fixture.database.system("test") { system in
                _ = try await system.execute(
                    """
                    INSERT INTO media_uploads (tenant_id, id, file_name, mime_type, byte_size, sha256, storage_path)
                    VALUES (\(fixture.other.value), \(theirs), 'a.jpg', 'image/jpeg', 1, '', 'a/b/c')
                    """)
            }
            try await call(fixture) { api, _ in
                let path = "/api/conversations/\(id.lowercase)"
                for file in [theirs, UUID()] {
                    let answer = try await api.post(path + "/messages", #"{"media_id":"\#(file.lowercase)"}"#)
                    #expect(answer.status == 404)
                }
                #expect(try await fixture.count("SELECT count(*)::int FROM media_uploads WHERE id = \(theirs)") == 1)
                #expect(try await fixture.count("SELECT count(*)::int FROM messages") == 0)
            }
        }
    }

    @Test func `the composer's door says in words what the channel takes, before anything is sent`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(phone: "+5511987654321")
            try await call(fixture) { api, folder in
                let agent = AgentClient(api.client)
                try await agent.signIn("joana@example.com", InboxFixture.password)
                _ = try await agent.get("/support/\(id.lowercase)")
                let door = "/support/\(id.lowercase)/files?name="
                let taken = try await agent.upload(door + "nota.pdf", Array("%PDF-1.7".utf8), type: "application/pdf")
                #expect(taken.status == .created && taken.text.contains("nota.pdf"))
                let lie = try await agent.upload(door + "foto.png", Array("<html>".utf8), type: "image/png")
                #expect(lie.status == .unprocessableContent && lie.text.contains("não é o que o nome diz"))
                let program = try await agent.upload(door + "jogo.exe", Array("MZ".utf8), type: "")
                #expect(program.text.contains("Programas"))
                let long = try await agent.upload(
                    door + "a.zip", [UInt8](repeating: 1, count: FileRules.limit + 1), type: "application/zip")
                #expect(long.status == .contentTooLarge && long.text.contains("25 MB"))
                _ = try await agent.post("/sign-out")
                #expect(try await agent.upload(door + "a.txt", [1], type: "text/plain").status != .created)
                let left = FileManager.default.enumerator(atPath: folder.folder.path)?.allObjects as? [String] ?? []
                #expect(left.count { $0.split(separator: "/").count == 3 } == 1)
            }
            try await fixture.database.system("test") {
                _ = try await $0.execute(
                    "UPDATE conversations SET channel_type = 'sms'")
            }
            try await call(fixture) { api, _ in
                let made = try await api.send("/api/media?name=a.txt", [65], "text/plain")
                let file = try #require(try JSON.parse(made.text)["id"]?.string)
                let refused = try await api.post(
                    "/api/conversations/\(id.lowercase)/messages", #"{"media_id":"\#(file)"}"#)
                #expect(refused.status == 422 && refused.json["error"]?.string == "files_not_supported")
            }
        }
    }

    @Test func `a signed address serves its own file until it expires, and no other`() async throws {
        try await withInbox { (fixture: InboxFixture) async throws in
            let id = try await fixture.conversation(phone: "+5511987654321")
            try await call(fixture) { api, _ in
                let made = try await api.send("/api/media?name=a.jpg", Self.photo, "image/jpeg")
                let file = try #require(try JSON.parse(made.text)["id"]?.string.flatMap(UUID.init))
                let body = #"{"media_id":"\#(file.lowercase)"}"#
                #expect(try await api.post("/api/conversations/\(id.lowercase)/messages", body).status == 201)
                func get(_ token: String) async throws -> TestResponse {
                    try await api.client.executeRequest(
                        uri: "/m/\(token)/arquivo.jpg", method: .get, headers: [:], body: nil)
                }
                let soon = Date(timeIntervalSinceNow: 60)
                let good = MediaLinks.token(fixture.shop, file, until: soon, Self.key)
                let served = try await get(good)
                #expect(served.status == .ok && served.headers[.contentType] == "image/jpeg")
                #expect(Array(served.body.readableBytesView) == Self.photo)
                #expect(Self.links.url(fixture.shop, file, name: "x.JPG").hasSuffix("/arquivo.jpg"))
                let other = SymmetricKey(size: .bits256)
                for bad in [
                    MediaLinks.token(fixture.shop, file, until: Date(timeIntervalSinceNow: -1), Self.key),
                    MediaLinks.token(fixture.other, file, until: soon, Self.key),
                    MediaLinks.token(fixture.shop, file, until: soon, other), String(good.dropLast()), "x", "%00",
                ] {
                    #expect(try await get(bad).status == .notFound, "\(bad)")
                }
            }
        }
    }
}
