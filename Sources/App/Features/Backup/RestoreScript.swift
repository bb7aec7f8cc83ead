import Foundation
import Postgres

/// The SQL around a load, in its transaction.
enum RestoreScript {
    /// Keeps every other load and every process that opens out until the transaction ends, and gives way where one has opened: a load
    /// whose `secretaria restore` was killed goes on by itself, and a server may have started meanwhile.
    static let alone = """
        DO $$
        BEGIN
          BEGIN
            PERFORM pg_advisory_xact_lock(\(Migrator.lockKey));
          EXCEPTION WHEN lock_not_available THEN
            RAISE EXCEPTION 'another restore or a migration of this database is under way';
          END;
          IF EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'secretaria') THEN
            RAISE EXCEPTION 'a process of Secretaria has opened this database since: stop it, then restore again';
          END IF;
        END $$;
        """

    /// Takes away everything that is ours in schema public: what the archive brings may be older or newer.
    static let before = """
        SET LOCAL lock_timeout = '30s';
        SET LOCAL statement_timeout = 0;
        SET LOCAL idle_in_transaction_session_timeout = 0;
        SET LOCAL client_min_messages = warning;
        \(alone)
        DO $$
        DECLARE
          thing text;
        BEGIN
          LOOP
            SELECT format('DROP %s IF EXISTS %s CASCADE',
                CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                c.oid::regclass)
              INTO thing
              FROM pg_class c
              WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
                AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
              -- Sequences last: those of a column go with their table, and cannot before.
              ORDER BY c.relkind = 'S', c.relkind LIMIT 1;
            EXIT WHEN NOT FOUND;
            EXECUTE thing;
          END LOOP;
          LOOP
            SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure) INTO thing
              FROM pg_proc p
              WHERE p.pronamespace = 'public'::regnamespace
                AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
              LIMIT 1;
            EXIT WHEN NOT FOUND;
            EXECUTE thing;
          END LOOP;
          LOOP
            SELECT format('DROP TYPE IF EXISTS %s CASCADE', t.oid::regtype) INTO thing
              FROM pg_type t
              WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd', 'c', 'r') AND t.typelem = 0
                AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype IN ('e', 'i'))
              LIMIT 1;
            EXIT WHEN NOT FOUND;
            EXECUTE thing;
          END LOOP;
        END $$;
        """

    /// The roles of the schema, for a cluster that has never seen it. As migration 0001 makes them.
    static let roles = """
        DO $$
        DECLARE
          wall text;
        BEGIN
          FOREACH wall IN ARRAY ARRAY['secretaria_tenant', 'secretaria_system'] LOOP
            BEGIN
              EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', wall);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END;
            IF NOT pg_has_role(current_user, wall, 'SET') THEN
              EXECUTE format('GRANT %I TO %I WITH SET TRUE, INHERIT FALSE', wall, current_user);
            END IF;
          END LOOP;
        END $$;
        """

    /// Counts what came against the manifest, as the owner without the walls, which stand again before anybody else can look.
    static func after(_ tables: [String: Int]) -> String {
        let wanted = tables.sorted { $0.key < $1.key }.map { "(\(literal($0.key)), \($0.value))" }
        let list = wanted.isEmpty ? "SELECT NULL::text, 0 WHERE false" : "VALUES \(wanted.joined(separator: ", "))"
        return """
            SET search_path = public;
            DO $$
            DECLARE
              wanted record;
              rows bigint;
              walled boolean;
            BEGIN
              FOR wanted IN SELECT * FROM (\(list)) AS w (name, rows) LOOP
                IF to_regclass(format('public.%I', wanted.name)) IS NULL THEN
                  RAISE EXCEPTION 'table % is missing from the copy', wanted.name;
                END IF;
                SELECT relforcerowsecurity INTO walled FROM pg_class WHERE oid = format('public.%I', wanted.name)::regclass;
                IF walled THEN EXECUTE format('ALTER TABLE public.%I NO FORCE ROW LEVEL SECURITY', wanted.name); END IF;
                EXECUTE format('SELECT count(*) FROM public.%I', wanted.name) INTO rows;
                IF walled THEN EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', wanted.name); END IF;
                IF rows <> wanted.rows THEN
                  RAISE EXCEPTION 'table % has % rows instead of %', wanted.name, rows, wanted.rows;
                END IF;
              END LOOP;
            END $$;
            \(RestoreMark.set)
            """
    }

    private static func literal(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}
