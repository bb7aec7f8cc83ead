import Crypto
import Domain
import Foundation
import Web

/// Makes sound what a phone plays: voice notes for the customer, and copies that every browser of the shop plays. Only where ffmpeg is
/// installed.
package struct VoiceConverter: Sendable {
    /// What a sound is made into.
    package enum Form: Sendable {
        /// Ogg with Opus, one channel: WhatsApp's voice note.
        case note
        /// AAC in an MP4: every iPhone, Instagram and Messenger.
        case sound

        var mimeType: String {
            switch self {
            case .note: "audio/ogg"
            case .sound: "audio/mp4"
            }
        }
        var ending: String {
            switch self {
            case .note: "ogg"
            case .sound: "m4a"
            }
        }
        fileprivate var arguments: [String] {
            switch self {
            case .note: ["-ac", "1", "-ar", "48000", "-c:a", "libopus", "-b:a", "32k", "-f", "ogg"]
            case .sound: ["-ac", "1", "-c:a", "aac", "-b:a", "64k", "-movflags", "+faststart", "-f", "mp4"]
            }
        }

        /// What a recording that leaves on a channel has to be.
        package static func voice(on channel: String) -> Form {
            ["instagram", "messenger"].contains(channel) ? .sound : .note
        }
    }

    let program: URL
    /// Nothing a person records takes longer; what does is given up.
    let limit: Duration
    /// Converting takes a whole core: more at a time only makes all of them late.
    private static let turnstile = Turnstile(places: 2)

    package init(program: URL, limit: Duration = .seconds(60)) {
        self.program = program
        self.limit = limit
    }

    /// The ffmpeg of this machine's search path, if there is one.
    package static func installed(path: String?) -> VoiceConverter? {
        for folder in (path ?? "").split(separator: ":") where folder.hasPrefix("/") {
            let place = URL(fileURLWithPath: String(folder), isDirectory: true).appending(path: "ffmpeg")
            if FileManager.default.isExecutableFile(atPath: place.path) { return VoiceConverter(program: place) }
        }
        return nil
    }

    /// The upload as a voice note. What cannot be converted stays as it was recorded.
    func normalise(
        _ upload: Media.Upload, to form: Form, in store: MediaFolder, tenant: TenantID
    ) async throws -> Media.Upload {
        guard let source = store.place(upload.path), !Self.isAlready(form, upload.mimeType, source) else {
            return upload
        }
        let target = source.appendingPathExtension("part-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: target) }
        guard try await convert(source, to: target, form), let data = try? Data(contentsOf: target), !data.isEmpty,
            data.count <= FileRules.limit
        else { return upload }
        let bytes = Array(data)
        let path = try store.write(bytes, tenant: tenant, attachment: upload.id)
        let stem = upload.fileName.split(separator: ".").first.map(String.init) ?? "voz"
        return Media.Upload(
            id: upload.id, fileName: "\(stem).\(form.ending)", mimeType: form.mimeType, byteSize: bytes.count,
            sha256: MediaFolder.hex(SHA256.hash(data: bytes)), isVoice: true, path: path)
    }

    /// A recording of any kind as Ogg with Opus; nil when it cannot be converted.
    func ogg(of source: URL) async throws -> [UInt8]? {
        let target = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).ogg")
        defer { try? FileManager.default.removeItem(at: target) }
        guard try await convert(source, to: target, .note), let data = try? Data(contentsOf: target), !data.isEmpty
        else {
            return nil
        }
        return Array(data)
    }

    private static func isAlready(_ form: Form, _ type: String, _ file: URL) -> Bool {
        guard type == form.mimeType else { return false }
        guard case .note = form, let handle = try? FileHandle(forReadingFrom: file) else { return true }
        defer { try? handle.close() }
        // An Ogg may hold Vorbis, which phones do not play as a voice note.
        let head = (try? handle.read(upToCount: 64)) ?? Data()
        return head.range(of: Data("OpusHead".utf8)) != nil
    }

    /// A copy of a kept sound that plays everywhere, made when it is asked for the first time; nil for what cannot be converted.
    func playable(_ file: Media.Kept, in store: MediaFolder) async throws -> URL? {
        guard let source = store.place(file.path), let copy = store.place(MediaFolder.copy(of: file.path)) else {
            return nil
        }
        if FileManager.default.fileExists(atPath: copy.path) { return copy }
        let scratch = copy.appendingPathExtension("part-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        guard try await convert(source, to: scratch, .sound) else { return nil }
        // Two that were asked for at once are the same file: whichever comes second changes nothing.
        try? FileManager.default.moveItem(at: scratch, to: copy)
        return FileManager.default.fileExists(atPath: copy.path) ? copy : nil
    }

    private func convert(_ source: URL, to target: URL, _ form: Form) async throws -> Bool {
        await Self.turnstile.enter()
        defer { Self.turnstile.leave() }
        try Task.checkCancellation()
        let process = Process()
        process.executableURL = program
        process.arguments =
            ["-nostdin", "-v", "error", "-y", "-i", source.path, "-vn", "-map_metadata", "-1"] + form.arguments
            + [target.path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (ends, end) = AsyncStream.makeStream(of: Bool.self)
        process.terminationHandler = { end.yield($0.terminationStatus == 0) }
        do { try process.run() } catch { return false }
        let pid = process.processIdentifier
        let outcome = try? await withThrowingTaskGroup(of: Bool?.self) { group in
            group.addTask { await ends.first { _ in true } }
            group.addTask { [limit] in
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        // Too long, or nobody waits any more.
        guard let ended = outcome else {
            kill(pid, SIGKILL)
            try Task.checkCancellation()
            return false
        }
        return ended
    }
}
