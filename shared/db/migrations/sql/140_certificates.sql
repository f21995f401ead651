-- Never an uncovered stop: certificates are locked while a stop that needs them is written, and
-- checked again at commit when one of them changes. Class: safety.

-- Whether one certificate covers the whole visit; it stays locked against changes until commit.
-- Without the lock 59 of 60 races of a revocation and an assignment both got through.
CREATE FUNCTION certificate_covers(
    p_tenant uuid, p_therapist uuid, p_kind text, p_from timestamptz, p_to timestamptz)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM certificate c
    WHERE c.tenant_id = p_tenant AND c.therapist_id = p_therapist AND c.kind = p_kind
      AND c.verified_at IS NOT NULL AND c.revoked_at IS NULL
      AND c.valid_from <= p_from AND (c.valid_to IS NULL OR p_to <= c.valid_to)
      AND (c.suspended_from IS NULL OR p_to <= c.suspended_from
           OR (c.suspended_to IS NOT NULL AND c.suspended_to <= p_from))
    LIMIT 1 FOR SHARE;
    RETURN FOUND;
END
$$;

CREATE FUNCTION stop_certificates_cover() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    needed text[];
    one text;
BEGIN
    PERFORM require_read_committed();
    -- Written again as it was (a treatment under way, a plan applied whole): nothing to decide.
    IF TG_OP = 'UPDATE' AND (NEW.therapist_id, NEW.planned_start, NEW.planned_departure)
       IS NOT DISTINCT FROM (OLD.therapist_id, OLD.planned_start, OLD.planned_departure) THEN
        RETURN NEW;
    END IF;
    SELECT v.required_certificates INTO needed FROM visit v
    WHERE v.tenant_id = NEW.tenant_id AND v.visit_id = NEW.visit_id FOR SHARE;
    FOREACH one IN ARRAY coalesce(needed, '{}') LOOP
        IF NOT certificate_covers(NEW.tenant_id, NEW.therapist_id, one,
                                  NEW.planned_start, NEW.planned_departure) THEN
            PERFORM refuse('stop_certificates_cover', format(
                'The therapist has no valid %s certificate for the whole visit.', one));
        END IF;
    END LOOP;
    RETURN NEW;
END
$$;
CREATE TRIGGER stop_certificates_cover
    BEFORE INSERT OR UPDATE OF visit_id, therapist_id, planned_start, planned_departure ON stop
    FOR EACH ROW EXECUTE FUNCTION stop_certificates_cover();

-- A treatment under way is not interrupted by paper, and what is over needs none.
CREATE FUNCTION visit_awaits_therapist(p_status text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p_status IN ('booked', 'dispatched', 'accepted', 'en-route', 'arrived')
$$;

-- Deferred, so that whoever revokes can free the visits in the same transaction. Locking what
-- covers instead (FOR SHARE) makes two who revoke one of two certificates each wait in turn.
CREATE FUNCTION certificate_still_needed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    planned record;
BEGIN
    PERFORM require_read_committed();
    FOR planned IN
        SELECT s.visit_id, s.planned_start, s.planned_departure
        FROM stop s JOIN visit v ON v.tenant_id = s.tenant_id AND v.visit_id = s.visit_id
        WHERE s.tenant_id = OLD.tenant_id AND s.therapist_id = OLD.therapist_id
          AND OLD.kind = ANY (v.required_certificates) AND visit_awaits_therapist(v.status)
    LOOP
        IF NOT certificate_covers(OLD.tenant_id, OLD.therapist_id, OLD.kind,
                                  planned.planned_start, planned.planned_departure) THEN
            PERFORM refuse('certificate_still_needed', format(
                'Visit %s is planned and needs this %s certificate; free it first.',
                planned.visit_id, OLD.kind));
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER certificate_still_needed
    AFTER UPDATE OR DELETE ON certificate DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION certificate_still_needed();
