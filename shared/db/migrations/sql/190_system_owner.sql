-- The functions that cross tenants are handed to rounds_system; only the application calls them.
GRANT CREATE ON SCHEMA public TO rounds_system;
DO $owner$
DECLARE
    door record;
BEGIN
    FOR door IN
        SELECT p.oid::regprocedure AS signature FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', door.signature);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rounds_app', door.signature);
        EXECUTE format('ALTER FUNCTION %s OWNER TO rounds_system', door.signature);
    END LOOP;
END
$owner$;
REVOKE CREATE ON SCHEMA public FROM rounds_system;
