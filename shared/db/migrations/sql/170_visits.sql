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

CREATE FUNCTION visit_dispatch_needs_consent() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    objection text;
BEGIN
    PERFORM require_read_committed();
    IF NOT EXISTS (
        SELECT FROM consent c
        WHERE c.tenant_id = NEW.tenant_id AND c.visit_id = NEW.visit_id AND c.kind = 'verbal'
          AND (NOT visit_of_child(NEW) OR c.relation IN ('mother', 'father', 'guardian'))) THEN
        PERFORM refuse('visit_dispatch_needs_consent', CASE WHEN visit_of_child(NEW)
            THEN 'A parent or guardian has not consented to this visit of a child yet.'
            ELSE 'Nobody has consented to this visit yet.' END);
    END IF;
    objection := screening_objection(NEW);
    IF objection IS NOT NULL THEN
        PERFORM refuse('visit_screening_clears', objection);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER visit_dispatch_needs_consent BEFORE UPDATE OF status ON visit FOR EACH ROW
    WHEN (visit_under_way(NEW.status) AND NOT visit_under_way(OLD.status))
    EXECUTE FUNCTION visit_dispatch_needs_consent();

-- The newest door check clears needling, or a clinician did who knew what it found.
CREATE FUNCTION door_check_clears(p_visit visit) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce((
        SELECT cardinality(s.unanswered) = 0 AND (
                   f.outcome = 'cleared' OR (f.outcome = 'needs-clinician' AND clearance_allows(
                       s.tenant_id, s.request_id, s.screening_id, f.service, p_visit.opens_at)))
        FROM screening s
        JOIN screening_service f ON f.tenant_id = s.tenant_id AND f.screening_id = s.screening_id
        WHERE s.tenant_id = p_visit.tenant_id AND s.visit_id = p_visit.visit_id
          AND s.phase = 'door' AND f.service = p_visit.service
        ORDER BY s.created_at DESC, s.screening_id DESC LIMIT 1), false)
$$;

CREATE FUNCTION visit_start_needs_papers() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted text[] := CASE WHEN visit_of_child(NEW)
        THEN ARRAY['guardian', 'child'] ELSE ARRAY['written'] END;
BEGIN
    IF NOT door_check_clears(NEW) THEN
        PERFORM refuse('visit_start_needs_papers', 'The door check does not clear needling.');
    ELSIF NOT wanted <@ ARRAY(
        SELECT c.kind FROM consent c
        WHERE c.tenant_id = NEW.tenant_id AND c.visit_id = NEW.visit_id) THEN
        PERFORM refuse('visit_start_needs_papers', format(
            'Needling starts only with consent in writing: %s.', array_to_string(wanted, ', ')));
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
