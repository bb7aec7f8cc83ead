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

private let installedConverter = VoiceConverter.installed(path: ProcessInfo.processInfo.environment["PATH"])

/// Recordings as browsers make them, through the real ffmpeg, to what a phone plays. Where no ffmpeg is installed, nothing is
/// converted, and these say so by being skipped.
@Suite(.timeLimit(.minutes(5)), .enabled(if: installedConverter != nil))
struct VoiceTests {
    static let converter = installedConverter

    /// A second of a tone, in two channels, as a browser or a phone would have made it.
    static func recording(_ arguments: [String], ending: String) throws -> [UInt8] {
        let place = FileManager.default.temporaryDirectory.appending(path: "voice-\(UUID()).\(ending)")
        defer { try? FileManager.default.removeItem(at: place) }
        let process = Process()
        process.executableURL = try #require(converter).program
        process.arguments =
            ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:duration=1:sample_rate=48000"]
            + arguments + [place.path]
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Array(try Data(contentsOf: place))
    }

    static func chrome() throws -> SampleFile {
        SampleFile(
            bytes: try recording(["-ac", "2", "-c:a", "libopus", "-f", "webm"], ending: "webm"), name: "voz.webm",
            type: "audio/webm", isVoice: true)
    }
    static func safari() throws -> SampleFile {
        SampleFile(
            bytes: try recording(["-ac", "2", "-c:a", "aac", "-f", "mp4"], ending: "m4a"), name: "voz.m4a",
            type: "audio/mp4", isVoice: true)
    }
    static func whatsApp() throws -> SampleFile {
        SampleFile(
            bytes: try recording(["-ac", "1", "-c:a", "libopus", "-f", "ogg"], ending: "ogg"), name: "voz.ogg",
            type: "audio/ogg", isVoice: true)
    }

    private static func take(
        _ file: SampleFile, _ form: VoiceConverter.Form, _ bench: MetaBench, by voice: VoiceConverter? = converter
    ) async throws -> (upload: Media.Upload, bytes: [UInt8]) {
        let (body, source) = AsyncStream.makeStream(of: ByteBuffer.self)
        source.yield(ByteBuffer(bytes: file.bytes))
        source.finish()
        let upload = try await FileIntake(database: bench.database, store: bench.media, voice: voice).receive(
            body, .init(name: file.name, type: file.type, isVoice: true), in: bench.actor.scope, form: form)
        return (upload, Array(try Data(contentsOf: try #require(bench.media.place(upload.path)))))
    }

    private static func isOpus(_ bytes: [UInt8]) -> Bool {
        // Page header, then the identification header: one channel is its tenth byte.
        guard let head = Data(bytes.prefix(200)).range(of: Data("OpusHead".utf8)) else { return false }
        return bytes.starts(with: Array("OggS".utf8)) && bytes[head.upperBound + 1] == 1
    }

    @Test func `what Chrome and Safari record leaves as WhatsApp's voice note, one channel, under its own name`()
        async throws
    {
        try await MetaBench.run { bench in
            let conversation = try await bench.hear()
            for file in [try Self.chrome(), try Self.safari()] {
                let (upload, bytes) = try await Self.take(file, .note, bench)
                #expect(upload.mimeType == "audio/ogg" && upload.fileName == "voz.ogg" && upload.isVoice)
                #expect(Self.isOpus(bytes) && bytes.count == upload.byteSize)
                _ = try await bench.desk.reply(
                    conversation, ReplyDraft(text: "", file: upload.id), key: UUID().uuidString, by: bench.actor)
                try await bench.deliver()
                let sent = try #require(bench.sent.last?.body["audio"])
                #expect(sent["voice"]?.bool == true)
                #expect(bench.meta.mediaBytes(try #require(sent["id"]?.string)) == bytes)
            }
        }
    }

    @Test func `for Instagram and Messenger a recording becomes AAC; what is right already stays byte for byte`()
        async throws
    {
        try await MetaBench.run { bench in
            #expect(VoiceConverter.Form.voice(on: "instagram").mimeType == "audio/mp4")
            let (sound, bytes) = try await Self.take(try Self.chrome(), .sound, bench)
            #expect(sound.mimeType == "audio/mp4" && sound.fileName == "voz.m4a")
            #expect(Array(bytes[4..<8]) == Array("ftyp".utf8))
            for (file, form) in [(try Self.safari(), VoiceConverter.Form.sound), (try Self.whatsApp(), .note)] {
                #expect(try await Self.take(file, form, bench).bytes == file.bytes)
            }
        }
    }

    @Test func `by API a recording takes the form of the channel that is named, WhatsApp's where none is`() async throws
    {
        let recording = try Self.chrome().bytes
        try await withWholeSite { site, _ in
            try await site.application().test(.router) { client in
                func upload(_ query: String) async throws -> TestResponse {
                    try await client.executeRequest(
                        uri: "/api/media?name=voz.webm&voice=1" + query, method: .post,
                        headers: [.authorization: "Bearer \(site.token)", .contentType: "audio/webm"],
                        body: ByteBuffer(bytes: recording))
                }
                for (query, type) in [
                    ("", "audio/ogg"), ("&channel=whatsapp", "audio/ogg"), ("&channel=instagram", "audio/mp4"),
                    ("&channel=messenger", "audio/mp4"),
                ] {
                    let made = try JSON.parse(String(buffer: try await upload(query).body))
                    #expect(made["mime_type"]?.string == type, "\(query)")
                }
                #expect(try await upload("&channel=fax").status == .unprocessableContent)
            }
        }
    }

    @Test func `Vorbis in an Ogg is no voice note, and becomes one`() async throws {
        try await MetaBench.run { bench in
            let vorbis = SampleFile(
                bytes: try Self.recording(["-c:a", "vorbis", "-strict", "-2", "-ac", "2", "-f", "ogg"], ending: "ogg"),
                name: "a.ogg", type: "audio/ogg")
            #expect(!Self.isOpus(vorbis.bytes))
            #expect(Self.isOpus(try await Self.take(vorbis, .note, bench).bytes))
        }
    }

    @Test func `a damaged recording stays as it was recorded, and so does one whose converter hangs`() async throws {
        try await MetaBench.run { bench in
            let damaged = SampleFile(
                bytes: [0x1A, 0x45, 0xDF, 0xA3] + [UInt8](repeating: 0x5A, count: 900), name: "voz.webm",
                type: "audio/webm")
            let (upload, bytes) = try await Self.take(damaged, .note, bench)
            #expect(upload.mimeType == "audio/webm" && bytes == damaged.bytes)

            let script = FileManager.default.temporaryDirectory.appending(path: "hang-\(UUID())")
            defer { try? FileManager.default.removeItem(at: script) }
            try Data("#!/bin/sh\nexec sleep 600\n".utf8).write(to: script)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
            let hanging = VoiceConverter(program: script, limit: .milliseconds(20))
            let file = try Self.chrome()
            #expect(try await Self.take(file, .note, bench, by: hanging).bytes == file.bytes)
        }
    }

    @Test
    func `a customer's voice note is offered in a form that every iPhone plays, made once, and gone with its file`()
        async throws
    {
        try await MetaBench.run { bench in
            let note = try Self.whatsApp()
            let media = bench.meta.addMedia(note.bytes, mimeType: "audio/ogg; codecs=opus")
            _ = try await bench.meta.receive(
                .media(kind: "audio", id: media, mimeType: "audio/ogg; codecs=opus"), from: MetaBench.ana,
                on: bench.simulation.account.phoneNumberID)
            _ = try await bench.lanes.drain(bench.tenant)
            try await bench.deliver()
            let (id, path) = try await bench.database.tenant(bench.actor.scope) { tx in
                let row = try await tx.one(
                    "SELECT attachment_id, storage_path FROM media_files WHERE tenant_id = \(tx.tenant) AND state = 'here'"
                )
                return (try row("attachment_id") as UUID, try row("storage_path") as String)
            }
            let kept = try await bench.database.tenant(bench.actor.scope) { try await Media.kept(id, tx: $0) }
            let file = try #require(kept)
            #expect(file.shownName == "arquivo.ogg" && MediaKind.needsCopy(file.mimeType))
            let converter = try #require(Self.converter)
            // Asked for by several at once, as a page with a player does.
            try await withThrowingTaskGroup(of: URL?.self) { group in
                for _ in 0..<4 { group.addTask { try await converter.playable(file, in: bench.media) } }
                for try await place in group {
                    let bytes = Array(try Data(contentsOf: try #require(place)))
                    #expect(Array(bytes[4..<8]) == Array("ftyp".utf8))
                }
            }
            let copy = try #require(bench.media.place(MediaFolder.copy(of: path)))
            let made = try Data(contentsOf: copy)
            #expect(try await converter.playable(file, in: bench.media) == copy)
            #expect(try Data(contentsOf: copy) == made)
            let folder = try FileManager.default.contentsOfDirectory(atPath: copy.deletingLastPathComponent().path)
            #expect(Set(folder) == [id.lowercase, id.lowercase + ".m4a"])
            bench.media.remove(path)
            #expect(!FileManager.default.fileExists(atPath: copy.path))
        }
    }
}
