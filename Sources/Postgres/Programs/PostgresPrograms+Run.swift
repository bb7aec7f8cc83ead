import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension PostgresPrograms {
    /// Writes schema `public` of a database into one file of pg_dump's own format, uncompressed.
    ///
    /// - Parameters:
    ///   - snapshot: What `pg_export_snapshot()` gave; the copy shows that moment.
    ///   - scratch: A folder for the programs' own words.
    ///   - table: Told the name of each table as its rows begin.
    public func dump(
        _ configuration: PostgresConfiguration, to file: String, snapshot: String, scratch: String,
        table: @escaping @Sendable (String) -> Void
    ) async throws(PostgresError) {
        let command = [
            program("pg_dump"), "--format=custom", "--compress=0", "--schema=public", "--no-owner",
            "--no-unlogged-table-data",
            "--no-password", "--verbose", "--snapshot=\(snapshot)", "--file=\(file)",
        ]
        let (status, words) = try await run(command, configuration, log: scratch + "/pg_dump.log") { line in
            if let name = Self.quoted(line, after: "dumping contents of table ") { table(name) }
        }
        guard status == 0 else { throw PostgresError(.program, "pg_dump failed: \(Self.complaint(words))") }
    }

    /// Loads a file that ``dump(_:to:snapshot:scratch:table:)`` wrote, in one transaction: all of it is there afterwards, or nothing
    /// has changed.
    ///
    /// - Parameters:
    ///   - before: SQL that runs first in the transaction.
    ///   - after: SQL that runs last; an error in it undoes everything.
    ///   - serverMajor: Version of the server.
    public func restore(
        _ configuration: PostgresConfiguration, from file: String, before: String, after: String, serverMajor: Int,
        scratch: String, table: @escaping @Sendable (String) -> Void
    ) async throws(PostgresError) {
        let (contents, first, last) = (scratch + "/contents", scratch + "/before.sql", scratch + "/after.sql")
        try await list(file, to: contents, scratch: scratch)
        // psql ends well on an input that breaks off: only what comes after all of it commits.
        let done = "secretaria: all is in"
        try Self.write("BEGIN;\n\(before)\n", to: first)
        try Self.write("\(after)\nCOMMIT;\n\\echo \(done)\n", to: last)
        // Older servers do not know this setting.
        let filter = serverMajor < 17 ? "sed -e '1,200{/^SET transaction_timeout = 0;$/d;}'" : "cat"
        let script = """
            { cat "$1" && "$2" --use-list="$3" --no-owner --verbose --file=- "$4" && cat "$5"; } | \(filter) \
            | "$6" --no-psqlrc --quiet --no-password --set=ON_ERROR_STOP=1 --set=VERBOSITY=terse --file=-
            """
        let command = [
            "/bin/sh", "-c", script, "sh", first, program("pg_restore"), contents, file, last, program("psql"),
        ]
        let (status, words) = try await run(command, configuration, log: scratch + "/restore.log") { line in
            if let name = Self.quoted(line, after: "processing data for table ") { table(name) }
        }
        guard status == 0, words.contains(done) else {
            throw PostgresError(.program, "the copy could not be loaded: \(Self.complaint(words))")
        }
    }

    /// What is in a dump, without what belongs to the database rather than to us: extensions and the schema itself.
    private func list(_ file: String, to contents: String, scratch: String) async throws(PostgresError) {
        let command = [program("pg_restore"), "--list", "--file=\(contents)", file]
        let (status, words) = try await run(command, nil, log: scratch + "/list.log") { _ in }
        guard status == 0, let text = Files.text(contents) else {
            throw PostgresError(.program, "the copy cannot be read: \(Self.complaint(words))")
        }
        let foreign = [
            " EXTENSION - ", " COMMENT - EXTENSION ", " SCHEMA - public", " COMMENT - SCHEMA ", " DEFAULT ACL ",
        ]
        let kept = text.split(separator: "\n").filter { line in
            line.hasPrefix(";") || !foreign.contains { line.contains($0) }
        }
        try Self.write(kept.joined(separator: "\n") + "\n", to: contents)
    }

    /// Waits for a program's end, telling its words line by line meanwhile.
    private func run(
        _ command: [String], _ configuration: PostgresConfiguration?, log: String,
        line: @escaping @Sendable (Substring) -> Void
    ) async throws(PostgresError) -> (status: Int32, words: String) {
        let environment = Self.environment(libraries: libraries).merging(configuration?.programEnvironment ?? [:]) {
            $1
        }
        let outcome: Result<(status: Int32, words: String), PostgresError> = await BackgroundThread.run(
            {
                do throws(PostgresError) {
                    let child = try ChildProcess.start(command, log: log, alone: false, environment: environment)
                    var (status, told): (Int32?, Int) = (nil, 0)
                    while status == nil {
                        usleep(50_000)
                        status = child.exitStatus()
                        told = Self.tell(log, from: told, line)
                    }
                    return .success((status ?? 255, Files.tail(log, from: 0)))
                } catch {
                    return .failure(error)
                }
            }, orElse: .failure(.noThread))
        return try outcome.get()
    }

    /// Tells whole lines beyond `offset` and gives the offset behind them.
    private static func tell(_ log: String, from offset: Int, _ line: (Substring) -> Void) -> Int {
        let file = open(log, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return offset }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = pread(file, &buffer, buffer.count, off_t(offset))
        guard count > 0, let end = buffer[..<count].lastIndex(of: 0x0A) else {
            // A line that fills the buffer is passed over.
            return count == buffer.count ? offset + count : offset
        }
        for text in String(decoding: buffer[..<end], as: UTF8.self).split(separator: "\n") { line(text) }
        return offset + end + 1
    }

    /// `public.messages` from `pg_dump: dumping contents of table "public.messages"`, without its schema.
    private static func quoted(_ line: Substring, after words: String) -> String? {
        guard let start = line.firstRange(of: words)?.upperBound else { return nil }
        let name = line[start...].filter { $0 != "\"" }
        return String(name.hasPrefix("public.") ? name.dropFirst("public.".count) : name[...])
    }

    /// The line that says why. Details, which may quote rows, are never in it (VERBOSITY=terse).
    private static func complaint(_ words: String) -> String {
        let lines = words.split(separator: "\n")
        let telling = lines.first { $0.contains("ERROR:") || $0.contains("error:") || $0.contains("FATAL") }
        return String(telling ?? lines.last ?? "it said nothing")
    }

    private static func write(_ text: String, to path: String) throws(PostgresError) {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            throw PostgresError(.configuration, "\(path) cannot be written")
        }
    }
}
