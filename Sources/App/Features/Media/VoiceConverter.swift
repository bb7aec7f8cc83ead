import Crypto
import Domain
import Foundation
import Synchronization
import Web

/// Makes a recording a voice note every phone plays: Ogg with Opus, one channel. Only where ffmpeg is installed.
package struct VoiceConverter: Sendable {
    let program: URL

    package init(program: URL) { self.program = program }

    /// The ffmpeg of this machine's search path, if there is one.
    package static func installed(path: String?) -> VoiceConverter? {
        for folder in (path ?? "").split(separator: ":") where folder.hasPrefix("/") {
            let place = URL(fileURLWithPath: String(folder), isDirectory: true).appending(path: "ffmpeg")
            if FileManager.default.isExecutableFile(atPath: place.path) { return VoiceConverter(program: place) }
        }
        return nil
    }

    private static let longest = Duration.seconds(60)

    /// The upload as a voice note. What cannot be converted stays as it was recorded.
    func normalise(_ upload: Media.Upload, in store: MediaFolder, tenant: TenantID) async throws -> Media.Upload {
        guard upload.mimeType != "audio/ogg", let source = store.place(upload.path) else { return upload }
        let target = source.appendingPathExtension("ogg")
        defer { try? FileManager.default.removeItem(at: target) }
        guard try await convert(source, to: target), let data = try? Data(contentsOf: target), !data.isEmpty,
            data.count <= FileRules.limit
        else { return upload }
        let bytes = Array(data)
        let path = try store.write(bytes, tenant: tenant, attachment: upload.id)
        let stem = upload.fileName.split(separator: ".").first.map(String.init) ?? "voz"
        return Media.Upload(
            id: upload.id, fileName: stem + ".ogg", mimeType: "audio/ogg", byteSize: bytes.count,
            sha256: MediaFolder.hex(SHA256.hash(data: bytes)), isVoice: true, path: path)
    }

    /// A recording of any kind as Ogg with Opus; nil when it cannot be converted.
    func ogg(of source: URL) async throws -> [UInt8]? {
        let target = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).ogg")
        defer { try? FileManager.default.removeItem(at: target) }
        guard try await convert(source, to: target), let data = try? Data(contentsOf: target), !data.isEmpty else {
            return nil
        }
        return Array(data)
    }

    private func convert(_ source: URL, to target: URL) async throws -> Bool {
        let process = Process()
        process.executableURL = program
        process.arguments = [
            "-nostdin", "-v", "error", "-y", "-i", source.path, "-vn", "-map_metadata", "-1", "-ac", "1", "-ar",
            "48000",
            "-c:a", "libopus", "-b:a", "32k", "-f", "ogg", target.path,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (ends, end) = AsyncStream.makeStream(of: Bool.self)
        process.terminationHandler = { end.yield($0.terminationStatus == 0) }
        do { try process.run() } catch { return false }
        let pid = process.processIdentifier
        return try await withThrowingTaskGroup(of: Bool?.self) { group in
            group.addTask { await ends.first { _ in true } }
            group.addTask {
                try await Task.sleep(for: Self.longest)
                return nil
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            if first == nil { kill(pid, SIGKILL) }
            return first ?? false
        }
    }
}
