-- Row level security and grants.
--
-- The setting is read without a default: one that was never set raises 42704, and one that a
-- finished transaction left empty raises 22P02, so a query without a tenant errors, never answers.

GRANT USAGE ON SCHEMA public TO rounds_app, rounds_system;

DO $isolate$
DECLARE
    tenant_table text;
    own text := 'tenant_id = (SELECT current_setting(''app.tenant_id''))::uuid';
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY[
        'tenant', 'membership', 'session', 'api_key',
        'therapist', 'certificate', 'shift_pattern', 'shift', 'absence',
        'patient', 'patient_phone', 'patient_name_token', 'contact', 'place',
        'questionnaire', 'service_offering', 'request', 'screening', 'screening_service',
        'clearance', 'hold',
        'visit', 'consent', 'promise', 'visit_event', 'incident',
        'plan', 'route', 'stop', 'reservation', 'shift_event', 'proposal', 'solve',
        'job', 'outbox', 'idempotency_key', 'audit']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_isolation ON %I FOR ALL TO rounds_app '
                       'USING (%s) WITH CHECK (%s)', tenant_table, own, own);
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', tenant_table);
    END LOOP;
END
$isolate$;

-- Mutable rows.
GRANT SELECT, INSERT, UPDATE ON
    tenant, membership, session, api_key,
    therapist, certificate, shift_pattern, shift, absence,
    patient, patient_phone, contact, place,
    service_offering, request, clearance, hold,
    visit, incident, plan, route, stop, reservation, proposal, solve, job, idempotency_key
    TO rounds_app;
-- Rows that may vanish: indexes of what is kept elsewhere, replayed answers, and what is retraced
-- by events. Clinical rows are never deleted.
GRANT DELETE ON
    session, certificate, patient_phone, patient_name_token, contact, route, stop, reservation,
    idempotency_key
    TO rounds_app;
-- Append-only rows: no UPDATE at all, except for the columns named.
GRANT SELECT, INSERT ON
    patient_name_token, questionnaire, screening, screening_service, consent, promise, visit_event,
    shift_event
    TO rounds_app;
GRANT UPDATE (approved_by, approved_at, active) ON questionnaire TO rounds_app;
GRANT UPDATE (applied) ON visit_event TO rounds_app;
-- The relay alone gives positions and hashes.
GRANT SELECT ON outbox, audit TO rounds_app;
GRANT INSERT (tenant_id, topic, payload, created_at) ON outbox TO rounds_app;
GRANT INSERT (tenant_id, audit_id, at, actor, act, noun, noun_id, detail_sealed, created_at)
    ON audit TO rounds_app;

-- People are not of one tenant: seen by membership, written only through the system door, so that
-- an admin of one tenant cannot change another's agent.
ALTER TABLE app_user ENABLE ROW LEVEL SECURITY;
ALTER TABLE app_user FORCE ROW LEVEL SECURITY;
REVOKE ALL ON app_user FROM PUBLIC;
CREATE POLICY member_of_tenant ON app_user FOR SELECT TO rounds_app
    USING (EXISTS (
        SELECT FROM membership
        WHERE membership.tenant_id = (SELECT current_setting('app.tenant_id'))::uuid
          AND membership.user_id = app_user.user_id));
GRANT SELECT (user_id, email, name, language, disabled_at, version, created_at) ON app_user
    TO rounds_app;

-- The system door: this closed list of tables, and no other.
DO $system$
DECLARE
    system_table text;
BEGIN
    FOREACH system_table IN ARRAY ARRAY[
        'tenant', 'app_user', 'membership', 'session', 'api_key', 'job', 'outbox', 'audit']
    LOOP
        EXECUTE format('CREATE POLICY system_door ON %I FOR ALL TO rounds_system '
                       'USING (true) WITH CHECK (true)', system_table);
    END LOOP;
END
$system$;
GRANT SELECT ON tenant, app_user, membership, session, api_key, job, outbox, audit
    TO rounds_system;
GRANT INSERT, UPDATE ON app_user TO rounds_system;
GRANT UPDATE ON job TO rounds_system;
GRANT UPDATE (position) ON outbox TO rounds_system;
GRANT DELETE ON outbox TO rounds_system;
GRANT UPDATE (position, previous_hash, hash) ON audit TO rounds_system;
-- Services compare it with what they expect, and refuse to start.
GRANT SELECT ON alembic_version TO rounds_app;
-- A temporary table of our table's name, with a trigger of somebody's own, is nobody's need.
DO $temporary$
BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END
$temporary$;
