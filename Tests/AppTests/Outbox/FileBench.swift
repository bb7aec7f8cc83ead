import Crypto
import Domain
import Foundation
import Logging
import NIOCore
import Postgres
import Providers

@testable import App

/// A shop whose people send files: each bench brings its own provider.
protocol FileBench: Sendable {
    var database: Database { get }
    var tenant: TenantID { get }
    var media: MediaFolder { get }
    var desk: ConversationDesk { get }
}

extension FileBench {
    /// Bia, who answers.
    var actor: ConversationDesk.Actor { .init(scope: TenantScope(tenant: tenant, role: .agent), name: "Bia") }

    var desk: ConversationDesk {
        ConversationDesk(database: database, realtime: Realtime(database: database, logger: Logger(label: "test"))) {}
    }

    /// Takes a file in, as the composer does.
    func upload(_ bytes: [UInt8], _ name: String, _ type: String, isVoice: Bool = false) async throws -> UUID {
        let (body, source) = AsyncStream.makeStream(of: ByteBuffer.self)
        for start in stride(from: 0, to: bytes.count, by: 65_536) {
            source.yield(ByteBuffer(bytes: bytes[start..<min(start + 65_536, bytes.count)]))
        }
        source.finish()
        return try await FileIntake(database: database, store: media).receive(
            body, .init(name: name, type: type, isVoice: isVoice), in: actor.scope
        ).id
    }

    /// Uploads a file and puts it on its way; gives the message.
    func send(_ file: SampleFile, _ text: String = "", in conversation: UUID) async throws -> UUID {
        let upload = try await upload(file.bytes, file.name, file.type, isVoice: file.isVoice)
        let draft = ReplyDraft(text: text, file: upload)
        return try await desk.reply(conversation, draft, key: UUID().uuidString, by: actor).message
    }

    /// Why a message was not sent: the code, and the words of the shop.
    func failure(of message: UUID) async throws -> [String?] {
        try await database.tenant(.service(tenant)) { tx in
            let row = try await tx.one(
                """
                SELECT failure_code, failure_reason FROM messages WHERE tenant_id = \(tx.tenant) AND id = \(message)
                """)
            return [try row("failure_code"), try row("failure_reason")]
        }
    }
}

/// Something a shop sends.
struct SampleFile: Sendable {
    let bytes: [UInt8]
    let name: String
    let type: String
    var isVoice = false

    static let photo = SampleFile(
        bytes: [0xFF, 0xD8, 0xFF, 0xE0] + (0..<90_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }, name: "vitrine.jpg",
        type: "image/jpeg")
    /// With everything in it that a form, or a mail, might take for its own end.
    static let price = SampleFile(
        bytes: Array("%PDF-1.7\r\n.\r\n..\r\n--b--\r\n".utf8) + (0..<70_000).map { UInt8(truncatingIfNeeded: $0) },
        name: "tabela de preços.pdf", type: "application/pdf")
    static let voice = SampleFile(
        bytes: Array("OggS".utf8) + [UInt8](repeating: 1, count: 4_000), name: "voz.ogg", type: "audio/ogg",
        isVoice: true)
    static let archive = SampleFile(
        bytes: Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 3, count: 900), name: "fotos.zip",
        type: "application/zip")
    static let program = SampleFile(bytes: Array("MZ".utf8) + [0, 1, 2], name: "boleto.pdf.exe", type: "")

    static func picture(_ size: Int) -> SampleFile {
        SampleFile(bytes: [0xFF, 0xD8, 0xFF] + [UInt8](repeating: 1, count: size), name: "g.jpg", type: "image/jpeg")
    }
}

extension MediaLinks {
    /// A public site as the world sees it; tests reach it at the bench's own door.
    static let pretend = MediaLinks(key: SymmetricKey(size: .bits256), publicURL: "https://loja.example.com")

    /// What the provider gets when it fetches the file.
    func fetch(_ link: String, from site: String) async throws -> (type: String?, bytes: [UInt8]) {
        let answer = try await ProviderHTTP(logger: ShopBench.quiet).send(
            ProviderRequest("test.get", url: link.replacing(publicURL, with: site)))
        return (answer.status == 200 ? answer.header("Content-Type") : "status \(answer.status)", answer.body)
    }
}
