-- Every mutable row counts its versions; what was recorded is never changed; rules speak one way.

-- A broken rule looks like a check constraint of that name, so that one map words them all.
CREATE FUNCTION refuse(p_rule text, p_message text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = p_rule, MESSAGE = p_message;
END
$$;

-- Rules that lock what they read see what others committed only under this isolation: an older
-- snapshot would look past a stop or a screening that was written meanwhile.
CREATE FUNCTION require_read_committed() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION USING ERRCODE = '0A000',
            MESSAGE = 'this needs READ COMMITTED, not ' || current_setting('transaction_isolation');
    END IF;
END
$$;

CREATE FUNCTION bump_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END
$$;

CREATE FUNCTION append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    allowed text[] := TG_ARGV::text[];
BEGIN
    IF TG_OP <> 'UPDATE' OR to_jsonb(OLD) - allowed IS DISTINCT FROM to_jsonb(NEW) - allowed THEN
        PERFORM refuse('append_only', format('%s rows are never changed or deleted.', TG_TABLE_NAME));
    END IF;
    RETURN NEW;
END
$$;

-- The chain is written once.
CREATE FUNCTION audit_chained_once() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.position IS NOT NULL THEN
        PERFORM refuse('append_only', 'An audit row that has its place in the chain is never changed.');
    END IF;
    RETURN NEW;
END
$$;

DO $rows$
DECLARE
    noun text;
BEGIN
    FOREACH noun IN ARRAY ARRAY[
        'tenant', 'app_user', 'membership', 'therapist', 'certificate', 'shift_pattern', 'shift',
        'absence', 'patient', 'contact', 'place', 'service_offering', 'request', 'clearance',
        'hold', 'visit', 'incident', 'plan', 'stop', 'proposal']
    LOOP
        EXECUTE format('CREATE TRIGGER bump_version BEFORE UPDATE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION bump_version()', noun);
    END LOOP;
    FOREACH noun IN ARRAY ARRAY[
        'screening', 'screening_service', 'consent', 'promise', 'shift_event']
    LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION append_only()', noun);
    END LOOP;
    FOREACH noun IN ARRAY ARRAY[
        'screening', 'screening_service', 'consent', 'promise', 'shift_event', 'visit_event',
        'questionnaire', 'audit']
    LOOP
        EXECUTE format('CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON %I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION append_only()', noun);
    END LOOP;
END
$rows$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON visit_event
    FOR EACH ROW EXECUTE FUNCTION append_only('applied');
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON questionnaire
    FOR EACH ROW EXECUTE FUNCTION append_only('approved_by', 'approved_at', 'active');
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION append_only('position', 'previous_hash', 'hash');
CREATE TRIGGER audit_chained_once BEFORE UPDATE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_chained_once();
