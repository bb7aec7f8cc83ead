import Foundation

/// What stands in an archive, so that it can be judged without being believed.
struct BackupManifest: Codable, Sendable, Equatable {
    static let format = 1

    struct File: Codable, Sendable, Equatable {
        let path: String
        let bytes: Int
        let sha256: String
    }

    /// Of this layout.
    var format = Self.format
    let createdAt: Date
    /// Version of the server the copy was taken from, and of the programs that took it.
    let server: String
    let programs: Int
    /// Every migration the copied schema had seen.
    let migrations: [String]
    /// Rows of each table in the copy.
    let tables: [String: Int]
    /// Under which master key the secrets are sealed: a fingerprint.
    let masterKey: String
    let files: [File]

    static let database = "database.dump"
    static let configuration = "configuration.env"
    static let name = "manifest.json"
    static let media = "media/"

    var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.dateEncodingStrategy = .iso8601
            return try encoder.encode(self)
        }
    }

    init(
        createdAt: Date, server: String, programs: Int, migrations: [String], tables: [String: Int], masterKey: String,
        files: [File]
    ) {
        self.createdAt = createdAt
        self.server = server
        self.programs = programs
        self.migrations = migrations
        self.tables = tables
        self.masterKey = masterKey
        self.files = files
    }

    init(json: Data) throws(BackupError) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .iso8601
        guard let read = try? decoder.decode(Self.self, from: json) else {
            throw .damaged("its manifest cannot be read")
        }
        guard read.format == Self.format else { throw .newer("format \(read.format)") }
        self = read
    }

    /// Whether a name may stand in an archive. Names become paths: nothing may lead out of the folder.
    static func allows(_ name: String) -> Bool {
        if [database, configuration, Self.name].contains(name) { return true }
        guard name.hasPrefix(media) else { return false }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                !part.isEmpty && part.first != "."
                    && part.utf8.allSatisfy {
                        (48...57).contains($0) || (97...122).contains($0) || (65...90).contains($0) || $0 == 45
                            || $0 == 46 || $0 == 95
                    }
            }
    }
}
