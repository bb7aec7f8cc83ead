-- What this installation signs with (links to files, web push) is made from a key of its own, sealed under the master key: changing
-- the master key changes no signature.

CREATE TABLE installation_keys (
  name    text PRIMARY KEY,
  wrapped bytea NOT NULL
);
ALTER TABLE installation_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE installation_keys FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON installation_keys TO secretaria_system;
CREATE POLICY system_all ON installation_keys TO secretaria_system USING (true) WITH CHECK (true);
COMMENT ON TABLE installation_keys IS 'no customer data: sealed keys';
