import Postgres
import Testing

/// A rule of the walls between shops, as a question to the catalogue that names whatever breaks it.
struct CatalogueRule: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// One column: what breaks the rule.
    let offenders: SQL
    /// What may break it, each with its reason. One that no longer does is an error too.
    var exceptions: [String: String] = [:]
    /// Statements that break the rule, and what it must then name: a question that finds nothing could also be a wrong question.
    let breach: [SQL]
    let found: String

    static let all = keys + walls + roles

    /// `c`, a table of shops, and `t`, its column tenant_id.
    static let tenantTables: SQL = """
        (pg_class c JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id' AND NOT t.attisdropped
          AND c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p'))
        """

    private static let keys = [
        CatalogueRule(
            testDescription: "every table belongs to shops, or is listed as global with its reason",
            offenders: """
                SELECT c.relname::text FROM pg_class c
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'f', 'm')
                  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'
                    AND a.attnotnull AND a.atttypid = 'uuid'::regtype)
                """,
            exceptions: [
                "users": "a person may work in several shops; a shop sees its own people only, by a policy",
                "cron": "the machinery's timetable: names of jobs and when they run next",
                "installation_keys": "what the whole installation signs with, sealed under the master key",
                "worker_beats": "which processes run jobs: an id, their queues and a time",
                "schema_migrations": "names and checksums of the migrations applied; no role but the owner may read it",
            ],
            breach: ["CREATE TABLE breach (tenant_id uuid, id uuid PRIMARY KEY)"], found: "breach"),
        CatalogueRule(
            testDescription: "every table of shops has a primary key",
            offenders: """
                SELECT c.relname::text FROM \(fragment: tenantTables)
                WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
                """,
            breach: ["CREATE TABLE breach (tenant_id uuid NOT NULL UNIQUE)"], found: "breach"),
        CatalogueRule(
            testDescription: "the tenant stands first in every primary key and every unique index",
            offenders: """
                SELECT c.relname || ': ' || n.relname FROM \(fragment: tenantTables)
                JOIN pg_index i ON i.indrelid = c.oid AND (i.indisunique OR i.indisexclusion)
                JOIN pg_class n ON n.oid = i.indexrelid
                WHERE i.indkey[0] <> t.attnum
                """,
            exceptions: [
                "tenants: tenants_number_key": "a shop's number is how it is called from outside, unique among shops",
                "tenants: tenants_slug_key": "a shop's name in addresses, unique among shops",
                "channel_directory: channel_directory_pkey":
                    "finds the shop of an address that a provider names: the tenant is the answer, not part of the question",
            ],
            breach: ["CREATE UNIQUE INDEX breach ON contacts (id)"], found: "contacts: breach"),
        CatalogueRule(
            testDescription: "every foreign key carries the tenant, first on both sides",
            offenders: """
                SELECT c.relname || ': ' || k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
                WHERE k.contype = 'f' AND c.relnamespace = 'public'::regnamespace AND NOT EXISTS (
                  SELECT FROM pg_attribute a JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
                  WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1] AND a.attname = 'tenant_id' AND b.attname = 'tenant_id')
                """,
            exceptions: [
                "user_roles: user_roles_user_id_fkey":
                    "leads to the global table of people; this row is what joins one to a shop"
            ],
            breach: ["ALTER TABLE contacts ADD friend uuid CONSTRAINT breach REFERENCES users"],
            found: "contacts: breach"),
        CatalogueRule(
            testDescription: "a row that goes never takes the tenant out of those that referred to it",
            offenders: """
                SELECT c.relname || ': ' || k.conname FROM \(fragment: tenantTables) JOIN pg_constraint k ON k.conrelid = c.oid
                WHERE k.contype = 'f' AND (k.confupdtype IN ('n', 'd')
                  OR k.confdeltype IN ('n', 'd') AND t.attnum = ANY (coalesce(k.confdelsetcols, k.conkey)))
                """,
            breach: [
                """
                ALTER TABLE contacts ADD friend uuid,
                  ADD CONSTRAINT breach FOREIGN KEY (tenant_id, friend) REFERENCES contacts ON DELETE SET NULL
                """
            ], found: "contacts: breach"),
    ]
}
