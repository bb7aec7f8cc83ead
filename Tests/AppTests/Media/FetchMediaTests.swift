import Domain
import Foundation
import Postgres
import Simulators
import TestSupport
import Testing

@testable import App

/// Files from the pretend Meta's server to our disk.
@Suite(.timeLimit(.minutes(5)))
struct FetchMediaTests {
    private static let photo: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + Array(repeating: 7, count: 5000)

    private struct File: Equatable {
        let id: UUID
        let state: String
        let reason: String?
        let path: String?
        let type: String?
    }

    private func files(_ bench: MetaBench) async throws -> [File] {
        try await bench.database.tenant(.service(bench.tenant)) { tx in
            try await tx.query(
                """
                SELECT attachment_id, state, reason, storage_path, mime_type FROM media_files
                WHERE tenant_id = \(tx.tenant) ORDER BY attachment_id
                """
            ).map {
                File(
                    id: try $0("attachment_id"), state: try $0("state"), reason: try $0("reason"),
                    path: try $0("storage_path"),
                    type: try $0("mime_type"))
            }
        }
    }

    private func hear(_ bytes: [UInt8], _ kind: String, _ type: String, _ bench: MetaBench, copies: Int = 1)
        async throws
    {
        let id = bench.meta.addMedia(bytes, mimeType: type)
        let message = GraphCustomerMessage.media(kind: kind, id: id, mimeType: type)
        let statuses = try await bench.meta.receive(
            [message], from: MetaBench.ana, on: bench.simulation.account.phoneNumberID, copies: copies)
        #expect(statuses.allSatisfy { $0 == 200 })
        _ = try await bench.lanes.drain(bench.tenant)
    }

    @Test func `a customer's photo is brought here once, whatever arrives twice, and is shown in the thread`()
        async throws
    {
        try await MetaBench.run { bench in
            try await hear(Self.photo, "image", "image/jpeg", bench, copies: 3)
            #expect(try await files(bench).map(\.state) == ["waiting"])
            try await bench.deliver()
            let file = try #require(try await files(bench).first)
            #expect(file.state == "here" && file.type == "image/jpeg")
            let place = try #require(bench.media.place(file.path ?? ""))
            #expect(try Data(contentsOf: place) == Data(Self.photo))
            let attributes = try FileManager.default.attributesOfItem(atPath: place.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let shown = try await bench.database.tenant(.service(bench.tenant)) { tx in
                let id: UUID = try await tx.one("SELECT id FROM conversations WHERE tenant_id = \(tx.tenant)")("id")
                return try await Conversations.thread(id, tx: tx)?.messages.first?.attachments.first
            }
            #expect(shown?.isHere == true && shown?.byteSize == Self.photo.count && shown?.id == file.id)
        }
    }

    @Test func `a page that calls itself a photo is kept for downloading only`() async throws {
        try await MetaBench.run { bench in
            try await hear(Array("<script>alert(1)</script>".utf8), "image", "image/png", bench)
            try await bench.deliver()
            let file = try #require(try await files(bench).first)
            #expect(file.state == "here" && file.type == "application/octet-stream")
        }
    }

    @Test func `a file that is too large is refused with its reason, and the message stays`() async throws {
        try await MetaBench.run { bench in
            try await hear([0xFF, 0xD8, 0xFF] + Array(repeating: 0, count: Media.limit), "image", "image/jpeg", bench)
            try await bench.deliver()
            #expect(try await files(bench).map(\.reason) == ["file_too_large"])
        }
    }

    @Test func `a file whose handle the provider no longer knows is refused, not asked for again and again`()
        async throws
    {
        try await MetaBench.run { bench in
            try await hear(Self.photo, "image", "image/jpeg", bench)
            bench.meta.expireMedia()
            try await bench.deliver()
            let file = try #require(try await files(bench).first)
            #expect(file.state == "refused" && file.path == nil)
            #expect(try await bench.deliver().isEmpty)
        }
    }

    @Test func `an address inside our own network is never asked, whoever names it`() async throws {
        try await MetaBench.run { bench in
            let account = bench.account
            let conversation = try await bench.hear()
            let file = UUID.v7()
            try await bench.database.tenant(.service(bench.tenant)) { tx in
                let message: UUID = try await tx.one(
                    "SELECT id FROM messages WHERE tenant_id = \(tx.tenant) AND conversation_id = \(conversation) AND account_id = \(account)"
                )("id")
                _ = try await tx.batch(
                    [
                        """
                        INSERT INTO message_attachments (tenant_id, id, message_id, kind, url)
                        VALUES (\(tx.tenant), \(file), \(message), 'image', 'https://169.254.169.254/latest/meta-data')
                        """
                    ] + Media.expect([file], tenant: bench.tenant))
            }
            try await bench.deliver()
            #expect(try await files(bench).map(\.state) == ["refused"])
        }
    }
}
