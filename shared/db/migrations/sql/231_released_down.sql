-- A stop's reservation lasts for all of its planned time again. What was given back is not taken
-- again: those visits are over, and somebody else may have the time by now.

CREATE OR REPLACE FUNCTION stop_keeps_reservation() RETURNS trigger
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
DROP TRIGGER stop_keeps_reservation ON stop;
CREATE TRIGGER stop_keeps_reservation
    AFTER INSERT OR DELETE OR UPDATE OF therapist_id, shift_id, leave_at, planned_start,
        planned_departure ON stop
    FOR EACH ROW EXECUTE FUNCTION stop_keeps_reservation();

CREATE OR REPLACE FUNCTION reservation_follows_stop() RETURNS trigger
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
DROP TRIGGER stop_released_when_over ON stop;
DROP FUNCTION stop_released_when_over();
ALTER TABLE stop DROP COLUMN released_at;
