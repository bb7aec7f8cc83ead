import FoundationEssentials

/// One file of the migrations folder.
struct MigrationFile: Sendable {
    let name: String
    let number: Int
    let content: [UInt8]

    /// Every `.sql` file in order of its number.
    static func all(in directory: URL) throws(PostgresError) -> [MigrationFile] {
        let manager = FileManager.default
        guard let names = try? manager.contentsOfDirectory(atPath: directory.path) else {
            throw PostgresError(.migration, "the migrations folder cannot be read: \(directory.path)")
        }
        var files: [MigrationFile] = []
        for name in names where name.hasSuffix(".sql") {
            guard let number = Int(name.prefix { $0.isNumber }),
                let data = manager.contents(atPath: directory.path + "/" + name)
            else {
                throw PostgresError(.migration, "\(name) has no number in front or cannot be read")
            }
            files.append(MigrationFile(name: name, number: number, content: Array(data)))
        }
        files.sort { ($0.number, $0.name) < ($1.number, $1.name) }
        for (first, second) in zip(files, files.dropFirst()) where first.number == second.number {
            throw PostgresError(.migration, "\(first.name) and \(second.name) have the same number")
        }
        return files
    }

    /// Compares what the database has seen (name → same content) with what we have.
    static func check(_ files: [MigrationFile], against known: [String: Bool]) throws(PostgresError) {
        let names = Set(files.map(\.name))
        if let missing = known.keys.filter({ !names.contains($0) }).min() {
            throw PostgresError(
                .migration,
                "the database has \(missing), which this version does not know: a newer version has migrated it, or the file was removed. Run the newer version, or restore a backup made before it"
            )
        }
        if let changed = known.filter({ !$0.value }).keys.min() {
            throw PostgresError(
                .migration,
                "\(changed) was changed after it was applied: put the old text back and write a new migration instead")
        }
        guard let last = files.last(where: { known[$0.name] != nil }) else { return }
        if let late = files.first(where: { known[$0.name] == nil && $0.number < last.number }) {
            throw PostgresError(
                .migration,
                "\(late.name) comes before \(last.name), which is applied already: give it a number after the last one")
        }
    }

    /// Adds the file and the line to the server's complaint.
    func explain(_ error: PostgresError) -> PostgresError {
        var explained = PostgresError(.migration, error.message)
        explained.sqlState = error.sqlState
        let text = String(decoding: content, as: UTF8.self)
        if let position = error.position {
            let line = text.unicodeScalars.prefix(max(0, position - 1)).reduce(1) { $0 + ($1 == "\n" ? 1 : 0) }
            explained.message = "\(name) line \(line): \(error.message)"
        } else {
            explained.message = "\(name): \(error.message)"
        }
        return explained
    }
}
