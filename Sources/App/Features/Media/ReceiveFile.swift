import Crypto
import Domain
import Foundation
import NIOCore
import Web

/// Takes in a file that somebody of the shop wants to send.
package struct FileIntake: Sendable {
    let database: Database
    let store: MediaFolder
    let voice: VoiceConverter?

    package init(database: Database, store: MediaFolder, voice: VoiceConverter? = nil) {
        self.database = database
        self.store = store
        self.voice = voice
    }

    /// What is said of a file along with its bytes.
    struct Label: Sendable {
        var name: String
        var type: String?
        var isVoice: Bool
        /// As declared; nil when the sender does not say.
        var length: Int?
    }

    /// Keeps a file that `check` lets pass. Bytes are on disk before the row says so; what is refused leaves nothing.
    ///
    /// - Parameter form: what a recording is made into.
    func receive<Body: AsyncSequence>(
        _ body: Body, _ label: Label, in scope: TenantScope, form: VoiceConverter.Form = .note,
        check: (Media.Upload) throws -> Void = { _ in }
    ) async throws -> Media.Upload where Body.Element == ByteBuffer {
        let name = Self.name(label.name)
        // Until the first bytes are here, only the sender knows what it is.
        let claimed = MediaKind.bare(label.type)
        let limit =
            claimed.hasPrefix("video/") || claimed == "application/octet-stream"
            ? FileRules.videoLimit : FileRules.limit
        if let length = label.length, length > limit { throw Problem.bodyTooLarge }
        let id = UUID.v7()
        let file = try await store.receive(body, limit: limit, tenant: scope.tenant, id: id)
        do {
            guard file.byteSize > 0 else { throw Problem.unprocessable("file_empty") }
            guard let type = FileSignature.type(of: file.head, claimed: claimed, name: name) else {
                throw Problem.unprocessable("file_damaged")
            }
            var upload = Media.Upload(
                id: id, fileName: name, mimeType: type, byteSize: file.byteSize, sha256: file.sha256,
                isVoice: label.isVoice && type.hasPrefix("audio/"), path: file.path)
            guard upload.byteSize <= (type.hasPrefix("video/") ? FileRules.videoLimit : FileRules.limit) else {
                throw Problem.bodyTooLarge
            }
            if upload.isVoice, let voice {
                upload = try await voice.normalise(upload, to: form, in: store, tenant: scope.tenant)
            }
            try check(upload)
            let kept = upload
            try await database.tenant(scope) { _ = try await $0.commit([Media.keep(kept, tx: $0)]) }
            return kept
        } catch {
            store.remove(file.path)
            throw error
        }
    }

    /// A name that is only a name: no folders, no control characters, nothing that turns the writing round.
    static func name(_ given: String) -> String {
        let last = given.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let scalars = last.unicodeScalars.filter { scalar in
            !scalar.properties.generalCategory.isControl && !scalar.properties.isBidiControl
        }
        var name = String(String.UnicodeScalarView(scalars)).trimmingWhitespace
        if name.unicodeScalars.count > 120 {
            // The ending says what opens it.
            let ending = name.split(separator: ".").dropFirst().last.map { "." + $0.prefix(10) } ?? ""
            name =
                String(String.UnicodeScalarView(name.unicodeScalars.prefix(120 - ending.unicodeScalars.count))) + ending
        }
        return name.isEmpty || name.allSatisfy({ $0 == "." }) ? "arquivo" : name
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isControl: Bool {
        switch self {
        case .control, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: false
        }
    }
}
