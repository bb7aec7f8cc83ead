import Postgres

extension CatalogueRule {
    static let walls = [
        CatalogueRule(
            testDescription: "row security is enabled and forced on every table, the global ones too",
            offenders: """
                SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                  AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                """,
            exceptions: [
                "schema_migrations": "read before any role exists, by its owner alone; holds nothing of a shop"
            ],
            breach: ["ALTER TABLE contacts NO FORCE ROW LEVEL SECURITY"], found: "contacts"),
        CatalogueRule(
            testDescription: "every table of shops has a policy for the shop and one for the machinery",
            offenders: """
                SELECT c.relname || ': ' || r.role FROM \(fragment: tenantTables),
                  unnest(ARRAY['secretaria_tenant', 'secretaria_system']) AS r(role)
                WHERE NOT EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname
                  AND p.roles = ARRAY[r.role]::name[] AND p.permissive = 'PERMISSIVE')
                """,
            exceptions: [
                "channel_directory: secretaria_tenant": "who has which address is nobody's business but the machinery's"
            ],
            breach: ["DROP POLICY tenant_all ON contacts"], found: "contacts: secretaria_tenant"),
        CatalogueRule(
            testDescription:
                "every policy of the shop's role asks for the tenant before anything else, and none is for everybody",
            offenders: """
                SELECT p.tablename || ': ' || p.policyname FROM pg_policies p
                WHERE p.schemaname = 'public' AND p.roles <> ARRAY['secretaria_system']::name[] AND NOT (
                  p.roles = ARRAY['secretaria_tenant']::name[]
                  AND (p.cmd = 'INSERT' OR p.qual ~ '^\\(+tenant_id = current_tenant\\(\\)\\)' AND p.qual !~ ' OR ')
                  AND (p.cmd <> 'INSERT' AND p.with_check IS NULL
                    OR p.cmd IN ('INSERT', 'UPDATE', 'ALL') AND p.with_check ~ '^\\(+tenant_id = current_tenant\\(\\)\\)'
                      AND p.with_check !~ ' OR '))
                """,
            exceptions: ["users: colleagues": "the people of this shop, found through their roles in it"],
            breach: [
                "CREATE POLICY breach ON contacts FOR SELECT TO secretaria_tenant USING (tenant_id = current_tenant() OR name = 'x')"
            ], found: "contacts: breach"),
        CatalogueRule(
            testDescription: "no view looks over the wall with its owner's eyes",
            offenders: """
                SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
                  AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)
                """,
            breach: ["CREATE VIEW breach AS SELECT name FROM contacts"], found: "breach"),
        CatalogueRule(
            testDescription: "no function acts with its owner's rights",
            offenders: """
                SELECT p.proname::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
                """,
            breach: ["CREATE FUNCTION breach() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"],
            found: "breach"),
        CatalogueRule(
            testDescription:
                "nobody may do what row security does not see: TRUNCATE, REFERENCES, TRIGGER; and nothing is open to everybody",
            offenders: """
                SELECT DISTINCT c.relname || ': ' || a.privilege_type || ' for ' || CASE a.grantee WHEN 0 THEN 'all' ELSE a.grantee::regrole::text END
                FROM pg_class c, aclexplode(c.relacl) a
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND a.grantee <> c.relowner
                  AND (a.grantee = 0 OR a.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))
                """,
            breach: ["GRANT TRUNCATE ON contacts TO secretaria_tenant"],
            found: "contacts: TRUNCATE for secretaria_tenant"),
    ]

    static let roles = [
        CatalogueRule(
            testDescription: "no role of ours is a superuser or above row security, and the two walls cannot log in",
            offenders: """
                SELECT rolname::text FROM pg_roles WHERE rolname IN ('secretaria', 'secretaria_tenant', 'secretaria_system')
                  AND (rolsuper OR rolbypassrls OR rolreplication
                    OR rolname <> 'secretaria' AND (rolcanlogin OR rolinherit OR rolcreaterole OR rolcreatedb))
                """,
            breach: ["ALTER ROLE secretaria_tenant BYPASSRLS"], found: "secretaria_tenant"),
        CatalogueRule(
            testDescription: "the three roles are there, and own and inherit nothing from each other",
            offenders: """
                SELECT m.member::regrole || ' has ' || m.roleid::regrole FROM pg_auth_members m
                WHERE m.member IN (SELECT oid FROM pg_roles WHERE rolname IN ('secretaria', 'secretaria_tenant', 'secretaria_system'))
                  AND (m.inherit_option OR m.member <> 'secretaria'::regrole)
                UNION ALL
                SELECT name || ' is missing' FROM unnest(ARRAY['secretaria', 'secretaria_tenant', 'secretaria_system']) AS name
                WHERE to_regrole(name) IS NULL
                UNION ALL
                SELECT c.relname || ' is owned by ' || c.relowner::regrole FROM \(fragment: tenantTables)
                WHERE c.relowner <> 'secretaria'::regrole
                """,
            breach: ["GRANT secretaria_system TO secretaria_tenant"], found: "secretaria_tenant has secretaria_system"),
    ]
}
