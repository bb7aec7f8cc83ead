-- Tables of contacts brought in from files.
--
-- contact_imports        one uploaded file. `draft`: being looked at; `queued`, `running`: a job works through it, `processed` rows so
--                        far; `done`, `failed`. The file is dropped when it is done.
-- contact_import_errors  rows that could not be used, as they were, with the reason: the error file.
CREATE TABLE contact_imports (
  tenant_id   uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id          uuid NOT NULL DEFAULT new_id(),
  file_name   text NOT NULL,
  state       text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'queued', 'running', 'done', 'failed')),
  content     bytea NOT NULL,
  headers     text[] NOT NULL,
  mapping     text[] NOT NULL,        -- for each column what it is; '' = ignored
  total       int NOT NULL DEFAULT 0,
  processed   int NOT NULL DEFAULT 0,
  created     int NOT NULL DEFAULT 0,
  updated     int NOT NULL DEFAULT 0,
  failed      int NOT NULL DEFAULT 0,
  created_by  uuid,
  created_by_name text NOT NULL DEFAULT '',
  created_at  timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
SELECT protect_table('contact_imports');

CREATE TABLE contact_import_errors (
  tenant_id  uuid NOT NULL,
  import_id  uuid NOT NULL,
  line       int NOT NULL,
  reason     text NOT NULL,
  fields     text[] NOT NULL,
  PRIMARY KEY (tenant_id, import_id, line),
  FOREIGN KEY (tenant_id, import_id) REFERENCES contact_imports ON DELETE CASCADE
);
SELECT protect_table('contact_import_errors');
