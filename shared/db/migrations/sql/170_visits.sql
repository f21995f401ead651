-- What a visit's status may become. Facts are stored as events whatever they say; the status moves
-- only when the papers that it needs are there. Class: safety.

-- A child is known here by the certificate that treating one takes: birth dates are sealed.
CREATE FUNCTION visit_of_child(p_visit visit) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT 'paediatric' = ANY (p_visit.required_certificates)
$$;

CREATE FUNCTION visit_under_way(p_status text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p_status IN ('dispatched', 'accepted', 'en-route', 'arrived', 'in-progress', 'done')
$$;

-- Somebody agreed to the visit; for a child, a parent or guardian.
CREATE FUNCTION visit_consented(p_visit visit) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM consent c
        WHERE c.tenant_id = p_visit.tenant_id AND c.visit_id = p_visit.visit_id
          AND c.kind = 'verbal'
          AND (NOT visit_of_child(p_visit) OR c.relation IN ('mother', 'father', 'guardian')))
$$;

-- What the visit lacks before somebody is sent: asked by whoever shows or publishes it, and kept
-- by the trigger below.
CREATE FUNCTION dispatch_lacks(p_visit visit) RETURNS text[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT array_remove(ARRAY[
        CASE WHEN NOT visit_consented(p_visit) THEN 'consent' END,
        CASE WHEN screening_objection(p_visit) IS NOT NULL THEN 'screening' END], NULL)
$$;

CREATE FUNCTION visit_dispatch_needs_consent() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    lacks text[] := dispatch_lacks(NEW);
BEGIN
    PERFORM require_read_committed();
    IF 'consent' = ANY (lacks) THEN
        PERFORM refuse('visit_dispatch_needs_consent', CASE WHEN visit_of_child(NEW)
            THEN 'A parent or guardian has not consented to this visit of a child yet.'
            ELSE 'Nobody has consented to this visit yet.' END);
    ELSIF 'screening' = ANY (lacks) THEN
        PERFORM refuse('visit_screening_clears', screening_objection(NEW));
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER visit_dispatch_needs_consent BEFORE UPDATE OF status ON visit FOR EACH ROW
    WHEN (visit_under_way(NEW.status) AND NOT visit_under_way(OLD.status))
    EXECUTE FUNCTION visit_dispatch_needs_consent();

-- The newest door check clears needling, or a clinician did who knew what it found; and so for
-- whatever an earlier one found: harmless answers afterwards do not take back what was said.
CREATE FUNCTION door_check_clears(p_visit visit) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH checks AS (
        SELECT s.screening_id, s.created_at, cardinality(s.unanswered) = 0 AS whole, f.outcome,
               f.outcome <> 'emergency' AND s.outcome <> 'emergency' AND (
                   f.outcome = 'cleared' OR clearance_allows(
                       s.tenant_id, s.request_id, s.screening_id, f.service, p_visit.opens_at)
               ) AS clears
        FROM screening s
        JOIN screening_service f ON f.tenant_id = s.tenant_id AND f.screening_id = s.screening_id
        WHERE s.tenant_id = p_visit.tenant_id AND s.visit_id = p_visit.visit_id
          AND s.phase = 'door' AND f.service = p_visit.service)
    SELECT coalesce(bool_and(clears), false) AND coalesce((
        SELECT whole AND outcome IN ('cleared', 'needs-clinician') FROM checks
        ORDER BY created_at DESC, screening_id DESC LIMIT 1), false)
    FROM checks
$$;

-- What needling lacks before it starts: what was said on the phone, also after the booking, the
-- door check, and consent in writing. Ask about `visit_as_needling` before converting a visit.
CREATE FUNCTION needling_lacks(p_visit visit) RETURNS text[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT array_remove(ARRAY[
        CASE WHEN screening_objection(p_visit) IS NOT NULL THEN 'screening' END,
        CASE WHEN NOT door_check_clears(p_visit) THEN 'door-check' END], NULL)
        || ARRAY(
            SELECT wanted FROM unnest(CASE WHEN visit_of_child(p_visit)
                THEN ARRAY['guardian', 'child'] ELSE ARRAY['written'] END) wanted
            WHERE NOT EXISTS (
                SELECT FROM consent c
                WHERE c.tenant_id = p_visit.tenant_id AND c.visit_id = p_visit.visit_id
                  AND c.kind = wanted))
$$;

CREATE FUNCTION visit_as_needling(p_visit visit) RETURNS visit
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    p_visit.service := 'dry-needling';
    RETURN p_visit;
END
$$;

CREATE FUNCTION visit_start_needs_papers() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    lacks text[] := needling_lacks(NEW);
BEGIN
    IF 'screening' = ANY (lacks) THEN
        PERFORM refuse('visit_start_needs_papers', screening_objection(NEW));
    ELSIF 'door-check' = ANY (lacks) THEN
        PERFORM refuse('visit_start_needs_papers', 'The door check does not clear needling.');
    ELSIF cardinality(lacks) > 0 THEN
        PERFORM refuse('visit_start_needs_papers', format(
            'Needling starts only with consent in writing: %s.', array_to_string(lacks, ', ')));
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER visit_start_needs_papers BEFORE UPDATE OF status ON visit FOR EACH ROW
    WHEN (NEW.service = 'dry-needling' AND NEW.status IN ('in-progress', 'done')
          AND OLD.status NOT IN ('in-progress', 'done'))
    EXECUTE FUNCTION visit_start_needs_papers();
-- Nor by renaming what is being done.
CREATE TRIGGER visit_service_needs_papers BEFORE UPDATE OF service ON visit FOR EACH ROW
    WHEN (NEW.service = 'dry-needling' AND OLD.service <> 'dry-needling'
          AND NEW.status IN ('in-progress', 'done'))
    EXECUTE FUNCTION visit_start_needs_papers();

-- A visit is born booked and moves forward, or back to booked before treatment. Any other move
-- (out of the end, or back from treatment) is what events say, and one was stored in this
-- transaction.
CREATE FUNCTION visit_transition_known() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    progress text[] := ARRAY['booked', 'dispatched', 'accepted', 'en-route', 'arrived',
                             'in-progress'];
    was int;
    becomes int;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'booked' THEN
            PERFORM refuse('visit_transition_known', 'A new visit is booked, nothing else.');
        END IF;
        RETURN NEW;
    END IF;
    was := array_position(progress, OLD.status);
    becomes := array_position(progress, NEW.status);
    -- A command ends a visit before treatment only; facts end it whenever they happened.
    IF was IS NOT NULL AND (becomes IS NULL AND (NEW.status <> 'cancelled' OR was < 6)
                            OR becomes > was OR (becomes = 1 AND was < 6)) THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (
        SELECT FROM visit_event e
        WHERE e.tenant_id = NEW.tenant_id AND e.visit_id = NEW.visit_id
          AND e.recorded_at >= transaction_timestamp()) THEN
        PERFORM refuse('visit_transition_known', format(
            'A visit that is %s becomes %s only by an event.', OLD.status, NEW.status));
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER visit_transition_known_new BEFORE INSERT ON visit
    FOR EACH ROW EXECUTE FUNCTION visit_transition_known();
CREATE TRIGGER visit_transition_known BEFORE UPDATE OF status ON visit FOR EACH ROW
    WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION visit_transition_known();
