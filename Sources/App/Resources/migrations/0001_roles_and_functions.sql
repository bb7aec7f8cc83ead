-- Roles, identifiers and text folding: what every later migration stands on.
--
-- secretaria_tenant   the shop's wall: sees only rows of app.tenant_id (row-level security on every tenant table)
-- secretaria_system   the machinery (webhook intake, queue, sign-in): sees all tenants, used by named functions only
-- The login role is a member of both and, without SET ROLE, sees no tenant row at all (FORCE ROW LEVEL SECURITY).

DO $$
BEGIN
  -- Roles belong to the whole cluster; two databases migrating at once may both try.
  BEGIN
    CREATE ROLE secretaria_tenant NOLOGIN NOINHERIT;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  BEGIN
    CREATE ROLE secretaria_system NOLOGIN NOINHERIT;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  IF NOT pg_has_role(current_user, 'secretaria_tenant', 'SET') THEN
    EXECUTE format('GRANT secretaria_tenant TO %I WITH SET TRUE', current_user);
  END IF;
  IF NOT pg_has_role(current_user, 'secretaria_system', 'SET') THEN
    EXECUTE format('GRANT secretaria_system TO %I WITH SET TRUE', current_user);
  END IF;
END $$;

CREATE EXTENSION IF NOT EXISTS vector;

-- Time-ordered 128-bit keys (RFC 9562 version 7). PostgreSQL 18 has them built in; 16 and 17 get the same layout in SQL.
DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 180000 THEN
    EXECUTE 'CREATE FUNCTION new_id() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS ''SELECT uuidv7()''';
  ELSE
    EXECUTE $f$
      CREATE FUNCTION new_id() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $b$
        SELECT encode(set_bit(set_bit(
          overlay(uuid_send(gen_random_uuid())
                  PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
          52, 1), 53, 1), 'hex')::uuid
      $b$
    $f$;
  END IF;
END $$;

-- Lower case without Portuguese/Spanish accents. The embedded server has no unaccent; search folds both sides with this.
-- Capitals with accents are listed too: lower() leaves them alone in the C locale.
CREATE FUNCTION fold_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT translate(lower(value),
    'áàâãäåéèêëíìîïóòôõöúùûüçñýÿÁÀÂÃÄÅÉÈÊËÍÌÎÏÓÒÔÕÖÚÙÛÜÇÑÝŸ',
    'aaaaaaeeeeiiiiooooouuuucnyyaaaaaaeeeeiiiiooooouuuucnyy')
$$;

-- The tenant of this transaction; NULL (hence no rows) when none is set. SET LOCAL leaves '' behind, never NULL.
CREATE FUNCTION current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('app.tenant_id', true), '')::uuid
$$;

-- Who acts: owner, admin, agent, viewer, or service (the pipeline).
CREATE FUNCTION current_user_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('app.user_role', true), '')
$$;

-- Walls of one tenant table: forced RLS, a policy per role, and grants. Called by each migration that makes a table.
-- `guarded` tables hold configuration or secrets: they are written by owners and admins only and, when `secret`,
-- read by nobody else but the pipeline.
CREATE FUNCTION protect_table(name regclass, guarded boolean DEFAULT false, secret boolean DEFAULT false)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  mine CONSTANT text := 'tenant_id = current_tenant()';
  may_write CONSTANT text := 'current_user_role() IN (''owner'', ''admin'')';
  may_read CONSTANT text := 'current_user_role() IN (''owner'', ''admin'', ''service'')';
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO secretaria_tenant, secretaria_system', name);
  EXECUTE format('CREATE POLICY system_all ON %s TO secretaria_system USING (true) WITH CHECK (true)', name);
  IF NOT guarded THEN
    EXECUTE format('CREATE POLICY tenant_all ON %s TO secretaria_tenant USING (%s) WITH CHECK (%s)', name, mine, mine);
  ELSE
    EXECUTE format('CREATE POLICY tenant_read ON %s FOR SELECT TO secretaria_tenant USING (%s%s)', name, mine,
                   CASE WHEN secret THEN ' AND ' || may_read ELSE '' END);
    EXECUTE format('CREATE POLICY tenant_insert ON %s FOR INSERT TO secretaria_tenant WITH CHECK (%s AND %s)', name, mine, may_write);
    EXECUTE format('CREATE POLICY tenant_update ON %s FOR UPDATE TO secretaria_tenant USING (%s AND %s) WITH CHECK (%s AND %s)',
                   name, mine, may_write, mine, may_write);
    EXECUTE format('CREATE POLICY tenant_delete ON %s FOR DELETE TO secretaria_tenant USING (%s AND %s)', name, mine, may_write);
  END IF;
END $$;
