import Crypto
import Foundation

/// Reads an archive to its end and holds it against its own manifest.
struct BackupArchive {
    let url: URL
    let key: BackupKey?

    /// Reads everything once. With `folder`, the files are put there, whole and closed to others.
    ///
    /// - Returns: The manifest, when every file is there, nothing else is, and every checksum agrees.
    func read(into folder: URL? = nil, report: @escaping (String) -> Void = { _ in }) throws -> BackupManifest {
        let file = try FileSource(url.path)
        let tar = TarSource(try GzipSource(try opened(file)))
        var (found, manifest): ([String: BackupManifest.File], BackupManifest?) = ([:], nil)
        var progress = Progress(total: file.size, what: "read", report: report)
        while let entry = try tar.next() {
            guard BackupManifest.allows(entry.name), found[entry.name] == nil, manifest == nil else {
                throw BackupError.damaged("it holds an entry that no backup has")
            }
            if entry.name == BackupManifest.name {
                manifest = try BackupManifest(json: Data(try whole(entry, of: tar)))
            } else {
                let target = try folder.map { try Self.place(entry.name, in: $0) }
                found[entry.name] = try Self.take(entry, from: tar, to: target)
            }
            progress.step(file.position)
        }
        guard let manifest else { throw BackupError.damaged("its manifest is missing") }
        for file in manifest.files {
            guard let there = found.removeValue(forKey: file.path) else {
                throw BackupError.damaged("\(file.path) is missing")
            }
            if there != file { throw BackupError.damaged("the checksum of \(file.path) is wrong") }
        }
        if let extra = found.keys.min() { throw BackupError.damaged("\(extra) is not in its manifest") }
        guard manifest.files.contains(where: { $0.path == BackupManifest.database }) else {
            throw BackupError.damaged("it holds no database")
        }
        return manifest
    }

    /// Sees by the first bytes whether it is sealed.
    private func opened(_ file: FileSource) throws -> any ByteSource {
        let head = try file.readAll(SealedForm.headerCount)
        if head.starts(with: SealedForm.name) {
            guard let key else { throw BackupError.sealed }
            return try OpeningSource(file, header: head, key: key)
        }
        guard head.starts(with: [0x1F, 0x8B]) else { throw BackupError.noBackup(path: url.path) }
        return Rejoined(head, file)
    }

    /// A manifest of a million files is some 150 MB; more is no manifest.
    private func whole(_ entry: TarEntry, of tar: TarSource) throws -> [UInt8] {
        guard entry.size <= 1 << 30 else { throw BackupError.damaged("its manifest is too large") }
        var bytes: [UInt8] = []
        while true {
            let more = try tar.read()
            if more.isEmpty { return bytes }
            bytes += more
        }
    }

    private static func take(_ entry: TarEntry, from tar: TarSource, to target: URL?) throws -> BackupManifest.File {
        let sink = try target.map { try FileSink($0.path) }
        var hash = SHA256()
        while true {
            let bytes = try tar.read()
            if bytes.isEmpty { break }
            bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
            try sink?.write(bytes[...])
        }
        try sink?.finish()
        return .init(path: entry.name, bytes: entry.size, sha256: MediaFolder.hex(hash.finalize()))
    }

    private static func place(_ name: String, in folder: URL) throws -> URL {
        let place = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        return place
    }

    /// What was read to look at it, then the rest.
    private final class Rejoined: ByteSource {
        private var head: [UInt8]
        private let rest: any ByteSource

        init(_ head: [UInt8], _ rest: any ByteSource) { (self.head, self.rest) = (head, rest) }

        func read(_ count: Int) throws -> [UInt8] {
            if head.isEmpty { return try rest.read(count) }
            defer { head = [] }
            return head
        }
    }
}

/// Says now and then how far something is.
struct Progress {
    let total: Int
    let what: String
    let report: (String) -> Void
    private var told = 0

    init(total: Int, what: String, report: @escaping (String) -> Void) {
        (self.total, self.what, self.report) = (total, what, report)
    }

    /// Every tenth of the whole.
    mutating func step(_ done: Int) {
        let tenth = done / max(1, total / 10)
        guard tenth > told, tenth < 10 else { return }
        told = tenth
        report("  \(tenth * 10) % of \(ByteText.text(total)) \(what)")
    }
}

/// A number of bytes for people.
enum ByteText {
    static func text(_ count: Int) -> String {
        switch count {
        case ..<10_000: "\(count) bytes"
        case ..<10_000_000: "\(count / 1000) kB"
        case ..<10_000_000_000: "\(count / 1_000_000) MB"
        default: "\(count / 1_000_000_000) GB"
        }
    }
}
