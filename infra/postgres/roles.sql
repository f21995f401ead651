-- The three roles of Rounds. Run by a superuser, any number of times, before the migrations.
--
--   rounds_owner   owns the schema; only migrations and administration log in as it
--   rounds_app     what both services log in as: owns nothing, bypasses nothing
--   rounds_system  nobody logs in as it; owns the SECURITY DEFINER functions of the system door
--
-- Passwords are set by whoever runs this file (ALTER ROLE ... PASSWORD), never here.
DO $roles$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rounds_owner') THEN
        CREATE ROLE rounds_owner;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rounds_app') THEN
        CREATE ROLE rounds_app;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rounds_system') THEN
        CREATE ROLE rounds_system;
    END IF;
END
$roles$;

ALTER ROLE rounds_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;
ALTER ROLE rounds_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;
ALTER ROLE rounds_system NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;

-- A statement that waits for a lock, or a client that vanished inside a transaction, may hold up
-- one patient's booking, never the whole day (research: a cancelled task can leak its transaction).
-- Idle no longer than two leases of a job: who takes it over from a stalled worker needs its rows.
ALTER ROLE rounds_app SET lock_timeout = '10s';
ALTER ROLE rounds_app SET statement_timeout = '60s';
ALTER ROLE rounds_app SET idle_in_transaction_session_timeout = '20s';
ALTER ROLE rounds_app SET default_transaction_isolation = 'read committed';

-- Migrations create functions and hand them to rounds_system; INHERIT FALSE keeps the owner from
-- reading across tenants by that membership.
GRANT rounds_system TO rounds_owner WITH INHERIT FALSE, SET TRUE;
DO $apart$
DECLARE
    role_above name;
BEGIN
    FOR role_above IN
        SELECT m.roleid::regrole FROM pg_auth_members m WHERE m.member = 'rounds_app'::regrole
    LOOP
        EXECUTE format('REVOKE %I FROM rounds_app', role_above);
    END LOOP;
END
$apart$;
