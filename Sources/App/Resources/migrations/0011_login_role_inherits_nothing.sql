-- The login role may become secretaria_tenant or secretaria_system, and has the rights of neither until it does.
--
-- Membership inherits by default, and a policy "TO secretaria_system" then applies to every member: a statement that forgot
-- its role saw all shops. Now it sees none (the promise of migration 0001).

DO $$
DECLARE
  wall text;
BEGIN
  FOREACH wall IN ARRAY ARRAY['secretaria_tenant', 'secretaria_system'] LOOP
    CONTINUE WHEN NOT pg_has_role(current_user, wall, 'USAGE');
    BEGIN
      EXECUTE format('GRANT %I TO %I WITH SET TRUE, INHERIT FALSE', wall, current_user);
    EXCEPTION WHEN insufficient_privilege THEN
      RAISE WARNING 'role % inherits %: have its administrator run GRANT % TO % WITH INHERIT FALSE',
        current_user, wall, wall, current_user;
    END;
  END LOOP;
END $$;
