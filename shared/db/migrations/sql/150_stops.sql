-- A stop fits its shift and its promise, and its time is reserved exactly while it exists.

-- Until when a shift's stops may be planned. Late is not illegal: a shift that has begun may run
-- four hours over, so that one traffic jam does not drop the patients behind it.
CREATE FUNCTION shift_latest(p_tenant uuid, p_status text, p_ends timestamptz)
RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p_ends + greatest(
        CASE p_status WHEN 'started' THEN interval '4 hours' ELSE interval '0' END,
        (SELECT make_interval(mins => coalesce((t.policies ->> 'overtimeMinutes')::int, 0))
         FROM tenant t WHERE t.tenant_id = p_tenant))
$$;

CREATE FUNCTION stop_in_shift() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    worked record;
    placed record;
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.shift_id, NEW.plan_date, NEW.leave_at, NEW.planned_departure)
       IS NOT DISTINCT FROM (OLD.shift_id, OLD.plan_date, OLD.leave_at, OLD.planned_departure) THEN
        RETURN NEW;
    END IF;
    -- Taken in turn per shift: two who wait for each other inside an exclusion would deadlock.
    SELECT s.starts_at, s.ends_at, s.status INTO worked FROM shift s
    WHERE s.tenant_id = NEW.tenant_id AND s.shift_id = NEW.shift_id FOR NO KEY UPDATE;
    SELECT v.status, v.plan_date INTO placed FROM visit v
    WHERE v.tenant_id = NEW.tenant_id AND v.visit_id = NEW.visit_id;
    IF worked.status = 'cancelled' THEN
        PERFORM refuse('stop_in_shift', 'The shift is cancelled.');
    ELSIF NEW.leave_at < worked.starts_at OR NEW.planned_departure
          > shift_latest(NEW.tenant_id, worked.status, worked.ends_at) THEN
        PERFORM refuse('stop_in_shift', 'The stop does not fit into the shift.');
    ELSIF NOT visit_awaits_therapist(placed.status) AND placed.status <> 'in-progress' THEN
        PERFORM refuse('stop_in_shift', format('A visit that is %s has no place in a route.',
                                               placed.status));
    ELSIF NEW.plan_date <> placed.plan_date THEN
        PERFORM refuse('stop_in_shift', 'Stop and visit belong to different service days.');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER stop_in_shift
    BEFORE INSERT OR UPDATE OF visit_id, shift_id, therapist_id, plan_date, leave_at,
        planned_arrival, planned_start, planned_departure ON stop
    FOR EACH ROW EXECUTE FUNCTION stop_in_shift();

-- The other side: a shift that has stops to come is neither cancelled nor cut short of them.
CREATE FUNCTION shift_still_needed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    worked record;
BEGIN
    PERFORM require_read_committed();
    SELECT s.starts_at, s.status, shift_latest(s.tenant_id, s.status, s.ends_at) AS latest
    INTO worked FROM shift s
    WHERE s.tenant_id = NEW.tenant_id AND s.shift_id = NEW.shift_id;
    IF EXISTS (
        SELECT FROM stop p JOIN visit v ON v.tenant_id = p.tenant_id AND v.visit_id = p.visit_id
        WHERE p.tenant_id = NEW.tenant_id AND p.shift_id = NEW.shift_id
          AND visit_awaits_therapist(v.status)
          AND (worked.status = 'cancelled' OR p.leave_at < worked.starts_at
               OR p.planned_departure > worked.latest)) THEN
        PERFORM refuse('shift_still_needed', 'The shift has planned stops; free them first.');
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER shift_still_needed
    AFTER UPDATE ON shift DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.starts_at, OLD.ends_at, OLD.status) IS DISTINCT FROM
          (NEW.starts_at, NEW.ends_at, NEW.status))
    EXECUTE FUNCTION shift_still_needed();

-- Facts excuse: whoever is late on the way keeps their place, and is named as late.
CREATE FUNCTION window_excused(p_visit visit) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(p_visit.actual_departed, p_visit.actual_arrival, p_visit.actual_start)
           IS NOT NULL OR p_visit.delay_s > 0 OR p_visit.late_s > 0
$$;

CREATE FUNCTION stop_keeps_window() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    promised visit;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.planned_start = OLD.planned_start THEN
        RETURN NEW;
    END IF;
    SELECT v.* INTO promised FROM visit v
    WHERE v.tenant_id = NEW.tenant_id AND v.visit_id = NEW.visit_id;
    IF NEW.planned_start NOT BETWEEN promised.opens_at AND promised.closes_at
       AND NEW.late_s = 0 AND NOT window_excused(promised) THEN
        PERFORM refuse('stop_keeps_window', 'The start is outside the promised window.');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER stop_keeps_window BEFORE INSERT OR UPDATE OF visit_id, planned_start ON stop
    FOR EACH ROW EXECUTE FUNCTION stop_keeps_window();

-- At commit, so that a visit and its stop may be moved together in either order.
CREATE FUNCTION visit_keeps_stop() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    now_visit visit;
    placed stop;
    one text;
BEGIN
    PERFORM require_read_committed();
    SELECT v.* INTO now_visit FROM visit v
    WHERE v.tenant_id = NEW.tenant_id AND v.visit_id = NEW.visit_id;
    SELECT s.* INTO placed FROM stop s
    WHERE s.tenant_id = NEW.tenant_id AND s.visit_id = NEW.visit_id;
    IF placed.visit_id IS NULL OR NOT visit_awaits_therapist(now_visit.status) THEN
        RETURN NULL;
    END IF;
    IF placed.plan_date <> now_visit.plan_date OR (NOT window_excused(now_visit)
       AND placed.late_s = 0
       AND placed.planned_start NOT BETWEEN now_visit.opens_at AND now_visit.closes_at) THEN
        PERFORM refuse('visit_window_keeps_stop', 'The visit''s stop is outside its new window.');
    END IF;
    FOREACH one IN ARRAY now_visit.required_certificates LOOP
        IF NOT certificate_covers(placed.tenant_id, placed.therapist_id, one,
                                  placed.planned_start, placed.planned_departure) THEN
            PERFORM refuse('stop_certificates_cover', format(
                'The therapist has no valid %s certificate for the whole visit.', one));
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER visit_keeps_stop
    AFTER UPDATE ON visit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.opens_at, OLD.closes_at, OLD.plan_date, OLD.required_certificates) IS DISTINCT FROM
          (NEW.opens_at, NEW.closes_at, NEW.plan_date, NEW.required_certificates)
          OR (NOT visit_awaits_therapist(OLD.status) AND visit_awaits_therapist(NEW.status)))
    EXECUTE FUNCTION visit_keeps_stop();

CREATE FUNCTION stop_keeps_reservation() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM reservation r
        WHERE r.tenant_id = OLD.tenant_id AND r.reservation_id = OLD.visit_id;
    ELSIF TG_OP = 'UPDATE' THEN
        UPDATE reservation r SET therapist_id = NEW.therapist_id, shift_id = NEW.shift_id,
            leave_at = NEW.leave_at, starts_at = NEW.planned_start, ends_at = NEW.planned_departure
        WHERE r.tenant_id = NEW.tenant_id AND r.reservation_id = NEW.visit_id;
    ELSE
        INSERT INTO reservation (tenant_id, reservation_id, therapist_id, kind, shift_id, visit_id,
            patient_id, occasion_id, leave_at, starts_at, ends_at)
        SELECT NEW.tenant_id, NEW.visit_id, NEW.therapist_id, 'stop', NEW.shift_id, NEW.visit_id,
            v.patient_id, NEW.visit_id, NEW.leave_at, NEW.planned_start, NEW.planned_departure
        FROM visit v WHERE v.tenant_id = NEW.tenant_id AND v.visit_id = NEW.visit_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER stop_keeps_reservation
    AFTER INSERT OR DELETE OR UPDATE OF therapist_id, shift_id, leave_at, planned_start,
        planned_departure ON stop
    FOR EACH ROW EXECUTE FUNCTION stop_keeps_reservation();

CREATE FUNCTION stop_keeps_visit() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM refuse('stop_keeps_visit', 'A stop stays its visit''s; delete it and place another.');
    RETURN NULL;
END
$$;
CREATE TRIGGER stop_keeps_visit BEFORE UPDATE OF tenant_id, visit_id ON stop FOR EACH ROW
    WHEN ((OLD.tenant_id, OLD.visit_id) IS DISTINCT FROM (NEW.tenant_id, NEW.visit_id))
    EXECUTE FUNCTION stop_keeps_visit();

-- A stop's reservation is a shadow: it cannot be written, moved, switched off or removed by itself.
CREATE FUNCTION reservation_follows_stop() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    placed stop;
BEGIN
    SELECT s.* INTO placed FROM stop s
    WHERE s.tenant_id = coalesce(NEW.tenant_id, OLD.tenant_id)
      AND s.visit_id = coalesce(NEW.visit_id, OLD.visit_id);
    IF TG_OP = 'DELETE' THEN
        IF placed.visit_id IS NOT NULL THEN
            PERFORM refuse('reservation_follows_stop', 'Delete the stop, not its reservation.');
        END IF;
        RETURN OLD;
    END IF;
    IF placed.visit_id IS NULL OR NEW.kind <> 'stop' OR NOT NEW.active
       OR NEW.reservation_id <> placed.visit_id OR NEW.occasion_id <> placed.visit_id
       OR (NEW.therapist_id, NEW.shift_id, NEW.leave_at, NEW.starts_at, NEW.ends_at) IS DISTINCT FROM
          (placed.therapist_id, placed.shift_id, placed.leave_at, placed.planned_start,
           placed.planned_departure)
       OR NEW.patient_id IS DISTINCT FROM (
           SELECT v.patient_id FROM visit v
           WHERE v.tenant_id = placed.tenant_id AND v.visit_id = placed.visit_id) THEN
        PERFORM refuse('reservation_follows_stop', 'Write the stop, not its reservation.');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER reservation_follows_stop_new BEFORE INSERT ON reservation
    FOR EACH ROW WHEN (NEW.kind = 'stop') EXECUTE FUNCTION reservation_follows_stop();
CREATE TRIGGER reservation_follows_stop_changed BEFORE UPDATE ON reservation
    FOR EACH ROW WHEN (OLD.kind = 'stop' OR NEW.kind = 'stop')
    EXECUTE FUNCTION reservation_follows_stop();
CREATE TRIGGER reservation_follows_stop_gone BEFORE DELETE ON reservation
    FOR EACH ROW WHEN (OLD.kind = 'stop') EXECUTE FUNCTION reservation_follows_stop();

-- What is given back frees its time in the same statement.
CREATE FUNCTION hold_frees_time() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE reservation r SET active = false
    WHERE r.tenant_id = OLD.tenant_id AND r.hold_id = OLD.hold_id AND r.active;
    RETURN NULL;
END
$$;
CREATE TRIGGER hold_frees_time AFTER UPDATE OF status ON hold FOR EACH ROW
    WHEN (OLD.status = 'active' AND NEW.status <> 'active') EXECUTE FUNCTION hold_frees_time();

CREATE FUNCTION absence_frees_time() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE reservation r SET active = false
    WHERE r.tenant_id = OLD.tenant_id AND r.absence_id = OLD.absence_id AND r.active;
    RETURN NULL;
END
$$;
CREATE TRIGGER absence_frees_time AFTER UPDATE OF active ON absence FOR EACH ROW
    WHEN (OLD.active AND NOT NEW.active) EXECUTE FUNCTION absence_frees_time();
