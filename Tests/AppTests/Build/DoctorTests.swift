import Foundation
import Logging
import TestSupport
import Testing

@testable import App

/// What the doctor finds in settings alone.
@Suite struct DoctorTests {
    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID())")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func found(_ environment: [String: String]) throws -> [Diagnosis] {
        let home = URL(fileURLWithPath: environment["SECRETARIA_DATA"] ?? "/")
        return SettingsCheck(config: try Config(environment: environment), home: home).examine()
    }

    @Test func `a healthy installation gets no complaint`() throws {
        try withFolder { folder in
            let diagnoses = try found([
                "SECRETARIA_DATA": folder.path, "SECRETARIA_MASTER_KEY": MasterKey.random(),
                "PUBLIC_URL": "https://loja.example", "HOST": "0.0.0.0",
                "METRICS_TOKEN": String(repeating: "x1", count: 10),
                "TRUSTED_PROXIES": "10.0.0.0/8", "BACKUP_KEY": "long enough a key",
            ])
            #expect(diagnoses.filter { $0.verdict != .good } == [])
        }
    }

    @Test(arguments: [
        (["PUBLIC_URL": "http://loja.example"], "public address", "begins with http"),
        (["HOST": "0.0.0.0"], "public address", "PUBLIC_URL is not set"),
        (["ALLOW_INSECURE_HTTP": "yes"], "sign-in", "in clear"),
        (["TRUSTED_PROXIES": "0.0.0.0/0"], "proxies", "believes every sender"),
        (["METRICS_TOKEN": "tok-42"], "metrics", "shorter than 16"),
        (["OPENAI_BASE_URL": "http://model.example/v1", "OPENAI_API_KEY": "sk-1"], "language model", "in clear"),
        (["BACKUP_KEY": "tiny"], "backup key", "at least 16"),
        (["SECRETARIA_PREVIOUS_MASTER_KEY": String(repeating: "ab", count: 32)], "master key", "keys rotate"),
        (["SECRETARIA_MASTER_KEY": String(repeating: "00", count: 32)], "master key", "repeats itself"),
        (
            ["SECRETARIA_MASTER_KEY": Data("change-me-change-me-change-me-12".utf8).base64EncodedString()],
            "master key",
            "repeats itself"
        ),
        (
            ["SECRETARIA_MASTER_KEY": Data("The quick brown fox jumps over!!".utf8).base64EncodedString()],
            "master key",
            "somebody typed"
        ),
        (
            ["SECRETARIA_MASTER_KEY": Data((0..<32).map { UInt8($0) }).base64EncodedString()], "master key",
            "plain sequence"
        ),
    ])
    func `what is weak or missing is named in words, and its value is not`(
        environment: [String: String], subject: String, words: String
    ) throws {
        try withFolder { folder in
            let diagnoses = try found(environment.merging(["SECRETARIA_DATA": folder.path]) { $1 })
            let complaint = try #require(diagnoses.first { $0.verdict != .good })
            #expect(complaint.subject == subject && complaint.finding.contains(words), "\(complaint)")
            for (key, value) in environment where Config.keys.contains(where: { $0.name == key && $0.isSecret }) {
                #expect(!"\(diagnoses)".contains(value))
            }
        }
    }

    @Test func `a folder that others may change and a key that others may read`() throws {
        try withFolder { folder in
            let manager = FileManager.default
            let key = folder.appending(path: "master.key")
            try Data("x".utf8).write(to: key)
            try manager.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key.path)
            try manager.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
            let complaints = try found(["SECRETARIA_DATA": folder.path]).filter { $0.subject == "data folder" }
            #expect(complaints.map(\.verdict) == [.bad, .warning])
            #expect(complaints.map(\.finding).contains { $0.contains("chmod go-w") })
            try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
            try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
            #expect(
                try found(["SECRETARIA_DATA": folder.path]).filter { $0.subject == "data folder" }.map(\.verdict) == [
                    .good
                ])
        }
    }

    @Test func `keys that chance makes are never called weak`() {
        for _ in 0..<2000 {
            let bytes = MasterKey.decode(MasterKey.random()) ?? []
            #expect(bytes.count == 32 && KeyQuality.flaw(of: bytes) == nil)
        }
    }

    @Test func `programs that are missing are named with what they are for`() {
        let missing = ToolsCheck(path: "/nowhere:relative").examine()
        #expect(missing.map(\.subject) == ["ffmpeg", "pdftotext"] && missing.allSatisfy { $0.verdict == .warning })
        #expect(missing.allSatisfy { $0.finding.contains("apt-get install") })
    }
}
