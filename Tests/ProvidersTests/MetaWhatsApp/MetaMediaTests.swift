import Crypto
import Domain
import Foundation
import Simulators
import TestSupport
import Testing

@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct MetaMediaTests {
    @Test(
        "a file's type says what it is sent as",
        arguments: [
            ("image/jpeg", false, .image), ("IMAGE/PNG", false, .image), ("image/webp", false, .sticker),
            ("audio/ogg; codecs=opus", true, .voice), ("audio/ogg; codecs=opus", false, .audio),
            ("video/mp4", false, .video), ("application/pdf", false, .document), ("", false, .document),
        ] as [(String, Bool, MetaWhatsApp.MediaKind)])
    func kinds(type: String, isVoice: Bool, kind: MetaWhatsApp.MediaKind) {
        #expect(MetaWhatsApp.MediaKind(mimeType: type, isVoice: isVoice) == kind)
    }

    @Test(
        "what WhatsApp would not take is refused before a byte is uploaded",
        arguments: [
            ("audio/webm", 10, nil), ("image/gif", 10, nil), ("image/svg+xml", 10, nil), ("video/quicktime", 10, nil),
            ("image/png", (5 << 20) + 1, nil), ("audio/mpeg", (16 << 20) + 1, nil),
            ("image/webp", (500 << 10) + 1, nil),
            ("application/pdf", (100 << 20) + 1, nil), ("image/png", 0, nil), ("", 10, nil), ("pdf", 10, nil),
            ("audio/mpeg", 10, .voice), ("application/pdf", 10, .image),
        ] as [(String, Int, MetaWhatsApp.MediaKind?)])
    func refused(type: String, size: Int, kind: MetaWhatsApp.MediaKind?) {
        let error = #expect(throws: ProviderError.self) {
            try (kind ?? .init(mimeType: type)).check(mimeType: type, byteCount: size)
        }
        #expect(error?.fault.code == "bad_media" && error?.disposition == .permanent)
    }

    @Test("the largest file of each kind is taken")
    func largest() throws {
        let types = [
            MetaWhatsApp.MediaKind.image: "image/jpeg", .video: "video/mp4", .audio: "audio/mp4",
            .voice: "audio/ogg; codecs=opus",
            .document: "application/pdf", .sticker: "image/webp",
        ]
        for kind in MetaWhatsApp.MediaKind.allCases {
            try kind.check(mimeType: try #require(types[kind]), byteCount: kind.sizeLimit)
        }
        #expect(MetaWhatsApp.MediaKind.voice.messageType == "audio")
    }

    @Test("nothing leaves when a file is refused")
    func upload() async throws {
        try await MetaSimulation.run { simulation in
            await #expect(throws: ProviderError.self) {
                try await simulation.client.upload([1], mimeType: "audio/webm", fileName: "a.webm")
            }
            #expect(simulation.meta.read { $0.calls.count } == 0)
            _ = try await simulation.client.upload(
                [1], mimeType: "audio/ogg; codecs=opus", fileName: "voz.ogg", as: .voice)
            #expect(simulation.meta.read { $0.calls.count } == 1)
        }
    }

    @Test("an address that ran out is asked for again, once")
    func expired() async throws {
        try await MetaSimulation.run { simulation in
            let file: [UInt8] = [1, 2, 3, 4]
            let id = simulation.meta.addMedia(file, mimeType: "image/png")
            simulation.meta.fail(.mediaDownload, .page(status: 404))
            let fetched = try await simulation.client.fetchMedia(id)
            #expect(fetched.bytes == file && fetched.mimeType == "image/png")
            #expect(
                simulation.meta.read { $0.calls.map(\.operation) } == [
                    .mediaInfo, .mediaDownload, .mediaInfo, .mediaDownload,
                ])
            simulation.meta.fail(.mediaDownload, .page(status: 404), count: 2)
            let gone = await #expect(throws: ProviderError.self) { try await simulation.client.fetchMedia(id) }
            #expect(gone?.fault.code == "media_url_expired" && gone?.disposition == .retry(after: nil))
        }
    }

    @Test("a file is held against the digest of the webhook, however that is written")
    func digest() async throws {
        try await MetaSimulation.run { simulation in
            let file = Array("voz".utf8)
            let id = simulation.meta.addMedia(file, mimeType: "audio/ogg")
            let digest = SHA256.hash(data: file)
            let base64 = Data(digest).base64EncodedString()
            let fetched = try await simulation.client.fetchMedia(id, sha256: base64)
            #expect(try await simulation.client.fetchMedia(id, sha256: fetched.sha256).bytes == file)
            #expect(try await simulation.client.fetchMedia(id, sha256: "unknown writing").bytes == file)
            let other = Data(SHA256.hash(data: [0])).base64EncodedString()
            let error = await #expect(throws: ProviderError.self) {
                try await simulation.client.fetchMedia(id, sha256: other)
            }
            #expect(error?.fault.code == "checksum_mismatch" && error?.disposition == .retry(after: nil))
            simulation.meta.fail(.mediaDownload, .garbled)
            await #expect(throws: ProviderError.self) { try await simulation.client.fetchMedia(id) }
        }
    }
}
