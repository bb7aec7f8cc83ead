import Domain
import Foundation
import HTTPTypes
import NIOCore
import Postgres
import Providers
import Simulators
import TestSupport
import Testing
import Web

@testable import App

/// Files of the shop's people on their way to a customer: from the composer's upload to what Meta was really given.
@Suite(.timeLimit(.minutes(5))) struct SendFileTests {
    static let photo: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + Array(repeating: 7, count: 90_000)
    static let voice: [UInt8] = Array("OggS".utf8) + Array(repeating: 1, count: 4_000)

    private func files(_ bench: MetaBench) throws -> [String] {
        let all = FileManager.default.enumerator(atPath: bench.media.folder.path)?.allObjects as? [String] ?? []
        return all.filter { path in
            var isFolder: ObjCBool = false
            let whole = bench.media.folder.appending(path: path).path
            return FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }

    private func uploads(_ bench: MetaBench) async throws -> Int {
        try await bench.database.tenant(bench.actor.scope) {
            try await $0.one("SELECT count(*)::int FROM media_uploads WHERE tenant_id = \($0.tenant)")(0)
        }
    }

    private func thread(_ id: UUID, _ bench: MetaBench) async throws -> [MessageFacts] {
        try await bench.database.tenant(bench.actor.scope) {
            try await Conversations.messages(of: id, before: nil, tx: $0)
        }
    }

    private func send(
        _ upload: UUID, _ text: String = "", in id: UUID, _ bench: MetaBench, key: String = UUID().uuidString
    ) async throws -> UUID {
        try await bench.desk.reply(id, ReplyDraft(text: text, file: upload), key: key, by: bench.actor).message
    }

    @Test
    func `a photo is uploaded to Meta, goes out with its words, and stays in the thread; the customer's comes back`()
        async throws
    {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            let upload = try await bench.upload(Self.photo, "vitrine.jpg", "image/jpeg")
            let message = try await send(upload, "Olha só", in: conversation, bench)
            try await bench.deliver()
            let sent = try #require(bench.sent.last)
            #expect(sent.type == "image" && sent.body["image"]?["caption"]?.string == "Olha só")
            let id = try #require(sent.body["image"]?["id"]?.string)
            #expect(bench.meta.mediaBytes(id) == Self.photo)
            #expect(try await bench.standing(message).outbox == "accepted")
            #expect(try await uploads(bench) == 0)
            let back = bench.meta.addMedia(Self.photo, mimeType: "image/jpeg")
            _ = try await bench.meta.receive(
                .media(kind: "image", id: back, mimeType: "image/jpeg"), from: MetaBench.ana,
                on: bench.simulation.account.phoneNumberID)
            _ = try await bench.lanes.drain(bench.tenant)
            try await bench.deliver()
            let shown = try await thread(conversation, bench)
            #expect(shown.count == 3 && shown.count { $0.attachments.first?.isHere == true } == 2)
            let ours = try #require(shown.first { !$0.isInbound })
            #expect(ours.attachments.first?.fileName == "vitrine.jpg" && ours.content == "Olha só")
        }
    }

    @Test func `a recording goes as a voice note, and words beside it follow in a message of their own`() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            let upload = try await bench.upload(Self.voice, "voz.ogg", "audio/ogg; codecs=opus", isVoice: true)
            _ = try await send(upload, "segue o áudio", in: conversation, bench)
            try await bench.deliver()
            #expect(bench.sent.map(\.type) == ["audio", "text"])
            #expect(bench.sent.first?.body["audio"]?["voice"]?.bool == true)
            #expect(bench.sent.first?.body["audio"]?["caption"] == nil && bench.sent.last?.text == "segue o áudio")
        }
    }

    @Test func `what is too large or of no type for a photo goes as a document, with its name`() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            let large = [0xFF, 0xD8, 0xFF, 0xE0] + [UInt8](repeating: 0, count: 6 << 20)
            for (bytes, name, type) in [
                (large, "grande.jpg", "image/jpeg"), (Array("GIF89a".utf8), "anim.gif", "image/gif"),
                (Array("%PDF-1.7".utf8), "tabela.pdf", "application/pdf"), (Array("a;b".utf8), "t.csv", "text/csv"),
            ] {
                _ = try await send(try await bench.upload(bytes, name, type), in: conversation, bench)
                try await bench.deliver()
                let sent = try #require(bench.sent.last)
                #expect(sent.type == "document" && sent.body["document"]?["filename"]?.string == name)
            }
        }
    }

    @Test func `an upload that Meta never answered is tried again; a send that it never answered is not`() async throws
    {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            bench.meta.fail(.mediaUpload, .acceptThenDrop)
            let first = try await send(
                try await bench.upload(Self.photo, "a.jpg", "image/jpeg"), in: conversation, bench)
            try await bench.deliver()
            #expect(try await bench.standing(first).outbox == "pending" && bench.sent.isEmpty)
            try await bench.deliver(later: 60)
            #expect(try await bench.standing(first).outbox == "accepted" && bench.sent.count == 1)

            bench.meta.fail(.send, .acceptThenDrop)
            let second = try await send(
                try await bench.upload(Self.photo, "b.jpg", "image/jpeg"), in: conversation, bench)
            for round in 0..<3 { try await bench.deliver(later: Double(round) * 4_000) }
            let standing = try await bench.standing(second)
            #expect(standing.outbox == "unknown" && standing.attempts == 1 && bench.sent.count == 2)
        }
    }

    @Test func `a server that dies in the middle of an upload leaves a message that is tried again, and sent once`()
        async throws
    {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
            let (endings, end) = AsyncStream.makeStream(of: Void.self)
            bench.meta.fail(
                .mediaUpload,
                .hold {
                    arrived.yield()
                    for await _ in endings { break }
                })
            let message = try await send(
                try await bench.upload(Self.photo, "a.jpg", "image/jpeg"), in: conversation, bench)
            async let dying: Void = { _ = try await bench.deliver() }()
            for await _ in arrivals { break }
            #expect(try await bench.standing(message).outbox == "uploading" && bench.sent.isEmpty)
            // As after a kill: the lease runs out, and another process takes the job over.
            try await bench.database.tenant(.service(bench.tenant)) {
                _ = try await $0.execute(
                    """
                    UPDATE jobs SET state = 'ready', lease_token = NULL, lease_until = NULL WHERE tenant_id = \($0.tenant)
                    """)
            }
            try await bench.deliver()
            let settled = try await bench.standing(message)
            #expect(settled.outbox == "accepted" && settled.attempts == 2 && bench.sent.count == 1)
            // The first was only slow: its upload ends, and it finds the message taken.
            end.yield()
            try await dying
            #expect(try await bench.standing(message) == settled && bench.sent.count == 1)
        }
    }

    @Test func `the same crash with only one process: uploading is begun again, sending is not`() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            for (state, end) in [("uploading", "accepted"), ("sending", "unknown")] {
                let message = try await send(
                    try await bench.upload(Self.photo, "a.jpg", "image/jpeg"), in: conversation, bench)
                try await bench.database.tenant(.service(bench.tenant)) {
                    _ = try await $0.execute(
                        """
                        UPDATE outbox SET state = \(state), attempts = 1 WHERE tenant_id = \($0.tenant) AND message_id = \(message)
                        """)
                }
                try await bench.deliver()
                #expect(try await bench.standing(message).outbox == end)
            }
            #expect(bench.sent.count == 1)
        }
    }

    @Test func `a file that Meta refuses says so to the shop, and one that is gone from disk too`() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            bench.meta.fail(.mediaUpload, .error(code: 131_053))
            let first = try await send(
                try await bench.upload(Self.photo, "a.jpg", "image/jpeg"), in: conversation, bench)
            try await bench.deliver()
            #expect(try await bench.standing(first).reason == DeliveryFailure.badMedia.words.pt)
            let second = try await send(
                try await bench.upload(Self.photo, "b.jpg", "image/jpeg"), in: conversation, bench)
            for path in try files(bench) { bench.media.remove(path) }
            try await bench.deliver()
            #expect(try await bench.standing(second).code == "file_missing" && bench.sent.isEmpty)
        }
    }

    @Test func `two taps are one message, and a file that was sent is no longer an upload`() async throws {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            let upload = try await bench.upload(Self.photo, "a.jpg", "image/jpeg")
            let first = try await send(upload, in: conversation, bench, key: "k1")
            #expect(try await send(upload, in: conversation, bench, key: "k1") == first)
            let twice = await #expect(throws: Problem.self) {
                try await send(upload, in: conversation, bench, key: "k2")
            }
            #expect(twice?.status == .notFound && twice?.code == "file_not_found")
            try await bench.deliver()
            #expect(bench.sent.count == 1)
        }
    }

    /// Its bytes are made in the test: the runner writes every argument out.
    struct BadFile: Sendable {
        var start: [UInt8]
        var zeros = 0
        var name: String
        var type: String
        var code: String
    }

    @Test(
        arguments: [
            BadFile(start: Array("<html><script>".utf8), name: "foto.png", type: "image/png", code: "file_damaged"),
            BadFile(start: Array("not a film".utf8), name: "filme.mp4", type: "video/mp4", code: "file_damaged"),
            BadFile(start: Array("words".utf8), name: "n.pdf", type: "application/octet-stream", code: "file_damaged"),
            BadFile(start: [], name: "vazio.txt", type: "text/plain", code: "file_empty"),
            BadFile(
                start: [0xFF, 0xD8, 0xFF], zeros: FileRules.limit, name: "g.jpg", type: "image/jpeg",
                code: "body_too_large"),
        ])
    func `what is not what it says, empty or too large is refused and leaves nothing`(file: BadFile) async throws {
        try await MetaBench.run { bench in
            let refused = await #expect(throws: Problem.self) {
                _ = try await bench.upload(file.start + [UInt8](repeating: 0, count: file.zeros), file.name, file.type)
            }
            #expect(refused?.code == file.code)
            let left = (try files(bench).count, try await uploads(bench))
            #expect(left == (0, 0))
        }
    }

    @Test func `a body that breaks off leaves nothing; what nobody sends is swept after a day`() async throws {
        struct BrokenLine: Error {}
        try await MetaBench.run { bench in
            let (body, source) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
            source.yield(ByteBuffer(bytes: Self.photo))
            source.finish(throwing: BrokenLine())
            let intake = FileIntake(database: bench.database, store: bench.media)
            await #expect(throws: BrokenLine.self) {
                try await intake.receive(
                    body, .init(name: "a.jpg", type: "image/jpeg", isVoice: false), in: bench.actor.scope)
            }
            #expect(try files(bench) == [])

            _ = try await bench.upload(Self.photo, "velho.jpg", "image/jpeg")
            let kept = try await bench.upload(Self.photo, "novo.jpg", "image/jpeg")
            try await bench.database.system("test") {
                _ = try await $0.execute(
                    "UPDATE media_uploads SET created_at = now() - interval '2 days' WHERE file_name = 'velho.jpg'")
            }
            try await SweepUploadsWorker(database: bench.database, store: bench.media).run()
            #expect(try files(bench).map { $0.hasSuffix(kept.lowercase) } == [true])
        }
    }
}
