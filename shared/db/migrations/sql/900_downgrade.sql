-- Back to nothing: everything that the first revision made, except alembic's own table.
DO $empty$
DECLARE
    thing record;
BEGIN
    -- Owned by rounds_system: dropped by name, which a member may do only after becoming it.
    SET LOCAL ROLE rounds_system;
    FOR thing IN
        SELECT p.oid::regprocedure AS signature FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
    LOOP
        EXECUTE format('DROP FUNCTION %s', thing.signature);
    END LOOP;
    RESET ROLE;
    FOR thing IN
        SELECT c.oid::regclass AS name FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
          AND c.relname <> 'alembic_version'
    LOOP
        EXECUTE format('DROP TABLE %s CASCADE', thing.name);
    END LOOP;
    FOR thing IN
        SELECT p.oid::regprocedure AS signature FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
          AND p.proowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
    LOOP
        EXECUTE format('DROP FUNCTION %s', thing.signature);
    END LOOP;
    DROP SEQUENCE job_fence;
END
$empty$;
