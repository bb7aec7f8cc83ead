import Crypto
import Domain
import Foundation
import Postgres

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// One erasure as the ledger keeps it: ids and keyed hashes, nothing that says who it was.
package struct LedgerEntry: Sendable, Equatable {
    package let id: UUID
    package let tenant: UUID
    package let at: Date
    package let contacts: [UUID]
    package let hashes: [String]

    /// A line of the file, with the sum that shows damage.
    var line: String {
        let body = fields
        return JSON.object(body + [("sum", JSON(Self.sum(body)))]).text() + "\n"
    }

    /// Nil for what is no entry, or a damaged one.
    init?(line: String) {
        guard let json = try? JSON.parse(line), json["v"]?.int == 1,
            let id = json["id"]?.string.flatMap(UUID.init(uuidString:)),
            let tenant = json["tenant"]?.string.flatMap(UUID.init(uuidString:)), let micros = json["at"]?.int64,
            let contacts = json["contacts"]?.array?.compactMap({ $0.string.flatMap(UUID.init(uuidString:)) }),
            let hashes = json["hashes"]?.array?.compactMap(\.string)
        else { return nil }
        self.init(
            id: id, tenant: tenant, at: Date(timeIntervalSince1970: Double(micros) / 1_000_000), contacts: contacts,
            hashes: hashes, micros: micros)
        guard json["sum"]?.string == Self.sum(fields) else { return nil }
    }

    init(_ row: Row) throws {
        let at: Date = try row("erased_at")
        self.init(
            id: try row("id"), tenant: try row("tenant_id"), at: at, contacts: try row("contacts"),
            hashes: try row("hashes"), micros: Int64((at.timeIntervalSince1970 * 1_000_000).rounded()))
    }

    private init(id: UUID, tenant: UUID, at: Date, contacts: [UUID], hashes: [String], micros: Int64) {
        self.id = id
        self.tenant = tenant
        self.at = at
        self.contacts = contacts
        self.hashes = hashes
        self.micros = micros
    }

    private let micros: Int64

    private var fields: [(String, JSON?)] {
        [
            ("v", 1), ("id", JSON(id.lowercase)), ("tenant", JSON(tenant.lowercase)), ("at", JSON(micros)),
            ("contacts", JSON(contacts.map { JSON($0.lowercase) })), ("hashes", JSON(hashes.map { JSON($0) })),
        ]
    }

    private static func sum(_ fields: [(String, JSON?)]) -> String {
        String(Array(SHA256.hash(data: Data(JSON.object(fields).text().utf8))).hex.prefix(16))
    }
}

/// The file beside the backups that outlives them: one line an erasure, only ever added to. docs/compliance.md describes it.
package struct ErasureLedger: Sendable {
    package let file: URL

    package init(file: URL) { self.file = file }

    /// What a file holds, and the numbers of lines that cannot be read.
    package func read() throws -> (entries: [LedgerEntry], damaged: [Int]) {
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        var (entries, damaged): ([LedgerEntry], [Int]) = ([], [])
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            if let entry = LedgerEntry(line: String(line)) { entries.append(entry) } else { damaged.append(number + 1) }
        }
        return (entries, damaged)
    }

    /// Makes an empty one where there is none: that nobody was erased is known, too.
    package func create() throws {
        guard !exists else { return }
        try add("")
    }

    package var exists: Bool { FileManager.default.fileExists(atPath: file.path) }

    /// Adds what it does not hold yet.
    package func merge(_ entries: [LedgerEntry]) throws {
        let known = exists ? Set(try read().entries.map(\.id)) : []
        try append(entries.filter { !known.contains($0.id) })
    }

    /// Adds lines so that they are on disk when this returns; several processes take turns.
    func append(_ entries: [LedgerEntry]) throws {
        if !entries.isEmpty { try add(entries.map(\.line).joined()) }
    }

    private func add(_ lines: String) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let descriptor = open(file.path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LedgerError.cannotWrite }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX) == 0 else { throw LedgerError.cannotWrite }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        // A line that a crash has cut off stays alone.
        let size = lseek(descriptor, 0, SEEK_END)
        var last: UInt8 = 0x0A
        if size > 0 { guard pread(descriptor, &last, 1, size - 1) == 1 else { throw LedgerError.cannotWrite } }
        let start = last == 0x0A ? "" : "\n"
        try handle.write(contentsOf: Data((start + lines).utf8))
        guard fsync(descriptor) == 0 else { throw LedgerError.cannotWrite }
    }

    /// Writes what the database's register has and this file has not been given. A crash in between writes a line twice, which
    /// replaying does not mind.
    func write(from database: Database) async throws {
        while true {
            let entries = try await database.system("erasures of all shops that the ledger lacks") { system in
                try await system.query(Compliance.forLedger(all: false, after: nil, limit: 500)).map(LedgerEntry.init)
            }
            if entries.isEmpty { return }
            try append(entries)
            try await database.system("erasures of all shops that the ledger has now") { system in
                _ = try await system.execute(Compliance.written(entries.map(\.id)))
            }
        }
    }

    /// Adds every erasure of the register that this file does not hold, for a file that was lost. Gives how many.
    ///
    /// - Parameter isCopy: A second file beside the one of the settings: what that one lacks, it still lacks.
    package func complete(from database: Database, isCopy: Bool = false) async throws -> Int {
        let known = exists ? Set(try read().entries.map(\.id)) : []
        var (last, added): (UUID?, Int) = (nil, 0)
        while true {
            let place = last
            let entries = try await database.system("erasures of all shops, for the ledger") { system in
                try await system.query(Compliance.forLedger(all: true, after: place, limit: 500)).map(LedgerEntry.init)
            }
            guard let end = entries.last else { return added }
            let missing = entries.filter { !known.contains($0.id) }
            try append(missing)
            if !isCopy {
                try await database.system("erasures of all shops that the ledger has now") { system in
                    _ = try await system.execute(Compliance.written(entries.map(\.id)))
                }
            }
            (last, added) = (end.id, added + missing.count)
        }
    }
}

package enum LedgerError: Error, CustomStringConvertible {
    case cannotWrite

    package var description: String { "The erasure ledger cannot be written." }
}
