import Crypto
import Foundation
import TestSupport
import Testing

@testable import App

/// An archive's form, without a database.
@Suite struct ArchiveTests {
    private let key = BackupKey("a key that nobody guesses")
    private let database = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private var files: [(String, [UInt8])] {
        [
            (BackupManifest.database, database), (BackupManifest.configuration, Array("PORT=1\n".utf8)),
            ("media/0199/ab/0199-ab", []), ("media/0199/cd/0199-cd", [1, 2, 3]),
        ]
    }

    private func manifest(_ files: [(String, [UInt8])]) throws -> BackupManifest {
        BackupManifest(
            createdAt: Date(timeIntervalSince1970: 1_700_000_000), server: "18.4", programs: 18,
            migrations: ["0001_a.sql"],
            tables: ["messages": 3], masterKey: "key 01020304",
            files: files.map { .init(path: $0.0, bytes: $0.1.count, sha256: MediaFolder.hex(.of($0.1))) })
    }

    private func write(_ url: URL, key: BackupKey?, entries: [(String, [UInt8])], manifest: BackupManifest?) throws {
        let file = try FileSink(url.path)
        let sealed: any ByteSink = try key.map { try SealingSink(file, key: $0) } ?? file
        let tar = TarSink(try GzipSink(sealed))
        for (name, bytes) in entries {
            try tar.add(name, size: bytes.count, modified: Date(timeIntervalSince1970: 0)) { try $0(bytes[...]) }
        }
        if let manifest {
            let json = Array(try manifest.json)
            try tar.add(BackupManifest.name, size: json.count, modified: Date()) { try $0(json[...]) }
        }
        try tar.finish()
    }

    @Test(arguments: [true, false]) func `what is packed comes out as it was, sealed or not`(isSealed: Bool) throws {
        try withFolder { folder in
            let url = folder.appending(path: "a.tar.gz")
            let wanted = try manifest(files)
            try write(url, key: isSealed ? key : nil, entries: files, manifest: wanted)
            let out = folder.appending(path: "out")
            #expect(try BackupArchive(url: url, key: key).read(into: out) == wanted)
            for (name, bytes) in files {
                let place = out.appending(path: name)
                #expect(try Array(Data(contentsOf: place)) == bytes)
                let mode = try FileManager.default.attributesOfItem(atPath: place.path)[.posixPermissions] as? Int
                #expect(mode == 0o600)
            }
            let mode = try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            if isSealed {
                #expect(throws: BackupError.sealed) { try BackupArchive(url: url, key: nil).read() }
                #expect(throws: BackupError.wrongKey) {
                    try BackupArchive(url: url, key: BackupKey("another key of that length")).read()
                }
            }
        }
    }

    @Test(arguments: [true, false]) func `a changed byte or a cut anywhere is seen`(isSealed: Bool) throws {
        try withFolder { folder in
            let url = folder.appending(path: "a.tar.gz")
            try write(url, key: isSealed ? key : nil, entries: files, manifest: try manifest(files))
            let whole = try Array(Data(contentsOf: url))
            var random = SeededRandom(seed: 7)
            let damaged = folder.appending(path: "damaged")
            func isRefused(_ bytes: [UInt8]) throws -> Bool {
                try Data(bytes).write(to: damaged)
                do {
                    _ = try BackupArchive(url: damaged, key: key).read()
                    return false
                } catch is BackupError {
                    return true
                }
            }
            // Sealed ones cost a scrypt each.
            for _ in 0..<(isSealed ? 12 : 60) {
                let place = Int.random(in: 0..<whole.count, using: &random)
                // gzip's header holds a time, flags and the system, which say nothing of the content.
                if !isSealed, (3..<10).contains(place) { continue }
                var changed = whole
                changed[place] ^= UInt8.random(in: 1...255, using: &random)
                #expect(try isRefused(changed), "byte \(place) of \(whole.count)")
                #expect(try isRefused(Array(whole.prefix(place))), "cut at \(place) of \(whole.count)")
            }
            #expect(try isRefused([]) && isRefused(Array("no archive".utf8)))
        }
    }

    @Test func `the pieces of a sealed archive cannot change places`() throws {
        try withFolder { folder in
            let url = folder.appending(path: "a")
            try write(url, key: key, entries: files, manifest: try manifest(files))
            var bytes = try Array(Data(contentsOf: url))
            let piece = SealedForm.pieceCount + SealedForm.tagCount
            try #require(bytes.count > SealedForm.headerCount + 2 * piece)
            let first = SealedForm.headerCount..<SealedForm.headerCount + piece
            let second = first.upperBound..<first.upperBound + piece
            let swapped = Array(bytes[second]) + Array(bytes[first])
            bytes.replaceSubrange(first.lowerBound..<second.upperBound, with: swapped)
            try Data(bytes).write(to: url)
            #expect(throws: BackupError.wrongKey) { try BackupArchive(url: url, key: key).read() }
        }
    }

    @Test func `what stands in no manifest, or leads out of its folder, is refused`() throws {
        try withFolder { folder in
            let url = folder.appending(path: "a")
            let intruder = ("media/0199/ab/0199-zz", [UInt8(9)])
            try write(url, key: nil, entries: files + [intruder], manifest: try manifest(files))
            #expect(throws: BackupError.self) { try BackupArchive(url: url, key: nil).read() }
            for (number, name) in ["../etc", "/etc/passwd", "media/../../x", "media/a/b/..", "media/a/b", "other"]
                .enumerated()
            {
                let url = folder.appending(path: "b\(number)")
                try write(url, key: nil, entries: [(name, [1])], manifest: try manifest([(name, [1])]))
                #expect(throws: BackupError.self) {
                    try BackupArchive(url: url, key: nil).read(into: folder.appending(path: "out"))
                }
            }
            let missing = folder.appending(path: "c")
            try write(missing, key: nil, entries: Array(files.dropLast()), manifest: try manifest(files))
            #expect(throws: BackupError.damaged("media/0199/cd/0199-cd is missing")) {
                try BackupArchive(url: missing, key: nil).read()
            }
            let unlisted = folder.appending(path: "d")
            try write(unlisted, key: nil, entries: files, manifest: nil)
            #expect(throws: BackupError.damaged("its manifest is missing")) {
                try BackupArchive(url: unlisted, key: nil).read()
            }
        }
    }

    @Test func `any tar reads it`() throws {
        try withFolder { folder in
            let url = folder.appending(path: "a.tar.gz")
            try write(url, key: nil, entries: files, manifest: try manifest(files))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["tar", "-xzf", url.path, "-C", folder.path]
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            #expect(try Array(Data(contentsOf: folder.appending(path: BackupManifest.database))) == database)
        }
    }

    @Test func `sizes beyond 8 GB are written as other programs read them`() throws {
        final class Nothing: ByteSink {
            var head: [UInt8] = []
            func write(_ bytes: ArraySlice<UInt8>) { if head.count < 512 { head += bytes } }
            func finish() {}
        }
        let sink = Nothing()
        let size = 9_000_000_000
        // The content is not written: it would be missed at the end.
        #expect(throws: BackupError.self) {
            try TarSink(sink).add("database.dump", size: size, modified: Date()) { _ in }
        }
        final class Given: ByteSource {
            var bytes: [UInt8]
            init(_ bytes: [UInt8]) { self.bytes = bytes }
            func read(_ count: Int) -> [UInt8] {
                defer { bytes.removeFirst(min(count, bytes.count)) }
                return Array(bytes.prefix(count))
            }
        }
        #expect(try TarSource(Given(sink.head)).next() == TarEntry(name: "database.dump", size: size))
    }

    @Test func `settings without their secrets, and a key that is too short`() throws {
        let config = try Config(environment: [
            "PORT": "81", "DATABASE_URL": "postgresql://u:geheim@h/d",
            "SECRETARIA_MASTER_KEY": String(repeating: "ab", count: 32),
            "OPENAI_API_KEY": "sk-secret", "METRICS_TOKEN": "metrics secret", "BACKUP_KEY": "short",
            "LOG_LEVEL": "debug",
        ])
        let text = config.withoutSecrets
        #expect(text.contains("PORT=81\n") && text.contains("LOG_LEVEL=debug\n") && text.contains("# OPENAI_API_KEY\n"))
        for secret in ["geheim", "abab", "sk-secret", "metrics secret", "short"] { #expect(!text.contains(secret)) }
        #expect(DotEnv.parse(text) == ["PORT": "81", "LOG_LEVEL": "debug"])
        #expect(throws: BackupError.weakKey) { try config.backup.checkedKey() }
        #expect("\(config.backup)\(String(reflecting: config.backup))".contains("short") == false)
    }

    @Test func `an archive is named by the time in UTC`() {
        #expect(MakeBackup.stamp(Date(timeIntervalSince1970: 1_763_722_445)) == "20251121_105405")
    }
}

extension SHA256Digest {
    fileprivate static func of(_ bytes: [UInt8]) -> SHA256Digest { SHA256.hash(data: bytes) }
}
