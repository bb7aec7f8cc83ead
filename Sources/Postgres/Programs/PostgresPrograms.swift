import CLibpq
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// PostgreSQL's own programs for copies of a database: pg_dump, pg_restore and psql of one version.
///
/// They are told where the database is by their environment, never by arguments, which every user of a machine can read.
public struct PostgresPrograms: Sendable {
    /// The folder that holds them.
    public let folder: String
    public let major: Int
    /// Where their libraries are, when they brought their own.
    let libraries: String?

    static let needed = ["pg_dump", "pg_restore", "psql"]

    /// The programs of the lowest version that is at least `major`: an older pg_dump cannot read a newer server, and the nearest
    /// version speaks its language best.
    ///
    /// - Parameters:
    ///   - bundles: Folders with `bin` and `lib` that are looked at first.
    ///   - configuration: The database they are for; programs that cannot encrypt are passed over where it asks for that.
    public static func find(
        atLeast major: Int, bundles: [URL], for configuration: PostgresConfiguration
    ) async throws(PostgresError) -> PostgresPrograms {
        let needsTLS = configuration.needsTLS
        let found = await BackgroundThread.run({ installed(bundles: needsTLS ? [] : bundles) }, orElse: [])
        if let best = found.filter({ $0.major >= major }).min(by: { $0.major < $1.major }) { return best }
        let known = found.map { "\($0.major) in \($0.folder)" }.joined(separator: ", ")
        throw PostgresError(
            .configuration,
            "pg_dump, pg_restore and psql of PostgreSQL \(major) or newer are needed (\(known.isEmpty ? "there are none here" : "here is \(known)")): install postgresql-client-\(major)\(needsTLS ? "" : ", or run scripts/setup")"
        )
    }

    private static func installed(bundles: [URL]) -> [PostgresPrograms] {
        var places: [(folder: String, libraries: String?)] = bundles.map { ($0.path + "/bin", $0.path + "/lib") }
        let system = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: system)) ?? []
        places += versions.sorted().map { ("\(system)/\($0)/bin", nil) }
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        places += path.split(separator: ":").filter { $0.hasPrefix("/") }.map { (String($0), nil) }
        return places.compactMap { place in
            guard needed.allSatisfy({ access(place.folder + "/" + $0, X_OK) == 0 }),
                // Debian's /usr/bin/pg_dump is a script that chooses a version by itself.
                (try? FileManager.default.destinationOfSymbolicLink(atPath: place.folder + "/pg_dump"))?
                    .hasSuffix("pg_wrapper") != true,
                let major = version(of: place.folder + "/pg_dump", libraries: place.libraries)
            else { return nil }
            return PostgresPrograms(folder: place.folder, major: major, libraries: place.libraries)
        }
    }

    /// From `pg_dump (PostgreSQL) 18.4`.
    private static func version(of program: String, libraries: String?) -> Int? {
        let answer = FileManager.default.temporaryDirectory.path + "/secretaria-version-\(UUID().uuidString)"
        defer { unlink(answer) }
        let child = try? ChildProcess.start(
            [program, "--version"], log: answer, environment: environment(libraries: libraries))
        guard child?.wait() == 0, let text = Files.text(answer),
            let number = text.split(whereSeparator: \.isWhitespace).first(where: { $0.first?.isNumber == true })
        else { return nil }
        return Int(number.prefix { $0.isNumber })
    }

    static func environment(libraries: String?) -> [String: String] {
        var environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"]
        if let libraries { environment["LD_LIBRARY_PATH"] = libraries }
        if let home = getenv("HOME") { environment["HOME"] = String(cString: home) }
        return environment
    }

    func program(_ name: String) -> String { folder + "/" + name }
}

extension PostgresConfiguration {
    /// What the URL says, as libpq's environment variables.
    var programEnvironment: [String: String] {
        var environment: [String: String] = [:]
        for (_, variable, value) in parsed {
            if let variable { environment[variable] = value }
        }
        environment["PGAPPNAME"] = applicationName
        return environment
    }

    /// The connection must be encrypted.
    var needsTLS: Bool {
        parsed.contains { $0.keyword == "sslmode" && ["require", "verify-ca", "verify-full"].contains($0.value) }
    }

    private var parsed: [(keyword: String, variable: String?, value: String)] {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &message) else {
            PQfreemem(message)
            return []
        }
        defer { PQconninfoFree(options) }
        var found: [(String, String?, String)] = []
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                found.append(
                    (
                        String(cString: keyword), option.pointee.envvar.map { String(cString: $0) },
                        String(cString: value)
                    ))
            }
            option += 1
        }
        return found
    }
}
