import Foundation
import Postgres

/// Version, extension, roles, row-level security, clock and keys.
struct DatabaseCheck {
    let installation: Installation

    func examine() async -> [Diagnosis] {
        do {
            return [try await server(), try await vector(), try await login(), try await walls(), try await clock()]
                + (try await keys())
        } catch {
            return [.bad("database", "It stopped answering. \(Doctor.words(error))")]
        }
    }

    /// A question to the catalogue, in the login role's own name: tenant tables stay shut.
    private func ask(_ sql: SQL) async throws -> [Row] {
        try await installation.database.pool.transaction { try await $0.query(sql) }
    }

    private func server() async throws -> Diagnosis {
        let rows = try await ask(
            "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name")
        guard let row = rows.first else { return .bad("PostgreSQL", "It does not say its version.") }
        let (number, name): (Int, String) = (try row("number"), try row("name"))
        if number < 160_000 { return .bad("PostgreSQL", "Version \(name) is too old: 16 or newer is needed.") }
        return .good(
            "PostgreSQL",
            "Version \(name); \(installation.migrated.isEmpty ? "the schema is up to date" : "\(installation.migrated.count) migrations applied")."
        )
    }

    private func vector() async throws -> Diagnosis {
        let rows = try await ask("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
        guard let version: String = try rows.first?("extversion") else {
            return .bad("pgvector", "It is missing. As a superuser of this database: CREATE EXTENSION vector.")
        }
        let parts = version.split(separator: ".").compactMap { Int($0) } + [0, 0]
        if (parts[0], parts[1]) < (0, 8) {
            return .warning("pgvector", "Version \(version) is old: 0.8 searches large knowledge bases better.")
        }
        return .good("pgvector", "Version \(version).")
    }

    private func login() async throws -> Diagnosis {
        let rows = try await ask(
            """
            SELECT rolname AS name, rolsuper OR rolbypassrls AS above,
              pg_has_role(current_user, 'secretaria_tenant', 'SET') AND pg_has_role(current_user, 'secretaria_system', 'SET') AS member
            FROM pg_roles WHERE rolname = current_user
            """)
        guard let row = rows.first else { return .bad("roles", "The login role is not in the catalogue.") }
        let name: String = try row("name")
        if try row("above") {
            return .warning(
                "roles",
                "The login role \(name) is a superuser or bypasses row-level security. Connect as a plain role that owns the database."
            )
        }
        let isMember: Bool = try row("member")
        return isMember
            ? .good("roles", "\(name) acts as secretaria_tenant and secretaria_system, and sees nothing by itself.")
            : .bad("roles", "\(name) may not act as secretaria_tenant and secretaria_system: grant both roles to it.")
    }

    private func walls() async throws -> Diagnosis {
        let rows = try await ask(
            """
            SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
            WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped
              AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
            ORDER BY 1
            """)
        let open: [String] = try rows.map { try $0("name") }
        return open.isEmpty
            ? .good("isolation", "Every table of the shops forces row-level security.")
            : .bad("isolation", "Row-level security is not forced on \(open.joined(separator: ", ")).")
    }

    private func clock() async throws -> Diagnosis {
        let before = Date()
        let rows = try await ask("SELECT clock_timestamp() AS now")
        guard let theirs: Date = try rows.first?("now") else {
            return .warning("clock", "The database does not tell the time.")
        }
        let middle = before.addingTimeInterval(Date().timeIntervalSince(before) / 2)
        let skew = abs(theirs.timeIntervalSince(middle))
        return skew < 2
            ? .good("clock", "It agrees with the database's.")
            : .warning(
                "clock",
                "It differs from the database's by \(Int(skew.rounded())) s: set both by NTP, or times in the inbox will look wrong."
            )
    }

    /// Every shop's data key must open with the master key that is in use.
    private func keys() async throws -> [Diagnosis] {
        let tenants = try await installation.database.system("doctor: does the master key open every shop's key?") {
            system in
            try await Tenants.wrappedKeys(in: system)
        }
        var shut: [String] = []
        var reason = ""
        for (tenant, number, wrapped) in tenants {
            do { _ = try installation.vault.dataKey(for: tenant, wrapped: wrapped) } catch {
                shut.append("\(number)")
                reason = error.description
            }
        }
        let source = installation.config.masterKey.description
        if shut.isEmpty { return [.good("master key", "The \(source) opens the secrets of \(tenants.count) shop(s).")] }
        return [
            .bad(
                "master key",
                "The \(source) does not open the secrets of shop \(shut.joined(separator: ", ")). \(reason)")
        ]
    }
}
