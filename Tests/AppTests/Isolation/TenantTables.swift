import Foundation
import Logging
import Postgres
import TestSupport

/// The tables that hold rows of shops, as the database itself lists them.
struct TenantTables {
    struct Table: Sendable, CustomStringConvertible {
        let name: String
        /// Columns a row can be written with.
        let columns: [Column]
        var description: String { name }
    }

    struct Column: Sendable {
        let name: String
        let type: String
        let isRequired: Bool
        /// The first of the values that a CHECK allows, if it lists any.
        let example: String?
    }

    static func all(_ transaction: Transaction) async throws -> [Table] {
        let rows = try await transaction.query(
            """
            SELECT c.relname::text AS name,
              array_agg(a.attname::text ORDER BY a.attnum) AS columns,
              array_agg(format_type(a.atttypid, NULL) ORDER BY a.attnum) AS types,
              array_agg(a.attnotnull AND NOT a.atthasdef ORDER BY a.attnum) AS required,
              array_agg((SELECT substring(pg_get_constraintdef(k.oid) FROM 'ARRAY.''([^'']*)''') FROM pg_constraint k
                WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum] LIMIT 1)
                ORDER BY a.attnum) AS examples
            FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              AND a.attgenerated = '' AND a.attidentity = ''
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
              AND EXISTS (SELECT 1 FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attname = 'tenant_id')
            GROUP BY c.relname ORDER BY c.relname
            """)
        return try rows.map { row in
            let names: [String] = try row("columns")
            let types: [String] = try row("types")
            let required: [Bool] = try row("required")
            let examples: [String?] = try row("examples")
            let columns = names.indices.map {
                Column(name: names[$0], type: types[$0], isRequired: required[$0], example: examples[$0])
            }
            return Table(name: try row("name"), columns: columns)
        }
    }

    /// A row of that shop with something in every required column. Foreign keys are not followed.
    static func insert(_ table: Table, tenant: UUID) -> String {
        let columns = table.columns.filter { $0.isRequired || $0.name == "tenant_id" }
        let values = columns.map { column -> String in
            if column.name == "tenant_id" { return "'\(tenant.uuidString)'" }
            if column.name == "year_month" { return "'2026-01'" }
            if let example = column.example { return "'\(example)'" }
            switch column.type {
            case "uuid": return "gen_random_uuid()"
            case "text": return "'x'"
            case "bytea": return "decode(md5(random()::text), 'hex')"
            case "jsonb": return "'{}'"
            case "date": return "date_trunc('month', now())::date"
            case "timestamp with time zone": return "now()"
            case "boolean": return "false"
            case "text[]", "uuid[]": return "'{}'"
            default: return "1"
            }
        }
        return
            "INSERT INTO \(table.name) (\(columns.map(\.name).joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"
    }
}

/// Runs `body` as the superuser, for whom there are no walls.
func withSuperuser<T: Sendable>(
    _ test: TestDatabase, _ body: (Transaction) async throws -> T
) async throws -> T {
    let pool = try PostgresPool(
        PostgresConfiguration(url: test.superuserURL), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    defer { pool.close() }
    return try await pool.transaction(TransactionScope(), body)
}
