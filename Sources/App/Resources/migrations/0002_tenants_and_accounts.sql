-- Shops and the people who work in them.
--
-- tenants     one row a shop; `number` is the small integer that v2.0 clients call company_id. Keyed by itself: it *is* the tenant.
-- users       global people; a user belongs to shops through user_roles.
-- sessions    a signed-in browser; only the SHA-256 of the cookie is stored. api_tokens likewise.
-- Invariants: an e-mail is stored lower-cased and belongs to one user; a revoked or expired session or token opens nothing.

CREATE TABLE tenants (
  tenant_id   uuid PRIMARY KEY DEFAULT new_id(),
  number      int GENERATED ALWAYS AS IDENTITY UNIQUE,
  name        text NOT NULL CHECK (name <> ''),
  slug        text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  time_zone   text NOT NULL DEFAULT 'America/Sao_Paulo',
  locale      text NOT NULL DEFAULT 'pt-BR' CHECK (locale IN ('pt-BR', 'en', 'es')),
  currency    text NOT NULL DEFAULT 'BRL',
  plan        text NOT NULL DEFAULT 'free',
  reopen_within_days int NOT NULL DEFAULT 7 CHECK (reopen_within_days BETWEEN 0 AND 365),
  -- Per-tenant data key, wrapped (AES-256-GCM) by SECRETARIA_MASTER_KEY. NULL until the first secret is stored.
  wrapped_key bytea,
  created_at  timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
GRANT SELECT, UPDATE (name, time_zone, locale) ON tenants TO secretaria_tenant;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenants TO secretaria_system;
CREATE POLICY system_all ON tenants TO secretaria_system USING (true) WITH CHECK (true);
CREATE POLICY tenant_read ON tenants FOR SELECT TO secretaria_tenant USING (tenant_id = current_tenant());
CREATE POLICY tenant_update ON tenants FOR UPDATE TO secretaria_tenant
  USING (tenant_id = current_tenant() AND current_user_role() IN ('owner', 'admin'))
  WITH CHECK (tenant_id = current_tenant());

-- Global: written by the machinery alone.
CREATE TABLE users (
  id            uuid PRIMARY KEY DEFAULT new_id(),
  email         text NOT NULL UNIQUE CHECK (email = lower(email)),
  name          text NOT NULL,
  password_hash text,
  locale        text,
  failed_sign_ins int NOT NULL DEFAULT 0,
  locked_until  timestamptz,
  disabled_at   timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON users TO secretaria_system;
CREATE POLICY system_all ON users TO secretaria_system USING (true) WITH CHECK (true);

CREATE TABLE user_roles (
  tenant_id  uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  role       text NOT NULL CHECK (role IN ('owner', 'admin', 'agent', 'viewer')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX user_roles_by_user ON user_roles (user_id);
SELECT protect_table('user_roles', guarded => true);

-- A shop sees the name and e-mail of its own people, and nothing else of `users`.
GRANT SELECT (id, email, name, disabled_at) ON users TO secretaria_tenant;
CREATE POLICY colleagues ON users FOR SELECT TO secretaria_tenant
  USING (EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = users.id AND r.tenant_id = current_tenant()));

-- Browser sessions. `id_hash` = SHA-256 of the cookie; the cookie itself is never stored.
CREATE TABLE sessions (
  tenant_id  uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id_hash    bytea NOT NULL,
  user_id    uuid NOT NULL,
  csrf_token text NOT NULL,
  user_agent text,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_roles (tenant_id, user_id) ON DELETE CASCADE
);
CREATE INDEX sessions_by_hash ON sessions (id_hash);
SELECT protect_table('sessions', guarded => true, secret => true);

CREATE TABLE api_tokens (
  tenant_id  uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id         uuid NOT NULL DEFAULT new_id(),
  token_hash bytea NOT NULL,
  name       text NOT NULL,
  scopes     text[] NOT NULL DEFAULT '{read}',
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX api_tokens_by_hash ON api_tokens (token_hash);
SELECT protect_table('api_tokens', guarded => true, secret => true);
