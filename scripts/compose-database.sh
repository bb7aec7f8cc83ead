#!/bin/sh
# Run once by the PostgreSQL image of compose.yaml, on an empty volume: the login role of Secretaria. It is no superuser,
# so that row-level security binds it, and the extension is made here because only a superuser may.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d secretaria -v password="$POSTGRES_PASSWORD" <<'SQL'
CREATE ROLE secretaria LOGIN CREATEROLE PASSWORD :'password';
ALTER DATABASE secretaria OWNER TO secretaria;
ALTER SCHEMA public OWNER TO secretaria;
CREATE EXTENSION vector;
SQL
