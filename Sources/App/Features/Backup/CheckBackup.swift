import Foundation

/// Reads an archive and compares, touching nothing.
package struct CheckBackup: Sendable {
    package struct Outcome: Sendable {
        package let createdAt: Date
        package let rows: Int
        package let media: Int
    }

    let config: Config

    package init(config: Config) { self.config = config }

    package func run(_ archive: URL, report: @escaping (String) -> Void) throws -> Outcome {
        let key = try config.backup.checkedKey()
        let manifest = try BackupArchive(url: archive, key: key).read(report: report)
        return Outcome(
            createdAt: manifest.createdAt, rows: manifest.tables.values.reduce(0, +), media: manifest.files.count - 2)
    }
}
